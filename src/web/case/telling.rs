//! The journal told to people: each entry as a sentence in the reader's language, the newest first.

use fluent_bundle::FluentValue;

use super::file::CaseFile;
use crate::appeal::{Actor, Entry, Event};
use crate::law;
use crate::texts::Language;
use crate::web::words;

/// An entry, told.
#[derive(Debug)]
pub(crate) struct Told {
    /// The legal day, in words.
    pub day: String,
    /// The same for machines.
    pub datetime: String,
    /// What happened.
    pub title: String,
    /// What was said with it, each with its heading.
    pub said: Vec<(String, String)>,
    /// Who did it.
    pub who: String,
    /// The letters to the reader's side that it caused: key and subject.
    pub letters: Vec<(i64, String)>,
}

/// The whole journal, the newest entry first; entries that only begin or end a step's count are told with the others.
pub(crate) fn timeline(file: &CaseFile, language: Language) -> Vec<Told> {
    file.entries.iter().rev().filter_map(|entry| told(file, entry, language)).collect()
}

/// One entry, if there is anything to tell of it.
pub(crate) fn told(file: &CaseFile, entry: &Entry, language: Language) -> Option<Told> {
    let (title, said) = Telling { file, language }.event(entry)?;
    let day = law::day_of(entry.legal_at, file.calendar());
    let letters = file.letters.iter().filter(|letter| letter.seq == entry.seq);
    Some(Told {
        day: language.date(day),
        datetime: day.to_string(),
        title,
        said,
        who: who(file, entry, language),
        letters: letters.map(|letter| (letter.id, letter.subject.clone())).collect(),
    })
}

/// Who did it; of a message that came another way than its own, whose it is.
fn who(file: &CaseFile, entry: &Entry, language: Language) -> String {
    match (&entry.event, &entry.actor) {
        (Event::MessageReceived(message), Actor::Clerk) => {
            words::say(language, "told-by-hand", &[("from", file.side_name(&message.from).into())])
        }
        (_, actor) => file.actor(actor),
    }
}

type Said = Vec<(String, String)>;

struct Telling<'f> {
    file: &'f CaseFile,
    language: Language,
}

