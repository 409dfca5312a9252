//! `redress check`: whether workflows hold together, and how long they can take at the worst.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use serde::Serialize;

use super::say;
use crate::law::{self, Calendar};
use crate::letter::Templates;
use crate::registry::WorkflowFiles;
use crate::shipped;
use crate::source::{self, Problems};
use crate::texts::Language;
use crate::workflow::file::WorkflowFile;
use crate::workflow::proof::{self, Fault, FaultKind, Proof};
use crate::workflow::{self, Definition};

/// Prove workflow files: reachable steps, owners, limits, bounds, an end in reach, promises, the worst case.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The files; their letters and calendars lie beside them in `letters/<name>/` and `calendars/`. None: the
    /// workflows that are shipped.
    files: Vec<PathBuf>,
    /// Print the proofs as JSON.
    #[arg(long)]
    json: bool,
}

/// What was found out about one file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Checked {
    file: String,
    /// Missing if the file cannot be read as a workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    /// The letters that exist in every language and name only known facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    letters: Option<Letters>,
    /// Faults at their places in the file.
    problems: Vec<Placed>,
    #[serde(skip)]
    drawn: String,
    #[serde(skip)]
    warned: String,
}

/// Letters in which nothing is wrong.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Letters {
    count: usize,
    languages: Vec<Language>,
}

/// A fault at its place.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Placed {
    file: String,
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let shelf = if self.files.is_empty() { shipped() } else { beside(&self.files)? };
        let checked: Vec<Checked> = shelf.iter().map(|(files, calendars)| check(files, calendars)).collect();
        if self.json {
            say!("{}", serde_json::to_string_pretty(&checked)?);
        } else {
            checked.iter().for_each(show);
        }
        let sound = checked.iter().all(|checked| checked.problems.is_empty());
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Calendar files as names and texts.
type Calendars = Vec<(String, String)>;

fn shipped() -> Vec<(WorkflowFiles, Calendars)> {
    let rules = shipped::rules();
    rules.workflows.into_iter().map(|files| (files, rules.calendars.clone())).collect()
}

fn beside(files: &[PathBuf]) -> anyhow::Result<Vec<(WorkflowFiles, Calendars)>> {
    let read = |file: &PathBuf| {
        let files =
            shipped::workflow_at(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut calendars = texts(&folder.join("calendars"), "yaml")?;
        calendars.extend(shipped::rules().calendars);
        Ok((files, calendars))
    };
    files.iter().map(read).collect()
}

/// The texts of a folder with an ending, by name; none if there is no such folder.
fn texts(folder: &Path, ending: &str) -> anyhow::Result<Vec<(String, String)>> {
    let mut texts = BTreeMap::new();
    if folder.is_dir() {
        let advice = || format!("{} cannot be read", folder.display());
        for entry in std::fs::read_dir(folder).with_context(advice)? {
            let path = entry.with_context(advice)?.path();
            if path.extension().is_some_and(|extension| extension == ending) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                texts.insert(name, text);
            }
        }
    }
    Ok(texts.into_iter().collect())
}

fn check(files: &WorkflowFiles, calendars: &Calendars) -> Checked {
    let found = read(files, calendars);
    match found {
        Err(problems) => told(&files.file, None, &problems, &Problems::default()),
        Ok((definition, calendar, source)) => {
            let mut proof = proof::prove(&definition, &calendar);
            let (faults, warnings) = proof::unasked(&definition, &files.letters);
            proof.faults.extend(faults);
            proof.warnings.extend(warnings);
            let place = |faults: &[Fault]| proof::placed(faults, &source);
            let mut problems = place(&proof.faults);
            let wrong = letters(&definition, files);
            let quoted = proof.faults.iter().any(|fault| fault.kind == FaultKind::LetterField);
            let right = (wrong.is_empty() && !quoted).then(|| Letters {
                count: definition.letters.len(),
                languages: definition.languages.clone(),
            });
            problems.extend(wrong);
            let warnings = place(&proof.warnings);
            Checked { letters: right, ..told(&files.file, Some(proof), &problems, &warnings) }
        }
    }
}

type Read = (Definition, Calendar, source::Source<WorkflowFile>);

fn read(files: &WorkflowFiles, calendars: &Calendars) -> Result<Read, Problems> {
    let source = source::read::<WorkflowFile>(&files.file, &files.text)?;
    let definition = workflow::read(&files.file, &files.text, &files.letters)?;
    let wanted = format!("{}.yaml", definition.calendar);
    let calendar = calendars.iter().find(|(name, _)| Path::new(name).ends_with(&wanted));
    let Some((name, text)) = calendar else {
        let problem =
            source.problem(&["calendar"], format!("there is no calendar `{}`", definition.calendar));
        return Err(source.into_problems(vec![
            problem.help(format!("write it in calendars/{wanted} beside the workflow")),
        ]));
    };
    let calendar = law::read_calendar(name, text)?;
    Ok((definition, calendar, source))
}

/// What is wrong with the letters themselves.
fn letters(definition: &Definition, files: &WorkflowFiles) -> Problems {
    let mut problems = Problems::default();
    for fault in Templates::new(&definition.name, &files.letters).err().unwrap_or_default() {
        let problem = source::Problem {
            file: format!("letters/{}", fault.file),
            line: fault.line,
            column: 1,
            span: 0..0,
            message: fault.message,
            help: None,
        };
        problems.extend(problem.into());
    }
    problems
}

fn told(file: &str, proof: Option<Proof>, problems: &Problems, warnings: &Problems) -> Checked {
    let colour = false;
    let placed = problems.iter().map(|problem| Placed {
        file: problem.file.clone(),
        line: problem.line,
        column: problem.column,
        message: problem.message.clone(),
        help: problem.help.clone(),
    });
    Checked {
        file: file.to_owned(),
        proof,
        letters: None,
        problems: placed.collect(),
        drawn: problems.render(colour),
        warned: warnings
            .iter()
            .map(|one| format!("warning: {}:{}:{}: {}", one.file, one.line, one.column, one.message))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn show(checked: &Checked) {
    if let Some(proof) = &checked.proof {
        say!("{proof}");
    }
    for text in [&checked.warned, &checked.drawn].into_iter().filter(|text| !text.is_empty()) {
        say!("{text}\n");
    }
    if let Some(Letters { count, languages }) = &checked.letters {
        let languages: Vec<String> = languages.iter().map(ToString::to_string).collect();
        say!(
            "{count} letters exist in each language ({}) and name only facts that are known",
            languages.join(", ")
        );
    }
    match checked.problems.len() {
        0 => say!("{} holds together", checked.file),
        1 => say!("{} has 1 fault", checked.file),
        count => say!("{} has {count} faults", checked.file),
    }
}
