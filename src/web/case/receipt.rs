//! The receipt: on paper, with the instant at which an appeal came, the dates that follow, and the hash of every file.
//!
//! It is made from the journal and nothing else, so that it has the same bytes each time in one language. Its text is
//! hashed as that of every letter, and bears the hash of the entry by which the appeal was filed: who holds it can show
//! that it came, also against the service.

use super::file::CaseFile;
use crate::appeal::{Event, Filed};
use crate::law;
use crate::letter::{Paper as OnPaper, paper as on_paper, text_hash};
use crate::store;
use crate::store::journal::Stored;
use crate::store::paper::Paper;
use crate::web::Pages;
use crate::web::here::Here;
use crate::web::page::Page;
use crate::web::trouble::Trouble;

/// The receipt in the reader's language. That it was handed out is kept, so that its code proves it genuine.
pub(super) async fn pdf(
    pages: &Pages,
    here: &Here,
    file: &CaseFile,
    journal: &[Stored],
    papers: &[Paper],
) -> Result<Vec<u8>, Trouble> {
    let (entry, filed) = journal
        .iter()
        .find_map(|stored| match &stored.entry.event {
            Event::Filed(filed) => Some((stored, filed.as_ref())),
            _ => None,
        })
        .ok_or_else(|| Trouble::Fault("an appeal that was never filed".to_owned()))?;
    let page = Page::new(here, "receipt-title");
    let reference = &file.row.appeal.reference;
    let came_with = papers.iter().filter(|paper| paper.added_at <= entry.entry.recorded_at);
    let subject = page.say1("receipt-subject", "reference", reference.as_str());
    let body = body(&page, file, filed, entry, journal, came_with);
    let (seq, hash) = (entry.entry.seq, text_hash(&subject, &body));
    store::tracking::hand_out(&pages.store, file.row.id, &hash, seq, here.now).await?;
    let pdf = on_paper(&OnPaper {
        number: &format!("{reference}/receipt"),
        written_on: law::day_of(entry.entry.legal_at, file.calendar()),
        language: here.language,
        subject: &subject,
        body: &body,
        entry: entry.entry.seq,
        entry_hash: &hex::encode(&entry.hash),
        // They stand in the text, which its hash covers.
        documents: &[],
        site: Some(&pages.site.link("")),
    });
    pdf.map_err(|fault| Trouble::Fault(fault.to_string()))
}

fn body<'p>(
    page: &Page,
    file: &CaseFile,
    filed: &Filed,
    entry: &Stored,
    journal: &[Stored],
    papers: impl Iterator<Item = &'p Paper>,
) -> String {
    let at = file.calendar().zone().to_datetime(entry.entry.legal_at);
    let (day, time) = (page.date(&at.date()), at.strftime("%H:%M").to_string());
    let decision = &filed.decision;
    let mut keys = vec![
        (page.say("receipt-reference"), filed.reference.clone()),
        (page.say("receipt-appellant"), file.appellant().to_owned()),
        (page.say("receipt-came"), page.say2("receipt-at", "day", day, "time", time)),
        (page.say("case-issuer"), file.office(&decision.issuer)),
    ];
    keys.extend(decision.number.iter().map(|number| (page.say("case-number"), number.clone())));
    keys.push((page.say("case-decided-on"), page.date(&decision.decided_on)));
    keys.push((page.say("case-served-on"), page.date(&decision.served_on)));
    keys.push((page.say("receipt-time"), page.date(&filed.time_ended_on)));
    let keys: Vec<String> = keys.into_iter().map(|(key, value)| format!("{key}: {}", line(&value))).collect();
    let mut paragraphs = vec![page.say("receipt-lead"), keys.join("\n")];
    if filed.late {
        paragraphs.push(page.say("receipt-late"));
    }
    paragraphs.extend(first_date(page, file, journal));
    paragraphs.push(page.say("receipt-otherwise"));
    let papers: Vec<String> = papers
        .map(|paper| format!("- {} · SHA-256 {}", line(&paper.name), hex::encode(&paper.digest)))
        .collect();
    if !papers.is_empty() {
        paragraphs.push(page.say("receipt-papers"));
        paragraphs.push(papers.join("\n"));
    }
    format!("{}\n", paragraphs.join("\n\n"))
}

/// Who had to act first, and by when.
fn first_date(page: &Page, file: &CaseFile, journal: &[Stored]) -> Option<String> {
    let arrival = journal.iter().find_map(|stored| match &stored.entry.event {
        Event::Arrived(arrival) if file.definition().decides(&arrival.track) => Some(arrival),
        _ => None,
    })?;
    let due = arrival.due.iter().min_by_key(|due| due.at)?;
    let holder = file.office(arrival.office.as_deref()?);
    Some(page.say2("receipt-next", "holder", holder, "day", page.date(&due.on)))
}

/// One line of what may be several.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
