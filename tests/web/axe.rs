//! The rules of WCAG 2.2 AA, as axe reads them, asked of a page in a browser.
//!
//! The Python package that carries axe is fetched once, when the tests are set
//! up, into the folder of built files.

use std::{env, fs, io::Write as _, path::Path, process::Command};

use crate::driver::Browser;

/// The package and its version.
const PACKAGE: &str = "axe-playwright-python==0.1.8";

/// The script of axe, or why no page is asked on this machine.
pub fn script() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let file = folder.join("axe_playwright_python/axe.min.js");
    if !file.exists() {
        // Debian's own Python has no pip; one in a virtual environment has.
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe-python");
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&home)
            .status();
        let fetched = made.and_then(|_| {
            Command::new(home.join("bin/python"))
                .args(["-m", "pip", "install", "-q", "--no-deps"])
                .arg("--disable-pip-version-check")
                .arg("--target")
                .arg(&folder)
                .arg(PACKAGE)
                .status()
        });
        if !fetched.is_ok_and(|it| it.success()) {
            assert!(env::var("CI").is_err(), "{PACKAGE} cannot be had");
            let mut people = std::io::stderr();
            writeln!(people, "{PACKAGE} cannot be had: no page was asked").unwrap();
            return None;
        }
    }
    Some(fs::read_to_string(file).unwrap())
}

/// What is wrong with the page that the browser shows, one line a fault.
pub async fn faults(browser: &Browser, script: &str) -> Vec<String> {
    let ask = format!(
        "const done = arguments[0];\n{script}\n\
         axe.run(document, {{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',\
         'best-practice'] }}).then(found => done(found.violations.map(rule => \
         `${{rule.impact}} ${{rule.id}}: ${{rule.nodes.length}} x ${{rule.nodes[0].html}}`)),\
         error => done([String(error)]));"
    );
    let found = browser.run(&ask).await;
    let place = browser.place().await;
    let found = found.as_array().unwrap().iter();
    found
        .map(|line| format!("{place}: {}", line.as_str().unwrap()))
        .collect()
}
