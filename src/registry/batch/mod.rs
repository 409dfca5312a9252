//! One transaction of the registry.
//!
//! Cases are loaded, decided and sealed in memory; what they brought about is written at the end with
//! one statement per table.

mod rehearsal;
mod writing;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use jiff::Timestamp;

pub use rehearsal::{Foreseen, Rehearsal};
pub(crate) use writing::shown;

use super::carry::{Journal, Stop, carry};
use super::reference::Reference;
use super::rulebook::Rules;
use super::submission::{Answer, Receipt, Submission};
use super::{Passed, Registry};
use crate::appeal::{Appeal, Command, Deed, Entry, Facts, Refusal};
use crate::ladder::{Ladder, Organisation};
use crate::law::{Almanac, Calendar};
use crate::letter::{self, Written};
use crate::seal::{self, GENESIS, Hash, Sealed};
use crate::store::appeal::{Locked, Place};
use crate::store::{self, StoreFault, receipt};

/// A transaction under way.
pub(super) struct Batch<'a> {
    registry: &'a Registry,
    tx: store::Transaction,
    now: Timestamp,
    ladder: Arc<Ladder>,
    organisations: HashMap<String, Organisation>,
    almanac: Arc<Almanac>,
    /// When the last letter about an appeal was written, where a decision asks.
    last_letters: HashMap<i64, Timestamp>,
    /// Explanations of dates that letters of this batch share.
    words: letter::Words,
}

/// An appeal in the batch, with what has been decided on it so far.
struct Case {
    id: Option<i64>,
    reference: String,
    appeal: Option<Appeal>,
    seq: i32,
    head: Hash,
    entries: Vec<(Entry, Sealed)>,
    letters: Vec<Written>,
    touched: bool,
}

impl From<Locked> for Case {
    fn from(locked: Locked) -> Case {
        let Locked { id, seq, head, appeal, reference, .. } = locked;
        Case { id: Some(id), appeal: appeal.ok(), ..Case::new(reference, seq, head) }
    }
}

impl Case {
    fn new(reference: String, seq: i32, head: Hash) -> Case {
        Case {
            id: None,
            reference,
            appeal: None,
            seq,
            head,
            entries: Vec::new(),
            letters: Vec::new(),
            touched: false,
        }
    }
}

