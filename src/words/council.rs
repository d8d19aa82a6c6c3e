//! What is said about the council's work.

use jiff::tz::TimeZone;

use super::{Lang, times};
use crate::{
    council::{Change, Kind, Stage, What, people::Position, refusal::Refusal},
    role::Right,
    text,
};

/// A state of a result.
#[must_use]
pub fn stage(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Provisional => lang.pick("Tạm tính, đang phúc tra", "Provisional, being verified"),
        Stage::Verified => lang.pick("Đã phúc tra, đơn vị giải trình", "Verified, units explain"),
        Stage::Explained => lang.pick("Đã giải trình, Hội đồng chấm", "Explained, council marks"),
        Stage::Final => lang.pick("Đã chốt, chờ phê duyệt", "Final, awaits approval"),
        Stage::Approved => lang.pick("Đã phê duyệt, chưa công bố", "Approved, not published"),
        Stage::Published => lang.pick("Đã công bố", "Published"),
    }
}

/// A seat on the council.
#[must_use]
pub fn position(lang: Lang, position: Position) -> &'static str {
    match position {
        Position::Head => lang.pick("Tổ trưởng", "Head"),
        Position::Deputy => lang.pick("Tổ phó", "Deputy"),
        Position::Member => lang.pick("Thành viên", "Member"),
        Position::Secretary => lang.pick("Thư ký", "Secretary"),
    }
}

/// What a decision is about.
#[must_use]
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Tie => lang.pick("Thứ tự khi bằng điểm", "Order in a tie"),
        Kind::Late => lang.pick("Xếp hạng báo cáo nộp muộn", "Ranking a late report"),
        Kind::Exempt => lang.pick("Miễn báo cáo", "Exempt from reporting"),
    }
}

fn right(lang: Lang, right: Right) -> &'static str {
    match right {
        Right::View => lang.pick("xem", "view"),
        Right::Review => lang.pick("xét thư", "review"),
        Right::Receive => lang.pick("ghi nhận bản giấy", "receive copies"),
        Right::FollowUp => lang.pick("nhắc nhở", "follow up"),
        Right::Registry => lang.pick("sửa danh sách đơn vị", "change the registry"),
        Right::Verify => lang.pick("phúc tra, chấm điểm", "verify"),
        Right::Finalise => lang.pick("chốt kết quả", "finalise"),
        Right::Approve => lang.pick("phê duyệt kết quả", "approve"),
        Right::Publish => lang.pick("công bố kết quả", "publish"),
        Right::Accounts => lang.pick("quản lý tài khoản", "manage accounts"),
        Right::Download => lang.pick("tải tệp", "download"),
    }
}

/// Why something is refused, and what would help.
#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal, zone: &TimeZone) -> String {
    match lang {
        Lang::Vi => vietnamese(refusal, zone),
        Lang::En => english(refusal, zone),
    }
}

