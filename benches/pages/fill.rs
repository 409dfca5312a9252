//! A million appeals: copies of a few, with offices, organisations, dates, words and people of their own.

use std::time::Instant;

use redress::registry::{Reference, Registry};
use redress::store::Store;

use crate::templates::{self, KINDS};

/// How many are copied by one statement.
const PART: usize = 20_000;
/// The cities beside Almaty; each has its department, its district office and its court.
const CITIES: usize = 20;
/// How many organisations appeal.
const ORGANISATIONS: usize = 5_000;

/// Fills the database unless it has been filled before.
pub async fn up_to(registry: &Registry, appeals: usize) {
    let store = registry.store();
    let known: i64 = sqlx::query_scalar("select count(*) from appeal").fetch_one(store.pool()).await.unwrap();
    if known > 0 {
        println!("{known} appeals were there");
        return;
    }
    let began = Instant::now();
    let templates = templates::made(registry, crate::now()).await;
    prepare(store).await;
    let first: i64 =
        sqlx::query_scalar("select max(id) + 1 from appeal").fetch_one(store.pool()).await.unwrap();
    let first = usize::try_from(first).unwrap();
    let parts: Vec<usize> = (0..appeals).step_by(PART).collect();
    let half = parts.len().div_ceil(2);
    let (early, late) = parts.split_at(half);
    let templates = &templates;
    let copied = |parts: Vec<usize>| async move {
        for from in parts {
            copy(store, templates, appeals, first, from..(from + PART).min(appeals)).await;
        }
    };
    tokio::join!(copied(early.to_vec()), copied(late.to_vec()));
    println!("{appeals} appeals are copied after {:.0} s", began.elapsed().as_secs_f64());
    finish(store).await;
    println!("filled in {:.0} s", began.elapsed().as_secs_f64());
}

async fn run(store: &Store, statements: &[String]) {
    for statement in statements {
        sqlx::query(sqlx::AssertSqlSafe(statement.clone())).execute(store.pool()).await.unwrap();
    }
}

/// Offices, organisations and officials; the index of the search is built at the end.
async fn prepare(store: &Store) {
    run(store, &[
        "drop index finding_words".to_owned(),
        format!(
            "insert into office (code, name, kind, place, above, email, language)
             select replace(o.code, 'ALMATY', 'C' || n), (replace(o.name::text, 'Almaty', 'City ' || n))::jsonb, o.kind,
                'City ' || n, replace(o.above, 'ALMATY', 'C' || n), replace(o.email, '@', n || '@'), o.language
             from office o, generate_series(1, {CITIES}) n
             where o.code in ('DGD-ALMATY', 'UGD-ALMATY', 'COURT-ALMATY') order by length(o.above) nulls first"
        ),
        format!(
            "insert into organisation (code, name, email, language)
             select 'ORG' || n, json_build_object('en', 'Organisation ' || n, 'ru', 'Организация ' || n, 'kk', 'Ұйым ' || n)::jsonb,
                'org' || n || '@ngo.example', 'ru' from generate_series(1, {ORGANISATIONS}) n"
        ),
        "insert into person (name, email, language) select 'Official ' || n, 'official' || n || '@kgd.example', 'ru'
         from generate_series(1, 60) n".to_owned(),
        format!(
            "insert into membership (person, office, role, since)
             select p.id, case when p.id % 3 = 0 then 'DGD-ALMATY' when p.id % 3 = 1 then 'KGD' else 'DGD-C' || (1 + p.id % {CITIES}) end,
                'official', '2020-01-01' from person p where p.name like 'Official %'"
        ),
    ]).await;
}

/// The kind of the appeal with this number: the closed ones come first, as they do in time.
fn kind(number: usize, appeals: usize) -> usize {
    let mut place = number as u64 * 10_000 / appeals as u64;
    for (kind, one) in KINDS.iter().enumerate() {
        match place.checked_sub(u64::from(one.share)) {
            None => return kind,
            Some(rest) => place = rest,
        }
    }
    KINDS.len() - 1
}

/// Every seventh is of Almaty, whose department has as many as the other cities together do not have in one.
fn city(number: usize) -> String {
    if number.is_multiple_of(7) { "ALMATY".to_owned() } else { format!("C{}", 1 + number % CITIES) }
}

/// Twenty words; the common ones come far more often, as in every language: their places are drawn from a steep curve.
fn said(number: usize) -> String {
    const STEMS: [&str; 8] =
        ["suspension", "office", "report", "inspector", "отчет", "приостановление", "шешім", "есеп"];
    let mut chance = number as u64 + 1;
    let mut word = || {
        // Knuth's MMIX generator: the same words in each run.
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (chance >> 33) as f64 / f64::from(1_u32 << 31);
        match (4000.0 * share.powi(4)) as usize {
            0 => "form".to_owned(),
            1 => "register".to_owned(),
            2 => "decision".to_owned(),
            place => format!("{}{place}", STEMS[place % 8]),
        }
    };
    (0..20).map(|_| word()).collect::<Vec<_>>().join(" ")
}

