//! From one year to the next: a campaign begins with the files of the last one,
//! and units keep their history through new names, mergers and splits.

use std::{collections::BTreeMap, fs, path::Path};

use congvu::{
    campaign::{
        Campaign,
        lineage::{Descent, Lineage},
        next_year::{LookAt, NextYear},
    },
    results::Snapshot,
    words::{Lang, years::look_at},
    years::{self, Years},
};
use serde_json::{Value, json};

use crate::scoring_world::{figures, number, short_problem};

fn files(folder: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

const TOWN: &str = "deploy/campaigns/huong-tra-2015";

fn next(files: &BTreeMap<String, String>, year: i16) -> NextYear {
    let campaign = Campaign::load(files).unwrap();
    let reported = [("p.tuha", "HT01=12 HT08=4.5 HT10=yes UD10=DA_CAP")];
    let reported = reported.map(|(unit, values)| (unit.to_owned(), figures(values)));
    campaign.next_year(files, year, &reported.into())
}

#[test]
fn the_next_campaign_is_the_last_one_a_year_later() {
    let new = next(&files(TOWN), 2016);
    let campaign = Campaign::load(&new.files).unwrap();
    assert_eq!(campaign.id, "huong-tra-2016");
    assert_eq!(campaign.year, 2016);
    assert_eq!(campaign.short_title, "Báo cáo CNTT 2016");
    assert_eq!(campaign.number_prefix, "BC-2016");
    assert_eq!(campaign.period.0.to_string(), "2015-12-01");
    assert_eq!(campaign.period.1.to_string(), "2016-12-01");
    assert_eq!(campaign.window.opens.to_string(), "2016-12-05T17:00:00Z");
    assert_eq!(campaign.window.closes.to_string(), "2016-12-12T17:00:00Z");
    let forms: Vec<&str> = campaign.forms.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(forms, ["huong-tra-2016-I", "huong-tra-2016-II"]);
    // The plan that is cited is last year's until a person names the new one.
    assert!(campaign.plan.contains("1872/KH-UBND"));
    assert!(new.files["campaign.toml"].contains("# Kỳ báo cáo (mục III.1)"));
}

#[test]
fn what_the_units_reported_is_last_years_in_the_new_campaign() {
    let new = next(&files(TOWN), 2016);
    let campaign = Campaign::load(&new.files).unwrap();
    assert_eq!(
        new.files["values-2015.csv"],
        "unit,HT01,HT08,HT10,UD10\np.tuha,12,\"4,5\",Có,DA_CAP\n"
    );
    let expected = figures("HT01=12 HT08=4.5 HT10=yes UD10=DA_CAP");
    assert_eq!(campaign.last_year, [("p.tuha".to_owned(), expected)].into());
    // The table of the year before last is not taken along.
    let later = next(&new.files, 2017);
    assert!(!later.files.contains_key("values-2015.csv"));
    let campaign = Campaign::load(&later.files).unwrap();
    assert_eq!(campaign.id, "huong-tra-2017");
    assert_eq!(campaign.last_year.len(), 1);
}

#[test]
fn everything_a_person_must_look_at_is_listed() {
    let files = files(TOWN);
    let zone = Campaign::load(&files).unwrap().zone;
    let new = next(&files, 2016);
    let said: Vec<String> = new
        .look_at
        .iter()
        .map(|what| look_at(Lang::Vi, what, &zone))
        .collect();
    for part in [
        "plan vẫn ghi \"Kế hoạch số 1872/KH-UBND",
        "hạn nhận chuyển thành 00:00:00 thứ Ba ngày 06/12/2016",
        "→ 24:00 thứ Hai ngày 12/12/2016",
        "31 đơn vị như năm trước",
        "form-1.toml: mẫu như năm trước",
        "scale-4.toml: thang điểm như năm trước",
        "budget.toml: dự trù của năm trước",
        "8 giải thưởng như năm trước",
        "values-2015.csv: số liệu năm trước của 1/31 đơn vị",
    ] {
        assert!(said.iter().any(|it| it.contains(part)), "{part}: {said:#?}");
    }
    let nothing = Campaign::load(&files)
        .unwrap()
        .next_year(&files, 2016, &BTreeMap::new());
    assert!(nothing.look_at.contains(&LookAt::NoLastYear));
}

#[test]
fn a_day_that_the_new_year_lacks_is_put_on_the_day_before_and_told() {
    let mut files = files("tests/campaigns/san-sang-2020");
    let main = files.get_mut("campaign.toml").unwrap();
    *main = main.replace("from = 2020-01-01T", "from = 2020-02-29T");
    let old = Campaign::load(&files).unwrap();
    let new = old.next_year(&files, 2021, &BTreeMap::new());
    let campaign = Campaign::load(&new.files).unwrap();
    assert_eq!(campaign.period.0.to_string(), "2021-02-28");
    let told = new.look_at.iter();
    let told =
        told.filter(|it| matches!(it, LookAt::NoSuchDay(day) if day.to_string() == "2021-02-28"));
    assert_eq!(told.count(), 1);
    assert!(
        new.look_at
            .contains(&LookAt::Targets("targets.csv".to_owned()))
    );
}

#[test]
fn what_somebody_let_stand_in_one_budget_nobody_has_in_the_next() {
    let mut files = files(TOWN);
    let seen = "\n[[acknowledged]]\nwhat = 'total'\ndeclared = '20.000.000'\n\
        actual = '19.000.000'\nby = 'A'\ndate = '30/11/2015'\nwhy = 'B'\n";
    files.get_mut("budget.toml").unwrap().push_str(seen);
    let open = |files: &BTreeMap<String, String>| {
        let campaign = Campaign::load(files).unwrap();
        campaign.budget.unwrap().open().count()
    };
    assert_eq!(open(&files), 0);
    assert_eq!(open(&next(&files, 2016).files), 1);
}

/// Two communes were merged in 2020, one of two wards changed its name, and one
/// was split; one is new and one is gone.
const UNITS: &str = "code,name,valid_from,valid_until,from,became\n\
    x.hongtien,Xã Hồng Tiến,,31/12/2019,,x.binhtien\n\
    x.binhdien,Xã Bình Điền,,31/12/2019,,\n\
    x.binhtien,Xã Bình Tiến,01/01/2020,,x.binhdien,\n\
    p.cu,Phường Cũ,,31/12/2019,,p.moi\n\
    p.moi,Phường Mới,01/01/2020,,,\n\
    x.lon,Xã Lớn,,31/12/2019,,x.dong x.tay\n\
    x.dong,Xã Đông,01/01/2020,,,\n\
    x.tay,Xã Tây,01/01/2020,,,\n\
    x.yen,Xã Yên,,,,\n\
    x.them,Xã Thêm,01/01/2020,,,\n\
    x.het,Xã Hết,,31/12/2019,,\n";

/// A result of one group: units as `code total`, in the order of their ranks, or
/// as `code` alone when they were not scored.
fn result(units: &[&str]) -> Snapshot {
    let lineage = Lineage::load("units.csv", UNITS).unwrap();
    let (mut scored, mut apart): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for (rank, unit) in (1..).zip(units) {
        let (code, total) = unit.split_once(' ').unwrap_or((unit, ""));
        let name = lineage.name(code);
        let total: Option<serde_json::Number> = total.parse().ok();
        match total {
            Some(total) => scored.push(json!({
                "unit": code, "name": name, "total": total, "rank": rank, "band": null,
                "prize": null, "note": "", "items": []
            })),
            None => apart.push(json!({
                "unit": code, "name": name, "standing": "silent", "why": ""
            })),
        }
    }
    let group = json!({
        "group": "communes", "label": "Phường, xã", "notice": "",
        "units": scored, "apart": apart, "prizes": []
    });
    let digest = "0".repeat(64);
    let whole = json!({ "campaign_digest": digest, "provisional": false, "groups": [group] });
    serde_json::from_value(whole).unwrap()
}

fn years() -> Years {
    let before = result(&[
        "x.hongtien 70.5",
        "x.lon 66",
        "p.cu 60.25",
        "x.binhdien 50",
        "x.het 40",
        "x.yen",
    ]);
    let after = result(&[
        "x.binhtien 80",
        "p.moi 75",
        "x.yen 71",
        "x.dong 70",
        "x.tay 65",
        "x.them",
    ]);
    let lineage = Lineage::load("units.csv", UNITS).unwrap();
    years::compare(&before, &after, &lineage).swap_remove(0)
}

#[test]
fn units_keep_their_history_through_new_names_mergers_and_splits() {
    let told: Vec<String> = years()
        .rows
        .iter()
        .map(|row| {
            let before: Vec<&str> = row.before.iter().map(|it| it.unit.as_str()).collect();
            let after = row.after.as_ref().map_or("–", |it| it.unit.as_str());
            format!("{} > {after}: {:?}", before.join(" "), row.descent)
        })
        .collect();
    assert_eq!(
        told,
        [
            "x.binhdien x.hongtien > x.binhtien: Some(Merged)",
            "p.cu > p.moi: Some(Renamed)",
            "x.yen > x.yen: Some(Same)",
            "x.lon > x.dong: Some(Split)",
            "x.lon > x.tay: Some(Split)",
            " > x.them: Some(New)",
            "x.het > –: None",
        ]
    );
}

#[test]
fn totals_of_two_scales_are_not_said_to_be_comparable() {
    let years = years();
    assert!(!years.same_scale, "no file is known of either");
    let merged = &years.rows[0].before;
    let totals: Vec<String> = merged
        .iter()
        .filter_map(|it| Some(it.total.as_ref()?.to_string()))
        .collect();
    assert_eq!(
        totals.iter().map(|it| number(it)).collect::<Vec<_>>(),
        ["50", "70.5"].map(number)
    );
}

fn faults(text: &str) -> Vec<String> {
    let told = Lineage::load("units.csv", text).unwrap_err();
    told.iter()
        .map(|c| format!("{} {} {}", c.place.line, c.key, short_problem(&c.problem)))
        .collect()
}

#[test]
fn a_unit_comes_after_those_it_came_from() {
    let head = "code,name,valid_from,valid_until,from,became\n";
    for (lines, expected) in [
        (
            "a,A,31/02/2020,,,\n",
            "2 valid_from 31/02/2020 not in 01/01/2020",
        ),
        (
            "a,A,01/02/2020,01/01/2020,,\n",
            "2 valid_until EndsBeforeStart",
        ),
        ("a,A,,,b,\n", "2 from no unit b"),
        ("a,A,,,,b\n", "2 became no unit b"),
        ("a,A,,,a,\n", "2 from a → a not in valid_until < valid_from"),
        (
            "a,A,,01/01/2020,,b\nb,B,01/01/2020,,,\n",
            "3 from a → b not in valid_until < valid_from",
        ),
        (
            "a,A,,,,b\nb,B,01/01/2020,,,\n",
            "3 from a → b not in valid_until < valid_from",
        ),
    ] {
        assert_eq!(faults(&format!("{head}{lines}")), [expected], "{lines}");
    }
}

#[test]
fn a_unit_of_another_time_is_asked_for_nothing_and_its_figures_go_to_its_heir() {
    let mut files = files("tests/campaigns/san-sang-2020");
    let units = files.get_mut("units.csv").unwrap();
    *units = "code,name,short_name,kind,group,mailbox,traits,valid_from,valid_until,from,became\n\
        h.cu,Huyện Cũ,,huyện,districts,mot@tinh.example,,,31/12/2019,,h.mot\n\
        h.a,Huyện A,,huyện,districts,a@tinh.example,,,31/12/2019,,h.ab\n\
        h.b,Huyện B,,huyện,districts,b@tinh.example,,,31/12/2019,,h.ab\n\
        h.ab,Huyện AB,,huyện,districts,ab@tinh.example,,01/01/2020,,,\n\
        h.mot,Huyện Một,,huyện,districts,mot@tinh.example,,01/01/2020,,,\n\
        h.sau,Huyện Sau,,huyện,districts,sau@tinh.example,,01/01/2021,,,\n\
        s.y,Sở Y,,sở,departments,y@tinh.example,,,,,\n\
        s.e,Sở E,,sở,departments,e@tinh.example,,,,,\n"
        .to_owned();
    files.insert(
        "values-2019.csv".to_owned(),
        "unit,CB01\nh.cu,7\nh.a,1\nh.b,2\ns.y,9\n".to_owned(),
    );
    let main = files.get_mut("campaign.toml").unwrap();
    *main = main.replace("targets =", "last_year = \"values-2019.csv\"\ntargets =");
    let campaign = Campaign::load(&files).unwrap();
    let codes: Vec<&str> = campaign
        .registry
        .iter()
        .map(|unit| unit.code.as_str())
        .collect();
    assert_eq!(codes, ["h.ab", "h.mot", "s.y", "s.e"]);
    let expected = [("h.mot", "CB01=7"), ("s.y", "CB01=9")];
    let expected = expected.map(|(unit, values)| (unit.to_owned(), figures(values)));
    assert_eq!(campaign.last_year, expected.into());
    let lineage = &campaign.lineage;
    let origins = lineage.origins("h.ab", &|code| code != "h.ab");
    assert_eq!(lineage.descent("h.ab", &origins, &codes), Descent::Merged);
    assert_eq!(lineage.name("h.cu"), Some("Huyện Cũ"));
}
