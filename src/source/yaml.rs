//! YAML as a tree in which every part knows its bytes in the file.
//!
//! Only what a reader of the file can see is allowed: nothing stands for something written elsewhere, so
//! the tree is never larger than the text.

use std::{borrow::Cow, collections::HashMap, mem, ops::Range};

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{
    Problems,
    problem::quoted,
    syntax,
    text::{LONGEST_FILE, Text},
};

/// The deepest nesting of lists and maps that is read, in levels.
pub const DEEPEST_NESTING: usize = 64;

/// A part of the file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it is written. A value left empty stands at its key.
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A single value as written; `plain` when without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
    /// Something that is not allowed and has been reported.
    Refused,
}

/// A key of a map and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Node,
}

/// A part, and where its key is written if it has one.
pub(super) struct Found<'n> {
    pub node: &'n Node,
    key: Option<&'n Range<usize>>,
}

impl Found<'_> {
    /// What to underline: the value, or the key when that is meant and there is one.
    pub fn span(&self, at_key: bool) -> Range<usize> {
        self.key.filter(|_| at_key).unwrap_or(&self.node.span).clone()
    }
}

impl Node {
    /// The part under a path of keys and list places, or its nearest existing parent.
    pub fn find(&self, path: &[&str]) -> Found<'_> {
        let mut found = Found { node: self, key: None };
        for name in path {
            let place = match &found.node.kind {
                Kind::Map(entries) => entries.iter().position(|entry| entry.key == *name),
                _ => name.parse().ok(),
            };
            let Some(next) = place.and_then(|place| found.node.child(place)) else { break };
            found = next;
        }
        found
    }

    /// The part to which these places lead, from the top down, as far as they go.
    pub fn at(&self, places: &[usize]) -> Found<'_> {
        let top = Found { node: self, key: None };
        places.iter().fold(top, |found, place| found.node.child(*place).unwrap_or(found))
    }

    fn child(&self, place: usize) -> Option<Found<'_>> {
        match &self.kind {
            Kind::Map(entries) => {
                entries.get(place).map(|entry| Found { node: &entry.value, key: Some(&entry.key_span) })
            }
            Kind::List(items) => items.get(place).map(|item| Found { node: item, key: None }),
            Kind::Scalar { .. } | Kind::Refused => None,
        }
    }

    /// Whether nothing is written: `key:` and no more.
    pub fn is_blank(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if text.is_empty())
    }
}

/// The tree of a file, as far as it can be read; nothing if it is not YAML at all.
pub(super) fn parse(text: &Text, problems: &mut Problems) -> Option<Node> {
    if text.body.len() > LONGEST_FILE {
        let size = text.body.len();
        let message = format!("the file is too long: {size} bytes, and at most {LONGEST_FILE} are read");
        problems.report(text, 0..0, message, None);
        return None;
    }
    if let Some((span, c)) = text.forbidden() {
        let help = "delete it, or write it with an escape in double quotes".to_owned();
        problems.report(
            text,
            span,
            format!("a character that cannot be seen: {}", c.escape_unicode()),
            Some(help),
        );
        return None;
    }
    Builder::new(text, problems).build()
}

/// A list or a map that has begun and not ended.
struct Open {
    start: Range<usize>,
    inside: Inside,
}

enum Inside {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, seen: HashMap<String, usize>, key: Awaited },
}

/// What a map waits for next.
enum Awaited {
    Key,
    ValueOf(String, Range<usize>),
    /// The value of a key that was refused.
    Nothing,
}

