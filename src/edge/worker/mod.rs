//! Workbooks are read in child processes of this same program, because no
//! library survives every file: calamine aborts the process on some of two
//! kilobytes, and loops for ever on others of six hundred bytes.
//!
//! A child is handed bytes and answers with JSON, frame by frame; it lives
//! under bounds it sets on itself, with an empty environment. A child that does
//! anything unexpected is killed. The file it held is refused with the reason,
//! and never handed to another child.

pub mod fence;

mod child;

use std::{
    io,
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::Semaphore,
    time::timeout,
};

pub use child::child;
use fence::{Deed, Fences};

use crate::workbook::{Limit, Limits, Refusal, Workbook, container};

/// The verb by which the program runs as a child.
pub const VERB: &str = "parse-worker";

/// Longest wait for a child to say that its fences stand.
const RAISING: Duration = Duration::from_secs(10);

/// Files that one child reads before another takes its place: what a library
/// leaks or holds on to ends with the process.
const FILES_A_CHILD: u32 = 200;

/// A child that has read more than this at once is not kept: it holds on to
/// the memory.
const LARGE: usize = 1 << 20;

type Answer = Result<Workbook, Refusal>;

/// Warm children, started when first needed.
pub struct Pool {
    program: PathBuf,
    limits: Limits,
    size: usize,
    seats: Semaphore,
    idle: Mutex<Vec<Reader>>,
}

/// One child, between two files.
struct Reader {
    fences: Fences,
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
    served: u32,
}

/// Why an exchange came to nothing.
enum Broken {
    /// The child was gone before it was asked.
    Stale,
    /// It ended with the file in its hands, or answered nonsense.
    Died,
    /// It wants to say more than we listen to.
    TooLong(u64),
}

impl Pool {
    /// A pool of at most `size` children of `program`.
    #[must_use]
    pub fn new(program: PathBuf, size: usize, limits: Limits) -> Self {
        Self {
            program,
            limits,
            size: size.max(1),
            seats: Semaphore::new(size.max(1)),
            idle: Mutex::default(),
        }
    }

    /// How many workbooks can be read at once.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Reads a workbook. What the file is, is checked here and cheaply, before
    /// any child sees it.
    ///
    /// # Errors
    /// With the reason why it is not read.
    pub async fn read(&self, bytes: Vec<u8>) -> Result<Workbook, Refusal> {
        container::admit(&bytes, &self.limits)?;
        let unavailable = |why: io::Error| Refusal::Unavailable(why.to_string());
        let _seat = self
            .seats
            .acquire()
            .await
            .map_err(|closed| Refusal::Unavailable(closed.to_string()))?;
        if let Some(reader) = self.idle_reader() {
            if let Some(answer) = self.ask(reader, &bytes).await {
                return answer;
            }
            tracing::debug!("a reading process had ended while idle");
        }
        let fresh = self.start().await.map_err(unavailable)?;
        self.ask(fresh, &bytes).await.unwrap_or_else(|| {
            Err(Refusal::Unavailable(
                "the reading process ends as it starts".to_owned(),
            ))
        })
    }

    /// Hands a file to a child. None when the child was gone before it was
    /// asked, which says nothing about the file.
    async fn ask(&self, mut reader: Reader, bytes: &[u8]) -> Option<Answer> {
        let wall = Duration::from_secs(self.limits.wall);
        match timeout(wall, reader.exchange(bytes, self.limits.answer)).await {
            Ok(Ok(answer)) => {
                self.keep(reader, bytes.len());
                Some(answer)
            }
            Ok(Err(Broken::Stale)) => None,
            Ok(Err(Broken::Died)) => Some(Err(reader.cause(&self.limits).await)),
            Ok(Err(Broken::TooLong(found))) => {
                Some(Err(Limit::Answer.broken(Some(found), self.limits.answer)))
            }
            Err(_) => Some(Err(Limit::Wall.broken(None, self.limits.wall))),
        }
        // A reader that is not kept is dropped here, and killed by that.
    }

