//! Appeals driven from a terminal, one command after the other.

use serde_json::{Value, json};

use super::world::appeals::World;
use super::world::program::{Program, Said};

/// A terminal on a world, and the appeal that is worked on.
pub struct Terminal {
    pub world: World,
    pub program: Program,
    pub reference: String,
}

impl Terminal {
    /// ECHO has just filed with one of the parties.
    pub async fn filed_with(party: &str) -> Terminal {
        let world = World::of_today().await;
        let program = Program::on(&world);
        let answer = program.run(&filing(&world, &["--with", party, "--json"]).each());
        assert_eq!(answer.status, Some(0), "{answer:?}");
        let reference = answer.json()[0]["done"]["reference"].as_str().unwrap().to_owned();
        Terminal { world, program, reference }
    }

    fn act(&self, office: &str, action: &str, more: &[&str]) -> Said {
        let who = if office == "ECHO" { "--organisation" } else { "--office" };
        self.program.run(&[&["act", &self.reference, action, who, office], more].concat())
    }

    /// Somebody acts, which must succeed; says where the appeal then stands.
    async fn does(&self, office: &str, action: &str, more: &[&str]) -> String {
        let answer = self.act(office, action, &[more, &["--json"]].concat());
        assert_eq!(answer.status, Some(0), "{answer:?}");
        let answer = &answer.json()[0]["done"];
        assert_eq!(answer["reference"], self.reference.as_str());
        assert_eq!(answer["head"].as_str().unwrap().len(), 64);
        self.world.stands(&self.reference).await.0
    }

    async fn holder(&self) -> String {
        self.world.stands(&self.reference).await.1
    }

    async fn due_on(&self) -> jiff::civil::Date {
        self.world.due_on(&self.reference).await
    }

    /// The appeal as `list --json` has it.
    fn listed(&self) -> Value {
        let rows = self.program.run(&["list", "--json"]).json();
        rows.into_iter().find(|row| row["reference"] == self.reference.as_str()).unwrap()
    }

    /// The appeal as `show --json` has it.
    pub fn shown(&self) -> Value {
        self.program.run(&["show", &self.reference, "--json"]).json().remove(0)
    }
}

/// The command by which ECHO files against a decision of yesterday.
pub struct Filing(Vec<String>);