impl<'a> Batch<'a> {
    pub async fn begin(registry: &'a Registry, now: Timestamp) -> Result<Batch<'a>, StoreFault> {
        let tx = registry.store.begin().await?;
        let (ladder, organisations, last_letters) = Default::default();
        let words = letter::Words::leading_to(registry.site.clone());
        let almanac = registry.rulebook.almanac();
        Ok(Batch { registry, tx, now, ladder, organisations, almanac, last_letters, words })
    }

    pub async fn commit(self) -> Result<(), StoreFault> {
        Ok(self.tx.commit().await?)
    }

    /// Answers people's commands.
    pub async fn submit(&mut self, part: &[Submission]) -> Result<Vec<Answer>, StoreFault> {
        let mut repeated = self.claim(part).await?;
        let references: Vec<String> =
            part.iter().filter_map(|submission| submission.reference.clone()).collect();
        let locked = store::appeal::lock(&mut self.tx, &references).await?;
        let mut cases: BTreeMap<String, Case> =
            locked.into_iter().map(|locked| (locked.reference.clone(), Case::from(locked))).collect();
        let filed = part.iter().filter_map(|submission| match &submission.deed.command {
            Command::File(file) => Some(file.appellant.clone()),
            _ => None,
        });
        let filed: Vec<String> = filed.collect();
        self.load(cases.values(), filed).await?;
        let recounts =
            |one: &Submission| matches!(one.deed.command, Command::CalendarChanged(_) | Command::Migrate(_));
        if part.iter().any(recounts) {
            let ids: Vec<i64> = cases.values().filter_map(|case| case.id).collect();
            self.last_letters = store::letter::latest(&mut self.tx, &ids).await?.into_iter().collect();
        }
        let mut answers = Vec::with_capacity(part.len());
        let mut kept = (Vec::new(), Vec::new());
        for submission in part {
            if let Some(answer) = repeated.remove(&submission.key) {
                answers.push(answer);
                continue;
            }
            let answer = self.answer(&mut cases, submission);
            kept.0.push(submission.key.clone());
            kept.1.push(seal::canonical(&answer));
            // The same key twice in one batch: the second is answered like the first.
            repeated.insert(submission.key.clone(), answer.clone());
            answers.push(answer);
        }
        receipt::keep(&mut self.tx, &kept.0, &kept.1).await?;
        self.write(cases.into_values().filter(|case| case.touched).collect()).await?;
        Ok(answers)
    }

    /// Claims the keys; answers with the first answers of those that were used before.
    async fn claim(&mut self, part: &[Submission]) -> Result<HashMap<String, Answer>, StoreFault> {
        let mut seen = HashSet::new();
        let first = part.iter().filter(|submission| seen.insert(&submission.key));
        let keys: Vec<receipt::Key> = first
            .map(|submission| receipt::Key {
                key: submission.key.clone(),
                fingerprint: submission.fingerprint(),
            })
            .collect();
        let free: HashSet<String> =
            receipt::claim(&mut self.tx, &keys, self.now).await?.into_iter().collect();
        let used: Vec<String> =
            keys.iter().filter(|key| !free.contains(&key.key)).map(|key| key.key.clone()).collect();
        if used.is_empty() {
            return Ok(HashMap::new());
        }
        let prints: HashMap<&str, &[u8]> =
            keys.iter().map(|key| (key.key.as_str(), key.fingerprint.as_slice())).collect();
        let mut answers = HashMap::new();
        for (key, fingerprint, answer) in receipt::answers(&mut self.tx, &used).await? {
            let same = prints.get(key.as_str()) == Some(&fingerprint.as_slice());
            let answer = match answer {
                Some(answer) if same => store::readable("an answer", &answer)?,
                _ => Answer::Refused(Refusal::KeyReused),
            };
            answers.insert(key, answer);
        }
        Ok(answers)
    }

    fn answer(&mut self, cases: &mut BTreeMap<String, Case>, submission: &Submission) -> Answer {
        let reference = match &submission.reference {
            Some(reference) => reference.clone(),
            None => {
                let reference = Reference::of_key(&submission.key).to_string();
                cases.entry(reference.clone()).or_insert_with(|| Case::new(reference.clone(), 0, GENESIS));
                reference
            }
        };
        let Some(case) = cases.get_mut(&reference) else {
            return Answer::Refused(Refusal::UnknownAppeal { reference });
        };
        let first = case.seq + 1;
        match self.decide(case, &submission.deed) {
            Ok(()) => {
                Answer::Done(Receipt { reference, entries: (first, case.seq), head: seal::hex(&case.head) })
            }
            Err(Stop::Refused(refusal)) => Answer::Refused(refusal),
            Err(Stop::Faulty(fault)) => Answer::Faulty(fault),
        }
    }

    /// Deals with appeals of which time asks something.
    pub async fn pass_time(&mut self, most: usize, beyond: Option<Place>) -> Result<Passed, StoreFault> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let due = store::appeal::lock_due(&mut self.tx, self.now, most, beyond).await?;
        let place = due.last().and_then(|last| Some((last.wake_at?, last.id)));
        if due.is_empty() {
            return Ok(Passed::default());
        }
        let unreadable =
            due.iter().filter_map(|locked| Some((locked.id, locked.appeal.as_ref().err()?.clone())));
        let mut faulty: Vec<(i64, String)> = unreadable.collect();
        let mut passed = Passed { due: due.len(), place, ..Passed::default() };
        let mut cases: Vec<Case> =
            due.into_iter().filter(|locked| locked.appeal.is_ok()).map(Case::from).collect();
        self.load(cases.iter(), Vec::new()).await?;
        let deed = Registry::time_passed();
        for case in &mut cases {
            if let Err(stop) = self.decide(case, &deed) {
                let fault = match stop {
                    Stop::Refused(refusal) => refusal.to_string(),
                    Stop::Faulty(fault) => fault,
                };
                tracing::error!(appeal.reference = %case.reference, fault, "the appeal could not be carried on; `redress doctor` tells more");
                faulty.extend(case.id.map(|id| (id, fault)));
                case.touched = false;
            } else {
                // Even if nothing happened: the row may hold a wake time that no longer stands.
                case.touched = true;
            }
        }
        passed.faulty = faulty.len();
        passed.letters = cases.iter().filter(|case| case.touched).map(|case| case.letters.len()).sum();
        let (ids, faults): (Vec<i64>, Vec<String>) = faulty.into_iter().unzip();
        if !ids.is_empty() {
            store::appeal::mark_faulty(&mut self.tx, &ids, &faults).await?;
        }
        self.write(cases.into_iter().filter(|case| case.touched).collect()).await?;
        Ok(passed)
    }

