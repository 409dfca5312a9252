//! Files that would be a burden: each is refused in its turn, and the pages go on.

use axum::http::StatusCode;

use crate::filing::Draft;
use crate::served::{APPELLANT, Served};

/// A PDF whose table names one stream of a megabyte as two thousand objects, each of which its reader copies.
fn heavy_pdf() -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    let stream = pdf.len();
    let length = 1 << 20;
    pdf.extend(format!("3 0 obj\n<</Length {length}>>\nstream\n").into_bytes());
    pdf.extend(vec![b'x'; length]);
    pdf.extend(b"\nendstream\nendobj\n");
    let table = pdf.len();
    pdf.extend(b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n3 2000\n");
    pdf.extend(format!("{stream:010} 00000 n \n").repeat(2000).into_bytes());
    pdf.extend(format!("trailer\n<</Size 2003/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").into_bytes());
    pdf
}

#[tokio::test]
async fn a_pdf_that_takes_more_memory_than_it_may_have_is_refused_and_the_next_one_is_taken() {
    let served = Served::at("2021-01-27 12:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    let whole = include_bytes!("../../fuzz/corpus/paper/plain.pdf");
    let answer = draft.adds(&[("heavy.pdf", &heavy_pdf()), ("plain.pdf", whole)]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("heavy.pdf: the PDF is broken"), "{}", answer.body);
    assert!(answer.body.contains("plain.pdf") && !answer.body.contains("plain.pdf: "), "{}", answer.body);
}
