//! The life of one invented appeal: filed, acted upon, overtaken by time, ended.
//!
//! Pure. The next thing that happens is whichever comes first: what time asks, or what somebody intends.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::super::judge::kind_of;
use super::World;
use super::course::Course;
use super::plan::{self, Intent, Plan, Situation};
use crate::appeal::{
    self, Act, Actor, Appeal, Command, DecisionAppealed, Deed, Facts, File, Refusal, Sign, Suspension,
};
use crate::law::{self, Basis, Unknown};
use crate::registry::{Journal, Registry, Stop, carry_counting};
use crate::texts::Language;
use crate::workflow::{Clock, Field, FieldKind, Outcome};

/// More than this happens to no appeal; one that gets there runs in a circle.
const MOST_HAPPENINGS: usize = 5000;
/// For how many days a suspension is ordered: three months, as in 2021.
const SUSPENDED_FOR: i32 = 90;

/// Lives an appeal to its end.
pub(super) fn lived(world: &World, number: usize, seed: u64) -> Course {
    // The golden ratio spreads the numbers over all seeds, so neighbours draw from sequences far apart.
    let own = seed ^ (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let rng = Xoshiro256PlusPlus::seed_from_u64(own);
    let course = Course { number: number + 1, ..Course::default() };
    let reference = format!("R-{}", number + 1);
    let mut life = Life {
        world,
        rng,
        reference,
        appeal: None,
        seq: 0,
        now: Timestamp::MIN,
        plans: BTreeMap::new(),
        course,
    };
    match life.live() {
        Ok(()) => {}
        Err(Stuck(why)) => life.course.stuck = Some(why),
    }
    if let Some(appeal) = &life.appeal {
        life.course.end(appeal);
    }
    life.course
}

/// Whether a filing against this office is accepted.
pub(super) fn trial(world: &World, issuer: &str) -> Result<(), Refusal> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(0);
    let appellant = world.organisations.first().map(String::as_str).unwrap_or_default();
    let served_on = world.behaviour.served.from;
    let deed = filing(world, issuer, appellant, served_on, &mut rng);
    let now = law::opening(law::next_day(served_on), world.calendar);
    appeal::decide(&facts(world, None, "R-0", appellant), &deed, 0, now).map(drop)
}

struct Stuck(String);

impl From<Unknown> for Stuck {
    fn from(unknown: Unknown) -> Stuck {
        Stuck(unknown.to_string())
    }
}

struct Life<'a> {
    world: &'a World<'a>,
    rng: Xoshiro256PlusPlus,
    reference: String,
    appeal: Option<Appeal>,
    seq: i32,
    now: Timestamp,
    /// What is intended on each track, and the situation it was intended for.
    plans: BTreeMap<String, (Situation, Vec<Plan>)>,
    course: Course,
}

