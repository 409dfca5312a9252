//! Stories as tests: all that are shipped, in memory and live, and what a broken one looks like.

mod world;

use std::sync::Mutex;

use redress::registry::{Rulebook, WorkflowFiles};
use redress::source::Source;
use redress::story::{self, Cast, Coverage, Played, Player, Story};
use redress::{clock::Clock, shipped};
use world::appeals::World;

fn rulebook() -> Rulebook {
    let files = shipped::rules();
    Rulebook::of_files(&files.workflows, &files.calendars).unwrap_or_else(|fault| panic!("{fault}"))
}

fn read(name: &str, text: &str) -> Source<Story> {
    story::read(name, text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn play(source: &Source<Story>, rulebook: &Rulebook) -> Played {
    story::play_in_memory(source, rulebook, &Cast::samples()).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A story of one filing with these lines about what is expected.
fn expecting(lines: &str) -> String {
    let filing = "{appellant: ECHO, with: reviewer, issuer: UGD-ALMATY, decided-on: 2021-01-25, stated: {reasons: No offence.}}";
    format!(
        "story: x\ntitle: X\nworkflow: kz-koap-suspension\ngiven:\n  filing: {filing}\nmoments:\n  - at: 2021-01-27 10:00\n    file: {{}}\n    expect:\n{lines}"
    )
}

fn failures(lines: &str) -> String {
    let source = read("x.yaml", &expecting(lines));
    story::problems(&source, &play(&source, &rulebook())).to_string()
}

fn refused_to_read(text: &str) -> String {
    let problems = story::read_with("x.yaml", text, &rulebook(), &Cast::samples());
    problems.expect_err("the story can be played").to_string()
}

#[test]
fn every_shipped_story_is_as_it_expects() {
    let rulebook = rulebook();
    let stories = shipped::stories();
    assert!(stories.len() > 10, "{}", stories.len());
    for (name, text) in stories {
        let source = read(name, text);
        let played = play(&source, &rulebook);
        assert!(played.failures.is_empty(), "{}", story::problems(&source, &played));
        assert!(played.appeals.values().any(|one| one.appeal.is_some()), "{name} files nothing");
    }
}

#[test]
fn the_stories_reach_every_step_action_limit_pause_and_letter_of_every_workflow() {
    let rulebook = rulebook();
    for workflow in rulebook.names() {
        let rules = rulebook.newest(&workflow).unwrap();
        let calendar = rulebook.calendar(&rules.definition.calendar).unwrap();
        let mut coverage = Coverage::of(&rules.definition);
        for (name, text) in shipped::stories() {
            let source = read(name, text);
            if source.value.workflow == workflow {
                coverage.add(&play(&source, &rulebook), &rules.definition, &calendar);
            }
        }
        let missing: Vec<_> = coverage.missing().collect();
        assert!(missing.is_empty(), "no story of {workflow} reaches {missing:#?}");
    }
}

#[test]
fn a_story_is_named_as_its_file() {
    for (name, text) in shipped::stories() {
        let stem = name.rsplit('/').next().and_then(|file| file.strip_suffix(".yaml"));
        assert_eq!(Some(read(name, text).value.story.as_str()), stem);
    }
}

#[test]
fn in_memory_and_live_write_the_same_journals_and_letters() {
    let (rulebook, stories) = (rulebook(), Mutex::new(shipped::stories().into_iter()));
    let play_some = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let next = || stories.lock().unwrap().next();
        while let Some((name, text)) = next() {
            runtime.block_on(live_is_as_in_memory(name, text, &rulebook));
        }
    };
    std::thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(play_some))));
}

