//! The picture of a simulation: how long decisions took, and how far silence carried appeals.
//!
//! Pure: figures to SVG text.

use super::super::chart::{Chart, Ink, share};
use super::figures::Figures;

/// Draws the figures of a workflow with this title.
pub fn picture(title: &str, figures: &Figures) -> String {
    let mut chart = Chart::new(title, &in_words(figures));
    let marks = [("median", figures.median), ("9 in 10", figures.p90)];
    let marks: Vec<(&str, i32)> = marks.into_iter().filter_map(|(name, days)| Some((name, days?))).collect();
    chart.columns("Working days from filing to the decision", "working days", &figures.histogram, &marks);
    let escalated = "Passed up because of silence to";
    chart.bars(escalated, &figures.escalated, figures.appeals, Ink::High, "nobody");
    chart.bars("Ended", &figures.outcomes, figures.appeals, Ink::Plain, "none");
    chart.svg()
}

fn in_words(figures: &Figures) -> String {
    let days = |days: Option<i32>| days.map_or_else(|| "-".to_owned(), |days| days.to_string());
    format!(
        "What if: {} invented appeals, {} decided. Working days from filing to the decision: median {}, nine in ten within {}, longest {}. {:.1} letters per appeal.",
        figures.appeals,
        share(figures.decided, figures.appeals),
        days(figures.median),
        days(figures.p90),
        days(figures.longest),
        figures.letters
    )
}
