//! From YAML to the tree.
//!
//! Only what a reader of the file can see is allowed: nothing stands for something written elsewhere, so
//! the tree is never larger than the text.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};

use super::{
    Problems,
    problem::quoted,
    syntax,
    text::{LONGEST_FILE, Text},
    tree::{Entry, Kind, Node},
};

/// The deepest nesting of lists and maps that is read, in levels.
pub const DEEPEST_NESTING: usize = 64;

/// The most values that are read, lists and maps counted with what is in them. A workflow of a thousand steps has half.
pub const MOST_VALUES: usize = 60_000;

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
        let message = format!("a character that cannot be seen: {}", c.escape_unicode());
        problems.report(text, span, message, Some(help));
        return None;
    }
    let bytes = text.body.char_indices().map(|(at, _)| at).chain([text.body.len()]).collect();
    Reader { text, problems, bytes, events: Parser::new_from_str(&text.body), depth: 0, values: 0 }.document()
}

/// Reads parts one after the other. Each part is nothing when the text cannot be read on, which is reported.
struct Reader<'t> {
    text: &'t Text,
    problems: &'t mut Problems,
    /// The byte of each character: the parser counts characters.
    bytes: Vec<usize>,
    events: Parser<'t, StrInput<'t>>,
    /// How many lists and maps have begun and not ended.
    depth: usize,
    /// How many values have begun.
    values: usize,
}

/// A key and where it is written.
type Key = (String, Range<usize>);

impl<'t> Reader<'t> {
    fn document(&mut self) -> Option<Node> {
        let mut root = None;
        loop {
            match self.event()? {
                (Event::StreamEnd, _) => break,
                (Event::DocumentStart(_), span) if root.is_some() => {
                    self.refuse(span, "a second document begins here", "keep one document in one file");
                    break;
                }
                (Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd, _) => {}
                (event, span) => root = Some(self.node(event, span)?),
            }
        }
        if root.is_none() {
            self.problems.report(self.text, 0..0, "the file is empty", None);
        }
        root
    }

    fn event(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let byte = |character: usize| self.bytes.get(character).copied().unwrap_or(self.text.body.len());
        match self.events.next()? {
            Ok((event, span)) => Some((event, byte(span.start.index())..byte(span.end.index()))),
            Err(fault) => {
                let at = byte(fault.marker().index());
                let (message, help) = syntax::explained(fault.info());
                self.problems.report(self.text, at..at + 1, message, help);
                None
            }
        }
    }

    fn refuse(&mut self, span: Range<usize>, message: impl Into<String>, help: &str) {
        self.problems.report(self.text, span, message, Some(help.to_owned()));
    }

    /// The part that begins with this event.
    fn node(&mut self, event: Event<'t>, span: Range<usize>) -> Option<Node> {
        self.values += 1;
        if self.values > MOST_VALUES {
            let message = format!("the file holds too much: at most {MOST_VALUES} keys and values are read");
            self.refuse(span, message, "part it");
            return None;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(&span, anchor, tag.as_ref());
                let kind = Kind::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                Some(Node { span, kind, lossy: false })
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(&span, anchor, tag.as_ref());
                self.nested(span, Self::list)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(&span, anchor, tag.as_ref());
                self.nested(span, Self::map)
            }
            _ => {
                self.refuse(span.clone(), syntax::ALIAS, syntax::ALIAS_HELP);
                Some(Node { span, kind: Kind::Refused, lossy: false })
            }
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
            let help = "leave it out: each value has the kind its key asks for";
            self.refuse(span.clone(), "tags (`!name`) are not allowed", help);
        }
    }

    /// A list or map, and whether it is all there. One in brackets reaches to the closing bracket; any other is underlined as far as its
    /// first item goes.
    fn nested(
        &mut self,
        start: Range<usize>,
        read: impl FnOnce(&mut Self) -> Option<(Kind, bool, Range<usize>)>,
    ) -> Option<Node> {
        if self.depth == DEEPEST_NESTING {
            self.refuse(start, syntax::TOO_DEEP, syntax::TOO_DEEP_HELP);
            return None;
        }
        self.depth += 1;
        let (kind, whole, end) = read(self)?;
        self.depth -= 1;
        let first = match &kind {
            Kind::List(items) => items.first(),
            Kind::Map(entries) => entries.first().map(|entry| &entry.value),
            Kind::Scalar { .. } | Kind::Refused => None,
        };
        let end = first.filter(|_| start.is_empty()).map_or(end.end, |first| first.span.end);
        Some(Node { span: start.start..end.max(start.start), kind, lossy: !whole })
    }

    fn list(&mut self) -> Option<(Kind, bool, Range<usize>)> {
        let mut items = Vec::new();
        loop {
            match self.event()? {
                (Event::SequenceEnd, end) => return Some((Kind::List(items), true, end)),
                (event, span) => items.push(self.node(event, span)?),
            }
        }
    }

    fn map(&mut self) -> Option<(Kind, bool, Range<usize>)> {
        let mut entries = Vec::new();
        let mut lines = HashMap::new();
        let mut whole = true;
        loop {
            let key = match self.event()? {
                (Event::MappingEnd, end) => return Some((Kind::Map(entries), whole, end)),
                (event, span) => self.node(event, span)?,
            };
            let key = self.key(key, &mut lines);
            let (event, span) = self.event()?;
            let mut value = self.node(event, span)?;
            let Some((key, key_span)) = key else {
                whole = false;
                continue;
            };
            if value.is_blank() {
                value.span = key_span.clone();
            }
            entries.push(Entry { key, key_span, value });
        }
    }

    /// The key that a part is, if it may be one and is new in its map, whose keys' lines these are.
    fn key(&mut self, node: Node, lines: &mut HashMap<String, usize>) -> Option<Key> {
        let blank = node.is_blank();
        let (name, plain) = match node.kind {
            Kind::Scalar { text, plain } if !blank => (text, plain),
            Kind::Refused => return None,
            _ => {
                let message =
                    if blank { "a value without a key" } else { "a key must be a single word or text" };
                self.refuse(node.span, message, "write `key: value`");
                return None;
            }
        };
        if plain && name == "<<" {
            self.refuse(node.span, "merging another map (`<<`) is not allowed", syntax::ALIAS_HELP);
            return None;
        }
        if let Some(first) = lines.get(&name) {
            let help = format!("it was first given on line {first}: keep one of them");
            self.refuse(node.span, format!("the key {} is given twice", quoted(&name)), &help);
            return None;
        }
        lines.insert(name.clone(), self.text.line_of(node.span.start));
        Some((name, node.span))
    }
}
