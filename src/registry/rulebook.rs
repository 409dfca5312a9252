//! The rules in memory: workflows with their letters, calendars, and the ladder of offices.
//!
//! Workflows and calendars never change under their digest, so they are read once. The ladder is read
//! again when its revision has risen. Loading from a folder stores what is new first, so that every
//! process of an installation applies the same rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use thiserror::Error;

use crate::ladder::Ladder;
use crate::law::{self, Almanac, Calendar};
use crate::letter::Templates;
use crate::source::{self, Problems};
use crate::store::rules::{CalendarText, Taken, WorkflowText};
use crate::store::{self, Store, StoreFault};
use crate::workflow::file::WorkflowFile;
use crate::workflow::{self, Definition, proof};

/// A workflow ready to be applied.
#[derive(Debug)]
pub struct Rules {
    /// The definition.
    pub definition: Definition,
    /// Its letters.
    pub templates: Templates,
}

/// A workflow file with its letters, as they lie in a folder.
#[derive(Debug, Clone)]
pub struct WorkflowFiles {
    /// The path, for messages.
    pub file: String,
    /// The text.
    pub text: String,
    /// The letters, by file name.
    pub letters: BTreeMap<String, String>,
}

impl Rules {
    /// A workflow file with its letters, if all of it holds together.
    ///
    /// # Errors
    /// Every fault of the file; then every fault of its letters.
    pub fn read(files: &WorkflowFiles) -> Result<Rules, LoadFault> {
        let WorkflowFiles { file, text, letters } = files;
        let definition = workflow::read(file, text, letters).map_err(LoadFault::Problems)?;
        let templates = Templates::new(&definition.name, letters).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            LoadFault::Letters(faults.join("\n"))
        })?;
        Ok(Rules { definition, templates })
    }
}

