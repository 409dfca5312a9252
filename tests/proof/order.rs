//! Actions that rest on others: that come after them, are earned by them, or wait until a time is restored.

use redress::workflow::proof::{FaultKind, Proof, Until, prove_filed};

use crate::world::{calendar, day, workflow};

/// An office that may announce, then decide after `wait`, within three working days; each supplement of the
/// organisation allows it two days more.
fn proved(wait: &str, supplements: u32) -> Proof {
    let body = format!(
        "\
filing:
  by: ngo
  with: {{issuer: review}}
  time: {{within: 1 month, from: decision, nature: service}}
  late: refuse
  asks:
    why: {{title: {{en: w}}, optional: true}}
  restoration: {{article: an article, motion: why}}
tracks:
  legal:
    decides: true
    title: {{en: t}}
    steps:
      review:
        title: {{en: s}}
        holder: a
        limits:
          l: {{time: {{within: 3 working days, nature: service}}, on-silence: {{lapse: over}}}}
        allows: [announce, decide, supplement, extend, restore]
      done: {{title: {{en: e}}, ends: as-decided}}
      over: {{title: {{en: e}}, ends: in-force}}
actions:
  announce: {{title: {{en: m}}, by: [a]}}
  decide: {{title: {{en: m}}, by: [a], decision: changed, to: done, not-before: {{after: announce, wait: {wait}}}}}
  supplement: {{title: {{en: m}}, by: [ngo], at-most: {supplements}}}
  extend: {{title: {{en: m}}, by: [a], extends: {{limit: l, by: 2 working days, per: supplement}}}}
  restore: {{title: {{en: m}}, by: [a], restores-time: true}}
"
    );
    let filed = day("2021-02-15");
    prove_filed(&workflow(&body), calendar(), &(filed..=filed))
}

fn never_done(proof: &Proof) -> Vec<&str> {
    let never = proof.faults.iter().filter(|fault| fault.kind == FaultKind::NeverDone);
    never.filter_map(|fault| fault.place.last()).map(String::as_str).collect()
}

#[test]
fn what_may_come_three_days_after_an_announcement_is_done_in_a_time_of_three_days() {
    let proof = proved("3 working days", 1);
    assert!(proof.faults.is_empty() && proof.warnings.is_empty(), "{proof}");
}

#[test]
fn what_must_wait_longer_than_its_step_lasts_is_never_done() {
    // Three days, and two more for the one supplement.
    assert!(never_done(&proved("5 working days", 1)).is_empty());
    assert_eq!(never_done(&proved("6 working days", 1)), ["decide"]);
}

#[test]
fn each_supplement_earns_one_extension_and_no_more() {
    for (supplements, last) in [(1, "2021-02-23"), (2, "2021-02-25")] {
        let proof = proved("1 working day", supplements);
        let end = proof.worst.iter().find(|worst| worst.until == Until::End).unwrap();
        // Filed on Monday the 15th; the day after the last one, the time is over.
        assert_eq!(end.in_calendar_days.on, day(last), "{proof}");
    }
    let proof = proved("1 working day", 0);
    assert_eq!(never_done(&proof), ["extend", "supplement"], "{proof}");
}
