//! What a council at a terminal hands to everybody, and how it corrects that.

use std::fs;

use congvu::{council::Stage, digest::Digest};

use crate::{
    a_council_at_a_terminal::{EXEMPT, REPORTS},
    council::Council,
    post::unit,
    terminal::{CAMPAIGN, Terminal},
};

pub fn it_publishes(council: &Council) {
    let terminal = &council.terminal;
    let said = terminal.refuses(&["publish", "--out", "web"]);
    assert!(said.contains("Chưa có bản nào được công bố"), "{said}");
    council.may_not("totruong", &["publish"], "no_right");
    let said = council.does("quantri", &["publish"]);
    assert!(
        said.contains("Đã công bố bản 1") && said.contains("5 đơn vị"),
        "{said}"
    );
    council.may_not("quantri", &["publish"], "wrong_stage");
    let said = terminal.says(&["publish", "--out", "web"]);
    assert!(said.contains("SHA256SUMS"), "{said}");
    let page = fs::read_to_string(terminal.file("web/index.html")).unwrap();
    for (code, ..) in REPORTS {
        assert!(page.contains(&unit(code).name), "{code}");
    }
    assert!(page.contains(&unit(EXEMPT).name) && page.contains("Được miễn báo cáo"));
    let sums = fs::read_to_string(terminal.file("web/SHA256SUMS")).unwrap();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let bytes = fs::read(terminal.file("web").join(name)).unwrap();
        assert_eq!(Digest::of(&bytes).to_string(), sum, "{name}");
    }
    terminal.says(&["export", "--out", "papers"]);
    for name in [
        "thong-bao.docx",
        "thong-bao.pdf",
        "quyet-dinh.docx",
        "bien-ban.docx",
        "ket-qua.xlsx",
        "kinh-phi.xlsx",
        "ranking.csv",
        "missing.json",
        "submissions.csv",
        "phieu-diem/phieu-diem-d.noivu.pdf",
    ] {
        assert!(terminal.file("papers").join(name).exists(), "{name}");
    }
    let missing = fs::read_to_string(terminal.file("papers/missing.csv")).unwrap();
    let exempt = missing.lines().find(|line| line.contains(EXEMPT));
    assert!(exempt.unwrap().contains("Được miễn báo cáo"), "{missing}");
    let none = terminal.refuses(&["--lang", "en", "publish", "--out", "web", "--edition", "2"]);
    assert!(none.contains("no edition 2"), "{none}");
}

pub fn it_corrects(council: &Council) {
    let terminal = &council.terminal;
    council.may_not("totruong", &["reopen", "--reason", " "], "no_reason");
    let give_back = ["give-back", "--reason", "x"];
    council.may_not("totruong", &give_back, "wrong_stage");
    let reopen = ["reopen", "--reason", "Nhập nhầm số văn bản"];
    council.does("totruong", &reopen);
    council.may_not("totruong", &["finalise"], "no_difference");
    let verify = [
        "verify",
        "d.noivu",
        "UD04",
        "650",
        "--why",
        "Sổ theo dõi văn bản",
    ];
    council.does("thanhvien", &verify);
    let said = council.does("totruong", &["finalise"]);
    let digest = said.split_whitespace().last().unwrap();
    council.does(
        "chutich",
        &["give-back", "--reason", "Kiểm tra lại chỉ tiêu"],
    );
    let again = council.does("totruong", &["finalise"]);
    assert_eq!(again.split_whitespace().last(), Some(digest));
    let approve = [
        "approve",
        "--number",
        "16/QĐ-UBND",
        "--date",
        "2015-12-30",
        "--seen",
        digest,
    ];
    let said = council.does("chutich", &approve);
    assert!(said.contains("bản 2") && said.contains("650"), "{said}");
    // Everybody sees the first edition until the second is published.
    let page = |folder: &str| {
        terminal.says(&["publish", "--out", folder]);
        fs::read_to_string(terminal.file(folder).join("index.html")).unwrap()
    };
    assert!(page("still").contains("15/QĐ-UBND"));
    council.does("quantri", &["publish"]);
    let second = page("second");
    assert!(second.contains("16/QĐ-UBND") && second.contains("Nhập nhầm số văn bản"));
    let stage = terminal.asks(async |store| store.standing(CAMPAIGN).await.unwrap());
    assert_eq!((stage.stage, stage.edition), (Stage::Published, 2));
}

pub fn it_replays(terminal: &Terminal) {
    let said = terminal.says(&["replay"]);
    assert!(
        said.contains("10/10 thư") && said.contains("0 chỗ khác"),
        "{said}"
    );
    let said = terminal.says(&["--lang", "en", "replay"]);
    assert!(said.contains("0 differences"), "{said}");
    let json = terminal.says(&["replay", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&told["scored"], &told["finals"]),
        (&true.into(), &3.into())
    );
    // An edition that somebody wrote over is found by whoever replays and by
    // whoever makes its folder.
    terminal.tampers("update council_result set result = replace(result, 'Sáp nhập', 'Giải thể')");
    let found = terminal.runs(&["replay"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(
        found.out.contains("edition/2: result.decisions"),
        "{found:?}"
    );
    let said = terminal.refuses(&["publish", "--out", "spoilt"]);
    assert!(said.contains("không còn khớp mã SHA-256"), "{said}");
    assert!(!terminal.file("spoilt").exists());
}
