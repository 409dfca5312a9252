//! The workflow as Mermaid text: a flowchart with a frame per track, for documents that draw it themselves.
//!
//! Pure. Names in it are numbers and every text stands between quotes with what Mermaid reads as its own written as
//! entities, so that no title can break it.

use std::fmt::Write;

use super::Whereabouts;
use super::chart::{Chart, Node, mark};
use super::picture::{Means, Shape, Standing};
use crate::texts::Language;
use crate::workflow::definition::Definition;

/// A workflow as Mermaid text, in one language, with an appeal's whereabouts in it where they are given.
pub fn mermaid(definition: &Definition, language: Language, appeal: Option<&Whereabouts>) -> String {
    let chart = Chart::of(definition, language, appeal);
    let mut text = String::from("flowchart TB\n");
    let (title, law) = (definition.title.get(language), definition.law.get(language));
    let _ = writeln!(text, "  accTitle: {}\n  accDescr: {}", plain(title), plain(law));
    for (number, lane) in chart.lanes.iter().enumerate() {
        let _ = writeln!(text, "  subgraph t{number}[\"{}\"]\n    direction TB", escape(&lane.title));
        for (place, node) in lane.nodes.iter().enumerate() {
            let _ = writeln!(text, "    {}", block(&format!("t{number}n{place}"), node, language));
        }
        for exit in lane.onward() {
            let (from, to) = (format!("t{number}n{}", exit.from), format!("t{number}n{}", exit.to));
            let label = exit.labels().iter().map(|label| escape(label)).collect::<Vec<_>>().join("<br/>");
            let _ = match exit.by {
                Means::Action => writeln!(text, "    {from} -->|\"{label}\"| {to}"),
                Means::Silence => writeln!(text, "    {from} -.->|\"⏱ {label}\"| {to}"),
            };
        }
        text.push_str("  end\n");
    }
    text.push_str("  classDef here stroke-width:4px\n  classDef passed stroke-dasharray:2 2\n");
    text
}

fn block(id: &str, node: &Node, language: Language) -> String {
    let mut lines = Vec::new();
    lines.extend(mark(node, language).map(|line| format!("<i>{}</i>", escape(&line.text))));
    lines.push(format!("<b>{}</b>", escape(&node.title)));
    lines.extend(node.holder.iter().map(|(_, holder)| escape(holder)));
    lines.extend(node.notes.iter().map(|line| escape(&line.text)));
    let text = lines.join("<br/>");
    let class = match node.standing {
        Standing::Plain => "",
        Standing::Passed => ":::passed",
        Standing::Here(_) => ":::here",
    };
    match node.shape {
        Shape::Step => format!("{id}[\"{text}\"]{class}"),
        Shape::Start | Shape::End => format!("{id}([\"{text}\"]){class}"),
    }
}

/// A text between quotes, each sign that Mermaid or its Markdown may read as its own as an entity.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter.is_control() => escaped.push(' '),
            '"' | '#' | '&' | '<' | '>' | '`' | '*' | '_' | '\\' | ';' | '%' | '{' | '}' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A text that stands alone in a line without quotes.
fn plain(text: &str) -> String {
    text.chars().map(|one| if one.is_alphanumeric() || ",.()-".contains(one) { one } else { ' ' }).collect()
}
