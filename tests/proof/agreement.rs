//! The proof and the appeal core agree: the same latest days, the same steps and actions.

use std::collections::BTreeSet;

use jiff::civil::Date;
use redress::law::{self, Span};
use redress::workflow::Definition;
use redress::workflow::proof::{FaultKind, Leg, Proof, Until, What, prove_filed};

use crate::brute::{Brute, TooMany};
use crate::random::{Dice, Taste, body};
use crate::world::{calendar, day, workflow};

/// How the comparison of one taste went.
#[derive(Debug, Default)]
struct Tally {
    compared: usize,
    endless: usize,
    too_large: usize,
}

fn compare_all(seeds: std::ops::Range<u64>, taste: Taste) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let body = body(seed, taste);
        compare(seed, &body, 800, &mut tally);
    }
    tally
}

fn compare(seed: u64, body: &str, most: usize, tally: &mut Tally) {
    let definition = workflow(body);
    let first = law::shift(day("2021-02-25"), Dice::new(seed).roll(55) as i32);
    let last = law::shift(first, 1);
    let proof = prove_filed(&definition, calendar(), &(first..=last));
    if proof.worst.is_empty() {
        tally.endless += 1;
        return;
    }
    let mut brute = Brute::new(&definition, calendar(), most);
    let mut latest = Vec::new();
    for filed in [first, last] {
        match brute.filed(filed) {
            Ok((answer, end)) => latest.push((filed, answer, end)),
            Err(TooMany) => {
                tally.too_large += 1;
                return;
            }
        }
    }
    assert_eq!(proof.latest, latest, "seed {seed}\n{body}\n{proof}");
    same_verdicts(seed, body, &definition, &proof, &brute);
    tally.compared += 1;
}

fn same_verdicts(seed: u64, body: &str, definition: &Definition, proof: &Proof, brute: &Brute) {
    let told = |kind: FaultKind| -> BTreeSet<String> {
        let of = proof.faults.iter().filter(|fault| fault.kind == kind);
        of.filter_map(|fault| fault.place.last().cloned()).collect()
    };
    let steps: BTreeSet<String> = definition.tracks["legal"].steps.keys().cloned().collect();
    let unmet: BTreeSet<String> = steps.difference(&brute.seen.steps).cloned().collect();
    assert_eq!(told(FaultKind::Unreachable), unmet, "seed {seed}\n{body}\n{:#?}", proof.faults);
    let acts: BTreeSet<String> = definition.actions.keys().cloned().collect();
    let undone: BTreeSet<String> = acts.difference(&brute.seen.acts).cloned().collect();
    assert_eq!(told(FaultKind::NeverDone), undone, "seed {seed}\n{body}\n{:#?}", proof.faults);
    same_promises(seed, body, definition, proof, brute);
    let undecided = !told(FaultKind::EndsUndecided).is_empty();
    assert_eq!(undecided, brute.seen.undecided, "seed {seed}\n{body}\n{:#?}", proof.faults);
}

/// The shortest time that is kept after every arrival at the step from which something is promised.
fn same_promises(seed: u64, body: &str, definition: &Definition, proof: &Proof, brute: &Brute) {
    for (promised, promise) in proof.promises.iter().zip(&definition.promises) {
        let runs = brute.seen.arrivals.iter().filter(|((step, _), _)| *step == promised.from);
        let runs = runs.map(|((_, from), latest)| {
            (*from, if promised.until == Until::End { latest.1 } else { latest.0 })
        });
        let runs: Vec<(Date, Date)> = runs.map(|(from, to)| (from, to.unwrap())).collect();
        let kept = |amount: u32| {
            let within = Span { amount, ..promise.within };
            runs.iter().all(|(from, to)| *to <= law::after(*from, within, calendar()).unwrap())
        };
        let enough = (1..).find(|amount| kept(*amount)).filter(|_| !runs.is_empty());
        let context = || format!("seed {seed}\n{body}\n{:#?}", promised);
        assert_eq!(promised.enough.map(|span| span.amount), enough, "{}", context());
        assert_eq!(promised.kept, kept(promise.within.amount), "{}", context());
        let broken = proof.faults.iter().find(|fault| fault.kind == FaultKind::PromiseBroken);
        assert_eq!(broken.is_none(), promised.kept, "{}", context());
        let shown =
            broken.is_none_or(|fault| matches!(fault.path.first(), Some(Leg { what: What::Filed(_), .. })));
        assert!(shown, "{}", context());
    }
}

