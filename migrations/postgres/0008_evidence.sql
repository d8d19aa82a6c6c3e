-- Copies of reports by other ways than the mail. The SQLite folder says
-- the same, line by line.

-- The signed paper that a report names: number and symbol as the workbook
-- writes them, and the day it is dated (yyyy-mm-dd).
create table accompanying (
    submission bigint primary key references submission (id),
    document text not null,
    dated text
);

-- Files that came with a copy, and registers and messages from which copies
-- were taken.
create table evidence_file (
    digest text primary key,
    size bigint not null,
    kept_at bigint not null,
    bytes bytea not null
);

-- A copy as it was recorded. Rows are only ever added: one that corrects or
-- withdraws another names it.
create table evidence (
    id bigint generated always as identity primary key,
    campaign text not null,
    unit text not null,
    channel text not null,
    facts text not null,
    replaces bigint unique references evidence (id),
    withdrawn bigint not null default 0,
    why text not null,
    noted_at bigint not null,
    noted_by text not null
);

create index evidence_by_unit on evidence (campaign, unit);

create function evidence_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'evidence rows are never changed or deleted';
end
$$;

create trigger evidence_is_not_changed before update or delete or truncate on evidence
for each statement execute function evidence_is_append_only();

-- What a person decided about a disagreement. Only ever added to; the newest
-- of a disagreement is in force.
create table evidence_settlement (
    id bigint generated always as identity primary key,
    campaign text not null,
    unit text not null,
    about text not null,
    ruling text not null,
    reason text not null,
    settled_at bigint not null,
    settled_by text not null
);

create index evidence_settlement_by_unit on evidence_settlement (campaign, unit);

-- A register or message that was handed in to be looked at; it is imported
-- when a person says so.
create table evidence_upload (
    id bigint generated always as identity primary key,
    campaign text not null,
    kind text not null,
    channel text not null,
    name text not null,
    digest text not null references evidence_file (digest),
    uploaded_at bigint not null,
    uploaded_by text not null,
    unique (campaign, kind, channel, digest)
);
