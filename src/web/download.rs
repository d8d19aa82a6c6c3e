//! Mails and files as they came: always to be saved, never to be shown.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{
    App, aside::Turn, ask::Place, failure::Failure, filter::percent, headers::SANDBOX,
    session::Person,
};
use crate::{
    digest::Digest,
    edge::store::{LetterId, MailId, StoreError},
    mail::Mail,
    text,
    verdict::files,
};

/// The mail as the server held it.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn raw(
    State(app): State<App>,
    _: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    match app.store.raw(MailId(id)).await {
        Ok(bytes) => Ok(saved(bytes, &format!("thu-{id}.eml"))),
        Err(StoreError::Conflict(_)) => Err(Failure::NotFound),
        Err(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_))) => Err(error.into()),
    }
}

/// A letter, as it is sent.
///
/// # Errors
/// When there is no such letter or the ledger does not answer.
pub async fn letter(
    State(app): State<App>,
    _: Person,
    Place(id): Place<i64>,
) -> Result<Response, Failure> {
    match app.store.letter_raw(LetterId(id)).await {
        Ok(bytes) => Ok(saved(bytes, &format!("thu-tra-loi-{id}.eml"))),
        Err(StoreError::Conflict(_)) => Err(Failure::NotFound),
        Err(error @ (StoreError::Unavailable(_) | StoreError::Corrupt(_))) => Err(error.into()),
    }
}

/// A file of a mail, taken from the mail once more and compared with what was
/// judged: nobody shall look at other bytes than the program did.
///
/// # Errors
/// When there is no such file, or it is not what was judged.
pub async fn file(
    State(app): State<App>,
    _: Person,
    Place((id, n)): Place<(i64, i64)>,
) -> Result<Response, Failure> {
    let page = app.store.mail(MailId(id)).await?.ok_or(Failure::NotFound)?;
    let known = page
        .attachments
        .into_iter()
        .find(|known| known.n == n)
        .ok_or(Failure::NotFound)?;
    let raw = app.store.raw(MailId(id)).await?;
    let at = usize::try_from(n).map_err(|_| Failure::NotFound)?;
    let limits = app.limits;
    // A large mail takes a while to open.
    let open = move || {
        let mut attachments = Mail::open(&raw).parts.attachments;
        files::look(&mut attachments, &limits);
        (at < attachments.len()).then(|| attachments.swap_remove(at))
    };
    let (_, opened) = Turn::wait(&app.turns).await?.run(open).await?;
    let bytes = opened
        .map(|attachment| attachment.bytes)
        .filter(|bytes| Digest::of(bytes) == known.digest)
        .ok_or_else(|| Failure::Broken(format!("mail/{id} file {n} is not what was judged")))?;
    Ok(saved(bytes, &known.name))
}

/// An answer that a browser saves and never interprets.
pub(super) fn saved(bytes: Vec<u8>, name: &str) -> Response {
    let named = HeaderValue::from_str(&disposition(name))
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::CONTENT_DISPOSITION, named),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(SANDBOX),
        ),
    ];
    (headers, bytes).into_response()
}

/// `attachment` with the name twice (RFC 6266): plain for old programs, and as
/// it is. What could be a path or end the header is gone.
#[must_use]
pub fn disposition(name: &str) -> String {
    let name = text::one_line(name, 150).replace(['/', '\\', ':'], "_");
    let name = name.trim_start_matches(['.', ' ']);
    let name = if name.is_empty() {
        "tep-dinh-kem"
    } else {
        name
    };
    let plain: String = name
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        // The one Vietnamese letter whose mark is no character of its own.
        .map(|c| match c {
            '\u{111}' => 'd',
            '\u{110}' => 'D',
            c if c.is_ascii_alphanumeric() || "._-".contains(c) => c,
            _ => '_',
        })
        .collect();
    let full: String = name.bytes().map(percent).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}
