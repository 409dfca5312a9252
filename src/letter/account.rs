//! The account a letter gives: the appeal as it stood, told in the recipient's language.
//!
//! Pure. Dates are spelled out, offices named, and the explanation of the date comes from `law`, so that
//! what a letter says of a date is what any other place says of it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::layout::Filled;
use super::occasion::{Occasion, Recipient};
use super::{Facts, sentences};
use crate::appeal::{Appeal, Entry, Event, Running, Standing};
use crate::law::{self, Basis};
use crate::seal::{self, Hash};
use crate::texts::{Language, Texts};
use crate::workflow::{Action, Clock, End, Silence};

/// What many letters share: in a storm of deadlines most explanations of dates and most paragraphs are the same.
#[derive(Debug, Default)]
pub struct Words {
    why: HashMap<(Basis, Language), String>,
    pub(super) filled: Filled,
    /// The address of the pages, without a stroke at its end, if letters are to lead there.
    site: Option<Arc<str>>,
}

impl Words {
    /// None yet, for letters that lead to pages at this address, if they are to lead anywhere.
    pub fn leading_to(site: Option<Arc<str>>) -> Words {
        Words { site, ..Words::default() }
    }
}

/// How many explanations are kept before starting afresh.
const MOST_WORDS: usize = 1000;

/// An entry with the appeal as it stood at the end of its move.
#[derive(Clone, Copy)]
pub(super) struct Account<'a> {
    pub occasion: &'a Occasion<'a>,
    pub appeal: &'a Appeal,
    pub head: &'a Hash,
    pub entry: &'a Entry,
    /// The entries that follow from it.
    pub rest: &'a [Entry],
}

