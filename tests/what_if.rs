//! What if: invented appeals, and past appeals under changed rules.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use redress::appeal::Entry;
use redress::law::Calendar;
use redress::registry::{Rulebook, Rules};
use redress::shipped;
use redress::story::replay::{self, Change, Changed, Difference};
use redress::story::simulate::{self, Behaviour, Course, Figures, World};
use redress::story::{self, Cast};
use redress::workflow::{self, Definition};

const WORKFLOW: &str = "kz-koap-suspension";

fn rulebook() -> Rulebook {
    let files = shipped::rules();
    Rulebook::of_files(&files.workflows, &files.calendars).unwrap_or_else(|fault| panic!("{fault}"))
}

fn rules(rulebook: &Rulebook, workflow: &str) -> (Arc<Rules>, Arc<Calendar>) {
    let rules = rulebook.newest(workflow).unwrap();
    let calendar = rulebook.calendar(&rules.definition.calendar).unwrap();
    (rules, calendar)
}

fn shipped_behaviour(file: &str, definition: &Definition) -> Behaviour {
    let text = shipped::text(file).unwrap();
    simulate::read(file, text, definition).unwrap_or_else(|problems| panic!("{problems}"))
}

fn courses(appeals: usize, seed: u64) -> Vec<Course> {
    let (rules, calendar) = rules(&rulebook(), WORKFLOW);
    let behaviour = shipped_behaviour("behaviours/kz-koap-suspension.yaml", &rules.definition);
    let cast = Cast::samples();
    World::new(&rules, &calendar, &behaviour, &cast).unwrap().simulate(appeals, seed, |_| {})
}

#[test]
fn the_same_seed_gives_the_same_appeals_and_another_seed_others() {
    let once = courses(60, 7);
    assert_eq!(once, courses(60, 7));
    assert_ne!(once, courses(60, 8));
    assert_eq!(once[..20], courses(20, 7)[..], "more appeals do not change those before them");
    assert!(once.iter().map(|course| course.number).eq(1..=60));
}

#[test]
fn every_invented_appeal_comes_to_its_end_and_nobody_tries_what_is_refused() {
    for course in courses(80, 1) {
        assert!(course.outcome.is_some(), "{course:?}");
        assert_eq!((course.stuck, course.refused), (None, 0));
        assert!(
            course.closed_on >= course.decided_on
                && course.decided_on >= course.decided_on.and(course.filed_on)
        );
        assert!(course.letters >= 4, "a filing alone writes three letters, an end at least one");
    }
}

#[test]
fn the_default_behaviour_fits_every_shipped_workflow() {
    let (rulebook, cast) = (rulebook(), Cast::samples());
    for name in rulebook.names() {
        let (rules, calendar) = rules(&rulebook, &name);
        let behaviour = shipped_behaviour("behaviours/default.yaml", &rules.definition);
        let world = World::new(&rules, &calendar, &behaviour, &cast);
        let world = world.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let done = AtomicUsize::new(0);
        let courses = world.simulate(20, 1, |more| {
            done.fetch_add(more, Ordering::Relaxed);
        });
        assert_eq!((courses.len(), done.into_inner()), (20, 20), "{name}");
    }
}

#[test]
fn offices_that_never_answer_leave_every_appeal_unanswered() {
    let (rules, calendar) = rules(&rulebook(), WORKFLOW);
    let text = "\
behaviour: silence
served: {from: 2021-07-01, until: 2021-12-30}
filing: {after: {least: 0, usual: 3, most: 6}, late: 0%, issued-by: {revenue-department: 0}}
usually: {acts-after: {least: 1, usual: 1, most: 1}, silent: 100%}
";
    let behaviour = simulate::read("silence.yaml", text, &rules.definition).unwrap();
    let cast = Cast::samples();
    let courses = World::new(&rules, &calendar, &behaviour, &cast).unwrap().simulate(40, 3, |_| {});
    let figures = Figures::of(&courses);
    assert_eq!(figures.outcomes, [(workflow::Outcome::Unanswered, 40)]);
    assert_eq!((figures.decided, figures.late, figures.median), (0, 0, None));
    for level in ["revenue-committee", "ministry", "deputy-prime-minister"] {
        assert!(figures.escalated.contains(&(level.to_owned(), 40)), "{level}: {:?}", figures.escalated);
    }
}

#[test]
fn the_faults_of_a_behaviour_file_are_told_together_with_their_lines() {
    let (rules, _) = rules(&rulebook(), WORKFLOW);
    let text = "\
behaviour: x
served: {from: 2021-07-01, until: 2021-06-01}
filing: {after: {least: 5, usual: 3, most: 6}, late: 0%, handed-to: {reviewr: 1}}
usually: {acts-after: {least: 1, usual: 1, most: 1}, silent: 0%}
parties: {isuer: {acts-after: {least: 1, usual: 1, most: 1}, silent: 5%}}
choices: {anul: 1, change: -1}
";
    let told = simulate::read("x.yaml", text, &rules.definition).unwrap_err().to_string();
    for part in [
        "before the first",
        "least and the most",
        "did you mean `reviewer`?",
        "did you mean `issuer`?",
        "did you mean `annul`?",
        "a weight is zero or more",
        "x.yaml:6",
    ] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
    let text = text.replace("silent: 5%", "silent: 105%").replace("from: 2021-07-01", "from: July");
    let told = simulate::read("x.yaml", &text, &rules.definition).unwrap_err().to_string();
    for part in ["`105%` is no share", "July", "did you mean `annul`?", "least and the most"] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
    assert!(!told.contains("before the first"), "a day that cannot be read is compared:\n{told}");
}

