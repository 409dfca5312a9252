//! An explanation as plain text, for a terminal or the plain part of a letter.
//!
//! One line ([`Explanation::summary`]) or every day ([`Explanation::text`]), in the language of the
//! recipient. Pages draw their own tables from the same [`Explanation`], with [`Line::reason`].

use jiff::civil::{Date, Time};

use super::calendar::{Change, Day, DayKind};
use super::dates::{next_day, shift};
use super::deadline::{Deadline, Pause, Start};
use super::explanation::{Explanation, Line, Outcome, Treatment};
use super::folding::{Row, Run};
use super::language::Language;
use super::phrases::phrases;
use super::rule::Reading;
use super::span::{Span, Unit};
use super::zone;

impl Explanation {
    /// The date and its ground in one line.
    ///
    /// `Last day: Monday, 8 February 2021. Term: 10 sutki, in calendar days (KOAP 826-3(1)). ...`
    pub fn summary(&self, language: Language) -> String {
        let words = phrases(language);
        let mut parts = vec![self.headline(language), self.term(language)];
        parts.extend(self.extensions(language));
        parts.extend(self.pauses(language));
        parts.push(format!("{}: {}", words.counted_from, language.date(self.from())));
        if let Some(line) = self.unrolled().filter(|_| self.is_rolled()) {
            let reason = line.day.reason(language).map(|reason| format!(" ({reason})"));
            let day = language.date_with_weekday(line.day.on);
            parts.push(format!("{}: {day}{}", words.moved_from, reason.unwrap_or_default()));
        }
        parts.extend(self.doubt(language));
        sentences(&parts)
    }

    /// The date, its ground, and every day of the count, one a line.
    pub fn text(&self, language: Language) -> String {
        self.told(language, self.lines.iter().map(|line| line.text(language)))
    }

    /// The same with long runs of ordinary days told as one.
    pub fn short_text(&self, language: Language) -> String {
        let rows = self.rows();
        let row = |row: &Row| match row {
            Row::Day(line) => line.text(language),
            Row::Run(run) => run.text(language),
        };
        self.told(language, rows.iter().map(row))
    }

    fn told(&self, language: Language, days: impl Iterator<Item = String>) -> String {
        let words = phrases(language);
        let from = language.date_with_weekday(self.from());
        let mut lines = vec![self.headline(language)];
        lines.extend(self.deadline().map(|deadline| self.end(deadline, language)));
        lines.push(self.term(language));
        lines.extend(self.extensions(language));
        lines.extend(self.pauses(language));
        lines.push(format!("{}: {from}; {}", words.counted_from, words.that_day_not_counted));
        lines.extend(self.doubt(language));
        lines.push(String::new());
        lines.extend(days);
        lines.push(String::new());
        lines.push(format!(
            "{} {}; {} {}; {} {}",
            words.calendar, self.calendar, words.zone, self.zone, words.zone_data, self.tz
        ));
        lines.join("\n") + "\n"
    }

    fn headline(&self, language: Language) -> String {
        let words = phrases(language);
        match self.outcome {
            Outcome::Due(due) => format!("{}: {}", words.last_day, language.date_with_weekday(due.due_on)),
            Outcome::Stopped { since } => words.no_last_day.replace("{}", &language.short_date(since)),
        }
    }

    /// `Ends: 2021-02-08 24:00, Asia/Almaty`. Midnight is written as the 24:00 of the last day, as the law does.
    fn end(&self, deadline: Deadline, language: Language) -> String {
        let zone = zone::named(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let local = zone.to_datetime(deadline.due_at);
        let (day, time) = match local.time() == Time::midnight() {
            true => (shift(local.date(), -1), "24:00".to_owned()),
            false => (local.date(), local.strftime("%H:%M").to_string()),
        };
        format!("{}: {} {time}, {}", phrases(language).ends, language.short_date(day), self.zone)
    }

    fn term(&self, language: Language) -> String {
        let words = phrases(language);
        let rule = &self.basis.rule;
        let reading = match (rule.span.unit, rule.reading) {
            (Unit::Sutki, Reading::Calendar) => format!(", {}", words.in_calendar_days),
            (Unit::Sutki, Reading::Working) => format!(", {}", words.in_working_days),
            _ => String::new(),
        };
        let article = rule.article.as_ref().map(|article| format!(" ({article})")).unwrap_or_default();
        format!("{}: {}{reading}{article}", words.term, language.span(rule.span))
    }

    fn extensions(&self, language: Language) -> Option<String> {
        let told = self.basis.extensions.iter().map(|extension| {
            let article = extension.article.as_ref().map(|article| format!(" ({article})"));
            format!("{}{}", language.span(extension.span), article.unwrap_or_default())
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| format!("{}: {}", phrases(language).extended_by, told.join(", ")))
    }

    fn pauses(&self, language: Language) -> Option<String> {
        // The days that do not count: from the day after the clock stopped to the day it ran again.
        let told = self.basis.pauses.iter().filter(|pause| pause.to.is_none_or(|to| pause.from < to)).map(
            |Pause { from, to }| {
                let to = to.map(|to| language.short_date(to)).unwrap_or_default();
                format!("{} - {to}", language.short_date(next_day(*from))).trim_end().to_owned()
            },
        );
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| format!("{}: {}", phrases(language).stood_still, told.join(", ")))
    }

    fn doubt(&self, language: Language) -> Option<String> {
        let estimated = self.deadline().is_some_and(|deadline| deadline.estimated);
        estimated.then(|| phrases(language).estimated.to_owned())
    }

    fn from(&self) -> Date {
        match self.basis.from {
            Start::Day(day) => day,
            Start::Instant(instant) => {
                let zone = zone::named(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC);
                zone.to_datetime(instant).date()
            }
        }
    }
}

/// The parts as sentences, each with one full stop: a Russian date ends in one already (`2021 г.`).
fn sentences(parts: &[String]) -> String {
    let ended = parts.iter().map(|part| if part.ends_with('.') { part.clone() } else { format!("{part}.") });
    ended.collect::<Vec<_>>().join(" ")
}

impl Line {
    /// `  10  2021-02-06  Saturday   day of rest`
    fn text(&self, language: Language) -> String {
        let mark = match self.treatment {
            Treatment::Counted { ordinal } | Treatment::Regained { ordinal } => ordinal.to_string(),
            Treatment::Skipped | Treatment::Passed => "-".to_owned(),
            Treatment::Stopped => "||".to_owned(),
            Treatment::Reached { .. } | Treatment::Ran { .. } => "=".to_owned(),
            Treatment::Moved => ">".to_owned(),
        };
        let (date, weekday) = (language.short_date(self.day.on), language.weekday(self.day.on.weekday()));
        let reason = self.reason(language).unwrap_or_default();
        let decree =
            self.day.decree.as_ref().map(|act| format!(" [{}]", act.get(language))).unwrap_or_default();
        format!("{mark:>4}  {date}  {weekday:<11}  {reason}{decree}").trim_end().to_owned()
    }

