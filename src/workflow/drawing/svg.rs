//! The picture as SVG: text stays text, light or dark as the reader's screen is, told in words to those who do
//! not see it, and nothing by colour alone (silence is dashed and has a clock, an appeal's place a mark).
//!
//! Pure. The file stands alone: no font, script or style from elsewhere. Its width is fixed, so that a narrow
//! screen scrolls it and does not shrink it.

use std::fmt::Write;

use super::Whereabouts;
use super::picture::{
    Block, Means, Picture, Point, Rect, Sample, Shape, Sign, Standing, Wire, Words, picture,
};
use super::xml::escape;
use crate::texts::Language;
use crate::workflow::definition::Definition;

/// The tones in which neighbouring lines differ, which help the eye and mean nothing.
const TONES: usize = 4;
/// How far a corner is rounded.
const ROUND: i32 = 7;
/// The length of an arrow's head.
const HEAD: i32 = 9;

/// A workflow as SVG, in one language, with an appeal's whereabouts in it where they are given.
pub fn svg(definition: &Definition, language: Language, appeal: Option<&Whereabouts>) -> String {
    let picture = picture(definition, language, appeal);
    let mut svg = opening(&picture);
    put_words(&mut svg, &picture.heading);
    for lane in &picture.lanes {
        put_rect(&mut svg, "lane", lane.rect, 10);
        put_words(&mut svg, &lane.words);
    }
    // Silences lie above the rest.
    for by in [Means::Action, Means::Silence] {
        for (place, wire) in picture.wires.iter().filter(|wire| wire.by == by).enumerate() {
            put_wire(&mut svg, wire, place % TONES);
        }
    }
    for label in &picture.labels {
        if let Some((sign, at)) = label.sign {
            put_sign(&mut svg, sign, at, "still");
        }
        put_words(&mut svg, &label.words);
    }
    for block in &picture.blocks {
        put_block(&mut svg, block);
    }
    for (sample, rect, words) in &picture.legend {
        put_sample(&mut svg, *sample, *rect);
        put_words(&mut svg, std::slice::from_ref(words));
    }
    svg.push_str("</svg>\n");
    svg
}

fn opening(picture: &Picture) -> String {
    let (w, h) = (picture.width, picture.height);
    let (title, description) = (escape(&picture.title), escape(&picture.description));
    let id: String = picture.name.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         lang=\"{}\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{title}</title>\n\
         <desc id=\"{id}-desc\">{description}</desc>\n<style>\n{}</style>\n\
         <rect class=\"ground\" width=\"{w}\" height=\"{h}\"/>\n",
        picture.language.code(),
        include_str!("svg.css"),
    )
}

fn put_words(svg: &mut String, words: &[Words]) {
    for one in words {
        let (Point { x, y }, class) = (one.at, one.style.class());
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(&one.text));
    }
}

fn put_rect(svg: &mut String, class: &str, rect: Rect, round: i32) {
    let Rect { x, y, w, h } = rect;
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{round}\"/>"
    );
}

fn put_block(svg: &mut String, block: &Block) {
    let (standing, sign) = match block.standing {
        Standing::Plain => ("plain", ""),
        Standing::Passed => ("passed", "told"),
        Standing::Here(_) => ("here", "told"),
    };
    let _ = writeln!(svg, "<g class=\"{standing}\">");
    let (class, round) = shaped(block.shape, block.rect);
    put_rect(svg, class, block.rect, round);
    for (kind, at) in &block.signs {
        let of_mark = matches!(kind, Sign::Here | Sign::Passed);
        put_sign(svg, *kind, *at, if of_mark { sign } else { "" });
    }
    put_words(svg, &block.words);
    svg.push_str("</g>\n");
}

fn shaped(shape: Shape, rect: Rect) -> (&'static str, i32) {
    match shape {
        Shape::Start => ("block start", 22.min(rect.h / 2)),
        Shape::Step => ("block", 6),
        Shape::End => ("block end", 26.min(rect.h / 2)),
    }
}

