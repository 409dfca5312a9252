//! How a fact is printed into a letter, and the three filters that letter files may use.
//!
//! Every value is printed on one line: a name or a statement with line breaks in it cannot begin a line of
//! its own, neither in a mail header nor among the facts at the foot of the letter. Only `quote` keeps
//! lines, each behind a `>`.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

use super::words;
use crate::texts::Language;

/// More than any letter needs (the longest takes about 2 000 with a statement of several pages), and the
/// end of a template that loops.
const FUEL: u64 = 200_000;

/// A template engine for letters in one language, without templates. It refuses to print a missing fact;
/// [`forgive`] turns that off once the templates are proven.
pub(super) fn environment(language: Language) -> Environment<'static> {
    // Without the engine's own filters, tests and functions, some of which make texts of any length.
    let mut environment = Environment::empty();
    environment.set_syntax(tags_leave_no_lines());
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(refuse_missing);
    environment.add_filter("stop", stop);
    environment.add_filter("quote", quote);
    environment.add_filter("days", move |number: Value| match i64::try_from(number.clone()) {
        Ok(number) => Value::from(words::days(language, number)),
        Err(_) => number,
    });
    environment
}

/// A tag that stands alone on a line leaves no line behind.
fn tags_leave_no_lines() -> SyntaxConfig {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    syntax.expect("the usual delimiters are consistent")
}

/// From now on a missing fact prints as nothing: a letter with a gap still tells more than no letter.
pub(super) fn forgive(environment: &mut Environment<'static>) {
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_formatter(|out, _, value| match value.is_none() || value.is_undefined() {
        true => Ok(()),
        false => one_line(out, value),
    });
}

fn refuse_missing(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Err(Error::new(ErrorKind::InvalidOperation, "a fact that can be missing is printed unasked"));
    }
    one_line(out, value)
}

fn one_line(out: &mut Output, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.is_safe() || !has_unprintable(text) => Ok(out.write_str(text)?),
        Some(text) => Ok(out.write_str(&text.replace(unprintable, " "))?),
        None => Ok(write!(out, "{value}")?),
    }
}

/// Whether a character moves the pen rather than leaving ink: line breaks, control characters, and the
/// marks that turn the direction of what follows.
pub(super) fn unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a text has such a character, told from its bytes: few texts have one with which it could begin.
fn has_unprintable(text: &str) -> bool {
    static SUSPECT: [bool; 256] = {
        let mut suspect = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            suspect[byte] = matches!(byte, 0..0x20 | 0x7F | 0xC2 | 0xE2 | 0xEF);
            byte += 1;
        }
        suspect
    };
    let bytes = text.as_bytes();
    let after = |place: usize| bytes.get(place).copied().unwrap_or_default();
    let suspects = bytes.iter().enumerate().filter(|(_, byte)| SUSPECT[usize::from(**byte)]);
    suspects.into_iter().any(|(place, byte)| match byte {
        0xC2 => after(place + 1) < 0xA0,
        0xE2 => matches!((after(place + 1), after(place + 2)), (0x80, 0xA8..=0xAE) | (0x81, 0xA6..=0xA9)),
        0xEF => (after(place + 1), after(place + 2)) == (0xBB, 0xBF),
        _ => true,
    })
}

/// `{{ due|stop }}` ends a sentence: a full stop unless the text already has one (`… 2021 г.`).
fn stop(text: Value) -> Value {
    match text.as_str().map(str::trim_end) {
        Some(sentence) if sentence.ends_with(['.', '!', '?', '…']) => Value::from(sentence),
        Some(sentence) => Value::from(format!("{sentence}.")),
        None => text,
    }
}

/// `{{ stated.reasons|quote }}` sets somebody's words apart, line by line behind a `>`.
fn quote(text: Value) -> Value {
    let Some(words) = text.as_str() else { return text };
    let lines = words.trim().lines().map(|line| format!("> {}", line.replace(unprintable, " ").trim()));
    Value::from_safe_string(lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_what_the_characters_do() {
        for character in ('\0'..=char::MAX).filter(|character| (*character as u32) < 0x2_0000) {
            let text = format!("a{character}я");
            assert_eq!(has_unprintable(&text), text.contains(unprintable), "{:x}", character as u32);
        }
    }
}
