//! Offices and organisations.

use std::collections::BTreeMap;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::{Store, StoreFault, readable};
use crate::ladder::{Courtesy, Ladder, Office, Organisation};
use crate::texts::Language;

/// The revision of the ladder; it rises with every change of an office and of the calendars in force.
pub async fn revision(tx: &mut PgConnection) -> Result<i64, StoreFault> {
    Ok(sqlx::query_scalar("select revision from ladder_revision").fetch_one(tx).await?)
}

/// All offices.
pub async fn offices(tx: &mut PgConnection) -> Result<Ladder, StoreFault> {
    let sql = "select code, name::text as name, kind, place, above, email, language, zone from office";
    let rows = sqlx::query(sql).fetch_all(tx).await?;
    let offices = rows.iter().map(office).collect::<Result<Vec<Office>, StoreFault>>()?;
    Ok(Ladder::new(offices))
}

fn office(row: &PgRow) -> Result<Office, StoreFault> {
    Ok(Office {
        code: row.try_get("code")?,
        name: readable("the name of an office", row.try_get("name")?)?,
        kind: row.try_get("kind")?,
        place: row.try_get("place")?,
        above: row.try_get("above")?,
        email: row.try_get("email")?,
        language: language(row)?,
        zone: row.try_get("zone")?,
    })
}

/// The language in a row's column of that name.
pub(super) fn language(row: &PgRow) -> Result<Language, StoreFault> {
    let code: &str = row.try_get("language")?;
    code.parse().map_err(|why| StoreFault::Unreadable { what: "a language".to_owned(), why })
}

/// The organisations with these codes.
pub async fn organisations(tx: &mut PgConnection, codes: &[String]) -> Result<Vec<Organisation>, StoreFault> {
    let sql = "select code, name::text as name, bin, email, language from organisation where code = any($1)";
    let rows = sqlx::query(sql).bind(codes).fetch_all(tx).await?;
    let organisation = |row: &PgRow| {
        Ok(Organisation {
            code: row.try_get("code")?,
            name: readable("the name of an organisation", row.try_get("name")?)?,
            bin: row.try_get("bin")?,
            email: row.try_get("email")?,
            language: language(row)?,
        })
    };
    rows.iter().map(organisation).collect()
}

/// What those of these organisations want of courtesy letters that do not want each at once.
pub async fn courtesies(store: &Store, codes: &[String]) -> Result<BTreeMap<String, Courtesy>, StoreFault> {
    let sql = "select code, courtesy from organisation where code = any($1) and courtesy <> 'at-once'";
    let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(codes).fetch_all(store.pool()).await?;
    let read = |(code, wanted): (String, String)| {
        let unreadable = |why| StoreFault::Unreadable { what: "a wish for letters".to_owned(), why };
        Ok((code, wanted.parse().map_err(unreadable)?))
    };
    rows.into_iter().map(read).collect()
}

/// Keeps what an organisation wants of courtesy letters.
pub async fn choose_courtesy(store: &Store, code: &str, wanted: Courtesy) -> Result<(), StoreFault> {
    let sql = "update organisation set courtesy = $2 where code = $1";
    sqlx::query(sql).bind(code).bind(wanted.code()).execute(store.pool()).await?;
    Ok(())
}

/// Stores offices, those above first or not: new codes are added, known ones brought up to date.
pub async fn store_offices(store: &Store, offices: &[Office]) -> Result<(), StoreFault> {
    let mut tx = store.begin().await?;
    let column = |value: fn(&Office) -> String| offices.iter().map(value).collect::<Vec<String>>();
    let zones: Vec<Option<&str>> = offices.iter().map(|office| office.zone.as_deref()).collect();
    let above: Vec<Option<&str>> = offices.iter().map(|office| office.above.as_deref()).collect();
    let sql = "insert into office (code, name, kind, place, above, email, language, zone)
        select code, name::jsonb, kind, place, above, email, language, zone
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
            as t (code, name, kind, place, above, email, language, zone)
        on conflict (code) do update set name = excluded.name, kind = excluded.kind, place = excluded.place,
            above = excluded.above, email = excluded.email, language = excluded.language, zone = excluded.zone";
    sqlx::query(sql)
        .bind(column(|office| office.code.clone()))
        .bind(column(|office| crate::seal::canonical(&office.name)))
        .bind(column(|office| office.kind.clone()))
        .bind(column(|office| office.place.clone()))
        .bind(above)
        .bind(column(|office| office.email.clone()))
        .bind(column(|office| office.language.to_string()))
        .bind(zones)
        .execute(&mut *tx)
        .await?;
    sqlx::query("update ladder_revision set revision = revision + 1").execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Stores organisations: new codes are added, known ones brought up to date.
pub async fn store_organisations(store: &Store, organisations: &[Organisation]) -> Result<(), StoreFault> {
    let column =
        |value: fn(&Organisation) -> String| organisations.iter().map(value).collect::<Vec<String>>();
    let bins: Vec<Option<&str>> =
        organisations.iter().map(|organisation| organisation.bin.as_deref()).collect();
    let sql = "insert into organisation (code, name, bin, email, language)
        select code, name::jsonb, bin, email, language
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (code, name, bin, email, language)
        on conflict (code) do update set name = excluded.name, bin = excluded.bin, email = excluded.email,
            language = excluded.language";
    sqlx::query(sql)
        .bind(column(|organisation| organisation.code.clone()))
        .bind(column(|organisation| crate::seal::canonical(&organisation.name)))
        .bind(bins)
        .bind(column(|organisation| organisation.email.clone()))
        .bind(column(|organisation| organisation.language.to_string()))
        .execute(store.pool())
        .await?;
    Ok(())
}
