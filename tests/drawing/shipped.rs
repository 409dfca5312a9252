//! The workflows in the box as drawings.

use std::collections::BTreeSet;

use redress::law::Language;
use redress::shipped;
use redress::workflow::drawing::{self, Here, Means, Shape, Whereabouts};
use redress::workflow::{self, Definition};

use super::{bpmn, picture};

/// The picture that README shows.
const SHOWN: &str = "docs/kz-koap-suspension.svg";

fn all() -> Vec<Definition> {
    let files = shipped::rules().workflows;
    let read = |files: redress::registry::WorkflowFiles| {
        workflow::read(&files.file, &files.text, &files.letters).unwrap()
    };
    files.into_iter().map(read).collect()
}

fn complaint() -> Definition {
    all().into_iter().find(|definition| definition.name == "kz-koap-suspension").unwrap()
}

#[test]
fn every_shipped_workflow_draws_well_in_each_of_its_languages() {
    for definition in all() {
        for &language in &definition.languages {
            picture::holds(&drawing::picture(&definition, language, None), &definition);
            picture::is_well_written(&drawing::svg(&definition, language, None));
            bpmn::holds(&drawing::bpmn(&definition, language));
        }
    }
}

#[test]
fn the_drawing_in_the_repository_is_that_of_the_workflow() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(SHOWN);
    let drawn = drawing::svg(&complaint(), Language::En, None);
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == drawn, "make it anew: redress draw kz-koap-suspension --out {SHOWN}");
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(readme.contains(&format!("]({SHOWN})")), "README shows it");
}

#[test]
fn what_a_lawyer_looks_for_is_in_the_picture() {
    let picture = drawing::picture(&complaint(), Language::En, None);
    let review = picture.blocks.iter().find(|block| block.step.as_deref() == Some("review")).unwrap();
    let text: Vec<&str> = review.words.iter().map(|words| words.text.as_str()).collect();
    let text = text.join(" ");
    assert!(text.starts_with("With the higher authority the higher authority"), "{text}");
    assert!(text.contains("10 sutki from receipt, KoAP 826-3(1)"), "{text}");
    assert!(text.contains("Extend the time to decide: +10 sutki at most"), "{text}");
    assert!(text.contains("Stop the clock: 30 calendar days at most"), "{text}");
    let place =
        |step: &str| picture.blocks.iter().position(|block| block.step.as_deref() == Some(step)).unwrap();
    let leads = |from: &str, to: &str, by: Means| {
        let wires = picture.wires.iter().filter(|wire| wire.by == by && wire.to == place(to));
        wires.flat_map(|wire| &wire.lines).any(|(source, _)| *source == place(from))
    };
    assert!(leads("review", "decided", Means::Action) && leads("review", "overdue", Means::Silence));
    assert!(leads("returned", "review", Means::Action) && !leads("review", "closed", Means::Action));
    assert_eq!(picture.blocks[place("withdrawn")].shape, Shape::End);
    assert!(picture.lanes[1].words.iter().any(|words| words.text.contains("decides nothing")));
}

#[test]
fn an_appeals_place_is_told_in_words_and_not_by_colour_alone() {
    let step = |name: &str| ("legal".to_owned(), name.to_owned());
    let here =
        Here { track: "legal".to_owned(), step: "review".to_owned(), until: Some("08.02.2021".to_owned()) };
    let appeal = Whereabouts { here: vec![here], passed: BTreeSet::from([step("forwarding")]) };
    let svg = drawing::svg(&complaint(), Language::Ru, Some(&appeal));
    assert_eq!(svg.matches("Жалоба здесь").count(), 2, "in the box and in the description");
    assert!(svg.contains("Жалоба здесь, до 08.02.2021"), "{svg}");
    assert_eq!(svg.matches(">пройдено<").count(), 1);
    let text = drawing::mermaid(&complaint(), Language::En, Some(&appeal));
    assert_eq!(text.matches(":::here").count(), 1, "{text}");
    assert_eq!(text.matches(":::passed").count(), 1, "{text}");
}

#[test]
fn bpmn_has_a_lane_for_each_holder_and_a_timer_for_each_limit() {
    let definition = complaint();
    let xml = drawing::bpmn(&definition, Language::En);
    let steps = definition.tracks.values().flat_map(|track| track.steps.values());
    let held: Vec<_> = steps.filter(|step| step.holder().is_some()).collect();
    assert_eq!(xml.matches("<bpmn:userTask ").count(), held.len());
    let limits: usize = held.iter().map(|step| step.limits().count()).sum();
    assert_eq!(xml.matches("cancelActivity=\"true\"").count(), limits);
    let reminders = xml.matches("cancelActivity=\"false\"").count();
    assert_eq!(reminders, 4 + 3 + 1, "four that come before, three that chase, one that climbs");
    assert!(xml.contains("<bpmn:documentation>10 sutki from receipt, KoAP 826-3(1)</bpmn:documentation>"));
    assert!(
        !xml.contains("timeDuration"),
        "each of its times rolls to a working day, which ISO 8601 cannot say"
    );
}

#[test]
fn the_conditions_of_tracks_times_stays_and_actions_are_in_every_drawing() {
    let shown = [
        ("in-fcra", "Opened by", "Cancellation"),
        ("uk-charity-commission", "calendar days if with:", "with:"),
        ("kz-koap-suspension", "30 sutki if", "tax audit"),
        ("kz-appc-complaint", "3 working days after “", "at the earliest"),
    ];
    let all = all();
    for (name, begins, part) in shown {
        let definition = all.iter().find(|definition| definition.name == name).unwrap();
        let picture = drawing::picture(definition, Language::En, None);
        let blocks = picture.blocks.iter().map(|block| &block.words);
        let all = blocks.chain(picture.labels.iter().map(|label| &label.words));
        let told: Vec<String> = all
            .map(|words| words.iter().map(|words| words.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect();
        let holds = |one: &String| one.contains(begins) && one.to_lowercase().contains(&part.to_lowercase());
        assert!(told.iter().any(holds), "{name}: {told:#?}");
        let mermaid = drawing::mermaid(definition, Language::En, None);
        assert!(
            mermaid.contains(begins) && mermaid.to_lowercase().contains(&part.to_lowercase()),
            "{mermaid}"
        );
        let bpmn = drawing::bpmn(definition, Language::En);
        assert!(bpmn.contains(begins) && bpmn.to_lowercase().contains(&part.to_lowercase()), "{bpmn}");
    }
    let fcra = all.iter().find(|definition| definition.name == "in-fcra").unwrap();
    let bpmn = drawing::bpmn(fcra, Language::En);
    assert!(
        bpmn.contains("name=\"Opened by (if "),
        "a condition is seen at the beginning of its track: {bpmn}"
    );
}
