//! The terms of a step together, by number: so many states have the same ones that a state holds no more of them
//! than that.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Answer, From, Term, Terms, Which};
use crate::law::Span;

/// The terms of a step, in the order of its limits, each with its shape.
type Key = Box<[(usize, Term)]>;

/// All terms met so far.
#[derive(Debug, Default)]
pub(super) struct Lists {
    all: Vec<List>,
    numbers: HashMap<Key, u32, RandomState>,
    /// Those of steps with one limit as they begin.
    begun: HashMap<(usize, From), u32, RandomState>,
    /// Those with one term lengthened.
    longer: HashMap<(u32, usize, Span), u32, RandomState>,
}

#[derive(Debug)]
struct List {
    terms: Key,
    /// When each ends, once somebody asked.
    dues: Box<[Option<Answer>]>,
}

impl Lists {
    fn number(&mut self, terms: Key) -> u32 {
        if let Some(number) = self.numbers.get(&terms) {
            return *number;
        }
        let number = self.all.len() as u32;
        let dues = vec![None; terms.len()].into_boxed_slice();
        self.all.push(List { terms: terms.clone(), dues });
        self.numbers.insert(terms, number);
        number
    }
}

impl Terms<'_> {
    /// The number of the terms of a step, one for each limit.
    pub fn list(&mut self, step: usize, choice: usize, terms: Vec<Term>) -> u32 {
        let shaped = |(place, term)| (self.shape(Which { step, place, choice }), term);
        let terms = terms.into_iter().enumerate().map(shaped).collect();
        self.lists.number(terms)
    }

    /// The number of the terms of a step as they begin.
    pub fn begun(&mut self, step: usize, choice: usize, from: &[From]) -> u32 {
        let begun = |from: &From| Term { from: *from, pauses: Vec::new(), added: Vec::new() };
        let [only] = from else { return self.list(step, choice, from.iter().map(begun).collect()) };
        let shape = self.shape(Which { step, place: 0, choice });
        if let Some(number) = self.lists.begun.get(&(shape, *only)) {
            return *number;
        }
        let number = self.lists.number(Box::new([(shape, begun(only))]));
        self.lists.begun.insert((shape, *only), number);
        number
    }

    /// The same terms with one of them lengthened.
    pub fn lengthened(&mut self, list: u32, place: usize, by: Span) -> u32 {
        if let Some(number) = self.lists.longer.get(&(list, place, by)) {
            return *number;
        }
        let mut terms = self.lists.all[list as usize].terms.clone();
        terms[place].1.added.push(by);
        let number = self.lists.number(terms);
        self.lists.longer.insert((list, place, by), number);
        number
    }

    /// A term of a list.
    pub fn term(&self, list: u32, place: usize) -> &Term {
        &self.lists.all[list as usize].terms[place].1
    }

    /// When a term of a list ends; none if the calendar does not reach so far.
    pub fn due_in(&mut self, list: u32, place: usize) -> Answer {
        let List { terms, dues } = &self.lists.all[list as usize];
        if let Some(known) = dues[place] {
            return known;
        }
        let (shape, term) = terms[place].clone();
        let due = self.due_of(shape, &term);
        self.lists.all[list as usize].dues[place] = Some(due);
        due
    }
}
