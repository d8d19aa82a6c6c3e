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
    let body = body.to_ascii_lowercase();
    let links = body.split("://").skip(1);
    let hosts = links.map(|link| {
        let end = link.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'));
        link.split_at(end.unwrap_or(link.len())).0
    });
    hosts.into_iter().find_map(|host| {
        let under = |known: &str| {
            let rest = host.strip_suffix(known);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.ends_with('.') || known.starts_with('.')
            })
        };
        let known = HOSTS.iter().find(|(known, _)| under(known));
        known.map(|(_, name)| *name)
    })
}
