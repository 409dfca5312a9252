//! The calendar as a lawyer keeps it: `workflows/calendars/<country>.yaml`.
//!
//! Only the shape of the file; whether it makes sense is checked when it becomes a
//! [`Calendar`](super::Calendar). Every entry names the act that it rests on.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::law::language::Names;

/// The working calendar of one jurisdiction.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CalendarFile {
    /// A short name in lower case, which cases refer to: `kz`.
    pub name: String,
    /// The jurisdiction.
    pub title: Names,
    /// The IANA time zone of its offices, unless an office has another.
    pub zone: String,
    /// The working week of its offices.
    pub week: Week,
    /// The weekdays of rest, where they are not Saturday and Sunday (five days) or Sunday (six days).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Vec<RestDay>>,
    /// When its offices are open on a working day.
    pub hours: OfficeHours,
    /// The years for which the entries below are complete. Outside them no date is computed.
    pub known: Known,
    /// The acts that the entries rest on, each under a short name of this file, cited as a letter cites it.
    pub acts: BTreeMap<String, Names>,
    /// The act under which a holiday on a weekday of rest gives a day off on the next working day.
    /// Left out where such a holiday is simply lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays_move: Option<String>,
    /// What makes a day differ from its weekday.
    pub entries: Vec<Entry>,
}

/// How many days of the week are worked.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Week {
    /// Monday to Friday.
    FiveDay,
    /// Monday to Saturday.
    SixDay,
}

/// A weekday of rest.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(rename_all = "lowercase")]
pub enum RestDay {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl CalendarFile {
    /// The weekdays of rest: those listed, or those of the working week.
    pub fn rest_days(&self) -> Vec<Weekday> {
        match (&self.rest, self.week) {
            (Some(days), _) => days.iter().map(|day| day.weekday()).collect(),
            (None, Week::FiveDay) => vec![Weekday::Saturday, Weekday::Sunday],
            (None, Week::SixDay) => vec![Weekday::Sunday],
        }
    }
}

impl RestDay {
    fn weekday(self) -> Weekday {
        match self {
            RestDay::Monday => Weekday::Monday,
            RestDay::Tuesday => Weekday::Tuesday,
            RestDay::Wednesday => Weekday::Wednesday,
            RestDay::Thursday => Weekday::Thursday,
            RestDay::Friday => Weekday::Friday,
            RestDay::Saturday => Weekday::Saturday,
            RestDay::Sunday => Weekday::Sunday,
        }
    }
}

/// When an office is open on a working day, in its own zone.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// The office opens.
    pub opens: Time,
    /// The office closes: at this moment the working day is over.
    pub closes: Time,
    /// The break, in which nobody is at the counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lunch: Option<Lunch>,
}

/// The break at midday.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Lunch {
    /// It begins.
    pub from: Time,
    /// It is over.
    pub to: Time,
}

/// A run of years, both included.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The first year.
    pub from: i16,
    /// The last year.
    pub to: i16,
}

/// One reason why days differ from their weekday.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entry {
    /// The dates, for what has no fixed date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Date>,
    /// The days of every year, as `MM-DD`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub every: Vec<MonthDay>,
    /// The years in which `every` holds; all known years if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// What the days are.
    pub kind: Kind,
    /// For `moved-day-off`: the day of rest that is worked instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Date>,
    /// What the days are called.
    pub name: Names,
    /// The act that says so: a name among `acts`.
    pub decree: String,
    /// The act is not out yet, or follows the moon: the day may still move by one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// The working week it is limited to; both if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<Week>,
}

/// What an entry makes of its days.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A holiday. On a weekday of rest it gives a day off later, if the calendar's `holidays-move` says so.
    Holiday,
    /// A holiday that never moves, such as 7 January and Kurban-ait (Labour Code 84(5)).
    HolidayNotMoved,
    /// A working day made a day off by decree, for a day of rest that is worked instead (`instead-of`).
    MovedDayOff,
    /// A day of rest made a working day by decree, with nothing in return.
    WorkingWeekend,
    /// A working day on which offices are closed: an emergency, a mourning.
    Closure,
}

/// The years in which a yearly holiday is kept.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first; from the beginning if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i16>,
    /// The last; without end if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i16>,
}

impl Years {
    /// Whether this year is among them.
    pub fn contains(self, year: i16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

/// A day of every year, written `MM-DD`. 29 February is none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// The day in one year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

/// A text is not a day of every year.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[error("`{0}` is not a day of every year: write month and day as `MM-DD`, for example `03-08`")]
pub struct NotAMonthDay(String);

impl FromStr for MonthDay {
    type Err = NotAMonthDay;

    fn from_str(text: &str) -> Result<MonthDay, NotAMonthDay> {
        let two_digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
        let part = |s: &str| s.parse::<i8>().ok().filter(|_| two_digits(s));
        let (month, day) = text.split_once('-').ok_or_else(|| NotAMonthDay(text.to_owned()))?;
        // 2021 is not a leap year, so 29 February is refused.
        let read = part(month).zip(part(day)).filter(|(month, day)| Date::new(2021, *month, *day).is_ok());
        read.map(|(month, day)| MonthDay { month, day }).ok_or_else(|| NotAMonthDay(text.to_owned()))
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MonthDay, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for MonthDay {
    fn schema_name() -> Cow<'static, str> {
        "MonthDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A day of every year, as MM-DD.",
            "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "examples": ["03-08"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_every_year_is_written_month_first() {
        let day: MonthDay = serde_json::from_str(r#""03-08""#).unwrap();
        assert_eq!(day.in_year(2021), Some(jiff::civil::date(2021, 3, 8)));
        assert_eq!(serde_json::to_string(&day).unwrap(), r#""03-08""#);
        for wrong in ["3-8", "13-01", "02-29", "0308", "+3-08", "31-12"] {
            assert!(wrong.parse::<MonthDay>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        let json = r#"{"on":["2021-07-20"],"kind":"holiday-not-moved","decre":"x","decree":"y",
                       "name":{"en":"a","ru":"b","kk":"c"}}"#;
        assert!(serde_json::from_str::<Entry>(json).unwrap_err().to_string().contains("decre"));
    }
}
