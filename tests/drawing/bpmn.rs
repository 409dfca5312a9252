//! What the BPMN text promises: it is XML, what it names exists, its shapes lie apart and its ways between them.

use std::collections::BTreeMap;

use redress::workflow::drawing::{Point, Rect};
use roxmltree::{Document, Node};

use super::picture::between;

/// Fails where a BPMN text does not keep a promise of its room.
pub fn holds(xml: &str) {
    let document = Document::parse(xml).unwrap_or_else(|fault| panic!("{fault}\n{xml}"));
    let ids: BTreeMap<&str, Node> =
        document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let given = document.descendants().filter(|node| node.attribute("id").is_some()).count();
    assert_eq!(ids.len(), given, "no id is given twice");
    for node in document.descendants() {
        for name in ["sourceRef", "targetRef", "attachedToRef", "processRef", "bpmnElement"] {
            assert!(node.attribute(name).is_none_or(|id| ids.contains_key(id)), "{name} of {node:?}");
        }
    }
    let shapes: BTreeMap<&str, Rect> =
        named(&document, "BPMNShape").map(|node| (element(node), rect(node))).collect();
    for node in document.descendants().filter(|node| is_drawn(*node)) {
        assert!(shapes.contains_key(node.attribute("id").unwrap()), "not drawn: {node:?}");
    }
    for timer in named(&document, "timerEventDefinition") {
        let told =
            timer.parent().unwrap().children().find(|child| child.tag_name().name() == "documentation");
        assert!(told.is_some_and(|told| told.text().is_some()), "a timer without its span in words");
    }
    apart(&document, &shapes);
    ways(&document, &ids, &shapes);
}

fn named<'a>(document: &'a Document, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |node| node.tag_name().name() == name)
}

fn element<'a>(node: Node<'a, 'a>) -> &'a str {
    node.attribute("bpmnElement").unwrap()
}

/// Whether an element is one of those that an editor shows as a shape.
fn is_drawn(node: Node) -> bool {
    let name = node.tag_name().name();
    let is_event = name.ends_with("Event") || name.ends_with("Gateway");
    is_event || ["userTask", "lane", "participant"].contains(&name)
}

fn rect(shape: Node) -> Rect {
    let bounds = shape.children().find(|child| child.tag_name().name() == "Bounds").unwrap();
    let [x, y, w, h] =
        ["x", "y", "width", "height"].map(|name| bounds.attribute(name).unwrap().parse().unwrap());
    Rect { x, y, w, h }
}

/// Elements lie apart, a timer on its task's edge aside, each within its lane.
fn apart(document: &Document, shapes: &BTreeMap<&str, Rect>) {
    let flat: Vec<Node> = document
        .descendants()
        .filter(|node| is_drawn(*node) && !["lane", "participant"].contains(&node.tag_name().name()))
        .collect();
    for (place, one) in flat.iter().enumerate() {
        for other in &flat[place + 1..] {
            let attached = |timer: &Node, on: &Node| timer.attribute("attachedToRef") == on.attribute("id");
            let (a, b) = (&shapes[one.attribute("id").unwrap()], &shapes[other.attribute("id").unwrap()]);
            assert!(
                !a.overlaps(b) || attached(one, other) || attached(other, one),
                "{one:?} and {other:?} overlap"
            );
        }
    }
    for reference in named(document, "flowNodeRef") {
        let lane = reference.parent().unwrap().attribute("id").unwrap();
        assert!(shapes[lane].contains(&shapes[reference.text().unwrap()]), "{reference:?} outside its lane");
    }
}

/// Every way begins and ends at its shapes and runs over no task, event or gateway in between.
fn ways(document: &Document, ids: &BTreeMap<&str, Node>, shapes: &BTreeMap<&str, Rect>) {
    let tasks: Vec<Rect> =
        named(document, "userTask").map(|task| shapes[task.attribute("id").unwrap()]).collect();
    let mut drawn = 0;
    for edge in named(document, "BPMNEdge") {
        let flow = ids[element(edge)];
        let points: Vec<Point> =
            edge.children().filter(|child| child.tag_name().name() == "waypoint").map(point).collect();
        let (from, to) = (flow.attribute("sourceRef").unwrap(), flow.attribute("targetRef").unwrap());
        assert!(touches(&shapes[from], points[0]), "{flow:?} begins nowhere");
        assert!(touches(&shapes[to], points[points.len() - 1]), "{flow:?} ends nowhere");
        for pair in points.windows(2) {
            assert!(pair[0].x == pair[1].x || pair[0].y == pair[1].y, "{flow:?} is not at right angles");
            let run = between(pair[0], pair[1]);
            assert!(!tasks.iter().any(|task| task.overlaps(&run)), "{flow:?} runs over a task");
        }
        drawn += 1;
    }
    assert_eq!(drawn, named(document, "sequenceFlow").count());
}

fn point(node: Node) -> Point {
    let [x, y] = ["x", "y"].map(|name| node.attribute(name).unwrap().parse().unwrap());
    Point { x, y }
}

/// On the edge of a shape.
fn touches(rect: &Rect, point: Point) -> bool {
    let across = rect.x <= point.x && point.x <= rect.x + rect.w;
    let down = rect.y <= point.y && point.y <= rect.y + rect.h;
    let on_side = point.x == rect.x || point.x == rect.x + rect.w;
    let on_end = point.y == rect.y || point.y == rect.y + rect.h;
    across && down && (on_side || on_end)
}
