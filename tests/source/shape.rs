//! Files that are YAML and do not fit their type.

use redress::source::{nearest, schema};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::fixture::{
    Condition, Language, Outcome, Rules, SOUND, Silence, Span, check, check_step, fails, faults, reads,
};

#[test]
fn a_sound_file_is_read_whole() {
    let rules = reads::<Rules>(SOUND).value;
    assert_eq!(rules.name, "Жалоба");
    assert_eq!(rules.note.as_deref(), Some("в вышестоящий орган"));
    assert_eq!((rules.version, rules.draft, rules.share), (3, Some(false), Some(0.5)));
    assert_eq!(rules.languages.into_iter().collect::<Vec<_>>(), [Language::Kk, Language::Ru]);
    assert_eq!(rules.steps["intake"].silence, Silence::Escalate { to: "review".to_owned() });
    assert_eq!(rules.steps["intake"].reminders, [Span(1), Span(4)]);
    let review = &rules.steps["review"];
    assert_eq!(review.silence, Silence::Deemed(Outcome::Refused));
    assert_eq!(
        review.only_if,
        Some(Condition::All { of: vec![Condition::Always, Condition::Late { days: 3 }] })
    );
    assert_eq!(review.yearly.as_ref().map(|yearly| &yearly[&2021]), Some(&Span(7)));
}

