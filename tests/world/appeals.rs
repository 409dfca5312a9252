//! The world of appeals: a database, the sample offices, a clock that is set by hand, mail in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use redress::appeal::{Act, Actor, Command, DecisionAppealed, Deed, Entry, Event, File, Note, Suspension};
use redress::clock::Clock;
use redress::daemon::{post, watch};
use redress::ladder::{self, Ladder};
use redress::mail::{Identity, Mail};
use redress::registry::{Answer, Registry, Rulebook, Submission};
use redress::store::{self, Store, appeal::Listed, letter::Letter};
use redress::story::Cast;
use redress::texts::Language;
use redress::{doctor, shipped};

use super::cluster::{TestDatabase, database};

/// A database with the shipped workflows and the sample offices.
pub struct World {
    pub registry: Registry,
    pub clock: Clock,
    pub mail: Mail,
    pub database: TestDatabase,
    keys: std::sync::atomic::AtomicU32,
}

impl World {
    /// A world in which it is this time in Almaty in the winter of 2021: `2021-01-27 10:00`.
    pub async fn at(time: &str) -> World {
        World::standing_at(instant(time)).await
    }

    /// A world in which it is now, for the program runs on the machine's clock.
    pub async fn of_today() -> World {
        World::standing_at(Clock::Real.now()).await
    }

    async fn standing_at(now: jiff::Timestamp) -> World {
        let database = database().await;
        let store = Store::connect(database.options.clone(), 4).await.unwrap();
        let files = shipped::rules();
        let rulebook = Arc::new(Rulebook::default());
        let clock = Clock::standing_at(now);
        rulebook
            .store(&store, &files.workflows, &files.calendars, clock.now())
            .await
            .unwrap_or_else(|f| panic!("{f}"));
        let sample = |name| shipped::text(name).unwrap();
        let offices = ladder::offices(sample("samples/offices.csv"), &Ladder::default()).unwrap();
        store::ladder::store_offices(&store, &offices).await.unwrap();
        let organisations = ladder::organisations(sample("samples/organisations.csv")).unwrap();
        store::ladder::store_organisations(&store, &organisations).await.unwrap();
        let registry = Registry::new(store, rulebook, "redress.test");
        let mail = Mail::memory(Identity::new("appeals@redress.test", &[7; 32]).unwrap());
        World { registry, clock, mail, database, keys: Default::default() }
    }

    /// Stores the offices and organisations of a story.
    pub async fn invite(&self, cast: &Cast) {
        let offices: Vec<_> = cast.ladder.iter().cloned().collect();
        store::ladder::store_offices(self.store(), &offices).await.unwrap();
        let organisations: Vec<_> = cast.organisations.values().cloned().collect();
        store::ladder::store_organisations(self.store(), &organisations).await.unwrap();
    }

    pub fn store(&self) -> &Store {
        self.registry.store()
    }

