-- Calendars are versions: all of them stay, one of each name is in force. A date keeps the version that
-- gave it, until the calendar is applied to it as an event. And an office may have a zone of its own.

alter table calendar add column in_force boolean not null default false;
update calendar set in_force = true where digest in
    (select distinct on (name) digest from calendar order by name, loaded_at desc, digest);
create unique index calendar_in_force on calendar (name) where in_force;
drop index calendar_newest;

-- An IANA name such as Asia/Aqtobe; null where the office keeps the zone of its calendar.
alter table office add column zone text;
