//! Guessing which known name was meant by an unknown one.

use strsim::osa_distance;

/// The known name nearest to `wrong`, if it is near enough to be what was meant: at most one slip (a letter
/// wrong, missing, added, or two swapped) for every three letters, letter case not counted.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let letters = wrong.chars().count();
    let slips = |name: &str| {
        let length = name.chars().count();
        let most = letters.max(length).max(3) / 3;
        // An overlong word is never measured: its distance costs its length.
        if length.abs_diff(letters) > most {
            return None;
        }
        Some(osa_distance(&wrong, &name.to_lowercase())).filter(|slips| *slips <= most && *slips < length)
    };
    known
        .into_iter()
        .filter_map(|name| Some((slips(name)?, name)))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, n)| n)
}

/// What to say to someone who wrote a name nobody knows: the one that was meant, or all there are.
pub(super) fn suggestion(wrong: &str, kind: &str, known: &[&str]) -> Option<String> {
    match nearest(wrong, known.iter().copied()) {
        Some(meant) => Some(format!("did you mean `{meant}`?")),
        None if known.is_empty() => None,
        None => Some(format!("known {kind}: {}", listed(known, "and"))),
    }
}

/// Names in a sentence: `` `a`, `b` and `c` ``.
pub(super) fn listed(names: &[&str], joint: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    joined(&quoted, joint)
}

/// Words in a sentence: `a, b and c`.
pub(super) fn joined(words: &[String], joint: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
    }
}
