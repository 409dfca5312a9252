//! Calendars from their files.

use sha2::{Digest, Sha256};

use super::calendar::{Calendar, CalendarFile, Fault};
use crate::source::{self, Problem, Problems, Source};

/// Reads a calendar file; its digest is SHA-256 over its text.
///
/// # Errors
/// Every problem of the file, with line and column: faults of its shape, and what in it cannot be. In a file whose
/// shape is at fault the days are not laid out: what that would tell may come from the faults alone.
pub fn read_calendar(file: &str, text: &str) -> Result<Calendar, Problems> {
    let mut calendar = None;
    source::read_and_check(file, text, |source: &Source<CalendarFile>| {
        if !source.doubts().is_empty() {
            let faults = Calendar::faults(&source.value).into_iter();
            return faults.filter(|fault| is_sure(fault, source)).map(|fault| told(fault, source)).collect();
        }
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        match Calendar::new(source.value.clone(), &digest) {
            Ok(read) => drop(calendar.insert(read)),
            Err(faults) => return faults.into_iter().map(|fault| told(fault, source)).collect(),
        }
        Vec::new()
    })?;
    Ok(calendar.expect("a file without problems is a calendar"))
}

/// Whether a fault stands apart from all that was reported: in an entry without one and, if it says that an act is
/// missing, in a file whose acts are read.
fn is_sure(fault: &Fault, source: &Source<CalendarFile>) -> bool {
    let path: Vec<&str> = fault.path.iter().map(String::as_str).collect();
    let part = if path[0] == "entries" { 2 } else { 1 };
    let rests_on_acts = matches!(path.last(), Some(&("decree" | "holidays-move")));
    !(source.doubts().touch(&path[..part]) || rests_on_acts && source.doubts().touch(&["acts"]))
}

fn told(fault: Fault, source: &Source<CalendarFile>) -> Problem {
    let path: Vec<&str> = fault.path.iter().map(String::as_str).collect();
    let problem = source.problem(&path, fault.message);
    match fault.help {
        Some(help) => problem.help(help),
        None => problem,
    }
}
