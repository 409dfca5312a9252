//! The file of one appeal: all that its pages show, read as the viewer sees it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::appeal::{self, Actor, Dated, Entry, Event, Facts, Message, Refusal};
use crate::ladder::Ladder;
use crate::law::{self, Almanac, Calendar};
use crate::registry::Rules;
use crate::store::StoreFault;
use crate::store::appeal::Listed;
use crate::store::letter::Letter;
use crate::store::sight::Look;
use crate::texts::{Language, Texts};
use crate::web::Pages;
use crate::web::here::{Here, Viewer};
use crate::web::refusal::Telling;
use crate::web::trouble::Trouble;
use crate::web::words;
use crate::workflow::Definition;

/// An appeal with everything about it.
#[derive(Debug)]
pub(crate) struct CaseFile {
    /// The language in which it is told.
    pub language: Language,
    pub row: Listed,
    pub entries: Vec<Entry>,
    pub letters: Vec<Letter>,
    /// What came by mail: the text of each message, by the digest that its entry names.
    pub messages: BTreeMap<String, String>,
    pub looks: Vec<Look>,
    pub ladder: Arc<Ladder>,
    pub almanac: Arc<Almanac>,
    /// As a member of which office or organisation the viewer sees it.
    pub side: String,
    rules: Arc<Rules>,
    calendar: Arc<Calendar>,
    appellant: Texts,
}

impl CaseFile {
    /// Reads it; nothing if the viewer may not see it.
    pub async fn load(
        pages: &Pages,
        here: &Here,
        viewer: &Viewer,
        reference: &str,
    ) -> Result<Option<CaseFile>, Trouble> {
        let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
        let Some(row) = sight.find(reference).await? else { return Ok(None) };
        let entries: Vec<Entry> =
            sight.journal(row.id).await?.into_iter().map(|stored| stored.entry).collect();
        let has_messages = entries.iter().any(|entry| matches!(entry.event, Event::MessageReceived(_)));
        let messages = if has_messages { sight.messages(row.id).await? } else { Vec::new() };
        let messages = messages.into_iter().map(|(digest, text)| (hex::encode(digest), text)).collect();
        let (letters, looks) = (sight.letters(row.id).await?, sight.looks(row.id).await?);
        let names = sight.organisations(std::slice::from_ref(&row.appeal.appellant)).await?;
        let appellant = match names.into_iter().next() {
            Some((_, name, _)) => {
                serde_json::from_str(&name).map_err(|fault| Trouble::Fault(fault.to_string()))?
            }
            None => Texts { en: row.appeal.appellant.clone(), ..Texts::default() },
        };
        drop(sight);
        let known = CaseFile::tracked(pages, here, row).await?;
        let side = side(viewer, &known.row, &known.ladder);
        Ok(Some(CaseFile { entries, letters, messages, looks, appellant, side, ..known }))
    }

    /// As little of it as shows where it stands, for somebody who has only its secret.
    pub async fn tracked(pages: &Pages, here: &Here, row: Listed) -> Result<CaseFile, Trouble> {
        let rulebook = pages.registry.rulebook();
        let missing =
            |what: &str| Trouble::Fault(format!("the {what} of {} is not loaded", row.appeal.reference));
        // Asked first: it brings along the rules that another process has loaded.
        let ladder = pages.ladder().await?;
        let rules = rulebook.by_digest(&row.appeal.workflow).ok_or_else(|| missing("workflow"))?;
        let calendar = rulebook.calendar(&rules.definition.calendar).ok_or_else(|| missing("calendar"))?;
        let (almanac, language) = (rulebook.almanac(), here.language);
        let appellant = Texts { en: row.appeal.appellant.clone(), ..Texts::default() };
        let (entries, letters, messages, looks, side) = Default::default();
        Ok(CaseFile {
            language,
            row,
            entries,
            letters,
            messages,
            looks,
            ladder,
            almanac,
            side,
            rules,
            calendar,
            appellant,
        })
    }

    /// What is written in a message, if it came by mail.
    pub fn written(&self, message: &Message) -> Option<&str> {
        self.messages.get(&message.digest).map(String::as_str)
    }

