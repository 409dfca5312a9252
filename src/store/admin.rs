//! Administrative statements: what a server is, and which databases it has. They know nothing of appeals. Called
//! by `cluster` and by the tests' world, with a connection to any database of the server.
//!
//! All errors are the server's own, or a broken connection's.

use sqlx::{AssertSqlSafe, PgConnection, query, query_scalar};

/// The folder the server keeps its data in, as it names it itself. Needs the superuser.
///
/// # Errors
/// The server's own.
pub async fn data_directory(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    query_scalar("select current_setting('data_directory')").fetch_one(connection).await
}

/// The server's version without its package's: `15.18`.
///
/// # Errors
/// The server's own.
pub async fn server_version(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    query_scalar("select split_part(current_setting('server_version'), ' ', 1)").fetch_one(connection).await
}

/// Whether the server has a database of this name.
///
/// # Errors
/// The server's own.
pub async fn database_exists(connection: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(connection)
        .await
}

/// Makes an empty database.
///
/// # Errors
/// The server's own; among them, that there is one of this name.
pub async fn database_create(connection: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    execute(connection, format!("create database {}", identifier(name))).await
}

/// Makes a database as a copy of another, to which nobody may be connected.
///
/// # Errors
/// The server's own.
pub async fn database_copy(
    connection: &mut PgConnection,
    name: &str,
    template: &str,
) -> Result<(), sqlx::Error> {
    let (name, template) = (identifier(name), identifier(template));
    execute(connection, format!("create database {name} template {template} strategy file_copy")).await
}

/// Gives a database, to which nobody may be connected, another name.
///
/// # Errors
/// The server's own.
pub async fn database_rename(connection: &mut PgConnection, from: &str, to: &str) -> Result<(), sqlx::Error> {
    execute(connection, format!("alter database {} rename to {}", identifier(from), identifier(to))).await
}

/// Deletes a database if it is there, and cuts whoever is connected to it.
///
/// # Errors
/// The server's own.
pub async fn database_drop(connection: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    execute(connection, format!("drop database if exists {} with (force)", identifier(name))).await
}

/// Waits for the advisory lock of this number and keeps it until the connection closes.
///
/// # Errors
/// The server's own.
pub async fn advisory_lock(connection: &mut PgConnection, number: i64) -> Result<(), sqlx::Error> {
    query("select pg_advisory_lock($1)").bind(number).execute(connection).await.map(drop)
}

async fn execute(connection: &mut PgConnection, statement: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await.map(drop)
}

/// A name in SQL: quoted, with its quotes doubled.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_quote_in_it_stays_one_name() {
        assert_eq!(identifier(r#"a"; drop table x; --"#), r#""a""; drop table x; --""#);
    }
}
