//! `redress draw`: a workflow as a picture, as Mermaid text or as BPMN, with an appeal's place in it if asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::house::House;
use super::{reference, say};
use crate::appeal::Event;
use crate::clock::Clock;
use crate::config::Config;
use crate::registry::{Rules, WorkflowFiles};
use crate::shipped;
use crate::store;
use crate::texts::Language;
use crate::workflow::Definition;
use crate::workflow::drawing::{self, Here, Whereabouts};

/// Draw a workflow. Needs no database, unless an appeal is to be shown in it.
#[derive(Debug, Args)]
pub struct Draw {
    /// A workflow file, or the name of a workflow that the program knows; an appeal knows its own.
    #[arg(required_unless_present = "appeal")]
    workflow: Option<PathBuf>,
    /// The format.
    #[arg(long = "as", value_enum, value_name = "FORMAT", default_value_t = Format::Svg)]
    format: Format,
    /// Mark where this appeal stands and what it has passed.
    #[arg(long, value_name = "REFERENCE")]
    appeal: Option<String>,
    /// The language: en, ru or kk; the workflow must be written in it.
    #[arg(long, default_value_t = Language::En)]
    language: Language,
    /// Write it to this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// A format of drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A picture.
    Svg,
    /// A Mermaid flowchart.
    Mermaid,
    /// BPMN 2.0 XML with its diagram.
    Bpmn,
}

impl Draw {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let drawn = match &self.appeal {
            Some(_) if self.format == Format::Bpmn => {
                bail!(
                    "BPMN has no place for where an appeal stands: take --as svg or --as mermaid, or no --appeal"
                )
            }
            Some(typed) => {
                let house = House::open(&config, Clock::Real).await?;
                let drawn = self.with_appeal(&house, typed).await;
                house.close().await?;
                drawn?
            }
            None => {
                let workflow = self.workflow.as_deref().unwrap_or(Path::new(""));
                self.draw(&Rules::read(&files(workflow, &config)?)?.definition, None)?
            }
        };
        match &self.out {
            Some(file) => std::fs::write(file, drawn)
                .with_context(|| format!("{} cannot be written", file.display()))?,
            None => say!("{}", drawn.trim_end()),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn draw(&self, definition: &Definition, appeal: Option<&Whereabouts>) -> anyhow::Result<String> {
        let language = self.language;
        if !definition.languages.contains(&language) {
            let written: Vec<_> = definition.languages.iter().map(|one| one.code()).collect();
            bail!(
                "{} is not written in `{language}`: take --language {}",
                definition.name,
                written.join(" or ")
            );
        }
        Ok(match self.format {
            Format::Svg => drawing::svg(definition, language, appeal),
            Format::Mermaid => drawing::mermaid(definition, language, appeal),
            Format::Bpmn => drawing::bpmn(definition, language),
        })
    }

    async fn with_appeal(&self, house: &House, typed: &str) -> anyhow::Result<String> {
        let reference = reference(typed)?;
        let store = house.registry.store();
        let Some(row) = store::appeal::find(store, reference.as_str()).await? else {
            bail!("there is no appeal {reference}; `redress list` shows all of them");
        };
        let Some(rules) = house.registry.rulebook().by_digest(&row.appeal.workflow) else {
            bail!("the workflow of this appeal is not loaded; run `redress doctor`");
        };
        let definition = &rules.definition;
        if let Some(named) = &self.workflow
            && named.file_stem().is_none_or(|stem| stem != definition.name.as_str())
        {
            bail!("{reference} follows {}, not {}: leave the workflow out", definition.name, named.display());
        }
        let journal = store::journal::of(store, &[row.id]).await?;
        let arrivals = journal.iter().filter_map(|stored| match &stored.entry.event {
            Event::Arrived(arrival) => Some((arrival.track.clone(), arrival.step.clone())),
            _ => None,
        });
        let until = |track: &str| {
            let standing = row.appeal.tracks.get(track)?;
            Some(self.language.short_date(standing.nearest()?.on))
        };
        self.draw(definition, Some(&whereabouts(arrivals, until)))
    }
}

/// Where the arrivals of a journal have led; `until` tells a track's next day.
fn whereabouts(
    arrivals: impl Iterator<Item = (String, String)>,
    until: impl Fn(&str) -> Option<String>,
) -> Whereabouts {
    let (mut last, mut passed) = (BTreeMap::new(), BTreeSet::new());
    for (track, step) in arrivals {
        if let Some(before) = last.insert(track.clone(), step) {
            passed.insert((track, before));
        }
    }
    passed.retain(|(track, step)| last.get(track) != Some(step));
    let here = last.into_iter().map(|(track, step)| Here { until: until(&track), track, step });
    Whereabouts { here: here.collect(), passed }
}

/// The files of a workflow: those at a path, or under a name those of the operator, or those inside the program.
fn files(workflow: &Path, config: &Config) -> anyhow::Result<WorkflowFiles> {
    if workflow.is_file() {
        return shipped::workflow_at(workflow)
            .with_context(|| format!("{} cannot be read", workflow.display()));
    }
    let known = match &config.workflows {
        Some(folder) => {
            shipped::rules_in(folder).with_context(|| format!("{} cannot be read", folder.display()))?
        }
        None => shipped::rules(),
    };
    let known = known.workflows;
    let names: Vec<&str> = known.iter().map(|files| files.file.trim_end_matches(".yaml")).collect();
    match names.iter().position(|name| Path::new(name) == workflow) {
        Some(place) => Ok(known[place].clone()),
        None => bail!(
            "there is no file {}, and no workflow of that name; those there are: {}",
            workflow.display(),
            names.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_reached_again_is_where_the_appeal_is_and_not_one_it_passed() {
        let way = [("legal", "review"), ("legal", "returned"), ("control", "report"), ("legal", "review")];
        let arrivals = way.map(|(track, step)| (track.to_owned(), step.to_owned()));
        let found =
            whereabouts(arrivals.into_iter(), |track| (track == "legal").then(|| "2021-02-08".to_owned()));
        let here: Vec<_> =
            found.here.iter().map(|here| (here.step.as_str(), here.until.as_deref())).collect();
        assert_eq!(here, [("report", None), ("review", Some("2021-02-08"))]);
        assert_eq!(found.passed, BTreeSet::from([("legal".to_owned(), "returned".to_owned())]));
    }
}
