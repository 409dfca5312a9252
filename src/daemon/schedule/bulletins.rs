//! The schedules that write to people, each within the transaction that takes its run.
//!
//! What they write is a bulletin, which `post` sends. Every text is made from what the database says now, so a run
//! that is made up for late tells nothing old.

use super::readers::{self, Reader};
use super::{Run, is_working, today};
use crate::daemon::rehearsal::{self, Gap};
use crate::law;
use crate::letter::Text;
use crate::letter::bulletin::{self, Digest, Finding};
use crate::registry::MissingYear;
use crate::store::bulletin::New;
use crate::store::{self, StoreFault, Transaction, figures};
use crate::texts::Language;

/// Each minister reads how the appeals below her office stand.
pub(super) async fn for_ministers(tx: &mut Transaction, run: &Run<'_>) -> Result<(), StoreFault> {
    let today = today(run.now);
    let sunday = law::shift(today, 6 - i32::from(today.weekday().to_monday_zero_offset()));
    for reader in readers::ministers(tx, run.now).await? {
        let figures = figures::of(tx, &reader.office, today, sunday).await?;
        let waiting = figures::waiting(tx, &reader.office, reader.language).await?;
        let text = bulletin::for_a_minister(&digest(&reader, run), &figures, &waiting);
        write(tx, run, &reader, &text).await?;
    }
    Ok(())
}

/// Each official who asked for it reads, on working days, what waits for her office; where nothing does, nothing is
/// sent.
pub(super) async fn for_officials(tx: &mut Transaction, run: &Run<'_>) -> Result<(), StoreFault> {
    if !is_working(run.registry, today(run.now)) {
        return Ok(());
    }
    for reader in readers::officials(tx, run.now).await? {
        let waiting = figures::waiting(tx, &reader.office, reader.language).await?;
        if !waiting.is_empty() {
            let text = bulletin::for_an_official(&digest(&reader, run), &waiting);
            write(tx, run, &reader, &text).await?;
        }
    }
    Ok(())
}

fn digest<'a>(reader: &'a Reader, run: &Run<'a>) -> Digest<'a> {
    Digest {
        office: &reader.name,
        today: today(run.now),
        language: reader.language,
        stands_in_for: reader.stands_in_for.as_deref(),
        site: run.registry.site(),
    }
}

/// Every mailbox on the ladder is written to, so that what does not live comes back before a case needs it.
pub(super) async fn test_mailboxes(tx: &mut Transaction, run: &Run<'_>) -> Result<(), StoreFault> {
    for office in store::ladder::offices(tx).await?.rungs() {
        let reader = Reader::of(office);
        write(tx, run, &reader, &bulletin::test_of_a_mailbox(&reader.name, reader.language)).await?;
    }
    Ok(())
}

/// What the ladder lacks is told to the operators.
pub(super) async fn report_ladder(tx: &mut Transaction, run: &Run<'_>) -> Result<(), StoreFault> {
    let gaps = rehearsal::gaps(tx, run.now).await?;
    for gap in &gaps {
        tracing::warn!(%gap, "the ladder needs a person");
    }
    tell_operators(tx, run, &gaps, Gap::finding).await
}

/// The years that calendars lack are told to the operators.
pub(super) async fn warn_of_calendars(tx: &mut Transaction, run: &Run<'_>) -> Result<(), StoreFault> {
    let missing = run.registry.rulebook().missing_years(run.now);
    for missing in &missing {
        tracing::warn!(%missing, "a calendar needs a person");
    }
    tell_operators(tx, run, &missing, year).await
}

fn year(missing: &MissingYear, _: Language) -> Finding<'_> {
    Finding::Year { calendar: &missing.calendar, year: missing.year }
}

/// Writes what was found to each operator; nothing where nothing was found.
async fn tell_operators<T>(
    tx: &mut Transaction,
    run: &Run<'_>,
    found: &[T],
    finding: impl for<'a> Fn(&'a T, Language) -> Finding<'a>,
) -> Result<(), StoreFault> {
    if found.is_empty() {
        return Ok(());
    }
    for operator in readers::operators(tx).await? {
        let findings: Vec<Finding> = found.iter().map(|one| finding(one, operator.language)).collect();
        write(tx, run, &operator, &bulletin::for_the_operator(&findings, operator.language)).await?;
    }
    Ok(())
}

async fn write(tx: &mut Transaction, run: &Run<'_>, to: &Reader, text: &Text) -> Result<(), StoreFault> {
    let new = New {
        job: run.name,
        due: run.due,
        about: &to.office,
        address: &to.address,
        language: to.language,
        text,
        message_id: run.registry.message_id(),
    };
    store::bulletin::write(tx, &new, run.now).await
}
