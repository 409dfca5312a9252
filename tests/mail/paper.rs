//! Letters on paper, read by another program than made them.

use std::process::Command;

use redress::letter::{Paper, paper, text_hash};
use redress::texts::Language;

use sha2::{Digest, Sha256};

use crate::back;
use crate::world::appeals::World;
use crate::world::tools::provided;

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The text of a PDF as pdftotext reads it, page by page without the footers.
fn text_of(pdf: &[u8], number: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.pdf");
    std::fs::write(&path, pdf).unwrap();
    provided("mail");
    let read = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let text = String::from_utf8(read.stdout).unwrap();
    let footer = format!("№ {number}  ·");
    let footer = words(&footer).join(" ");
    let lines = text.lines().filter(|line| !words(line).join(" ").starts_with(&footer));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_text_of_every_letter_on_paper_is_the_letter() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.lives_until("2021-02-28 12:00").await;
    let letters = world.letters(&appeal).await;
    assert!(letters.len() > 8, "{}", letters.len());
    for letter in letters {
        for language in Language::ALL {
            let number = format!("{appeal}/{}", letter.id);
            let pdf = paper(&Paper {
                number: &number,
                written_on: jiff::civil::date(2021, 1, 27),
                language,
                subject: &letter.subject,
                body: &letter.body,
                entry: letter.seq,
                documents: &[],
                entry_hash: "9f86d081884c7d65",
                site: Some("https://appeals.example.kz"),
            });
            let text = text_of(&pdf.unwrap(), &number);
            let told = words(&text).join(" ");
            let body = letter.body.lines().map(|line| line.strip_prefix("> ").unwrap_or(line));
            let body = body.collect::<Vec<_>>().join(" ");
            let whole = format!("{} {body}", letter.subject);
            assert!(told.starts_with(&words(&whole).join(" ")), "{told}\n\n{whole}");
            assert!(told.contains(&text_hash(&letter.subject, &letter.body)), "{told}");
        }
    }
}

#[tokio::test]
async fn a_letter_on_paper_bears_the_hashes_of_the_documents_of_its_day_and_the_same_bytes_later() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.sends_letters().await;
    let from = world.letters(&appeal).await[0].address.clone();
    let early = world.letters(&appeal).await.remove(0);
    let before = world.registry.on_paper(&early, None).await.unwrap();
    assert!(!text_of(&before, "").contains("SHA-256 каждого"));
    world.clock.set(crate::world::appeals::instant("2021-01-28 10:00"));
    back::take(&world, None, &back::answer(&world, &appeal, &from, "")).await;
    world.lives_until("2021-02-10 12:00").await;
    let late = world.letters(&appeal).await.pop().unwrap();
    let pdf = world.registry.on_paper(&late, Some("https://appeals.example.kz")).await.unwrap();
    let text = text_of(&pdf, "");
    let hash = redress::seal::hex(&Sha256::digest("%PDF-1.4"));
    assert!(words(&text).join("").contains(&format!("decision.pdf:{hash}")), "{text}");
    let again = world.registry.on_paper(&early, None).await.unwrap();
    assert!(again == before, "what came later is not on it");
}
