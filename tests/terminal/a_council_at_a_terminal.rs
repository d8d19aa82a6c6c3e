//! A council that has no browser: from the reports to a second edition, every
//! step typed, and everything refused that must be.

use congvu::digest::Digest;
use jiff::Timestamp;

use crate::{
    council::Council,
    post::{at, explanation, report, unit},
    terminal::Terminal,
    what_it_publishes::{it_corrects, it_publishes, it_replays},
};

/// Units that reported: code, a figure that makes the report another, when.
pub const REPORTS: [(&str, i64, &str); 5] = [
    ("d.noivu", 1_200, "2015-12-07 08:00"),
    ("d.tckh", 1_201, "2015-12-07 09:00"),
    // These two agree in everything, to the second.
    ("p.tuha", 1_200, "2015-12-08 08:00"),
    ("p.huongvan01", 1_200, "2015-12-08 08:00"),
    ("x.huongtoan", 1_250, "2015-12-14 07:00"),
];
const LATE: &str = "x.huongtoan";
/// One that the council exempts.
pub const EXEMPT: &str = "x.huongvinh";

#[test]
fn a_council_goes_from_reports_to_a_second_edition_at_a_terminal() {
    let council = Council::new("council");
    it_reports(&council.terminal);
    it_closes(&council);
    it_sits_down(&council);
    it_verifies(&council);
    it_asks_and_hears(&council);
    it_marks_and_decides(&council);
    let digest = it_finalises(&council);
    another_approves(&council, &digest);
    it_publishes(&council);
    it_corrects(&council);
    it_replays(&council.terminal);
}

fn it_reports(terminal: &Terminal) {
    for (code, figure, arrived) in REPORTS {
        let mail = report(&unit(code), &[("UD03", figure)], at(arrived));
        let said = terminal.takes_in(&format!("{code}.eml"), &mail);
        let word = if code == LATE {
            "trả lại"
        } else {
            "chấp nhận"
        };
        assert!(said.contains(code) && said.contains(word), "{said}");
    }
}

fn it_closes(council: &Council) {
    let terminal = &council.terminal;
    let early = council.may_not("quantri", &["close-verification"], "not_closed");
    assert!(early.contains("chưa khóa sổ"), "{early}");
    let said = terminal.says(&["council", "state"]);
    assert!(said.contains("chưa khóa sổ"), "{said}");
    let said = terminal.refuses(&["export", "--out", "early", "--what", "results"]);
    assert!(said.contains("Chưa"), "{said}");
    // Whoever closes without a look at the mailbox could close a report out.
    let said = terminal.refuses(&["close"]);
    assert!(said.contains("hộp thư"), "{said}");
    terminal.has_looked();
    let said = terminal.says(&["close"]);
    for (code, ..) in REPORTS {
        assert!(said.contains(&unit(code).name), "{said}");
    }
    let again = terminal.says(&["--lang", "en", "close"]);
    assert!(again.contains("before"), "{again}");
}

fn it_sits_down(council: &Council) {
    let not_his = council.may_not("chutich", &["seat", "thuky", "secretary"], "no_right");
    assert!(not_his.contains("quyền"), "{not_his}");
    council.sits_down();
    let twice = council.may_not("quantri", &["seat", "thuky", "member"], "seat_taken");
    assert!(twice.contains("thuky"), "{twice}");
    let head = council.may_not("quantri", &["seat", "chutich", "member"], "role_unfit");
    assert!(head.contains("council"), "{head}");
    let said = council.terminal.says(&["council", "members"]);
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].starts_with("Tổ trưởng") && lines[0].contains("Trần Văn Bình"),
        "{said}"
    );
    assert_eq!(lines.len(), 3);
    council.does("quantri", &["unseat", "thuky"]);
    council.may_not("quantri", &["unseat", "thuky"], "no_seat");
    council.may_not("thuky", &["explain", "open"], "no_seat");
    council.does("quantri", &["seat", "thuky", "secretary"]);
    let stranger = council.is_not_let_in(&[
        "close-verification",
        "--as",
        "totruong",
        "--password-file",
        "password",
    ]);
    assert_eq!(stranger.code, Some(1));
    assert!(stranger.err.contains("mật khẩu không đúng"), "{stranger:?}");
    let nobody =
        council.is_not_let_in(&["unseat", "ai", "--as", "ai", "--password-file", "nofile"]);
    assert_eq!(nobody.code, Some(1));
    assert!(nobody.err.contains("nofile"), "{nobody:?}");
}

