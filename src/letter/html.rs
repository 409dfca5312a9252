//! A letter as HTML, for mail programs that show nothing else well.
//!
//! Pure. Made from the stored text alone: headings and lists for screen readers, the language declared,
//! text that follows the reader's size and colours, nothing loaded from anywhere and nothing that tracks.

use std::fmt::Write;

use super::blocks::{Block, blocks};

/// Readable at any width and in the dark, in the reader's own font size.
const STYLE: &str =
    "font-family:Georgia,'Noto Serif',serif;line-height:1.5;max-width:38em;margin:1em auto;padding:0 1em";
const QUOTE: &str = "margin:1em 0;padding-left:1em;border-left:0.2em solid currentColor";
const KEY: &str = "text-align:left;vertical-align:top;font-weight:normal;padding:0 1em 0 0";

/// The page of a letter in the language with this code.
pub fn html(subject: &str, body: &str, language: &str) -> String {
    let subject = escape(subject);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{subject}</title>\n</head>\n<body>\n<div style=\"{STYLE}\">\n\
         <h1 style=\"font-size:1.2em\">{subject}</h1>\n"
    );
    for block in blocks(body) {
        write_block(&mut page, &block);
    }
    page.push_str("</div>\n</body>\n</html>\n");
    page
}

fn write_block(page: &mut String, block: &Block) {
    // Writing to a string cannot fail.
    let _ = match block {
        Block::Paragraph(text) => writeln!(page, "<p>{}</p>", escape(text)),
        Block::Quote(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
            writeln!(page, "<blockquote style=\"{QUOTE}\">{}</blockquote>", lines.join("<br>\n"))
        }
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
            writeln!(page, "<ul>\n{items}</ul>")
        }
        Block::Keys(pairs) => {
            let row = |(key, value): &(String, String)| {
                format!(
                    "<tr><th scope=\"row\" style=\"{KEY}\">{}:</th><td>{}</td></tr>\n",
                    escape(key),
                    linked(value)
                )
            };
            writeln!(page, "<table>\n{}</table>", pairs.iter().map(row).collect::<String>())
        }
    };
}

/// A value that is an address of a page and nothing else leads there.
fn linked(value: &str) -> String {
    let text = escape(value);
    let is_address = (value.starts_with("https://") || value.starts_with("http://")) && !value.contains(' ');
    if is_address { format!("<a href=\"{text}\">{text}</a>") } else { text }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_text() {
        let page = html("<b> & \"x\"", "To: <script>\nDate: x\n\n> <img src=http://a/>\n", "en");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>"), "{page}");
        assert!(page.contains("&lt;b&gt; &amp; &quot;x&quot;"), "{page}");
    }

    #[test]
    fn the_address_of_a_page_leads_there_and_no_other_text_does() {
        let page = html("x", "Page: https://a.example/b?c=1&d=2\nName: see https://b.example\n", "en");
        let link = "<a href=\"https://a.example/b?c=1&amp;d=2\">https://a.example/b?c=1&amp;d=2</a>";
        assert!(page.contains(link) && page.matches("<a ").count() == 1, "{page}");
    }

    #[test]
    fn a_letter_loads_nothing_and_declares_its_language() {
        let page = html("Тема", "To: A\nDate: b\n\nOne.\n\n- a\n- b\n", "ru");
        assert!(page.contains("<html lang=\"ru\">"), "{page}");
        assert!(["http", "src=", "url("].iter().all(|text| !page.contains(text)), "{page}");
        assert!(page.contains("<th scope=\"row\"") && page.contains("<ul>\n<li>a</li>"), "{page}");
    }
}
