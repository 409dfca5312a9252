//! Days off from an iCalendar feed.

use crate::kz::{calendar, day};
use redress::law::{Feed, FeedFault, Imported, Terms, read_calendar};

fn feed(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{entries}END:VCALENDAR\r\n")
}

fn event(lines: &[&str]) -> String {
    format!("BEGIN:VEVENT\r\nUID:1\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
}

fn import(entries: &str, terms: &Terms) -> Result<Imported, FeedFault> {
    Feed::read(&feed(entries))?.onto(calendar(), terms)
}

fn fault(entries: &str) -> String {
    import(entries, &Terms::default()).unwrap_err().to_string()
}

const MOURNING: [&str; 4] = [
    "DTSTART;VALUE=DATE:20260413",
    "SUMMARY:Day of mourning",
    "DESCRIPTION:Decree of 12 April 2026 No. 1\\, as amended",
    "CATEGORIES:CLOSURE",
];

#[test]
fn an_entry_brings_its_day_its_name_its_kind_and_its_act() {
    let imported = import(&event(&MOURNING), &Terms::default()).unwrap();
    assert_eq!(imported.added, [day("2026-04-13")]);
    let read = read_calendar("kz.yaml", &imported.file.to_yaml()).unwrap_or_else(|p| panic!("{p}"));
    let told = read.day(day("2026-04-13")).unwrap();
    assert!(!told.is_working());
    assert_eq!(told.name.unwrap().en, "Day of mourning");
    assert_eq!(told.decree.unwrap().en, "Decree of 12 April 2026 No. 1, as amended");
}

#[test]
fn an_entry_of_several_days_ends_the_day_before_its_end() {
    let entry = event(&[
        "DTSTART;VALUE=DATE:20260413",
        "DTEND;VALUE=DATE:20260416",
        "SUMMARY:Closed",
        "URL:https://x",
    ]);
    let imported = import(&entry, &Terms::default()).unwrap();
    assert_eq!(imported.added, ["2026-04-13", "2026-04-14", "2026-04-15"].map(day));
}

#[test]
fn a_day_that_the_calendar_has_is_left_alone() {
    let entry = event(&["DTSTART;VALUE=DATE:20260501", "SUMMARY:May Day"]);
    let imported = import(&entry, &Terms::default()).unwrap();
    assert_eq!((imported.added, imported.known), (vec![], vec![day("2026-05-01")]));
    assert_eq!(&imported.file, calendar().file());
}

#[test]
fn a_moved_day_off_and_a_decreed_working_saturday_are_taken_over() {
    let moved = event(&["DTSTART:20260309", "SUMMARY:x", "X-INSTEAD-OF:20260307", "URL:u"]);
    assert!(import(&moved, &Terms::default()).unwrap().added.is_empty(), "9 March 2026 is a day off already");
    let moved = event(&["DTSTART:20260702", "SUMMARY:Moved", "X-INSTEAD-OF:20260704", "URL:u"]);
    let worked = event(&["DTSTART:20260704", "SUMMARY:Worked", "CATEGORIES:WORKING-WEEKEND", "URL:u"]);
    for entry in [moved, worked] {
        let imported = import(&entry, &Terms::default()).unwrap();
        let read = read_calendar("kz.yaml", &imported.file.to_yaml()).unwrap_or_else(|p| panic!("{p}"));
        assert!(read.is_working(day("2026-07-04")).unwrap());
    }
}

#[test]
fn an_act_for_all_entries_and_a_year_can_be_given_with_the_feed() {
    let entry = event(&["DTSTART;VALUE=DATE:20280330", "SUMMARY:Nauryz"]);
    let terms = Terms { decree: Some("Order No. 7".to_owned()), complete_for: Some(2028) };
    let imported = import(&entry, &terms).unwrap();
    assert_eq!(imported.file.known.to, 2028);
    let read = read_calendar("kz.yaml", &imported.file.to_yaml()).unwrap_or_else(|p| panic!("{p}"));
    let told = read.day(day("2028-03-30")).unwrap();
    assert_eq!(told.name.unwrap().ru, "Наурыз мейрамы", "a known name comes in all languages");
    assert!(!read.is_working(day("2028-05-01")).unwrap(), "what comes every year comes in 2028 too");
}

#[test]
fn what_cannot_be_taken_over_is_refused_with_what_to_do() {
    let says = |lines: &[&str], what: &str| {
        let fault = fault(&event(lines));
        assert!(fault.contains(what), "{what} is missing from: {fault}");
    };
    let start = "DTSTART;VALUE=DATE:20260413";
    says(&[start, "SUMMARY:x", "RRULE:FREQ=YEARLY"], "RRULE: an entry that repeats is not taken over");
    says(&["DTSTART:20260413T090000Z", "SUMMARY:x"], "only entries for whole days");
    says(&["SUMMARY:x"], "DTSTART: the entry has no day");
    says(&["DTSTART:2026-04-13", "SUMMARY:x"], "is not a day such as");
    says(&[start], "SUMMARY: the entry has no name");
    says(&[start, "SUMMARY:x"], "no act is named");
    says(&[start, "DTEND:20260413", "SUMMARY:x"], "before it begins");
    says(&[start, "DTEND:20270413", "SUMMARY:x"], "longer than 31 days");
    says(&[start, "SUMMARY:x", "CATEGORIES:FUN"], "names no kind of day");
    says(&["DTSTART:20290101", "SUMMARY:x", "URL:u"], "--complete-for 2029");
}

#[test]
fn every_fault_of_a_feed_is_told_together() {
    let two = event(&["SUMMARY:one"]) + &event(&["SUMMARY:two"]);
    let fault = fault(&two);
    assert!(fault.contains("one: ") && fault.contains("two: "), "{fault}");
}

#[test]
fn a_damaged_or_hostile_feed_is_refused_whole() {
    for damaged in [
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n".to_owned(),
        feed(&event(&MOURNING)).replace("END:VCALENDAR", "garbage\u{0}\nBEGIN:VEVENT"),
        "BEGIN:VCALENDAR\n".to_owned() + &"BEGIN:VEVENT\n".repeat(100_000),
        "BEGIN:VCALENDAR\n".to_owned() + &"x".repeat(2 << 20),
    ] {
        assert!(Feed::read(&damaged).is_err(), "{}", &damaged[..damaged.len().min(200)]);
    }
    assert!(!Feed::is_one("name: kz"));
    assert!(Feed::is_one("\u{feff}BEGIN:VCALENDAR"));
}

#[test]
fn the_shipped_calendar_is_written_out_and_read_back_the_same() {
    let written = calendar().file().to_yaml();
    let read = read_calendar("kz.yaml", &written).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(read.file(), calendar().file());
}

#[test]
fn a_name_with_characters_that_no_file_may_hold_is_written_so_that_it_can_be_read_again() {
    let entry = event(&[
        "DTSTART;VALUE=DATE:20260413",
        "SUMMARY:Day \u{202e}of\u{85} \u{7f}mourning",
        "DESCRIPTION:A\u{2028}B",
    ]);
    let imported = import(&entry, &Terms::default()).unwrap();
    let read = read_calendar("kz.yaml", &imported.file.to_yaml()).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(read.file(), &imported.file);
}
