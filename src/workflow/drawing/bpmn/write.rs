//! The processes as XML: what they are, then where they are drawn.
//!
//! Pure; part of `bpmn`. The order of elements is that of the standard's schema.

use std::fmt::Write;

use super::process::{Item, Kind, NOWHERE, Pool};
use super::timers::{Iso, Timer};
use crate::texts::Language;
use crate::workflow::definition::Definition;
use crate::workflow::drawing::picture::Rect;
use crate::workflow::drawing::xml::escape;

const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bpmn:definitions \
    xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
    xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
    xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" \
    xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// The whole document.
pub(super) fn write(definition: &Definition, language: Language, pools: Vec<Pool>) -> String {
    let name = escape(&definition.name);
    let mut xml = format!(
        "{OPENING} id=\"definitions\" name=\"{name}\" targetNamespace=\"urn:redress:workflow:{name}:{}\" \
         exporter=\"redress\">\n",
        definition.version
    );
    let _ = writeln!(xml, "  <bpmn:collaboration id=\"collaboration\">");
    document(
        &mut xml,
        "    ",
        &format!("{}; {}", definition.title.get(language), definition.law.get(language)),
    );
    for Pool { id, title, .. } in &pools {
        let title = escape(title);
        let _ =
            writeln!(xml, "    <bpmn:participant id=\"{id}_pool\" name=\"{title}\" processRef=\"{id}\"/>");
    }
    xml.push_str("  </bpmn:collaboration>\n");
    for pool in &pools {
        process(&mut xml, pool);
    }
    diagram(&mut xml, &pools);
    xml.push_str("</bpmn:definitions>\n");
    xml
}

fn document(xml: &mut String, indent: &str, text: &str) {
    if !text.is_empty() {
        let _ = writeln!(xml, "{indent}<bpmn:documentation>{}</bpmn:documentation>", escape(text));
    }
}

fn process(xml: &mut String, pool: &Pool) {
    let (id, title) = (&pool.id, escape(&pool.title));
    let _ = writeln!(xml, "  <bpmn:process id=\"{id}\" name=\"{title}\" isExecutable=\"false\">");
    document(xml, "    ", &pool.documentation);
    let _ = writeln!(xml, "    <bpmn:laneSet id=\"{id}_lanes\">");
    for (number, (role, _)) in pool.roles.iter().enumerate() {
        let _ = writeln!(xml, "      <bpmn:lane id=\"{id}_lane_{number}\" name=\"{}\">", escape(role));
        for item in pool.items.iter().filter(|item| item.role == number) {
            let _ = writeln!(xml, "        <bpmn:flowNodeRef>{}</bpmn:flowNodeRef>", item.id);
        }
        xml.push_str("      </bpmn:lane>\n");
    }
    xml.push_str("    </bpmn:laneSet>\n");
    for (place, item) in pool.items.iter().enumerate() {
        element(xml, pool, place, item);
    }
    for flow in &pool.flows {
        let (from, to) = (&pool.items[flow.from].id, &pool.items[flow.to].id);
        let _ = writeln!(
            xml,
            "    <bpmn:sequenceFlow id=\"{}\"{} sourceRef=\"{from}\" targetRef=\"{to}\"/>",
            flow.id,
            named(&flow.name)
        );
    }
    xml.push_str("  </bpmn:process>\n");
}

