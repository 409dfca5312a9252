//! Single values: what a word may be read as, and what it is called when it is wrong.

use serde_json::{Number, Value};

use super::problem::quoted;

/// What a scalar may be read as, the most particular first. In quotes it is only ever a text; left empty it is
/// nothing and not an empty text.
pub(super) fn readings(text: &str, plain: bool) -> Vec<Value> {
    if !plain {
        return vec![Value::from(text)];
    }
    let particular = match text {
        "" => return vec![Value::Null],
        "~" | "null" => Some(Value::Null),
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => number(text).map(Value::Number),
    };
    particular.into_iter().chain([Value::from(text)]).collect()
}

/// A number in plain decimal writing; one that begins with a needless zero is more likely a code.
fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if padded || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
    whole.ok().or_else(|| Number::from_f64(text.parse().ok()?))
}

/// A scalar in a message.
pub(super) fn described(text: &str, plain: bool) -> String {
    match (text, plain) {
        ("", true) => "nothing".to_owned(),
        (_, true) => quoted(text),
        (_, false) => format!("the text {}", quoted(text)),
    }
}

/// How a scalar of the wrong kind is put right, when some reading of it would do.
pub(super) fn remedy(text: &str, plain: bool, would_do: impl Fn(&Value) -> bool) -> Option<String> {
    let truth = match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" => Some(true),
        "no" | "off" | "false" => Some(false),
        _ => None,
    };
    if let Some(truth) = truth.filter(|truth| would_do(&Value::Bool(*truth))) {
        return Some(format!("did you mean `{truth}`?"));
    }
    let unquoted = !plain && !text.is_empty() && readings(text, true).iter().any(would_do);
    unquoted.then(|| "leave out the quotes".to_owned())
}
