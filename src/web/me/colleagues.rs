//! Colleagues: who acts for my organisations. Members add others and end them; representatives only see them.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::ladder::Role;
use crate::law;
use crate::letter::bulletin::{Welcome, welcome};
use crate::store::colleague::{self, Added, Colleague, Ended, New};
use crate::texts::Language;
use crate::web::Pages;
use crate::web::appeals::{named, names};
use crate::web::day;
use crate::web::fields::{Fields, is_address};
use crate::web::here::{Here, Viewer};
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "me/colleagues.html")]
struct Colleagues {
    page: Page,
    organisations: Vec<Organisation>,
    /// Those to which the viewer may add somebody: code and name.
    mine: Vec<(String, String)>,
    me: i64,
    typed: Typed,
    errors: Vec<(&'static str, String)>,
}

/// An organisation with who acts for it.
struct Organisation {
    name: String,
    /// Whether the viewer may change who does.
    is_mine: bool,
    /// Each with the last day, in words.
    people: Vec<(Colleague, Option<String>)>,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    role: String,
    organisation: String,
    until: [String; 3],
}

impl Typed {
    fn of(fields: &Fields) -> Typed {
        let text = |name: &str| fields.raw(name).to_owned();
        Typed {
            name: text("name"),
            email: text("email"),
            role: text("role"),
            organisation: text("organisation"),
            until: ["until.day", "until.month", "until.year"].map(text),
        }
    }
}

impl Colleagues {
    /// What is wrong with a field.
    fn error(&self, id: &str) -> Option<&str> {
        self.errors.iter().find(|(wrong, _)| *wrong == id).map(|(_, text)| text.as_str())
    }
}

/// The organisations of which she is a member.
pub(super) fn member_of(viewer: &Viewer) -> Vec<String> {
    let serves = viewer.person().serves.iter().filter(|one| one.role == Role::Member);
    serves.map(|one| one.side.clone()).collect()
}

/// The page.
pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    show(&pages, &here, Typed::default(), Vec::new()).await
}

async fn show(
    pages: &Pages,
    here: &Here,
    typed: Typed,
    errors: Vec<(&'static str, String)>,
) -> Result<Response, Trouble> {
    let viewer = here.appellant()?;
    let mut codes = viewer.organisations();
    codes.sort();
    codes.dedup();
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let names = names(&mut sight, &codes, here.language).await?;
    drop(sight);
    let (all, members) = (colleague::of(&pages.store, &codes, here.now).await?, member_of(viewer));
    let in_words = |day: Date| here.language.date(day);
    let organisation = |code: &String| {
        let here_are = all.iter().filter(|one| one.organisation == *code);
        Organisation {
            name: names.get(code).unwrap_or(code).clone(),
            is_mine: members.contains(code),
            people: here_are.map(|one| (one.clone(), last_day(pages, one.until).map(in_words))).collect(),
        }
    };
    let mine = codes.iter().filter(|code| members.contains(code));
    let mut page = Page::new(here, "colleagues-title").with_errors(!errors.is_empty());
    page.path = "/colleagues".to_owned();
    Ok(render(&Colleagues {
        page,
        organisations: codes.iter().map(organisation).collect(),
        mine: mine.map(|code| (code.clone(), names.get(code).unwrap_or(code).clone())).collect(),
        me: viewer.id,
        typed,
        errors,
    }))
}

/// The day after which a membership is over.
fn last_day(pages: &Pages, until: Option<Timestamp>) -> Option<Date> {
    let last = until?.to_zoned(pages.zone()).datetime();
    let midnight = last.time() == jiff::civil::Time::midnight();
    Some(if midnight { law::shift(last.date(), -1) } else { last.date() })
}

/// Adds somebody.
pub(super) async fn add(State(pages): State<Pages>, here: Here, fields: Fields) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    let (viewer, typed) = (here.appellant()?, Typed::of(&fields));
    let mine = member_of(viewer);
    if mine.is_empty() {
        return Err(Trouble::NotFound);
    }
    let new = match read(&pages, &here, &typed, &mine) {
        Ok(new) => new,
        Err(errors) => return show(&pages, &here, typed, errors).await,
    };
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let codes = [new.organisation.to_owned()];
    let organisation = named(&mut sight, &codes).await?.remove(new.organisation).ok_or(Trouble::NotFound)?;
    drop(sight);
    let (last_day, door) = (last_day(&pages, new.until), pages.site.link("/sign-in"));
    let welcomed = |language: Language| {
        let last_day = last_day.map(|day| language.date(day));
        let told = Welcome {
            organisation: organisation.get(language),
            is_member: new.role == Role::Member,
            by: &viewer.person().name,
            last_day: last_day.as_deref(),
            door: &door,
        };
        welcome(&told, language)
    };
    let (id, words) = match colleague::add(&pages.store, &new, viewer.id, here.now, welcomed).await? {
        Added::Done => {
            // Whoever sends letters looks at once; if it does not hear, it looks in its own time.
            let _ = pages.store.say_look().await;
            return Ok(Redirect::to("/colleagues").into_response());
        }
        Added::Already => ("email", "colleagues-already"),
        Added::Official => ("email", "colleagues-official"),
        Added::NameTaken => ("name", "colleagues-name-taken"),
    };
    let wrong = vec![(id, Page::new(&here, "colleagues-title").say(words))];
    show(&pages, &here, typed, wrong).await
}

