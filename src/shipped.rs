//! What is shipped inside the program: the workflows with their letters, the calendars, the stories and
//! the sample offices. A folder given by the operator takes the place of the workflows and calendars.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::registry::WorkflowFiles;
use crate::workflow;

static WORKFLOWS: Dir = include_dir!("$CARGO_MANIFEST_DIR/workflows");

/// Rules as files: workflows with their letters, and calendars as file names with texts.
#[derive(Debug, Default)]
pub struct RuleFiles {
    /// The workflows.
    pub workflows: Vec<WorkflowFiles>,
    /// The calendars.
    pub calendars: Vec<(String, String)>,
}

/// The rules inside the program.
pub fn rules() -> RuleFiles {
    let files = WORKFLOWS.files().chain(WORKFLOWS.dirs().flat_map(all_files));
    gather(
        files
            .filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned())))
            .collect(),
    )
}

fn all_files<'a>(dir: &'a Dir<'a>) -> Vec<&'a include_dir::File<'a>> {
    dir.files().chain(dir.dirs().flat_map(all_files)).collect()
}

/// The rules in a folder laid out as `workflows/` is.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn rules_in(folder: &Path) -> std::io::Result<RuleFiles> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) {
                files.insert(name.to_owned(), std::fs::read_to_string(&path)?);
            }
        }
    }
    Ok(gather(files))
}

/// One workflow file, with its letters from `letters/<its name>/` beside it and those that it shares.
///
/// # Errors
/// A file or folder that cannot be read. Letters that are not there are no error here: the workflow says which
/// it needs.
pub fn workflow_at(file: &Path) -> std::io::Result<WorkflowFiles> {
    let text = std::fs::read_to_string(file)?;
    let beside = file.with_file_name("letters");
    let mut letters = BTreeMap::new();
    if let Some(shared) = workflow::shared_letters(&file.display().to_string(), &text) {
        letters = files_in(&beside.join(&shared.folder))?;
        letters.retain(|letter, _| shared.contains(letter));
    }
    letters.extend(files_in(&beside.join(file.file_stem().unwrap_or_default()))?);
    Ok(WorkflowFiles { file: file.display().to_string(), text, letters })
}

/// The files of a folder, by name; none if there is no such folder.
fn files_in(folder: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| path.is_file()) {
                files.insert(name.to_owned(), std::fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

fn gather(files: BTreeMap<String, String>) -> RuleFiles {
    let mut rules = RuleFiles::default();
    for (name, text) in &files {
        let path: Vec<&str> = name.split('/').collect();
        match path.as_slice() {
            ["calendars", file] if file.ends_with(".yaml") => {
                rules.calendars.push((name.clone(), text.clone()))
            }
            [file] => {
                let Some(workflow) = file.strip_suffix(".yaml") else { continue };
                let mut letters = match workflow::shared_letters(name, text) {
                    Some(shared) => letters_in(&files, &shared.folder, |letter| shared.contains(letter)),
                    None => BTreeMap::new(),
                };
                letters.extend(letters_in(&files, workflow, |_| true));
                rules.workflows.push(WorkflowFiles { file: name.clone(), text: text.clone(), letters });
            }
            _ => {}
        }
    }
    rules
}

/// The stories inside the program: file names, such as `stories/kz-2021.yaml`, and texts.
pub fn stories() -> Vec<(&'static str, &'static str)> {
    let files = WORKFLOWS.get_dir("stories").into_iter().flat_map(all_files);
    let mut stories: Vec<(&str, &str)> = files
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .filter(|(name, _)| name.ends_with(".yaml"))
        .collect();
    stories.sort_unstable();
    stories
}

/// The letters of a folder, by file name.
fn letters_in(
    files: &BTreeMap<String, String>,
    folder: &str,
    wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, String> {
    let folder = format!("letters/{folder}/");
    let letters = files.iter().filter_map(|(path, text)| Some((path.strip_prefix(&folder)?, text)));
    letters.filter(|(file, _)| wanted(file)).map(|(file, text)| (file.to_owned(), text.clone())).collect()
}

/// A file inside the program, such as `stories/kz-2021.yaml`.
pub fn text(path: &str) -> Option<&'static str> {
    WORKFLOWS.get_file(path)?.contents_utf8()
}
