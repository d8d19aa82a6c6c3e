//! Handing a letter to the post office, by its three doors.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    time::Duration,
};

use lettre::{
    SmtpTransport, Transport,
    address::Envelope,
    transport::smtp::authentication::{Credentials, Mechanism},
};

/// What the server said to a letter: its last code, such as 250.
pub type Code = u16;

/// Submission after a login, as a mail program does it. Panics when there is no
/// answer at all.
pub fn submit(port: u16, login: (&str, &str), from: &str, to: &str, bytes: &[u8]) -> Code {
    let envelope = Envelope::new(Some(from.parse().unwrap()), vec![to.parse().unwrap()]).unwrap();
    let (user, password) = login;
    let transport = SmtpTransport::builder_dangerous("127.0.0.1")
        .port(port)
        .credentials(Credentials::new(user.to_owned(), password.to_owned()))
        .authentication(vec![Mechanism::Plain])
        .timeout(Some(Duration::from_secs(20)))
        .build();
    match transport.send_raw(&envelope, bytes) {
        Ok(_) => 250,
        Err(error) => match error.status() {
            Some(code) => u16::from(code),
            None => panic!("no answer from submission: {error}"),
        },
    }
}

/// A mail server in the outside world.
#[derive(Clone, Copy)]
pub struct Host<'h> {
    /// Its network address.
    pub address: &'h str,
    /// The name of that address.
    pub name: &'h str,
    /// The name it greets with.
    pub helo: &'h str,
}

/// A stranger's server: `from` stands between the brackets of MAIL FROM as it
/// is, however odd.
pub fn deliver_from_outside(port: u16, from: &str, to: &str, bytes: &[u8]) -> Code {
    Talk::open(port).delivers("somewhere.example", (from, to), bytes)
}

/// The same from another network address than ours: the post office takes the
/// client for the one it plays (`up --checks`).
pub fn deliver_from(port: u16, host: Host<'_>, envelope: (&str, &str), bytes: &[u8]) -> Code {
    let mut talk = Talk::open(port);
    assert_eq!(talk.say(b"EHLO localhost"), 250);
    let played = format!("XCLIENT NAME={} ADDR={}", host.name, host.address);
    assert_eq!(talk.say(played.as_bytes()), 220, "{played}");
    talk.delivers(host.helo, envelope, bytes)
}

/// One SMTP conversation, line by line.
struct Talk {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

impl Talk {
    fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let answers = BufReader::new(stream.try_clone().unwrap());
        let mut talk = Self { stream, answers };
        assert_eq!(talk.answer(), 220);
        talk
    }

    fn delivers(&mut self, helo: &str, (from, to): (&str, &str), bytes: &[u8]) -> Code {
        let opening = [
            format!("EHLO {helo}"),
            format!("MAIL FROM:<{from}>"),
            format!("RCPT TO:<{to}>"),
            "DATA".to_owned(),
        ];
        for line in opening {
            let code = self.say(line.as_bytes());
            if code >= 400 {
                return code;
            }
        }
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if line.starts_with(b".") {
                self.stream.write_all(b".").unwrap();
            }
            self.stream.write_all(line).unwrap();
        }
        if !bytes.ends_with(b"\r\n") {
            self.stream.write_all(b"\r\n").unwrap();
        }
        self.say(b".")
    }

    fn say(&mut self, line: &[u8]) -> Code {
        self.stream.write_all(&[line, b"\r\n"].concat()).unwrap();
        self.answer()
    }

    fn answer(&mut self) -> Code {
        loop {
            let mut line = String::new();
            self.answers.read_line(&mut line).unwrap();
            if line.get(3..4) != Some("-") {
                return line[..3].parse().unwrap();
            }
        }
    }
}
