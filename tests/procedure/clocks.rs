//! Clocks: extensions, pauses, what runs on, what must come first.

use redress::appeal::{Act, Refusal};

use super::case::{Case, act, day};

#[test]
fn a_time_is_extended_several_times_up_to_its_most_in_all() {
    let mut case = Case::filed();
    for _ in 0..3 {
        case.does("2021-01-20 10:00", "DGD-ALMATY", "extend");
    }
    let refused = case.act("2021-01-20 10:00", "DGD-ALMATY", act("extend")).unwrap_err();
    assert!(matches!(refused, Refusal::ExtensionTooLong { .. }), "{refused}");
    assert_eq!(case.due("complaint", "decide"), day("2021-07-01"), "110 working days");
}

#[test]
fn an_extension_may_use_what_is_left_and_no_more() {
    let mut case = Case::filed();
    let ask = |amount: &str| Act { extend_by: Some(amount.parse().unwrap()), ..act("extend") };
    for amount in ["30 working days", "30 working days", "20 working days"] {
        case.act("2021-01-20 10:00", "DGD-ALMATY", ask(amount)).unwrap();
    }
    let refused = case.act("2021-01-20 10:00", "DGD-ALMATY", ask("11 working days")).unwrap_err();
    assert!(refused.to_string().contains("at most 10 working days"), "{refused}");
    case.act("2021-01-20 10:00", "DGD-ALMATY", ask("10 working days")).unwrap();
}

#[test]
fn each_supplement_earns_one_extension() {
    let mut case = Case::filed();
    let extend = |case: &mut Case| case.act("2021-01-20 10:00", "DGD-ALMATY", act("extend-for-supplement"));
    assert!(matches!(extend(&mut case), Err(Refusal::NotEarned { .. })));
    case.does("2021-01-20 10:00", "ECHO", "supplement");
    extend(&mut case).unwrap();
    assert!(matches!(extend(&mut case), Err(Refusal::NotEarned { .. })));
    case.does("2021-01-21 10:00", "ECHO", "supplement");
    extend(&mut case).unwrap();
}

#[test]
fn a_target_that_runs_on_is_not_stopped_with_the_clock() {
    let mut case = Case::filed();
    let stop = Act { ground: Some("query".to_owned()), ..act("stop-clock") };
    case.act("2021-01-20 10:00", "DGD-ALMATY", stop).unwrap();
    case.live_until("2021-01-23 00:00");
    assert_eq!(case.kinds().pop(), Some("deadline-missed"));
    case.does("2021-01-26 10:00", "DGD-ALMATY", "restart-clock");
    assert_eq!(case.due("complaint", "decide"), day("2021-02-22"), "four working days later");
    assert_eq!(case.due("complaint", "acknowledge"), day("2021-01-22"));
}

#[test]
fn a_decision_waits_until_the_one_intended_was_announced_three_working_days_before() {
    let mut case = Case::filed();
    let dismiss = |case: &mut Case, at: &str| case.act(at, "DGD-ALMATY", act("dismiss"));
    let refused = dismiss(&mut case, "2021-01-20 10:00").unwrap_err().to_string();
    assert!(refused.contains("`announce` must be done before"), "{refused}");
    case.does("2021-01-20 10:00", "DGD-ALMATY", "announce");
    let refused = dismiss(&mut case, "2021-01-22 10:00").unwrap_err().to_string();
    assert!(refused.contains("from 2021-01-25 on") && refused.contains("Act 7"), "{refused}");
    dismiss(&mut case, "2021-01-25 10:00").unwrap();
}

#[test]
fn an_extension_and_then_a_pause_give_the_day_that_a_pause_and_then_an_extension_give() {
    let stop = || Act { ground: Some("query".to_owned()), ..act("stop-clock") };
    for (stopped, started) in [("18", "20"), ("20", "26"), ("22", "25"), ("25", "29")] {
        let mut extended_first = Case::filed();
        extended_first.does("2021-01-15 10:00", "DGD-ALMATY", "extend");
        extended_first.act(&format!("2021-01-{stopped} 10:00"), "DGD-ALMATY", stop()).unwrap();
        extended_first.does(&format!("2021-01-{started} 10:00"), "DGD-ALMATY", "restart-clock");
        let mut stopped_first = Case::filed();
        stopped_first.act(&format!("2021-01-{stopped} 10:00"), "DGD-ALMATY", stop()).unwrap();
        stopped_first.does(&format!("2021-01-{started} 10:00"), "DGD-ALMATY", "restart-clock");
        let paused = stopped_first.due("complaint", "decide");
        stopped_first.does("2021-01-29 12:00", "DGD-ALMATY", "extend");
        let (one, other) =
            (extended_first.due("complaint", "decide"), stopped_first.due("complaint", "decide"));
        assert_eq!(one, other, "stopped from {stopped} to {started} January");
        assert!(paused < other && paused > Case::filed().due("complaint", "decide"));
    }
}
