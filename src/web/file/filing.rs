//! A draft with all that its pages need: whose it is, what was answered, the rules, and what the core says to it.

use std::sync::Arc;

use axum_extra::extract::CookieJar;
use jiff::Timestamp;

use super::answers::Answers;
use super::question::Question;
use super::tasks::{Form, Organisation, State, Task, anchor, workflows};
use crate::appeal::{self, Actor, Command, DecisionAppealed, Deed, Entry, Facts, File, Refusal, Suspension};
use crate::ladder::{self, Ladder, Role};
use crate::law::{self, Almanac, Calendar, Explanation};
use crate::registry::Rules;
use crate::store::StoreFault;
use crate::store::draft::{self, Draft, Owner};
use crate::texts::Texts;
use crate::web::Pages;
use crate::web::door::cookies;
use crate::web::here::Here;
use crate::web::trouble::Trouble;

/// Whose drafts a request may touch.
#[derive(Debug, Clone)]
pub(super) enum Holder {
    Person(i64),
    Browser(Vec<u8>),
}

impl Holder {
    /// The viewer, or the browser before anybody has signed in. To officials there are no drafts.
    pub fn of(here: &Here, jar: &CookieJar) -> Result<Holder, Trouble> {
        match &here.viewer {
            Some(_) => Ok(Holder::Person(here.appellant()?.id)),
            None => Ok(Holder::Browser(cookies::browser(jar, here.secure).unwrap_or_default())),
        }
    }

    /// As the store takes it.
    pub fn owner(&self) -> Owner<'_> {
        match self {
            Holder::Person(id) => Owner::Person(*id),
            Holder::Browser(hash) => Owner::Browser(hash),
        }
    }
}

/// The rules and the reader's organisations, from which the form of any of her drafts is made.
pub(super) struct Shelf {
    ladder: Arc<Ladder>,
    offered: Vec<Arc<Rules>>,
    organisations: Option<Vec<Organisation>>,
    almanac: Arc<Almanac>,
}

impl Shelf {
    /// Reads them.
    pub async fn open(pages: &Pages, here: &Here) -> Result<Shelf, Trouble> {
        let ladder = pages.ladder().await?;
        let offered = workflows(pages.registry.rulebook(), &ladder);
        let organisations = organisations(pages, here).await?;
        Ok(Shelf { ladder, offered, organisations, almanac: pages.registry.rulebook().almanac() })
    }

    /// The workflows to choose from: names and titles.
    pub fn choices(&self, here: &Here) -> Vec<(String, String)> {
        let title = |rules: &Arc<Rules>| {
            let definition = &rules.definition;
            (definition.name.clone(), definition.title.get(here.language).to_owned())
        };
        self.offered.iter().map(title).collect()
    }

    /// A draft with its form.
    pub fn filing(
        &self,
        pages: &Pages,
        here: &Here,
        holder: Holder,
        draft: Draft,
    ) -> Result<Filing, Trouble> {
        let mut answers = Answers::of(&draft.answers);
        let chosen = self.offered.iter().find(|rules| rules.definition.name == answers.text("workflow"));
        let rules = chosen.or(self.offered.first()).ok_or_else(no_rules)?.clone();
        answers.set("workflow", &rules.definition.name);
        if let Some([only]) = self.organisations.as_deref() {
            answers.set("organisation", &only.code);
        }
        let chosen = self.organisations.iter().flatten().find(|one| one.code == answers.text("organisation"));
        if chosen.is_some_and(|one| one.represents) && answers.given("acting").is_none() {
            answers.set("acting", "representative");
        }
        let calendar = pages.registry.rulebook().calendar(&rules.definition.calendar).ok_or_else(no_rules)?;
        let form = Form {
            language: here.language,
            today: law::day_of(here.now, &calendar),
            rules,
            ladder: Arc::clone(&self.ladder),
            workflows: self.choices(here),
            organisations: self.organisations.clone(),
        };
        Ok(Filing {
            draft,
            holder,
            answers,
            form,
            calendar,
            almanac: Arc::clone(&self.almanac),
            now: here.now,
        })
    }
}

fn no_rules() -> Trouble {
    Trouble::Fault("there is no workflow under which anybody could file here".to_owned())
}