async fn live_is_as_in_memory(name: &str, text: &str, rulebook: &Rulebook) {
    let source = read(name, text);
    let memory = play(&source, rulebook);
    let world = World::at("2021-01-01 00:00").await;
    world.invite(&Cast::samples().with(&source.value.given)).await;
    let clock = Clock::standing_at(jiff::Timestamp::UNIX_EPOCH);
    let player = Player { registry: &world.registry, mail: &world.mail, clock: &clock };
    let mut told = 0;
    let live = player.play(&source, |_| told += 1).await.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(live.failures.is_empty(), "{}", story::problems(&source, &live));
    assert_eq!(live.refusals, memory.refusals, "{name}");
    let names = |played: &Played| played.appeals.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&live), names(&memory), "{name}");
    for (appeal, one) in &live.appeals {
        let other = &memory.appeals[appeal];
        assert!(one.journal().eq(other.journal()), "the journals of {appeal} differ in {name}");
        let hashes = |entries: &[redress::store::journal::Stored]| -> Vec<Vec<u8>> {
            entries.iter().map(|stored| stored.hash.clone()).collect()
        };
        assert_eq!(hashes(&one.entries), hashes(&other.entries), "the chains of {appeal} differ in {name}");
        assert_eq!(one.letters, other.letters, "the letters of {appeal} differ in {name}");
        assert_eq!(one.appeal, other.appeal);
    }
    assert_eq!(told, memory.appeals.values().map(|one| one.entries.len()).sum::<usize>());
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[test]
fn a_wrong_date_is_underlined_with_both_dates_and_the_reason_of_the_right_one() {
    let told = failures("      step: review\n      due: 2021-02-05\n");
    assert_eq!(
        told,
        "\
error: the last day is not as expected
  --> x.yaml:11:12
   |
11 |       due: 2021-02-05
   |            ^^^^^^^^^^
   |
   = help: expected: 2021-02-05
             actual: 2021-02-08
           Last day: Monday, 8 February 2021. Term: 10 sutki, in calendar days (KoAP 826-3(1)). Counted from: 27 January 2021. Moved from: Saturday, 6 February 2021 (day of rest)."
    );
}

#[test]
fn all_that_differs_is_told_together() {
    let told = failures(
        "      step: overdue\n      holder: KGD\n      late: true\n      closed: annulled\n      letters: {ECHO: annulled}\n",
    );
    for part in [
        "expected: overdue",
        "actual: review",
        "expected: KGD",
        "actual: DGD-ALMATY",
        "the end is not",
        "it is open",
        "lateness",
        "what was written to ECHO",
        "actual: received",
        "what was written to DGD-ALMATY",
    ] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
}

#[test]
fn a_deed_that_is_refused_though_nobody_expects_it_fails_the_story() {
    let text =
        expecting("      step: review\n  - at: 2021-01-27 11:00\n    by: UGD-ALMATY\n    act: annul\n");
    let source = read("x.yaml", &text);
    let told = story::problems(&source, &play(&source, &rulebook())).to_string();
    assert!(told.contains("refused, barred: UGD-ALMATY may not decide"), "{told}");
    assert!(told.contains("x.yaml:11"), "{told}");
}

#[test]
fn a_deed_that_is_done_though_a_refusal_is_expected_fails_the_story() {
    assert!(failures("      refused: too-late\n").contains("actual: it is done"));
}

#[test]
fn wrong_names_in_what_is_expected_are_reported_together_with_the_right_ones() {
    let told = refused_to_read(&expecting(
        "      step: reviw\n      holder: DGD-ALMATI\n      letters: {ECHO: recieved, NOBODY: received}\n      refused: bared\n      saying: no\n",
    ));
    for part in [
        "did you mean `review`?",
        "did you mean `DGD-ALMATY`?",
        "did you mean `received`?",
        "there is no office or organisation `NOBODY`",
        "did you mean `barred`?",
    ] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
}

#[test]
fn faults_of_the_file_are_reported_together_with_their_places() {
    let told = refused_to_read(
        "story: x\ntitle: X\nworkflow: kz-koap-suspension\nmoments:\n  - {at: 2021-01-27 10:00, appeal: ECHO, file: {with: reviewer}}\n  - {at: 2021-01-26 10:00, act: annul, note: both}\n  - {at: 2021-01-28 10:00, appeal: ECHO, by: KGD}\n",
    );
    for part in [
        "x.yaml:5:",
        "the filing does not say `issuer`",
        "the filing does not say `decided-on`",
        "comes before the one above it",
        "one of file, act, sign, confirm-silence, note or calendar",
        "which appeal is this moment about?",
        "nothing happens at this moment",
        "`by` belongs to an act",
    ] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
    assert!(refused_to_read(&expecting("      stp: review\n")).contains("did you mean `step`?"));
}

