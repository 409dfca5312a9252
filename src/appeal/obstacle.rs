//! What keeps an open appeal from moving to a newer version of its workflow, in words that say what to do.
//!
//! Pure data. An appeal stands at a step, somebody holds it, times run: a version that does not know these
//! cannot say how it goes on, and guessing would cost somebody a right.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Something in the way. The appeal stays under the version that it has until it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "obstacle", rename_all = "kebab-case")]
pub enum Obstacle {
    /// The version is not loaded.
    #[error("No workflow with the digest {digest} is loaded. Load it first: redress workflow load FILE")]
    NotLoaded {
        /// The digest asked for.
        digest: String,
    },
    /// It is another workflow.
    #[error(
        "It was filed under `{workflow}`, and `{asked}` is another workflow. Name a version of `{workflow}`."
    )]
    OtherWorkflow {
        /// The workflow that the appeal is pinned to.
        workflow: String,
        /// The one asked for.
        asked: String,
    },
    /// The version is not newer.
    #[error(
        "It is under version {version} already, and version {asked} is not newer. Raise `version` in the file."
    )]
    NotNewer {
        /// The version that the appeal is pinned to.
        version: u32,
        /// The one asked for.
        asked: u32,
    },
    /// The version counts by another calendar.
    #[error(
        "The new version counts by the calendar `{asked}` and this one by `{calendar}`: days already recorded would change. Keep the calendar, or let such appeals end under their version."
    )]
    OtherCalendar {
        /// The calendar of the version that the appeal is pinned to.
        calendar: String,
        /// The one of the version asked for.
        asked: String,
    },
    /// The version has no such step at which somebody must act.
    #[error(
        "It stands at {track}/{step}, and the new version has no such step for anybody to act at. Let it leave the step first, or keep a step of that name in the new version."
    )]
    NoStep {
        /// The track.
        track: String,
        /// The step.
        step: String,
    },
    /// Somebody else holds the step in the version.
    #[error(
        "At {track}/{step} it is the turn of the {holder}, and in the new version of the {asked}. Let it leave the step first, or give the step another name."
    )]
    OtherHolder {
        /// The track.
        track: String,
        /// The step.
        step: String,
        /// The party whose turn it is.
        holder: String,
        /// The party whose turn it would be.
        asked: String,
    },
    /// The track that decides the appeal does not decide in the version.
    #[error(
        "The track `{track}` decides it, and in the new version that track decides nothing. Let it end under its version."
    )]
    DoesNotDecide {
        /// The track.
        track: String,
    },
    /// A proposal waits for a signature that the version does not know.
    #[error(
        "`{action}` waits for a signature, and in the new version nobody signs that. Have it signed or taken back first."
    )]
    NotSigned {
        /// The action.
        action: String,
    },
    /// Somebody is chased, or a silence is looked at, for a limit at which the version says something else.
    #[error(
        "At {track}/{step} the time `{limit}` has passed, and what follows from that has begun and is another thing in the new version. Let it take its course first."
    )]
    UnderWay {
        /// The track.
        track: String,
        /// The step.
        step: String,
        /// The limit.
        limit: String,
    },
    /// A deadline has passed and nobody has looked yet.
    #[error(
        "Its deadline of {on} ({limit}) has passed and nothing has followed yet. Try again when the daemon has looked: redress up"
    )]
    NotLookedAt {
        /// The limit.
        limit: String,
        /// The last lawful day.
        on: Date,
    },
    /// By the new rule the time would be over already.
    #[error(
        "By the new version its time `{limit}` would have been over on {on} already, and nobody was told. Let it leave the step first."
    )]
    OverAlready {
        /// The limit.
        limit: String,
        /// The last lawful day that it would have.
        on: Date,
    },
    /// The new rule counts from something that was not recorded.
    #[error(
        "The new version counts `{limit}` from another moment than its own did, which was not recorded of it. Let it leave the step first."
    )]
    NoAnchor {
        /// The limit.
        limit: String,
    },
    /// Nothing would ever come of silence.
    #[error(
        "At {track}/{step} nothing would follow in the new version if everybody stayed silent. Let it leave the step first."
    )]
    NothingFollows {
        /// The track.
        track: String,
        /// The step.
        step: String,
    },
}
