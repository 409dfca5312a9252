//! Days off from an iCalendar feed (RFC 5545), laid onto a calendar for a person to read and apply.
//!
//! Ministries, newspapers and calendar programs publish days off as all-day entries. A feed says which
//! days and what they are called; what a calendar needs besides, the act and the kind of the day, it takes
//! from the feed where it is there, and asks for where it is not. Nothing is guessed and nothing is left
//! out in silence. Called by `redress calendar import`.
//!
//! Of an entry are read: `DTSTART` and `DTEND` (the first day that is free again), both as `VALUE=DATE`;
//! `SUMMARY`, its name; `DESCRIPTION`, else `URL`, the act; `CATEGORIES`, its kind as a calendar file
//! names it; `X-INSTEAD-OF`, the day worked instead; `STATUS`, where `TENTATIVE` is an estimate and
//! `CANCELLED` no entry at all. An entry that repeats (`RRULE`, `RDATE`) is refused.

use std::fmt;

use icalendar::parser::{self, Component};
use jiff::civil::Date;

use super::calendar::{Calendar, CalendarFile, Entry, Kind};
use super::language::Names;

/// The longest feed that is read, in bytes.
const LONGEST_FEED: usize = 1 << 20;

/// The longest run of days of one entry; longer is a slip in `DTEND`.
const MOST_DAYS: usize = 31;

/// What is wrong with a feed, and what to do.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
pub struct FeedFault(pub Vec<String>);

impl fmt::Display for FeedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// An iCalendar feed of all-day entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Feed {
    days: Vec<Item>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Item {
    on: Vec<Date>,
    name: String,
    act: Option<String>,
    kind: Option<Kind>,
    instead_of: Option<Date>,
    estimated: bool,
}

/// What a feed does not say of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Terms {
    /// The act of entries that name none.
    pub decree: Option<String>,
    /// A year beside the known ones for which the feed is complete.
    pub complete_for: Option<i16>,
}

/// A calendar with a feed laid onto it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// The new file.
    pub file: CalendarFile,
    /// Days that were added.
    pub added: Vec<Date>,
    /// Days of the feed that the calendar had already.
    pub known: Vec<Date>,
}

impl Feed {
    /// Whether a text is meant as an iCalendar feed.
    pub fn is_one(text: &str) -> bool {
        text.trim_start_matches('\u{feff}').trim_start().starts_with("BEGIN:VCALENDAR")
    }

    /// Reads a feed.
    ///
    /// # Errors
    /// Every entry that cannot be taken over, each with what to do.
    pub fn read(text: &str) -> Result<Feed, FeedFault> {
        let text = text.trim_start_matches('\u{feff}').trim_start().replace("\r\n", "\n");
        let text = parser::unfold(&text);
        can_be_read(&text).map_err(|fault| FeedFault(vec![fault]))?;
        let calendar = parser::read_calendar(&text).map_err(|why| FeedFault(vec![why]))?;
        let events: Vec<_> = calendar.components.iter().filter(|one| one.name == "VEVENT").collect();
        // The parser stops in silence at what it does not understand.
        if events.len() != text.lines().filter(|line| line.trim() == "BEGIN:VEVENT").count() {
            let lost = "the feed breaks off or is damaged: load it again from where it is published";
            return Err(FeedFault(vec![lost.to_owned()]));
        }
        let (mut days, mut faults) = (Vec::new(), Vec::new());
        for event in events {
            match item(event) {
                Ok(item) => days.extend(item),
                Err(found) => {
                    faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", called(event))))
                }
            }
        }
        if faults.is_empty() { Ok(Feed { days }) } else { Err(FeedFault(faults)) }
    }

    /// Lays the feed onto a calendar. Days that the calendar has as the feed says are left alone.
    ///
    /// # Errors
    /// Entries without an act, and days outside the known years of the result.
    pub fn onto(&self, calendar: &Calendar, terms: &Terms) -> Result<Imported, FeedFault> {
        let mut file = calendar.file().clone();
        if let Some(year) = terms.complete_for {
            file.known.from = file.known.from.min(year);
            file.known.to = file.known.to.max(year);
        }
        let widened = Calendar::new(file.clone(), calendar.digest()).map_err(|faults| {
            FeedFault(
                faults
                    .into_iter()
                    .map(|fault| format!("{}: {}", fault.path.join("."), fault.message))
                    .collect(),
            )
        })?;
        let mut imported = Imported { file, added: Vec::new(), known: Vec::new() };
        let mut faults = Vec::new();
        for item in &self.days {
            if let Err(fault) = imported.add(item, &widened, terms) {
                faults.push(format!("{} ({}): {fault}", item.name, item.on[0]));
            }
        }
        if faults.is_empty() { Ok(imported) } else { Err(FeedFault(faults)) }
    }
}

