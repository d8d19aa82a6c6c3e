//! A campaign whose scale does not hold stops every command, with file, line and
//! the text at fault; and what an office lets stand is said.

use std::fs;

use crate::terminal::Terminal;

/// A change in a file of the campaign.
fn with(terminal: &Terminal, file: &str, from: &str, to: &str) {
    let path = format!("campaign/{file}");
    let text = fs::read_to_string(terminal.file(&path)).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(terminal.file(&path), text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_scale_that_does_not_hold_stops_every_command_and_says_where() {
    let terminal = Terminal::new("scale");
    for (from, to, says) in [
        // Points of the items are not those of their group.
        (
            "code = \"HT\"\nlabel = \"Hạ tầng kỹ thuật công nghệ thông tin\"\nmax = 20",
            "code = \"HT\"\nlabel = \"Hạ tầng kỹ thuật công nghệ thông tin\"\nmax = 21",
            "Ghi là 100, nhưng các phần cộng lại được 101",
        ),
        // A code that the form does not ask for.
        ("min(1, HT03 / CB02)", "min(1, HT93 / CB02)", "HT93"),
        // More than the item is worth.
        (
            "max * min(1, HT03 / CB02)",
            "max * (HT03 / CB02)",
            "HT03 / CB02",
        ),
        // Nothing says what comes of no computers at all.
        ("on_zero = \"zero\"\n", "", "\"HT02\" có thể bằng 0"),
    ] {
        terminal.opens_today();
        with(&terminal, "scale-3.toml", from, to);
        for command in [
            &["check-config"][..],
            &["close"],
            &["council", "state"],
            &["score", "--campaign", "campaign", "--values", "none.csv"],
        ] {
            let said = terminal.runs(command);
            assert_eq!(
                (said.code, said.out.as_str()),
                (Some(78), ""),
                "{to}: {said:?}"
            );
            let mut lines = said.err.lines();
            let place = lines.find(|line| line.contains("scale-3.toml:") && line.contains(says));
            let place = place.unwrap_or_else(|| panic!("{to}: {said:?}"));
            let mut parts = place.split("scale-3.toml:").nth(1).unwrap().split(':');
            let mut number = || parts.next().unwrap().parse::<usize>().unwrap();
            assert!(number() > 60 && number() > 0, "{place}");
        }
        fs::remove_dir_all(terminal.file("campaign")).unwrap();
        terminal.uses_the_shipped_campaign();
    }
    assert!(!terminal.file("congvu.db").exists(), "nothing was begun");
}

#[test]
fn a_budget_that_an_office_lets_stand_says_who_when_and_why() {
    let terminal = Terminal::new("budget");
    terminal.opens_today();
    let said = terminal.says(&["check-config"]);
    let (_, block) = said.split_once("[[acknowledged]]").unwrap();
    assert!(block.contains("what = \"total\""), "{said}");
    // What is printed is copied and filled in.
    let block: String = block
        .lines()
        .take(7)
        .map(|line| line.trim().replace("ngày/tháng/năm", "30/11/2015"))
        .map(|line| line.replace("by = \"…\"", "by = \"Trần Văn Bình\""))
        .map(|line| line.replace("why = \"…\"", "why = \"Kế hoạch đã ban hành như vậy\""))
        .map(|line| format!("{line}\n"))
        .collect();
    let budget = terminal.file("campaign/budget.toml");
    let text = fs::read_to_string(&budget).unwrap();
    fs::write(&budget, format!("{text}\n[[acknowledged]]{block}")).unwrap();
    let said = terminal.says(&["check-config"]);
    let seen = "Đã xác nhận: Trần Văn Bình, ngày 30/11/2015. Lý do: Kế hoạch đã ban hành như vậy.";
    assert!(
        said.contains(seen) && !said.contains("[[acknowledged]]"),
        "{said}"
    );
    let english = terminal.says(&["--lang", "en", "check-config"]);
    assert!(
        english.contains("Acknowledged by Trần Văn Bình"),
        "{english}"
    );
    // It holds for these two figures only.
    fs::write(
        &budget,
        fs::read_to_string(&budget)
            .unwrap()
            .replace("19.000.000", "18.000.000"),
    )
    .unwrap();
    let other = terminal.runs(&["check-config"]);
    assert_eq!(other.code, Some(78), "{other:?}");
    assert!(other.err.contains("budget.toml:"), "{other:?}");
}
