//! What a JSON Schema (draft 2020-12, as `schemars` derives it) allows, alternative by alternative.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Value};

/// The schema of whatever may be anything.
static ANYTHING: Value = Value::Bool(true);

/// Resolves schemas against the definitions of their root.
pub(super) struct Schemas<'s>(pub &'s Value);

/// One alternative: schema objects that all apply at once.
pub(super) struct Form<'s>(Vec<&'s Map<String, Value>>);

/// How a single value meets a form.
pub(super) enum Fit {
    Good,
    /// The kind is right, the value is not, and why.
    OutOfBounds(String),
    Bad,
}

impl<'s> Schemas<'s> {
    /// The alternatives that meet all of these schemas: references followed, choices spread out.
    pub fn forms(&self, schemas: &[&'s Value]) -> Vec<Form<'s>> {
        schemas.iter().fold(vec![Form(Vec::new())], |forms, schema| crossed(&forms, &self.spread(schema)))
    }

    /// A value that meets these schemas as far as they tell: the first of those they list, or one of the right kind.
    pub fn stand_in(&self, schemas: &[&'s Value]) -> Value {
        let forms = self.forms(schemas);
        let Some(form) = forms.first() else { return Value::Null };
        let examples = || form.all("examples").filter_map(Value::as_array).flatten().next();
        if let Some(listed) = form.constants().first().copied().or_else(examples) {
            return listed.clone();
        }
        let kinds = ["object", "array", "string", "integer", "number", "boolean"];
        match kinds.into_iter().find(|kind| form.allows(kind)) {
            Some("object") => {
                let required = form.required().into_iter();
                required.map(|key| (key.to_owned(), self.stand_in(&form.property(key)))).collect()
            }
            Some("array") => Value::Array(Vec::new()),
            Some("string") => match form.all("format").find_map(Value::as_str) {
                Some("date") => Value::from("2021-01-15"),
                Some("partial-time") => Value::from("09:00"),
                Some("partial-date-time") => Value::from("2021-01-15T10:00"),
                _ => Value::from(""),
            },
            Some("integer" | "number") => Value::from(1),
            Some(_) => Value::Bool(false),
            None => Value::Null,
        }
    }

    fn spread(&self, schema: &'s Value) -> Vec<Form<'s>> {
        let Some(object) = schema.as_object() else { return vec![Form(Vec::new())] };
        let mut forms = vec![Form(vec![object])];
        let target = object.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix('#'));
        if let Some(target) = target.and_then(|path| self.0.pointer(path)) {
            forms = crossed(&forms, &self.spread(target));
        }
        for part in members(object, "allOf") {
            forms = crossed(&forms, &self.spread(part));
        }
        for choice in ["oneOf", "anyOf"].map(|keyword| members(object, keyword)) {
            if !choice.is_empty() {
                let branches: Vec<_> = choice.iter().flat_map(|branch| self.spread(branch)).collect();
                forms = crossed(&forms, &branches);
            }
        }
        forms
    }
}

/// Each of these forms together with each of those.
fn crossed<'s>(these: &[Form<'s>], those: &[Form<'s>]) -> Vec<Form<'s>> {
    let pairs = these.iter().flat_map(|one| those.iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| Form([one.0.as_slice(), &other.0].concat())).collect()
}

fn members<'s>(object: &'s Map<String, Value>, keyword: &str) -> &'s [Value] {
    object.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl<'s> Form<'s> {
    fn all(&self, keyword: &str) -> impl Iterator<Item = &'s Value> {
        self.0.iter().filter_map(move |object| object.get(keyword))
    }

    /// Whether values of a JSON type ("object", "string") are allowed.
    pub fn allows(&self, kind: &str) -> bool {
        self.all("type").all(|types| match types {
            Value::Array(types) => types.iter().any(|one| one == kind),
            only => only == kind,
        })
    }

    /// The only values allowed, if they are listed.
    pub fn constants(&self) -> Vec<&'s Value> {
        let listed = self.all("enum").filter_map(Value::as_array).flatten();
        self.all("const").chain(listed).collect()
    }

