//! Who asks for what.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use redress::store::Store;
use redress::web::Pages;
use tower::ServiceExt;

/// The readers, by what they are, with their addresses.
pub const READERS: &[(&str, Option<&str>)] = &[
    ("public", None),
    ("organisation", Some("aigerim@ngo.example")),
    ("official", Some("dana.akhmetova@kgd.example")),
    ("official of the committee", Some("gulnara.iskakova@kgd.example")),
    ("minister", Some("timur.kassymov@minfin.example")),
    ("administrator", Some("olzhas@redress.example")),
];

/// A browser without windows and without a network.
pub struct Visitor<'r> {
    router: &'r Router,
    cookie: String,
}

impl<'r> Visitor<'r> {
    /// Somebody, signed in if she has an address.
    pub async fn signed_in(router: &'r Router, pages: &Pages, email: Option<&str>) -> Visitor<'r> {
        let Some(email) = email else { return Visitor { router, cookie: String::new() } };
        let (link, code) = pages.invitation(email).await.unwrap().unwrap();
        let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = Request::post(link.strip_prefix("http://127.0.0.1").unwrap()).header(kind.0, kind.1);
        let answer =
            router.clone().oneshot(request.body(Body::from(format!("code={code}"))).unwrap()).await.unwrap();
        let set = answer.headers().get_all(header::SET_COOKIE).iter().map(|set| set.to_str().unwrap());
        let cookies: Vec<&str> = set.map(|set| set.split(';').next().unwrap()).collect();
        Visitor { router, cookie: cookies.join("; ") }
    }

    /// Asks for a page to its last byte; answers with the status.
    pub async fn get(&self, path: &str) -> u16 {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        answer.into_body().collect().await.unwrap();
        status
    }
}

/// The pages of a reader: a name and the path.
pub async fn pages_of(who: &str, store: &Store) -> Vec<(String, String)> {
    let one = |name: &str, path: &str| (name.to_owned(), path.to_owned());
    match who {
        "public" => [
            "/",
            "/track",
            "/deadline",
            "/rules",
            "/rules/kz-koap-suspension",
            "/statistics",
            "/verify",
            "/file",
        ]
        .map(|path| one("", path))
        .to_vec(),
        "organisation" => {
            let appeal = an_appeal(store, "appellant = 'ECHO'").await;
            let mut pages = vec![one("list", "/appeals"), one("me", "/me"), one("colleagues", "/colleagues")];
            pages.extend(of_a_case(&appeal));
            pages
        }
        "official" => {
            let appeal = an_appeal(store, "holder = 'DGD-ALMATY'").await;
            let mut pages = queue(store, "DGD-ALMATY", &appeal).await;
            pages.extend(of_a_case(&appeal));
            for page in ["assignment", "note", "do/annul", "do/extend", "do/stop-clock"] {
                pages.push((page.to_owned(), format!("/appeals/{appeal}/{page}")));
            }
            pages.extend([one("absence", "/absence"), one("me", "/me")]);
            pages
        }
        "official of the committee" => {
            let appeal = an_appeal(store, "holder = 'KGD'").await;
            queue(store, "KGD", &appeal).await
        }
        "minister" => {
            let appeal = an_appeal(store, "holder = 'MF'").await;
            let mut pages = vec![one("overview", "/overview")];
            for state in ["open", "late", "week", "fortnight", "asked", "asked-passed"] {
                pages.push((format!("list {state}"), format!("/queue?tab=seen&state={state}")));
                pages.push((
                    format!("list {state} of one office"),
                    format!("/queue?tab=seen&holder=DGD-ALMATY&state={state}"),
                ));
            }
            pages.extend(queue(store, "MF", &appeal).await);
            pages.extend(of_a_case(&appeal));
            pages
        }
        _ => [
            "/house",
            "/house/letters",
            "/house/workflows",
            "/house/workflows/try",
            "/house/calendars",
            "/house/calendars/kz",
            "/house/offices",
            "/house/people",
            "/house/people/1",
            "/house/doctor",
        ]
        .map(|path| one("", path))
        .to_vec(),
    }
}

/// The lists of an office and what is searched in them.
async fn queue(store: &Store, office: &str, appeal: &str) -> Vec<(String, String)> {
    let mut pages = vec![("first tab".to_owned(), "/queue".to_owned())];
    for tab in ["mine", "office", "unassigned", "stopped", "done", "seen"] {
        pages.push((format!("tab {tab}"), format!("/queue?tab={tab}")));
    }
    let after = after(store, office).await;
    for (name, query) in [
        ("late", "tab=office&state=late"),
        ("this week", "tab=office&state=week"),
        ("a workflow with few", "tab=office&workflow=in-fcra"),
        ("done of a workflow with few", "tab=done&workflow=in-fcra"),
        ("dates", "tab=office&from=2021-02-20&to=2021-02-24"),
        ("assignee", "tab=office&assignee=4"),
        ("all we have seen, late", "tab=seen&state=late"),
        ("asked for by a day", "tab=office&state=asked"),
        ("all we have seen, asked for by us", "tab=seen&state=asked&by=us"),
    ] {
        pages.push((name.to_owned(), format!("/queue?{query}")));
    }
    pages.push(("far down".to_owned(), format!("/queue?tab=office&after={after}")));
    for (kind, text) in [
        ("reference", appeal),
        ("reference that is not there", "R-3333-3333-3333"),
        ("name, one of 5000", "organisation 4321"),
        ("name, common", "organisation"),
        ("name, Russian", "организация"),
        ("text, common", "form"),
        ("text, common and another", "form register"),
        ("text, common and rare", "form giraffe7"),
        ("text, begins many", "inspe"),
        ("text, in one of fifty", "suspension11"),
        ("text, two in one of twelve", "inspector43 inspector107"),
        ("text, rare", "giraffe7"),
        ("text, absent", "quagga"),
        ("text, one letter", "f"),
    ] {
        for tab in ["office", "seen"] {
            let text: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
            pages.push((format!("search in {tab}, {kind}"), format!("/queue?tab={tab}&q={text}")));
        }
    }
    pages
}

fn of_a_case(appeal: &str) -> Vec<(String, String)> {
    vec![
        ("case".to_owned(), format!("/appeals/{appeal}")),
        ("dates of it".to_owned(), format!("/appeals/{appeal}/dates")),
    ]
}

/// An open appeal whose whole journal is there.
async fn an_appeal(store: &Store, which: &str) -> String {
    let sql = format!("select reference from appeal where {which} and not closed order by id limit 1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(store.pool()).await.unwrap()
}

/// A place two thirds down the queue of an office.
async fn after(store: &Store, office: &str) -> String {
    let sql = "with mine as (select due_on, id from appeal where holder = $1 and not closed)
        select due_on || '_' || id from mine order by due_on, id offset (select count(*) * 2 / 3 from mine) limit 1";
    sqlx::query_scalar(sql).bind(office).fetch_one(store.pool()).await.unwrap()
}
