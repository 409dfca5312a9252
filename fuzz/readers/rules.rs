//! The shipped rules, read once: what stories are played by and dates are counted with.

use std::sync::{Arc, LazyLock};

use redress::law::Calendar;
use redress::registry::{Rulebook, Rules};
use redress::shipped;
use redress::story::Cast;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let files = shipped::rules();
    Rulebook::of_files(&files.workflows, &files.calendars).unwrap_or_else(|fault| panic!("{fault}"))
});

static CAST: LazyLock<Cast> = LazyLock::new(Cast::samples);

/// Every shipped workflow and calendar.
pub fn rulebook() -> &'static Rulebook {
    &RULEBOOK
}

/// The workflow of 2021.
pub fn rules() -> Arc<Rules> {
    RULEBOOK.newest("kz-koap-suspension").expect("it is shipped")
}

/// The calendar of Kazakhstan.
pub fn calendar() -> Arc<Calendar> {
    RULEBOOK.calendar("kz").expect("it is shipped")
}

/// The sample offices and organisations.
pub fn cast() -> &'static Cast {
    &CAST
}