/// The organisations for which the viewer may file, by name.
async fn organisations(pages: &Pages, here: &Here) -> Result<Option<Vec<Organisation>>, Trouble> {
    let Some(viewer) = &here.viewer else { return Ok(None) };
    let mut sight = pages.reading.of(Some(viewer.id), here.now).await?;
    let serves = &viewer.person().serves;
    let mut organisations = Vec::new();
    for (code, name, bin) in sight.organisations(&viewer.organisations()).await? {
        let name: Texts = serde_json::from_str(&name).map_err(|fault| Trouble::Fault(fault.to_string()))?;
        let represents = !serves.iter().any(|one| one.side == code && one.role == Role::Member);
        organisations.push(Organisation { name: name.get(here.language).to_owned(), code, bin, represents });
    }
    Ok(Some(organisations))
}

/// A draft with all that its pages need.
pub(super) struct Filing {
    pub draft: Draft,
    pub holder: Holder,
    pub answers: Answers,
    pub form: Form,
    calendar: Arc<Calendar>,
    almanac: Arc<Almanac>,
    now: Timestamp,
}

/// That a filing would come after its time, or has come near it.
#[derive(Debug)]
pub(super) struct Time {
    pub last_day: jiff::civil::Date,
    pub is_late: bool,
    /// Whether the workflow takes a late filing without more.
    pub accepts_late: bool,
    pub article: Option<String>,
    /// The question by whose answer a missed time is asked for again, and the article that allows it.
    pub restoration: Option<(String, String)>,
    pub explanation: Explanation,
}

impl Filing {
    /// The draft of this name, if it is this reader's.
    pub async fn load(pages: &Pages, here: &Here, jar: &CookieJar, name: &str) -> Result<Filing, Trouble> {
        let holder = Holder::of(here, jar)?;
        let draft = draft::find(&pages.store, holder.owner(), name).await?.ok_or(Trouble::NotFound)?;
        Shelf::open(pages, here).await?.filing(pages, here, holder, draft)
    }

    /// The same for what was sent by a form: if the session ended meanwhile, nothing typed is lost.
    pub async fn load_for(
        pages: &Pages,
        here: &Here,
        jar: &CookieJar,
        name: &str,
        typed: &[(String, String)],
    ) -> Result<Filing, Trouble> {
        match Filing::load(pages, here, jar, name).await {
            Err(Trouble::NotFound) if here.viewer.is_none() => Err(Trouble::SignInAgain(typed.to_vec())),
            found => found,
        }
    }

    /// The calendar by which the workflow counts.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Every task with how far it has come.
    pub fn tasks(&self) -> Vec<(Task, State)> {
        let tasks = self.form.tasks(&self.answers);
        tasks
            .into_iter()
            .map(|task| {
                let state = self.form.state(&task, &self.answers);
                (task, state)
            })
            .collect()
    }

    /// The title by which its owner knows it.
    pub fn title(&self) -> String {
        let kind = self.form.rules.definition.title.get(self.form.language);
        let office = self.form.ladder.get(self.answers.text("office"));
        match office {
            Some(office) => format!("{kind}: {}", office.name.get(self.form.language)),
            None => kind.to_owned(),
        }
    }

    /// The decision appealed, as far as it must be known to count the time.
    fn appealed(&self) -> Option<DecisionAppealed> {
        let answers = &self.answers;
        let given = |name: &str| answers.given(name).map(str::to_owned);
        self.form.ladder.get(answers.given("office")?)?;
        let anchor = anchor(self.form.rules.definition.filing.time.from);
        let from = |name: &str| if anchor == Some(name) { answers.day(name).ok() } else { None };
        let suspends = answers.text("suspended") == "yes";
        let suspension = match (answers.day("from"), answers.day("until")) {
            (Ok(from), Ok(until)) if suspends => Some(Suspension { from, until }),
            _ => None,
        };
        Some(DecisionAppealed {
            issuer: given("office")?,
            number: given("number"),
            decided_on: answers.day("decided").ok()?,
            served_on: answers.day("served").ok()?,
            sent_on: from("sent"),
            published_on: from("published"),
            learned_on: from("learned"),
            article: given("article"),
            fine: answers.given("fine").and_then(super::question::number),
            suspension,
            parts: if self.form.rules.definition.parts.is_empty() {
                vec![]
            } else {
                answers.several("parts")
            },
            taken_by: Vec::new(),
        })
    }

