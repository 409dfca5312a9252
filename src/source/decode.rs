//! From a checked file to the Rust type, gathering what single values and keys refuse.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// The most times one file is tried.
const MOST_TRIALS: usize = 500;

/// A file's content with the kinds its type asks for, part for part like its tree.
#[derive(Clone)]
pub(super) enum Typed {
    /// A part that has been reported, or that is missing, and what may stand there so that the rest can be read.
    /// Without that it is left out.
    Hole(Option<Value>),
    Scalar(Value),
    List(Vec<Typed>),
    Map(Vec<(String, Typed)>),
}

/// The way to a part from the top down: which item or entry at each level.
pub(super) type Steps = Vec<usize>;

/// What the type refuses, and where.
pub(super) struct Refusal {
    pub steps: Steps,
    /// Whether it is the key that is refused.
    pub at_key: bool,
    pub message: String,
}

/// Deserialises, telling all that is refused.
///
/// Serde stops at the first fault. So the part at fault is taken out and the rest tried again; a fault of a
/// part with something taken out may come from that alone, and is not told. Gives nothing if anything was.
pub(super) fn decode<T: DeserializeOwned>(content: Typed, mut tell: impl FnMut(Refusal)) -> Option<T> {
    let mut decoder = Decoder::<T> { content, trials: 0, result: PhantomData };
    while decoder.trials < MOST_TRIALS {
        let (mut steps, message) = match decoder.attempt()? {
            Ok(value) => return Some(value),
            Err(fault) => fault,
        };
        let key = decoder.refused_key(&steps);
        steps.extend(key);
        if key.is_some() || !decoder.content.part(&steps).has_hole() {
            tell(Refusal { steps: steps.clone(), at_key: key.is_some(), message });
        }
        *decoder.content.part(&steps) = Typed::Hole(None);
    }
    None
}

struct Decoder<T> {
    content: Typed,
    trials: usize,
    result: PhantomData<T>,
}

impl<T: DeserializeOwned> Decoder<T> {
    /// The value, or the first fault; nothing if nothing is left to decode.
    fn attempt(&mut self) -> Option<Result<T, (Steps, String)>> {
        self.trials += 1;
        let fault = match serde_path_to_error::deserialize(self.content.value()?) {
            Ok(value) => return Some(Ok(value)),
            Err(fault) => fault,
        };
        let message = match fault.inner().to_string() {
            said if said.ends_with("expected key to be a number in quotes") => {
                "the key must be a number".to_owned()
            }
            said => said,
        };
        Some(Err((self.content.steps(fault.path()), message)))
    }

    /// The entry whose key makes a map fail. Serde does not say which, so it is sought by halves: the last of
    /// the fewest entries with which the map fails. One that fails with none of its entries fails as a whole.
    fn refused_key(&mut self, steps: &Steps) -> Option<usize> {
        let Typed::Map(entries) = self.content.part(steps).clone() else { return None };
        let counts: Vec<usize> = (0..=entries.len()).collect();
        let failing = counts.partition_point(|count| {
            *self.content.part(steps) = Typed::Map(entries[..*count].to_vec());
            !matches!(self.attempt(), Some(Err((place, _))) if place == *steps)
        });
        *self.content.part(steps) = Typed::Map(entries);
        failing.checked_sub(1)
    }
}

impl Typed {
    fn value(&self) -> Option<Value> {
        match self {
            Self::Hole(_) => None,
            Self::Scalar(value) => Some(value.clone()),
            Self::List(items) => Some(items.iter().filter_map(Self::value).collect()),
            Self::Map(entries) => {
                let kept = entries.iter().filter_map(|(key, part)| Some((key.clone(), part.value()?)));
                Some(Value::Object(kept.collect()))
            }
        }
    }

    /// The content with whatever may stand in its holes.
    pub fn mended(self) -> Option<Value> {
        match self {
            Self::Hole(stand_in) => stand_in,
            Self::Scalar(value) => Some(value),
            Self::List(items) => Some(items.into_iter().filter_map(Self::mended).collect()),
            Self::Map(entries) => {
                let kept = entries.into_iter().filter_map(|(key, part)| Some((key, part.mended()?)));
                Some(Value::Object(kept.collect()))
            }
        }
    }

    fn is_hole(&self) -> bool {
        matches!(self, Self::Hole(_))
    }

    fn has_hole(&self) -> bool {
        match self {
            Self::Hole(_) => true,
            Self::Scalar(_) => false,
            Self::List(items) => items.iter().any(Self::has_hole),
            Self::Map(entries) => entries.iter().any(|(_, part)| part.has_hole()),
        }
    }

    /// The way to the part that serde speaks of, who has not seen the holes.
    fn steps(&self, path: &Path) -> Steps {
        let mut part = self;
        let mut steps = Steps::new();
        for segment in path {
            let found = match (part, segment) {
                (Self::List(items), Segment::Seq { index }) => {
                    items.iter().enumerate().filter(|(_, item)| !item.is_hole()).nth(*index)
                }
                (Self::Map(entries), Segment::Map { key } | Segment::Enum { variant: key }) => entries
                    .iter()
                    .map(|(_, inner)| inner)
                    .enumerate()
                    .find(|(step, _)| entries[*step].0 == *key),
                _ => None,
            };
            let Some((step, inner)) = found else { break };
            steps.push(step);
            part = inner;
        }
        steps
    }

    /// The part to which steps lead, as far as they go.
    fn part(&mut self, steps: &[usize]) -> &mut Self {
        steps.iter().fold(self, |part, step| match part {
            Self::List(items) => &mut items[*step],
            Self::Map(entries) => &mut entries[*step].1,
            single => single,
        })
    }
}
