//! A track as a BPMN process: what there is and what leads where, not yet where it is drawn.
//!
//! Pure; part of `bpmn`.

use super::timers::{self, Timer};
use crate::workflow::drawing::chart::{Chart, Exit, Lane};
use crate::workflow::drawing::order::order;
use crate::workflow::drawing::phrases::phrases;
use crate::workflow::drawing::picture::{Means, Point, Rect, Shape};

/// A track.
#[derive(Debug)]
pub(super) struct Pool {
    pub id: String,
    pub title: String,
    pub documentation: String,
    /// The titles of the parties that have a lane.
    pub roles: Vec<(String, Rect)>,
    pub items: Vec<Item>,
    pub flows: Vec<Flow>,
    /// By node of the chart, in the order of columns.
    pub columns: Vec<Column>,
    pub rect: Rect,
}

/// What one node of the chart becomes, by item.
#[derive(Debug)]
pub(super) struct Column {
    pub role: usize,
    /// Where several ways arrive.
    pub join: Option<usize>,
    pub main: usize,
    /// What follows the task: a choice, or a wait where nobody may act.
    pub after: Option<usize>,
    /// Timers that end the task.
    pub ending: Vec<usize>,
    /// Timers that do not, each with the end of what it sends.
    pub beside: Vec<(usize, usize)>,
}

/// An element.
#[derive(Debug)]
pub(super) struct Item {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub documentation: String,
    pub role: usize,
    pub rect: Rect,
    /// Where its name stands, if not where editors put it.
    pub label: Rect,
}

/// What an element is.
#[derive(Debug)]
pub(super) enum Kind {
    Start,
    Task,
    Choice,
    Join,
    Wait(Timer),
    Boundary { on: usize, interrupting: bool, timer: Timer },
    Sent,
    End,
}

/// A sequence flow between two items.
#[derive(Debug)]
pub(super) struct Flow {
    pub id: String,
    pub name: String,
    pub from: usize,
    pub to: usize,
    /// The column it leads to; none for what stays within one.
    pub column: Option<usize>,
    pub points: Vec<Point>,
    /// Where its name stands.
    pub label: Rect,
}

/// Where nothing is yet.
pub(super) const NOWHERE: Rect = Rect { x: 0, y: 0, w: 0, h: 0 };

/// A track of the chart as a process.
pub(super) fn pool(chart: &Chart, lane: &Lane, number: usize) -> Pool {
    let lines: Vec<(usize, usize)> = lane.onward().map(|exit| (exit.from, exit.to)).collect();
    let order = order(lane.nodes.len(), &lines);
    let mut pool = Pool {
        id: format!("track_{number}"),
        title: lane.title.clone(),
        documentation: lane.notes.join("; "),
        roles: vec![],
        items: vec![],
        flows: vec![],
        columns: vec![],
        rect: NOWHERE,
    };
    let mut column_of = vec![0; lane.nodes.len()];
    for (column, &node) in order.iter().enumerate() {
        column_of[node] = column;
        let role = pool.role(&role(chart, lane, node));
        pool.column(chart, lane, node, role);
    }
    for exit in &lane.exits {
        pool.leads(lane, exit, column_of[exit.from], column_of[exit.to]);
    }
    pool
}

/// In whose lane a node lies: its holder's, or of the one from whom it is reached.
fn role(chart: &Chart, lane: &Lane, node: usize) -> String {
    let holder = |node: usize| lane.nodes[node].holder.as_ref().map(|(_, title)| title.clone());
    let opener = || {
        let track = chart.definition.tracks.get(lane.track)?;
        let action = track.opens.keys().find_map(|action| chart.definition.actions.get(action))?;
        Some(chart.party(action.by.first()?))
    };
    let source = || lane.exits.iter().find(|exit| exit.to == node).and_then(|exit| holder(exit.from));
    let found = holder(node).or_else(|| if node == 0 { opener() } else { source() });
    // A track that filing opens begins where its first step lies.
    found
        .or_else(|| lane.nodes.iter().find_map(|node| Some(node.holder.as_ref()?.1.clone())))
        .unwrap_or_default()
}

impl Pool {
    fn role(&mut self, title: &str) -> usize {
        match self.roles.iter().position(|(one, _)| one == title) {
            Some(place) => place,
            None => {
                self.roles.push((title.to_owned(), NOWHERE));
                self.roles.len() - 1
            }
        }
    }

