//! The child: what the program is when it is started to read workbooks.

use std::{
    io::{self, Read, Seek, Write},
    panic,
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{Answer, fence, length};
use crate::workbook::{Limits, Refusal, reader};

/// Reads the bounds, puts the fences up and says which of them stand, then
/// answers file after file until its input ends.
///
/// # Errors
/// When the parent is gone or speaks another language.
pub fn child(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let Some(limits) = frame(&mut input, 4096)? else {
        return Ok(());
    };
    let limits: Limits = serde_json::from_slice(&limits)?;
    let mut clock = std::fs::File::open("/proc/self/stat")?;
    // Said on a standard error that nobody reads, and inside the fences.
    panic::set_hook(Box::new(|_| ()));
    let fences = fence::raise(&limits)?;
    send(&mut output, &serde_json::to_vec(&fences)?)?;
    while let Some(bytes) = frame(&mut input, limits.bytes)? {
        allow_cpu(&mut clock, limits.cpu)?;
        // A panic is an answer too; an abort is told by the parent.
        let answer: Answer = panic::catch_unwind(|| reader::read(&bytes, &limits))
            .unwrap_or_else(|_| Err(Refusal::Damaged("the reader panicked".to_owned())));
        send(&mut output, &serde_json::to_vec(&answer)?)?;
    }
    Ok(())
}

fn send(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&length(bytes)?)?;
    output.write_all(bytes)?;
    output.flush()
}

/// One frame; none when the input ends between two.
fn frame(input: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; 4];
    match input.read_exact(&mut head) {
        Ok(()) => (),
        Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(why) => return Err(why),
    }
    let size = u32::from_be_bytes(head);
    if u64::from(size) > most {
        return Err(io::Error::other("frame too long"));
    }
    let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
    input.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// Lets the process compute for `seconds` more. The soft bound counts from the
/// start of the process, so it is moved before every file; the kernel sends
/// SIGXCPU, which nobody here catches.
fn allow_cpu(clock: &mut std::fs::File, seconds: u64) -> io::Result<()> {
    let mut stat = String::new();
    clock.rewind()?;
    clock.read_to_string(&mut stat)?;
    // Fields 14 and 15, counted from 1; the second, the name of the program,
    // may hold spaces and ends with the last parenthesis.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    // Linux shows user programs a hundred ticks a second, whatever it uses itself.
    let bound = Rlimit {
        current: Some(ticks / 100 + 1 + seconds),
        maximum: getrlimit(Resource::Cpu).maximum,
    };
    Ok(setrlimit(Resource::Cpu, bound)?)
}