struct Builder<'t> {
    text: &'t Text,
    problems: &'t mut Problems,
    /// The byte of each character: the parser counts characters.
    bytes: Vec<usize>,
    open: Vec<Open>,
    root: Option<Node>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t Text, problems: &'t mut Problems) -> Self {
        let bytes = text.body.char_indices().map(|(at, _)| at).chain([text.body.len()]).collect();
        Self { text, problems, bytes, open: Vec::new(), root: None }
    }

    fn build(mut self) -> Option<Node> {
        for event in Parser::new_from_str(&self.text.body) {
            let (event, span) = match event {
                Ok((event, span)) => (event, self.byte(span.start.index())..self.byte(span.end.index())),
                Err(fault) => {
                    let at = self.byte(fault.marker().index());
                    let (message, help) = syntax::explained(fault.info());
                    self.problems.report(self.text, at..at + 1, message, help);
                    return None;
                }
            };
            match event {
                Event::DocumentStart(_) if self.root.is_some() => {
                    self.refuse(span, "a second document begins here", "keep one document in one file");
                    break;
                }
                Event::SequenceStart(..) | Event::MappingStart(..) if self.open.len() == DEEPEST_NESTING => {
                    self.refuse(span, syntax::TOO_DEEP, syntax::TOO_DEEP_HELP);
                    return None;
                }
                event => self.take(event, span),
            }
        }
        if self.root.is_none() {
            self.problems.report(self.text, 0..0, "the file is empty", None);
        }
        self.root
    }

    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).copied().unwrap_or(self.text.body.len())
    }

    fn refuse(&mut self, span: Range<usize>, message: impl Into<String>, help: &str) {
        self.problems.report(self.text, span, message, Some(help.to_owned()));
    }

    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(&span, anchor, tag.as_ref());
                let kind = Kind::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                self.put(Node { span, kind });
            }
            Event::Alias(_) => {
                self.refuse(span.clone(), syntax::ALIAS, syntax::ALIAS_HELP);
                self.put(Node { span, kind: Kind::Refused });
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(&span, anchor, tag.as_ref());
                self.open.push(Open { start: span, inside: Inside::List(Vec::new()) });
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(&span, anchor, tag.as_ref());
                let inside = Inside::Map { entries: Vec::new(), seen: HashMap::new(), key: Awaited::Key };
                self.open.push(Open { start: span, inside });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.put(open.closed_at(span.end));
                }
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    fn refuse_extras(&mut self, span: &Range<usize>, anchor: usize, tag: Option<&Cow<'_, Tag>>) {
        if anchor != 0 {
            self.refuse(
                span.clone(),
                "names for parts of the file (`&name`) are not allowed",
                syntax::ALIAS_HELP,
            );
        }
        if tag.is_some() {
            self.refuse(
                span.clone(),
                "tags (`!name`) are not allowed",
                "leave it out: each value has the kind its key asks for",
            );
        }
    }

    /// Puts a finished part where it belongs: into the list, as key or value into the map, or at the top.
    fn put(&mut self, mut node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, key, .. } => match mem::replace(key, Awaited::Key) {
                Awaited::Key => self.put_key(node),
                Awaited::ValueOf(key, key_span) => {
                    if node.is_blank() {
                        node.span = key_span.clone();
                    }
                    entries.push(Entry { key, key_span, value: node });
                }
                Awaited::Nothing => {}
            },
        }
    }

    fn put_key(&mut self, node: Node) {
        let awaited = self.key(node);
        if let Some(Open { inside: Inside::Map { key, .. }, .. }) = self.open.last_mut() {
            *key = awaited;
        }
    }

    /// The key that a part is, if it may be one and is new.
    fn key(&mut self, node: Node) -> Awaited {
        let blank = node.is_blank();
        let Kind::Scalar { text: name, plain } = node.kind else {
            if !matches!(node.kind, Kind::Refused) {
                self.refuse(node.span, "a key must be a single word or text", "write `key: value`");
            }
            return Awaited::Nothing;
        };
        if blank {
            self.refuse(node.span, "a value without a key", "write `key: value`");
            return Awaited::Nothing;
        }
        if plain && name == "<<" {
            self.refuse(node.span, "merging another map (`<<`) is not allowed", syntax::ALIAS_HELP);
            return Awaited::Nothing;
        }
        let line = self.text.line_of(node.span.start);
        let Some(Open { inside: Inside::Map { seen, .. }, .. }) = self.open.last_mut() else {
            return Awaited::Nothing;
        };
        if let Some(first) = seen.get(&name) {
            let help = format!("it was first given on line {first}: keep one of them");
            self.refuse(node.span, format!("the key {} is given twice", quoted(&name)), &help);
            return Awaited::Nothing;
        }
        seen.insert(name.clone(), line);
        Awaited::ValueOf(name, node.span)
    }
}

impl Open {
    /// The finished list or map. One in brackets reaches to the closing bracket; any other is underlined as far
    /// as its first item goes.
    fn closed_at(self, end: usize) -> Node {
        let first = match &self.inside {
            Inside::List(items) => items.first().map(|item| item.span.end),
            Inside::Map { entries, .. } => entries.first().map(|entry| entry.value.span.end),
        };
        let end = if self.start.is_empty() { first.unwrap_or(end) } else { end };
        let kind = match self.inside {
            Inside::List(items) => Kind::List(items),
            Inside::Map { entries, .. } => Kind::Map(entries),
        };
        Node { span: self.start.start..end.max(self.start.start), kind }
    }
}
