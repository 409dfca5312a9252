//! Holding a file's tree to the shape of its type: kinds, keys, known names, bounds.
//!
//! What does not fit becomes a hole, with something in its place where the rest could not be read without it,
//! and a doubt, because whatever rests on it may be wrong for that reason alone.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Problems,
    choose::{Choice, choose},
    decode::Typed,
    doubt::Doubts,
    form::{Fit, Form, Schemas},
    nearest::{joined, listed, nearest, suggestion},
    problem::quoted,
    scalar,
    text::Text,
    tree::{Entry, Kind, Node},
};

/// Reports all that does not fit the schema, and gives what does with the kinds the schema asks for.
pub(super) fn check(schema: &Value, tree: &Node, text: &Text, problems: &mut Problems) -> (Typed, Doubts) {
    let schemas = Schemas(schema);
    let mut check = Check { schemas, text, problems, path: Vec::new(), doubts: Vec::new() };
    let typed = check.node(&[schema], tree);
    (typed, Doubts::of(check.doubts))
}

struct Check<'s, 'c> {
    schemas: Schemas<'s>,
    text: &'c Text,
    problems: &'c mut Problems,
    /// Where the part under check stands.
    path: Vec<String>,
    doubts: Vec<Vec<String>>,
}

impl<'s> Check<'s, '_> {
    /// Checks a part against all of these schemas together.
    fn node(&mut self, schemas: &[&'s Value], node: &Node) -> Typed {
        let forms = self.schemas.forms(schemas);
        if node.lossy {
            self.doubts.push(self.path.clone());
        }
        match &node.kind {
            Kind::Scalar { text, plain } => self.scalar(&forms, node, text, *plain),
            Kind::List(items) => match forms.iter().find(|form| form.allows("array")) {
                Some(form) => self.list(form, node, items),
                None => self.report(node, mismatch(&forms, "a list"), None),
            },
            Kind::Map(entries) => self.map(&forms, node, entries),
            Kind::Refused => self.hole(),
        }
    }

    /// The same for a part below the one under check. A part that cannot do without a value gets another one.
    fn child(&mut self, name: String, schemas: &[&'s Value], node: &Node, must_be: bool) -> Typed {
        self.path.push(name);
        let part = self.node(schemas, node);
        self.path.pop();
        match part {
            Typed::Hole(_) if must_be => Typed::Hole(Some(self.schemas.stand_in(schemas))),
            part => part,
        }
    }

    fn hole(&mut self) -> Typed {
        self.doubts.push(self.path.clone());
        Typed::Hole(None)
    }

    fn report(&mut self, node: &Node, message: String, help: Option<String>) -> Typed {
        self.problems.report(self.text, node.span.clone(), message, help);
        self.hole()
    }

    fn unknown_key(&mut self, entry: &Entry, help: Option<String>) {
        let message = format!("unknown key {}", quoted(&entry.key));
        self.problems.report(self.text, entry.key_span.clone(), message, help);
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
        let meant = || Some(format!("did you mean `{}`?", nearest(text, names.iter().copied())?));
        let headed = || Some(format!("did you mean `{}: ...`?", nearest(text, heads(forms))?));
        let apart = plain && text.contains(':') && forms.iter().any(|form| form.allows("object"));
        let spaced = || apart.then(|| "write a space after `:`".to_owned());
        let help = scalar::remedy(text, plain, would_do).or_else(meant).or_else(headed).or_else(spaced);
        self.report(node, mismatch(forms, &scalar::described(text, plain)), help)
    }

    fn list(&mut self, form: &Form<'s>, node: &Node, items: &[Node]) -> Typed {
        let mut seen = HashSet::new();
        let mut typed = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let part = self.child(place.to_string(), &form.item(place), item, true);
            if let (Typed::Scalar(_), Kind::Scalar { text, .. }, true) = (&part, &item.kind, form.is_set())
                && !seen.insert(text)
            {
                let message = format!("{} is listed twice", quoted(text));
                self.problems.report(self.text, item.span.clone(), message, None);
            }
            typed.push(part);
        }
        match form.wrong_length(items.len()) {
            Some(why) => self.report(node, format!("the list {why}"), None),
            None => Typed::List(typed),
        }
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
                Kind::Refused => self.hole(),
                _ => self.report(&entry.value, format!("expected {}", listed(&values, "or")), None),
            },
            Some(Choice::UnknownKeys { keys }) => match entries.first() {
                Some(entry) if names(forms).contains(&entry.key.as_str()) => {
                    self.unknown_key(entry, Some(format!("write `{}` alone, without `:`", entry.key)));
                    self.hole()
                }
                Some(entry) => {
                    self.unknown_key(entry, suggestion(&entry.key, "keys", &keys));
                    self.hole()
                }
                None => self.report(node, mismatch(forms, "an empty map"), None),
            },
        }
    }

    fn entries(&mut self, form: &Form<'s>, node: &Node, entries: &[Entry]) -> Typed {
        let absent = |key: &&str| entries.iter().all(|entry| entry.key != *key);
        let (named, required) = (form.keys(), form.required());
        let free: Vec<_> = named.iter().copied().filter(absent).collect();
        let mut meant = Vec::new();
        let mut typed = Vec::with_capacity(entries.len());
        for entry in entries {
            let schemas = form.property(&entry.key);
            let key = entry.key.as_str();
            let part = if schemas.is_empty() {
                let near = nearest(key, free.iter().copied());
                // Where none is near it may have been any.
                self.doubt(if near.is_some() { near.as_slice() } else { &free });
                meant.extend(near);
                self.unknown_key(entry, suggestion(key, "keys", &free));
                Typed::Hole(None)
            } else {
                let must_be = required.contains(key) || !named.contains(key);
                self.child(key.to_owned(), &schemas, &entry.value, must_be)
            };
            typed.push((key.to_owned(), part));
        }
        let missing: Vec<_> = required.into_iter().filter(absent).collect();
        // A key that an unknown one was taken for is not missing: it is misspelt, and that has been said.
        let unsaid: Vec<_> = missing.iter().copied().filter(|key| !meant.contains(key)).collect();
        if !unsaid.is_empty() {
            let word = if unsaid.len() == 1 { "key" } else { "keys" };
            let message = format!("missing {word} {}", listed(&unsaid, "and"));
            self.problems.report(self.text, node.span.clone(), message, None);
            self.doubt(&unsaid);
        }
        for key in missing {
            typed.push((key.to_owned(), Typed::Hole(Some(self.schemas.stand_in(&form.property(key))))));
        }
        Typed::Map(typed)
    }

    /// Doubts these keys of the part under check.
    fn doubt(&mut self, keys: &[&str]) {
        let path = &self.path;
        self.doubts.extend(keys.iter().map(|key| [path.as_slice(), &[(*key).to_owned()]].concat()));
    }
}

