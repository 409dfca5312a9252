//! The registry in memory: the pure core with nothing around it.
//!
//! Every deed is decided, sealed, applied and written about by the same functions as in production, in the same
//! order; what is left out is the database. Stories are played on it in milliseconds.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::calendars::Changed;
use super::cast::Cast;
use super::play::StoryFault;
use super::stage::{Sent, Stage, View};
use crate::appeal::{self, Actor, Appeal, Command, Deed, Facts, NewCalendar, Refusal};
use crate::law::{Almanac, Calendar};
use crate::letter::Words;
use crate::registry::{
    Answer, Journal, Receipt, Reference, Registry, Rulebook, Rules, Stop, Submission, carry,
};
use crate::seal::{self, GENESIS, Hash};
use crate::store::journal::Stored;

/// Appeals in memory.
#[derive(Debug)]
pub(super) struct Memory<'a> {
    rulebook: &'a Rulebook,
    cast: &'a Cast,
    almanac: Arc<Almanac>,
    /// The calendar that has taken the place of the rulebook's one of its name.
    in_force: Option<Arc<Calendar>>,
    cases: BTreeMap<String, Case>,
    words: Words,
}

#[derive(Debug)]
struct Case {
    appeal: Option<Appeal>,
    head: Hash,
    journal: Vec<Stored>,
    letters: Vec<Sent>,
    last_letter: Option<Timestamp>,
    fault: Option<String>,
}

impl Case {
    fn new() -> Case {
        Case {
            appeal: None,
            head: GENESIS,
            journal: Vec::new(),
            letters: Vec::new(),
            last_letter: None,
            fault: None,
        }
    }

    fn wake_at(&self) -> Option<Timestamp> {
        self.appeal.as_ref().filter(|_| self.fault.is_none()).and_then(appeal::wake_at)
    }

    fn last(&self) -> i32 {
        self.journal.last().map_or(0, |stored| stored.entry.seq)
    }
}

impl<'a> Memory<'a> {
    pub fn new(rulebook: &'a Rulebook, cast: &'a Cast) -> Memory<'a> {
        let (almanac, cases) = (rulebook.almanac(), BTreeMap::new());
        Memory { rulebook, cast, almanac, in_force: None, cases, words: Words::default() }
    }

    fn rules(&self, case: &Case, deed: &Deed) -> Result<(Arc<Rules>, Arc<Calendar>), Stop> {
        let rules = match (&case.appeal, &deed.command) {
            (Some(appeal), _) => self.rulebook.by_digest(&appeal.workflow),
            (None, Command::File(file)) => self.rulebook.newest(&file.workflow),
            (None, _) => None,
        };
        let rules = rules.ok_or_else(|| Stop::Faulty("its workflow is not loaded".to_owned()))?;
        let name = &rules.definition.calendar;
        let changed = self.in_force.clone().filter(|changed| changed.name() == name);
        let calendar = changed.or_else(|| self.rulebook.calendar(name));
        Ok((rules, calendar.ok_or_else(|| Stop::Faulty("its calendar is not loaded".to_owned()))?))
    }

    /// Does a deed on a case.
    fn deal(&mut self, reference: &str, case: &mut Case, deed: &Deed, now: Timestamp) -> Result<(), Stop> {
        let (rules, calendar) = self.rules(case, deed)?;
        let appellant = match (&case.appeal, &deed.command) {
            (None, Command::File(file)) => file.appellant.clone(),
            (appeal, _) => appeal.as_ref().map(|appeal| appeal.appellant.clone()).unwrap_or_default(),
        };
        let facts = Facts {
            appeal: case.appeal.as_ref(),
            reference,
            definition: &rules.definition,
            successor: None,
            calendar: &calendar,
            almanac: &self.almanac,
            last_letter: case.last_letter,
            ladder: &self.cast.ladder,
            organisation: self.cast.organisations.get(&appellant),
        };
        let journal = Journal { last: case.last(), head: Some(case.head) };
        let carried = carry(&facts, &rules.templates, deed, journal, now, &mut self.words)?;
        for (entry, sealed) in carried.entries {
            case.head = sealed.map_or(GENESIS, |sealed| sealed.hash);
            case.journal.push(Stored { appeal: 0, entry, hash: case.head.to_vec() });
        }
        if !carried.letters.is_empty() {
            case.last_letter = Some(now);
        }
        case.letters.extend(carried.letters.into_iter().map(Sent::from));
        case.appeal = carried.appeal;
        Ok(())
    }

    /// Does a deed on every case that it concerns. What stops one stops no other, and is told on that case.
    fn deal_with_all(&mut self, deed: &Deed, now: Timestamp, concerned: impl Fn(&Case) -> bool) {
        let mut cases = std::mem::take(&mut self.cases);
        for (reference, case) in cases.iter_mut().filter(|(_, case)| concerned(case)) {
            case.fault = match self.deal(reference, case, deed, now) {
                Ok(()) => continue,
                Err(Stop::Refused(refusal)) => Some(refusal.to_string()),
                Err(Stop::Faulty(fault)) => Some(fault),
            };
        }
        self.cases = cases;
    }
}

