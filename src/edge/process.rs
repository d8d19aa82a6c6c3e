//! This process among others at the same ledger: its name, and whether another
//! that left its name on something is gone.
//!
//! A daemon that was killed holds claims it will never give back. They end by
//! themselves, in minutes; where it can be seen that their owner is gone nobody
//! needs to wait for that.

use std::{fs, sync::LazyLock};

use rustix::{
    io::Errno,
    process::{Pid, getuid, test_kill_process},
};

use super::clock;

/// The name of this process: machine, start of the machine, number, moment.
/// No two processes have the same.
#[must_use]
pub fn me() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        let (host, boot) = here();
        let moment = clock::now().as_microsecond();
        format!("{host}/{boot}/{}/{moment}", std::process::id())
    });
    &NAME
}

/// Who runs this process: the name of the system's user, or its number.
#[must_use]
pub fn user() -> String {
    let number = getuid().as_raw().to_string();
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let mut names = users.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == number).then(|| name.to_owned())
    });
    names.next().unwrap_or(number)
}

/// Is the process of this name known to be gone? Of one on another machine
/// nothing is known.
#[must_use]
pub fn is_gone(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    let (my_host, my_boot) = here();
    let [host, boot, pid, _] = parts.as_slice() else {
        return false;
    };
    if name == me() || *host != my_host || host.is_empty() {
        return false;
    }
    // The machine has started again since, or the number is ours now.
    *boot != my_boot || pid.parse() == Ok(std::process::id()) || has_ended(pid)
}

fn has_ended(pid: &str) -> bool {
    let pid = pid.parse().ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) == Err(Errno::SRCH))
}

fn here() -> (String, String) {
    let read = |file: &str| {
        let text = fs::read_to_string(format!("/proc/sys/kernel/{file}"));
        text.unwrap_or_default().trim().replace('/', "")
    };
    (read("hostname"), read("random/boot_id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_process_of_this_machine_is_known_to_be_gone() {
        let (host, boot) = here();
        let parent = std::os::unix::process::parent_id();
        assert!(!is_gone(me()));
        assert!(!is_gone(&format!("{host}/{boot}/{parent}/1")));
        // Linux gives no number above 2^22.
        assert!(is_gone(&format!("{host}/{boot}/4194305/1")));
        assert!(is_gone(&format!("{host}/another start/{parent}/1")));
        assert!(!is_gone(&format!("elsewhere/{boot}/4194305/1")));
        assert!(!is_gone("4194305"));
    }
}
