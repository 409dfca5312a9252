//! The course of the legal track in time: from one state, all that can happen next and when.
//!
//! Mirrors `appeal::decide` and `appeal::wake` move by move: anchors, silence, chases, climbing, pauses that
//! end by themselves, extensions, and the day from which a time is counted that begins late. Where a step
//! is steady only the latest moments are tried, else every day.

mod moments;
mod order;
mod standing;
mod straight;

use order::Order;
use straight::Straight;
pub(super) use straight::{Hop, Hops};

use super::configuration::Configurations;
use super::days::{At, Days};
use super::net::{Clock, Filing, Limit, Move, Net, Silence};
use super::state::{Arrived, Happens, Next, Past, State, Staying, Stopped, unknown};
use super::steady::{Trait, traits};
use super::term::{Due, From, Term, Terms, Which};
use crate::law::{Calendar, Span, Unit};
use crate::workflow::{Anchor, NewTime};

/// When a silence takes effect, whether after a chase, and the place of its limit.
type Key = (At, bool, usize);

/// The rules of the course.
#[derive(Debug)]
pub(super) struct Course<'n> {
    pub net: &'n Net,
    pub configurations: Configurations<'n>,
    pub days: &'n Days,
    pub terms: Terms<'n>,
    traits: Vec<Trait>,
    order: Order,
    /// By configuration, once somebody asked; none within where things are not so simple.
    straight: Vec<Option<Option<Straight>>>,
}

impl<'n> Course<'n> {
    pub fn new(net: &'n Net, calendar: &'n Calendar, days: &'n Days) -> Self {
        let (configurations, terms) = (Configurations::new(net), Terms::new(net, calendar, days));
        let traits = traits(net);
        let order = Order::of(net, &traits);
        Course { net, configurations, days, terms, traits, order, straight: Vec::new() }
    }

    pub fn step_of(&self, configuration: u32) -> usize {
        self.configurations.get(configuration).step
    }

    fn limit(&self, configuration: u32, place: usize) -> Which {
        let configuration = self.configurations.get(configuration);
        Which { step: configuration.step, place, choice: configuration.choice }
    }

    /// The states in which an appeal filed on a day in some way can begin.
    pub fn filed(&mut self, day: u32, filing: &Filing) -> Vec<State> {
        let step = filing.step;
        let mut configurations: Vec<u32> = Vec::new();
        for (choice, late) in filing.kinds(self.net) {
            let configuration = self.configurations.filed(step, choice, late);
            if !configurations.contains(&configuration) {
                configurations.push(configuration);
            }
        }
        let past = Past { filed: Some(day), done: 0 };
        let (first, last) = (At { day, second: 0 }, self.days.last_second(day));
        let moments = self.moments_of(self.traits[step], day, first, last);
        let mut states = Vec::new();
        for configuration in configurations {
            for at in &moments {
                states.push(State::Arrived(self.settled(arrived_at(configuration, past, *at))));
            }
        }
        states
    }

    /// An arrival without what nothing ahead asks for.
    fn settled(&mut self, mut arrived: Arrived) -> Arrived {
        let step = self.step_of(arrived.configuration);
        let one = self.traits[step];
        if !one.from_filing {
            arrived.past.filed = None;
        }
        arrived.past.done = self.forgotten(arrived.past.done, step, arrived.wall.day);
        if !one.from_expiry {
            arrived.expired = None;
        }
        if one.by_day && arrived.since.day == arrived.wall.day {
            let day = At { day: arrived.since.day, second: 0 };
            (arrived.since, arrived.wall) = (day, day);
            arrived.plain = arrived.expired.is_none() && arrived.past.done == 0;
        }
        arrived
    }

    /// Adds all that can happen next.
    pub fn next(&mut self, state: &State, next: &mut Vec<Next>) {
        match state {
            State::Arrived(arrived) if self.is_straight(arrived) => self.go_straight(arrived, next),
            State::Arrived(arrived) => match self.begin(arrived) {
                Some(staying) => self.stay(&staying, next),
                None => next.push(unknown()),
            },
            State::Staying(staying) => match staying.stopped {
                Some(stopped) => next.extend(self.stand(staying, stopped)),
                None => self.stay(staying, next),
            },
        }
    }

