//! A whole campaign, as the people of an office live it: in a real browser,
//! with real mail, from the first sign-in to the page for everybody.

use std::net::TcpListener;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use tokio::runtime::Runtime;

use crate::{
    Named,
    deadline::until,
    desk::{Desk, Setting, written},
    driver::{Browser, Scripts},
    letter::Letter,
    report::Report,
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "an_office_finishes_a_campaign_in_a_browser",
        an_office_finishes_a_campaign_in_a_browser,
    ),
    (
        "an_office_finishes_a_campaign_in_a_browser_that_runs_no_scripts",
        an_office_finishes_a_campaign_in_a_browser_that_runs_no_scripts,
    ),
];

/// How long reports are taken: enough for what the office does meanwhile.
const WINDOW_SECONDS: i64 = 75;

/// What everybody chooses: the trial is not about passwords.
const PASSWORD: &str = "chiec thuyen giay mau tim";

fn an_office_finishes_a_campaign_in_a_browser(town: &Town) {
    an_office_finishes(town, Scripts::Run);
}

fn an_office_finishes_a_campaign_in_a_browser_that_runs_no_scripts(town: &Town) {
    an_office_finishes(town, Scripts::Blocked);
}

/// The office at its pages.
struct Office<'o> {
    desk: &'o Desk<'o>,
    browser: Browser,
    at: String,
}

fn an_office_finishes(town: &Town, scripts: Scripts) {
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let closes = now + SignedDuration::from_secs(WINDOW_SECONDS);
    let opens = written(now - SignedDuration::from_hours(24));
    let desk = Desk::open(town, &opens, &written(closes), &Setting::default());
    let port = a_free_port();
    let at = format!("http://127.0.0.1:{port}");
    let listen = format!("\"127.0.0.1:{port}\"");
    desk.sets("congvu.toml", "web", "listen", &listen);
    desk.sets("congvu.toml", "web", "public_url", &format!("\"{at}\""));
    desk.sets("campaign/campaign.toml", "window", "grace_seconds", "1");
    let serving = desk.serves();
    // The desk outlives the runtime: its ledger has one of its own.
    Runtime::new().unwrap().block_on(async {
        let Some(browser) = Browser::open(scripts).await else {
            return;
        };
        let office = Office {
            desk: &desk,
            browser,
            at,
        };
        office.lives_through_it().await;
    });
    serving.stops();
}

