//! One appeal of each kind, brought where it is by the real registry; the others are copies of these.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use redress::appeal::{Act, Actor, Command, DecisionAppealed, Deed, File, Suspension};
use redress::clock::Clock;
use redress::daemon::watch;
use redress::registry::{Answer, Registry, Submission};
use redress::store;
use redress::texts::Language;

/// A kind of appeal.
pub struct Kind {
    /// Of how many appeals out of ten thousand.
    pub share: u32,
    /// When it was filed, in days before the pages are asked.
    filed: i64,
    /// What was done with it: days after the filing, by whom, what.
    deeds: &'static [(i64, &'static str, &'static str)],
}

/// The kinds: 5 of 100 are open; of these most are with the reviewer, some climb the ladder.
pub const KINDS: &[Kind] = &[
    Kind { share: 6300, filed: 200, deeds: &[(3, "DGD-ALMATY", "annul")] },
    Kind { share: 2700, filed: 180, deeds: &[(5, "DGD-ALMATY", "leave-unchanged")] },
    Kind { share: 300, filed: 150, deeds: &[(20, "ECHO", "withdraw")] },
    Kind { share: 200, filed: 120, deeds: &[(1, "ECHO", "withdraw")] },
    Kind { share: 90, filed: 9, deeds: &[(4, "DGD-ALMATY", "leave-unchanged")] },
    Kind { share: 5, filed: 20, deeds: &[] },
    Kind { share: 25, filed: 12, deeds: &[] },
    Kind { share: 50, filed: 7, deeds: &[(2, "DGD-ALMATY", "stop-clock")] },
    Kind { share: 170, filed: 8, deeds: &[] },
    Kind { share: 160, filed: 2, deeds: &[] },
];

/// Makes them, or finds them; answers with their keys.
pub async fn made(registry: &Registry, now: Timestamp) -> Vec<i64> {
    let mut moments: Vec<(Timestamp, usize, Option<usize>)> = Vec::new();
    for (place, kind) in KINDS.iter().enumerate() {
        let filed = now - SignedDuration::from_hours(24 * kind.filed);
        moments.push((filed, place, None));
        for (deed, (after, ..)) in kind.deeds.iter().enumerate() {
            moments.push((filed + SignedDuration::from_hours(24 * after), place, Some(deed)));
        }
    }
    moments.sort_unstable();
    let clock = Clock::standing_at(moments[0].0);
    let mut references: BTreeMap<usize, String> = BTreeMap::new();
    for (at, place, deed) in moments {
        live_until(registry, &clock, at).await;
        let (actor, command) = match deed.map(|deed| KINDS[place].deeds[deed]) {
            None => (Actor::Organisation("ECHO".to_owned()), filing(at)),
            Some((_, "ECHO", action)) => (Actor::Organisation("ECHO".to_owned()), act(action)),
            Some((_, office, action)) => (Actor::Office(office.to_owned()), act(action)),
        };
        let key = format!("template {place} {deed:?}");
        let submission =
            Submission { key, reference: references.get(&place).cloned(), deed: Deed { actor, command } };
        match registry.submit(submission, at).await.unwrap() {
            Answer::Done(receipt) => references.insert(place, receipt.reference),
            other => panic!("kind {place}: {other:?}"),
        };
    }
    live_until(registry, &clock, now).await;
    let mut keys = Vec::new();
    for reference in references.values() {
        keys.push(store::appeal::find(registry.store(), reference).await.unwrap().unwrap().id);
    }
    keys
}

/// Lets time pass as a running daemon lives it.
async fn live_until(registry: &Registry, clock: &Clock, end: Timestamp) {
    while let Some(next) =
        store::appeal::next_wake(registry.store()).await.unwrap().filter(|next| *next <= end)
    {
        clock.set(next.max(clock.now()));
        watch::catch_up(registry, clock).await.unwrap();
    }
    clock.set(end);
}

fn filing(at: Timestamp) -> Command {
    let decided: Date = at.to_zoned(jiff::tz::TimeZone::UTC).date().yesterday().unwrap();
    let decision = DecisionAppealed {
        issuer: "UGD-ALMATY".to_owned(),
        decided_on: decided,
        served_on: decided,
        article: Some("KoAP 460-1(2)".to_owned()),
        fine: Some(1_166_800),
        suspension: Some(Suspension {
            from: decided,
            until: decided.checked_add(jiff::Span::new().days(90)).unwrap(),
        }),
        ..DecisionAppealed::default()
    };
    Command::File(Box::new(File {
        workflow: "kz-koap-suspension".to_owned(),
        appellant: "ECHO".to_owned(),
        with: "reviewer".to_owned(),
        language: Language::Ru,
        decision,
        stated: [("reasons".to_owned(), "The forms held no false data.".to_owned())].into(),
    }))
}

fn act(action: &str) -> Command {
    let stated: &[(&str, &str)] = match action {
        "annul" | "leave-unchanged" => &[("reasons", "As the file shows.")],
        "stop-clock" => &[("question", "The register of forms.")],
        _ => &[],
    };
    let stated = stated.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let ground = (action == "stop-clock").then(|| "query-to-state-body".to_owned());
    Command::Act(Act { action: action.to_owned(), stated, ground, ..Act::default() })
}