    /// Whether all that can happen is an action at the latest moment, or silence.
    fn is_straight(&mut self, arrived: &Arrived) -> bool {
        let one = self.traits[self.step_of(arrived.configuration)];
        let by_day = one.by_day && arrived.since == arrived.wall;
        one.steady
            && by_day
            && arrived.past.done == 0
            && !self.configurations.ways(arrived.configuration).touches
    }

    /// The same as to begin and to stay, for the many steps where nobody touches the clock.
    fn go_straight(&mut self, arrived: &Arrived, next: &mut Vec<Next>) {
        let Arrived { configuration, past, since, wall, .. } = *arrived;
        let mut first: Option<(Key, u32)> = None;
        for place in 0..self.net.steps[self.step_of(configuration)].limits.len() {
            let which = self.limit(configuration, place);
            let from = match self.net.steps[which.step].limits[place].from {
                Anchor::Expiry => arrived.expired.unwrap_or(since.day),
                _ => since.day,
            };
            let Some(due) = self.terms.due_from(which, from) else { return next.push(unknown()) };
            self.earlier(configuration, place, due, &mut first);
        }
        let Some(((fires, _, limit), due)) = first else { return next.push(unknown()) };
        let last = wall.max(self.days.just_before(fires));
        let ways = self.configurations.ways(configuration);
        for (one, then) in ways.moves.iter().filter(|(one, _)| one.clock != Clock::Restarts) {
            next.push(match one.to {
                Some(_) => self.act(past, one.act, *then, last),
                None => self.done_here(one.act, last),
            });
        }
        self.fire(configuration, past, wall, (limit, due, fires), next);
    }

    /// The terms of a step on arrival.
    fn begin(&mut self, arrived: &Arrived) -> Option<Staying> {
        let Arrived { configuration, past, since, wall, .. } = *arrived;
        let (net, choice) = (self.net, self.configurations.get(configuration).choice);
        let step = self.step_of(configuration);
        let from = |limit: &Limit| {
            Some(match limit.from {
                Anchor::Entry | Anchor::Receipt if limit.rules[choice].span.unit == Unit::Hours => {
                    From::Instant(since)
                }
                Anchor::Entry | Anchor::Receipt => From::Day(since.day),
                Anchor::Expiry => From::Day(arrived.expired.unwrap_or(since.day)),
                Anchor::Registration => From::Day(self.terms.registered(since)?),
                Anchor::Filing
                | Anchor::Decision
                | Anchor::Service
                | Anchor::Sending
                | Anchor::Publication
                | Anchor::Knowledge => From::Day(past.filed?),
            })
        };
        let terms = match net.steps[step].limits.as_slice() {
            [only] => self.terms.begun(step, choice, &[from(only)?]),
            all => {
                let from = all.iter().map(from).collect::<Option<Vec<From>>>()?;
                self.terms.begun(step, choice, &from)
            }
        };
        Some(Staying { configuration, past, terms, stopped: None, wall })
    }

    /// What can happen while the clock runs.
    fn stay(&mut self, staying: &Staying, next: &mut Vec<Next>) {
        let Some(Some((limit, due, fires))) = self.fires(staying, |_| true) else {
            return next.push(unknown());
        };
        if fires <= staying.wall {
            return self.fire(staying.configuration, staying.past, staying.wall, (limit, due, fires), next);
        }
        let ways = self.configurations.ways(staying.configuration);
        let at_once = self.prepared_at_once(staying, &ways.moves);
        if let Some((one, then)) = at_once.or_else(|| self.to_be_extended(staying, &ways.moves)) {
            return self.touch(staying, one, then, staying.wall, next);
        }
        let last = staying.wall.max(self.days.just_before(fires));
        let (latest, every);
        let moments: &[(At, bool)] = if self.steady(staying) && !ways.touches {
            latest = [(last, false)];
            &latest
        } else {
            every = self.moments(staying, &ways.moves, due, last);
            &every
        };
        for (number, (at, touched)) in moments.iter().copied().enumerate() {
            for (one, then) in ways.moves.iter().filter(|(one, _)| one.clock != Clock::Restarts) {
                let decides = self.net.acts[one.act].decides;
                if !self.is_ripe(staying.past.done, one.act, at.day) {
                    continue;
                }
                match (one.to, one.clock) {
                    (Some(_), _) if at == last || !self.steady(staying) => {
                        next.push(self.act(staying.past, one.act, *then, at));
                    }
                    (Some(_), _) => {}
                    (None, Clock::Stops { .. }) if !touched && !decides => {}
                    // The term is the same whenever it was lengthened; who did so at once has all later choices.
                    (None, Clock::Extends { .. }) if number > 0 && !decides => {}
                    (None, _) => self.touch(staying, *one, *then, at, next),
                }
            }
        }
        self.fire(staying.configuration, staying.past, staying.wall, (limit, due, fires), next);
    }

