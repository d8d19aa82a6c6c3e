//! Accounts, papers, reminders and the next year, at a terminal: each command
//! does what it says, and what it does not do it says in words.

use std::fs;

use jiff::Timestamp;

use crate::{
    post::{at, report, unit},
    terminal::{Terminal, shipped},
};

const PASSWORD: &str = "chiec thuyen giay mau tim";

/// The newest rows of the audit, oldest first.
fn newest(terminal: &Terminal, count: usize) -> Vec<(String, String)> {
    let audit = terminal.audit().into_iter().take(count);
    let mut rows: Vec<_> = audit.map(|row| (row.action, row.actor)).collect();
    rows.reverse();
    rows
}

#[test]
fn accounts_are_made_changed_and_locked_at_a_terminal() {
    let terminal = Terminal::new("admin");
    terminal.writes("pw", PASSWORD);
    terminal.writes("weak", "123456");
    let add =
        |name: &'static str, file: &'static str| ["admin", "add", name, "--password-file", file];
    let weak = terminal.refuses(&add("lan", "weak"));
    assert!(weak.contains("12 ký tự"), "{weak}");
    let name = terminal.refuses(&add("Chị Lan", "pw"));
    assert!(
        name.contains("Chị Lan") && name.contains("chữ thường không dấu"),
        "{name}"
    );
    assert!(terminal.audit().is_empty(), "nothing was done so far");
    let said = terminal.says(&add("lan", "pw"));
    assert_eq!(said, "Đã thêm tài khoản lan.\n");
    let twice = terminal.refuses(&add("lan", "pw"));
    assert_eq!(twice, "Đã có tài khoản lan; chưa làm gì cả.\n");
    for act in [
        &["admin", "disable", "lan"][..],
        &["admin", "role", "lan", "viewer"],
    ] {
        let last = terminal.refuses(act);
        assert!(last.contains("quản trị duy nhất"), "{last}");
    }
    for act in [
        &["admin", "role", "ai", "viewer"][..],
        &["admin", "disable", "ai"],
        &["admin", "enable", "ai"],
        &["admin", "reset-code", "ai"],
        &["admin", "reset-password", "ai"],
    ] {
        assert_eq!(terminal.refuses(act), "Không có tài khoản ai.\n");
        let english = [&["--lang", "en"], act].concat();
        assert_eq!(terminal.refuses(&english), "There is no account ai.\n");
    }
    let role = terminal.runs(&["admin", "role", "lan", "sếp"]);
    assert_eq!(role.code, Some(2));
    assert!(role.err.contains("reviewer | council"), "{role:?}");
    assert_eq!(terminal.audit().len(), 1, "only what was done is audited");

    let link = [
        "admin",
        "setup-link",
        "binh",
        "--role",
        "council",
        "--display",
        "Trần Văn Bình",
    ];
    let said = terminal.says(&link);
    assert!(said.contains("http://congvu.huongtra/setup/"), "{said}");
    let secret = said.rsplit('/').next().unwrap().trim();
    let audit = terminal.audit();
    assert!(audit.iter().all(|row| !row.detail.contains(secret)));
    let list = terminal.says(&["admin", "list"]);
    assert!(
        list.contains("Trần Văn Bình") && list.contains("chờ đặt mật khẩu"),
        "{list}"
    );
    terminal.says(&["admin", "reset-password", "binh", "--password-file", "pw"]);
    terminal.says(&["admin", "role", "binh", "approver"]);
    terminal.says(&["admin", "disable", "binh"]);
    let list = terminal.says(&["--lang", "en", "admin", "list"]);
    let binh = list.lines().find(|line| line.starts_with("binh")).unwrap();
    assert!(
        binh.contains("approver") && binh.contains("disabled"),
        "{list}"
    );
    terminal.says(&["admin", "enable", "binh"]);
    terminal.says(&["admin", "reset-code", "binh"]);
    let rows = newest(&terminal, 5);
    let actions: Vec<&str> = rows.iter().map(|(action, _)| action.as_str()).collect();
    let expected = [
        "account.password",
        "account.role",
        "account.disabled",
        "account.enabled",
        "account.totp_reset",
    ];
    assert_eq!(actions, expected);
    assert!(
        rows.iter()
            .all(|(_, actor)| actor.starts_with("command:admin"))
    );
}

