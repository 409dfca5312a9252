//! Canonical JSON: what RFC 8785 gives for plain data with text keys and whole numbers.
//!
//! serde_json writes fields in the order of their declaration. Here it writes them with marks around every
//! member of an object, and a second pass over the text puts the members in the order of their keys. The
//! marks are control characters, which JSON never holds unescaped.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

const OBJECT: u8 = 1;
const KEY: u8 = 2;
const VALUE: u8 = 3;
const END: u8 = 4;

/// The canonical JSON of any value of ours: keys sorted at every level, no white space.
///
/// # Panics
/// Never for the types of this crate, which all have text keys.
pub fn canonical(value: &(impl Serialize + ?Sized)) -> String {
    let mut marked = Vec::with_capacity(1024);
    value
        .serialize(&mut Serializer::with_formatter(&mut marked, Marks))
        .expect("our types are plain data with text keys");
    let mut text = Vec::with_capacity(marked.len());
    let rest = arrange(&marked, &mut text);
    debug_assert!(rest.is_empty(), "every object that begins also ends");
    String::from_utf8(text).expect("what serde_json writes is text")
}

/// Writes a mark where compact JSON has a brace, a comma between members, or a colon.
struct Marks;

impl Formatter for Marks {
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(&[OBJECT])
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, _first: bool) -> io::Result<()> {
        writer.write_all(&[KEY])
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(&[VALUE])
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(&[END])
    }
}

/// Writes marked text up to the next mark that is not its own, and answers with what is left.
fn arrange<'m>(mut marked: &'m [u8], text: &mut Vec<u8>) -> &'m [u8] {
    loop {
        let plain = marked.iter().position(|byte| *byte <= END).unwrap_or(marked.len());
        text.extend_from_slice(&marked[..plain]);
        marked = &marked[plain..];
        match marked.split_first() {
            Some((&OBJECT, rest)) => marked = object(rest, text),
            _ => return marked,
        }
    }
}

/// A member of an object as it was written: its key, and its place in the text, comma included.
struct Member<'m> {
    key: Cow<'m, [u8]>,
    from: usize,
    to: usize,
}

/// Writes an object, its members in the order of their keys.
fn object<'m>(mut marked: &'m [u8], text: &mut Vec<u8>) -> &'m [u8] {
    text.push(b'{');
    let first = text.len();
    let mut members: Vec<Member> = Vec::with_capacity(16);
    while let Some((&KEY, rest)) = marked.split_first() {
        let end = rest.iter().position(|byte| *byte == VALUE).unwrap_or(rest.len());
        let from = text.len();
        text.extend_from_slice(&rest[..end]);
        text.push(b':');
        marked = arrange(rest.get(end + 1..).unwrap_or_default(), text);
        text.push(b',');
        members.push(Member { key: plain(&rest[..end]), from, to: text.len() });
    }
    if !members.is_sorted_by(|one, next| one.key <= next.key) {
        members.sort_by(|one, other| one.key.cmp(&other.key));
        let written = text[first..].to_vec();
        text.truncate(first);
        for member in &members {
            text.extend_from_slice(&written[member.from - first..member.to - first]);
        }
    }
    if !members.is_empty() {
        text.pop();
    }
    text.push(b'}');
    marked.get(1..).unwrap_or_default()
}

/// A key without its quotes and escapes.
fn plain(quoted: &[u8]) -> Cow<'_, [u8]> {
    match quoted.contains(&b'\\') {
        true => Cow::Owned(serde_json::from_slice::<String>(quoted).unwrap_or_default().into_bytes()),
        false => Cow::Borrowed(quoted.get(1..quoted.len() - 1).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Told {
        LastFirst { zeta: i32, alpha: Vec<Inner> },
        Bare,
    }

    #[derive(Serialize)]
    struct Inner {
        b: Option<String>,
        a: BTreeMap<String, bool>,
    }

    #[test]
    fn members_stand_in_the_order_of_their_keys_at_every_level() {
        let inner = Inner { b: Some("x,{\u{1}\"".to_owned()), a: [("k".to_owned(), true)].into() };
        let told = Told::LastFirst { zeta: -1, alpha: vec![inner, Inner { b: None, a: BTreeMap::new() }] };
        assert_eq!(
            canonical(&told),
            r#"{"last-first":{"alpha":[{"a":{"k":true},"b":"x,{\u0001\""},{"a":{},"b":null}],"zeta":-1}}"#
        );
        assert_eq!(canonical(&Told::Bare), r#""bare""#);
    }

    #[test]
    fn a_key_that_is_the_beginning_of_another_comes_first() {
        assert_eq!(canonical(&json!({"ab!": 1, "ab": 2, "a\"": 3})), r#"{"a\"":3,"ab":2,"ab!":1}"#);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((".{0,4}", inner), 0..6)
                    .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    /// Serializes the members of every object backwards.
    struct Backwards<'v>(&'v Value);

    impl Serialize for Backwards<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                Value::Object(members) => {
                    serializer.collect_map(members.iter().rev().map(|(key, value)| (key, Backwards(value))))
                }
                Value::Array(items) => serializer.collect_seq(items.iter().map(Backwards)),
                other => other.serialize(serializer),
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_the_fields_the_text_is_the_same(value in any_value()) {
            let text = canonical(&Backwards(&value));
            prop_assert_eq!(&text, &value.to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
        }
    }
}