impl Stage for Memory<'_> {
    async fn submit(&mut self, submission: Submission, now: Timestamp) -> Result<Answer, StoryFault> {
        let Submission { key, reference, deed } = submission;
        let reference = reference.unwrap_or_else(|| Reference::of_key(&key).to_string());
        let files = matches!(deed.command, Command::File(_));
        let mut case = match self.cases.remove(&reference) {
            Some(case) => case,
            None if files => Case::new(),
            None => return Ok(Answer::Refused(Refusal::UnknownAppeal { reference })),
        };
        let first = case.last() + 1;
        let dealt = self.deal(&reference, &mut case, &deed, now);
        let receipt = Receipt {
            reference: reference.clone(),
            entries: (first, case.last()),
            head: seal::hex(&case.head),
        };
        if case.appeal.is_some() {
            self.cases.insert(reference, case);
        }
        Ok(match dealt {
            Ok(()) => Answer::Done(receipt),
            Err(Stop::Refused(refusal)) => Answer::Refused(refusal),
            Err(Stop::Faulty(fault)) => Answer::Faulty(fault),
        })
    }

    async fn next_wake(&mut self) -> Result<Option<Timestamp>, StoryFault> {
        Ok(self.cases.values().filter_map(Case::wake_at).min())
    }

    async fn pass_time(&mut self, now: Timestamp) -> Result<(), StoryFault> {
        let deed = Registry::time_passed();
        self.deal_with_all(&deed, now, |case| case.wake_at().is_some_and(|at| at <= now));
        Ok(())
    }

    async fn change_calendar(&mut self, changed: &Changed, now: Timestamp) -> Result<(), StoryFault> {
        let Changed { calendar, allow_earlier, .. } = changed;
        let mut almanac = (*self.almanac).clone();
        almanac.add(calendar.clone());
        self.almanac = Arc::new(almanac);
        self.in_force = Some(Arc::new(calendar.clone()));
        let new = NewCalendar { digest: calendar.digest().to_owned(), allow_earlier: *allow_earlier };
        let deed = Deed { actor: Actor::Clerk, command: Command::CalendarChanged(new) };
        self.deal_with_all(&deed, now, |case| case.appeal.as_ref().is_some_and(Appeal::is_open));
        Ok(())
    }

    fn almanac(&self) -> Arc<Almanac> {
        Arc::clone(&self.almanac)
    }

    async fn view(&mut self, reference: &str, after: i32) -> Result<Option<View>, StoryFault> {
        Ok(self.cases.get(reference).and_then(|case| {
            let entries = case.journal.iter().filter(|stored| stored.entry.seq > after).cloned();
            let letters = case.letters.iter().filter(|letter| letter.seq > after).cloned();
            Some(View {
                appeal: case.appeal.clone()?,
                entries: entries.collect(),
                letters: letters.collect(),
                fault: case.fault.clone(),
            })
        }))
    }
}
