//! The picture of a simulation: how long decisions took, and how far silence carried appeals.
//!
//! Pure: figures to SVG text. It reads in light and dark, its bars carry their numbers, and a title and a description
//! say the same in words for whoever does not see it.

use std::fmt::Write;

use super::figures::Figures;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const CHART_TOP: f64 = 92.0;
const CHART_HEIGHT: f64 = 240.0;
const BAR_TOP: f64 = CHART_TOP + CHART_HEIGHT + 104.0;
const BAR_STEP: f64 = 34.0;
/// Where the bars of the lower part begin: names stand before them.
const BAR_LEFT: f64 = 260.0;
/// More columns than this cannot be told apart.
const MOST_COLUMNS: i32 = 48;

const STYLE: &str = "\
    svg { font: 14px system-ui, sans-serif; --paper: #fff; --ink: #1c2430; --faint: #5d6978; --line: #d5dbe2; --bar: #2f6690; --high: #b4532a }
    @media (prefers-color-scheme: dark) { svg { --paper: #14181d; --ink: #e6ebf0; --faint: #9aa7b4; --line: #333c46; --bar: #6aa6d2; --high: #e08a5e } }
    .paper { fill: var(--paper) } text { fill: var(--ink) } .head { font-size: 20px; font-weight: 600 }
    .part { font-weight: 600 } .faint { fill: var(--faint); font-size: 12px } .end { text-anchor: end } .middle { text-anchor: middle }
    .bar { fill: var(--bar) } .high { fill: var(--high) } line { stroke: var(--line) } .mark { stroke: var(--high); stroke-dasharray: 4 3 }";

/// Draws the figures of a workflow with this title.
pub fn picture(title: &str, figures: &Figures) -> String {
    let rows = figures.escalated.len() + figures.outcomes.len();
    let height = BAR_TOP + BAR_STEP * rows as f64 + 64.0;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"title desc\">"
    );
    let _ = writeln!(svg, "  <title id=\"title\">{}: what if</title>", escaped(title));
    let _ = writeln!(svg, "  <desc id=\"desc\">{}</desc>", escaped(&in_words(figures)));
    let _ = writeln!(svg, "  <style>\n{STYLE}\n  </style>");
    let _ = writeln!(svg, "  <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>");
    text(&mut svg, 24.0, 36.0, "head", title);
    text(&mut svg, 24.0, 58.0, "faint", &in_words(figures));
    histogram(&mut svg, figures);
    bars(&mut svg, figures);
    svg.push_str("</svg>\n");
    svg
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

/// Columns of so many working days each that there are not too many of them.
fn histogram(svg: &mut String, figures: &Figures) {
    text(svg, 24.0, CHART_TOP - 8.0, "part", "Working days from filing to the decision");
    let bottom = CHART_TOP + CHART_HEIGHT;
    let longest = figures.longest.unwrap_or(0).max(1);
    let wide = longest / MOST_COLUMNS + 1;
    let columns = longest / wide + 1;
    let mut counts = vec![0_usize; usize::try_from(columns).unwrap_or(1)];
    for (days, count) in &figures.histogram {
        if let Some(column) = usize::try_from(days / wide).ok().and_then(|column| counts.get_mut(column)) {
            *column += count;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let step = (WIDTH - LEFT - RIGHT) / f64::from(columns);
    let x_of = |days: i32| LEFT + f64::from(days) / f64::from(wide) * step;
    for part in [0.0, 0.5, 1.0] {
        let y = bottom - part * CHART_HEIGHT * 0.92;
        let _ =
            writeln!(svg, "  <line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>", WIDTH - RIGHT);
        text(svg, LEFT - 8.0, y + 4.0, "faint end", &format!("{:.0}", part * most as f64));
    }
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let from = i32::try_from(place).unwrap_or_default() * wide;
        let tall = *count as f64 / most as f64 * CHART_HEIGHT * 0.92;
        let words = match wide {
            1 => format!("{from} working days: {count}"),
            _ => format!("{from} to {} working days: {count}", from + wide - 1),
        };
        let (x, y, width) = (x_of(from) + step * 0.08, bottom - tall, step * 0.84);
        let _ = writeln!(
            svg,
            "  <rect class=\"bar\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{tall:.1}\"><title>{words}</title></rect>"
        );
    }
    let every = (columns / 12 + 1) * wide;
    for days in (0..=longest).step_by(usize::try_from(every).unwrap_or(1)) {
        text(svg, x_of(days) + step / 2.0, bottom + 18.0, "faint middle", &days.to_string());
    }
    for (name, days) in [("median", figures.median), ("9 in 10", figures.p90)] {
        let Some(days) = days else { continue };
        let x = x_of(days - days % wide) + step / 2.0;
        let _ = writeln!(
            svg,
            "  <line class=\"mark\" x1=\"{x:.1}\" y1=\"{CHART_TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>"
        );
        text(svg, x + 4.0, CHART_TOP + 10.0, "faint", &format!("{name}: {days}"));
    }
}

fn bars(svg: &mut String, figures: &Figures) {
    let mut y = BAR_TOP;
    text(svg, 24.0, y - 24.0, "part", "Passed up because of silence to");
    if figures.escalated.is_empty() {
        text(svg, BAR_LEFT, y - 24.0, "faint", "nobody");
    }
    for (level, count) in &figures.escalated {
        bar(svg, y, "high", level, *count, figures.appeals);
        y += BAR_STEP;
    }
    y += 40.0;
    text(svg, 24.0, y - 24.0, "part", "Ended");
    for (outcome, count) in &figures.outcomes {
        bar(svg, y, "bar", &outcome.to_string(), *count, figures.appeals);
        y += BAR_STEP;
    }
}

fn bar(svg: &mut String, y: f64, class: &str, name: &str, count: usize, all: usize) {
    let room = WIDTH - BAR_LEFT - RIGHT - 110.0;
    let width = if all == 0 { 0.0 } else { count as f64 / all as f64 * room };
    text(svg, BAR_LEFT - 12.0, y + 15.0, "end", name);
    let _ = writeln!(
        svg,
        "  <rect class=\"{class}\" x=\"{BAR_LEFT}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"20\"/>",
        width.max(1.0)
    );
    text(svg, BAR_LEFT + width + 8.0, y + 15.0, "faint", &format!("{} ({count})", share(count, all)));
}

fn text(svg: &mut String, x: f64, y: f64, class: &str, words: &str) {
    let _ = writeln!(svg, "  <text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(words));
}

/// A part of all in percent: `12.3 %`.
pub(super) fn share(part: usize, all: usize) -> String {
    if all == 0 { "0 %".to_owned() } else { format!("{:.1} %", part as f64 * 100.0 / all as f64) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
