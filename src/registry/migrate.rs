//! Open appeals move to a newer version of their workflow: what becomes of each of their deadlines, and moving them.
//!
//! Looking reads only, and takes a version that need not be loaded. Moving brings each appeal through the same door
//! as any command; one that is under the version already is not found again, so moving twice changes nothing.

use std::collections::HashMap;

use jiff::Timestamp;
use rand::RngExt;

use super::{Answer, BATCH, Registry, Rules, Submission};
use crate::appeal::{self, Actor, Became, Command, Deed, Facts, Migration, NewVersion, Refusal};
use crate::store::{self, StoreFault};

/// Which appeals move, and how.
#[derive(Debug, Clone, Copy)]
pub struct Targets<'a> {
    /// The version to which they move.
    pub successor: &'a Rules,
    /// The one appeal that is meant; without it all open ones under an older version of the workflow.
    pub reference: Option<&'a str>,
    /// Whether a promised date may move to an earlier day.
    pub allow_earlier: bool,
}

/// An appeal under an older version, and what the newer one makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Migrating {
    /// Its reference.
    pub reference: String,
    /// The organisation that appeals.
    pub appellant: String,
    /// The number of the version that it is under.
    pub version: u32,
    /// What becomes of each deadline, or why it cannot move.
    pub migration: Result<Migration, Refusal>,
}

/// What moving brought about.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// Appeals that moved.
    pub appeals: usize,
    /// Deadlines that kept their date.
    pub kept: usize,
    /// Deadlines that were computed again.
    pub recomputed: usize,
    /// Deadlines that stay because they were promised.
    pub promises_kept: usize,
    /// Limits that only the new version has.
    pub begun: usize,
    /// Limits that the new version has not.
    pub cancelled: usize,
    /// Appeals that stay with their version, each with the reason.
    pub refused: Vec<String>,
}

impl Registry {
    /// What a newer version would make of the open appeals under older ones of its name. Writes nothing.
    pub async fn preview_migration(
        &self,
        targets: Targets<'_>,
        now: Timestamp,
    ) -> Result<Vec<Migrating>, StoreFault> {
        let mut found = Vec::new();
        let ladder = self.rulebook.ladder(&mut self.store.begin().await?).await?;
        let mut after = 0;
        loop {
            let rows = store::appeal::list(&self.store, after, BATCH as i64, true).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.id;
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let letters = store::letter::latest(&mut self.store.begin().await?, &ids).await?;
            let letters: HashMap<i64, Timestamp> = letters.into_iter().collect();
            for row in &rows {
                let last_letter = letters.get(&row.id).copied();
                found.extend(self.migrating(targets, row, last_letter, &ladder, now));
            }
        }
    }

    fn migrating(
        &self,
        targets: Targets,
        row: &store::appeal::Listed,
        last_letter: Option<Timestamp>,
        ladder: &crate::ladder::Ladder,
        now: Timestamp,
    ) -> Option<Migrating> {
        let Targets { successor, reference, allow_earlier } = targets;
        let (appeal, successor) = (&row.appeal, &successor.definition);
        if reference.is_some_and(|reference| reference != appeal.reference) {
            return None;
        }
        let pinned = self.rulebook.by_digest(&appeal.workflow)?;
        let definition = &pinned.definition;
        // Who names an appeal is told why it stays, whatever it is under.
        let meant = reference.is_some() || definition.name == successor.name;
        if !meant || definition.digest == successor.digest {
            return None;
        }
        let calendar = self.rulebook.calendar(&definition.calendar)?;
        let facts = Facts {
            appeal: Some(appeal),
            reference: &appeal.reference,
            definition,
            successor: Some(successor),
            calendar: &calendar,
            almanac: &self.rulebook.almanac(),
            last_letter,
            ladder,
            organisation: None,
        };
        Some(Migrating {
            reference: appeal.reference.clone(),
            appellant: appeal.appellant.clone(),
            version: definition.version,
            migration: appeal::migration(&facts, allow_earlier, now),
        })
    }

    /// Moves the appeals that can be moved to a loaded version; `progress` is told how many of how many are done.
    pub async fn migrate(
        &self,
        targets: Targets<'_>,
        now: Timestamp,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Migrated, StoreFault> {
        let found = self.preview_migration(targets, now).await?;
        let mut done = Migrated::default();
        let digest = targets.successor.definition.digest.clone();
        let new = NewVersion { digest, allow_earlier: targets.allow_earlier };
        // Deciding moves nothing a second time, so the key need not tell repetitions apart.
        let run: u128 = rand::rng().random();
        let deed = || Deed { actor: Actor::Clerk, command: Command::Migrate(new.clone()) };
        for part in found.chunks(BATCH) {
            let submissions = part.iter().map(|one| Submission {
                key: format!("migration {run:032x} {}", one.reference),
                reference: Some(one.reference.clone()),
                deed: deed(),
            });
            let answers = self.submit_all(submissions.collect(), now).await?;
            for (one, answer) in part.iter().zip(answers) {
                match (answer, &one.migration) {
                    (Answer::Done(receipt), Ok(migration)) if receipt.entries.0 <= receipt.entries.1 => {
                        done.count(migration);
                    }
                    (Answer::Done(_), _) => {}
                    (Answer::Refused(why), _) => done.refused.push(format!("{}: {why}", one.reference)),
                    (Answer::Faulty(why), _) => done.refused.push(format!("{}: {why}", one.reference)),
                }
            }
            progress(part.len(), found.len());
        }
        Ok(done)
    }
}

impl Migrated {
    fn count(&mut self, migration: &Migration) {
        self.appeals += 1;
        for planned in &migration.deadlines {
            *match planned.passage.became {
                Became::Kept => &mut self.kept,
                Became::Recomputed => &mut self.recomputed,
                Became::PromiseKept => &mut self.promises_kept,
                Became::Begun => &mut self.begun,
                Became::Cancelled => &mut self.cancelled,
            } += 1;
        }
    }
}
