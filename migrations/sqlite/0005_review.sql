-- What people see of mails and decide on them. The PostgreSQL folder says the
-- same, line by line.

-- Who looks at a mail, and until when. One that has run out is nobody's.
create table claim (
    mail integer primary key references mail (id),
    holder text not null,
    taken_at integer not null,
    until integer not null
) strict;

-- A mail as lists show and search it: what is in force, in one short row, so
-- that no list has to read the evidence. verdict is 'unsettled' until there is one;
-- folded is the searchable text without marks, null until it is made.
create table listed (
    mail integer primary key references mail (id),
    received_at integer not null,
    moment integer not null,
    verdict text not null,
    unit text,
    by_person integer not null,
    reasons text not null,
    folded text
) strict;

insert into listed (mail, received_at, moment, verdict, unit, by_person, reasons, folded)
select m.id, m.received_at, coalesce(v.moment, m.received_at), coalesce(v.verdict, 'unsettled'), v.unit,
    case when v.decided_by like 'person:%' then 1 else 0 end, coalesce(v.reasons, '[]'), null
from mail m left join verdict v on v.mail = m.id and v.revision = m.revision;

create index listed_by_verdict on listed (verdict, received_at, mail);
create index listed_by_unit on listed (unit, verdict, received_at, mail);
create index listed_by_arrival on listed (received_at, mail);
create index listed_in_force on listed (verdict, unit, moment);
create index listed_after on listed (unit, moment, verdict);
create index listed_by_person on listed (by_person, verdict);
create index listed_unfolded on listed (mail) where folded is null;

-- When a mail was to be moved to the folder of another verdict and was not in
-- the one it had been moved to: a person has moved or deleted it.
alter table place add column lost_at integer;

create index submission_newest on submission (campaign, unit, punctuality, moment, id);
