-- The ledger of one office: what came, what was decided, what is owed, and
-- who did it. Moments are microseconds since 1970 in UTC, digests 64
-- hexadecimal digits, structured values JSON as text. The SQLite folder
-- says the same, line by line.

-- Who did what. Rows are only ever added; each carries the hash of the one
-- before it, and audit_head says how many there are, so that a row changed,
-- taken out, put in or cut off at the end is found.
create table audit (
    seq bigint primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    prev_hash text not null,
    hash text not null
);

create index audit_by_subject on audit (subject, seq);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are never changed or deleted';
end
$$;

create trigger audit_is_not_changed before update or delete or truncate on audit
for each statement execute function audit_is_append_only();

create table audit_head (
    id bigint primary key check (id = 1),
    seq bigint not null,
    hash text not null
);

insert into audit_head (id, seq, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- A mail is its bytes. revision counts its verdicts; 0 is "not settled yet".
create table mail (
    id bigint generated always as identity primary key,
    digest text not null unique,
    size bigint not null,
    received_at bigint not null,
    kept_at bigint not null,
    revision bigint not null default 0,
    attempts bigint not null default 0,
    due_at bigint not null,
    waiting_for text
);

create index mail_by_arrival on mail (received_at, id);
create index mail_unsettled on mail (received_at, id) where revision = 0;

-- Apart from mail, so that a row that changes often stays short.
create table mail_raw (
    mail bigint primary key references mail (id),
    bytes bytea not null
);

-- Where the bytes were seen. One mail may have been in many places.
create table place (
    mailbox text not null,
    uidvalidity bigint not null,
    uid bigint not null,
    mail bigint not null references mail (id),
    received_at bigint not null,
    seen_at bigint not null,
    filed_as text,
    filed_at bigint,
    primary key (mailbox, uidvalidity, uid)
);

create index place_of_mail on place (mail);
create index place_unfiled on place (mailbox, uidvalidity, uid) where filed_at is null;

create table mailbox (
    name text primary key,
    uidvalidity bigint not null,
    changed_at bigint not null
);

-- The newest revision is in force; the older ones are the history.
create table verdict (
    mail bigint not null references mail (id),
    revision bigint not null,
    verdict text not null,
    reply text not null,
    unit text,
    number text,
    sender text,
    subject text not null,
    proof text not null,
    moment bigint not null,
    reasons text not null,
    judgement text not null,
    decided_at bigint not null,
    decided_by text not null,
    primary key (mail, revision)
);

create index verdict_by_unit on verdict (unit, moment);

create table attachment (
    mail bigint not null references mail (id),
    n bigint not null,
    name text not null,
    media_type text not null,
    size bigint not null,
    digest text not null,
    fate text not null,
    primary key (mail, n)
);

create index attachment_by_digest on attachment (digest);

-- Numbers without gaps, one series a campaign or a unit.
create table series (
    name text primary key,
    last bigint not null
);

-- A report. It counts as long as the verdict it came with is in force.
create table submission (
    id bigint generated always as identity primary key,
    campaign text not null,
    unit text not null,
    mail bigint not null,
    revision bigint not null,
    number text not null,
    version bigint not null,
    form text not null,
    workbook text not null,
    file_name text not null,
    figures text not null,
    moment bigint not null,
    punctuality text not null,
    findings text not null,
    created_at bigint not null,
    unique (campaign, unit, version),
    unique (campaign, number),
    unique (mail, revision),
    foreign key (mail, revision) references verdict (mail, revision)
);

-- A letter. due_at is the one column a sender looks at: when to try, or, while
-- claimed_by tries it, when another may; null once it is sent or given up.
create table letter (
    id bigint generated always as identity primary key,
    key text not null unique,
    mail bigint references mail (id),
    kind text not null,
    recipient text not null,
    message_id text not null,
    subject text not null,
    created_at bigint not null,
    due_at bigint,
    attempts bigint not null default 0,
    claimed_by text,
    sent_at bigint,
    failed_at bigint,
    last_error text,
    smtp_reply text
);

create index letter_due on letter (due_at) where due_at is not null;
create index letter_failed on letter (failed_at) where failed_at is not null;
create index letter_of_mail on letter (mail);

create table letter_raw (
    letter bigint primary key references letter (id),
    bytes bytea not null
);

create table look (
    id bigint generated always as identity primary key,
    mailbox text not null,
    began_at bigint not null,
    completed_at bigint
);

create index look_by_mailbox on look (mailbox, id);

create table closing (
    campaign text primary key,
    closed_at bigint not null,
    closed_by text not null,
    detail text not null
);

create table scoring (
    campaign text not null,
    kind text not null,
    input_digest text not null,
    result text not null,
    scored_at bigint not null,
    scored_by text not null,
    primary key (campaign, kind)
);

-- Who may do a thing that only one daemon may do at a time.
create table lease (
    name text primary key,
    owner text not null,
    until bigint not null
);

create table account (
    id bigint generated always as identity primary key,
    name text not null unique,
    display text not null,
    role text not null,
    password_hash text not null,
    created_at bigint not null,
    disabled_at bigint
);

create table session (
    token_digest text primary key,
    account bigint not null references account (id),
    csrf text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);

create index session_of_account on session (account);

create table login_failure (
    name text not null,
    ip text not null,
    at bigint not null
);

create index login_failure_by_time on login_failure (at);