#[test]
fn the_picture_says_in_words_what_its_bars_show_and_escapes_them() {
    let figures = Figures::of(&courses(40, 1));
    let svg = simulate::picture("Appeals & <objections>", &figures);
    assert!(svg.starts_with("<svg xmlns") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("<title id=\"title\">Appeals &amp; &lt;objections&gt;: what if</title>"));
    assert!(svg.contains(&format!("median {}", figures.median.unwrap())));
    assert!(svg.contains("prefers-color-scheme: dark"));
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    for (outcome, count) in &figures.outcomes {
        assert!(svg.contains(&outcome.to_string()) && svg.contains(&format!("({count})")));
    }
}

/// An appeal of a shipped story.
struct Past {
    name: String,
    reference: String,
    journal: Vec<Entry>,
    appellant: String,
    cast: Cast,
}

fn pasts(rulebook: &Rulebook) -> Vec<Past> {
    let mut pasts = Vec::new();
    for (name, text) in shipped::stories() {
        let source = story::read(name, text).unwrap();
        // A replay counts by one calendar: a past in which it changed differs from itself.
        let changes = source.value.moments.iter().any(|moment| moment.calendar.is_some());
        if source.value.workflow != WORKFLOW || changes {
            continue;
        }
        let cast = Cast::samples().with(&source.value.given);
        let played = story::play_in_memory(&source, rulebook, &cast).unwrap();
        for (appeal, one) in played.appeals.into_iter().filter(|(_, one)| one.appeal.is_some()) {
            let journal: Vec<Entry> = one.journal().cloned().collect();
            let (reference, appellant) = (one.reference.clone(), one.organisation.clone());
            let (name, cast) = (format!("{name} {appeal}"), cast.clone());
            pasts.push(Past { name, reference, journal, appellant, cast });
        }
    }
    pasts
}

fn replayed(past: &Past, rulebook: &Rulebook, definition: &Definition) -> Vec<Change> {
    let (_, calendar) = rules(rulebook, WORKFLOW);
    replayed_by(past, rulebook, definition, &calendar)
}

fn replayed_by(past: &Past, rulebook: &Rulebook, definition: &Definition, new: &Calendar) -> Vec<Change> {
    let (_, calendar) = rules(rulebook, WORKFLOW);
    let cast = &past.cast;
    let until = past.journal.iter().map(|entry| entry.recorded_at).max().unwrap_or(Timestamp::MIN);
    let changed = Changed {
        definition,
        calendar: new,
        ladder: &cast.ladder,
        organisation: cast.organisations.get(&past.appellant),
        until,
    };
    replay::replay(&past.reference, &past.journal, WORKFLOW, &calendar, &changed).changes
}

/// The shipped workflow with this text in place of that.
fn changed(from: &str, to: &str) -> Definition {
    let files = shipped::rules().workflows.into_iter().find(|files| files.file == format!("{WORKFLOW}.yaml"));
    let files = files.unwrap();
    assert!(files.text.contains(from), "{from}");
    let text = files.text.replacen(from, to, 1);
    workflow::read(&files.file, &text, &files.letters).unwrap_or_else(|problems| panic!("{problems}"))
}

fn of_story<'a>(pasts: &'a [Past], name: &str) -> &'a Past {
    pasts.iter().find(|past| past.name.contains(name)).unwrap()
}

#[test]
fn a_replay_under_the_same_rules_differs_in_nothing() {
    let rulebook = rulebook();
    let (rules, _) = rules(&rulebook, WORKFLOW);
    let pasts = pasts(&rulebook);
    assert!(pasts.len() > 15);
    for past in pasts {
        assert_eq!(replayed(&past, &rulebook, &rules.definition), [], "{}", past.name);
    }
}

#[test]
fn a_longer_term_moves_the_dates_and_silence_no_longer_escalates() {
    let rulebook = rulebook();
    let longer = changed("within: 10 sutki, from: receipt", "within: 20 sutki, from: receipt");
    let pasts = pasts(&rulebook);
    let changes = replayed(of_story(&pasts, "silence-climbs"), &rulebook, &longer);
    // Twenty sutki from 27 January end on Tuesday 16 February.
    let day = |text: &str| Some(text.parse().unwrap());
    let date = Change::Date {
        limit: "legal/review/decide".to_owned(),
        was: day("2021-02-08"),
        would_be: day("2021-02-16"),
    };
    assert!(changes.contains(&date), "{changes:#?}");
    assert!(changes.iter().any(|change| matches!(change, Change::Way { track, .. } if track == "legal")));
}

