//! The leak test: every route, asked by everybody, about an appeal that some of them must not see.
//!
//! The program's routes are read from its source, so that a new one without a line here fails.

use std::collections::{BTreeMap, BTreeSet};

use redress::store::paper::{self, Checked, New, Of};

use crate::served::{APPELLANT, ISSUER, KEEPER, MINISTER, OFFICIAL, OTHER_APPELLANT, Served};

/// Who sees a page about the appeal of ECHO, in the order of `VIEWERS`: `y` sees it, `n` finds nothing there,
/// `s` is sent to sign in, `-` gets a page that has nothing to do with the appeal.
#[rustfmt::skip]
const ROUTES: &[(&str, &str)] = &[
    //                                  anybody, ECHO, other NGO, reviewer, issuer, minister, keeper
    ("/",                                          "-------"),
    ("/home",                                      "s------"),
    ("/sign-in",                                   "-------"),
    ("/sign-in/sent",                              "-------"),
    ("/sign-in/link/{token}",                      "-------"),
    ("/sign-in/office",                            "nnnnnnn"),
    ("/sign-in/office/back",                       "nnnnnnn"),
    ("/sign-in/second",                            "-------"),
    ("/sign-out",                                  "-------"),
    ("/language/{language}",                       "-------"),
    ("/sessions",                                  "s------"),
    ("/health",                                    "-------"),
    ("/assets/{version}/{name}",                   "-------"),
    ("/deadline",                                  "-------"),
    ("/rules",                                     "-------"),
    ("/rules/{name}",                              "-------"),
    ("/rules/{name}/drawing.svg",                  "-------"),
    ("/statistics",                                "-------"),
    ("/statistics.csv",                            "-------"),
    ("/track",                                     "-------"),
    ("/verify",                                    "-------"),
    ("/verify/{reference}/{letter}",               "-------"),
    ("/appeals",                                   "sy-nnnn"),
    ("/file",                                      "---nnnn"),
    ("/file/{draft}",                              "nnnnnnn"),
    ("/file/{draft}/discard",                      "nnnnnnn"),
    ("/file/{draft}/time",                         "nnnnnnn"),
    ("/file/{draft}/q/{task}",                     "nnnnnnn"),
    ("/file/{draft}/q/{task}/keep",                "-------"),
    ("/file/{draft}/papers",                       "nnnnnnn"),
    ("/file/{draft}/papers/{paper}",               "nnnnnnn"),
    ("/file/{draft}/papers/{paper}/remove",        "-------"),
    ("/file/{draft}/check",                        "nnnnnnn"),
    ("/file/{draft}/send",                         "-------"),
    ("/file/{draft}/sent",                         "snnnnnn"),
    ("/file/{draft}/secret",                       "-------"),
    ("/house",                                     "snnnnn-"),
    ("/house/letters",                             "snnnnn-"),
    ("/house/mail",                                "snnnnn-"),
    ("/house/workflows",                           "snnnnn-"),
    ("/house/workflows/try",                       "snnnnn-"),
    ("/house/workflows/stories",                   "snnnnn-"),
    ("/house/calendars",                           "snnnnn-"),
    ("/house/calendars/{calendar}",                "snnnnn-"),
    ("/house/offices",                             "snnnnn-"),
    ("/house/people",                              "snnnnn-"),
    ("/house/people/add",                          "snnnnn-"),
    ("/house/people/{person}",                     "snnnnn-"),
    ("/house/doctor",                              "snnnnn-"),
    ("/appeals/{reference}",                       "synyynn"),
    ("/appeals/{reference}/dates",                 "synyynn"),
    ("/appeals/{reference}/letters/{letter}",      "synnnnn"),
    ("/appeals/{reference}/letters/{letter}/paper", "synnnnn"),
    ("/appeals/{reference}/papers",                "synnnnn"),
    ("/appeals/{reference}/papers/{paper}",        "synyynn"),
    ("/appeals/{reference}/receipt",               "synyynn"),
    ("/appeals/{reference}/file.zip",              "synyynn"),
    ("/appeals/{reference}/do/{action}",           "synyynn"),
    ("/appeals/{reference}/sign/{action}",         "synyynn"),
    ("/appeals/{reference}/silence",               "synyynn"),
    ("/appeals/{reference}/note",                  "snnyynn"),
    ("/appeals/{reference}/message",               "synnnnn"),
    ("/appeals/{reference}/remind",                "snnyynn"),
    ("/appeals/{reference}/done/{first}/{last}",   "synyynn"),
    ("/appeals/{reference}/withdrawal/undo",       "-------"),
    ("/me",                                        "s------"),
    ("/me/second-factor",                          "s------"),
    ("/me/second-factor/begin",                    "-------"),
    ("/me/second-factor/codes",                    "-------"),
    ("/me/second-factor/off",                      "-------"),
    ("/colleagues",                                "s--nnnn"),
    ("/colleagues/end",                            "-------"),
    ("/appeals/{reference}/assignment",            "snnyynn"),
    ("/absence",                                   "snn---n"),
    ("/absence/back",                              "-------"),
    ("/overview",                                  "snnnn-n"),
    ("/live",                                      "snnnn-n"),
    ("/queue",                                     "snnyy-n"),
    ("/queue.csv",                                 "snn---n"),
    ("/queue/bulk",                                "-------"),
    ("/queue/views",                               "-------"),
    ("/queue/views/forget",                        "-------"),
];