/// Why rules were not loaded.
#[derive(Debug, Error)]
pub enum LoadFault {
    /// The files are wrong.
    #[error("{0}")]
    Problems(Problems),
    /// A letter is wrong.
    #[error("{0}")]
    Letters(String),
    /// A version that appeals use was changed.
    #[error(
        "{name} version {version} is used by appeals and its file has changed. Raise `version` in the file: appeals under way keep the old one, new ones take the new one, and `redress workflow migrate {name}` moves those under way."
    )]
    InUse {
        /// The workflow.
        name: String,
        /// Its version.
        version: u32,
    },
    /// No calendar of that name.
    #[error(
        "the workflow {workflow} counts by the calendar `{calendar}`, which is not loaded; loaded are: {known}"
    )]
    NoCalendar {
        /// The workflow.
        workflow: String,
        /// The calendar.
        calendar: String,
        /// Those there are.
        known: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// The rules.
#[derive(Debug, Default)]
pub struct Rulebook {
    shelf: RwLock<Shelf>,
}

#[derive(Debug, Default, Clone)]
struct Shelf {
    by_digest: HashMap<String, Arc<Rules>>,
    newest: BTreeMap<String, Arc<Rules>>,
    /// The calendar in force, by name.
    calendars: BTreeMap<String, Arc<Calendar>>,
    /// Every version of every calendar.
    almanac: Arc<Almanac>,
    ladder: Option<(i64, Arc<Ladder>)>,
}

impl Rulebook {
    /// Reads what the database holds.
    pub async fn load(store: &Store) -> Result<Rulebook, LoadFault> {
        let rulebook = Rulebook::default();
        rulebook.reload(store).await?;
        Ok(rulebook)
    }

    /// Reads workflow and calendar files, without a database.
    ///
    /// `calendars` are file names and texts. Errors: every problem of every file.
    pub fn of_files(
        workflows: &[WorkflowFiles],
        calendars: &[(String, String)],
    ) -> Result<Rulebook, LoadFault> {
        let (workflows, calendars) = read_all(workflows, calendars)?;
        let mut shelf =
            Shelf { almanac: Arc::new(Almanac::from_iter(calendars.iter().cloned())), ..Shelf::default() };
        for rules in workflows.into_iter().map(Arc::new) {
            shelf.by_digest.insert(rules.definition.digest.clone(), Arc::clone(&rules));
            shelf.newest.insert(rules.definition.name.clone(), rules);
        }
        let calendars = calendars.into_iter().map(|one| (one.name().to_owned(), Arc::new(one)));
        shelf.calendars.extend(calendars);
        Ok(Rulebook { shelf: RwLock::new(shelf) })
    }

    /// Checks workflow and calendar files, stores those that are new and reads all again.
    ///
    /// `calendars` are file names and texts. Nothing is stored unless every file is right.
    pub async fn store(
        &self,
        store: &Store,
        workflows: &[WorkflowFiles],
        calendars: &[(String, String)],
        now: Timestamp,
    ) -> Result<(), LoadFault> {
        let (read_workflows, read_calendars) = read_all(workflows, calendars)?;
        let stored =
            store::rules::calendars(&mut store.begin().await?).await?.into_iter().map(|stored| stored.name);
        let names = stored.chain(read_calendars.iter().map(|calendar| calendar.name().to_owned()));
        let names: BTreeSet<String> = names.collect();
        for Definition { name, calendar, .. } in read_workflows.iter().map(|rules| &rules.definition) {
            if !names.contains(calendar) {
                let known = names.into_iter().collect::<Vec<_>>().join(", ");
                return Err(LoadFault::NoCalendar {
                    workflow: name.clone(),
                    calendar: calendar.clone(),
                    known,
                });
            }
        }
        for (calendar, (_, source)) in read_calendars.iter().zip(calendars) {
            store_calendar(store, calendar, source, now).await?;
        }
        for (rules, files) in read_workflows.iter().zip(workflows) {
            let Definition { digest, name, version, .. } = &rules.definition;
            let text = WorkflowText {
                digest: digest.clone(),
                name: name.clone(),
                version: version.cast_signed(),
                source: files.text.clone(),
                letters: files.letters.clone(),
            };
            if store::rules::store_workflow(store, &text, now).await? == Taken::InUse {
                return Err(LoadFault::InUse { name: name.clone(), version: *version });
            }
        }
        self.remember(read_workflows, read_calendars);
        self.reload(store).await
    }

    /// Checks a calendar file and stores it, as the one in force if it is the first of its name.
    pub async fn store_calendar(
        &self,
        store: &Store,
        file: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<Calendar, LoadFault> {
        let calendar = law::read_calendar(file, text).map_err(LoadFault::Problems)?;
        store_calendar(store, &calendar, text, now).await?;
        Ok(calendar)
    }

    /// Keeps what was just read, so that it need not be read again.
    fn remember(&self, workflows: Vec<Rules>, calendars: Vec<Calendar>) {
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        for rules in workflows {
            shelf.by_digest.entry(rules.definition.digest.clone()).or_insert_with(|| Arc::new(rules));
        }
        let mut almanac = (*shelf.almanac).clone();
        calendars.into_iter().for_each(|calendar| almanac.add(calendar));
        shelf.almanac = Arc::new(almanac);
    }

    /// Reads again what the database holds, keeping what is in memory already.
    pub async fn reload(&self, store: &Store) -> Result<(), LoadFault> {
        let mut shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone();
        let tx = &mut store.begin().await?;
        shelf.take_calendars(store::rules::calendars(tx).await?).map_err(LoadFault::Problems)?;
        shelf.take_workflows(store::rules::workflows(tx).await?)?;
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = shelf;
        Ok(())
    }

    /// The rules with a digest.
    pub fn by_digest(&self, digest: &str) -> Option<Arc<Rules>> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).by_digest.get(digest).cloned()
    }

    /// The newest version of a workflow.
    pub fn newest(&self, name: &str) -> Option<Arc<Rules>> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).newest.get(name).cloned()
    }

    /// The digests of every version of a name.
    pub fn digests_of(&self, name: &str) -> Vec<String> {
        let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        let named = shelf.by_digest.values().filter(|rules| rules.definition.name == name);
        named.map(|rules| rules.definition.digest.clone()).collect()
    }

    /// The names of all workflows.
    pub fn names(&self) -> Vec<String> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).newest.keys().cloned().collect()
    }

    /// Every version of every calendar that is stored.
    pub fn almanac(&self) -> Arc<Almanac> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner).almanac)
    }

    /// The calendar in force under a name.
    pub fn calendar(&self, name: &str) -> Option<Arc<Calendar>> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).calendars.get(name).cloned()
    }

    /// The ladder as the database has it, read again only when it has changed, and with it the calendars and the
    /// workflows: another process may have put one in force or loaded one.
    pub(crate) async fn ladder(&self, tx: &mut store::Transaction) -> Result<Arc<Ladder>, StoreFault> {
        let revision = store::ladder::revision(tx).await?;
        let known = self.shelf.read().unwrap_or_else(PoisonError::into_inner).ladder.clone();
        if let Some((known, ladder)) = known
            && known == revision
        {
            return Ok(ladder);
        }
        let ladder = Arc::new(store::ladder::offices(tx).await?);
        let (calendars, workflows) = (store::rules::calendars(tx).await?, store::rules::workflows(tx).await?);
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        if let Err(problems) = shelf.take_calendars(calendars) {
            tracing::error!(%problems, "a stored calendar cannot be read; those in memory are kept");
        }
        if let Err(fault) = shelf.take_workflows(workflows) {
            tracing::error!(%fault, "a stored workflow cannot be read; those in memory are kept");
        }
        shelf.ladder = Some((revision, Arc::clone(&ladder)));
        Ok(ladder)
    }
}

