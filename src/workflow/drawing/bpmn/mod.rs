//! The workflow as BPMN 2.0 XML (ISO/IEC 19510), with its diagram, for the usual editors.
//!
//! Pure. A pool per track, in it a lane per party that must act; a user task per step; a gateway where a step has
//! several outcomes or several ways arrive; a timer on the task's edge per limit, interrupting where silence leads
//! on, beside it where it only reminds. BPMN knows no working days: a timer has an ISO 8601 duration where the law's
//! span is one exactly, and always the span in words as its documentation. `process` says what there is, `plan`
//! where it is drawn, `write` how it is written.

mod plan;
mod process;
mod timers;
mod write;

use super::chart::Chart;
use crate::texts::Language;
use crate::workflow::definition::Definition;

/// A workflow as BPMN 2.0 XML, in one language.
pub fn bpmn(definition: &Definition, language: Language) -> String {
    let chart = Chart::of(definition, language, None);
    let pools: Vec<_> =
        chart.lanes.iter().enumerate().map(|(number, lane)| process::pool(&chart, lane, number)).collect();
    write::write(definition, language, plan::plan(pools))
}
