//! Filing: an appeal is checked, its parties are found on the ladder, and it takes its first step.
//!
//! Pure; part of `decide`. A late appeal is accepted with a flag where the workflow says so, because
//! lateness is examined by the reviewer and is no ground to turn a paper away (KoAP 829-4(3)).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::command::{Facts, File};
use super::deadlines;
use super::decide::Decision;
use super::event::Event;
use super::moves::Came;
use super::particulars::Filed;
use super::refusal::Refusal;
use super::state::DecisionAppealed;
use crate::ladder::Ladder;
use crate::law::{self, Basis, Calendar, Rule};
use crate::source::nearest;
use crate::workflow::{Anchor, Definition, FILING, Field, FieldKind, Found, Late, WITH};

pub(super) fn file(decision: &mut Decision, file: &File) -> Result<(), Refusal> {
    let facts = decision.facts;
    let definition = facts.definition;
    // The day of filing is that of the place where the decision was taken.
    let calendar = facts.calendar_of(Some(&file.decision.issuer));
    let today = law::day_of(decision.now, &calendar);
    if facts.organisation.is_none() {
        return Err(Refusal::UnknownOrganisation { code: file.appellant.clone() });
    }
    let step = definition.filing.with.get(&file.with).ok_or_else(|| Refusal::WrongAddressee {
        with: file.with.clone(),
        choices: definition.filing.with.keys().cloned().collect::<Vec<_>>().join(", "),
    })?;
    check_decision(facts, &file.decision, today)?;
    let stated = check_stated(&definition.filing.asks, &file.stated, today)?;
    let chosen = chosen(definition, &stated, &file.with);
    let parties = find_parties(definition, facts.ladder, &file.decision.issuer)?;
    let basis = time_to_file(facts, &calendar, &file.decision, &chosen);
    let law::Deadline { due_on: time_ended_on, due_at, .. } =
        law::deadline(&basis, &calendar).map_err(deadlines::beyond)?;
    let late = decision.now >= due_at;
    let moves_to_restore =
        if late { motion_to_restore(facts, &calendar, &stated, (time_ended_on, today))? } else { None };
    let filed = Filed {
        reference: facts.reference.to_owned(),
        workflow: definition.digest.clone(),
        legal_track: definition.legal_track.clone(),
        appellant: file.appellant.clone(),
        language: file.language,
        with: file.with.clone(),
        decision: file.decision.clone(),
        filed_on: today,
        time_ended_on,
        late,
        parties,
        ladder: facts.ladder.path(&file.decision.issuer),
        stated,
        chosen,
        moves_to_restore,
    };
    decision.record(decision.now, Event::Filed(Box::new(filed)));
    if !late {
        decision.stay_by_filing(&calendar)?;
    }
    decision.arrive(&definition.legal_track, step, Came::Filed, None, decision.now)?;
    decision.open_tracks(FILING)
}

/// The answers that are choices, on which times may hang; whom the appeal was handed to is one of them.
fn chosen(
    definition: &Definition,
    stated: &BTreeMap<String, String>,
    with: &str,
) -> BTreeMap<String, String> {
    let is_choice =
        |name: &String| definition.filing.asks.get(name).is_some_and(|field| field.kind == FieldKind::Choice);
    stated
        .iter()
        .filter(|(name, _)| is_choice(name))
        .map(|(name, choice)| (name.clone(), choice.clone()))
        .chain([(WITH.to_owned(), with.to_owned())])
        .collect()
}

