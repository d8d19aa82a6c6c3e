//! Passwords. They have no `Debug` and no `Display`, so they cannot be logged.

use std::{fmt, fs, io, path::Path};

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
