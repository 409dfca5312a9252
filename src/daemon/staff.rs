//! staff: who serves in which office, and who does her work today.
//!
//! The schedule asks to whom it writes, the rehearsal whether an office has anybody. It reads only. A deputy counts
//! where she herself serves: the pages show her the appeals of no other office.

use jiff::Timestamp;

use super::schedule;
use crate::ladder::Absences;
use crate::store::readers::Member;
use crate::store::{self, StoreFault, Transaction};

/// Everybody who serves, and who of them is away today.
#[derive(Debug)]
pub(super) struct Staff {
    members: Vec<Member>,
    absences: Absences,
}

impl Staff {
    /// As it is now; today is the day by the clock of the schedules.
    pub async fn of(tx: &mut Transaction, now: Timestamp) -> Result<Staff, StoreFault> {
        let members = store::readers::members(tx, now).await?;
        let absences = store::absence::on(tx, schedule::today(now)).await?;
        Ok(Staff { members, absences })
    }

    /// Everybody, once for each office in which she serves.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.iter()
    }

    /// Who does a member's work in her office today: herself, or a colleague there; nobody if the way ends.
    pub fn at_work_for(&self, member: &Member) -> Option<&Member> {
        let person = self.absences.does_the_work_of(member.person)?;
        self.members.iter().find(|one| one.person == person && one.office == member.office)
    }

    /// Whether anybody does the work of an office today.
    pub fn is_at_work_in(&self, office: &str) -> bool {
        let mut members = self.members.iter().filter(|one| one.office == office);
        members.any(|one| self.at_work_for(one).is_some())
    }
}
