//! Several appeals of a queue at once: assigned or reminded, never decided, each with its own result.
//!
//! Pressing again does nothing more: an appeal that is assigned already stays so, and a reminder has a key.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::appeal::{Command, Deed};
use crate::ladder::Ladder;
use crate::registry::{Answer, Submission};
use crate::store;
use crate::store::assignment::Change;
use crate::store::people::Colleague;
use crate::store::picked::Picked;
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::refusal::Telling;
use crate::web::trouble::Trouble;
use crate::web::words;

/// The most appeals at once: a page of the queue.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "desk/bulk.html")]
struct BulkPage {
    page: Page,
    results: Vec<(String, String, bool)>,
    back: String,
}

/// Does it, and tells of each.
pub(super) async fn press(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    let viewer = here.official()?;
    let references: Vec<String> = fields.all("pick").into_iter().take(MOST).map(str::to_owned).collect();
    let picked = pages.reading.of(Some(viewer.id), here.now).await?.picked(&references).await?;
    let own: Vec<String> = viewer.offices().into_iter().chain(viewer.ministries()).collect();
    let has = |one: &Picked| one.holder.as_ref().is_some_and(|holder| own.contains(holder));
    let (ours, others): (Vec<Picked>, Vec<Picked>) = picked.into_iter().partition(has);
    let page = Page::new(&here, "bulk-title");
    let mut results = match fields.text("press") {
        "remind" => remind(&pages, &here, viewer, &ours, fields.text("key")).await?,
        _ => assign(&pages, &here, viewer, &own, &ours, &fields).await?,
    };
    results.extend(others.into_iter().map(|one| (one.reference, page.say("bulk-not-ours"), false)));
    // Closed meanwhile, or none of hers: both are told alike.
    let told: Vec<String> = results.iter().map(|(reference, ..)| reference.clone()).collect();
    let lost = references.into_iter().filter(|reference| !told.contains(reference));
    results.extend(lost.map(|reference| (reference, page.say("bulk-not-there"), false)));
    let back = super::filter::Filter::read(&Fields::read(fields.text("query").as_bytes()));
    Ok(render(&BulkPage { page, results, back: back.link(|_| {}) }))
}

async fn assign(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    own: &[String],
    picked: &[Picked],
    fields: &Fields,
) -> Result<Vec<(String, String, bool)>, Trouble> {
    let say = |name: &str| words::say(here.language, name, &[]);
    let colleagues = store::people::colleagues(&pages.store, own, here.now).await?;
    let to = fields.text("to").parse::<i64>().ok();
    let serves = |office: &str| colleagues.iter().find(|one| Some(one.id) == to && one.office == office);
    let able = |one: &Picked| -> Result<Colleague, &'static str> {
        let colleague = serves(one.holder.as_deref().unwrap_or_default()).ok_or("bulk-nobody")?;
        if one.taken_by.contains(&colleague.name) { Err("bulk-took-part") } else { Ok(colleague.clone()) }
    };
    let reason = say("bulk-reason");
    let (mut results, mut changes) = (Vec::new(), Vec::new());
    for one in picked {
        match able(one) {
            Err(why) => results.push((one.reference.clone(), say(why), false)),
            Ok(colleague) if one.assignee == Some(colleague.id) => {
                results.push((one.reference.clone(), say("bulk-already"), true));
            }
            Ok(colleague) => changes.push((one, colleague)),
        }
    }
    let asked: Vec<Change> = changes
        .iter()
        .map(|(one, colleague)| Change {
            appeal: one.id,
            office: &colleague.office,
            from: one.assignee,
            to: colleague.id,
            by: viewer.id,
            reason: Some(&reason),
        })
        .collect();
    let done = store::assignment::assign(&pages.store, &asked, here.now).await?;
    for ((one, colleague), done) in changes.iter().zip(done) {
        let name = if done { "bulk-assigned" } else { "bulk-meanwhile" };
        let said = words::say(here.language, name, &[("name", colleague.name.as_str().into())]);
        results.push((one.reference.clone(), said, done));
    }
    Ok(results)
}

/// Has the office that must act on each written to; a reminder stands in the record for everybody in the case to see.
async fn remind(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    picked: &[Picked],
    key: &str,
) -> Result<Vec<(String, String, bool)>, Trouble> {
    let ladder = pages.ladder().await?;
    let rules = pages.registry.rulebook();
    let submissions: Vec<(&Picked, Submission)> =
        picked.iter().filter_map(|one| Some((one, submission(viewer, &ladder, one, key)?))).collect();
    let (picked, submissions): (Vec<&Picked>, Vec<Submission>) = submissions.into_iter().unzip();
    let answers = pages.registry.submit_all(submissions, here.now).await?;
    let say = |name: &str| words::say(here.language, name, &[]);
    let told = |one: &Picked, answer: Answer| match answer {
        Answer::Done(_) => {
            let office = ladder.get(one.holder.as_deref().unwrap_or_default());
            let name = office.map(|office| office.name.get(here.language)).unwrap_or_default();
            (words::say(here.language, "bulk-reminded", &[("office", name.into())]), true)
        }
        Answer::Refused(refusal) => match rules.by_digest(&one.workflow) {
            Some(rules) => {
                let (language, definition) = (here.language, &rules.definition);
                (Telling { language, definition, ladder: &ladder }.tell(&refusal), false)
            }
            None => (say("bulk-not-there"), false),
        },
        Answer::Faulty(_) => (say("trouble-fault"), false),
    };
    let results = picked.into_iter().zip(answers).map(|(one, answer)| {
        let (said, done) = told(one, answer);
        (one.reference.clone(), said, done)
    });
    Ok(results.collect())
}

/// The reminder, by whichever of the viewer's offices stands highest in the case.
fn submission(viewer: &Viewer, ladder: &Ladder, one: &Picked, key: &str) -> Option<Submission> {
    let holder = one.holder.as_deref()?;
    let serves: Vec<String> = viewer.offices().into_iter().chain(viewer.ministries()).collect();
    let by = std::iter::successors(Some(holder), |code| ladder.get(code)?.above.as_deref())
        .take(32)
        .find(|code| serves.iter().any(|one| one == code))?;
    Some(Submission {
        key: format!("page {} {key} {}", viewer.id, one.reference),
        reference: Some(one.reference.clone()),
        deed: Deed { actor: viewer.acts_for(by)?, command: Command::Remind },
    })
}
