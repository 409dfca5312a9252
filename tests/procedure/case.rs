//! One appeal, under the small workflow or a shipped one, driven by hand through the pure core.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use redress::appeal::{
    self, Act, Actor, Appeal, Command, DecisionAppealed, Deed, Entry, Event, Facts, File, NewCalendar,
    NewVersion, Options, Refusal, Sign, Standing, Suspension,
};
use redress::ladder::{self, Ladder, Organisation};
use redress::law::calendar::Kind;
use redress::law::{self, Almanac, Calendar, Names};
use redress::texts::Language;
use redress::workflow::{self, Definition};
use redress::{letter, seal, shipped};

/// The workflow's text, for tests that change a rule of it.
pub const COMPLAINT: &str = include_str!("complaint.yaml");

pub struct Case {
    definition: Definition,
    /// The version that the appeal shall move to.
    successor: Option<Definition>,
    templates: letter::Templates,
    calendar: Calendar,
    /// Every calendar that was ever in force.
    almanac: Almanac,
    last_letter: Option<Timestamp>,
    ladder: Ladder,
    organisation: Organisation,
    appeal: Option<Appeal>,
    pub journal: Vec<Entry>,
    /// The letters written.
    pub letters: Vec<letter::Written>,
}

/// The letters of the small workflow.
pub fn letters() -> BTreeMap<String, String> {
    let note = "Subject: About {{ reference }}\n\nA note.\n".to_owned();
    let frame = "{{ body }}\n\nReference: {{ reference }}\n".to_owned();
    [("note.en.txt".to_owned(), note), ("frame.en.txt".to_owned(), frame)].into()
}

impl Case {
    /// Nothing filed yet.
    pub fn new() -> Case {
        Case::under(COMPLAINT)
    }

    /// The same under a workflow with a rule changed.
    pub fn under(text: &str) -> Case {
        Case::of("complaint.yaml", text, &letters(), "", "ECHO")
    }

    /// Nothing filed yet under a shipped workflow, by an organisation among the sample offices of a country:
    /// `-uk`, or nothing for Kazakhstan.
    pub fn shipped(workflow: &str, country: &str, organisation: &str) -> Case {
        let all = shipped::rules().workflows;
        let files = all.iter().find(|files| files.file == format!("{workflow}.yaml")).unwrap();
        Case::of(&files.file, &files.text, &files.letters, country, organisation)
    }

    fn of(
        file: &str,
        text: &str,
        letters: &BTreeMap<String, String>,
        country: &str,
        organisation: &str,
    ) -> Case {
        let definition = workflow::read(file, text, letters).unwrap_or_else(|p| panic!("{p}"));
        let sample = |name: &str| shipped::text(&format!("samples/{name}{country}.csv")).unwrap();
        let calendar = shipped::text(&format!("calendars/{}.yaml", definition.calendar)).unwrap();
        let organisations = ladder::organisations(sample("organisations")).unwrap();
        let calendar = law::read_calendar(&definition.calendar, calendar).unwrap_or_else(|p| panic!("{p}"));
        Case {
            templates: letter::Templates::new(&definition.name, letters).unwrap(),
            almanac: Almanac::from_iter([calendar.clone()]),
            calendar,
            last_letter: None,
            ladder: Ladder::new(ladder::offices(sample("offices"), &Ladder::default()).unwrap()),
            organisation: organisations.into_iter().find(|one| one.code == organisation).unwrap(),
            definition,
            successor: None,
            appeal: None,
            journal: vec![],
            letters: vec![],
        }
    }

    /// The same appeal once more, to try something on it.
    pub fn again(&self) -> Case {
        Case {
            definition: self.definition.clone(),
            successor: None,
            templates: letter::Templates::new(&self.definition.name, &letters()).unwrap(),
            calendar: self.calendar.clone(),
            almanac: self.almanac.clone(),
            last_letter: self.last_letter,
            ladder: self.ladder.clone(),
            organisation: self.organisation.clone(),
            appeal: self.appeal.clone(),
            journal: self.journal.clone(),
            letters: vec![],
        }
    }

    /// The same where an office lives by a clock of its own.
    pub fn in_zone(office: &str, zone: &str) -> Case {
        let mut case = Case::new();
        let offices = case.ladder.iter().cloned().map(|mut one| {
            one.zone = if one.code == office { Some(zone.to_owned()) } else { one.zone };
            one
        });
        case.ladder = Ladder::new(offices.collect::<Vec<_>>());
        case
    }

