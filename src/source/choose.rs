//! Which alternative the author of a map had in mind.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    form::Form,
    tree::{Entry, Kind},
};

/// What a map shows about the alternative meant.
pub(super) enum Choice<'f, 's, 'n> {
    /// This one.
    Form(&'f Form<'s>),
    /// They differ by the value of a key that is missing.
    NoTag { key: &'s str, values: Vec<&'s str> },
    /// They differ by the value of this key, and none has this one.
    UnknownTag { entry: &'n Entry, values: Vec<&'s str> },
    /// They differ by their keys, and none knows any of these.
    UnknownKeys { keys: Vec<&'s str> },
}

/// Chooses among the forms of a map, of which there is at least one: by tag if they have one, else the one
/// that knows most of the keys and misses the fewest. Looks only at the map's own keys and tag, so that
/// nested choices cost no more than single ones.
pub(super) fn choose<'f, 's, 'n>(forms: &[&'f Form<'s>], entries: &'n [Entry]) -> Option<Choice<'f, 's, 'n>> {
    let (first, others) = forms.split_first()?;
    if others.is_empty() {
        return Some(Choice::Form(first));
    }
    let tag = first.keys().into_iter().find(|key| forms.iter().all(|form| form.tag(key).is_some()));
    let Some(key) = tag else { return best(forms, entries) };
    let entry = entries.iter().find(|entry| entry.key == key);
    let values = || forms.iter().filter_map(|form| form.tag(key)).collect();
    let Some(entry) = entry else { return Some(Choice::NoTag { key, values: values() }) };
    let written = match &entry.value.kind {
        Kind::Scalar { text, .. } => Some(text.as_str()),
        _ => None,
    };
    let tagged: Vec<_> = forms.iter().copied().filter(|form| form.tag(key) == written).collect();
    if tagged.is_empty() {
        Some(Choice::UnknownTag { entry, values: values() })
    } else {
        best(&tagged, entries)
    }
}

fn best<'f, 's, 'n>(forms: &[&'f Form<'s>], entries: &[Entry]) -> Option<Choice<'f, 's, 'n>> {
    let known =
        |form: &Form<'_>| entries.iter().filter(|entry| !form.property(&entry.key).is_empty()).count();
    let missed = |form: &Form<'_>| {
        form.required().into_iter().filter(|key| !entries.iter().any(|entry| entry.key == *key)).count()
    };
    let scored = forms.iter().map(|form| ((Reverse(known(form)), missed(form)), *form));
    let ((Reverse(known), missed), form) = scored.min_by_key(|(score, _)| *score)?;
    if forms.len() > 1 && known == 0 && missed > 0 {
        let keys: BTreeSet<_> = forms.iter().flat_map(|form| form.keys()).collect();
        return Some(Choice::UnknownKeys { keys: keys.into_iter().collect() });
    }
    Some(Choice::Form(form))
}
