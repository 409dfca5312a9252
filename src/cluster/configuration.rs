//! How the server is configured: the lines added to a new cluster's `postgresql.conf`, where an operator may
//! change them later, and the settings given at each start because the room's promises rest on them.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use super::Kind;

/// Durable as Postgres is by default; the rest suits a small database that is written all day: fewer full-page
/// images, cheap random reads, no compilation of queries that take a millisecond. The log leaves out the details
/// of errors, in which Postgres quotes the rows: names and addresses have no place in a log.
const KEPT: &str = "\
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 128MB
checkpoint_timeout = 15min
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
log_checkpoints = off
log_error_verbosity = terse
log_min_error_statement = panic
";

/// Nothing here survives a power cut, and nothing needs to. It may live in memory, so it stays small.
const THROW_AWAY: &str = "\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
max_connections = 300
autovacuum = off
jit = off
log_checkpoints = off
";

/// Times in the log and in the database are UTC: redress has a zone for each office, and the server has none.
const COMMON: &str = "\
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
lc_messages = 'C'
";

/// The lines to add to a new cluster's `postgresql.conf`. `lz4` tells whether this server was built with it.
pub(super) fn lines(kind: Kind, lz4: bool) -> String {
    let own = match kind {
        Kind::Kept => KEPT,
        Kind::ThrowAway => THROW_AWAY,
    };
    let compression = if lz4 { "lz4" } else { "on" };
    format!("\n# redress, when it made this cluster:\n{COMMON}{own}wal_compression = {compression}\n")
}

/// The arguments of `postgres`. No TCP: anyone on the machine could reach it, and nobody needs it.
pub(super) fn arguments(data: &Path, socket: &Path, port: u16) -> Vec<OsString> {
    let mut folders = b"unix_socket_directories=".to_vec();
    folders.extend(quoted(socket.as_os_str().as_bytes()));
    vec![
        "-D".into(),
        data.into(),
        "-p".into(),
        port.to_string().into(),
        "-c".into(),
        "listen_addresses=".into(),
        "-c".into(),
        OsString::from_vec(folders),
    ]
}

/// One folder in a setting that takes a list of them: quoted, or a comma in it would make it two.
fn quoted(folder: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for byte in folder {
        quoted.push(*byte);
        if *byte == b'"' {
            quoted.push(b'"');
        }
    }
    quoted.push(b'"');
    quoted
}

/// The arguments of `initdb`. The only account of the database is `redress`; whoever reaches the socket is
/// trusted, and only the folder's owner reaches it. A kept cluster checks every page it reads.
pub(super) fn initdb(data: &Path, kind: Kind) -> Vec<OsString> {
    let locale = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };
    let mut arguments: Vec<OsString> =
        vec!["-D".into(), data.into(), "-U".into(), super::server::ROLE.into()];
    arguments.extend(["-E", "UTF8", "--auth=trust", "--no-instructions"].map(OsString::from));
    arguments.push(format!("--locale={locale}").into());
    arguments.push(match kind {
        Kind::Kept => "--data-checksums".into(),
        Kind::ThrowAway => "--no-sync".into(),
    });
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_comma_or_a_quote_in_its_name_stays_one_folder() {
        let arguments = arguments(Path::new("/d"), Path::new("/a,b\"c"), 5432);
        assert_eq!(arguments.last().unwrap(), "unix_socket_directories=\"/a,b\"\"c\"");
    }

    #[test]
    fn only_a_throw_away_cluster_gives_up_durability() {
        assert!(lines(Kind::Kept, true).contains("\nfsync = on\nsynchronous_commit = on\n"));
        assert!(lines(Kind::ThrowAway, true).contains("\nfsync = off\nsynchronous_commit = off\n"));
    }
}
