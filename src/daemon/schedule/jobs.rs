//! What the schedules do, each within the transaction that takes its run.

use jiff::{SignedDuration, Timestamp};

use super::{Run, bulletins};
use crate::store::{self, StoreFault};

/// How long the answer to a command is kept under its key. Whoever sends a command again after a lost answer
/// does so within minutes, by hand within days; after this time the same key is a new command.
const RECEIPTS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long it is kept which runs were taken, for whoever asks what was done.
const RUNS_KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);

/// How long a draft is kept that nobody signed in to keep.
const DRAFTS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a schedule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Forgets the receipts whose keeping time of 90 days is over.
    ForgetReceipts,
    /// Forgets the runs taken more than 400 days ago, the last of each schedule excepted.
    ForgetRuns,
    /// Forgets the drafts of browsers in which nobody signed in, 30 days after their last change.
    ForgetDrafts,
    /// Warns, from 1 December on, of a calendar in use that lacks the coming year.
    WarnOfCalendar,
    /// Writes to each minister how the appeals below her office stand.
    DigestForMinisters,
    /// Writes to each official who asked for it, on working days, what waits for her office.
    DigestForOfficials,
    /// Writes to every mailbox on the ladder.
    TestMailboxes,
    /// Tells the operators what the ladder lacks.
    ReportLadder,
}

impl Job {
    /// Does it.
    pub(super) async fn run(self, tx: &mut store::Transaction, run: &Run<'_>) -> Result<(), StoreFault> {
        let now = run.now;
        match self {
            Job::ForgetReceipts => {
                let forgotten = store::receipt::forget(tx, before(now, RECEIPTS_KEPT)).await?;
                tracing::info!(forgotten, "old receipts were forgotten");
            }
            Job::ForgetRuns => {
                store::schedule::forget(tx, before(now, RUNS_KEPT)).await?;
            }
            Job::ForgetDrafts => {
                let forgotten = store::draft::forget_anonymous(tx, before(now, DRAFTS_KEPT)).await?;
                tracing::info!(forgotten, "old drafts of nobody were forgotten");
            }
            Job::WarnOfCalendar => bulletins::warn_of_calendars(tx, run).await?,
            Job::DigestForMinisters => bulletins::for_ministers(tx, run).await?,
            Job::DigestForOfficials => bulletins::for_officials(tx, run).await?,
            Job::TestMailboxes => bulletins::test_mailboxes(tx, run).await?,
            Job::ReportLadder => bulletins::report_ladder(tx, run).await?,
        }
        Ok(())
    }
}

fn before(now: Timestamp, kept: SignedDuration) -> Timestamp {
    now.saturating_sub(kept).unwrap_or(Timestamp::MIN)
}
