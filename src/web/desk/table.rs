//! The rows of a queue, on a page and as a file for a spreadsheet.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;

use super::queue::Reader;
use crate::appeal::Wished;
use crate::store::queue::Queued;
use crate::store::sight::{After, Sight};
use crate::texts::{Language, Texts};
use crate::web::Pages;
use crate::web::case::DueNote;
use crate::web::fields::Query;
use crate::web::here::Here;
use crate::web::sheet::Sheet;
use crate::web::trouble::Trouble;
use crate::web::words;

/// The rows of a file that are read at once.
const CHUNK: i64 = 500;
/// The most rows of a file.
const MOST: usize = 10_000;

/// The words beside the day of a report, and of control.
const REPORT: &str = "wish-report-short";
const CONTROL: &str = "wish-control-short";

/// A row in words.
#[derive(Debug)]
pub(super) struct Line {
    pub reference: String,
    pub appellant: String,
    pub workflow: String,
    pub step: String,
    pub holder: String,
    pub due: Option<DueNote>,
    /// What offices asked for by a day, each in a word.
    pub wishes: Vec<(&'static str, DueNote)>,
    pub tag: String,
    pub colour: &'static str,
    pub stopped: bool,
    pub assignee: Option<String>,
}

/// The rows in words; one query for all names, and one for all wishes.
pub(super) async fn lines(
    reader: &Reader<'_>,
    sight: &mut Sight,
    queued: &[Queued],
) -> Result<Vec<Line>, Trouble> {
    let keys: Vec<i64> = queued.iter().map(|row| row.id).collect();
    let names = sight.appellants(&keys).await?;
    let wishes: BTreeMap<i64, Vec<Wished>> = sight.wishes(&keys).await?.into_iter().collect();
    let language = reader.here.language;
    let names: BTreeMap<String, String> = names
        .into_iter()
        .map(|(code, name, _)| {
            let texts: Texts = serde_json::from_str(&name).unwrap_or_default();
            (code, texts.get(language).to_owned())
        })
        .collect();
    let ladder = reader.pages.ladder().await?;
    let rulebook = reader.pages.registry.rulebook();
    let line = |row: &Queued| {
        let rules = rulebook.by_digest(&row.workflow);
        let definition = rules.as_ref().map(|rules| &rules.definition);
        let step = definition
            .and_then(|definition| definition.tracks.values().find_map(|track| track.steps.get(&row.step)));
        let calendar = definition.and_then(|definition| rulebook.calendar(&definition.calendar));
        let note = |on| Some(DueNote::of(on, reader.today, calendar.as_ref()?, language));
        let due = row.due_on.and_then(note);
        let wishes = wishes.get(&row.id).into_iter().flatten().filter_map(|one| {
            let words = if one.wish.is_report() { REPORT } else { CONTROL };
            Some((words, note(one.wish.day()?)?))
        });
        let (tag, colour) = tag(row, due.as_ref());
        let name = |code: &String| {
            let office = ladder.get(code).map(|office| office.name.get(language).to_owned());
            office.or_else(|| names.get(code).cloned()).unwrap_or_else(|| code.clone())
        };
        Line {
            reference: row.reference.clone(),
            appellant: names.get(&row.appellant).cloned().unwrap_or_else(|| row.appellant.clone()),
            workflow: definition.map(|one| one.title.get(language).to_owned()).unwrap_or_default(),
            step: step.map(|step| step.title.get(language).to_owned()).unwrap_or_default(),
            holder: row.holder.as_ref().map(name).unwrap_or_default(),
            due: due.filter(|_| row.outcome.is_none()),
            wishes: wishes.collect(),
            tag: words::say(language, tag, &[]),
            colour,
            stopped: row.stopped,
            assignee: row.assignee.clone(),
        }
    };
    Ok(queued.iter().map(line).collect())
}

fn tag(row: &Queued, due: Option<&DueNote>) -> (&'static str, &'static str) {
    match (row.outcome.as_deref(), due.map(|due| due.class)) {
        (Some("annulled"), _) => ("tag-annulled", "green"),
        (Some("withdrawn"), _) => ("tag-withdrawn", ""),
        (Some(_), _) => ("tag-closed", ""),
        _ if row.stopped => ("tag-stopped", "yellow"),
        (None, Some("late")) => ("tag-late", "red"),
        (None, Some("soon")) => ("tag-soon", "orange"),
        _ => ("tag-open", "blue"),
    }
}

/// The list as a file.
pub(super) async fn export(
    State(pages): State<Pages>,
    here: Here,
    Query(fields): Query,
) -> Result<Response, Trouble> {
    let reader = Reader::of(&pages, &here, &fields).await?;
    let mut sight = pages.reading.of(Some(reader.viewer.id), here.now).await?;
    let mut asked = reader.asked(&mut sight, CHUNK).await?;
    asked.after = None;
    let mut sheet = Sheet::new(heads(here.language))?;
    let mut written = 0;
    loop {
        let queued = sight.queue(&asked).await?;
        for line in lines(&reader, &mut sight, &queued).await? {
            sheet.row(cells(line, here.language))?;
        }
        written += queued.len();
        let is_last = i64::try_from(queued.len()).is_ok_and(|rows| rows < CHUNK);
        match queued.last() {
            Some(last) if !is_last && written < MOST => {
                asked.after = Some(After { due_on: last.due_on, id: last.id });
            }
            _ => break,
        }
    }
    sheet.answer("queue")
}

fn heads(language: Language) -> [String; 11] {
    [
        "queue-reference",
        "queue-appellant",
        "queue-workflow",
        "queue-step",
        "queue-holder",
        "case-decide-by",
        "queue-state",
        "queue-stopped",
        "desk-assignee",
        "queue-report-by",
        "queue-control-until",
    ]
    .map(|name| words::say(language, name, &[]))
}

/// Of what several offices ask for, the earliest day of its kind.
fn cells(line: Line, language: Language) -> [String; 11] {
    let earliest = |kind: &str| {
        let days = line.wishes.iter().filter(|(words, _)| *words == kind).map(|(_, due)| due.on);
        days.min().map(|day| day.to_string()).unwrap_or_default()
    };
    let (report, control) = (earliest(REPORT), earliest(CONTROL));
    let stopped = words::say(language, if line.stopped { "yes" } else { "no" }, &[]);
    [
        line.reference,
        line.appellant,
        line.workflow,
        line.step,
        line.holder,
        line.due.map(|due| due.on.to_string()).unwrap_or_default(),
        line.tag,
        stopped,
        line.assignee.unwrap_or_default(),
        report,
        control,
    ]
}
