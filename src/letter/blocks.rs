//! A letter's body taken apart again: paragraphs, `Key: value` lines, lists and quotes.
//!
//! Pure. The body that is stored is the letter; HTML and paper are made from it and nothing else, so that
//! all three say the same.

/// A piece of a letter between blank lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// Lines of the form `Key: value`.
    Keys(Vec<(String, String)>),
    /// Items.
    List(Vec<String>),
    /// Somebody's words, line by line.
    Quote(Vec<String>),
}

/// The blocks of a body as `layout` has filled it.
pub fn blocks(body: &str) -> Vec<Block> {
    let lines: Vec<&str> = body.lines().collect();
    lines.split(|line| line.trim().is_empty()).filter(|block| !block.is_empty()).map(block).collect()
}

fn block(lines: &[&str]) -> Block {
    if lines.iter().all(|line| line.starts_with('>')) {
        return Block::Quote(lines.iter().map(|line| line[1..].trim_start().to_owned()).collect());
    }
    let items = hanging(lines);
    if items.len() > 1 && items.iter().all(|item| super::layout::is_keyed(item)) {
        let pairs = items.iter().filter_map(|item| item.split_once(": "));
        return Block::Keys(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect());
    }
    if items.iter().all(|item| item.starts_with("- ")) {
        return Block::List(items.iter().map(|item| item[2..].to_owned()).collect());
    }
    Block::Paragraph(lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "))
}

/// The lines with those that hang below another joined to it.
fn hanging(lines: &[&str]) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match items.last_mut() {
            Some(last) if line.starts_with("  ") => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => items.push((*line).to_owned()),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::super::layout::Filled;
    use super::*;

    #[test]
    fn what_layout_fills_is_taken_apart_into_what_it_was_made_of() {
        let long = "word ".repeat(30);
        let long = long.trim();
        let text =
            format!("To: A\nDate: {long}\n\n{long}\n\n- {long}\n- two\n\n> a\n> b: c\n\nOne line only.");
        let expected = [
            Block::Keys(vec![("To".to_owned(), "A".to_owned()), ("Date".to_owned(), long.to_owned())]),
            Block::Paragraph(long.to_owned()),
            Block::List(vec![long.to_owned(), "two".to_owned()]),
            Block::Quote(vec!["a".to_owned(), "b: c".to_owned()]),
            Block::Paragraph("One line only.".to_owned()),
        ];
        assert_eq!(blocks(&Filled::default().fill(&text)), expected);
    }
}