    /// What the count made of the day and what the day is; `None` for an ordinary day that counts.
    pub fn reason(&self, language: Language) -> Option<String> {
        let words = phrases(language);
        let treatment = match self.treatment {
            Treatment::Counted { .. } => None,
            Treatment::Skipped => Some(words.skipped.to_owned()),
            Treatment::Stopped => Some(words.stopped.to_owned()),
            Treatment::Reached { months, .. } => {
                let span = language.span(Span { amount: months, unit: Unit::Months });
                Some(words.reached.replace("{}", &span))
            }
            Treatment::Regained { .. } => Some(words.regained.to_owned()),
            Treatment::Ran { minutes } => {
                let (hours, rest) = (minutes / 60, minutes % 60);
                Some(words.ran.replace("{h}", &hours.to_string()).replace("{m}", &rest.to_string()))
            }
            Treatment::Passed => Some(words.passed.to_owned()),
            Treatment::Moved => Some(words.moved.to_owned()),
        };
        match (treatment, self.day.reason(language)) {
            (Some(treatment), Some(day)) => Some(format!("{treatment}: {day}")),
            (treatment, day) => treatment.or(day),
        }
    }
}

impl Run {
    /// `   :  2021-12-15 - 2021-12-28  counted: 3-12; day of rest: 4`
    fn text(&self, language: Language) -> String {
        let words = phrases(language);
        let days = format!("{} - {}", language.short_date(self.from), language.short_date(self.to));
        let Some((first, last)) = self.counted else {
            return format!("{:>4}  {days}  {}: {}", "||", words.stopped, self.left_out);
        };
        let rest = (self.left_out > 0).then(|| format!("; {}: {}", words.rest, self.left_out));
        format!("{:>4}  {days}  {}: {first}-{last}{}", ":", words.counted, rest.unwrap_or_default())
    }
}

impl Change {
    /// What became of the day, under which act: `Monday, 6 July 2026: Capital Day [Law ...]`.
    pub fn text(&self, language: Language) -> String {
        let is = self.is.reason(language).unwrap_or_else(|| phrases(language).working.to_owned());
        let act = self.is.decree.as_ref().map(|act| format!(" [{}]", act.get(language))).unwrap_or_default();
        format!("{}: {is}{act}", language.date_with_weekday(self.is.on))
    }
}

impl Day {
    /// `      2021-07-03  Saturday     working day in exchange for 2021-07-05 [...]`
    pub fn text(&self, language: Language) -> String {
        let (date, weekday) = (language.short_date(self.on), language.weekday(self.on.weekday()));
        let act = self.decree.as_ref().map(|act| format!(" [{}]", act.get(language))).unwrap_or_default();
        let words = phrases(language);
        let doubt = if self.estimated { format!("; {}", words.may_change) } else { String::new() };
        let reason = self.reason(language).unwrap_or_else(|| words.working.to_owned());
        format!("{:>4}  {date}  {weekday:<11}  {reason}{act}{doubt}", "")
    }

    /// What the day is, where it is not an ordinary working day: `Nauryz: day off moved from 2021-03-21`.
    pub fn reason(&self, language: Language) -> Option<String> {
        let words = phrases(language);
        let name = self.name.as_ref().map(|name| name.get(language)).unwrap_or_default();
        let other = self.instead_of.map(|day| language.short_date(day)).unwrap_or_default();
        Some(match self.kind {
            DayKind::Working => return None,
            DayKind::Rest => words.rest.to_owned(),
            DayKind::Holiday => name.to_owned(),
            DayKind::HolidayMoved => format!("{name}: {}", words.day_off_moved.replace("{}", &other)),
            DayKind::DayOffMoved => words.day_off_moved.replace("{}", &other),
            DayKind::WorkingInstead => words.working_instead.replace("{}", &other),
            DayKind::WorkingWeekend => words.working_weekend.to_owned(),
            DayKind::Closure => format!("{}: {name}", words.closure),
        })
    }
}
