//! What a tag of a letter file may do: ask, print, and say that a fact is not told.
//!
//! Pure; called when letter files are read. Whoever may load a workflow writes its letters, and a template that loops or
//! joins texts to longer texts can be small and its letter without end. No letter needs either, so both are refused:
//! what a letter prints is then never longer than its file and the facts it names.

/// The statements that letters are written with.
const STATEMENTS: [&str; 5] = ["if", "elif", "else", "endif", "set"];

/// The signs that make a longer value of two.
const JOINING: [char; 3] = ['~', '+', '*'];

/// The longest letter file, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;

/// What a letter file may not do, as (line, message).
pub(super) fn faults(source: &str) -> Vec<(usize, String)> {
    if source.len() > LONGEST {
        return vec![(1, format!("the letter is longer than {LONGEST} bytes"))];
    }
    let mut faults = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some((before, inside)) = next_tag(rest) {
        line += before.matches('\n').count();
        let is_statement = inside.starts_with("{%");
        let (tag, after) = tag(inside);
        let word = tag[2..].trim_start_matches(['-', '+']).trim_start();
        let word: &str =
            word.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
        let sets_block = word == "set" && !tag.contains('=');
        if is_statement && (!STATEMENTS.contains(&word) || sets_block) {
            faults.push((
                line,
                format!(
                    "`{word}` is not for letters: write `if`, `elif`, `else`, `endif` or `set NAME = VALUE`"
                ),
            ));
        }
        // A sign at once after the opening trims space.
        if let Some(sign) = outside_quotes(&tag[2..]).skip(1).find(|sign| JOINING.contains(sign)) {
            faults.push((line, format!("`{sign}` is not for letters: write one text after the other")));
        }
        line += tag.matches('\n').count();
        rest = after;
    }
    faults
}

/// The text before the next tag, and the rest from there.
fn next_tag(text: &str) -> Option<(&str, &str)> {
    let at = ["{{", "{%"].iter().filter_map(|opening| text.find(opening)).min()?;
    Some(text.split_at(at))
}

/// A tag that begins here, as far as its end outside of quotes, and what follows. One without an end is the whole rest,
/// which the template engine refuses.
fn tag(text: &str) -> (&str, &str) {
    let ending = if text.starts_with("{%") { "%}" } else { "}}" };
    let end = places_outside_quotes(&text[2..]).find(|at| text[2 + at..].starts_with(ending));
    text.split_at(end.map_or(text.len(), |at| 2 + at + ending.len()))
}

fn outside_quotes(text: &str) -> impl Iterator<Item = char> + '_ {
    places_outside_quotes(text).filter_map(|at| text[at..].chars().next())
}

/// The bytes at which characters begin that stand in no quotes. A backslash takes the character after it along.
fn places_outside_quotes(text: &str) -> impl Iterator<Item = usize> + '_ {
    let (mut quote, mut escaped) = (None, false);
    text.char_indices().filter_map(move |(at, c)| match quote {
        Some(open) => {
            let closes = c == open && !escaped;
            escaped = c == '\\' && !escaped;
            if closes {
                quote = None;
            }
            None
        }
        None => {
            if matches!(c, '"' | '\'') {
                quote = Some(c);
            }
            Some(at)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_asks_prints_and_leaves_a_fact_untold() {
        let letter = "Subject: a + b\n\n{%- if due == \"2 * 2 }}\" -%}\n{{ due|stop }} ~ {{ reason }}\n{% endif %}\n\
                      {% set due_why = none %}\n";
        assert_eq!(faults(letter), []);
    }

    #[test]
    fn a_tag_may_begin_with_any_character() {
        assert_eq!(faults("{{ә }} {{\"a ~ b\"}} {{- due }} {{"), []);
        assert_eq!(faults("{{ә~due }}").len(), 1);
    }

    #[test]
    fn what_loops_takes_from_elsewhere_or_makes_longer_texts_is_refused_with_its_line() {
        for tag in [
            "{% for a in stated %}",
            "{%- include 'x' %}",
            "{% macro a() %}",
            "{% set a %}",
            "{% raw %}",
            "{{ due ~ due }}",
            "{{ '\\'' ~ \"}}\" }}",
            "{% set a = due + due %}",
            "{% if 'a' * 9 %}",
        ] {
            let found = faults(&format!("Subject: a\n\n{tag}\n"));
            assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3], "{tag}: {found:?}");
        }
        assert_eq!(faults(&"a".repeat(LONGEST + 1)).len(), 1);
    }
}