impl Filing {
    pub fn each(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

pub fn filing(world: &World, more: &[&str]) -> Filing {
    let yesterday = world.days_ago(1).to_string();
    let always = [
        "file",
        "--appellant",
        "ECHO",
        "--issuer",
        "UGD-ALMATY",
        "--decided-on",
        &yesterday,
        "--served-on",
        &yesterday,
        "--article",
        "KoAP 460-1(2)",
        "--fine",
        "1166800",
        "--state",
        "reasons=The forms held no false data.",
    ];
    Filing(always.iter().chain(more).map(|word| (*word).to_owned()).collect())
}

fn events(shown: &Value) -> Vec<&str> {
    let journal = shown["journal"].as_array().unwrap();
    journal.iter().map(|stored| stored["entry"]["event"]["event"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_appeal_is_driven_by_hand_from_the_issuing_office_to_its_written_confirmation() {
    let terminal = Terminal::filed_with("issuer").await;
    assert_eq!(terminal.holder().await, "UGD-ALMATY");
    assert_eq!(terminal.does("UGD-ALMATY", "forward", &[]).await, "review");
    assert_eq!(
        terminal.does("DGD-ALMATY", "return-defective", &["--state", "defects=no signature"]).await,
        "returned"
    );
    assert_eq!(terminal.does("ECHO", "resubmit", &["--state", "completed=signed"]).await, "review");
    let due = terminal.due_on().await;
    let stop = ["--ground", "query-to-state-body", "--state", "question=the bank"];
    terminal.does("DGD-ALMATY", "stop-clock", &stop).await;
    terminal.does("DGD-ALMATY", "restart-clock", &[]).await;
    assert_eq!(terminal.due_on().await, due, "the clock stood for less than a day");
    terminal
        .does(
            "DGD-ALMATY",
            "extend",
            &["--by", "5 sutki", "--state", "ruling=12", "--state", "reasons=an expert"],
        )
        .await;
    assert!(terminal.due_on().await > due);
    assert_eq!(terminal.does("DGD-ALMATY", "annul", &["--state", "reasons=no offence"]).await, "annulled");
    assert_eq!(terminal.holder().await, "UGD-ALMATY");
    terminal.does("UGD-ALMATY", "confirm", &["--state", "number=7"]).await;

    let row = terminal.listed();
    assert_eq!(
        (&row["step"], &row["closed"][0], &row["wake_at"]),
        (&json!("closed"), &json!("annulled"), &json!(null))
    );
    let shown = terminal.shown();
    assert_eq!(shown["appeal"], row);
    assert_eq!(
        shown["journal"].as_array().unwrap().len(),
        usize::try_from(row["entries"].as_u64().unwrap()).unwrap()
    );
    assert_eq!(shown["journal"].as_array().unwrap().last().unwrap()["hash"], row["head"]);
    for event in ["filed", "arrived", "acted", "clock-stopped", "clock-restarted", "extended", "closed"] {
        assert!(events(&shown).contains(&event), "{event}");
    }
    assert!(shown["letters"].as_array().unwrap().iter().any(|letter| letter["letter"] == "confirmed"));
    assert!(terminal.program.run(&["doctor"]).done().contains("0 faults found"));
}

#[tokio::test]
async fn people_read_the_same_in_words() {
    let terminal = Terminal::filed_with("reviewer").await;
    let told = terminal.act("DGD-ALMATY", "annul", &["--state", "reasons=no offence"]).done();
    assert!(told.starts_with(&terminal.reference) && told.contains("done, entries "), "{told}");
    let told = terminal.program.run(&["list"]).done();
    assert!(told.contains("annulled: UGD-ALMATY must act by"), "{told}");
    // As it is read out on the telephone.
    let spoken = terminal.reference.replace('-', " ").to_lowercase();
    let told = terminal.program.run(&["show", &spoken]).done();
    for words in
        ["filed by ECHO against UGD-ALMATY", "Counted from: ", "DGD-ALMATY: annul -> annulled", "letter to "]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let head = terminal.listed()["head"].as_str().unwrap().to_owned();
    assert_eq!(told.lines().last(), Some(format!("head of the chain: {head}").as_str()));
    assert_eq!(terminal.program.run(&["list", "--open"]).done().lines().count(), 1);
    terminal.act("UGD-ALMATY", "confirm", &["--state", "number=7"]).done();
    assert_eq!(terminal.program.run(&["list", "--open"]).done(), "");
}

#[tokio::test]
async fn the_deputy_prime_minister_takes_a_matter_under_control_and_off_it() {
    let terminal = Terminal::filed_with("reviewer").await;
    let control = |terminal: &Terminal| terminal.shown()["state"]["tracks"]["control"]["step"].clone();
    terminal.does("DP", "recommend", &["--state", "recommendation=annul"]).await;
    terminal.does("DPM", "take-under-control", &[]).await;
    assert_eq!(control(&terminal), "under-control");
    terminal.does("DGD-ALMATY", "report", &["--state", "report=in hand"]).await;
    assert_eq!(control(&terminal), "under-control");
    assert_eq!(
        terminal.does("DPM", "lift-control", &[]).await,
        "review",
        "control moves nothing on the legal track"
    );
    assert_eq!(control(&terminal), Value::Null);
    assert!(events(&terminal.shown()).contains(&"track-ended"));
}

#[tokio::test]
async fn a_complaint_left_without_success_goes_to_court_and_the_court_annuls() {
    let terminal = Terminal::filed_with("reviewer").await;
    assert_eq!(
        terminal.does("DGD-ALMATY", "leave-unchanged", &["--state", "reasons=lawful"]).await,
        "decided"
    );
    assert_eq!(terminal.does("ECHO", "go-to-court", &[]).await, "in-court");
    assert_eq!(terminal.holder().await, "COURT-ALMATY");
    terminal
        .does("COURT-ALMATY", "extend-judgment", &["--by", "10 sutki", "--state", "reasons=a witness"])
        .await;
    assert_eq!(
        terminal.does("COURT-ALMATY", "court-annuls", &["--state", "reasons=no offence"]).await,
        "annulled"
    );
    terminal.does("UGD-ALMATY", "confirm", &["--state", "number=9"]).await;
    assert_eq!(terminal.listed()["closed"][0], "annulled");
}

#[tokio::test]
async fn who_filed_may_withdraw_and_nothing_moves_the_appeal_again() {
    let terminal = Terminal::filed_with("reviewer").await;
    terminal.does("ECHO", "withdraw", &[]).await;
    assert_eq!(terminal.listed()["closed"][0], "withdrawn");
    let said = terminal.act("DGD-ALMATY", "annul", &["--state", "reasons=late"]).refused();
    assert!(said.contains("This appeal ended on") && said.contains("you may file a new one"), "{said}");
}

#[tokio::test]
async fn the_same_key_sent_twice_gets_the_first_answer_and_has_one_effect() {
    let terminal = Terminal::filed_with("reviewer").await;
    let annul = ["--state", "reasons=no offence", "--key", "registry of 12 March, line 4", "--json"];
    let first = terminal.act("DGD-ALMATY", "annul", &annul);
    let second = terminal.act("DGD-ALMATY", "annul", &annul);
    assert_eq!(first.status, Some(0), "{first:?}");
    assert_eq!(first.json(), second.json());
    let acted = |shown: &Value| events(shown).iter().filter(|event| **event == "acted").count();
    assert_eq!(acted(&terminal.shown()), 1);

    let filing = filing(&terminal.world, &["--key", "incoming 77", "--json"]);
    let (first, second) = (terminal.program.run(&filing.each()), terminal.program.run(&filing.each()));
    assert_eq!(first.json(), second.json());
    assert_eq!(terminal.program.run(&["list"]).done().lines().count(), 2);

    let other =
        terminal.act("DGD-ALMATY", "change", &["--state", "reasons=x", "--key", "incoming 77"]).refused();
    assert!(other.contains("already used for a different request") && other.contains("new key"), "{other}");
}
