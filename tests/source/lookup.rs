//! Problems that a room finds itself, placed by path in a file that was read.

use redress::source::{Problem, Problems, Source, read};

use crate::fixture::{Rules, SOUND, fails, reads};

fn underlined(place: impl Fn(&Source<Rules>) -> Problem) -> &'static str {
    &SOUND[place(&reads::<Rules>(SOUND)).span]
}

#[test]
fn a_problem_is_placed_at_the_value_under_its_path() {
    let at = |path: &[&str]| underlined(|source| source.problem(path, "wrong"));
    assert_eq!(at(&["name"]), "Жалоба");
    assert_eq!(at(&["steps", "intake", "silence", "escalate", "to"]), "review");
    assert_eq!(at(&["steps", "intake", "reminders", "1"]), "4 working days");
    assert_eq!(at(&["steps", "intake", "reminders"]), "[1 working days, 4 working days]");
    assert_eq!(at(&["steps", "review", "limit"]), "\"10 working days\"");
    assert_eq!(at(&["steps", "review", "only_if", "of", "1", "days"]), "3");
    assert_eq!(at(&["steps", "intake"]), "holder: district");
    assert_eq!(at(&["note"]), "в вышестоящий");
}

#[test]
fn a_problem_with_what_is_not_there_is_placed_at_the_nearest_parent() {
    let at = |path: &[&str]| underlined(|source| source.problem(path, "wrong"));
    assert_eq!(at(&["steps", "review", "silence", "close"]), "deemed: refused");
    assert_eq!(at(&["steps", "intake", "reminders", "7"]), "[1 working days, 4 working days]");
    assert_eq!(at(&["steps", "intake", "holder", "x", "y"]), "district");
    assert_eq!(at(&["nothing"]), "name: Жалоба");
    assert_eq!(at(&[]), "name: Жалоба");
}

#[test]
fn a_problem_can_be_placed_at_the_key() {
    let at = |path: &[&str]| underlined(|source| source.problem_at_key(path, "wrong"));
    assert_eq!(at(&["steps", "review"]), "review");
    assert_eq!(at(&["steps", "review", "nothing"]), "review");
    assert_eq!(at(&["steps", "intake", "reminders", "0"]), "1 working days");
    assert_eq!(at(&[]), "name: Жалоба");
}

#[test]
fn problems_of_several_files_are_drawn_together_in_order() {
    let mut all = fails::<Rules>("name: a\n");
    let calendar = read::<Rules>("calendar.yaml", "name: b\nversion: жоқ\n").unwrap_err();
    all.extend(calendar);
    all.extend(Problems::from(Problem {
        file: "absent.yaml".to_owned(),
        line: 1,
        column: 1,
        span: 0..0,
        message: "cannot be opened".to_owned(),
        help: None,
    }));
    insta::assert_snapshot!(all, @r"
    error: cannot be opened
    --> absent.yaml:1:1

    error: expected a whole number, found `жоқ`
     --> calendar.yaml:2:10
      |
    2 | version: жоқ
      |          ^^^

    error: missing key `version`
     --> rules.yaml:1:1
      |
    1 | name: a
      | ^^^^^^^
    ");
}

#[test]
fn problems_found_later_are_drawn_on_the_file_in_order_of_place() {
    let source = reads::<Rules>(SOUND);
    let problems = source.into_problems(vec![
        source.problem_at_key(&["steps", "review"], "nothing leads to this step"),
        source.problem(&["steps", "intake", "holder"], "no such office").help("did you mean `districts`?"),
    ]);
    insta::assert_snapshot!(problems, @r"
    error: no such office
      --> rules.yaml:12:13
       |
    12 |     holder: district
       |             ^^^^^^^^
       |
       = help: did you mean `districts`?

    error: nothing leads to this step
      --> rules.yaml:16:3
       |
    16 |   review:
       |   ^^^^^^
    ");
}
