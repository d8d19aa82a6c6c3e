-- The ledger of one office: what came, what was decided, what is owed, and
-- who did it. Moments are microseconds since 1970 in UTC, digests 64
-- hexadecimal digits, structured values JSON as text. The PostgreSQL folder
-- says the same, line by line.

-- Who did what. Rows are only ever added; each carries the hash of the one
-- before it, and audit_head says how many there are, so that a row changed,
-- taken out, put in or cut off at the end is found.
create table audit (
    seq integer primary key,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    prev_hash text not null,
    hash text not null
) strict;

create index audit_by_subject on audit (subject, seq);

create trigger audit_is_not_changed before update on audit
begin
    select raise(abort, 'audit rows are never changed');
end;

create trigger audit_is_not_deleted before delete on audit
begin
    select raise(abort, 'audit rows are never deleted');
end;

create table audit_head (
    id integer primary key check (id = 1),
    seq integer not null,
    hash text not null
) strict;

insert into audit_head (id, seq, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- A mail is its bytes. revision counts its verdicts; 0 is "not settled yet".
create table mail (
    id integer primary key,
    digest text not null unique,
    size integer not null,
    received_at integer not null,
    kept_at integer not null,
    revision integer not null default 0,
    attempts integer not null default 0,
    due_at integer not null,
    waiting_for text
) strict;

create index mail_by_arrival on mail (received_at, id);
create index mail_unsettled on mail (received_at, id) where revision = 0;

-- Apart from mail, so that a row that changes often stays short.
create table mail_raw (
    mail integer primary key references mail (id),
    bytes blob not null
) strict;

-- Where the bytes were seen. One mail may have been in many places.
create table place (
    mailbox text not null,
    uidvalidity integer not null,
    uid integer not null,
    mail integer not null references mail (id),
    received_at integer not null,
    seen_at integer not null,
    filed_as text,
    filed_at integer,
    primary key (mailbox, uidvalidity, uid)
) strict;

create index place_of_mail on place (mail);
create index place_unfiled on place (mailbox, uidvalidity, uid) where filed_at is null;

create table mailbox (
    name text primary key,
    uidvalidity integer not null,
    changed_at integer not null
) strict;

-- The newest revision is in force; the older ones are the history.
create table verdict (
    mail integer not null references mail (id),
    revision integer not null,
    verdict text not null,
    reply text not null,
    unit text,
    number text,
    sender text,
    subject text not null,
    proof text not null,
    moment integer not null,
    reasons text not null,
    judgement text not null,
    decided_at integer not null,
    decided_by text not null,
    primary key (mail, revision)
) strict;

create index verdict_by_unit on verdict (unit, moment);

create table attachment (
    mail integer not null references mail (id),
    n integer not null,
    name text not null,
    media_type text not null,
    size integer not null,
    digest text not null,
    fate text not null,
    primary key (mail, n)
) strict;

create index attachment_by_digest on attachment (digest);

-- Numbers without gaps, one series a campaign or a unit.
create table series (
    name text primary key,
    last integer not null
) strict;

-- A report. It counts as long as the verdict it came with is in force.
create table submission (
    id integer primary key,
    campaign text not null,
    unit text not null,
    mail integer not null,
    revision integer not null,
    number text not null,
    version integer not null,
    form text not null,
    workbook text not null,
    file_name text not null,
    figures text not null,
    moment integer not null,
    punctuality text not null,
    findings text not null,
    created_at integer not null,
    unique (campaign, unit, version),
    unique (campaign, number),
    unique (mail, revision),
    foreign key (mail, revision) references verdict (mail, revision)
) strict;

-- A letter. due_at is the one column a sender looks at: when to try, or, while
-- claimed_by tries it, when another may; null once it is sent or given up.
create table letter (
    id integer primary key,
    key text not null unique,
    mail integer references mail (id),
    kind text not null,
    recipient text not null,
    message_id text not null,
    subject text not null,
    created_at integer not null,
    due_at integer,
    attempts integer not null default 0,
    claimed_by text,
    sent_at integer,
    failed_at integer,
    last_error text,
    smtp_reply text
) strict;

create index letter_due on letter (due_at) where due_at is not null;
create index letter_failed on letter (failed_at) where failed_at is not null;
create index letter_of_mail on letter (mail);

create table letter_raw (
    letter integer primary key references letter (id),
    bytes blob not null
) strict;

create table look (
    id integer primary key,
    mailbox text not null,
    began_at integer not null,
    completed_at integer
) strict;

create index look_by_mailbox on look (mailbox, id);

create table closing (
    campaign text primary key,
    closed_at integer not null,
    closed_by text not null,
    detail text not null
) strict;

create table scoring (
    campaign text not null,
    kind text not null,
    input_digest text not null,
    result text not null,
    scored_at integer not null,
    scored_by text not null,
    primary key (campaign, kind)
) strict;

-- Who may do a thing that only one daemon may do at a time.
create table lease (
    name text primary key,
    owner text not null,
    until integer not null
) strict;

create table account (
    id integer primary key,
    name text not null unique,
    display text not null,
    role text not null,
    password_hash text not null,
    created_at integer not null,
    disabled_at integer
) strict;

create table session (
    token_digest text primary key,
    account integer not null references account (id),
    csrf text not null,
    created_at integer not null,
    seen_at integer not null,
    expires_at integer not null
) strict;

create index session_of_account on session (account);

create table login_failure (
    name text not null,
    ip text not null,
    at integer not null
) strict;

create index login_failure_by_time on login_failure (at);