const PLAIN: Taste = Taste { crowded: false, odd: false, clocks: false, wild: false, order: false };

/// Runs on a stack that holds the longest behaviour.
fn deep(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(work).unwrap();
    if let Err(failed) = thread.join() {
        std::panic::resume_unwind(failed);
    }
}

/// A longer run by hand: so many times as many workflows.
#[allow(clippy::disallowed_methods, reason = "how long a test runs is no setting of the product")]
fn times() -> u64 {
    std::env::var("PROOF_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn agree(taste: Taste, workflows: u64, least: usize) {
    deep(move || {
        let tally = compare_all(0..workflows * times(), taste);
        assert!(tally.compared >= least, "{tally:?}");
    });
}

#[test]
fn on_workflows_whose_later_days_are_never_better() {
    agree(PLAIN, 400, 300);
}

#[test]
fn on_workflows_whose_clocks_are_stopped_and_limits_lengthened() {
    agree(Taste { clocks: true, ..PLAIN }, 400, 150);
}

#[test]
fn on_workflows_with_two_limits_at_a_step() {
    agree(Taste { crowded: true, ..PLAIN }, 400, 300);
}

#[test]
fn on_workflows_with_hours_fixed_starts_and_days_moved_back() {
    agree(Taste { odd: true, ..PLAIN }, 400, 300);
}

#[test]
fn on_workflows_with_ways_back() {
    agree(Taste { wild: true, ..PLAIN }, 400, 200);
}

#[test]
fn on_workflows_with_everything() {
    agree(Taste { crowded: true, odd: true, clocks: true, wild: true, order: false }, 400, 100);
}

#[test]
fn on_workflows_whose_actions_rest_on_others() {
    agree(Taste { order: true, ..PLAIN }, 300, 120);
}

#[test]
fn on_workflows_whose_actions_rest_on_others_while_clocks_stand() {
    agree(Taste { order: true, clocks: true, ..PLAIN }, 200, 30);
}

#[test]
fn on_workflows_whose_actions_rest_on_others_and_everything_else() {
    agree(Taste { crowded: true, odd: true, clocks: true, wild: true, order: true }, 200, 20);
}

/// A court that takes the appeal from the office, whenever the organisation goes there.
const FORUM: &str = "\
after-outage: {next-time: from-notice, deemed: at-once}
filing:
  by: ngo
  with: {issuer: review}
  time: {within: 1 month, nature: service}
  late: accept
tracks:
  legal:
    decides: true
    title: {en: t}
    steps:
      review:
        title: {en: s}
        holder: a
        limits:
          l: {time: {within: 2 working days, nature: service}, on-silence: {escalate: open}}
        allows: [decide, stop]
      open:
        title: {en: s}
        holder: ngo
        next-remedy: an article
        limits:
          l: {time: {within: 3 calendar days, nature: service}, on-silence: {lapse: over}}
        allows: [sue]
      done: {title: {en: e}, ends: as-decided}
      over: {title: {en: e}, ends: in-force}
  court:
    title: {en: t}
    opens: {sue: hearing}
    swallows: [legal]
    steps:
      hearing:
        title: {en: s}
        holder: b
        limits:
          l: {time: {within: 2 calendar days, nature: service}, on-silence: {close: unanswered}}
        allows: [rule]
      ruled: {title: {en: e}, ends: as-decided}
anytime: [sue]
actions:
  decide: {title: {en: m}, by: [a], decision: changed, to: done}
  stop: {title: {en: m}, by: [a], at-most: 1, stops-clock: {at-most: 2 calendar days, grounds: {g: {en: g}}}}
  sue: {title: {en: m}, by: [ngo], at-most: 1}
  rule: {title: {en: m}, by: [b], decision: annulled, to: ruled}
";

#[test]
fn on_a_court_that_swallows_the_appeal() {
    deep(|| {
        let mut tally = Tally::default();
        (0..6).for_each(|seed| compare(seed, FORUM, 50_000, &mut tally));
        assert_eq!(tally.compared, 6, "{tally:?}");
    });
}
