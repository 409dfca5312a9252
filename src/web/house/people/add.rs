//! Adding a person. She has no role yet and can do nothing.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::store::{self, roles::Added};
use crate::texts::Language;
use crate::web::Pages;
use crate::web::fields::{Fields, is_address};
use crate::web::here::Here;
use crate::web::house::keeper;
use crate::web::page::{Faults, Page, render};
use crate::web::trouble::Trouble;

/// The longest name, in characters.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "house/add.html")]
struct Form {
    page: Page,
    name: String,
    email: String,
    language: String,
    faults: Faults,
    /// Who has the name or the address already.
    known: Option<i64>,
}

impl Form {
    fn new(here: &Here, fields: &Fields) -> Form {
        Form {
            page: Page::new(here, "house-add-title"),
            name: fields.text("name").to_owned(),
            email: fields.text("email").to_owned(),
            language: fields.text("language").to_owned(),
            faults: Faults::default(),
            known: None,
        }
    }

    fn wrong(&mut self, id: &'static str, words: &str) {
        self.faults.push(id, self.page.say(words));
        self.page.has_errors = true;
    }
}

pub(in crate::web::house) async fn ask(here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    Ok(render(&Form::new(&here, &Fields::default())))
}

pub(in crate::web::house) async fn add(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    keeper(&here, &fields)?;
    let mut form = Form::new(&here, &fields);
    if form.name.is_empty() || form.name.chars().count() > LONGEST || form.name.contains('\n') {
        form.wrong("name", "house-name-wrong");
    }
    if !is_address(&form.email) {
        form.wrong("email", "email-wrong");
    }
    let language = form.language.parse::<Language>();
    if language.is_err() {
        form.wrong("language", "house-language-wrong");
    }
    let Some(language) = language.ok().filter(|_| form.faults.is_empty()) else { return Ok(render(&form)) };
    match store::roles::add(&pages.store, &form.name, &form.email, language).await? {
        Added::Person(id) => return Ok(Redirect::to(&format!("/house/people/{id}")).into_response()),
        Added::AddressTaken(id) => {
            form.known = Some(id);
            form.wrong("email", "house-email-taken");
        }
        Added::NameTaken(id) => {
            form.known = Some(id);
            form.wrong("name", "house-name-taken");
        }
    }
    Ok(render(&form))
}
