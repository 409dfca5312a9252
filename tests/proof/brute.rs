//! All behaviours of an appeal, day by day, by the appeal core itself.
//!
//! At each moment everybody tries everything on the real `decide` and `evolve`; time is passed at every
//! instant at which the core asks for it. Knows nothing of how the proof works.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use redress::appeal::{
    self, Act, Actor, Appeal, Command, DecisionAppealed, Deed, Entry, Event, Facts, File, Why, wake_at,
};
use redress::ladder::{Ladder, Organisation};
use redress::law::{self, Almanac, Calendar, Span};
use redress::workflow::{Clock, Definition, Outcome};

use crate::world::{APPELLANT, ladder, organisation};

/// The latest answer and end from somewhere; none before anything is reached.
pub type Latest = (Option<Date>, Option<Date>);

/// What was met on the way.
#[derive(Debug, Default)]
pub struct Seen {
    pub steps: BTreeSet<String>,
    pub acts: BTreeSet<String>,
    /// By step and day of arrival, the latest answer and end that followed.
    pub arrivals: BTreeMap<(String, Date), Latest>,
    /// An appeal ended as decided and nothing was decided.
    pub undecided: bool,
}

/// There are too many behaviours to try.
#[derive(Debug)]
pub struct TooMany;

/// Tries all behaviours.
pub struct Brute<'a> {
    definition: &'a Definition,
    calendar: &'a Calendar,
    ladder: Ladder,
    organisation: Organisation,
    almanac: Almanac,
    known: HashMap<(String, Timestamp), Latest>,
    most: usize,
    pub seen: Seen,
}

impl<'a> Brute<'a> {
    pub fn new(definition: &'a Definition, calendar: &'a Calendar, most: usize) -> Self {
        let (ladder, organisation) = (ladder(), organisation());
        Brute {
            definition,
            calendar,
            ladder,
            organisation,
            almanac: Almanac::default(),
            known: HashMap::new(),
            most,
            seen: Seen::default(),
        }
    }

    /// The latest answer and end of an appeal filed on a day.
    pub fn filed(&mut self, day: Date) -> Result<Latest, TooMany> {
        let mut latest = (None, None);
        let steps = self.definition.tracks["legal"].steps.values();
        let depends = steps.flat_map(|step| step.limits()).any(|(_, limit)| !limit.time.or.is_empty());
        let other = BTreeMap::from([("kind".to_owned(), "other".to_owned())]);
        let choices = if depends { vec![BTreeMap::new(), other] } else { vec![BTreeMap::new()] };
        // Who may be late had the decision on the first day of the year.
        let late = self.definition.filing.restoration.is_some();
        let mut decided = vec![day];
        decided.extend(late.then(|| jiff::civil::date(2021, 1, 1)));
        let ways =
            self.definition.filing.with.keys().flat_map(|with| choices.iter().map(move |one| (with, one)));
        let ways = ways.flat_map(|(with, one)| decided.iter().map(move |decided| (with, one, *decided)));
        for (with, stated, decided_on) in ways {
            let mut stated = stated.clone();
            if decided_on != day {
                stated.insert("why".to_owned(), "ill".to_owned());
            }
            for at in [self.before_closing(day), self.last_second(day)] {
                let file = File {
                    workflow: self.definition.name.clone(),
                    appellant: APPELLANT.to_owned(),
                    with: with.clone(),
                    language: redress::texts::Language::En,
                    decision: DecisionAppealed { decided_on, ..decision(day) },
                    stated: stated.clone(),
                };
                let actor = Actor::Organisation(APPELLANT.to_owned());
                let deed = Deed { actor, command: Command::File(Box::new(file)) };
                let entries = self.decide(None, &deed, at).expect("a filing is accepted");
                later(&mut latest, self.after(None, entries, at)?);
            }
        }
        Ok(latest)
    }

    fn decide(&self, appeal: Option<&Appeal>, deed: &Deed, now: Timestamp) -> Option<Vec<Entry>> {
        let facts = Facts {
            appeal,
            reference: "R",
            definition: self.definition,
            successor: None,
            calendar: self.calendar,
            ladder: &self.ladder,
            organisation: Some(&self.organisation),
            almanac: &self.almanac,
            last_letter: None,
        };
        appeal::decide(&facts, deed, 0, now).ok()
    }

    /// What follows once these entries are written: their own answers, and all that can come then.
    fn after(
        &mut self,
        appeal: Option<&Appeal>,
        entries: Vec<Entry>,
        now: Timestamp,
    ) -> Result<Latest, TooMany> {
        let mut answer = None;
        // Of each arrival, whether it was answered after it.
        let mut arrivals: Vec<((String, Date), Option<Date>)> = Vec::new();
        let mut appeal = appeal.cloned();
        for entry in &entries {
            let on = law::day_of(entry.legal_at, self.calendar);
            let answered = match &entry.event {
                Event::Acted { action, decision, .. } => {
                    self.seen.acts.insert(action.clone());
                    decision.is_some()
                }
                Event::Deemed(_) => true,
                Event::Arrived(arrival) => {
                    self.seen.steps.insert(arrival.step.clone());
                    let step = self.definition.step(&arrival.track, &arrival.step).expect("a step");
                    step.next_remedy.is_some() && arrival.why != Why::Filing
                }
                Event::Closed { outcome } => {
                    let decided = appeal.as_ref().is_some_and(|appeal| appeal.decided.is_some());
                    self.seen.undecided |= *outcome == Outcome::LeftWithoutConsideration && !decided;
                    true
                }
                _ => false,
            };
            if answered {
                answer = answer.or(Some(on));
                arrivals.iter_mut().for_each(|(_, answer)| *answer = answer.or(Some(on)));
            }
            if let Event::Arrived(arrival) = &entry.event {
                arrivals.push(((arrival.step.clone(), on), None));
            }
            appeal = appeal::evolve(appeal, entry, self.calendar);
        }
        let appeal = appeal.expect("an appeal");
        // What is due by now is dealt with before anybody acts.
        let (later_answer, end) = match appeal.closed {
            Some((_, on)) => (None, Some(on)),
            None if wake_at(&appeal).is_some_and(|wake| wake <= now) => self.time(&appeal, now)?,
            None => self.explore(&appeal, now)?,
        };
        for (arrival, answer) in arrivals {
            later(self.seen.arrivals.entry(arrival).or_default(), (answer.or(later_answer), end));
        }
        Ok((answer.or(later_answer), end))
    }

