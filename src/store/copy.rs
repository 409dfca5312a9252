//! Rows on their way into a table by Postgres' binary `COPY`, which takes a batch with less work on both
//! sides than arrays in a statement do.
//!
//! The caller names the columns once and then writes every row's fields in that order.

use jiff::Timestamp;
use sqlx::PgConnection;

use super::StoreFault;

/// Microseconds from the Unix epoch to 1 January 2000 UTC, from which Postgres counts.
const EPOCH: i64 = 946_684_800_000_000;

/// Rows in the format of `COPY … (FORMAT binary)`.
#[derive(Debug)]
pub(super) struct Copy {
    bytes: Vec<u8>,
    columns: i16,
    rows: usize,
}

impl Copy {
    /// No rows yet, of so many columns each.
    pub fn new(columns: i16) -> Copy {
        let mut bytes = b"PGCOPY\n\xff\r\n\0".to_vec();
        bytes.extend_from_slice(&[0; 8]);
        Copy { bytes, columns, rows: 0 }
    }

    /// Begins a row.
    pub fn row(&mut self) -> &mut Copy {
        self.rows += 1;
        self.bytes.extend_from_slice(&self.columns.to_be_bytes());
        self
    }

    /// A `bigint`.
    pub fn bigint(&mut self, value: i64) -> &mut Copy {
        self.field(&value.to_be_bytes())
    }

    /// An `int`.
    pub fn int(&mut self, value: i32) -> &mut Copy {
        self.field(&value.to_be_bytes())
    }

    /// A `boolean`.
    pub fn boolean(&mut self, value: bool) -> &mut Copy {
        self.field(&[u8::from(value)])
    }

    /// A `text` or `json`.
    pub fn text(&mut self, value: &str) -> &mut Copy {
        self.field(value.as_bytes())
    }

    /// A `bytea`.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Copy {
        self.field(value)
    }

    /// A `timestamptz`.
    pub fn instant(&mut self, value: Timestamp) -> &mut Copy {
        self.bigint(value.as_microsecond() - EPOCH)
    }

    fn field(&mut self, value: &[u8]) -> &mut Copy {
        let length = i32::try_from(value.len()).expect("no field of ours comes near two gigabytes");
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(value);
        self
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Sends the rows into a table, given as `table (column, …)`.
    pub async fn send(&self, tx: &mut PgConnection, table: &str) -> Result<(), StoreFault> {
        let mut copy = tx.copy_in_raw(&format!("copy {table} from stdin (format binary)")).await?;
        // The format ends with a row of minus one columns.
        for part in [self.bytes.as_slice(), &(-1_i16).to_be_bytes()] {
            if let Err(fault) = copy.send(part).await {
                let _ = copy.abort("the rows could not be sent").await;
                return Err(fault.into());
            }
        }
        copy.finish().await?;
        Ok(())
    }
}