impl Telling<'_> {
    fn say(&self, name: &str, told: &[(&str, &str)]) -> String {
        let told: Vec<(&str, FluentValue)> =
            told.iter().map(|(key, value)| (*key, (*value).into())).collect();
        words::say(self.language, name, &told)
    }

    fn event(&self, entry: &Entry) -> Option<(String, Said)> {
        let (file, language) = (self.file, self.language);
        let day = |date: jiff::civil::Date| language.date(date);
        let office = |code: &Option<String>| {
            code.as_deref().map_or_else(|| file.appellant().to_owned(), |code| file.office(code))
        };
        Some(match &entry.event {
            Event::Filed(filed) => {
                let issuer = file.office(&filed.decision.issuer);
                let name = if filed.late { "told-filed-late" } else { "told-filed" };
                let on = day(filed.decision.decided_on);
                let asks = &file.definition().filing.asks;
                (self.say(name, &[("issuer", &issuer), ("day", &on)]), self.said(asks, &filed.stated))
            }
            Event::Arrived(arrival) => {
                let step = file.step(&arrival.track, &arrival.step);
                match arrival.due.iter().min_by_key(|due| due.at) {
                    Some(due) => {
                        let (holder, day) = (office(&arrival.office), day(due.on));
                        (
                            self.say("told-arrived", &[("step", step), ("holder", &holder), ("day", &day)]),
                            Vec::new(),
                        )
                    }
                    None => (step.to_owned(), Vec::new()),
                }
            }
            Event::Acted { action, stated, decision, .. } => {
                let asks = file.definition().actions.get(action).map(|action| &action.asks);
                let mut said = asks.map(|asks| self.said(asks, stated)).unwrap_or_default();
                if let Some(decision) = decision {
                    said.insert(0, (self.say("told-decision", &[]), decision.in_words(language).to_owned()));
                }
                (file.action(action).to_owned(), said)
            }
            Event::DeadlineMissed { office: silent, due_on, .. } => {
                (self.say("told-missed", &[("holder", &office(silent)), ("day", &day(*due_on))]), Vec::new())
            }
            Event::Escalated { from, to, .. } => {
                (self.say("told-escalated", &[("from", &office(from)), ("to", &office(to))]), Vec::new())
            }
            Event::Reminded { due_on, .. } => {
                (self.say("told-reminded", &[("day", &day(*due_on))]), Vec::new())
            }
            Event::ClockStopped { ground, until, .. } => {
                let said = vec![(self.say("told-ground", &[]), self.ground(ground))];
                (self.say("told-stopped", &[("day", &day(*until))]), said)
            }
            Event::ClockRestarted { by_itself, .. } => (
                self.say(if *by_itself { "told-restarted-itself" } else { "told-restarted" }, &[]),
                Vec::new(),
            ),
            Event::Extended { by, due, .. } => {
                let (by, day) = (language.span(*by), day(due.on));
                (self.say("told-extended", &[("by", &by), ("day", &day)]), Vec::new())
            }
            Event::Rescheduled { was: Some(was), due, recount, .. } => {
                let by_rules = recount.version.is_some();
                let told = if by_rules { "told-recomputed" } else { "told-rescheduled" };
                (self.say(told, &[("was", &day(*was)), ("day", &day(due.on))]), Vec::new())
            }
            Event::Rescheduled { was: None, due, .. } => {
                (self.say("told-begun", &[("day", &day(due.on))]), Vec::new())
            }
            Event::PromiseKept { due_on, recount, .. } => {
                let by_rules = recount.version.is_some();
                let told = if by_rules { "told-promise-kept-rules" } else { "told-promise-kept" };
                (self.say(told, &[("day", &day(*due_on))]), Vec::new())
            }
            Event::Migrated(migrated) => {
                (self.say("told-migrated", &[("version", &migrated.version.to_string())]), Vec::new())
            }
            Event::Noted { text, source, .. } => {
                let source = source.iter().map(|source| (self.say("told-source", &[]), source.clone()));
                (text.clone(), source.collect())
            }
            Event::Closed { outcome } => {
                (self.say("told-closed", &[("outcome", outcome.in_words(language))]), Vec::new())
            }
            Event::TrackEnded { track } => {
                (self.say("told-track-ended", &[("track", &self.track(track))]), Vec::new())
            }
            other => self.turn(other)?,
        })
    }

    /// What moves an appeal in fewer cases.
    fn turn(&self, event: &Event) -> Option<(String, Said)> {
        let (file, language) = (self.file, self.language);
        let day = |date: jiff::civil::Date| language.date(date);
        let action = |name: &str| file.action(name).to_owned();
        Some(match event {
            Event::Proposed { proposal, .. } => {
                let (action, day) = (action(&proposal.act.action), day(proposal.until));
                (self.say("told-proposed", &[("action", &action), ("day", &day)]), Vec::new())
            }
            Event::Signed { action: name, .. } => {
                (self.say("told-signed", &[("action", &action(name))]), Vec::new())
            }
            Event::Unsigned { action: name, reason, .. } => {
                let reason = reason.iter().map(|reason| (self.say("told-reason", &[]), reason.clone()));
                (self.say("told-unsigned", &[("action", &action(name))]), reason.collect())
            }
            Event::Deemed(deemed) => {
                let article = file.definition().cite(&deemed.article, language);
                let outcome = deemed.decision.in_words(language);
                (self.say("told-deemed", &[("outcome", outcome), ("article", &article)]), Vec::new())
            }
            Event::ConfirmationAsked { unconfirmed, .. } => {
                (self.say("told-confirmation-asked", &[("day", &day(unconfirmed.until))]), Vec::new())
            }
            Event::TimeRestored { article } => (
                self.say("told-time-restored", &[("article", &file.definition().cite(article, language))]),
                Vec::new(),
            ),
            Event::ExecutionStayed { stay } => (
                self.say("told-stayed", &[("article", &file.definition().cite(&stay.article, language))]),
                Vec::new(),
            ),
            Event::StayEnded { .. } => (self.say("told-stay-ended", &[]), Vec::new()),
            Event::ForumTaken { track, .. } => {
                (self.say("told-forum", &[("track", &self.track(track))]), Vec::new())
            }
            Event::Undelivered { why, .. } => {
                (self.say("told-undelivered", &[]), vec![(self.say("told-reason", &[]), why.clone())])
            }
            Event::Served(served) => (
                self.say("told-served", &[("day", &day(served.on))]),
                vec![(self.say("told-how", &[]), served.how.clone())],
            ),
            Event::MessageReceived(message) => {
                let files = message.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>();
                let mut said = vec![(self.say("told-subject", &[]), message.subject.clone())];
                let written = file.written(message);
                said.extend(written.map(|text| (self.say("told-text", &[]), text.to_owned())));
                if !files.is_empty() {
                    said.push((self.say("task-papers", &[]), files.join(", ")));
                }
                let count = i64::try_from(files.len()).unwrap_or_default();
                let title = match (written, count) {
                    (None, 1..) => words::say(language, "told-papers", &[("count", count.into())]),
                    _ => self.say("told-message", &[]),
                };
                (title, said)
            }
            _ => return None,
        })
    }

    fn track(&self, name: &str) -> String {
        let track = self.file.definition().tracks.get(name);
        track.map_or_else(|| name.to_owned(), |track| track.title.get(self.language).to_owned())
    }

    /// The words of a ground on which a clock was stopped.
    fn ground(&self, ground: &str) -> String {
        let actions = self.file.definition().actions.values();
        let texts = actions.filter_map(|action| match &action.clock {
            crate::workflow::Clock::Stops { grounds, .. } => grounds.get(ground),
            _ => None,
        });
        texts.map(|texts| texts.get(self.language).to_owned()).next().unwrap_or_else(|| ground.to_owned())
    }

    /// What was stated, under the headings of what was asked.
    fn said(
        &self,
        asks: &std::collections::BTreeMap<String, crate::workflow::Field>,
        stated: &std::collections::BTreeMap<String, String>,
    ) -> Said {
        let one = |(name, text): (&String, &String)| {
            let field = asks.get(name);
            let title = field.map_or(name.as_str(), |field| field.title.get(self.language)).to_owned();
            let choice = field
                .and_then(|field| field.choices.get(text))
                .map(|texts| texts.get(self.language).to_owned());
            (title, choice.unwrap_or_else(|| text.clone()))
        };
        stated.iter().map(one).collect()
    }
}
