//! The picture as data: every box, line, label and word with its place, in pixels from the upper left corner.
//!
//! Pure. `arrange` makes it, `svg` writes it down, tests hold it to what the room promises.

use super::Whereabouts;
use super::arrange::arrange;
use super::chart::Chart;
use crate::texts::Language;
use crate::workflow::definition::Definition;

/// The picture of a workflow in one language, with an appeal's whereabouts in it where they are given.
pub fn picture(definition: &Definition, language: Language, appeal: Option<&Whereabouts>) -> Picture {
    arrange(&Chart::of(definition, language, appeal))
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The workflow's name, of which ids are made.
    pub name: String,
    /// The language of its words.
    pub language: Language,
    /// What it shows, in a line.
    pub title: String,
    /// All of it in words, for those who do not see it.
    pub description: String,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// The words above all.
    pub heading: Vec<Words>,
    /// The tracks, from above.
    pub lanes: Vec<LaneBox>,
    /// Beginnings, steps and ends.
    pub blocks: Vec<Block>,
    /// What leads from block to block.
    pub wires: Vec<Wire>,
    /// What is written at the wires.
    pub labels: Vec<Label>,
    /// What the signs mean.
    pub legend: Vec<(Sample, Rect, Words)>,
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From above.
    pub y: i32,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// How wide.
    pub w: i32,
    /// How high.
    pub h: i32,
}

impl Rect {
    /// Whether they have some of their insides in common.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }

    /// Whether all of the other lies in it.
    pub fn contains(&self, other: &Rect) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.x + other.w <= self.x + self.w
            && other.y + other.h <= self.y + self.h
    }

    pub(super) fn shifted(self, by: Point) -> Rect {
        Rect { x: self.x + by.x, y: self.y + by.y, ..self }
    }
}

/// A line of words, at its baseline's left end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Where.
    pub at: Point,
    /// How.
    pub style: Style,
    /// What.
    pub text: String,
}

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The picture's title.
    Heading,
    /// What is below it, and the notes of a track.
    Small,
    /// A track's title.
    Track,
    /// A block's title.
    Title,
    /// Who must act.
    Holder,
    /// What is said at a block or a wire.
    Note,
    /// What is said of silence.
    Silence,
    /// Where an appeal stands or stood.
    Mark,
}

impl Style {
    /// The size of the letters by which they are measured (bold ones are an eighth wider) and the distance of lines.
    pub(super) fn size(self) -> (i32, i32) {
        match self {
            Style::Heading => (27, 30),
            Style::Track => (19, 24),
            Style::Title => (17, 19),
            Style::Mark => (15, 18),
            Style::Holder | Style::Small => (13, 18),
            Style::Note | Style::Silence => (12, 16),
        }
    }

    /// Its class in a style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Style::Heading => "heading",
            Style::Small => "small",
            Style::Track => "track",
            Style::Title => "title",
            Style::Holder => "holder",
            Style::Note => "note",
            Style::Silence => "silence",
            Style::Mark => "mark",
        }
    }
}

/// A sign before words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A time.
    Clock,
    /// A reminder.
    Bell,
    /// Stops the clock.
    Pause,
    /// Starts it again.
    Play,
    /// Adds time.
    Plus,
    /// Leads back to where it is.
    Again,
    /// Something else that is true here.
    Point,
    /// The appeal stands here.
    Here,
    /// It was here.
    Passed,
}

/// A line of text that is not placed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The sign before it.
    pub sign: Option<Sign>,
    /// The text.
    pub text: String,
}

impl Line {
    pub(super) fn plain(text: String) -> Line {
        Line { sign: None, text }
    }

    pub(super) fn signed(sign: Sign, text: String) -> Line {
        Line { sign: Some(sign), text }
    }
}

/// A track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneBox {
    /// Its name.
    pub track: String,
    /// Where.
    pub rect: Rect,
    /// Its title and notes.
    pub words: Vec<Words>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Where a track begins.
    Start,
    /// A step.
    Step,
    /// Where it ends.
    End,
}

/// Whether an appeal stands at a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does not, or no appeal is shown.
    Plain,
    /// It did.
    Passed,
    /// It does, to act until a day.
    Here(Option<String>),
}

/// A beginning, a step or an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The track.
    pub track: String,
    /// The step; none where the drawing adds a beginning or an end.
    pub step: Option<String>,
    /// What it is.
    pub shape: Shape,
    /// Whether an appeal stands here.
    pub standing: Standing,
    /// Where.
    pub rect: Rect,
    /// What is written in it.
    pub words: Vec<Words>,
    /// The signs in it, by their upper left corner.
    pub signs: Vec<(Sign, Point)>,
}

/// By what an appeal is led on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// Somebody acts.
    Action,
    /// The time passes.
    Silence,
}

/// All that leads to a block by one means; lines to the same block share their last part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// By what.
    pub by: Means,
    /// The block it leads to.
    pub to: usize,
    /// The block each line comes from and the corners of its way, to the arrow's head.
    pub lines: Vec<(usize, Vec<Point>)>,
}

/// What is written at a wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// By what it leads on.
    pub by: Means,
    /// The place it takes.
    pub rect: Rect,
    /// The words.
    pub words: Vec<Words>,
    /// Its sign, by the upper left corner.
    pub sign: Option<(Sign, Point)>,
}

/// What the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// A block.
    Block(Shape),
    /// A wire.
    Wire(Means),
    /// A sign.
    Sign(Sign),
}
