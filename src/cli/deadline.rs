//! `redress deadline`: a term of the law counted for anyone, without a database.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use jiff::civil::{Date, Time};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{calendar, explain, say};
use crate::config::Config;
use crate::law::{self, AfterHours, Basis, Calendar, Reading, Roll, Rule, Span, Start, Unit};
use crate::texts::Language;

/// Count a term of the law, day by day.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    redress deadline --rule \"20 working days\" --from 2021-12-13\n  \
    redress deadline --rule \"10 sutki\" --from 2021-01-27 --sutki working --language ru\n  \
    redress deadline --rule \"3 working days\" --from 2025-01-03 --at 18:45 --all")]
pub struct Deadline {
    /// The term: so many working days, calendar days, sutki, hours, months or years.
    #[arg(long)]
    rule: Span,
    /// The day of the event that starts it, which does not count itself.
    #[arg(long)]
    from: Date,
    /// The hour at which the papers came in: after hours they are registered on the next working day.
    #[arg(long)]
    at: Option<Time>,
    /// The calendar, by name, or a calendar file.
    #[arg(long, default_value = "kz")]
    calendar: String,
    /// The time zone of the office, where it is not the calendar's own.
    #[arg(long)]
    zone: Option<String>,
    /// How sutki are counted: calendar or working days.
    #[arg(long, value_parser = word::<Reading>)]
    sutki: Option<Reading>,
    /// Where a last day that is a day off moves: next, previous or none.
    #[arg(long, value_parser = word::<Roll>)]
    roll: Option<Roll>,
    /// The article, to be quoted.
    #[arg(long)]
    article: Option<String>,
    #[command(flatten)]
    told: explain::Told,
}

/// A word of the workflow format.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|fault| fault.to_string())
}

impl Deadline {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let calendar = in_zone(calendar::shipped_or_file(config, &self.calendar)?, self.zone.as_deref())?;
        let (from, registered_on) = self.start(&calendar)?;
        let rule = Rule {
            reading: self.sutki.unwrap_or_default(),
            roll: self.roll.unwrap_or_default(),
            article: self.article,
            ..Rule::of(self.rule)
        };
        let explanation = law::explain(&Basis::new(rule, from, &calendar), &calendar)?;
        if self.told.json {
            say!(
                "{}",
                json!({"registered_on": registered_on, "digest": calendar.digest(), "explanation": explanation})
            );
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(day) = registered_on.filter(|day| *day != self.from) {
            let hours = calendar.hours();
            let received = format!(
                "Received on {} at {}, when the office is closed (it is open {} to {} on working days): registered on {}\n",
                self.from,
                short(self.at.unwrap_or_default()),
                short(hours.opens),
                short(hours.closes),
                Language::En.date_with_weekday(day)
            );
            say!("{}", explain::wrapped(&received));
        }
        say!("{}", self.told.page(&explanation));
        Ok(ExitCode::SUCCESS)
    }

    /// What the term counts from, and the day of registration if an hour was given.
    fn start(&self, calendar: &Calendar) -> anyhow::Result<(Start, Option<Date>)> {
        let Some(at) = self.at else {
            if self.rule.unit == Unit::Hours {
                anyhow::bail!("a term in hours runs from an hour: add --at, for example --at 10:00");
            }
            return Ok((self.from.into(), None));
        };
        let instant = calendar.zone().to_timestamp(self.from.to_datetime(at))?;
        let registered_on = law::registered_on(instant, calendar, AfterHours::NextWorkingDay)?;
        let from = if self.rule.unit == Unit::Hours { instant.into() } else { registered_on.into() };
        Ok((from, Some(registered_on)))
    }
}

fn short(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn in_zone(calendar: Calendar, zone: Option<&str>) -> anyhow::Result<Calendar> {
    let Some(name) = zone else { return Ok(calendar) };
    let zone = law::zone::named(name).with_context(|| match law::zone::nearest(name) {
        Some(nearest) => format!("there is no time zone `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no time zone `{name}`; write an IANA name such as Asia/Almaty"),
    })?;
    Ok(calendar.in_zone(zone))
}
