//! A question of a form: what kind of answer it takes, how that is read, and how it is shown with what was typed.

use jiff::civil::Date;

use crate::texts::Language;
use crate::web::day::{self, DayFault};
use crate::web::fields::{Fields, LONGEST};
use crate::web::words;
use crate::workflow::{Field, FieldKind};

/// The kind of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words, in a large box.
    Text,
    /// One line.
    Line,
    /// A day in three boxes.
    Date(When),
    /// A whole number.
    Number,
    /// An amount of money.
    Amount,
    /// One of the choices.
    One,
    /// Any number of the choices.
    Several,
}

/// Which days are an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Those that have come.
    Come,
    /// Today and those to come.
    Ahead,
    /// Any.
    Ever,
}

impl Kind {
    /// The name by which templates know it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Line => "line",
            Kind::Date { .. } => "date",
            Kind::Number | Kind::Amount => "number",
            Kind::One => "one",
            Kind::Several => "several",
        }
    }
}

/// A question.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// The name of its field.
    pub name: String,
    pub title: String,
    pub hint: String,
    pub kind: Kind,
    pub optional: bool,
    /// What there is to choose from: the value and its words.
    pub choices: Vec<(String, String)>,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Missing,
    NotANumber,
    NotAnAmount,
    NotADay,
    Ahead,
    Gone,
    TooLong,
    NoChoice,
}

impl Fault {
    /// What to do about it.
    pub fn say(self, language: Language) -> String {
        let name = match self {
            Fault::Missing => "ask-missing",
            Fault::NotANumber => "ask-not-a-number",
            Fault::NotAnAmount => "ask-not-an-amount",
            Fault::NotADay => "ask-not-a-day",
            Fault::Ahead => "ask-ahead",
            Fault::Gone => "ask-gone",
            Fault::TooLong => "ask-too-long",
            Fault::NoChoice => "ask-choose",
        };
        words::say(language, name, &[])
    }
}

impl Question {
    /// A question of the workflow; its field's name is set apart from the page's own by a dot.
    pub fn of(name: &str, field: &Field, language: Language) -> Question {
        let words = |texts: &crate::texts::Texts| texts.get(language).to_owned();
        let kind = match field.kind {
            FieldKind::Text => Kind::Text,
            FieldKind::Document => Kind::Line,
            FieldKind::Number => Kind::Number,
            FieldKind::Amount => Kind::Amount,
            FieldKind::Date => Kind::Date(if field.may_lie_ahead { When::Ever } else { When::Come }),
            FieldKind::Choice => Kind::One,
        };
        let choices = field.choices.iter().map(|(choice, texts)| (choice.clone(), words(texts)));
        Question {
            name: format!("stated.{name}"),
            title: words(&field.title),
            hint: String::new(),
            kind,
            optional: field.optional,
            choices: choices.collect(),
        }
    }

    /// The answer as the core takes it; empty if it may be and was left out. Of the choices ticked, each is one.
    pub fn answer(&self, fields: &Fields, today: Date) -> Result<Vec<String>, Fault> {
        let given = match self.kind {
            Kind::Date(when) => {
                let (day, month, year) = self.day(fields);
                match day::read(day, month, year) {
                    Ok(day) if day > today && when == When::Come => return Err(Fault::Ahead),
                    Ok(day) if day < today && when == When::Ahead => return Err(Fault::Gone),
                    Ok(day) => vec![day.to_string()],
                    Err(DayFault::Empty) => vec![],
                    Err(_) => return Err(Fault::NotADay),
                }
            }
            Kind::Several => fields.all(&self.name).into_iter().map(str::to_owned).collect(),
            _ => Some(fields.text(&self.name))
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
        };
        match given.first() {
            None if self.optional => Ok(given),
            None if matches!(self.kind, Kind::One | Kind::Several) => Err(Fault::NoChoice),
            None => Err(Fault::Missing),
            Some(_) => given.into_iter().map(|one| self.fitting(one)).collect(),
        }
    }

    fn fitting(&self, text: String) -> Result<String, Fault> {
        // Figures are typed in groups: `1 166 800,50`.
        let figures = || text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', ".");
        match self.kind {
            Kind::Text | Kind::Line if text.chars().count() > LONGEST => Err(Fault::TooLong),
            Kind::Number => {
                figures().parse::<i64>().map(|number| number.to_string()).map_err(|_| Fault::NotANumber)
            }
            Kind::Amount => Some(figures()).filter(|text| is_amount(text)).ok_or(Fault::NotAnAmount),
            Kind::One | Kind::Several if self.choices.iter().all(|(choice, _)| *choice != text) => {
                Err(Fault::NoChoice)
            }
            _ => Ok(text),
        }
    }

