//! A time that runs from an expiry which reminders followed.

use redress::workflow::proof::{FaultKind, Until, prove_filed};

use crate::world::{calendar, day, workflow};

/// An office is chased three times; then the organisation has so long from the day that the office let pass.
fn chased(within: &str) -> String {
    format!(
        "\
filing:
  by: ngo
  with: {{issuer: review}}
  time: {{within: 1 month, nature: service}}
  late: accept
tracks:
  legal:
    decides: true
    title: {{en: t}}
    steps:
      review:
        title: {{en: s}}
        holder: a
        limits:
          l:
            time: {{within: 2 calendar days, roll: none, nature: service}}
            on-silence: {{chase: {{every: 5 calendar days, at-most: 3, then: open}}}}
        allows: [decide]
      open:
        title: {{en: s}}
        holder: ngo
        limits:
          l: {{time: {{within: {within}, from: expiry, roll: none, nature: service}}, on-silence: {{lapse: over}}}}
        allows: [withdraw]
      done: {{title: {{en: e}}, ends: as-decided}}
      over: {{title: {{en: e}}, ends: in-force}}
      withdrawn: {{title: {{en: e}}, ends: withdrawn}}
actions:
  decide: {{title: {{en: m}}, by: [a], decision: changed, to: done}}
  withdraw: {{title: {{en: m}}, by: [ngo], to: withdrawn}}
"
    )
}

#[test]
fn a_time_from_an_expiry_is_counted_from_the_day_let_pass_and_not_from_the_last_reminder() {
    let filed = day("2021-03-01");
    let proof = prove_filed(&workflow(&chased("30 calendar days")), calendar(), &(filed..=filed));
    assert!(proof.faults.is_empty() && proof.warnings.is_empty(), "{proof}");
    let end = proof.worst.iter().find(|worst| worst.until == Until::End).unwrap();
    // The office's time ends on 3 March; thirty days from there on 2 April; the day after, it is over.
    assert_eq!(end.in_calendar_days.on, day("2021-04-03"));
}

#[test]
fn a_time_that_the_reminders_outlast_is_over_on_arrival_and_that_is_told() {
    let filed = day("2021-03-01");
    let proof = prove_filed(&workflow(&chased("10 calendar days")), calendar(), &(filed..=filed));
    let over = proof.warnings.iter().any(|warning| warning.kind == FaultKind::OverOnArrival);
    assert!(over, "{proof}");
    // The last reminder goes out on 23 March; on 13 March the time of the organisation was over.
    let undone = proof.faults.iter().find(|fault| fault.kind == FaultKind::NeverDone).unwrap();
    assert!(undone.message.contains("`withdraw`"), "{undone:?}");
}
