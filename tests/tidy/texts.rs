//! Files as texts: their length, their first line, their names, and the places they speak of.

use std::collections::BTreeSet;

/// The longest that a file may be, in lines.
const LONGEST: usize = 400;

/// Words that say nothing of what is in a thing.
const VAGUE: [&str; 8] = ["util", "utils", "common", "helper", "helpers", "manager", "managers", "misc"];

/// Places of one machine, and hosts of registries. In two parts each, or this file would name them.
const FOREIGN: [&str; 7] = [
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("npmjs", ".org"),
    concat!("deb.deb", "ian.org"),
];

/// Whether a name is, or has in it, a word that says nothing: `DateManager`, `use_util`.
pub fn is_vague(name: &str) -> bool {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            words.push('_');
        }
        words.extend(letter.to_lowercase());
    }
    words.split(|letter: char| !letter.is_alphanumeric()).any(|word| VAGUE.contains(&word))
}

pub fn vague_path(name: &str) -> Option<String> {
    is_vague(name).then(|| format!("{name}: the name says nothing of what is in it"))
}

pub fn undocumented(name: &str, text: &str) -> Option<String> {
    (!text.starts_with("//! "))
        .then(|| format!("{name}:1: begin with `//!`: what it is, who calls it, what it promises"))
}

/// A file that is too long, or that is allowed to be and no longer needs it.
pub fn too_long(name: &str, text: &str, allowed: &[(&str, &str)]) -> Option<String> {
    let lines = text.lines().count();
    match (lines > LONGEST, allowed.iter().any(|(long, _)| *long == name)) {
        (true, false) => Some(format!("{name}: {lines} lines; part it, {LONGEST} are enough")),
        (false, true) => Some(format!("{name}: {lines} lines; take it off the list of long files")),
        _ => None,
    }
}

pub fn foreign_places(name: &str, text: &str) -> Vec<String> {
    let lines = text.lines().zip(1..);
    let found = lines
        .filter_map(|(line, number)| Some((number, FOREIGN.iter().find(|place| line.contains(**place))?)));
    found
        .map(|(number, place)| format!("{name}:{number}: names {place}, which is none of the product's"))
        .collect()
}

/// The rooms that a text does not name as `room`.
pub fn unnamed(rooms: &[String], text: &str) -> Vec<String> {
    let missing = rooms.iter().filter(|room| !text.contains(&format!("`{room}`")));
    missing.map(|room| format!("ARCHITECTURE.md does not name the room `{room}`")).collect()
}

/// The names under `[dependencies]`, as the sources write them.
pub fn dependencies(manifest: &str) -> BTreeSet<String> {
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vague_name_is_told_from_one_that_only_sounds_like_it() {
        for vague in ["src/util.rs", "src/law/helpers/mod.rs", "CaseManager", "common", "date_utils"] {
            assert!(is_vague(vague), "{vague}");
        }
        for clear in ["src/law/dates.rs", "commonwealth", "utility", "src/law/calendar/mod.rs"] {
            assert!(!is_vague(clear), "{clear}");
        }
    }

    #[test]
    fn a_long_file_and_one_listed_in_vain_are_found() {
        let (short, long) = ("line\n".repeat(400), "line\n".repeat(401));
        let listed = [("src/long.rs", "a table")];
        assert_eq!(too_long("src/a.rs", &short, &listed), None);
        assert_eq!(
            too_long("src/a.rs", &long, &listed).unwrap(),
            "src/a.rs: 401 lines; part it, 400 are enough"
        );
        assert_eq!(too_long("src/long.rs", &long, &listed), None);
        assert!(too_long("src/long.rs", &short, &listed).unwrap().contains("take it off"));
    }

    #[test]
    fn a_module_that_begins_with_code_is_found() {
        assert!(undocumented("src/a.rs", "use std::fs;\n//! Late.").is_some());
        assert!(undocumented("src/a.rs", "//! Early.\nuse std::fs;").is_none());
    }

    #[test]
    fn a_machine_and_a_registry_are_found_with_their_line() {
        let text = format!("well\nsee {}rooms\n", FOREIGN[0]);
        assert_eq!(foreign_places("README.md", &text).len(), 1);
        assert!(foreign_places("README.md", &text)[0].starts_with("README.md:2: "));
        assert_eq!(foreign_places("README.md", &format!("from {}", FOREIGN[3])).len(), 1);
        assert_eq!(foreign_places("README.md", "at work, from home"), [] as [&str; 0]);
    }

    #[test]
    fn a_room_left_out_and_the_libraries_are_found() {
        let rooms = ["law".to_owned(), "attic".to_owned()];
        assert_eq!(unnamed(&rooms, "| `law` | dates |").len(), 1);
        let manifest = "[package]\nname = \"x\"\n[dependencies]\ncsv = \"1\"\nserde-json = \"1\"\n[dev-dependencies]\ninsta = \"1\"";
        assert_eq!(dependencies(manifest).into_iter().collect::<Vec<_>>(), ["csv", "serde_json"]);
    }
}
