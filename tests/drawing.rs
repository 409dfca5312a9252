//! Drawings of workflows: what the picture promises, for those in the box and for random ones, and the terminal's
//! command. The tools of other makers read the Mermaid and BPMN texts in `tests/bpmn/`.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail it")]

#[path = "drawing/bpmn.rs"]
mod bpmn;
#[path = "drawing/command.rs"]
mod command;
#[path = "drawing/picture.rs"]
mod picture;
#[path = "drawing/random.rs"]
mod random;
#[path = "drawing/shipped.rs"]
mod shipped;
mod world;

use proptest::prelude::*;
use redress::law::Language;
use redress::workflow::drawing;

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_small_workflow_draws_well_in_all_formats(
        (definition, appeal) in random::workflow(),
    ) {
        let language = Language::En;
        picture::holds(&drawing::picture(&definition, language, Some(&appeal)), &definition);
        picture::is_well_written(&drawing::svg(&definition, language, Some(&appeal)));
        bpmn::holds(&drawing::bpmn(&definition, language));
        let text = drawing::mermaid(&definition, language, Some(&appeal));
        prop_assert!(text.lines().all(|line| line.matches('"').count() % 2 == 0), "{}", text);
    }
}
