//! A Rust source as its tokens: comments and texts cannot be mistaken for code, and every token has its line.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A source of one room, without its tests.
pub struct Source {
    pub name: String,
    /// The room it lies in: `law` for `src/law/dates.rs` and for `src/law.rs`.
    pub room: String,
    /// How many `super` lead out of its room.
    depth: usize,
    tokens: Vec<Token>,
}

struct Token {
    text: String,
    line: usize,
}

impl Source {
    pub fn read(name: &str, text: &str) -> Source {
        let stream: TokenStream = text.parse().unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let path = name.strip_prefix("src/").unwrap_or(name).trim_end_matches(".rs").trim_end_matches("/mod");
        let room = path.split('/').next().unwrap_or(path).to_owned();
        Source { name: name.to_owned(), room, depth: path.split('/').count(), tokens }
    }

    /// The uses of other rooms that the table does not allow.
    pub fn wrong_doors(&self, rooms: &[(&str, &[&str])]) -> Vec<String> {
        // The roof: the library's list of rooms, and the program that hands over to the terminal.
        if self.room == "lib" || self.room == "main" {
            return Vec::new();
        }
        let Some((_, known)) = rooms.iter().find(|(room, _)| *room == self.room) else {
            return vec![format!("{}: the room `{}` is not in the table", self.name, self.room)];
        };
        let names: BTreeSet<&str> = rooms.iter().map(|(room, _)| *room).collect();
        let used = self.used_rooms().into_iter().filter(|(_, room)| {
            names.contains(room.as_str()) && *room != self.room && !known.contains(&room.as_str())
        });
        used.map(|(line, room)| format!("{}:{line}: `{}` may not know `{room}`", self.name, self.room))
            .collect()
    }

    /// The rooms named after `crate::`, or after as many `super::` as lead to the same place.
    fn used_rooms(&self) -> Vec<(usize, String)> {
        let mut used = Vec::new();
        for place in 0..self.tokens.len() {
            if self.text(place) == "crate" && self.is_path(place + 1) {
                self.names_after(place + 3, &mut used);
            }
            let mut next = place;
            let mut supers = 0;
            while self.text(next) == "super" && self.is_path(next + 1) {
                supers += 1;
                next += 3;
            }
            if supers >= self.depth {
                self.names_after(next, &mut used);
            }
        }
        used
    }

    /// The name at this place, or all first names of the group that opens here.
    fn names_after(&self, place: usize, used: &mut Vec<(usize, String)>) {
        if self.text(place) != "{" {
            used.extend(self.tokens.get(place).map(|token| (token.line, token.text.clone())));
            return;
        }
        let mut deep = 0;
        for next in place..self.tokens.len() {
            match self.text(next) {
                "{" => deep += 1,
                "}" => deep -= 1,
                _ if deep == 1 && matches!(self.text(next - 1), "{" | ",") => {
                    used.push((self.tokens[next].line, self.text(next).to_owned()));
                }
                _ => {}
            }
            if deep == 0 {
                return;
            }
        }
    }

    /// The uses of libraries outside the rooms that may know them.
    pub fn wrong_libraries(&self, libraries: &[(&str, &[&str])]) -> Vec<String> {
        let mut found = Vec::new();
        for (library, rooms) in libraries {
            if self.is_in(rooms) {
                continue;
            }
            let used = (0..self.tokens.len()).find(|place| {
                self.text(*place) == *library
                    && self.is_path(place + 1)
                    && !(*place > 1 && self.is_path(place - 2))
            });
            found.extend(used.map(|place| {
                let line = self.tokens[place].line;
                format!("{}:{line}: `{}` may not know the library `{library}`", self.name, self.room)
            }));
        }
        found
    }

    /// The uses of words that only other rooms may use.
    pub fn banned(&self, bans: &[(&str, &[&str], &str)]) -> Vec<String> {
        let mut found = Vec::new();
        for (words, _, instead) in bans.iter().filter(|(_, rooms, _)| !self.is_in(rooms)) {
            let mut wanted = Vec::new();
            flatten(words.parse().unwrap(), &mut wanted);
            for place in 0..self.tokens.len() {
                if wanted.iter().enumerate().all(|(next, token)| self.text(place + next) == token.text) {
                    let line = self.tokens[place].line;
                    found.push(format!("{}:{line}: `{words}` in `{}`: {instead}", self.name, self.room));
                }
            }
        }
        found
    }