fn it_verifies(council: &Council) {
    let terminal = &council.terminal;
    terminal.writes("so-cong-van.pdf", "%PDF-1.4 sổ công văn");
    let visited = [
        "visit",
        "d.noivu",
        "--day",
        "15/12/2015",
        "--members",
        "Trần Văn Bình, Lê Thị Hoa",
        "--note",
        "Đếm máy tính tại trụ sở",
        "--file",
        "so-cong-van.pdf",
    ];
    council.does("thanhvien", &visited);
    let verify = |figure: &'static str| {
        [
            "verify",
            "d.noivu",
            "UD04",
            figure,
            "--why",
            "Sổ theo dõi văn bản",
            "--file",
            "so-cong-van.pdf",
        ]
    };
    let said = council.does("thanhvien", &verify("300"));
    assert!(said.contains(&unit("d.noivu").name), "{said}");
    let same = council.may_not("thanhvien", &verify("300"), "same_figure");
    assert!(same.contains("UD04"), "{same}");
    let wrong = council.may_not("thanhvien", &verify("ba trăm"), "no_answer");
    assert!(wrong.contains("ba trăm"), "{wrong}");
    let late = ["decide", "late", LATE, "--reason", "Mất điện, có xác nhận"];
    let not_leading = council.may_not("thanhvien", &late, "not_leading");
    assert!(not_leading.contains("tổ trưởng"), "{not_leading}");
    let said = council.does("totruong", &late);
    assert!(said.contains(&unit(LATE).name), "{said}");
    let prompt = ["decide", "late", "p.tuha", "--reason", "x"];
    council.may_not("totruong", &prompt, "not_late");
    let exempt = ["decide", "exempt", EXEMPT, "--reason", "Sáp nhập"];
    council.does("totruong", &exempt);
    council.may_not("thuky", &["close-verification"], "not_leading");
    council.does("totruong", &["close-verification"]);
    let closed = council.may_not("thanhvien", &verify("400"), "verification_closed");
    assert!(closed.contains("giải trình"), "{closed}");
}

fn it_asks_and_hears(council: &Council) {
    let terminal = &council.terminal;
    assert!(
        terminal
            .says(&["council", "explain", "list"])
            .contains("Chưa gửi")
    );
    council.may_not("thanhvien", &["explain", "open"], "not_secretary");
    let said = council.does("thuky", &["explain", "open"]);
    assert!(said.contains("5 đơn vị"), "{said}");
    council.may_not("thuky", &["explain", "open"], "round_opened");
    council.may_not("totruong", &["explain", "close"], "round_runs");
    for (nth, (code, token)) in council.round().asked.iter().enumerate() {
        let mail = explanation(&unit(code), token, Timestamp::now());
        let said = terminal.takes_in(&format!("gt-{nth}.eml"), &mail);
        assert!(said.contains("W-EXPLANATION"), "{said}");
    }
    let open = council.may_not("totruong", &["explain", "close"], "unanswered");
    assert!(open.contains(&unit("d.noivu").name), "{open}");
    let list = terminal.says(&["council", "explain", "list"]);
    assert_eq!(list.matches("chưa xem xét").count(), 5, "{list}");
    for (nth, line) in list.lines().enumerate() {
        let id = line.split_whitespace().next().unwrap();
        let answer = ["explain", "answer", id, "--reason", "Có sổ công văn"];
        let declined = [&answer[..], &["--decline"]].concat();
        council.does("thanhvien", if nth == 0 { &declined } else { &answer });
        council.may_not("thanhvien", &answer, "no_explanation");
    }
    let list = terminal.says(&["--lang", "en", "council", "explain", "list"]);
    assert!(
        list.contains("declined: Có sổ công văn") && list.matches("accepted:").count() == 4,
        "{list}"
    );
    council.does("totruong", &["explain", "close"]);
}

