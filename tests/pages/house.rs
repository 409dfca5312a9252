//! What an administrator does: and that she can read no appeal by it.

use axum::http::StatusCode;
use fantoccini::Locator;

use crate::browser::{Browser, Habits};
use crate::correspondence::gets_a_mail_of_a_stranger;
use crate::looks::held_against_the_rules;
use crate::served::{APPELLANT, KEEPER, OFFICIAL, Served, Visitor};
use crate::world::appeals::filing;

async fn keeper_at(served: &Served) -> Visitor<'_> {
    served.signed_in(KEEPER).await
}

/// The key of a person, as the list of people links it.
async fn key_of(keeper: &Visitor<'_>, email: &str) -> String {
    let body = keeper.get(&format!("/house/people?q={}", email.replace('@', "%40"))).await.body;
    let (_, after) = body.split_once("<li><div><a href=\"/house/people/").expect("she is listed");
    after.split('"').next().unwrap().to_owned()
}

async fn says(keeper: &Visitor<'_>, path: &str, words: &[&str]) {
    let answer = keeper.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    for one in words {
        assert!(answer.body.contains(one), "{path} does not say `{one}`:\n{}", answer.body);
    }
}

#[tokio::test]
async fn the_house_says_what_to_do_and_counts_without_telling() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let keeper = keeper_at(&served).await;
    says(&keeper, "/house", &["Do this next", "nobody serves", "Open appeals</dt><dd class=\"number\">1<"])
        .await;
    says(&keeper, "/house/offices", &["DGD-ALMATY", "Dana Akhmetova", "nobody serves here", "Asia/Almaty"])
        .await;
    says(&keeper, "/house/calendars", &["Kazakhstan", "Years 2020 to 2027"]).await;
    says(&keeper, "/house/workflows", &["kz-koap-suspension", "1 open of 1 appeals", "At the worst"]).await;
}

#[tokio::test]
async fn a_year_shows_every_marked_day_with_its_act() {
    let served = Served::at("2021-01-27 10:00").await;
    let keeper = keeper_at(&served).await;
    let page = keeper.get("/house/calendars/kz?year=2021").await.body;
    assert_eq!(page.matches("<table class=\"month\">").count(), 12);
    // Independence Day of 2021 fell on a Thursday and Friday; Saturday 3 July was worked for Monday 5 July.
    for day in ["day-2021-12-16", "day-2021-07-03", "day-2021-07-05", "day-2021-03-22"] {
        assert_eq!(page.matches(&format!("\"#{day}\"")).count(), 1, "{day} is marked in the grid");
        assert_eq!(page.matches(&format!("id=\"{day}\"")).count(), 1, "{day} is in the list");
    }
    assert_eq!(keeper.get("/house/calendars/atlantis").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_calendar_is_previewed_and_nothing_is_stored() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let due = served.world.due_on(&reference).await;
    let keeper = keeper_at(&served).await;
    let feed = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20210101T000000Z\r\n\
         DTSTART;VALUE=DATE:{}\r\nSUMMARY:Day of quiet\r\nDESCRIPTION:Decree 1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        due.strftime("%Y%m%d")
    );
    let answer = keeper.post("/house/calendars/kz", &[("text", &feed)]).await;
    assert!(answer.body.contains("Dates of 1 of 1 open appeals would move."), "{}", answer.body);
    assert!(answer.body.contains("1 day later"), "{}", answer.body);
    assert_eq!(served.world.due_on(&reference).await, due);
    let again = keeper.get("/house/calendars/kz").await.body;
    assert_eq!(again.matches(">in force<").count() + again.matches(">stored<").count(), 1);
    let wrong = keeper.post("/house/calendars/kz", &[("text", "name: kz\nzone: Asia/Almati\n")]).await.body;
    assert!(wrong.contains("error-summary") && wrong.contains("Line 1, column 1"), "{wrong}");
}

