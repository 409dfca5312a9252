//! From a chart to a picture: the tracks below each other, the heading above, the legend below.
//!
//! Pure. Steps, channels and ends lie in the same columns in all tracks.

use std::collections::BTreeSet;

use super::chart::{self, Chart, Lane};
use super::lane::{END_WIDTH, LABEL_GAP, LABEL_WIDTH, SIGN, STEP_WIDTH, Sketch, sketch};
use super::measure::{width, wrap};
use super::phrases::{fill, phrases};
use super::picture::{
    Block, Label, LaneBox, Means, Picture, Point, Rect, Sample, Shape, Sign, Style, Wire, Words,
};

/// Around the picture, and between tracks.
const MARGIN: i32 = 20;
/// Between a track's frame and what is in it.
const INSET: i32 = 18;
/// Between two channels.
const CHANNEL: i32 = 14;

/// The columns, from the left.
struct Columns {
    steps: i32,
    /// The first channel of lines to steps.
    inner: i32,
    /// The last channel of lines to ends, from which they are counted to the left.
    outer: i32,
    ends: i32,
    width: i32,
}

/// The picture of a chart.
pub(super) fn arrange(chart: &Chart) -> Picture {
    let sketches: Vec<Sketch> = chart.lanes.iter().map(|lane| sketch(lane, chart.language)).collect();
    let columns = columns(chart, &sketches);
    let (definition, words) = (chart.definition, phrases(chart.language));
    let title = definition.title.get(chart.language).to_owned();
    let mut picture = Picture {
        name: definition.name.clone(),
        language: chart.language,
        description: description(chart),
        title,
        width: columns.width,
        height: MARGIN,
        heading: vec![],
        lanes: vec![],
        blocks: vec![],
        wires: vec![],
        labels: vec![],
        legend: vec![],
    };
    let version = fill(words.version, &definition.version.to_string());
    let below =
        format!("{}: {} · {} · {version}", words.law, definition.law.get(chart.language), definition.name);
    let wide = columns.width - 2 * MARGIN;
    let (top, above) = (MARGIN, picture.title.clone());
    let heading = &mut picture.heading;
    let top = write(heading, &above, Style::Heading, Point { x: MARGIN, y: top }, wide);
    let mut top = write(heading, &below, Style::Small, Point { x: MARGIN, y: top }, wide) + INSET;
    for (lane, sketch) in chart.lanes.iter().zip(sketches) {
        top = picture.add(lane, sketch, top, &columns) + INSET;
    }
    picture.height = picture.explain(words, top) + MARGIN;
    picture
}

fn columns(chart: &Chart, sketches: &[Sketch]) -> Columns {
    let most = |of_ends: bool| {
        let of_lane = |(lane, sketch): (&Lane, &Sketch)| {
            let wanted = |to: usize| (lane.nodes[to].shape == Shape::End) == of_ends;
            let groups = sketch.groups.iter().filter(|group| wanted(group.to));
            groups.filter_map(|group| group.channel).map(|channel| channel + 1).max().unwrap_or(0)
        };
        let lanes = chart.lanes.iter().zip(sketches).map(of_lane);
        i32::try_from(lanes.max().unwrap_or(0)).unwrap_or(i32::MAX / (4 * CHANNEL))
    };
    let steps = MARGIN + INSET;
    let inner = steps + STEP_WIDTH + LABEL_GAP + LABEL_WIDTH + CHANNEL;
    let outer = inner + CHANNEL * (most(false) + most(true)) - CHANNEL;
    let ends = outer + 2 * CHANNEL;
    Columns { steps, inner, outer, ends, width: ends + END_WIDTH + INSET + MARGIN }
}

impl Columns {
    /// The way of a line from a step to a block.
    fn way(&self, to: Shape, from: i32, landing: i32, channel: Option<usize>) -> Vec<Point> {
        let start = self.steps + STEP_WIDTH;
        let finish = if to == Shape::End { self.ends } else { start };
        let straight = [Point { x: start, y: from }, Point { x: finish, y: landing }];
        let Some(channel) = channel else { return straight.to_vec() };
        let channel = CHANNEL * i32::try_from(channel).unwrap_or(i32::MAX / (4 * CHANNEL));
        let x = if to == Shape::End { self.outer - channel } else { self.inner + channel };
        vec![straight[0], Point { x, y: from }, Point { x, y: landing }, straight[1]]
    }
}

