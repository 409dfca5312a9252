//! From a definition to its net: the one place where the proof reads a [`Definition`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Act, After, Clock, Filing, Limit, Move, Net, Silence, Step, closed};
use crate::workflow::{
    self, Anchor, Definition, End, FieldKind, Late, NewTime, Outcome, Promise, PromiseStart, WITH,
};

impl Net {
    /// The net of a definition. A name that the definition does not have is passed over; `compile` lets
    /// none through.
    pub(in crate::workflow::proof) fn of(definition: &Definition) -> Net {
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
        let filings = definition.filing.with.iter().filter_map(|(with, step)| {
            let choices = reading.choices.iter().enumerate();
            let choices = choices.filter(|(_, chosen)| possible(definition, &reading.choices, with, chosen));
            let choices = choices.map(|(place, _)| place).collect();
            Some(Filing { with: with.clone(), step: reading.place(&definition.legal_track, step)?, choices })
        });
        let filings = filings.collect();
        let acts = definition.actions.iter().map(|(name, action)| reading.act(name, action)).collect();
        let mut net = Net {
            decides: definition.tracks.values().map(|track| track.decides).collect(),
            steps: read,
            acts,
            late: may_be_late(definition),
            filings,
            opens: reading.opens(),
            promised: definition.promises.iter().filter_map(|promise| reading.promised(promise)).collect(),
            next_time: definition.after_outage.next_time,
            passed_over: reading.passed_over,
        };
        for act in 0..net.acts.len() {
            let (counted, leads, prepares) = (net.counted(act), net.leads(act), net.prepares(act));
            let one = &mut net.acts[act];
            (one.counted, one.leads, one.prepares) = (counted, leads, prepares);
        }
        net
    }
}

/// Whether an appeal may come late, and there is an action that restores its time.
fn may_be_late(definition: &Definition) -> bool {
    let filing = &definition.filing;
    let accepted = filing.late == Late::Accept || filing.restoration.is_some();
    accepted && definition.actions.values().any(|action| action.restores_time)
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

/// Whether a filing with a party can choose this, among all that some time asks for: whom it is handed to is
/// settled, and a question may be answered otherwise if it is optional or has other answers.
fn possible(
    definition: &Definition,
    all: &[BTreeMap<String, String>],
    with: &str,
    chosen: &BTreeMap<String, String>,
) -> bool {
    let asked: BTreeSet<(&String, &String)> = all.iter().flatten().collect();
    let answers = |question: &String| asked.iter().filter(|(known, _)| *known == question).count();
    let questions: BTreeSet<&String> = asked.iter().map(|(question, _)| *question).collect();
    questions.into_iter().all(|question| match chosen.get(question) {
        Some(answer) if question == WITH => answer == with,
        Some(_) => true,
        None if question == WITH => !asked.contains(&(question, &with.to_owned())),
        None => definition.filing.asks.get(question).is_none_or(|field| {
            field.kind != FieldKind::Choice || field.optional || answers(question) < field.choices.len()
        }),
    })
}

/// A definition under reading.
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
        self.note_waits(&path, step);
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

    /// Notes silences that may be over before their step is reached, and then wait for a person as after an outage.
    fn note_waits(&mut self, path: &[String], step: &workflow::Step) {
        if self.definition.after_outage.deemed.is_none() {
            return;
        }
        // After a clock that was stopped on its last day even an arrival may count from a day before.
        let stops = |action: &workflow::Action| matches!(action.clock, workflow::Clock::Stops { .. });
        let is_after = self.definition.after_outage.next_time == NewTime::FromLegalDay
            && self.definition.actions.values().any(stops);
        let of_the_step = [Anchor::Entry, Anchor::Receipt, Anchor::Registration];
        let deemed =
            step.limits().filter(|(_, limit)| matches!(limit.silence, workflow::Silence::Deemed { .. }));
        for (name, _) in deemed.filter(|(_, limit)| is_after || !of_the_step.contains(&limit.time.from)) {
            let what =
                format!("that the silence at `{name}` waits for a person where its time is over on arrival");
            self.passed_over.push(([path, &["limits".to_owned(), name.to_owned()]].concat(), what));
        }
    }

    /// The actions that open side tracks.
    fn opens(&self) -> Vec<(Option<usize>, usize)> {
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

    /// The step from which something is promised; none if it is from filing.
    fn promised(&self, promise: &Promise) -> Option<usize> {
        match &promise.from {
            PromiseStart::Filing => None,
            PromiseStart::Step { track, step } => self.place(track, step),
        }
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

    fn act(&mut self, name: &str, action: &workflow::Action) -> Act {
        let definition = self.definition;
        let able = action.by.iter().find(|party| !action.barred.contains(party));
        let per = match &action.clock {
            workflow::Clock::Extends { per, .. } => per.as_ref(),
            _ => None,
        };
        // Each extension is earned by an event, so there are no more than events.
        let events = per.and_then(|per| definition.actions.get(per)?.at_most);
        // A time is restored once.
        let once = action.restores_time.then_some(1);
        let rule = action.not_before.as_ref();
        let rests_on = |reading: &mut Self, key, other: &String| reading.rests_on(name, key, other);
        let after = rule.and_then(|rule| rests_on(self, "not-before", &rule.after));
        Act {
            name: name.to_owned(),
            by: able.cloned(),
            most: action.at_most.into_iter().chain(events).chain(once).min(),
            decides: action.decision.is_some(),
            article: action.article.clone(),
            after: after.map(|act| After { act, wait: rule.and_then(|rule| rule.wait) }),
            earned_by: per.and_then(|per| rests_on(self, "extends", per)),
            restores: action.restores_time,
            in_time: self.waits_for_restoration(name, action),
            counted: None,
            leads: false,
            prepares: false,
        }
    }

    /// The action on which another rests; none, and a note of it, if it can be done on a track beside the one that
    /// decides, of which no dates are known.
    fn rests_on(&mut self, name: &str, key: &str, other: &String) -> Option<usize> {
        let beside = self.definition.tracks.values().filter(|track| !track.decides);
        if beside.flat_map(|track| track.steps.values()).any(|step| step.allows.contains(other)) {
            let what = format!("that `{name}` rests on `{other}`, which can be done on a track beside");
            self.passed_over.push((["actions", name, key].map(str::to_owned).to_vec(), what));
            return None;
        }
        self.names.get(other.as_str()).copied()
    }

    /// Whether a late appeal must have its time restored before an action, as the appeal core has it.
    fn waits_for_restoration(&self, name: &str, action: &workflow::Action) -> bool {
        let filing = &self.definition.filing;
        let decides = action.decision.is_some_and(|outcome| outcome != Outcome::LeftWithoutConsideration);
        let mut forums = self.definition.tracks.values().filter(|track| !track.swallows.is_empty());
        let admits = !action.by.contains(&filing.by) && forums.any(|track| track.opens.contains_key(name));
        filing.restoration.is_some() && filing.late == Late::Refuse && (decides || admits)
    }
}