    /// Marks the most overdue appeal, which alone made the database refuse its batch.
    pub async fn mark_most_overdue(&mut self, fault: &str) -> Result<Passed, StoreFault> {
        let due = store::appeal::lock_due(&mut self.tx, self.now, 1, None).await?;
        let ids: Vec<i64> = due.iter().map(|locked| locked.id).collect();
        for locked in &due {
            tracing::error!(appeal.reference = %locked.reference, fault, "the appeal could not be written; `redress doctor` tells more");
        }
        store::appeal::mark_faulty(&mut self.tx, &ids, &vec![fault.to_owned(); ids.len()]).await?;
        Ok(Passed { due: ids.len(), faulty: ids.len(), ..Passed::default() })
    }

    /// Loads what the decisions on these cases need, in a constant number of statements.
    async fn load(
        &mut self,
        cases: impl Iterator<Item = &Case>,
        mut appellants: Vec<String>,
    ) -> Result<(), StoreFault> {
        self.ladder = self.registry.rulebook.ladder(&mut self.tx).await?;
        self.almanac = self.registry.rulebook.almanac();
        appellants
            .extend(cases.filter_map(|case| case.appeal.as_ref()).map(|appeal| appeal.appellant.clone()));
        appellants.sort_unstable();
        appellants.dedup();
        let organisations = store::ladder::organisations(&mut self.tx, &appellants).await?;
        self.organisations = organisations.into_iter().map(|one| (one.code.clone(), one)).collect();
        Ok(())
    }

    /// Decides one deed on one case and lets it take effect in memory.
    fn decide(&mut self, case: &mut Case, deed: &Deed) -> Result<(), Stop> {
        let (rules, calendar) = self.rules(case, deed)?;
        let appellant = match (&case.appeal, &deed.command) {
            (Some(appeal), _) => &appeal.appellant,
            (None, Command::File(file)) => &file.appellant,
            (None, _) => {
                return Err(Stop::Refused(Refusal::UnknownAppeal { reference: case.reference.clone() }));
            }
        };
        let successor = match &deed.command {
            Command::Migrate(new) => self.registry.rulebook.by_digest(&new.digest),
            _ => None,
        };
        let facts = Facts {
            appeal: case.appeal.as_ref(),
            reference: &case.reference,
            definition: &rules.definition,
            successor: successor.as_ref().map(|rules| &rules.definition),
            calendar: &calendar,
            almanac: &self.almanac,
            last_letter: case.id.and_then(|id| self.last_letters.get(&id).copied()),
            ladder: &self.ladder,
            organisation: self.organisations.get(appellant),
        };
        let templates = &successor.as_ref().unwrap_or(&rules).templates;
        let journal = Journal { last: case.seq, head: Some(case.head) };
        let words = &mut self.words;
        // A bug in the rules must cost one appeal its turn, not a thousand neighbours theirs. The words are a cache, of
        // which every entry is whole.
        let carried = AssertUnwindSafe(|| carry(&facts, templates, deed, journal, self.now, words));
        let carried = std::panic::catch_unwind(carried)
            .map_err(|_| Stop::Faulty("the rules of procedure failed on it".to_owned()))??;
        let sealed = carried.entries.into_iter().filter_map(|(entry, sealed)| Some((entry, sealed?)));
        for (entry, sealed) in sealed {
            (case.seq, case.head, case.touched) = (entry.seq, sealed.hash, true);
            case.entries.push((entry, sealed));
        }
        case.letters.extend(carried.letters);
        case.appeal = carried.appeal;
        Ok(())
    }

    fn rules(&self, case: &Case, deed: &Deed) -> Result<(Arc<Rules>, Arc<Calendar>), Stop> {
        let rulebook = &self.registry.rulebook;
        let rules = match (&case.appeal, &deed.command) {
            (Some(appeal), _) => {
                let missing = || Stop::Faulty(format!("its workflow {} is not loaded", appeal.workflow));
                rulebook.by_digest(&appeal.workflow).ok_or_else(missing)?
            }
            (None, Command::File(file)) => rulebook.newest(&file.workflow).ok_or_else(|| {
                Stop::Refused(Refusal::UnknownWorkflow {
                    name: file.workflow.clone(),
                    known: rulebook.names().join(", "),
                })
            })?,
            (None, _) => {
                return Err(Stop::Refused(Refusal::UnknownAppeal { reference: case.reference.clone() }));
            }
        };
        let missing = || Stop::Faulty(format!("the calendar {} is not loaded", rules.definition.calendar));
        let calendar = rulebook.calendar(&rules.definition.calendar).ok_or_else(missing)?;
        Ok((rules, calendar))
    }
}
