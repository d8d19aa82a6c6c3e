//! A TCP pipe with a valve, to put between congvu and a server: it can stall,
//! cut, and lead somewhere else.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

/// The pipe; it is cut when dropped.
pub struct Pipe {
    port: u16,
    valve: Arc<Valve>,
    acceptor: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Valve {
    state: Mutex<State>,
    turned: Condvar,
}

#[derive(Default)]
struct State {
    target: u16,
    stalled: bool,
    /// Refuses new connections.
    cut: bool,
    /// How many more bytes may come back from the server, when bounded.
    budget: Option<usize>,
    open: Vec<TcpStream>,
    /// How many connections there have been.
    opened: usize,
    /// Of these, how many carry nothing any more.
    frozen: usize,
    closing: bool,
}

impl Pipe {
    /// A pipe that leads to a local port.
    pub fn to(target: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let valve = Arc::new(Valve::default());
        valve.turn(|state| state.target = target);
        let theirs = Arc::clone(&valve);
        let acceptor = Some(thread::spawn(move || accept(&listener, &theirs)));
        Self {
            port,
            valve,
            acceptor,
        }
    }

    /// Where to connect.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Connections stay open and nothing moves any more.
    pub fn stalls(&self) {
        self.valve.turn(|state| state.stalled = true);
    }

    /// The connections there are stay open and carry nothing any more, as when
    /// a router has forgotten them; new ones flow.
    pub fn freezes(&self) {
        self.valve.turn(|state| state.frozen = state.opened);
    }

    /// All connections break, and new ones break at once.
    pub fn cuts(&self) {
        self.valve.turn(|state| state.cut());
    }

    /// After so many more bytes from the server everything breaks: in the
    /// middle of a mail, or of an answer.
    pub fn cuts_after(&self, bytes: usize) {
        self.valve.turn(|state| state.budget = Some(bytes));
    }

    /// Everything moves again.
    pub fn flows(&self) {
        self.valve.turn(|state| {
            state.stalled = false;
            state.cut = false;
            state.budget = None;
        });
    }

    /// New connections lead to another port.
    pub fn leads_to(&self, target: u16) {
        self.valve.turn(|state| state.target = target);
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.valve.turn(|state| {
            state.cut();
            state.closing = true;
        });
        // Wakes the acceptor, which then sees that it is over.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        self.acceptor.take().map(JoinHandle::join);
    }
}

impl State {
    fn cut(&mut self) {
        self.cut = true;
        for stream in self.open.drain(..) {
            // Already closed is as good.
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}

impl Valve {
    fn turn(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
        self.turned.notify_all();
    }

    /// Waits while the connection is stalled; how many of `wanted` bytes may
    /// pass, none when cut.
    fn pass(&self, nth: usize, wanted: usize, from_server: bool) -> usize {
        let stalled = |state: &mut State| (state.stalled || nth < state.frozen) && !state.cut;
        let mut state = self
            .turned
            .wait_while(self.state.lock().unwrap(), stalled)
            .unwrap();
        if state.cut {
            return 0;
        }
        let Some(left) = state.budget.filter(|_| from_server) else {
            return wanted;
        };
        state.budget = Some(left.saturating_sub(wanted));
        wanted.min(left)
    }
}

fn accept(listener: &TcpListener, valve: &Arc<Valve>) {
    for client in listener.incoming() {
        let mut state = valve.state.lock().unwrap();
        if state.closing {
            return;
        }
        if state.cut {
            continue;
        }
        let Ok(server) = TcpStream::connect(("127.0.0.1", state.target)) else {
            continue;
        };
        let client = client.unwrap();
        state.open.push(client.try_clone().unwrap());
        state.open.push(server.try_clone().unwrap());
        let nth = state.opened;
        state.opened += 1;
        drop(state);
        let ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
        carry(nth, (client, server), Arc::clone(valve), false);
        carry(nth, (ends.1, ends.0), Arc::clone(valve), true);
    }
}

/// Carries bytes one way until either end closes or the pipe is cut.
fn carry(nth: usize, ends: (TcpStream, TcpStream), valve: Arc<Valve>, from_server: bool) {
    let (mut from, mut to) = ends;
    // A peer that never reads must not hold the thread for ever.
    to.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    thread::spawn(move || {
        let mut buffer = [0; 16_384];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let may = valve.pass(nth, read, from_server);
            if to.write_all(&buffer[..may]).is_err() {
                break;
            }
            if may < read {
                valve.turn(|state| state.cut());
                break;
            }
        }
        drop(to.shutdown(Shutdown::Write));
    });
}
