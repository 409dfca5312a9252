//! A proof in words: one line for each leg of a path, a table for the worst cases.

use std::fmt::{self, Write};

use super::Proof;
use super::fault::{Fault, Leg, What};
use super::promises::Promised;
use super::worst::{Longest, Until, Worst};

/// What to do about a fault, and the path that shows it.
pub(super) fn help(fault: &Fault) -> Option<String> {
    let mut help = fault.help.clone().unwrap_or_default();
    if !fault.path.is_empty() {
        if !help.is_empty() {
            help.push('\n');
        }
        help.push_str("this path shows it:");
        for leg in &fault.path {
            let _ = write!(help, "\n  {leg}");
        }
    }
    (!help.is_empty()).then_some(help)
}

impl fmt::Display for Leg {
    /// One line: the day, the step, what happens there, under which rule, and where it leads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(on) = self.on {
            write!(f, "{on}  ")?;
        }
        let by = self.by.as_deref().unwrap_or("somebody");
        match &self.what {
            What::Filed(with) => write!(f, "filed with {with}")?,
            What::CalendarEnds => write!(f, "{}: the calendar ends", self.step)?,
            What::Acted(act) => write!(f, "{}: {by} does {act}", self.step)?,
            What::Silent(limit) => write!(f, "{}: {by} stays silent at {limit}", self.step)?,
            What::Climbed(limit) => write!(f, "{}: {by} stays silent at {limit}, one rung up", self.step)?,
            What::ClockStopped(act, until) => {
                write!(f, "{}: {by} stops the clock by {act}", self.step)?;
                if let Some(until) = until {
                    write!(f, " until {until}")?;
                }
            }
            What::ClockRestarted(Some(act)) => write!(f, "{}: {by} starts the clock by {act}", self.step)?,
            What::ClockRestarted(None) => write!(f, "{}: the clock starts again by itself", self.step)?,
            What::Extended(act, limit, _) => write!(f, "{}: {by} lengthens {limit} by {act}", self.step)?,
        }
        let due = self.due.map(|due| format!("last day {due}"));
        let why: Vec<String> = [self.time.map(|time| time.to_string()), self.article.clone(), due]
            .into_iter()
            .flatten()
            .collect();
        if !why.is_empty() {
            write!(f, " ({})", why.join("; "))?;
        }
        match &self.to {
            Some(to) => write!(f, " → {to}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} version {}, counted by the calendar {}", self.workflow, self.version, self.calendar)?;
        writeln!(
            f,
            "{} steps and {} actions in {} configurations; {} states looked at",
            self.steps, self.actions, self.configurations, self.states
        )?;
        if !self.worst.is_empty() {
            writeln!(f, "\nat the latest                working days   calendar days   proved for filings")?;
        }
        for Worst { until, filed, in_working_days, in_calendar_days } in &self.worst {
            let (working, days) = (in_working_days.working_days, in_calendar_days.calendar_days);
            writeln!(f, "{:<28} {working:>12} {days:>15}   {} to {}", name(*until), filed.0, filed.1)?;
        }
        for promised in &self.promises {
            writeln!(f, "{promised}")?;
        }
        for worst in &self.worst {
            tell(f, worst.until, "working", &worst.in_working_days)?;
            if worst.in_calendar_days.filed_on != worst.in_working_days.filed_on {
                tell(f, worst.until, "calendar", &worst.in_calendar_days)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Promised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Promised { from, until, within, enough, kept } = self;
        write!(f, "promised from {from} to {} within {within}: ", name(*until))?;
        match (kept, enough) {
            (true, Some(enough)) => write!(f, "kept; {enough} would do"),
            (true, None) => write!(f, "kept, for no appeal comes there"),
            (false, Some(enough)) => write!(f, "not kept; {enough} would be"),
            (false, None) => write!(f, "not proved"),
        }
    }
}

fn name(until: Until) -> &'static str {
    match until {
        Until::Answer => "decision or next remedy",
        Until::End => "end",
    }
}

fn tell(f: &mut fmt::Formatter<'_>, until: Until, unit: &str, longest: &Longest) -> fmt::Result {
    let Longest { filed_on, on, working_days, calendar_days, path } = longest;
    writeln!(f, "\nthe latest {} in {unit} days: filed on {filed_on}, {on}", name(until))?;
    writeln!(f, "({working_days} working days, {calendar_days} calendar days)")?;
    path.iter().try_for_each(|leg| writeln!(f, "  {leg}"))
}
