//! Entries of a journal, told in English with the names of offices, for somebody who sees them for the first time.
//!
//! The demonstration tells its story with it.

use std::collections::BTreeMap;

use super::timeline::Label;
use crate::appeal::{Actor, Arrival, Due, Entry, Event, Filed, Recount, Served};
use crate::chronicle;
use crate::ladder::Ladder;
use crate::law::Almanac;
use crate::store::letter::Letter;
use crate::texts::Language;
use crate::workflow::{Definition, Field};

/// What the names and titles of an entry are taken from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling<'a> {
    pub definition: &'a Definition,
    /// The calendars that gave the dates.
    pub almanac: &'a Almanac,
    pub ladder: &'a Ladder,
    /// The name of the organisation that appeals.
    pub appellant: &'a str,
}

type Lines = Vec<(Label, String)>;

impl Telling<'_> {
    /// An entry with the letters that it caused.
    pub fn lines(&self, entry: &Entry, letters: &[&Letter]) -> Lines {
        let mut lines = self.event(entry);
        lines.extend(letters.iter().map(|letter| (Label::Letter, written(letter))));
        lines
    }

    fn event(&self, entry: &Entry) -> Lines {
        let who = self.actor(&entry.actor);
        match &entry.event {
            Event::Filed(filed) => self.filed(filed),
            Event::Arrived(arrival) => self.arrived(arrival),
            Event::Acted { action, stated, .. } => {
                let title = self.definition.actions.get(action).map_or(action.as_str(), |one| &one.title.en);
                let mut lines = vec![(Label::What, format!("{who}: {}", lowered(title)))];
                let asks = self.definition.actions.get(action).map(|one| &one.asks);
                lines.extend(stated.iter().map(|(field, text)| says(asks, field, text)));
                lines
            }
            Event::Proposed { .. }
            | Event::Signed { .. }
            | Event::Unsigned { .. }
            | Event::Deemed(_)
            | Event::ConfirmationAsked { .. }
            | Event::TimeRestored { .. }
            | Event::ExecutionStayed { .. }
            | Event::StayEnded { .. }
            | Event::ForumTaken { .. } => self.turn(&who, &entry.event),
            Event::DeadlineMissed { office, due_on, .. } => {
                let silent = self.office(office.as_deref());
                vec![(
                    Label::Silence,
                    format!("MISSED. {} had until {} and was silent.", raised(&silent), on(*due_on)),
                )]
            }
            Event::Escalated { from, to, .. } => {
                let (from, to) = (self.office(from.as_deref()), self.office(to.as_deref()));
                vec![(Label::Silence, format!("ESCALATED. The appeal passes from {from} to {to}."))]
            }
            Event::Reminded { due_on, chase: 0, .. } => {
                vec![(Label::What, format!("Reminded: the last day is {}", on(*due_on)))]
            }
            Event::Reminded { due_on, chase, .. } => {
                vec![(Label::What, format!("Chased, reminder {chase}: the last day was {}", on(*due_on)))]
            }
            Event::ClockStopped { ground, until, .. } => {
                let text = format!("{who} stops the clock ({ground}), until {} at most", on(*until));
                vec![(Label::What, text)]
            }
            Event::ClockRestarted { due, .. } => {
                let mut lines = vec![(Label::What, "the clock runs again".to_owned())];
                lines.extend(due.iter().map(|due| self.due(due)));
                lines
            }
            Event::Extended { by, due, .. } => {
                vec![(Label::What, format!("{who} extends the time by {by}")), self.due(due)]
            }
            Event::Rescheduled { was, due, recount, .. } => {
                let cause = changed(recount);
                let text = match was {
                    Some(was) => format!("RESCHEDULED. {cause}, and the last day was {}", on(*was)),
                    None => format!("{cause}, and there is a new limit"),
                };
                let days = recount.because.iter().map(|day| (Label::What, day.text(Language::En)));
                [(Label::What, text)].into_iter().chain(days).chain([self.due(due)]).collect()
            }
            Event::PromiseKept { due_on, would_be, recount, .. } => {
                let (day, other, cause) = (on(*due_on), on(*would_be), changed(recount));
                let text = format!("{cause}. {day} stays as promised; it would be {other}");
                vec![(Label::What, text)]
            }
            Event::Migrated(migrated) => {
                let text = format!("The appeal goes on under version {} of the rules", migrated.version);
                let passages = migrated.passages.iter().map(|one| (Label::What, chronicle::passage(one)));
                [(Label::What, text)].into_iter().chain(passages).collect()
            }
            Event::Noted { text, source, .. } => {
                let mut lines = vec![(Label::What, format!("Noted: {text}"))];
                lines.extend(source.iter().map(|source| (Label::Source, source.clone())));
                lines
            }
            Event::Undelivered { notice, why, office } => {
                let text =
                    format!("The notice `{}` did not reach {}: {why}", notice.letter, notice.recipient);
                let mut lines = vec![(Label::What, text)];
                let task =
                    office.iter().map(|office| (Label::Now, format!("{office} must serve it otherwise")));
                lines.extend(task);
                lines
            }
            Event::Served(Served { notice, how, on: day }) => {
                let (letter, to) = (&notice.letter, &notice.recipient);
                vec![(Label::What, format!("{who} served `{letter}` on {to} on {}: {how}", on(*day)))]
            }
            Event::MessageReceived(message) => {
                let files = message.attachments.len();
                vec![(Label::What, format!("{who} writes: {} ({files} attached)", message.subject))]
            }
            Event::TrackEnded { track } => {
                let title = self.definition.tracks.get(track).map_or(track.as_str(), |one| &one.title.en);
                vec![(Label::Now, format!("“{title}” has ended"))]
            }
            Event::Closed { outcome } => vec![(Label::Now, format!("The appeal is closed: {outcome}."))],
        }
    }

    /// What moves an appeal in fewer cases: signatures, silence taken for a decision, stays, forums.
    fn turn(&self, who: &str, event: &Event) -> Lines {
        let named = |action: &str| {
            let known = self.definition.actions.get(action);
            known.map_or_else(|| action.to_owned(), |one| lowered(&one.title.en))
        };
        let track = |name: &str| {
            self.definition.tracks.get(name).map_or_else(|| name.to_owned(), |one| one.title.en.clone())
        };
        match event {
            Event::Proposed { proposal, .. } => {
                let (action, until) = (named(&proposal.act.action), on(proposal.until));
                vec![(Label::What, format!("{who} proposes: {action}. It is to be signed by {until}"))]
            }
            Event::Signed { action, .. } => vec![(Label::What, format!("{who} signs: {}", named(action)))],
            Event::Unsigned { action, reason, .. } => {
                let why = reason.as_deref().unwrap_or("nobody signed in time");
                vec![(Label::What, format!("Not signed: {} ({why})", named(action)))]
            }
            Event::Deemed(deemed) => {
                let text = format!("DEEMED {} by silence ({})", deemed.decision, deemed.article);
                vec![(Label::Silence, text)]
            }
            Event::ConfirmationAsked { unconfirmed, .. } => {
                let text = format!("A silence found late is to be confirmed by {}", on(unconfirmed.until));
                vec![(Label::Silence, text)]
            }
            Event::TimeRestored { article } => {
                vec![(Label::What, format!("{who} restores the missed time ({article})"))]
            }
            Event::ExecutionStayed { stay } => {
                let until = stay.until.map(|(day, _)| format!(", until {} at most", on(day)));
                let until = until.unwrap_or_default();
                vec![(Label::Now, format!("Execution is stayed ({}){until}", stay.article))]
            }
            Event::StayEnded { .. } => vec![(Label::Now, "The stay of execution has ended".to_owned())],
            Event::ForumTaken { track: taken, ended, .. } => {
                let ended: Vec<String> = ended.iter().map(|name| track(name)).collect();
                vec![(Label::Now, format!("“{}” takes over from “{}”", track(taken), ended.join("”, “")))]
            }
            _ => Vec::new(),
        }
    }

    fn filed(&self, filed: &Filed) -> Lines {
        let decision = &filed.decision;
        let with = filed.parties.get(&filed.with).map(String::as_str);
        let mut lines = vec![(
            Label::What,
            format!(
                "{} complains to {} against the decision of {} by {}",
                self.appellant,
                self.office(with),
                on(decision.decided_on),
                self.office(Some(&decision.issuer))
            ),
        )];
        let article = decision.article.clone();
        let fine = decision.fine.map(|fine| format!("a fine of {} tenge", grouped(fine)));
        let suspension = decision
            .suspension
            .as_ref()
            .map(|suspended| format!("suspended from {} to {}", on(suspended.from), on(suspended.until)));
        let decided: Vec<String> = article.into_iter().chain(fine).chain(suspension).collect();
        if !decided.is_empty() {
            lines.push((Label::Decision, decided.join(", ")));
        }
        if filed.late {
            let text =
                format!("the time to complain ended on {}; accepted and flagged", on(filed.time_ended_on));
            lines.push((Label::Late, text));
        }
        let asks = Some(&self.definition.filing.asks);
        lines.extend(filed.stated.iter().map(|(field, text)| says(asks, field, text)));
        lines
    }

    fn arrived(&self, arrival: &Arrival) -> Lines {
        let step = self.definition.step(&arrival.track, &arrival.step);
        let title = step.map_or(arrival.step.as_str(), |step| &step.title.en);
        let mut lines = vec![match arrival.holder {
            Some(_) => {
                (Label::Now, format!("{title}. It is for {} to act.", self.office(arrival.office.as_deref())))
            }
            None => (Label::Now, title.to_owned()),
        }];
        lines.extend(arrival.due.iter().map(|due| self.due(due)));
        lines
    }

    fn due(&self, due: &Due) -> (Label, String) {
        let why = chronicle::why(due, self.almanac);
        (Label::Due, why.strip_prefix("Last day: ").unwrap_or(&why).to_owned())
    }

    /// An office by its name; where there is none, the organisation that appeals.
    fn office(&self, code: Option<&str>) -> String {
        match code {
            None => self.appellant.to_owned(),
            Some(code) => match self.ladder.get(code) {
                Some(office) => format!("the {}", office.name.en),
                None => code.to_owned(),
            },
        }
    }

    fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Office(code) => raised(&self.office(Some(code))),
            Actor::Organisation(_) => self.appellant.to_owned(),
            other => other.to_string(),
        }
    }
}

