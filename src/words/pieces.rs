//! The pieces that letters are made of.

use super::{
    Lang, files, findings,
    letters::{Block, Enclosed, Occasion},
    mending::TAB,
    reasons::Setting,
    size,
    steps::Chance,
    times,
};
use crate::{
    campaign::{
        Campaign, Channel,
        window::{Punctuality, Window},
    },
    dossier::Version,
    finding::{AnswerCell, Severity},
    verdict::{judgement::File, reason::Reason},
};

/// How many findings are told in full; each further one takes one line, so that
/// a report can be mended at one go.
const IN_FULL: usize = 20;

/// What sentences about reasons need of the campaign, and of the window of the
/// unit that they are about.
#[must_use]
pub fn setting(campaign: &Campaign, window: Window) -> Setting<'_> {
    Setting {
        opens: window.opens,
        closes: window.closes,
        zone: &campaign.zone,
        domain: &campaign.official_domain,
    }
}

/// Cells as a person lists them: those below each other as a run, `E13–E27`.
#[must_use]
pub(super) fn runs(cells: &[AnswerCell]) -> String {
    let split = |cell: &str| {
        let at = cell.find(|c: char| c.is_ascii_digit())?;
        Some((cell[..at].to_owned(), cell[at..].parse::<u32>().ok()?))
    };
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for it in cells {
        let cell = it.cell.as_str();
        let goes_on = runs.last().is_some_and(|(_, last)| {
            let pair = split(last).zip(split(cell));
            pair.is_some_and(|(last, next)| last.0 == next.0 && last.1 + 1 == next.1)
        });
        match runs.last_mut() {
            Some((_, last)) if goes_on => *last = cell,
            Some(_) | None => runs.push((cell, cell)),
        }
    }
    let written = runs.into_iter().map(|(first, last)| {
        if first == last {
            first.to_owned()
        } else {
            format!("{first}–{last}")
        }
    });
    written.collect::<Vec<_>>().join(", ")
}

pub(super) fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

pub(super) fn name(o: &Occasion<'_>) -> String {
    o.unit
        .map(|unit| unit.short_name.clone())
        .unwrap_or_default()
}

pub(super) fn greeting(lang: Lang, o: &Occasion<'_>) -> Block {
    let name = o.unit.map(|unit| unit.name.as_str()).unwrap_or_default();
    Block::Text(match lang {
        Lang::Vi => format!("Kính gửi {name},"),
        Lang::En => format!("To: {name}"),
    })
}

pub(super) fn facts(lang: Lang, o: &Occasion<'_>) -> Block {
    let zone = &o.campaign.zone;
    let label = |vi, en| pick(lang, vi, en).to_owned();
    let mut facts = vec![(label("Số tiếp nhận", "Number"), o.number.to_owned())];
    if let Some(version) = o.version {
        facts.push((
            label("Bản", "Version"),
            this_version(lang, version, o.before),
        ));
    }
    facts.push((
        label("Máy chủ nhận thư lúc", "Received by the server"),
        times::moment(lang, o.judgement.moment, zone),
    ));
    let closes = times::deadline(lang, o.window().closes, zone);
    let more = if o.window().closes > o.campaign.window.closes {
        pick(
            lang,
            " (đơn vị được gia hạn)",
            " (the unit was given more time)",
        )
    } else {
        ""
    };
    facts.push((
        label("Thời hạn", "Deadline"),
        format!(
            "{closes}{more} → {}",
            punctuality(lang, o.judgement.punctuality)
        ),
    ));
    if o.version.is_none() {
        facts.push((
            label("Bản đang có hiệu lực", "Version in force"),
            current(lang, o),
        ));
    }
    Block::Facts(facts)
}

fn this_version(lang: Lang, version: u32, before: Option<&Version>) -> String {
    match (lang, before) {
        (Lang::Vi, None) => format!("bản {version}, đang có hiệu lực"),
        (Lang::Vi, Some(old)) => format!(
            "bản {version} (thay bản {}, số {}), đang có hiệu lực",
            old.version, old.number
        ),
        (Lang::En, None) => format!("version {version}, in force"),
        (Lang::En, Some(old)) => format!(
            "version {version} (replaces version {}, number {}), in force",
            old.version, old.number
        ),
    }
}