    /// Whether it lies in one of these rooms, or in a part of one, such as `daemon/schedule`.
    fn is_in(&self, rooms: &[&str]) -> bool {
        let part = |room: &str| {
            let rest = self.name.strip_prefix("src/").and_then(|name| name.strip_prefix(room));
            rest.is_some_and(|rest| rest.starts_with(['/', '.']))
        };
        rooms.iter().any(|room| part(room))
    }

    /// The modules that it declares.
    pub fn modules(&self) -> Vec<String> {
        let declared =
            (0..self.tokens.len()).filter(|place| self.text(*place) == "mod" && self.text(place + 2) == ";");
        declared.map(|place| self.text(place + 1).to_owned()).collect()
    }

    /// The files of the modules that it declares for tests alone.
    pub fn files_of_tests(&self) -> Vec<String> {
        let folder = self.name.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        let declared = (0..self.tokens.len())
            .filter(|place| self.text(*place) == ";" && is_tests(&self.tokens[..*place]));
        declared.map(|place| format!("{folder}/{}.rs", self.text(place - 1))).collect()
    }

    /// What it declares under a name that says nothing.
    pub fn vague_names(&self) -> Vec<String> {
        let declared = (1..self.tokens.len()).filter(|place| {
            matches!(
                self.text(place - 1),
                "mod" | "struct" | "enum" | "trait" | "fn" | "type" | "const" | "static"
            )
        });
        let vague = declared.filter(|place| super::texts::is_vague(self.text(*place)));
        vague
            .map(|place| {
                format!("{}:{}: `{}` says nothing", self.name, self.tokens[place].line, self.text(place))
            })
            .collect()
    }

    fn text(&self, place: usize) -> &str {
        self.tokens.get(place).map_or("", |token| &token.text)
    }

    fn is_path(&self, place: usize) -> bool {
        self.text(place) == ":" && self.text(place + 1) == ":"
    }
}

/// The tokens in a row, groups opened. Modules of tests are left out: they may look anywhere.
fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let push = |text: String, line: usize, tokens: &mut Vec<Token>| tokens.push(Token { text, line });
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                let begin = tokens.len();
                push(open.to_owned(), line, tokens);
                if open == "{" && is_tests(&tokens[..begin]) {
                    continue;
                }
                flatten(group.stream(), tokens);
                push(close.to_owned(), group.span_close().start().line, tokens);
            }
            TokenTree::Literal(_) => push("literal".to_owned(), line, tokens),
            other => push(other.to_string(), line, tokens),
        }
    }
}

