//! A calendar file written out again: what an import leaves for a person to read and mend.
//!
//! Texts are quoted as JSON quotes them, which YAML reads the same, so no word of a decree can be taken
//! for YAML. What is written is read back as the same calendar.

use std::fmt::Write;

use super::file::{CalendarFile, Entry, Lunch};
use crate::law::language::Names;

impl CalendarFile {
    /// The file as YAML, laid out as the shipped calendars are. Comments are not part of a calendar.
    pub fn to_yaml(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "name: {}", quoted(&self.name))?;
        writeln!(out, "title: {}", names(&self.title))?;
        writeln!(out, "zone: {}", self.zone)?;
        writeln!(out, "week: {}", word(&self.week))?;
        if let Some(rest) = &self.rest {
            writeln!(out, "rest: [{}]", rest.iter().map(word).collect::<Vec<_>>().join(", "))?;
        }
        writeln!(out, "hours:\n  opens: \"{}\"\n  closes: \"{}\"", self.hours.opens, self.hours.closes)?;
        if let Some(Lunch { from, to }) = self.hours.lunch {
            writeln!(out, "  lunch: {{from: \"{from}\", to: \"{to}\"}}")?;
        }
        writeln!(out, "known: {{from: {}, to: {}}}", self.known.from, self.known.to)?;
        writeln!(out, "\nacts:{}", if self.acts.is_empty() { " {}" } else { "" })?;
        for (act, cited) in &self.acts {
            writeln!(out, "  {}: {}", quoted(act), names(cited))?;
        }
        if let Some(act) = &self.holidays_move {
            writeln!(out, "\nholidays-move: {}", quoted(act))?;
        }
        writeln!(out, "\nentries:{}", if self.entries.is_empty() { " []" } else { "" })?;
        self.entries.iter().try_for_each(|entry| write_entry(entry, out))
    }
}

fn write_entry(entry: &Entry, out: &mut String) -> std::fmt::Result {
    let list = |days: Vec<String>| days.join(", ");
    if entry.every.is_empty() {
        writeln!(out, "  - on: [{}]", list(entry.on.iter().map(ToString::to_string).collect()))?;
    } else {
        writeln!(out, "  - every: [{}]", list(entry.every.iter().map(word).collect()))?;
    }
    if let Some(years) = entry.years {
        let ends = [("from", years.from), ("to", years.to)];
        let ends = ends.into_iter().filter_map(|(end, year)| Some(format!("{end}: {}", year?)));
        writeln!(out, "    years: {{{}}}", ends.collect::<Vec<_>>().join(", "))?;
    }
    writeln!(out, "    kind: {}", word(&entry.kind))?;
    if let Some(day) = entry.instead_of {
        writeln!(out, "    instead-of: {day}")?;
    }
    if let Some(week) = entry.week {
        writeln!(out, "    week: {}", word(&week))?;
    }
    if entry.estimated {
        writeln!(out, "    estimated: true")?;
    }
    writeln!(out, "    name: {}\n    decree: {}", names(&entry.name), quoted(&entry.decree))
}

fn names(names: &Names) -> String {
    format!("{{en: {}, ru: {}, kk: {}}}", quoted(&names.en), quoted(&names.ru), quoted(&names.kk))
}

/// In double quotes; what cannot be seen, and so may stand in no file, is written as an escape.
fn quoted(text: &str) -> String {
    let seen = |c: char| {
        !(c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
    };
    let quoted = serde_json::Value::from(text).to_string();
    let escaped = |c: char| if seen(c) { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    if quoted.chars().all(seen) { quoted } else { quoted.chars().map(escaped).collect() }
}

/// A value whose serialised form is one plain word.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
