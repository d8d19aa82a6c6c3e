//! What a child that reads workbooks may not do, whatever a file talks it into.
//!
//! Three fences, one within the other: bounds on what it may use (rlimits), no
//! path of the file system (Landlock), and only the few system calls that
//! reading needs (seccomp). The inner two exist where the kernel has them;
//! which of them stand is told to the parent, and a probe proves it.
//!
//! The child is not killed when its parent's thread ends (`PR_SET_PDEATHSIG`
//! counts threads, and a runtime lets idle ones go, with a file in a child's
//! hands): its input ends with the parent, and its computing time is bounded.

use std::{
    collections::BTreeMap,
    env::consts::ARCH,
    fs::File,
    io,
    net::{Ipv4Addr, TcpStream},
    os::unix::process::ExitStatusExt as _,
    process::{Command, ExitStatus},
};

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus,
};
use rustix::{
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
    thread::set_no_new_privs,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};
use serde::{Deserialize, Serialize};

use crate::workbook::Limits;

/// Which fences stand around a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fences {
    /// No path can be reached (Linux 5.13).
    pub paths: bool,
    /// Only the system calls of reading can be made.
    pub calls: bool,
}

/// Something that a child must not be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Open a file that everybody may read.
    Open,
    /// Speak to a server on this machine.
    Connect,
    /// Run another program.
    Run,
    /// Take all the memory it likes.
    Swell,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Connect, Self::Run, Self::Swell];

    /// The word by which a child is told to try it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Connect => "connect",
            Self::Run => "run",
            Self::Swell => "swell",
        }
    }

    /// Tries it, and says whether it could be done.
    fn attempt(self) -> bool {
        match self {
            Self::Open => File::open("/etc/passwd").is_ok(),
            // A port where nobody listens answers "refused": that, too, is speaking.
            Self::Connect => TcpStream::connect((Ipv4Addr::LOCALHOST, 9)).map_or_else(
                |error| error.kind() == io::ErrorKind::ConnectionRefused,
                |_| true,
            ),
            Self::Run => Command::new("/bin/true").status().is_ok(),
            Self::Swell => {
                let mut hoard: Vec<u8> = Vec::new();
                // More than any bound that may be configured.
                hoard.try_reserve_exact(1 << 40).is_ok()
            }
        }
    }
}

/// Exit code of a child that could not do the deed.
const HELD: u8 = 11;

/// A child that puts the fences up and then tries one deed. To be killed for
/// trying is as good an end as any.
#[must_use]
pub fn attempt(deed: &str) -> u8 {
    let deed = Deed::ALL.into_iter().find(|it| it.as_str() == deed);
    match deed {
        Some(deed) if raise(&Limits::default()).is_ok() && !deed.attempt() => HELD,
        Some(_) | None => 0,
    }
}

/// Did the fences hold? An end that is neither of the two (a program that is no
/// reader, say) proves nothing.
pub(super) fn held(status: ExitStatus) -> bool {
    status.code() == Some(HELD.into()) || status.signal() == Some(libc::SIGSYS)
}

/// Puts the fences up. What the kernel does not have is left out and told.
///
/// # Errors
/// When the bounds cannot be set: then nothing must be read.
pub(super) fn raise(limits: &Limits) -> io::Result<Fences> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    set_no_new_privs(true)?;
    // A ruleset is a descriptor for a moment, so the bound on those comes after.
    let paths = close_paths();
    bound(limits)?;
    let calls = close_calls();
    Ok(Fences { paths, calls })
}

/// Bounds for life: memory, no core file, no file written, no file opened
/// beyond those already open, no further process.
fn bound(limits: &Limits) -> io::Result<()> {
    for (resource, most) in [
        (Resource::As, limits.memory),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, 4),
        (Resource::Nproc, 0),
    ] {
        let bound = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, bound)?;
    }
    Ok(())
}

/// No path, and no connection: a ruleset that allows nothing.
fn close_paths() -> bool {
    let abi = ABI::V5;
    let nothing = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self);
    nothing.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// Calls that reading makes: bytes in and out, memory, locks, time, and its own
/// end.
const READING: [i64; 32] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_ppoll,
    libc::SYS_getrusage,
];

/// Calls that nothing but an intruder makes here: they end the process.
const INTRUDING: [i64; 22] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_clone,
    libc::SYS_clone3,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_kill,
    libc::SYS_mount,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_io_uring_setup,
    libc::SYS_keyctl,
];

/// Two filters, of which the stricter answer holds: what reading does not need
/// fails, and what only an intruder does ends the process.
fn close_calls() -> bool {
    let filters = filters();
    let applied = |filters: Vec<BpfProgram>| filters.iter().all(|it| apply_filter(it).is_ok());
    filters.is_ok_and(applied)
}

fn filters() -> Result<Vec<BpfProgram>, seccompiler::BackendError> {
    let mut reading: BTreeMap<i64, Vec<SeccompRule>> =
        READING.into_iter().map(|call| (call, Vec::new())).collect();
    // Memory is never made to run, and no bounds but its own are set.
    let never_run = || {
        let exec = u64::from(libc::PROT_EXEC.unsigned_abs());
        argument(2, SeccompCmpOp::MaskedEq(exec))
    };
    reading.insert(libc::SYS_mmap, vec![never_run()?]);
    reading.insert(libc::SYS_mprotect, vec![never_run()?]);
    reading.insert(libc::SYS_prlimit64, vec![argument(0, SeccompCmpOp::Eq)?]);
    let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let intruding = INTRUDING.into_iter().map(|call| (call, Vec::new()));
    // Once only reading is left, no further filter can be set.
    [
        (
            intruding.collect(),
            SeccompAction::Allow,
            SeccompAction::KillProcess,
        ),
        (reading, refuse, SeccompAction::Allow),
    ]
    .into_iter()
    .map(|(calls, otherwise, named)| {
        SeccompFilter::new(calls, otherwise, named, ARCH.try_into()?)?.try_into()
    })
    .collect()
}

/// A call with zero in this argument, or in these bits of it.
fn argument(at: u8, zero: SeccompCmpOp) -> Result<SeccompRule, seccompiler::BackendError> {
    let condition = SeccompCondition::new(at, SeccompCmpArgLen::Dword, zero, 0)?;
    SeccompRule::new(vec![condition])
}
