//! Offices and organisations from CSV files, all faults of a file at once.
//!
//! Pure: text in, rows out. Called by `redress offices import` and `redress organisations import`.
//! A file is taken whole or not at all.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::{Ladder, Office, Organisation, check_bin};
use crate::law::zone;
use crate::texts::{Language, Texts};

/// The longest file that is read, in bytes: some fifty thousand rows.
const LONGEST: usize = 8 << 20;

/// The most faults of a file that are told; reading ends there.
const MOST_FAULTS: usize = 1000;

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub message: String,
}

/// Everything that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Fault { line, message } in &self.0 {
            writeln!(f, "line {line}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

#[derive(Deserialize)]
struct OfficeRow {
    code: String,
    name_en: String,
    name_ru: String,
    name_kk: String,
    kind: String,
    place: String,
    above: String,
    email: String,
    language: String,
    #[serde(default)]
    zone: Option<String>,
}

#[derive(Deserialize)]
struct OrganisationRow {
    code: String,
    name_en: String,
    name_ru: String,
    name_kk: String,
    bin: String,
    email: String,
    language: String,
}

/// Offices from CSV with the columns `code,name_en,name_ru,name_kk,kind,place,above,email,language` and,
/// where offices lie in several time zones, `zone` (an IANA name; empty for the calendar's own).
///
/// `known` are the offices already stored: a row may name one of them in `above`.
pub fn offices(csv: &str, known: &Ladder) -> Result<Vec<Office>, Faults> {
    let mut faults = Faults::default();
    let rows = rows::<OfficeRow>(csv, &mut faults);
    let mut read: BTreeMap<String, (u64, Office)> = BTreeMap::new();
    for (line, row) in rows {
        if faults.0.len() >= MOST_FAULTS {
            break;
        }
        let mut row_faults = required(&[("code", &row.code), ("name_en", &row.name_en), ("kind", &row.kind)]);
        let language = language(&row.language, &mut row_faults);
        email(&row.email, &mut row_faults);
        let zone = row.zone.filter(|zone| !zone.is_empty());
        row_faults.extend(zone.as_deref().and_then(unknown_zone));
        if read.contains_key(&row.code) {
            row_faults.push(format!("the code `{}` stands twice in this file", row.code));
        }
        faults.0.extend(row_faults.into_iter().map(|message| Fault { line, message }));
        let name = texts(row.name_en, row.name_ru, row.name_kk);
        let above = Some(row.above).filter(|above| !above.is_empty());
        let office = Office {
            code: row.code.clone(),
            name,
            kind: row.kind,
            place: row.place,
            above,
            email: row.email,
            language,
            zone,
        };
        read.insert(row.code, (line, office));
    }
    for (line, office) in read.values() {
        let Some(above) = &office.above else { continue };
        if !read.contains_key(above) && known.get(above).is_none() {
            let message = format!(
                "the office above `{}` is `{above}`, which is neither in this file nor stored",
                office.code
            );
            faults.0.push(Fault { line: *line, message });
        }
    }
    circles(&read, known, &mut faults);
    finish(faults, read.into_values().map(|(_, office)| office).collect())
}

/// Organisations from CSV with the columns `code,name_en,name_ru,name_kk,bin,email,language`.
pub fn organisations(csv: &str) -> Result<Vec<Organisation>, Faults> {
    let mut faults = Faults::default();
    let mut read = BTreeMap::new();
    for (line, row) in rows::<OrganisationRow>(csv, &mut faults) {
        let mut row_faults = required(&[("code", &row.code), ("name_en", &row.name_en)]);
        let language = language(&row.language, &mut row_faults);
        email(&row.email, &mut row_faults);
        let bin = Some(row.bin).filter(|bin| !bin.is_empty());
        if let Some(Err(fault)) = bin.as_deref().map(check_bin) {
            row_faults.push(fault.to_string());
        }
        if read.contains_key(&row.code) {
            row_faults.push(format!("the code `{}` stands twice in this file", row.code));
        }
        faults.0.extend(row_faults.into_iter().map(|message| Fault { line, message }));
        let name = texts(row.name_en, row.name_ru, row.name_kk);
        read.insert(row.code.clone(), Organisation { code: row.code, name, bin, email: row.email, language });
    }
    finish(faults, read.into_values().collect())
}

pub(super) fn rows<Row: for<'de> Deserialize<'de>>(csv: &str, faults: &mut Faults) -> Vec<(u64, Row)> {
    if csv.len() > LONGEST {
        let message = format!("the file is longer than {LONGEST} bytes: import it in parts");
        faults.0.push(Fault { line: 1, message });
        return Vec::new();
    }
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(fault) => {
            faults.0.push(Fault { line: 1, message: fault.to_string() });
            return rows;
        }
    };
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return rows,
            Ok(true) => match record.deserialize::<Row>(Some(&headers)) {
                Ok(row) => rows.push((record.position().map_or(line, csv::Position::line), row)),
                Err(fault) => faults.0.push(Fault { line, message: without_position(&fault) }),
            },
            Err(fault) => faults.0.push(Fault { line, message: without_position(&fault) }),
        }
        if faults.0.len() >= MOST_FAULTS {
            return rows;
        }
    }
}

