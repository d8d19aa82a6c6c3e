//! A few IMAP commands, spoken by hand.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    time::Duration,
};

/// A logged-in connection.
pub struct Imap {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

impl Imap {
    /// Connects and logs in.
    pub fn login(port: u16, user: &str, password: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let answers = BufReader::new(stream.try_clone().unwrap());
        let mut imap = Self { stream, answers };
        imap.line();
        imap.command(&format!("LOGIN \"{user}\" \"{password}\""));
        imap
    }

    /// Says a command and returns all that came before its OK.
    pub fn command(&mut self, command: &str) -> String {
        self.stream
            .write_all(format!("a {command}\r\n").as_bytes())
            .unwrap();
        self.until_ok(command)
    }

    /// Puts a mail into a folder as if it had arrived at `at`, which is written
    /// as IMAP wants it: `12-Dec-2015 23:59:59 +0700`.
    pub fn append(&mut self, folder: &str, at: &str, bytes: &[u8]) {
        let head = format!("a APPEND \"{folder}\" \"{at}\" {{{}+}}\r\n", bytes.len());
        let whole = [head.as_bytes(), bytes, b"\r\n"].concat();
        self.stream.write_all(&whole).unwrap();
        self.until_ok("APPEND");
    }

    fn until_ok(&mut self, command: &str) -> String {
        let mut said = String::new();
        loop {
            let line = self.line();
            if let Some(result) = line.strip_prefix("a ") {
                assert!(result.starts_with("OK"), "{command}: {result}");
                return said;
            }
            said.push_str(&line);
        }
    }

    fn line(&mut self) -> String {
        let mut line = Vec::new();
        self.answers.read_until(b'\n', &mut line).unwrap();
        assert!(!line.is_empty(), "the IMAP server hung up");
        String::from_utf8_lossy(&line).into_owned()
    }
}
