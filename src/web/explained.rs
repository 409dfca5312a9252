//! "How was this date calculated?": an explanation laid out for a page, day by day.

use jiff::civil::Date;

use crate::law::{Explanation, Line, Row, Run, Treatment};
use crate::texts::Language;
use crate::web::words;

/// An explanation for a page.
#[derive(Debug)]
pub(super) struct Explained {
    /// The date and its ground in a sentence or two.
    pub summary: String,
    /// The days, long runs of ordinary ones told as one.
    pub days: Vec<Told>,
    /// The version of the calendar and of the zone data.
    pub versions: String,
}

/// A day of the count, or a run of ordinary ones.
#[derive(Debug)]
pub(super) struct Told {
    /// The number of the day in the count, or a word for why it has none.
    pub mark: String,
    /// The date, with its day of the week.
    pub date: String,
    /// Why it counted or not, with the act.
    pub reason: String,
    /// `counted`, `skipped` or `last`.
    pub class: &'static str,
}

impl Explained {
    /// Of an explanation.
    pub fn of(explanation: &Explanation, language: Language) -> Explained {
        let rows = explanation.rows();
        let last = rows.len().saturating_sub(1);
        let tell = |(place, row): (usize, &Row)| {
            let mut told = match row {
                Row::Day(line) => day(line, language),
                Row::Run(run) => days(*run, language),
            };
            if place == last {
                told.class = "last";
            }
            told
        };
        Explained {
            summary: explanation.summary(language),
            days: rows.iter().enumerate().map(tell).collect(),
            versions: words::say(
                language,
                "explained-versions",
                &[
                    ("calendar", explanation.calendar.as_str().into()),
                    ("zone", explanation.zone.as_str().into()),
                    ("tz", explanation.tz.as_str().into()),
                ],
            ),
        }
    }
}

fn day(line: &Line, language: Language) -> Told {
    let (mark, class) = match line.treatment {
        Treatment::Counted { ordinal } | Treatment::Regained { ordinal } => (ordinal.to_string(), "counted"),
        Treatment::Skipped | Treatment::Passed => ("–".to_owned(), "skipped"),
        Treatment::Stopped => ("‖".to_owned(), "skipped"),
        Treatment::Reached { .. } | Treatment::Ran { .. } => ("=".to_owned(), "counted"),
        Treatment::Moved => ("›".to_owned(), "counted"),
    };
    let act = line.day.decree.as_ref().map(|act| format!(" [{}]", act.get(language))).unwrap_or_default();
    let reason = format!("{}{act}", line.reason(language).unwrap_or_default());
    Told { mark, date: dated(line.day.on, language), reason, class }
}

/// `14 December 2021, Tuesday`: in words, as everywhere on the pages.
fn dated(day: Date, language: Language) -> String {
    format!("{}, {}", language.date(day), language.weekday(day.weekday()))
}

fn days(run: Run, language: Language) -> Told {
    let date = format!("{} – {}", language.date(run.from), language.date(run.to));
    match run.counted {
        Some((first, last)) => {
            let left_out = i64::from(run.left_out);
            let reason = words::say(language, "explained-run", &[("left", left_out.into())]);
            Told { mark: format!("{first}–{last}"), date, reason, class: "counted" }
        }
        None => Told {
            mark: "‖".to_owned(),
            date,
            reason: words::say(language, "explained-stood", &[]),
            class: "skipped",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_rest_of_the_page_writes_it() {
        let day: Date = "2021-02-03".parse().unwrap();
        assert_eq!(dated(day, Language::En), "3 February 2021, Wednesday");
        assert_eq!(dated(day, Language::Ru), "3 февраля 2021 г., среда");
        assert_eq!(dated(day, Language::Kk), "2021 жылғы 3 ақпан, сәрсенбі");
        let run = Run { from: day, to: day, counted: None, left_out: 0 };
        assert_eq!(days(run, Language::En).date, "3 February 2021 – 3 February 2021");
    }
}
