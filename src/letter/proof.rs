//! The proof that a letter file cannot fail on facts it has not met.
//!
//! A file is checked for names that are no facts, then rendered in full, with everything missing, and with
//! each of its facts alone missing or alone present. Run once, when a workflow's letters are read.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind};
use serde_json::{Map, Value};

use super::facts::Facts;

/// How alike a wrong name and a fact must be for the fact to be suggested.
const ALIKE: f64 = 0.7;

/// What people have stated is a fact for each thing the workflow asks for.
const STATED: &str = "stated.";

/// The faults of one template as (line, message). `also` are names it may use besides the facts.
pub(super) fn faults(
    environment: &Environment,
    name: &str,
    source: &str,
    also: &[&str],
) -> Vec<(usize, String)> {
    let template = match environment.get_template(name) {
        Ok(template) => template,
        Err(error) => return vec![(error.line().unwrap_or(1), explain(&error))],
    };
    let used: BTreeSet<String> = template.undeclared_variables(true).into_iter().collect();
    let unknown = unknown_names(&used, source, also);
    if !unknown.is_empty() {
        return unknown;
    }
    let mut faults = BTreeMap::new();
    for (blamed, facts) in trials(&used, also) {
        if let Err(error) = template.render(Serde(&facts)) {
            let line = error.line().unwrap_or(1);
            faults.entry(line).or_insert_with(|| match blamed {
                Some(fact) if matches!(error.kind(), ErrorKind::InvalidOperation | ErrorKind::UndefinedError) => format!(
                    "`{fact}` can be missing: write `{{% if {fact} %}}` around the sentence that prints it"
                ),
                _ => explain(&error),
            });
        }
    }
    faults.into_iter().collect()
}

fn explain(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

fn unknown_names(used: &BTreeSet<String>, source: &str, also: &[&str]) -> Vec<(usize, String)> {
    let facts = record(&Facts::default());
    let mut faults = Vec::new();
    for path in used {
        let (name, inner) =
            path.split_once('.').map_or((path.as_str(), None), |(name, inner)| (name, Some(inner)));
        let known = facts.contains_key(name) || also.contains(&name);
        if known && (inner.is_none() || name == "stated") {
            continue;
        }
        let message = if known {
            format!("`{name}` is a plain text, it has no `{}`: write `{name}`", inner.unwrap_or_default())
        } else {
            let near = facts
                .keys()
                .map(|fact| (strsim::jaro_winkler(fact, name), fact))
                .max_by(|left, right| left.0.total_cmp(&right.0))
                .filter(|(likeness, _)| *likeness >= ALIKE)
                .map_or(String::new(), |(_, fact)| format!("; did you mean `{fact}`?"));
            format!("`{name}` is not a fact of a letter{near}")
        };
        faults.push((line_of(source, path), message));
    }
    faults
}

/// The first line on which a name stands as a whole word inside a tag.
fn line_of(source: &str, name: &str) -> usize {
    let in_word = |char: char| char.is_alphanumeric() || char == '_';
    let names_it = |line: &str| {
        line.contains('{')
            && line.match_indices(name).any(|(at, _)| {
                !line[..at].ends_with(in_word) && !line[at + name.len()..].starts_with(in_word)
            })
    };
    source.lines().position(names_it).map_or(1, |index| index + 1)
}

/// The facts on which a template is tried, each with the fact to blame if it fails there.
fn trials(used: &BTreeSet<String>, also: &[&str]) -> Vec<(Option<String>, Map<String, Value>)> {
    let (mut full, mut bare) = (record(&full()), record(&bare()));
    for path in used {
        put(&mut full, path, path.strip_prefix(STATED).map(|_| Value::from("text")));
    }
    for name in also {
        full.insert((*name).to_owned(), Value::from("text"));
        bare.insert((*name).to_owned(), Value::from("text"));
    }
    let but_one = |base: &Map<String, Value>, other: &Map<String, Value>, path: &String| {
        let mut facts = base.clone();
        let value = match path.strip_prefix(STATED) {
            Some(key) => other["stated"].get(key),
            None => other.get(path),
        };
        put(&mut facts, path, value.cloned());
        (Some(path.clone()), facts)
    };
    let mut trials: Vec<_> = used.iter().map(|path| but_one(&full, &bare, path)).collect();
    trials.extend(used.iter().map(|path| but_one(&bare, &full, path)));
    trials.extend([(None, full), (None, bare)]);
    trials
}

/// Sets `due`, or `reasons` within `stated` for `stated.reasons`; what is not stated is not there at all.
fn put(facts: &mut Map<String, Value>, path: &str, value: Option<Value>) {
    match (path.strip_prefix(STATED), value) {
        (Some(key), Some(value)) => facts["stated"][key] = value,
        (Some(key), None) => {
            facts["stated"].as_object_mut().and_then(|stated| stated.remove(key));
        }
        (None, Some(value)) => {
            facts.insert(path.to_owned(), value);
        }
        (None, None) => {}
    }
}

fn record(facts: &Facts) -> Map<String, Value> {
    match serde_json::to_value(facts) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Everything present and every text the same, so that every comparison of two parties holds.
fn full() -> Facts {
    let text = || "text".to_owned();
    Facts {
        reference: text(),
        recipient: text(),
        applicant: text(),
        issuer: text(),
        decision_number: Some(text()),
        decided_on: text(),
        served_on: text(),
        filed_on: text(),
        filing_ended_on: Some(text()),
        late: true,
        stays_execution: Some(text()),
        step: text(),
        holder: Some(text()),
        yours: true,
        due: Some(text()),
        due_why: Some(text()),
        due_before: Some(text()),
        new_rules: true,
        calendar_why: Some(text()),
        otherwise: Some(text()),
        silent: Some(text()),
        missed_on: Some(text()),
        next: Some(text()),
        by: Some(text()),
        action: Some(text()),
        article: Some(text()),
        outcome: Some(text()),
        parts: Some(text()),
        reason: Some(text()),
        stated: BTreeMap::new(),
        ground: Some(text()),
        until: Some(text()),
        chase: 2,
        days_suspended: Some(2),
        suspended_until: Some(text()),
        today: text(),
        page: Some(text()),
        record: text(),
    }
}

/// Everything missing that can be, and no two parties the same.
fn bare() -> Facts {
    Facts {
        recipient: "the recipient".to_owned(),
        applicant: "the applicant".to_owned(),
        issuer: "the issuer".to_owned(),
        ..Facts::default()
    }
}
