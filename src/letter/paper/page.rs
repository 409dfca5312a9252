//! Pages: lines placed one under the other, tagged for screen readers, with a footer on each.

use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagKind, TagTree};
use krilla::{Document, SerializeSettings};

use super::face::{Face, Weight};
use super::{Paper, PaperFault, SMALL, WIDTH};
use crate::texts::Language;

/// A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const LEFT: f32 = 68.0;
const TOP: f32 = 64.0;
/// Where text ends above the footer.
const BOTTOM: f32 = 776.0;
const FOOTER: f32 = 800.0;

/// What a paragraph is, for screen readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    Text,
    Quote,
}

/// A line of text.
pub(super) struct Line {
    pub text: String,
    pub weight: Weight,
    pub size: f32,
    pub step: f32,
    pub indent: f32,
}

/// A square picture of dark and light fields, and what it is.
pub(super) struct Code {
    pub fields: Vec<Vec<bool>>,
    pub says: String,
    pub side: f32,
}

enum Piece {
    Paragraph(Role, Vec<Line>),
    Beside(Code, Vec<Line>),
    Space(f32),
}

/// What is put on pages.
pub(super) struct Pages {
    regular: Face,
    bold: Face,
    pieces: Vec<Piece>,
}

impl Pages {
    pub fn new(regular: Face, bold: Face) -> Pages {
        Pages { regular, bold, pieces: Vec::new() }
    }

    pub fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub fn add(&mut self, role: Role, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.pieces.push(Piece::Paragraph(role, lines));
        }
    }

    pub fn space(&mut self, height: f32) {
        self.pieces.push(Piece::Space(height));
    }

    /// Adds a picture with lines beside it, all on one page.
    pub fn beside(&mut self, code: Code, lines: Vec<Line>) {
        self.pieces.push(Piece::Beside(code, lines));
    }

    /// Places everything and makes the document.
    pub fn finish(self, paper: &Paper) -> Result<Vec<u8>, PaperFault> {
        let (pages, groups) = self.placed();
        let mut document = Document::new_with(settings()?);
        document.set_metadata(metadata(paper));
        let mut groups: Vec<TagGroup> = groups.into_iter().map(TagGroup::new).collect();
        for (number, page) in pages.iter().enumerate() {
            let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| fault("the page"))?;
            let mut sheet = document.start_page_with(settings);
            let mut surface = sheet.surface();
            for (group, item) in page {
                let tag = match item {
                    Item::Line(..) => ContentTag::Span(SpanTag::empty()),
                    Item::Code(..) => ContentTag::Other,
                };
                let identifier = surface.start_tagged(tag);
                self.draw(&mut surface, item);
                surface.end_tagged();
                groups[*group].push(identifier);
            }
            self.footer(&mut surface, paper, number + 1, pages.len());
        }
        let mut tree = TagTree::new().with_lang(Some(paper.language.code().to_owned()));
        groups.into_iter().for_each(|group| tree.push(group));
        document.set_tag_tree(tree);
        let mut outline = Outline::new();
        let top = XyzDestination::new(0, Point::from_xy(LEFT, TOP));
        outline.push_child(OutlineNode::new(self.face(Weight::Bold).printable(paper.subject), top));
        document.set_outline(outline);
        document.finish().map_err(|why| PaperFault(format!("{why:?}")))
    }

    /// Everything by pages, each item with the place of its paragraph, and the kinds of the paragraphs.
    fn placed(&self) -> (Vec<Vec<(usize, Item<'_>)>>, Vec<TagKind>) {
        let (mut pages, mut kinds, mut y) = (vec![Vec::new()], Vec::new(), TOP);
        for (place, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Space(height) => y += height,
                Piece::Beside(code, lines) => {
                    let height = beside(code, lines);
                    y = room(&mut pages, y, height);
                    push(&mut pages, kinds.len(), Item::Code(code, y));
                    kinds.push(Tag::Figure(Some(code.says.clone())).into());
                    let mut below = y;
                    for line in lines {
                        below += line.step;
                        push(&mut pages, kinds.len(), Item::Line(line, below));
                    }
                    kinds.push(kind(Role::Text, lines));
                    y += height;
                }
                Piece::Paragraph(role, lines) => {
                    y = room(&mut pages, y, self.kept_with(place));
                    for (number, line) in lines.iter().enumerate() {
                        // Neither the first line nor the last stands alone on a page.
                        let two = number == 0 || number + 2 == lines.len();
                        let together = if two && lines.len() > 1 { 2.0 } else { 1.0 };
                        y = room(&mut pages, y, line.step * together);
                        y += line.step;
                        push(&mut pages, kinds.len(), Item::Line(line, y));
                    }
                    kinds.push(kind(*role, lines));
                }
            }
        }
        (pages, kinds)
    }

    /// How high the paragraph at this place is with the picture that follows it, so that the picture takes it along
    /// to a new page rather than stand there alone; nothing where none follows.
    fn kept_with(&self, place: usize) -> f32 {
        let mut height = 0.0;
        for piece in &self.pieces[place..] {
            match piece {
                Piece::Space(space) => height += space,
                Piece::Paragraph(_, lines) if height == 0.0 => height += steps(lines),
                Piece::Paragraph(..) => return 0.0,
                Piece::Beside(code, lines) => return height + beside(code, lines),
            }
        }
        0.0
    }

    fn draw(&self, surface: &mut Surface, item: &Item) {
        match item {
            Item::Line(line, y) => self.text(surface, line, LEFT + line.indent, *y),
            Item::Code(code, y) => draw_code(surface, code, *y),
        }
    }

    fn text(&self, surface: &mut Surface, line: &Line, x: f32, y: f32) {
        let face = self.face(line.weight);
        let glyphs = face.glyphs(&line.text);
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, face.font.clone(), &line.text, line.size, false);
    }

    fn footer(&self, surface: &mut Surface, paper: &Paper, number: usize, of: usize) {
        let date = paper.language.date(paper.written_on);
        let page = match paper.language {
            Language::En => format!("page {number} of {of}"),
            Language::Ru => format!("страница {number} из {of}"),
            Language::Kk => format!("{of} беттің {number}-беті"),
        };
        let text = format!("№ {}  ·  {date}  ·  {page}", paper.number);
        let line = Line { text, weight: Weight::Regular, size: SMALL.0, step: SMALL.1, indent: 0.0 };
        let x = LEFT + (WIDTH - self.regular.width(&line.text, line.size)) / 2.0;
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        self.text(surface, &line, x, FOOTER);
        surface.end_tagged();
    }
}

