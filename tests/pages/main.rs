//! The pages, over the real router and Postgres; and in a real browser.

#![allow(clippy::unwrap_used)]

#[path = "../world/mod.rs"]
mod world;

mod acting;
mod appellant;
mod browser;
mod correspondence;
mod counts;
mod desk;
mod door;
mod factor;
mod filing;
mod forms;
mod house;
mod journeys;
mod keyboard;
mod leaks;
mod limits;
mod live;
mod looks;
mod many;
mod minister;
mod office;
mod papers;
mod provider;
mod remind;
mod served;
mod virus;
mod wishes;