/// The article under which a late filing moves to restore its time, if it does.
///
/// Errors: the workflow refuses what comes late, and no motion was made, or not in its own time.
fn motion_to_restore(
    facts: &Facts,
    calendar: &Calendar,
    stated: &BTreeMap<String, String>,
    (ended_on, today): (Date, Date),
) -> Result<Option<String>, Refusal> {
    let filing = &facts.definition.filing;
    let refuses = filing.late == Late::Refuse;
    let Some(restoration) = filing.restoration.as_ref().filter(|body| stated.contains_key(&body.motion))
    else {
        let allowed = filing.restoration.as_ref().map(|body| (body.article.clone(), body.motion.clone()));
        return if refuses { Err(Refusal::TooLate { ended_on, restoration: allowed }) } else { Ok(None) };
    };
    if let Some((from, span)) = &restoration.within {
        let day = stated.get(from).and_then(|day| day.parse::<Date>().ok());
        let title = || filing.asks.get(from).map(|field| field.title.en.clone()).unwrap_or_default();
        let day = day.ok_or_else(|| Refusal::Missing { field: from.clone(), title: title() })?;
        let basis = Basis::new(Rule::of(*span), day, calendar);
        let until = law::deadline(&basis, calendar).map_err(deadlines::beyond)?.due_on;
        if today > until {
            let refusal = Refusal::TooLateToRestore { ended_on, motion_until: until };
            return if refuses { Err(refusal) } else { Ok(None) };
        }
    }
    Ok(Some(restoration.article.clone()))
}

/// What the time for filing is computed from, and the calendar by which it is: for a page that tells, before
/// anything is filed, until when it can be. Of what is stated, only choices are looked at.
pub fn filing_time(facts: &Facts, file: &File) -> (Basis, Calendar) {
    let calendar = facts.calendar_of(Some(&file.decision.issuer));
    let chosen = chosen(facts.definition, &file.stated, &file.with);
    (time_to_file(facts, &calendar, &file.decision, &chosen), calendar)
}

/// The time for filing, counted from the day the workflow names.
fn time_to_file(
    facts: &Facts,
    calendar: &Calendar,
    appealed: &DecisionAppealed,
    chosen: &BTreeMap<String, String>,
) -> Basis {
    let time = &facts.definition.filing.time;
    let from = match time.from {
        Anchor::Sending => appealed.sent_on,
        Anchor::Publication => appealed.published_on,
        Anchor::Knowledge => appealed.learned_on,
        Anchor::Decision => Some(appealed.decided_on),
        _ => None,
    };
    Basis::new(time.rule_for(chosen).clone(), from.unwrap_or(appealed.served_on), calendar)
}

fn check_decision(facts: &Facts, appealed: &DecisionAppealed, today: Date) -> Result<(), Refusal> {
    if facts.ladder.get(&appealed.issuer).is_none() {
        let codes = facts.ladder.iter().map(|office| office.code.as_str());
        let nearest = nearest(&appealed.issuer, codes).map(str::to_owned);
        return Err(Refusal::UnknownOffice { code: appealed.issuer.clone(), nearest });
    }
    for (what, date) in
        [("date of the decision", appealed.decided_on), ("date of service", appealed.served_on)]
    {
        if date > today {
            return Err(Refusal::FutureDate { what: what.to_owned(), date, today });
        }
    }
    in_order(("date of the decision", appealed.decided_on), ("date of service", appealed.served_on))?;
    let parts = &facts.definition.parts;
    if let Some(part) = appealed.parts.iter().find(|part| !parts.contains_key(*part)) {
        let known = parts.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(Refusal::UnknownPart { part: part.clone(), known });
    }
    match &appealed.suspension {
        Some(suspension) => in_order(
            ("first day of the suspension", suspension.from),
            ("last day of the suspension", suspension.until),
        ),
        None => Ok(()),
    }
}

fn in_order((earlier, earlier_on): (&str, Date), (later, later_on): (&str, Date)) -> Result<(), Refusal> {
    if later_on >= earlier_on {
        return Ok(());
    }
    Err(Refusal::DatesOutOfOrder {
        earlier: earlier.to_owned(),
        earlier_on,
        later: later.to_owned(),
        later_on,
    })
}

/// The office of each party that is one, found from the issuing office.
///
/// # Errors
/// A party for which the ladder has no office: then no appeal under this workflow can be filed against that office.
pub fn find_parties(
    definition: &Definition,
    ladder: &Ladder,
    issuer: &str,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut parties = BTreeMap::new();
    for name in definition.parties.keys() {
        if let Some(code) = find(definition, ladder, issuer, name)? {
            parties.insert(name.clone(), code);
        }
    }
    Ok(parties)
}

