//! The published calendar of Kazakhstan, and what a calendar file is refused for.

use crate::kz::{DIGEST, calendar, day, file};
use jiff::civil::{Date, Weekday};
use redress::law::calendar::{Entry, Kind, Known, Week};
use redress::law::{
    self, Almanac, Calendar, CalendarFile, DayKind, Fault, Language, Names, Unknown, changes, shift, zone,
};

/// Days of the five-day week that differ from their weekday, as section 4 of the legal dossier lists them.
const DAYS_OFF: [(i16, &str); 8] = [
    (
        2020,
        "01-01 01-02 01-03 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-08 07-06 07-31 08-31 12-01 12-16 12-17 12-18",
    ),
    (
        2021,
        "01-01 01-04 01-07 03-08 03-22 03-23 03-24 05-03 05-07 05-10 07-05 07-06 07-20 08-30 12-01 12-16 12-17",
    ),
    (
        2022,
        "01-03 01-04 01-07 03-07 03-08 03-21 03-22 03-23 05-02 05-09 05-10 07-06 08-29 08-30 10-24 10-25 12-16",
    ),
    (2023, "01-02 01-03 03-08 03-21 03-22 03-23 05-01 05-08 05-09 06-28 07-06 07-07 08-30 10-25 12-18"),
    (2024, "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16"),
    (2025, "01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16"),
    (2026, "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16"),
    (2027, "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16"),
];
const WORKING_WEEKENDS: &str = "2020-01-05 2020-12-20 2021-07-03 2022-03-05 2022-08-27 2022-10-22 2023-07-01 \
                                2024-05-04 2025-01-05";

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::new(year, 1, 1).unwrap();
    (0..i32::from(first.days_in_year())).map(move |n| shift(first, n))
}

