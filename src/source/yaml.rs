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

/// What was found on the way down a path: the last part that exists, and its key.
pub(super) struct Found<'n> {
    pub node: &'n Node,
    pub key: Option<&'n Range<usize>>,
}

impl Node {
    /// The part under a path of keys and list places, or its nearest existing parent.
    pub fn find(&self, path: &[impl AsRef<str>]) -> Found<'_> {
        let mut found = Found { node: self, key: None };
        for step in path.iter().map(AsRef::as_ref) {
            found = match &found.node.kind {
                Kind::Map(entries) => match entries.iter().find(|entry| entry.key == step) {
                    Some(entry) => Found { node: &entry.value, key: Some(&entry.key_span) },
                    None => return found,
                },
                Kind::List(items) => match step.parse().ok().and_then(|place: usize| items.get(place)) {
                    Some(item) => Found { node: item, key: None },
                    None => return found,
                },
                Kind::Scalar { .. } | Kind::Refused => return found,
            };
        }
        found
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
        problems.push(text.problem(0..0, message));
        return None;
    }
    if let Some((span, c)) = text.forbidden() {
        let message = format!("a character that cannot be seen: {}", c.escape_unicode());
        problems
            .push(text.problem(span, message).help("delete it, or write it with an escape in double quotes"));
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
                    self.problems.push(syntax::explained(self.text, at, fault.info()));
                    return None;
                }
            };
            match event {
                Event::DocumentStart(_) if self.root.is_some() => {
                    self.refuse(span, "a second document begins here", "keep one document in one file");
                    break;
                }
                Event::SequenceStart(..) | Event::MappingStart(..) if self.open.len() == DEEPEST_NESTING => {
                    let message = format!("nested too deep: at most {DEEPEST_NESTING} levels are read");
                    self.problems.push(self.text.problem(span, message));
                    return None;
                }
                event => self.take(event, span),
            }
        }
        if self.root.is_none() {
            self.problems.push(self.text.problem(0..0, "the file is empty"));
        }
        self.root
    }

    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).copied().unwrap_or(self.text.body.len())
    }

    fn refuse(&mut self, span: Range<usize>, message: impl Into<String>, help: &str) {
        self.problems.push(self.text.problem(span, message).help(help));
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
            self.refuse(span.clone(), "a name for a part of the file (`&name`)", syntax::ALIAS_HELP);
        }
        if tag.is_some() {
            self.refuse(
                span.clone(),
                "a YAML tag (`!name`)",
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
            self.refuse(node.span, "a merge of another map (`<<`)", syntax::ALIAS_HELP);
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