    /// Which fences stand around a child, and which deeds a child could do all
    /// the same; each is tried by a child of its own.
    ///
    /// # Errors
    /// When no child can be started.
    pub async fn try_fences(&self) -> io::Result<(Fences, Vec<Deed>)> {
        let reader = self.start().await?;
        let mut done = Vec::new();
        for deed in Deed::ALL {
            let tried = self
                .command()
                .arg(deed.as_str())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status();
            let status = timeout(RAISING, tried)
                .await
                .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            if !fence::held(status) {
                done.push(deed);
            }
        }
        Ok((reader.fences, done))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg(VERB)
            .env_clear()
            .current_dir("/")
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }

    fn idle_reader(&self) -> Option<Reader> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(mut reader) = idle.pop() {
            if matches!(reader.child.try_wait(), Ok(None)) {
                return Some(reader);
            }
        }
        None
    }

    fn keep(&self, reader: Reader, size: usize) {
        if reader.served < FILES_A_CHILD && size <= LARGE {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(reader);
        }
    }

    async fn start(&self) -> io::Result<Reader> {
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(mut to), Some(mut from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes"));
        };
        let limits = serde_json::to_vec(&self.limits)?;
        to.write_all(&length(&limits)?).await?;
        to.write_all(&limits).await?;
        // Only a child that stands within its fences is handed a file. One that
        // does not is our fault, never the file's.
        let fences = timeout(RAISING, greeting(&mut from))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        Ok(Reader {
            fences,
            child,
            to,
            from,
            served: 0,
        })
    }
}

/// What a child says when its fences stand.
async fn greeting(from: &mut ChildStdout) -> io::Result<Fences> {
    let size = from.read_u32().await?;
    if size > 1_024 {
        return Err(io::Error::other("the program is no reader of workbooks"));
    }
    let mut said = vec![0; usize::try_from(size).map_err(io::Error::other)?];
    from.read_exact(&mut said).await?;
    Ok(serde_json::from_slice(&said)?)
}

impl Reader {
    async fn exchange(&mut self, bytes: &[u8], most: u64) -> Result<Answer, Broken> {
        let head = length(bytes).map_err(|_| Broken::Died)?;
        self.to.write_all(&head).await.map_err(|_| Broken::Stale)?;
        self.served += 1;
        self.to.write_all(bytes).await.map_err(|_| Broken::Died)?;
        let size = self.from.read_u32().await.map_err(|_| Broken::Died)?;
        if u64::from(size) > most {
            return Err(Broken::TooLong(size.into()));
        }
        let mut answer = vec![0; usize::try_from(size).map_err(|_| Broken::Died)?];
        self.from
            .read_exact(&mut answer)
            .await
            .map_err(|_| Broken::Died)?;
        serde_json::from_slice(&answer).map_err(|_| Broken::Died)
    }

    /// Why a child ended with a file in its hands.
    async fn cause(&mut self, limits: &Limits) -> Refusal {
        let end = timeout(Duration::from_secs(1), self.child.wait()).await;
        if let Ok(Ok(status)) = end {
            return cause_of(status, limits);
        }
        Refusal::Damaged("the reading process answered nonsense".to_owned())
    }
}

/// Signals that Linux sends to a process that has broken a bound.
const ABORTED: i32 = 6;
const KILLED: i32 = 9;
const OUT_OF_CPU: i32 = 24;

fn cause_of(status: ExitStatus, limits: &Limits) -> Refusal {
    match status.signal() {
        // An allocation that is refused aborts; the kernel kills when the machine has no memory.
        Some(ABORTED | KILLED) => Limit::Memory.broken(None, limits.memory),
        Some(OUT_OF_CPU) => Limit::Cpu.broken(None, limits.cpu),
        Some(signal) => Refusal::Damaged(format!("the reading process got signal {signal}")),
        None => Refusal::Damaged(format!("the reading process ended: {status}")),
    }
}

fn length(bytes: &[u8]) -> io::Result<[u8; 4]> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    Ok(length.to_be_bytes())
}
