//! Legal time, on the published calendar of Kazakhstan.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod calendar;
mod dates;
mod deadlines;
mod explanations;
mod feed;
mod kz;
mod oracle;
mod properties;
