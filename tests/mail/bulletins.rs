//! What the schedule writes: digests, the rehearsal of the ladder, findings for the operator.

use mail_parser::MessageParser;
use redress::daemon::rehearsal;
use redress::daemon::schedule;
use redress::daemon::supervisor::Daemon;
use redress::store::{self, bulletin};

use crate::back;
use crate::world::appeals::{World, instant};

/// A world in which the schedules were seen on a Sunday.
async fn sunday() -> World {
    let world = World::at("2021-01-31 12:00").await;
    look(&world, "2021-01-31 12:00").await;
    world
}

/// The sample's people, one or more in each office of the ladder.
async fn people_come(world: &World) {
    let people = redress::ladder::people(redress::shipped::text("samples/people.csv").unwrap()).unwrap();
    store::people::store_people(world.store(), &people, world.clock.now()).await.unwrap();
}

/// Somebody enters that a person is away for some days, and who stands in.
async fn is_away(world: &World, who: &str, deputy: Option<&str>, days: [&str; 2]) {
    let now = world.clock.now();
    let key = async |email: &str| {
        store::people::by_email(world.store(), email, now).await.unwrap().expect("she is known").id
    };
    let deputy = match deputy {
        Some(deputy) => Some(key(deputy).await),
        None => None,
    };
    let [since, until] = days.map(|day| day.parse().unwrap());
    store::absence::enter(world.store(), key(who).await, deputy, (since, until), now).await.unwrap();
}

/// It becomes this time, and the schedules that are due run; answers with their names.
async fn look(world: &World, time: &str) -> Vec<&'static str> {
    world.clock.set(instant(time));
    schedule::look(&schedule::all(), &world.registry, instant(time)).await.unwrap().done
}

/// The mails in memory, as (to, subject, text).
fn sent(world: &World) -> Vec<(String, String, String)> {
    let read = |raw: &Vec<u8>| {
        let mail = MessageParser::default().parse(raw).unwrap();
        let to = mail.to().unwrap().first().unwrap().address().unwrap().to_owned();
        (to, mail.subject().unwrap().to_owned(), mail.body_text(0).unwrap().into_owned())
    };
    world.mail.sent().iter().map(read).collect()
}

