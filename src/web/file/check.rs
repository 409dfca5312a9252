//! Checking the answers before they are sent, and sending them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use sha2::{Digest, Sha256};

use super::filing::{Filing, Time};
use super::question::Question;
use super::sent;
use super::tasks::{Section, State as TaskState};
use crate::appeal::{Attached, Command, Deed, Entry, Event, Message, Note, Refusal};
use crate::law;
use crate::registry::{Answer, Reference, Submission};
use crate::store::draft;
use crate::store::paper::{self, Checked, Paper};
use crate::web::case::DueNote;
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::papers::Shown;
use crate::web::refusal::Telling;
use crate::web::trouble::Trouble;
use crate::web::{Pages, tracking};

#[derive(Template)]
#[template(path = "file/check.html")]
struct Check {
    page: Page,
    draft: String,
    sections: Vec<(&'static str, Vec<Row>)>,
    papers: Vec<Shown>,
    /// What stands in the way: the page to mend it on, and what it is.
    problems: Vec<(String, String)>,
    time: Option<Time>,
    /// What happens when it is sent: who must act by when.
    foreseen: Option<(String, String, DueNote)>,
    signed_in: bool,
}

/// An answer to read again.
struct Row {
    task: String,
    question: String,
    answer: Option<String>,
}

pub(super) async fn show(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    if filing.draft.filed_as.is_some() {
        return Ok(Redirect::to(&format!("/file/{name}/sent")).into_response());
    }
    shown(&pages, &here, &filing, None, false).await
}

async fn shown(
    pages: &Pages,
    here: &Here,
    filing: &Filing,
    refused: Option<Refusal>,
    was_sent: bool,
) -> Result<Response, Trouble> {
    let papers = paper::of_draft(&pages.store, filing.draft.id).await?;
    let foreseen = filing.foresee();
    let mut problems = unfinished(filing);
    let refusal = refused.or_else(|| foreseen.as_ref()?.as_ref().err().cloned());
    if let Some(refusal) = refusal.filter(|_| problems.is_empty()) {
        problems.push((mend_on(filing, &refusal), telling(filing).tell(&refusal)));
    }
    if papers.iter().any(|paper| paper.checked == Checked::Infected) {
        let page = Page::new(here, "check-title");
        problems.push((format!("/file/{}/papers", filing.draft.name), page.say("check-infected")));
    }
    let entries = foreseen.and_then(Result::ok).filter(|_| problems.is_empty());
    let mut page = Page::new(here, "check-title").with_errors(was_sent && !problems.is_empty());
    page.path = format!("/file/{}/check", filing.draft.name);
    Ok(render(&Check {
        page,
        draft: filing.draft.name.clone(),
        sections: sections(filing),
        papers: Shown::all(&papers, here.language),
        problems,
        time: filing.time(),
        foreseen: entries.and_then(|entries| foresight(filing, here, &entries)),
        signed_in: here.viewer.is_some(),
    }))
}

fn telling(filing: &Filing) -> Telling<'_> {
    let form = &filing.form;
    Telling { language: form.language, definition: &form.rules.definition, ladder: &form.ladder }
}

fn sections(filing: &Filing) -> Vec<(&'static str, Vec<Row>)> {
    let tasks = filing.tasks();
    let rows = |section: Section| {
        let tasks = tasks.iter().filter(|(task, _)| task.section == section);
        tasks
            .flat_map(|(task, _)| {
                task.questions.iter().filter(|question| is_asked(filing, question)).map(|question| Row {
                    task: task.name.clone(),
                    question: if task.questions.len() == 1 {
                        task.title.clone()
                    } else {
                        question.label.clone()
                    },
                    answer: question.shown(&filing.answers, filing.form.language),
                })
            })
            .collect()
    };
    Section::ALL.iter().map(|section| (section.heading(), rows(*section))).collect()
}

