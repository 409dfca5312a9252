//! What the pictures of what-if are drawn with: columns over a number line and bars beside names, as SVG text.
//!
//! Pure. A picture reads in light and dark, its bars carry their numbers, and a title and a description say the same in
//! words for whoever does not see it.

use std::collections::BTreeMap;
use std::fmt::Write;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const CHART_TOP: f64 = 100.0;
const CHART_HEIGHT: f64 = 240.0;
const BAR_STEP: f64 = 34.0;
/// Where bars begin: names stand before them.
const BAR_LEFT: f64 = 260.0;
/// More columns than this cannot be told apart.
const MOST_COLUMNS: i32 = 48;

const STYLE: &str = "\
    svg { font: 14px system-ui, sans-serif; --paper: #fff; --ink: #1c2430; --faint: #5d6978; --line: #d5dbe2; --bar: #2f6690; --high: #b4532a }
    @media (prefers-color-scheme: dark) { svg { --paper: #14181d; --ink: #e6ebf0; --faint: #9aa7b4; --line: #333c46; --bar: #6aa6d2; --high: #e08a5e } }
    .paper { fill: var(--paper) } text { fill: var(--ink) } .head { font-size: 20px; font-weight: 600 }
    .part { font-weight: 600 } .faint { fill: var(--faint); font-size: 12px } .end { text-anchor: end } .middle { text-anchor: middle }
    .bar { fill: var(--bar) } .high { fill: var(--high) } line { stroke: var(--line) } .mark { stroke: var(--high); stroke-dasharray: 4 3 }";

/// A picture under construction: its parts stand one below the other.
pub(super) struct Chart {
    title: String,
    words: String,
    parts: String,
    /// Where the next part begins.
    y: f64,
}

/// The ink of a bar.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    /// For whatever is as it should be.
    Plain,
    /// For what asks for attention.
    High,
}

impl Chart {
    /// A picture with this title, and what it shows in words.
    pub fn new(title: &str, words: &str) -> Chart {
        Chart { title: title.to_owned(), words: words.to_owned(), parts: String::new(), y: CHART_TOP }
    }

    /// The whole as SVG.
    pub fn svg(self) -> String {
        let height = self.y + 24.0;
        let mut head = String::new();
        text(&mut head, 24.0, 36.0, "head", &self.title);
        text(&mut head, 24.0, 58.0, "faint", &self.words);
        let (title, words, parts) = (escaped(&self.title), escaped(&self.words), self.parts);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"title desc\">\n  \
             <title id=\"title\">{title}: what if</title>\n  <desc id=\"desc\">{words}</desc>\n  <style>\n{STYLE}\n  </style>\n  \
             <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n{head}{parts}</svg>\n"
        )
    }

    /// How often each number of days came, as columns of so many days each that there are not too many of them.
    /// `marks` are drawn across with their names.
    pub fn columns(
        &mut self,
        caption: &str,
        unit: &str,
        counts: &BTreeMap<i32, usize>,
        marks: &[(&str, i32)],
    ) {
        let line = NumberLine::over(counts);
        let (svg, top) = (&mut self.parts, self.y);
        let bottom = top + CHART_HEIGHT;
        text(svg, 24.0, top - 8.0, "part", caption);
        let columns = line.columns(counts);
        // An even number, so that the line at half height has one, too.
        let most = columns.values().copied().max().unwrap_or(0).max(1).next_multiple_of(2);
        let tall = |count: f64| count / most as f64 * CHART_HEIGHT * 0.92;
        for part in [0.0, 0.5, 1.0] {
            let (count, right) = (part * most as f64, WIDTH - RIGHT);
            let y = bottom - tall(count);
            let _ = writeln!(svg, "  <line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\"/>");
            text(svg, LEFT - 8.0, y + 4.0, "faint end", &format!("{count:.0}"));
        }
        for (from, count) in &columns {
            let words = match line.wide {
                1 => format!("{from} {unit}: {count}"),
                wide => format!("{from} to {} {unit}: {count}", from + wide - 1),
            };
            let (x, width) = (line.x(*from) + line.step * 0.08, line.step * 0.84);
            let (y, tall) = (bottom - tall(*count as f64), tall(*count as f64));
            let _ = writeln!(
                svg,
                "  <rect class=\"bar\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{tall:.1}\"><title>{words}</title></rect>"
            );
        }
        for days in line.labels() {
            text(svg, line.middle(days), bottom + 18.0, "faint middle", &days.to_string());
        }
        for (name, days) in marks {
            let x = line.middle(*days);
            let _ = writeln!(
                svg,
                "  <line class=\"mark\" x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>"
            );
            text(svg, x + 4.0, top + 10.0, "faint", &format!("{name}: {days}"));
        }
        self.y = bottom + 80.0;
    }

    /// How many of `all` bear each name. Without any, `none` is said.
    pub fn bars<N: ToString>(
        &mut self,
        caption: &str,
        bars: &[(N, usize)],
        all: usize,
        ink: Ink,
        none: &str,
    ) {
        text(&mut self.parts, 24.0, self.y, "part", caption);
        if bars.is_empty() {
            text(&mut self.parts, BAR_LEFT, self.y, "faint", none);
        }
        self.y += 24.0;
        for (name, count) in bars {
            self.bar(&name.to_string(), *count, all, ink);
        }
        self.y += 28.0;
    }

    fn bar(&mut self, name: &str, count: usize, all: usize, ink: Ink) {
        let room = WIDTH - BAR_LEFT - RIGHT - 110.0;
        let width = if all == 0 { 0.0 } else { count as f64 / all as f64 * room };
        let class = match ink {
            Ink::Plain => "bar",
            Ink::High => "high",
        };
        let (svg, y, wide) = (&mut self.parts, self.y, width.max(1.0));
        text(svg, BAR_LEFT - 12.0, y + 15.0, "end", name);
        let _ = writeln!(
            svg,
            "  <rect class=\"{class}\" x=\"{BAR_LEFT}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"20\"/>"
        );
        text(svg, BAR_LEFT + width + 8.0, y + 15.0, "faint", &format!("{} ({count})", share(count, all)));
        self.y += BAR_STEP;
    }
}

