//! How people act: the behaviour file of a simulation.
//!
//! Pure. A clerk can write it: how many working days each party takes, how often it stays silent, what it chooses.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use rand::{Rng, RngExt};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::source::{self, Problem, Problems, Source, nearest};
use crate::workflow::Definition;

/// How people act.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Behaviour {
    /// Its name.
    pub behaviour: String,
    /// The days on which the decisions appealed are served, each as likely as the other.
    pub served: Served,
    /// How appeals are filed.
    pub filing: Filing,
    /// Whoever must act and is not named below.
    pub usually: Habit,
    /// Parties that act otherwise.
    #[serde(default)]
    pub parties: BTreeMap<String, Habit>,
    /// Steps at which whoever must act does so otherwise; they go before parties.
    #[serde(default)]
    pub steps: BTreeMap<String, Habit>,
    /// How often each action is chosen, as weights against each other; 1 where not named.
    #[serde(default)]
    pub choices: BTreeMap<String, f64>,
    /// How often, at each step, somebody does this whose turn it is not.
    #[serde(default)]
    pub beside: BTreeMap<String, Share>,
}

/// The days of service.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// The first.
    pub from: Date,
    /// The last.
    pub until: Date,
}

/// How appeals are filed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Filing {
    /// Working days after service.
    pub after: Days,
    /// How many come when their time is over.
    pub late: Share,
    /// Whom they are handed to, as weights; 1 where not named.
    #[serde(default)]
    pub handed_to: BTreeMap<String, f64>,
    /// Which kinds of office take the decisions appealed, as weights; 1 where not named.
    #[serde(default)]
    pub issued_by: BTreeMap<String, f64>,
}

/// How somebody acts whose turn it is.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Habit {
    /// Working days from the day on which it becomes their turn.
    pub acts_after: Days,
    /// How often they do nothing.
    pub silent: Share,
}

/// Working days, spread as a triangle from the least over the usual to the most.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// Never fewer.
    pub least: u16,
    /// Most often so many.
    pub usual: u16,
    /// Never more.
    pub most: u16,
}

impl Days {
    /// So many working days, this time.
    pub(super) fn draw(self, rng: &mut impl Rng) -> u32 {
        let [least, usual, most] = [self.least, self.usual, self.most].map(f64::from);
        let (width, at) = (most - least, rng.random::<f64>());
        if width <= 0.0 {
            return self.least.into();
        }
        // The inverse of the triangle's distribution function.
        let drawn = if at < (usual - least) / width {
            least + (at * width * (usual - least)).sqrt()
        } else {
            most - ((1.0 - at) * width * (most - usual)).sqrt()
        };
        // Between 0 and 65,535, so no digit is lost.
        drawn.round() as u32
    }
}

/// A part of all, written as `25%`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share(f64);

impl Share {
    /// Whether it happens, this time.
    pub(super) fn draw(self, rng: &mut impl Rng) -> bool {
        rng.random_bool(self.0)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Share, String> {
        let percent = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        match percent.filter(|percent| (0.0..=100.0).contains(percent)) {
            Some(percent) => Ok(Share(percent / 100.0)),
            None => Err(format!("`{text}` is no share: write one from `0%` to `100%`")),
        }
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Share, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Share {
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "description": "A part of all, such as `25%`.", "pattern": "^[0-9.]+ ?%$",
            "examples": ["25%"]})
    }
}

/// Reads a behaviour file and checks its names against the workflow.
///
/// # Errors
/// Every problem of the file, with line and column, faults of its shape and wrong names together.
pub fn read(file: &str, text: &str, definition: &Definition) -> Result<Behaviour, Problems> {
    let check = |source: &Source<Behaviour>| problems(source, definition);
    Ok(source::read_and_check(file, text, check)?.value)
}

fn problems(source: &Source<Behaviour>, definition: &Definition) -> Vec<Problem> {
    let (behaviour, doubts) = (&source.value, source.doubts());
    let mut problems = Vec::new();
    let served = behaviour.served;
    if served.until < served.from && !doubts.touch(&["served"]) {
        problems.push(source.problem(&["served", "until"], "the last day of service is before the first"));
    }
    let named = |names: &mut dyn Iterator<Item = &String>, key: &str, known: &[&str]| -> Vec<Problem> {
        let unknown = names.filter(|name| !known.contains(&name.as_str()));
        let problem = |name: &String| {
            let message = format!("the workflow {} has no `{name}`", definition.name);
            source.problem_at_key(&[key, name], message).help(suggestion(name, known))
        };
        unknown.map(problem).collect()
    };
    let parties: Vec<&str> = definition.parties.keys().map(String::as_str).collect();
    let steps = definition.tracks.values().flat_map(|track| track.steps.keys());
    let steps: Vec<&str> = steps.map(String::as_str).collect();
    let actions: Vec<&str> = definition.actions.keys().map(String::as_str).collect();
    problems.extend(named(&mut behaviour.parties.keys(), "parties", &parties));
    problems.extend(named(&mut behaviour.steps.keys(), "steps", &steps));
    problems.extend(named(&mut behaviour.choices.keys(), "choices", &actions));
    problems.extend(named(&mut behaviour.beside.keys(), "beside", &actions));
    let filing = &behaviour.filing;
    let handed_to: Vec<&str> = definition.filing.with.keys().map(String::as_str).collect();
    for name in filing.handed_to.keys().filter(|name| !handed_to.contains(&name.as_str())) {
        let problem =
            source.problem_at_key(&["filing", "handed-to", name], "no appeal is handed to this party");
        problems.push(problem.help(suggestion(name, &handed_to)));
    }
    let weights = [
        (vec!["choices"], &behaviour.choices),
        (vec!["filing", "handed-to"], &filing.handed_to),
        (vec!["filing", "issued-by"], &filing.issued_by),
    ];
    for (path, weights) in weights {
        for (name, _) in weights.iter().filter(|(_, weight)| !(weight.is_finite() && **weight >= 0.0)) {
            let path = [path.as_slice(), &[name.as_str()]].concat();
            problems.push(source.problem(&path, "a weight is zero or more"));
        }
    }
    let mut habits = vec![(vec!["usually"], &behaviour.usually)];
    habits.extend(behaviour.parties.iter().map(|(name, habit)| (vec!["parties", name.as_str()], habit)));
    habits.extend(behaviour.steps.iter().map(|(name, habit)| (vec!["steps", name.as_str()], habit)));
    let mut spans: Vec<_> = habits
        .into_iter()
        .map(|(path, habit)| ([path, vec!["acts-after"]].concat(), habit.acts_after))
        .collect();
    spans.push((vec!["filing", "after"], behaviour.filing.after));
    for (path, Days { least, usual, most }) in spans {
        if !(least <= usual && usual <= most || doubts.touch(&path)) {
            let problem = source.problem(&path, "the usual days lie between the least and the most");
            problems.push(problem.help("write them as least, usual, most, none smaller than the one before"));
        }
    }
    problems
}

fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are: {}", known.join(", ")),
    }
}

impl Behaviour {
    /// How the holder of a step acts there.
    pub(super) fn habit(&self, step: &str, party: &str) -> Habit {
        let named = self.steps.get(step).or_else(|| self.parties.get(party));
        named.copied().unwrap_or(self.usually)
    }

    /// The weight of an action against others.
    pub(super) fn weight(&self, action: &str) -> f64 {
        self.choices.get(action).copied().unwrap_or(1.0)
    }
}
