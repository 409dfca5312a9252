//! rehearsal: whether every rung of the ladder could take an appeal today.
//!
//! Each must have a mailbox that lives (the last mail to it was taken and has not come back) and somebody who is
//! there or stands in today. The schedule tests the mailboxes on the first of the month and reports what is missing two
//! days later, when what bounces has bounced; `redress doctor` asks at any time. It reads only.

use std::fmt;

use jiff::Timestamp;

use super::staff::Staff;
use crate::ladder::{Missing, Office, Rung};
use crate::letter::bulletin::Finding;
use crate::store::{self, StoreFault, Transaction};
use crate::texts::Language;

/// What a rung lacks. Its [`Display`](fmt::Display) says what to do.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The office of the rung.
    pub office: Office,
    /// What it lacks.
    pub missing: Missing,
}

impl Gap {
    /// It as it is told to the operator.
    pub fn finding(&self, language: Language) -> Finding<'_> {
        let office = self.office.name.get(language);
        Finding::Rung { office, address: &self.office.email, missing: &self.missing }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.office.code, self.finding(Language::En).told(Language::En))
    }
}

/// What the rungs lack now.
///
/// # Errors
/// A fault of the database.
pub async fn gaps(tx: &mut Transaction, now: Timestamp) -> Result<Vec<Gap>, StoreFault> {
    let ladder = store::ladder::offices(tx).await?;
    let addresses: Vec<String> = ladder.rungs().map(|office| office.email.clone()).collect();
    let fates = store::mailbox::fates(tx, &addresses).await?;
    let staff = Staff::of(tx, now).await?;
    let rungs = ladder.rungs().map(|office| Rung {
        mailbox: fates.get(&office.email).cloned().unwrap_or_default(),
        served: staff.is_at_work_in(&office.code),
        office: office.clone(),
    });
    let gaps = rungs.flat_map(|rung| {
        let office = rung.office.clone();
        rung.missing().into_iter().map(move |missing| Gap { office: office.clone(), missing })
    });
    Ok(gaps.collect())
}
