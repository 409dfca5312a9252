//! The parts of a file of which nothing more can be said, because they have been reported.

/// The paths of parts that were found at fault, or that were meant by something that nobody knows. What rests on
/// one of them may be wrong for that reason alone.
///
/// In the paths that are asked about, `*` stands for any name.
#[derive(Clone, Debug, Default)]
pub struct Doubts(Vec<Vec<String>>);

impl Doubts {
    /// The most that are looked at: a file with more has faults enough to tell.
    pub(super) const MOST: usize = 100;

    pub(super) fn of(paths: Vec<Vec<String>>) -> Self {
        Self(paths)
    }

    pub(super) fn are_too_many(&self) -> bool {
        self.0.len() > Self::MOST
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the part at `path` is in doubt, or stands in one that is.
    pub fn cover(&self, path: &[&str]) -> bool {
        self.0.iter().any(|doubt| doubt.len() <= path.len() && agree(doubt, path))
    }

    /// Whether the part at `path` or anything in it is in doubt, or stands in a part that is.
    pub fn touch(&self, path: &[&str]) -> bool {
        self.0.iter().any(|doubt| agree(doubt, path))
    }

    /// Whether something written directly under `path` is in doubt, such as a key that seems to be missing.
    pub fn touch_a_key_of(&self, path: &[&str]) -> bool {
        self.0.iter().any(|doubt| doubt.len() == path.len() + 1 && agree(doubt, path))
    }
}

/// Whether two paths are the same as far as both go.
fn agree(doubt: &[String], path: &[&str]) -> bool {
    doubt.iter().zip(path).all(|(one, other)| one == other || *other == "*")
}
