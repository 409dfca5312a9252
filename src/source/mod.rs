//! Reading the files that a lawyer or a clerk writes: workflows, calendars, stories.
//!
//! A file is YAML held to the shape of a Rust type. It is read strictly and every fault of it is
//! reported at once, each with its place, the line underlined and the nearest right name.
//!
//! The type decides how a plain word is read: where it asks for a text, `NO`, `1.0` and `2021-01-15`
//! stay as written. Anchors, aliases, merge keys, tags, repeated keys and second documents are refused.
//! A type's alternatives (an enum with data) should differ by kind, by tag or by keys, because the one
//! that fits best at first sight is the one whose faults are reported. What a value's own `Deserialize` refuses
//! is placed at that value; inside an enum that serde buffers (`tag`, `untagged`, `flatten`) at the enum, so a
//! variant written `name: { .. }` is better told.
//!
//! Called by `workflow`, `law` and the story reader with a text already in memory; this room opens no file.
//! It promises never to panic, whatever the text, and to read in time proportional to its length.

mod choose;
mod decode;
mod doubt;
mod form;
mod nearest;
mod problem;
mod scalar;
mod shape;
mod syntax;
mod text;
mod tree;
mod yaml;

use std::sync::Arc;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use doubt::Doubts;
pub use nearest::nearest;
pub use problem::{MOST_TOLD, Problem, Problems};
pub use text::LONGEST_FILE;
pub use yaml::{DEEPEST_NESTING, MOST_VALUES};

use text::Text;

/// Reads `text`, the content of `file`, as a `T`.
///
/// # Errors
/// Every fault of the file together: of writing (YAML), of shape (keys, kinds, known names) and of
/// meaning (what the `Deserialize` of a single value refuses). A fault of writing hides the others, as does
/// a text longer than [`LONGEST_FILE`] bytes, nested deeper than [`DEEPEST_NESTING`] levels or of more than
/// [`MOST_VALUES`] keys and values.
pub fn read<T: DeserializeOwned + JsonSchema>(file: &str, text: &str) -> Result<Source<T>, Problems> {
    read_and_check(file, text, |_| Vec::new())
}

/// Reads `text`, the content of `file`, as a `T`, and tells what `check` finds together with the faults that
/// [`read`] finds. Of a file with faults, `check` gets what [`read_on`] gives: it passes over what rests on a doubt.
///
/// # Errors
/// Every fault of the file together.
pub fn read_and_check<T: DeserializeOwned + JsonSchema>(
    file: &str,
    text: &str,
    check: impl FnOnce(&Source<T>) -> Vec<Problem>,
) -> Result<Source<T>, Problems> {
    let (source, mut problems) = read_on(file, text);
    let Some(source) = source else { return Err(problems) };
    let found = check(&source);
    problems.extend(source.into_problems(found));
    if problems.is_empty() { Ok(source) } else { Err(problems) }
}

/// Reads `text`, the content of `file`, as a `T`, and after its faults on, for whoever has more to say of it: what is
/// at fault or missing is left out of the value, or something else of its kind stands there. Which parts these
/// are, [`Source::doubts`] knows; nothing that rests on them should be told.
///
/// Gives all the faults that [`read`] gives, and the value as far as it can be told; none where too much is wrong.
pub fn read_on<T: DeserializeOwned + JsonSchema>(file: &str, text: &str) -> (Option<Source<T>>, Problems) {
    let text = Arc::new(Text::new(file, text));
    let mut problems = Problems::of(Arc::clone(&text), Vec::new());
    let source = source(&text, &mut problems);
    problems.sort();
    (source, problems)
}

fn source<T: DeserializeOwned + JsonSchema>(text: &Arc<Text>, problems: &mut Problems) -> Option<Source<T>> {
    let mut tree = yaml::parse(text, problems)?;
    let schema = schema::<T>();
    let (typed, _) = shape::check(&schema, &tree, text, problems);
    let mut refused = Vec::new();
    let value = decode::decode(typed, |refusal| {
        let span = tree.at(&refusal.steps).span(refusal.at_key);
        problems.report(text, span, refusal.message, None);
        refused.push((refusal.steps, refusal.at_key));
    });
    if let (Some(value), true) = (value, problems.is_empty()) {
        return Some(Source { value, text: Arc::clone(text), tree, doubts: Doubts::default() });
    }
    // From the last: a key that is taken out moves those after it.
    refused.sort_by(|(one, _), (other, _)| other.cmp(one));
    for (place, at_key) in refused {
        tree.refuse(&place, at_key);
    }
    let (typed, doubts) = shape::check(&schema, &tree, text, &mut Problems::default());
    if doubts.are_too_many() {
        return None;
    }
    let value = serde_json::from_value(typed.mended()?).ok()?;
    Some(Source { value, text: Arc::clone(text), tree, doubts })
}

/// The JSON Schema (draft 2020-12) of the files that hold a `T`, with `$schema` and `title`: what editors
/// complete and check by, and what [`read`] itself goes by.
pub fn schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// A value read from a file, which still knows where each part of it was written.
#[derive(Clone, Debug)]
pub struct Source<T> {
    /// What the file says.
    pub value: T,
    text: Arc<Text>,
    tree: tree::Node,
    doubts: Doubts,
}

impl<T> Source<T> {
    /// A problem with the value under `path` (keys, and places in lists counted from 0), or with its nearest
    /// existing parent when nothing is written there.
    pub fn problem(&self, path: &[&str], message: impl Into<String>) -> Problem {
        self.text.problem(self.tree.find(path).span(false), message)
    }

    /// The same, underlining the key instead of the value. An item of a list has no key: its value is underlined.
    pub fn problem_at_key(&self, path: &[&str], message: impl Into<String>) -> Problem {
        self.text.problem(self.tree.find(path).span(true), message)
    }

    /// The parts of which nothing more can be said; none of a file without faults.
    pub fn doubts(&self) -> &Doubts {
        &self.doubts
    }

    /// Joins problems of this file with its text, so that they can be drawn. Of more than [`MOST_TOLD`] the others are
    /// counted.
    pub fn into_problems(&self, problems: Vec<Problem>) -> Problems {
        Problems::of(Arc::clone(&self.text), problems)
    }
}
