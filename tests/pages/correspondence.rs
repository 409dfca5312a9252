//! What comes by mail into an appeal, on the pages of those who see it.

use axum::http::StatusCode;
use redress::daemon::inbox;

use crate::served::{APPELLANT, ISSUER, KEEPER, OFFICIAL, OTHER_APPELLANT, Served};

/// A mail of ECHO about its appeal, with two files.
async fn writes(served: &Served, reference: &str, file: &str) {
    let world = &served.world;
    let letters = world.letters(reference).await;
    let from = letters.into_iter().find(|letter| letter.recipient == "ECHO" && letter.legal).unwrap().address;
    let to = world.mail.identity().reply_address(reference, "ECHO");
    let part = |name: &str, content: &str| {
        format!(
            "--b\nContent-Type: text/html; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\n\n{content}\n"
        )
    };
    let mail = format!(
        "From: Echo <{from}>\nTo: {to}\nSubject: Our answer\nMessage-ID: <1@echo>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n\
         The form was sent on 15 January.\n\n<script>alert(1)</script>\n{}{}--b--\n",
        part("register.html", file),
        part("../proof.html", "<p>The stamp of the office</p>"),
    );
    let raw = mail.replace('\n', "\r\n");
    let taken = inbox::take(&world.registry, &world.mail, None, raw.as_bytes(), world.clock.now()).await;
    assert_eq!(taken.unwrap()[0].what, "message");
}

/// The places of the papers that a page links.
fn papers(page: &str) -> Vec<&str> {
    let links = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    links.filter(|link| link.contains("/papers/")).collect()
}

#[tokio::test]
async fn an_answer_by_mail_is_read_with_its_files_by_whoever_sees_the_appeal() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    served.world.sends_letters().await;
    writes(&served, &reference, "<h1>The register of incoming papers</h1>").await;
    let place = format!("/appeals/{reference}");
    let mut links = Vec::new();
    for email in [APPELLANT, OFFICIAL, ISSUER] {
        let reader = served.signed_in(email).await;
        let page = reader.get(&place).await.body;
        assert!(page.contains("Our answer"), "{page}");
        assert!(page.contains("The form was sent on 15 January.") && page.contains("&#60;script&#62;alert"));
        assert!(page.contains("register.html") && page.contains("proof.html") && !page.contains("../proof"));
        links = papers(&page).into_iter().map(str::to_owned).collect();
        assert_eq!(links.len(), 2, "{page}");
        let file = reader.get(&links[0]).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.body.contains("The register of incoming papers"));
        let policy = file.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("sandbox;"), "{policy}");
        let whole = reader.get(&format!("{place}/file.zip")).await.body;
        assert!(whole.contains("messages/") && whole.contains("The form was sent on 15 January."));
        assert!(whole.contains("The stamp of the office"));
        let key = served.world.mail.identity().reply_address(&reference, "ECHO");
        assert!(!whole.contains(&key) && !page.contains(&key), "the address for ECHO's answers is told");
    }
    for email in [OTHER_APPELLANT, KEEPER] {
        let stranger = served.signed_in(email).await;
        for link in links.iter().chain([&place]) {
            assert_eq!(stranger.get(link).await.status, StatusCode::NOT_FOUND, "{email}: {link}");
        }
    }
}

/// A mail that belongs to no appeal is held.
pub async fn gets_a_mail_of_a_stranger(served: &Served) {
    let world = &served.world;
    let mail =
        "From: shop@mail.example\r\nTo: appeals@redress.test\r\nSubject: A secret\r\n\r\nBuy a canary!\r\n";
    inbox::take(&world.registry, &world.mail, None, mail.as_bytes(), world.clock.now()).await.unwrap();
}

#[tokio::test]
async fn an_administrator_sees_why_mail_is_held_but_not_what_it_says_and_sets_it_aside() {
    let served = Served::at("2021-01-27 10:00").await;
    gets_a_mail_of_a_stranger(&served).await;
    let keeper = served.signed_in(KEEPER).await;
    let house = keeper.get("/house").await.body;
    assert!(house.contains("1 mail that came in could not be placed.") && house.contains("/house/mail"));
    let page = keeper.get("/house/mail").await.body;
    assert!(page.contains("shop@mail.example") && page.contains("it came to no address"), "{page}");
    assert!(!page.contains("A secret") && !page.contains("canary"), "{page}");
    let id = page.split("name=\"mail\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let without = keeper.post("/house/mail", &[("mail", id)]).await.body;
    assert!(
        without.contains("Say how the mails were dealt with") && without.contains(" checked"),
        "{without}"
    );
    let settled = keeper.post("/house/mail", &[("mail", id), ("how", "Advertising")]).await;
    assert_eq!(settled.location(), "/house/mail?settled=1");
    assert!(keeper.get("/house/mail").await.body.contains("There is none."));
    assert!(!keeper.get("/house").await.body.contains("could not be placed"));
}
