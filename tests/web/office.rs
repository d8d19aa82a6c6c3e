//! An office with its ledger and its pages, and the words to ask them.

use std::{
    env, fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, phc::PasswordHash},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use congvu::{
    campaign::Campaign,
    digest::Digest,
    edge::store::{Actor, NewAccount, NewMail, NewSession, Source, Store, Tx},
    role::Role,
    web::{self, App, Front},
};
use jiff::{SignedDuration, Timestamp};
use sqlx::{Connection as _, SqliteConnection};
use tower::ServiceExt as _;

use crate::village::Daemon;

/// Who signs in.
pub const NAME: &str = "lan";
/// With what.
pub const PASSWORD: &str = "ngọn đèn biển xanh";
/// The token of a session that is open.
pub const TOKEN: &str = "a-token-that-only-one-browser-has";
/// What the forms of that session carry.
pub const CSRF: &str = "a-token-that-only-its-forms-carry";

/// A moment of the campaign, on the office's clock.
pub fn at(clock: &str) -> Timestamp {
    format!("2015-12-{}:00+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// When the pages are asked.
pub fn now() -> Timestamp {
    at("10 09:00")
}

/// An office.
pub struct Office {
    /// The ledger.
    pub store: Store,
    /// The campaign of Hương Trà.
    pub campaign: Arc<Campaign>,
    app: App,
    folder: PathBuf,
}

impl Drop for Office {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Its text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a cookie that it sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|line| line.to_str().unwrap().split_once('='))
            .find(|(key, _)| *key == name)
            .and_then(|(_, rest)| rest.split(';').next())
            .map(str::to_owned)
    }
}

static OFFICES: AtomicU32 = AtomicU32::new(0);