fn is_weekend(on: Date) -> bool {
    matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[test]
fn each_year_has_the_days_off_and_the_working_weekends_of_the_dossier() {
    let mut working_weekends = Vec::new();
    for (year, expected) in DAYS_OFF {
        let works = |on: &Date| calendar().is_working(*on).unwrap();
        let days_off: Vec<String> = days_of(year)
            .filter(|on| !is_weekend(*on) && !works(on))
            .map(|on| on.strftime("%m-%d").to_string())
            .collect();
        assert_eq!(days_off.join(" "), expected, "{year}");
        working_weekends
            .extend(days_of(year).filter(|on| is_weekend(*on) && works(on)).map(|on| on.to_string()));
    }
    assert_eq!(working_weekends.join(" "), WORKING_WEEKENDS);
}

#[test]
fn every_day_that_differs_from_its_weekday_names_the_act() {
    for on in DAYS_OFF.iter().flat_map(|(year, _)| days_of(*year)) {
        let day = calendar().day(on).unwrap();
        assert_eq!(day.is_working(), calendar().is_working(on).unwrap(), "{on}");
        if day.is_working() == is_weekend(on) {
            assert!(day.decree.is_some() && day.name.is_some(), "{on} has no act");
        }
    }
}

#[test]
fn both_halves_of_an_exchange_point_at_each_other() {
    let (off, worked) =
        (calendar().day(day("2020-05-08")).unwrap(), calendar().day(day("2020-05-11")).unwrap());
    assert_eq!((off.kind, off.instead_of), (DayKind::DayOffMoved, Some(worked.on)));
    assert_eq!((worked.kind, worked.instead_of), (DayKind::WorkingInstead, Some(off.on)));
    assert!(worked.is_working(), "the day off for Victory Day was itself moved to Friday");
}

#[test]
fn christmas_and_kurban_ait_on_a_weekend_give_no_day_off() {
    assert_eq!(calendar().day(day("2023-01-07")).unwrap().kind, DayKind::Holiday); // Saturday
    assert_eq!(calendar().day(day("2023-01-09")).unwrap().kind, DayKind::Working);
    assert_eq!(calendar().day(day("2024-06-16")).unwrap().kind, DayKind::Holiday); // Sunday
    assert_eq!(calendar().day(day("2024-06-17")).unwrap().kind, DayKind::Working);
}

#[test]
fn an_estimated_holiday_makes_the_days_beside_it_uncertain_too() {
    let estimated = |on| calendar().day(day(on)).unwrap().estimated;
    assert_eq!(
        ["2026-05-25", "2026-05-26", "2026-05-27", "2026-05-28", "2026-05-29"].map(estimated),
        [false, true, true, true, false]
    );
}

#[test]
fn a_six_day_week_works_on_saturdays_and_keeps_only_its_own_exchanges() {
    let six = Calendar::new(CalendarFile { week: Week::SixDay, ..file() }, DIGEST).unwrap();
    let works = |on| six.is_working(day(on)).unwrap();
    assert!(works("2026-01-03"), "an ordinary Saturday");
    assert!(!works("2021-01-02"), "New Year on a Saturday is kept");
    assert!(works("2021-01-04"), "and gives nothing, for it cost no day of rest");
    assert!(!works("2021-03-24"), "Nauryz on Sunday 21 March gives Wednesday");
    assert!(works("2021-07-05"), "the exchange with Saturday 3 July is not theirs");
    assert!(!works("2025-01-03") && works("2025-01-05"), "the exchange with Sunday 5 January is");
    assert!(works("2025-01-04"), "1 to 3 January off, and on Saturday to work");
}

#[test]
fn a_week_may_rest_on_other_days() {
    use redress::law::calendar::RestDay::{Friday, Saturday};
    let mut friday = CalendarFile { rest: Some(vec![Friday, Saturday]), ..file() };
    friday.entries.clear();
    let friday = Calendar::new(friday, DIGEST).unwrap();
    assert_eq!(friday.day(day("2021-02-05")).unwrap().kind, DayKind::Rest);
    assert!(friday.is_working(day("2021-02-07")).unwrap());
}

#[test]
fn where_holidays_do_not_move_a_holiday_on_a_weekend_is_lost() {
    let lost = Calendar::new(CalendarFile { holidays_move: None, ..without_decrees() }, DIGEST).unwrap();
    assert!(lost.is_working(day("2021-05-03")).unwrap());
}

#[test]
fn a_version_names_the_contents_and_a_foreign_zone() {
    assert_eq!(calendar().version(), "kz@0123456789ab");
    assert_eq!(calendar().digest(), DIGEST);
    let aqtobe = calendar().in_zone(zone::named("Asia/Aqtobe").unwrap());
    assert_eq!(aqtobe.version(), "kz@0123456789ab Asia/Aqtobe");
    assert_eq!(aqtobe.in_zone(zone::named("Asia/Almaty").unwrap()).version(), "kz@0123456789ab");

    let pinned = |version| calendar().pinned(version).map(|found| found.version().to_owned());
    for version in ["kz@0123456789ab", "kz@0123456789ab Asia/Aqtobe"] {
        assert_eq!(pinned(version).as_deref(), Some(version));
    }
    for other in ["kz@ffffffffffff", "uk@0123456789ab", "kz@0123456789ab Asia/Alma-Ata", ""] {
        assert_eq!(pinned(other), None, "{other}");
    }
}

#[test]
fn a_day_outside_the_known_years_is_unknown_and_not_a_guess() {
    assert_eq!(calendar().known(), 2020..=2027);
    for on in ["2019-12-31", "2028-01-01", "-009999-01-01", "9999-12-31"].map(day) {
        assert!(matches!(calendar().day(on), Err(Unknown::Year { year, .. }) if year == on.year()));
        assert!(calendar().is_working(on).is_err());
    }
}

fn without_decrees() -> CalendarFile {
    let mut file = file();
    file.entries.retain(|entry| matches!(entry.kind, Kind::Holiday | Kind::HolidayNotMoved));
    file
}

fn entry(kind: Kind, on: &str) -> Entry {
    let name = || "A day".to_owned();
    Entry {
        on: vec![day(on)],
        every: Vec::new(),
        years: None,
        kind,
        instead_of: None,
        name: Names { en: name(), ru: name(), kk: name() },
        decree: "holidays-law".to_owned(),
        estimated: false,
        week: None,
    }
}

/// The faults of the published file with one more entry, and where in that entry they lie.
fn faults_of(entry: Entry) -> Vec<(String, String)> {
    let mut file = file();
    let added = file.entries.len().to_string();
    file.entries.push(entry);
    let faults = Calendar::new(file, DIGEST).unwrap_err();
    let inside = |fault: &Fault| fault.path.starts_with(&["entries".to_owned(), added.clone()]);
    assert!(faults.iter().all(inside), "{faults:?}");
    faults.into_iter().map(|fault| (fault.path[2..].join("."), fault.message)).collect()
}

#[test]
fn a_closure_is_a_day_off_by_decree_for_once() {
    let mut file = file();
    file.entries.push(entry(Kind::Closure, "2022-01-10"));
    file.entries.push(entry(Kind::WorkingWeekend, "2022-01-15"));
    let closed = Calendar::new(file, DIGEST).unwrap();
    assert_eq!(closed.day(day("2022-01-10")).unwrap().kind, DayKind::Closure);
    assert_eq!(closed.day(day("2022-01-15")).unwrap().kind, DayKind::WorkingWeekend);
    assert!(closed.is_working(day("2022-01-15")).unwrap());
}

#[test]
fn a_decree_that_changes_nothing_is_a_wrong_date() {
    let says = |entry: Entry| faults_of(entry).into_iter().next().unwrap();
    assert_eq!(
        says(entry(Kind::Closure, "2021-07-06")),
        ("on.0".to_owned(), "2021-07-06 (Tuesday) is already a day off".to_owned())
    );
    assert_eq!(
        says(entry(Kind::WorkingWeekend, "2021-07-07")),
        ("on.0".to_owned(), "2021-07-07 (Wednesday) is already a working day".to_owned())
    );
    let exchange = Entry { instead_of: Some(day("2021-08-11")), ..entry(Kind::MovedDayOff, "2021-08-12") };
    assert_eq!(says(exchange).0, "instead-of");
}

#[test]
fn every_fault_of_an_entry_is_told_at_its_place() {
    let nameless = Entry {
        name: Names { en: String::new(), ru: "День".into(), kk: " ".into() },
        decree: "holiday-law".into(),
        every: vec!["03-08".parse().unwrap()],
        instead_of: Some(day("2021-07-03")),
        ..entry(Kind::Closure, "2021-08-12")
    };
    let places: Vec<_> = faults_of(nameless).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["name.en", "name.kk", "decree", "on", "every", "instead-of"]);

    let years = law::calendar::Years { from: Some(2025), to: Some(2021) };
    let places: Vec<_> = faults_of(Entry { years: Some(years), ..entry(Kind::Holiday, "2021-08-12") })
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    assert_eq!(places, ["years", "years"]);
    assert_eq!(faults_of(entry(Kind::MovedDayOff, "2021-08-12"))[0].0, "instead-of");
    assert_eq!(faults_of(entry(Kind::HolidayNotMoved, "2021-07-20"))[0].0, "on.0", "listed twice");
    assert!(faults_of(entry(Kind::Holiday, "2031-07-20"))[0].1.contains("outside the known years"));
    let two_days = Entry {
        on: vec![day("2021-08-12"), day("2021-08-13")],
        instead_of: Some(day("2021-08-14")),
        ..entry(Kind::MovedDayOff, "2021-08-12")
    };
    assert_eq!(faults_of(two_days)[0].0, "on");
}