impl Shelf {
    /// Takes over stored calendars, reading those that are new.
    fn take_calendars(&mut self, texts: Vec<CalendarText>) -> Result<(), Problems> {
        let mut almanac = (*self.almanac).clone();
        for text in texts {
            let known = almanac.iter().find(|known| known.digest() == text.digest).cloned();
            let calendar = match known {
                Some(known) => known,
                None => law::read_calendar(&text.name, &text.source)?,
            };
            if text.in_force {
                self.calendars.insert(text.name, Arc::new(calendar.clone()));
            }
            almanac.add(calendar);
        }
        self.almanac = Arc::new(almanac);
        Ok(())
    }

    /// Takes over stored workflows, the oldest version of each name first, reading those that are new.
    fn take_workflows(&mut self, texts: Vec<WorkflowText>) -> Result<(), LoadFault> {
        for text in texts {
            let rules = match self.by_digest.get(&text.digest) {
                Some(rules) => Arc::clone(rules),
                None => Arc::new(read(&text)?),
            };
            let calendar = &rules.definition.calendar;
            if !self.calendars.contains_key(calendar) {
                return Err(LoadFault::NoCalendar {
                    workflow: text.name,
                    calendar: calendar.clone(),
                    known: self.calendars.keys().cloned().collect::<Vec<_>>().join(", "),
                });
            }
            self.by_digest.insert(text.digest, Arc::clone(&rules));
            self.newest.insert(text.name, rules);
        }
        Ok(())
    }
}

async fn store_calendar(
    store: &Store,
    calendar: &Calendar,
    source: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let (digest, name) = (calendar.digest().to_owned(), calendar.name().to_owned());
    let text = CalendarText { digest, name, source: source.to_owned(), in_force: false, loaded_at: now };
    store::rules::store_calendar(store, &text).await.map(drop)
}

/// Whether a workflow holds together as far as that shows without dates; those are for `redress workflow load` and
/// `redress check`, which have the time.
fn unsound(definition: &Definition, files: &WorkflowFiles) -> Result<(), Problems> {
    let faults = proof::faults(definition);
    if faults.is_empty() {
        return Ok(());
    }
    let source = source::read::<WorkflowFile>(&files.file, &files.text)?;
    Err(proof::placed(&faults, &source))
}

/// Reads the files, or finds every fault of all of them.
fn read_all(
    workflows: &[WorkflowFiles],
    calendars: &[(String, String)],
) -> Result<(Vec<Rules>, Vec<Calendar>), LoadFault> {
    let mut problems = Problems::default();
    let (mut rules_read, mut calendars_read) = (Vec::new(), Vec::new());
    // A letter is read only when its workflow is right.
    let mut letters: Option<LoadFault> = None;
    for (file, text) in calendars {
        match law::read_calendar(file, text) {
            Ok(calendar) => calendars_read.push(calendar),
            Err(found) => problems.extend(found),
        }
    }
    for files in workflows {
        match Rules::read(files) {
            Ok(rules) => {
                problems.extend(unsound(&rules.definition, files).err().unwrap_or_default());
                rules_read.push(rules);
            }
            Err(LoadFault::Problems(found)) => problems.extend(found),
            Err(other) => letters = letters.or(Some(other)),
        }
    }
    match letters {
        _ if !problems.is_empty() => Err(LoadFault::Problems(problems)),
        Some(fault) => Err(fault),
        None => Ok((rules_read, calendars_read)),
    }
}

fn read(text: &WorkflowText) -> Result<Rules, LoadFault> {
    let (file, letters) = (format!("{}.yaml", text.name), text.letters.clone());
    Rules::read(&WorkflowFiles { file, text: text.source.clone(), letters })
}
