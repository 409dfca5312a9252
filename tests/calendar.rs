//! A calendar comes into force while appeals run: previewed, applied, journalled, told. Over real Postgres.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod world;

use jiff::civil::Date;
use redress::appeal::{Event, Fate, Move};
use redress::ladder::{self, Ladder};
use redress::law::calendar::{Entry, Kind};
use redress::law::{Calendar, CalendarFile, Names, read_calendar};
use redress::registry::{Applied, ApplyFault, Moving};
use redress::{appeal, shipped, store};
use world::appeals::{World, act, day, filing, instant};

fn kz() -> CalendarFile {
    let text = shipped::text("calendars/kz.yaml").unwrap();
    read_calendar("kz.yaml", text).unwrap_or_else(|problems| panic!("{problems}")).file().clone()
}

/// The calendar of Kazakhstan with one more entry.
fn kz_with(kind: Kind, on: &str, instead_of: Option<&str>) -> String {
    let mut file = kz();
    let name = |text: &str| text.to_owned();
    file.acts.insert(
        "decree-1".to_owned(),
        Names { en: name("Decree No. 1"), ru: name("Указ № 1"), kk: name("№ 1 Жарлық") },
    );
    file.entries.push(Entry {
        on: vec![day(on)],
        every: Vec::new(),
        years: None,
        kind,
        instead_of: instead_of.map(day),
        name: Names {
            en: name("day of mourning"), ru: name("день траура"), kk: name("аза тұту күні")
        },
        decree: "decree-1".to_owned(),
        estimated: false,
        week: None,
    });
    file.to_yaml()
}

/// Monday 8 February 2021, the last day of a complaint of 27 January, is a day off.
fn mourning() -> String {
    kz_with(Kind::Closure, "2021-02-08", None)
}

/// Saturday 6 February 2021 is worked, so the complaint of 27 January is due two days earlier.
fn saturday_worked() -> String {
    kz_with(Kind::WorkingWeekend, "2021-02-06", None)
}

async fn stored(world: &World, text: &str) -> Calendar {
    let rulebook = world.registry.rulebook();
    let stored = rulebook.store_calendar(world.store(), "kz.yaml", text, world.clock.now()).await;
    let calendar = stored.unwrap_or_else(|fault| panic!("{fault}"));
    rulebook.reload(world.store()).await.unwrap();
    calendar
}

async fn preview(world: &World, calendar: &Calendar) -> Vec<Moving> {
    let preview = world.registry.preview(calendar, world.clock.now()).await.unwrap();
    assert_eq!(preview.faults, [] as [&str; 0]);
    preview.appeals
}

async fn apply(world: &World, calendar: &Calendar, allow_earlier: bool) -> Applied {
    let applied = world.registry.apply(calendar, allow_earlier, world.clock.now(), |_, _| {}).await;
    applied.unwrap_or_else(|fault| panic!("{fault}"))
}

fn ends(one: &Move) -> (Date, Date) {
    (one.was, one.due.on)
}

#[tokio::test]
async fn a_calendar_that_is_stored_moves_nothing_until_it_is_applied() {
    let world = World::at("2021-01-27 10:00").await;
    let before = world.file_appeal().await;
    let calendar = stored(&world, &mourning()).await;
    let after = world.file_appeal().await;
    assert_eq!(world.due_on(&before).await, day("2021-02-08"));
    assert_eq!(world.due_on(&after).await, day("2021-02-08"));
    assert_ne!(world.registry.rulebook().calendar("kz").unwrap().digest(), calendar.digest());
}

#[tokio::test]
async fn a_preview_shows_what_would_move_why_and_whether_it_was_promised_and_writes_nothing() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let seq = world.row(&appeal).await.seq;
    let calendar = stored(&world, &mourning()).await;
    let moving = preview(&world, &calendar).await;
    assert_eq!(moving.len(), 1);
    assert_eq!(moving[0].reference, appeal);
    let one = &moving[0].moves[0];
    assert_eq!(ends(one), (day("2021-02-08"), day("2021-02-09")));
    assert!(one.promised && !one.is_earlier());
    let why = one.recount.because[0].text(redress::texts::Language::En);
    assert_eq!(why, "Monday, 8 February 2021: offices closed: day of mourning [Decree No. 1]");
    assert_eq!(world.row(&appeal).await.seq, seq);
}

