//! Workflows broken on purpose: each kind of fault is found, at its place, with the path that shows it.

use std::collections::BTreeMap;

use redress::source;
use redress::workflow::file::WorkflowFile;
use redress::workflow::proof::{Fault, FaultKind, placed, prove, unasked};
use redress::workflow::{self, Definition, Turn};

use crate::world::{calendar, file, kz, workflow};

/// A workflow that holds together: a step at a, then one at b, then the end.
const SOUND: &str = "\
filing:
  by: ngo
  with: {issuer: first}
  time: {within: 1 month, nature: service}
  late: accept
tracks:
  legal:
    decides: true
    title: {en: t}
    steps:
      first:
        title: {en: s}
        holder: a
        limits:
          l: {time: {within: 5 working days, nature: service}, on-silence: {escalate: second}}
        allows: [decide, pass]
      second:
        title: {en: s}
        holder: b
        limits:
          l: {time: {within: 5 working days, nature: service}, on-silence: {lapse: nothing}}
        allows: [decide]
      done: {title: {en: e}, ends: as-decided}
      nothing: {title: {en: e}, ends: unanswered}
actions:
  decide: {title: {en: m}, by: [a, b], decision: changed, to: done}
  pass: {title: {en: m}, by: [a], to: second}
";

fn broken(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "{from}");
    SOUND.replace(from, to)
}

fn faults(body: &str) -> Vec<Fault> {
    prove(&workflow(body), calendar()).faults
}

/// The one fault, with its place and the path that shows it.
fn one(body: &str) -> (FaultKind, String, Vec<String>) {
    match faults(body).as_slice() {
        [fault] => (fault.kind, fault.place.join(" "), fault.path.iter().map(ToString::to_string).collect()),
        faults => panic!("{faults:#?}"),
    }
}

#[test]
fn a_workflow_that_holds_together_has_no_fault() {
    assert_eq!(faults(SOUND), []);
}

#[test]
fn a_step_to_which_nothing_leads() {
    let body = broken(
        "      done:",
        "      lost:\n        title: {en: s}\n        holder: a\n        limits:\n          l: {time: {within: 1 sutki, nature: service}, on-silence: {lapse: nothing}}\n        allows: [decide]\n      done:",
    );
    assert_eq!(one(&body), (FaultKind::Unreachable, "tracks legal steps lost".to_owned(), vec![]));
}

#[test]
fn a_step_that_no_date_leads_to() {
    let body = broken(
        "on-silence: {escalate: second}}\n",
        "on-silence: {escalate: second}}\n          m: {time: {within: 6 working days, nature: service}, on-silence: {lapse: late}}\n",
    );
    let body = body.replace("      done:", "      late: {title: {en: e}, ends: unanswered}\n      done:");
    assert_eq!(one(&body), (FaultKind::Unreachable, "tracks legal steps late".to_owned(), vec![]));
}

#[test]
fn an_action_from_which_everybody_is_barred() {
    let body = broken("by: [a], to: second", "by: [a], barred: [a], to: second");
    assert_eq!(one(&body), (FaultKind::NeverDone, "actions pass".to_owned(), vec![]));
}

#[test]
fn a_clock_that_is_started_and_never_stopped() {
    let body = broken("allows: [decide, pass]", "allows: [decide, pass, start]");
    let body = body + "  start: {title: {en: m}, by: [a], restarts-clock: true}\n";
    assert_eq!(one(&body), (FaultKind::NeverDone, "actions start".to_owned(), vec![]));
}

#[test]
fn a_circle_of_actions() {
    let body = broken("allows: [decide]\n", "allows: [decide, back]\n");
    let body = body + "  back: {title: {en: m}, by: [b], to: first}\n";
    let (kind, place, path) = one(&body);
    assert_eq!((kind, place.as_str()), (FaultKind::Circle, "actions back"));
    let shown = ["filed with issuer → first", "first: a does pass → second", "second: b does back → first"];
    assert!(shown.iter().all(|leg| path.iter().any(|told| told == leg)), "{path:#?}");
}

