//! Mail that comes in: read whole or refused with the reason, and what is kept of it is within its limits.

use std::sync::LazyLock;

use redress::mail::Identity;
use redress::mail::incoming::Incoming;

static IDENTITY: LazyLock<Identity> = LazyLock::new(|| {
    Identity::new("appeals@redress.test", &[7; 32]).unwrap_or_else(|fault| panic!("{fault}"))
});

pub fn read(bytes: &[u8]) {
    let mail = match Incoming::read(bytes, &IDENTITY, Some("mx.redress.test")) {
        Ok(mail) => mail,
        Err(reason) => return assert!(!reason.is_empty()),
    };
    assert!(mail.text.chars().count() <= 100_000 && !mail.text.contains('\0'));
    assert!(!mail.subject.contains(char::is_control));
    for id in mail.message_id.iter().chain(&mail.answers) {
        assert!(id.starts_with('<') && id.ends_with('>') && !id.contains(char::is_control), "{id:?}");
    }
    assert!(mail.files.len() <= 50);
    for file in &mail.files {
        assert!(!file.name.contains(|c: char| c.is_control() || matches!(c, '/' | '\\')), "{:?}", file.name);
    }
}