/// Days laid out from left to right; 0 is among them.
struct NumberLine {
    first: i32,
    last: i32,
    /// Days in a column.
    wide: i32,
    /// The width of a column.
    step: f64,
}

impl NumberLine {
    fn over(counts: &BTreeMap<i32, usize>) -> NumberLine {
        let first = counts.keys().next().copied().unwrap_or(0).min(0);
        let last = counts.keys().next_back().copied().unwrap_or(0).max(first + 1);
        let wide = (last - first) / MOST_COLUMNS + 1;
        // Columns begin at 0, so that none holds both earlier and later days.
        let first = first.div_euclid(wide) * wide;
        let columns = (last - first) / wide + 1;
        NumberLine { first, last, wide, step: (WIDTH - LEFT - RIGHT) / f64::from(columns) }
    }

    /// The counts by the first day of their column.
    fn columns(&self, counts: &BTreeMap<i32, usize>) -> BTreeMap<i32, usize> {
        let mut columns = BTreeMap::new();
        for (days, count) in counts {
            *columns.entry(days.div_euclid(self.wide) * self.wide).or_default() += count;
        }
        columns
    }

    fn x(&self, days: i32) -> f64 {
        LEFT + f64::from((days - self.first).div_euclid(self.wide)) * self.step
    }

    fn middle(&self, days: i32) -> f64 {
        self.x(days) + self.step / 2.0
    }

    /// The days that are written below, 0 among them.
    fn labels(&self) -> impl Iterator<Item = i32> {
        let columns = (self.last - self.first) / self.wide + 1;
        let every = (columns / 12 + 1) * self.wide;
        let from = self.first.div_euclid(every) * every;
        let (first, last) = (self.first, self.last);
        (from..=last).step_by(usize::try_from(every).unwrap_or(1)).filter(move |days| *days >= first)
    }
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
