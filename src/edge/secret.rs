//! Passwords and keys. They have no `Debug` and no `Display`, so they cannot be
//! logged.

use std::{
    fmt, fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use crate::form::code::CodeKey;

/// A password.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Reads the first line of a file.
    ///
    /// # Errors
    /// The system's, or `InvalidData` when the file is empty; both name it.
    pub fn read(file: &Path) -> io::Result<Self> {
        let named = |kind, why: &dyn fmt::Display| {
            io::Error::new(kind, format!("{}: {why}", file.display()))
        };
        let text = fs::read_to_string(file).map_err(|error| named(error.kind(), &error))?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            let why = "the file is empty, its first line is the password";
            return Err(named(io::ErrorKind::InvalidData, &why));
        }
        Ok(Self(line.to_owned()))
    }

    /// A password from somewhere else than a file.
    #[must_use]
    pub fn new(password: String) -> Self {
        Self(password)
    }

    /// The password, at the place where it is handed over.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Reads the key that codes of issued forms are made with: one line of 64
/// hexadecimal digits. None when it is not there yet: nothing was issued.
///
/// # Errors
/// The system's, or `InvalidData` when the file holds something else; both name
/// it, and neither quotes it.
pub fn form_key(file: &Path) -> io::Result<Option<CodeKey>> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(named)?,
    };
    let key = from_hex(text.trim()).ok_or_else(|| {
        let why = "not a key: it should be one line of 64 hexadecimal digits";
        named(io::Error::new(io::ErrorKind::InvalidData, why))
    })?;
    Ok(Some(CodeKey::new(key)))
}

fn from_hex(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// Makes that key, readable by us alone. Another that is there already is not
/// touched, because the forms in the field carry its codes.
///
/// # Errors
/// The system's, naming the file; `AlreadyExists` is one.
pub fn make_form_key(file: &Path) -> io::Result<CodeKey> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| named(io::Error::other(error.to_string())))?;
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut options = fs::OpenOptions::new();
    let mut out = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .map_err(named)?;
    out.write_all(format!("{hex}\n").as_bytes())
        .and_then(|()| out.sync_all())
        .map_err(named)?;
    Ok(CodeKey::new(key))
}