async fn copy(
    store: &Store,
    templates: &[i64],
    appeals: usize,
    first: usize,
    numbers: std::ops::Range<usize>,
) {
    let ids: Vec<i64> = numbers.clone().map(|number| i64::try_from(first + number).unwrap()).collect();
    let of: Vec<i64> = numbers.clone().map(|number| templates[kind(number, appeals)]).collect();
    let references: Vec<String> =
        numbers.clone().map(|one| Reference::of_key(&format!("copy {one}")).to_string()).collect();
    let cities: Vec<String> = numbers.clone().map(city).collect();
    let organisation = |number: usize| {
        if number % 5_000 == 17 {
            "ECHO".to_owned()
        } else {
            format!("ORG{}", 1 + number * 7 % ORGANISATIONS)
        }
    };
    let organisations: Vec<String> = numbers.clone().map(organisation).collect();
    let said: Vec<String> = numbers.clone().map(said).collect();
    let mut tx = store.begin().await.unwrap();
    for statement in ["set local session_replication_role = replica", "set local synchronous_commit = off"] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    sqlx::query("create temporary table copied (id bigint, of bigint, reference text, city text, appellant text, said text) on commit drop")
        .execute(&mut *tx).await.unwrap();
    sqlx::query("insert into copied select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])")
        .bind(&ids).bind(&of).bind(&references).bind(&cities).bind(&organisations).bind(&said)
        .execute(&mut *tx).await.unwrap();
    for statement in COPIES {
        sqlx::query(*statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

const COPIES: &[&str] = &[
    "insert into appeal (id, reference, workflow, appellant, issuer, seq, head, state, step, holder, due_on, closed, stopped,
        decided_in, annulled)
     overriding system value
     select c.id, c.reference, t.workflow, c.appellant, replace(t.issuer, 'ALMATY', c.city), t.seq, t.head,
        replace(replace(replace(t.state::text, t.reference, c.reference), '\"ECHO\"', '\"' || c.appellant || '\"'), '-ALMATY', '-' || c.city)::json,
        t.step, case t.holder when 'ECHO' then c.appellant else replace(t.holder, 'ALMATY', c.city) end,
        t.due_on + (c.id % 17)::int - 1, t.closed, t.stopped, t.decided_in + (c.id % 9)::int, t.annulled
     from copied c join appeal t on t.id = c.of",
    "insert into sight (office, appeal, closed)
     select replace(s.office, 'ALMATY', c.city), c.id, s.closed from copied c join sight s on s.appeal = c.of",
    "insert into milestone (appeal, seq, office, kind, on_day, days, article)
     select c.id, m.seq, replace(m.office, 'ALMATY', c.city), m.kind, m.on_day - case when t.closed then (c.id % 1100)::int - 150 else (c.id % 40)::int end,
        m.days + (c.id % 9)::int, m.article
     from copied c join appeal t on t.id = c.of join milestone m on m.appeal = c.of
     where not t.closed or m.on_day - ((c.id % 1100)::int - 150) < '2021-02-16'",
    // Of the open ones a tenth is under control, and of half of these a report is asked for, by one who sees them.
    "insert into wish (office, appeal, report, day)
     select s.office, c.id, k.report, date '2021-02-06' + (c.id % 20)::int
     from copied c join sight s on s.appeal = c.id and not s.closed, (values (false, 10), (true, 20)) k (report, every)
     where c.id % every = 0 and s.office = (select m.office from sight m where m.appeal = c.id order by m.office <> 'MF' limit 1)",
    // Every open appeal has its whole journal; of the closed ones every twentieth has.
    "insert into entry (appeal, seq, kind, actor, event, legal_at, recorded_at, hash)
     select c.id, e.seq, e.kind, replace(e.actor::text, '-ALMATY', '-' || c.city)::json,
        replace(replace(replace(e.event::text, t.reference, c.reference), '\"ECHO\"', '\"' || c.appellant || '\"'), '-ALMATY', '-' || c.city)::json,
        e.legal_at, e.recorded_at, e.hash
     from copied c join appeal t on t.id = c.of join entry e on e.appeal = c.of where not t.closed or c.id % 20 = 0",
    "insert into letter (appeal, seq, party, recipient, address, language, name, legal, subject, body, message_id, written_at, status, next_at, settled_at)
     select c.id, l.seq, l.party, case l.recipient when 'ECHO' then c.appellant else replace(l.recipient, 'ALMATY', c.city) end,
        l.address, l.language, l.name, l.legal, l.subject, l.body, l.message_id || c.id, l.written_at, 'accepted', null, l.written_at
     from copied c join appeal t on t.id = c.of join letter l on l.appeal = c.of where not t.closed or c.id % 20 = 0",
    "insert into assignment (appeal, office, person, since)
     select c.id, a.holder, p.person, '2021-02-01' from copied c join appeal a on a.id = c.id
     join lateral (select m.person from membership m where m.office = a.holder order by md5(m.person || 'x' || c.id) limit 1) p on true
     where not a.closed and c.id % 5 < 3",
    "insert into finding (appeal, words)
     select c.id, redress_words(translate(lower(concat_ws(' ', c.reference, o.name ->> 'en', o.name ->> 'ru', o.name ->> 'kk', 'KoAP 460 1 2',
        case when c.id % 100000 = 7 then 'giraffe7' end, c.said)), '-.,', '   '))
     from copied c join organisation o on o.code = c.appellant",
];

async fn finish(store: &Store) {
    run(
        store,
        &[
            "select setval(pg_get_serial_sequence('appeal', 'id'), (select max(id) from appeal))".to_owned(),
            // The copies passed by the trigger that counts them.
            "call redress_count_anew()".to_owned(),
            "set maintenance_work_mem = '512MB'".to_owned(),
            "create index finding_words on finding using gin (words)".to_owned(),
            "vacuum analyze".to_owned(),
            "checkpoint".to_owned(),
        ],
    )
    .await;
}