    /// The workflow.
    pub fn definition(&self) -> &Definition {
        &self.rules.definition
    }

    /// The calendar in force.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The legal day at an instant.
    pub fn today(&self, now: Timestamp) -> Date {
        law::day_of(now, &self.calendar)
    }

    /// Who appeals.
    pub fn appellant(&self) -> &str {
        self.appellant.get(self.language)
    }

    /// An office by its name.
    pub fn office(&self, code: &str) -> String {
        self.ladder
            .get(code)
            .map_or_else(|| code.to_owned(), |office| office.name.get(self.language).to_owned())
    }

    /// An office or the appellant by name.
    pub fn side_name(&self, code: &str) -> String {
        if code == self.row.appeal.appellant { self.appellant().to_owned() } else { self.office(code) }
    }

    /// Whoever did something, by name.
    pub fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Organisation(_) => self.appellant().to_owned(),
            Actor::Office(code) => self.office(code),
            Actor::Official { office, person, stands_in_for: None } => {
                format!("{person}, {}", self.office(office))
            }
            Actor::Official { office, person, stands_in_for: Some(absent) } => {
                let office = self.office(office);
                let told = [("person", person.into()), ("absent", absent.into()), ("office", office.into())];
                words::say(self.language, "actor-for", &told)
            }
            Actor::Redress | Actor::Clerk => "redress".to_owned(),
        }
    }

    /// An article as the reader's language cites it.
    pub fn cite(&self, article: &str) -> String {
        self.definition().cite(article, self.language)
    }

    /// The title of an action.
    pub fn action<'f>(&'f self, name: &'f str) -> &'f str {
        self.definition().actions.get(name).map_or(name, |action| action.title.get(self.language))
    }

    /// The title of a step.
    pub fn step<'f>(&'f self, track: &str, step: &'f str) -> &'f str {
        self.definition().step(track, step).map_or(step, |step| step.title.get(self.language))
    }

    /// What a limit is for: the title of the step it belongs to.
    pub fn limit_title(&self, track: &str, limit: &str) -> String {
        let Some(found) = self.definition().tracks.get(track) else { return limit.to_owned() };
        let step = found.steps.values().find(|step| step.limits().any(|(name, _)| name == limit));
        step.map_or_else(|| limit.to_owned(), |step| step.title.get(self.language).to_owned())
    }

    /// What a decision on it rests on.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            appeal: Some(&self.row.appeal),
            reference: &self.row.appeal.reference,
            definition: self.definition(),
            successor: None,
            calendar: &self.calendar,
            almanac: &self.almanac,
            last_letter: None,
            ladder: &self.ladder,
            organisation: None,
        }
    }

    /// A refusal in the reader's words.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let telling =
            Telling { language: self.language, definition: self.definition(), ladder: &self.ladder };
        telling.tell(refusal)
    }

    /// A party by the name of its office, or of the appellant.
    pub fn party(&self, party: &str) -> String {
        let office = self.row.appeal.parties.get(party);
        office.map_or_else(|| self.appellant().to_owned(), |code| self.office(code))
    }

    /// Every date that its journal has set, explained.
    ///
    /// # Errors
    /// The calendar of one is missing.
    pub fn dates(&self) -> Result<Vec<Dated<'_>>, String> {
        appeal::dates(&self.entries, &self.row.appeal, &self.almanac)
    }
}

/// As a member of which side the viewer sees it: of the appellant, of the holder, or of the first office that she
/// serves in.
fn side(viewer: &Viewer, row: &Listed, ladder: &Ladder) -> String {
    let appellant = &row.appeal.appellant;
    if viewer.organisations().contains(appellant) {
        return appellant.clone();
    }
    let offices: Vec<String> = viewer.offices().into_iter().chain(viewer.ministries()).collect();
    let holds = offices.iter().find(|code| row.holder.as_ref() == Some(code));
    let known = || offices.iter().find(|code| ladder.get(code).is_some());
    holds.or_else(known).cloned().unwrap_or_default()
}

impl Pages {
    /// The offices as the database has them now.
    pub(crate) async fn ladder(&self) -> Result<Arc<Ladder>, StoreFault> {
        self.registry.rulebook().ladder(&mut self.store.begin().await?).await
    }
}
