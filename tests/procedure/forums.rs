//! Forums and side tracks: a court that swallows the complaint, a clock no review stops, interim relief.

use redress::appeal::Event;
use redress::workflow::Outcome;

use super::case::{Case, act, day};

#[test]
fn going_to_court_ends_the_complaint_with_its_limits() {
    let mut case = Case::filed();
    case.does("2021-01-25 10:00", "ECHO", "go-to-court");
    assert_eq!(
        (case.step("court"), case.step("complaint"), case.step("door")),
        (Some("hearing"), None, None)
    );
    assert_eq!(case.appeal().legal_track, "court");
    let taken = case.journal.iter().find_map(|entry| match &entry.event {
        Event::ForumTaken { ended, .. } => Some(ended.clone()),
        _ => None,
    });
    assert_eq!(taken.unwrap(), ["complaint", "door"]);
    let refused = case.act("2021-01-26 10:00", "DGD-ALMATY", act("annul")).unwrap_err();
    assert!(refused.to_string().contains("`hearing`"), "{refused}");
    case.live_until("2021-03-01 00:00");
    assert!(!case.kinds().contains(&"deemed"), "nobody is silent in a forum that is closed");
}

#[test]
fn the_forum_that_took_over_decides_the_appeal() {
    let mut case = Case::filed();
    case.does("2021-01-25 10:00", "ECHO", "go-to-court");
    case.does("2021-02-10 10:00", "COURT-ALMATY", "court-annuls");
    assert_eq!(case.appeal().closed, Some((Outcome::Annulled, day("2021-02-10"))));
}

#[test]
fn the_time_for_the_court_runs_on_while_the_complaint_is_reviewed() {
    let mut case = Case::filed();
    assert_eq!(case.due("door", "court"), day("2021-02-26"), "42 days from service on 15 January");
    case.does("2021-01-20 10:00", "DGD-ALMATY", "extend");
    case.live_until("2021-02-27 00:00");
    assert_eq!((case.step("complaint"), case.step("door")), (Some("review"), None));
    let refused = case.act("2021-02-27 10:00", "ECHO", act("go-to-court")).unwrap_err();
    assert!(refused.to_string().contains("not lawful"), "{refused}");
}

#[test]
fn a_track_that_hangs_on_a_choice_stays_shut_without_it() {
    let text = super::case::COMPLAINT
        .replace("    opens: {filing: open}\n", "    opens: {filing: open}\n    where: {with: issuer}\n");
    let door = |with: &str| {
        let mut case = Case::under(&text);
        case.file(
            "2021-01-19 10:00",
            redress::appeal::File { with: with.to_owned(), ..super::case::filing() },
        )
        .unwrap();
        case.step("door").map(str::to_owned)
    };
    assert_eq!((door("issuer").as_deref(), door("superior")), (Some("open"), None));
}

#[test]
fn interim_relief_is_granted_beside_the_complaint_and_ends_by_itself() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "ECHO", "ask-relief");
    assert_eq!((case.step("relief"), case.due("relief", "decide")), (Some("asked"), day("2021-01-27")));
    case.does("2021-01-21 10:00", "COURT-ALMATY", "grant-relief");
    let stay = case.appeal().stay.clone().unwrap();
    assert_eq!((stay.article.as_str(), stay.until.unwrap().0), ("Act 10(2)", day("2021-02-20")));
    assert_eq!((case.step("relief"), case.step("complaint")), (None, Some("review")));
    case.live_until("2021-02-21 00:00");
    assert!(case.appeal().stay.is_none());
    let ended =
        case.journal.iter().any(|entry| matches!(entry.event, Event::StayEnded { by_itself: true, .. }));
    assert!(ended);
}

#[test]
fn relief_that_nobody_decides_on_in_time_is_not_granted() {
    let mut case = Case::filed();
    case.does("2021-01-20 10:00", "ECHO", "ask-relief");
    case.live_until("2021-01-28 00:00");
    assert_eq!((case.step("relief"), case.step("complaint")), (None, Some("review")));
    assert_eq!(case.appeal().stay.as_ref().unwrap().article, "Act 3", "the stay by filing goes on");
}
