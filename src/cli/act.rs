//! `redress file` and `redress act`: driving an appeal by hand.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use rand::RngExt;

use super::house::House;
use super::{reference, say};
use crate::appeal::{Act, Actor, Command, DecisionAppealed, Deed, File, Refusal, Suspension};
use crate::clock::Clock;
use crate::config::Config;
use crate::law::Span;
use crate::registry::{Answer, Submission};
use crate::texts::Language;

/// File an appeal.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// The workflow.
    #[arg(long, default_value = "kz-koap-suspension")]
    workflow: String,
    /// The code of the organisation that appeals.
    #[arg(long)]
    appellant: String,
    /// The code of the office that took the decision.
    #[arg(long)]
    issuer: String,
    /// The party that it is handed to.
    #[arg(long, default_value = "reviewer")]
    with: String,
    /// The language of the proceedings.
    #[arg(long, default_value_t = Language::Ru)]
    language: Language,
    /// The number of the decision.
    #[arg(long)]
    number: Option<String>,
    /// The day of the decision, as 2021-01-25.
    #[arg(long)]
    decided_on: Date,
    /// The day on which it was served.
    #[arg(long)]
    served_on: Date,
    /// The day on which it was sent, where time counts from sending.
    #[arg(long)]
    sent_on: Option<Date>,
    /// The day on which it was published, where time counts from publication.
    #[arg(long)]
    published_on: Option<Date>,
    /// The day on which the organisation learned of it, where time counts from knowledge.
    #[arg(long)]
    learned_on: Option<Date>,
    /// A part of it that is appealed, if not all of it is; may be given several times.
    #[arg(long)]
    part: Vec<String>,
    /// An official who took it and so may not decide on the appeal; may be given several times.
    #[arg(long)]
    taken_by: Vec<String>,
    /// The article that it is based on.
    #[arg(long)]
    article: Option<String>,
    /// The fine, in tenge.
    #[arg(long)]
    fine: Option<i64>,
    /// The last day of the suspension, which begins with the decision.
    #[arg(long)]
    suspended_until: Option<Date>,
    /// What the workflow asks for, as name=text.
    #[arg(long = "state", value_parser = pair)]
    stated: Vec<(String, String)>,
    #[command(flatten)]
    how: How,
}

/// Do what a step allows.
#[derive(Debug, Args)]
pub struct ActArgs {
    /// The appeal's reference.
    reference: String,
    /// The action.
    action: String,
    /// The code of the office that acts; without it the organisation acts.
    #[arg(long)]
    office: Option<String>,
    /// The person of that office who acts.
    #[arg(long, requires = "office")]
    person: Option<String>,
    /// The code of the organisation that acts.
    #[arg(long, conflicts_with = "office")]
    organisation: Option<String>,
    /// The ground, for stopping the clock.
    #[arg(long)]
    ground: Option<String>,
    /// A part that is annulled, for an annulment in part; may be given several times.
    #[arg(long)]
    part: Vec<String>,
    /// The time added, for an extension, as "5 sutki".
    #[arg(long)]
    by: Option<Span>,
    /// What the action asks for, as name=text.
    #[arg(long = "state", value_parser = pair)]
    stated: Vec<(String, String)>,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
pub(super) struct How {
    /// A key of your own: the same command sent twice under it has one effect and one answer.
    #[arg(long)]
    key: Option<String>,
    /// Answer as JSON.
    #[arg(long)]
    json: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=text")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl FileArgs {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let decision = DecisionAppealed {
            issuer: self.issuer,
            number: self.number,
            decided_on: self.decided_on,
            served_on: self.served_on,
            sent_on: self.sent_on,
            published_on: self.published_on,
            learned_on: self.learned_on,
            article: self.article,
            fine: self.fine,
            suspension: self.suspended_until.map(|until| Suspension { from: self.decided_on, until }),
            parts: self.part,
            taken_by: self.taken_by,
        };
        let stated = self.stated.into_iter().collect();
        let actor = Actor::Organisation(self.appellant.clone());
        let (workflow, appellant, with, language) = (self.workflow, self.appellant, self.with, self.language);
        let file = File { workflow, appellant, with, language, decision, stated };
        submit(&config, None, Deed { actor, command: Command::File(Box::new(file)) }, self.how).await
    }
}

impl ActArgs {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let actor = match (self.office, self.person, self.organisation) {
            (Some(office), Some(person), _) => Actor::official(&office, &person),
            (Some(code), None, _) => Actor::Office(code),
            (None, _, Some(code)) => Actor::Organisation(code),
            (None, _, None) => anyhow::bail!("say who acts: --office CODE or --organisation CODE"),
        };
        let stated: BTreeMap<String, String> = self.stated.into_iter().collect();
        let act =
            Act { action: self.action, stated, ground: self.ground, extend_by: self.by, parts: self.part };
        let reference = reference(&self.reference)?.to_string();
        submit(&config, Some(reference), Deed { actor, command: Command::Act(act) }, self.how).await
    }
}

pub(super) async fn submit(
    config: &Config,
    reference: Option<String>,
    deed: Deed,
    how: How,
) -> anyhow::Result<ExitCode> {
    let house = House::open(config, Clock::Real).await?;
    let key = how.key.unwrap_or_else(|| format!("terminal {:032x}", rand::rng().random::<u128>()));
    let answer = house.registry.submit(Submission { key, reference, deed }, house.clock.now()).await?;
    house.close().await?;
    if how.json {
        say!("{}", serde_json::to_string(&answer)?);
    }
    match answer {
        Answer::Done(receipt) => {
            if !how.json {
                let (first, last) = receipt.entries;
                say!("{}: done, entries {first} to {last} of its journal", receipt.reference);
            }
            Ok(ExitCode::SUCCESS)
        }
        Answer::Refused(_) | Answer::Faulty(_) if how.json => Ok(ExitCode::FAILURE),
        Answer::Refused(Refusal::Missing { field, title }) => {
            anyhow::bail!("`{field}` is missing: {title}. Give it with --state {field}=TEXT")
        }
        Answer::Refused(refusal) => anyhow::bail!(refusal),
        Answer::Faulty(fault) => {
            anyhow::bail!("the appeal could not be carried on: {fault}. Run `redress doctor`.")
        }
    }
}