    /// What only makes other actions lawful, and can be done: who does it at once has all other choices too.
    fn prepared_at_once(&mut self, staying: &Staying, moves: &[(Move, u32)]) -> Option<(Move, u32)> {
        let Staying { configuration, past, wall, .. } = *staying;
        let prepares = |(one, then): &&(Move, u32)| {
            self.net.acts[one.act].prepares
                && *then != configuration
                && self.is_ripe(past.done, one.act, wall.day)
        };
        moves.iter().find(prepares).copied()
    }

    /// An extension that costs nothing: where later is never better, who lengthens a limit at once has all other
    /// choices too, unless the action may be needed somewhere else.
    fn to_be_extended(&self, staying: &Staying, moves: &[(Move, u32)]) -> Option<(Move, u32)> {
        let step = self.step_of(staying.configuration);
        let costs_nothing = |(one, _): &&(Move, u32)| match one.clock {
            Clock::Extends { limit, by, in_all } => {
                one.to.is_none()
                    && !self.net.acts[one.act].decides
                    && self.left(self.terms.term(staying.terms, limit), by, in_all) > 0
                    && !self.configurations.is_met_after(step, one.act)
            }
            _ => false,
        };
        moves.iter().find(costs_nothing).filter(|_| self.steady(staying)).copied()
    }

    /// By how much a term may still be lengthened.
    fn left(&self, term: &Term, by: Span, in_all: Option<Span>) -> u32 {
        let added = term.added.iter().filter(|span| span.unit == by.unit);
        let added: u32 = added.map(|span| span.amount).sum();
        in_all.map_or(by.amount, |in_all| by.amount.min(in_all.amount.saturating_sub(added)))
    }

    fn steady(&self, staying: &Staying) -> bool {
        self.traits[self.step_of(staying.configuration)].steady
    }

    /// Of the limits that count, the one whose silence takes effect first, its last day, and when that is. None if
    /// the calendar does not reach one of them.
    fn fires(
        &mut self,
        staying: &Staying,
        counts: impl Fn(&Limit) -> bool,
    ) -> Option<Option<(usize, u32, At)>> {
        let limits = &self.net.steps[self.step_of(staying.configuration)].limits;
        let mut first = None;
        for place in (0..limits.len()).filter(|place| counts(&limits[*place])) {
            let due = self.terms.due_in(staying.terms, place)?;
            self.earlier(staying.configuration, place, due, &mut first);
        }
        Some(first.map(|((fires, _, place), on)| (place, on, fires)))
    }

    /// Keeps the silence that takes effect first. At one instant the core deals with a deadline before a chase,
    /// and then by the limits' names.
    fn earlier(&self, configuration: u32, place: usize, due: Due, first: &mut Option<(Key, u32)>) {
        let limit = &self.net.steps[self.step_of(configuration)].limits[place];
        let key = (due.fires, matches!(limit.silence, Silence::Chases { .. }), place);
        if first.is_none_or(|(earliest, _)| key < earliest) {
            *first = Some((key, due.on));
        }
    }

    fn decides(&self, happens: Happens) -> bool {
        match happens {
            Happens::Acted(act)
            | Happens::Stopped { act, .. }
            | Happens::Restarted { act: Some(act) }
            | Happens::Extended { act, .. } => self.net.acts[act].decides,
            Happens::Restarted { act: None } | Happens::Silent { .. } | Happens::Unknown => false,
        }
    }