#[test]
fn wrong_names_are_told_with_the_faults_of_shape_and_what_may_follow_from_these_is_not() {
    let text = expecting("      stp: review\n      holder: DGD-ALMATI\n  - at: 28 January\n    act: annul\n")
        + "  - at: 2021-01-26 10:00\n    file: {with: reviewer, issuer: UGD-ALMATY, decide-on: 2021-01-25}\n    expect: {stp: review, step: reviw}\n";
    let problems = story::read_with("x.yaml", &text, &rulebook(), &Cast::samples()).unwrap_err();
    insta::assert_snapshot!(problems);
    let text = expecting("      step: review\n").replace("kz-koap-suspension", "kz-koap-suspention");
    assert!(refused_to_read(&text).contains("did you mean `kz-koap-suspension`?"));
}

#[test]
fn a_story_may_bring_its_own_offices_and_organisations() {
    let text = "\
story: x
title: X
workflow: kz-koap-suspension
given:
  offices:
    UGD-AKTAU: {kind: district-revenue-office, place: Aktau, above: DGD-AKTAU}
    DGD-AKTAU: {kind: revenue-department, place: Aktau, above: KGD}
    COURT-AKTAU: {kind: administrative-offence-court, place: Aktau}
  organisations:
    MEDIANET: {language: kk}
moments:
  - at: 2021-01-27 10:00
    appeal: MEDIANET
    file: {with: reviewer, issuer: UGD-AKTAU, decided-on: 2021-01-25, stated: {reasons: No offence.}}
    expect: {holder: DGD-AKTAU, letters: {MEDIANET: received, UGD-AKTAU: filed-against-you, DGD-AKTAU: decide}}
";
    let source = read("x.yaml", text);
    let played = play(&source, &rulebook());
    assert!(played.failures.is_empty(), "{}", story::problems(&source, &played));
    assert!(played.appeals["MEDIANET"].letters[0].body.contains("MEDIANET"));
}

#[test]
fn what_no_story_reaches_is_named() {
    let rulebook = rulebook();
    let rules = rulebook.newest("kz-koap-suspension").unwrap();
    let calendar = rulebook.calendar("kz").unwrap();
    let mut coverage = Coverage::of(&rules.definition);
    let source = read("x.yaml", &expecting("      step: review\n"));
    coverage.add(&play(&source, &rulebook), &rules.definition, &calendar);
    let missing: Vec<&str> = coverage.missing().map(|item| item.name.as_str()).collect();
    for name in [
        "legal/forwarding",
        "issuer",
        "annul",
        "stop-clock query-to-state-body",
        "legal/review/decide",
        "legal/decided/court 3 working days before",
        "stop-clock",
        "time-ended",
    ] {
        assert!(missing.contains(&name), "{name} is not among {missing:?}");
    }
    assert!(!missing.contains(&"legal/review") && !missing.contains(&"received"), "{missing:?}");
}

#[test]
fn an_office_of_a_story_lives_by_its_own_clock() {
    let told = |zone: &str| {
        let text = format!(
            "story: x\ntitle: X\nworkflow: kz-koap-suspension\ngiven:\n  offices:\n    UGD-AKTOBE: {{kind: district-revenue-office, place: Aktobe, above: DGD-AKTOBE, zone: {zone}}}\n    DGD-AKTOBE: {{kind: revenue-department, place: Aktobe, above: KGD}}\n    COURT-AKTOBE: {{kind: administrative-offence-court, place: Aktobe}}\nmoments:\n  - at: 2021-01-27 00:30\n    appeal: ECHO\n    file: {{with: issuer, issuer: UGD-AKTOBE, decided-on: 2021-01-25, stated: {{reasons: None.}}}}\n    expect: {{due: 2021-01-29}}\n"
        );
        match story::read("x.yaml", &text) {
            Ok(source) => story::problems(&source, &play(&source, &rulebook())).to_string(),
            Err(problems) => problems.to_string(),
        }
    };
    assert_eq!(told("Asia/Aqtobe"), "", "at half past midnight in Almaty it is the day before in Aktobe");
    let by_the_calendar = told("Asia/Almaty");
    assert!(by_the_calendar.contains("actual: 2021-02-01"), "{by_the_calendar}");
    let misspelt = told("Asia/Aktobe");
    assert!(misspelt.contains("x.yaml:6:") && misspelt.contains("`Asia/Aqtobe`"), "{misspelt}");
}

