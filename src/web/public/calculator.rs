//! The calculator: a term of the law counted for anyone, by the very function that sets the dates of appeals.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;

use crate::law::{self, Basis, Reading, Rule, Span, Unit};
use crate::web::Pages;
use crate::web::explained::Explained;
use crate::web::fields::{Fields, Query};
use crate::web::here::Here;
use crate::web::page::{Faults, Page, render};

#[derive(Template)]
#[template(path = "public/calculator.html")]
struct Calculator {
    page: Page,
    amount: String,
    unit: String,
    units: Vec<(&'static str, String)>,
    working: bool,
    day: String,
    month: String,
    year: String,
    calendars: Vec<(String, String)>,
    calendar: String,
    /// What was wrong: the field's id and the words.
    faults: Faults,
    result: Option<Counted>,
}

struct Counted {
    headline: String,
    explained: Explained,
}

const UNITS: [(&str, Unit, &str); 5] = [
    ("working-days", Unit::WorkingDays, "unit-working-days"),
    ("calendar-days", Unit::CalendarDays, "unit-calendar-days"),
    ("sutki", Unit::Sutki, "unit-sutki"),
    ("months", Unit::Months, "unit-months"),
    ("years", Unit::Years, "unit-years"),
];

/// The longest term that is counted, in days: ten years of them.
const LONGEST: u32 = 3660;

/// The form, and below it what its query asks for: a result has an address that can be passed on.
pub(super) async fn page(State(pages): State<Pages>, here: Here, Query(fields): Query) -> Response {
    let asked = !fields.pairs().is_empty();
    let rulebook = pages.registry.rulebook();
    let mut calendars: Vec<(String, String)> = Vec::new();
    for name in ["kz", "gb-eng", "in"] {
        let known = rulebook.calendar(name);
        calendars.extend(known.map(|known| (name.to_owned(), known.title().get(here.language).to_owned())));
    }
    let text = |name: &str, otherwise: &str| {
        let given = fields.text(name);
        if given.is_empty() && !asked { otherwise.to_owned() } else { given.to_owned() }
    };
    let page = Page::new(&here, "calculator-title");
    let units = UNITS.map(|(code, _, words)| (code, page.say(words))).to_vec();
    let mut form = Calculator {
        amount: text("amount", "20"),
        unit: text("unit", "working-days"),
        units,
        working: fields.text("reading") == "working",
        day: text("day", ""),
        month: text("month", ""),
        year: text("year", ""),
        calendar: text("calendar", "kz"),
        calendars,
        faults: Faults::default(),
        result: None,
        page,
    };
    if asked {
        count(&pages, &mut form, &fields);
    }
    form.page.has_errors = !form.faults.is_empty();
    render(&form)
}

/// The term and the day that a query asks for, if they are right.
pub(in crate::web) fn asked(fields: &Fields) -> Option<(Rule, Date)> {
    let unit = UNITS.iter().find(|(code, ..)| *code == fields.text("unit")).map(|(_, unit, _)| *unit)?;
    let reading = if fields.text("reading") == "working" { Reading::Working } else { Reading::Calendar };
    let rule = Rule { reading, ..Rule::of(Span { amount: amount(fields)?, unit }) };
    Some((rule, date(fields)?))
}

fn count(pages: &Pages, form: &mut Calculator, fields: &Fields) {
    let calendar = pages.registry.rulebook().calendar(&form.calendar);
    let faults = [
        amount(fields).is_none().then_some(("amount", "calculator-amount-wrong")),
        date(fields).is_none().then_some(("day", "date-wrong")),
    ];
    form.faults = faults.into_iter().flatten().map(|(id, words)| (id, form.page.say(words))).collect();
    let (Some((rule, from)), Some(calendar)) = (asked(fields), calendar) else { return };
    match law::explain(&Basis::new(rule, from, &calendar), &calendar) {
        Ok(explanation) => {
            let language = form.page.language;
            let headline = explanation.deadline().map(|due| language.date_with_weekday(due.due_on));
            let explained = Explained::of(&explanation, language);
            form.result = Some(Counted { headline: headline.unwrap_or_default(), explained });
        }
        Err(_) => {
            let (first, last) = calendar.known().into_inner();
            let words = form.page.say2(
                "calculator-unknown-year",
                "first",
                first.to_string(),
                "last",
                last.to_string(),
            );
            form.faults.push("day", words);
        }
    }
}

fn amount(fields: &Fields) -> Option<u32> {
    fields.text("amount").parse().ok().filter(|amount| (1..=LONGEST).contains(amount))
}

/// The date in the three boxes.
fn date(fields: &Fields) -> Option<Date> {
    let text = |name| fields.text(name);
    Date::new(text("year").parse().ok()?, text("month").parse().ok()?, text("day").parse().ok()?).ok()
}