async fn gaps(world: &World) -> Vec<String> {
    let mut tx = world.store().begin().await.unwrap();
    let gaps = rehearsal::gaps(&mut tx, world.clock.now()).await.unwrap();
    gaps.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn on_monday_a_minister_reads_five_numbers_and_what_waits_for_her() {
    let world = World::at("2021-01-29 10:00").await;
    look(&world, "2021-01-29 10:00").await;
    let appeal = world.file_appeal().await;
    let decided = world.file_appeal().await;
    world.lives_until("2021-02-05 12:00").await;
    let annul = crate::world::appeals::act("annul", &[("reasons", "no offence")]);
    world.does(&decided, "DGD-ALMATY", annul).await;
    world.lives_until("2021-02-21 12:00").await;
    assert_eq!(world.stands(&appeal).await.1, "DPM");
    world.sends_letters().await;
    let before = sent(&world).len();
    assert!(look(&world, "2021-02-22 09:00").await.contains(&"digest-for-ministers"));
    world.sends_letters().await;
    let digests: Vec<_> =
        sent(&world).split_off(before).into_iter().filter(|mail| mail.1.starts_with("Жалобы")).collect();
    let [(to, subject, text)] = &digests[..] else { panic!("{digests:?}") };
    assert_eq!(to, "dpm@gov.example");
    assert_eq!(subject, "Жалобы, понедельник, 22 февраля 2021 г.: просрочено 1, ждут вашего органа 1");
    for line in [
        "Открыто: 2",
        // The annulment that the department has not confirmed in writing.
        "Просрочено: 1",
        "Поднялись до вашего органа: 1",
        "Срок на этой неделе: 1",
        "Медиана дней до решения: 7",
        &format!("- {appeal}, "),
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    assert!(!text.contains(&decided), "what waits for others is not listed\n{text}");
}

#[tokio::test]
async fn two_daemons_write_and_send_a_bulletin_once() {
    let world = sunday().await;
    world.clock.set(instant("2021-02-01 10:00"));
    let start = || Daemon::start(&world.registry, &world.mail, &world.clock);
    let daemons = [start(), start()];
    let done = async {
        while sent(&world).len() < 8 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), done).await.unwrap();
    for daemon in daemons {
        daemon.stop().await;
    }
    world.sends_letters().await;
    let mut told: Vec<_> = sent(&world).into_iter().map(|(to, subject, _)| (to, subject)).collect();
    told.sort();
    let mut once = told.clone();
    once.dedup();
    assert_eq!(told, once, "nothing twice");
    // The digest for the top of the ladder, and the test of each of the seven mailboxes.
    assert_eq!(told.len(), 8, "{told:?}");
}

#[tokio::test]
async fn a_digest_missed_over_two_weeks_comes_once_and_not_at_night() {
    let world = sunday().await;
    assert!(look(&world, "2021-02-18 22:30").await.contains(&"digest-for-ministers"));
    assert_eq!(world.sends_letters().await, 0);
    assert_eq!(sent(&world).len(), 0);
    world.clock.set(instant("2021-02-19 08:00"));
    world.sends_letters().await;
    let digests = sent(&world).into_iter().filter(|mail| mail.1.starts_with("Жалобы")).count();
    assert_eq!(digests, 1);
}

#[tokio::test]
async fn the_rehearsal_proves_each_mailbox_and_reports_the_one_that_does_not_live() {
    let world = sunday().await;
    assert_eq!(gaps(&world).await.len(), 14, "neither mail nor people");
    people_come(&world).await;
    let unproven = gaps(&world).await;
    assert_eq!(unproven.len(), 7, "{unproven:?}");
    assert!(unproven[0].contains("no mail has reached dgd-almaty@gov.example yet"), "{unproven:?}");
    assert!(look(&world, "2021-02-01 10:00").await.contains(&"rehearse-ladder"));
    world.sends_letters().await;
    assert_eq!(gaps(&world).await, [""; 0]);
    // One comes back.
    let tests = bulletin::list(world.store(), 0).await.unwrap();
    let test = tests.iter().find(|one| one.address == "minfin@gov.example").unwrap();
    let to = world.mail.identity().return_address_of_bulletin(test.id);
    world.clock.set(instant("2021-02-01 11:00"));
    let verdicts = back::take(&world, None, &back::bounce(&to, "<unknown@x>")).await;
    assert_eq!(verdicts[0].0, "bounce");
    let found = gaps(&world).await;
    let [gap] = &found[..] else { panic!("{found:?}") };
    assert!(
        gap.starts_with("MF: Ministry of Finance: the last mail to minfin@gov.example came back"),
        "{gap}"
    );
    let sql = "update membership set until = $1::timestamptz where office = 'KGD'";
    sqlx::query(sql).bind("2021-02-02T00:00:00+06:00").execute(world.store().pool()).await.unwrap();
    assert!(look(&world, "2021-02-03 10:00").await.contains(&"report-ladder"));
    world.sends_letters().await;
    let report = sent(&world).pop().unwrap();
    assert_eq!(
        (report.0.as_str(), report.1.as_str()),
        ("olzhas@redress.example", "redress needs you: 2 found")
    );
    let found = report.2.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(found.contains("State Revenue Committee: nobody serves there now, nor stands in."), "{found}");
    assert!(found.contains("minfin@gov.example came back (kept in memory; then: 5.1.1 smtp; 550"), "{found}");
    assert_eq!(world.faults().await, [] as [&str; 0], "what the ladder lacks is no fault of the journals");
}

#[tokio::test]
async fn a_bulletin_that_is_refused_is_tried_no_more_and_its_mailbox_is_found_dead() {
    let server = crate::hostile::Hostile::start(|to, _| match to.contains("minfin") {
        true => crate::hostile::Mood::AtRecipient("550 5.1.1 no such mailbox"),
        false => crate::hostile::Mood::Take,
    })
    .await;
    let mut world = sunday().await;
    people_come(&world).await;
    world.mail = crate::hostility::to(&server);
    look(&world, "2021-02-01 10:00").await;
    world.sends_letters().await;
    assert_eq!(bulletin::next(world.store()).await.unwrap(), None);
    let gaps = gaps(&world).await;
    assert!(gaps.len() == 1 && gaps[0].contains("550 5.1.1 no such mailbox"), "{gaps:?}");
    let waiting = store::letter::waiting(world.store()).await.unwrap();
    assert_eq!(waiting.failed, 0, "no letter of an appeal failed");
}

#[tokio::test]
async fn each_minister_reads_in_her_language_and_an_official_only_if_she_asked() {
    let world = World::at("2021-01-29 10:00").await;
    people_come(&world).await;
    look(&world, "2021-01-29 10:00").await;
    let appeal = world.file_appeal().await;
    world.sends_letters().await;
    let before = sent(&world).len();
    let choose = |wants| store::people::choose_digest(world.store(), "Dana.Akhmetova@kgd.example", wants);
    assert!(choose(true).await.unwrap());
    let done = look(&world, "2021-02-01 09:00").await;
    assert!(done.contains(&"digest-for-officials") && done.contains(&"digest-for-ministers"), "{done:?}");
    world.sends_letters().await;
    let mut told = sent(&world).split_off(before);
    told.retain(|mail| !mail.0.ends_with("@gov.example") || mail.0.contains("yessenova"));
    told.sort();
    let heads: Vec<_> = told.iter().map(|mail| (mail.0.as_str(), mail.1.as_str())).collect();
    assert_eq!(
        heads,
        [
            ("dana.akhmetova@kgd.example", "Your desk on Monday, 1 February 2021: 0 late, 0 due today"),
            (
                "madina.yessenova@gov.example",
                "Appeals on Monday, 1 February 2021: 0 late, 0 waiting for your office"
            ),
            (
                "timur.kassymov@minfin.example",
                "Жалобы, понедельник, 1 февраля 2021 г.: просрочено 0, ждут вашего органа 0"
            ),
        ]
    );
    assert!(told[0].2.contains(&format!("- {appeal}, ")), "{}", told[0].2);
    assert!(told[1].2.contains("Open: 1") && !told[1].2.contains(&appeal), "{}", told[1].2);
    assert!(choose(false).await.unwrap());
    look(&world, "2021-02-02 09:00").await;
    let written = bulletin::list(world.store(), 0).await.unwrap();
    let hers = written.iter().filter(|one| one.job == "digest-for-officials").count();
    assert_eq!(hers, 1, "she asked for no more");
}

const DANA: &str = "dana.akhmetova@kgd.example";
const YERLAN: &str = "yerlan.tulegenov@kgd.example";

#[tokio::test]
async fn an_office_whose_people_are_all_away_is_found_to_have_nobody_until_one_is_back() {
    let world = sunday().await;
    people_come(&world).await;
    look(&world, "2021-02-01 10:00").await;
    world.sends_letters().await;
    is_away(&world, DANA, Some(YERLAN), ["2021-02-01", "2021-02-12"]).await;
    assert_eq!(gaps(&world).await, [""; 0], "he stands in for her");
    is_away(&world, YERLAN, None, ["2021-02-05", "2021-02-08"]).await;
    assert_eq!(gaps(&world).await, [""; 0], "he is not away yet");
    world.clock.set(instant("2021-02-05 00:30"));
    let found = gaps(&world).await;
    assert!(
        found.len() == 1 && found[0].starts_with("DGD-ALMATY: ") && found[0].contains("stands in"),
        "{found:?}"
    );
    // A colleague of another office can do nothing here.
    let sql =
        "update absence set deputy = (select id from person where email like 'bolat%') where deputy is null";
    sqlx::query(sql).execute(world.store().pool()).await.unwrap();
    assert_eq!(gaps(&world).await.len(), 1);
    world.clock.set(instant("2021-02-09 00:30"));
    assert_eq!(gaps(&world).await, [""; 0], "he is back");
}

#[tokio::test]
async fn the_digest_of_whoever_is_away_is_read_by_her_deputy_with_links_to_the_appeals() {
    let world = World::at("2021-01-29 10:00").await;
    people_come(&world).await;
    look(&world, "2021-01-29 10:00").await;
    let appeal = world.file_appeal().await;
    store::people::choose_digest(world.store(), DANA, true).await.unwrap();
    is_away(&world, DANA, Some(YERLAN), ["2021-02-01", "2021-02-01"]).await;
    is_away(&world, "timur.kassymov@minfin.example", None, ["2021-02-01", "2021-02-12"]).await;
    let registry = world.registry.clone().with_site("https://appeals.example.kz");
    schedule::look(&schedule::all(), &registry, instant("2021-02-01 09:00")).await.unwrap();
    let written = bulletin::list(world.store(), 0).await.unwrap();
    let by = |job: &str| written.iter().filter(|one| one.job == job).collect::<Vec<_>>();
    let [digest] = &by("digest-for-officials")[..] else { panic!("{written:?}") };
    assert_eq!((digest.address.as_str(), digest.about.as_str()), (YERLAN, "DGD-ALMATY"));
    let told = digest.body.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("замещаете отсутствующего коллегу: Dana Akhmetova."), "{told}");
    assert!(!told.contains("Вы просили"), "{told}");
    assert!(told.contains(&format!(" https://appeals.example.kz/appeals/{appeal} ")), "{told}");
    assert!(told.contains(" https://appeals.example.kz/home "), "{told}");
    let ministers: Vec<_> = by("digest-for-ministers").iter().map(|one| one.address.clone()).collect();
    assert!(
        ministers.contains(&"timur.kassymov@minfin.example".to_owned()),
        "where nobody stands in it waits for her: {ministers:?}"
    );
    // Tomorrow she is back.
    look(&world, "2021-02-02 09:00").await;
    let written = bulletin::list(world.store(), 0).await.unwrap();
    let last = written.iter().rfind(|one| one.job == "digest-for-officials").unwrap();
    assert_eq!((last.address.as_str(), last.body.contains("http")), (DANA, false));
}