#[test]
fn a_circle_of_bounded_actions_is_none() {
    let body = broken("allows: [decide]\n", "allows: [decide, back]\n");
    assert_eq!(faults(&(body + "  back: {title: {en: m}, by: [b], to: first, at-most: 3}\n")), []);
}

#[test]
fn a_circle_of_silence() {
    let body = broken("{lapse: nothing}", "{lapse: first}")
        .replace("      nothing: {title: {en: e}, ends: unanswered}\n", "");
    let (kind, place, path) = one(&body);
    assert_eq!((kind, place.as_str()), (FaultKind::SilentCircle, "tracks legal steps first"));
    assert_eq!(
        path,
        [
            "filed with issuer → first",
            "first: a stays silent at l (5 working days) → second",
            "second: b stays silent at l (5 working days) → first",
        ]
    );
}

#[test]
fn a_step_without_a_limit_or_an_owner() {
    let definition = without_limits(workflow(SOUND));
    let found = prove(&definition, calendar()).faults;
    let kinds: Vec<FaultKind> = found.iter().map(|fault| fault.kind).collect();
    assert!(kinds.contains(&FaultKind::NoHolder) && kinds.contains(&FaultKind::NoLimit), "{found:#?}");
    let limit = found.iter().find(|fault| fault.kind == FaultKind::NoLimit).unwrap();
    assert_eq!(limit.path.last().unwrap().to_string(), "first: a does pass → second");
}

/// The compiler lets no such step through, so it is taken out of the definition.
fn without_limits(mut definition: Definition) -> Definition {
    let steps = &mut definition.tracks.get_mut("legal").unwrap().steps;
    steps.get_mut("second").unwrap().turn = Turn::Held { holder: String::new(), limits: BTreeMap::new() };
    definition
}

#[test]
fn a_clock_that_can_be_stopped_again_and_again() {
    let body = broken("allows: [decide]\n", "allows: [decide, stop]\n");
    let body = body
        + "  stop: {title: {en: m}, by: [b], stops-clock: {at-most: 5 calendar days, grounds: {g: {en: g}}}}\n";
    let (kind, place, path) = one(&body);
    assert_eq!((kind, place.as_str()), (FaultKind::EndlessPause, "actions stop stops-clock"));
    assert_eq!(path.last().unwrap(), "first: a does pass → second");
}

#[test]
fn a_pause_that_a_limit_ignores() {
    let body = broken("allows: [decide]\n", "allows: [decide, stop]\n");
    let body = body.replace(
        "5 working days, nature: service}, on-silence: {lapse",
        "5 calendar days, roll: previous, nature: service}, on-silence: {lapse",
    );
    let body = body
        + "  stop: {title: {en: m}, by: [b], at-most: 1, stops-clock: {at-most: 5 calendar days, grounds: {g: {en: g}}}}\n";
    assert_eq!(
        one(&body),
        (FaultKind::PauseIgnored, "tracks legal steps second limits l time roll".to_owned(), vec![])
    );
}

#[test]
fn a_side_track_that_decides() {
    let side = "  side:\n    title: {en: t}\n    opens: {pass: watch}\n    steps:\n      watch:\n        title: {en: s}\n        holder: b\n        limits:\n          l: {time: {within: 1 sutki, nature: service}, on-silence: {lapse: over}}\n        allows: [rule]\n      over: {title: {en: e}, ends: done}\nactions:\n";
    let mut definition =
        workflow(&(broken("actions:\n", side) + "  rule: {title: {en: m}, by: [b], to: over}\n"));
    assert_eq!(prove(&definition, calendar()).faults, []);
    // The compiler lets no such action through, so the decision is put into the definition.
    definition.actions.get_mut("rule").unwrap().decision = Some(workflow::Outcome::Annulled);
    let faults = prove(&definition, calendar()).faults;
    let found: Vec<(FaultKind, String)> =
        faults.iter().map(|fault| (fault.kind, fault.place.join(" "))).collect();
    assert_eq!(found, [(FaultKind::SideTrackDecides, "tracks side steps watch allows 0".to_owned())]);
}

