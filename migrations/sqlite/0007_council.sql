-- The council: who sits on it, what it changed, and what was approved and
-- published. Rows say what was done and are not changed, but for the end of a
-- seat, what became of an explanation, and the publication of an edition; of
-- several about the same thing the newest is in force. The PostgreSQL folder
-- says the same, line by line.

-- A seat that ended stays.
create table council_member (
    id integer primary key,
    campaign text not null,
    account text not null,
    name text not null,
    position text not null,
    since integer not null,
    until integer
) strict;

create unique index council_seat on council_member (campaign, account) where until is null;

-- Evidence, by what it is; the rows that rest on it name it.
create table council_file (
    digest text primary key,
    bytes blob not null
) strict;

create table council_visit (
    id integer primary key,
    campaign text not null,
    unit text not null,
    day text not null,
    members text not null,
    note text not null,
    file text references council_file (digest),
    file_name text not null,
    noted_at integer not null,
    noted_by text not null
) strict;

create index council_visit_by_unit on council_visit (campaign, unit, id);

-- A figure that was found to be another. old and new are values as JSON; null
-- is a figure that is blank, or of which nothing counts.
create table verification (
    id integer primary key,
    campaign text not null,
    unit text not null,
    code text not null,
    old text,
    new text,
    why text not null,
    file text references council_file (digest),
    file_name text not null,
    noted_at integer not null,
    noted_by text not null
) strict;

create index verification_by_unit on verification (campaign, unit, code, id);

-- Points of the council for an item, or the most it confirms of a bonus. Null
-- takes a mark back.
create table council_mark (
    id integer primary key,
    campaign text not null,
    unit text not null,
    item text not null,
    points text,
    why text not null,
    noted_at integer not null,
    noted_by text not null
) strict;

create index council_mark_by_unit on council_mark (campaign, unit, item, id);

create table council_decision (
    id integer primary key,
    campaign text not null,
    kind text not null,
    units text not null,
    holds integer not null,
    reason text not null,
    noted_at integer not null,
    noted_by text not null
) strict;

create index council_decision_by_campaign on council_decision (campaign, id);

-- When the units of a campaign were asked to explain, and until when they may.
create table explanation_round (
    campaign text primary key,
    opened_at integer not null,
    until integer not null,
    opened_by text not null
) strict;

-- What a unit's answer carries in its subject.
create table explanation_token (
    campaign text not null references explanation_round (campaign),
    unit text not null,
    token text not null unique,
    primary key (campaign, unit)
) strict;

create table explanation (
    id integer primary key,
    campaign text not null references explanation_round (campaign),
    unit text not null,
    mail integer not null unique references mail (id),
    moment integer not null,
    late integer not null,
    accepted integer,
    reason text,
    settled_at integer,
    settled_by text
) strict;

create index explanation_by_unit on explanation (campaign, unit, moment);

-- The newest result of a campaign, scored again after each change.
create table council_draft (
    campaign text primary key,
    digest text not null,
    result text not null,
    scored_at integer not null
) strict;

-- Results that were frozen, by the SHA-256 of their canonical JSON.
create table council_result (
    digest text primary key,
    campaign text not null,
    result text not null
) strict;

-- The states of a result; the newest is where it stands.
create table council_state (
    id integer primary key,
    campaign text not null,
    stage text not null,
    edition integer not null,
    frozen text references council_result (digest),
    finalised_by text not null,
    finalised_at integer,
    reason text not null,
    note text not null,
    noted_at integer not null,
    noted_by text not null
) strict;

create index council_state_by_campaign on council_state (campaign, id);

create table edition (
    campaign text not null,
    number integer not null,
    digest text not null references council_result (digest),
    decision text not null,
    decision_date text not null,
    approved_by text not null,
    approved_at integer not null,
    finalised_by text not null,
    reason text not null,
    published_at integer,
    published_by text,
    primary key (campaign, number)
) strict;