impl Life<'_> {
    fn live(&mut self) -> Result<(), Stuck> {
        self.file()?;
        for _ in 0..MOST_HAPPENINGS {
            self.intend()?;
            let Some(appeal) = self.appeal.as_ref().filter(|appeal| appeal.is_open()) else { return Ok(()) };
            let intended = self
                .plans
                .iter()
                .flat_map(|(track, (_, plans))| {
                    plans.iter().enumerate().map(move |(place, plan)| (plan.at, track, place))
                })
                .min();
            match (appeal::wake_at(appeal), intended) {
                (Some(wake), intended) if intended.is_none_or(|(at, ..)| wake <= at) => {
                    self.now = wake;
                    let deed = Registry::time_passed();
                    self.carry(&deed)?.map_err(|refusal| Stuck(refusal.to_string()))?;
                }
                (_, Some((at, track, place))) => {
                    let track = track.clone();
                    self.now = at;
                    self.act(&track, place)?;
                }
                (_, None) => return Err(Stuck("nobody and nothing moves it any more".to_owned())),
            }
        }
        Err(Stuck(format!("it was not at its end after {MOST_HAPPENINGS} happenings")))
    }

    fn file(&mut self) -> Result<(), Stuck> {
        let World { calendar, behaviour, rules, .. } = *self.world;
        let issuer = plan::drawn(&self.world.issuers, &mut self.rng).cloned().unwrap_or_default();
        let organisations = &self.world.organisations;
        let appellant = organisations[self.rng.random_range(0..organisations.len())].clone();
        let days = law::days_between(behaviour.served.from, behaviour.served.until);
        let served_on = law::shift(behaviour.served.from, self.rng.random_range(0..=days));
        let after = behaviour.filing.after.draw(&mut self.rng);
        let basis = Basis::new(rules.definition.filing.time.rule.clone(), served_on, calendar);
        let time_ends_on = law::deadline(&basis, calendar)?.due_on;
        let counted_from = match behaviour.filing.late.draw(&mut self.rng) {
            true => law::end_of(time_ends_on, calendar),
            false => law::opening(served_on, calendar),
        };
        self.now = plan::moment(self.world, counted_from, after, &mut self.rng)?;
        let mut deed = filing(self.world, &issuer, &appellant, served_on, &mut self.rng);
        let today = law::day_of(self.now, calendar);
        if let (true, Command::File(file)) = (today > time_ends_on, &mut deed.command) {
            move_to_restore(self.world, file, today);
        }
        if let Err(refusal) = self.carry(&deed)? {
            // A refused filing is an end, too: the time was over and the law does not allow it later.
            self.course.issuer = issuer;
            self.course.refused += 1;
            self.course.stuck = Some(format!("the filing was refused: {}", kind_of(&refusal)));
        }
        Ok(())
    }

    /// Lets people make up their minds on every track that has moved.
    fn intend(&mut self) -> Result<(), Stuck> {
        let Some(appeal) = &self.appeal else { return Ok(()) };
        self.plans.retain(|track, _| appeal.tracks.contains_key(track));
        for (track, standing) in &appeal.tracks {
            let situation = Situation::of(standing);
            if let Some((known, plans)) = self.plans.get_mut(track)
                && (*known == situation || (situation.is_only_chased(known) && !plans.is_empty()))
            {
                // Being chased makes up the mind of whoever would have stayed silent, and hurries nobody else.
                *known = situation;
                continue;
            }
            let plans = plan::plans(self.world, appeal, track, standing, self.now, &mut self.rng)?;
            self.plans.insert(track.clone(), (situation, plans));
        }
        Ok(())
    }

    /// Somebody does what they intended.
    fn act(&mut self, track: &str, place: usize) -> Result<(), Stuck> {
        let Some((_, plans)) = self.plans.get_mut(track) else { return Ok(()) };
        let Plan { actor, what, .. } = plans.remove(place);
        let Some(appeal) = &self.appeal else { return Ok(()) };
        let Some(standing) = appeal.tracks.get(track) else { return Ok(()) };
        let (name, of_holder) = match what {
            Intent::Choose => {
                (plan::choose(self.world, appeal, track, standing, self.now, &mut self.rng), true)
            }
            Intent::Act(name) => (Some(name), false),
            Intent::Sign(action) => {
                let command = Command::Sign(Sign { action, ..Sign::default() });
                return self.done(&Deed { actor, command }, track, true);
            }
        };
        let Some(name) = name else { return Ok(()) };
        let Some((actor, act)) = self.filled(&name, actor) else { return Ok(()) };
        self.done(&Deed { actor, command: Command::Act(act) }, track, of_holder)
    }

    /// Does it. What the holder has done is followed by something new; a proposal by its signature.
    fn done(&mut self, deed: &Deed, track: &str, of_holder: bool) -> Result<(), Stuck> {
        if self.carry(deed)?.is_err() {
            self.course.refused += 1;
            return Ok(());
        }
        let Some(appeal) = &self.appeal else { return Ok(()) };
        let proposed = appeal.tracks.get(track).filter(|standing| standing.proposal.is_some());
        if let Some(standing) = proposed {
            let signature = plan::signature(self.world, appeal, standing, self.now, &mut self.rng)?;
            self.plans.insert(track.to_owned(), (Situation::of(standing), signature.into_iter().collect()));
        } else if of_holder {
            self.plans.remove(track);
        }
        Ok(())
    }

    /// An action with whatever it asks for, and who does it: a person where another must sign.
    fn filled(&mut self, name: &str, actor: Actor) -> Option<(Actor, Act)> {
        let action = self.world.rules.definition.actions.get(name)?;
        let ground = match &action.clock {
            Clock::Stops { grounds, .. } => {
                let grounds: Vec<&String> = grounds.keys().collect();
                Some(grounds[self.rng.random_range(0..grounds.len())].clone())
            }
            _ => None,
        };
        let today = law::day_of(self.now, self.world.calendar).to_string();
        let stated = stated(&action.asks, &today);
        let parts = match action.decision {
            Some(Outcome::AnnulledInPart) => self.part(),
            _ => Vec::new(),
        };
        let person = || "first".to_owned();
        let actor = match (actor, &action.second) {
            (Actor::Office(office), Some(_)) => Actor::official(&office, &person()),
            (actor, _) => actor,
        };
        Some((actor, Act { action: name.to_owned(), stated, ground, parts, ..Act::default() }))
    }

    /// A part of the decision that can still be annulled alone.
    fn part(&mut self) -> Vec<String> {
        let known = self.world.rules.definition.parts.keys();
        let annulled = self.appeal.iter().flat_map(|appeal| &appeal.annulled_parts);
        let annulled: Vec<&String> = annulled.collect();
        let open: Vec<&String> = known.filter(|part| !annulled.contains(part)).collect();
        let place = self.rng.random_range(0..open.len().max(1));
        open.get(place).map(|part| (*part).clone()).into_iter().collect()
    }

    /// Decides a deed, lets it take effect and counts the letters it causes.
    fn carry(&mut self, deed: &Deed) -> Result<Result<(), Refusal>, Stuck> {
        let World { rules, calendar, cast, .. } = *self.world;
        let appellant = match (&self.appeal, &deed.command) {
            (None, Command::File(file)) => file.appellant.clone(),
            (appeal, _) => appeal.as_ref().map(|appeal| appeal.appellant.clone()).unwrap_or_default(),
        };
        let facts = facts(self.world, self.appeal.as_ref(), &self.reference, &appellant);
        let journal = Journal { last: self.seq, head: None };
        let carried = match carry_counting(&facts, &rules.templates, deed, journal, self.now) {
            Ok(carried) => carried,
            Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
            Err(Stop::Faulty(fault)) => return Err(Stuck(fault)),
        };
        for (entry, _) in &carried.entries {
            self.course.note(entry, &cast.ladder, calendar);
            self.seq = entry.seq;
        }
        self.course.letters += carried.letters;
        self.appeal = carried.appeal;
        Ok(Ok(()))
    }
}