    /// Time passes, on the ladder as it is and on one that ends here.
    fn time(&mut self, appeal: &Appeal, now: Timestamp) -> Result<Latest, TooMany> {
        let deed = Deed { actor: Actor::Redress, command: Command::TimePassed };
        let full = self.decide(Some(appeal), &deed, now).expect("time passes");
        let mut low = appeal.clone();
        low.ladder.clear();
        let short = self.decide(Some(&low), &deed, now).expect("time passes");
        let mut latest = (None, None);
        if short != full {
            later(&mut latest, self.after(Some(appeal), short, now)?);
        }
        later(&mut latest, self.after(Some(appeal), full, now)?);
        Ok(latest)
    }

    /// Everything that anybody may do now, or nothing until the next moment.
    fn explore(&mut self, appeal: &Appeal, now: Timestamp) -> Result<Latest, TooMany> {
        let key = (serde_json::to_string(appeal).unwrap(), now);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        if self.known.len() >= self.most {
            return Err(TooMany);
        }
        let mut latest = (None, None);
        for deed in self.deeds(appeal) {
            if let Some(entries) = self.decide(Some(appeal), &deed, now) {
                later(&mut latest, self.after(Some(appeal), entries, now)?);
            }
        }
        let wake = wake_at(appeal).expect("an open appeal has a limit");
        let next = self.next_moment(now, wake);
        let then = if next == wake { self.time(appeal, now.max(wake))? } else { self.explore(appeal, next)? };
        later(&mut latest, then);
        self.known.insert(key, latest);
        Ok(latest)
    }

    fn next_moment(&self, now: Timestamp, wake: Timestamp) -> Timestamp {
        let today = law::day_of(now, self.calendar);
        let tomorrow = law::next_day(today);
        let moments = [
            self.before_closing(today),
            self.last_second(today),
            self.before_closing(tomorrow),
            wake - SignedDuration::from_secs(1),
            wake,
        ];
        moments.into_iter().filter(|moment| *moment > now).min().expect("time goes on")
    }

    fn last_second(&self, day: Date) -> Timestamp {
        law::end_of(day, self.calendar) - SignedDuration::from_secs(1)
    }

    fn before_closing(&self, day: Date) -> Timestamp {
        let closes = day.to_datetime(self.calendar.hours().closes);
        self.calendar.zone().to_timestamp(closes).unwrap() - SignedDuration::from_secs(1)
    }

    /// Every action by everybody who may do it, with every extension.
    fn deeds(&self, appeal: &Appeal) -> Vec<Deed> {
        let standing = appeal.tracks.values().filter_map(|standing| standing.office.clone());
        let held: BTreeSet<String> = standing.collect();
        let mut deeds = Vec::new();
        for (name, action) in &self.definition.actions {
            let extensions: Vec<Option<Span>> = match &action.clock {
                Clock::Extends { by, .. } => {
                    (1..=by.amount).map(|amount| Some(Span { amount, ..*by })).collect()
                }
                _ => vec![None],
            };
            let ground = match &action.clock {
                Clock::Stops { grounds, .. } => grounds.keys().next().cloned(),
                _ => None,
            };
            let offices = action.by.iter().filter_map(|party| appeal.parties.get(party).cloned());
            let offices: BTreeSet<String> = offices.chain(held.iter().cloned()).collect();
            let everybody = offices.into_iter().map(Actor::Office);
            for actor in everybody.chain([Actor::Organisation(APPELLANT.to_owned())]) {
                for extend_by in &extensions {
                    let act = Act {
                        action: name.clone(),
                        stated: BTreeMap::new(),
                        ground: ground.clone(),
                        extend_by: *extend_by,
                        ..Act::default()
                    };
                    deeds.push(Deed { actor: actor.clone(), command: Command::Act(act) });
                }
            }
        }
        deeds
    }
}

fn later(latest: &mut Latest, other: Latest) {
    latest.0 = latest.0.max(other.0);
    latest.1 = latest.1.max(other.1);
}

fn decision(day: Date) -> DecisionAppealed {
    DecisionAppealed {
        issuer: "I".to_owned(),
        number: None,
        decided_on: day,
        served_on: day,
        sent_on: Some(day),
        published_on: Some(day),
        learned_on: Some(day),
        article: None,
        fine: None,
        suspension: None,
        parts: Vec::new(),
        taken_by: Vec::new(),
    }
}
