//! Tells a program of others: one POST over HTTP/1.1 on a connection of its
//! own, under one deadline. Nothing is followed, nothing is kept.
//!
//! The address that a name leads to is looked at before it is connected to, and
//! that very address is connected to: a name that leads elsewhere a moment
//! later leads nowhere.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpStream, lookup_host},
    time::timeout,
};

use crate::{
    config::{Server, Tls},
    edge::tls,
    webhook::{Target, is_public},
};

/// How long one telling may take, with all that belongs to it.
const PATIENCE: Duration = Duration::from_secs(15);

/// Most bytes of an answer that are read: its first line is all we need.
const ANSWER: usize = 4_096;

/// Which networks may be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// Only the open Internet.
    #[default]
    Public,
    /// Also networks of one's own, and this machine.
    Private,
}

/// What is said.
#[derive(Debug, Clone)]
pub struct Message<'m> {
    /// `webhook-id`.
    pub id: &'m str,
    /// `webhook-timestamp`.
    pub seconds: i64,
    /// `webhook-signature`.
    pub signatures: &'m str,
    /// The event.
    pub body: &'m str,
}

/// Tells, and gives the status of the answer.
///
/// # Errors
/// Why there is no answer, in words for the log of deliveries.
pub async fn tell(target: &Target, reach: Reach, message: &Message<'_>) -> Result<u16, String> {
    match timeout(PATIENCE, told(target, reach, message)).await {
        Ok(told) => told.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer in {} s", PATIENCE.as_secs())),
    }
}

async fn told(target: &Target, reach: Reach, message: &Message<'_>) -> io::Result<u16> {
    let address = lookup(target, reach).await?;
    let tcp = TcpStream::connect(address).await?;
    let mut stream: tls::Stream = match target.https {
        false => Box::new(tcp),
        true => {
            let server = Server {
                host: target.host.clone(),
                port: target.port,
                tls: Tls::Implicit,
                ca_file: None,
            };
            tls::encrypt(Box::new(tcp), &server).await?
        }
    };
    stream
        .write_all(request(target, message).as_bytes())
        .await?;
    stream.flush().await?;
    status(&mut stream).await
}

/// The first address of the host, if all of them may be told. One that leads
/// outside and inside at once is not trusted.
async fn lookup(target: &Target, reach: Reach) -> io::Result<SocketAddr> {
    let found = lookup_host((target.host.as_str(), target.port)).await?;
    let found: Vec<SocketAddr> = found.collect();
    let inside = found.iter().any(|address| !is_public(address.ip()));
    if inside && reach == Reach::Public {
        return Err(io::Error::other(
            "the host lies in a private network (webhooks.private_networks = \"refused\")",
        ));
    }
    let first = found.first().copied();
    first.ok_or_else(|| io::Error::other("the host has no address"))
}

fn request(target: &Target, message: &Message<'_>) -> String {
    format!(
        "POST {} HTTP/1.1\r\n\
         Host: {}\r\n\
         User-Agent: congvu/{}\r\n\
         Content-Type: application/json\r\n\
         Content-Length: {}\r\n\
         webhook-id: {}\r\n\
         webhook-timestamp: {}\r\n\
         webhook-signature: {}\r\n\
         Connection: close\r\n\r\n{}",
        target.path,
        target.authority(),
        env!("CARGO_PKG_VERSION"),
        message.body.len(),
        message.id,
        message.seconds,
        message.signatures,
        message.body,
    )
}

/// The status of the answer, past any `100 Continue`.
async fn status(stream: &mut tls::Stream) -> io::Result<u16> {
    let mut read = Vec::new();
    let mut from = 0;
    loop {
        while let Some(head) = read.get(from..).and_then(|rest: &[u8]| find(rest, b"\r\n")) {
            let line = read.get(from..from + head).unwrap_or_default();
            let status = parse(line).ok_or_else(|| io::Error::other("not an HTTP answer"))?;
            if status >= 200 {
                return Ok(status);
            }
            let Some(end) = read.get(from..).and_then(|rest| find(rest, b"\r\n\r\n")) else {
                break;
            };
            from += end + 4;
        }
        if read.len() >= ANSWER {
            return Err(io::Error::other("the answer does not end"));
        }
        let mut piece = [0; 1_024];
        let size = stream.read(&mut piece).await?;
        if size == 0 {
            return Err(io::Error::other(
                "the connection was closed without an answer",
            ));
        }
        read.extend_from_slice(piece.get(..size).unwrap_or_default());
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|piece| piece == what)
}

/// RFC 9112 §4: `HTTP/1.1 204 No Content`.
fn parse(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split(' ');
    words
        .next()
        .filter(|version| version.starts_with("HTTP/1."))?;
    let status: u16 = words.next()?.parse().ok()?;
    (100..600).contains(&status).then_some(status)
}
