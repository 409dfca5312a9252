//! Calendars from their files.

use sha2::{Digest, Sha256};

use super::calendar::{Calendar, CalendarFile};
use crate::source::{self, Problems};

/// Reads a calendar file; its digest is SHA-256 over its text.
///
/// # Errors
/// Every problem of the file, with line and column.
pub fn read_calendar(file: &str, text: &str) -> Result<Calendar, Problems> {
    let source = source::read::<CalendarFile>(file, text)?;
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    Calendar::new(source.value.clone(), &digest).map_err(|faults| {
        let problems = faults.into_iter().map(|fault| {
            let path: Vec<&str> = fault.path.iter().map(String::as_str).collect();
            let problem = source.problem(&path, fault.message);
            match fault.help {
                Some(help) => problem.help(help),
                None => problem,
            }
        });
        source.into_problems(problems.collect())
    })
}
