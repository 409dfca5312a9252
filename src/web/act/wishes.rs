//! Remarks of officials and ministers: a comment, a report asked for or given, a matter taken under control or off it.

use super::deed::{Answers, question};
use super::question::{Fault, Kind, Question, When};
use crate::appeal::{Command, Note, Wish};
use crate::web::case::CaseFile;
use crate::web::words;

/// What a remark asks: what it is for, by when, and its text. A report can be given where another office asked for one,
/// and taken back is what the viewer's own office asked for.
pub(super) fn questions(file: &CaseFile) -> Vec<Question> {
    let say = |name: &str| words::say(file.language, name, &[]);
    let wishes = &file.row.appeal.wishes;
    let awaits = wishes.iter().any(|one| one.wish.is_report() && one.from != file.side);
    let asked = wishes.iter().any(|one| one.from == file.side);
    let kinds = [
        (true, "comment", "note-comment"),
        (awaits, "reported", "note-reported"),
        (true, "report", "note-report"),
        (true, "control", "note-control"),
        (asked, "lift", "note-lift"),
    ];
    let kinds = kinds.into_iter().filter(|(is_there, ..)| *is_there);
    let kinds = kinds.map(|(_, kind, name)| (kind.to_owned(), say(name))).collect();
    let kind = question("kind", say("note-kind"), Kind::One, false, kinds);
    let mut by = question("by", say("note-by"), Kind::Date(When::Ahead), true, Vec::new());
    by.hint = say("note-by-hint");
    vec![kind, by, question("text", say("note-text"), Kind::Text, false, Vec::new())]
}

/// The remark that the answers make: what it asks for stands in its text too, in the language of the appeal.
pub(super) fn command(file: &CaseFile, answers: &Answers) -> Result<Command, (String, Fault)> {
    let first = |name: &str| answers.get(name).and_then(|given| given.first()).cloned();
    let language = file.row.appeal.language;
    let by = || first("by").and_then(|day| day.parse().ok()).ok_or(("by".to_owned(), Fault::Missing));
    let (wish, head) = match first("kind").as_deref() {
        Some("report") => (Wish::Report { by: by()? }, "note-report-by"),
        Some("control") => (Wish::Control { until: by()? }, "note-control-until"),
        Some("reported") => (Wish::Reported, "note-reported-head"),
        Some("lift") => (Wish::Lifted, "note-lifted-head"),
        _ => {
            let text = first("text").unwrap_or_default();
            return Ok(Command::Note(Note { text, source: None, wish: None }));
        }
    };
    let day = wish.day().map(|day| ("day", language.date(day).into()));
    let head = words::say(language, head, day.as_slice());
    let text = format!("{head} {}", first("text").unwrap_or_default());
    Ok(Command::Note(Note { text, source: None, wish: Some(wish) }))
}