impl Account<'_> {
    /// What the letter's text may use.
    pub fn facts(&self, recipient: &Recipient, words: &mut Words) -> Facts {
        let language = recipient.language;
        let appeal = self.appeal;
        let date = |on: Date| language.date(on);
        let today = law::day_of(self.occasion.now, self.occasion.calendar);
        let standing = self.standing();
        let running = standing
            .filter(|standing| standing.stopped.is_none())
            .and_then(|standing| self.lengthened(standing).or_else(|| standing.nearest()));
        let holder = standing.and_then(|standing| self.name_of(standing, language));
        let suspension = appeal.decision.suspension.as_ref();
        let mut facts = Facts {
            reference: appeal.reference.clone(),
            recipient: recipient.name.get(language).to_owned(),
            applicant: self
                .occasion
                .organisation
                .map(|one| one.name.get(language).to_owned())
                .unwrap_or_default(),
            issuer: self.office_name(&appeal.decision.issuer, language).unwrap_or_default(),
            decision_number: appeal.decision.number.clone(),
            decided_on: date(appeal.decision.decided_on),
            served_on: date(appeal.decision.served_on),
            filed_on: date(appeal.filed_on),
            late: appeal.late,
            step: self.step_title(language),
            yours: standing.is_some_and(|standing| self.holds(standing, recipient)),
            otherwise: standing
                .zip(running)
                .and_then(|(standing, running)| self.otherwise(standing, running, language)),
            holder,
            due: running.map(|running| date(running.on)),
            due_why: running.and_then(|running| self.why(running, language, words)),
            outcome: appeal
                .closed
                .or(appeal.decided)
                .map(|(outcome, _)| sentences::outcome(outcome, language).to_owned()),
            days_suspended: appeal.days_suspended(today),
            suspended_until: suspension.map(|suspension| date(suspension.until)),
            stays_execution: appeal.stay.as_ref().map(|stay| self.cite(&stay.article, language)),
            parts: self.parts(language),
            today: date(today),
            page: words.site.as_ref().map(|site| format!("{site}/appeals/{}", appeal.reference)),
            record: seal::hex(&self.head[..8]),
            ..Facts::default()
        };
        self.add_event(&mut facts, language, words);
        facts
    }

    /// The limit that the event lengthens or sets running again, though another may end sooner.
    fn lengthened<'s>(&self, standing: &'s Standing) -> Option<&'s Running> {
        let due = std::iter::once(self.entry).chain(self.rest).find_map(|entry| match &entry.event {
            Event::Extended { due, .. } => Some(&**due),
            Event::ClockRestarted { due, .. } => due.iter().min_by_key(|due| due.at),
            _ => None,
        })?;
        standing.running.iter().find(|running| running.limit == due.limit)
    }

    /// What the event itself adds.
    fn add_event(&self, facts: &mut Facts, language: Language, words: &mut Words) {
        let definition = self.occasion.definition;
        match &self.entry.event {
            Event::Filed(filed) => {
                facts.filing_ended_on = Some(language.date(filed.time_ended_on));
                facts.stated = filed.stated.clone();
            }
            Event::Acted { action, stated, .. } => {
                facts.action =
                    definition.actions.get(action).map(|action| action.title.get(language).to_owned());
                facts.article =
                    definition.actions.get(action).and_then(|action| self.article(action, language));
                facts.stated = stated.clone();
                facts.by = self.actor_name(language);
            }
            Event::Rescheduled { was, due, recount, .. } => {
                facts.due_before = was.map(|was| language.date(was));
                facts.new_rules = recount.version.is_some();
                facts.due = Some(language.date(due.on));
                facts.due_why = self.why(&Running::from(&**due), language, words);
                let days: Vec<String> = recount.because.iter().map(|day| day.text(language)).collect();
                facts.calendar_why = Some(days.join("; ")).filter(|why| !why.is_empty());
            }
            Event::Proposed { proposal, .. } => {
                let action = definition.actions.get(&proposal.act.action);
                facts.action = action.map(|action| action.title.get(language).to_owned());
                facts.article = action.and_then(|action| self.article(action, language));
                facts.stated = proposal.act.stated.clone();
                facts.by = self.actor_name(language);
                facts.until = Some(language.date(proposal.until));
            }
            Event::Noted { text, .. } => {
                facts.by = self.actor_name(language);
                facts.stated = [("message".to_owned(), text.clone())].into();
            }
            Event::MessageReceived(message) => {
                let office = self.office_name(&message.from, language);
                facts.by = office.or_else(|| Some(self.occasion.organisation?.name.get(language).to_owned()));
            }
            Event::Unsigned { action, reason, .. } => {
                facts.action =
                    definition.actions.get(action).map(|action| action.title.get(language).to_owned());
                facts.reason = reason.clone();
            }
            Event::Deemed(deemed) => {
                facts.missed_on = Some(language.date(deemed.due_on));
                facts.silent = self.name(deemed.office.as_deref(), &deemed.by, language);
                facts.article = Some(self.cite(&deemed.article, language));
            }
            Event::ConfirmationAsked { track, unconfirmed, .. } => {
                let silent = self.appeal.tracks.get(track);
                facts.silent = silent.and_then(|standing| self.name_of(standing, language));
                facts.until = Some(language.date(unconfirmed.until));
            }
            Event::DeadlineMissed { by, office, due_on, .. } => {
                facts.missed_on = Some(language.date(*due_on));
                facts.silent = self.name(office.as_deref(), by, language);
            }
            Event::Reminded { track, due_on, chase, after, .. } => {
                facts.by = self.actor_name(language);
                facts.chase = *chase;
                if *chase > 0 || *after {
                    facts.missed_on = Some(language.date(*due_on));
                    facts.silent =
                        self.appeal.tracks.get(track).and_then(|standing| self.name_of(standing, language));
                }
            }
            _ => {}
        }
        for entry in self.rest {
            match &entry.event {
                Event::Escalated { to: Some(code), .. } => facts.next = self.office_name(code, language),
                Event::ClockStopped { track, ground, until, .. } => {
                    facts.until = Some(language.date(*until));
                    facts.ground = Some(self.ground(track, ground, language));
                }
                _ => {}
            }
        }
    }

    /// The track that the event moved, as it stands now; the legal track if it moved none or the moved one ended.
    fn standing(&self) -> Option<&Standing> {
        let tracks = &self.appeal.tracks;
        tracks.get(self.track()).or_else(|| tracks.get(&self.appeal.legal_track))
    }

    /// The track that the event moved: of an action, the one that it opened.
    fn track(&self) -> &str {
        let opened = || {
            self.rest.iter().rev().find_map(|entry| match &entry.event {
                Event::Arrived(arrival) => Some(&arrival.track),
                _ => None,
            })
        };
        match &self.entry.event {
            Event::Arrived(arrival) => &arrival.track,
            Event::Acted { track, .. } => opened().unwrap_or(track),
            Event::DeadlineMissed { track, .. }
            | Event::Reminded { track, .. }
            | Event::Rescheduled { track, .. }
            | Event::Proposed { track, .. }
            | Event::Signed { track, .. }
            | Event::Unsigned { track, .. }
            | Event::ConfirmationAsked { track, .. }
            | Event::ClockRestarted { track, .. } => track,
            Event::Deemed(deemed) => &deemed.track,
            _ => &self.appeal.legal_track,
        }
    }

    fn holds(&self, standing: &Standing, recipient: &Recipient) -> bool {
        let holder = standing.office.as_deref().unwrap_or(&self.appeal.appellant);
        holder == recipient.code
    }

    fn name_of(&self, standing: &Standing, language: Language) -> Option<String> {
        self.name(standing.office.as_deref(), &standing.holder, language)
    }

    fn name(&self, office: Option<&str>, party: &str, language: Language) -> Option<String> {
        match office {
            Some(code) => self.office_name(code, language),
            None => self.recipient(party).map(|recipient| recipient.name.get(language).to_owned()),
        }
    }

    fn office_name(&self, code: &str, language: Language) -> Option<String> {
        self.occasion.ladder.get(code).map(|office| office.name.get(language).to_owned())
    }

    fn actor_name(&self, language: Language) -> Option<String> {
        use crate::appeal::Actor;
        match &self.entry.actor {
            Actor::Office(code) | Actor::Official { office: code, .. } => self.office_name(code, language),
            Actor::Organisation(_) => self.occasion.organisation.map(|one| one.name.get(language).to_owned()),
            Actor::Redress | Actor::Clerk => None,
        }
    }

    fn step_title(&self, language: Language) -> String {
        let definition = self.occasion.definition;
        let title = |track: &str, step: &str| {
            definition.step(track, step).map(|step| title_in(&step.title, language))
        };
        let arrived = self.rest.iter().rev().chain([self.entry]).find_map(|entry| match &entry.event {
            Event::Arrived(arrival) => title(&arrival.track, &arrival.step),
            _ => None,
        });
        let stands = |track: &str| self.appeal.tracks.get(track).and_then(|one| title(track, &one.step));
        stands(self.track()).or(arrived).or_else(|| stands(&self.appeal.legal_track)).unwrap_or_default()
    }

    /// The parts annulled so far, where not all of the decision was.
    fn parts(&self, language: Language) -> Option<String> {
        let known = &self.occasion.definition.parts;
        let titles = self.appeal.annulled_parts.iter().filter_map(|part| known.get(part));
        let titles: Vec<&str> = titles.map(|part| part.title.get(language)).collect();
        if titles.is_empty() { None } else { Some(titles.join(", ")) }
    }

    fn ground(&self, track: &str, ground: &str, language: Language) -> String {
        let definition = self.occasion.definition;
        let step = self.appeal.tracks.get(track).and_then(|standing| definition.step(track, &standing.step));
        let allowed = step.into_iter().flat_map(|step| definition.allowed(step));
        let mut actions = allowed.filter_map(|action| definition.actions.get(action));
        let words = actions.find_map(|action| match &action.clock {
            Clock::Stops { grounds, .. } => grounds.get(ground).map(|title| title_in(title, language)),
            _ => None,
        });
        words.unwrap_or_else(|| ground.to_owned())
    }

    fn cite(&self, article: &str, language: Language) -> String {
        self.occasion.definition.cite(article, language)
    }

    fn article(&self, action: &Action, language: Language) -> Option<String> {
        action.article.as_ref().map(|article| self.cite(article, language))
    }

    /// How the date was counted, in a line.
    fn why(&self, running: &Running, language: Language, words: &mut Words) -> Option<String> {
        let key = (running.basis.clone(), language);
        if let Some(known) = words.why.get(&key) {
            return Some(known.clone());
        }
        if words.why.len() >= MOST_WORDS {
            words.why.clear();
        }
        // Explained by the calendar that gave the date, which need not be the one in force.
        let given_by = self.occasion.almanac.version(&running.basis.calendar);
        let calendar = given_by.as_ref().unwrap_or(self.occasion.calendar);
        let why = law::explain(&running.basis, calendar).ok()?.summary(language);
        let why = self.cite(&why, language);
        words.why.insert(key, why.clone());
        Some(why)
    }

    /// What happens if the holder stays silent, in a sentence; nothing once it has.
    fn otherwise(&self, standing: &Standing, running: &Running, language: Language) -> Option<String> {
        if running.missed {
            return None;
        }
        let definition = self.occasion.definition;
        let track =
            definition.tracks.iter().find(|(name, _)| self.appeal.tracks.get(*name) == Some(standing))?.0;
        let by = &language.date(running.on);
        let limit = definition.limit(track, &standing.step, &running.limit)?;
        let holder_of = |step: &str| {
            let holder = definition.step(track, step)?.holder()?;
            self.name(self.appeal.parties.get(holder).map(String::as_str), holder, language)
        };
        Some(match &limit.silence {
            Silence::Escalate(step) => sentences::passes_to(&holder_of(step)?, by, language),
            Silence::Climb { rungs, then } => {
                let ladder = &self.appeal.ladder;
                let place = ladder.iter().position(|code| Some(code) == standing.office.as_ref())?;
                match ladder.get(place + 1).filter(|_| standing.rung < *rungs) {
                    Some(code) => sentences::passes_to(&self.office_name(code, language)?, by, language),
                    None => {
                        sentences::goes_on_as(definition.step(track, then)?.title.get(language), by, language)
                    }
                }
            }
            Silence::Lapse(step) => {
                sentences::goes_on_as(definition.step(track, step)?.title.get(language), by, language)
            }
            Silence::Chase { .. } => sentences::is_chased(by, language),
            Silence::Stay(_) => sentences::is_recorded(by, language),
            Silence::Deemed { decision, .. } => sentences::counts_as(*decision, by, language),
            Silence::Close(End::Outcome(outcome)) => {
                sentences::goes_on_as(sentences::outcome(*outcome, language), by, language)
            }
            Silence::Close(_) => sentences::is_recorded(by, language),
        })
    }
}

fn title_in(title: &Texts, language: Language) -> String {
    title.get(language).to_owned()
}