#[tokio::test]
async fn a_workflow_is_tried_and_all_its_problems_come_back_at_once() {
    let served = Served::at("2021-01-27 10:00").await;
    let keeper = keeper_at(&served).await;
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/kz-koap-suspension.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let sound = keeper.post("/house/workflows/try", &[("text", &text)]).await.body;
    assert!(
        sound.contains("holds together") && sound.contains("Just this file is loaded already."),
        "{sound}"
    );
    assert!(sound.contains("data:image/svg+xml,"));
    let wrong = text.replacen("version:", "verzion:", 1).replacen("calendar: kz", "calendar: [kz]", 1);
    let told = keeper.post("/house/workflows/try", &[("text", &wrong)]).await.body;
    assert!(told.matches("<pre class=\"drawn\"").count() >= 2, "{told}");
    assert!(told.contains("<mark>verzion</mark>"), "{told}");
}

#[tokio::test]
async fn a_workflow_file_is_taken_with_its_letters_as_an_upload() {
    let served = Served::at("2021-01-27 10:00").await;
    let keeper = keeper_at(&served).await;
    let part = |file: &str, text: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{file}\"\r\n\r\n{text}\r\n"
        )
    };
    let body = format!("{}{}--b--\r\n", part("a.yaml", "workflow: a\n"), part("x.en.txt", "Subject: <b>"));
    let told =
        keeper.post_raw("/house/workflows/try", "multipart/form-data; boundary=b", body.into_bytes()).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(
        told.body.contains("workflow: a") && told.body.contains("name=\"beside:x.en.txt\""),
        "{}",
        told.body
    );
    assert!(!told.body.contains("Subject: <b>"));
}

#[tokio::test]
async fn a_role_is_given_from_a_day_and_says_who_gave_it() {
    let served = Served::at("2021-01-27 10:00").await;
    let keeper = keeper_at(&served).await;
    let new = [("name", "Asel Nur"), ("email", "asel@kgd.example"), ("language", "kk")];
    let added = keeper.post("/house/people/add", &new).await;
    let page = added.location().to_owned();
    assert!(page.starts_with("/house/people/"), "{added:?}");
    assert_eq!(
        keeper.post("/house/people/add", &new).await.location(),
        page,
        "a second press changes nothing"
    );
    let give = [
        ("deed", "give"),
        ("role", "official"),
        ("side", "dgd-almaty"),
        ("since", "2021-01-27"),
        ("until", ""),
    ];
    for _ in 0..2 {
        assert_eq!(keeper.post(&page, &give).await.location(), page);
    }
    let told = keeper.get(&page).await.body;
    assert_eq!(told.matches("given by Olzhas Nurlanov").count(), 1, "{told}");
    let reference = served.world.file_appeal().await;
    let asel = served.signed_in("asel@kgd.example").await;
    assert_eq!(asel.get(&format!("/appeals/{reference}")).await.status, StatusCode::OK);
    let membership = keeper.get(&page).await.field("membership");
    keeper.post(&page, &[("deed", "end"), ("membership", &membership)]).await;
    assert_eq!(asel.get(&format!("/appeals/{reference}")).await.status, StatusCode::NOT_FOUND);
    assert!(keeper.get(&page).await.body.contains("ended by Olzhas Nurlanov"));
}

#[tokio::test]
async fn nobody_is_given_a_role_on_both_sides() {
    let served = Served::at("2021-01-27 10:00").await;
    let keeper = keeper_at(&served).await;
    let member = format!("/house/people/{}", key_of(&keeper, APPELLANT).await);
    let official = format!("/house/people/{}", key_of(&keeper, OFFICIAL).await);
    for (page, role, side) in [(&member, "official", "DGD-ALMATY"), (&official, "member", "ECHO")] {
        let give = [("deed", "give"), ("role", role), ("side", side), ("since", "2021-01-27"), ("until", "")];
        let refused = keeper.post(page, &give).await;
        assert!(refused.body.contains("acts for an organisation at once"), "{}", refused.body);
        let ended = keeper.get(page).await.field("membership");
        keeper.post(page, &[("deed", "end"), ("membership", &ended)]).await;
        assert_eq!(keeper.post(page, &give).await.location(), page, "the other role is over");
    }
}

