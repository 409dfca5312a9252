//! An act under way: its form, what would follow from it, and the doing of it, once.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};

use super::deed::What;
use super::foresight::Foresight;
use super::new_key;
use super::question::{Asked, Fault, Question};
use crate::appeal::{Command, Deed, Refusal};
use crate::registry::{Answer, Receipt, Rehearsal, Submission};
use crate::web::Pages;
use crate::web::case::{self, CaseFile, Told};
use crate::web::desk::Duty;
use crate::web::fields::Fields;
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// The fields that belong to the pages and not to what is stated.
const OWN: [&str; 4] = ["key", "seen", "day", "press"];

/// An act under way on an appeal that is open before somebody.
pub(super) struct Acting<'a> {
    pub pages: &'a Pages,
    pub here: &'a Here,
    pub viewer: &'a Viewer,
    pub file: CaseFile,
    pub what: What,
    pub questions: Vec<Question>,
    pub duty: Duty,
}

#[derive(Template)]
#[template(path = "act/form.html")]
struct FormPage {
    page: Page,
    reference: String,
    appellant: String,
    path: String,
    article: Option<String>,
    lead: Vec<String>,
    asked: Vec<Asked>,
    /// The identifiers of fields with what is wrong in them.
    errors: Vec<(String, String)>,
    /// What happened since the form was begun.
    changed: Vec<Told>,
    /// Why it cannot be done today.
    refusal: Option<String>,
    key: String,
    seen: i32,
}

#[derive(Template)]
#[template(path = "act/preview.html")]
struct PreviewPage {
    page: Page,
    reference: String,
    appellant: String,
    path: String,
    /// What must be known before it is confirmed.
    notice: Option<String>,
    stated: Vec<(String, String)>,
    foresight: Foresight,
    /// Everything that was typed.
    kept: Vec<(String, String)>,
    key: String,
    seen: i32,
    day: String,
}

pub(super) async fn begin<'a>(
    pages: &'a Pages,
    here: &'a Here,
    reference: &str,
    what: What,
) -> Result<Acting<'a>, Trouble> {
    let viewer = here.signed_in()?;
    let file = case::open(pages, here, reference).await?;
    let questions = what.questions(&file).ok_or(Trouble::NotFound)?;
    let duty = Duty::of(pages, here, viewer, &file).await?;
    Ok(Acting { pages, here, viewer, file, what, questions, duty })
}

/// What is wrong with what was sent.
#[derive(Default)]
pub(super) struct Wrong {
    pub faults: Vec<(String, Fault)>,
    pub refusal: Option<Refusal>,
    /// The number of the last entry that the sender knew, where there are newer ones.
    pub stale: Option<i32>,
}

