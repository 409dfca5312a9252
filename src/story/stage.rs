//! Where a story is played: in memory, or live over the registry, watch, post and Postgres.
//!
//! A stage answers deeds, lets time ask what it asks, and shows what was entered and written. What is played on it
//! is the same; a test compares what the two make of every shipped story.

use std::sync::Arc;

use jiff::Timestamp;

use super::calendars::Changed;
use super::play::StoryFault;
use crate::appeal::Appeal;
use crate::clock::Clock;
use crate::daemon::{post, watch};
use crate::law::Almanac;
use crate::letter::Written;
use crate::mail::Mail;
use crate::registry::{Answer, ApplyFault, Registry, Submission};
use crate::store::{self, journal::Stored};

/// What is to be seen of an appeal.
#[derive(Debug, Clone)]
pub struct View {
    /// The appeal as it stands.
    pub appeal: Appeal,
    /// The entries after the one asked for.
    pub entries: Vec<Stored>,
    /// The letters that they caused.
    pub letters: Vec<Sent>,
    /// Why it could not be carried on.
    pub fault: Option<String>,
}

/// A letter as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The number of the entry that caused it.
    pub seq: i32,
    /// The code of the recipient.
    pub recipient: String,
    /// The letter's name in the workflow.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The body.
    pub body: String,
}

impl From<Written> for Sent {
    fn from(letter: Written) -> Sent {
        let Written { seq, recipient, name, subject, body, .. } = letter;
        Sent { seq, recipient, name, subject, body }
    }
}

/// A place to play.
pub(super) trait Stage {
    /// Answers a deed at an instant.
    async fn submit(&mut self, submission: Submission, now: Timestamp) -> Result<Answer, StoryFault>;
    /// The earliest instant at which time asks something of any appeal.
    async fn next_wake(&mut self) -> Result<Option<Timestamp>, StoryFault>;
    /// Deals with all that fell due by now.
    async fn pass_time(&mut self, now: Timestamp) -> Result<(), StoryFault>;
    /// Puts another calendar in force and moves the dates of open appeals to where it puts them.
    async fn change_calendar(&mut self, changed: &Changed, now: Timestamp) -> Result<(), StoryFault>;
    /// Every calendar by which a date was counted.
    fn almanac(&self) -> Arc<Almanac>;
    /// What is to be seen of an appeal, its entries after this one.
    async fn view(&mut self, reference: &str, after: i32) -> Result<Option<View>, StoryFault>;
}

/// The stage of the real program on a clock that can be set.
#[derive(Debug)]
pub(super) struct Live<'a> {
    pub registry: &'a Registry,
    pub mail: &'a Mail,
    pub clock: &'a Clock,
}

impl Stage for Live<'_> {
    async fn submit(&mut self, submission: Submission, now: Timestamp) -> Result<Answer, StoryFault> {
        self.clock.set(now);
        let answer = self.registry.submit(submission, self.clock.now()).await?;
        post::empty(self.registry, self.mail, self.clock).await?;
        Ok(answer)
    }

    async fn next_wake(&mut self) -> Result<Option<Timestamp>, StoryFault> {
        Ok(store::appeal::next_wake(self.registry.store()).await?)
    }

    async fn pass_time(&mut self, now: Timestamp) -> Result<(), StoryFault> {
        self.clock.set(now);
        watch::catch_up(self.registry, self.clock).await?;
        post::empty(self.registry, self.mail, self.clock).await?;
        Ok(())
    }

    async fn change_calendar(&mut self, changed: &Changed, now: Timestamp) -> Result<(), StoryFault> {
        self.clock.set(now);
        let Changed { text, calendar, allow_earlier } = changed;
        let (rulebook, store) = (self.registry.rulebook(), self.registry.store());
        let stored = rulebook.store_calendar(store, calendar.name(), text, now).await;
        stored.map_err(ApplyFault::from)?;
        self.registry.apply(calendar, *allow_earlier, now, |_, _| {}).await?;
        post::empty(self.registry, self.mail, self.clock).await?;
        Ok(())
    }

    fn almanac(&self) -> Arc<Almanac> {
        self.registry.rulebook().almanac()
    }

    async fn view(&mut self, reference: &str, after: i32) -> Result<Option<View>, StoryFault> {
        let store = self.registry.store();
        let Some(row) = store::appeal::find(store, reference).await? else { return Ok(None) };
        let (mut entries, mut letters) = (Vec::new(), Vec::new());
        if row.seq > after {
            entries = store::journal::of(store, &[row.id]).await?;
            entries.retain(|stored| stored.entry.seq > after);
            letters = store::letter::of(store, reference).await?;
            letters.retain(|letter| letter.seq > after);
        }
        let sent = |letter: store::letter::Letter| {
            let store::letter::Letter { seq, recipient, name, subject, body, .. } = letter;
            Sent { seq, recipient, name, subject, body }
        };
        let letters = letters.into_iter().map(sent).collect();
        Ok(Some(View { appeal: row.appeal, entries, letters, fault: row.fault }))
    }
}