/// Whether an answer is of any use beside the others: a second question of a page may hang on the first.
fn is_asked(filing: &Filing, question: &Question) -> bool {
    match question.name.as_str() {
        "power" => filing.answers.text("acting") == "representative",
        "from" | "until" => filing.answers.text("suspended") == "yes",
        _ => true,
    }
}

/// The tasks that are still to be done, each with its page.
fn unfinished(filing: &Filing) -> Vec<(String, String)> {
    let tasks = filing.tasks().into_iter().filter(|(_, state)| *state == TaskState::ToDo);
    let problem = |task: &super::tasks::Task| {
        // Of what was not answered yet, its title says enough.
        let is_empty = task.questions.iter().all(|question| question.is_empty(&filing.answers));
        let wrong = filing.form.wrongs(task, &filing.answers).into_iter().next().filter(|_| !is_empty);
        let text =
            wrong.map_or_else(|| task.title.clone(), |wrong| format!("{}: {}", task.title, wrong.text));
        (format!("/file/{}/q/{}?from=check", filing.draft.name, task.name), text)
    };
    tasks.map(|(task, _)| problem(&task)).collect()
}

/// The page on which what the core refuses can be mended.
fn mend_on(filing: &Filing, refusal: &Refusal) -> String {
    let task = match refusal {
        Refusal::UnknownOrganisation { .. } => "organisation".to_owned(),
        Refusal::UnknownOffice { .. } | Refusal::NoOfficeFor { .. } => "office".to_owned(),
        Refusal::WrongAddressee { .. } => "with".to_owned(),
        Refusal::FutureDate { .. } | Refusal::BeyondCalendar { .. } => "served".to_owned(),
        Refusal::DatesOutOfOrder { .. } => "served".to_owned(),
        Refusal::TooLate { restoration: Some((_, motion)), .. } => format!("ask-{motion}"),
        Refusal::TooLate { .. } | Refusal::TooLateToRestore { .. } => {
            return format!("/file/{}/time", filing.draft.name);
        }
        Refusal::UnknownPart { .. } => "parts".to_owned(),
        Refusal::Missing { field, .. } | Refusal::Misstated { field, .. } => format!("ask-{field}"),
        _ => return format!("/file/{}", filing.draft.name),
    };
    format!("/file/{}/q/{task}?from=check", filing.draft.name)
}

/// Who will have the appeal once it is sent, and by when she must act: step, holder, date.
fn foresight(filing: &Filing, here: &Here, entries: &[Entry]) -> Option<(String, String, DueNote)> {
    let (language, definition) = (here.language, &filing.form.rules.definition);
    let arrival = entries.iter().find_map(|entry| match &entry.event {
        Event::Arrived(arrival) if arrival.track == definition.legal_track => Some(arrival),
        _ => None,
    })?;
    let due = arrival.due.iter().min_by_key(|due| due.at)?;
    let step = definition.step(&arrival.track, &arrival.step)?.title.get(language).to_owned();
    let office = filing.form.ladder.get(arrival.office.as_deref()?)?.name.get(language).to_owned();
    let today = law::day_of(here.now, filing.calendar());
    Some((step, office, DueNote::of(due.on, today, filing.calendar(), language)))
}

/// Sends it. The key is the draft's: however often it is pressed, one appeal is filed.
pub(super) async fn send(
    State(pages): State<Pages>,
    here: Here,
    jar: CookieJar,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    if here.viewer.is_none() {
        let back =
            form_urlencoded::byte_serialize(format!("/file/{name}/check").as_bytes()).collect::<String>();
        return Ok(Redirect::to(&format!("/sign-in?to={back}")).into_response());
    }
    let viewer = here.appellant()?;
    let filing = Filing::load(&pages, &here, &jar, &name).await?;
    if filing.draft.filed_as.is_some() {
        return Ok(Redirect::to(&format!("/file/{name}/sent")).into_response());
    }
    let papers = paper::of_draft(&pages.store, filing.draft.id).await?;
    let is_infected = papers.iter().any(|paper| paper.checked == Checked::Infected);
    if !unfinished(&filing).is_empty() || is_infected {
        return shown(&pages, &here, &filing, None, true).await;
    }
    match submit(&pages, &here, viewer, &filing, &papers).await? {
        Ok(reference) => settle(&pages, &here, viewer, &filing, &reference).await,
        Err(refusal) => shown(&pages, &here, &filing, Some(refusal), true).await,
    }
}

