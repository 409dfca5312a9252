//! Playing a story: the clock is moved from one thing that is due to the next, and everything that
//! production does is done by the same code.

use std::collections::BTreeMap;

use jiff::Timestamp;
use thiserror::Error;

use super::file::{Filing, Moment, Story};
use crate::appeal::{Act, Actor, Command, DecisionAppealed, Deed, File, Note, Suspension};
use crate::clock::Clock;
use crate::daemon::{post, watch};
use crate::law;
use crate::mail::Mail;
use crate::registry::{Answer, Reference, Registry, Submission};
use crate::store::{self, StoreFault};
use crate::texts::Language;

/// Why a story could not be played.
#[derive(Debug, Error)]
pub enum StoryFault {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The program answered otherwise than the story tells.
    #[error("{at}, {appeal}: the story was answered: {answer}")]
    Answer {
        /// When.
        at: String,
        /// Which appeal.
        appeal: String,
        /// The answer.
        answer: String,
    },
    /// The story's workflow or calendar is not loaded.
    #[error("the workflow {0} of the story is not loaded")]
    NoWorkflow(String),
}

/// What has just happened, for whoever tells the story on.
#[derive(Debug, Clone)]
pub struct Told {
    /// The appeal's name in the story, where it has one.
    pub appeal: String,
    /// The entry.
    pub entry: store::journal::Stored,
    /// The appeal's reference.
    pub reference: String,
    /// Where the fact is known from, for what people did.
    pub source: Option<String>,
}

/// Plays stories.
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
    pub async fn play(&self, story: &Story, mut tell: impl FnMut(&Told)) -> Result<(), StoryFault> {
        let unknown = || StoryFault::NoWorkflow(story.workflow.clone());
        let rules = self.registry.rulebook().newest(&story.workflow).ok_or_else(unknown)?;
        let calendar = self.registry.rulebook().calendar(&rules.definition.calendar).ok_or_else(unknown)?;
        let mut tracked = Tracked::default();
        for (number, moment) in story.moments.iter().enumerate() {
            let at = calendar.zone().to_timestamp(moment.at).unwrap_or(Timestamp::MIN);
            self.pass_until(at, &mut tracked, &mut tell).await?;
            self.clock.set(at);
            self.happen(story, number, moment, &mut tracked).await?;
            self.settle(&mut tracked, Some(&moment.source), &mut tell).await?;
        }
        let end = law::end_of(story.until, &calendar);
        self.pass_until(end, &mut tracked, &mut tell).await?;
        self.clock.set(end);
        Ok(())
    }

    /// Lets time pass, stopping at each instant at which it asks something.
    async fn pass_until(
        &self,
        at: Timestamp,
        tracked: &mut Tracked,
        tell: &mut impl FnMut(&Told),
    ) -> Result<(), StoryFault> {
        while let Some(next) =
            store::appeal::next_wake(self.registry.store()).await?.filter(|next| *next <= at)
        {
            self.clock.set(next.max(self.clock.now()));
            watch::catch_up(self.registry, self.clock).await?;
            self.settle(tracked, None, tell).await?;
        }
        Ok(())
    }

    async fn happen(
        &self,
        story: &Story,
        number: usize,
        moment: &Moment,
        tracked: &mut Tracked,
    ) -> Result<(), StoryFault> {
        let key = format!("story {} {number}", story.story);
        let organisation = match &moment.file {
            Some(filing) => filing.appellant.clone().unwrap_or_else(|| moment.appeal.clone()),
            None => {
                tracked.organisations.get(&moment.appeal).cloned().unwrap_or_else(|| moment.appeal.clone())
            }
        };
        let actor = match (&moment.by, &moment.note) {
            (Some(office), _) => Actor::Office(office.clone()),
            (None, Some(_)) => Actor::Clerk,
            (None, None) => Actor::Organisation(organisation.clone()),
        };
        let command = match (&moment.file, &moment.act, &moment.note) {
            (Some(filing), _, _) => Command::File(Box::new(file(story, filing, &organisation))),
            (None, Some(action), _) => {
                Command::Act(Act { action: action.clone(), stated: moment.stated.clone(), ..Act::default() })
            }
            (None, None, note) => Command::Note(Note {
                text: note.clone().unwrap_or_default(),
                source: Some(moment.source.clone()),
            }),
        };
        let reference = match &command {
            Command::File(_) => {
                let reference = Reference::of_key(&key).to_string();
                tracked.names.insert(reference.clone(), moment.appeal.clone());
                tracked.organisations.insert(moment.appeal.clone(), organisation);
                None
            }
            _ => tracked
                .names
                .iter()
                .find(|(_, name)| **name == moment.appeal)
                .map(|(reference, _)| reference.clone()),
        };
        let submission = Submission { key, reference, deed: Deed { actor, command } };
        let fault =
            |answer| StoryFault::Answer { at: moment.at.to_string(), appeal: moment.appeal.clone(), answer };
        match self.registry.submit(submission, self.clock.now()).await? {
            Answer::Done(_) => Ok(()),
            Answer::Refused(refusal) => Err(fault(refusal.to_string())),
            Answer::Faulty(why) => Err(fault(why)),
        }
    }

    /// Sends what was written and tells what was entered since the last time.
    async fn settle(
        &self,
        tracked: &mut Tracked,
        source: Option<&str>,
        tell: &mut impl FnMut(&Told),
    ) -> Result<(), StoryFault> {
        post::empty(self.registry, self.mail, self.clock).await?;
        for (reference, name) in &tracked.names {
            let Some(row) = store::appeal::find(self.registry.store(), reference).await? else { continue };
            let known = tracked.told.entry(reference.clone()).or_default();
            if row.seq == *known {
                continue;
            }
            let journal = store::journal::of(self.registry.store(), &[row.id]).await?;
            for entry in journal.into_iter().filter(|stored| stored.entry.seq > *known) {
                let (appeal, reference, source) =
                    (name.clone(), reference.clone(), source.map(str::to_owned));
                tell(&Told { appeal, entry, reference, source });
            }
            *known = row.seq;
        }
        Ok(())
    }
}

/// What a story has named and told so far.
#[derive(Debug, Default)]
struct Tracked {
    names: BTreeMap<String, String>,
    organisations: BTreeMap<String, String>,
    told: BTreeMap<String, i32>,
}

fn file(story: &Story, filing: &Filing, organisation: &str) -> File {
    let suspension = filing
        .suspended
        .as_ref()
        .map(|suspended| Suspension { from: suspended.from, until: suspended.until });
    File {
        workflow: story.workflow.clone(),
        appellant: organisation.to_owned(),
        with: filing.with.clone(),
        language: Language::Ru,
        decision: DecisionAppealed {
            issuer: filing.issuer.clone(),
            decided_on: filing.decided_on,
            served_on: filing.served_on,
            article: filing.article.clone(),
            fine: filing.fine,
            suspension,
            ..DecisionAppealed::default()
        },
        stated: filing.stated.clone(),
    }
}