    fn key(&self) -> String {
        format!("key {}", self.keys.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }

    pub async fn submit(&self, submission: Submission) -> Answer {
        self.registry.submit(submission, self.clock.now()).await.unwrap()
    }

    /// Files an appeal of ECHO with the reviewer and answers with its reference.
    pub async fn file_appeal(&self) -> String {
        self.file(filing()).await
    }

    pub async fn file(&self, file: File) -> String {
        match self.submit(self.filing_of(file)).await {
            Answer::Done(receipt) => receipt.reference,
            other => panic!("the filing was answered {other:?}"),
        }
    }

    pub fn filing_of(&self, file: File) -> Submission {
        let actor = Actor::Organisation(file.appellant.clone());
        let deed = Deed { actor, command: Command::File(Box::new(file)) };
        Submission { key: self.key(), reference: None, deed }
    }

    /// An office, or the organisation ECHO, does something.
    pub async fn act(&self, reference: &str, who: &str, act: Act) -> Answer {
        let actor = match who {
            "ECHO" => Actor::Organisation(who.to_owned()),
            office => Actor::Office(office.to_owned()),
        };
        let deed = Deed { actor, command: Command::Act(act) };
        self.submit(Submission { key: self.key(), reference: Some(reference.to_owned()), deed }).await
    }

    /// The same, which must succeed.
    pub async fn does(&self, reference: &str, who: &str, act: Act) {
        let answer = self.act(reference, who, act).await;
        assert!(matches!(answer, Answer::Done(_)), "{answer:?}");
    }

    /// The legal day in Almaty, so many days ago.
    pub fn days_ago(&self, days: i64) -> Date {
        let then = self.clock.now() - jiff::SignedDuration::from_hours(24 * days);
        redress::law::day_of(then, &self.registry.rulebook().calendar("kz").unwrap())
    }

    /// Files so many appeals of ECHO so many days ago; answers with their references.
    pub async fn filed_days_ago(&self, days: i64, how_many: usize) -> Vec<String> {
        let decided = self.days_ago(days + 1);
        let mut file = filing();
        file.decision.decided_on = decided;
        file.decision.served_on = decided;
        file.decision.suspension = None;
        let then = self.clock.now() - jiff::SignedDuration::from_hours(24 * days);
        let submissions = (0..how_many).map(|_| self.filing_of(file.clone())).collect();
        let answers = self.registry.submit_all(submissions, then).await.unwrap();
        let references = answers.into_iter().map(|answer| match answer {
            Answer::Done(receipt) => receipt.reference,
            other => panic!("the filing was answered {other:?}"),
        });
        references.collect()
    }

    pub async fn note(&self, reference: &str, text: &str) {
        let command = Command::Note(Note { text: text.to_owned(), source: None, wish: None });
        let deed = Deed { actor: Actor::Clerk, command };
        self.submit(Submission { key: self.key(), reference: Some(reference.to_owned()), deed }).await;
    }

    /// It becomes this time, and the daemon looks once.
    pub async fn becomes(&self, time: &str) -> usize {
        self.clock.set(instant(time));
        watch::catch_up(&self.registry, &self.clock).await.unwrap().due
    }

    /// Lets time pass to this instant as a running daemon would live it: from one wake time to the next.
    pub async fn lives_until(&self, time: &str) {
        let end = instant(time);
        while let Some(next) =
            store::appeal::next_wake(self.store()).await.unwrap().filter(|next| *next <= end)
        {
            self.clock.set(next.max(self.clock.now()));
            watch::catch_up(&self.registry, &self.clock).await.unwrap();
        }
        self.clock.set(end);
    }

    pub async fn sends_letters(&self) -> usize {
        post::empty(&self.registry, &self.mail, &self.clock).await.unwrap()
    }

    pub async fn row(&self, reference: &str) -> Listed {
        store::appeal::find(self.store(), reference).await.unwrap().unwrap()
    }

    /// Where the legal track stands and whose turn it is.
    pub async fn stands(&self, reference: &str) -> (String, String) {
        let row = self.row(reference).await;
        (row.step, row.holder.unwrap_or_default())
    }

    pub async fn due_on(&self, reference: &str) -> Date {
        self.row(reference).await.due_on.unwrap()
    }

    pub async fn journal(&self, reference: &str) -> Vec<Entry> {
        let row = self.row(reference).await;
        let journal = store::journal::of(self.store(), &[row.id]).await.unwrap();
        journal.into_iter().map(|stored| stored.entry).collect()
    }

    pub async fn letters(&self, reference: &str) -> Vec<Letter> {
        store::letter::of(self.store(), reference).await.unwrap()
    }

    /// The offices that each deadline was missed by, in order.
    pub async fn missed_by(&self, reference: &str) -> Vec<String> {
        let missed = self.journal(reference).await.into_iter().filter_map(|entry| match entry.event {
            Event::DeadlineMissed { office, by, .. } => Some(office.unwrap_or(by)),
            _ => None,
        });
        missed.collect()
    }

    /// What the doctor finds.
    pub async fn faults(&self) -> Vec<String> {
        let found = doctor::examine(&self.registry, |_| {}).await.unwrap().faults;
        found.iter().map(ToString::to_string).collect()
    }
}

/// An instant in Almaty before March 2024.
pub fn instant(time: &str) -> jiff::Timestamp {
    format!("{}:00+06:00", time.replace(' ', "T")).parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// ECHO against the decision of 15 January 2021.
pub fn filing() -> File {
    let decided = day("2021-01-15");
    File {
        workflow: "kz-koap-suspension".to_owned(),
        appellant: "ECHO".to_owned(),
        with: "reviewer".to_owned(),
        language: Language::Ru,
        decision: DecisionAppealed {
            issuer: "UGD-ALMATY".to_owned(),
            decided_on: decided,
            served_on: decided,
            article: Some("KoAP 460-1(2)".to_owned()),
            fine: Some(1_166_800),
            suspension: Some(Suspension { from: decided, until: day("2021-04-15") }),
            ..DecisionAppealed::default()
        },
        stated: stated(&[("reasons", "The forms held no false data.")]),
    }
}

pub fn stated(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// An action that states something.
pub fn act(action: &str, pairs: &[(&str, &str)]) -> Act {
    Act { action: action.to_owned(), stated: stated(pairs), ..Act::default() }
}
