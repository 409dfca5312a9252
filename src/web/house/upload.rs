//! A form with files in it, read as fields: a file becomes the text that could have been typed instead.
//!
//! So a form that was not right, or whose sender was signed out in the middle, gives everything back.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

use crate::web::fields::Fields;
use crate::web::trouble::Trouble;

/// The name of a field that holds a file beside the first, before the file's own name.
pub(super) const BESIDE: &str = "beside:";

/// What a form of this kind sends: `text` is the file or what was typed, `file` its name.
#[derive(Debug)]
pub(super) struct Upload(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Upload, Trouble> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Fields::from_request(request, state).await.map(Upload);
        }
        let mut form = Multipart::from_request(request, state).await.map_err(|_| Trouble::Unreadable)?;
        let (mut typed, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = form.next_field().await.map_err(|_| Trouble::Unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file =
                part.file_name().map(|file| file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned());
            let bytes = part.bytes().await.map_err(|_| Trouble::Unreadable)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            match file {
                None => typed.push((name, text)),
                Some(file) if !file.is_empty() => files.push((file, text)),
                Some(_) => {}
            }
        }
        Ok(Upload(Fields::of(laid_together(typed, files))))
    }
}

/// The files in place of what was typed. Texts of letters end in `.txt` and stand beside; of the others the first counts.
fn laid_together(typed: Vec<(String, String)>, files: Vec<(String, String)>) -> Vec<(String, String)> {
    let (beside, first): (Vec<_>, Vec<_>) = files.into_iter().partition(|(file, _)| file.ends_with(".txt"));
    let mut fields = typed;
    if let Some((file, text)) = first.into_iter().next() {
        fields.retain(|(name, _)| name != "text" && name != "file");
        fields.extend([("file".to_owned(), file), ("text".to_owned(), text)]);
    }
    for (file, text) in beside {
        let name = format!("{BESIDE}{file}");
        fields.retain(|(known, _)| *known != name);
        fields.push((name, text));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn a_file_takes_the_place_of_what_was_typed_and_letters_stand_beside_it() {
        let files = vec![pair("received.en.txt", "Subject: x"), pair("a.yaml", "workflow: a")];
        let read = laid_together(vec![pair("text", "typed"), pair("decree", "law")], files);
        let expected = [
            pair("decree", "law"),
            pair("file", "a.yaml"),
            pair("text", "workflow: a"),
            pair("beside:received.en.txt", "Subject: x"),
        ];
        assert_eq!(read, expected);
        assert_eq!(laid_together(vec![pair("text", "typed")], Vec::new()), [pair("text", "typed")]);
    }
}
