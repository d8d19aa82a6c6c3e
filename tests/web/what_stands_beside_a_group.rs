//! What stands out beside a group is shown to the office, by name, and says
//! what it is held against.

use std::collections::BTreeMap;

use congvu::{
    digest::Digest,
    edge::store::Actor,
    figures::Code,
    finding::{Fault, Finding, Oddity},
    flow::comparing::{COMPARISON, Comparison},
};

use crate::office::{Office, at};

fn comparison() -> Comparison {
    let same = Oddity::SameAsUnit {
        unit: "p.tuha".to_owned(),
        same: 40,
        of: 41,
    };
    let far = Oddity::FarFromGroup {
        found: 2400.into(),
        median: 27.into(),
    };
    let far = Finding {
        indicator: Code::parse("TT01"),
        label: "Số tin, bài".to_owned(),
        ..Fault::Odd(far).at("Mẫu II", "E47".to_owned())
    };
    let units = [(
        "p.huongvan01".to_owned(),
        vec![Fault::Odd(same).nowhere(), far],
    )];
    Comparison {
        units: BTreeMap::from(units),
    }
}

pub async fn is_closed(office: &Office) {
    let moment = at("13 00:07");
    let mut tx = office.store.begin(&Actor::System, moment).await.unwrap();
    let kept = serde_json::to_value(comparison()).unwrap();
    let input = Digest::of(b"input");
    tx.record_comparison(&office.campaign.id, COMPARISON, input, &kept)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whose_figures_they_are_and_how_far_they_stand_is_on_one_page() {
    let office = Office::open().await;
    let page = office.page("/comparison").await;
    assert!(page.contains("còn thay đổi khi có báo cáo mới"), "{page}");
    assert!(page.contains("Không có số liệu nào khác xa nhóm"), "{page}");
    is_closed(&office).await;
    let page = office.page("/comparison").await;
    for said in [
        "So sánh đã lưu cùng lần chấm điểm lúc 00:07",
        "40/41 số liệu trùng với báo cáo của Tứ Hạ",
        "Trang tính &#34;Mẫu II&#34;, ô E47 – Số tin, bài (TT01)",
        "gần với mức giữa của các đơn vị cùng nhóm (27)",
        "W-SAME-AS-UNIT",
        "Hương Văn",
    ] {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    assert!(
        office
            .page("/ranking")
            .await
            .contains("href=\"/comparison\"")
    );
}
