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
    /// Whether an appeal may come late, and something hangs on it.
    pub late: bool,
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

impl Filing {
    /// What can be chosen, in time and late.
    pub fn kinds(&self, net: &Net) -> impl Iterator<Item = (usize, bool)> {
        let late = net.late;
        self.choices.iter().flat_map(move |choice| {
            [false, true].into_iter().filter(move |come| late || !come).map(move |come| (*choice, come))
        })
    }
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
    /// What must have been done before it.
    pub after: Option<After>,
    /// The action each use of which allows one of it.
    pub earned_by: Option<usize>,
    /// Whether it restores the time of an appeal that came late.
    pub restores: bool,
    /// Whether it waits, of an appeal that came late, until its time is restored.
    pub in_time: bool,
    /// How many uses are remembered, as more of them change nothing; none if none are.
    pub counted: Option<u32>,
    /// Whether another action rests on it.
    pub leads: bool,
    /// Whether all it ever does is to make other actions lawful: then who does it at once has all other choices too.
    pub prepares: bool,
}

impl Act {
    /// Whether it is not lawful always: what changes nothing else may then be done at some moments and not at others.
    pub fn depends(&self) -> bool {
        self.after.is_some() || self.earned_by.is_some() || self.restores || self.in_time
    }

    /// Whether it makes other actions lawful.
    pub fn opens(&self) -> bool {
        self.leads || self.restores
    }

    /// Whether it is earned by another action, or must come after it.
    pub fn rests_on(&self, act: usize) -> bool {
        self.earned_by == Some(act) || self.after.is_some_and(|after| after.act == act)
    }
}

/// An action that must come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct After {
    pub act: usize,
    /// The time that must lie between.
    pub wait: Option<Span>,
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
    /// Whether another action rests on one.
    fn leads(&self, act: usize) -> bool {
        self.acts.iter().any(|other| other.rests_on(act))
    }

    /// Whether an action, wherever it is done, does nothing but make others lawful.
    fn prepares(&self, act: usize) -> bool {
        let bare = |one: &Move| one.act != act || one.to.is_none() && one.clock == Clock::Runs;
        let one = &self.acts[act];
        let bare = !one.decides && self.legal_steps().all(|(_, step)| step.moves.iter().all(bare));
        bare && (one.restores || self.leads(act))
    }

    /// How many uses of an action bear on what may follow.
    fn counted(&self, act: usize) -> Option<u32> {
        let (one, prepares) = (&self.acts[act], self.prepares(act));
        let earned = |other: &Act| if other.earned_by == Some(act) { other.most.unwrap_or(1) } else { 1 };
        let resting = self.acts.iter().filter(|other| other.rests_on(act));
        match (resting.map(earned).max(), one.most) {
            (Some(enough), Some(most)) if prepares => Some(enough.min(most)),
            // Being restored is remembered as no longer being late.
            (None, _) if prepares => None,
            (_, Some(most)) => Some(most),
            (enough, None) => enough,
        }
    }

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
