//! The dry run of a workflow file: all that is wrong with it at once, or what it would promise. Nothing is stored.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::registry::{LoadFault, Rules, WorkflowFiles};
use crate::source::{self, Problems};
use crate::store;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::house::problems::{self, Told};
use crate::web::house::upload::{BESIDE, Upload};
use crate::web::house::{keeper, problems::sentence};
use crate::web::page::{Page, render};
use crate::web::public::worst;
use crate::web::trouble::Trouble;
use crate::workflow::{drawing, file::WorkflowFile, proof};

#[derive(Template)]
#[template(path = "house/try.html")]
struct Attempt {
    page: Page,
    text: String,
    file: String,
    /// Letters that came with it: the name of the field, the name of the file, the text.
    letters: Vec<(String, String, String)>,
    missing: bool,
    problems: Vec<Told>,
    sound: Option<Sound>,
}

/// A file in which nothing is wrong.
struct Sound {
    name: String,
    title: String,
    version: i64,
    digest: String,
    steps: i64,
    letters: i64,
    worst: Vec<worst::Told>,
    warnings: Vec<Told>,
    /// The drawing, as an address that holds it.
    drawing: String,
    /// What loading it would do.
    loading: String,
    /// How many open appeals keep the version that they follow.
    keeping: i64,
}

pub(in crate::web::house) async fn ask(here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    let page = Page::new(&here, "house-try-title");
    Ok(render(&Attempt {
        page,
        text: String::new(),
        file: String::new(),
        letters: Vec::new(),
        missing: false,
        problems: Vec::new(),
        sound: None,
    }))
}

pub(in crate::web::house) async fn attempt(
    State(pages): State<Pages>,
    here: Here,
    Upload(fields): Upload,
) -> Result<Response, Trouble> {
    keeper(&here, &fields)?;
    let text = fields.raw("text").to_owned();
    let letters: Vec<(String, String, String)> = fields
        .pairs()
        .iter()
        .filter_map(|(name, text)| Some((name.clone(), name.strip_prefix(BESIDE)?.to_owned(), text.clone())))
        .collect();
    let (mut found, mut sound) = (Vec::new(), None);
    let missing = text.trim().is_empty();
    if !missing {
        match read(&pages, &here, fields.text("file"), &text, &letters).await? {
            Ok(one) => sound = Some(one),
            Err(wrong) => found = wrong,
        }
    }
    let page = Page::new(&here, "house-try-title").with_errors(missing || !found.is_empty());
    let file = fields.text("file").to_owned();
    Ok(render(&Attempt { page, text, file, letters, missing, problems: found, sound }))
}

/// The name that a workflow file gives itself, found without reading it: what was typed has no file name.
fn named(text: &str) -> Option<&str> {
    let name = text.lines().find_map(|line| line.strip_prefix("workflow:"))?.trim();
    Some(name).filter(|name| !name.is_empty() && name.len() <= 100)
}

async fn read(
    pages: &Pages,
    here: &Here,
    file: &str,
    text: &str,
    letters: &[(String, String, String)],
) -> Result<Result<Sound, Vec<Told>>, Trouble> {
    let name = named(text).unwrap_or("workflow");
    let file = if file.is_empty() { format!("{name}.yaml") } else { file.to_owned() };
    let mut beside: BTreeMap<String, String> = store::rules::letters(&pages.store, name).await?;
    beside.extend(letters.iter().map(|(_, name, text)| (name.clone(), text.clone())));
    let files = WorkflowFiles { file, text: text.to_owned(), letters: beside };
    // Reading and proving take a processor for a while, and other pages shall not wait for it.
    let work = (pages.registry.clone(), files);
    let proved = tokio::task::spawn_blocking(move || {
        let (registry, files) = work;
        prove(&registry, files)
    });
    let proved = proved.await.map_err(|fault| Trouble::Fault(fault.to_string()))?;
    match proved {
        Ok(proved) => Ok(Ok(tell(pages, here, proved).await?)),
        Err(wrong) => Ok(Err(wrong)),
    }
}

struct Proved {
    rules: Arc<Rules>,
    proof: proof::Proof,
    warnings: Vec<Told>,
}

fn prove(registry: &crate::registry::Registry, files: WorkflowFiles) -> Result<Proved, Vec<Told>> {
    let rules = Rules::read(&files).map_err(|fault| match fault {
        LoadFault::Problems(problems) => problems::told(&problems),
        other => other.to_string().lines().map(|line| sentence(line.to_owned())).collect(),
    })?;
    let definition = &rules.definition;
    let source =
        source::read::<WorkflowFile>(&files.file, &files.text).map_err(|found| problems::told(&found))?;
    let Some(calendar) = registry.rulebook().calendar(&definition.calendar) else {
        let problem =
            source.problem(&["calendar"], format!("there is no calendar `{}`", definition.calendar));
        return Err(problems::told(&source.into_problems(vec![problem])));
    };
    let mut proof = proof::prove(definition, &calendar);
    let (faults, warnings) = proof::unasked(definition, &files.letters);
    proof.faults.extend(faults);
    proof.warnings.extend(warnings);
    let wrong: Problems = proof::placed(&proof.faults, &source);
    if !wrong.is_empty() {
        return Err(problems::told(&wrong));
    }
    let warnings = problems::told(&proof::placed(&proof.warnings, &source));
    Ok(Proved { rules: Arc::new(rules), proof, warnings })
}

async fn tell(pages: &Pages, here: &Here, proved: Proved) -> Result<Sound, Trouble> {
    let Proved { rules, proof, warnings } = proved;
    let definition = &rules.definition;
    let page = Page::new(here, "house-try-title");
    let newest = pages.registry.rulebook().newest(&definition.name);
    let loading = match newest.map(|newest| (newest.definition.version, newest.definition.digest.clone())) {
        None => page.say("house-try-new"),
        Some((_, digest)) if digest == definition.digest => page.say("house-try-same"),
        Some((version, _)) if version >= definition.version => {
            page.say2("house-try-raise", "loaded", i64::from(version), "next", i64::from(version) + 1)
        }
        Some((version, _)) => page.say1("house-try-next", "loaded", i64::from(version)),
    };
    let following = pages.house.following(&pages.store, here.now).await?;
    let mine = store::rules::versions(&pages.store).await?;
    let mine = mine.iter().filter(|one| one.name == definition.name && one.digest != definition.digest);
    let language =
        if definition.languages.contains(&here.language) { here.language } else { Default::default() };
    let svg = drawing::svg(definition, language, None);
    let encoded: String = form_urlencoded::byte_serialize(svg.as_bytes()).collect();
    Ok(Sound {
        name: definition.name.clone(),
        title: definition.title.get(here.language).to_owned(),
        version: i64::from(definition.version),
        digest: definition.digest.clone(),
        steps: proof.steps as i64,
        letters: definition.letters.len() as i64,
        worst: worst::told(&proof.worst, definition, here.language),
        warnings,
        drawing: format!("data:image/svg+xml,{}", encoded.replace('+', "%20")),
        loading,
        keeping: mine.filter_map(|one| following.get(&one.digest)).map(|(open, _)| open).sum(),
    })
}
