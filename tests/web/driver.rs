//! A hand on Debian's Chromium: the few words of WebDriver (W3C) that these
//! promises need, spoken to chromedriver over loopback.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
    time::{Instant, sleep, timeout},
};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long a page may take to become what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

static BROWSERS: AtomicU32 = AtomicU32::new(0);

/// May pages run scripts?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As browsers do.
    Run,
    /// As a careful office may have it.
    Blocked,
}

/// A browser with one window.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: PathBuf,
}

impl Browser {
    /// Opens one; none where Chromium or its driver is missing, which is said
    /// and, with `CI=true`, fails.
    pub async fn open(scripts: Scripts) -> Option<Self> {
        let there = |path: &&str| Path::new(path).exists();
        let missing = ["/usr/bin/chromium", "/usr/bin/chromedriver"];
        let missing: Vec<&str> = missing.into_iter().filter(|path| !there(path)).collect();
        if !missing.is_empty() {
            assert!(env::var("CI").is_err(), "missing: {missing:?}");
            // Past the harness, which keeps what a passing test prints.
            let mut people = std::io::stderr();
            writeln!(people, "missing: {missing:?}; no page was opened").unwrap();
            return None;
        }
        let n = BROWSERS.fetch_add(1, Ordering::Relaxed);
        let profile = env::temp_dir().join(format!("congvu-browser-{}-{n}", std::process::id()));
        fs::create_dir(&profile).unwrap();
        let mut driver = Command::new("/usr/bin/chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = loop {
            let line = timeout(PATIENCE, lines.next_line()).await.unwrap();
            let line = line.unwrap().unwrap();
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        // Whatever it still says is read, or it would stand still one day.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            profile,
        };
        browser.begin(scripts).await;
        Some(browser)
    }

