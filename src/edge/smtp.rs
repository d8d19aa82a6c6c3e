//! Handing letters to the mail server (RFC 5321).
//!
//! One connection under our own deadlines and no pool: lettre's pool gives a
//! connection back in the middle of a transaction when a send is cut off, and
//! its time-out covers only the connecting. After any doubt the connection is
//! dropped; a letter whose last answer was lost is sent again as it is, with
//! the same Message-ID, so that the receiver can tell.

use std::{fs, io, time::Duration};

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    commands::{Data, Mail, Rcpt},
    extension::{ClientId, MailParameter},
};
use tokio::{net::TcpStream, time::timeout};

use crate::{
    address::Address,
    config::{Server, Smtp, Tls},
    edge::secret::Secret,
};

/// What became of one attempt. The world's failures are sorted where they are
/// met: above this file only *later*, *never* and *perhaps already* exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server took responsibility; carries its words.
    Accepted(String),
    /// Not now; carries why. The server does not have the letter.
    Later(String),
    /// The whole letter went out and no clear answer came back: the server may
    /// have it (RFC 1047). It is sent again, but not at once.
    Unanswered(String),
    /// Not this letter, ever; carries why.
    Never(String),
}

/// Where letters leave, and how we log in.
pub struct Relay {
    settings: Smtp,
}

/// An open connection, ready for the next letter.
pub struct Line {
    connection: AsyncSmtpConnection,
    step: Duration,
    bounces_to: Address,
}

/// Longest wait for the answer after the letter itself: a server may scan it
/// (RFC 5321 §4.5.3.2.6 asks for ten minutes).
const AFTER_DATA: Duration = Duration::from_secs(600);

impl Relay {
    /// A relay. Its password is read at each login, because it may be changed
    /// meanwhile, and once now, so that a missing one is found at the start.
    ///
    /// # Errors
    /// The password file's.
    pub fn new(settings: Smtp) -> io::Result<Self> {
        if let Some((_, file)) = &settings.login {
            Secret::read(file)?;
        }
        Ok(Self { settings })
    }

    /// How long a letter waits for its second try.
    #[must_use]
    pub fn retry(&self) -> Duration {
        self.settings.retry
    }

    /// Connects, encrypts and logs in. Any failure here says nothing about a
    /// letter, so it always means *later*.
    ///
    /// # Errors
    /// What went wrong, in words for the log.
    pub async fn open(&self) -> Result<Line, String> {
        let step = self.settings.step;
        let opening = self.connect();
        let connection = timeout(step * 3, opening)
            .await
            .map_err(|_| format!("no answer within {:?}", step * 3))?
            .map_err(|error| error.to_string())?;
        Ok(Line {
            connection,
            step,
            bounces_to: self.settings.bounces_to.clone(),
        })
    }

    async fn connect(
        &self,
    ) -> Result<AsyncSmtpConnection, Box<dyn std::error::Error + Send + Sync>> {
        let server = &self.settings.server;
        let helo = ClientId::Domain(self.settings.helo.clone());
        let mut connection = if server.tls == Tls::Implicit {
            let tls = Some(parameters(server)?);
            let to = (server.host.as_str(), server.port);
            AsyncSmtpConnection::connect_tokio1(to, Some(self.settings.step), &helo, tls, None)
                .await?
        } else {
            let stream = TcpStream::connect((server.host.as_str(), server.port)).await?;
            // Or each command waits 40 ms for the kernel's delayed acknowledgement.
            stream.set_nodelay(true)?;
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), &helo).await?
        };
        if server.tls == Tls::StartTls {
            connection.starttls(parameters(server)?, &helo).await?;
        }
        if let Some((user, file)) = &self.settings.login {
            let password = Secret::read(file)?;
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(|error| {
                    format!("login refused, check smtp.user and smtp.password_file: {error}")
                })?;
        }
        Ok(connection)
    }
}

fn parameters(server: &Server) -> Result<TlsParameters, Box<dyn std::error::Error + Send + Sync>> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(file) = &server.ca_file {
        builder = builder.add_root_certificate(Certificate::from_pem(&fs::read(file)?)?);
    }
    Ok(builder.build_rustls()?)
}

impl Line {
    /// Hands over one letter, whose bounces come to us. Gives the line back when
    /// it can be used again.
    pub async fn deliver(self, to: &Address, bytes: &[u8]) -> (Option<Self>, Delivery) {
        let sender = self.bounces_to.clone();
        self.deliver_from(Some(&sender), to, bytes).await
    }

    /// The same in the name of another envelope sender, or of nobody: for the
    /// people of a rehearsal.
    pub async fn deliver_from(
        mut self,
        sender: Option<&Address>,
        to: &Address,
        bytes: &[u8],
    ) -> (Option<Self>, Delivery) {
        let parsed = |address: &Address| address.as_str().parse::<lettre::Address>();
        let (Ok(sender), Ok(recipient)) = (sender.map(parsed).transpose(), parsed(to)) else {
            return (Some(self), Delivery::Never("not a mail address".to_owned()));
        };
        let size = vec![MailParameter::Size(bytes.len())];
        let result = async {
            self.step(Mail::new(sender, size)).await?;
            self.step(Rcpt::new(recipient, Vec::new())).await?;
            self.step(Data).await
        }
        .await;
        if let Err(delivery) = result {
            return (None, delivery);
        }
        match timeout(AFTER_DATA, self.connection.message(bytes)).await {
            Ok(Ok(answer)) => {
                let words = answer.message().collect::<Vec<_>>().join(" ");
                (Some(self), Delivery::Accepted(words))
            }
            Ok(Err(error)) if error.is_permanent() || error.is_transient() => {
                (None, sorted(&error))
            }
            Ok(Err(error)) => (None, Delivery::Unanswered(error.to_string())),
            Err(_) => (None, Delivery::Unanswered("no answer in time".to_owned())),
        }
    }

    async fn step(&mut self, command: impl std::fmt::Display) -> Result<(), Delivery> {
        match timeout(self.step, self.connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(sorted(&error)),
            Err(_) => Err(Delivery::Later(format!("no answer within {:?}", self.step))),
        }
    }

    /// Says goodbye; the answer does not matter.
    pub async fn quit(mut self) {
        let _farewell = timeout(Duration::from_secs(2), self.connection.quit()).await;
    }
}

/// 5xx to a letter is for ever; 4xx, a broken connection and silence are not.
/// 421 closes the connection and says nothing about the letter.
fn sorted(error: &Error) -> Delivery {
    let words = error.to_string();
    if error.is_permanent() {
        Delivery::Never(words)
    } else {
        Delivery::Later(words)
    }
}