#[tokio::test]
async fn applying_moves_the_date_as_an_event_and_writes_to_both_sides() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let old_digest = world.registry.rulebook().calendar("kz").unwrap().digest().to_owned();
    let calendar = stored(&world, &mourning()).await;
    let applied = apply(&world, &calendar, false).await;
    assert_eq!((applied.appeals, applied.later, applied.kept), (1, 1, 0));

    let row = world.row(&appeal).await;
    assert_eq!(row.due_on, Some(day("2021-02-09")));
    let running = &row.appeal.tracks["legal"].running[0];
    assert_eq!(running.at, instant("2021-02-10 00:00"));
    assert_eq!(running.basis.calendar, calendar.version());
    // Two working days before the 9th is the 4th, as it was before the 8th: the 8th is not worked.
    assert_eq!(row.wake_at, Some(instant("2021-02-04 09:00")));

    let journal = world.journal(&appeal).await;
    let Event::Rescheduled { was, due, recount, .. } = &journal.last().unwrap().event else {
        panic!("{journal:?}")
    };
    assert_eq!((*was, due.on), (Some(day("2021-02-08")), day("2021-02-09")));
    assert_eq!((recount.before.as_str(), recount.after.as_str()), (old_digest.as_str(), calendar.digest()));

    let letters = world.letters(&appeal).await;
    let moved: Vec<_> = letters.iter().filter(|letter| letter.name == "date-moved").collect();
    let recipients: Vec<&str> = moved.iter().map(|letter| letter.recipient.as_str()).collect();
    assert_eq!(recipients, ["ECHO", "DGD-ALMATY"]);
    let body = moved[0].body.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["8 февраля 2021", "9 февраля 2021", "день траура", "Указ № 1"]
    {
        assert!(body.contains(part), "{part} is missing from {body}");
    }
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn applying_twice_changes_nothing_the_second_time() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let calendar = stored(&world, &mourning()).await;
    apply(&world, &calendar, false).await;
    let (seq, letters) = (world.row(&appeal).await.seq, world.letters(&appeal).await.len());
    assert_eq!(preview(&world, &calendar).await, []);
    assert_eq!(apply(&world, &calendar, false).await, Applied::default());
    assert_eq!((world.row(&appeal).await.seq, world.letters(&appeal).await.len()), (seq, letters));
}

#[tokio::test]
async fn the_moved_date_is_the_one_that_silence_is_counted_by() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let calendar = stored(&world, &mourning()).await;
    apply(&world, &calendar, false).await;
    world.lives_until("2021-02-09 23:59").await;
    assert_eq!(world.missed_by(&appeal).await, [] as [&str; 0]);
    world.lives_until("2021-02-10 00:00").await;
    assert_eq!(world.missed_by(&appeal).await, ["DGD-ALMATY"]);
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_promised_date_stays_unless_an_earlier_one_is_allowed_in_so_many_words() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let calendar = stored(&world, &saturday_worked()).await;
    let one = &preview(&world, &calendar).await[0].moves[0];
    assert_eq!(ends(one), (day("2021-02-08"), day("2021-02-06")));
    assert!(one.promised && one.is_earlier());
    let letters = world.letters(&appeal).await.len();

    let applied = apply(&world, &calendar, false).await;
    assert_eq!((applied.kept, applied.earlier), (1, 0));
    assert_eq!(world.due_on(&appeal).await, day("2021-02-08"));
    let journal = world.journal(&appeal).await;
    let Event::PromiseKept { due_on, would_be, .. } = &journal.last().unwrap().event else {
        panic!("{journal:?}")
    };
    assert_eq!((*due_on, *would_be), (day("2021-02-08"), day("2021-02-06")));
    assert_eq!(world.letters(&appeal).await.len(), letters, "nothing changed, so nobody is written to");
    assert_eq!(apply(&world, &calendar, false).await, Applied::default());
    assert_eq!(world.faults().await, [] as [&str; 0]);

    let applied = apply(&world, &calendar, true).await;
    assert_eq!((applied.kept, applied.earlier), (0, 1));
    assert_eq!(world.due_on(&appeal).await, day("2021-02-06"));
    assert_eq!(world.letters(&appeal).await.len(), letters + 2);
    assert_eq!(apply(&world, &calendar, true).await, Applied::default());
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_pause_never_takes_back_a_promise_that_a_new_calendar_left_standing() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let calendar = stored(&world, &saturday_worked()).await;
    apply(&world, &calendar, false).await;
    let stop = appeal::Act {
        ground: Some("query-to-state-body".to_owned()),
        ..act("stop-clock", &[("question", "?")])
    };
    world.does(&appeal, "DGD-ALMATY", stop).await;
    world.does(&appeal, "DGD-ALMATY", act("restart-clock", &[])).await;
    assert_eq!(
        world.due_on(&appeal).await,
        day("2021-02-08"),
        "a pause of no days must not shorten the term"
    );
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn an_extension_then_a_pause_ends_where_a_pause_then_an_extension_does() {
    let mut ends = Vec::new();
    for extended_first in [true, false] {
        let world = World::at("2021-01-27 10:00").await;
        let appeal = world.file_appeal().await;
        let extend = || act("extend", &[("ruling", "12"), ("reasons", "an expert is asked")]);
        if extended_first {
            world.does(&appeal, "DGD-ALMATY", extend()).await;
        }
        let stop = appeal::Act {
            ground: Some("query-to-state-body".to_owned()),
            ..act("stop-clock", &[("question", "?")])
        };
        world.does(&appeal, "DGD-ALMATY", stop).await;
        world.clock.set(instant("2021-02-03 10:00"));
        world.does(&appeal, "DGD-ALMATY", act("restart-clock", &[])).await;
        if !extended_first {
            world.does(&appeal, "DGD-ALMATY", extend()).await;
        }
        ends.push(world.due_on(&appeal).await);
    }
    assert_eq!(ends, [day("2021-02-23"); 2]);
}

