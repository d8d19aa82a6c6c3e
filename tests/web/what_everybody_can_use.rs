//! Every page can be used by people who do not see it, who use no mouse, or
//! who have a small screen: axe finds nothing, and nothing sticks out.

use crate::{
    axe,
    driver::{Browser, Scripts},
    what_there_is_to_see::everything,
};

/// Pages that offices print.
const PRINTED: [&str; 3] = [
    "town _",
    "published _ranking",
    "published _ranking_p.huongvan01",
];

/// A text in a cell that has room for a few letters only.
const SQUEEZED: &str = "const narrow = [...document.querySelectorAll('th, td')].find(cell => { \
    const width = cell.getBoundingClientRect().width; \
    return width > 0 && width < 48 && cell.innerText.length > 12 && !cell.querySelector('.unseen'); \
    }); arguments[0](narrow ? narrow.innerText : '');";

#[tokio::test]
async fn axe_finds_nothing_on_any_page_and_none_is_wider_than_a_phone() {
    let Some(browser) = Browser::open(Scripts::Run).await else {
        return;
    };
    let Some(script) = axe::script() else { return };
    let (gallery, office) = everything().await;
    gallery.is_complete();
    let (places, serving) = gallery.opens(&office).await;
    let mut faults = Vec::new();
    for (name, place) in &places {
        browser.go(place).await;
        let complaints = browser.complaints().await.into_iter();
        faults.extend(complaints.map(|it| format!("{name}: {it}")));
        browser.photograph(name).await;
        if PRINTED.contains(&name.as_str()) {
            browser.print(name).await;
        }
        for width in [1280, 390] {
            browser.width(width).await;
            let found = axe::faults(&browser, &script).await;
            faults.extend(
                found
                    .into_iter()
                    .map(|it| format!("{name} at {width}: {it}")),
            );
            let sticks_out = browser
                .run("arguments[0](document.documentElement.scrollWidth > window.innerWidth + 1)")
                .await;
            if sticks_out == true {
                faults.push(format!("{name} is wider than {width}"));
            }
            let squeezed = browser.run(SQUEEZED).await;
            if squeezed != "" {
                faults.push(format!("{name} at {width} squeezes {squeezed}"));
            }
        }
    }
    browser.close().await;
    serving.abort();
    assert!(
        faults.is_empty(),
        "{} pages\n{}",
        places.len(),
        faults.join("\n")
    );
}
