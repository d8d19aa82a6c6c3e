//! Files of the operator: configuration, campaign folder, DNS answers, mails.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    campaign::Campaign,
    complaint::{Checked, Complaint, Place, Problem},
    config::Config,
    sender::signature::{Answer, Answers},
};

/// Largest data file that is read.
const MAX: u64 = 4 << 20;

/// Reads a text file whole.
///
/// # Errors
/// One complaint, with the system's reason.
pub fn text(file: &Path) -> Checked<String> {
    let read = || {
        if fs::metadata(file)?.len() > MAX {
            return Err(io::Error::other("larger than 4 MB"));
        }
        fs::read_to_string(file)
    };
    read().map_err(|error| vec![unreadable(file, &error.to_string())])
}

/// The bytes of a file that a command was given.
///
/// # Errors
/// One complaint, with the system's reason.
pub fn bytes(file: &Path) -> Checked<Vec<u8>> {
    fs::read(file).map_err(|error| vec![unreadable(file, &error.to_string())])
}

fn unreadable(file: &Path, why: &str) -> Complaint {
    Complaint {
        place: Place {
            file: file.display().to_string(),
            line: 1,
            column: 1,
        },
        key: String::new(),
        problem: Problem::Unreadable(why.to_owned()),
    }
}

/// Reads a configuration. Paths in it are relative to its own folder.
///
/// # Errors
/// Every fault, with line and column.
pub fn config(file: &Path) -> Checked<Config> {
    let text = text(file)?;
    let mut config = Config::load(&file.display().to_string(), &text)?;
    let home = file.parent().unwrap_or(Path::new("")).to_owned();
    config.campaign = home.join(&config.campaign);
    config.mailbox.password_file = home.join(&config.mailbox.password_file);
    config.form_key = config.form_key.take().map(|file| home.join(file));
    for server in [&mut config.mailbox.server, &mut config.smtp.server] {
        server.ca_file = server.ca_file.take().map(|file| home.join(file));
    }
    if let Some((_, file)) = &mut config.smtp.login {
        *file = home.join(&*file);
    }
    if let Some(path) = config.store.strip_prefix("sqlite:") {
        config.store = format!("sqlite:{}", home.join(path).display());
    }
    let mut complaints = exposed(&config.mailbox.password_file);
    if let Some((_, file)) = &config.smtp.login {
        complaints.extend(exposed(file));
    }
    // It is made with the first form that is issued, so it need not be there yet.
    if let Some(file) = config.form_key.as_ref().filter(|file| file.exists()) {
        complaints.extend(exposed(file));
    }
    complaints.dedup();
    if complaints.is_empty() {
        Ok(config)
    } else {
        Err(complaints)
    }
}

/// Is a password there, and only for us?
fn exposed(file: &Path) -> Vec<Complaint> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::metadata(file) {
        Err(error) => vec![unreadable(file, &error.to_string())],
        Ok(found) if found.permissions().mode() & 0o077 != 0 => vec![Complaint {
            place: Place {
                file: file.display().to_string(),
                line: 1,
                column: 1,
            },
            key: String::new(),
            problem: Problem::SecretExposed,
        }],
        Ok(_) => Vec::new(),
    }
}

/// Reads a campaign's folder.
///
/// # Errors
/// Every fault of every file, with line and column.
pub fn campaign(folder: &Path) -> Checked<Campaign> {
    Campaign::load(&campaign_texts(folder)?)
}

/// The data files of a campaign's folder, by name.
///
/// # Errors
/// A complaint when one cannot be read.
pub fn campaign_texts(folder: &Path) -> Checked<BTreeMap<String, String>> {
    let names =
        fs::read_dir(folder).map_err(|error| vec![unreadable(folder, &error.to_string())])?;
    let mut files = BTreeMap::new();
    for entry in names.flatten() {
        let path = entry.path();
        let data = path
            .extension()
            .is_some_and(|kind| kind == "toml" || kind == "csv");
        if let (true, Some(name)) = (data, path.file_name()) {
            files.insert(name.to_string_lossy().into_owned(), text(&path)?);
        }
    }
    Ok(files)
}

/// Writes files into a folder that is not there yet or holds nothing. False when
/// it holds something: then nothing is written.
///
/// # Errors
/// The system's.
pub fn write_new_folder(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<bool> {
    fs::create_dir_all(folder)?;
    if fs::read_dir(folder)?.next().is_some() {
        return Ok(false);
    }
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(true)
}

/// Reads DNS answers given by a person: lines of a name and its TXT text, in
/// quotes or not, with or without the words of a zone file; or a JSON object.
///
/// # Errors
/// One complaint for each line that cannot be read.
pub fn answers(file: &Path) -> Checked<Answers> {
    let text = text(file)?;
    if let Ok(object) = serde_json::from_str::<BTreeMap<String, String>>(&text) {
        return Ok(object
            .into_iter()
            .map(|(name, text)| (name_of(&name), Answer::Text(text)))
            .collect());
    }
    let mut answers = Answers::new();
    let mut complaints = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        match record(line) {
            Some((name, text)) => {
                answers.insert(name, Answer::Text(text));
            }
            None => complaints.push(Complaint {
                place: Place {
                    file: file.display().to_string(),
                    line: n + 1,
                    column: 1,
                },
                key: String::new(),
                problem: Problem::Syntax("NAME TXT \"VALUE\"".to_owned()),
            }),
        }
    }
    if complaints.is_empty() {
        Ok(answers)
    } else {
        Err(complaints)
    }
}

fn record(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.split_once(|c: char| c.is_whitespace() || c == '=')?;
    let mut rest = rest.trim_start();
    // `3600 IN TXT "…"`: the words of a zone file before the text.
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        let zone_word = word.eq_ignore_ascii_case("IN")
            || word.eq_ignore_ascii_case("TXT")
            || word.bytes().all(|b| b.is_ascii_digit());
        if !zone_word {
            break;
        }
        rest = after.trim_start();
    }
    let text = if rest.starts_with('"') {
        rest.split('"').skip(1).step_by(2).collect()
    } else {
        rest.to_owned()
    };
    (!text.is_empty()).then(|| (name_of(name), text))
}

fn name_of(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The mails that a path names: a file, or every file of a Maildir or folder,
/// in the order of their names.
///
/// # Errors
/// The system's.
pub fn mails(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let maildir = path.join("cur").is_dir() && path.join("new").is_dir();
    let folders = if maildir {
        vec![path.join("cur"), path.join("new")]
    } else {
        vec![path.to_owned()]
    };
    let mut found = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let mail = maildir || path.extension().is_some_and(|kind| kind == "eml");
            if mail && path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
