//! Who works on an appeal in the viewer's offices, and for whom she stands in.

use crate::appeal::Actor;
use crate::ladder::Absences;
use crate::store;
use crate::store::assignment::Assignment;
use crate::web::Pages;
use crate::web::case::CaseFile;
use crate::web::here::{Here, Viewer};
use crate::web::trouble::Trouble;

/// The duty on an appeal, as one viewer may know it.
#[derive(Debug, Default)]
pub(crate) struct Duty {
    /// The assignments in her offices, the latest first.
    pub assignments: Vec<Assignment>,
    absences: Absences,
}

impl Duty {
    /// Reads it; of appellants, who are assigned nothing, it is empty.
    pub async fn of(pages: &Pages, here: &Here, viewer: &Viewer, file: &CaseFile) -> Result<Duty, Trouble> {
        if here.official().is_err() {
            return Ok(Duty::default());
        }
        let assignments = pages.reading.of(Some(viewer.id), here.now).await?.assignments(file.row.id).await?;
        let today = file.today(here.now);
        let absences = store::absence::between(&pages.store, today, today).await?;
        Ok(Duty { assignments, absences })
    }

    /// Who works on it now in an office.
    pub fn current(&self, office: &str) -> Option<&Assignment> {
        self.assignments.iter().find(|one| one.office == office && one.until.is_none())
    }

    /// Whether the one who works on it in an office is away today.
    pub fn is_away(&self, office: &str) -> bool {
        self.current(office).is_some_and(|one| self.absences.is_away(one.person))
    }

    /// The absent colleague for whom the viewer acts in an office.
    pub fn stands_in_for(&self, office: &str, viewer: &Viewer) -> Option<&str> {
        let current = self.current(office).filter(|one| one.person != viewer.id)?;
        let stands_in = self.absences.does_the_work_of(current.person) == Some(viewer.id);
        stands_in.then_some(current.name.as_str())
    }

    /// The actor, with the colleague for whom she stands in.
    pub fn with_stand_in(&self, actor: Actor, viewer: &Viewer) -> Actor {
        match actor {
            Actor::Official { office, person, .. } => {
                let stands_in_for = self.stands_in_for(&office, viewer).map(str::to_owned);
                Actor::Official { office, person, stands_in_for }
            }
            other => other,
        }
    }
}
