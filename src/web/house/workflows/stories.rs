//! The stories inside the program, played in memory against the workflows in force: what is as told, and what they reach
//! of each workflow. Nothing is stored, and no appeal of the house is read.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::registry::Rulebook;
use crate::shipped;
use crate::source::{Problems, Source};
use crate::story::{self, Cast, Coverage, Story};
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::house::keeper;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "house/stories.html")]
struct Stories {
    page: Page,
    workflows: Vec<Workflow>,
}

/// A workflow with its stories.
struct Workflow {
    title: String,
    name: String,
    stories: Vec<Told>,
    /// What they reach, once they were played.
    reached: Option<Reached>,
}

/// How much of a workflow stories reach.
struct Reached {
    reached: i64,
    all: i64,
    missing: Vec<String>,
}

/// A story, for people.
struct Told {
    /// What it tells, in English.
    title: String,
    file: &'static str,
    /// What came of playing it: nothing yet, as told, or what differs.
    came: Option<Result<(), String>>,
}

pub(in crate::web::house) async fn list(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    show(&pages, &here, false).await
}

pub(in crate::web::house) async fn play(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    keeper(&here, &fields)?;
    show(&pages, &here, true).await
}

async fn show(pages: &Pages, here: &Here, plays: bool) -> Result<Response, Trouble> {
    let (rulebook, language) = (pages.clone(), here.language);
    // All of them take a second or two, in which nobody else should wait.
    let told = tokio::task::spawn_blocking(move || {
        let rulebook = rulebook.registry.rulebook();
        let names = rulebook.names();
        let workflows = names.iter().map(|name| {
            let title = rulebook.newest(name).map(|rules| rules.definition.title.get(language).to_owned());
            workflow(rulebook, name, title.unwrap_or_default(), plays)
        });
        workflows.collect::<Result<Vec<_>, Problems>>()
    });
    let fault = |fault: &dyn ToString| Trouble::Fault(fault.to_string());
    let told = told.await.map_err(|panic| fault(&panic))?.map_err(|problems| fault(&problems))?;
    let workflows = told.into_iter().filter(|one| !one.stories.is_empty()).collect();
    Ok(render(&Stories { page: Page::new(here, "house-stories-title"), workflows }))
}

/// A workflow with its stories, played if that is wanted.
fn workflow(rulebook: &Rulebook, name: &str, title: String, plays: bool) -> Result<Workflow, Problems> {
    let rules = rulebook.newest(name);
    let calendar = rules.as_ref().and_then(|rules| rulebook.calendar(&rules.definition.calendar));
    let mut coverage = rules.as_ref().map(|rules| Coverage::of(&rules.definition)).filter(|_| plays);
    let mut stories = Vec::new();
    for (file, text) in shipped::stories() {
        let source = story::read(file, text)?;
        if source.value.workflow != name {
            continue;
        }
        let came = plays.then(|| {
            let played = story::play_in_memory(&source, rulebook, &Cast::samples())
                .map_err(|fault| fault.to_string())?;
            if let (Some(coverage), Some(rules), Some(calendar)) = (&mut coverage, &rules, &calendar) {
                coverage.add(&played, &rules.definition, calendar);
            }
            differs(&source, &played)
        });
        stories.push(Told { title: source.value.title.clone(), file, came });
    }
    let reached = coverage.map(|coverage| {
        let missing: Vec<String> = coverage.missing().map(|item| item.name.clone()).collect();
        let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        let all = coverage.items.len();
        Reached { reached: count(all - missing.len()), all: count(all), missing }
    });
    Ok(Workflow { title, name: name.to_owned(), stories, reached })
}

/// What of a story was not as expected, with its lines.
fn differs(source: &Source<Story>, played: &story::Played) -> Result<(), String> {
    if played.failures.is_empty() { Ok(()) } else { Err(story::problems(source, played).to_string()) }
}
