//! What the author of a workflow is told: every fault with its place and what to write instead.

use std::collections::BTreeMap;

use redress::source::Problems;
use redress::workflow;

const COMPLAINT: &str = include_str!("../procedure/complaint.yaml");

fn problems(text: &str) -> Option<Problems> {
    let letters: BTreeMap<String, String> =
        [("note.en.txt".to_owned(), "Subject: a\n\nb\n".to_owned())].into();
    workflow::read("complaint.yaml", text, &letters).err()
}

/// What is said of the small workflow after one change, each problem with its line and its help.
fn told(change: [&str; 2]) -> Vec<String> {
    let [before, after] = change;
    assert!(COMPLAINT.contains(before), "`{before}` is not in the file");
    let text = COMPLAINT.replacen(before, after, 1);
    let Some(problems) = problems(&text) else { return Vec::new() };
    let line = |number: usize| text.lines().nth(number - 1).unwrap_or_default().trim().to_owned();
    problems
        .iter()
        .map(|one| format!("{} | {} | {}", line(one.line), one.message, one.help.clone().unwrap_or_default()))
        .collect()
}

#[track_caller]
fn assert_told(change: [&str; 2], at: &str, message: &str, help: &str) {
    let told = told(change);
    let fits = |one: &String| one.starts_with(at) && one.contains(message) && one.contains(help);
    assert!(told.iter().any(fits), "{told:#?}");
}

#[test]
fn the_small_workflow_has_no_fault() {
    assert!(problems(COMPLAINT).is_none());
}

#[test]
fn a_law_has_one_name_everywhere_or_one_in_each_language() {
    assert_eq!(told(["law: The Act", "law: {en: The Act, kk: Заң}"]), Vec::<String>::new());
    let named = COMPLAINT.replacen("law: The Act", "law: {en: The Act}", 1);
    let text = named.replacen("languages: [en]", "languages: [en, kk]", 1);
    let problems = problems(&text).unwrap();
    let at_the_law =
        |one: &&redress::source::Problem| one.line == 6 && one.message.contains("missing in: kk");
    assert_eq!(problems.iter().filter(at_the_law).count(), 1, "{problems}");
}

#[test]
fn a_misspelt_key_name_or_choice_gets_the_nearest_right_one() {
    assert_told(["runs-on: true", "run-on: true"], "run-on", "unknown key `run-on`", "`runs-on`");
    assert_told(
        ["on-silence: {stay: decide", "on-silence: {stay: decid"],
        "on-silence",
        "`decid`",
        "`decide`",
    );
    assert_told(
        ["where: {found-by: tax-audit}", "where: {found-by: tax-audits}"],
        "- {where",
        "`tax-audits`",
        "`tax-audit`",
    );
    assert_told(["where: {found-by:", "where: {foundby:"], "- {where", "`foundby`", "`found-by`");
    assert_told(
        ["swallows: [complaint, door", "swallows: [complaint, doors"],
        "swallows",
        "`doors`",
        "`door`",
    );
    assert_told(["per: supplement", "per: suplement"], "extends", "`suplement`", "`supplement`");
    assert_told(["after: announce", "after: anounce"], "not-before", "`anounce`", "`announce`");
    assert_told(["motion: why-late", "motion: why-lat"], "restoration", "`why-lat`", "`why-late`");
    assert_told(
        ["by: another-official", "by: another-offical"],
        "second-signature",
        "`another-offical`",
        "`another-official`",
    );
    assert_told(
        ["from: review, to: decision", "from: revew, to: decision"],
        "- {title",
        "`revew`",
        "`review`",
    );
    assert_told(["confirmed-by: committee", "confirmed-by: comittee"], "deemed", "`comittee`", "`committee`");
}

#[test]
fn a_deemed_decision_needs_a_word_about_outages_and_a_track_that_decides() {
    let start = COMPLAINT.find("  deemed: {wait-for-person").unwrap();
    let told = problems(&COMPLAINT[..start]).unwrap().to_string();
    assert!(told.contains("when the program was down"), "{told}");
    let side =
        ["on-silence: {close: done}", "on-silence: {deemed: {decision: unchanged, article: A, then: over}}"];
    assert_told(side, "on-silence", "a side track decides nothing", "");
    assert_told(
        ["deemed: {decision: unchanged", "deemed: {decision: sent-back"],
        "deemed",
        "silence cannot say",
        "`annulled`",
    );
}

#[test]
fn silence_means_exactly_one_thing() {
    let two = ["on-silence: {close: in-force", "on-silence: {lapse: decided, close: in-force"];
    assert_told(two, "on-silence", "here it means 2", "deemed, close, stay");
}

#[test]
fn limits_that_wait_for_each_other_are_no_limits() {
    let circle = [
        "            on-silence:\n              deemed: {decision: unchanged, article: Act 5(5), then: refused}",
        "            on-silence:\n              stay: acknowledge",
    ];
    assert_told(circle, "on-silence: {stay: decide", "wait for each other", "leads somewhere");
}