/// The names that may stand here, in the order of the type.
fn names<'s>(forms: &[Form<'s>]) -> Vec<&'s str> {
    forms.iter().flat_map(Form::constants).filter_map(Value::as_str).collect()
}

/// The keys by which maps of one key each are told apart; none if there are other maps.
fn heads<'s>(forms: &[Form<'s>]) -> Vec<&'s str> {
    let maps = forms.iter().filter(|form| form.allows("object") && form.constants().is_empty());
    let heads: Vec<_> = maps.map(Form::required).collect();
    if heads.iter().all(|keys| keys.len() == 1) { heads.into_iter().flatten().collect() } else { Vec::new() }
}

/// What may stand here besides names, in words. That nothing may stand here need not be said.
fn kinds(forms: &[Form<'_>]) -> Vec<String> {
    let free: Vec<_> = forms.iter().filter(|form| form.constants().is_empty()).collect();
    let heads = heads(forms);
    let map =
        if heads.is_empty() { "a map".to_owned() } else { format!("a map with {}", listed(&heads, "or")) };
    let words = [
        ("string", "a text"),
        ("integer", "a whole number"),
        ("number", "a number"),
        ("boolean", "`true` or `false`"),
        ("array", "a list"),
        ("object", &map),
    ];
    let allowed = words.iter().filter(|(kind, _)| free.iter().any(|form| form.allows(kind)));
    allowed.map(|(_, words)| (*words).to_owned()).collect()
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
