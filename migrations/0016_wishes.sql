-- What remarks ask for by a day, where it is open: lists and numbers need not read the state of each appeal. The database
-- keeps it by itself as the state changes; a step without a wish writes nothing here.
create table wish (
    office text not null,
    appeal bigint not null,
    -- a report; otherwise the office has the matter under control
    report boolean not null,
    day date not null,
    -- An office has one of each kind.
    primary key (office, appeal, report)
);
create index wish_of_appeal on wish (appeal);
create function redress_wishes(state json) returns table (office text, report boolean, day date)
language sql immutable as $$
    select w ->> 'from', w #> '{wish,report}' is not null,
        coalesce(w #>> '{wish,report,by}', w #>> '{wish,control,until}')::date
    from json_array_elements(state -> 'wishes') w
$$;
insert into wish (office, appeal, report, day)
    select w.office, a.id, w.report, w.day from appeal a, redress_wishes(a.state) w where not a.closed;
create function redress_keep_wishes() returns trigger language plpgsql as $$
begin
    if (old.state -> 'wishes')::text is distinct from (new.state -> 'wishes')::text then
        delete from wish where appeal = new.id;
        insert into wish (office, appeal, report, day)
            select w.office, new.id, w.report, w.day from redress_wishes(new.state) w;
    end if;
    return null;
end $$;
-- To look for the word costs less than to read the state, and few appeals have it.
create trigger keep_wishes after update of state on appeal for each row
    when (position('"wishes":' in old.state::text) > 0 or position('"wishes":' in new.state::text) > 0)
    execute function redress_keep_wishes();

alter table wish enable row level security;
create policy seen on wish for select to redress_web using (
    (select true from sight s where s.appeal = wish.appeal and s.office = any ((select redress_offices())::text[]) limit 1)
);
grant select on wish to redress_web;
