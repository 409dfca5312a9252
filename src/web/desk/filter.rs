//! Which appeals a queue shows: read from its address and written back into it, so that every view can be kept, sent and
//! gone back to.

use jiff::civil::Date;

use crate::law;
use crate::registry::Rulebook;
use crate::store::queue::{Tab, Wanted};
use crate::store::sight::After;
use crate::store::wish::Wishes;
use crate::web::day;
use crate::web::fields::Fields;

/// How an appeal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum State {
    Open,
    Late,
    DueThisWeek,
    DueInFortnight,
    Stopped,
    /// A report or control is asked for by a day.
    Asked,
    /// And a day of it has passed.
    AskedPassed,
}

impl State {
    pub const ALL: [State; 7] = [
        State::Open,
        State::Late,
        State::DueThisWeek,
        State::DueInFortnight,
        State::Stopped,
        State::Asked,
        State::AskedPassed,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Late => "late",
            State::DueThisWeek => "week",
            State::DueInFortnight => "fortnight",
            State::Stopped => "stopped",
            State::Asked => "asked",
            State::AskedPassed => "asked-passed",
        }
    }

    /// The name of its words.
    pub fn words(self) -> &'static str {
        match self {
            State::Open => "queue-state-open",
            State::Late => "queue-state-late",
            State::DueThisWeek => "queue-state-week",
            State::DueInFortnight => "queue-state-fortnight",
            State::Stopped => "queue-state-stopped",
            State::Asked => "queue-state-asked",
            State::AskedPassed => "queue-state-asked-passed",
        }
    }

    /// Whether it is one of what is asked for by a day.
    fn is_asked(self) -> bool {
        matches!(self, State::Asked | State::AskedPassed)
    }
}

/// A filter.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Filter {
    pub tab: Option<Tab>,
    pub office: Option<String>,
    /// Who must act, by the code of the office.
    pub holder: Option<String>,
    /// Whose decisions are appealed, by the code of the office.
    pub issuer: Option<String>,
    /// A workflow by its name.
    pub workflow: Option<String>,
    pub state: Option<State>,
    /// Whether what is asked for must be asked by the reader's own offices.
    pub by_us: bool,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The key of a colleague.
    pub assignee: Option<i64>,
    pub text: String,
    /// Where the page before ended.
    pub after: Option<After>,
}

const TABS: [(Tab, &str); 6] = [
    (Tab::Mine, "mine"),
    (Tab::Office, "office"),
    (Tab::Unassigned, "unassigned"),
    (Tab::Stopped, "stopped"),
    (Tab::Done, "done"),
    (Tab::Seen, "seen"),
];

/// The longest text that is searched for, in words.
const WORDS: usize = 8;

