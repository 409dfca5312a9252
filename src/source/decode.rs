//! From a checked file to the Rust type, gathering what single values refuse.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// The most times a file is tried again after a fault.
const MOST_ROUNDS: usize = 200;

/// A file's content with the kinds its type asks for, part for part like its tree.
pub(super) enum Typed {
    /// A part that has been reported, or that is missing.
    Hole,
    Scalar(Value),
    List(Vec<Typed>),
    Map(Vec<(String, Typed)>),
}

/// Deserialises, telling every fault with its path.
///
/// Serde stops at the first fault. So the part at fault is taken out and the rest tried again; a fault of a
/// part with something taken out may come from that alone, and is not told. Gives nothing if anything was.
pub(super) fn decode<T: DeserializeOwned>(
    mut typed: Typed,
    mut tell: impl FnMut(&[String], String),
) -> Option<T> {
    for _ in 0..MOST_ROUNDS {
        let fault = match serde_path_to_error::deserialize(typed.value()?) {
            Ok(value) => return Some(value),
            Err(fault) => fault,
        };
        let (part, path) = typed.part(fault.path());
        if !part.has_hole() {
            tell(&path, fault.inner().to_string());
        }
        *part = Typed::Hole;
    }
    None
}

impl Typed {
    fn value(&self) -> Option<Value> {
        match self {
            Self::Hole => None,
            Self::Scalar(value) => Some(value.clone()),
            Self::List(items) => Some(items.iter().filter_map(Self::value).collect()),
            Self::Map(entries) => {
                let kept = entries.iter().filter_map(|(key, part)| Some((key.clone(), part.value()?)));
                Some(Value::Object(kept.collect()))
            }
        }
    }

    fn is_hole(&self) -> bool {
        matches!(self, Self::Hole)
    }

    fn has_hole(&self) -> bool {
        match self {
            Self::Hole => true,
            Self::Scalar(_) => false,
            Self::List(items) => items.iter().any(Self::has_hole),
            Self::Map(entries) => entries.iter().any(|(_, part)| part.has_hole()),
        }
    }

    /// The part that serde speaks of, and its path in the file. List places are counted without the holes.
    fn part(&mut self, path: &serde_path_to_error::Path) -> (&mut Self, Vec<String>) {
        let mut part = self;
        let mut walked = Vec::new();
        for segment in path {
            let Some(step) = part.step(segment) else { break };
            let (name, inner) = match part {
                Self::List(items) => (step.to_string(), &mut items[step]),
                Self::Map(entries) => {
                    let (key, inner) = &mut entries[step];
                    (key.clone(), inner)
                }
                Self::Hole | Self::Scalar(_) => break,
            };
            walked.push(name);
            part = inner;
        }
        (part, walked)
    }

    /// Which of its parts one step of serde's path leads to.
    fn step(&self, segment: &Segment) -> Option<usize> {
        match (self, segment) {
            (Self::List(items), Segment::Seq { index }) => items
                .iter()
                .enumerate()
                .filter(|(_, item)| !item.is_hole())
                .nth(*index)
                .map(|(place, _)| place),
            (Self::Map(entries), Segment::Map { key } | Segment::Enum { variant: key }) => {
                entries.iter().position(|(name, part)| name == key && !part.is_hole())
            }
            _ => None,
        }
    }
}