    /// How a single value meets this form.
    pub fn fit(&self, value: &Value) -> Fit {
        let kinds: &[&str] = match value {
            Value::Null => &["null"],
            Value::Bool(_) => &["boolean"],
            Value::Number(number) if number.is_f64() => &["number"],
            Value::Number(_) => &["integer", "number"],
            _ => &["string"],
        };
        let constants = self.constants();
        if !(constants.is_empty() || constants.contains(&value))
            || !kinds.iter().any(|kind| self.allows(kind))
        {
            return Fit::Bad;
        }
        let complaint = match value {
            Value::Number(number) => {
                number.as_f64().and_then(|n| self.complaint(n, ["minimum", "maximum"], ""))
            }
            Value::String(text) => {
                let length = text.chars().count() as f64;
                let of_length = self.complaint(length, ["minLength", "maxLength"], " characters long");
                of_length.or_else(|| self.misformed(text))
            }
            _ => None,
        };
        complaint.map_or(Fit::Good, Fit::OutOfBounds)
    }

    /// What is wrong with a text that must be a day or a time.
    fn misformed(&self, text: &str) -> Option<String> {
        let (is_one, complaint) = match self.all("format").find_map(Value::as_str)? {
            "date" => (text.parse::<Date>().is_ok(), "is not a day: write one such as `2021-01-15`"),
            "partial-time" => {
                (text.parse::<Time>().is_ok(), "is not a time of day: write one such as `09:00`")
            }
            "partial-date-time" => {
                (text.parse::<DateTime>().is_ok(), "is not a moment: write one such as `2021-01-15 10:00`")
            }
            _ => return None,
        };
        (!is_one).then(|| complaint.to_owned())
    }

    /// What is wrong with a list of this many items.
    pub fn wrong_length(&self, items: usize) -> Option<String> {
        self.complaint(items as f64, ["minItems", "maxItems"], " items long")
    }

    fn complaint(&self, size: f64, [least, most]: [&str; 2], unit: &str) -> Option<String> {
        let bound = |keyword: &str| self.all(keyword).find_map(Value::as_f64);
        let below =
            bound(least).filter(|least| size < *least).map(|least| format!("must be at least {least}{unit}"));
        below.or_else(|| {
            bound(most).filter(|most| size > *most).map(|most| format!("must be at most {most}{unit}"))
        })
    }

    /// Whether a list may hold the same item only once.
    pub fn is_set(&self) -> bool {
        self.all("uniqueItems").any(|unique| unique == true)
    }

    /// The schemas of a list's item at a place.
    pub fn item(&self, place: usize) -> Vec<&'s Value> {
        let placed = |object: &'s Map<String, Value>| {
            members(object, "prefixItems").get(place).or(object.get("items"))
        };
        self.0.iter().filter_map(|object| placed(object)).collect()
    }

    /// The keys a map may have by name, each once.
    pub fn keys(&self) -> BTreeSet<&'s str> {
        self.all("properties").filter_map(Value::as_object).flat_map(Map::keys).map(String::as_str).collect()
    }

    /// The keys a map must have, each once.
    pub fn required(&self) -> BTreeSet<&'s str> {
        self.all("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect()
    }

    /// The schemas of what stands under a key; none if the key is not allowed. A type that names its keys allows
    /// no others, whether or not its schema says so.
    pub fn property(&self, key: &str) -> Vec<&'s Value> {
        let named: Vec<_> = self.all("properties").filter_map(|properties| properties.get(key)).collect();
        if !named.is_empty() {
            return named;
        }
        let patterned = self.all("patternProperties").filter_map(Value::as_object).flat_map(Map::values);
        let other = self.all("additionalProperties").filter(|schema| **schema != false).chain(patterned);
        let other: Vec<_> = other.collect();
        let closed = ["properties", "additionalProperties", "unevaluatedProperties"];
        if other.is_empty() && !closed.iter().any(|keyword| self.all(keyword).next().is_some()) {
            return vec![&ANYTHING];
        }
        other
    }

    /// The one value a key must have, if there is only one: the tag of an enum's variant.
    pub fn tag(&self, key: &str) -> Option<&'s str> {
        self.property(key).into_iter().find_map(|schema| schema.get("const")?.as_str())
    }
}