#[test]
fn silence_on_a_side_track_that_leads_back() {
    let side = "  side:\n    title: {en: t}\n    opens: {pass: watch}\n    steps:\n      watch:\n        title: {en: s}\n        holder: b\n        limits:\n          l: {time: {within: 1 sutki, nature: service}, on-silence: {lapse: watch}}\n        allows: [over]\n      over: {title: {en: e}, ends: done}\nactions:\n";
    let body = broken("actions:\n", side) + "  over: {title: {en: m}, by: [b], to: over}\n";
    let (kind, place, path) = one(&body);
    assert_eq!((kind, place.as_str()), (FaultKind::SilentCircle, "tracks side steps watch"));
    assert_eq!(path, ["filed with issuer → first", "first: a does pass → watch"]);
}

#[test]
fn an_end_as_decided_without_a_decision() {
    let (kind, place, path) = one(&broken("by: [a], to: second", "by: [a], to: done"));
    assert_eq!((kind, place.as_str()), (FaultKind::EndsUndecided, "tracks legal steps done"));
    assert_eq!(path, ["filed with issuer → first", "first: a does pass → done"]);
}

#[test]
fn a_promise_that_is_not_kept_and_the_one_that_is() {
    let promise = |days: u32, to: &str| {
        format!(
            "{SOUND}promises: [{{title: {{en: p}}, from: filing, to: {to}, within: {days} working days}}]\n"
        )
    };
    let (kind, place, path) = one(&promise(11, "end"));
    assert_eq!((kind, place.as_str()), (FaultKind::PromiseBroken, "promises 0 within"));
    assert_eq!(path.len(), 3, "{path:#?}");
    assert!(
        path[2].ends_with("second: b stays silent at l (5 working days; last day 2021-01-19) → nothing"),
        "{path:#?}"
    );
    assert_eq!(faults(&promise(12, "end")), []);
    assert_eq!(faults(&promise(12, "decision-or-next-remedy")), []);
}

#[test]
fn a_promise_beyond_the_calendar_is_not_taken_for_kept() {
    let body = broken(
        "5 working days, nature: service}, on-silence: {lapse",
        "2 years, nature: service}, on-silence: {lapse",
    );
    let body = body + "promises: [{title: {en: p}, from: filing, to: end, within: 5 years}]\n";
    let kinds: Vec<FaultKind> = faults(&body).iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::Unproven; 3]);
}

#[test]
fn filing_days_that_the_calendar_does_not_reach_are_named() {
    let proof = prove(&workflow(SOUND), kz());
    let last = proof.worst.iter().map(|worst| worst.filed.1.to_string()).collect::<Vec<_>>();
    assert_eq!(last, ["2027-12-14", "2027-12-14"]);
    let ends: Vec<FaultKind> = proof.warnings.iter().map(|warning| warning.kind).collect();
    assert_eq!(ends, [FaultKind::CalendarEnds, FaultKind::CalendarEnds]);
    assert!(proof.warnings[0].message.contains("to 2027-12-14"), "{}", proof.warnings[0].message);
}

#[test]
fn a_letter_that_quotes_what_nobody_is_asked() {
    let definition = workflow(SOUND);
    let letters =
        BTreeMap::from([("note.en.txt".to_owned(), "Subject: x\n\n{{ stated.reason }}\n".to_owned())]);
    let mut definition = definition;
    definition.letters.insert("note".to_owned(), workflow::Notice::Courtesy);
    let (faults, warnings) = unasked(&definition, &letters);
    assert_eq!((faults.len(), warnings.len()), (1, 0));
    assert_eq!(faults[0].message, "note.en.txt: `stated.reason` is asked nowhere");
}

#[test]
fn all_faults_are_told_together_each_at_its_line() {
    let body = broken("by: [a], to: second", "by: [a], to: done")
        .replace("allows: [decide]\n", "allows: [decide, back]\n");
    let body = body + "  back: {title: {en: m}, by: [b], to: first}\n";
    let text = file(&body);
    let definition = workflow::read("small.yaml", &text, &BTreeMap::new()).unwrap();
    let faults = prove(&definition, calendar()).faults;
    let source = source::read::<WorkflowFile>("small.yaml", &text).unwrap();
    let drawn = placed(&faults, &source).render(false);
    insta::assert_snapshot!(drawn);
}
