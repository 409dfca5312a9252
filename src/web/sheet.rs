//! Tables to take along: files that any spreadsheet opens, UTF-8 with its mark, days as ISO 8601, and no cell that a
//! spreadsheet would take for a formula.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::trouble::Trouble;

/// A file that is being written.
pub(super) struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// With the heads of its columns.
    pub fn new(heads: impl IntoIterator<Item = String>) -> Result<Sheet, Trouble> {
        let mut sheet = Sheet(csv::Writer::from_writer("\u{feff}".as_bytes().to_vec()));
        sheet.row(heads)?;
        Ok(sheet)
    }

    /// Adds a row, of as many cells as there are heads.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), Trouble> {
        let cells = cells.into_iter().map(safe);
        self.0.write_record(cells).map_err(|fault| Trouble::Fault(fault.to_string()))
    }

    /// The answer that a browser keeps under a name.
    pub fn answer(self, name: &str) -> Result<Response, Trouble> {
        let bytes = self.0.into_inner().map_err(|fault| Trouble::Fault(fault.to_string()))?;
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((headers, bytes).into_response())
    }
}

/// A cell that begins like a formula begins with a quote, which spreadsheets take for text.
fn safe(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        assert_eq!(super::safe("=HYPERLINK(\"x\")".to_owned()), "'=HYPERLINK(\"x\")");
        assert_eq!(super::safe("@SUM".to_owned()), "'@SUM");
        assert_eq!(super::safe("ECHO".to_owned()), "ECHO");
    }
}
