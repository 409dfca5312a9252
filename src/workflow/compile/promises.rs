//! What a workflow promises, and what it does after an outage.
//!
//! Pure; part of `compile`.

use super::limits::positive;
use super::names::Check;
use crate::workflow::definition::{Confirmation, FILING, Outage, Promise, PromiseEnd, PromiseStart};
use crate::workflow::file::{DeemedLateFile, PromiseFile, PromiseTo, WorkflowFile};

pub(super) fn promises(file: &WorkflowFile, check: &mut Check, legal_track: &str) -> Vec<Promise> {
    let promises = file.promises.iter().enumerate();
    promises.map(|(place, body)| promise(file, &place.to_string(), body, check, legal_track)).collect()
}

fn promise(
    file: &WorkflowFile,
    place: &str,
    promise: &PromiseFile,
    check: &mut Check,
    legal_track: &str,
) -> Promise {
    check.texts(&["promises", place, "title"], &promise.title);
    positive(&["promises", place, "within"], promise.within, check);
    let remedies =
        || file.tracks.values().flat_map(|track| track.steps.values()).any(|step| step.next_remedy.is_some());
    if promise.to == PromiseTo::NextRemedy
        && !remedies()
        && !check.unsure(&["tracks", "*", "steps", "*", "next-remedy"])
    {
        check
            .wrong(&["promises", place, "to"], "no step says that the next remedy is open")
            .help("give the step `next-remedy:` with its article");
    }
    Promise {
        title: promise.title.clone(),
        from: start(file, place, &promise.from, check, legal_track),
        to: match promise.to {
            PromiseTo::Decision => PromiseEnd::Decision,
            PromiseTo::NextRemedy => PromiseEnd::NextRemedy,
            PromiseTo::DecisionOrNextRemedy => PromiseEnd::DecisionOrNextRemedy,
            PromiseTo::End => PromiseEnd::End,
        },
        within: promise.within,
    }
}

/// Steps of the legal track are named before those of others.
fn start(file: &WorkflowFile, place: &str, from: &str, check: &mut Check, legal_track: &str) -> PromiseStart {
    if from == FILING {
        return PromiseStart::Filing;
    }
    let legal = file.tracks.get_key_value(legal_track);
    let mut tracks = legal.into_iter().chain(&file.tracks);
    match tracks.find(|(_, track)| track.steps.contains_key(from)) {
        Some((track, _)) => PromiseStart::Step { track: track.clone(), step: from.to_owned() },
        None => {
            check.promise_start(&["promises", place, "from"], from);
            PromiseStart::Filing
        }
    }
}

pub(super) fn after_outage(file: &WorkflowFile, check: &mut Check) -> Outage {
    let outage = &file.after_outage;
    let deemed = outage.deemed.as_ref().and_then(|deemed| match deemed {
        DeemedLateFile::AtOnce => None,
        DeemedLateFile::WaitForPerson { confirmed_by, within, letters } => {
            let path = ["after-outage", "deemed", "wait-for-person"];
            check.party(&[path.as_slice(), &["confirmed-by"]].concat(), confirmed_by);
            positive(&[path.as_slice(), &["within"]].concat(), *within, check);
            let letters = check.letters_to(&[path.as_slice(), &["letters"]].concat(), letters);
            Some(Confirmation { by: confirmed_by.clone(), within: *within, letters })
        }
    });
    Outage { next_time: outage.next_time, deemed }
}
