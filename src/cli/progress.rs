//! What is shown on a terminal while something takes long; in a pipe nothing is.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line on stderr that tells what is being done and for how long; gone when it is dropped.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Begins with nothing to tell yet.
    pub fn new() -> Progress {
        // The bar draws on stderr, and there only if that is a terminal.
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
        let bar =
            ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(bar)
    }

    /// Tells what is being done now.
    pub fn says(&self, what: impl Into<String>) {
        self.0.set_message(what.into());
    }
}

/// A bar on stderr for so many of something, with how fast they go and how long the rest will take.
pub(super) fn bar(count: u64, of: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(&format!(
        "{{bar:40}} {{human_pos}} of {{human_len}} {of}, {{per_sec}}, {{eta}} left"
    ));
    ProgressBar::new(count).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
