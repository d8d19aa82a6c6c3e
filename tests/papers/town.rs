//! The town of the shipped campaign, one December: reports, a late one, a silent
//! unit, a figure that the verification changed, all the marks of the council.

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use congvu::{
    campaign::Campaign,
    digest::Digest,
    edition::{Approval, Draft, Edition},
    figures::{Code, Value},
    publication::Basis,
    rehearse::figures::Writer,
    results::{self, Decided, Record, Report, Snapshot},
    words::Lang,
};
use rust_decimal::Decimal;

/// A unit whose report came too late, and one that sent none.
pub const LATE: &str = "x.hongtien";
pub const SILENT: &str = "d.bqlda";

/// A unit with a figure that was changed, and the figure.
pub const CHANGED: &str = "p.huongvan01";
pub const FIGURE: &str = "UD03";

/// The shipped campaign.
pub fn campaign() -> &'static Campaign {
    static CAMPAIGN: LazyLock<Campaign> = LazyLock::new(|| Campaign::load(&shipped()).unwrap());
    &CAMPAIGN
}

fn shipped() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// What every unit reported; the silent one nothing.
fn reports() -> Vec<Report> {
    let campaign = campaign();
    let units = campaign.registry.iter().filter(|unit| unit.code != SILENT);
    units
        .map(|unit| {
            let writer = Writer {
                form: &campaign.group_of(unit).unwrap().form,
                unit,
                year: campaign.year,
                edition: 1,
            };
            let late = unit.code == LATE;
            let moment = if late {
                "2015-12-13T02:14:09Z"
            } else {
                "2015-12-10T02:14:09Z"
            };
            Report {
                unit: unit.code.clone(),
                version: 1,
                moment: moment.parse().unwrap(),
                late,
                figures: writer.fill(7).unwrap().figures,
                workbook: Digest::of(unit.code.as_bytes()),
            }
        })
        .collect()
}

/// What the council found.
const FOUND: i64 = 12;

/// The result, as it was approved.
pub fn snapshot() -> &'static Snapshot {
    static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| scored(true));
    &SNAPSHOT
}

/// The result; without marks it still waits for the council.
pub fn scored(marked: bool) -> Snapshot {
    let campaign = campaign();
    let reports = reports();
    let standing = results::standing(&reports);
    let mut scored = Vec::new();
    for group in &campaign.groups {
        let units = campaign
            .registry
            .iter()
            .filter(|unit| unit.group == group.id);
        let mut participants: Vec<_> = units
            .map(|unit| {
                results::participant(campaign, unit, standing.get(unit.code.as_str()).copied())
            })
            .collect();
        for (n, one) in participants.iter_mut().enumerate() {
            let manual = group.scale.items().iter().map(|item| item.code.clone());
            let bonus = group.scale.adjustments().iter().map(|one| one.code.clone());
            if marked {
                let mark = |code: String| (code, Decimal::from(n % 2 + 1));
                one.council = manual.chain(bonus).map(mark).collect();
            }
            if one.unit == CHANGED {
                let code = Code::parse(FIGURE).unwrap();
                let found = Value::Number(Decimal::from(FOUND));
                one.figures.0.insert(code, found);
                one.corrected_down = 1;
            }
        }
        scored.push(results::score_group(group, participants));
    }
    let decided = [LATE.to_owned()];
    let record = Record {
        reports: standing,
        corrected: BTreeMap::from([((CHANGED, FIGURE), "Sổ theo dõi chỉ có 12 văn bản.")]),
        decisions: vec![Decided {
            kind: "late",
            units: &decided,
            reason: "Máy chủ thư của tỉnh không ngừng hoạt động trong hạn.",
            at: "2015-12-20T02:00:00Z".parse().unwrap(),
        }],
    };
    Snapshot::of(Lang::Vi, campaign, &scored, &record)
}

/// The first edition, made public.
pub fn edition() -> Edition {
    let snapshot = snapshot().clone();
    Edition {
        campaign: campaign().id.clone(),
        number: 1,
        digest: snapshot.digest().unwrap(),
        snapshot,
        approval: Approval {
            number: "2214/QĐ-UBND".into(),
            date: "2015-12-28".parse().unwrap(),
            by: "chutich".into(),
            at: "2015-12-28T03:00:00Z".parse().unwrap(),
        },
        finalised_by: "totruong".into(),
        reason: String::new(),
        published_at: Some("2015-12-29T01:30:00Z".parse().unwrap()),
    }
}

/// A second edition that replaces it.
pub fn second() -> Edition {
    Edition {
        number: 2,
        reason: "Sửa số liệu UD03 của phường Hương Văn".into(),
        ..edition()
    }
}

/// A draft.
pub fn draft() -> Draft {
    Draft::of(scored(false)).unwrap()
}

/// What an edition is made public from.
pub fn basis(edition: &Edition) -> Basis<'_> {
    Basis::edition(campaign(), edition)
}