/// What was typed, read; or everything that is wrong with it.
fn read<'t>(
    pages: &Pages,
    here: &Here,
    typed: &'t Typed,
    mine: &'t [String],
) -> Result<New<'t>, Vec<(&'static str, String)>> {
    let page = Page::new(here, "colleagues-title");
    let mut wrong = Vec::new();
    let [name, email, role] = [&typed.name, &typed.email, &typed.role].map(|text| text.trim());
    let organisation = mine.iter().find(|code| **code == typed.organisation);
    let organisation = organisation.or_else(|| mine.first().filter(|_| mine.len() == 1));
    if organisation.is_none() {
        wrong.push(("organisation", page.say("ask-choose")));
    }
    if name.is_empty() || name.chars().count() > 120 || name.contains(['\n', '\t']) {
        wrong.push(("name", page.say("colleagues-name-wrong")));
    }
    if !is_address(email) {
        wrong.push(("email", page.say("email-wrong")));
    }
    let role = role.parse().ok().filter(|role: &Role| !role.is_of_office());
    if role.is_none() {
        wrong.push(("role-member", page.say("ask-choose")));
    }
    let [day, month, year] = &typed.until;
    let is_given = typed.until.iter().any(|part| !part.trim().is_empty());
    let until = is_given.then(|| day::read(day, month, year).ok()).flatten();
    let today = pages.today(here.now);
    if is_given && until.is_none() {
        wrong.push(("until-day", page.say("ask-not-a-day")));
    } else if until.is_some_and(|until| until < today) {
        wrong.push(("until-day", page.say("colleagues-past")));
    }
    match (organisation, role) {
        (Some(organisation), Some(role)) if wrong.is_empty() => Ok(New {
            name,
            email,
            language: here.language,
            organisation,
            role,
            message_id: pages.registry.message_id(),
            until: until.and_then(|last| {
                law::next_day(last).to_zoned(pages.zone()).ok().map(|morning| morning.timestamp())
            }),
        }),
        _ => Err(wrong),
    }
}

/// Ends a membership.
pub(super) async fn end(State(pages): State<Pages>, here: Here, fields: Fields) -> Result<Response, Trouble> {
    let viewer = here.appellant()?;
    let id = fields.text("membership").parse().map_err(|_| Trouble::Unreadable)?;
    match colleague::end(&pages.store, &member_of(viewer), id, viewer.id, here.now).await? {
        // Whoever ended her own does not see this page any more.
        Ended::Done(person) if person == viewer.id => Ok(Redirect::to("/me").into_response()),
        Ended::Done(_) => Ok(Redirect::to("/colleagues").into_response()),
        Ended::Unknown => Err(Trouble::NotFound),
        Ended::Last => {
            let wrong = vec![("people", Page::new(&here, "colleagues-title").say("colleagues-last"))];
            show(&pages, &here, Typed::default(), wrong).await
        }
    }
}
