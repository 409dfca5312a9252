//! A calendar comes into force: what it would move, and moving it.
//!
//! Looking reads only. Applying puts the calendar in force, so that whatever is counted from now on is
//! counted by it, and then brings every open appeal whose dates it moves through the same door as any
//! command. What was moved once is not found again, so applying twice changes nothing, and applying again
//! after a crash finishes the rest.

use std::collections::HashMap;

use jiff::Timestamp;
use rand::RngExt;
use thiserror::Error;

use super::{Answer, BATCH, LoadFault, Registry, Submission};
use crate::appeal::{self, Actor, Command, Deed, Move, NewCalendar};
use crate::law::Calendar;
use crate::store::{self, StoreFault};

/// What a calendar would do to the open appeals.
#[derive(Debug, Default)]
pub struct Preview {
    /// How many open appeals are counted by a calendar of this name.
    pub looked_at: usize,
    /// The appeals whose dates would move, each with its reference and appellant.
    pub appeals: Vec<Moving>,
    /// Appeals whose dates the calendar cannot give, each with the reason.
    pub faults: Vec<String>,
}

/// An appeal whose dates would move.
#[derive(Debug, Clone, PartialEq)]
pub struct Moving {
    /// Its reference.
    pub reference: String,
    /// The organisation that appeals.
    pub appellant: String,
    /// The dates.
    pub moves: Vec<Move>,
}

/// What applying a calendar brought about.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Appeals to which something was written.
    pub appeals: usize,
    /// Deadlines that moved to a later day.
    pub later: usize,
    /// Deadlines that moved to an earlier day.
    pub earlier: usize,
    /// Deadlines that stay because they were promised.
    pub kept: usize,
    /// Appeals that could not be moved, each with the reason.
    pub refused: Vec<String>,
}

/// Why a calendar was not applied.
#[derive(Debug, Error)]
pub enum ApplyFault {
    /// Its days begin elsewhere.
    #[error(
        "the calendar in force has the zone {in_force} and this one {asked}: days already recorded would change. Give an office a zone of its own, or the calendar a new name."
    )]
    Zone {
        /// The zone of the calendar in force.
        in_force: String,
        /// The zone of the new one.
        asked: String,
    },
    /// Dates of open appeals would be unknown.
    #[error("nothing was applied, because dates would be unknown:\n{}", .0.join("\n"))]
    Unknown(Vec<String>),
    /// The calendar or the database.
    #[error(transparent)]
    Load(#[from] LoadFault),
}

impl From<StoreFault> for ApplyFault {
    fn from(fault: StoreFault) -> Self {
        ApplyFault::Load(fault.into())
    }
}

impl Registry {
    /// What a calendar would move if it were applied at `now`. Writes nothing.
    pub async fn preview(&self, calendar: &Calendar, now: Timestamp) -> Result<Preview, StoreFault> {
        let mut preview = Preview::default();
        let almanac = self.rulebook.almanac();
        let mut after = 0;
        loop {
            let rows = store::appeal::list(&self.store, after, BATCH as i64, true).await?;
            let Some(last) = rows.last() else { return Ok(preview) };
            after = last.id;
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let letters = store::letter::latest(&mut self.store.begin().await?, &ids).await?;
            let letters: HashMap<i64, Timestamp> = letters.into_iter().collect();
            for row in rows {
                let Some(rules) = self.rulebook.by_digest(&row.appeal.workflow) else { continue };
                if rules.definition.calendar != calendar.name() {
                    continue;
                }
                preview.looked_at += 1;
                let last_letter = letters.get(&row.id).copied();
                match appeal::moves(&rules.definition, &row.appeal, calendar, &almanac, last_letter, now) {
                    Ok(moves) if moves.is_empty() => {}
                    Ok(moves) => {
                        let (reference, appellant) = (row.appeal.reference, row.appeal.appellant);
                        preview.appeals.push(Moving { reference, appellant, moves });
                    }
                    Err(why) => preview.faults.push(format!("{}: {why}", row.appeal.reference)),
                }
            }
        }
    }

    /// Puts a stored calendar in force and moves the dates of open appeals to where it puts them.
    ///
    /// A promised date moves to an earlier day only with `allow_earlier`; otherwise it stays, with an event
    /// that says so. `progress` is told how many appeals of how many are done.
    pub async fn apply(
        &self,
        calendar: &Calendar,
        allow_earlier: bool,
        now: Timestamp,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Applied, ApplyFault> {
        if let Some(known) = self.rulebook.calendar(calendar.name()) {
            let (in_force, asked) = (known.file().zone.clone(), calendar.file().zone.clone());
            if in_force != asked {
                return Err(ApplyFault::Zone { in_force, asked });
            }
        }
        let preview = self.preview(calendar, now).await?;
        if !preview.faults.is_empty() {
            return Err(ApplyFault::Unknown(preview.faults));
        }
        store::rules::put_in_force(&self.store, calendar.name(), calendar.digest()).await?;
        self.rulebook.reload(&self.store).await?;
        let mut applied = Applied::default();
        // Found again: a deadline may have been set by the old calendar just before the new one came into force.
        let moving = self.preview(calendar, now).await?.appeals;
        let all = moving.len();
        for part in moving.chunks(BATCH) {
            self.move_all(part, calendar, allow_earlier, now, &mut applied).await?;
            progress(part.len(), all);
        }
        Ok(applied)
    }

    async fn move_all(
        &self,
        part: &[Moving],
        calendar: &Calendar,
        allow_earlier: bool,
        now: Timestamp,
        applied: &mut Applied,
    ) -> Result<(), StoreFault> {
        let new = NewCalendar { digest: calendar.digest().to_owned(), allow_earlier };
        // Deciding finds nothing to move a second time, so the key need not tell repetitions apart.
        let run: u128 = rand::rng().random();
        let submissions = part.iter().map(|moving| Submission {
            key: format!("calendar {run:032x} {}", moving.reference),
            reference: Some(moving.reference.clone()),
            deed: Deed { actor: Actor::Clerk, command: Command::CalendarChanged(new.clone()) },
        });
        let answers = self.submit_all(submissions.collect(), now).await?;
        for (moving, answer) in part.iter().zip(answers) {
            match answer {
                Answer::Done(receipt) if receipt.entries.0 <= receipt.entries.1 => {
                    applied.appeals += 1;
                    applied.count(&moving.moves, allow_earlier);
                }
                Answer::Done(_) => {}
                Answer::Refused(why) => applied.refused.push(format!("{}: {why}", moving.reference)),
                Answer::Faulty(why) => applied.refused.push(format!("{}: {why}", moving.reference)),
            }
        }
        Ok(())
    }
}

impl Applied {
    fn count(&mut self, moves: &[Move], allow_earlier: bool) {
        for one in moves {
            match one.is_earlier() {
                false => self.later += 1,
                true if allow_earlier || !one.promised => self.earlier += 1,
                true => self.kept += usize::from(!one.kept),
            }
        }
    }
}
