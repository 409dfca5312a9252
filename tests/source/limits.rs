//! Files that are small and cost much, or are large and cost more: each is answered, soon.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

use redress::source::{LONGEST_FILE, MOST_TOLD, MOST_VALUES, Problems, read};
use redress::workflow;

use crate::fixture::{Rules, fails};

/// Many times what an unoptimised program takes on a busy machine, and nothing beside what the square of a large file would.
const SOON: Duration = Duration::from_secs(60);

#[allow(clippy::disallowed_methods, reason = "the time of the test itself is measured")]
fn soon<T>(work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    done
}

#[test]
fn a_file_of_too_many_values_is_refused() {
    let problems = fails::<Rules>(&format!("languages: [{}]", "a,".repeat(MOST_VALUES)));
    assert!(problems.to_string().contains("the file holds too much"), "{problems}");
}

#[test]
fn an_alias_that_would_grow_without_end_is_not_followed() {
    let mut text = String::from("a0: &a0 [x, x]\n");
    for level in 1..40 {
        let _ = writeln!(text, "a{level}: &a{level} [*a{0}, *a{0}, *a{0}]", level - 1);
    }
    assert!(fails::<Rules>(&text).to_string().contains("are not allowed"));
}

#[test]
fn a_megabyte_of_any_sign_is_answered_soon() {
    for piece in [
        "[", "{", "- ", "? ", "a: ", "'", "\"", "\"\\", "|\n", "!", "&", "*", "%", "a: [", "- - ", "\n", " ",
        "ә", "a:\n ",
    ] {
        let text = piece.repeat(LONGEST_FILE / piece.len());
        let told = soon(|| {
            read::<Rules>("rules.yaml", &text).err().map(|problems: Problems| problems.render(false))
        });
        assert!(told.is_some_and(|told| told.contains("rules.yaml")), "{piece:?}");
    }
}

#[test]
fn a_number_or_a_day_beyond_all_bounds_is_a_fault_where_it_stands() {
    for number in ["4294967296", "-1", "1e999", "99999999999999999999999999", ".inf", "0x10", "1_000"] {
        let told = fails::<Rules>(&format!("name: a\nversion: {number}\n")).to_string();
        assert!(told.contains("rules.yaml:2:10"), "{told}");
    }
}

#[test]
fn of_thousands_of_wrong_names_in_one_line_a_hundred_are_told_soon() {
    let unknown: Vec<String> = (0..20_000).map(|number| format!("step-{number:05}")).collect();
    let text = format!(
        "{{workflow: w, version: 1, title: {{en: W}}, law: L, calendar: kz, languages: [en], letters: {{}}, parties: {{a: {{title: \
         {{en: A}}, found: appellant}}}}, actions: {{}}, tracks: {{}}, filing: {{by: a, with: {{a: s}}, late: accept, time: {{within: 1 \
         month, from: service, article: A}}, letters: {{}}}}, anytime: [{}]}}",
        unknown.join(",")
    );
    let problems = soon(|| workflow::read("w.yaml", &text, &BTreeMap::new())).expect_err("no such actions");
    assert_eq!(problems.len(), MOST_TOLD, "{problems}");
    let told = soon(|| problems.render(false));
    assert!(told.contains(" more"), "{}", &told[told.len() - 200..]);
}
