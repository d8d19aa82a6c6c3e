-- The council: who sits on it, what it changed, and what was approved and
-- published. Rows say what was done and are not changed, but for the end of a
-- seat, what became of an explanation, and the publication of an edition; of
-- several about the same thing the newest is in force. The SQLite folder
-- says the same, line by line.

-- A seat that ended stays.
create table council_member (
    id bigint generated always as identity primary key,
    campaign text not null,
    account text not null,
    name text not null,
    position text not null,
    since bigint not null,
    until bigint
);

create unique index council_seat on council_member (campaign, account) where until is null;

-- Evidence, by what it is; the rows that rest on it name it.
create table council_file (
    digest text primary key,
    bytes bytea not null
);

create table council_visit (
    id bigint generated always as identity primary key,
    campaign text not null,
    unit text not null,
    day text not null,
    members text not null,
    note text not null,
    file text references council_file (digest),
    file_name text not null,
    noted_at bigint not null,
    noted_by text not null
);

create index council_visit_by_unit on council_visit (campaign, unit, id);

-- A figure that was found to be another. old and new are values as JSON; null
-- is a figure that is blank, or of which nothing counts.
create table verification (
    id bigint generated always as identity primary key,
    campaign text not null,
    unit text not null,
    code text not null,
    old text,
    new text,
    why text not null,
    file text references council_file (digest),
    file_name text not null,
    noted_at bigint not null,
    noted_by text not null
);

create index verification_by_unit on verification (campaign, unit, code, id);

-- Points of the council for an item, or the most it confirms of a bonus. Null
-- takes a mark back.
create table council_mark (
    id bigint generated always as identity primary key,
    campaign text not null,
    unit text not null,
    item text not null,
    points text,
    why text not null,
    noted_at bigint not null,
    noted_by text not null
);

create index council_mark_by_unit on council_mark (campaign, unit, item, id);

create table council_decision (
    id bigint generated always as identity primary key,
    campaign text not null,
    kind text not null,
    units text not null,
    holds bigint not null,
    reason text not null,
    noted_at bigint not null,
    noted_by text not null
);

create index council_decision_by_campaign on council_decision (campaign, id);

-- When the units of a campaign were asked to explain, and until when they may.
create table explanation_round (
    campaign text primary key,
    opened_at bigint not null,
    until bigint not null,
    opened_by text not null
);

-- What a unit's answer carries in its subject.
create table explanation_token (
    campaign text not null references explanation_round (campaign),
    unit text not null,
    token text not null unique,
    primary key (campaign, unit)
);

create table explanation (
    id bigint generated always as identity primary key,
    campaign text not null references explanation_round (campaign),
    unit text not null,
    mail bigint not null unique references mail (id),
    moment bigint not null,
    late bigint not null,
    accepted bigint,
    reason text,
    settled_at bigint,
    settled_by text
);

create index explanation_by_unit on explanation (campaign, unit, moment);

-- The newest result of a campaign, scored again after each change.
create table council_draft (
    campaign text primary key,
    digest text not null,
    result text not null,
    scored_at bigint not null
);

-- Results that were frozen, by the SHA-256 of their canonical JSON.
create table council_result (
    digest text primary key,
    campaign text not null,
    result text not null
);

-- The states of a result; the newest is where it stands.
create table council_state (
    id bigint generated always as identity primary key,
    campaign text not null,
    stage text not null,
    edition bigint not null,
    frozen text references council_result (digest),
    finalised_by text not null,
    finalised_at bigint,
    reason text not null,
    note text not null,
    noted_at bigint not null,
    noted_by text not null
);

create index council_state_by_campaign on council_state (campaign, id);

create table edition (
    campaign text not null,
    number bigint not null,
    digest text not null references council_result (digest),
    decision text not null,
    decision_date text not null,
    approved_by text not null,
    approved_at bigint not null,
    finalised_by text not null,
    reason text not null,
    published_at bigint,
    published_by text,
    primary key (campaign, number)
);
