//! A question of the form: what is asked, what may be answered, what is wrong with an answer, how it reads back.

use jiff::civil::Date;

use super::answers::{Answers, BOXES};
use crate::texts::Language;
use crate::web::day::DayFault;
use crate::web::fields::LONGEST;
use crate::web::words;

/// A question.
#[derive(Debug)]
pub(super) struct Question {
    /// The name of its box; a day has three, named after it.
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub kind: Kind,
    /// Whether it may be left out.
    pub optional: bool,
}

/// The kind of answer.
#[derive(Debug)]
pub(super) enum Kind {
    /// A few words.
    Line,
    /// A text.
    Long,
    /// A whole number, in groups if one likes.
    Number,
    /// An amount of money with at most two decimals.
    Amount,
    /// A day.
    Day {
        /// Whether it may lie in the future.
        ahead: bool,
    },
    /// One of a few.
    Choice(Vec<Choice>),
    /// One of many.
    List(Vec<Choice>),
    /// Any of some.
    Several(Vec<Choice>),
}

/// Something to choose.
#[derive(Debug)]
pub(super) struct Choice {
    pub value: String,
    pub title: String,
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: &str, title: impl Into<String>) -> Choice {
        Choice { value: value.to_owned(), title: title.into(), hint: None }
    }
}

/// What is wrong, and in which box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The box, for the link of the summary.
    pub field: String,
    /// The question.
    pub question: String,
    pub text: String,
}

/// The longest short answer, in characters.
const LINE: usize = 300;

impl Question {
    /// A question that must be answered.
    pub fn new(name: &str, label: impl Into<String>, kind: Kind) -> Question {
        Question { name: name.to_owned(), label: label.into(), hint: None, kind, optional: false }
    }

    /// With a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Question {
        self.hint = Some(hint.into());
        self
    }

    /// One that may be left out.
    pub fn optional(mut self, optional: bool) -> Question {
        self.optional = optional;
        self
    }

    /// The names of its boxes.
    pub fn boxes(&self) -> Vec<String> {
        match self.kind {
            Kind::Day { .. } => BOXES.iter().map(|one| format!("{}-{one}", self.name)).collect(),
            _ => vec![self.name.clone()],
        }
    }

    /// Whether figures are typed.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Amount)
    }

    /// Where the keyboard goes when its answer is wrong.
    pub fn first_box(&self) -> String {
        match &self.kind {
            Kind::Day { .. } => format!("{}-day", self.name),
            Kind::Choice(choices) | Kind::Several(choices) if !choices.is_empty() => {
                format!("{}-1", self.name)
            }
            _ => self.name.clone(),
        }
    }

    /// Something wrong with it, in words.
    pub fn wrong(&self, text: String) -> Wrong {
        Wrong { field: self.first_box(), question: self.name.clone(), text }
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self, answers: &Answers) -> bool {
        self.boxes().iter().all(|name| answers.given(name).is_none())
    }

    /// What is wrong with the answer.
    pub fn check(&self, answers: &Answers, today: Date, language: Language) -> Option<Wrong> {
        let say =
            |name: &str| self.wrong(words::say(language, name, &[("question", self.label.as_str().into())]));
        if self.is_empty(answers) {
            return (!self.optional).then(|| match self.kind {
                Kind::Choice(_) | Kind::List(_) | Kind::Several(_) => say("wrong-choose"),
                Kind::Day { .. } => say("wrong-day-empty"),
                _ => say("wrong-empty"),
            });
        }
        let text = answers.text(&self.name).trim();
        match &self.kind {
            Kind::Line => (text.chars().count() > LINE).then(|| say("wrong-line-long")),
            Kind::Long => (text.chars().count() > LONGEST).then(|| say("wrong-long")),
            Kind::Number => number(text).is_none().then(|| say("wrong-number")),
            Kind::Amount => amount(text).is_none().then(|| say("wrong-amount")),
            Kind::Choice(choices) | Kind::List(choices) => {
                (!choices.iter().any(|choice| choice.value == text)).then(|| say("wrong-choose"))
            }
            Kind::Several(choices) => {
                let known = |one: &String| choices.iter().any(|choice| choice.value == *one);
                (!answers.several(&self.name).iter().all(known)).then(|| say("wrong-choose"))
            }
            Kind::Day { ahead } => match answers.day(&self.name) {
                Ok(day) if day > today && !ahead => Some(say("wrong-day-ahead")),
                Ok(_) => None,
                Err(DayFault::Incomplete | DayFault::Empty) => Some(say("wrong-day-incomplete")),
                Err(DayFault::Unreal) => Some(say("wrong-day-unreal")),
            },
        }
    }

    /// The answer as it reads back; none if there is none.
    pub fn shown(&self, answers: &Answers, language: Language) -> Option<String> {
        let title = |value: &str, choices: &[Choice]| {
            choices.iter().find(|choice| choice.value == value).map(|choice| choice.title.clone())
        };
        match &self.kind {
            Kind::Line | Kind::Long | Kind::Number | Kind::Amount => {
                answers.given(&self.name).map(str::to_owned)
            }
            Kind::Day { .. } => answers.day(&self.name).ok().map(|day| language.date(day)),
            Kind::Choice(choices) | Kind::List(choices) => title(answers.given(&self.name)?, choices),
            Kind::Several(choices) => {
                let titles: Vec<String> =
                    answers.several(&self.name).iter().filter_map(|one| title(one, choices)).collect();
                Some(titles.join(", ")).filter(|titles| !titles.is_empty())
            }
        }
    }

    /// The answer as a workflow takes it.
    pub fn stated(&self, answers: &Answers) -> Option<String> {
        let text = answers.given(&self.name);
        match self.kind {
            Kind::Number => number(text?).map(|number| number.to_string()),
            Kind::Amount => amount(text?),
            Kind::Day { .. } => answers.day(&self.name).ok().map(|day| day.to_string()),
            _ => text.map(str::to_owned),
        }
    }
}

/// A whole number, typed in groups or with its currency behind it.
pub(super) fn number(typed: &str) -> Option<i64> {
    plain(typed).parse().ok().filter(|number| *number >= 0)
}

/// An amount of money as the core takes it: digits, and at most two more behind a point.
fn amount(typed: &str) -> Option<String> {
    let text = plain(typed).replace(',', ".");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(cents) && cents.len() <= 2 && whole.len() <= 15).then(|| text.clone())
}

fn plain(typed: &str) -> String {
    let typed = typed.trim().trim_end_matches('₸').trim_end();
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_write_them() {
        assert_eq!(number("1 166\u{a0}800 ₸"), Some(1_166_800));
        assert_eq!((number("-5"), number("12,5")), (None, None));
        assert_eq!(amount("1 166 800,50"), Some("1166800.50".to_owned()));
        assert_eq!((amount("1.234.5"), amount("1,234")), (None, None));
    }
}