const PAPER: [&str; 16] = [
    "evidence",
    "receive-paper",
    "--unit",
    "p.tuha",
    "--number",
    "15/BC-UBND",
    "--date",
    "08/12/2015",
    "--arrived",
    "09/12/2015",
    "--received-by",
    "Nguyễn Thị Lan",
    "--signed",
    "--sealed",
    "--note",
    "bản giấy",
];

#[test]
fn papers_and_registers_are_taken_only_when_told_and_only_once() {
    let terminal = Terminal::new("evidence");
    let mail = report(&unit("p.tuha"), &[], at("2015-12-08 08:00"));
    terminal.takes_in("tuha.eml", &mail);
    let before = terminal.audit().len();
    let shown = terminal.says(&PAPER);
    assert!(shown.contains("--commit"), "{shown}");
    let wrong: Vec<&str> = PAPER
        .into_iter()
        .map(|word| match word {
            "08/12/2015" => "38/12/2015",
            "09/12/2015" => "09/12/2999",
            word => word,
        })
        .collect();
    let said = terminal.refuses(&[&wrong[..], &["--commit"]].concat());
    assert!(
        said.contains("Ngày văn bản: ") && said.contains("Ngày đến: "),
        "{said}"
    );
    let unknown: Vec<&str> = PAPER
        .into_iter()
        .map(|word| if word == "p.tuha" { "p.khong-co" } else { word })
        .collect();
    assert!(terminal.refuses(&unknown).contains("p.khong-co"));
    terminal.writes("scan.pdf", "không phải PDF");
    let scan = [&PAPER[..], &["--commit", "--scan", "scan.pdf"]].concat();
    terminal.refuses(&scan);
    let nothing = [&PAPER[..], &["--commit", "--scan", "nothing.pdf"]].concat();
    let nothing = terminal.runs(&nothing);
    assert_eq!(nothing.code, Some(78));
    assert!(nothing.err.contains("nothing.pdf"), "{nothing:?}");
    assert_eq!(
        terminal.audit().len(),
        before,
        "nothing was recorded so far"
    );

    let take = [&PAPER[..], &["--commit"]].concat();
    assert!(terminal.says(&take).contains("Đã ghi nhận"));
    assert!(terminal.says(&take).contains("từ trước"));
    let added = terminal.audit();
    let added = added.iter().filter(|row| row.action == "evidence.added");
    assert_eq!(added.count(), 1);

    let register = "Ngày đến,Số đến,Tác giả,\"Số, ký hiệu\",Ngày tháng,Trích yếu\n\
                    10/12/2015,1025,UBND phường Tứ Hạ,16/BC-UBND,08/12/2015,Báo cáo ứng dụng CNTT năm 2015\n";
    terminal.writes("so-den.csv", register);
    let import = ["evidence", "import-register", "so-den.csv"];
    let shown = terminal.says(&import);
    assert!(shown.contains("16/BC-UBND"), "{shown}");
    let taken = terminal.says(&[&import[..], &["--take", "2", "--commit"]].concat());
    assert!(taken.contains("16/BC-UBND"), "{taken}");
    terminal.writes("khong.txt", "x");
    let none = terminal.refuses(&["evidence", "import-register", "khong.txt"]);
    assert!(none.contains("khong.txt: "), "{none}");
    let none = terminal.refuses(&["evidence", "import-edxml", "khong.txt"]);
    assert!(none.contains("khong.txt: "), "{none}");
    let lost = terminal.runs(&["evidence", "import-register", "lost.xlsx"]);
    assert_eq!(lost.code, Some(78));
    assert!(lost.err.contains("lost.xlsx"), "{lost:?}");

    let matrix = terminal.says(&["evidence", "matrix", "--show", "disagreeing"]);
    assert!(
        matrix.contains("p.tuha") && matrix.contains("15/BC-UBND") && matrix.contains("16/BC-UBND"),
        "{matrix}"
    );
    let lines = terminal.says(&["evidence", "matrix", "--json"]);
    let rows = lines.lines().map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row
    });
    let mut own = rows.filter(|row| row["unit"] == "p.tuha");
    let tuha = own.next().unwrap();
    assert_eq!(tuha["paper_missing"], false);
    assert_eq!(lines.lines().count(), 31);
}

