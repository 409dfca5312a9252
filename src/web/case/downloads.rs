//! What of an appeal can be taken away: its papers, its letters and the receipt as PDF, and the whole file.
//!
//! Whoever may see the appeal may have them; row-level security has decided that when the file was opened.

use std::io::{Cursor, Write};

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::file::CaseFile;
use super::receipt;
use crate::appeal::Event;
use crate::store::journal::Stored;
use crate::store::letter::Letter;
use crate::store::paper::Paper;
use crate::store::sight::Sight;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::papers;
use crate::web::trouble::Trouble;
use crate::web::words;

pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/appeals/{reference}/papers/{paper}", get(one_paper))
        .route("/appeals/{reference}/letters/{letter}/paper", get(letter))
        .route("/appeals/{reference}/receipt", get(the_receipt))
        .route("/appeals/{reference}/file.zip", get(whole))
}

/// What the viewer sees.
async fn sight(pages: &Pages, here: &Here) -> Result<Sight, Trouble> {
    Ok(pages.reading.of(Some(here.signed_in()?.id), here.now).await?)
}

async fn one_paper(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, id)): Path<(String, i64)>,
) -> Result<Response, Trouble> {
    let file = super::open(&pages, &here, &reference).await?;
    let papers = sight(&pages, &here).await?.papers(file.row.id).await?;
    let paper = papers.iter().find(|paper| paper.id == id).ok_or(Trouble::NotFound)?;
    papers::hand_out(&pages, paper).await
}

async fn letter(
    State(pages): State<Pages>,
    here: Here,
    Path((reference, id)): Path<(String, i64)>,
) -> Result<Response, Trouble> {
    let file = super::open(&pages, &here, &reference).await?;
    let letter = file.letters.iter().find(|letter| letter.id == id).ok_or(Trouble::NotFound)?;
    let pdf = letter_on_paper(&pages, letter).await?;
    let name = format!("{}-{}.pdf", file.row.appeal.reference, letter.id);
    Ok(papers::download(&name, "application/pdf", pdf))
}

/// A letter as a PDF, the same bytes each time.
async fn letter_on_paper(pages: &Pages, letter: &Letter) -> Result<Vec<u8>, Trouble> {
    let pdf = pages.registry.on_paper(letter, Some(&pages.site.link(""))).await;
    pdf.map_err(|fault| Trouble::Fault(fault.to_string()))
}

async fn the_receipt(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let file = super::open(&pages, &here, &reference).await?;
    let mut sight = sight(&pages, &here).await?;
    let (journal, papers) = (sight.journal(file.row.id).await?, sight.papers(file.row.id).await?);
    drop(sight);
    let pdf = receipt::pdf(&pages, &here, &file, &journal, &papers).await?;
    let name = format!("{}-receipt.pdf", file.row.appeal.reference);
    Ok(papers::download(&name, "application/pdf", pdf))
}

/// The whole file: journal, letters to the viewer's side, messages, papers, and a list with the hash of each; what is
/// kept back for a virus, or until it is checked, is named in a list of its own.
async fn whole(
    State(pages): State<Pages>,
    here: Here,
    Path(reference): Path<String>,
) -> Result<Response, Trouble> {
    let file = super::open(&pages, &here, &reference).await?;
    let mut sight = sight(&pages, &here).await?;
    let (journal, papers) = (sight.journal(file.row.id).await?, sight.papers(file.row.id).await?);
    drop(sight);
    let mut bundle = Bundle::new();
    bundle.add("journal.json", &journal_json(&file, &journal))?;
    bundle.add("receipt.pdf", &receipt::pdf(&pages, &here, &file, &journal, &papers).await?)?;
    for letter in &file.letters {
        let text = format!("{}\n\n{}", letter.subject, letter.body);
        bundle.add(&format!("letters/{}.txt", letter.id), text.as_bytes())?;
        bundle.add(&format!("letters/{}.pdf", letter.id), &letter_on_paper(&pages, letter).await?)?;
    }
    for entry in &file.entries {
        let Event::MessageReceived(message) = &entry.event else { continue };
        if let Some(text) = file.written(message) {
            bundle.add(&format!("messages/{}.txt", entry.seq), text.as_bytes())?;
        }
    }
    let mut left_out = Vec::new();
    for paper in &papers {
        match papers::content(&pages, paper).await {
            Ok(content) => bundle.add(&in_bundle(paper), &content)?,
            Err(Trouble::Infected) => left_out.push((paper, "paper-is-infected")),
            Err(Trouble::Unchecked) => left_out.push((paper, "paper-waits")),
            Err(trouble) => return Err(trouble),
        }
    }
    if !left_out.is_empty() {
        let line = |(paper, why): &(&Paper, &str)| {
            let (name, hash) = (in_bundle(paper), hex::encode(&paper.digest));
            format!("{name}: {} (SHA-256 {hash})\n", words::say(here.language, why, &[]))
        };
        bundle.add("LEFT-OUT.txt", left_out.iter().map(line).collect::<String>().as_bytes())?;
    }
    let zip = bundle.finish()?;
    Ok(papers::download(&format!("{}.zip", file.row.appeal.reference), "application/zip", zip))
}

/// The name of a paper among the others, which may have the same.
fn in_bundle(paper: &Paper) -> String {
    format!("papers/{}-{}", paper.id, paper.name)
}

fn journal_json(file: &CaseFile, journal: &[Stored]) -> Vec<u8> {
    let entries: Vec<_> = journal
        .iter()
        .map(|stored| json!({ "entry": stored.entry, "hash": hex::encode(&stored.hash) }))
        .collect();
    let appeal = &file.row.appeal;
    let journal = json!({
        "reference": appeal.reference,
        "workflow": file.definition().name,
        "version": file.definition().version,
        "digest": appeal.workflow,
        "head": hex::encode(&file.row.head),
        "entries": entries,
    });
    format!("{journal:#}\n").into_bytes()
}

/// A ZIP in the making, with the hashes of what is in it. It has no times of its own: the same file makes the same ZIP.
struct Bundle {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    manifest: Vec<String>,
}

impl Bundle {
    fn new() -> Bundle {
        Bundle { zip: ZipWriter::new(Cursor::new(Vec::new())), manifest: Vec::new() }
    }

    fn add(&mut self, name: &str, content: &[u8]) -> Result<(), Trouble> {
        // As `sha256sum --check` reads it.
        self.manifest.push(format!("{}  {name}\n", hex::encode(Sha256::digest(content))));
        self.write(name, content)
    }

    fn write(&mut self, name: &str, content: &[u8]) -> Result<(), Trouble> {
        let options = SimpleFileOptions::DEFAULT.compression_method(zip::CompressionMethod::Stored);
        self.zip.start_file(name, options).map_err(|fault| Trouble::Fault(fault.to_string()))?;
        self.zip.write_all(content).map_err(|fault| Trouble::Fault(fault.to_string()))
    }

    fn finish(mut self) -> Result<Vec<u8>, Trouble> {
        let manifest = self.manifest.concat();
        self.write("SHA256SUMS", manifest.as_bytes())?;
        let zip = self.zip.finish().map_err(|fault| Trouble::Fault(fault.to_string()))?;
        Ok(zip.into_inner())
    }
}