#[test]
fn a_moving_feast_may_meet_a_holiday_with_a_fixed_date() {
    let mut file = without_decrees();
    file.entries.push(entry(Kind::HolidayNotMoved, "2021-07-06"));
    let met = Calendar::new(file, DIGEST).unwrap();
    assert_eq!(met.day(day("2021-07-06")).unwrap().name.unwrap().en, "Capital Day");
}

#[test]
fn every_fault_of_the_head_is_told_with_what_to_write() {
    let mut head = file();
    head.name = "KZ".into();
    head.zone = "Asia/Almati".into();
    head.title.ru = String::new();
    head.holidays_move = Some("nowhere".into());
    head.hours.closes = head.hours.opens;
    let faults = Calendar::new(head, DIGEST).unwrap_err();
    let told: Vec<_> = faults.iter().map(|fault| (fault.path.join("."), fault.help.as_deref())).collect();
    let places: Vec<_> = told.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["name", "title.ru", "zone", "holidays-move", "hours.closes", "hours.lunch"]);
    assert_eq!(told[2].1, Some("did you mean `Asia/Almaty`?"));
}

#[test]
fn years_that_cannot_be_known_are_refused_without_laying_them_out() {
    for (from, to) in [(2027, 2020), (-5, 2027), (1, 9999), (2020, 9999), (i16::MIN, i16::MAX)] {
        let faults = Calendar::new(CalendarFile { known: Known { from, to }, ..file() }, DIGEST).unwrap_err();
        assert_eq!(faults.len(), 1, "{from} to {to}");
        assert_eq!(faults[0].path, ["known"]);
    }
}

