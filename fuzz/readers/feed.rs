//! iCalendar feeds: laid onto the calendar of Kazakhstan, which is written out and read again.

use redress::law::{CalendarFile, Feed, Terms};
use redress::source;

use super::rules;

pub fn read(bytes: &[u8]) {
    let calendar = rules::calendar();
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let feed = match Feed::read(text) {
        Ok(feed) => feed,
        Err(fault) => return assert!(!fault.to_string().is_empty()),
    };
    let stated = Terms { decree: Some("Decree No. 1".to_owned()), complete_for: Some(2028) };
    for terms in [Terms::default(), stated] {
        let Ok(imported) = feed.onto(&calendar, &terms) else { continue };
        let yaml = imported.file.to_yaml();
        let again = source::read::<CalendarFile>("kz.yaml", &yaml);
        assert_eq!(again.unwrap_or_else(|problems| panic!("{yaml}\n{problems}")).value, imported.file);
    }
}
