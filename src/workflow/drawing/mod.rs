//! Drawings of a workflow: as SVG for people, as Mermaid text for documents, as BPMN 2.0 XML for editors.
//!
//! Pure: a `Definition`, a language and, where an appeal is to be shown, its [`Whereabouts`], to text. The terminal
//! calls it, and the pages may. All three are made from one chart (steps, ends, and what leads from where to where),
//! put in one order. Whoever wants to draw by other means takes [`picture`]: every box, line and label with
//! its place. It promises that no two boxes overlap, that no label lies on a box, that no line runs over a box or
//! a label and that every line ends at its box.

mod arrange;
mod bpmn;
mod chart;
mod lane;
mod measure;
mod mermaid;
mod notes;
mod order;
mod phrases;
mod picture;
mod svg;
mod terminals;
mod xml;

use std::collections::BTreeSet;

pub use bpmn::bpmn;
pub use mermaid::mermaid;
pub use picture::{
    Block, Label, LaneBox, Line, Means, Picture, Point, Rect, Shape, Sign, Standing, Wire, picture,
};
pub use svg::svg;

/// Where an appeal stands and has stood, by track and step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// The steps at which its tracks stand, or at which they ended.
    pub here: Vec<Here>,
    /// The steps that it has passed; one at which it stands again is not passed.
    pub passed: BTreeSet<(String, String)>,
}

/// A step at which an appeal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The track.
    pub track: String,
    /// The step.
    pub step: String,
    /// The last day of what must be done there, as the reader's language writes it.
    pub until: Option<String>,
}