#[tokio::test]
async fn nobody_gives_a_role_to_herself_or_for_the_past() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let keeper = keeper_at(&served).await;
    let herself = format!("/house/people/{}", key_of(&keeper, KEEPER).await);
    let give = [("deed", "give"), ("role", "official"), ("side", "DGD-ALMATY"), ("since", "2021-01-27")];
    let refused = keeper.post(&herself, &give).await;
    assert!(refused.body.contains("You cannot give yourself a role"), "{}", refused.body);
    assert_eq!(keeper.get(&format!("/appeals/{reference}")).await.status, StatusCode::NOT_FOUND);
    let official = format!("/house/people/{}", key_of(&keeper, OFFICIAL).await);
    let past = [("deed", "give"), ("role", "member"), ("side", "ECHO"), ("since", "2021-01-26")];
    assert!(keeper.post(&official, &past).await.body.contains("id=\"since-error\""));
    let strange = [("deed", "give"), ("role", "official"), ("side", "ECHO"), ("since", "2021-01-27")];
    assert!(keeper.post(&official, &strange).await.body.contains("id=\"side-error\""));
}

#[tokio::test]
async fn letters_are_held_and_sent_again_and_never_shown() {
    let served = Served::at("2021-01-27 10:00").await;
    let mut file = filing();
    file.stated.insert("reasons".to_owned(), "Nobody else may read this.".to_owned());
    let reference = served.world.file(file).await;
    let keeper = keeper_at(&served).await;
    let page = keeper.get("/house/letters?status=waiting").await;
    assert!(page.body.contains(&reference) && page.body.contains("ECHO"), "{}", page.body);
    let letter = served.world.letters(&reference).await.into_iter().next().unwrap();
    assert!(!page.body.contains(&letter.subject) && !page.body.contains("Nobody else"), "{}", page.body);
    let id = letter.id.to_string();
    let held = [("status", "waiting"), ("letter", &*id), ("deed", "hold")];
    assert!(keeper.post("/house/letters", &held).await.body.contains("id=\"why-error\""));
    let why = [("status", "waiting"), ("letter", &*id), ("deed", "hold"), ("why", "The address is wrong")];
    assert_eq!(keeper.post("/house/letters", &why).await.location(), "/house/letters?status=waiting&kept=1");
    says(&keeper, "/house/letters?status=held", &["The address is wrong", &reference]).await;
    says(&keeper, "/house", &["1 letter is held for a person"]).await;
    let send = [("status", "held"), ("letter", &*id), ("deed", "send")];
    assert_eq!(keeper.post("/house/letters", &send).await.location(), "/house/letters?status=held&sent=1");
    assert_eq!(served.world.letters(&reference).await[0].status, "queued");
}

#[tokio::test]
async fn the_doctor_examines_behind_the_page_and_tells_nothing_of_what_is_written() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let keeper = keeper_at(&served).await;
    says(&keeper, "/house/doctor", &["Nobody has asked"]).await;
    assert_eq!(keeper.post("/house/doctor", &[]).await.location(), "/house/doctor");
    served.pages.settle().await;
    says(&keeper, "/house/doctor", &["No faults found", "1 appeals and"]).await;
}

#[tokio::test]
async fn the_stories_are_played_against_the_workflows_in_force() {
    let served = Served::at("2021-01-27 10:00").await;
    let keeper = served.signed_in(KEEPER).await;
    says(&keeper, "/house/workflows/stories", &["Play them all", "stories/kz-2021.yaml"]).await;
    let played = keeper.post("/house/workflows/stories", &[]).await.body;
    assert!(played.contains("as told") && !played.contains("differs"), "{played}");
    assert!(played.contains("They reach "), "{played}");
}

