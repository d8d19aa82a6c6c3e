//! The pages in a real browser. Debian's Chromium has no way to type a
//! password on the command line, so the pages behind the door are served with
//! the cookie of the open session put on every request.

use std::{
    env,
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
};
use congvu::web;
use tokio::{net::TcpListener, process::Command, sync::oneshot, time::timeout};

use crate::{
    office::{Office, TOKEN},
    what_had_happened::{is_scored, mails_of_every_kind},
};

/// The browser, or why these promises are not kept on this machine.
fn browser() -> Option<&'static str> {
    let found = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .into_iter()
        .find(|path| Path::new(path).exists());
    if found.is_none() {
        assert!(env::var("CI").is_err(), "chromium is missing");
        // Past the harness, which keeps what a passing test prints to itself.
        let mut people = std::io::stderr();
        writeln!(
            people,
            "chromium is missing: the pages were not opened in a browser"
        )
        .unwrap();
    }
    found
}

/// Where the browser keeps what it keeps.
fn profile() -> PathBuf {
    env::temp_dir().join(format!("congvu-chromium-{}", std::process::id()))
}

async fn browse(browser: &str, url: &str, arguments: &[&str]) -> String {
    let profile = profile();
    let run = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
        ])
        .args(["--disable-dev-shm-usage", "--no-first-run"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .arg(url)
        .kill_on_drop(true)
        .output();
    let done = timeout(Duration::from_secs(90), run)
        .await
        .unwrap()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

async fn as_signed_in(mut request: Request, next: Next) -> axum::response::Response {
    let cookie = HeaderValue::from_str(&format!("congvu={TOKEN}")).unwrap();
    request.headers_mut().insert(header::COOKIE, cookie);
    next.run(request).await
}

/// What to photograph: a name, and the path.
const PICTURES: [(&str, &str); 8] = [
    ("dashboard", "/"),
    ("mails", "/mails"),
    ("held", "/mails?shown=held&q=xuan"),
    ("rejected", "/mails/2"),
    ("quarantined", "/mails/4"),
    ("ranking", "/ranking"),
    ("missing", "/nothing"),
    ("waiting", "/mails/5"),
];

async fn photograph(browser: &str, folder: &str, name: &str, url: &str) {
    for (width, height) in [(1280, 1800), (390, 2600)] {
        let file = format!("--screenshot={folder}/{name}-{width}.png");
        let size = format!("--window-size={width},{height}");
        browse(browser, url, &[&file, &size]).await;
    }
}

#[tokio::test]
async fn the_browser_shows_the_page_to_sign_in_and_the_pages_behind_it() {
    let Some(browser) = browser() else { return };
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    is_scored(&office).await;
    let (listener, door) = listen().await;
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(web::serve(listener, office.app(), async move {
        stopped.await.ok();
    }));
    let (listener, inside) = listen().await;
    let pages = office.pages().layer(middleware::from_fn(as_signed_in));
    let behind = tokio::spawn(axum::serve(listener, pages).into_future());

    let login = browse(browser, &format!("http://{door}/mails"), &["--dump-dom"]).await;
    assert!(login.contains("<h1>Đăng nhập</h1>"), "{login}");
    let first = browse(browser, &format!("http://{inside}/"), &["--dump-dom"]).await;
    assert!(first.contains("<h1>Tổng quan</h1>"), "{first}");
    assert!(first.contains("BC-2015-0001"), "{first}");

    if let Ok(folder) = env::var("CONGVU_SCREENSHOTS") {
        photograph(browser, &folder, "login", &format!("http://{door}/login")).await;
        for (name, path) in PICTURES {
            photograph(browser, &folder, name, &format!("http://{inside}{path}")).await;
        }
    }
    behind.abort();
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    std::fs::remove_dir_all(profile()).unwrap();
}
