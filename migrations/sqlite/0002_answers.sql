-- What ends a loop, and what must never be answered twice. The PostgreSQL
-- folder says the same, line by line.

-- What a mail calls itself: SHA-256 of its Message-ID and of its signatures.
-- Only mails with a proven sender have rows, so that no stranger can take a
-- unit's names.
create table mail_identity (
    identity text not null,
    mail integer not null references mail (id),
    primary key (identity, mail)
) strict;

-- An answer, as the limits count it: from which moment it may leave, what it
-- says and what the mail it answers brought.
create table answer (
    letter integer primary key references letter (id),
    recipient text not null,
    leaves_at integer not null,
    owed_at integer not null,
    says text not null,
    files text
) strict;

create index answer_by_recipient on answer (recipient, leaves_at);
create index answer_by_time on answer (leaves_at);

-- Since when nothing is sent, and why. At most one row is open.
create table breaker (
    id integer primary key,
    opened_at integer not null,
    why text not null,
    closed_at integer,
    closed_by text
) strict;

create unique index breaker_open on breaker ((closed_at is null)) where closed_at is null;

-- A letter of ours that a mail brought back: as a bounce, or going round.
create table returned (
    mail integer not null references mail (id),
    letter integer not null references letter (id),
    what text not null,
    at integer not null,
    primary key (mail, letter)
) strict;

create index returned_by_time on returned (what, at);

alter table letter add column bounced_at integer;
alter table letter add column bounce text;

create index letter_by_message_id on letter (message_id);
create index letter_by_recipient on letter (recipient, id);
create index letter_bounced on letter (bounced_at) where bounced_at is not null;
