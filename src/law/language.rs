//! The three languages a date is told in, and how each writes a date and a span.
//!
//! Pure tables and grammar: Russian counts `1 день, 2 дня, 5 дней`; Kazakh leaves the noun alone after
//! a number and puts the year first. Called by `telling` here, and by `letter` and the pages, which
//! must write a date the same way. The language is always an argument: it belongs to the recipient.

use std::fmt::Write;

use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::span::{Span, Unit};

/// The language of a recipient or of a case.
#[derive(
    Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, `en`.
    #[default]
    En,
    /// Russian, `ru`.
    Ru,
    /// Kazakh, `kk`.
    Kk,
}

/// A name in all three languages. None may be missing: a letter must not change language midway.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// In English.
    pub en: String,
    /// In Russian.
    pub ru: String,
    /// In Kazakh.
    pub kk: String,
}

impl Names {
    /// The name in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Ru => &self.ru,
            Language::Kk => &self.kk,
        }
    }
}

impl Language {
    /// Every language, in the order in which they are shown.
    pub const ALL: [Language; 3] = [Language::Kk, Language::Ru, Language::En];

    /// The code as in `<name>.<code>.txt` and in HTML's `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Ru => "ru",
            Language::Kk => "kk",
        }
    }

    /// A date as a letter writes it: `26 January 2021`, `26 января 2021 г.`, `2021 жылғы 26 қаңтар`.
    pub fn date(self, date: Date) -> String {
        let (year, day) = (date.year(), date.day());
        let month = self.months()[usize::from(date.month().unsigned_abs()) - 1];
        let mut text = String::with_capacity(40);
        let _ = match self {
            Language::En => write!(text, "{day} {month} {year}"),
            Language::Ru => write!(text, "{day} {month} {year} г."),
            Language::Kk => write!(text, "{year} жылғы {day} {month}"),
        };
        text
    }

    /// A date in figures, for tables: `2021-01-26`, `26.01.2021`.
    pub fn short_date(self, date: Date) -> String {
        match self {
            Language::En => date.to_string(),
            Language::Ru | Language::Kk => date.strftime("%d.%m.%Y").to_string(),
        }
    }

    /// A date with its day of the week before it: `Tuesday, 26 January 2021`.
    pub fn date_with_weekday(self, date: Date) -> String {
        format!("{}, {}", self.weekday(date.weekday()), self.date(date))
    }

    /// The day of the week in full, as it stands inside a sentence.
    pub fn weekday(self, weekday: Weekday) -> &'static str {
        let names = match self {
            Language::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            Language::Ru => {
                ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"]
            }
            Language::Kk => ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"],
        };
        names[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }

    /// A span with its noun in the form its number asks for: `1 working day`, `10 суток`, `3 ай`.
    pub fn span(self, span: Span) -> String {
        let [one, few, many] = self.unit(span.unit);
        let noun = match self.form(span.amount) {
            Form::One => one,
            Form::Few => few,
            Form::Many => many,
        };
        format!("{} {noun}", span.amount)
    }

    fn months(self) -> [&'static str; 12] {
        match self {
            Language::En => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Language::Ru => [
                "января",
                "февраля",
                "марта",
                "апреля",
                "мая",
                "июня",
                "июля",
                "августа",
                "сентября",
                "октября",
                "ноября",
                "декабря",
            ],
            Language::Kk => [
                "қаңтар",
                "ақпан",
                "наурыз",
                "сәуір",
                "мамыр",
                "маусым",
                "шілде",
                "тамыз",
                "қыркүйек",
                "қазан",
                "қараша",
                "желтоқсан",
            ],
        }
    }

    fn unit(self, unit: Unit) -> [&'static str; 3] {
        match (self, unit) {
            (Language::En, _) => [unit.singular(), unit.plural(), unit.plural()],
            (Language::Ru, Unit::WorkingDays) => ["рабочий день", "рабочих дня", "рабочих дней"],
            (Language::Ru, Unit::CalendarDays) => ["календарный день", "календарных дня", "календарных дней"],
            (Language::Ru, Unit::Sutki) => ["сутки", "суток", "суток"],
            (Language::Ru, Unit::Hours) => ["час", "часа", "часов"],
            (Language::Ru, Unit::Months) => ["месяц", "месяца", "месяцев"],
            (Language::Ru, Unit::Years) => ["год", "года", "лет"],
            (Language::Kk, Unit::WorkingDays) => ["жұмыс күні"; 3],
            (Language::Kk, Unit::CalendarDays) => ["күнтізбелік күн"; 3],
            (Language::Kk, Unit::Sutki) => ["тәулік"; 3],
            (Language::Kk, Unit::Hours) => ["сағат"; 3],
            (Language::Kk, Unit::Months) => ["ай"; 3],
            (Language::Kk, Unit::Years) => ["жыл"; 3],
        }
    }

    /// The plural category of a whole number, after Unicode CLDR.
    fn form(self, amount: u32) -> Form {
        match (self, amount % 10, amount % 100) {
            (Language::En, _, _) if amount == 1 => Form::One,
            (Language::Ru, 1, tens) if tens != 11 => Form::One,
            (Language::Ru, 2..=4, tens) if !(12..=14).contains(&tens) => Form::Few,
            _ => Form::Many,
        }
    }
}

enum Form {
    One,
    Few,
    Many,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_language_writes_a_date_its_own_way() {
        let day = date(2021, 1, 26);
        assert_eq!(Language::En.date_with_weekday(day), "Tuesday, 26 January 2021");
        assert_eq!(Language::Ru.date_with_weekday(day), "вторник, 26 января 2021 г.");
        assert_eq!(Language::Kk.date_with_weekday(day), "сейсенбі, 2021 жылғы 26 қаңтар");
        assert_eq!(Language::En.short_date(day), "2021-01-26");
        assert_eq!(Language::Kk.short_date(day), "26.01.2021");
    }

    #[test]
    fn a_russian_noun_follows_its_number() {
        let days = |amount| Language::Ru.span(Span { amount, unit: Unit::WorkingDays });
        assert_eq!(days(1), "1 рабочий день");
        assert_eq!(days(3), "3 рабочих дня");
        assert_eq!(days(11), "11 рабочих дней");
        assert_eq!(days(14), "14 рабочих дней");
        assert_eq!(days(21), "21 рабочий день");
        assert_eq!(days(30), "30 рабочих дней");
        assert_eq!(Language::Ru.span(Span { amount: 10, unit: Unit::Sutki }), "10 суток");
    }
}
