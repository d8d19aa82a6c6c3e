//! The laws of the house, held by tests rather than by memory.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod source;

use std::{
    collections::{BTreeSet, HashMap},
    fs,
};

use source::{all_sources, modules_named, reading_order, root, sources};

/// Every broken law, not only the first.
fn check(broken: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// A module may name only modules declared above it in `src/lib.rs`, so that
/// reading order is dependency order and there are no cycles.
#[test]
fn modules_look_only_upward() {
    let order = reading_order();
    let rank: HashMap<&str, usize> = order.iter().map(String::as_str).zip(0..).collect();
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some(module) = source.module() else {
            continue;
        };
        let Some(own) = rank.get(module) else {
            broken.push(format!("{} is not in lib.rs", source.at));
            continue;
        };
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        for named in modules_named(&code.join("\n")) {
            if rank.get(named.as_str()).is_some_and(|other| other > own) {
                broken.push(format!("{} names {named}, which stands below", source.at));
            }
        }
    }
    check(broken);
}

/// Or the law above could be walked around.
#[test]
fn nobody_reaches_the_root_of_the_crate_by_super() {
    let mut broken = Vec::new();
    for source in sources("src").filter(|source| source.module().is_some()) {
        let root = "super::".repeat(source.depth());
        for (n, line) in source.code() {
            if line.contains(&root) {
                broken.push(format!("{}:{n} reaches the root", source.at));
            }
        }
    }
    check(broken);
}

/// What has an effect, or needs one to be used.
const EFFECTS: &[&str] = &[
    "async fn",
    "async move",
    "async {",
    ".await",
    "tokio",
    "sqlx",
    "async_imap",
    // Letters are built here and sent at the edge.
    "lettre::transport",
    "lettre::Transport",
    "mail_auth",
    "hickory",
    "axum",
    "rustls",
    "rustix",
    "tracing::",
    "fs::",
    "env::",
    "process::",
    "TcpStream",
    "UdpSocket",
    "UnixStream",
    "stdin",
    "stdout",
    "stderr",
    "SystemTime",
    "Instant",
    "::now()",
    "getrandom",
    "rand::",
    "println!",
    "print!",
    "static mut",
    "Mutex",
    "RwLock",
    "OnceLock",
    "LazyLock",
    "thread::",
    "thread_local!",
    "block_on",
];

/// Everything above `edge` is values and plain functions.
#[test]
fn the_upper_part_has_no_effects() {
    let order = reading_order();
    let upper: BTreeSet<&str> = order
        .iter()
        .map(String::as_str)
        .take_while(|module| *module != "edge")
        .collect();
    let mut broken = Vec::new();
    for source in sources("src").filter(|s| s.module().is_some_and(|m| upper.contains(m))) {
        for (n, line) in source.code() {
            let found = EFFECTS.iter().find(|effect| line.contains(**effect));
            broken.extend(found.map(|effect| format!("{}:{n} has `{effect}`", source.at)));
            broken.extend(foreign_io(line).map(|io| format!("{}:{n} has `{io}`", source.at)));
        }
    }
    check(broken);
}

/// What a line takes from `std::io` besides reading and writing bytes that are
/// already in memory, which is how archives and workbooks are opened and made.
fn foreign_io(line: &str) -> Option<&str> {
    let (before, names) = line.split_once("io::")?;
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let names = names.trim_start_matches('{').split(['}', ';', '(', '<']);
    let mut names = names.take(1).flat_map(|names| names.split(','));
    let in_memory = ["Cursor", "Read", "Write", "Seek", "BufRead", ""];
    names.find(|name| {
        let name = name.split(" as ").next().unwrap_or_default();
        let name = name.split("::").next().unwrap_or_default();
        !in_memory.contains(&name.trim())
    })
}

#[test]
fn only_the_store_speaks_sql() {
    check(naming(&["sqlx"], |at| at.starts_with("src/edge/store")));
}

/// Moments are arguments everywhere else. Tokio's clock, which only measures
/// how long we wait, is allowed at the edge.
#[test]
fn only_the_clock_reads_the_time() {
    let clocks = [
        "Timestamp::now",
        "SystemTime",
        "Zoned::now",
        "UNIX_EPOCH.elapsed",
    ];
    check(naming(&clocks, |at| at == "src/edge/clock.rs"));
}

/// Work that outlives its starter cannot be waited for, so it cannot be tested
/// and cannot be stopped. A child process is another matter: the worker has one
/// killed when its reader is dropped. And so are the pages' checks of passwords:
/// they have no loop, are waited for and end by themselves.
#[test]
fn only_the_service_spawns_tasks() {
    let tasks = [
        "tokio::spawn",
        "task::spawn",
        "spawn_blocking",
        "spawn_local",
        "thread::spawn",
        ".spawn(",
    ];
    check(naming(&tasks, |at| {
        at == "src/flow/service.rs" || at == "src/edge/worker/mod.rs" || at == "src/web/aside.rs"
    }));
    let worker = sources("src").find(|source| source.at == "src/edge/worker/mod.rs");
    let worker = worker.unwrap();
    let tasks = ["tokio::spawn", "task::spawn", "spawn_blocking", "JoinSet"];
    check(
        tasks
            .into_iter()
            .filter(|task| worker.text.contains(task))
            .map(|task| format!("the worker has `{task}`: it may start child processes only")),
    );
    assert!(worker.text.contains("kill_on_drop(true)"));
}

