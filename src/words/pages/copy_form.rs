//! The forms by which a clerk receives a copy.

use crate::{
    evidence::{
        Channel, Compared,
        typed::{Field as TypedField, Typed, Wrong},
    },
    words::{Lang, evidence},
};

/// A form to receive or correct a copy.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Its name in the address.
    pub anchor: &'static str,
    /// What it does.
    pub title: String,
    /// Is it paper, with signature and seal?
    pub paper: bool,
    /// Is it open?
    pub open: bool,
    /// The record it corrects.
    pub replaces: Option<i64>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Is there a signature?
    pub signed: bool,
    /// Is there a seal?
    pub sealed: bool,
    /// Whether the figures were compared: word, label, chosen.
    pub figures: Vec<(&'static str, &'static str, bool)>,
    /// The remark.
    pub note: String,
    /// What is wrong with the file.
    pub wrong_file: Option<&'static str>,
    /// Why it corrects.
    pub why: String,
    /// What is wrong with that.
    pub wrong_why: Option<&'static str>,
}

/// A field of one line.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What is in it.
    pub value: String,
    /// What helps to fill it in.
    pub hint: &'static str,
    /// What is wrong with it.
    pub wrong: Option<&'static str>,
    /// Must it be filled in?
    pub required: bool,
}

/// The fields of a form: name, label, hint, required.
pub type FieldLine = (&'static str, &'static str, &'static str, bool);

/// The fields of the form for paper.
pub const PAPER: [FieldLine; 5] = [
    (
        "number",
        "Số, ký hiệu",
        "Như ghi trên văn bản, ví dụ 15/BC-UBND",
        false,
    ),
    ("date", "Ngày văn bản", "Ví dụ 08/12/2015", true),
    ("arrived", "Ngày đến", "Ngày văn thư nhận bản giấy", true),
    (
        "arrival_number",
        "Số đến",
        "Số trong sổ đăng ký văn bản đến",
        false,
    ),
    ("received_by", "Người nhận", "Họ và tên", true),
];

/// The fields of the form for document software.
pub const SOFTWARE: [FieldLine; 7] = [
    (
        "number",
        "Số, ký hiệu",
        "Như ghi trên văn bản, ví dụ 15/BC-UBND",
        false,
    ),
    ("date", "Ngày văn bản", "Ví dụ 08/12/2015", true),
    ("arrived", "Ngày đến", "Không bắt buộc", false),
    (
        "arrival_number",
        "Số đến",
        "Số trong sổ đăng ký văn bản đến",
        false,
    ),
    ("signer", "Người ký", "Họ và tên, chức vụ", false),
    (
        "organ",
        "Mã định danh cơ quan",
        "Nếu phần mềm có ghi, ví dụ H57.12.04",
        false,
    ),
    ("received_by", "Người nhận", "Họ và tên", false),
];

/// The title of a form.
#[must_use]
pub fn form_title(channel: Channel, correcting: bool) -> String {
    match (channel, correcting) {
        (Channel::Paper, false) => "Nhận bản giấy".to_owned(),
        (Channel::Paper, true) => "Sửa ghi nhận bản giấy".to_owned(),
        (_, false) => "Ghi nhận văn bản qua phần mềm QLVB".to_owned(),
        (_, true) => "Sửa ghi nhận văn bản qua phần mềm QLVB".to_owned(),
    }
}

/// A form of a way.
#[must_use]
pub fn form(
    channel: Channel,
    action: String,
    typed: &Typed,
    (replaces, why): (Option<i64>, &str),
    wrong: &[(TypedField, Wrong)],
    open: bool,
) -> Form {
    let told = |name: &str| {
        let mut found = wrong.iter().filter(|(field, _)| field.as_str() == name);
        let (_, why) = found.next()?;
        Some(evidence::wrong(Lang::Vi, *why))
    };
    let value = |name: &str| match name {
        "number" => &typed.number,
        "date" => &typed.date,
        "arrived" => &typed.arrived,
        "arrival_number" => &typed.arrival_number,
        "signer" => &typed.signer,
        "organ" => &typed.organ,
        _ => &typed.received_by,
    };
    let paper = channel == Channel::Paper;
    let lines: &[FieldLine] = if paper { &PAPER } else { &SOFTWARE };
    let field = |(name, label, hint, required): &FieldLine| Field {
        name,
        label,
        value: value(name).clone(),
        hint,
        wrong: told(name),
        required: *required,
    };
    let compared = [Compared::NotYet, Compared::Same, Compared::Different];
    Form {
        action,
        anchor: channel.as_str(),
        title: form_title(channel, replaces.is_some()),
        paper,
        open,
        replaces,
        fields: lines.iter().map(field).collect(),
        signed: typed.signed,
        sealed: typed.sealed,
        figures: compared
            .map(|it| {
                let label = evidence::compared(Lang::Vi, it);
                (it.as_str(), label, it == typed.figures)
            })
            .to_vec(),
        note: typed.note.clone(),
        wrong_file: told("file"),
        why: why.to_owned(),
        wrong_why: told("why"),
    }
}
