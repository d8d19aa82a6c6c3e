//! congvu (hộp thư công vụ: official mailbox) runs an official reporting
//! campaign over e-mail.
//!
//! Once a year every unit of a town sends its report, a filled-in workbook,
//! from its own official mailbox to one address. congvu keeps every mail,
//! proves who sent it, reads the workbook, decides, answers with a receipt or
//! with exactly what to mend, and when the window has closed it scores and
//! ranks. A mail lost, a forged report accepted, or a score nobody can explain
//! is a failure; so is a clerk who cannot tell what to fix.
//!
//! # The life of a mail
//!
//! ```text
//!  IMAP ─▶ keep ─▶ open ─▶ prove sender ─▶ read workbook ─▶ decide ─▶ settle ─▶ SMTP ─▶ file
//!         (ours)  (mail)     (sender)     (workbook, form)  (verdict) (1 commit)       (folder)
//! ```
//!
//! 1. [`flow::intake`] looks at the mailbox, asks for sizes, fetches what is
//!    not ours yet and commits the raw bytes (`keep`). **From that commit on the
//!    mail is ours**; before it, it is only in the mailbox. Nothing on the
//!    server is changed or deleted by this.
//! 2. [`flow::judging`] opens several kept mails at once: [`mail`] tokenises the
//!    header with our own strict reader and lists the files; [`edge::dns`] asks
//!    for keys; [`edge::worker`] has the workbook read in a child process, and
//!    [`form`] finds its figures or every fault.
//! 3. [`verdict::decide`] is the whole policy, one function over values. It runs
//!    inside the transaction that writes its result, because it depends on what
//!    the unit has in force ([`dossier`]). Verdict, report version, registration
//!    number, audit rows and the owed letter are one commit (`settle`).
//! 4. [`flow::outbox`] hands owed letters to the mail server; a letter's bytes
//!    were made once, by [`letter`], and are sent as they are.
//! 5. [`flow::filing`] moves the mail to the folder of its verdict.
//! 6. [`flow::closing`] waits for a look that began after the close and for
//!    every mail of it to be settled, then scores once ([`results`]); what is
//!    decided later is scored by [`flow::refreshing`], until the council freezes
//!    the result ([`flow::council`]).
//!
//! Identity of a mail is the SHA-256 of its bytes; a UID is a place, a
//! Message-ID a hint, `\Seen` means nothing. Any step may run twice: `keep` and
//! `settle` are idempotent by that identity. Between the server's 250 and the
//! commit that notes it, a letter can go out twice; its Message-ID was fixed
//! before, so the receiver can tell. Beside the line a mail can wait (a name
//! server did not answer) or be held (a person must look).
//!
//! # Faults are of three kinds
//!
//! The *author's* are values, all found at once: [`finding::Finding`],
//! [`verdict::reason::Reason`], [`complaint::Complaint`]. The *world's* are
//! sorted where they are met into later and never ([`edge`]). *Ours* are loud:
//! an error of the loop, which is begun again.
//!
//! # How to read this crate
//!
//! The modules below stand in reading order, and that order is the law of
//! imports: a module names only modules above it (`tests/tidy.rs`). The upper
//! part, down to `edge`, is values and plain functions: no `async`, no clock,
//! no socket, no file, no SQL. All words that people read are in [`words`].
//!
//! # Standards
//!
//! RFC 5322 and 6532 headers (one plain From, §3.4 groups and routes refused),
//! 2045–2047 and 2231 MIME (read twice, by mail-parser and strictly by us; what
//! differs is held), 3501, 2177 and 6851 IMAP (UTF-7 folder names not used),
//! 5321 and 4954 SMTP (no DSN asked for), 3464 bounces, 3834 automatic
//! responses, 3848 `with` keywords, 6376 DKIM (strict alignment, no `l=`, by
//! mail-auth), 8601 Authentication-Results (of our own server only), UTS 39 and
//! 46 (only to label a look-alike). Plan 1872/KH-UBND of 2015 is carried out by
//! data in `deploy/campaigns/`, not by code.

// ── values and plain functions ──────────────────────────────────────────────

// Vietnamese text made comparable, sortable, printable.
pub mod text;

// What can be wrong with a file that a person wrote for us.
pub mod complaint;

// TOML read to its end, with every fault's line.
pub mod document;

// SHA-256.
pub mod digest;

// A mail address that cannot slip into a log.
pub mod address;

// Who in the office may do what.
pub mod role;

// Which passwords can be guessed.
pub mod password;

// The code of the telephone.
pub mod totp;

// What programs of others are told.
pub mod webhook;

// What a text looks like to a person's eye.
pub mod likeness;

// Values by indicator code.
pub mod figures;

// Who may report, and from which mailbox.
pub mod unit;

// A mail: header, own hop, machine marks, files.
pub mod mail;

// What proves who sent it.
pub mod sender;

// What a file is, and what a workbook holds.
pub mod workbook;

// A fault in a report.
pub mod finding;

// What a unit is asked, and how it is found in a workbook.
pub mod form;

// What figures are worth, and who leads.
pub mod scoring;

// One town's one year: everything that is data.
pub mod campaign;

// What the office has changed in the registry since the files were written.
pub mod register;

// The code that tells a unit's explanation from a report.
pub mod explanation;

// Who sits on the council, and how far its result is.
pub mod council;

// What a unit has sent so far.
pub mod dossier;

// Three copies of one report, and what does not agree among them.
pub mod evidence;

// The decision.
pub mod verdict;

// What a person may decide, and what comes of it.
pub mod review;

// Who is reminded, of what, and when.
pub mod reminder;

// A whole campaign as a play: who sends what, and what must come of it.
pub mod rehearse;

// A year decided once more from the raw mails.
pub mod replay;

// Every sentence that people read.
pub mod words;

// The workbook that a unit is given to fill in.
pub mod template;

// The unit's own figures with what is to be mended in them.
pub mod annotated;

// What `congvu read` prints.
pub mod report;

// Tables as CSV, JSON and workbooks.
pub mod table;

// From reports in force to a ranking that explains itself.
pub mod results;

// Last year's result beside this year's.
pub mod years;

// A result that was approved, as it was approved.
pub mod edition;

// What the council changes, and from provisional to published.
pub mod sitting;

// A letter's bytes.
pub mod letter;

// An edition as papers, tables and a page for everybody.
pub mod publication;

// How long we keep trying.
pub mod backoff;

// The configuration of an installation.
pub mod config;

// ── the edge: the only modules that touch the world ─────────────────────────

// Clock, files, IMAP, SMTP, DNS, reading processes, the ledger.
pub mod edge;

// ── the flow: the few pages where policy and world meet ─────────────────────

// Intake, judging, outbox, filing, the close, and the service that runs them.
pub mod flow;

// ── the doors ───────────────────────────────────────────────────────────────

// The office's pages.
pub mod web;

// Commands.
pub mod cli;
