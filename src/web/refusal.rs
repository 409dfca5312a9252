//! Why something that was asked is not done, in the reader's words.
//!
//! A refusal of the core names things by their names in the workflow and offices by their codes; here it is told with
//! the titles and names that people know. Every page that submits to the registry shows refusals through this.

use crate::appeal::Refusal;
use crate::ladder::Ladder;
use crate::law::Span;
use crate::texts::Language;
use crate::web::words;
use crate::workflow::{Definition, Field, FieldKind};

/// For whom a refusal is told, and by which titles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling<'a> {
    /// The reader's language.
    pub language: Language,
    /// The workflow that it is about.
    pub definition: &'a Definition,
    /// The offices.
    pub ladder: &'a Ladder,
}

impl Telling<'_> {
    /// The refusal in a sentence or two: what is wrong and what may be done instead.
    pub fn tell(&self, refusal: &Refusal) -> String {
        let (name, told) = self.parts(refusal);
        let told: Vec<_> = told.iter().map(|(key, value)| (*key, value.as_str().into())).collect();
        words::say(self.language, name, &told)
    }

    /// The name of the words, and what is filled in.
    fn parts(&self, refusal: &Refusal) -> (&'static str, Vec<(&'static str, String)>) {
        let day = |date| self.language.date(date);
        match refusal {
            Refusal::UnknownAppeal { .. } => ("refusal-unknown-appeal", vec![]),
            Refusal::UnknownWorkflow { .. } => ("refusal-unknown-workflow", vec![]),
            Refusal::UnknownOrganisation { code } => {
                ("refusal-unknown-organisation", vec![("code", code.clone())])
            }
            Refusal::UnknownOffice { code, .. } => ("refusal-unknown-office", vec![("code", code.clone())]),
            Refusal::NoOfficeFor { party, issuer } => {
                ("refusal-no-office", vec![("party", self.party(party)), ("issuer", self.office(issuer))])
            }
            Refusal::WrongAddressee { choices, .. } => {
                ("refusal-wrong-addressee", vec![("choices", self.each(choices, |name| self.party(name)))])
            }
            Refusal::FutureDate { what, date, today } => (
                "refusal-future-date",
                vec![("what", self.what(what)), ("day", day(*date)), ("today", day(*today))],
            ),
            Refusal::DatesOutOfOrder { earlier, earlier_on, later, later_on } => (
                "refusal-out-of-order",
                vec![
                    ("earlier", self.what(earlier)),
                    ("earlier-day", day(*earlier_on)),
                    ("later", self.what(later)),
                    ("later-day", day(*later_on)),
                ],
            ),
            Refusal::TooLate { ended_on, restoration: None } => {
                ("refusal-too-late", vec![("day", day(*ended_on))])
            }
            Refusal::TooLate { ended_on, restoration: Some((article, motion)) } => (
                "refusal-too-late-but",
                vec![
                    ("day", day(*ended_on)),
                    ("article", self.cite(article)),
                    ("motion", self.asked(motion)),
                ],
            ),
            Refusal::TooLateToRestore { ended_on, motion_until } => {
                ("refusal-too-late-to-restore", vec![("day", day(*ended_on)), ("until", day(*motion_until))])
            }
            Refusal::TimeNotRestored { article } => {
                ("refusal-time-not-restored", vec![("article", self.cite(article))])
            }
            Refusal::NothingToRestore => ("refusal-nothing-to-restore", vec![]),
            Refusal::UnknownPart { known, .. } => {
                ("refusal-unknown-part", vec![("known", self.each(known, |name| self.part(name)))])
            }
            Refusal::Closed { on, outcome } => (
                "refusal-closed",
                vec![("day", day(*on)), ("outcome", outcome.in_words(self.language).to_owned())],
            ),
            Refusal::BeyondCalendar { .. } => ("refusal-beyond-calendar", vec![]),
            Refusal::CalendarNotInForce { .. } => ("refusal-calendar", vec![]),
            Refusal::CannotMigrate { .. } => ("refusal-migrate", vec![]),
            Refusal::KeyReused => ("refusal-key-reused", vec![]),
            Refusal::NobodyToRemind => ("refusal-nobody-to-remind", vec![]),
            Refusal::RemindedToday { on } => ("refusal-reminded-today", vec![("day", day(*on))]),
            other => self.of_act(other),
        }
    }

    /// The same for what refuses an act in an appeal under way.
    fn of_act(&self, refusal: &Refusal) -> (&'static str, Vec<(&'static str, String)>) {
        let day = |date| self.language.date(date);
        let action = |name: &String| ("action", self.action(name));
        match refusal {
            Refusal::UnknownAction { possible, .. } => {
                ("refusal-unknown-action", vec![("possible", self.each(possible, |name| self.action(name)))])
            }
            Refusal::NotLawfulHere { action: name, possible, .. } => (
                "refusal-not-lawful-here",
                vec![action(name), ("possible", self.each(possible, |name| self.action(name)))],
            ),
            Refusal::NotYours { action: name, parties, .. } => {
                ("refusal-not-yours", vec![action(name), ("parties", self.parties(parties))])
            }
            Refusal::Barred { office } => ("refusal-barred", vec![("office", self.office(office))]),
            Refusal::TookPart { person } => ("refusal-took-part", vec![("person", person.clone())]),
            Refusal::NotYet { action: name, from: Some(from), article, .. } => (
                "refusal-not-yet-until",
                vec![action(name), ("day", day(*from)), ("why", self.under(article))],
            ),
            Refusal::NotYet { action: name, after, from: None, article } => {
                let told = vec![action(name), ("after", self.action(after)), ("why", self.under(article))];
                ("refusal-not-yet", told)
            }
            Refusal::NotEarned { action: name, per } => {
                ("refusal-not-earned", vec![action(name), ("per", self.action(per))])
            }
            Refusal::AwaitsSignature { action: name, until } => {
                ("refusal-awaits-signature", vec![action(name), ("day", day(*until))])
            }
            Refusal::NothingToSign { action: name } => ("refusal-nothing-to-sign", vec![action(name)]),
            Refusal::MayNotSign { action: name, signatory, .. } => {
                ("refusal-may-not-sign", vec![action(name), ("signatory", self.parties(signatory))])
            }
            Refusal::PersonNeeded { action: name } => ("refusal-person-needed", vec![action(name)]),
            Refusal::NothingToConfirm => ("refusal-nothing-to-confirm", vec![]),
            Refusal::UsedUp { action: name, times } => {
                ("refusal-used-up", vec![action(name), ("times", times.to_string())])
            }
            Refusal::ExtensionTooLong { most, .. } => {
                ("refusal-extension-too-long", vec![("most", self.span(most))])
            }
            Refusal::ClockState { stopped: true } => ("refusal-clock-stands", vec![]),
            Refusal::ClockState { stopped: false } => ("refusal-clock-runs", vec![]),
            Refusal::Ground { .. } => ("refusal-ground", vec![]),
            Refusal::Missing { field, .. } => ("refusal-missing", vec![("title", self.asked(field))]),
            Refusal::Misstated { field, .. } => {
                let name = match self.field(field).map(|field| field.kind) {
                    Some(FieldKind::Number) => "refusal-not-a-number",
                    Some(FieldKind::Amount) => "refusal-not-an-amount",
                    Some(FieldKind::Date) => "refusal-not-a-date",
                    Some(FieldKind::Choice) => "refusal-not-a-choice",
                    Some(FieldKind::Text | FieldKind::Document) => "refusal-too-long",
                    None => "refusal-misstated",
                };
                (name, vec![("title", self.asked(field))])
            }
            // All others are told above.
            _ => ("refusal-other", vec![]),
        }
    }

    fn office(&self, code: &str) -> String {
        let office = self.ladder.get(code);
        office.map_or_else(|| code.to_owned(), |office| office.name.get(self.language).to_owned())
    }

    fn party(&self, name: &str) -> String {
        let party = self.definition.parties.get(name);
        party.map_or_else(|| name.to_owned(), |party| party.title.get(self.language).to_owned())
    }

    fn part(&self, name: &str) -> String {
        let part = self.definition.parts.get(name);
        part.map_or_else(|| name.to_owned(), |part| part.title.get(self.language).to_owned())
    }

    /// The title of an action, in the quotes of the language.
    fn action(&self, name: &str) -> String {
        let action = self.definition.actions.get(name);
        let title = action.map_or(name, |action| action.title.get(self.language));
        match self.language {
            Language::En => format!("“{title}”"),
            Language::Ru | Language::Kk => format!("«{title}»"),
        }
    }

    /// Something asked for, at the filing or by an action.
    fn field(&self, name: &str) -> Option<&Field> {
        let of_actions = self.definition.actions.values().filter_map(|action| action.asks.get(name));
        self.definition.filing.asks.get(name).into_iter().chain(of_actions).next()
    }

    fn asked(&self, name: &str) -> String {
        self.field(name).map_or_else(|| name.to_owned(), |field| field.title.get(self.language).to_owned())
    }

    fn cite(&self, article: &str) -> String {
        self.definition.cite(article, self.language)
    }

    /// The article in brackets, with a space before it.
    fn under(&self, article: &Option<String>) -> String {
        article.as_ref().map(|article| format!(" ({})", self.cite(article))).unwrap_or_default()
    }

    fn each(&self, names: &str, title: impl Fn(&str) -> String) -> String {
        names.split(", ").filter(|name| !name.is_empty()).map(title).collect::<Vec<_>>().join(", ")
    }

    /// Parties as the core describes them, `reviewer (DGD-ALMATY) or court (COURT)`, by the names of their offices.
    fn parties(&self, described: &str) -> String {
        let name = |one: &str| match one.strip_suffix(')').and_then(|one| one.split_once(" (")) {
            Some((party, code)) if self.ladder.get(code).is_none() => self.party(party),
            Some((_, code)) => self.office(code),
            None => self.party(one),
        };
        described.split(" or ").map(name).collect::<Vec<_>>().join(", ")
    }

    fn span(&self, span: &str) -> String {
        span.parse::<Span>().map_or_else(|_| span.to_owned(), |span| self.language.span(span))
    }

    /// A date that the core names in English.
    fn what(&self, what: &str) -> String {
        let name = match what {
            "date of the decision" => "refusal-what-decided",
            "date of service" => "refusal-what-served",
            "first day of the suspension" => "refusal-what-first",
            "last day of the suspension" => "refusal-what-last",
            "service" => "refusal-what-service",
            other => return other.to_owned(),
        };
        words::say(self.language, name, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appeal::Refusal as R;
    use crate::workflow::Outcome;
    use jiff::civil::date;

    fn refusals() -> Vec<Refusal> {
        let (text, day) = (|| "x".to_owned(), date(2021, 2, 1));
        vec![
            R::UnknownAppeal { reference: text() },
            R::UnknownWorkflow { name: text(), known: text() },
            R::UnknownOrganisation { code: text() },
            R::UnknownOffice { code: text(), nearest: None },
            R::NoOfficeFor { party: "reviewer".to_owned(), issuer: text() },
            R::WrongAddressee { with: text(), choices: "issuer, reviewer".to_owned() },
            R::FutureDate { what: "date of the decision".to_owned(), date: day, today: day },
            R::DatesOutOfOrder { earlier: text(), earlier_on: day, later: text(), later_on: day },
            R::TooLate { ended_on: day, restoration: None },
            R::TooLate { ended_on: day, restoration: Some(("KoAP 1".to_owned(), "reasons".to_owned())) },
            R::TooLateToRestore { ended_on: day, motion_until: day },
            R::TimeNotRestored { article: text() },
            R::NothingToRestore,
            R::UnknownPart { part: text(), known: text() },
            R::Closed { on: day, outcome: Outcome::Annulled },
            R::UnknownAction { action: text(), nearest: None, possible: "annul".to_owned() },
            R::NotLawfulHere { action: text(), step: text(), possible: text() },
            R::NotYours { action: text(), parties: "reviewer (X) or court (Y)".to_owned(), actor: text() },
            R::Barred { office: text() },
            R::TookPart { person: text() },
            R::NotYet { action: text(), after: text(), from: Some(day), article: Some(text()) },
            R::NotYet { action: text(), after: text(), from: None, article: None },
            R::NotEarned { action: text(), per: text() },
            R::AwaitsSignature { action: text(), until: day },
            R::NothingToSign { action: text() },
            R::MayNotSign { action: text(), signatory: text(), actor: text() },
            R::PersonNeeded { action: text() },
            R::NothingToConfirm,
            R::UsedUp { action: text(), times: 1 },
            R::ExtensionTooLong { most: "10 sutki".to_owned(), asked: text() },
            R::ClockState { stopped: true },
            R::ClockState { stopped: false },
            R::Ground { grounds: text() },
            R::Missing { field: "reasons".to_owned(), title: text() },
            R::Misstated { field: "reasons".to_owned(), why: text() },
            R::Misstated { field: "nothing".to_owned(), why: text() },
            R::BeyondCalendar { why: text() },
            R::CalendarNotInForce { asked: text(), in_force: text() },
            R::CannotMigrate { obstacles: Vec::new() },
            R::NobodyToRemind,
            R::RemindedToday { on: day },
            R::KeyReused,
        ]
    }

    #[test]
    fn every_refusal_is_told_in_every_language_and_by_the_titles_that_people_know() {
        let files = crate::shipped::rules().workflows;
        let files = files.iter().find(|files| files.file.contains("kz-koap-suspension")).unwrap();
        let rules = crate::registry::Rules::read(files).unwrap();
        let ladder = Ladder::default();
        for language in Language::ALL {
            let telling = Telling { language, definition: &rules.definition, ladder: &ladder };
            for refusal in refusals() {
                let told = telling.tell(&refusal);
                assert!(
                    told.chars().count() > 15 && !told.contains("refusal-"),
                    "{language} {refusal:?}: {told}"
                );
            }
            let told = telling.tell(&R::Missing { field: "reasons".to_owned(), title: String::new() });
            assert!(told.contains(telling.asked("reasons").as_str()), "{told}");
        }
    }
}