#[test]
fn what_was_done_and_would_be_refused_is_told_with_the_reason() {
    let rulebook = rulebook();
    let narrower = changed("          - annul\n", "");
    let pasts = pasts(&rulebook);
    let changes = replayed(of_story(&pasts, "a-returned-complaint-is-completed"), &rulebook, &narrower);
    let refused = changes.iter().find_map(|change| match change {
        Change::Refused { asked, actor, refusal, .. } if asked == "annul" => Some((actor, refusal)),
        _ => None,
    });
    let (actor, refusal) = refused.unwrap_or_else(|| panic!("{changes:#?}"));
    assert_eq!(actor, "DGD-ALMATY");
    assert!(refusal.contains("not lawful at the step `review`"), "{refusal}");
    let ended = |change: &Change| matches!(change, Change::Outcome { was, would_be } if was.starts_with("annulled") && would_be.starts_with("at review"));
    assert!(changes.iter().any(ended), "{changes:#?}");
}

#[test]
fn the_picture_of_a_replay_lays_earlier_days_to_the_left_and_later_ones_to_the_right_of_none() {
    let date = |limit: &str, was: &str, would_be: &str| Change::Date {
        limit: limit.to_owned(),
        was: was.parse().ok(),
        would_be: would_be.parse().ok(),
    };
    let changes = vec![
        date("legal/review/decide", "2021-02-08", "2021-02-05"),
        date("legal/court/decide", "2021-03-08", "2021-06-16"),
        date("legal/court/appeal", "2021-03-08", ""),
    ];
    let mut figures = replay::Figures::default();
    let none = Difference { reference: "A".to_owned(), changes: Vec::new() };
    for difference in [Difference { reference: "B".to_owned(), changes }, none] {
        figures.add(&difference);
    }
    assert_eq!((figures.appeals, figures.differing, figures.dates, figures.ways), (2, 1, 1, 0));
    assert_eq!(figures.moved, [(-3, 1), (100, 1)].into());
    let svg = replay::picture("Shorter terms", &figures);
    let left = |words: &str| -> f64 {
        let before = svg.split(words).next().unwrap_or_else(|| panic!("{words}: {svg}"));
        let column = before.rsplit("<rect").next().unwrap();
        column.split('"').nth(3).unwrap().parse().unwrap_or_else(|_| panic!("{column}"))
    };
    assert!(left("-3 to -1 calendar days: 1") < left("99 to 101 calendar days: 1"), "{svg}");
    assert!(svg.contains(">0</text>"), "no change has its place");
}

#[test]
fn a_day_off_decreed_afterwards_moves_the_dates_that_end_on_it() {
    let rulebook = rulebook();
    let (rules, _) = rules(&rulebook, WORKFLOW);
    let (name, text) =
        shipped::rules().calendars.into_iter().find(|(name, _)| name.ends_with("/kz.yaml")).unwrap();
    let closed = "entries:\n  - on: [2021-02-08]\n    kind: closure\n    name: { en: Snow, ru: Снег, kk: Қар }\n    decree: holidays-law\n";
    let text = text.replacen("entries:\n", closed, 1);
    let calendar = redress::law::read_calendar(&name, &text).unwrap_or_else(|problems| panic!("{problems}"));
    let pasts = pasts(&rulebook);
    let past = of_story(&pasts, "a-complaint-left-unchanged");
    let changes = replayed_by(past, &rulebook, &rules.definition, &calendar);
    let day = |text: &str| Some(text.parse().unwrap());
    let (was, would_be) = (day("2021-02-08"), day("2021-02-09"));
    assert_eq!(changes, [Change::Date { limit: "legal/review/decide".to_owned(), was, would_be }]);
}

#[test]
fn a_simulation_signs_restores_and_annuls_in_part_where_the_workflow_asks_for_it() {
    let files = shipped::rules();
    let note = "Subject: About {{ reference }}\n\nA note.\n".to_owned();
    let frame = "{{ body }}\n\nReference: {{ reference }}\n".to_owned();
    let letters = [("note.en.txt".to_owned(), note), ("frame.en.txt".to_owned(), frame)].into();
    let text = include_str!("procedure/complaint.yaml").to_owned();
    let complaint = redress::registry::WorkflowFiles { file: "complaint.yaml".to_owned(), text, letters };
    let rulebook =
        Rulebook::of_files(&[complaint], &files.calendars).unwrap_or_else(|fault| panic!("{fault}"));
    let (rules, calendar) = rules(&rulebook, "complaint");
    let behaviour = shipped_behaviour("behaviours/default.yaml", &rules.definition);
    let cast = Cast::samples();
    let courses = World::new(&rules, &calendar, &behaviour, &cast).unwrap().simulate(300, 1, |_| {});
    let figures = Figures::of(&courses);
    for outcome in
        [workflow::Outcome::SentBack, workflow::Outcome::AnnulledInPart, workflow::Outcome::Annulled]
    {
        assert!(courses.iter().any(|course| course.decision == Some(outcome)), "{outcome}: {figures:#?}");
    }
    assert!(courses.iter().any(|course| course.late && course.decision.is_some()), "{figures:#?}");
    assert_eq!(figures.stuck, [], "{figures:#?}");
}
