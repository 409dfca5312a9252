//! What a picture promises, checked on its places and on the SVG that is written of it.

use redress::workflow::Definition;
use redress::workflow::drawing::{Picture, Point, Rect, Shape};
use roxmltree::Document;

/// Fails where a picture does not keep a promise of its room.
pub fn holds(picture: &Picture, definition: &Definition) {
    let all = Rect { x: 0, y: 0, w: picture.width, h: picture.height };
    let blocks: Vec<Rect> = picture.blocks.iter().map(|block| block.rect).collect();
    let labels: Vec<Rect> = picture.labels.iter().map(|label| label.rect).collect();
    for (place, one) in blocks.iter().enumerate() {
        assert!(
            picture.lanes.iter().any(|lane| lane.rect.contains(one)),
            "a block outside its track: {one:?}"
        );
        for other in &blocks[place + 1..] {
            assert!(!one.overlaps(other), "two boxes overlap: {one:?} {other:?}");
        }
    }
    for (place, one) in labels.iter().enumerate() {
        assert!(all.contains(one), "a label outside the picture: {one:?}");
        assert!(!blocks.iter().any(|block| block.overlaps(one)), "a label on a box: {one:?}");
        assert!(!labels[place + 1..].iter().any(|other| other.overlaps(one)), "two labels overlap: {one:?}");
    }
    for (place, lane) in picture.lanes.iter().enumerate() {
        assert!(all.contains(&lane.rect));
        assert!(!picture.lanes[place + 1..].iter().any(|other| other.rect.overlaps(&lane.rect)));
    }
    lines_hold(picture, &blocks, &labels);
    for (name, track) in &definition.tracks {
        for step in track.steps.keys() {
            let drawn = picture.blocks.iter().filter(|block| {
                block.track == *name && block.step.as_deref() == Some(step) && block.shape != Shape::Start
            });
            assert_eq!(drawn.count(), 1, "{name}/{step}");
        }
    }
}

/// Every line begins and ends at the side of its box, turns at right angles, and runs over no box, no label and
/// not along a line that leads elsewhere.
fn lines_hold(picture: &Picture, blocks: &[Rect], labels: &[Rect]) {
    let mut runs: Vec<(usize, Rect)> = Vec::new();
    for (number, wire) in picture.wires.iter().enumerate() {
        assert!(!wire.lines.is_empty());
        for (from, points) in &wire.lines {
            let (first, last) = (points[0], points[points.len() - 1]);
            assert!(on_side(&blocks[*from], first), "a line that begins nowhere: {first:?}");
            assert!(on_side(&blocks[wire.to], last), "a line that ends nowhere: {last:?}");
            for pair in points.windows(2) {
                assert!(pair[0].x == pair[1].x || pair[0].y == pair[1].y, "not at right angles: {pair:?}");
                let run = between(pair[0], pair[1]);
                assert!(!blocks.iter().any(|block| block.overlaps(&run)), "a line over a box: {pair:?}");
                assert!(!labels.iter().any(|label| label.overlaps(&run)), "a line over a label: {pair:?}");
                runs.push((number, run));
            }
        }
    }
    for (place, (wire, run)) in runs.iter().enumerate() {
        for (other, along) in &runs[place + 1..] {
            let same_way = (run.w > 0) == (along.w > 0);
            assert!(
                wire == other || !same_way || !thick(run).overlaps(&thick(along)),
                "{run:?} along {along:?}"
            );
        }
    }
}

/// On the left or right side of a box, not at its corners.
pub fn on_side(rect: &Rect, point: Point) -> bool {
    (point.x == rect.x || point.x == rect.x + rect.w) && rect.y < point.y && point.y < rect.y + rect.h
}

/// A straight run as a rectangle without width, or without height.
pub fn between(one: Point, other: Point) -> Rect {
    let (x, y) = (one.x.min(other.x), one.y.min(other.y));
    Rect { x, y, w: one.x.max(other.x) - x, h: one.y.max(other.y) - y }
}

/// A run with the pixel on either side that its stroke takes.
fn thick(run: &Rect) -> Rect {
    if run.w > 0 { Rect { y: run.y - 1, h: 2, ..*run } } else { Rect { x: run.x - 1, w: 2, ..*run } }
}

/// Fails where an SVG is no XML, or does not say to those who do not see it what it shows.
pub fn is_well_written(svg: &str) {
    let document = Document::parse(svg).unwrap_or_else(|fault| panic!("{fault}\n{svg}"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let told_by = root.attribute("aria-labelledby").unwrap();
    for id in told_by.split(' ') {
        let told = root.children().find(|child| child.attribute("id") == Some(id)).unwrap();
        assert!(told.text().is_some_and(|text| !text.trim().is_empty()));
    }
    for node in root.descendants() {
        let elsewhere = ["href", "src"].iter().any(|name| node.attribute(*name).is_some());
        assert!(!elsewhere && node.tag_name().name() != "script", "a drawing stands alone");
    }
}