impl Filter {
    /// Of the query of an address. What cannot be read narrows nothing.
    pub fn read(fields: &Fields) -> Filter {
        let given = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty());
        let date = |name: &str| day::read(fields.text(name), "", "").ok();
        Filter {
            tab: given("tab").and_then(|tab| TABS.iter().find(|(_, code)| *code == tab)).map(|(tab, _)| *tab),
            office: given("office").map(str::to_owned),
            holder: given("holder").map(str::to_owned),
            issuer: given("issuer").map(str::to_owned),
            workflow: given("workflow").map(str::to_owned),
            state: given("state").and_then(|code| State::ALL.into_iter().find(|state| state.code() == code)),
            by_us: given("by") == Some("us"),
            from: date("from"),
            to: date("to"),
            assignee: given("assignee").and_then(|key| key.parse().ok()),
            text: given("q").unwrap_or_default().chars().take(200).collect::<String>().trim().to_owned(),
            after: given("after").and_then(after),
        }
    }

    /// The query of its address, without the place in the list.
    pub fn query(&self) -> String {
        let tab = Some(self.tab_text()).filter(|tab| !tab.is_empty());
        let pairs = [
            ("tab", tab.map(str::to_owned)),
            ("office", self.office.clone()),
            ("holder", self.holder.clone()),
            ("issuer", self.issuer.clone()),
            ("workflow", self.workflow.clone()),
            ("state", self.state.map(|state| state.code().to_owned())),
            ("by", self.is_asked_by_us().then(|| "us".to_owned())),
            ("from", self.from.map(|day| day.to_string())),
            ("to", self.to.map(|day| day.to_string())),
            ("assignee", self.assignee.map(|key| key.to_string())),
            ("q", Some(self.text.clone()).filter(|text| !text.is_empty())),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in pairs {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }

    /// The tab by its word.
    pub fn tab_text(&self) -> &'static str {
        self.tab.and_then(|tab| TABS.iter().find(|(one, _)| *one == tab)).map_or("", |(_, code)| code)
    }

    /// Whether it is narrowed to a state.
    pub fn is_state(&self, code: &str) -> bool {
        self.state.is_some_and(|state| state.code() == code)
    }

    /// Whether it is narrowed to what the reader's own offices ask for.
    pub fn is_asked_by_us(&self) -> bool {
        self.by_us && self.state.is_some_and(State::is_asked)
    }

    /// Whether it is narrowed to what a colleague works on.
    pub fn is_assignee(&self, key: &i64) -> bool {
        self.assignee.as_ref() == Some(key)
    }

    /// The first due date as it is typed.
    pub fn due_from_text(&self) -> String {
        self.from.map(|day| day.to_string()).unwrap_or_default()
    }

    /// The last due date as it is typed.
    pub fn due_to_text(&self) -> String {
        self.to.map(|day| day.to_string()).unwrap_or_default()
    }

    /// The address of the queue with something changed, from its first page.
    pub fn link(&self, change: impl FnOnce(&mut Filter)) -> String {
        let mut changed = Filter { after: None, ..self.clone() };
        change(&mut changed);
        format!("/queue?{}", changed.query())
    }

    /// The address of the page that goes on after a place.
    pub fn further(&self, after: After) -> String {
        let due_on = after.due_on.map_or_else(|| "none".to_owned(), |day| day.to_string());
        format!("/queue?{}&after={due_on}_{}", self.query(), after.id)
    }

    /// What it narrows a list of these offices to, as seen on a day.
    pub fn wanted(&self, rulebook: &Rulebook, offices: &[String], today: Date) -> Wanted {
        let workflows = self.workflow.as_ref().map(|name| rulebook.digests_of(name));
        let wished = self.state.filter(|state| state.is_asked()).map(|state| Wishes {
            by: self.by_us.then(|| offices.to_vec()),
            before: (state == State::AskedPassed).then_some(today),
        });
        // What has ended is not due and has no clock.
        if self.tab == Some(Tab::Done) {
            let issuer = self.issuer.clone();
            return Wanted { workflows, issuer, wished, ..Wanted::default() };
        }
        let (mut from, mut to) = (self.from, self.to);
        match self.state {
            Some(State::Late) => to = to.into_iter().chain([law::shift(today, -1)]).min(),
            Some(State::DueThisWeek | State::DueInFortnight) => {
                let days = if self.state == Some(State::DueThisWeek) { 7 } else { 14 };
                from = from.into_iter().chain([today]).max();
                to = to.into_iter().chain([law::shift(today, days)]).min();
            }
            Some(State::Open | State::Stopped | State::Asked | State::AskedPassed) | None => {}
        }
        let stopped = match self.state {
            Some(State::Stopped) => Some(true),
            // A clock that stands cannot be late.
            Some(State::Late | State::DueThisWeek | State::DueInFortnight) => Some(false),
            Some(State::Open | State::Asked | State::AskedPassed) | None => None,
        };
        Wanted {
            workflows,
            due_from: from,
            due_to: to,
            stopped,
            open: self.state.is_some(),
            holder: self.holder.clone(),
            issuer: self.issuer.clone(),
            assignee: self.assignee,
            wished,
            ..Wanted::default()
        }
    }

    /// The words searched for: letters and figures alone.
    pub fn words(&self) -> Vec<String> {
        let words = self.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.take(WORDS).map(str::to_lowercase).collect()
    }
}

/// `2021-02-05_17`, or `none_17` after an appeal without a date.
fn after(text: &str) -> Option<After> {
    let (due_on, id) = text.split_once('_')?;
    // A day of our time: the database has none before 4713 BC.
    let due_on = if due_on == "none" { None } else { Some(day::read(due_on, "", "").ok()?) };
    Some(After { due_on, id: id.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_back_from_its_address() {
        let query = "tab=office&office=KGD&holder=MF&issuer=UGD&workflow=kz&state=late&from=2021-02-01&to=2021-02-05&assignee=7&q=%D1%8D%D1%85%D0%BE";
        let filter = Filter::read(&Fields::read(query.as_bytes()));
        assert_eq!(filter.query(), query);
        let further = filter.further(After { due_on: filter.to, id: 9 });
        let read = Filter::read(&Fields::read(further.split_once('?').unwrap().1.as_bytes()));
        assert_eq!(read.after, Some(After { due_on: filter.to, id: 9 }));
        let long = format!("q={}+b", "a".repeat(199));
        let cut = Filter::read(&Fields::read(long.as_bytes()));
        assert_eq!(cut.query(), Filter::read(&Fields::read(cut.query().as_bytes())).query());
        assert_eq!(Filter::read(&Fields::read(b"after=-009999-01-01_1")).after, None);
        assert_eq!(Filter::read(&Fields::read(b"tab=x&from=never&after=1&assignee=x&by=us")).query(), "");
        let ours = "tab=seen&state=asked-passed&by=us";
        assert_eq!(Filter::read(&Fields::read(ours.as_bytes())).query(), ours);
    }
}
