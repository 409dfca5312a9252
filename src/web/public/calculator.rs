//! The calculator: a term of the law counted for anyone, by the very function that sets the dates of appeals.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;

use crate::law::{self, Basis, Reading, Rule, Span, Unit};
use crate::web::Pages;
use crate::web::explained::Explained;
use crate::web::fields::Query;
use crate::web::here::Here;
use crate::web::page::{Page, render};

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
    faults: Vec<(&'static str, String)>,
    result: Option<Counted>,
}

impl Calculator {
    /// What was wrong with a field.
    fn fault(&self, id: &str) -> Option<&String> {
        self.faults.iter().find(|(known, _)| *known == id).map(|(_, words)| words)
    }
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
        faults: Vec::new(),
        result: None,
        page,
    };
    if asked {
        count(&pages, &mut form);
    }
    form.page.has_errors = !form.faults.is_empty();
    render(&form)
}

fn count(pages: &Pages, form: &mut Calculator) {
    let amount = form.amount.parse::<u32>().ok().filter(|amount| (1..=LONGEST).contains(amount));
    let unit = UNITS.iter().find(|(code, ..)| *code == form.unit).map(|(_, unit, _)| *unit);
    let from = date(&form.day, &form.month, &form.year);
    let calendar = pages.registry.rulebook().calendar(&form.calendar);
    let faults = [
        amount.is_none().then_some(("amount", "calculator-amount-wrong")),
        from.is_none().then_some(("day", "date-wrong")),
    ];
    form.faults = faults.into_iter().flatten().map(|(id, words)| (id, form.page.say(words))).collect();
    let (Some(amount), Some(unit), Some(from), Some(calendar)) = (amount, unit, from, calendar) else {
        return;
    };
    let reading = if form.working { Reading::Working } else { Reading::Calendar };
    let rule = Rule { reading, ..Rule::of(Span { amount, unit }) };
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
            form.faults.push(("day", words));
        }
    }
}

/// A date from its three boxes.
fn date(day: &str, month: &str, year: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
