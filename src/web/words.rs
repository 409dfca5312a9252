//! The words of the pages in three languages.
//!
//! Fluent files under `words/`, one for each area and language, inside the program. A page asks for a message by its
//! name; that every name is there in every language, with the same variables, is a test's business.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::texts::Language;

type Bundle = FluentBundle<FluentResource>;

macro_rules! areas {
    ($($area:literal),* $(,)?) => {
        /// The areas, each with its texts in English, Russian and Kazakh.
        pub(super) const AREAS: &[(&str, [&str; 3])] = &[$((
            $area,
            [
                include_str!(concat!("words/", $area, ".en.ftl")),
                include_str!(concat!("words/", $area, ".ru.ftl")),
                include_str!(concat!("words/", $area, ".kk.ftl")),
            ],
        )),*];
    };
}

areas!["door", "frame", "case", "public", "refusal", "file", "act", "desk", "house"];

/// The place of a language in [`AREAS`].
fn place(language: Language) -> usize {
    match language {
        Language::En => 0,
        Language::Ru => 1,
        Language::Kk => 2,
    }
}

static BUNDLES: LazyLock<[Bundle; 3]> =
    LazyLock::new(|| [Language::En, Language::Ru, Language::Kk].map(bundle));

fn bundle(language: Language) -> Bundle {
    let tag = language.code().parse().expect("the codes of our languages are tags");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Marks around what is filled in would show in subjects, files and search.
    bundle.set_use_isolating(false);
    for (area, texts) in AREAS {
        let text = texts[place(language)].to_owned();
        let resource = FluentResource::try_new(text)
            .unwrap_or_else(|(_, faults)| panic!("words/{area}.{language}.ftl: {faults:?}"));
        if let Err(faults) = bundle.add_resource(resource) {
            panic!("words/{area}.{language}.ftl says something twice: {faults:?}");
        }
    }
    bundle
}

/// A message in a language, its variables filled in. One that is missing shows its name.
pub(super) fn say(language: Language, name: &str, told: &[(&str, FluentValue<'_>)]) -> String {
    let bundle = &BUNDLES[place(language)];
    let Some(pattern) = bundle.get_message(name).and_then(|message| message.value()) else {
        debug_assert!(false, "there are no words called `{name}` in {language}");
        return name.to_owned();
    };
    let args: FluentArgs = told.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut faults);
    debug_assert!(faults.is_empty(), "`{name}` in {language}: {faults:?}");
    // A date in Russian ends with a full stop of its own (`2021 г.`).
    text.replace("г..", "г.")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The messages of a file with the variables of each.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((start, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                name = start.to_owned();
                read.insert(name.clone(), BTreeSet::new());
            }
            for after in line.split('$').skip(1) {
                let variable =
                    after.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect();
                read.entry(name.clone()).or_default().insert(variable);
            }
        }
        read
    }

    #[test]
    fn every_message_is_there_in_every_language_with_the_same_variables() {
        for (area, [en, ru, kk]) in AREAS {
            let english = messages(en);
            assert!(!english.is_empty(), "{area}");
            for (language, text) in [("ru", ru), ("kk", kk)] {
                assert_eq!(english, messages(text), "words/{area}.{language}.ftl differs from {area}.en.ftl");
            }
        }
    }

    #[test]
    fn every_message_that_a_page_or_template_names_is_there() {
        let known: BTreeSet<String> =
            AREAS.iter().flat_map(|(_, [en, ..])| messages(en).into_keys()).collect();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let mut folders = vec![root];
        let mut missing = BTreeSet::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                for after in text.split(".say").skip(1) {
                    // The name stands behind the bracket, whatever the number of things filled in.
                    let Some(named) =
                        after.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("(\"")
                    else {
                        continue;
                    };
                    let name = named.split('"').next().unwrap_or_default();
                    if !known.contains(name) {
                        missing.insert(format!("{}: {name}", path.display()));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn russian_and_kazakh_follow_their_own_plurals() {
        let left = |language, days: i64| say(language, "days-left", &[("days", days.into())]);
        assert_eq!(left(Language::En, 1), "1 working day left");
        assert_eq!(left(Language::Ru, 2), "осталось 2 рабочих дня");
        assert_eq!(left(Language::Ru, 11), "осталось 11 рабочих дней");
        assert_eq!(left(Language::Kk, 5), "5 жұмыс күні қалды");
    }
}
