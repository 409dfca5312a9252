//! The times of a step as BPMN timers: as ISO 8601 where that says the same, and always in words.
//!
//! Pure; part of `process`.

use crate::law::{Ends, Roll, Rule, Span, Unit};
use crate::workflow::definition::{Anchor, Limit, Silence};
use crate::workflow::drawing::chart::Chart;
use crate::workflow::drawing::notes;
use crate::workflow::drawing::phrases::{fill, phrases};

/// A timer.
#[derive(Debug)]
pub(super) struct Timer {
    pub name: String,
    /// In words, with its article.
    pub told: String,
    pub iso: Option<Iso>,
}

/// A time as ISO 8601 has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Iso {
    Duration(String),
    Cycle(String),
}

/// The timer at which a limit's silence leads on; none where it does not.
pub(super) fn silent(chart: &Chart, limit: &Limit, label: &str) -> Timer {
    let told = notes::time(chart, &limit.time);
    // After reminders or rungs the span alone is not when silence leads on.
    let at_once = !matches!(limit.silence, Silence::Chase { .. } | Silence::Climb { .. });
    let exact = at_once && limit.time.from == Anchor::Entry && limit.time.or.is_empty();
    let iso = exact.then(|| of_rule(&limit.time.rule)).flatten().map(Iso::Duration);
    Timer { name: label.to_owned(), told, iso }
}

/// The timers of a limit that lead nowhere: reminders, rungs, what is only recorded.
pub(super) fn beside(chart: &Chart, limit: &Limit) -> Vec<Timer> {
    let (language, words) = (chart.language, phrases(chart.language));
    let told = notes::time(chart, &limit.time);
    let timer = |name: String, iso| Timer { name, told: told.clone(), iso };
    let before = limit.remind.iter().map(|one| (words.reminder_before, one));
    let after = limit.remind_after.iter().map(|one| (words.reminder_after, one));
    let mut timers: Vec<Timer> = before
        .chain(after)
        .map(|(phrase, one)| timer(fill(phrase, &language.span(one.distance)), None))
        .collect();
    match &limit.silence {
        Silence::Chase { every, at_most, .. } => {
            let (every_told, most) = (language.span(*every), at_most.to_string());
            let name = words.chased.replace("{s}", &every_told).replace("{n}", &most);
            let cycle = duration(*every).map(|every| Iso::Cycle(format!("R{at_most}/{every}")));
            timers.push(timer(name, cycle));
        }
        Silence::Climb { rungs, .. } => {
            timers.push(timer(words.climbs.replace("{n}", &rungs.to_string()), None))
        }
        Silence::Stay(_) => timers.push(timer(words.recorded.to_owned(), None)),
        _ => {}
    }
    timers
}

/// A rule as a duration, where no calendar changes what it says.
fn of_rule(rule: &Rule) -> Option<String> {
    let moves = rule.roll != Roll::None && rule.span.unit != Unit::Hours;
    let reads = rule.span.unit == Unit::Sutki && rule.reading != crate::law::Reading::Calendar;
    if moves || reads || rule.ends != Ends::EndOfDay { None } else { duration(rule.span) }
}

fn duration(span: Span) -> Option<String> {
    let amount = span.amount;
    Some(match span.unit {
        Unit::WorkingDays => return None,
        Unit::CalendarDays | Unit::Sutki => format!("P{amount}D"),
        Unit::Hours => format!("PT{amount}H"),
        Unit::Months => format!("P{amount}M"),
        Unit::Years => format!("P{amount}Y"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(span: &str, roll: Roll) -> Rule {
        Rule { roll, ..Rule::of(span.parse().unwrap()) }
    }

    #[test]
    fn only_a_span_that_no_calendar_moves_is_a_duration() {
        assert_eq!(of_rule(&rule("10 calendar days", Roll::None)).unwrap(), "P10D");
        assert_eq!(of_rule(&rule("24 hours", Roll::Next)).unwrap(), "PT24H");
        assert_eq!(of_rule(&rule("3 months", Roll::None)).unwrap(), "P3M");
        assert_eq!(of_rule(&rule("10 sutki", Roll::Next)), None);
        assert_eq!(of_rule(&rule("10 working days", Roll::None)), None);
        let literal = Rule { reading: crate::law::Reading::Working, ..rule("10 sutki", Roll::None) };
        assert_eq!(of_rule(&literal), None);
    }
}
