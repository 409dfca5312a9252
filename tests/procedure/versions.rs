//! A newer version of the workflow comes while an appeal is under way.
//!
//! The complaint of 19 January 2021 is under review: `acknowledge` until 22 January, `decide` until 16 February;
//! beside it the door to the court is open until 26 February.

use redress::appeal::{Act, Became, Event, Migrated, Obstacle, Refusal};

use super::case::{COMPLAINT, Case, act, day, instant};

/// The second version of the workflow, with rules of it changed.
fn second(changes: &[(&str, &str)]) -> String {
    let second = COMPLAINT.replacen("version: 1", "version: 2", 1);
    changes.iter().fold(second, |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the file");
        text.replacen(from, to, 1)
    })
}

fn migrated(events: &[Event]) -> &Migrated {
    let [Event::Migrated(migrated), ..] = events else { panic!("{events:?}") };
    migrated
}

/// What became of each deadline, in the order of tracks.
fn became(events: &[Event]) -> Vec<(&str, Became)> {
    migrated(events).passages.iter().map(|one| (one.limit.as_str(), one.became)).collect()
}

fn obstacles(case: &mut Case, at: &str, text: &str) -> Vec<Obstacle> {
    match case.migrate(at, text, false) {
        Err(Refusal::CannotMigrate { obstacles }) => obstacles,
        other => panic!("{other:?}"),
    }
}

const LONGER: (&str, &str) =
    ("within: 20 working days, from: registration", "within: 25 working days, from: registration");
const SHORTER: (&str, &str) =
    ("within: 20 working days, from: registration", "within: 15 working days, from: registration");

#[test]
fn dates_whose_rules_are_the_same_are_kept_and_nobody_is_written_to() {
    let mut case = Case::filed();
    let (letters, before) = (case.letters.len(), case.appeal().clone());
    let events = case.migrate("2021-01-20 10:00", &second(&[]), false).unwrap();
    let kept = Became::Kept;
    assert_eq!(became(&events), [("acknowledge", kept), ("decide", kept), ("court", kept)]);
    assert_eq!(events.len(), 1);
    assert_eq!((migrated(&events).version_before, migrated(&events).version), (1, 2));
    assert_eq!(migrated(&events).before, before.workflow);
    assert_eq!(case.appeal().workflow, migrated(&events).after);
    assert_eq!(case.appeal().tracks, before.tracks);
    assert_eq!(case.letters.len(), letters);
}

