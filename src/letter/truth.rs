//! Whether a courtesy letter is still true when it would be sent.
//!
//! Pure. A reminder speaks of a deadline; by the time the mail server takes it the office may have acted, the
//! date may have moved, the appeal may have ended. `post` asks before it sends; legal notices tell what
//! happened, which stays true, and are never asked about.

use crate::appeal::{Appeal, Event};

/// Why a letter about this event would mislead on the appeal as it stands now; none if it still holds.
pub fn outdated(event: &Event, appeal: &Appeal) -> Option<String> {
    let Event::Reminded { track, step, limit, due_on, chase, after, .. } = event else { return None };
    if let Some((outcome, on)) = appeal.closed {
        return Some(format!("the appeal ended on {on}: {outcome}"));
    }
    let Some(standing) = appeal.tracks.get(track).filter(|standing| standing.step == *step) else {
        return Some(format!("the step `{step}` is over"));
    };
    if let Some(stopped) = &standing.stopped {
        return Some(format!("the clock stands until {}", stopped.until));
    }
    let Some(running) = standing.running.iter().find(|running| running.limit == *limit) else {
        return Some(format!("the limit `{limit}` no longer runs"));
    };
    if running.on != *due_on {
        return Some(format!("the date has moved from {due_on} to {}", running.on));
    }
    let missed = *chase == 0 && !after && running.chased.is_some();
    missed.then(|| format!("{due_on} has passed, and another letter says so"))
}
