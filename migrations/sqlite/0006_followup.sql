-- Who is asked for a report, until when, and who was reminded. The PostgreSQL
-- folder says the same, line by line. Days are written 2015-12-09.

-- What the office has changed since the files of the campaign were written.
create table registry_unit (
    campaign text not null,
    code text not null,
    name text not null,
    short_name text not null,
    kind text not null,
    unit_group text not null,
    traits text not null,
    valid_from text,
    valid_until text,
    changed_at integer not null,
    changed_by text not null,
    primary key (campaign, code)
) strict;

-- A mailbox belongs to one unit.
create table registry_mailbox (
    campaign text not null,
    address text not null,
    unit text not null,
    valid_from text,
    valid_until text,
    withdrawn integer not null default 0,
    changed_at integer not null,
    changed_by text not null,
    primary key (campaign, address)
) strict;

create index registry_mailbox_of_unit on registry_mailbox (campaign, unit);

create table registry_contact (
    id integer primary key,
    campaign text not null,
    unit text not null,
    name text not null,
    duty text not null,
    phone text not null,
    email text not null,
    valid_from text,
    valid_until text,
    changed_at integer not null,
    changed_by text not null
) strict;

create index registry_contact_of_unit on registry_contact (campaign, unit);

-- More time, or no report to send: the newest row of a unit is in force.
create table term (
    id integer primary key,
    campaign text not null,
    unit text not null,
    kind text not null,
    ends_at integer,
    reason text not null,
    granted_at integer not null,
    granted_by text not null
) strict;

create index term_of_unit on term (campaign, unit, id);

-- Counts the changes above, so that a daemon sees at a glance that there are
-- new ones.
create table registry_version (
    campaign text primary key,
    version integer not null
) strict;

-- A reminder is written once for each unit and stage. round is what makes it
-- another of its stage, such as a later end of the unit's window.
create table reminder (
    campaign text not null,
    unit text not null,
    stage text not null,
    round integer not null,
    situation text not null,
    says text not null,
    recipient text not null,
    letter integer not null references letter (id),
    at integer not null,
    written_by text not null,
    primary key (campaign, unit, stage, round)
) strict;

create index reminder_by_time on reminder (campaign, at);
create index reminder_of_letter on reminder (letter);

-- A reminder that was not written because its mailbox gives letters back.
create table reminder_unsent (
    campaign text not null,
    unit text not null,
    stage text not null,
    round integer not null,
    says text not null,
    recipient text not null,
    at integer not null,
    primary key (campaign, unit, stage, round, recipient)
) strict;