fn element(xml: &mut String, pool: &Pool, place: usize, item: &Item) {
    let (tag, more) = match &item.kind {
        Kind::Start => ("startEvent", String::new()),
        Kind::Task => ("userTask", String::new()),
        Kind::Choice => ("exclusiveGateway", " gatewayDirection=\"Diverging\"".to_owned()),
        Kind::Join => ("exclusiveGateway", " gatewayDirection=\"Converging\"".to_owned()),
        Kind::Wait(_) => ("intermediateCatchEvent", String::new()),
        Kind::Boundary { on, interrupting, .. } => {
            let on = &pool.items[*on].id;
            ("boundaryEvent", format!(" attachedToRef=\"{on}\" cancelActivity=\"{interrupting}\""))
        }
        Kind::Sent | Kind::End => ("endEvent", String::new()),
    };
    let (id, name) = (&item.id, named(&item.name));
    let _ = writeln!(xml, "    <bpmn:{tag} id=\"{id}\"{name}{more}>");
    let timer = match &item.kind {
        Kind::Wait(timer) | Kind::Boundary { timer, .. } => Some(timer),
        _ => None,
    };
    document(xml, "      ", timer.map_or(&item.documentation, |timer| &timer.told));
    for flow in pool.flows.iter().filter(|flow| flow.to == place) {
        let _ = writeln!(xml, "      <bpmn:incoming>{}</bpmn:incoming>", flow.id);
    }
    for flow in pool.flows.iter().filter(|flow| flow.from == place) {
        let _ = writeln!(xml, "      <bpmn:outgoing>{}</bpmn:outgoing>", flow.id);
    }
    if let Some(timer) = timer {
        definition(xml, id, timer);
    }
    if matches!(item.kind, Kind::Sent) {
        let _ = writeln!(xml, "      <bpmn:messageEventDefinition id=\"{id}_message\"/>");
    }
    let _ = writeln!(xml, "    </bpmn:{tag}>");
}

fn definition(xml: &mut String, id: &str, timer: &Timer) {
    let (tag, iso) = match &timer.iso {
        None => {
            let _ = writeln!(xml, "      <bpmn:timerEventDefinition id=\"{id}_timer\"/>");
            return;
        }
        Some(Iso::Duration(iso)) => ("timeDuration", iso),
        Some(Iso::Cycle(iso)) => ("timeCycle", iso),
    };
    let _ = writeln!(
        xml,
        "      <bpmn:timerEventDefinition id=\"{id}_timer\">\n        <bpmn:{tag} \
         xsi:type=\"bpmn:tFormalExpression\">{iso}</bpmn:{tag}>\n      </bpmn:timerEventDefinition>"
    );
}

fn named(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" name=\"{}\"", escape(name)) }
}

fn diagram(xml: &mut String, pools: &[Pool]) {
    xml.push_str(
        "  <bpmndi:BPMNDiagram id=\"diagram\">\n    <bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n",
    );
    for pool in pools {
        shape(xml, &format!("{}_pool", pool.id), " isHorizontal=\"true\"", pool.rect, NOWHERE);
        for (number, (_, rect)) in pool.roles.iter().enumerate() {
            shape(xml, &format!("{}_lane_{number}", pool.id), " isHorizontal=\"true\"", *rect, NOWHERE);
        }
        for item in &pool.items {
            let marked = matches!(item.kind, Kind::Choice | Kind::Join);
            let more = if marked { " isMarkerVisible=\"true\"" } else { "" };
            shape(xml, &item.id, more, item.rect, item.label);
        }
        for flow in &pool.flows {
            let _ =
                writeln!(xml, "      <bpmndi:BPMNEdge id=\"{}_di\" bpmnElement=\"{}\">", flow.id, flow.id);
            for point in &flow.points {
                let _ = writeln!(xml, "        <di:waypoint x=\"{}\" y=\"{}\"/>", point.x, point.y);
            }
            label(xml, flow.label);
            xml.push_str("      </bpmndi:BPMNEdge>\n");
        }
    }
    xml.push_str("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n");
}

fn shape(xml: &mut String, id: &str, more: &str, rect: Rect, name: Rect) {
    let _ = writeln!(xml, "      <bpmndi:BPMNShape id=\"{id}_di\" bpmnElement=\"{id}\"{more}>");
    bounds(xml, rect);
    label(xml, name);
    xml.push_str("      </bpmndi:BPMNShape>\n");
}

/// Where a name stands; editors place what is left out.
fn label(xml: &mut String, rect: Rect) {
    if rect != NOWHERE {
        xml.push_str("        <bpmndi:BPMNLabel>\n");
        bounds(xml, rect);
        xml.push_str("        </bpmndi:BPMNLabel>\n");
    }
}

fn bounds(xml: &mut String, rect: Rect) {
    let Rect { x, y, w, h } = rect;
    let _ = writeln!(xml, "        <dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>");
}