    fn day<'f>(&self, fields: &'f Fields) -> (&'f str, &'f str, &'f str) {
        let part = |part: &str| fields.text(&format!("{}.{part}", self.name));
        (part("day"), part("month"), part("year"))
    }

    /// The question and what was answered, as a summary shows it.
    pub fn told(&self, fields: &Fields) -> Option<(String, String)> {
        let told = match self.kind {
            Kind::Date { .. } => {
                let (day, month, year) = self.day(fields);
                [day, month, year].join(" ").trim().to_owned()
            }
            Kind::One | Kind::Several => {
                let chosen = fields.all(&self.name);
                let words = self.choices.iter().filter(|(choice, _)| chosen.contains(&choice.as_str()));
                words.map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(", ")
            }
            _ => fields.text(&self.name).to_owned(),
        };
        Some((self.title.clone(), told)).filter(|(_, told)| !told.is_empty())
    }
}

/// Whole units with at most two decimals and no sign.
fn is_amount(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, cents)) => digits(whole) && digits(cents) && cents.len() <= 2,
        None => digits(text),
    }
}

/// A question as it stands in a form: with what was typed, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Asked {
    pub id: String,
    pub name: String,
    pub title: String,
    pub hint: String,
    pub kind: &'static str,
    pub optional: bool,
    pub value: String,
    pub day: String,
    pub month: String,
    pub year: String,
    /// Each with whether it was chosen.
    pub choices: Vec<(String, String, bool)>,
    pub error: Option<String>,
}

impl Asked {
    pub fn of(question: &Question, fields: &Fields, error: Option<String>) -> Asked {
        let (day, month, year) = question.day(fields);
        let chosen = fields.all(&question.name);
        let choice = |(value, words): &(String, String)| {
            (value.clone(), words.clone(), chosen.contains(&value.as_str()))
        };
        Asked {
            id: question.name.replace('.', "-"),
            name: question.name.clone(),
            title: question.title.clone(),
            hint: question.hint.clone(),
            kind: question.kind.name(),
            optional: question.optional,
            value: fields.text(&question.name).to_owned(),
            day: day.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
            choices: question.choices.iter().map(choice).collect(),
            error,
        }
    }

    /// The first field to go to when something is wrong.
    pub fn first_id(&self) -> String {
        match self.kind {
            "date" => format!("{}-day", self.id),
            "one" | "several" => format!("{}-1", self.id),
            _ => self.id.clone(),
        }
    }

    /// What describes its fields.
    pub fn described_by(&self) -> String {
        let hint = Some(format!("{}-hint", self.id)).filter(|_| !self.hint.is_empty());
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: Kind) -> Question {
        let choices = vec![("a".to_owned(), "A".to_owned()), ("b".to_owned(), "B".to_owned())];
        Question {
            name: "x".to_owned(),
            title: "X".to_owned(),
            hint: String::new(),
            kind,
            optional: false,
            choices,
        }
    }

    fn answer(kind: Kind, sent: &str) -> Result<Vec<String>, Fault> {
        question(kind).answer(&Fields::read(sent.as_bytes()), "2021-02-01".parse().unwrap())
    }

    #[test]
    fn an_answer_is_read_in_any_form_that_means_one_thing() {
        let one = |text: &str| Ok(vec![text.to_owned()]);
        assert_eq!(answer(Kind::Amount, "x=1+166+800,50"), one("1166800.50"));
        assert_eq!(answer(Kind::Number, "x=1%C2%A0000"), one("1000"));
        assert_eq!(answer(Kind::Date(When::Come), "x.day=1&x.month=2&x.year=2021"), one("2021-02-01"));
        assert_eq!(answer(Kind::Several, "x=a&x=b"), Ok(vec!["a".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn what_does_not_fit_is_told_apart() {
        let ahead = Kind::Date(When::Come);
        assert_eq!(answer(Kind::Text, "x=+"), Err(Fault::Missing));
        assert_eq!(answer(Kind::One, ""), Err(Fault::NoChoice));
        assert_eq!(answer(Kind::One, "x=c"), Err(Fault::NoChoice));
        assert_eq!(answer(Kind::Number, "x=1.5"), Err(Fault::NotANumber));
        assert_eq!(answer(Kind::Amount, "x=-1"), Err(Fault::NotAnAmount));
        assert_eq!(answer(ahead, "x.day=2&x.month=2&x.year=2021"), Err(Fault::Ahead));
        assert_eq!(answer(Kind::Date(When::Ahead), "x.day=31&x.month=1&x.year=2021"), Err(Fault::Gone));
        assert_eq!(answer(ahead, "x.day=31&x.month=2&x.year=2021"), Err(Fault::NotADay));
        assert_eq!(answer(Kind::Text, &format!("x={}", "y".repeat(LONGEST + 1))), Err(Fault::TooLong));
    }
}