#[tokio::test]
async fn the_daily_digest_waits_for_a_working_day() {
    let world = World::at("2021-03-05 08:00").await;
    people_come(&world).await;
    look(&world, "2021-03-05 08:00").await;
    world.file_appeal().await;
    store::people::choose_digest(world.store(), DANA, true).await.unwrap();
    let mut days = Vec::new();
    for day in 5..=9 {
        look(&world, &format!("2021-03-{day:02} 08:30")).await;
        let written = bulletin::list(world.store(), 0).await.unwrap();
        days.push(written.iter().filter(|one| one.job == "digest-for-officials").count());
    }
    // Friday; the weekend; Women's Day, a Monday; Tuesday.
    assert_eq!(days, [1, 1, 1, 1, 2]);
    // A Saturday on which offices work for a Monday that they took off.
    world.clock.set(instant("2021-07-02 12:00"));
    look(&world, "2021-07-02 12:00").await;
    let before = bulletin::list(world.store(), 0).await.unwrap().len();
    look(&world, "2021-07-03 08:30").await;
    assert_eq!(bulletin::list(world.store(), 0).await.unwrap().len(), before + 1);
}

#[tokio::test]
async fn from_december_on_the_operator_hears_on_mondays_of_the_year_that_a_calendar_lacks() {
    let world = World::at("2027-11-28 12:00").await;
    people_come(&world).await;
    look(&world, "2027-11-28 12:00").await;
    look(&world, "2027-11-29 10:00").await;
    let warned = async || {
        let written = bulletin::list(world.store(), 0).await.unwrap();
        written
            .into_iter()
            .filter(|one| one.job == "warn-of-calendar" && one.body.contains("kz does not know 2028"))
            .count()
    };
    assert_eq!(warned().await, 0);
    look(&world, "2027-12-06 10:00").await;
    assert_eq!(warned().await, 1);
}