    /// A complaint filed with the superior office on Tuesday 19 January 2021, served on Friday the 15th.
    pub fn filed() -> Case {
        let mut case = Case::new();
        case.file("2021-01-19 10:00", filing()).unwrap();
        case
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            appeal: self.appeal.as_ref(),
            reference: "KZ-1",
            definition: &self.definition,
            successor: self.successor.as_ref(),
            calendar: &self.calendar,
            almanac: &self.almanac,
            last_letter: self.last_letter,
            ladder: &self.ladder,
            organisation: Some(&self.organisation),
        }
    }

    /// What somebody may do, and why not the rest.
    pub fn options(&self, at: &str, who: &str) -> Options {
        appeal::options(&self.facts(), &self.actor(who), self.instant(at))
    }

    fn give(&mut self, at: &str, actor: Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        let facts = self.facts();
        let last = self.journal.last().map_or(0, |entry| entry.seq);
        let now = self.instant(at);
        let entries = appeal::decide(&facts, &Deed { actor, command }, last, now)?;
        for entries in letter::moves(&entries) {
            for entry in entries {
                self.appeal = appeal::evolve(self.appeal.take(), entry, &self.calendar);
            }
            self.write(entries, now);
        }
        self.journal.extend(entries.iter().cloned());
        self.holds_together();
        Ok(entries.into_iter().map(|entry| entry.event).collect())
    }

    /// The letters of one move.
    fn write(&mut self, entries: &[Entry], now: Timestamp) {
        let occasion = letter::Occasion {
            definition: self.successor.as_ref().unwrap_or(&self.definition),
            templates: &self.templates,
            calendar: &self.calendar,
            almanac: &self.almanac,
            ladder: &self.ladder,
            organisation: Some(&self.organisation),
            now,
        };
        let appeal = self.appeal.as_ref().expect("it was filed");
        let words = &mut letter::Words::default();
        let written = letter::write(&occasion, entries, appeal, &seal::GENESIS, words).unwrap();
        self.last_letter = (!written.is_empty()).then_some(now).or(self.last_letter);
        self.letters.extend(written);
    }

    /// What every journal promises: it folds to the appeal, and both survive being stored.
    fn holds_together(&self) {
        let stored = serde_json::to_string(&self.journal).unwrap();
        let journal: Vec<Entry> = serde_json::from_str(&stored).unwrap();
        let folded = journal.iter().fold(None, |appeal, entry| appeal::evolve(appeal, entry, &self.calendar));
        let row = serde_json::to_string(&self.appeal).unwrap();
        assert_eq!(serde_json::from_str::<Option<Appeal>>(&row).unwrap(), folded);
    }

    pub fn file(&mut self, at: &str, file: File) -> Result<Vec<Event>, Refusal> {
        let actor = self.actor(&self.organisation.code);
        self.give(at, actor, Command::File(Box::new(file)))
    }

    pub fn act(&mut self, at: &str, who: &str, act: Act) -> Result<Vec<Event>, Refusal> {
        self.give(at, self.actor(who), Command::Act(act))
    }

    /// An action that states nothing and succeeds.
    pub fn does(&mut self, at: &str, who: &str, action: &str) {
        self.act(at, who, act(action)).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    pub fn sign(
        &mut self,
        at: &str,
        who: &str,
        action: &str,
        refused: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        let sign = Sign { action: action.to_owned(), refused: refused.map(str::to_owned) };
        self.give(at, self.actor(who), Command::Sign(sign))
    }

    pub fn confirm_silence(&mut self, at: &str, who: &str) -> Result<Vec<Event>, Refusal> {
        self.give(at, self.actor(who), Command::ConfirmSilence)
    }

    /// A calendar with one more day off comes into force.
    pub fn day_off(&mut self, at: &str, day: &str) -> Vec<Event> {
        let mut file = self.calendar.file().clone();
        let decree = file.acts.keys().next().expect("it quotes acts").clone();
        let word = |text: &str| text.to_owned();
        let name = Names { en: word("mourning"), ru: word("траур"), kk: word("аза тұту") };
        let (on, every, years, kind) = (vec![self::day(day)], vec![], None, Kind::Closure);
        let (instead_of, estimated, week) = (None, false, None);
        file.entries.push(law::calendar::Entry {
            on,
            every,
            years,
            kind,
            instead_of,
            name,
            decree,
            estimated,
            week,
        });
        self.calendar =
            law::read_calendar("kz.yaml", &file.to_yaml()).unwrap_or_else(|wrong| panic!("{wrong}"));
        self.almanac.add(self.calendar.clone());
        let new = NewCalendar { digest: self.calendar.digest().to_owned(), allow_earlier: false };
        self.give(at, Actor::Clerk, Command::CalendarChanged(new)).unwrap()
    }

    /// A newer version of the workflow comes, and the appeal moves to it if it can; promised dates stay unless an
    /// earlier one is allowed.
    pub fn migrate(&mut self, at: &str, text: &str, allow_earlier: bool) -> Result<Vec<Event>, Refusal> {
        let successor = workflow::read("complaint.yaml", text, &letters())
            .unwrap_or_else(|problems| panic!("{problems}"));
        let new = NewVersion { digest: successor.digest.clone(), allow_earlier };
        self.successor = Some(successor);
        let events = self.give(at, Actor::Clerk, Command::Migrate(new));
        let successor = self.successor.take().expect("it was put there");
        if events.is_ok() {
            self.definition = successor;
        }
        events
    }

    /// The daemon looks once, at this time.
    pub fn look(&mut self, at: &str) -> Vec<Event> {
        self.give(at, Actor::Redress, Command::TimePassed).unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    /// The daemon runs until this time and looks whenever something is due.
    pub fn live_until(&mut self, at: &str) {
        while let Some(next) = appeal::wake_at(self.appeal()).filter(|next| *next <= self.instant(at)) {
            let local = self.calendar.zone().to_datetime(next);
            self.look(&local.strftime("%Y-%m-%d %H:%M").to_string());
        }
    }

    /// `ECHO` appeals; `KGD` is an office; `Aigul of KGD` serves in one.
    fn actor(&self, who: &str) -> Actor {
        match who.split_once(" of ") {
            Some((person, office)) => Actor::official(office, person),
            None if who == self.organisation.code => Actor::Organisation(who.to_owned()),
            None => Actor::Office(who.to_owned()),
        }
    }

    /// An instant in the zone of the calendar, as `2021-01-27 10:00`.
    fn instant(&self, text: &str) -> Timestamp {
        let time: DateTime = text.replace(' ', "T").parse().unwrap();
        self.calendar.zone().to_timestamp(time).unwrap()
    }

    pub fn appeal(&self) -> &Appeal {
        self.appeal.as_ref().expect("it was filed")
    }

    pub fn on(&self, track: &str) -> &Standing {
        &self.appeal().tracks[track]
    }

    pub fn step(&self, track: &str) -> Option<&str> {
        self.appeal().tracks.get(track).map(|standing| standing.step.as_str())
    }

    pub fn due(&self, track: &str, limit: &str) -> Date {
        let running = self.on(track).running.iter().find(|running| running.limit == limit);
        running.expect("the limit runs").on
    }

    /// Who got letters because of the last entry of a kind.
    pub fn told(&self, kind: &str) -> Vec<&str> {
        let entry = self.journal.iter().rev().find(|entry| entry.event.kind() == kind).expect("it happened");
        self.letters.iter().filter(|one| one.seq == entry.seq).map(|one| one.recipient.as_str()).collect()
    }

    pub fn kinds(&self) -> Vec<&str> {
        self.journal.iter().map(|entry| entry.event.kind()).collect()
    }
}

pub fn act(action: &str) -> Act {
    Act { action: action.to_owned(), ..Act::default() }
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An instant in Almaty in 2021, as `2021-01-27 10:00`.
pub fn instant(text: &str) -> Timestamp {
    let time: DateTime = text.replace(' ', "T").parse().unwrap();
    jiff::tz::Offset::constant(6).to_timestamp(time).unwrap()
}

pub fn filing() -> File {
    File {
        workflow: "complaint".to_owned(),
        appellant: "ECHO".to_owned(),
        with: "superior".to_owned(),
        language: Language::Ru,
        decision: DecisionAppealed {
            issuer: "UGD-ALMATY".to_owned(),
            decided_on: day("2021-01-15"),
            served_on: day("2021-01-15"),
            fine: Some(1_166_800),
            suspension: Some(Suspension { from: day("2021-01-15"), until: day("2021-04-15") }),
            ..DecisionAppealed::default()
        },
        stated: BTreeMap::new(),
    }
}

/// The same, with answers to questions.
pub fn stating(pairs: &[(&str, &str)]) -> File {
    let stated = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    File { stated, ..filing() }
}
