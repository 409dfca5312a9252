//! A fault in a file, and how it is drawn.

use std::{collections::BTreeMap, error::Error, fmt, ops::Range, sync::Arc};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::text::Text;

/// The most problems of one file that are told; the others are counted.
pub const MOST_TOLD: usize = 100;

/// The longest line that is drawn, in bytes; a longer one is only named.
const LONGEST_DRAWN: usize = 4096;

/// One fault in a file, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, named as it was given.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
    /// What is underlined: bytes of the file, all in one line.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to put it right, when that is known.
    pub help: Option<String>,
}

impl Problem {
    /// Adds how to put it right.
    pub fn help(self, text: impl Into<String>) -> Self {
        Self { help: Some(text.into()), ..self }
    }
}

/// The faults of one file or of several, in the order of files and places, with the texts to draw them on.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    found: Vec<Problem>,
    texts: BTreeMap<String, Arc<Text>>,
    untold: usize,
}

impl Problems {
    /// These problems of one file.
    pub(super) fn of(text: Arc<Text>, found: Vec<Problem>) -> Self {
        let mut problems = Self { found, texts: BTreeMap::from([(text.file.clone(), text)]), untold: 0 };
        problems.sort();
        problems.untold = problems.found.len().saturating_sub(MOST_TOLD);
        problems.found.truncate(MOST_TOLD);
        problems
    }

    /// Adds a problem at these bytes of a text, or only counts it when there are too many to read.
    pub(super) fn report(
        &mut self,
        text: &Text,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        if self.found.len() < MOST_TOLD {
            self.found.push(Problem { help, ..text.problem(span, message) });
        } else {
            self.untold += 1;
        }
    }

    /// Puts the problems in the order of their files and places.
    pub(super) fn sort(&mut self) {
        self.found.sort_by(|a, b| (&a.file, a.span.start, a.line).cmp(&(&b.file, b.span.start, b.line)));
    }

    /// Adds the problems of other files. Files are told apart by their names.
    pub fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
        self.texts.extend(other.texts);
        self.untold += other.untold;
        self.sort();
    }

    /// The problems in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.found.iter()
    }

    /// How many problems there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All problems drawn one under the other, each on its line of the file, for a terminal that shows colours
    /// or for plain text.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut drawn: Vec<String> = self.found.iter().map(|problem| self.draw(problem, &renderer)).collect();
        if self.untold > 0 {
            drawn.push(format!("and {} more", self.untold));
        }
        drawn.join("\n\n")
    }

    fn draw(&self, problem: &Problem, renderer: &Renderer) -> String {
        let title = Level::ERROR.primary_title(&problem.message);
        let drawn = match self.line_of(problem) {
            Some((line, span)) => title.element(
                Snippet::source(line)
                    .line_start(problem.line)
                    .path(&problem.file)
                    .annotation(AnnotationKind::Primary.span(span)),
            ),
            None => Group::with_title(title)
                .element(Origin::path(&problem.file).line(problem.line).char_column(problem.column)),
        };
        let help = problem.help.as_deref().map(|help| Level::HELP.message(help));
        renderer.render(&[drawn.elements(help)])
    }

    /// The line a problem stands in and the bytes of it to underline. Nothing if the line is too long to read or
    /// not of the text at hand. Only the line is given to the renderer, whose work grows with what it is given.
    pub fn line_of(&self, problem: &Problem) -> Option<(&str, Range<usize>)> {
        let text = self.texts.get(&problem.file)?;
        let line = text.line(problem.line).filter(|line| line.len() <= LONGEST_DRAWN)?;
        let span = problem.span.start.checked_sub(line.start)?..problem.span.end.checked_sub(line.start)?;
        let line = &text.body[line];
        line.get(span.clone()).map(|_| (line, span))
    }
}

impl From<Problem> for Problems {
    /// A problem of a file whose text is not at hand, such as one that cannot be opened.
    fn from(problem: Problem) -> Self {
        Self { found: vec![problem], ..Self::default() }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl Error for Problems {}

/// A piece of a file inside a message: in backquotes, on one line, and not too long to read.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).flat_map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

fn visible(c: char) -> impl Iterator<Item = char> {
    let escaped = c.is_control().then(|| c.escape_default());
    let plain = escaped.is_none().then_some(c);
    escaped.into_iter().flatten().chain(plain)
}