/// What was stated, behind the title of what was asked.
fn says(asks: Option<&BTreeMap<String, Field>>, field: &str, text: &str) -> (Label, String) {
    let title = asks.and_then(|asks| asks.get(field)).map_or(field, |asked| &asked.title.en);
    (Label::Says, format!("{title}: {text}"))
}

fn written(letter: &Letter) -> String {
    let language = letter.language.parse::<Language>().map_or("", |language| match language {
        Language::En => " in English",
        Language::Ru => " in Russian",
        Language::Kk => " in Kazakh",
    });
    // The reference at the head of a subject is for the reader's mail program.
    let subject = letter.subject.split_once("] ").map_or(letter.subject.as_str(), |(_, rest)| rest);
    format!("to {}{language}: {subject}", letter.recipient)
}

fn changed(recount: &Recount) -> &'static str {
    if recount.version.is_some() { "The workflow changed" } else { "The calendar changed" }
}

fn on(day: jiff::civil::Date) -> String {
    Language::En.date(day)
}

/// A title as it stands within a sentence.
fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A name as it stands at the begin of a sentence.
fn raised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// 1,166,800.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_in_groups_of_three() {
        assert_eq!(
            [0, 999, 1000, 277_800, 1_166_800].map(grouped),
            ["0", "999", "1,000", "277,800", "1,166,800"]
        );
    }
}
