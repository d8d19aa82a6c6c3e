-- Copies of reports by other ways than the mail. The PostgreSQL folder says
-- the same, line by line.

-- The signed paper that a report names: number and symbol as the workbook
-- writes them, and the day it is dated (yyyy-mm-dd).
create table accompanying (
    submission integer primary key references submission (id),
    document text not null,
    dated text
) strict;

-- Files that came with a copy, and registers and messages from which copies
-- were taken.
create table evidence_file (
    digest text primary key,
    size integer not null,
    kept_at integer not null,
    bytes blob not null
) strict;

-- A copy as it was recorded. Rows are only ever added: one that corrects or
-- withdraws another names it.
create table evidence (
    id integer primary key,
    campaign text not null,
    unit text not null,
    channel text not null,
    facts text not null,
    replaces integer unique references evidence (id),
    withdrawn integer not null default 0,
    why text not null,
    noted_at integer not null,
    noted_by text not null
) strict;

create index evidence_by_unit on evidence (campaign, unit);

create trigger evidence_is_not_changed before update on evidence
begin
    select raise(abort, 'evidence rows are never changed');
end;

create trigger evidence_is_not_deleted before delete on evidence
begin
    select raise(abort, 'evidence rows are never deleted');
end;

-- What a person decided about a disagreement. Only ever added to; the newest
-- of a disagreement is in force.
create table evidence_settlement (
    id integer primary key,
    campaign text not null,
    unit text not null,
    about text not null,
    ruling text not null,
    reason text not null,
    settled_at integer not null,
    settled_by text not null
) strict;

create index evidence_settlement_by_unit on evidence_settlement (campaign, unit);

-- A register or message that was handed in to be looked at; it is imported
-- when a person says so.
create table evidence_upload (
    id integer primary key,
    campaign text not null,
    kind text not null,
    channel text not null,
    name text not null,
    digest text not null references evidence_file (digest),
    uploaded_at integer not null,
    uploaded_by text not null,
    unique (campaign, kind, channel, digest)
) strict;
