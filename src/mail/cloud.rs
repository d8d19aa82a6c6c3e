//! A link to a file somewhere else, written where the file should be. Nothing
//! is ever fetched from it.

/// Hosts where people here leave files, and what they call them.
const HOSTS: [(&str, &str); 13] = [
    ("drive.google.com", "Google Drive"),
    ("docs.google.com", "Google Drive"),
    ("1drv.ms", "OneDrive"),
    ("onedrive.live.com", "OneDrive"),
    (".sharepoint.com", "OneDrive"),
    ("dropbox.com", "Dropbox"),
    ("zalo.me", "Zalo"),
    (".zadn.vn", "Zalo"),
    ("zdn.vn", "Zalo"),
    ("fshare.vn", "Fshare"),
    ("mediafire.com", "MediaFire"),
    ("wetransfer.com", "WeTransfer"),
    ("we.tl", "WeTransfer"),
];

/// The service that a body links to, if it is one of them.
#[must_use]
pub fn service(body: &str) -> Option<&'static str> {
    // Most bodies have no link at all, and none is copied to be looked through.
    body.match_indices("://").find_map(|(at, sign)| {
        let link = &body[at + sign.len()..];
        let end = link.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'));
        let host = &link[..end.unwrap_or(link.len()).min(255)];
        let known = HOSTS.iter().find(|(known, _)| is_under(host, known));
        known.map(|(_, name)| *name)
    })
}

/// Is a host the known one, or below it?
fn is_under(host: &str, known: &str) -> bool {
    let Some((above, end)) = host
        .len()
        .checked_sub(known.len())
        .map(|at| host.split_at(at))
    else {
        return false;
    };
    let apart = above.is_empty() || above.ends_with('.') || known.starts_with('.');
    apart && end.eq_ignore_ascii_case(known)
}