const VIEWERS: [Option<&str>; 7] = [
    None,
    Some(APPELLANT),
    Some(OTHER_APPELLANT),
    Some(OFFICIAL),
    Some(ISSUER),
    Some(MINISTER),
    Some(KEEPER),
];

/// The words that only this appeal has.
const CANARY: &str = "The canary sings on the third floor.";

/// A path with something in each of its places.
pub fn filled(path: &str, reference: &str, letter: i64) -> String {
    path.replace("{reference}", reference)
        .replace("{letter}", &letter.to_string())
        .replace("{paper}", "1")
        .replace("{task}", "ask-reasons")
        .replace("{token}", "0123")
        .replace("{action}", "annul")
        .replace("{first}", "1")
        .replace("{last}", "9")
        .replace("{name}", "kz-koap-suspension")
        .replace("{calendar}", "kz")
        .replace("{person}", "1")
}

/// The routes that the sources of the pages name.
pub fn named_routes() -> BTreeSet<String> {
    routes_in_sources().into_keys().collect()
}

/// The same, each with what is said of it: its methods and who answers.
pub fn routes_in_sources() -> BTreeMap<String, String> {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web")];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for route in text.split(".route(").skip(1) {
                    let Some(path) = route.split('"').nth(1) else { continue };
                    found.insert(path.to_owned(), said(route).to_owned());
                }
            }
        }
    }
    found
}

/// What stands before the bracket that closes.
fn said(route: &str) -> &str {
    let mut open = 1;
    let end = route.char_indices().find(|(_, c)| {
        open += i32::from(*c == '(') - i32::from(*c == ')');
        open == 0
    });
    end.map_or(route, |(end, _)| &route[..end])
}

#[test]
fn every_route_has_a_line_in_the_table() {
    let table: BTreeSet<String> = ROUTES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(named_routes(), table);
}

#[tokio::test]
async fn nobody_sees_of_an_appeal_what_is_not_hers_to_see() {
    let served = Served::at("2021-01-27 10:00").await;
    let mut file = crate::world::appeals::filing();
    file.stated.insert("reasons".to_owned(), CANARY.to_owned());
    let reference = served.world.file(file).await;
    let letters = served.world.letters(&reference).await;
    let letter = letters.iter().find(|letter| letter.recipient == "ECHO").unwrap().id;
    let row = served.world.row(&reference).await;
    let new = New {
        digest: &[7; 32],
        name: "canary.txt",
        kind: "text/plain",
        content: CANARY.as_bytes(),
        checked: Checked::NotChecked,
    };
    let now = served.world.clock.now();
    paper::add(served.world.store(), Of::Appeal(row.id), &new, None, now).await.unwrap();
    for (place, email) in VIEWERS.into_iter().enumerate() {
        let visitor = match email {
            Some(email) => served.signed_in(email).await,
            None => served.anybody(),
        };
        for (path, expected) in ROUTES {
            if *path == "/language/{language}" || *path == "/assets/{version}/{name}" {
                continue;
            }
            let asked = filled(path, &reference, letter);
            let answer = visitor.get(&asked).await;
            // The way back, in the links of the languages, only repeats what was asked.
            let body = answer
                .body
                .replace(&asked, "")
                .replace(&format!("value=\"{reference}\""), "")
                .replace(&asked.replace('/', "%2F"), "");
            let tells = [&*reference, CANARY].iter().any(|word| body.contains(word));
            let to_sign_in = answer.location().starts_with("/sign-in?");
            let seen = match answer.status.as_u16() {
                200 if tells => 'y',
                404 if !tells => 'n',
                303 if to_sign_in => 's',
                _ if tells => '!',
                _ => '-',
            };
            let expected = expected.chars().nth(place).unwrap();
            assert_eq!(seen, expected, "{asked} for {email:?}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn the_publics_numbers_show_none_under_five() {
    let served = Served::at("2021-01-27 10:00").await;
    for _ in 0..4 {
        served.world.file_appeal().await;
    }
    let body = served.anybody().get("/statistics").await.body;
    assert!(!body.contains("District State Revenue Office") && body.contains("&#60; 5"), "{body}");
    assert!(body.contains("No single office has five appeals yet"), "{body}");
    assert!(body.contains("<a href=\"/statistics.csv\">"), "{body}");
    let file = served.anybody().get("/statistics.csv").await.body;
    assert_eq!(file.trim_start_matches('\u{feff}').lines().nth(1), Some("All offices,< 5,< 5,< 5,< 5,–"));
    assert_eq!(file.lines().count(), 2, "and no office: {file}");
    served.world.file_appeal().await;
    served.world.clock.set(served.world.clock.now() + jiff::SignedDuration::from_mins(11));
    let body = served.anybody().get("/statistics").await.body;
    assert!(body.contains("District State Revenue Office"), "{body}");
    let file = served.anybody().get("/statistics.csv").await.body;
    assert!(file.contains("\nAll offices,5,5,< 5,< 5,–\n"), "{file}");
    let office = file.lines().nth(2).unwrap_or_default();
    assert!(office.contains("District State Revenue Office") && office.ends_with(",5,5,< 5,< 5,"), "{file}");
}
