//! One person with her roles: giving one from a day on, ending one with a day.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ladder::{Ladder, Role};
use crate::store;
use crate::store::people::Known;
use crate::store::roles::{Gave, Given, Giving};
use crate::texts::{Language, Texts};
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::{Here, Viewer};
use crate::web::house::keeper;
use crate::web::page::{Faults, Page, render};
use crate::web::trouble::Trouble;

const ROLES: [(&str, &str, Role); 4] = [
    ("official", "house-role-official", Role::Official),
    ("minister", "house-role-minister", Role::Minister),
    ("member", "house-role-member", Role::Member),
    ("representative", "house-role-representative", Role::Representative),
];

#[derive(Template)]
#[template(path = "house/person.html")]
struct Person {
    page: Page,
    known: Known,
    /// Whether the viewer looks at herself.
    herself: bool,
    roles: Vec<Line>,
    past: Vec<Line>,
    /// When she will be away, in words, and who stands in.
    absences: Vec<(String, Option<String>)>,
    today: String,
    /// Where a role can be had: the code and the name.
    sides: Vec<(String, String)>,
    role: String,
    side: String,
    since: String,
    until: String,
    /// The role that was to end, and the day that was typed for it.
    ending: (i64, String),
    faults: Faults,
}

/// A role, for people.
struct Line {
    id: i64,
    /// The name of the words for it.
    role: &'static str,
    side: String,
    side_name: String,
    since: String,
    until: Option<String>,
    /// Whether it has not begun.
    ahead: bool,
    given_by: Option<String>,
    ended_by: Option<String>,
}

impl Person {
    fn choices(&self) -> [(&'static str, &'static str, Role); 4] {
        ROLES
    }

    fn wrong(&mut self, id: &'static str, words: &str) {
        self.faults.push(id, self.page.say(words));
        self.page.has_errors = true;
    }
}

pub(in crate::web::house) async fn one(
    State(pages): State<Pages>,
    here: Here,
    Path(person): Path<String>,
) -> Result<Response, Trouble> {
    let viewer = here.administrator()?;
    Ok(render(&shown(&pages, &here, viewer, &person).await?))
}

async fn shown(pages: &Pages, here: &Here, viewer: &Viewer, person: &str) -> Result<Person, Trouble> {
    let id: i64 = person.parse().map_err(|_| Trouble::NotFound)?;
    let known = store::people::by_id(&pages.store, id, here.now).await?.ok_or(Trouble::NotFound)?;
    let ladder = store::ladder::offices(&mut *pages.store.begin().await?).await?;
    let organisations = store::roles::organisations(&pages.store).await?;
    let sides = sides(&ladder, &organisations, here.language);
    let (mut roles, mut past) = (Vec::new(), Vec::new());
    for one in store::roles::of(&pages.store, id).await? {
        let list = if one.is_over(here.now) { &mut past } else { &mut roles };
        list.push(line(one, &sides, here, &pages.zone()));
    }
    let page = Page::titled(here, known.person.name.clone());
    let absences = store::absence::of(&pages.store, id, pages.today(here.now)).await?;
    let absences = absences.into_iter().map(|one| {
        let days = page.say2("house-absence", "since", page.date(&one.since), "until", page.date(&one.until));
        (days, one.deputy)
    });
    Ok(Person {
        absences: absences.collect(),
        page,
        herself: viewer.id == id,
        known,
        roles,
        past,
        today: pages.today(here.now).to_string(),
        sides,
        role: String::new(),
        side: String::new(),
        since: pages.today(here.now).to_string(),
        until: String::new(),
        ending: (0, String::new()),
        faults: Faults::default(),
    })
}

fn sides(ladder: &Ladder, organisations: &[(String, String)], language: Language) -> Vec<(String, String)> {
    let offices = ladder.iter().map(|office| (office.code.clone(), office.name.get(language).to_owned()));
    let organisations = organisations.iter().map(|(code, name)| {
        let name = serde_json::from_str::<Texts>(name).map(|name| name.get(language).to_owned());
        (code.clone(), name.unwrap_or_else(|_| code.clone()))
    });
    offices.chain(organisations).collect()
}

fn line(one: Given, sides: &[(String, String)], here: &Here, zone: &TimeZone) -> Line {
    let day = |at: Timestamp| here.language.date(zone.to_datetime(at).date());
    // What is over at the first instant of a day was last had on the day before.
    let last = |at: Timestamp| day(at - jiff::SignedDuration::from_nanos(1));
    let name = sides.iter().find(|(code, _)| *code == one.side).map(|(_, name)| name.clone());
    Line {
        id: one.id,
        role: ROLES.iter().find(|(_, _, role)| *role == one.role).map_or("", |(_, words, _)| words),
        side_name: name.unwrap_or_else(|| one.side.clone()),
        side: one.side,
        since: day(one.since),
        until: one.until.map(last),
        ahead: one.since > here.now,
        given_by: one.given_by,
        ended_by: one.ended_by,
    }
}

