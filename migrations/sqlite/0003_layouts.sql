-- How our own servers mark mail (the host that took it, logins, names in
-- Authentication-Results), counted, so that a server that stops marking it, or
-- marks it otherwise, is noticed. key is what a layout prints; alarm says what
-- a person is called for until he confirms, expected is 0 for one he has
-- confirmed to have stopped, until it is seen again.
create table layout (
    id integer primary key,
    key text not null unique,
    first_seen integer not null,
    last_seen integer not null,
    mails integer not null default 0,
    expected integer not null default 1,
    known_since integer,
    known_by text,
    alarm text,
    alarm_since integer
) strict;

-- Mails of a layout by day (days since 1970, UTC).
create table layout_day (
    layout integer not null references layout (id),
    day integer not null,
    mails integer not null,
    primary key (layout, day)
) strict;
