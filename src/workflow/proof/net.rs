//! The net: all of a definition that bears on where an appeal can go and when.
//!
//! The one place where the proof reads a [`Definition`]. Names become places in lists, letters and words
//! fall away, and every action is resolved at each step where it is lawful. Whatever the format learns
//! is added here; the rest of the proof knows steps, moves, limits and silences.

use std::collections::{BTreeMap, HashMap};

use crate::law::{Rule, Span};
use crate::workflow::{self, Anchor, Definition, End, NewTime};

/// A workflow without its words.
#[derive(Debug)]
pub(super) struct Net {
    /// The names of the tracks.
    pub tracks: Vec<String>,
    /// The place of the track that decides.
    pub legal: usize,
    /// The steps of all tracks.
    pub steps: Vec<Step>,
    /// The actions.
    pub acts: Vec<Act>,
    /// The party an appeal may be handed to, and the step where it then begins.
    pub filings: Vec<(String, usize)>,
    /// The action that opens a side track, and the step where that begins.
    pub opens: Vec<(usize, usize)>,
    /// From when a time is counted that begins with a silence recorded late.
    pub next_time: NewTime,
}

/// A step.
#[derive(Debug)]
pub(super) struct Step {
    pub track: usize,
    pub name: String,
    /// The party that must act; none where the track ends.
    pub holder: Option<String>,
    /// Whether the party that files holds it: reached by silence, its next remedy is open.
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
    /// Lengthens a limit of the step, by so much at most.
    Extends {
        limit: usize,
        by: Span,
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
    pub rule: Rule,
    pub from: Anchor,
    pub silence: Silence,
}

/// What silence at a limit leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    Goes { to: usize },
    Climbs { rungs: u32, then: usize },
    Chases { every: Span, most: u32, then: usize },
}

impl Silence {
    /// The step that follows in the end.
    pub fn then(self) -> usize {
        match self {
            Silence::Goes { to } => to,
            Silence::Climbs { then, .. } | Silence::Chases { then, .. } => then,
        }
    }
}

impl Net {
    /// The net of a definition. A name that the definition does not have is passed over; `compile` lets
    /// none through.
    pub fn of(definition: &Definition) -> Net {
        let mut places: HashMap<(&str, &str), usize> = HashMap::new();
        for (track, body) in &definition.tracks {
            for step in body.steps.keys() {
                places.insert((track, step), places.len());
            }
        }
        let names: BTreeMap<&str, usize> =
            definition.actions.keys().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let tracks: Vec<String> = definition.tracks.keys().cloned().collect();
        let reading = Reading { definition, places: &places, names: &names };
        let steps = definition.tracks.iter().enumerate();
        let steps = steps.flat_map(|(place, (track, body))| {
            body.steps.iter().map(move |(name, step)| reading.step(place, track, name, step))
        });
        let legal = definition.legal_track.as_str();
        let with = definition.filing.with.iter();
        let opens = definition.tracks.iter().flat_map(|(track, body)| {
            body.opens.iter().map(move |(action, step)| (action.as_str(), (track.as_str(), step.as_str())))
        });
        Net {
            legal: tracks.iter().position(|track| track == legal).unwrap_or_default(),
            steps: steps.collect(),
            acts: definition.actions.iter().map(|(name, action)| act(name, action)).collect(),
            filings: with
                .filter_map(|(party, step)| Some((party.clone(), *places.get(&(legal, step.as_str()))?)))
                .collect(),
            opens: opens
                .filter_map(|(action, step)| Some((*names.get(action)?, *places.get(&step)?)))
                .collect(),
            next_time: definition.after_outage.next_time,
            tracks,
        }
    }

    /// The same net if nobody ever decided.
    pub fn undecided(mut self) -> Net {
        self.acts.iter_mut().filter(|act| act.decides).for_each(|act| act.by = None);
        self
    }

    /// The place of a step in the workflow file.
    pub fn path(&self, step: usize) -> Vec<String> {
        let step = &self.steps[step];
        ["tracks", &self.tracks[step.track], "steps", &step.name].map(str::to_owned).to_vec()
    }