/// The office of a party, found from the issuing office; none where it is the appellant.
pub(super) fn find(
    definition: &Definition,
    ladder: &Ladder,
    issuer: &str,
    party: &str,
) -> Result<Option<String>, Refusal> {
    let missing = || Refusal::NoOfficeFor { party: party.to_owned(), issuer: issuer.to_owned() };
    let code = match &definition.parties[party].found {
        Found::Appellant => return Ok(None),
        Found::Issuer => issuer.to_owned(),
        Found::Office(code) => ladder.get(code).ok_or_else(missing)?.code.clone(),
        Found::Above(other, kind) => {
            let other = find(definition, ladder, issuer, other)?.ok_or_else(missing)?;
            let path = ladder.path(&other);
            let fits = |code: &&String| {
                kind.is_none() || ladder.get(code).map(|office| &office.kind) == kind.as_ref()
            };
            path.iter().skip(1).find(fits).ok_or_else(missing)?.clone()
        }
        Found::Beside(other, kind) => {
            let other = find(definition, ladder, issuer, other)?.ok_or_else(missing)?;
            ladder.beside(&other, kind).ok_or_else(missing)?.code.clone()
        }
    };
    Ok(Some(code))
}

/// The longest answer to a question, in characters; a reasoned complaint fits well within it.
const LONGEST_ANSWER: usize = 20_000;

/// What was stated, checked against what is asked.
pub(super) fn check_stated(
    asks: &BTreeMap<String, Field>,
    stated: &BTreeMap<String, String>,
    today: Date,
) -> Result<BTreeMap<String, String>, Refusal> {
    let misstated = |field: &str, why: String| Refusal::Misstated { field: field.to_owned(), why };
    if let Some(unknown) = stated.keys().find(|name| !asks.contains_key(*name)) {
        let known = asks.keys().cloned().collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "nothing".to_owned() } else { known };
        return Err(misstated(unknown, format!("it is not asked for here; asked is {known}")));
    }
    let mut checked = BTreeMap::new();
    for (name, field) in asks {
        let answer = stated.get(name).map(|answer| answer.trim()).unwrap_or_default();
        if answer.is_empty() {
            if field.optional {
                continue;
            }
            return Err(Refusal::Missing { field: name.clone(), title: field.title.en.clone() });
        }
        check_answer(field, answer, today).map_err(|why| misstated(name, why))?;
        checked.insert(name.clone(), answer.to_owned());
    }
    Ok(checked)
}

fn check_answer(field: &Field, answer: &str, today: Date) -> Result<(), String> {
    if answer.chars().count() > LONGEST_ANSWER {
        return Err(format!("it is longer than {LONGEST_ANSWER} characters; attach a document instead"));
    }
    if answer.contains('\0') {
        return Err("it contains a NUL character; type it again or paste it as plain text".to_owned());
    }
    match field.kind {
        FieldKind::Text | FieldKind::Document => Ok(()),
        FieldKind::Number => answer
            .parse::<i64>()
            .map(drop)
            .map_err(|_| format!("`{answer}` is not a whole number such as 400")),
        FieldKind::Amount => is_amount(answer)
            .then_some(())
            .ok_or_else(|| format!("`{answer}` is not an amount of money such as 400 or 1166800.50")),
        FieldKind::Date => match answer.parse::<Date>() {
            Ok(date) if date > today && !field.may_lie_ahead => {
                Err(format!("{date} is in the future; today is {today}"))
            }
            Ok(_) => Ok(()),
            Err(_) => Err(format!("`{answer}` is not a date such as 2021-01-26")),
        },
        FieldKind::Choice if field.choices.contains_key(answer) => Ok(()),
        FieldKind::Choice => {
            let choices = field.choices.keys().cloned().collect::<Vec<_>>();
            Err(format!("choose one of {}", choices.join(", ")))
        }
    }
}

/// Whole units with at most two decimals after a point, and no sign.
fn is_amount(answer: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match answer.split_once('.') {
        Some((whole, cents)) => digits(whole) && digits(cents) && cents.len() <= 2,
        None => digits(answer),
    }
}
