//! Test databases: each test has one of its own, with all migrations, and it is gone when the test is.
//!
//! They live on one throw-away cluster for this checkout, shared by every test process at work on it, which stops
//! and is deleted some seconds after the last of them; or on the server that `REDRESS_TEST_DATABASE_URL` names,
//! whose account must be allowed to make databases.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use nix::sys::statvfs::statvfs;
use nix::unistd::geteuid;
use redress::cluster::{Cluster, Kind, Settings};
use redress::store::admin;
use sha2::{Digest, Sha256};
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use tokio::runtime;
use tokio::sync::OnceCell;

const CHECKOUT: &str = env!("CARGO_MANIFEST_DIR");
/// How large a file system in memory must be for the cluster: containers are often given 64 MiB.
const ENOUGH_MEMORY: u64 = 2 << 30;
/// The advisory lock under which the template is made: any number nobody else uses.
const TEMPLATE_LOCK: i64 = 0x7265_6472_6573_7374;

/// A database of one test. Dropping it deletes it.
pub struct TestDatabase {
    pub url: String,
    pub options: PgConnectOptions,
    name: String,
    server: PgConnectOptions,
}

/// Makes a database with all migrations, in some 10 to 80 milliseconds once the first is made.
pub async fn database() -> TestDatabase {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    let server = SERVER.get_or_init(Server::ready).await;
    server.database().await
}

/// How the tests open clusters: with the redress just built, and what the machine has of Postgres.
pub fn settings() -> Settings {
    let home = variable("HOME").map(|home| home.join(".local/share"));
    Settings {
        keeper: variable("REDRESS_TEST_KEEPER").unwrap_or_else(|| env!("CARGO_BIN_EXE_redress").into()),
        binaries: None,
        path: variable("PATH").map(PathBuf::into_os_string),
        data_home: variable("XDG_DATA_HOME").or(home),
    }
}

/// A variable of the environment; an empty one counts as none.
#[allow(clippy::disallowed_methods, reason = "the tests have no `config`")]
pub fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

struct Server {
    maintenance: PgConnectOptions,
    template: String,
    /// Never closed: the process ends, and the keeper does the rest.
    _cluster: Option<Cluster>,
}

impl Server {
    async fn ready() -> Self {
        let (maintenance, cluster) = match variable("REDRESS_TEST_DATABASE_URL") {
            Some(url) => {
                let url = url.to_str().expect("REDRESS_TEST_DATABASE_URL is text");
                (
                    url.parse().expect("REDRESS_TEST_DATABASE_URL is like postgres://me@localhost/postgres"),
                    None,
                )
            }
            None => {
                let cluster = Cluster::open(&shared_folder(), Kind::ThrowAway, &settings()).await;
                let cluster = cluster.unwrap_or_else(|error| panic!("no database for the tests: {error}"));
                (cluster.options("postgres"), Some(cluster))
            }
        };
        let template = make_template(&maintenance).await;
        Self { maintenance, template, _cluster: cluster }
    }

    async fn database(&self) -> TestDatabase {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("redress_test_{}_{made}_{:08x}", std::process::id(), rand::random::<u32>());
        let mut connection = self.maintenance.connect().await.expect("the test server answers");
        admin::database_copy(&mut connection, &name, &self.template).await.expect("a test database is made");
        let options = self.maintenance.clone().database(&name);
        let url = options.to_url_lossy().to_string();
        TestDatabase { url, options, name, server: self.maintenance.clone() }
    }
}

/// One folder for each checkout and user, where the account of the server can reach it: homes are often closed.
/// In memory where there is enough, since making a database there takes a tenth of the time.
fn shared_folder() -> PathBuf {
    let checkout = hex(Sha256::new().chain_update(CHECKOUT));
    let memory = Path::new("/dev/shm");
    let above = if bytes_of(memory) >= ENOUGH_MEMORY { memory.to_owned() } else { env::temp_dir() };
    above.join(format!("redress-tests-{}-{checkout}", geteuid()))
}

/// The size of the file system of this folder; of one that is not there, none. Not what is free: every test
/// process shall come to the same answer.
#[allow(clippy::useless_conversion, reason = "the numbers are smaller on macOS")]
fn bytes_of(folder: &Path) -> u64 {
    statvfs(folder).map_or(0, |system| u64::from(system.blocks()) * u64::from(system.fragment_size()))
}

/// Makes the database that all others are copies of, once for each state of `migrations/`.
async fn make_template(maintenance: &PgConnectOptions) -> String {
    let migrations =
        Migrator::new(Path::new(CHECKOUT).join("migrations")).await.expect("migrations are readable");
    let mut hash = Sha256::new();
    for migration in migrations.iter() {
        hash.update(migration.version.to_be_bytes());
        hash.update(&migration.checksum);
    }
    let template = format!("redress_template_{}", hex(hash));
    let unfinished = format!("{template}_new");

    let mut connection = maintenance.connect().await.expect("the test server answers");
    admin::advisory_lock(&mut connection, TEMPLATE_LOCK).await.expect("the template can be locked");
    if !admin::database_exists(&mut connection, &template).await.expect("databases can be listed") {
        admin::database_drop(&mut connection, &unfinished)
            .await
            .expect("a half-made template can be dropped");
        admin::database_create(&mut connection, &unfinished).await.expect("the template can be made");
        let mut inside =
            maintenance.clone().database(&unfinished).connect().await.expect("the template answers");
        migrations.run(&mut inside).await.expect("the migrations apply");
        sqlx::Connection::close(inside).await.expect("the template is left in good order");
        admin::database_rename(&mut connection, &unfinished, &template).await.expect("the template is named");
    }
    template
}

/// The first 16 digits of a hash: enough for a name.
fn hex(hash: Sha256) -> String {
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Drop for TestDatabase {
    /// Deletes the database, on a thread of its own: the test's runtime cannot be waited for here. A test that is
    /// killed leaves its database behind, which goes with the cluster.
    fn drop(&mut self) {
        let (name, server) = (self.name.clone(), self.server.clone());
        let dropped = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async { admin::database_drop(&mut server.connect().await?, &name).await })
        });
        let dropped = dropped.join();
        // A panic in a drop that follows a panic would hide the test's own.
        assert!(
            thread::panicking() || matches!(dropped, Ok(Ok(()))),
            "{} is dropped: {dropped:?}",
            self.name
        );
    }
}