    /// The steps of the track that decides.
    pub fn legal_steps(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.steps.iter().enumerate().filter(|(_, step)| step.track == self.legal)
    }
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    definition: &'a Definition,
    places: &'a HashMap<(&'a str, &'a str), usize>,
    names: &'a BTreeMap<&'a str, usize>,
}

impl Reading<'_> {
    fn step(&self, place: usize, track: &str, name: &str, step: &workflow::Step) -> Step {
        let holder = step.holder().filter(|holder| !holder.is_empty());
        let limits = step.limits().filter_map(|(name, limit)| self.limit(track, holder, name, limit));
        let limits: Vec<Limit> = limits.collect();
        let end = match step.turn {
            workflow::Turn::End(end) => Some(end),
            workflow::Turn::Held { .. } => None,
        };
        let listed = step.allows.iter().enumerate().map(|(place, name)| (Some(place), name));
        let legal = track == self.definition.legal_track && end.is_none();
        let anytime = self.definition.anytime.iter().filter(|name| legal && !step.allows.contains(name));
        let named = listed.chain(anytime.map(|name| (None, name)));
        Step {
            track: place,
            name: name.to_owned(),
            remedy: holder == Some(&self.definition.filing.by),
            holder: holder.map(str::to_owned),
            end,
            moves: named.filter_map(|(listed, action)| self.action(track, action, &limits, listed)).collect(),
            limits,
        }
    }

    fn action(&self, track: &str, name: &str, limits: &[Limit], listed: Option<usize>) -> Option<Move> {
        let action = self.definition.actions.get(name)?;
        let clock = match &action.clock {
            workflow::Clock::Runs => Clock::Runs,
            workflow::Clock::Restarts => Clock::Restarts,
            workflow::Clock::Stops { at_most, .. } => Clock::Stops { most: *at_most },
            workflow::Clock::Extends { limit, by } => {
                match limits.iter().position(|running| running.name == *limit) {
                    Some(limit) => Clock::Extends { limit, by: *by },
                    None => Clock::Runs,
                }
            }
        };
        let to = match &action.to {
            Some(to) => Some(self.place(track, to)?),
            None => None,
        };
        Some(Move { act: *self.names.get(name)?, to, clock, listed })
    }

    fn limit(&self, track: &str, holder: Option<&str>, name: &str, limit: &workflow::Limit) -> Option<Limit> {
        let silence = match &limit.silence {
            workflow::Silence::Escalate(to) | workflow::Silence::Lapse(to) => {
                Silence::Goes { to: self.place(track, to)? }
            }
            // Nobody stands above who appeals.
            workflow::Silence::Climb { then, .. } if self.appeals(holder) => {
                Silence::Goes { to: self.place(track, then)? }
            }
            workflow::Silence::Climb { rungs, then } => {
                Silence::Climbs { rungs: *rungs, then: self.place(track, then)? }
            }
            workflow::Silence::Chase { every, at_most, then } => {
                Silence::Chases { every: *every, most: *at_most, then: self.place(track, then)? }
            }
        };
        let workflow::Time { rule, from, .. } = &limit.time;
        Some(Limit { name: name.to_owned(), rule: rule.clone(), from: *from, silence })
    }

    fn appeals(&self, party: Option<&str>) -> bool {
        let party = party.and_then(|party| self.definition.parties.get(party));
        party.is_some_and(|party| party.found == workflow::Found::Appellant)
    }

    fn place(&self, track: &str, step: &str) -> Option<usize> {
        self.places.get(&(track, step)).copied()
    }
}

fn act(name: &str, action: &workflow::Action) -> Act {
    let able = action.by.iter().find(|party| !action.barred.contains(party));
    Act {
        name: name.to_owned(),
        by: able.cloned(),
        most: action.at_most,
        decides: action.decision.is_some(),
        article: action.article.clone(),
    }
}