    fn item(&mut self, kind: Kind, name: &str, documentation: String, role: usize) -> usize {
        let id = format!("{}_{}", self.id, self.items.len());
        self.items.push(Item {
            id,
            kind,
            name: name.to_owned(),
            documentation,
            role,
            rect: NOWHERE,
            label: NOWHERE,
        });
        self.items.len() - 1
    }

    fn flow(&mut self, name: String, from: usize, to: usize, column: Option<usize>) {
        let id = format!("{}_flow_{}", self.id, self.flows.len());
        self.flows.push(Flow { id, name, from, to, column, points: vec![], label: NOWHERE });
    }

    fn column(&mut self, chart: &Chart, lane: &Lane, place: usize, role: usize) {
        let (node, words) = (&lane.nodes[place], phrases(chart.language));
        let acts = lane.exits.iter().filter(|exit| exit.from == place && exit.by == Means::Action).count();
        let arriving = lane.exits.iter().filter(|exit| exit.to == place).count();
        let kind = match node.shape {
            Shape::Start => Kind::Start,
            Shape::Step => Kind::Task,
            Shape::End => Kind::End,
        };
        let told = node.notes.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("; ");
        let join = (arriving > 1).then(|| self.item(Kind::Join, "", String::new(), role));
        // A condition under which a track opens must be seen, and not only read in the documentation.
        let name = match (node.shape, node.holder.is_none() && !told.is_empty()) {
            (Shape::Start, true) => format!("{} ({told})", node.title),
            _ => node.title.clone(),
        };
        let main = self.item(kind, &name, told, role);
        if let Some(join) = join {
            self.flow(String::new(), join, main, None);
        }
        let mut column = Column { role, join, main, after: None, ending: vec![], beside: vec![] };
        if acts > 1 {
            column.after = Some(self.item(Kind::Choice, words.choice, String::new(), role));
        }
        for (name, limit) in node.step.iter().flat_map(|step| step.limits()) {
            for timer in timers::beside(chart, limit) {
                let sent = timer.name.clone();
                let kind = Kind::Boundary { on: main, interrupting: false, timer };
                let boundary = self.item(kind, &sent, String::new(), role);
                let end = self.item(Kind::Sent, words.recorded_or_told, String::new(), role);
                self.flow(String::new(), boundary, end, None);
                column.beside.push((boundary, end));
            }
            let exit = lane.exits.iter().find(|exit| exit.from == place && exit.limit == Some(name));
            let Some(label) = exit.and_then(|exit| Some(&exit.told.first()?.0)) else { continue };
            let timer = timers::silent(chart, limit, label);
            if acts == 0 && column.after.is_none() {
                column.after = Some(self.item(Kind::Wait(timer), label, String::new(), role));
            } else {
                let kind = Kind::Boundary { on: main, interrupting: true, timer };
                column.ending.push(self.item(kind, label, String::new(), role));
            }
        }
        if let Some(after) = column.after {
            self.flow(String::new(), main, after, None);
        }
        self.columns.push(column);
    }

    fn leads(&mut self, lane: &Lane, exit: &Exit, from: usize, to: usize) {
        let column = &self.columns[from];
        let acts = lane.exits.iter().filter(|one| one.from == exit.from && one.by == Means::Action).count();
        let (source, name) = match exit.by {
            // Only a choice's ways have names; a single way's stands at the task.
            Means::Action if acts > 1 => (column.after.unwrap_or(column.main), exit.labels().join(" / ")),
            Means::Action => (column.main, String::new()),
            Means::Silence => {
                let nth = lane.exits.iter().filter(|one| one.from == exit.from && one.by == Means::Silence);
                let nth = nth.take_while(|one| one.limit != exit.limit).count();
                let waits = usize::from(acts == 0);
                let source = match nth.checked_sub(waits) {
                    Some(boundary) => column.ending.get(boundary).copied(),
                    None => column.after,
                };
                (source.unwrap_or(column.main), String::new())
            }
        };
        let target = self.columns[to].join.unwrap_or(self.columns[to].main);
        if acts == 1 && exit.by == Means::Action {
            let told = &mut self.items[source].documentation;
            let more = exit.labels().join(" / ");
            *told = if told.is_empty() { more } else { format!("{told}; {more}") };
        }
        self.flow(name, source, target, Some(to));
    }
}