fn pairs(pairs: &[(String, String)]) -> String {
    let shown = pairs.iter().take(10);
    let shown: Vec<String> = shown.map(|(unit, item)| format!("{unit} {item}")).collect();
    let more = if pairs.len() > 10 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn ties(ties: &[Vec<String>]) -> String {
    let ties: Vec<String> = ties.iter().map(|tie| tie.join(" = ")).collect();
    ties.join("; ")
}

fn vietnamese(refusal: &Refusal, zone: &TimeZone) -> String {
    let lang = Lang::Vi;
    match refusal {
        Refusal::NoRight(needed) => {
            format!("Tài khoản này không có quyền {}.", right(lang, *needed))
        }
        Refusal::NoSeat => "Tài khoản này không thuộc Hội đồng của chiến dịch.".to_owned(),
        Refusal::NotLeading => "Chỉ tổ trưởng hoặc tổ phó Hội đồng làm việc này.".to_owned(),
        Refusal::NotSecretary => {
            "Chỉ tổ trưởng, tổ phó hoặc thư ký Hội đồng làm việc này.".to_owned()
        }
        Refusal::NotClosed => "Kỳ báo cáo chưa khóa sổ, chưa có kết quả để làm việc.".to_owned(),
        Refusal::WrongStage(now) => format!(
            "Chưa đến hoặc đã qua bước này: kết quả đang ở trạng thái \"{}\".",
            stage(lang, *now)
        ),
        Refusal::Frozen(now) => format!(
            "Kết quả đã khóa (\"{}\"), không sửa được. Muốn sửa phải trả lại hoặc mở bản mới, có lý do.",
            stage(lang, *now)
        ),
        Refusal::VerificationClosed => {
            "Phúc tra đã khép: chỉ sửa số liệu của đơn vị đã gửi giải trình.".to_owned()
        }
        Refusal::Pending(waiting) => format!(
            "Còn {} mục chờ Hội đồng chấm: {}.",
            waiting.len(),
            pairs(waiting)
        ),
        Refusal::Ties(open) => format!(
            "Các đơn vị bằng điểm ở hạng có giải, Hội đồng phải quyết định thứ tự: {}.",
            ties(open)
        ),
        Refusal::RoundRuns(until) => format!(
            "Các đơn vị còn được giải trình đến {}.",
            times::deadline(lang, *until, zone)
        ),
        Refusal::RoundNotOpened => "Chưa gửi thư đề nghị giải trình cho các đơn vị.".to_owned(),
        Refusal::RoundOpened => "Đã gửi thư đề nghị giải trình cho các đơn vị rồi.".to_owned(),
        Refusal::Unanswered(units) => format!(
            "Còn giải trình chưa được Hội đồng xem xét: {}.",
            units.join(", ")
        ),
        Refusal::NoExplanation => {
            "Không có giải trình này, hoặc giải trình đã được xem xét.".to_owned()
        }
        Refusal::SameHand => {
            "Người đã chốt kết quả không được phê duyệt chính kết quả đó; cần người khác phê duyệt."
                .to_owned()
        }
        Refusal::NotWhatWasSeen { seen, frozen } => format!(
            "Mã băm của bản đã xem ({}) khác bản đã chốt ({}). Xem lại bản đã chốt rồi phê duyệt.",
            seen.short(),
            frozen.short()
        ),
        Refusal::Altered { noted, stored } => format!(
            "Kết quả lưu trong cơ sở dữ liệu (mã băm {}) không còn đúng như khi chốt ({}). Kiểm tra nhật ký trước khi làm tiếp.",
            stored.short(),
            noted.short()
        ),
        Refusal::Overtaken { frozen, now } => format!(
            "Báo cáo hoặc tệp dữ liệu của chiến dịch đã đổi sau khi chốt: tính lại cho kết quả khác (mã băm {} thay vì {}). Trả lại Hội đồng để chốt lại.",
            now.short(),
            frozen.short()
        ),
        Refusal::NoReason => "Cần ghi lý do.".to_owned(),
        Refusal::NoNumber => "Cần ghi số quyết định.".to_owned(),
        Refusal::DateAhead(date) => format!("Ngày {} chưa tới.", times::date(*date)),
        Refusal::NoDifference => "Bản mới không khác bản trước, nên không chốt.".to_owned(),
        Refusal::NoUnit(unit) => format!("Không có đơn vị mã {unit}."),
        Refusal::NoReport(unit) => format!("Đơn vị {unit} không có báo cáo."),
        Refusal::NotLate(unit) => format!("Báo cáo của đơn vị {unit} không nộp muộn."),
        Refusal::NoIndicator(code) => format!("Biểu mẫu không có chỉ tiêu {code}."),
        Refusal::NoAnswer(code, found) => {
            format!("\"{found}\" không phải giá trị hợp lệ của chỉ tiêu {code}.")
        }
        Refusal::SameFigure(code) => format!("Chỉ tiêu {code} đang có đúng giá trị này rồi."),
        Refusal::NotMarked(item) => format!("Mục {item} không do Hội đồng chấm."),
        Refusal::BadMark { item, max, step } => format!(
            "Điểm mục {item} phải từ 0 đến {}, theo bước {}.",
            text::short_decimal(*max),
            text::short_decimal(*step)
        ),
        Refusal::NotTied(units) => {
            format!("Các đơn vị này hiện không đồng hạng: {}.", units.join(", "))
        }
        Refusal::NoAccount(name) => format!("Không có tài khoản {name}, hoặc tài khoản đã khóa."),
        Refusal::SeatTaken(name) => format!("Tài khoản {name} đang là người của Hội đồng."),
        Refusal::HeadTaken(name) => format!("Hội đồng đã có tổ trưởng ({name})."),
        Refusal::RoleUnfit(name) => {
            format!("Vai trò của tài khoản {name} không được phúc tra; cần vai trò \"council\".")
        }
        Refusal::NoEdition(number) => format!("Không có bản {number}."),
    }
}

fn english(refusal: &Refusal, zone: &TimeZone) -> String {
    let lang = Lang::En;
    match refusal {
        Refusal::NoRight(needed) => {
            format!("This account has no right to {}.", right(lang, *needed))
        }
        Refusal::NoSeat => "This account has no seat on the council of the campaign.".to_owned(),
        Refusal::NotLeading => "Only head and deputy of the council do this.".to_owned(),
        Refusal::NotSecretary => {
            "Only head, deputy and secretary of the council do this.".to_owned()
        }
        Refusal::NotClosed => {
            "The campaign is not closed; there is no result to work on.".to_owned()
        }
        Refusal::WrongStage(now) => format!(
            "Not the turn of this step: the result is \"{}\".",
            stage(lang, *now)
        ),
        Refusal::Frozen(now) => format!(
            "The result is frozen (\"{}\"). To change it, give it back or begin another edition, with a reason.",
            stage(lang, *now)
        ),
        Refusal::VerificationClosed => {
            "The verification is closed: only figures of a unit that has explained can be changed."
                .to_owned()
        }
        Refusal::Pending(waiting) => format!(
            "{} items wait for the council: {}.",
            waiting.len(),
            pairs(waiting)
        ),
        Refusal::Ties(open) => format!(
            "Units are tied on a rank that has a prize; the council must decide: {}.",
            ties(open)
        ),
        Refusal::RoundRuns(until) => format!(
            "Units may explain until {}.",
            times::deadline(lang, *until, zone)
        ),
        Refusal::RoundNotOpened => "The units have not been asked to explain.".to_owned(),
        Refusal::RoundOpened => "The units have been asked to explain before.".to_owned(),
        Refusal::Unanswered(units) => format!(
            "Explanations that the council has not dealt with: {}.",
            units.join(", ")
        ),
        Refusal::NoExplanation => {
            "There is no such explanation, or it has been dealt with.".to_owned()
        }
        Refusal::SameHand => {
            "Whoever finalised a result cannot approve it; somebody else must.".to_owned()
        }
        Refusal::NotWhatWasSeen { seen, frozen } => format!(
            "What was seen ({}) is not what is frozen ({}). Look at the frozen result, then approve.",
            seen.short(),
            frozen.short()
        ),
        Refusal::Altered { noted, stored } => format!(
            "The stored result ({}) is no longer what was frozen ({}). Check the audit before anything else.",
            stored.short(),
            noted.short()
        ),
        Refusal::Overtaken { frozen, now } => format!(
            "Reports or campaign files have changed since: they would now give {} instead of {}. Give the result back to the council.",
            now.short(),
            frozen.short()
        ),
        Refusal::NoReason => "A reason is needed.".to_owned(),
        Refusal::NoNumber => "The number of the decision is needed.".to_owned(),
        Refusal::DateAhead(date) => format!("{} is still to come.", times::date(*date)),
        Refusal::NoDifference => "The new edition says what the one before says.".to_owned(),
        Refusal::NoUnit(unit) => format!("There is no unit {unit}."),
        Refusal::NoReport(unit) => format!("Unit {unit} has no report."),
        Refusal::NotLate(unit) => format!("The report of unit {unit} is not late."),
        Refusal::NoIndicator(code) => format!("The form has no indicator {code}."),
        Refusal::NoAnswer(code, found) => format!("\"{found}\" is no answer to {code}."),
        Refusal::SameFigure(code) => format!("{code} has that value already."),
        Refusal::NotMarked(item) => format!("{item} is not marked by the council."),
        Refusal::BadMark { item, max, step } => {
            format!("{item} takes 0 to {max} in steps of {step}.")
        }
        Refusal::NotTied(units) => format!("These units are not tied: {}.", units.join(", ")),
        Refusal::NoAccount(name) => format!("There is no account {name}, or it is disabled."),
        Refusal::SeatTaken(name) => format!("Account {name} has a seat already."),
        Refusal::HeadTaken(name) => format!("The council has a head ({name})."),
        Refusal::RoleUnfit(name) => format!(
            "The role of account {name} does not let it verify; it needs the role \"council\"."
        ),
        Refusal::NoEdition(number) => format!("There is no edition {number}."),
    }
}

/// What differs between two editions, in one line.
#[must_use]
pub fn change(lang: Lang, change: &Change) -> String {
    let (what, old, new) = changed(lang, change);
    format!("{}: {what} {old} → {new}", change.name)
}

/// What differs between two editions, what it was and what it is.
#[must_use]
pub fn changed(lang: Lang, change: &Change) -> (String, String, String) {
    let what = match &change.what {
        What::Scale => lang.pick("tệp thang điểm", "scale file").to_owned(),
        What::Standing => lang.pick("tư cách", "standing").to_owned(),
        What::Total => lang.pick("tổng điểm", "total").to_owned(),
        What::Rank => lang.pick("hạng", "rank").to_owned(),
        What::Band => lang.pick("xếp loại", "band").to_owned(),
        What::Prize => lang.pick("giải thưởng", "prize").to_owned(),
        What::Points(item) => format!("{} {item}", lang.pick("điểm mục", "points of")),
        What::State(item) => format!("{} {item}", lang.pick("trạng thái mục", "state of")),
        What::Figure(code) => format!("{} {code}", lang.pick("số liệu", "figure")),
    };
    let shown = |value: &str| match &change.what {
        _ if value.is_empty() => "–".to_owned(),
        What::Standing if value == "ranked" => lang.pick("được xếp hạng", "ranked").to_owned(),
        What::Scale => value.chars().take(12).collect(),
        What::Total => decimal(value, Some(2)),
        What::Points(_) | What::Figure(_) => decimal(value, None),
        What::Standing | What::Rank | What::Band | What::Prize | What::State(_) => value.to_owned(),
    };
    (what, shown(&change.old), shown(&change.new))
}

/// A number with a decimal comma; what is no number as it is.
fn decimal(value: &str, places: Option<u32>) -> String {
    let read: Result<rust_decimal::Decimal, _> = value.parse();
    match (read, places) {
        (Ok(number), Some(places)) => text::decimal_comma(number, places),
        (Ok(number), None) => text::short_decimal(number.round_dp(4)),
        (Err(_), _) => value.to_owned(),
    }
}