impl Picture {
    /// One track below what is there; answers with its lower side.
    fn add(&mut self, lane: &Lane, sketch: Sketch, top: i32, columns: &Columns) -> i32 {
        let mut words = Vec::new();
        let wide = columns.width - 2 * (MARGIN + INSET);
        let mut y =
            write(&mut words, &lane.title, Style::Track, Point { x: columns.steps, y: top + 8 }, wide);
        for note in &lane.notes {
            y = write(&mut words, note, Style::Small, Point { x: columns.steps, y }, wide);
        }
        let top_of_rows = y + 14;
        let bottom = top_of_rows + sketch.height + INSET;
        let rect = Rect { x: MARGIN, y: top, w: columns.width - 2 * MARGIN, h: bottom - top };
        self.lanes.push(LaneBox { track: lane.track.to_owned(), rect, words });
        let first = self.blocks.len();
        let start = columns.steps + STEP_WIDTH;
        for group in &sketch.groups {
            let to = lane.nodes[group.to].shape;
            let way = |(from, y): &(usize, i32)| {
                let (y, landing) = (top_of_rows + y, top_of_rows + group.landing);
                (first + from, columns.way(to, y, landing, group.channel))
            };
            let lines = group.sources.iter().map(way).collect();
            self.wires.push(Wire { by: group.by, to: first + group.to, lines });
        }
        let by = Point { x: start, y: top_of_rows };
        self.labels.extend(sketch.labels.into_iter().map(|label| Label {
            by: label.by,
            rect: label.rect.shifted(by),
            words: shifted(label.words, by),
            sign: label.sign.map(|(sign, at)| (sign, moved(at, by))),
        }));
        for (node, sketched) in lane.nodes.iter().zip(sketch.nodes) {
            let (x, w) = match node.shape {
                Shape::End => (columns.ends, END_WIDTH),
                Shape::Start | Shape::Step => (columns.steps, STEP_WIDTH),
            };
            let rect = Rect { x, y: top_of_rows + sketched.top, w, h: sketched.height };
            let corner = Point { x: rect.x, y: rect.y };
            self.blocks.push(Block {
                track: lane.track.to_owned(),
                step: node.name.map(str::to_owned),
                shape: node.shape,
                standing: node.standing.clone(),
                rect,
                words: shifted(sketched.words, corner),
                signs: sketched.signs.into_iter().map(|(sign, at)| (sign, moved(at, corner))).collect(),
            });
        }
        bottom
    }

    /// What the shapes, lines and signs in it mean; answers with the lower side.
    fn explain(&mut self, words: &super::phrases::Phrases, top: i32) -> i32 {
        let blocks = [(Shape::Step, words.legend_step), (Shape::End, words.legend_end)];
        let wires = [(Means::Action, words.legend_action), (Means::Silence, words.legend_silence)];
        let signs = [
            (Sign::Bell, words.legend_reminder),
            (Sign::Pause, words.legend_pause),
            (Sign::Plus, words.legend_extension),
            (Sign::Again, words.legend_again),
        ];
        let used: BTreeSet<Sign> =
            self.blocks.iter().flat_map(|block| block.signs.iter().map(|(sign, _)| *sign)).collect();
        let samples = blocks
            .map(|(shape, told)| (Sample::Block(shape), told))
            .into_iter()
            .chain(wires.map(|(by, told)| (Sample::Wire(by), told)))
            .chain(
                signs
                    .into_iter()
                    .filter(|(sign, _)| used.contains(sign))
                    .map(|(sign, told)| (Sample::Sign(sign), told)),
            );
        let mut at = Point { x: MARGIN + INSET, y: top };
        for (sample, told) in samples {
            let (size, _) = Style::Small.size();
            let shown = if matches!(sample, Sample::Sign(_)) { 14 } else { 44 };
            let takes = shown + 8 + width(told, size) + SIGN;
            if at.x > MARGIN + INSET && at.x + takes > self.width - MARGIN {
                at = Point { x: MARGIN + INSET, y: at.y + 28 };
            }
            let rect = Rect { x: at.x, y: at.y, w: shown, h: 18 };
            let place = Point { x: at.x + shown + 8, y: at.y + 14 };
            self.legend.push((sample, rect, Words { at: place, style: Style::Small, text: told.to_owned() }));
            at.x += takes;
        }
        at.y + 18
    }
}

/// Writes a text in lines, from this corner downwards; answers with the height below it.
fn write(words: &mut Vec<Words>, text: &str, style: Style, from: Point, wide: i32) -> i32 {
    let (size, step) = style.size();
    let mut y = from.y;
    for text in wrap(text, size, wide) {
        y += step;
        words.push(Words { at: Point { x: from.x, y: y - 5 }, style, text });
    }
    y
}

fn shifted(words: Vec<Words>, by: Point) -> Vec<Words> {
    words.into_iter().map(|one| Words { at: moved(one.at, by), ..one }).collect()
}

fn moved(at: Point, by: Point) -> Point {
    Point { x: at.x + by.x, y: at.y + by.y }
}

/// The whole chart in words.
fn description(chart: &Chart) -> String {
    let words = phrases(chart.language);
    let mut sentences = vec![fill(words.version, &chart.definition.version.to_string())];
    for lane in &chart.lanes {
        sentences.push(format!("{}: {}", lane.title, lane.notes.join("; ")));
        for (place, node) in lane.nodes.iter().enumerate() {
            let mut told = node.title.clone();
            if let Some((_, holder)) = &node.holder {
                told = format!("{told} ({holder})");
            }
            let mark = chart::mark(node, chart.language).map(|line| line.text);
            let exits = lane.onward().filter(|exit| exit.from == place).map(|exit| {
                let by = exit.labels().join(", ");
                format!("{by} → {}", lane.nodes[exit.to].title)
            });
            let notes = node.notes.iter().map(|line| line.text.clone());
            let facts: Vec<String> = mark.into_iter().chain(notes).chain(exits).collect();
            let told = if facts.is_empty() { told } else { format!("{told}: {}", facts.join("; ")) };
            sentences.push(told);
        }
    }
    sentences.join(". ")
}