/// Lines outside the allowed files that hold one of the words.
fn naming(words: &[&str], allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources("src").filter(|source| !allowed(&source.at)) {
        for (n, line) in source.code() {
            let found = words.iter().find(|word| line.contains(**word));
            broken.extend(found.map(|word| format!("{}:{n} has `{word}`", source.at)));
        }
    }
    broken
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    check(all_sources().filter_map(|source| {
        let lines = source.text.lines().count();
        (lines > 400).then(|| format!("{} has {lines} lines, more than 400", source.at))
    }));
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    check(
        all_sources()
            .filter(|source| !source.text.starts_with("//! "))
            .map(|source| format!("{} does not begin with `//! `", source.at)),
    );
}

/// What goes wrong is a value; only tests may stop at the first surprise.
#[test]
fn the_daemon_never_stops_at_a_surprise() {
    let stops = [
        ".unwrap()",
        ".expect(",
        "panic!",
        "todo!",
        "unimplemented!",
        "unsafe ",
        "process::exit",
        "#[allow",
    ];
    check(naming(&stops, |_| false));
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    let mut broken = Vec::new();
    for source in all_sources() {
        for (n, line) in (1..).zip(source.text.lines()) {
            if marks.iter().any(|mark| line.contains(mark)) {
                broken.push(format!("{}:{n} is left for later", source.at));
            }
        }
    }
    check(broken);
}

/// Where Vietnamese may stand outside `src/words`, and why.
const VIETNAMESE: &[(&str, &str)] = &[
    ("src/text/mod.rs", "the tables of letters themselves"),
    ("src/text/legacy.rs", "the same, of fonts"),
    ("src/text/syllable.rs", "how syllables are spelt"),
    ("src/text/spoken.rs", "how numbers are said"),
    (
        "src/figures.rs",
        "Có and Không are what a cell of the form holds",
    ),
    (
        "src/scoring/values.rs",
        "the same two, as a table of values takes them",
    ),
    ("src/form/numeral.rs", "the words that cells hold for zero"),
    (
        "src/form/around.rs",
        "the headings of the printed form, which a form file may word otherwise",
    ),
    (
        "src/form/blank.rs",
        "the printed form, whose wording is the form's own",
    ),
    (
        "src/form/letterhead.rs",
        "what stands around the table of the printed form",
    ),
    (
        "src/form/prompt.rs",
        "what the printed form says beside its cells",
    ),
    (
        "src/evidence/whom.rs",
        "how registers shorten the names of bodies",
    ),
    (
        "src/rehearse/lines.rs",
        "what the clerks of the rehearsal write, which is not our wording",
    ),
];

/// A reviewer of wording opens one folder.
#[test]
fn sentences_for_people_stand_in_one_place() {
    let mut broken = Vec::new();
    for source in sources("src") {
        let allowed = source.at.starts_with("src/words/")
            || VIETNAMESE.iter().any(|(at, _)| *at == source.at);
        if allowed {
            continue;
        }
        for (n, line) in source.code() {
            // What follows a comment sign in a line of code is a comment too.
            let code = line.split(" // ").next().unwrap_or_default();
            if code.chars().any(vietnamese) {
                broken.push(format!("{}:{n} speaks to people: {code}", source.at));
            }
        }
    }
    check(broken);
}

/// A letter that Vietnamese has and English has not.
fn vietnamese(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{c0}'..='\u{1b0}' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}')
}

/// Everything a newcomer sees first.
#[test]
fn the_top_of_the_repository_holds_only_what_belongs_there() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "migrations",
        "deploy",
        "tests",
        "README.md",
        "target",
    ];
    check(fs::read_dir(root()).unwrap().filter_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let fine = name.starts_with('.') || allowed.contains(&name.as_str());
        (!fine).then(|| format!("{name} does not belong on top"))
    }));
}

/// Fifty, and the reader of XML, which the reader of workbooks brings anyway.
#[test]
fn we_depend_on_no_more_than_fifty_one_crates() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let count = |table: &str| manifest[table].as_table().unwrap().len();
    let direct = count("dependencies") + count("dev-dependencies");
    assert!(direct <= 51, "{direct} direct dependencies");
}

/// Two would double what must be watched, and one of them needs a C compiler.
#[test]
fn there_is_one_tls_stack() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let others = [
        "openssl",
        "openssl-sys",
        "native-tls",
        "aws-lc-rs",
        "aws-lc-sys",
    ];
    check(
        others
            .into_iter()
            .filter(|name| lock.contains(&format!("\nname = \"{name}\"\n")))
            .map(|name| format!("{name} is a second TLS stack")),
    );
}
