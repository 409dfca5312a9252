//! `redress deadline`, the calculator anyone can use, as a process and without a database.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::process::{Command, Output};

fn deadline(arguments: &[&str]) -> Output {
    let program = Command::new(env!("CARGO_BIN_EXE_redress")).arg("deadline").args(arguments).output();
    program.expect("the program runs")
}

fn said(arguments: &[&str]) -> String {
    let output = deadline(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = deadline(arguments);
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn twenty_working_days_from_13_december_2021_end_on_17_january_2022() {
    let told = said(&["--rule", "20 working days", "--from", "2021-12-13"]);
    assert!(told.starts_with("Last day: Monday, 17 January 2022\n"), "{told}");
    assert!(told.contains("zone data 20") && told.contains("Calendar kz@"), "{told}");
    let widest = told.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}\n{told}");
}

#[test]
fn all_days_are_shown_when_asked_for_and_folded_otherwise() {
    let rule = ["--rule", "60 calendar days", "--from", "2021-09-01"];
    let (short, all) = (said(&rule), said(&[&rule[..], &["--all"]].concat()));
    assert!(short.lines().count() < 20 && all.lines().count() > 60, "{short}");
}

#[test]
fn the_reading_of_sutki_and_the_roll_are_the_reader_s_choice() {
    let rule = ["--rule", "10 sutki", "--from", "2021-01-27", "--language", "ru"];
    assert!(said(&rule).starts_with("Последний день: понедельник, 8 февраля 2021 г."));
    let working = said(&[&rule[..], &["--sutki", "working"]].concat());
    assert!(working.starts_with("Последний день: среда, 10 февраля 2021 г."), "{working}");
    let unmoved = said(&[&rule[..], &["--roll", "none"]].concat());
    assert!(unmoved.starts_with("Последний день: суббота, 6 февраля 2021 г."), "{unmoved}");
}

#[test]
fn papers_that_come_after_hours_are_registered_on_a_working_sunday() {
    let told = said(&["--rule", "3 working days", "--from", "2025-01-03", "--at", "18:45"]);
    assert!(
        told.contains("Sunday, 5 January 2025") && told.contains("Last day: Thursday, 9 January 2025"),
        "{told}"
    );
}

#[test]
fn the_answer_as_data_has_every_day_the_digest_and_the_zone_data() {
    let told = said(&["--rule", "3 working days", "--from", "2024-05-02", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(answer["digest"].as_str().unwrap().len(), 64);
    let explanation = &answer["explanation"];
    assert_eq!(explanation["outcome"]["due_on"], "2024-05-06");
    let saturday = &explanation["lines"][1]["day"];
    assert_eq!((&saturday["on"], &saturday["kind"]), (&"2024-05-04".into(), &"working-instead".into()));
    assert!(saturday["decree"]["ru"].as_str().unwrap().contains("№ 109"), "{saturday}");
    assert!(explanation["tz"].as_str().unwrap().starts_with("20"));
}

#[test]
fn what_cannot_be_counted_is_refused_with_what_to_write() {
    let from = |rule: &'static str, from: &'static str| ["--rule", rule, "--from", from];
    assert!(refused(&from("20 workng days", "2021-12-13")).contains("write `working days`"));
    assert!(refused(&from("20 days", "2021-12-13")).contains("`20 working days` or `20 calendar days`"));
    assert!(
        refused(&from("20 working days", "2028-12-13")).contains("knows the years 2020 to 2027, not 2028")
    );
    assert!(refused(&from("20 hours", "2021-12-13")).contains("add --at"));
    let with = |more: [&str; 2]| refused(&[&from("1 month", "2021-12-13")[..], &more].concat());
    assert!(with(["--calendar", "ky"]).contains("did you mean `kz`?"));
    assert!(with(["--zone", "Asia/Aktobe"]).contains("did you mean `Asia/Aqtobe`?"));
    assert!(with(["--sutki", "both"]).contains("expected `calendar` or `working`"));
    assert!(with(["--calendar", "no-such.yaml"]).contains("no-such.yaml cannot be read"));
}