impl Office {
    /// An office with one account and one open session.
    pub async fn open() -> Self {
        let n = OFFICES.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("congvu-web-{}-{n}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let url = format!("sqlite:{}", folder.join("ledger.db").display());
        let store = Store::open(&url).await.unwrap();
        let desk = Daemon::of_the_town(store.clone()).desk;
        let campaign = desk.campaign.clone();
        let mut app = App::new(desk);
        app.clock = now;
        app.stale_after = Duration::from_secs(600);
        let office = Self {
            store,
            campaign,
            app,
            folder,
        };
        let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
        tx.add_account(&NewAccount {
            name: NAME,
            display: "Nguyễn Thị Lan",
            role: Role::Admin,
            password_hash: &cheap_hash(PASSWORD),
        })
        .await
        .unwrap();
        tx.open_session(&NewSession {
            token_digest: Digest::of(TOKEN.as_bytes()),
            account: NAME,
            csrf: CSRF,
            expires_at: now() + SignedDuration::from_mins(30),
            awaits_code: false,
            network: "10.0.0.1",
            agent: "",
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        office
    }

    /// From now on whoever decides something needs a second factor.
    pub fn asks_for_codes(&mut self) {
        self.app.asks_for_codes = true;
    }

    /// From now on it is later.
    pub fn is_later(&mut self, clock: fn() -> Timestamp) {
        self.app.clock = clock;
    }

    /// Sends a form with the open session.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.submit_as(TOKEN, path, fields).await
    }

    /// Sends a form with the open session and the password once more.
    pub async fn submit_proven(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("own_password", PASSWORD)];
        self.submit(path, &[fields, &own].concat()).await
    }

    /// Sends a form with another session.
    pub async fn submit_as(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = [("csrf", CSRF)]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        let mut request = post(path, &fields);
        carry(&mut request, &format!("congvu={token}"));
        send(self.pages(), request).await
    }

    /// Asks with another session.
    pub async fn see_as(&self, token: &str, path: &str) -> Answer {
        let mut request = get(path);
        carry(&mut request, &format!("congvu={token}"));
        send(self.pages(), request).await
    }

    /// Sends a form of somebody who is not signed in, with more cookies.
    pub async fn submit_as_stranger(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        cookies: &str,
    ) -> Answer {
        let csrf = Digest::of(b"form").to_string();
        let fields: Vec<_> = [("csrf", csrf.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        let mut request = post(path, &fields);
        carry(&mut request, &format!("congvu-form={csrf}; {cookies}"));
        send(self.pages(), request).await
    }

    /// From now on it accepts no proof.
    pub fn reviews_everything(&mut self) {
        self.app.reviews_everything = true;
    }

    /// What its pages are made from, at a fixed moment.
    pub fn app(&self) -> App {
        self.app.clone()
    }

    /// Its pages.
    pub fn pages(&self) -> Router {
        web::router(self.app())
    }

    /// Writes into the ledger as nobody should.
    pub async fn tampers(&self, sql: &'static str) {
        let url = format!("sqlite:{}", self.folder.join("ledger.db").display());
        let mut link = SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut link).await.unwrap();
        link.close().await.unwrap();
    }

    /// Begins to write, as the daemon.
    pub async fn begin(&self) -> Tx {
        self.store.begin(&Actor::System, now()).await.unwrap()
    }

    /// Its pages behind a proxy that speaks HTTPS.
    pub fn pages_over_https(&self) -> Router {
        let mut app = self.app();
        app.front = Front::HttpsProxy;
        web::router(app)
    }

    /// Asks as a stranger.
    pub async fn ask(&self, path: &str) -> Answer {
        send(self.pages(), get(path)).await
    }

    /// Asks with the open session.
    pub async fn see(&self, path: &str) -> Answer {
        let mut request = get(path);
        carry(&mut request, &format!("congvu={TOKEN}"));
        send(self.pages(), request).await
    }

    /// Opens an account of a role and a session of it; gives its token.
    pub async fn signed_in_as(&self, role: Role) -> String {
        let name = format!("as-{}", role.as_str());
        let mut tx = self.store.begin(&Actor::System, now()).await.unwrap();
        tx.add_account(&NewAccount {
            name: &name,
            display: &name,
            role,
            password_hash: &cheap_hash(PASSWORD),
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.one_more_session(role, "first").await
    }

    /// Opens one more session of that account; gives its token.
    pub async fn one_more_session(&self, role: Role, which: &str) -> String {
        let name = format!("as-{}", role.as_str());
        let token = format!("{name}-{which}");
        let mut tx = self.store.begin(&Actor::System, now()).await.unwrap();
        tx.open_session(&NewSession {
            token_digest: Digest::of(token.as_bytes()),
            account: &name,
            csrf: CSRF,
            expires_at: now() + SignedDuration::from_mins(30),
            awaits_code: false,
            network: "10.0.0.1",
            agent: "",
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        token
    }

    /// The text of a page that is shown.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.see(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.text()
    }

    /// Opens the page to sign in and sends its form from `ip`.
    pub async fn sign_in(&self, name: &str, password: &str, ip: &str) -> Answer {
        let form = self.ask("/login").await;
        let csrf = form.cookie("congvu-form").unwrap();
        let mut request = post(
            "/login",
            &[("csrf", &csrf), ("name", name), ("password", password)],
        );
        carry(&mut request, &format!("congvu-form={csrf}"));
        let peer: std::net::SocketAddr = format!("{ip}:4711").parse().unwrap();
        request
            .extensions_mut()
            .insert(axum::extract::ConnectInfo(peer));
        send(self.pages(), request).await
    }
}

/// A mail of these bytes.
pub fn a_mail(text: &str, uid: u32) -> NewMail<'_> {
    NewMail {
        digest: Digest::of(text.as_bytes()),
        bytes: text.as_bytes(),
        received_at: at("07 09:30"),
        source: Source::Imap {
            mailbox: "INBOX",
            uidvalidity: 7,
            uid,
        },
    }
}

/// A hash that costs next to nothing, so that tests do not wait for it.
pub fn cheap_hash(password: &str) -> String {
    let params = Params::new(8, 1, 1, None).unwrap();
    let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(password.as_bytes())
        .unwrap();
    hash.to_string()
}

/// A request for a page.
pub fn get(path: &str) -> Request<Body> {
    Request::builder().uri(path).body(Body::empty()).unwrap()
}

/// A form.
pub fn post(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let body: Vec<String> = fields
        .iter()
        .map(|(key, value)| {
            let value: String = value.bytes().map(web::filter::percent).collect();
            format!("{key}={value}")
        })
        .collect();
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.join("&")))
        .unwrap()
}

/// A form with files, its parts as (name, file name, bytes).
pub fn post_files(path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head =
            format!("--BORDER\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--BORDER--\r\n");
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=BORDER")
        .body(Body::from(body))
        .unwrap()
}

/// Puts a cookie on a request.
pub fn carry(request: &mut Request<Body>, cookie: &str) {
    request
        .headers_mut()
        .append(header::COOKIE, cookie.parse().unwrap());
}

/// Sends a request.
pub async fn send(pages: Router, request: Request<Body>) -> Answer {
    let answer = pages.oneshot(request).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    Answer {
        status,
        headers,
        bytes: bytes.to_vec(),
    }
}