#[tokio::test]
async fn what_starts_after_a_calendar_is_applied_is_counted_by_it() {
    let world = World::at("2021-01-27 10:00").await;
    let calendar = stored(&world, &mourning()).await;
    apply(&world, &calendar, false).await;
    let appeal = world.file_appeal().await;
    assert_eq!(world.due_on(&appeal).await, day("2021-02-09"));
    assert_eq!(world.row(&appeal).await.appeal.tracks["legal"].running[0].basis.calendar, calendar.version());
}

#[tokio::test]
async fn another_process_counts_by_the_calendar_that_one_has_put_in_force() {
    let world = World::at("2021-01-27 10:00").await;
    let rulebook = redress::registry::Rulebook::load(world.store()).await.unwrap();
    let other = redress::registry::Registry::new(world.store().clone(), rulebook.into(), "redress.test");
    let calendar = stored(&world, &mourning()).await;
    apply(&world, &calendar, false).await;
    let submission = world.filing_of(filing());
    let redress::registry::Answer::Done(receipt) = other.submit(submission, world.clock.now()).await.unwrap()
    else {
        panic!("the filing was refused")
    };
    assert_eq!(world.due_on(&receipt.reference).await, day("2021-02-09"));
}

#[tokio::test]
async fn a_deadline_that_has_passed_and_one_whose_clock_stands_are_left_alone() {
    let world = World::at("2021-01-27 10:00").await;
    let passed = world.file_appeal().await;
    let stopped = world.file_appeal().await;
    let stop = appeal::Act {
        ground: Some("query-to-state-body".to_owned()),
        ..act("stop-clock", &[("question", "?")])
    };
    world.does(&stopped, "DGD-ALMATY", stop).await;
    world.clock.set(instant("2021-02-09 00:00"));
    let calendar = stored(&world, &mourning()).await;
    assert_eq!(apply(&world, &calendar, false).await, Applied::default());
    world.becomes("2021-02-09 00:01").await;
    assert_eq!(world.missed_by(&passed).await, ["DGD-ALMATY"]);
    world.does(&stopped, "DGD-ALMATY", act("restart-clock", &[])).await;
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_calendar_that_would_leave_dates_unknown_or_change_the_zone_is_not_applied() {
    let world = World::at("2021-01-27 10:00").await;
    world.file_appeal().await;
    let mut short = kz();
    short.known.to = 2020;
    short.entries.retain(|entry| entry.on.iter().all(|on| on.year() == 2020) && entry.years.is_none());
    let short = stored(&world, &short.to_yaml()).await;
    let now = world.clock.now();
    let fault = world.registry.apply(&short, false, now, |_, _| {}).await.unwrap_err();
    assert!(matches!(&fault, ApplyFault::Unknown(appeals) if appeals.len() == 1), "{fault}");
    let elsewhere = CalendarFile { zone: "Asia/Aqtobe".to_owned(), ..kz() };
    let elsewhere = stored(&world, &elsewhere.to_yaml()).await;
    let fault = world.registry.apply(&elsewhere, false, now, |_, _| {}).await.unwrap_err();
    assert!(matches!(fault, ApplyFault::Zone { .. }), "{fault}");
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_calendar_is_applied_to_many_appeals_at_once() {
    let world = World::at("2021-01-27 10:00").await;
    for _ in 0..450 {
        world.file_appeal().await;
    }
    let calendar = stored(&world, &mourning()).await;
    let mut told = 0;
    let applied =
        world.registry.apply(&calendar, false, world.clock.now(), |done, _| told += done).await.unwrap();
    assert_eq!((applied.appeals, told), (450, 450));
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

/// The sample offices, those in Almaty an hour behind as Aqtobe was in 2021.
async fn an_hour_behind(world: &World) {
    let csv = shipped::text("samples/offices.csv").unwrap();
    let rows = csv.lines().enumerate().map(|(line, row)| match (line, row.contains(",Almaty,")) {
        (0, _) => format!("{row},zone\n"),
        (_, true) => format!("{row},Asia/Aqtobe\n"),
        (_, false) => format!("{row},\n"),
    });
    let offices = ladder::offices(&rows.collect::<String>(), &Ladder::default()).unwrap();
    store::ladder::store_offices(world.store(), &offices).await.unwrap();
}

#[tokio::test]
async fn each_office_s_day_ends_by_its_own_clock() {
    let world = World::at("2021-01-27 10:00").await;
    an_hour_behind(&world).await;
    let appeal = world.file_appeal().await;
    world.lives_until("2021-02-09 00:59").await;
    assert_eq!(world.missed_by(&appeal).await, [] as [&str; 0]);
    world.lives_until("2021-02-09 01:00").await;
    assert_eq!(world.missed_by(&appeal).await, ["DGD-ALMATY"]);
    // The committee above keeps the capital's clock.
    assert_eq!(world.stands(&appeal).await, ("overdue".to_owned(), "KGD".to_owned()));
    let running = &world.row(&appeal).await.appeal.tracks["legal"].running[0];
    assert_eq!(running.at, instant("2021-02-13 00:00"));
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_day_is_named_by_the_clock_of_the_office_where_it_happens() {
    // 00:30 on the 27th in Almaty is 23:30 on the 26th where the offices are.
    let world = World::at("2021-01-27 00:30").await;
    an_hour_behind(&world).await;
    let appeal = world.file_appeal().await;
    assert_eq!(world.row(&appeal).await.appeal.filed_on, day("2021-01-26"));
    let calendar = stored(&world, &mourning()).await;
    apply(&world, &calendar, false).await;
    world.clock.set(instant("2021-02-02 00:30"));
    world.does(&appeal, "DGD-ALMATY", act("annul", &[("reasons", "no offence")])).await;
    assert_eq!(world.row(&appeal).await.appeal.decided.unwrap().1, day("2021-02-01"));
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn every_date_of_an_appeal_is_derived_again_to_the_day_it_was_recorded_as() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let calendar = stored(&world, &mourning()).await;
    apply(&world, &calendar, false).await;
    world.does(&appeal, "DGD-ALMATY", act("extend", &[("ruling", "12"), ("reasons", "an expert")])).await;
    world.lives_until("2021-02-20 12:00").await;
    let (journal, row) = (world.journal(&appeal).await, world.row(&appeal).await);
    let almanac = world.registry.rulebook().almanac();
    let dates = appeal::dates(&journal, &row.appeal, &almanac).unwrap();
    for date in &dates {
        assert_eq!(date.explanation.deadline().unwrap().due_at, date.due.at, "{}", date.due.limit);
    }
    let told: Vec<(&str, Fate)> = dates.iter().map(|date| (date.due.limit.as_str(), date.state)).collect();
    let replaced = ("decide", Fate::Replaced);
    assert_eq!(told, [replaced, replaced, ("decide", Fate::Missed), ("answer", Fate::Running)]);
    assert_eq!(dates[1].calendar_digest, calendar.digest());
}

#[tokio::test]
async fn a_date_whose_clock_stands_is_explained_up_to_where_it_stands() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let stop = appeal::Act {
        ground: Some("query-to-state-body".to_owned()),
        ..act("stop-clock", &[("question", "?")])
    };
    world.does(&appeal, "DGD-ALMATY", stop).await;
    let (journal, row) = (world.journal(&appeal).await, world.row(&appeal).await);
    let dates = appeal::dates(&journal, &row.appeal, &world.registry.rulebook().almanac()).unwrap();
    assert_eq!(dates[0].state, Fate::Stopped);
    assert_eq!(dates[0].explanation.deadline(), None);
}
