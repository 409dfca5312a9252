//! The net: all of a definition that bears on where an appeal can go and when.
//!
//! The one place where the proof reads a [`Definition`]. Names become places in lists, letters and words
//! fall away, and every action is resolved at each step where it is lawful. Whatever the format learns
//! is added here; the rest of the proof knows steps, moves, limits and silences.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::law::{Rule, Span};
use crate::workflow::{self, Anchor, Definition, End, NewTime};

/// A workflow without its words.
#[derive(Debug)]
pub(super) struct Net {
    /// Which of them decide: the legal track, and the forums that may swallow it.
    pub decides: Vec<bool>,
    /// The steps of all tracks.
    pub steps: Vec<Step>,
    /// The actions.
    pub acts: Vec<Act>,
    /// The party an appeal may be handed to, and the step where it then begins.
    pub filings: Vec<(String, usize)>,
    /// How many choices filings have that bear on a time.
    pub choices: usize,
    /// The action that opens a side track, or none for the filing, and the step where that begins.
    pub opens: Vec<(Option<usize>, usize)>,
    /// From when a time is counted that begins with a silence recorded late.
    pub next_time: NewTime,
    /// What the proof passes over, by place in the file.
    pub passed_over: Vec<(Vec<String>, String)>,
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
    /// The rule of counting, by what the filing chose.
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
    /// The net of a definition. A name that the definition does not have is passed over; `compile` lets
    /// none through.
    pub fn of(definition: &Definition) -> Net {
        let steps: Vec<(&str, &str)> = definition
            .tracks
            .iter()
            .flat_map(|(track, body)| body.steps.keys().map(move |step| (track.as_str(), step.as_str())))
            .collect();
        let mut reading = Reading {
            definition,
            places: steps.iter().enumerate().map(|(place, step)| (*step, place)).collect(),
            names: definition
                .actions
                .keys()
                .enumerate()
                .map(|(place, name)| (name.as_str(), place))
                .collect(),
            choices: choices(definition),
            closed: Vec::new(),
            passed_over: Vec::new(),
        };
        let mut read: Vec<Step> = steps
            .iter()
            .filter_map(|(track, step)| Some((track, step, definition.step(track, step)?)))
            .map(|(track, name, step)| reading.step(track, name, step))
            .collect();
        read.append(&mut reading.closed);
        let with = definition.filing.with.iter();
        let filings = with
            .filter_map(|(party, step)| Some((party.clone(), reading.place(&definition.legal_track, step)?)));
        Net {
            decides: definition.tracks.values().map(|track| track.decides).collect(),
            steps: read,
            acts: definition.actions.iter().map(|(name, action)| act(definition, name, action)).collect(),
            filings: filings.collect(),
            choices: reading.choices.len(),
            opens: reading.opens(),
            next_time: definition.after_outage.next_time,
            passed_over: reading.passed_over,
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

/// What filings can choose that bears on a time: nothing, or one of the choices some time asks for.
fn choices(definition: &Definition) -> Vec<BTreeMap<String, String>> {
    let steps = definition.tracks.values().flat_map(|track| track.steps.values());
    let times = steps.flat_map(|step| step.limits().map(|(_, limit)| &limit.time));
    let asked: BTreeSet<(&String, &String)> =
        times.flat_map(|time| &time.or).flat_map(|other| &other.stated).collect();
    let mut choices = vec![BTreeMap::new()];
    for question in asked.iter().map(|(question, _)| *question).collect::<BTreeSet<_>>() {
        let answers = asked.iter().filter(|(asked, _)| *asked == question).map(|(_, answer)| *answer);
        let answers: Vec<&String> = answers.collect();
        let more = choices.iter().flat_map(|choice| {
            answers.iter().map(move |answer| {
                choice
                    .iter()
                    .map(|(q, a): (&String, &String)| (q.clone(), a.clone()))
                    .chain([(question.clone(), (*answer).clone())])
                    .collect()
            })
        });
        let more: Vec<BTreeMap<String, String>> = more.collect();
        choices.extend(more);
    }
    choices
}

struct Reading<'a> {
    definition: &'a Definition,
    places: HashMap<(&'a str, &'a str), usize>,
    names: BTreeMap<&'a str, usize>,
    choices: Vec<BTreeMap<String, String>>,
    /// The ends that no step of the file names, one for each silence that closes.
    closed: Vec<Step>,
    passed_over: Vec<(Vec<String>, String)>,
}

impl Reading<'_> {
    fn step(&mut self, track: &str, name: &str, step: &workflow::Step) -> Step {
        let path = ["tracks", track, "steps", name].map(str::to_owned).to_vec();
        let holder = step.holder().filter(|holder| !holder.is_empty());
        let limits: Vec<Limit> = step
            .limits()
            .filter_map(|(limit, body)| self.limit((track, name), holder, limit, body))
            .collect();
        let end = match step.turn {
            workflow::Turn::End(end) => Some(end),
            workflow::Turn::Held { .. } => None,
        };
        let moves = if end.is_none() { self.moves(track, step, &limits) } else { Vec::new() };
        self.note_stops(&path, &moves, step);
        Step {
            track: self.track(track),
            name: name.to_owned(),
            path,
            named: true,
            holder: holder.map(str::to_owned),
            remedy: step.next_remedy.is_some(),
            end,
            moves,
            limits,
        }
    }

    /// What may be done at a step: what it allows, what is open anywhere, and what a side track allows that
    /// opens a forum which swallows this track.
    fn moves(&mut self, track: &str, step: &workflow::Step, limits: &[Limit]) -> Vec<Move> {
        let listed = step.allows.iter().enumerate().map(|(place, name)| (Some(place), name));
        let mut named: Vec<(Option<usize>, &String)> = listed.collect();
        if self.definition.decides(track) {
            let steps = self.definition.tracks.iter().filter(|(other, _)| *other != track);
            let beside = steps.flat_map(|(_, other)| other.steps.values()).flat_map(|step| &step.allows);
            let swallows = beside.filter(|name| self.forum(track, name).is_some());
            for name in self.definition.anytime.iter().chain(swallows) {
                if !named.iter().any(|(_, known)| *known == name) {
                    named.push((None, name));
                }
            }
        }
        named.into_iter().filter_map(|(listed, name)| self.action(track, name, limits, listed)).collect()
    }

    /// The first step of the forum that an action opens and that swallows a track.
    fn forum(&self, track: &str, action: &str) -> Option<usize> {
        let swallows = |body: &workflow::Track| body.swallows.iter().any(|swallowed| swallowed == track);
        let mut forums = self.definition.tracks.iter().filter(|(_, body)| swallows(body));
        forums.find_map(|(forum, body)| self.place(forum, body.opens.get(action)?))
    }

    fn action(&self, track: &str, name: &str, limits: &[Limit], listed: Option<usize>) -> Option<Move> {
        let action = self.definition.actions.get(name)?;
        let clock = match &action.clock {
            workflow::Clock::Runs => Clock::Runs,
            workflow::Clock::Restarts => Clock::Restarts,
            workflow::Clock::Stops { at_most, .. } => Clock::Stops { most: *at_most },
            workflow::Clock::Extends { limit, by, in_all, .. } => {
                match limits.iter().position(|running| running.name == *limit) {
                    Some(limit) => Clock::Extends { limit, by: *by, in_all: *in_all },
                    None => Clock::Runs,
                }
            }
        };
        let to = match (self.forum(track, name), &action.to) {
            (Some(forum), _) => Some(forum),
            (None, Some(to)) => Some(self.place(track, to)?),
            (None, None) => None,
        };
        Some(Move { act: *self.names.get(name)?, to, clock, listed })
    }

    fn limit(
        &mut self,
        (track, step): (&str, &str),
        holder: Option<&str>,
        name: &str,
        limit: &workflow::Limit,
    ) -> Option<Limit> {
        let goes = |to| Silence::Goes { to, decides: false };
        let silence = match &limit.silence {
            workflow::Silence::Escalate(to) | workflow::Silence::Lapse(to) => goes(self.place(track, to)?),
            // Nobody stands above who appeals.
            workflow::Silence::Climb { then, .. } if self.appeals(holder) => goes(self.place(track, then)?),
            workflow::Silence::Climb { rungs, then } => {
                Silence::Climbs { rungs: *rungs, then: self.place(track, then)? }
            }
            workflow::Silence::Chase { every, at_most, then } => {
                Silence::Chases { every: *every, most: *at_most, then: self.place(track, then)? }
            }
            workflow::Silence::Deemed { then, .. } => {
                Silence::Goes { to: self.place(track, then)?, decides: true }
            }
            workflow::Silence::Close(end) => goes(self.close((track, step), name, *end)),
            // Another limit of the step speaks later; this one is only recorded.
            workflow::Silence::Stay(_) => return None,
        };
        let rules = self.choices.iter().map(|chosen| limit.time.rule_for(chosen).clone()).collect();
        Some(Limit { name: name.to_owned(), rules, from: limit.time.from, runs_on: limit.runs_on, silence })
    }

    /// An end for a silence that closes the track where it stands.
    fn close(&mut self, (track, step): (&str, &str), limit: &str, end: End) -> usize {
        let path = ["tracks", track, "steps", step, "limits", limit, "on-silence", "close"];
        let path = path.map(str::to_owned).to_vec();
        self.closed.push(closed(self.track(track), &format!("{step} closed"), path, end));
        self.places.len() + self.closed.len() - 1
    }

    /// Notes what a stopped clock does that the proof does not follow.
    fn note_stops(&mut self, path: &[String], moves: &[Move], step: &workflow::Step) {
        if !moves.iter().any(|one| matches!(one.clock, Clock::Stops { .. })) {
            return;
        }
        for (name, limit) in step.limits() {
            let here = [path, &["limits".to_owned(), name.to_owned()]].concat();
            if self.definition.after_outage.deemed.is_some()
                && matches!(limit.silence, workflow::Silence::Deemed { .. })
            {
                let what = format!(
                    "that the silence at `{name}` waits for a person when the clock was stopped on its last day"
                );
                self.passed_over.push((here, what));
            }
        }
    }

    /// The actions that open side tracks, and notes of what the proof does not follow in actions.
    fn opens(&mut self) -> Vec<(Option<usize>, usize)> {
        for (name, action) in &self.definition.actions {
            let here = |key: &str| ["actions", name, key].map(str::to_owned).to_vec();
            if let Some(not_before) = &action.not_before {
                let what = format!("that `{name}` may only come after `{}`", not_before.after);
                self.passed_over.push((here("not-before"), what));
            }
            if action.restores_time {
                self.passed_over.push((here("restores-time"), format!("when `{name}` may restore a time")));
            }
            if let workflow::Clock::Extends { per: Some(per), .. } = &action.clock {
                self.passed_over.push((here("extends"), format!("that each `{name}` is earned by `{per}`")));
            }
        }
        let side = self.definition.tracks.iter().filter(|(_, body)| !body.decides);
        let opens = side.flat_map(|(track, body)| {
            body.opens.iter().filter_map(|(action, step)| {
                let act = self.names.get(action.as_str()).copied();
                let step = self.place(track, step)?;
                (act.is_some() || action == workflow::FILING).then_some((act, step))
            })
        });
        opens.collect()
    }

    fn track(&self, track: &str) -> usize {
        self.definition.tracks.keys().position(|name| name == track).unwrap_or_default()
    }

    fn appeals(&self, party: Option<&str>) -> bool {
        let party = party.and_then(|party| self.definition.parties.get(party));
        party.is_some_and(|party| party.found == workflow::Found::Appellant)
    }

    fn place(&self, track: &str, step: &str) -> Option<usize> {
        self.places.get(&(track, step)).copied()
    }
}

/// An end that is no step of the file.
fn closed(track: usize, name: &str, path: Vec<String>, end: End) -> Step {
    let (limits, moves) = (Vec::new(), Vec::new());
    let (name, end) = (name.to_owned(), Some(end));
    Step { track, name, path, named: false, holder: None, remedy: false, end, limits, moves }
}

fn act(definition: &Definition, name: &str, action: &workflow::Action) -> Act {
    let able = action.by.iter().find(|party| !action.barred.contains(party));
    // Each extension is earned by an event, so there are no more than events.
    let earned = match &action.clock {
        workflow::Clock::Extends { per: Some(per), .. } => {
            definition.actions.get(per).and_then(|per| per.at_most)
        }
        _ => None,
    };
    Act {
        name: name.to_owned(),
        by: able.cloned(),
        most: action.at_most.into_iter().chain(earned).min(),
        decides: action.decision.is_some(),
        article: action.article.clone(),
    }
}
