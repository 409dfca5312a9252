//! What pages ask of very many appeals is answered from what is kept beside them, and stays true.

use redress::store::overview::Median;
use redress::store::sight::{Reading, Sight};

use crate::acting::does;
use crate::desk::{key_of, listed};
use crate::served::{ISSUER, MINISTER, OFFICIAL, Served};
use crate::world::appeals::day;

async fn run(served: &Served, statement: &'static str) {
    sqlx::query(statement).execute(served.world.store().pool()).await.unwrap();
}

async fn sight_of(served: &Served, email: &str) -> Sight {
    let reading = Reading::beside(served.world.store(), 1).await.unwrap();
    reading.of(Some(key_of(served, email).await), served.world.clock.now()).await.unwrap()
}

#[tokio::test]
async fn words_that_stand_everywhere_are_asked_along_the_list_and_find_what_they_should() {
    let served = Served::at("2021-01-27 10:00").await;
    let (ours, other) = (served.world.file_appeal().await, served.world.file_appeal().await);
    served.world.note(&ours, "Everywhere and nowhere.").await;
    // Appeals of others, which nobody here sees, in each of which the words stand.
    run(&served, "insert into finding select g, redress_words('everywhere nowhere') from generate_series(10001, 17000) g").await;
    run(&served, "analyze finding").await;
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut sight = sight_of(&served, OFFICIAL).await;
    assert_eq!(sight.found(&words("everywhere nowhere"), 9).await.unwrap(), None, "the index is no help");
    assert_eq!(sight.found(&words("everywhere quagga"), 9).await.unwrap(), Some(vec![]));
    let found = sight.found(&words("everywhere echo"), 9).await.unwrap();
    assert_eq!(
        found,
        Some(vec![served.world.row(&ours).await.id]),
        "the rare word leads, the other is asked"
    );
    drop(sight);
    let official = served.signed_in(OFFICIAL).await;
    let find = async |tab: &str| listed(&official.get(&format!("/queue?tab={tab}&q=everywhere+nowh")).await);
    for tab in ["office", "unassigned", "seen", "seen&state=open"] {
        assert_eq!(find(tab).await, [&*ours], "{tab}");
    }
    for tab in ["mine", "stopped", "done"] {
        assert_eq!(find(tab).await, [] as [&str; 0], "{tab}");
    }
    let told = official.get("/queue?tab=seen&q=everywhere").await.body;
    assert!(told.contains("These words stand in so many appeals"), "{told}");
    let minister = served.signed_in(MINISTER).await;
    assert_eq!(listed(&minister.get("/queue?tab=seen&q=everywhere").await), [] as [&str; 0]);
    let issuer = served.signed_in(ISSUER).await;
    assert_eq!(listed(&issuer.get("/queue?tab=seen&q=everywhere").await), [&*ours], "and knows of it");
    does(&official, &format!("/appeals/{ours}/do/leave-unchanged"), &[("stated.reasons", "As it was.")])
        .await;
    assert_eq!(listed(&official.get("/queue?tab=office").await), [&*other]);
}

#[tokio::test]
async fn what_is_over_leaves_what_is_open_and_joins_what_is_done() {
    let served = Served::at("2021-01-27 10:00").await;
    let (ours, other) = (served.world.file_appeal().await, served.world.file_appeal().await);
    let official = served.signed_in(OFFICIAL).await;
    let withdrawn = crate::world::appeals::act("withdraw", &[]);
    served.world.does(&ours, "ECHO", withdrawn).await;
    assert_eq!(listed(&official.get("/queue?tab=done").await), [&*ours]);
    assert_eq!(listed(&official.get("/queue?tab=seen&state=open").await), [&*other]);
    assert_eq!(listed(&official.get("/queue?tab=seen").await), [&*other, &*ours], "the newest first");
    let page = official.get("/queue?tab=done").await.body;
    assert_eq!(
        page.matches("<span class=\"count\">1</span>").count(),
        3,
        "one to do, unassigned, done: {page}"
    );
    let sql = "select count(*) from sight s join appeal a on a.id = s.appeal where s.closed <> a.closed";
    let wrong: i64 = sqlx::query_scalar(sql).fetch_one(served.world.store().pool()).await.unwrap();
    assert_eq!(wrong, 0);
}

#[tokio::test]
async fn numbers_that_are_counted_by_day_are_those_of_the_milestones_themselves() {
    let served = Served::at("2021-02-16 10:00").await;
    // In two statements, so that the second adds to what the first counted.
    for part in [
        "insert into milestone (appeal, seq, office, kind, on_day, days)
         select 900000 + g, 1, (array['DGD-ALMATY', 'UGD-ALMATY', 'KGD'])[1 + g % 3], 'decided', date '2021-01-20' + g % 20,
            (g * g * 31) % 23 from generate_series(1, 60) g",
        "insert into milestone (appeal, seq, office, kind, on_day, days)
         select 900000 + g, 1, (array['DGD-ALMATY', 'UGD-ALMATY', 'KGD'])[1 + g % 3], 'decided', date '2021-01-20' + g % 20,
            (g * g * 31) % 23 from generate_series(61, 101) g",
        "insert into milestone (appeal, seq, office, kind, on_day)
         select 900000 + g, 2, 'KGD', 'missed', date '2021-02-16' - g from generate_series(0, 20) g",
    ] {
        run(&served, part).await;
    }
    let sql = "select office, percentile_cont(0.5) within group (order by days), count(*) from milestone
        where kind = 'decided' and on_day between '2021-01-22' and '2021-02-05' group by grouping sets ((office), ()) order by 1";
    let theirs: Vec<(Option<String>, f64, i64)> =
        sqlx::query_as(sql).fetch_all(served.world.store().pool()).await.unwrap();
    assert_eq!(theirs.len(), 4);
    for counted in ["as they came", "anew"] {
        let mut sight = sight_of(&served, MINISTER).await;
        let medians = sight.medians(day("2021-01-22"), day("2021-02-05")).await.unwrap();
        let mut medians: Vec<(Option<String>, f64, i64)> =
            medians.into_iter().map(|Median { office, days, decided }| (office, days, decided)).collect();
        medians.sort_by_key(|(office, ..)| (office.is_none(), office.clone()));
        assert_eq!(medians, theirs, "counted {counted}");
        let mut missed = sight.missed(day("2021-02-16"), 2).await.unwrap();
        missed.sort_unstable();
        assert_eq!(missed, [("KGD".to_owned(), 0, 7), ("KGD".to_owned(), 1, 7)], "counted {counted}");
        drop(sight);
        run(&served, "call redress_count_anew()").await;
    }
}