    async fn begin(&mut self, scripts: Scripts) {
        let profile = format!("--user-data-dir={}", self.profile.display());
        let mut preferences = json!({});
        if scripts == Scripts::Blocked {
            preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": {
                "binary": "/usr/bin/chromium",
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    "--disable-dev-shm-usage", "--no-first-run", "--disable-sync", "--disable-quic",
                    "--disable-background-networking", "--disable-component-update",
                    "--window-size=1280,1800", profile],
                "prefs": preferences,
            },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "pageLoad": 60_000, "script": 60_000 },
        } } });
        let begun = self.send("POST", "", &wanted).await;
        self.session = begun["sessionId"].as_str().unwrap().to_owned();
    }

    /// Closes it and forgets what it kept.
    pub async fn close(mut self) {
        self.send("DELETE", "/", &Value::Null).await;
        self.driver.kill().await.ok();
        self.driver.wait().await.ok();
        fs::remove_dir_all(&self.profile).ok();
    }

    /// Goes to a page.
    pub async fn go(&self, url: &str) {
        self.send("POST", "/url", &json!({ "url": url })).await;
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        self.send("POST", "/back", &json!({})).await;
    }

    /// Where it is.
    pub async fn place(&self) -> String {
        let url = self.send("GET", "/url", &Value::Null).await;
        url.as_str().unwrap().to_owned()
    }

    /// The page as it stands.
    pub async fn source(&self) -> String {
        let source = self.send("GET", "/source", &Value::Null).await;
        source.as_str().unwrap().to_owned()
    }

    /// What a person sees of an element.
    pub async fn text(&self, css: &str) -> String {
        let text = self.with(&css_of(css), "GET", "text", &Value::Null).await;
        text.as_str().unwrap().to_owned()
    }

    /// Waits until the page shows a text.
    pub async fn shows(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let seen = self.text("body").await;
            if seen.contains(text) {
                return;
            }
            let place = self.place().await;
            assert!(Instant::now() < until, "{place} has no {text:?}:\n{seen}");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Goes to a page again and again until it has such an element.
    pub async fn comes_to_have(&self, url: &str, css: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            self.go(url).await;
            if self.has(css).await {
                return;
            }
            assert!(Instant::now() < until, "{url} never has {css}");
            sleep(Duration::from_millis(500)).await;
        }
    }

    /// Is there such an element?
    pub async fn has(&self, css: &str) -> bool {
        let found = self.send("POST", "/elements", &css_of(css)).await;
        !found.as_array().unwrap().is_empty()
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) {
        self.with(&css_of(css), "POST", "click", &json!({})).await;
    }

    /// Follows the link of these words.
    pub async fn follow(&self, words: &str) {
        let wanted = json!({ "using": "partial link text", "value": words });
        self.with(&wanted, "POST", "click", &json!({})).await;
    }

    /// Presses the button of these words.
    pub async fn press(&self, words: &str) {
        let path = format!("//button[contains(normalize-space(.), '{words}')]");
        let wanted = json!({ "using": "xpath", "value": path });
        self.with(&wanted, "POST", "click", &json!({})).await;
    }

    /// Writes into a field, instead of what stood there.
    pub async fn write(&self, css: &str, text: &str) {
        let (field, text) = (css_of(css), json!({ "text": text }));
        self.with(&field, "POST", "clear", &json!({})).await;
        self.with(&field, "POST", "value", &text).await;
    }

    /// What a script gives, `arguments[0]` being how it gives it.
    pub async fn run(&self, script: &str) -> Value {
        let script = json!({ "script": script, "args": [] });
        self.send("POST", "/execute/async", &script).await
    }

    /// What the browser had to say of the pages since it was asked last: what
    /// broke the policy of a page, and what broke in its scripts.
    pub async fn complaints(&self) -> Vec<String> {
        let log = json!({ "type": "browser" });
        let said = self.send("POST", "/se/log", &log).await;
        let lines = said.as_array().unwrap().iter();
        let lines = lines.filter_map(|line| line["message"].as_str().map(str::to_owned));
        let broken = ["Content Security Policy", "Uncaught", "htmx:"];
        lines
            .filter(|line| broken.iter().any(|word| line.contains(word)))
            .collect()
    }

    /// Makes the window this wide.
    pub async fn width(&self, width: u32) {
        let height = if width < 600 { 2600 } else { 1800 };
        let size = json!({ "width": width, "height": height });
        self.send("POST", "/window/rect", &size).await;
    }

    /// A picture of the whole page, wide and narrow, when
    /// `CONGVU_SCREENSHOTS` names a folder.
    pub async fn photograph(&self, name: &str) {
        let Ok(folder) = env::var("CONGVU_SCREENSHOTS") else {
            return;
        };
        for width in [1280, 390] {
            self.width(width).await;
            let size = self.devtools("Page.getLayoutMetrics", &json!({})).await;
            let height = size["cssContentSize"]["height"]
                .as_f64()
                .unwrap()
                .min(6_000.0);
            let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
            let whole = json!({ "clip": clip, "captureBeyondViewport": true });
            let picture = self.devtools("Page.captureScreenshot", &whole).await;
            let to = Path::new(&folder).join(format!("{name}-{width}.png"));
            fs::write(to, base64(picture["data"].as_str().unwrap())).unwrap();
        }
        self.width(1280).await;
    }

    /// The page as it is printed, when `CONGVU_SCREENSHOTS` names a folder.
    pub async fn print(&self, name: &str) {
        let Ok(folder) = env::var("CONGVU_SCREENSHOTS") else {
            return;
        };
        let page = json!({ "page": { "width": 21.0, "height": 29.7 }, "shrinkToFit": false });
        let paper = self.send("POST", "/print", &page).await;
        let to = Path::new(&folder).join(format!("{name}.pdf"));
        fs::write(to, base64(paper.as_str().unwrap())).unwrap();
    }

    async fn devtools(&self, command: &str, with: &Value) -> Value {
        let command = json!({ "cmd": command, "params": with });
        self.send("POST", "/goog/cdp/execute", &command).await
    }

    /// The first element that fits, as soon as there is one.
    async fn find(&self, wanted: &Value) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.send("POST", "/elements", wanted).await;
            if let Some(first) = found.as_array().unwrap().first() {
                return first[ELEMENT].as_str().unwrap().to_owned();
            }
            if Instant::now() >= until {
                let (place, seen) = (self.place().await, self.source().await);
                panic!("{place} has no {wanted}:\n{seen}");
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Does something with the first element that fits. While one page gives
    /// way to the next, an element found may be gone: then it is found again.
    async fn with(&self, wanted: &Value, method: &str, what: &str, body: &Value) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let element = self.find(wanted).await;
            let path = format!("/session/{}/element/{element}/{what}", self.session);
            let answer = self.ask(method, &path, body).await;
            let gone = is_gone(&answer) && Instant::now() < until;
            assert!(gone || answer["error"].is_null(), "{path}: {answer}");
            if !gone {
                return answer;
            }
        }
    }

    /// One question and its answer.
    async fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let path = match self.session.as_str() {
            "" => "/session".to_owned(),
            session => format!("/session/{session}{}", path.trim_end_matches('/')),
        };
        let asked = self.ask(method, &path, body);
        let answer = timeout(PATIENCE * 2, asked).await.unwrap();
        assert!(answer["error"].is_null(), "{method} {path}: {answer}");
        answer
    }

    async fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let address = ("127.0.0.1", self.port);
        let mut line = BufReader::new(TcpStream::connect(address).await.unwrap());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\
             Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(body.as_bytes()).await.unwrap();
        let mut length = 0;
        loop {
            let mut header = String::new();
            line.read_line(&mut header).await.unwrap();
            let header = header.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(bytes) = header.strip_prefix("content-length:") {
                length = bytes.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        line.read_exact(&mut answer).await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["value"].clone()
    }
}

/// Does it say that the element belonged to a page that has given way? Its
/// driver has two ways to say so.
fn is_gone(answer: &Value) -> bool {
    let message = answer["message"].as_str().unwrap_or_default();
    answer["error"] == "stale element reference"
        || message.contains("does not belong to the document")
}

fn css_of(css: &str) -> Value {
    json!({ "using": "css selector", "value": css })
}

/// The bytes of a base64 text.
fn base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(value).collect();
    let mut bytes = Vec::new();
    for four in digits.chunks(4) {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        let three = bits.to_be_bytes();
        bytes.extend_from_slice(&three[1..four.len()]);
    }
    bytes
}