/// The lines that share an arrow, in one piece: first the ground that sets them off from what they cross.
fn put_wire(svg: &mut String, wire: &Wire, tone: usize) {
    let class = match wire.by {
        Means::Silence => "wire silent".to_owned(),
        Means::Action => format!("wire tone{tone}"),
    };
    let mut way = String::new();
    for (_, points) in &wire.lines {
        put_way(&mut way, points);
    }
    let _ = write!(
        svg,
        "<g class=\"{class}\"><path class=\"halo\" d=\"{way}\"/><path class=\"line\" d=\"{way}\"/>"
    );
    if let Some([before, end]) = wire.lines.first().and_then(|(_, points)| points.last_chunk::<2>()) {
        put_head(svg, *before, *end);
    }
    svg.push_str("</g>\n");
}

/// A way with rounded corners, which ends where its arrow's head begins.
fn put_way(way: &mut String, points: &[Point]) {
    let Some((first, rest)) = points.split_first() else { return };
    let _ = write!(way, "M{} {}", first.x, first.y);
    for (place, corner) in rest.iter().enumerate() {
        let before = points[place];
        match rest.get(place + 1) {
            Some(next) => {
                let round = ROUND.min(length(before, *corner) / 2).min(length(*corner, *next) / 2);
                let (into, out) = (toward(*corner, before, round), toward(*corner, *next, round));
                let _ = write!(way, "L{} {}Q{} {} {} {}", into.x, into.y, corner.x, corner.y, out.x, out.y);
            }
            None => {
                let end = toward(*corner, before, HEAD - 2);
                let _ = write!(way, "L{} {}", end.x, end.y);
            }
        }
    }
}

fn put_head(svg: &mut String, before: Point, end: Point) {
    let back = if before.x < end.x { -HEAD } else { HEAD };
    let (x, y) = (end.x, end.y);
    let _ = write!(svg, "<path class=\"head\" d=\"M{x} {y}l{back} -5v10z\"/>");
}

fn length(one: Point, other: Point) -> i32 {
    (one.x - other.x).abs() + (one.y - other.y).abs()
}

/// The point so far from the first towards the second; the two share a row or a column.
fn toward(from: Point, to: Point, far: i32) -> Point {
    Point { x: from.x + (to.x - from.x).signum() * far, y: from.y + (to.y - from.y).signum() * far }
}

/// A sign, fourteen pixels wide and high.
fn put_sign(svg: &mut String, sign: Sign, at: Point, more: &str) {
    let shape = match sign {
        Sign::Clock => "M13 7a6 6 0 1 1-12 0a6 6 0 1 1 12 0M7 3.5V7l2.5 1.5",
        Sign::Bell => "M2 10.5h10c-1.5-1.5-1.5-3-1.5-5a3.5 3.5 0 0 0-7 0c0 2 0 3.5-1.5 5M6 13h2",
        Sign::Pause => "M4.5 2.5v9M9.5 2.5v9",
        Sign::Play => "M4 2.5v9l7-4.5z",
        Sign::Plus => "M7 2v10M2 7h10",
        Sign::Again => "M12 7a5 5 0 1 1-1.6-3.7M11.5 1v3h-3",
        Sign::Point => "M6 7h2",
        Sign::Here => {
            "M7 13C4 9.500 2.500 7.500 2.500 5.500a4.500 4.500 0 0 1 9 0C11.500 7.500 10 9.500 7 13M7 5.400v.2"
        }
        Sign::Passed => "M2 7.500l3.500 3.500L12 3",
    };
    let class = if more.is_empty() { "sign".to_owned() } else { format!("sign {more}") };
    let _ =
        writeln!(svg, "<path class=\"{class}\" transform=\"translate({} {})\" d=\"{shape}\"/>", at.x, at.y);
}

fn put_sample(svg: &mut String, sample: Sample, rect: Rect) {
    let middle = rect.y + rect.h / 2;
    match sample {
        Sample::Block(shape) => {
            let (class, round) = shaped(shape, rect);
            put_rect(svg, class, rect, round);
        }
        Sample::Wire(by) => {
            let points = vec![Point { x: rect.x, y: middle }, Point { x: rect.x + rect.w, y: middle }];
            put_wire(svg, &Wire { by, to: 0, lines: vec![(0, points)] }, 0);
        }
        Sample::Sign(sign) => put_sign(svg, sign, Point { x: rect.x, y: rect.y + 2 }, ""),
    }
}
