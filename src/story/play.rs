//! Playing a story: the clock is moved from one thing that is due to the next, and everything that
//! production does is done by the same code.

use std::collections::BTreeMap;

use futures_util::FutureExt;
use jiff::Timestamp;
use thiserror::Error;

use super::calendars::{self, Changed};
use super::cast::Cast;
use super::deed;
use super::file::{Moment, Story};
use super::judge::{self, Failure, Sighting};
use super::memory::Memory;
use super::stage::{Live, Sent, Stage};
use crate::appeal::{Appeal, Entry, Refusal};
use crate::clock::Clock;
use crate::law::{self, Calendar};
use crate::mail::Mail;
use crate::registry::{Answer, ApplyFault, Reference, Registry, Rulebook, Submission};
use crate::source::{Problems, Source};
use crate::store::{StoreFault, journal::Stored};

/// Why a story could not be played.
#[derive(Debug, Error)]
pub enum StoryFault {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The story's workflow or calendar is not loaded.
    #[error("the workflow {0} of the story is not loaded")]
    NoWorkflow(String),
    /// What it says of the calendar cannot be.
    #[error("{0}")]
    Problems(Problems),
    /// A calendar could not come into force.
    #[error(transparent)]
    Calendar(#[from] ApplyFault),
}

/// What has just happened, for whoever tells the story on.
#[derive(Debug, Clone)]
pub struct Told {
    /// The appeal's name in the story, where it has one.
    pub appeal: String,
    /// The entry.
    pub entry: Stored,
    /// The appeal's reference.
    pub reference: String,
    /// Where the fact is known from, for what people did.
    pub source: Option<String>,
}

/// A story as it was played.
#[derive(Debug, Default)]
pub struct Played {
    /// Its appeals, by the names that the story gives them.
    pub appeals: BTreeMap<String, PlayedAppeal>,
    /// The refusals that its deeds met.
    pub refusals: Vec<Refusal>,
    /// What was not as expected.
    pub failures: Vec<Failure>,
}

/// What was not as expected, drawn on the lines of the story's file.
pub fn problems(source: &Source<Story>, played: &Played) -> Problems {
    source.into_problems(played.failures.iter().map(|failure| failure.problem(source)).collect())
}

/// An appeal as a story left it.
#[derive(Debug, Default)]
pub struct PlayedAppeal {
    /// Its reference.
    pub reference: String,
    /// The organisation that appeals.
    pub organisation: String,
    /// Where it stands; none if its filing was refused.
    pub appeal: Option<Appeal>,
    /// Its journal.
    pub entries: Vec<Stored>,
    /// Its letters.
    pub letters: Vec<Sent>,
    /// Why it could not be carried on.
    pub fault: Option<String>,
    /// How much of journal and letters was there at its moment before.
    seen: (usize, usize),
}

impl PlayedAppeal {
    /// The entries alone.
    pub fn journal(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|stored| &stored.entry)
    }
}

/// Plays stories over the real registry, watch and post.
#[derive(Debug)]
pub struct Player<'a> {
    /// The registry.
    pub registry: &'a Registry,
    /// The mail.
    pub mail: &'a Mail,
    /// The clock, which must be one that can be set.
    pub clock: &'a Clock,
}

impl Player<'_> {
    /// Plays a story to its end and passes each entry on as it is written.
    ///
    /// # Errors
    /// The database failed, or the workflow is not loaded. What is not as expected is told in the answer.
    pub async fn play(&self, source: &Source<Story>, tell: impl FnMut(&Told)) -> Result<Played, StoryFault> {
        let Player { registry, mail, clock } = *self;
        let stage = Live { registry, mail, clock };
        play_on(stage, source, registry.rulebook(), tell).await
    }
}

/// Plays a story in memory, with these rules and these people, against which it was read.
///
/// # Errors
/// The workflow is not among the rules, or a calendar of the story cannot be.
///
/// # Panics
/// Never: nothing in memory is waited for.
pub fn play_in_memory(
    source: &Source<Story>,
    rulebook: &Rulebook,
    cast: &Cast,
) -> Result<Played, StoryFault> {
    let cast = cast.with(&source.value.given);
    let played = play_on(Memory::new(rulebook, &cast), source, rulebook, |_| {});
    played.now_or_never().expect("nothing in memory is waited for")
}