    /// The appeal as it would be filed now; none while the decision is not told.
    pub fn file(&self) -> Option<File> {
        let definition = &self.form.rules.definition;
        let asked = |question: &Question| {
            let name = question.name.strip_prefix("ask-")?.to_owned();
            Some((name, question.stated(&self.answers)?))
        };
        let tasks = self.form.tasks(&self.answers);
        let questions = tasks.iter().flat_map(|task| &task.questions);
        let with = self.answers.given("with").or(definition.filing.with.keys().next().map(String::as_str));
        Some(File {
            workflow: definition.name.clone(),
            appellant: self.answers.text("organisation").to_owned(),
            with: with.unwrap_or_default().to_owned(),
            language: self.answers.text("language").parse().unwrap_or(self.form.language),
            decision: self.appealed()?,
            stated: questions.filter_map(asked).collect(),
        })
    }

    fn facts<'a>(&'a self, organisation: &'a ladder::Organisation) -> Facts<'a> {
        Facts {
            appeal: None,
            reference: "",
            definition: &self.form.rules.definition,
            calendar: &self.calendar,
            almanac: &self.almanac,
            last_letter: None,
            ladder: &self.form.ladder,
            successor: None,
            organisation: Some(organisation),
        }
    }

    /// An organisation for the core, which asks of it only whether it is known.
    fn stand_in(&self) -> ladder::Organisation {
        ladder::Organisation {
            code: self.answers.text("organisation").to_owned(),
            name: Texts::default(),
            bin: None,
            email: String::new(),
            language: self.form.language,
        }
    }

    /// Until when it can be filed in time, by the function by which the core will reckon; none while the days on
    /// which it rests are not told, or lie beyond the calendar.
    pub fn time(&self) -> Option<Time> {
        let organisation = self.stand_in();
        let file = self.file()?;
        let (basis, calendar) = appeal::filing_time(&self.facts(&organisation), &file);
        let explanation = law::explain(&basis, &calendar).ok()?;
        let deadline = explanation.deadline()?;
        let definition = &self.form.rules.definition;
        let cite = |article: &str| definition.cite(article, self.form.language);
        let restoration = definition.filing.restoration.as_ref();
        Some(Time {
            last_day: deadline.due_on,
            is_late: self.now >= deadline.due_at,
            accepts_late: definition.filing.late == crate::workflow::Late::Accept,
            article: basis.rule.article.as_deref().map(cite),
            restoration: restoration.map(|body| (format!("ask-{}", body.motion), cite(&body.article))),
            explanation,
        })
    }

    /// What the core would do with the appeal now: its first entries, or its refusal. Nothing is written.
    pub fn foresee(&self) -> Option<Result<Vec<Entry>, Refusal>> {
        let organisation = self.stand_in();
        let file = self.file()?;
        let actor = Actor::Organisation(organisation.code.clone());
        let deed = Deed { actor, command: Command::File(Box::new(file)) };
        Some(appeal::decide(&self.facts(&organisation), &deed, 0, self.now))
    }
}

impl Time {
    /// The article in brackets, with a space before it.
    pub fn under(&self) -> String {
        self.article.as_ref().map(|article| format!(" ({article})")).unwrap_or_default()
    }
}

/// What came of keeping answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// They are kept, and the draft is at this version.
    At(i32),
    /// Meanwhile another window gave another answer to one of them, and that one stands.
    Changed,
}

/// How often keeping is tried while another window writes.
const TRIES: usize = 5;

/// Keeps what was typed on a page that knew the draft at `version`, box by box. What another window has written into
/// other boxes stays; what it has written into these is not undone.
pub(super) async fn keep(
    pages: &Pages,
    filing: &mut Filing,
    version: i32,
    typed: &[(String, String)],
    now: Timestamp,
) -> Result<Kept, StoreFault> {
    for _ in 0..TRIES {
        let mut stored = Answers::of(&filing.draft.answers);
        let differs = |(name, text): &&(String, String)| stored.text(name) != text;
        let is_stale = version != filing.draft.version;
        if is_stale && typed.iter().filter(differs).any(|(name, _)| stored.given(name).is_some()) {
            return Ok(Kept::Changed);
        }
        let is_new = typed.iter().any(|one| differs(&one));
        for (name, text) in typed {
            stored.set(name, text);
            filing.answers.set(name, text);
        }
        if !is_new {
            return Ok(Kept::At(filing.draft.version));
        }
        if draft::keep(&pages.store, filing.holder.owner(), &filing.draft, &stored.stored(), now).await? {
            filing.draft.version += 1;
            filing.draft.answers = stored.stored();
            return Ok(Kept::At(filing.draft.version));
        }
        let again = draft::find(&pages.store, filing.holder.owner(), &filing.draft.name).await?;
        match again {
            Some(draft) if draft.filed_as.is_none() => filing.draft = draft,
            _ => return Ok(Kept::Changed),
        }
    }
    Ok(Kept::Changed)
}
