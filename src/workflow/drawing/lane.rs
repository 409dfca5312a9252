//! One track laid out: its beginning and steps under each other in layered order, what leads on from each written
//! to its right, and beyond that the channels in which the lines run to where they lead.
//!
//! Pure. Heights are final here, counted from the track's own top; where channels and ends lie from the left is
//! settled by `arrange`, for all tracks alike.

use super::chart::{self, Lane, Node};
use super::measure::wrap;
use super::order::order;
use super::picture::{Line, Means, Point, Rect, Shape, Sign, Style, Words};
use super::terminals;
use crate::texts::Language;

/// How wide beginnings, steps and ends are.
pub(super) const STEP_WIDTH: i32 = 290;
pub(super) const END_WIDTH: i32 = 200;
/// How wide a label may be, and how far its words are from the step.
pub(super) const LABEL_WIDTH: i32 = 290;
pub(super) const LABEL_GAP: i32 = 14;
/// The size of a sign with the space after it.
pub(super) const SIGN: i32 = 20;
/// Between two steps.
const GAP: i32 = 30;
/// Between the arrows that reach one block.
const LANDINGS: i32 = 14;
const PADDING: i32 = 13;

/// A track with all that is settled of it.
#[derive(Debug)]
pub(super) struct Sketch {
    /// By node: its upper side and height, and what is written in it.
    pub nodes: Vec<Sketched>,
    pub labels: Vec<SketchedLabel>,
    pub groups: Vec<Group>,
    pub height: i32,
}

/// A block, of which the left side is not known yet.
#[derive(Debug, Default)]
pub(super) struct Sketched {
    pub top: i32,
    pub height: i32,
    pub words: Vec<Words>,
    pub signs: Vec<(Sign, Point)>,
}

/// A label, from the right side of its step.
#[derive(Debug)]
pub(super) struct SketchedLabel {
    pub by: Means,
    pub rect: Rect,
    pub words: Vec<Words>,
    pub sign: Option<(Sign, Point)>,
}

/// The lines that arrive together.
#[derive(Debug)]
pub(super) struct Group {
    pub by: Means,
    pub to: usize,
    /// The nodes they leave, each with its height.
    pub sources: Vec<(usize, i32)>,
    /// The height at which they arrive.
    pub landing: i32,
    /// Where they run up and down; none where there is one line, straight on.
    pub channel: Option<usize>,
}

impl Group {
    /// From where to where its lines run up and down.
    pub fn reach(&self) -> (i32, i32) {
        let ys = self.sources.iter().map(|(_, y)| *y).chain([self.landing]);
        ys.fold((i32::MAX, i32::MIN), |(low, high), y| (low.min(y), high.max(y)))
    }
}

/// Lays out one track.
pub(super) fn sketch(lane: &Lane, language: Language) -> Sketch {
    let exits: Vec<(usize, usize)> = lane.onward().map(|exit| (exit.from, exit.to)).collect();
    let order = order(lane.nodes.len(), &exits);
    let mut place = vec![0; lane.nodes.len()];
    for (at, node) in order.iter().enumerate() {
        place[*node] = at;
    }
    let mut sketch = Sketch { nodes: vec![], labels: vec![], groups: groups(lane), height: 0 };
    sketch.nodes.extend(lane.nodes.iter().map(|node| block(node, language)));
    let mut top = 0;
    for &node in order.iter().filter(|node| lane.nodes[**node].shape != Shape::End) {
        row(lane, node, top, &place, &mut sketch);
        top += sketch.nodes[node].height + GAP;
    }
    let ends: Vec<usize> = order.into_iter().filter(|node| lane.nodes[*node].shape == Shape::End).collect();
    let lowest = terminals::place(&ends, &mut sketch);
    sketch.height = lowest.max(top - GAP);
    channels(&mut sketch, |shape| shape != Shape::End, lane);
    channels(&mut sketch, |shape| shape == Shape::End, lane);
    sketch
}

/// Actions to one block arrive together; each silence arrives alone, so that its dashes stay dashes.
fn groups(lane: &Lane) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for exit in lane.onward() {
        let same =
            |group: &Group| group.to == exit.to && group.by == Means::Action && exit.by == Means::Action;
        if !groups.iter().any(same) {
            groups.push(Group { by: exit.by, to: exit.to, sources: vec![], landing: 0, channel: None });
        }
    }
    groups
}

