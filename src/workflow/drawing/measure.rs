//! How wide a text is, without a font: an upper estimate, so that what is fitted by it fits in any common font.
//!
//! Pure. Estimates are those of DejaVu Sans and Verdana, the widest of the usual faces, in hundredths of the font's size.

/// The width of a text in pixels at a font size in pixels.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let hundredths: i32 = text.chars().map(advance).sum();
    (hundredths * size + 99) / 100
}

fn advance(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '\'' | 'і' => 28,
        ' ' | '.' | ',' | ':' | ';' | '·' | '/' | '|' | '-' | 'f' => 36,
        'r' | 't' | '(' | ')' | '!' | 'I' | 'J' => 41,
        's' | 'c' | 'z' | 'з' | 'г' | 'с' | 'э' | 'ғ' => 55,
        'k' | 'v' | 'x' | 'y' | 'в' | 'к' | 'т' | 'у' | 'х' | 'ч' | 'ь' | 'ү' | 'ұ' => 61,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | 'щ' | 'ш' | 'ж' => 99,
        'д' | 'м' | 'ц' | 'ъ' | 'ң' | 'қ' | 'E' | 'F' | 'L' | 'T' | 'Y' | 'Г' | 'Е' | 'Т' | 'З' | 'У' => {
            72
        }
        'ы' | 'ю' | 'ф' => 86,
        'Ж' | 'Ш' | 'Щ' | 'Ю' | 'М' | 'Ф' | 'Ы' => 110,
        'a'..='z' | '0'..='9' => 64,
        'а'..='я' | 'ё' | 'ә' | 'ө' | 'һ' => 66,
        'A'..='Z' | 'А'..='Я' => 79,
        '\u{300}'..='\u{36f}' => 0,
        '\u{1100}'.. => 110,
        _ => 84,
    }
}

/// A text in lines no wider than so many pixels; a word that is wider than a line is parted.
pub(super) fn wrap(text: &str, size: i32, most: i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for (place, piece) in pieces(word, size, most).into_iter().enumerate() {
            let Some(line) = lines.last_mut() else { break };
            if line.is_empty() {
                line.push_str(&piece);
            } else if place == 0 && width(line, size) + width(" ", size) + width(&piece, size) <= most {
                line.push(' ');
                line.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

/// A word, parted where it is wider than a line.
fn pieces(word: &str, size: i32, most: i32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let Some(last) = pieces.last_mut() else { break };
        let mut longer = last.clone();
        longer.push(letter);
        if last.is_empty() || width(&longer, size) <= most {
            *last = longer;
        } else {
            pieces.push(letter.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked() {
        let text =
            "Complaint against a suspension by a revenue office, Abcdefghijklmnopqrstuvwxyzabcdefghijklmn";
        let lines = wrap(text, 13, 120);
        assert!(lines.len() > 5 && lines.iter().all(|line| width(line, 13) <= 120), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""), "nothing is lost");
    }

    #[test]
    fn an_empty_text_is_one_empty_line() {
        assert_eq!(wrap("  ", 13, 100), [""]);
    }
}
