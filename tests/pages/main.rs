//! The pages, over the real router and Postgres; and in a real browser.

#![allow(clippy::unwrap_used)]

#[path = "../world/mod.rs"]
mod world;

mod acting;
mod browser;
mod desk;
mod door;
mod filing;
mod journeys;
mod forms;
mod house;
mod leaks;
mod looks;
mod served;
