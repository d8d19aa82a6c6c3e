//! What programs of others are told: by a server that really listens.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use congvu::{
    edge::{
        clock,
        hook::Reach,
        store::{Actor, DeliveryLine},
    },
    flow::telling,
    webhook::{Event, Kind, Secret},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::office::{Answer, Office};

/// A program that answers everything with one status, and what it was told.
struct Program {
    url: String,
    told: Arc<Mutex<Vec<String>>>,
}

impl Program {
    async fn listens(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let told = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&told);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = vec![0; 8_192];
                let mut size = 0;
                loop {
                    size += stream.read(&mut bytes[size..]).await.unwrap();
                    let text = String::from_utf8_lossy(&bytes[..size]).into_owned();
                    if let Some((head, body)) = text.split_once("\r\n\r\n") {
                        let length = head.split("Content-Length: ").nth(1).unwrap();
                        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
                        if body.len() == length {
                            kept.lock().unwrap().push(text.clone());
                            break;
                        }
                    }
                }
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, told }
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

/// Adds it on the page; gives its secret.
async fn add(office: &Office, url: &str, events: &[&str]) -> Secret {
    let mut fields = vec![("name", "Kho dữ liệu"), ("url", url)];
    fields.extend(events.iter().map(|event| ("event", *event)));
    let page = office.submit_proven("/accounts/webhooks", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let shown = text.split("class=\"secret\">").nth(1).unwrap();
    Secret::parse(&shown.split('<').next().unwrap().replace("&#61;", "=")).unwrap()
}

async fn happens(office: &Office, kind: Kind, subject: &str) {
    let mut tx = office
        .store
        .begin(&Actor::System, clock::now())
        .await
        .unwrap();
    tx.owe_event(&Event {
        kind,
        subject: subject.to_owned(),
        data: json!({ "unit": "HT01" }),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn log(office: &Office) -> Vec<DeliveryLine> {
    let hook = office.store.webhooks().await.unwrap()[0].id;
    office.store.deliveries(hook, 100).await.unwrap()
}

async fn act(office: &Office, what: &str) -> Answer {
    let hook = office.store.webhooks().await.unwrap()[0].id;
    office
        .submit_proven(&format!("/accounts/webhooks/{hook}/{what}"), &[])
        .await
}

fn header<'m>(message: &'m str, name: &str) -> &'m str {
    let line = message.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap().trim_start_matches(": ")
}

#[tokio::test]
async fn an_event_reaches_whoever_wants_it_signed_and_once() {
    let office = Office::open().await;
    let program = Program::listens("HTTP/1.1 204 No Content\r\n\r\n").await;
    let secret = add(
        &office,
        &program.url,
        &["submission.accepted", "campaign.closed"],
    )
    .await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    happens(&office, Kind::Accepted, "mail/1/1").await;
    happens(&office, Kind::Held, "mail/2/1").await;
    assert_eq!(
        telling::drain(&office.store, Reach::Private).await.unwrap(),
        1
    );
    let told = program.told();
    assert_eq!(told.len(), 1);
    let (head, body) = told[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /hook HTTP/1.1\r\n"));
    let (id, at) = (
        header(head, "webhook-id"),
        header(head, "webhook-timestamp"),
    );
    let signature = secret.signature(id, at.parse().unwrap(), body);
    assert_eq!(header(head, "webhook-signature"), signature);
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["type"], "submission.accepted");
    assert_eq!(
        telling::drain(&office.store, Reach::Private).await.unwrap(),
        0
    );
    let line = &log(&office).await[0];
    assert_eq!((line.status, line.attempts), (Some(204), 1));
    assert!(line.delivered_at.is_some());
}

#[tokio::test]
async fn a_private_network_is_not_reached_unless_the_office_says_so() {
    let office = Office::open().await;
    let program = Program::listens("HTTP/1.1 200 OK\r\n\r\n").await;
    add(&office, &program.url, &["submission.held"]).await;
    happens(&office, Kind::Held, "mail/1/1").await;
    assert_eq!(
        telling::drain(&office.store, Reach::Public).await.unwrap(),
        0
    );
    assert!(program.told().is_empty());
    let line = &log(&office).await[0];
    assert!(
        line.last_error
            .as_ref()
            .unwrap()
            .contains("private network")
    );
    assert!(line.due_at.is_some(), "it is tried again");
}

#[tokio::test]
async fn a_program_that_is_busy_is_told_again_and_one_that_is_gone_is_not() {
    for (answer, again) in [
        ("HTTP/1.1 503 Busy\r\n\r\n", true),
        (
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
            true,
        ),
        ("SSH-2.0-OpenSSH\r\n", true),
        ("HTTP/1.1 410 Gone\r\n\r\n", false),
    ] {
        let office = Office::open().await;
        let program = Program::listens(answer).await;
        add(&office, &program.url, &["campaign.closed"]).await;
        happens(&office, Kind::Closed, "campaign/x").await;
        assert_eq!(
            telling::drain(&office.store, Reach::Private).await.unwrap(),
            0
        );
        assert_eq!(program.told().len(), 1, "{answer}");
        assert_eq!(log(&office).await[0].due_at.is_some(), again, "{answer}");
        let hook = &office.store.webhooks().await.unwrap()[0];
        assert_eq!(hook.disabled_at.is_none(), again, "{answer}");
    }
}

#[tokio::test]
async fn a_person_sends_an_event_once_more() {
    let office = Office::open().await;
    let program = Program::listens("HTTP/1.1 200 OK\r\n\r\n").await;
    add(&office, &program.url, &["edition.published"]).await;
    happens(&office, Kind::Published, "edition/1").await;
    telling::drain(&office.store, Reach::Private).await.unwrap();
    let id = log(&office).await[0].id;
    let hook = office.store.webhooks().await.unwrap()[0].id;
    let page = office.page(&format!("/accounts/webhooks/{hook}")).await;
    assert!(page.contains("edition.published") && page.contains("đã nhận"));
    let answer = act(&office, &format!("deliveries/{id}/resend")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    // It is owed since the moment of the page, which lies in the past.
    telling::drain(&office.store, Reach::Private).await.unwrap();
    let told = program.told();
    assert_eq!(told.len(), 2);
    assert_eq!(
        header(&told[0], "webhook-id"),
        header(&told[1], "webhook-id")
    );
    let foreign = act(&office, "deliveries/999/resend").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn after_a_new_secret_the_old_one_signs_beside_it_for_a_day() {
    let office = Office::open().await;
    let program = Program::listens("HTTP/1.1 200 OK\r\n\r\n").await;
    let old = add(&office, &program.url, &["submission.held"]).await;
    let hook = office.store.webhooks().await.unwrap()[0].id;
    let new = Secret::new([9; 32]);
    let now = clock::now();
    let mut tx = office.store.begin(&Actor::System, now).await.unwrap();
    let until = now + jiff::SignedDuration::from_hours(24);
    tx.rotate_webhook(hook, &new.shown(), until).await.unwrap();
    tx.commit().await.unwrap();
    happens(&office, Kind::Held, "mail/1/1").await;
    telling::drain(&office.store, Reach::Private).await.unwrap();
    let told = &program.told()[0];
    let (head, body) = told.split_once("\r\n\r\n").unwrap();
    let (id, at) = (
        header(head, "webhook-id"),
        header(head, "webhook-timestamp"),
    );
    let at = at.parse().unwrap();
    let both = format!(
        "{} {}",
        new.signature(id, at, body),
        old.signature(id, at, body)
    );
    assert_eq!(header(head, "webhook-signature"), both);
}

#[tokio::test]
async fn a_stopped_program_is_told_nothing_and_a_verdict_owes_to_the_others() {
    let office = Office::open().await;
    let program = Program::listens("HTTP/1.1 200 OK\r\n\r\n").await;
    add(
        &office,
        &program.url,
        &["submission.accepted", "submission.rejected"],
    )
    .await;
    crate::what_had_happened::mails_of_every_kind(&office).await;
    let owed: Vec<String> = log(&office)
        .await
        .into_iter()
        .map(|line| line.event)
        .collect();
    assert!(owed.contains(&"submission.accepted".to_owned()), "{owed:?}");
    assert!(owed.contains(&"submission.rejected".to_owned()), "{owed:?}");
    for line in log(&office).await {
        assert!(!line.body.contains('@'), "no address leaves: {}", line.body);
    }
    act(&office, "disable").await;
    telling::drain(&office.store, Reach::Private).await.unwrap();
    assert!(program.told().is_empty());
    act(&office, "enable").await;
    happens(&office, Kind::Accepted, "mail/9/9").await;
    assert_eq!(
        telling::drain(&office.store, Reach::Private).await.unwrap(),
        1
    );
}

#[tokio::test]
async fn what_is_no_address_or_asks_for_nothing_is_shown_again() {
    let office = Office::open().await;
    for (url, event, said) in [
        (
            "ftp://hue.example",
            "submission.held",
            "bắt đầu bằng https://",
        ),
        (
            "https://a:b@hue.example",
            "submission.held",
            "bắt đầu bằng https://",
        ),
        (
            "https://hue.example",
            "everything",
            "Xin chọn ít nhất một mục",
        ),
    ] {
        let fields = [("name", "<b>Kho</b>"), ("url", url), ("event", event)];
        let answer = office.submit_proven("/accounts/webhooks", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        assert!(answer.text().contains(said), "{said}");
        assert!(!answer.text().contains("<b>Kho"), "{url}");
    }
}
