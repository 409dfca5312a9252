//! A term that forgets ends when the full history does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::workflow;

static KZ: LazyLock<(Calendar, Days)> = LazyLock::new(|| {
    let text = include_str!("../../../../workflows/calendars/kz.yaml");
    let calendar = law::read_calendar("kz.yaml", text).unwrap();
    let days = Days::of(&calendar);
    (calendar, days)
});

/// A net of one step with one limit.
fn net(within: &str, roll: &str) -> Net {
    let text = format!(
        "workflow: w\nversion: 1\ntitle: {{en: w}}\nlaw: l\ncalendar: kz\nlanguages: [en]\nletters: {{}}\nactions: {{}}\n\
         parties: {{p: {{title: {{en: p}}, found: appellant}}}}\n\
         filing: {{by: p, with: {{p: a}}, late: accept, time: {{within: 1 month, nature: service}}}}\n\
         tracks: {{t: {{decides: true, title: {{en: t}}, steps: {{a: {{title: {{en: a}}, holder: p, limits: {{l: {{time: {{within: \
         {within}, roll: {roll}, nature: service}}, on-silence: {{lapse: e}}}}}}}}, e: {{title: {{en: e}}, ends: unanswered}}}}}}}}\n"
    );
    Net::of(&workflow::read("w.yaml", &text, &BTreeMap::new()).unwrap())
}

/// What is done to a term so many days after what was done before: a pause of so many days, or an extension.
fn deeds() -> impl Strategy<Value = Vec<(u32, Option<u32>)>> {
    prop::collection::vec((0..9u32, prop::option::weighted(0.75, 0..9u32)), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn what_a_term_forgets_never_moves_its_end(
        within in prop::sample::select(vec!["4 working days", "6 calendar days", "10 sutki", "1 month"]),
        roll in prop::sample::select(vec!["next", "none"]),
        start in 0..2500u32,
        deeds in deeds(),
    ) {
        let net = net(within, roll);
        let mut terms = Terms::new(&net, &KZ.0, &KZ.1);
        let span = net.steps[0].limits[0].rules[0].span;
        let limit = Which { step: 0, place: 0, choice: 0 };
        let plain = Term { from: From::Day(start), pauses: Vec::new(), added: Vec::new() };
        let (mut forgetful, mut full, mut today) = (plain.clone(), plain, start);
        for (wait, pause) in deeds {
            let due = terms.due_of(0, &full).unwrap();
            prop_assert_eq!(terms.due_of(0, &forgetful).unwrap(), due);
            // Nothing can be done any more once the last day is over.
            if today > due.on {
                break;
            }
            today = (today + wait).min(due.on);
            match pause {
                Some(long) => {
                    forgetful = terms.paused(limit, forgetful, today, today + long);
                    full = kept(full, today, today + long);
                    today += long;
                }
                None => {
                    forgetful.added.push(span);
                    full.added.push(span);
                }
            }
        }
        prop_assert_eq!(terms.due_of(0, &forgetful), terms.due_of(0, &full));
    }
}
