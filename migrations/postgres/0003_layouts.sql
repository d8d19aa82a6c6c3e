-- How our own servers mark mail (the host that took it, logins, names in
-- Authentication-Results), counted, so that a server that stops marking it, or
-- marks it otherwise, is noticed. key is what a layout prints; alarm says what
-- a person is called for until he confirms, expected is 0 for one he has
-- confirmed to have stopped, until it is seen again.
create table layout (
    id bigint generated always as identity primary key,
    key text not null unique,
    first_seen bigint not null,
    last_seen bigint not null,
    mails bigint not null default 0,
    expected bigint not null default 1,
    known_since bigint,
    known_by text,
    alarm text,
    alarm_since bigint
);

-- Mails of a layout by day (days since 1970, UTC).
create table layout_day (
    layout bigint not null references layout (id),
    day bigint not null,
    mails bigint not null,
    primary key (layout, day)
);