#[test]
fn five_faults_of_one_file_are_told_together_and_drawn() {
    let problems = fails::<Rules>(
        "name: Жалоба\nversion: бес # five\nstpes: {}\nlanguages: [kk, қазақ]\ndraft: yes\nname: again\n",
    );
    insta::assert_snapshot!(problems, @r"
    error: expected a whole number, found `бес`
     --> rules.yaml:2:10
      |
    2 | version: бес # five
      |          ^^^

    error: unknown key `stpes`
     --> rules.yaml:3:1
      |
    3 | stpes: {}
      | ^^^^^
      |
      = help: did you mean `steps`?

    error: unknown value `қазақ`
     --> rules.yaml:4:17
      |
    4 | languages: [kk, қазақ]
      |                 ^^^^^
      |
      = help: known values: `en`, `kk` and `ru`

    error: expected `true` or `false`, found `yes`
     --> rules.yaml:5:8
      |
    5 | draft: yes
      |        ^^^
      |
      = help: did you mean `true`?

    error: the key `name` is given twice
     --> rules.yaml:6:1
      |
    6 | name: again
      | ^^^^
      |
      = help: it was first given on line 1: keep one of them
    ");
}

#[test]
fn a_problem_is_coloured_only_on_request() {
    let problems = fails::<Rules>("version: 1");
    assert!(problems.render(true).contains("\u{1b}["));
    assert!(!problems.render(false).contains('\u{1b}'));
}

#[test]
fn an_unknown_key_is_told_with_the_one_meant() {
    check("name: a\nverzion: 1\n", &["2:1 unknown key `verzion` (did you mean `version`?)"]);
    check(
        "name: a\nversion: 1\nowner: b\n",
        &["3:1 unknown key `owner` (known keys: `draft`, `languages`, `note`, `share` and `steps`)"],
    );
}

#[test]
fn a_key_already_given_is_not_what_another_was_meant_to_be() {
    check(
        "name: a\nversion: 1\nnames: b\n",
        &["3:1 unknown key `names` (known keys: `draft`, `languages`, `note`, `share` and `steps`)"],
    );
}

#[test]
fn all_missing_keys_of_a_map_are_named_at_it() {
    check("draft: true\n", &["1:1 missing keys `name` and `version`"]);
    check_step(&["limit: 1 working days, silence: close"], &["3:13 missing key `holder`"]);
}

#[test]
fn a_text_stays_as_it_is_written() {
    for text in ["NO", "1.0", "2021-01-15", "007", "true", "null", "~", "0x1F", ".inf"] {
        assert_eq!(reads::<Rules>(&format!("name: {text}\nversion: 1\n")).value.name, text);
    }
}

#[test]
fn an_optional_text_is_absent_when_empty_and_a_text_in_quotes() {
    let note = |text: &str| reads::<Rules>(&format!("name: a\nversion: 1\nnote: {text}\n")).value.note;
    assert_eq!(note(""), None);
    assert_eq!(note("null"), None);
    assert_eq!(note("'null'"), Some("null".to_owned()));
    assert_eq!(note("''"), Some(String::new()));
    assert_eq!(note("no"), Some("no".to_owned()));
}

#[test]
fn a_value_of_the_wrong_kind_is_told_in_words() {
    check("name: [a]\nversion: 1\n", &["1:7 expected a text, found a list"]);
    check("name: { a: 1 }\nversion: 1\n", &["1:7 expected a text, found a map"]);
    check("name:\nversion: 1\n", &["1:1 expected a text, found nothing"]);
    check("name: a\nversion: five\n", &["2:10 expected a whole number, found `five`"]);
    check("name: a\nversion: 1.5\n", &["2:10 expected a whole number, found `1.5`"]);
    check("name: a\nversion: 010\n", &["2:10 expected a whole number, found `010`"]);
    check(
        "name: a\nversion: '5'\n",
        &["2:10 expected a whole number, found the text `5` (leave out the quotes)"],
    );
    check("name: a\nversion: 1\nshare: half\n", &["3:8 expected a number, found `half`"]);
    check("name: a\nversion: 1\nsteps: [b]\n", &["3:8 expected a map, found a list"]);
    check("name: a\nversion: 1\nlanguages: kk\n", &["3:12 expected a list, found `kk`"]);
    check("- a\n", &["1:1 expected a map, found a list"]);
    check("just words\n", &["1:1 expected a map, found `just words`"]);
}

#[test]
fn a_number_out_of_bounds_is_told_with_the_bound() {
    check("name: a\nversion: -1\n", &["2:10 `-1` must be at least 0"]);
    check_step(
        &["holder: h, limit: 1 working days, silence: close", "only_if: { kind: late, days: 256 }"],
        &["5:31 `256` must be at most 255"],
    );
    check("name: a\nversion: 4294967296\n", &["2:10 invalid value: integer `4294967296`, expected u32"]);
}

#[test]
fn only_true_and_false_are_yes_and_no() {
    assert_eq!(reads::<Rules>("name: a\nversion: 1\ndraft: true\n").value.draft, Some(true));
    check(
        "name: a\nversion: 1\ndraft: Yes\n",
        &["3:8 expected `true` or `false`, found `Yes` (did you mean `true`?)"],
    );
    check(
        "name: a\nversion: 1\ndraft: \"off\"\n",
        &["3:8 expected `true` or `false`, found the text `off` (did you mean `false`?)"],
    );
}

#[test]
fn a_value_nobody_knows_is_told_with_the_one_meant_or_all_there_are() {
    check("name: a\nversion: 1\nlanguages: [kz]\n", &["3:13 unknown value `kz` (did you mean `kk`?)"]);
    check(
        "name: a\nversion: 1\nlanguages: [de-at]\n",
        &["3:13 unknown value `de-at` (known values: `en`, `kk` and `ru`)"],
    );
    check("name: a\nversion: 1\nlanguages: [kk, ru, kk]\n", &["3:21 `kk` is listed twice"]);
}

#[test]
fn an_alternative_is_told_by_its_key() {
    let silence = |written: &str, expected: &str| {
        check_step(&["holder: h, limit: 1 working days", &format!("silence: {written}")], &[expected]);
    };
    silence("{ escalat: { to: b } }", "5:13 unknown key `escalat` (did you mean `escalate`?)");
    silence("{ escalate: { too: b } }", "5:25 unknown key `too` (did you mean `to`?)");
    silence("{ escalate: {} }", "5:23 missing key `to`");
    silence("{ deemed: refuse }", "5:21 unknown value `refuse` (did you mean `refused`?)");
    silence("{ close: now }", "5:13 unknown key `close` (write `close` alone, without `:`)");
    silence(
        "closed",
        "5:11 expected `remind`, `close` or a map with `escalate` or `deemed`, found `closed` (did you mean `close`?)",
    );
    silence(
        "escalate",
        "5:11 expected `remind`, `close` or a map with `escalate` or `deemed`, found `escalate` (did you mean `escalate: ...`?)",
    );
    silence("{}", "5:11 expected `remind`, `close` or a map with `escalate` or `deemed`, found an empty map");
    silence("[]", "5:11 expected `remind`, `close` or a map with `escalate` or `deemed`, found a list");
}

#[test]
fn an_alternative_is_told_by_its_tag() {
    let only_if = |written: &str, expected: &str| {
        let condition = format!("only_if: {written}");
        check_step(&["holder: h, limit: 1 working days, silence: close", &condition], &[expected]);
    };
    only_if("{ days: 3 }", "5:11 missing key `kind` (it may be `always`, `late` or `all`)");
    only_if("{ kind: lat, days: 3 }", "5:19 unknown value `lat` (did you mean `late`?)");
    only_if("{ kind: [] }", "5:19 expected `always`, `late` or `all`");
    only_if("{ kind: all, of: [{ kind: late }] }", "5:29 missing key `days`");
    only_if("{ kind: always, days: 3 }", "5:27 unknown key `days`");
}

#[test]
fn every_value_that_its_own_type_refuses_is_told_at_its_place() {
    check(
        "name: 5\nversion: x\nsteps:\n  b: { holder: h, limit: soon, silence: close }\n  c:\n    limit: later\n    \
         reminders: [1 working days, 2, 3 working days, four]\n",
        &[
            "2:10 expected a whole number, found `x`",
            "4:26 `soon` is not a span of time",
            "6:5 missing keys `holder` and `silence`",
            "6:12 `later` is not a span of time",
            "7:33 `2` is not a span of time",
            "7:52 `four` is not a span of time",
        ],
    );
}

#[test]
fn a_key_that_its_own_type_refuses_is_told_at_its_place() {
    check_step(
        &[
            "holder: h, limit: 1 working days, silence: close",
            "yearly: { first: 1 working days, 2021: 2 working days, last: soon, 2022: soon }",
        ],
        &[
            "5:12 the key must be a number",
            "5:57 the key must be a number",
            "5:75 `soon` is not a span of time",
        ],
    );
}

/// Types other than derived structs: what `serde` offers beside them is read as well.
#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Mixed {
    #[serde(flatten)]
    place: Place,
    #[serde(flatten)]
    when: When,
    #[serde(default)]
    who: Vec<OneOrMore>,
    pair: Option<(u8, String)>,
    #[schemars(length(min = 2))]
    short: Option<String>,
    anything: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Place {
    city: String,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
enum When {
    On(String),
    After { days: u8 },
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[test]
fn flattened_untagged_and_paired_parts_are_read() {
    let mixed = reads::<Mixed>(
        "city: Almaty\nafter: { days: 3 }\nwho: [a, [b, NO]]\npair: [1, 2]\nanything: { a: [1, ~] }\n",
    );
    assert_eq!(mixed.value.when, When::After { days: 3 });
    let more = OneOrMore::More(vec!["b".to_owned(), "NO".to_owned()]);
    assert_eq!(mixed.value.who, [OneOrMore::One("a".to_owned()), more]);
    assert_eq!(mixed.value.pair, Some((1, "2".to_owned())));
    assert_eq!(mixed.value.anything, Some(serde_json::json!({ "a": [1, null] })));
    let expected = "1:1 unknown key `citi` (did you mean `city`?)\n\
         3:7 expected a text or a list, found a map\n\
         4:7 the list must be at least 2 items long\n\
         5:8 `x` must be at least 2 characters long";
    assert_eq!(faults::<Mixed>("citi: Almaty\non: x\nwho: [{}]\npair: [1]\nshort: x\n"), expected);
}

#[test]
fn the_published_schema_names_itself_and_its_draft() {
    let schema = schema::<Rules>();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["title"], "Rules");
}

#[test]
fn a_name_is_guessed_only_when_near_enough() {
    let known = ["holder", "limit", "silence", "мерзім"];
    assert_eq!(nearest("holdr", known), Some("holder"));
    assert_eq!(nearest("HOLDER", known), Some("holder"));
    assert_eq!(nearest("limti", known), Some("limit"));
    assert_eq!(nearest("мерзим", known), Some("мерзім"));
    assert_eq!(nearest("deadline", known), None);
    assert_eq!(nearest("x", ["y"]), None);
    assert_eq!(nearest("holder", []), None);
}
