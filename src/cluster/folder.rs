//! The cluster's folder: the names in it, who may use it, and the taking of decisions about it. Called by the
//! other files of the room. It promises that two processes never decide about one folder at once, even when
//! one of them deletes it and the other makes it again.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

use super::account::{Account, name_of};
use super::{ClusterError, Kind, lock};

/// The longest path the kernel takes for a socket, in bytes.
const SOCKET_PATH_LIMIT: usize = if cfg!(target_os = "macos") { 103 } else { 107 };
/// How often a folder may vanish while it is being claimed, before we take that for a fault.
const RACES: u32 = 20;
/// Where short folders for sockets are made, the first that can be written.
const SHORT_FOLDERS: [&str; 2] = ["/run", "/tmp"];
/// What Postgres calls its socket on [`super::server::PORT`].
const SOCKET_NAME: &str = ".s.PGSQL.5432";

#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder if needed, checks that it is the caller's, and takes the right to decide about it.
    pub(super) async fn claim(dir: &Path) -> Result<(Self, File), ClusterError> {
        let mut races = 0;
        loop {
            let folder = match Self::prepare(dir) {
                // Deleted between two of our steps, by the last user of a throw-away cluster.
                Err(ClusterError::Io { source, .. })
                    if source.kind() == ErrorKind::NotFound && races < RACES =>
                {
                    races += 1;
                    continue;
                }
                other => other?,
            };
            if let Some(decision) = folder.decide().await? {
                return Ok((folder, decision));
            }
        }
    }

    /// The folder of a cluster that exists, for the keeper.
    pub(super) fn existing(dir: &Path) -> Self {
        Self { root: dir.to_owned() }
    }

    /// Takes the right to decide; `None` if the cluster was deleted meanwhile (and perhaps another made).
    pub(super) async fn decide(&self) -> Result<Option<File>, ClusterError> {
        let path = self.lock();
        let file = match File::options().read(true).write(true).open(&path) {
            Err(source) if source.kind() == ErrorKind::NotFound => return Ok(None),
            other => other.map_err(ClusterError::io("open the lock file", &path))?,
        };
        lock::take(&file, &path).await?;
        Ok(same_file(&file, &path).then_some(file))
    }

    fn prepare(dir: &Path) -> Result<Self, ClusterError> {
        let failed = || ClusterError::io("make the folder", dir);
        if let Some(parent) = dir.parent() {
            fs::create_dir_all(parent).map_err(failed())?;
        }
        // As root, the account of the server has to pass through to its data.
        let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
        match fs::create_dir(dir) {
            Ok(()) => fs::set_permissions(dir, Permissions::from_mode(mode)).map_err(failed())?,
            Err(exists) if exists.kind() == ErrorKind::AlreadyExists => {}
            Err(source) => return Err(failed()(source)),
        }
        let root = dir.canonicalize().map_err(failed())?;
        let owner = fs::metadata(&root).map_err(failed())?.uid();
        if owner != geteuid().as_raw() {
            return Err(ClusterError::NotYours { folder: root, owner: name_of(owner) });
        }
        let folder = Self { root };
        lock::open(&folder.lock())?;
        Ok(folder)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }
    /// The cluster being made, before it is renamed to [`Folder::data`].
    pub(super) fn unfinished(&self) -> PathBuf {
        self.root.join("data.new")
    }
    fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }
    pub(super) fn alive(&self) -> PathBuf {
        self.root.join("alive")
    }
    pub(super) fn keeper(&self) -> PathBuf {
        self.root.join("keeper")
    }
    pub(super) fn keeper_log(&self) -> PathBuf {
        self.root.join("keeper.log")
    }
    pub(super) fn server(&self) -> PathBuf {
        self.root.join("server")
    }
    pub(super) fn log(&self) -> PathBuf {
        self.root.join("server.log")
    }
    pub(super) fn previous_log(&self) -> PathBuf {
        self.root.join("server.previous.log")
    }

    /// Begins a log, which only we read.
    pub(super) fn new_log(&self, path: &Path) -> Result<File, ClusterError> {
        let mut log = File::options();
        log.create(true)
            .write(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .map_err(ClusterError::io("write", path))
    }

    /// The major version that made the data, if there is data.
    pub(super) fn major(&self) -> Result<Option<u32>, ClusterError> {
        let path = self.data().join("PG_VERSION");
        match fs::read_to_string(&path) {
            Ok(text) => match text.trim().parse() {
                Ok(major) => Ok(Some(major)),
                Err(_) => Err(ClusterError::Unreadable { path }),
            },
            Err(source) if source.kind() == ErrorKind::NotFound && !self.data().exists() => Ok(None),
            Err(source) => Err(ClusterError::io("read", &path)(source)),
        }
    }

    /// The kind this cluster was made as.
    pub(super) fn kind(&self) -> Kind {
        if self.mark_path().exists() { Kind::ThrowAway } else { Kind::Kept }
    }

    /// Remembers the kind of a new cluster, and refuses to open an old one as another: a kept one must never be
    /// deleted, and nothing worth keeping may lie in a throw-away one.
    pub(super) fn mark(&self, kind: Kind) -> Result<(), ClusterError> {
        let mark = self.mark_path();
        if self.data().exists() {
            let made_as = self.kind();
            let folder = self.root.clone();
            return if made_as == kind { Ok(()) } else { Err(ClusterError::OtherKind { folder, made_as }) };
        }
        match kind {
            Kind::ThrowAway => fs::write(&mark, "").map_err(ClusterError::io("write", &mark)),
            Kind::Kept => absent(fs::remove_file(&mark)).map_err(ClusterError::io("remove", &mark)),
        }
    }

    fn mark_path(&self) -> PathBuf {
        self.root.join("throw-away")
    }

    /// Where the socket is: `socket/`, or what it links to.
    pub(super) fn socket(&self) -> PathBuf {
        let own = self.root.join("socket");
        fs::read_link(&own).unwrap_or(own)
    }

    /// Makes an empty private folder for the socket, in place of any left before.
    pub(super) fn make_socket(&self, account: &Account) -> Result<PathBuf, ClusterError> {
        let own = self.root.join("socket");
        // Where it was before a crash, there programs still look for it.
        let before = fs::read_link(&own).ok();
        self.remove_socket()?;
        let made = if own.join(SOCKET_NAME).as_os_str().len() <= SOCKET_PATH_LIMIT {
            private_folder(&own).map(|()| own.clone())
        } else {
            short_folder(before).and_then(|short| symlink(&short, &own).map(|()| short))
        };
        let made = made.map_err(ClusterError::io("make a folder for the socket", &own))?;
        account.give(&made)?;
        Ok(made)
    }

    /// Removes the socket's folder, a short one included.
    pub(super) fn remove_socket(&self) -> Result<(), ClusterError> {
        let own = self.root.join("socket");
        let removed = match fs::read_link(&own) {
            Ok(short) => absent(fs::remove_dir_all(short)).and_then(|()| fs::remove_file(&own)),
            Err(_) => absent(fs::remove_dir_all(&own)),
        };
        removed.map_err(ClusterError::io("remove the socket's folder", &own))
    }

    /// Deletes the cluster and everything of ours beside it; the folder itself if nothing else is in it. The
    /// lock goes last: as long as it is there, nobody makes a new cluster here.
    pub(super) fn remove(&self) -> Result<(), ClusterError> {
        self.remove_socket()?;
        for folder in [self.data(), self.unfinished()] {
            absent(fs::remove_dir_all(&folder)).map_err(ClusterError::io("remove", &folder))?;
        }
        let lock = self.lock();
        let files =
            [self.log(), self.previous_log(), self.keeper_log(), self.alive(), self.keeper(), self.server()];
        for file in files.iter().chain([&self.mark_path(), &lock]) {
            absent(fs::remove_file(file)).map_err(ClusterError::io("remove", file))?;
        }
        // Somebody may already be making the next cluster in it.
        let _ = fs::remove_dir(&self.root);
        Ok(())
    }
}

/// Makes a folder only its owner may enter; fails if something is there already.
pub(super) fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// A folder with a short path and a name nobody can guess: that of before, if it can be had again.
fn short_folder(before: Option<PathBuf>) -> io::Result<PathBuf> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    let name = || format!("redress-{:016x}", rand::random::<u64>());
    let new = SHORT_FOLDERS.iter().map(|base| Path::new(base).join(name()));
    for path in before.into_iter().chain(new) {
        match private_folder(&path) {
            Ok(()) => return Ok(path),
            Err(source) => last = source,
        }
    }
    Err(last)
}

fn same_file(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(theirs)) => (ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino()),
        _ => false,
    }
}

/// Removing what is not there has succeeded.
pub(super) fn absent(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