fn it_marks_and_decides(council: &Council) {
    let terminal = &council.terminal;
    let pending = council.may_not("totruong", &["finalise"], "pending");
    assert!(pending.contains("chờ Hội đồng chấm"), "{pending}");
    let waiting = terminal.says(&["council", "waiting"]);
    let (marks, ties): (Vec<&str>, Vec<&str>) =
        waiting.lines().partition(|line| line.contains("tối đa"));
    assert!(!marks.is_empty() && !ties.is_empty(), "{waiting}");
    for (nth, line) in marks.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (unit, item) = (words[0], words[1]);
        if nth == 0 {
            let much = ["mark", unit, item, "1000", "--why", "x"];
            let much = council.may_not("thanhvien", &much, "bad_mark");
            assert!(much.contains(item), "{much}");
            // A mark is taken back by giving none.
            council.does("thanhvien", &["mark", unit, item, "2", "--why", "Nhầm"]);
            council.does("thanhvien", &["mark", unit, item]);
            assert_eq!(terminal.says(&["council", "waiting"]), waiting);
        }
        let mark = ["mark", unit, item, "1", "--why", "Theo biên bản"];
        council.does("thanhvien", &mark);
    }
    let tied = council.may_not("totruong", &["finalise"], "ties");
    assert!(tied.contains("bằng điểm"), "{tied}");
    let not_tied = ["decide", "tie", "d.noivu", "d.tckh", "--reason", "x"];
    council.may_not("totruong", &not_tied, "not_tied");
    for line in terminal.says(&["council", "waiting"]).lines() {
        let (_, codes) = line.rsplit_once('(').unwrap();
        let codes = codes.trim_end_matches(')').split(' ');
        let decide: Vec<&str> = ["decide", "tie"]
            .into_iter()
            .chain(codes)
            .chain(["--reason", "Biểu quyết 3/3"])
            .collect();
        council.does("totruong", &decide);
    }
    let said = terminal.says(&["--lang", "en", "council", "waiting"]);
    assert!(said.contains("Nothing waits"), "{said}");
}

/// The digest that is to be approved, as it was printed.
fn it_finalises(council: &Council) -> String {
    let said = council.does("totruong", &["finalise"]);
    let digest = said.split_whitespace().last().unwrap().to_owned();
    assert!(Digest::from_hex(&digest).is_some(), "{said}");
    let state = council.terminal.says(&["council", "state"]);
    assert!(
        state.contains(&digest) && state.contains("Đã chốt"),
        "{state}"
    );
    let state = council.terminal.says(&["--lang", "en", "council", "state"]);
    assert!(
        state.contains("Final, awaits approval (edition 1)") && state.contains("0 not dealt with"),
        "{state}"
    );
    let mark = ["mark", "d.noivu", "MT.6", "0", "--why", "x"];
    let frozen = council.may_not("thanhvien", &mark, "frozen");
    assert!(frozen.contains("đã khóa"), "{frozen}");
    let visit = [
        "visit",
        "d.noivu",
        "--day",
        "2015-12-15",
        "--members",
        "x",
        "--note",
        "x",
    ];
    council.may_not("thanhvien", &visit, "frozen");
    digest
}

fn another_approves(council: &Council, digest: &str) {
    let terminal = &council.terminal;
    fn approve<'a>(number: &'a str, date: &'a str, seen: &'a str) -> [&'a str; 7] {
        [
            "approve", "--number", number, "--date", date, "--seen", seen,
        ]
    }
    let good = approve("15/QĐ-UBND", "28/12/2015", digest);
    council.may_not("totruong", &good, "no_right");
    // Even with the approver's role, whoever finalised does not approve.
    terminal.says(&["admin", "role", "totruong", "approver"]);
    let same = council.may_not("totruong", &good, "same_hand");
    assert!(same.contains("người khác phê duyệt"), "{same}");
    terminal.says(&["admin", "role", "totruong", "council"]);
    let other = Digest::of(b"another").to_string();
    let unseen = approve("15/QĐ-UBND", "28/12/2015", &other);
    let unseen = council.may_not("chutich", &unseen, "not_what_was_seen");
    assert!(unseen.contains("khác bản đã chốt"), "{unseen}");
    council.may_not("chutich", &approve(" ", "28/12/2015", digest), "no_number");
    council.may_not(
        "chutich",
        &approve("15", "2999-01-01", digest),
        "date_ahead",
    );
    council.may_not("quantri", &["publish"], "wrong_stage");
    // A report that somebody changed after the freezing.
    terminal.tampers(
        "update submission set figures = replace(figures, '\"UD03\":1201', '\"UD03\":1301')",
    );
    let overtaken = council.may_not("chutich", &good, "overtaken");
    assert!(overtaken.contains("đã đổi sau khi chốt"), "{overtaken}");
    terminal.tampers(
        "update submission set figures = replace(figures, '\"UD03\":1301', '\"UD03\":1201')",
    );
    // A result that somebody changed after the freezing.
    terminal.tampers("update council_result set result = replace(result, 'Sáp nhập', 'Giải thể')");
    let altered = council.may_not("chutich", &good, "altered");
    assert!(altered.contains("không còn đúng như khi chốt"), "{altered}");
    terminal.tampers("update council_result set result = replace(result, 'Giải thể', 'Sáp nhập')");
    let said = council.does("chutich", &good);
    assert!(said.contains("Đã phê duyệt bản 1"), "{said}");
    council.may_not("chutich", &good, "wrong_stage");
}
