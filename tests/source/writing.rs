//! Files at fault as YAML, and the places problems are given in all kinds of text.

use redress::source::{DEEPEST_NESTING, LONGEST_FILE};

use crate::fixture::{Rules, check, fails, reads};

#[test]
fn an_empty_file_and_one_of_comments_say_nothing() {
    check("", &["1:1 the file is empty"]);
    check("# later\n\n", &["1:1 the file is empty"]);
    check("---\n", &["2:1 expected a map, found nothing"]);
}

#[test]
fn a_key_given_twice_is_told_with_its_first_place() {
    check(
        "name: a\nversion: 1\nname: b\n",
        &["3:1 the key `name` is given twice (it was first given on line 1: keep one of them)"],
    );
    check(
        "name: a\nversion: 1\nsteps: { b: { holder: h, holder: x, limit: 1 working days, silence: close } }\n",
        &["3:26 the key `holder` is given twice (it was first given on line 3: keep one of them)"],
    );
}

#[test]
fn nothing_stands_for_something_written_elsewhere() {
    let help = "(write the part out, so that each place can be read by itself)";
    check(
        "name: &a b\nversion: 1\nnote: *a\nsteps: { <<: {} }\n",
        &[
            &format!("1:7 names for parts of the file (`&name`) are not allowed {help}"),
            &format!("3:7 references to another part of the file (`*name`) are not allowed {help}"),
            &format!("4:10 merging another map (`<<`) is not allowed {help}"),
        ],
    );
    check(
        "name: *a\n",
        &[&format!("1:7 references to another part of the file (`*name`) are not allowed {help}")],
    );
    check(
        "name: !!str 1\nversion: 1\n",
        &["1:7 tags (`!name`) are not allowed (leave it out: each value has the kind its key asks for)"],
    );
}

#[test]
fn a_second_document_is_refused() {
    check(
        "name: a\nversion: 1\n---\nname: b\n",
        &["3:1 a second document begins here (keep one document in one file)"],
    );
    assert_eq!(reads::<Rules>("---\nname: a\nversion: 1\n...\n").value.name, "a");
}

#[test]
fn a_key_is_a_single_word_or_text() {
    check(
        "name: a\nversion: 1\n? [x]\n: 2\n",
        &["3:3 a key must be a single word or text (write `key: value`)"],
    );
    check("name: a\nversion: 1\n: 2\n", &["3:1 a value without a key (write `key: value`)"]);
}

#[test]
fn what_is_not_yaml_is_told_in_plain_words() {
    let unclosed =
        "this text in quotes is not closed (close it, or put the text on lines of its own after `|`)";
    let uneven = "this line is not indented like its neighbours (indent it like the lines it belongs to)";
    let begins = "no text begins with this character (put the text in quotes)";
    let tab = "a tab where only spaces may stand (indent with spaces)";
    for (text, place, expected) in [
        ("name: \"a", "1:7", unclosed),
        ("name: 'a\nversion: 1\n", "1:7", unclosed),
        (
            "name: 'don't'",
            "1:12",
            "text after a closing quotation mark (write a quotation mark inside a text twice (`''`) or as `\\\"`)",
        ),
        ("name: a: b\n", "1:8", "a second `:` in one line (put a text that holds `: ` in quotes)"),
        (
            "name: [a\nversion: 1\n",
            "2:8",
            "a list or map in brackets is not closed before this (expected `,` or the closing bracket)",
        ),
        ("name: [a, b", "1:12", "a list in `[ ]` is not closed before this (expected `,` or `]`)"),
        ("steps: {a: 1\n", "2:1", "a map in `{ }` is not closed before this (expected `,` or `}`)"),
        ("steps: [[", "1:10", "a value is missing here (write it, or close the list or map)"),
        ("steps:\n  a: 1\n b: 2\n", "3:2", uneven),
        ("steps:\n  - a\n  b: 2\n", "3:3", uneven),
        ("steps:\n\ta: 1\n", "2:2", tab),
        ("steps:\n  a:\n\t  b: 1\n", "3:4", tab),
        ("name: a\nversion\n", "3:1", "a line without `:` (write `key: value`)"),
        ("name: @a\n", "1:7", begins),
        ("name: `a`\n", "1:7", begins),
        ("name: - a\n", "1:7", "a list cannot begin here (begin each `- ` on a line of its own)"),
        (
            "name: \"\\q\"\n",
            "1:7",
            "an unknown `\\` sign in double quotes (write `\\\\`, or use single quotes)",
        ),
        ("name:a\nversion:1\n", "1:1", "expected a map, found `name:a version:1` (write a space after `:`)"),
    ] {
        check(text, &[&format!("{place} {expected}")]);
    }
}

