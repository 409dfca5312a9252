//! The calendars of a story in which the calendar changes.
//!
//! Pure. A change is told as a difference from the calendar that is in force when the story begins; from it and the
//! difference comes a file of its own, which is read, checked and applied like any other.

use std::collections::BTreeMap;

use super::file::{CalendarChange, Story};
use crate::law::{self, Calendar};
use crate::source::{Problem, Source};

/// A calendar that comes into force.
#[derive(Debug, Clone)]
pub(super) struct Changed {
    /// The text of its file.
    pub text: String,
    /// What the file says.
    pub calendar: Calendar,
    /// Whether promised dates may move to an earlier day.
    pub allow_earlier: bool,
}

/// The calendars that come into force in a story that begins with this one, by the number of their moment.
///
/// # Errors
/// Days left out that the calendar does not list by their date; faults of the days added.
pub(super) fn changes(
    source: &Source<Story>,
    calendar: &Calendar,
) -> Result<BTreeMap<usize, Changed>, Vec<Problem>> {
    let (mut calendars, mut problems) = (BTreeMap::new(), Vec::new());
    for (number, moment) in source.value.moments.iter().enumerate() {
        let Some(change) = &moment.calendar else { continue };
        match changed(source, number, change, calendar) {
            Ok(changed) => drop(calendars.insert(number, changed)),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(calendars) } else { Err(problems) }
}

fn changed(
    source: &Source<Story>,
    number: usize,
    change: &CalendarChange,
    calendar: &Calendar,
) -> Result<Changed, Vec<Problem>> {
    let (number, mut file) = (number.to_string(), calendar.file().clone());
    let mut problems = Vec::new();
    for (place, day) in change.without.iter().enumerate() {
        let listed = file.entries.iter_mut().find(|entry| entry.on.contains(day));
        let Some(entry) = listed else {
            let path = ["moments", &number, "calendar", "without", &place.to_string()];
            let problem = source.problem(&path, format!("the calendar {} does not list {day}", file.name));
            problems.push(problem.help("only days that stand in its file by their date can be left out"));
            continue;
        };
        entry.on.retain(|on| on != day);
    }
    file.entries.retain(|entry| !(entry.on.is_empty() && entry.every.is_empty()));
    file.entries.extend(change.with.iter().cloned());
    file.acts.extend(change.acts.clone());
    let text = file.to_yaml();
    match law::read_calendar(calendar.name(), &text) {
        Ok(calendar) if problems.is_empty() => {
            Ok(Changed { text, calendar, allow_earlier: change.allow_earlier })
        }
        Ok(_) => Err(problems),
        Err(faults) => {
            let path = ["moments", &number, "calendar"];
            let faults = faults.iter().map(|fault| {
                let problem = source.problem_at_key(&path, fault.message.clone());
                fault.help.iter().fold(problem, |problem, help| problem.help(help.clone()))
            });
            problems.extend(faults);
            Err(problems)
        }
    }
}
