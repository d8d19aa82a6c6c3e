//! Passwords. They have no `Debug` and no `Display`, so they cannot be logged.

use std::{fs, io, path::Path};

/// A password.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Reads the first line of a file.
    ///
    /// # Errors
    /// The system's, or `InvalidData` when the file is empty.
    pub fn read(file: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "empty password file",
            ));
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