#[test]
fn a_register_line_is_taken_into_the_dossier_that_it_is_about() {
    let terminal = Terminal::new("register");
    let register = "Ngày đến,Số đến,Tác giả,\"Số, ký hiệu\",Ngày tháng,Trích yếu\n\
                    10/12/2015,1,UBND phường Tứ Hạ,16/BC-UBND,08/12/2015,Báo cáo ứng dụng CNTT năm 2015\n\
                    10/12/2015,2,Sở Tài chính,99/STC,08/12/2015,Quyết toán\n";
    terminal.writes("so-den.csv", register);
    let import = [
        "evidence",
        "import-register",
        "so-den.csv",
        "--take",
        "2",
        "--commit",
        "--json",
    ];
    let lines = terminal.says(&import);
    let rows: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows[0]["unit"], "p.tuha", "{lines}");
    assert_eq!(rows[1]["unit"], serde_json::Value::Null);
    let matrix = terminal.says(&[
        "--lang",
        "en",
        "evidence",
        "matrix",
        "--show",
        "document-only",
    ]);
    assert!(matrix.contains("p.tuha"), "{matrix}");
}

#[test]
fn nobody_is_reminded_without_a_word() {
    let terminal = Terminal::new("remind");
    let said = terminal.refuses(&["remind", "--unit", "p.khong-co"]);
    assert!(
        said.contains("p.khong-co") && !said.contains("tệp"),
        "{said}"
    );
    // The window is over: nobody is due, and nobody is written to.
    let said = terminal.says(&["remind"]);
    assert!(said.contains("0 thư nhắc"), "{said}");
    let said = terminal.says(&["--lang", "en", "remind", "--send"]);
    assert!(said.contains("0 reminders"), "{said}");
    assert!(terminal.audit().is_empty());
}

#[test]
fn whoever_is_silent_is_reminded_by_hand_once_a_day() {
    let terminal = Terminal::new("reminding");
    terminal.opens_today();
    let mail = report(&unit("p.tuha"), &[], Timestamp::now());
    terminal.takes_in("tuha.eml", &mail);
    let one = ["--by-hand", "--unit", "p.huongvan01"];
    let shown = terminal.says(&[&["remind"], &one[..]].concat());
    assert!(
        shown.contains("huongvan01.huongtra@thuathienhue.gov.vn")
            && shown.contains("chưa gửi thư nào"),
        "{shown}"
    );
    assert!(!shown.contains("tuha.huongtra@"), "{shown}");
    let written = |terminal: &Terminal| {
        let audit = terminal.audit().into_iter();
        audit.filter(|row| row.action == "reminder.written").count()
    };
    assert_eq!(written(&terminal), 0, "a look writes nothing");
    let sent = terminal.says(&[&["remind", "--send"], &one[..]].concat());
    assert!(sent.contains("Đã ghi 1 thư nhắc"), "{sent}");
    let sent = terminal.says(&[&["remind", "--send"], &one[..]].concat());
    assert!(sent.contains("Đã ghi 0 thư nhắc"), "{sent}");
    let all = terminal.says(&["--lang", "en", "remind", "--send", "--by-hand"]);
    assert!(all.contains("29 reminders"), "{all}");
    assert_eq!(written(&terminal), 30, "all but the one that reported");
}