enum Item<'a> {
    Line(&'a Line, f32),
    Code(&'a Code, f32),
}

fn push<'a>(pages: &mut [Vec<(usize, Item<'a>)>], group: usize, item: Item<'a>) {
    if let Some(page) = pages.last_mut() {
        page.push((group, item));
    }
}

fn steps(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.step).sum()
}

/// How high a picture with lines beside it is.
fn beside(code: &Code, lines: &[Line]) -> f32 {
    steps(lines).max(code.side)
}

/// Where something of this height begins: here, or at the top of a new page.
fn room(pages: &mut Vec<Vec<(usize, Item<'_>)>>, y: f32, height: f32) -> f32 {
    if y + height <= BOTTOM {
        return y;
    }
    pages.push(Vec::new());
    TOP
}

fn kind(role: Role, lines: &[Line]) -> TagKind {
    let title = || lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    match role {
        Role::Heading => Tag::Hn(NonZeroU16::MIN, Some(title())).into(),
        Role::Text => Tag::P.into(),
        Role::Quote => Tag::BlockQuote.into(),
    }
}

/// Neighbouring dark fields of a row are one rectangle, which leaves no hairlines between them.
fn draw_code(surface: &mut Surface, code: &Code, y: f32) {
    let field = code.side / code.fields.len() as f32;
    let mut path = PathBuilder::new();
    for (row, fields) in code.fields.iter().enumerate() {
        let mut column = 0;
        while column < fields.len() {
            let run = fields[column..].iter().take_while(|dark| **dark).count();
            let (left, top) = (LEFT + column as f32 * field, y + row as f32 * field);
            if let Some(rect) = Rect::from_xywh(left, top, run as f32 * field, field).filter(|_| run > 0) {
                path.push_rect(rect);
            }
            column += run.max(1);
        }
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn settings() -> Result<SerializeSettings, PaperFault> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| fault("the standards"))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn metadata(paper: &Paper) -> Metadata {
    let day = paper.written_on;
    let title: String = paper.subject.chars().filter(|char| !char.is_control()).collect();
    // A document must have a title (PDF/UA-1, 7.1).
    let title = if title.trim().is_empty() { paper.number.to_owned() } else { title };
    let date = DateTime::new(day.year().unsigned_abs())
        .month(day.month().unsigned_abs())
        .day(day.day().unsigned_abs())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(title)
        .language(paper.language.code().to_owned())
        .creator("redress".to_owned())
        .producer("redress".to_owned())
        .document_id(paper.number.to_owned())
        .creation_date(date)
}

fn fault(what: &str) -> PaperFault {
    PaperFault(format!("{what} cannot be set up"))
}
