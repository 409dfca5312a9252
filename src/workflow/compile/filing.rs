//! Filing: its time, what it states, the remedies for lateness, the stay it brings.
//!
//! Pure; part of `compile`.

use std::collections::BTreeMap;

use super::names::Check;
use super::{at, limits};
use crate::workflow::definition::{Field, FieldKind, Filing, Restoration, StayRule, WITH};
use crate::workflow::file::{FieldFile, RestorationFile, StayFile, WorkflowFile};

pub(super) fn filing(file: &WorkflowFile, check: &mut Check, legal_track: &str) -> Filing {
    let filing = &file.filing;
    check.party(&["filing", "by"], &filing.by);
    if filing.asks.contains_key(WITH) {
        check
            .wrong_key(&["filing", "asks", WITH], "`with` is the party that the appeal is handed to")
            .help("give the question another name");
    }
    for (party, step) in &filing.with {
        check.party_key(&["filing", "with", party], party);
        check.step(&["filing", "with", party], legal_track, step);
    }
    if filing.with.is_empty() {
        check
            .wrong(&["filing", "with"], "nobody takes the appeal")
            .help("name the party that it may be handed to: `reviewer: review`");
    }
    if filing.restoration.is_none() {
        let grants = file.actions.iter().find(|(_, action)| action.restores_time);
        if let Some((name, _)) = grants.filter(|_| !check.unsure(&["filing", "restoration"])) {
            check
                .wrong_key(
                    &["actions", name, "restores-time"],
                    "filing does not say that a time can be restored",
                )
                .help("give `filing` a `restoration` with its article");
        }
    }
    Filing {
        by: filing.by.clone(),
        with: filing.with.clone(),
        time: limits::time(&["filing", "time"], &filing.time, check),
        late: filing.late,
        restoration: filing.restoration.as_ref().map(|body| restoration(file, body, check)),
        asks: fields(&["filing"], &filing.asks, check),
        stays_execution: filing
            .stays_execution
            .as_ref()
            .map(|body| stay(&["filing", "stays-execution"], body, check)),
        letters: check.letters_to(&["filing", "letters"], &filing.letters),
    }
}

fn restoration(file: &WorkflowFile, body: &RestorationFile, check: &mut Check) -> Restoration {
    let path = ["filing", "restoration"];
    check.question(&at(&path, "motion"), &body.motion);
    if file.filing.asks.get(&body.motion).is_some_and(|field| !field.optional)
        && !check.unsure(&["filing", "asks", &body.motion, "optional"])
    {
        check
            .wrong(
                &at(&path, "motion"),
                format!("`{}` is asked of everybody, so everybody would move", body.motion),
            )
            .help("make the question `optional: true`");
    }
    if let Some(from) = &body.from {
        check.question(&at(&path, "from"), from);
        if file.filing.asks.get(from).is_some_and(|field| field.kind != FieldKind::Date)
            && !check.unsure(&["filing", "asks", from, "kind"])
        {
            check.wrong(&at(&path, "from"), format!("`{from}` does not ask for a date"));
        }
    }
    if body.from.is_some() != body.within.is_some() {
        check
            .wrong_key(&path, "a time for the motion needs both `within` and the day that it runs `from`")
            .help("write both or neither");
    }
    let granted = file.actions.values().any(|action| action.restores_time);
    if !granted && !check.unsure(&["actions", "*", "restores-time"]) {
        check.wrong_key(&path, "no action grants it").help("give the action that does `restores-time: true`");
    }
    Restoration {
        article: body.article.clone(),
        motion: body.motion.clone(),
        within: body.from.clone().zip(body.within),
        letters: check.letters_to(&at(&path, "letters"), &body.letters),
    }
}

pub(super) fn stay(path: &[&str], stay: &StayFile, check: &mut Check) -> StayRule {
    if let Some(span) = stay.at_most {
        limits::positive(&at(path, "at-most"), span, check);
    }
    check.choices(&at(path, "except"), &stay.except);
    StayRule {
        article: stay.article.clone(),
        until: stay.until,
        at_most: stay.at_most,
        except: stay.except.clone(),
        letters: check.letters_to(&at(path, "letters"), &stay.letters),
    }
}

pub(super) fn fields(
    path: &[&str],
    fields: &BTreeMap<String, FieldFile>,
    check: &mut Check,
) -> BTreeMap<String, Field> {
    let mut read = BTreeMap::new();
    for (name, field) in fields {
        let here = [path, &["asks", name]].concat();
        check.texts(&at(&here, "title"), &field.title);
        if (field.kind == FieldKind::Choice) == field.choices.is_empty() {
            check.wrong_key(&here, "a choice needs `choices`, and only a choice has them");
        }
        if field.may_lie_ahead && field.kind != FieldKind::Date {
            check.wrong_key(&at(&here, "may-lie-ahead"), "only a date can lie ahead");
        }
        for (choice, title) in &field.choices {
            check.texts(&[here.as_slice(), &["choices", choice]].concat(), title);
        }
        let FieldFile { title, kind, optional, choices, may_lie_ahead } = field;
        let field = Field {
            title: title.clone(),
            kind: *kind,
            optional: *optional,
            choices: choices.clone(),
            may_lie_ahead: *may_lie_ahead,
        };
        read.insert(name.clone(), field);
    }
    read
}