fn facts<'a>(world: &'a World, appeal: Option<&'a Appeal>, reference: &'a str, appellant: &str) -> Facts<'a> {
    Facts {
        appeal,
        reference,
        definition: &world.rules.definition,
        successor: None,
        calendar: world.calendar,
        almanac: &world.almanac,
        last_letter: None,
        ladder: &world.cast.ladder,
        organisation: world.cast.organisations.get(appellant),
    }
}

fn filing(
    world: &World,
    issuer: &str,
    appellant: &str,
    served_on: jiff::civil::Date,
    rng: &mut Xoshiro256PlusPlus,
) -> Deed {
    let definition = &world.rules.definition;
    let weight = |party: &String| world.behaviour.filing.handed_to.get(party).copied().unwrap_or(1.0);
    let ways: Vec<(&String, f64)> = definition.filing.with.keys().map(|way| (way, weight(way))).collect();
    let file = File {
        workflow: definition.name.clone(),
        appellant: appellant.to_owned(),
        with: plan::drawn(&ways, rng).cloned().unwrap_or_default(),
        language: Language::Ru,
        decision: DecisionAppealed {
            issuer: issuer.to_owned(),
            decided_on: served_on,
            served_on,
            suspension: Some(Suspension { from: served_on, until: law::shift(served_on, SUSPENDED_FOR) }),
            ..DecisionAppealed::default()
        },
        stated: stated(&definition.filing.asks, &served_on.to_string()),
    };
    Deed { actor: Actor::Organisation(appellant.to_owned()), command: Command::File(Box::new(file)) }
}

/// A late filing moves to restore its time, where the law knows that.
fn move_to_restore(world: &World, file: &mut File, today: jiff::civil::Date) {
    let Some(restoration) = &world.rules.definition.filing.restoration else { return };
    file.stated.insert(restoration.motion.clone(), "simulated".to_owned());
    if let Some((since, _)) = &restoration.within {
        file.stated.insert(since.clone(), today.to_string());
    }
}

/// An answer of the right kind to everything that must be stated.
fn stated(asks: &BTreeMap<String, Field>, today: &str) -> BTreeMap<String, String> {
    let asked = asks.iter().filter(|(_, field)| !field.optional);
    let answer = |field: &Field| match field.kind {
        FieldKind::Text | FieldKind::Document => "simulated".to_owned(),
        FieldKind::Date => today.to_owned(),
        FieldKind::Number | FieldKind::Amount => "1".to_owned(),
        FieldKind::Choice => field.choices.keys().next().cloned().unwrap_or_default(),
    };
    asked.map(|(name, field)| (name.clone(), answer(field))).collect()
}
