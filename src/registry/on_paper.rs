//! Stored letters on paper, with what the journal says of them. It reads only.

use thiserror::Error;

use super::Registry;
use crate::law;
use crate::letter::{Paper, PaperFault, paper};
use crate::seal;
use crate::store::letter::Letter;
use crate::store::{self, StoreFault};

/// Why a letter could not be put on paper.
#[derive(Debug, Error)]
pub enum OnPaperFault {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A fault of the program.
    #[error(transparent)]
    Paper(#[from] PaperFault),
    /// What belongs to the letter is not there.
    #[error("{0} of letter {1} is not there; run `redress doctor`")]
    Gone(&'static str, i64),
}

impl Registry {
    /// A letter as a PDF with its number, date, hashes, the documents that its appeal had when it was written, and a
    /// QR code that leads to the page `<site>/verify/<number>`. The same bytes each time.
    ///
    /// Whether somebody may read the letter is for the caller to ask before. `site` is where the pages are, such as
    /// `https://appeals.example.kz`; without it the QR code holds the hashes alone.
    ///
    /// # Errors
    /// A fault of the database; an appeal, entry or workflow that is missing from it.
    pub async fn on_paper(&self, letter: &Letter, site: Option<&str>) -> Result<Vec<u8>, OnPaperFault> {
        let gone = |what| OnPaperFault::Gone(what, letter.id);
        let appeal = store::appeal::find(&self.store, &letter.reference).await?;
        let appeal = appeal.ok_or_else(|| gone("the appeal"))?;
        let journal = store::journal::of(&self.store, &[appeal.id]).await?;
        let entry = journal.iter().find(|stored| stored.entry.seq == letter.seq);
        let entry_hash = seal::hex(&entry.ok_or_else(|| gone("the entry"))?.hash);
        let rules = self.rulebook.by_digest(&appeal.appeal.workflow);
        let calendar = rules.and_then(|rules| self.rulebook.calendar(&rules.definition.calendar));
        let documents = store::document::of(&self.store, appeal.id, letter.written_at).await?;
        Ok(paper(&Paper {
            number: &format!("{}/{}", letter.reference, letter.id),
            written_on: law::day_of(letter.written_at, &*calendar.ok_or_else(|| gone("the workflow"))?),
            language: letter.language.parse().unwrap_or_default(),
            subject: &letter.subject,
            body: &letter.body,
            entry: letter.seq,
            entry_hash: &entry_hash,
            documents: &documents,
            site,
        })?)
    }
}