async fn play_on<S: Stage>(
    stage: S,
    source: &Source<Story>,
    rulebook: &Rulebook,
    tell: impl FnMut(&Told),
) -> Result<Played, StoryFault> {
    let story = &source.value;
    let rules = rulebook.newest(&story.workflow);
    let calendar = rules.and_then(|rules| rulebook.calendar(&rules.definition.calendar));
    let calendar = calendar.ok_or_else(|| StoryFault::NoWorkflow(story.workflow.clone()))?;
    let changes = calendars::changes(source, &calendar);
    let changes = changes.map_err(|problems| StoryFault::Problems(source.into_problems(problems)))?;
    let (now, played) = (Timestamp::MIN, Played::default());
    let mut performance = Performance { story, calendar: &calendar, changes, stage, tell, now, played };
    for (number, moment) in story.moments.iter().enumerate() {
        performance.moment(number, moment).await?;
    }
    if let Some(until) = story.until {
        let end = law::end_of(until, &calendar);
        performance.pass_until(end).await?;
        performance.stage.pass_time(end).await?;
        performance.settle(None).await?;
    }
    Ok(performance.played)
}

struct Performance<'a, S, T> {
    story: &'a Story,
    calendar: &'a Calendar,
    changes: BTreeMap<usize, Changed>,
    stage: S,
    tell: T,
    now: Timestamp,
    played: Played,
}

impl<S: Stage, T: FnMut(&Told)> Performance<'_, S, T> {
    async fn moment(&mut self, number: usize, moment: &Moment) -> Result<(), StoryFault> {
        let at = self.calendar.zone().to_timestamp(moment.at).unwrap_or(Timestamp::MIN);
        if !moment.after_outage {
            self.pass_until(at).await?;
        }
        self.now = at;
        self.stage.pass_time(at).await?;
        self.settle(None).await?;
        let answer = self.happen(number, moment).await?;
        self.settle(moment.source.as_deref()).await?;
        if let Some(Answer::Refused(refusal)) = &answer {
            self.played.refusals.push(refusal.clone());
        }
        self.judge(number, moment, answer.as_ref());
        Ok(())
    }

    /// Lets time pass, stopping at each instant at which it asks something.
    async fn pass_until(&mut self, at: Timestamp) -> Result<(), StoryFault> {
        while let Some(next) = self.stage.next_wake().await?.filter(|next| *next <= at) {
            self.now = next.max(self.now);
            self.stage.pass_time(self.now).await?;
            self.settle(None).await?;
        }
        Ok(())
    }

    async fn happen(&mut self, number: usize, moment: &Moment) -> Result<Option<Answer>, StoryFault> {
        let story = self.story;
        let name = story.appeal_of(moment);
        let key = deed::key(story, number);
        if let Some(changed) = self.changes.get(&number) {
            self.stage.change_calendar(changed, self.now).await?;
            return Ok(None);
        }
        if let Some(filing) = &moment.file {
            let appeal = PlayedAppeal {
                reference: Reference::of_key(&key).to_string(),
                organisation: deed::appellant(story, moment, filing).to_owned(),
                ..PlayedAppeal::default()
            };
            self.played.appeals.insert(name.to_owned(), appeal);
        }
        let known = self.played.appeals.get(name);
        let organisation = known.map_or(name, |known| &known.organisation);
        let Some(deed) = deed::deed(story, moment, organisation) else { return Ok(None) };
        let reference = match moment.file {
            Some(_) => None,
            None => Some(known.map_or_else(|| name.to_owned(), |known| known.reference.clone())),
        };
        let submission = Submission { key, reference, deed };
        self.stage.submit(submission, self.now).await.map(Some)
    }

    /// Tells what was entered since the last time.
    async fn settle(&mut self, source: Option<&str>) -> Result<(), StoryFault> {
        for (name, known) in &mut self.played.appeals {
            let last = known.entries.last().map_or(0, |stored| stored.entry.seq);
            let Some(view) = self.stage.view(&known.reference, last).await? else { continue };
            for entry in &view.entries {
                let (reference, source) = (known.reference.clone(), source.map(str::to_owned));
                (self.tell)(&Told { appeal: name.clone(), entry: entry.clone(), reference, source });
            }
            known.entries.extend(view.entries);
            known.letters.extend(view.letters);
            known.appeal = Some(view.appeal);
            known.fault = view.fault;
        }
        Ok(())
    }

    fn judge(&mut self, number: usize, moment: &Moment, answer: Option<&Answer>) {
        let nothing = PlayedAppeal::default();
        let known = self.played.appeals.get(self.story.appeal_of(moment)).unwrap_or(&nothing);
        let almanac = self.stage.almanac();
        let sighting = Sighting {
            calendar: self.calendar,
            almanac: &almanac,
            today: law::day_of(self.now, self.calendar),
            appeal: known.appeal.as_ref(),
            journal: &known.entries,
            entries: &known.entries[known.seen.0..],
            letters: &known.letters[known.seen.1..],
            answer,
            fault: known.fault.as_deref(),
        };
        let failures = judge::judge(moment.expect.as_ref(), &sighting);
        self.played.failures.extend(failures.into_iter().map(|failure| failure.at_moment(number)));
        if let Some(known) = self.played.appeals.get_mut(self.story.appeal_of(moment)) {
            known.seen = (known.entries.len(), known.letters.len());
        }
    }
}
