//! Holding a file's tree to the shape of its type: kinds, keys, known names, bounds.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Problem, Problems,
    choose::{Choice, choose},
    decode::Typed,
    form::{Fit, Form, Schemas},
    nearest::{joined, listed, suggestion},
    problem::quoted,
    scalar,
    text::Text,
    yaml::{Entry, Kind, Node},
};

/// Reports all that does not fit the schema, and gives what does with the kinds the schema asks for.
pub(super) fn check(schema: &Value, tree: &Node, text: &Text, problems: &mut Problems) -> Typed {
    Check { schemas: Schemas(schema), text, problems }.node(&[schema], tree)
}

struct Check<'s, 'c> {
    schemas: Schemas<'s>,
    text: &'c Text,
    problems: &'c mut Problems,
}

impl<'s> Check<'s, '_> {
    /// Checks a part against all of these schemas together.
    fn node(&mut self, schemas: &[&'s Value], node: &Node) -> Typed {
        let forms = self.schemas.forms(schemas);
        match &node.kind {
            Kind::Scalar { text, plain } => self.scalar(&forms, node, text, *plain),
            Kind::List(items) => match forms.iter().find(|form| form.allows("array")) {
                Some(form) => self.list(form, node, items),
                None => self.report(node, mismatch(&forms, "a list"), None),
            },
            Kind::Map(entries) => self.map(&forms, node, entries),
            Kind::Refused => Typed::Hole,
        }
    }

    fn report(&mut self, node: &Node, message: String, help: Option<String>) -> Typed {
        self.problems.push(Problem { help, ..self.text.problem(node.span.clone(), message) });
        Typed::Hole
    }

    fn scalar(&mut self, forms: &[Form<'s>], node: &Node, text: &str, plain: bool) -> Typed {
        let mut complaint = None;
        for reading in scalar::readings(text, plain) {
            for form in forms {
                match form.fit(&reading) {
                    Fit::Good => return Typed::Scalar(reading),
                    Fit::OutOfBounds(why) => complaint = complaint.or(Some(why)),
                    Fit::Bad => {}
                }
            }
        }
        if let Some(why) = complaint {
            return self.report(node, format!("{} {why}", quoted(text)), None);
        }
        let names = names(forms);
        if !names.is_empty() && kinds(forms).is_empty() && !node.is_blank() {
            return self.report(
                node,
                format!("unknown value {}", quoted(text)),
                suggestion(text, "values", &names),
            );
        }
        let would_do = |value: &Value| forms.iter().any(|form| matches!(form.fit(value), Fit::Good));
        let help = scalar::remedy(text, plain, would_do);
        self.report(node, mismatch(forms, &scalar::described(text, plain)), help)
    }

    fn list(&mut self, form: &Form<'s>, node: &Node, items: &[Node]) -> Typed {
        if let Some(why) = form.wrong_length(items.len()) {
            self.report(node, format!("the list {why}"), None);
        }
        let mut seen = HashSet::new();
        for item in items.iter().filter(|_| form.is_set()) {
            if let Kind::Scalar { text, .. } = &item.kind
                && !seen.insert(text)
            {
                self.report(item, format!("{} is listed twice", quoted(text)), None);
            }
        }
        Typed::List(
            items.iter().enumerate().map(|(place, item)| self.node(&form.item(place), item)).collect(),
        )
    }

    fn map(&mut self, forms: &[Form<'s>], node: &Node, entries: &[Entry]) -> Typed {
        let maps: Vec<_> =
            forms.iter().filter(|form| form.allows("object") && form.constants().is_empty()).collect();
        match choose(&maps, entries) {
            None => self.report(node, mismatch(forms, "a map"), None),
            Some(Choice::Form(form)) => self.entries(form, node, entries),
            Some(Choice::NoTag { key, values }) => {
                let help = format!("it may be {}", listed(&values, "or"));
                self.report(node, format!("missing key `{key}`"), Some(help))
            }
            Some(Choice::UnknownTag { entry, values }) => match &entry.value.kind {
                Kind::Scalar { text, .. } if !entry.value.is_blank() => {
                    let help = suggestion(text, "values", &values);
                    self.report(&entry.value, format!("unknown value {}", quoted(text)), help)
                }
                _ => self.report(&entry.value, format!("expected {}", listed(&values, "or")), None),
            },
            Some(Choice::UnknownKeys { keys }) => match entries.first() {
                Some(entry) => self.unknown_key(entry, &keys),
                None => self.report(node, mismatch(forms, "an empty map"), None),
            },
        }
    }

    fn entries(&mut self, form: &Form<'s>, node: &Node, entries: &[Entry]) -> Typed {
        let absent = |key: &&str| entries.iter().all(|entry| entry.key != *key);
        let free: Vec<_> = form.keys().into_iter().filter(absent).collect();
        let mut typed = Vec::with_capacity(entries.len());
        for entry in entries {
            let schemas = form.property(&entry.key);
            let part = if schemas.is_empty() {
                self.unknown_key(entry, &free)
            } else {
                self.node(&schemas, &entry.value)
            };
            typed.push((entry.key.clone(), part));
        }
        let missing: Vec<_> = form.required().into_iter().filter(absent).collect();
        if !missing.is_empty() {
            let word = if missing.len() == 1 { "key" } else { "keys" };
            self.report(node, format!("missing {word} {}", listed(&missing, "and")), None);
        }
        typed.extend(missing.into_iter().map(|key| (key.to_owned(), Typed::Hole)));
        Typed::Map(typed)
    }

    fn unknown_key(&mut self, entry: &Entry, known: &[&str]) -> Typed {
        let problem =
            self.text.problem(entry.key_span.clone(), format!("unknown key {}", quoted(&entry.key)));
        self.problems.push(Problem { help: suggestion(&entry.key, "keys", known), ..problem });
        Typed::Hole
    }
}

/// The names that may stand here, in the order of the type.
fn names<'s>(forms: &[Form<'s>]) -> Vec<&'s str> {
    forms.iter().flat_map(Form::constants).filter_map(Value::as_str).collect()
}

/// What may stand here besides names, in words. That nothing may stand here need not be said.
fn kinds(forms: &[Form<'_>]) -> Vec<String> {
    let free: Vec<_> = forms.iter().filter(|form| form.constants().is_empty()).collect();
    let allowed = |kind: &str| free.iter().any(|form| form.allows(kind));
    let words = [
        ("string", "a text"),
        ("integer", "a whole number"),
        ("number", "a number"),
        ("boolean", "`true` or `false`"),
        ("array", "a list"),
    ];
    let words = words.into_iter().filter(|(kind, _)| allowed(kind)).map(|(_, words)| words.to_owned());
    let maps: Vec<_> = free.iter().filter(|form| form.allows("object")).map(|form| form.required()).collect();
    // Maps of one key each are told apart by it.
    let heads: Vec<_> = maps.iter().filter(|keys| keys.len() == 1).flatten().copied().collect();
    let map = match maps.len() {
        0 => None,
        count if count == heads.len() => Some(format!("a map with {}", listed(&heads, "or"))),
        _ => Some("a map".to_owned()),
    };
    words.chain(map).collect()
}

fn mismatch(forms: &[Form<'_>], found: &str) -> String {
    let names: Vec<_> = names(forms).iter().map(|name| format!("`{name}`")).collect();
    let wanted = [names, kinds(forms)].concat();
    if wanted.is_empty() {
        format!("unexpected: {found}")
    } else {
        format!("expected {}, found {found}", joined(&wanted, "or"))
    }
}