#[test]
fn columns_are_counted_in_letters_of_any_alphabet() {
    check(
        "name: Ә\nversion: 1\nlanguages: [қазақ тілі]\n",
        &["3:13 unknown value `қазақ тілі` (known values: `en`, `kk` and `ru`)"],
    );
    check("{name: Өтініш, version: жоқ}", &["1:25 expected a whole number, found `жоқ`"]);
    let problems = fails::<Rules>("{name: Өтініш, version:\tжоқ}");
    insta::assert_snapshot!(problems, @r"
    error: expected a whole number, found `жоқ`
     --> rules.yaml:1:25
      |
    1 | {name: Өтініш, version:    жоқ}
      |                            ^^^
    ");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text = "\u{feff}name: Ә\r\nversion: x\r\nnote: |\r\n  b\r\n  c\r\n";
    check(text, &["2:10 expected a whole number, found `x`"]);
    assert_eq!(&text[fails::<Rules>(text).iter().next().unwrap().span.clone()], "x");
    check("\u{feff}nam: Ә\r\nversion: 1\r\n", &["1:1 unknown key `nam` (did you mean `name`?)"]);
    assert_eq!(reads::<Rules>(&text.replace('x', "1")).value.note.as_deref(), Some("b\nc\n"));
}

#[test]
fn what_cannot_be_seen_is_refused() {
    let help = "(delete it, or write it with an escape in double quotes)";
    for (text, place, shown) in [
        ("name: a\0\nversion: x\n", "1:8", "\\u{0}"),
        ("name: a\rversion: 1\n", "1:8", "\\u{d}"),
        ("name: a\nnote: \u{202e}b\n", "2:7", "\\u{202e}"),
        ("name: a\u{feff}\n", "1:8", "\\u{feff}"),
    ] {
        check(text, &[&format!("{place} a character that cannot be seen: {shown} {help}")]);
    }
}

#[test]
fn a_very_deep_file_is_refused() {
    let told = "too many lists and maps inside each other (at most 64 levels are read)";
    check("- ".repeat(DEEPEST_NESTING).trim_end(), &["1:1 expected a map, found a list"]);
    check(&"- ".repeat(DEEPEST_NESTING + 1), &[&format!("1:129 {told}")]);
    check(&"- ".repeat(100_000), &[&format!("1:129 {told}")]);
    check(&"[".repeat(100_000), &[&format!("1:256 {told}")]);
}

#[test]
fn a_very_long_file_is_refused() {
    let sound = "name: a\nversion: 1\n#";
    let long = |length: usize| format!("{sound}{}", "x".repeat(length - sound.len()));
    assert_eq!(reads::<Rules>(&long(LONGEST_FILE)).value.version, 1);
    check(
        &long(LONGEST_FILE + 1),
        &["1:1 the file is too long: 1048577 bytes, and at most 1048576 are read"],
    );
}

#[test]
fn a_file_full_of_faults_tells_the_first_hundred_and_counts_the_rest() {
    let text = format!("name: a\nversion: 1\nlanguages: [{}]", "x, ".repeat(1000));
    let problems = fails::<Rules>(&text);
    assert_eq!(problems.len(), 100);
    assert!(problems.to_string().ends_with("\n\nand 900 more"), "{problems}");
}