    /// An action that leads to a step.
    fn act(&mut self, past: Past, act: usize, configuration: u32, at: At) -> Next {
        let past = Past { done: self.done(past.done, act, at.day), ..past };
        let arrived = arrived_at(configuration, past, at);
        let decided = self.net.acts[act].decides.then_some(at.day);
        self.arrive(Happens::Acted(act), decided, arrived)
    }

    /// An action that leaves the step as it is, but for its clock or a decision.
    fn touch(&mut self, staying: &Staying, one: Move, configuration: u32, at: At, next: &mut Vec<Next>) {
        let mut changed = Staying { configuration, wall: at, ..*staying };
        if self.net.acts[one.act].leads {
            let done = self.done(staying.past.done, one.act, at.day);
            changed.past.done = self.forgotten(done, self.step_of(configuration), at.day);
        }
        match one.clock {
            Clock::Runs | Clock::Restarts => {
                next.push(match configuration != staying.configuration && self.net.acts[one.act].opens() {
                    true => self.changed(Happens::Acted(one.act), at, changed),
                    false => self.done_here(one.act, at),
                })
            }
            Clock::Stops { most } => {
                let Some(until) = self.terms.until(at.day, most) else { return next.push(unknown()) };
                let stopped = Some(Stopped { at, until });
                let happens = Happens::Stopped { act: one.act, until };
                next.push(self.changed(happens, at, Staying { stopped, ..changed }));
            }
            Clock::Extends { limit, by, in_all } => {
                let left = self.left(self.terms.term(staying.terms, limit), by, in_all);
                let least = if self.steady(staying) { left.max(1) } else { 1 };
                for amount in least..=left {
                    let by = Span { amount, ..by };
                    let terms = self.terms.lengthened(staying.terms, limit, by);
                    let extended = Staying { terms, ..changed };
                    next.push(self.changed(Happens::Extended { act: one.act, limit, by }, at, extended));
                }
            }
        }
    }

    fn changed(&self, happens: Happens, at: At, staying: Staying) -> Next {
        let answered = self.decides(happens).then_some(at.day);
        Next { happens, at, answered, ended: None, to: None, then: Some(State::Staying(staying)) }
    }

    /// What does not move the track, but may decide. What else may happen is told of the state as it was.
    fn done_here(&self, act: usize, at: At) -> Next {
        let answered = self.net.acts[act].decides.then_some(at.day);
        Next { happens: Happens::Acted(act), at, answered, ended: None, to: None, then: None }
    }

    /// What silence leads to, all that it may: a ladder can end below the last rung.
    fn fire(
        &mut self,
        configuration: u32,
        past: Past,
        wall: At,
        (limit, due, fires): (usize, u32, At),
        next: &mut Vec<Next>,
    ) {
        let wall = wall.max(fires);
        let late = wall.day > fires.day && self.net.next_time == NewTime::FromNotice;
        let since = if late { wall } else { fires };
        let ways = self.configurations.ways(configuration);
        let silence = self.net.steps[self.step_of(configuration)].limits[limit].silence;
        // What the law takes for a decision is one from the day of the silence.
        let decided = matches!(silence, Silence::Goes { decides: true, .. }).then_some(fires.day);
        for (climbed, configuration) in ways.silent[limit].iter().copied() {
            let expired = Some(due);
            let arrived = Arrived { configuration, past, since, wall, expired, plain: false };
            next.push(self.arrive(Happens::Silent { limit, due, climbed }, decided, arrived));
        }
    }

    fn arrive(&mut self, happens: Happens, decided: Option<u32>, arrived: Arrived) -> Next {
        let at = arrived.since;
        if arrived.wall.day >= self.days.count() {
            return unknown();
        }
        let (net, to) = (self.net, self.step_of(arrived.configuration));
        let step = &net.steps[to];
        let ended = step.end.map(|_| at.day);
        let answered = decided.or(if step.remedy { Some(at.day) } else { ended });
        let then = ended.is_none().then(|| State::Arrived(self.settled(arrived)));
        Next { happens, at, answered, ended, to: Some(to), then }
    }
}

/// An arrival by what somebody did at a moment.
fn arrived_at(configuration: u32, past: Past, at: At) -> Arrived {
    Arrived { configuration, past, since: at, wall: at, expired: None, plain: false }
}