/// A port that nobody has at this moment.
fn a_free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Office<'_> {
    async fn lives_through_it(self) {
        let units = ["huongvan01", "huongvan02", "huongan"].map(|name| self.desk.unit(name));
        self.mails_come_in(&units);
        self.enters("vanthu", "admin").await;
        self.reads_why_one_was_rejected().await;
        self.releases_the_one_that_was_held(&units[2]).await;
        self.receives_paper().await;
        self.seats_the_council().await;
        self.leaves().await;
        self.the_council_verifies(&units).await;
        self.another_approves().await;
        self.publishes(&units).await;
        self.replays();
        self.browser.close().await;
    }

    /// Everything that came through real servers is decided once more from its
    /// raw bytes, scored, compared and fixed again, and nothing is different.
    fn replays(&self) {
        let replay = self.desk.runs(&["replay", "--json"]);
        let told = String::from_utf8(replay.stdout).unwrap();
        assert!(replay.status.success(), "{told}");
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["differences"], serde_json::json!([]), "{told}");
        for made in ["scored", "compared"] {
            assert_eq!(told[made], true, "{told}");
        }
        assert_eq!(told["finals"], 1, "{told}");
        // One was released by a person; every other one is decided again.
        let left = told["left"].as_array().unwrap();
        let why: Vec<&str> = left.iter().filter_map(|it| it["why"].as_str()).collect();
        assert_eq!(why, ["person"], "{told}");
        assert!(told["replayed"].as_u64() >= Some(7), "{told}");
    }

    /// Two reports, one mail without a file, and one report that nothing
    /// proves.
    fn mails_come_in(&self, units: &[Person<'_>; 3]) {
        let [first, second, unproven] = units;
        let letter = |unit| Report::of(self.desk, unit).letter();
        assert_eq!(first.sends(&letter(first)), 250);
        let other = Report::of(self.desk, second).with("TT01", "1").letter();
        assert_eq!(second.sends(&other), 250);
        let forgetful = self.desk.unit("huongtoan");
        let empty = Letter::to(self.desk.mailbox().address()).about("Báo cáo quên tệp");
        assert_eq!(forgetful.sends(&empty), 250);
        let unsigned = letter(unproven).about("Báo cáo không rõ người gửi");
        assert_eq!(unproven.is_imitated(&unsigned), 250);
        first.receives("ĐÃ CHẤP NHẬN");
        second.receives("ĐÃ CHẤP NHẬN");
        forgetful.receives("CẦN GỬI LẠI");
    }

    /// Opens a link to set a password, which a command printed, and sets it.
    async fn enters(&self, name: &str, role: &str) {
        let made = self
            .desk
            .runs(&["admin", "setup-link", name, "--role", role]);
        let said = String::from_utf8(made.stdout).unwrap();
        assert!(made.status.success(), "{said}");
        let mut words = said.split_whitespace();
        let link = words.find(|word| word.starts_with("http")).unwrap();
        let browser = &self.browser;
        browser.go(link).await;
        browser.write("#password", PASSWORD).await;
        browser.write("#again", PASSWORD).await;
        browser.press("Đặt mật khẩu").await;
        browser.shows("Đăng xuất").await;
    }

    async fn signs_in(&self, name: &str) {
        self.browser.go(&format!("{}/login", self.at)).await;
        self.browser.write("#name", name).await;
        self.browser.write("#password", PASSWORD).await;
        self.browser.press("Đăng nhập").await;
        self.browser.shows("Đăng xuất").await;
    }

    async fn leaves(&self) {
        self.browser.press("Đăng xuất").await;
        self.browser.shows("Đăng nhập").await;
    }

    async fn opens(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.at)).await;
    }

    async fn reads_why_one_was_rejected(&self) {
        self.opens("/queue").await;
        self.browser.follow("Báo cáo quên tệp").await;
        self.browser.shows("E-FILE-NONE").await;
        self.browser.photograph("story-rejected").await;
    }

    /// It is accepted with its own time, and the unit is told.
    async fn releases_the_one_that_was_held(&self, unit: &Person<'_>) {
        let browser = &self.browser;
        self.opens("/queue").await;
        browser.follow("Báo cáo không rõ người gửi").await;
        browser.click("input[name=act][value=accept]").await;
        browser.click("#vouch option:nth-child(2)").await;
        browser.press("Xem trước").await;
        browser.shows("ĐÃ CHẤP NHẬN").await;
        browser.photograph("story-preview").await;
        browser.press("Ghi quyết định và gửi thư này").await;
        browser.shows("Đã ghi quyết định").await;
        let receipt = unit.receives("ĐÃ CHẤP NHẬN");
        assert!(receipt.text().contains("ĐÚNG HẠN"), "{}", receipt.text());
    }

    async fn receives_paper(&self) {
        let browser = &self.browser;
        self.opens("/copies/p.huongvan01").await;
        browser.click("#paper summary").await;
        browser.write("#paper-number", "15/BC-UBND").await;
        browser.write("#paper-date", &today()).await;
        browser.write("#paper-arrived", &today()).await;
        browser.write("#paper-received_by", "Văn thư").await;
        browser.click("#paper input[name=signed]").await;
        browser.click("#paper input[name=sealed]").await;
        browser.click("#paper button[type=submit]").await;
        browser.shows("15/BC-UBND").await;
        browser.photograph("story-paper").await;
    }

    async fn seats_the_council(&self) {
        for (name, role) in [("totruong", "council"), ("lanhdao", "approver")] {
            let made = self
                .desk
                .runs(&["admin", "setup-link", name, "--role", role]);
            assert!(made.status.success());
        }
        let browser = &self.browser;
        self.opens("/council/members").await;
        browser.click("#account option[value=totruong]").await;
        browser.click("#position option[value=head]").await;
        browser.press("Thêm thành viên").await;
        browser.shows("Đã thêm thành viên").await;
    }

    async fn the_council_verifies(&self, units: &[Person<'_>; 3]) {
        let browser = &self.browser;
        // The ledger is asked by a runtime of its own.
        tokio::task::block_in_place(|| {
            until(120, "the close scores", || self.desk.ledger().scoring())
        });
        self.enters("totruong", "council").await;
        self.opens("/council/units/p.huongvan01/items/HT.1").await;
        browser.click("details summary").await;
        browser.write("#new-HT03", "1").await;
        browser.write("#why-HT03", "Đếm lại tại trụ sở").await;
        browser.press("Ghi số liệu thẩm định").await;
        browser.shows("Đã ghi số liệu thẩm định").await;
        browser.photograph("story-item").await;
        self.marks_what_waits().await;
        self.opens("/council/grid?group=communes").await;
        browser.photograph("story-grid").await;
        self.opens("/council").await;
        browser.press("Đóng phần thẩm định").await;
        browser.shows("Đã đóng phần thẩm định").await;
        browser.press("Gửi thư mời giải trình").await;
        browser.shows("Đã mở đợt giải trình").await;
        self.units_explain(units).await;
        self.opens("/council").await;
        browser.press("Kết thúc giải trình").await;
        browser.shows("Đã kết thúc phần giải trình").await;
        self.opens("/council/approval").await;
        browser.press("Chốt kết quả").await;
        browser.shows("Đã chốt kết quả").await;
        self.leaves().await;
    }

    /// Gives a point for everything that waits for the council.
    async fn marks_what_waits(&self) {
        let (browser, waiting) = (&self.browser, "[aria-labelledby=next] a[href*='/items/']");
        self.opens("/council").await;
        while browser.has(waiting).await {
            browser.click(waiting).await;
            browser.write("#points", "1").await;
            browser.write("#why", "Theo biên bản phúc tra").await;
            browser.press("Ghi điểm").await;
            browser.shows("Đã ghi điểm của Hội đồng").await;
            self.opens("/council").await;
        }
    }

    /// Every unit answers the letter that carries its code.
    async fn units_explain(&self, units: &[Person<'_>; 3]) {
        let town = self.desk.mailbox();
        for unit in units {
            let asked = unit.receives("[GT-");
            let subject = format!("Re: {}", asked.subject());
            let answer = Letter::to(town.address()).about(&subject);
            assert_eq!(unit.sends(&answer), 250);
        }
        let browser = &self.browser;
        for code in ["p.huongvan01", "p.huongvan02", "p.huongan"] {
            let page = format!("{}/council/units/{code}", self.at);
            browser.comes_to_have(&page, ".explanation textarea").await;
            browser
                .write(".explanation textarea", "Đã xem xét giải trình")
                .await;
            browser.press("Chấp nhận giải trình").await;
            browser.shows("Đã ghi ý kiến về giải trình").await;
        }
    }

    async fn another_approves(&self) {
        let browser = &self.browser;
        self.enters("lanhdao", "approver").await;
        self.opens("/council/approval").await;
        browser.photograph("story-approval").await;
        browser.write("#number", "15/QĐ-UBND").await;
        browser.write("#date", &today()).await;
        browser.press("Ghi quyết định phê duyệt").await;
        browser.shows("Đã ghi quyết định phê duyệt").await;
        self.opens("/results").await;
        browser.shows("Chưa công bố").await;
        self.opens("/").await;
        self.leaves().await;
    }

    async fn publishes(&self, units: &[Person<'_>; 3]) {
        let browser = &self.browser;
        self.signs_in("vanthu").await;
        self.opens("/council/approval").await;
        browser.press("Công bố kết quả").await;
        browser.shows("Đã công bố kết quả").await;
        self.leaves().await;
        self.opens("/results").await;
        browser.shows("phường Hương Văn").await;
        browser.photograph("story-published").await;
        for unit in units {
            assert!(
                !unit.receives("[KẾT QUẢ]").files().is_empty(),
                "a score sheet has its paper"
            );
        }
    }
}

/// Today, as it is written here.
fn today() -> String {
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let today = Timestamp::now().to_zoned(zone);
    today.strftime("%d/%m/%Y").to_string()
}