#[test]
fn a_week_without_a_working_day_is_refused() {
    use redress::law::calendar::RestDay::*;
    let rest = Some(vec![Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]);
    let mut never = CalendarFile { rest, ..file() };
    never.entries.clear();
    assert_eq!(Calendar::new(never, DIGEST).unwrap_err()[0].path, ["rest"]);
}

#[test]
fn a_misspelt_word_is_told_with_the_right_one_and_with_the_wrong_names_beside_it() {
    let text = include_str!("../../workflows/calendars/kz.yaml")
        .replacen("holiday-not-moved", "holiday-not-mooved", 1)
        .replacen("decree: P2000000930", "decree: P2000000903", 1)
        .replacen("Asia/Almaty", "Asia/Almati", 1);
    let problems = law::read_calendar("kz.yaml", &text).unwrap_err();
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    let parts = ["Asia/Almati", "holiday-not-mooved", "P2000000903"];
    let fits = messages.len() == 3 && messages.iter().zip(parts).all(|(one, part)| one.contains(part));
    assert!(fits, "{problems}");
}

#[test]
fn an_act_is_not_missed_where_the_acts_themselves_cannot_be_read() {
    let text = include_str!("../../workflows/calendars/kz.yaml").replacen("acts:", "akts:", 1);
    let problems = law::read_calendar("kz.yaml", &text).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems}");
    assert_eq!(problems.iter().next().unwrap().help.as_deref(), Some("did you mean `acts`?"));
}

#[test]
fn next_year_is_missed_from_1_december_and_this_year_at_once() {
    assert_eq!(calendar().missing_on(day("2027-11-30")), None);
    assert_eq!(calendar().missing_on(day("2027-12-01")), Some(2028));
    assert_eq!(calendar().missing_on(day("2026-12-31")), None);
    assert_eq!(calendar().missing_on(day("2028-02-01")), Some(2028));
}

#[test]
fn a_new_version_names_the_days_it_changes_with_their_acts() {
    let mut file = file();
    file.entries.push(entry(Kind::Closure, "2026-04-13"));
    let after = Calendar::new(file, "fedcba9876543210").unwrap();
    let changed = changes(calendar(), &after, day("2026-01-01"), day("2026-12-31"));
    assert_eq!(changed.len(), 1);
    let told = changed[0].text(Language::En);
    assert!(told.starts_with("Monday, 13 April 2026: offices closed: "), "{told}");
    assert!(told.ends_with(']'), "{told}");
    let back = changes(&after, calendar(), day("2026-04-13"), day("2026-04-13"));
    assert!(back[0].text(Language::En).contains("ordinary working day"), "{back:?}");
}

#[test]
fn an_almanac_finds_every_version_in_the_zone_it_names() {
    let aqtobe = calendar().in_zone(zone::named("Asia/Aqtobe").unwrap());
    let almanac: Almanac = [calendar().clone()].into_iter().collect();
    let found = almanac.version(aqtobe.version()).unwrap();
    assert_eq!((found.version(), found.zone()), (aqtobe.version(), aqtobe.zone()));
    assert_eq!(calendar().in_zone_of(aqtobe.version()).version(), aqtobe.version());
    assert!(almanac.version("kz@ffffffffffff").is_none());
}

#[test]
fn a_calendar_ends_before_the_dates_do_so_that_no_count_runs_against_the_last_day_of_all() {
    let known = Known { from: 9980, to: 9999 };
    let faults = Calendar::new(CalendarFile { known, entries: Vec::new(), ..file() }, DIGEST).unwrap_err();
    assert!(faults[0].message.contains("cannot be known"), "{faults:?}");
    let known = Known { from: 9980, to: 9990 };
    let far = Calendar::new(CalendarFile { known, entries: Vec::new(), ..file() }, DIGEST).unwrap();
    let longest = "4294967295 working days".parse().unwrap();
    assert!(law::after(day("9990-12-28"), longest, &far).is_err());
    assert!(
        law::roll(day("9990-12-31"), law::Roll::Next, &far).is_err()
            || far.is_working(day("9990-12-31")).unwrap()
    );
}

#[test]
fn whatever_a_calendar_is_called_it_is_written_so_that_it_can_be_read_again() {
    let named = CalendarFile { name: "-".to_owned(), ..file() };
    let calendar = Calendar::new(named, DIGEST).unwrap();
    let read = law::read_calendar("x.yaml", &calendar.file().to_yaml())
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(read.file(), calendar.file());
}