impl Acting<'_> {
    /// The form, with all that was typed and what is wrong with it.
    pub fn form(&self, fields: &Fields, wrong: Wrong) -> Response {
        let (file, language) = (&self.file, self.here.language);
        let asked: Vec<Asked> = self
            .questions
            .iter()
            .map(|question| {
                let fault = wrong.faults.iter().find(|(name, _)| *name == question.name);
                Asked::of(question, fields, fault.map(|(_, fault)| fault.say(language)))
            })
            .collect();
        let changed = wrong.stale.map(|seen| self.since(seen)).unwrap_or_default();
        let errors: Vec<(String, String)> =
            asked.iter().filter_map(|one| Some((one.first_id(), one.error.clone()?))).collect();
        // What was refused or has changed is tried again under another key: the old one may have been used.
        let is_new = fields.text("key").is_empty() || wrong.stale.is_some() || wrong.refusal.is_some();
        let key = if is_new { new_key() } else { fields.text("key").to_owned() };
        let is_wrong = !errors.is_empty() || wrong.refusal.is_some() && !self.here.is_get;
        render(&FormPage {
            page: Page::titled(self.here, self.what.title(file)).with_errors(is_wrong),
            reference: file.row.appeal.reference.clone(),
            appellant: file.appellant().to_owned(),
            path: self.what.path(file),
            article: self.what.article(file),
            lead: self.what.lead(file),
            asked,
            errors,
            changed,
            refusal: wrong.refusal.map(|refusal| file.refusal(&refusal)),
            key,
            seen: file.row.seq,
        })
    }

    /// What has happened since an entry.
    fn since(&self, seen: i32) -> Vec<Told> {
        let newer = self.file.entries.iter().filter(|entry| entry.seq > seen);
        newer.filter_map(|entry| case::told(&self.file, entry, self.here.language)).collect()
    }

    /// The submission that the fields ask for.
    fn submission(&self, fields: &Fields) -> Result<Submission, Wrong> {
        let command = self.command(fields)?;
        let actor = self.what.actor(&self.file, self.viewer, self.here.now);
        let actor = self.duty.with_stand_in(actor, self.viewer);
        Ok(Submission {
            key: format!("page {} {}", self.viewer.id, fields.text("key")),
            reference: Some(self.file.row.appeal.reference.clone()),
            deed: Deed { actor, command },
        })
    }

    fn command(&self, fields: &Fields) -> Result<Command, Wrong> {
        let today = self.file.today(self.here.now);
        let (mut answers, mut faults) = (Vec::new(), Vec::new());
        for question in &self.questions {
            match question.answer(fields, today) {
                Ok(given) => answers.push((question.name.clone(), given)),
                Err(fault) => faults.push((question.name.clone(), fault)),
            }
        }
        if faults.is_empty() {
            self.what
                .command(&self.file, &answers.into_iter().collect())
                .map_err(|(name, fault)| Wrong { faults: vec![(name, fault)], ..Wrong::default() })
        } else {
            Err(Wrong { faults, ..Wrong::default() })
        }
    }

    /// Whether the appeal, or the day, is not what the sender saw any more.
    pub fn stale(&self, fields: &Fields) -> Option<Wrong> {
        let seen: i32 = fields.text("seen").parse().ok()?;
        let has_moved = seen < self.file.row.seq;
        let day = fields.text("day");
        let another_day = !day.is_empty() && day != self.file.today(self.here.now).to_string();
        (has_moved || another_day).then(|| Wrong { stale: Some(seen), ..Wrong::default() })
    }

    /// What would follow, or the form again.
    pub async fn preview(&self, fields: &Fields) -> Result<Response, Trouble> {
        if let Some(wrong) = self.stale(fields) {
            return Ok(self.form(fields, wrong));
        }
        let submission = match self.submission(fields) {
            Ok(submission) => submission,
            Err(wrong) => return Ok(self.form(fields, wrong)),
        };
        let foreseen = match self.pages.registry.rehearse(&submission, self.here.now).await? {
            Rehearsal::Would(foreseen) => foreseen,
            Rehearsal::Refused(refusal) => {
                return Ok(self.form(fields, Wrong { refusal: Some(refusal), ..Wrong::default() }));
            }
            Rehearsal::Faulty(fault) => return Err(Trouble::Fault(fault)),
        };
        let file = &self.file;
        let kept = fields.pairs().iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
        let key = fields.text("key");
        Ok(render(&PreviewPage {
            page: Page::titled(self.here, self.what.title(file)),
            reference: file.row.appeal.reference.clone(),
            appellant: file.appellant().to_owned(),
            path: self.what.path(file),
            notice: self.what.notice(file, self.here.now),
            stated: self.questions.iter().filter_map(|question| question.told(fields)).collect(),
            foresight: Foresight::of(file, &foreseen).map_err(Trouble::Fault)?,
            kept: kept.cloned().collect(),
            key: if key.is_empty() { new_key() } else { key.to_owned() },
            seen: foreseen.seq,
            day: file.today(self.here.now).to_string(),
        }))
    }

    /// Does it, once.
    pub async fn confirm(&self, fields: &Fields) -> Result<Response, Trouble> {
        let submission = match self.submission(fields) {
            Ok(submission) => submission,
            Err(wrong) => return Ok(self.form(fields, wrong)),
        };
        if self.what.withdraws(&self.file) {
            return self.ask_to_withdraw(submission, fields).await;
        }
        let answer = match self.pages.registry.answered(&submission).await? {
            Some(answer) => answer,
            None => match self.stale(fields) {
                Some(wrong) => return Ok(self.form(fields, wrong)),
                None => self.pages.registry.submit(submission, self.here.now).await?,
            },
        };
        match answer {
            Answer::Done(Receipt { reference, entries: (first, last), .. }) => {
                Ok(Redirect::to(&format!("/appeals/{reference}/done/{first}/{last}")).into_response())
            }
            Answer::Refused(refusal) => {
                Ok(self.form(fields, Wrong { refusal: Some(refusal), ..Wrong::default() }))
            }
            Answer::Faulty(fault) => Err(Trouble::Fault(fault)),
        }
    }
}
