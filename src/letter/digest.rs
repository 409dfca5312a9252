//! The digest: several courtesy letters to one address in one mail.
//!
//! Pure. Each letter stands whole under its subject, in the order in which they were written.

use super::Text;
use super::layout::{Filled, WIDTH};
use crate::texts::Language;

/// One letter made of several, as (subject, body), none of which is changed.
pub fn digest(letters: &[(&str, &str)], language: Language) -> Text {
    let number = letters.len();
    let (subject, opening) = match language {
        Language::En => (
            format!("{number} messages about your cases"),
            "These messages were held back so as not to fill your mailbox. None of them is a legal notice.",
        ),
        Language::Ru => (
            format!("Сообщения о ваших делах: {number}"),
            "Эти сообщения собраны в одно письмо, чтобы не переполнять вашу почту. \
             Официальных уведомлений среди них нет.",
        ),
        Language::Kk => (
            format!("Істеріңіз туралы хабарламалар: {number}"),
            "Поштаңызды толтырмау үшін бұл хабарламалар бір хатқа жиналды. \
             Олардың арасында ресми хабарлама жоқ.",
        ),
    };
    let contents: String = letters.iter().map(|(subject, _)| format!("- {subject}\n")).collect();
    let mut filled = Filled::default();
    let mut body = filled.fill(&format!("{opening}\n\n{contents}"));
    for (subject, letter) in letters {
        body.push_str(&format!("\n{}\n\n{}\n{letter}", "=".repeat(WIDTH), filled.fill(subject)));
    }
    Text { subject, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_names_each_letter_and_holds_it_unchanged() {
        for language in Language::ALL {
            let text = digest(&[("[R-1] one", "First.\n"), ("[R-2] two", "Second.\n")], language);
            assert!(text.subject.contains('2') && !text.subject.contains("R-1"), "{text:?}");
            assert!(text.body.contains("\n- [R-1] one\n- [R-2] two\n"), "{text:?}");
            assert!(
                text.body.contains("\n\n[R-1] one\n\nFirst.\n") && text.body.ends_with("\nSecond.\n"),
                "{text:?}"
            );
        }
    }
}
