-- Who may enter and how they prove it, what programs may read, and whom we
-- tell. The SQLite folder says the same, line by line.

-- The key of the second factor (base32), the one that is being set up, and the
-- last step of it that was used: none is taken twice.
alter table account add column totp text;
alter table account add column totp_offered text;
alter table account add column totp_step bigint not null default 0;

-- A code for the day the telephone is lost, as its SHA-256; taken out once used.
create table recovery_code (
    digest text primary key,
    account bigint not null references account (id)
);

create index recovery_code_of_account on recovery_code (account);

-- A link to set a password by, as the SHA-256 of its token: once, and only for
-- a while. A newer one takes the place of the older.
create table setup_link (
    account bigint primary key references account (id),
    digest text not null unique,
    created_at bigint not null,
    expires_at bigint not null
);

-- A session whose second factor is still to come opens nothing. network and
-- agent let a person tell their own sessions apart.
alter table session add column awaits_code bigint not null default 0;
alter table session add column network text not null default '';
alter table session add column agent text not null default '';

-- What a program shows to read: as the SHA-256 of its token, with what it may
-- read (words with spaces between them), until when.
create table api_token (
    id bigint generated always as identity primary key,
    name text not null,
    digest text not null unique,
    scopes text not null,
    created_at bigint not null,
    created_by text not null,
    expires_at bigint not null,
    revoked_at bigint,
    used_at bigint
);

-- A program that wants to be told. After a change of its key the old one signs
-- beside the new until old_until.
create table webhook (
    id bigint generated always as identity primary key,
    name text not null,
    url text not null,
    events text not null,
    secret text not null,
    old_secret text,
    old_until bigint,
    created_at bigint not null,
    created_by text not null,
    disabled_at bigint,
    disabled_why text
);

-- An event owed to a webhook. key names the event for the receiver, who may get
-- it twice; due_at is as that of a letter.
create table delivery (
    id bigint generated always as identity primary key,
    key text not null,
    webhook bigint not null references webhook (id),
    event text not null,
    body text not null,
    created_at bigint not null,
    due_at bigint,
    attempts bigint not null default 0,
    claimed_by text,
    tried_at bigint,
    delivered_at bigint,
    failed_at bigint,
    status bigint,
    last_error text,
    unique (webhook, key)
);

create index delivery_due on delivery (due_at) where due_at is not null;
create index delivery_by_webhook on delivery (webhook, id);
