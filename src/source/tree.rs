//! A file as a tree in which every part knows its bytes in the file.

use std::ops::Range;

/// A part of the file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it is written. A value left empty stands at its key.
    pub span: Range<usize>,
    pub kind: Kind,
    /// Whether something written in it could not be kept, which has been reported.
    pub lossy: bool,
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

    /// Takes out the part to which these places lead, or with it its key; it has been reported.
    pub fn refuse(&mut self, places: &[usize], at_key: bool) {
        let Some((place, rest)) = places.split_first() else {
            self.kind = Kind::Refused;
            return;
        };
        match &mut self.kind {
            Kind::Map(entries) if at_key && rest.is_empty() && *place < entries.len() => {
                entries.remove(*place);
                self.lossy = true;
            }
            Kind::Map(entries) => {
                entries.get_mut(*place).into_iter().for_each(|entry| entry.value.refuse(rest, at_key));
            }
            Kind::List(items) => items.get_mut(*place).into_iter().for_each(|item| item.refuse(rest, at_key)),
            Kind::Scalar { .. } | Kind::Refused => {}
        }
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