/// Files the appeal, then enters its papers and the power of attorney in its journal; each under a key of its own, so
/// that a second try after a fault goes on where the first one stopped.
async fn submit(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    filing: &Filing,
    papers: &[Paper],
) -> Result<Result<String, Refusal>, Trouble> {
    let Some(file) = filing.file() else { return Ok(Err(Refusal::BeyondCalendar { why: String::new() })) };
    let actor = viewer.acts_for(&file.appellant).ok_or(Trouble::NotFound)?;
    let key = format!("draft {}", filing.draft.name);
    let appellant = file.appellant.clone();
    let deed = Deed { actor: actor.clone(), command: Command::File(Box::new(file)) };
    let submission = Submission { key: key.clone(), reference: None, deed };
    let reference = match pages.registry.submit(submission, here.now).await? {
        Answer::Done(receipt) => receipt.reference,
        // It was filed before its answers were changed in another window: what was filed stands.
        Answer::Refused(Refusal::KeyReused) => Reference::of_key(&key).to_string(),
        Answer::Refused(refusal) => return Ok(Err(refusal)),
        Answer::Faulty(why) => return Err(Trouble::Fault(why)),
    };
    let page = Page::new(here, "check-title");
    let mut more = Vec::new();
    if !papers.is_empty() {
        let message =
            papers_message(&appellant, page.say("papers-filed"), papers.iter().map(attached).collect());
        more.push(("papers", Command::Receive(message)));
    }
    if let ("representative", Some(power)) = (filing.answers.text("acting"), filing.answers.given("power")) {
        let text = page.say2("noted-power", "person", viewer.person().name.as_str(), "power", power);
        more.push(("power", Command::Note(Note { text, source: None })));
    }
    let submissions = more.into_iter().map(|(what, command)| Submission {
        key: format!("{key} {what}"),
        reference: Some(reference.clone()),
        deed: Deed { actor: actor.clone(), command },
    });
    for answer in pages.registry.submit_all(submissions.collect(), here.now).await? {
        if let Answer::Faulty(why) = answer {
            return Err(Trouble::Fault(why));
        }
    }
    Ok(Ok(reference))
}

/// That papers came, with the hash of each: the journal holds it from then on.
pub(crate) fn papers_message(from: &str, subject: String, attachments: Vec<Attached>) -> Message {
    let hashes: String = attachments.iter().map(|one| format!("{}\n", one.digest)).collect();
    let digest = hex::encode(Sha256::digest(hashes.as_bytes()));
    Message { from: from.to_owned(), subject, digest, attachments }
}

fn attached(paper: &Paper) -> Attached {
    let size = u64::try_from(paper.size).unwrap_or_default();
    let digest = hex::encode(&paper.digest);
    Attached { name: paper.name.clone(), kind: paper.kind.clone(), size, digest }
}

/// Notes on the draft what became of it, and shows the secret once.
async fn settle(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    filing: &Filing,
    reference: &str,
) -> Result<Response, Trouble> {
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let row = sight.find(reference).await?.ok_or(Trouble::NotFound)?;
    drop(sight);
    let secret = tracking::secret();
    let appeal = (reference, row.id);
    let is_first = draft::filed(&pages.store, filing.draft.id, appeal, &tracking::hash(&secret)).await?;
    let to = Redirect::to(&format!("/file/{}/sent", filing.draft.name));
    if is_first {
        let cookie = sent::secret_cookie(&filing.draft.name, &secret, here.secure);
        return Ok(([(header::SET_COOKIE, cookie)], to).into_response());
    }
    Ok(to.into_response())
}
