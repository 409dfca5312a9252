//! What would follow from an act, for whoever is about to do it: what is entered, which dates change, which letters go
//! out to whom.

use crate::appeal::{self, Entry};
use crate::registry::Foreseen;
use crate::web::case::{self, CaseFile};
use crate::web::explained::Explained;
use crate::web::words;

/// What would follow.
#[derive(Debug)]
pub(super) struct Foresight {
    /// What would be entered in the journal.
    pub entered: Vec<String>,
    /// The dates that would be set.
    pub dates: Vec<NewDate>,
    /// The letters that would be sent.
    pub letters: Vec<NewLetter>,
}

/// A date that would be set.
#[derive(Debug)]
pub(super) struct NewDate {
    pub title: String,
    pub day: String,
    /// The same for machines.
    pub datetime: String,
    /// The day before, where it is another.
    pub was: Option<String>,
    /// Day by day, how it comes about.
    pub explained: Explained,
}

/// A letter that would be sent.
#[derive(Debug)]
pub(super) struct NewLetter {
    pub to: String,
    pub language: &'static str,
    pub legal: bool,
    pub subject: String,
    pub body: String,
}

impl Foresight {
    /// What would follow in a case.
    ///
    /// # Errors
    /// A calendar that a date was computed with is missing.
    pub fn of(file: &CaseFile, foreseen: &Foreseen) -> Result<Foresight, String> {
        let told = foreseen.entries.iter().filter_map(|entry| case::told(file, entry, file.language));
        let letters = foreseen.letters.iter().map(|letter| NewLetter {
            to: file.side_name(&letter.recipient),
            language: letter.language.code(),
            legal: letter.legal,
            subject: letter.subject.clone(),
            body: letter.body.clone(),
        });
        Ok(Foresight {
            entered: told.map(|told| told.title).collect(),
            dates: dates(file, foreseen)?,
            letters: letters.collect(),
        })
    }

    /// How many letters, in words.
    pub fn how_many(&self, language: &crate::texts::Language) -> String {
        words::say(*language, "act-letters", &[("letters", self.letters.len().into())])
    }
}

fn dates(file: &CaseFile, foreseen: &Foreseen) -> Result<Vec<NewDate>, String> {
    let journal: Vec<Entry> = file.entries.iter().chain(&foreseen.entries).cloned().collect();
    let dates = appeal::dates(&journal, &foreseen.appeal, &file.almanac)?;
    let set = dates.iter().filter(|date| date.entry > foreseen.seq);
    let date = |date: &appeal::Dated| {
        let standing = file.row.appeal.tracks.get(date.track);
        let before = standing.and_then(|one| one.running.iter().find(|one| one.limit == date.due.limit));
        let was = before.map(|running| running.on).filter(|was| *was != date.due.on);
        let title = foreseen
            .appeal
            .tracks
            .get(date.track)
            .map_or_else(String::new, |standing| file.step(date.track, &standing.step).to_owned());
        NewDate {
            title,
            day: file.language.date(date.due.on),
            datetime: date.due.on.to_string(),
            was: was.map(|was| file.language.date(was)),
            explained: Explained::of(&date.explanation, file.language),
        }
    };
    Ok(set.map(date).collect())
}
