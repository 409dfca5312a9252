//! A workflow of a thousand steps: the work grows with steps times days, not with paths.

use std::fmt::Write;

use redress::workflow::Definition;
use redress::workflow::proof::prove;

use crate::world::{kz, workflow};

/// Every step leads to the second and third after it, silence to the fourth; every tenth can be lengthened once.
pub fn thousand() -> Definition {
    let steps = 1000;
    let mut text = String::from(
        "filing:\n  by: ngo\n  with: {issuer: s0, a: s1}\n  time: {within: 1 month, nature: service}\n  late: accept\n\
         tracks:\n  legal:\n    decides: true\n    title: {en: t}\n    steps:\n      \
         e: {title: {en: e}, ends: unanswered}\n",
    );
    let mut actions = String::new();
    let to = |step: usize| if step < steps { format!("s{step}") } else { "e".to_owned() };
    for step in 0..steps {
        let extends = if step % 10 == 0 { format!(", x{step}") } else { String::new() };
        let _ = writeln!(
            text,
            "      s{step}: {{title: {{en: s}}, holder: a, allows: [two{step}, three{step}{extends}], limits: {{l: {{time: \
             {{within: 1 working day, nature: service}}, on-silence: {{escalate: {}}}}}}}}}",
            to(step + 4)
        );
        for (name, next) in [("two", step + 2), ("three", step + 3)] {
            let _ = writeln!(actions, "  {name}{step}: {{title: {{en: m}}, by: [a], to: {}}}", to(next));
        }
        if step % 10 == 0 {
            let _ = writeln!(
                actions,
                "  x{step}: {{title: {{en: x}}, by: [a], at-most: 1, extends: {{limit: l, by: 1 working day}}}}"
            );
        }
    }
    workflow(&format!("{text}actions:\n{actions}"))
}

/// How long it takes is printed and not asserted: `cargo test --release --test proof thousand -- --nocapture`.
#[test]
#[allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement for people")]
fn a_thousand_steps_are_looked_at_once_for_each_day() {
    let (thousand, calendar) = (thousand(), kz());
    let begun = std::time::Instant::now();
    let proof = prove(&thousand, calendar);
    println!("a thousand steps: {:?}, {} states", begun.elapsed(), proof.states);
    assert!(proof.faults.is_empty(), "{:?}", proof.faults);
    assert_eq!(proof.steps, 1001);
    // 2922 days; at most each step on each day, and once more where it was lengthened.
    assert!(proof.states < 1000 * 2922 * 11 / 10, "{}", proof.states);
    // Five hundred moves of one day, a hundred days more, and the day after the last.
    assert_eq!(proof.worst[1].in_working_days.working_days, 601);
}