#[test]
fn a_changed_rule_counts_again_from_the_same_day_and_those_concerned_are_told() {
    let mut case = Case::filed();
    let was = case.due("complaint", "decide");
    let events = case.migrate("2021-01-20 10:00", &second(&[LONGER]), false).unwrap();
    let recomputed = ("decide", Became::Recomputed);
    assert_eq!(became(&events)[1], recomputed);
    let [_, Event::Rescheduled { was: told, due, recount, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((*told, due.on), (Some(was), day("2021-02-23")));
    assert_eq!(recount.version, Some(2));
    assert_eq!(case.due("complaint", "decide"), day("2021-02-23"));
    assert_eq!(case.told("rescheduled"), ["ECHO", "DGD-ALMATY"]);
    case.live_until("2021-02-24 00:00");
    assert_eq!(case.step("complaint"), Some("refused"), "the silence is counted by the new date");
}

#[test]
fn a_promised_date_moves_earlier_only_where_that_is_allowed_in_so_many_words() {
    let mut case = Case::filed();
    let was = case.due("complaint", "decide");
    let events = case.migrate("2021-01-20 10:00", &second(&[SHORTER]), false).unwrap();
    assert_eq!(became(&events)[1], ("decide", Became::PromiseKept));
    let [_, Event::PromiseKept { due_on, would_be, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((*due_on, *would_be), (was, day("2021-02-09")));
    assert_eq!(case.due("complaint", "decide"), was);
    let mut case = Case::filed();
    let events = case.migrate("2021-01-20 10:00", &second(&[SHORTER]), true).unwrap();
    assert_eq!(became(&events)[1], ("decide", Became::Recomputed));
    assert_eq!(case.due("complaint", "decide"), day("2021-02-09"));
}

#[test]
fn an_extension_and_a_pause_are_carried_into_the_new_rule() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "DGD-ALMATY", "extend");
    let stop = Act { ground: Some("query".to_owned()), ..act("stop-clock") };
    case.act("2021-01-21 10:00", "DGD-ALMATY", stop).unwrap();
    case.does("2021-01-26 10:00", "DGD-ALMATY", "restart-clock");
    let mut same = Case::under(&second(&[LONGER]).replacen("version: 2", "version: 1", 1));
    same.file("2021-01-19 10:00", super::case::filing()).unwrap();
    same.does("2021-01-20 10:00", "DGD-ALMATY", "extend");
    let stop = Act { ground: Some("query".to_owned()), ..act("stop-clock") };
    same.act("2021-01-21 10:00", "DGD-ALMATY", stop).unwrap();
    same.does("2021-01-26 10:00", "DGD-ALMATY", "restart-clock");
    case.look("2021-01-28 00:00");
    case.migrate("2021-01-28 10:00", &second(&[LONGER]), false).unwrap();
    assert_eq!(case.due("complaint", "decide"), same.due("complaint", "decide"));
}

#[test]
fn a_clock_that_stands_stands_on_and_runs_again_by_the_new_rule() {
    let mut case = Case::filed();
    let stop = Act { ground: Some("query".to_owned()), ..act("stop-clock") };
    case.act("2021-01-20 10:00", "DGD-ALMATY", stop).unwrap();
    case.migrate("2021-01-21 10:00", &second(&[LONGER]), false).unwrap();
    assert!(case.on("complaint").stopped.is_some());
    case.does("2021-01-22 10:00", "DGD-ALMATY", "restart-clock");
    assert_eq!(case.due("complaint", "decide"), day("2021-02-25"));
}

#[test]
fn a_limit_that_is_gone_is_cancelled_and_a_new_one_begins_where_the_step_did() {
    let acknowledge = COMPLAINT.split("          acknowledge:\n").nth(1).unwrap();
    let acknowledge = acknowledge.split("          decide:\n").next().unwrap();
    let renamed = acknowledge.replacen("3 working days", "5 working days", 1);
    let text = second(&[(
        &format!("          acknowledge:\n{acknowledge}"),
        &format!("          confirm:\n{renamed}"),
    )]);
    let mut case = Case::filed();
    let events = case.migrate("2021-01-20 10:00", &text, false).unwrap();
    let told = [("acknowledge", Became::Cancelled), ("decide", Became::Kept), ("confirm", Became::Begun)];
    assert_eq!(became(&events)[..3], told);
    let [_, Event::Rescheduled { was: None, due, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((due.limit.as_str(), due.on), ("confirm", day("2021-01-26")));
    assert_eq!(case.due("complaint", "confirm"), day("2021-01-26"));
    assert!(case.on("complaint").running.iter().all(|running| running.limit != "acknowledge"));
    assert_eq!(case.told("rescheduled"), ["ECHO", "DGD-ALMATY"]);
}

#[test]
fn reminders_are_those_of_the_new_version_also_of_a_time_that_has_passed() {
    let sooner = (
        "{after: 4 working days, letters: {applicant: note}}",
        "{after: 5 working days, letters: {applicant: note}}",
    );
    let mut case = Case::filed();
    case.live_until("2021-01-25 00:00");
    assert!(case.on("complaint").running.iter().any(|running| running.missed));
    let events = case.migrate("2021-01-25 10:00", &second(&[sooner]), false).unwrap();
    assert_eq!(events.len(), 1, "a reminder is no date that anybody was promised");
    let missed = case.on("complaint").running.iter().find(|running| running.limit == "acknowledge").unwrap();
    assert!(missed.missed, "what has passed has passed");
    assert_eq!(missed.remind_after, ["2021-01-26 09:00", "2021-01-29 09:00"].map(instant));
    case.live_until("2021-01-29 09:00");
    assert_eq!(case.told("reminded"), ["ECHO"]);
}

#[test]
fn an_article_that_reads_otherwise_changes_the_explanation_and_no_date() {
    let mut case = Case::filed();
    let was = case.on("complaint").clone();
    let events = case.migrate("2021-01-20 10:00", &second(&[("Act 5(1)", "Act 5(2)")]), false).unwrap();
    assert_eq!((became(&events)[1], events.len()), (("decide", Became::Kept), 1));
    let decide = case.on("complaint").running.iter().find(|running| running.limit == "decide").unwrap();
    assert_eq!(decide.basis.rule.article.as_deref(), Some("Act 5(2)"));
    assert_eq!(decide.on, was.running.iter().find(|running| running.limit == "decide").unwrap().on);
}

#[test]
fn who_is_new_in_the_new_version_is_found_on_the_ladder() {
    let minister = "  court: {title: {en: the court}, found: beside issuer";
    let text = second(&[(
        minister,
        &format!("  ministry: {{title: {{en: the ministry}}, found: above committee}}\n{minister}"),
    )]);
    let text = text.replacen(
        "withdraw: {title: {en: Withdraw}, by: [applicant]",
        "withdraw: {title: {en: Withdraw}, by: [applicant, ministry]",
        1,
    );
    let mut case = Case::filed();
    let events = case.migrate("2021-01-20 10:00", &text, false).unwrap();
    assert_eq!(migrated(&events).parties["ministry"], "MF");
    case.does("2021-01-20 11:00", "MF", "withdraw");
}

#[test]
fn an_appeal_whose_step_is_gone_stays_and_every_obstacle_is_told() {
    let mut case = Case::filed();
    let renamed = second(&[])
        .replace("review", "examination")
        .replace(" open:", " ajar:")
        .replace("filing: open", "filing: ajar");
    let found = obstacles(&mut case, "2021-01-20 10:00", &renamed);
    let step = |track: &str, step: &str| Obstacle::NoStep { track: track.to_owned(), step: step.to_owned() };
    assert_eq!(found, [step("complaint", "review"), step("door", "open")]);
    assert!(found[0].to_string().contains("Let it leave the step first"), "{}", found[0]);
}

#[test]
fn a_version_that_is_not_newer_or_gives_the_turn_to_somebody_else_is_refused() {
    let mut case = Case::filed();
    let same = COMPLAINT.replacen("20 working days", "21 working days", 1);
    assert_eq!(
        obstacles(&mut case, "2021-01-20 10:00", &same),
        [Obstacle::NotNewer { version: 1, asked: 1 }]
    );
    let other = second(&[("holder: superior", "holder: committee")]);
    let found = obstacles(&mut case, "2021-01-20 10:00", &other);
    assert!(matches!(found.as_slice(), [Obstacle::OtherHolder { .. }]), "{found:?}");
}

#[test]
fn what_waits_for_a_signature_or_has_begun_after_a_silence_must_go_on_as_it_began() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "DGD-ALMATY", "annul-large");
    let second_signature = COMPLAINT.lines().find(|line| line.contains("Act 11")).unwrap();
    let found = obstacles(&mut case, "2021-01-20 11:00", &second(&[(&format!("{second_signature}\n"), "")]));
    assert_eq!(found, [Obstacle::NotSigned { action: "annul-large".to_owned() }]);

    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "ECHO", "go-to-court");
    case.live_until("2021-04-30 00:00");
    assert!(case.on("court").running[0].chased.is_some());
    let lapses = (
        "on-silence: {chase: {every: 5 working days, at-most: 2, then: unanswered}}",
        "on-silence: {lapse: unanswered}",
    );
    let found = obstacles(&mut case, "2021-04-30 10:00", &second(&[lapses]));
    assert!(matches!(found.as_slice(), [Obstacle::UnderWay { .. }]), "{found:?}");
}

#[test]
fn a_date_is_never_moved_into_the_past_nor_past_a_look_that_is_still_to_come() {
    let mut case = Case::filed();
    case.live_until("2021-02-10 10:00");
    let found = obstacles(&mut case, "2021-02-10 10:00", &second(&[SHORTER]));
    assert_eq!(found, [Obstacle::OverAlready { limit: "decide".to_owned(), on: day("2021-02-09") }]);
    let mut case = Case::filed();
    let found = obstacles(&mut case, "2021-01-25 10:00", &second(&[]));
    assert_eq!(found, [Obstacle::NotLookedAt { limit: "acknowledge".to_owned(), on: day("2021-01-22") }]);
}

#[test]
fn a_time_that_counts_from_what_was_not_recorded_cannot_be_counted_again() {
    let mut case = Case::filed();
    let from = (
        "within: 3 working days, nature: service",
        "within: 3 working days, from: registration, nature: service",
    );
    let found = obstacles(&mut case, "2021-01-20 10:00", &second(&[from]));
    assert_eq!(found, [Obstacle::NoAnchor { limit: "acknowledge".to_owned() }]);
    let from = ("within: 20 working days, from: registration", "within: 20 working days, from: service");
    let events = case.migrate("2021-01-20 10:00", &second(&[from]), true).unwrap();
    assert_eq!(became(&events)[1], ("decide", Became::Recomputed));
    assert_eq!(case.due("complaint", "decide"), day("2021-02-12"));
}

#[test]
fn silence_must_lead_somewhere_in_the_new_version() {
    let mut case = Case::filed();
    case.live_until("2021-01-25 00:00");
    let decide = COMPLAINT.split("          decide:\n            time: {within: 20").nth(1).unwrap();
    let decide = decide.split("        allows:").next().unwrap();
    let text = second(&[(&format!("          decide:\n            time: {{within: 20{decide}"), "")]);
    let text = text.replacen(
        "on-silence: {stay: decide, letters: {silent: note}}",
        "on-silence: {escalate: refused, letters: {silent: note}}",
        1,
    );
    let text = text
        .replace("limit: decide, by: 30", "limit: acknowledge, by: 30")
        .replace("limit: decide, by: 15", "limit: acknowledge, by: 15");
    let gone = text.lines().filter(|line| !line.trim_start().starts_with("- {after:"));
    let text = gone.collect::<Vec<_>>().join("\n");
    let text = text.split("after-outage:").next().unwrap().to_owned();
    let found = obstacles(&mut case, "2021-01-25 10:00", &text);
    assert!(matches!(found.as_slice(), [Obstacle::NothingFollows { .. }]), "{found:?}");
}
