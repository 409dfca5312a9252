//! Signing in with a provider of identities: what is let in, and all that is not.

use axum::http::StatusCode;
use fantoccini::Locator;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::browser::{Browser, Habits};
use crate::provider::{CLIENT, Certified, Invented, Key, the_ministry, unsigned};
use crate::served::{APPELLANT, Answer, KEEPER, MINISTER, OFFICIAL, Served, Visitor};
use crate::world::appeals::World;

/// The pages with a provider that says what it is told to.
pub struct Ministry {
    pub served: Served,
    provider: Invented,
    key: Key,
}

/// A question that was taken over to the provider.
struct Asked {
    state: String,
    nonce: String,
    challenge: String,
}

impl Ministry {
    pub async fn new() -> Ministry {
        let key = Key::new("first");
        let provider = Invented::with(&key).await;
        let served = Served::at("2021-01-27 10:00").await.with_provider(provider.known());
        Ministry { served, provider, key }
    }

    /// Goes over to the provider.
    async fn leaves(&self, visitor: &Visitor<'_>) -> Asked {
        let answer = visitor.get("/sign-in/office?to=%2Fsessions").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let (address, query) = answer.location().rsplit_once("?tenant=1&").unwrap();
        assert_eq!(address, format!("{}/authorize", self.provider.issuer));
        let field = |name: &str| {
            let found = form_urlencoded::parse(query.as_bytes()).find(|(field, _)| field == name);
            found.unwrap_or_else(|| panic!("{name} is missing")).1.into_owned()
        };
        assert_eq!([field("response_type"), field("client_id")], ["code", CLIENT]);
        assert_eq!(field("redirect_uri"), "http://127.0.0.1/sign-in/office/back");
        assert_eq!([field("code_challenge_method"), field("scope")], ["S256", "openid email"]);
        Asked { state: field("state"), nonce: field("nonce"), challenge: field("code_challenge") }
    }

    /// What a token says that is right.
    fn claims(&self, asked: &Asked, email: &str) -> Value {
        let now = self.served.world.clock.now().as_second();
        json!({
            "iss": self.provider.issuer, "aud": CLIENT, "sub": "17", "iat": now, "exp": now + 300,
            "nonce": asked.nonce, "email": email, "email_verified": true,
        })
    }

    /// Comes back with a code for which the provider gives this token.
    async fn arrives(&self, visitor: &Visitor<'_>, asked: &Asked, token: String) -> Answer {
        self.provider.gives(token, &asked.challenge);
        visitor.get(&format!("/sign-in/office/back?code=the-code&state={}", asked.state)).await
    }

    /// The whole way, with claims that differ from the right ones.
    pub async fn crosses(
        &self,
        visitor: &Visitor<'_>,
        email: &str,
        differ: impl FnOnce(&mut Value),
    ) -> Answer {
        let asked = self.leaves(visitor).await;
        let mut claims = self.claims(&asked, email);
        differ(&mut claims);
        self.arrives(visitor, &asked, self.key.signs(&claims)).await
    }
}

/// Nobody was signed in, and the page says why in words and keeps codes and states to itself.
async fn is_refused(visitor: &Visitor<'_>, answer: &Answer, title: &str) {
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(answer.body.contains(&format!("<h1>{title}</h1>")), "{title}: {}", answer.body);
    assert!(!answer.body.contains("the-code") && !answer.body.contains("state="), "{}", answer.body);
    assert!(!visitor.cookies().iter().any(|(name, _)| name == "redress-session"), "{title}");
}

const WRONG: &str = "The sign-in did not work";
const UNKNOWN: &str = "You cannot sign in here with this account";
const STALE: &str = "This sign-in cannot be used";

#[tokio::test]
async fn the_provider_is_named_in_the_readers_language_where_it_has_a_name_in_it() {
    let ministry = Ministry::new().await;
    for (language, name) in [("ru", "Министерство"), ("kk", "the Ministry"), ("en", "the Ministry")]
    {
        let visitor = ministry.served.anybody();
        visitor.get(&format!("/language/{language}?to=%2F")).await;
        let page = visitor.get("/sign-in").await.body;
        assert!(page.contains(name), "{language}: {page}");
    }
}