pub(in crate::web::house) async fn change(
    State(pages): State<Pages>,
    here: Here,
    Path(person): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = keeper(&here, &fields)?;
    let mut shown = shown(&pages, &here, &viewer, &person).await?;
    let done = match fields.text("deed") {
        "end" => end(&pages, &here, &viewer, &mut shown, &fields).await?,
        _ => give(&pages, &here, &viewer, &mut shown, &fields).await?,
    };
    if done {
        return Ok(Redirect::to(&format!("/house/people/{}", shown.known.id)).into_response());
    }
    Ok(render(&shown))
}

/// Gives a role; answers whether the form was right.
async fn give(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    shown: &mut Person,
    fields: &Fields,
) -> Result<bool, Trouble> {
    let text = |name: &str| fields.text(name).to_owned();
    (shown.role, shown.side) = (text("role"), text("side"));
    (shown.since, shown.until) = (text("since"), text("until"));
    if shown.herself {
        shown.wrong("give", "house-give-herself");
        return Ok(false);
    }
    let role = shown.role.parse::<Role>().ok();
    let side = match role {
        Some(role) => place(pages, role, &shown.side).await?,
        None => None,
    };
    let (today, zone) = (pages.today(here.now), pages.zone());
    let since = shown.since.parse::<Date>().ok().filter(|since| *since >= today && since.year() < 2200);
    let until = match shown.until.as_str() {
        "" => Some(None),
        until => {
            until.parse::<Date>().ok().filter(|until| since.is_some_and(|since| *until >= since)).map(Some)
        }
    };
    let wrong = [
        (role.is_none(), "role", "house-role-wrong"),
        (role.is_some() && side.is_none(), "side", "house-side-wrong"),
        (since.is_none(), "since", "house-since-wrong"),
        (until.is_none(), "until", "house-until-wrong"),
    ];
    for (_, id, words) in wrong.into_iter().filter(|(wrong, ..)| *wrong) {
        shown.wrong(id, words);
    }
    let (Some(role), Some(side), Some(since), Some(until)) = (role, side, since, until) else {
        return Ok(false);
    };
    let giving = Giving {
        person: shown.known.id,
        role,
        side: &side,
        // From today means from now: nobody was there this morning.
        since: if since == today { here.now } else { first_instant(since, &zone).unwrap_or(here.now) },
        until: until.and_then(|until| after(until, &zone)),
        by: viewer.id,
    };
    match store::roles::give(&pages.store, &giving).await? {
        // A second press finds the role there, and that is what was asked for.
        Gave::Role | Gave::Already => Ok(true),
        Gave::OtherSide => {
            shown.wrong("role", "house-other-side");
            Ok(false)
        }
    }
}

/// The code of an office or organisation in which the role can be had, in whatever case it was typed.
async fn place(pages: &Pages, role: Role, typed: &str) -> Result<Option<String>, Trouble> {
    let mut tx = pages.store.begin().await?;
    if role.is_of_office() {
        let ladder = store::ladder::offices(&mut tx).await?;
        let code = ladder.iter().map(|office| &office.code).find(|code| code.eq_ignore_ascii_case(typed));
        return Ok(code.cloned());
    }
    let codes = [typed.to_owned(), typed.to_uppercase()];
    let found = store::ladder::organisations(&mut tx, &codes).await?;
    Ok(found.into_iter().next().map(|organisation| organisation.code))
}

/// Ends a role, at once or with a day; answers whether the form was right.
async fn end(
    pages: &Pages,
    here: &Here,
    viewer: &Viewer,
    shown: &mut Person,
    fields: &Fields,
) -> Result<bool, Trouble> {
    let id = fields.text("membership").parse::<i64>().map_err(|_| Trouble::NotFound)?;
    let today = pages.today(here.now);
    let until = match fields.text("last") {
        "" => Some(here.now),
        last => last
            .parse::<Date>()
            .ok()
            .filter(|last| *last >= today)
            .and_then(|last| after(last, &pages.zone())),
    };
    let Some(until) = until else {
        shown.ending = (id, fields.text("last").to_owned());
        shown.wrong("last", "house-last-wrong");
        return Ok(false);
    };
    store::roles::end(&pages.store, shown.known.id, id, until, viewer.id).await?;
    Ok(true)
}

fn first_instant(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_zoned(zone.clone()).ok()?.timestamp())
}

/// The first instant after a day.
fn after(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    first_instant(crate::law::next_day(day), zone)
}