impl Imported {
    fn add(&mut self, item: &Item, calendar: &Calendar, terms: &Terms) -> Result<(), String> {
        let kind = item.kind.unwrap_or(Kind::HolidayNotMoved);
        let mut new = Vec::new();
        for on in &item.on {
            let known = self.file.known;
            let day = calendar.day(*on).map_err(|_| {
                format!(
                    "{on} lies outside the known years {} to {}; if the feed has every day of {}, say so with --complete-for {}",
                    known.from, known.to, on.year(), on.year()
                )
            })?;
            if day.is_working() == (kind == Kind::WorkingWeekend) {
                self.known.push(*on)
            } else {
                new.push(*on)
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let act = item.act.as_ref().or(terms.decree.as_ref());
        let act =
            act.ok_or("no act is named; add it to the entry as DESCRIPTION, or give one with --decree")?;
        self.added.extend(&new);
        let entry = Entry {
            on: new,
            every: Vec::new(),
            years: None,
            kind,
            instead_of: item.instead_of,
            name: self.names(&item.name),
            decree: self.cite(act),
            estimated: item.estimated,
            week: None,
        };
        self.file.entries.push(entry);
        Ok(())
    }

    /// The names the calendar has for a day called so; a feed has one language, so else the same in all.
    fn names(&self, name: &str) -> Names {
        let is_called = |names: &&Names| [&names.en, &names.ru, &names.kk].iter().any(|known| *known == name);
        let known = self.file.entries.iter().map(|entry| &entry.name).find(is_called);
        known.cloned().unwrap_or_else(|| in_all(name))
    }

    /// The short name of an act in the file, which is given one if it is new.
    fn cite(&mut self, act: &str) -> String {
        let is_cited = |names: &Names| [&names.en, &names.ru, &names.kk].iter().any(|known| *known == act);
        let known = self.file.acts.iter().find(|(name, cited)| *name == act || is_cited(cited));
        if let Some((name, _)) = known {
            return name.clone();
        }
        let free =
            (1..).map(|number| format!("imported-{number}")).find(|name| !self.file.acts.contains_key(name));
        let name = free.unwrap_or_default();
        self.file.acts.insert(name.clone(), in_all(act));
        name
    }
}

fn in_all(text: &str) -> Names {
    Names { en: text.to_owned(), ru: text.to_owned(), kk: text.to_owned() }
}

/// The parser calls itself for every component inside another, so a text nested deep is kept from it.
fn can_be_read(text: &str) -> Result<(), String> {
    if text.len() > LONGEST_FEED {
        return Err(format!("the feed is longer than {LONGEST_FEED} bytes: cut it to the years you need"));
    }
    let mut depth = 0_usize;
    for line in text.lines() {
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "BEGI" => depth += 1,
            "END:" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 8 {
            return Err("the feed is nested deeper than any calendar is".to_owned());
        }
    }
    Ok(())
}

fn text(event: &Component, property: &str) -> Option<String> {
    let value = event.find_prop(property)?.val.as_str();
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// An entry by its name and day, for messages.
fn called(event: &Component) -> String {
    let name = text(event, "SUMMARY").unwrap_or_else(|| "an entry without a name".to_owned());
    text(event, "DTSTART").map_or(name.clone(), |day| format!("{name} ({day})"))
}

fn item(event: &Component) -> Result<Option<Item>, Vec<String>> {
    if text(event, "STATUS").as_deref() == Some("CANCELLED") {
        return Ok(None);
    }
    let mut faults = Vec::new();
    for repeats in ["RRULE", "RDATE"] {
        if event.find_prop(repeats).is_some() {
            faults.push(format!("{repeats}: an entry that repeats is not taken over; a day that comes every year is written as `every` in the calendar file"));
        }
    }
    let on = days(event).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let kind = kind(event).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let instead_of = text(event, "X-INSTEAD-OF").map(|day| date(&day)).transpose();
    let instead_of =
        instead_of.map_err(|fault| faults.push(format!("X-INSTEAD-OF: {fault}"))).unwrap_or_default();
    let name = text(event, "SUMMARY").unwrap_or_default();
    if name.is_empty() {
        faults.push("SUMMARY: the entry has no name".to_owned());
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let act = text(event, "DESCRIPTION").or_else(|| text(event, "URL"));
    let kind = kind.or(instead_of.map(|_| Kind::MovedDayOff));
    let estimated = text(event, "STATUS").as_deref() == Some("TENTATIVE");
    Ok(Some(Item { on, name, act, kind, instead_of, estimated }))
}

/// The days of an entry, at least one.
fn days(event: &Component) -> Result<Vec<Date>, String> {
    let first = text(event, "DTSTART").ok_or("DTSTART: the entry has no day")?;
    let first = date(&first).map_err(|fault| format!("DTSTART: {fault}"))?;
    // RFC 5545 3.6.1: an all-day entry without an end lasts one day.
    let end = match text(event, "DTEND") {
        Some(end) => date(&end).map_err(|fault| format!("DTEND: {fault}"))?,
        None => super::next_day(first),
    };
    let days: Vec<Date> = std::iter::successors(Some(first), |day| Some(super::next_day(*day)))
        .take_while(|day| *day < end)
        .take(MOST_DAYS + 1)
        .collect();
    match days.len() {
        0 => Err(format!("DTEND: it is over on {end}, before it begins on {first}")),
        long if long > MOST_DAYS => Err(format!("DTEND: it lasts longer than {MOST_DAYS} days")),
        _ => Ok(days),
    }
}

/// A day as RFC 5545 writes it, `20280322`.
fn date(text: &str) -> Result<Date, String> {
    if text.contains('T') {
        return Err(format!("`{text}` has an hour; only entries for whole days (VALUE=DATE) are taken over"));
    }
    let basic = text.len() == 8 && text.bytes().all(|digit| digit.is_ascii_digit());
    let read = basic.then(|| Date::strptime("%Y%m%d", text).ok()).flatten();
    read.ok_or_else(|| format!("`{text}` is not a day such as 20280322"))
}

fn kind(event: &Component) -> Result<Option<Kind>, String> {
    let Some(categories) = event.properties.iter().find(|property| property.name == "CATEGORIES") else {
        return Ok(None);
    };
    let named = categories.val.as_str().split(',').find_map(|category| {
        let category = category.trim().to_ascii_lowercase();
        serde_json::from_value(category.into()).ok()
    });
    named.map(Some).ok_or_else(|| {
        format!(
            "CATEGORIES: `{}` names no kind of day; write holiday, holiday-not-moved, moved-day-off, working-weekend or closure",
            categories.val.as_str()
        )
    })
}