#[test]
fn a_calendar_that_cannot_be_is_refused_with_all_its_faults() {
    let change = "  - at: 2021-01-28 10:00\n    calendar:\n      without: [2021-02-02]\n      with:\n        - {on: [2021-02-03], kind: closure, name: {en: A, ru: B, kk: C}, decree: none}\n";
    let told = refused_to_read(&(expecting("      step: review\n") + change));
    for part in ["x.yaml:13:", "the calendar kz does not list 2021-02-02", "none"] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
}

/// The small workflow with every rule of procedure in it.
fn whole_procedure() -> Rulebook {
    let mut files = shipped::rules();
    let text = include_str!("procedure/complaint.yaml").to_owned();
    let note = "Subject: About {{ reference }}\n\nA note.\n".to_owned();
    let frame = "{{ body }}\n\nReference: {{ reference }}\n".to_owned();
    let letters = [("note.en.txt".to_owned(), note), ("frame.en.txt".to_owned(), frame)].into();
    files.workflows = vec![WorkflowFiles { file: "complaint.yaml".to_owned(), text, letters }];
    Rulebook::of_files(&files.workflows, &files.calendars).unwrap_or_else(|fault| panic!("{fault}"))
}

const SIGNED: &str = "\
story: x
title: Second signatures, a silence to confirm, a forum that takes over
workflow: complaint
given:
  filing: {appellant: ECHO, with: superior, issuer: UGD-ALMATY, decided-on: 2021-01-15, parts: [fine, suspension]}
moments:
  - {at: 2021-01-19 10:00, file: {}, expect: {step: review, stayed: true}}
  - at: 2021-01-20 10:00
    by: DGD-ALMATY
    act: annul-large
    expect: {step: review, sign-by: 2021-01-22}
  - at: 2021-01-20 11:00
    by: DGD-ALMATY
    sign: annul-large
    expect: {refused: may-not-sign}
  - at: 2021-01-21 10:00
    by: KGD
    sign: annul-large
    unsigned-because: The sum is not proven.
    expect: {step: review}
  - at: 2021-01-21 11:00
    by: DGD-ALMATY
    person: A
    act: send-back
    expect: {sign-by: 2021-01-22}
  - {at: 2021-01-21 12:00, by: DGD-ALMATY, person: B, sign: send-back, expect: {step: reconsideration, decided: sent-back}}
  - {at: 2021-01-22 10:00, by: UGD-ALMATY, act: resubmit, expect: {step: review, due: 2021-01-27}}
  - {at: 2021-01-25 10:00, by: DGD-ALMATY, act: annul-in-part, parts: [fine], expect: {step: refused, decided: annulled-in-part}}
  - {at: 2021-01-26 10:00, act: go-to-court, expect: {step: hearing, holder: COURT-ALMATY, beside: {door: {step: none}}}}
";

const CONFIRMED: &str = "\
story: x
title: A silence that nobody saw on its day is confirmed
workflow: complaint
given:
  filing: {appellant: ECHO, with: superior, issuer: UGD-ALMATY, decided-on: 2021-01-15}
moments:
  - {at: 2021-01-19 10:00, file: {}}
  - {at: 2021-02-25 10:00, after-outage: true, expect: {step: review, confirm-by: 2021-03-02}}
  - {at: 2021-02-26 10:00, by: KGD, confirm-silence: true, expect: {step: refused, decided: unchanged}}
";

#[test]
fn second_signatures_confirmed_silences_and_forums_can_be_told() {
    let rulebook = whole_procedure();
    for text in [SIGNED, CONFIRMED] {
        let source = read("x.yaml", text);
        let played = play(&source, &rulebook);
        assert!(played.failures.is_empty(), "{}", story::problems(&source, &played));
    }
}