fn without_position(fault: &csv::Error) -> String {
    match fault.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the header has {expected_len} columns, this row has {len}")
        }
        csv::ErrorKind::Utf8 { .. } => "not UTF-8: save the file as UTF-8".to_owned(),
        _ => fault.to_string(),
    }
}

pub(super) fn required(fields: &[(&str, &str)]) -> Vec<String> {
    fields
        .iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| format!("`{name}` is empty"))
        .collect()
}

pub(super) fn language(code: &str, faults: &mut Vec<String>) -> Language {
    code.parse().unwrap_or_else(|fault| {
        faults.push(fault);
        Language::En
    })
}

pub(super) fn email(address: &str, faults: &mut Vec<String>) {
    let parts: Vec<&str> = address.split('@').collect();
    let whole = parts.len() == 2 && parts.iter().all(|part| !part.is_empty());
    if !whole || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        faults.push(format!("`{address}` is not an e-mail address: write one such as office@example.kz"));
    }
}

fn unknown_zone(name: &str) -> Option<String> {
    if zone::named(name).is_some() {
        return None;
    }
    Some(match zone::nearest(name) {
        Some(nearest) => format!("there is no time zone `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no time zone `{name}`: write an IANA name such as Asia/Almaty"),
    })
}

fn texts(en: String, ru: String, kk: String) -> Texts {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    Texts { en, ru: some(ru), kk: some(kk) }
}

fn circles(read: &BTreeMap<String, (u64, Office)>, known: &Ladder, faults: &mut Faults) {
    for (code, (line, office)) in read {
        let mut above = office.above.as_deref();
        let mut steps = 0;
        while let Some(next) = above {
            steps += 1;
            if next == code || steps > super::HIGHEST {
                let message = format!("`{code}` stands above itself: follow the column `above` and mend it");
                faults.0.push(Fault { line: *line, message });
                break;
            }
            let stored = || known.get(next);
            above = read.get(next).map(|(_, office)| office).or_else(stored).and_then(|o| o.above.as_deref());
        }
    }
}

pub(super) fn finish<T>(mut faults: Faults, rows: Vec<T>) -> Result<Vec<T>, Faults> {
    if faults.0.is_empty() {
        return Ok(rows);
    }
    faults.0.sort_by_key(|fault| fault.line);
    Err(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "code,name_en,name_ru,name_kk,kind,place,above,email,language\n";

    #[test]
    fn offices_are_read_with_the_office_above_them() {
        let csv = format!(
            "{HEAD}A,Office A,,,district,Almaty,B,a@kz,ru\nB,Office B,,,department,Almaty,,b@kz,kk\n"
        );
        let ladder = Ladder::new(offices(&csv, &Ladder::default()).unwrap());
        assert_eq!(ladder.path("A"), ["A", "B"]);
    }

    #[test]
    fn every_fault_of_a_file_is_reported_with_its_line() {
        let csv = format!(
            "{HEAD}A,,,,district,Almaty,Z,nobody,xx\nB,B,,,d,Almaty,C,b@kz,en\nC,C,,,d,Almaty,B,c@kz,en\n"
        );
        let faults = offices(&csv, &Ladder::default()).unwrap_err().to_string();
        for part in [
            "line 2: `name_en` is empty",
            "`nobody` is not an e-mail",
            "`xx` is not a language",
            "is `Z`, which is neither",
        ] {
            assert!(faults.contains(part), "{part} is missing from\n{faults}");
        }
        assert!(faults.contains("line 3: `B` stands above itself"), "{faults}");
    }

    #[test]
    fn an_office_may_have_a_time_zone_of_its_own() {
        let head = HEAD.replace("language", "language,zone");
        let rows = "A,Office A,,,d,Aqtobe,,a@kz,ru,Asia/Aqtobe\nB,Office B,,,d,Almaty,,b@kz,ru,\n";
        let read = offices(&format!("{head}{rows}"), &Ladder::default()).unwrap();
        assert_eq!(read[0].zone.as_deref(), Some("Asia/Aqtobe"));
        assert_eq!(read[1].zone, None);
        let wrong = format!("{head}{}", rows.replace("Asia/Aqtobe", "Asia/Aktobe"));
        let faults = offices(&wrong, &Ladder::default()).unwrap_err().to_string();
        assert!(faults.contains("did you mean `Asia/Aqtobe`?"), "{faults}");
    }

    #[test]
    fn a_row_with_too_few_columns_is_a_fault_of_that_row_alone() {
        let csv = format!("{HEAD}A,Office A\nB,Office B,,,department,Almaty,,b@kz,kk\n");
        let faults = offices(&csv, &Ladder::default()).unwrap_err();
        assert_eq!(faults.0.len(), 1);
        assert!(faults.0[0].message.contains("9 columns"), "{faults}");
    }
}
