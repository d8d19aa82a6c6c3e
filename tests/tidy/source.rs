//! The files that the laws are about, read from the repository.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// One source file.
pub struct Source {
    /// Path below the repository, with `/`.
    pub at: String,
    /// What it holds.
    pub text: String,
}

impl Source {
    /// The top-level module it belongs to; none for the crate roots.
    pub fn module(&self) -> Option<&str> {
        let first = self.at.strip_prefix("src/")?.split('/').next()?;
        let module = first.trim_end_matches(".rs");
        (module != "lib" && module != "main").then_some(module)
    }

    /// Lines of code with their numbers: comments are free to speak of anything.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..)
            .zip(self.text.lines())
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// How many modules lie between it and the root of the crate.
    pub fn depth(&self) -> usize {
        let path = self.at.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        path.split('/').count() - 1
    }
}

/// `pub mod` lines of `lib.rs`, top to bottom.
pub fn reading_order() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")))
        .filter_map(|line| line.strip_suffix(';'))
        .map(String::from)
        .collect()
}

/// `crate::x` anywhere, and the first names inside `use crate::{…}`.
pub fn modules_named(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => named.extend(first_names(group)),
            None => named.extend(first_name(rest)),
        }
    }
    named
}

/// The first name of every entry of a group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth > 0 => (),
            ',' | '}' => {
                names.extend(first_name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    return names;
                }
            }
            _ => (),
        }
    }
    names
}

fn first_name(path: &str) -> Option<String> {
    let name = path
        .trim_start()
        .split(|c: char| !c.is_alphanumeric() && c != '_');
    name.map(String::from)
        .next()
        .filter(|name| !name.is_empty())
}

/// Every file of ours.
pub fn all_sources() -> impl Iterator<Item = Source> {
    sources("src").chain(sources("tests"))
}

/// The files below a folder.
pub fn sources(folder: &str) -> impl Iterator<Item = Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found.into_iter().map(|path| Source {
        at: path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    })
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
