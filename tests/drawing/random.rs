//! Random small workflows: any steps, any ways between them, any titles; what they mean does not matter here.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use redress::workflow::drawing::{Here, Whereabouts};
use redress::workflow::{self, Definition};
use serde_json::{Map, Value, json};

/// A step: its title, its holder, what silence does and where that leads, and where its actions lead.
type Step = (String, usize, u8, usize, Vec<(usize, u8)>);
/// A track: steps, and the titles of its ends.
type Track = (Vec<Step>, Vec<String>);

/// A workflow, and an appeal somewhere in it.
pub fn workflow() -> impl Strategy<Value = (Definition, Whereabouts)> {
    (track(9), prop::collection::vec(track(3), 0..3), any::<u8>()).prop_map(|(legal, beside, seed)| {
        let definition = definition(&legal, &beside);
        let appeal = appeal(&definition, seed);
        (definition, appeal)
    })
}

fn track(most: usize) -> impl Strategy<Value = Track> {
    let action = (0..12_usize, any::<u8>());
    let step = (title(), 0..3_usize, any::<u8>(), 0..12_usize, prop::collection::vec(action, 0..7));
    (prop::collection::vec(step, 1..=most), prop::collection::vec(title(), 1..4))
}

/// Titles as authors write them, and as they should not.
fn title() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{2,9}( [a-z]{2,12}){0,7}",
        "[А-ЯӘҚ][а-яәғқңөұүһі]{3,30}( [а-яәғқңөұүһі]{2,20}){0,4}",
        Just("Say \"no\" & <b>stop</b>; end #1 | [x] {y} `z` %% --> \\".to_owned()),
        "[A-Za-z]{40,90}",
        "[ぁ-ん漢字]{1,40}",
    ]
}

fn definition(legal: &Track, beside: &[Track]) -> Definition {
    let (mut tracks, mut actions) = (Map::new(), Map::new());
    tracks.insert("legal".to_owned(), track_of("legal", legal, true, &mut actions));
    for (number, side) in beside.iter().enumerate() {
        let name = format!("side-{number}");
        let mut body = track_of(&name, side, false, &mut actions);
        let opener = format!("open-{number}");
        actions.insert(opener.clone(), json!({"title": {"en": opener}, "by": ["superior"]}));
        body["opens"] = json!({opener: "s0"});
        tracks.insert(name, body);
    }
    let anytime: Vec<String> = (0..beside.len()).map(|number| format!("open-{number}")).collect();
    let party = |title: &str, found: &str| json!({"title": {"en": title}, "found": found});
    let file = json!({
        "workflow": "random", "version": 1, "title": {"en": "Random"}, "law": "The Act & more", "calendar": "kz",
        "languages": ["en"], "letters": {}, "tracks": tracks, "actions": actions, "anytime": anytime,
        "parties": {
            "applicant": party("the organisation", "appellant"), "issuer": party("the issuer", "issuer"),
            "superior": party("the superior office", "above issuer"),
        },
        "filing": {
            "by": "applicant", "with": {"issuer": "s0", "superior": "s0"}, "late": "accept",
            "time": {"within": "10 calendar days", "from": "service", "article": "Act 1"},
            "letters": {},
        },
    });
    workflow::read("random.yaml", &file.to_string(), &BTreeMap::new())
        .unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn track_of(name: &str, (steps, ends): &Track, decides: bool, actions: &mut Map<String, Value>) -> Value {
    // Where a number leads: to a step, or to one of the ends.
    let place = |to: usize| match to % (steps.len() + ends.len()) {
        step if step < steps.len() => format!("s{step}"),
        end => format!("e{}", end - steps.len()),
    };
    let parties = ["applicant", "issuer", "superior"];
    let mut bodies = Map::new();
    for (number, (title, holder, silence, then, acts)) in steps.iter().enumerate() {
        let mut allows = Vec::new();
        for (nth, (to, kind)) in acts.iter().enumerate() {
            let action = format!("{name}-{number}-{nth}");
            let mut body = json!({"title": {"en": format!("Do {nth} of {title}")}, "by": [parties[usize::from(kind % 3)]]});
            match kind % 5 {
                0 => {
                    body["extends"] = json!({"limit": "time", "by": "5 working days"});
                    body["at-most"] = json!(1);
                }
                _ => body["to"] = json!(place(*to)),
            }
            actions.insert(action.clone(), body);
            allows.push(action);
        }
        let then = place(*then);
        let silence = match silence % 6 {
            0 | 1 => json!({"escalate": then}),
            2 => json!({"lapse": then}),
            3 => json!({"climb": {"rungs": 3, "then": then}}),
            4 => json!({"chase": {"every": "2 calendar days", "at-most": 5, "then": then}}),
            _ => json!({"close": if decides { "unanswered" } else { "done" }}),
        };
        let limit = json!({"time": {"within": "3 working days", "article": "Act 2"}, "on-silence": silence});
        let mut limits = json!({"time": limit});
        if number % 3 == 2 {
            limits["soon"] = json!({
                "time": {"within": "1 working day", "nature": "service"}, "on-silence": {"stay": "time"},
            });
        }
        let (title, holder) = (json!({"en": title}), parties[*holder]);
        bodies.insert(
            format!("s{number}"),
            json!({"title": title, "holder": holder, "limits": limits, "allows": allows}),
        );
    }
    for (number, title) in ends.iter().enumerate() {
        let end = if decides { "withdrawn" } else { "done" };
        bodies.insert(format!("e{number}"), json!({"title": {"en": title}, "ends": end}));
    }
    let mut track = json!({"title": {"en": format!("Track {name}")}, "steps": bodies});
    if decides {
        track["decides"] = json!(true);
    }
    track
}

/// An appeal that stands at one step and has passed another.
fn appeal(definition: &Definition, seed: u8) -> Whereabouts {
    let steps: Vec<&String> = definition.tracks["legal"].steps.keys().collect();
    let step = |number: usize| ("legal".to_owned(), steps[number % steps.len()].clone());
    let (track, here) = step(usize::from(seed));
    let passed = step(usize::from(seed) + 1);
    Whereabouts {
        here: vec![Here { track, step: here, until: Some("8 February 2021".to_owned()) }],
        passed: BTreeSet::from([passed]),
    }
}