#[test]
fn a_message_of_the_document_software_is_taken_into_its_dossier() {
    let terminal = Terminal::new("edxml");
    let message = |from: &str, number: &str| {
        format!(
            r#"<edXML xmlns="http://www.e-doc.vn/Schema/"><edXMLEnvelope><edXMLHeader><MessageHeader>
            <From><OrganId>H57.12</OrganId><OrganName>{from}</OrganName></From>
            <To><OrganName>UBND thị xã Hương Trà</OrganName></To>
            <Code><CodeNumber>{number}</CodeNumber><CodeNotation>BC-UBND</CodeNotation></Code>
            <PromulgationInfo><PromulgationDate>2015/12/08</PromulgationDate></PromulgationInfo>
            <Subject>Báo cáo ứng dụng CNTT năm 2015</Subject>
            </MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"#
        )
    };
    terminal.writes("mot.edxml", &message("UBND phường Tứ Hạ", "15"));
    let import = ["evidence", "import-edxml", "mot.edxml"];
    let shown = terminal.says(&import);
    assert!(shown.contains("15/BC-UBND"), "{shown}");
    assert!(terminal.audit().is_empty(), "a look writes nothing");
    let taken = [&import[..], &["--take", "--commit", "--json"]].concat();
    let line: serde_json::Value = serde_json::from_str(&terminal.says(&taken)).unwrap();
    assert_eq!(line["unit"], "p.tuha", "{line}");
    let line: serde_json::Value = serde_json::from_str(&terminal.says(&taken)).unwrap();
    assert_eq!(line["fate"], "known", "{line}");
    let audit = terminal.audit();
    let added = audit.iter().filter(|row| row.action == "evidence.added");
    assert_eq!(added.count(), 1);
}

#[test]
fn a_new_year_begins_with_the_files_of_the_last_one() {
    let terminal = Terminal::new("year");
    let from = shipped().display().to_string();
    let new = |year: &'static str, out: &'static str| {
        vec![
            "campaign".to_owned(),
            "new".into(),
            "--year".into(),
            year.into(),
        ]
        .into_iter()
        .chain(["--from".into(), from.clone(), "--out".into(), out.into()])
        .collect::<Vec<String>>()
    };
    fn typed(words: &[String]) -> Vec<&str> {
        words.iter().map(String::as_str).collect()
    }
    let mail = report(&unit("p.tuha"), &[], at("2015-12-08 08:00"));
    terminal.takes_in("tuha.eml", &mail);
    let said = terminal.refuses(&typed(&new("2015", "2015")));
    assert!(said.contains("không sau năm 2015"), "{said}");
    assert!(!terminal.file("2015").exists());
    let with_ledger = [new("2016", "2016"), vec!["--ledger".into()]].concat();
    let said = terminal.says(&typed(&with_ledger));
    assert!(said.contains("1/31 đơn vị"), "{said}");
    let taken = terminal.refuses(&typed(&new("2016", "2016")));
    assert!(taken.contains("không ghi đè"), "{taken}");
    // The new files hold: the program reads them as it does any other.
    let config = fs::read_to_string(terminal.file("congvu.toml")).unwrap();
    terminal.writes("congvu.toml", &config.replace(&from, "2016"));
    let checked = terminal.says(&["check-config"]);
    assert!(checked.contains("06/12/2016"), "{checked}");
    terminal.writes("congvu.toml", &config);

    terminal.has_looked();
    terminal.says(&["close"]);
    terminal.says(&["export", "--out", "papers", "--what", "results"]);
    let result = "papers/result.json";
    let of_edition = [new("2017", "2017"), vec!["--edition".into(), result.into()]].concat();
    let said = terminal.says(&typed(&of_edition));
    assert!(said.contains("1/31 đơn vị"), "{said}");
    let compare = |before: &'static str| {
        let words = [
            "campaign",
            "compare",
            "--campaign",
            "2016",
            "--before",
            before,
        ];
        [&words[..], &["--after", result]].concat()
    };
    let said = terminal.says(&compare(result));
    assert!(
        said.contains("Tứ Hạ") && said.contains("Năm trước"),
        "{said}"
    );
    let json = terminal.says(&[&compare(result)[..], &["--json"]].concat());
    let years: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(years.as_array().unwrap().len(), 2);
    terminal.writes("no.json", "{\"groups\": 1}");
    let none = terminal.refuses(&compare("no.json"));
    assert!(none.contains("no.json: không phải kết quả"), "{none}");
    let lost = terminal.runs(&compare("lost.json"));
    assert_eq!(lost.code, Some(78));
    assert!(lost.err.contains("lost.json"), "{lost:?}");
}