/// A step with what leads on from it, from this height downwards.
fn row(lane: &Lane, node: usize, top: i32, place: &[usize], sketch: &mut Sketch) {
    let mut landings = 0;
    for group in sketch.groups.iter_mut().filter(|group| group.to == node) {
        group.landing = top + LANDINGS * (landings + 1);
        landings += 1;
    }
    let mut exits: Vec<_> = lane.onward().filter(|exit| exit.from == node).collect();
    // Lines that leave so do not cross: upwards first, then to the ends, then downwards, the farthest first.
    exits.sort_by_key(|exit| {
        let (to, here) = (place[exit.to], place[node]);
        let end = lane.nodes[exit.to].shape == Shape::End;
        (to > here, !end, usize::MAX - to)
    });
    let mut cursor = top + LANDINGS * landings + 8;
    for exit in exits {
        let label = label(exit, cursor);
        let y = cursor + label.rect.h + 5;
        cursor = y + 10;
        sketch.labels.push(label);
        let is_of = |group: &&mut Group| {
            group.to == exit.to
                && group.by == exit.by
                && (group.by == Means::Action || group.sources.is_empty())
        };
        if let Some(group) = sketch.groups.iter_mut().find(is_of) {
            group.sources.push((node, y));
        }
    }
    let block = &mut sketch.nodes[node];
    block.top = top;
    block.height = block.height.max(cursor - top);
}

fn label(exit: &chart::Exit, top: i32) -> SketchedLabel {
    let (style, indent) = match exit.by {
        Means::Action => (Style::Note, 0),
        Means::Silence => (Style::Silence, SIGN),
    };
    let (size, step) = style.size();
    let lines = exit.labels().into_iter().flat_map(|label| wrap(&label, size, LABEL_WIDTH - indent));
    let words: Vec<Words> = lines
        .zip(1..)
        .map(|(text, line)| Words {
            at: Point { x: LABEL_GAP + indent, y: top + step * line - 4 },
            style,
            text,
        })
        .collect();
    let widest = words.iter().map(|words| super::measure::width(&words.text, size)).max().unwrap_or(0);
    let height = step * i32::try_from(words.len()).unwrap_or(i32::MAX / step);
    let rect = Rect { x: LABEL_GAP, y: top, w: widest + indent, h: height };
    let sign = (exit.by == Means::Silence).then_some((Sign::Clock, Point { x: LABEL_GAP, y: top + 1 }));
    SketchedLabel { by: exit.by, rect, words, sign }
}

/// What is written in a block, from its own upper left corner, and how high it must be for that.
fn block(node: &Node, language: Language) -> Sketched {
    let wide = if node.shape == Shape::End { END_WIDTH } else { STEP_WIDTH };
    let mut writing = Writing { sketched: Sketched::default(), y: PADDING - 3, wide: wide - 2 * PADDING - 4 };
    if let Some(mark) = chart::mark(node, language) {
        writing.put(&mark, Style::Mark);
        writing.y += 3;
    }
    writing.put(&Line::plain(node.title.clone()), Style::Title);
    if let Some((_, holder)) = &node.holder {
        writing.put(&Line::plain(holder.clone()), Style::Holder);
    }
    writing.y += if node.notes.is_empty() { 0 } else { 4 };
    for note in &node.notes {
        writing.put(note, Style::Note);
    }
    writing.sketched.height = writing.y + PADDING;
    writing.sketched
}

struct Writing {
    sketched: Sketched,
    y: i32,
    wide: i32,
}

impl Writing {
    fn put(&mut self, line: &Line, style: Style) {
        let (size, step) = style.size();
        let indent = if line.sign.is_some() { SIGN } else { 0 };
        if let Some(sign) = line.sign {
            self.sketched.signs.push((sign, Point { x: PADDING, y: self.y + (step - 14) / 2 }));
        }
        for text in wrap(&line.text, size, self.wide - indent) {
            self.y += step;
            let at = Point { x: PADDING + indent, y: self.y - 4 };
            self.sketched.words.push(Words { at, style, text });
        }
    }
}

/// Gives each group that needs one a channel in which nobody else runs at its height; the shortest are nearest
/// to what they lead to.
fn channels(sketch: &mut Sketch, of: impl Fn(Shape) -> bool, lane: &Lane) {
    let mut waiting: Vec<usize> = (0..sketch.groups.len())
        .filter(|place| {
            let group = &sketch.groups[*place];
            let (low, high) = group.reach();
            of(lane.nodes[group.to].shape) && low < high
        })
        .collect();
    waiting.sort_by_key(|place| {
        let (low, high) = sketch.groups[*place].reach();
        (high - low, low)
    });
    let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
    for place in waiting {
        let (low, high) = sketch.groups[place].reach();
        let free = |runs: &Vec<(i32, i32)>| runs.iter().all(|(from, to)| high + 8 < *from || *to + 8 < low);
        let channel = taken.iter().position(free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[channel].push((low, high));
        sketch.groups[place].channel = Some(channel);
    }
}