#[test]
fn a_reminder_after_the_day_needs_somebody_who_is_still_there() {
    let late = [
        "on-silence: {escalate: review}\n        allows: [forward",
        "on-silence: {escalate: review}\n            remind: [{after: 1 working day, letters: {issuer: note}}]\n        allows: [forward",
    ];
    assert_told(late, "remind", "nobody is left to be reminded", "`stay`");
    let both = ["{before: 1 working day, letters", "{before: 1 working day, after: 1 working day, letters"];
    assert_told(both, "- {before", "either before the deadline or after it", "");
}

#[test]
fn what_could_go_on_for_ever_is_refused() {
    assert_told([", per: supplement}", "}"], "extends", "for ever", "at-most: 1");
    assert_told(
        ["    at-most: 1\n    second-signature: {by: another", "    second-signature: {by: another"],
        "decision: sent-back",
        "for ever",
        "at-most: 1",
    );
}

#[test]
fn an_extension_that_the_law_forbids_is_refused_where_it_is_allowed() {
    let forbidden = [
        "from: registration, article: Act 5(1)}\n",
        "from: registration, article: Act 5(1)}\n            never-extended: Act 5(2)\n",
    ];
    assert_told(forbidden, "- extend", "which Act 5(2) forbids", "remove the action");
}

#[test]
fn parts_can_be_annulled_only_where_there_are_parts() {
    let parts = [
        "parts:\n  fine: {title: {en: the fine}}\n  suspension: {title: {en: the suspension}, suspends: true}\n",
        "",
    ];
    assert_told(parts, "annul-in-part", "has no parts", "`parts:");
    let two = ["fine: {title: {en: the fine}}", "fine: {title: {en: the fine}, suspends: true}"];
    assert_told(two, "suspension", "is the suspension already", "");
}

#[test]
fn a_restoration_needs_a_motion_and_an_action_that_grants_it() {
    assert_told([", restores-time: true", ""], "restoration", "no action grants it", "restores-time: true");
    assert_told(["from: well-again, ", ""], "restoration", "both `within` and the day", "");
    assert_told(
        ["{title: {en: Why it comes late}, optional: true}", "{title: {en: Why it comes late}}"],
        "restoration",
        "everybody would move",
        "optional",
    );
    assert_told(["from: well-again", "from: why-late"], "restoration", "does not ask for a date", "");
}

#[test]
fn a_rule_cannot_hang_on_an_answer_that_is_free() {
    assert_told(
        ["except: {execution: immediate}", "except: {why-late: illness}"],
        "stays-execution",
        "answered freely",
        "kind: choice",
    );
}

#[test]
fn a_side_track_takes_no_decision_and_has_no_outcome() {
    assert_told(
        ["allows: [grant-relief]", "allows: [grant-relief, court-annuls]"],
        "allows",
        "decides nothing",
        "",
    );
    assert_told(
        ["over: {title: {en: Answered}, ends: done}", "over: {title: {en: Answered}, ends: as-decided}"],
        "over",
        "ends with `done`",
        "",
    );
}

#[test]
fn a_track_stays_shut_only_on_what_the_filing_chose() {
    let door = |rule: &str| {
        [
            "    opens: {filing: open}\n".to_owned(),
            format!("    opens: {{filing: open}}\n    where: {rule}\n"),
        ]
    };
    let told = |rule: &str, message: &str, help: &str| {
        let [before, after] = door(rule);
        assert_told([&before, &after], "where", message, help);
    };
    told("{with: isuer}", "not handed to `isuer`", "`issuer`");
    told("{found-by: tax-audits}", "no choice of `found-by`", "`tax-audit`");
    told("{why-late: illness}", "answered freely", "kind: choice");
    let relief =
        ["    opens: {ask-relief: asked}\n", "    opens: {ask-relief: asked}\n    where: {with: issuer}\n"];
    assert_told(relief, "where", "only the filing makes choices", "`filing`");
}

#[test]
fn no_question_is_called_as_the_addressee_is() {
    assert_told(["    amount: {title", "    with: {title"], "with", "handed to", "another name");
}

#[test]
fn a_second_deciding_track_is_told_how_a_forum_takes_over() {
    assert_told(
        ["    opens: {go-to-court: hearing}", "    decides: true\n    opens: {go-to-court: hearing}"],
        "court",
        "decides the appeal already",
        "swallows",
    );
}

#[test]
fn whoever_opens_a_forum_does_not_lead_elsewhere() {
    let to = [
        "go-to-court: {title: {en: Go to court}, by: [applicant]}",
        "go-to-court: {title: {en: Go to court}, by: [applicant], to: refused}",
    ];
    assert_told(to, "opens: {go-to-court", "swallows others", "remove `to`");
}

#[test]
fn all_faults_of_a_file_are_told_together() {
    let text = COMPLAINT
        .replace("per: supplement", "per: suplement")
        .replace("after: announce", "after: anounce")
        .replace("confirmed-by: committee", "confirmed-by: comittee");
    assert_eq!(problems(&text).unwrap().iter().count(), 3);
}
