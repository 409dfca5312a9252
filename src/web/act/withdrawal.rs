//! Withdrawing an appeal, with a working day to undo it: what was confirmed is kept, and entered by the daemon when that
//! day is over. Until then only the organisation knows of it, and every date goes on as before.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::acting::{Acting, Wrong};
use super::deed::What;
use crate::law;
use crate::registry::{Rehearsal, Submission};
use crate::store::withdrawal::{self, New, Standing};
use crate::web::Pages;
use crate::web::case::{self, CaseFile};
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::trouble::Trouble;
use crate::web::words;
use crate::workflow::{End, Outcome, Turn};

impl What {
    /// Whether it ends the appeal because its appellant wants so.
    pub(super) fn withdraws(&self, file: &CaseFile) -> bool {
        let What::Do(name) = self else { return false };
        let definition = file.definition();
        let to = definition.actions.get(name).and_then(|action| action.to.as_ref());
        let step = to.and_then(|to| definition.tracks.values().find_map(|track| track.steps.get(to)));
        step.is_some_and(|step| matches!(step.turn, Turn::End(End::Outcome(Outcome::Withdrawn))))
    }

    /// Until when it could be undone.
    pub(super) fn notice(&self, file: &CaseFile, now: Timestamp) -> Option<String> {
        self.withdraws(file).then(|| {
            let day = file.language.date(law::day_of(due_at(file, now) - SECOND, file.calendar()));
            words::say(file.language, "withdrawal-notice", &[("day", day.into())])
        })
    }
}

const SECOND: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

/// When a withdrawal that is confirmed now is entered: after the next working day. Where the calendar does not know
/// that day, after tomorrow.
fn due_at(file: &CaseFile, now: Timestamp) -> Timestamp {
    let calendar = file.calendar();
    let tomorrow = law::next_day(law::day_of(now, calendar));
    law::end_of(law::roll(tomorrow, law::Roll::Next, calendar).unwrap_or(tomorrow), calendar)
}

impl Acting<'_> {
    /// Keeps the withdrawal, if it would be lawful today, and leads back to the appeal, which tells of it.
    pub(super) async fn ask_to_withdraw(
        &self,
        submission: Submission,
        fields: &Fields,
    ) -> Result<Response, Trouble> {
        if let Some(wrong) = self.stale(fields) {
            return Ok(self.form(fields, wrong));
        }
        match self.pages.registry.rehearse(&submission, self.here.now).await? {
            Rehearsal::Would(_) => {}
            Rehearsal::Refused(refusal) => {
                return Ok(self.form(fields, Wrong { refusal: Some(refusal), ..Wrong::default() }));
            }
            Rehearsal::Faulty(fault) => return Err(Trouble::Fault(fault)),
        }
        let new = New {
            key: &submission.key,
            appeal: self.file.row.id,
            person: self.viewer.id,
            deed: &submission.deed,
            due_at: due_at(&self.file, self.here.now),
        };
        withdrawal::ask(&self.pages.store, &new, self.here.now).await?;
        let reference = &self.file.row.appeal.reference;
        Ok(Redirect::to(&format!("/appeals/{reference}")).into_response())
    }
}

/// What the page of an appeal tells its appellant of a withdrawal.
#[derive(Debug)]
pub(crate) struct Notice {
    pub text: String,
    /// Whether it can still be undone.
    pub is_open: bool,
}

impl Notice {
    /// What there is to tell; nothing of an appeal that has ended, whose page says why.
    pub async fn of(pages: &Pages, file: &CaseFile) -> Result<Option<Notice>, Trouble> {
        if !file.row.appeal.is_open() {
            return Ok(None);
        }
        let say = |name: &str| words::say(file.language, name, &[]);
        Ok(match withdrawal::standing(&pages.store, file.row.id).await? {
            Some(Standing::Open(due_at)) => {
                let day = file.language.date(law::day_of(due_at - SECOND, file.calendar()));
                let text = words::say(file.language, "withdrawal-open", &[("day", day.into())]);
                Some(Notice { text, is_open: true })
            }
            Some(Standing::Entered) => Some(Notice { text: say("withdrawal-entered"), is_open: false }),
            Some(Standing::Refused) => Some(Notice { text: say("withdrawal-refused"), is_open: false }),
            Some(Standing::Undone) | None => None,
        })
    }
}

/// Undoes it. Where it was too late, the page of the appeal says how it stands.
pub(super) async fn undo(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let viewer = here.signed_in()?;
    let file = case::open(&pages, &here, &reference).await?;
    if !viewer.organisations().contains(&file.row.appeal.appellant) {
        return Err(Trouble::NotFound);
    }
    withdrawal::undo(&pages.store, file.row.id, viewer.id, here.now).await?;
    Ok(Redirect::to(&format!("/appeals/{}", file.row.appeal.reference)).into_response())
}