#[tokio::test]
async fn officials_and_ministers_sign_in_with_the_address_that_the_provider_verified() {
    let ministry = Ministry::new().await;
    for (email, home) in [(OFFICIAL, "/queue"), (MINISTER, "/overview")] {
        let visitor = ministry.served.anybody();
        assert!(visitor.get("/sign-in").await.body.contains("Sign in with the Ministry"));
        let answer = ministry.crosses(&visitor, &email.to_uppercase(), |_| ()).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sessions"));
        assert_eq!(visitor.get("/sessions").await.status, StatusCode::OK);
        assert_eq!(visitor.get("/home").await.location(), home);
    }
}

#[tokio::test]
async fn a_token_that_is_not_ours_not_now_or_not_the_providers_signs_nobody_in() {
    let ministry = Ministry::new().await;
    let now = ministry.served.world.clock.now().as_second();
    let differing: &[(&str, Value)] = &[
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("iss", json!("https://id.evil.example")),
        ("iss", json!([ministry.provider.issuer, "https://id.evil.example"])),
        ("iss", Value::Null),
        ("aud", json!("another-client")),
        ("aud", json!([CLIENT, "another-client"])),
        ("aud", Value::Null),
        ("azp", json!("another-client")),
        ("exp", json!(now - 61)),
        ("exp", Value::Null),
        ("iat", json!(now + 61)),
        ("nbf", json!(now + 61)),
        ("sub", Value::Null),
    ];
    for (claim, value) in differing {
        let visitor = ministry.served.anybody();
        let answer = ministry.crosses(&visitor, OFFICIAL, |claims| claims[*claim] = value.clone()).await;
        is_refused(&visitor, &answer, WRONG).await;
    }
    // The same, made right, is let in.
    let visitor = ministry.served.anybody();
    let several = json!([CLIENT, "another-client"]);
    let answer = ministry.crosses(&visitor, OFFICIAL, |claims| {
        (claims["aud"], claims["azp"], claims["exp"]) = (several, json!(CLIENT), json!(now - 59));
    });
    assert_eq!(answer.await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_token_that_nobody_or_somebody_else_signed_signs_nobody_in() {
    let ministry = Ministry::new().await;
    let asked_with = async |sign: &dyn Fn(&Value) -> String| {
        let visitor = ministry.served.anybody();
        let asked = ministry.leaves(&visitor).await;
        let claims = ministry.claims(&asked, OFFICIAL);
        let answer = ministry.arrives(&visitor, &asked, sign(&claims)).await;
        is_refused(&visitor, &answer, WRONG).await;
    };
    asked_with(&|claims| format!("{}.", unsigned(&json!({"alg": "none"}), claims))).await;
    asked_with(&|claims| format!("{}.AAAA", unsigned(&json!({"alg": "HS256", "kid": "first"}), claims)))
        .await;
    asked_with(&|claims| Key::new("first").signs(claims)).await;
    asked_with(&|claims| Key::new("foreign").signs(claims)).await;
    asked_with(&|claims| {
        let good = ministry.key.signs(claims);
        let (text, signature) = good.rsplit_once('.').unwrap();
        let mut changed = claims.clone();
        changed["email"] = json!(MINISTER);
        let head = text.split('.').next().unwrap();
        let body = unsigned(&json!({}), &changed);
        format!("{head}.{}.{signature}", body.split('.').nth(1).unwrap())
    })
    .await;
    asked_with(&|_| "no token".to_owned()).await;
}

#[tokio::test]
async fn whoever_is_no_official_gets_one_page_whether_known_or_not() {
    let ministry = Ministry::new().await;
    let mut pages = Vec::new();
    for (email, verified) in [
        (APPELLANT, json!(true)),
        (KEEPER, json!(true)),
        ("nobody@kgd.example", json!(true)),
        (OFFICIAL, json!(false)),
        (OFFICIAL, json!("true")),
        (OFFICIAL, Value::Null),
    ] {
        let visitor = ministry.served.anybody();
        let answer = ministry.crosses(&visitor, email, |claims| claims["email_verified"] = verified).await;
        is_refused(&visitor, &answer, UNKNOWN).await;
        pages.push(answer.body);
    }
    pages.dedup();
    assert_eq!(pages.len(), 1);
}

#[tokio::test]
async fn a_way_back_works_once_for_a_quarter_of_an_hour_in_the_browser_that_left() {
    let ministry = Ministry::new().await;
    let visitor = ministry.served.anybody();
    let asked = ministry.leaves(&visitor).await;
    let token = ministry.key.signs(&ministry.claims(&asked, OFFICIAL));
    // Another browser: with no cookie, and with one of its own (login CSRF).
    for stranger in [ministry.served.anybody(), ministry.served.anybody()] {
        let answer = ministry.arrives(&stranger, &asked, token.clone()).await;
        is_refused(&stranger, &answer, STALE).await;
        ministry.leaves(&stranger).await;
        let answer = ministry.arrives(&stranger, &asked, token.clone()).await;
        is_refused(&stranger, &answer, STALE).await;
    }
    let answer = ministry.arrives(&visitor, &asked, token.clone()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    // Replayed, with and without the session that it began.
    let again = ministry.arrives(&visitor, &asked, token.clone()).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(again.body.contains(STALE), "{}", again.body);

    let late = ministry.served.anybody();
    let asked = ministry.leaves(&late).await;
    ministry.served.world.clock.set(ministry.served.world.clock.now() + SignedDuration::from_mins(16));
    let token = ministry.key.signs(&ministry.claims(&asked, OFFICIAL));
    let answer = ministry.arrives(&late, &asked, token).await;
    is_refused(&late, &answer, STALE).await;
    let invented = late.get("/sign-in/office/back?code=the-code&state=0123").await;
    is_refused(&late, &invented, STALE).await;
}

#[tokio::test]
async fn a_session_that_somebody_planted_before_is_not_the_one_that_begins() {
    let ministry = Ministry::new().await;
    let visitor = ministry.served.anybody();
    visitor.plants("redress-session", "fixed");
    let answer = ministry.crosses(&visitor, OFFICIAL, |_| ()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let session = visitor.cookies().into_iter().find(|(name, _)| name == "redress-session").unwrap().1;
    assert!(session.len() == 64 && session != "fixed");
    let thief = ministry.served.anybody();
    thief.plants("redress-session", "fixed");
    assert_eq!(thief.get("/sessions").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_refusal_at_the_provider_and_an_answer_of_another_issuer_get_a_page() {
    let ministry = Ministry::new().await;
    let visitor = ministry.served.anybody();
    let asked = ministry.leaves(&visitor).await;
    let declined = format!("/sign-in/office/back?error=access_denied&state={}", asked.state);
    let answer = visitor.get(&declined).await;
    is_refused(&visitor, &answer, "You were not signed in").await;
    let asked = ministry.leaves(&visitor).await;
    let mixed =
        format!("/sign-in/office/back?code=the-code&iss=https%3A%2F%2Fevil.example&state={}", asked.state);
    let answer = visitor.get(&mixed).await;
    is_refused(&visitor, &answer, WRONG).await;
    let asked = ministry.leaves(&visitor).await;
    let answer = visitor.get(&format!("/sign-in/office/back?code=stolen&state={}", asked.state)).await;
    is_refused(&visitor, &answer, WRONG).await;
}

#[tokio::test]
async fn new_keys_of_the_provider_are_learnt_and_old_ones_forgotten() {
    let mut ministry = Ministry::new().await;
    let visitor = ministry.served.anybody();
    assert_eq!(ministry.crosses(&visitor, OFFICIAL, |_| ()).await.status, StatusCode::SEE_OTHER);
    let old = std::mem::replace(&mut ministry.key, Key::new("second"));
    ministry.provider.publishes(&[&ministry.key]);
    let later = ministry.served.world.clock.now() + SignedDuration::from_secs(11);
    ministry.served.world.clock.set(later);
    let visitor = ministry.served.anybody();
    assert_eq!(ministry.crosses(&visitor, OFFICIAL, |_| ()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(ministry.provider.asked(), 2);
    // A flood of tokens with a key that nobody knows asks for keys no more than before.
    ministry.key = old;
    for _ in 0..3 {
        let visitor = ministry.served.anybody();
        let answer = ministry.crosses(&visitor, OFFICIAL, |_| ()).await;
        is_refused(&visitor, &answer, WRONG).await;
    }
    assert_eq!(ministry.provider.asked(), 2);
}

#[tokio::test]
async fn an_address_that_the_token_does_not_name_is_asked_for_and_must_be_of_the_same_person() {
    let ministry = Ministry::new().await;
    for (sub, email, verified, title) in [
        ("17", OFFICIAL, true, ""),
        ("18", OFFICIAL, true, WRONG),
        ("17", OFFICIAL, false, UNKNOWN),
        ("17", "nobody@kgd.example", true, UNKNOWN),
    ] {
        ministry.provider.tells(json!({"sub": sub, "email": email, "email_verified": verified}));
        let visitor = ministry.served.anybody();
        let without = |claims: &mut Value| {
            claims.as_object_mut().unwrap().retain(|name, _| !name.starts_with("email"));
        };
        let answer = ministry.crosses(&visitor, OFFICIAL, without).await;
        match title {
            "" => assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body),
            title => is_refused(&visitor, &answer, title).await,
        }
    }
}

#[tokio::test]
async fn while_the_provider_is_away_a_page_says_so_and_the_link_by_mail_works() {
    let nowhere = "http://127.0.0.1:9";
    let registration = redress::web::Registration {
        issuer: nowhere,
        client: CLIENT,
        secret: "a secret",
        name: &the_ministry(),
        ca: None,
    };
    let provider = redress::web::Provider::new(&registration).unwrap();
    assert!(provider.check(jiff::Timestamp::UNIX_EPOCH).await.is_err());
    let served = Served::at("2021-01-27 10:00").await.with_provider(provider);
    let visitor = served.anybody();
    let answer = visitor.get("/sign-in/office").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        answer.body.contains("the Ministry does not answer") && answer.body.contains("href=\"/sign-in\"")
    );
    visitor.signs_in(&served, OFFICIAL).await;
}

#[tokio::test]
async fn without_a_provider_there_is_no_button_and_no_way() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.anybody();
    assert!(!visitor.get("/sign-in").await.body.contains("/sign-in/office"));
    assert_eq!(visitor.get("/sign-in/office").await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/sign-in/office/back?code=a&state=b").await.status, StatusCode::NOT_FOUND);
}

/// Goes the whole way through the pages of the certified provider, as somebody there.
async fn crosses_in_a_browser(address: &str, email: &str) -> Browser {
    let browser = Browser::open(address, Habits { without_script: true, ..Habits::default() }).await;
    browser.goto("/sign-in?to=%2Fsessions").await;
    let shown = async |selector| match browser.client.wait().for_element(Locator::Css(selector)).await {
        Ok(element) => element,
        Err(why) => panic!("{selector}: {why}\n{}", browser.client.source().await.unwrap()),
    };
    shown("a[href^='/sign-in/office']").await.click().await.unwrap();
    shown("input[name=login]").await.send_keys(email).await.unwrap();
    shown("input[name=password]").await.send_keys("anything").await.unwrap();
    shown("button[type=submit]").await.click().await.unwrap();
    // It asks whether redress may know the address: its button, and no other, is the first to press.
    shown("button[autofocus]").await.click().await.unwrap();
    shown("footer.bottom").await;
    browser
}

#[tokio::test]
async fn in_a_browser_an_official_comes_back_from_a_certified_provider_signed_in_and_an_ngo_does_not() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let Some(certified) = Certified::start(&site) else { return };
    let served = Served::of(World::of_today().await, &site).await.with_provider(certified.known());
    let address = served.listens(listener);

    let official = crosses_in_a_browser(&address, OFFICIAL).await;
    assert_eq!(official.client.current_url().await.unwrap().path(), "/sessions");
    let name = official.client.find(Locator::Css(".main-nav .who")).await.unwrap().text().await.unwrap();
    assert_eq!(name, "Dana Akhmetova");
    official.close().await;

    let appellant = crosses_in_a_browser(&address, APPELLANT).await;
    let title = appellant.client.find(Locator::Css("h1")).await.unwrap().text().await.unwrap();
    assert_eq!(title, UNKNOWN);
    appellant.close().await;
}