fn current(lang: Lang, o: &Occasion<'_>) -> String {
    match (lang, o.in_force) {
        (Lang::Vi, None) => "chưa có".to_owned(),
        (Lang::Vi, Some(v)) => format!("bản {}, số {}, vẫn có hiệu lực", v.version, v.number),
        (Lang::En, None) => "none yet".to_owned(),
        (Lang::En, Some(v)) => format!(
            "version {}, number {}, remains in force",
            v.version, v.number
        ),
    }
}

/// How the moment stands to the window, in words.
#[must_use]
pub fn punctuality(lang: Lang, punctuality: Punctuality) -> String {
    match (lang, punctuality) {
        (Lang::Vi, Punctuality::Early) => "TRƯỚC THỜI GIAN NHẬN".to_owned(),
        (Lang::Vi, Punctuality::OnTime) => "ĐÚNG HẠN".to_owned(),
        (Lang::Vi, Punctuality::Cured) => "SỬA TRONG THỜI GIAN CHO PHÉP".to_owned(),
        (Lang::Vi, Punctuality::Late(seconds)) => format!("MUỘN {}", times::length(lang, seconds)),
        (Lang::En, Punctuality::Early) => "BEFORE THE WINDOW".to_owned(),
        (Lang::En, Punctuality::OnTime) => "ON TIME".to_owned(),
        (Lang::En, Punctuality::Cured) => "MENDED WITHIN THE TIME ALLOWED".to_owned(),
        (Lang::En, Punctuality::Late(seconds)) => {
            format!("LATE by {}", times::length(lang, seconds))
        }
    }
}

pub(super) fn file_list(lang: Lang, listed: &[File]) -> Vec<Block> {
    if listed.is_empty() {
        return Vec::new();
    }
    let entries = listed.iter().map(|file| {
        let name = if file.name.is_empty() {
            pick(lang, "(không tên)", "(no name)")
        } else {
            &file.name
        };
        let first = format!(
            "{name} ({}) – {}",
            size(lang, file.size),
            files::fate(lang, file)
        );
        (first, vec![format!("SHA-256: {}", file.digest)])
    });
    vec![
        Block::Heading(pick(lang, "Tệp trong thư", "Files in the mail").to_owned()),
        Block::List(entries.collect()),
    ]
}

pub(super) fn found(lang: Lang, o: &Occasion<'_>, severity: Severity) -> Vec<Block> {
    let all: Vec<_> = o
        .judgement
        .findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .collect();
    if all.is_empty() {
        return Vec::new();
    }
    let (in_full, rest) = all.split_at(all.len().min(IN_FULL));
    let full = in_full.iter().map(|found| {
        let text = findings::finding(lang, found);
        let lines = vec![
            format!("{}: {}", pick(lang, "Đang ghi", "Found"), text.found),
            format!("{}: {}", pick(lang, "Cần", "Expected"), text.expected),
            format!("{}: {}", pick(lang, "Cách sửa", "How to fix"), text.fix),
        ];
        (format!("{} [{}]", text.place, found.code), lines)
    });
    let short = rest
        .iter()
        .map(|found| (findings::in_one_line(lang, found), Vec::new()));
    let entries = full.chain(short).collect();
    let heading = match severity {
        Severity::Error if Chance::of(o) == Chance::Over => {
            pick(lang, "Lỗi trong báo cáo", "Errors in the report")
        }
        Severity::Error => pick(lang, "Lỗi phải sửa", "Errors to mend"),
        Severity::Warning => pick(
            lang,
            "Điểm nên xem lại (không bắt buộc sửa)",
            "Worth a look (need not be changed)",
        ),
    };
    vec![Block::Heading(heading.to_owned()), Block::List(entries)]
}

pub(super) fn warnings(lang: Lang, o: &Occasion<'_>) -> Vec<Block> {
    found(lang, o, Severity::Warning)
}

pub(super) fn missing(lang: Lang, o: &Occasion<'_>) -> Vec<Block> {
    missing_of(lang, o.campaign)
}

/// The copies that are asked for besides the mail.
pub(super) fn missing_of(lang: Lang, campaign: &Campaign) -> Vec<Block> {
    let entries: Vec<(String, Vec<String>)> = campaign
        .also_required
        .iter()
        .map(|channel| {
            let what = match channel {
                Channel::Paper => pick(
                    lang,
                    "bản giấy có chữ ký, đóng dấu của thủ trưởng đơn vị",
                    "the paper copy, signed and sealed by the head of the unit",
                ),
                Channel::DocumentSoftware => pick(
                    lang,
                    "văn bản gửi qua phần mềm quản lý văn bản và điều hành (số, ký hiệu, ngày)",
                    "the copy sent through the document-management software (number, date)",
                ),
            };
            (what.to_owned(), Vec::new())
        })
        .collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let heading = pick(
        lang,
        "Còn phải gửi (ngoài thư điện tử)",
        "Still to be sent (besides the mail)",
    );
    vec![Block::Heading(heading.to_owned()), Block::List(entries)]
}