/// Whether these tokens end in `#[cfg(test)] mod name`, attributes between them or not.
fn is_tests(before: &[Token]) -> bool {
    let texts: Vec<&str> = before.iter().rev().take(40).map(|token| token.text.as_str()).collect();
    texts.get(1) == Some(&"mod") && {
        let item = texts.iter().position(|text| matches!(*text, "}" | ";")).unwrap_or(texts.len());
        texts[..item].windows(4).any(|four| four == [")", "test", "(", "cfg"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::{BANS, PURE_BANS, ROOMS};

    fn doors(name: &str, text: &str) -> Vec<String> {
        Source::read(name, text).wrong_doors(ROOMS)
    }

    #[test]
    fn a_way_up_is_found_however_it_is_written() {
        for text in [
            "use crate::store::Store;",
            "use crate::{source, store::{Store, admin}};",
            "fn at() { let x = crate::store::at(1); }",
            "macro_rules! say { () => { crate::store::say() } }",
            "use super::super::store;",
        ] {
            let found = doors("src/law/dates.rs", text);
            assert_eq!(found, ["src/law/dates.rs:1: `law` may not know `store`"], "{text}");
        }
        assert_eq!(doors("src/law/mod.rs", "\n\nuse super::store;").len(), 1);
        assert_eq!(doors("src/attic.rs", ""), ["src/attic.rs: the room `attic` is not in the table"]);
    }

    #[test]
    fn a_way_down_or_within_a_comment_a_text_and_a_test_are_let_through() {
        for text in [
            "use crate::source::Problem;",
            "use crate::law::store;",
            "use super::store;",
            "//! Called by `crate::store`.\n/// See [`crate::store`].\nfn one() {} // crate::store",
            "const TOLD: &str = \"crate::store\";",
            "#[cfg(test)]\n#[allow(dead_code)]\nmod tests { use crate::store::Store; }",
        ] {
            assert_eq!(doors("src/law/dates.rs", text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn what_follows_a_module_of_tests_is_read_again() {
        let text = "#[cfg(test)]\nmod tests {}\nuse crate::store::Store;";
        assert_eq!(doors("src/law/dates.rs", text).len(), 1);
        assert_eq!(
            doors("src/law/dates.rs", "#[cfg(test)] mod samples; mod real { use crate::store; }").len(),
            1
        );
    }

    #[test]
    fn the_file_of_a_module_of_tests_is_known() {
        let text = "mod layout;\n#[cfg(test)]\nmod lint;\nmod print;";
        assert_eq!(Source::read("src/letter/mod.rs", text).files_of_tests(), ["src/letter/lint.rs"]);
        assert_eq!(Source::read("src/letter.rs", text).files_of_tests(), ["src/letter/lint.rs"]);
    }

    #[test]
    fn a_library_out_of_its_room_is_found_and_a_module_of_its_name_is_not() {
        let mail = Source::read("src/letter/print.rs", "use super::text;\nuse lettre::Message;");
        let found = mail.wrong_libraries(&[("lettre", &["mail"])]);
        assert_eq!(found, ["src/letter/print.rs:2: `letter` may not know the library `lettre`"]);
        let own = Source::read("src/letter/print.rs", "use crate::lettre::Message; let lettre = 1;");
        assert_eq!(own.wrong_libraries(&[("lettre", &["mail"])]), [] as [&str; 0]);
    }

    #[test]
    fn a_library_of_a_part_of_a_room_is_found_in_the_rest_of_it() {
        let found = |name: &str| {
            Source::read(name, "use chrono::Utc;").wrong_libraries(&[("chrono", &["daemon/schedule"])])
        };
        assert_eq!(found("src/daemon/schedule/times.rs"), [] as [&str; 0]);
        assert_eq!(found("src/daemon/watch.rs").len(), 1);
        assert_eq!(found("src/daemon/schedules.rs").len(), 1);
    }

    #[test]
    fn a_clock_an_environment_and_a_statement_are_found_out_of_their_rooms() {
        let banned = |name: &str, text: &str| Source::read(name, text).banned(BANS).len();
        assert_eq!(banned("src/daemon/watch.rs", "fn now() { jiff::Timestamp::now(); }"), 1);
        assert_eq!(banned("src/clock.rs", "fn now() { jiff::Timestamp::now(); }"), 0);
        assert_eq!(banned("src/cli/up.rs", "fn home() { std::env::var(\"HOME\"); }"), 1);
        assert_eq!(banned("src/registry/mod.rs", "fn write() { sqlx::query(\"delete\"); store.pool(); }"), 2);
        assert_eq!(banned("src/web/mod.rs", "fn tell() { println!(\"{}\", 1); }"), 1);
    }

    #[test]
    fn a_pure_room_that_waits_logs_or_reads_a_file_is_found() {
        let text = "async fn read() { std::fs::read(\"x\").await; tracing::info!(\"read\"); }";
        let found = Source::read("src/appeal/decide.rs", text).banned(PURE_BANS);
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn a_vague_name_is_found_where_it_is_declared() {
        let found = Source::read("src/law/dates.rs", "struct DateManager; fn use_util() {}").vague_names();
        assert_eq!(found.len(), 2, "{found:?}");
        let clear = "struct Calendar; fn utility_of(uncommon: u32) {}";
        assert_eq!(Source::read("src/law/dates.rs", clear).vague_names(), [] as [&str; 0]);
    }
}