#[tokio::test]
async fn whoever_keeps_the_house_sees_who_will_be_away_and_who_stands_in() {
    let served = Served::at("2021-01-27 10:00").await;
    let official = served.signed_in(OFFICIAL).await;
    let now = served.world.clock.now();
    let person =
        redress::store::people::by_email(served.world.store(), OFFICIAL, now).await.unwrap().unwrap().id;
    let keeper = served.signed_in(KEEPER).await;
    says(&keeper, &format!("/house/people/{person}"), &["No absence is entered."]).await;
    let days = [("since.day", "1.2.2021"), ("until.day", "12.2.2021"), ("deputy", "")];
    assert_eq!(official.post("/absence", &days).await.location(), "/absence");
    let told = ["From 1 February 2021 to 12 February 2021", "Nobody"];
    says(&keeper, &format!("/house/people/{person}"), &told).await;
}

#[tokio::test]
async fn others_find_no_house() {
    let served = Served::at("2021-01-27 10:00").await;
    for email in [APPELLANT, OFFICIAL] {
        let visitor = served.signed_in(email).await;
        for path in ["/house", "/house/people/add", "/house/workflows/try"] {
            assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path} for {email}");
            assert_eq!(visitor.post(path, &[]).await.status.as_u16() / 100, 4, "{path} for {email}");
        }
    }
}

#[tokio::test]
async fn an_administrators_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let keeper = served.signed_in(KEEPER).await;
    keeper.post("/house/doctor", &[]).await;
    served.pages.settle().await;
    gets_a_mail_of_a_stranger(&served).await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&keeper).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("house", "/house"),
        ("house-letters", "/house/letters?status=waiting"),
        ("house-mail", "/house/mail"),
        ("house-workflows", "/house/workflows"),
        ("house-try", "/house/workflows/try"),
        ("house-calendars", "/house/calendars"),
        ("house-calendar", "/house/calendars/kz?year=2021"),
        ("house-offices", "/house/offices"),
        ("house-people", "/house/people"),
        ("house-add", "/house/people/add"),
        ("house-person", "/house/people/1"),
        ("house-doctor", "/house/doctor"),
        ("house-stories", "/house/workflows/stories"),
    ] {
        faults.extend(held_against_the_rules(&browser, name, path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn what_a_dry_run_and_a_preview_answer_passes_axe() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let workflows = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows");
    let fcra = std::fs::read_to_string(workflows.join("in-fcra.yaml")).unwrap();
    let feed = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20210101T000000Z\n\
        DTSTART;VALUE=DATE:20210208\nSUMMARY:Day of quiet\nDESCRIPTION:Decree 1\nEND:VEVENT\nEND:VCALENDAR\n";
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(KEEPER).await).await;
    let mut faults = Vec::new();
    for (name, path, text) in [
        ("house-try-sound", "/house/workflows/try", fcra.clone()),
        (
            "house-try-wrong",
            "/house/workflows/try",
            fcra.replacen("version:", "verzion:", 1).replace("within:", "withim:"),
        ),
        ("house-preview", "/house/calendars/kz?year=2021", feed.to_owned()),
        ("house-preview-wrong", "/house/calendars/kz?year=2021", "name: kz\nzone: 7\n".to_owned()),
    ] {
        browser.goto(path).await;
        let fill =
            "const text = document.getElementById('text'); text.value = arguments[0]; text.form.submit();";
        browser.client.execute(fill, vec![text.into()]).await.unwrap();
        browser.client.wait().for_element(Locator::Css("[role=status], [role=alert]")).await.unwrap();
        faults.extend(browser.axe().await.into_iter().map(|fault| format!("{name}: {fault}")));
        browser.picture(name).await;
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}