/// How to mend a report of which something is enclosed: there.
pub(super) fn fix_enclosed(lang: Lang, o: &Occasion<'_>, why: &Reason) -> Option<String> {
    if !matches!(why, Reason::Faulty(_)) {
        return None;
    }
    let fix = match o.enclosed()?.what {
        Enclosed::Copy { .. } => pick(
            lang,
            "Đề nghị đơn vị sửa từng lỗi nêu dưới đây trong tệp đính kèm thư này, hoặc trong chính tệp của mình, lưu lại, rồi trả lời thư này kèm tệp đã sửa.",
            "Mend each of them in the file enclosed with this letter, or in your own, save it, and reply with it attached.",
        ),
        Enclosed::Form => pick(
            lang,
            "Đề nghị đơn vị ghi số liệu vào đúng biểu mẫu của mình (có đính kèm thư này), lưu lại, rồi trả lời thư này kèm tệp đó.",
            "Fill in your own form (enclosed with this letter), save it, and reply with it attached.",
        ),
    };
    Some(fix.to_owned())
}

/// What is enclosed, and how to use it.
pub(super) fn enclosure(lang: Lang, o: &Occasion<'_>) -> Vec<Block> {
    let Some(enclosure) = o.enclosed() else {
        return Vec::new();
    };
    let name = &enclosure.name;
    let said = match enclosure.what {
        Enclosed::Copy { moved } => {
            let said = lang.pick(
                format!("Tệp \"{name}\" là biểu mẫu của đơn vị, đã ghi sẵn những gì đơn vị vừa gửi. Ô có lỗi phải sửa có nền đỏ, ô nên xem lại có nền vàng cam, đều có ghi chú tại ô; trang \"{TAB}\" liệt kê đầy đủ. Đơn vị chỉ cần sửa các ô nền đỏ trong tệp này, lưu lại rồi trả lời thư này, đính kèm tệp; không phải nhập lại từ đầu. Đơn vị cũng có thể sửa trong tệp của mình rồi gửi lại; chỉ gửi một trong hai tệp."),
                format!("The file \"{name}\" is the unit's form with what the unit has just sent already filled in. Cells that must be mended are red, cells worth a look are amber, each with a note; the sheet \"{TAB}\" lists them all. It is enough to mend the red cells in this file, save it and reply to this letter with it; nothing need be typed again. The unit may as well mend its own file and send that; please send only one of the two."),
            );
            let other = lang.pick(
                " Địa chỉ ô nêu trong thư này là địa chỉ trong tệp đơn vị đã gửi; trong tệp đính kèm, các dòng đã được đặt lại đúng chỗ nên địa chỉ có thể khác.",
                " The addresses of cells in this letter are those in the file that the unit sent; in the enclosed file rows are back in their places, so addresses may differ.",
            );
            if moved { said + other } else { said }
        }
        Enclosed::Form => lang.pick(
            format!("Tệp \"{name}\" là biểu mẫu đúng của đơn vị, chưa ghi số liệu. Nếu không còn tệp biểu mẫu đã được phát, đề nghị đơn vị ghi số liệu vào tệp này, lưu lại rồi trả lời thư này, đính kèm tệp."),
            format!("The file \"{name}\" is the unit's own form, still empty. If the form that was handed out is no longer at hand, please fill in this one, save it and reply to this letter with it."),
        ),
    };
    let heading = pick(lang, "Tệp đính kèm thư này", "Enclosed with this letter");
    vec![Block::Heading(heading.to_owned()), Block::Text(said)]
}

pub(super) fn contact(lang: Lang, o: &Occasion<'_>) -> Block {
    contact_of(lang, o.campaign)
}

/// Whom to ask, and who writes.
pub(super) fn contact_of(lang: Lang, campaign: &Campaign) -> Block {
    let office = &campaign.office;
    Block::Text(match lang {
        Lang::Vi => format!(
            "Cần hỏi thêm, xin liên hệ: {}. Thư này do hệ thống tiếp nhận báo cáo của {} gửi tự động.",
            office.contact, office.name
        ),
        Lang::En => format!(
            "Questions: {}. This letter was sent automatically for {}.",
            office.contact, office.name
        ),
    })
}
