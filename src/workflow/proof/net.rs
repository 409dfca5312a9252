//! The net: all of a definition that bears on where an appeal can go and when.
//!
//! Names become places in lists, letters and words fall away, and every action is resolved at each step where
//! it is lawful. Whatever the format learns is added here and in `reading`, which makes the net of a definition; the
//! rest of the proof knows steps, moves, limits and silences.

mod reading;

use crate::law::{Rule, Span};
use crate::workflow::{Anchor, End, NewTime};

/// A workflow without its words.
#[derive(Debug)]
pub(super) struct Net {
    /// Which of them decide: the legal track, and the forums that may swallow it.
    pub decides: Vec<bool>,
    /// The steps of all tracks.
    pub steps: Vec<Step>,
    /// The actions.
    pub acts: Vec<Act>,
    /// The ways of filing.
    pub filings: Vec<Filing>,
    /// The action that opens a side track, or none for the filing, and the step where that begins.
    pub opens: Vec<(Option<usize>, usize)>,
    /// The steps from whose arrivals something is promised.
    pub promised: Vec<usize>,
    /// From when a time is counted that begins with a silence recorded late.
    pub next_time: NewTime,
    /// What the proof passes over, by place in the file.
    pub passed_over: Vec<(Vec<String>, String)>,
}

/// A way of filing.
#[derive(Debug)]
pub(super) struct Filing {
    /// The party the appeal is handed to.
    pub with: String,
    /// The step where it then begins.
    pub step: usize,
    /// What can be chosen that bears on a time, as places among the rules of limits.
    pub choices: Vec<usize>,
}

/// A step.
#[derive(Debug)]
pub(super) struct Step {
    pub track: usize,
    pub name: String,
    /// Its place in the workflow file.
    pub path: Vec<String>,
    /// Whether the file names it; the end of a silence that closes the track has no name.
    pub named: bool,
    /// The party that must act; none where the track ends.
    pub holder: Option<String>,
    /// Whether the next remedy is open here.
    pub remedy: bool,
    pub end: Option<End>,
    pub limits: Vec<Limit>,
    /// What may be done here, in the order of the file, and what may be done anywhere.
    pub moves: Vec<Move>,
}

/// An action at one step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub act: usize,
    /// Where it leads; none if the track stays.
    pub to: Option<usize>,
    pub clock: Clock,
    /// Its place under the step's `allows`; none if it is open anywhere.
    pub listed: Option<usize>,
}

impl Move {
    /// Whether it changes anything that the proof looks at.
    pub fn matters(&self, acts: &[Act]) -> bool {
        self.to.is_some() || self.clock != Clock::Runs || acts[self.act].decides
    }
}

/// What an action does to the clock of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Runs,
    /// Lengthens a limit of the step, by so much at most, and by so much in all.
    Extends {
        limit: usize,
        by: Span,
        in_all: Option<Span>,
    },
    /// Stops all limits of the step, for so long at most.
    Stops {
        most: Span,
    },
    Restarts,
}

/// An action, wherever it is done.
#[derive(Debug)]
pub(super) struct Act {
    pub name: String,
    /// Who does it: the first party that is not barred.
    pub by: Option<String>,
    /// How often in one appeal.
    pub most: Option<u32>,
    pub decides: bool,
    pub article: Option<String>,
}

/// A limit of a step.
#[derive(Debug)]
pub(super) struct Limit {
    pub name: String,
    /// The rule of counting, by what the filing chose; the first is for a filing that chose nothing.
    pub rules: Vec<Rule>,
    pub from: Anchor,
    /// Whether it runs on while the clock of the step is stopped.
    pub runs_on: bool,
    pub silence: Silence,
}

/// What silence at a limit leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// To a step; `decides` if the law takes it for a decision.
    Goes {
        to: usize,
        decides: bool,
    },
    Climbs {
        rungs: u32,
        then: usize,
    },
    Chases {
        every: Span,
        most: u32,
        then: usize,
    },
}

impl Silence {
    /// The step that follows in the end.
    pub fn then(self) -> usize {
        match self {
            Silence::Goes { to, .. } => to,
            Silence::Climbs { then, .. } | Silence::Chases { then, .. } => then,
        }
    }
}

impl Net {
    /// The same net as far as nothing is decided: nobody decides, and a silence taken for a decision leads away.
    pub fn undecided(mut self) -> Net {
        self.acts.iter_mut().filter(|act| act.decides).for_each(|act| act.by = None);
        let decided = self.steps.len();
        for silence in self.steps.iter_mut().flat_map(|step| &mut step.limits).map(|limit| &mut limit.silence)
        {
            if matches!(silence, Silence::Goes { decides: true, .. }) {
                *silence = Silence::Goes { to: decided, decides: true };
            }
        }
        let legal = self.decides.iter().position(|decides| *decides).unwrap_or_default();
        self.steps.push(closed(legal, "decided", Vec::new(), End::Done));
        self
    }

    /// The place of a step in the workflow file.
    pub fn path(&self, step: usize) -> Vec<String> {
        self.steps[step].path.clone()
    }

    /// Whether a step is of a track that decides.
    pub fn is_legal(&self, step: usize) -> bool {
        self.decides[self.steps[step].track]
    }

    /// The steps of the tracks that decide.
    pub fn legal_steps(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.steps.iter().enumerate().filter(|(_, step)| self.decides[step.track])
    }
}

/// An end that is no step of the file.
fn closed(track: usize, name: &str, path: Vec<String>, end: End) -> Step {
    let (limits, moves) = (Vec::new(), Vec::new());
    let (name, end) = (name.to_owned(), Some(end));
    Step { track, name, path, named: false, holder: None, remedy: false, end, limits, moves }
}
