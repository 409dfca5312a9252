-- What pages ask of a million appeals is kept where they need not read each of them: whether an appeal is over stands
-- beside who sees it, and decisions and deadlines let pass are counted by day as filings are.

-- Lists by key go along one index: all that an office has seen, what of it is over, what of it is open.
drop index sight_of_office;
alter table sight add column closed boolean not null default false;
update sight s set closed = true from appeal a where a.id = s.appeal and a.closed;
create index sight_of_office on sight (office, closed, appeal);
create function redress_close_sight() returns trigger language plpgsql as $$
begin
    update sight set closed = new.closed where appeal = new.id;
    return null;
end $$;
create trigger close_sight after update on appeal for each row
    when (old.closed is distinct from new.closed) execute function redress_close_sight();

create table decided_on_day (
    on_day date not null,
    office text not null,
    -- from the filing to the decision, in calendar days
    days int not null,
    many bigint not null,
    primary key (on_day, office, days)
);
create table missed_on_day (
    on_day date not null,
    office text not null,
    many bigint not null,
    primary key (on_day, office)
);
drop trigger count_filed on milestone;
drop function redress_count_filed;
create function redress_count_milestones() returns trigger language plpgsql as $$
begin
    -- In one order, so that two batches wait for each other and never in a circle.
    insert into filed_on_day as f (on_day, office, article, many)
        select n.on_day, n.office, coalesce(n.article, ''), count(*) from new_milestones n
        where n.kind = 'filed' group by 1, 2, 3 order by 1, 2, 3
        on conflict (on_day, office, article) do update set many = f.many + excluded.many;
    insert into decided_on_day as d (on_day, office, days, many)
        select n.on_day, n.office, n.days, count(*) from new_milestones n
        where n.kind = 'decided' and n.days is not null group by 1, 2, 3 order by 1, 2, 3
        on conflict (on_day, office, days) do update set many = d.many + excluded.many;
    insert into missed_on_day as m (on_day, office, many)
        select n.on_day, n.office, count(*) from new_milestones n
        where n.kind = 'missed' group by 1, 2 order by 1, 2
        on conflict (on_day, office) do update set many = m.many + excluded.many;
    return null;
end $$;
create trigger count_milestones after insert on milestone referencing new table as new_milestones
    for each statement execute function redress_count_milestones();
-- Counts everything anew, while nobody writes.
create procedure redress_count_anew() language sql as $$
    truncate filed_on_day, decided_on_day, missed_on_day;
    insert into filed_on_day (on_day, office, article, many)
        select on_day, office, coalesce(article, ''), count(*) from milestone where kind = 'filed' group by 1, 2, 3;
    insert into decided_on_day (on_day, office, days, many)
        select on_day, office, days, count(*) from milestone where kind = 'decided' and days is not null group by 1, 2, 3;
    insert into missed_on_day (on_day, office, many)
        select on_day, office, count(*) from milestone where kind = 'missed' group by 1, 2;
$$;
call redress_count_anew();
-- Nothing reads single milestones by office any more.
drop index milestone_of_office, milestone_missed;

drop function redress_course;
create function redress_missed(today date, weeks int)
returns table (office text, week int, missed bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.office, (today - m.on_day) / 7, sum(m.many)::bigint
    from missed_on_day m
    where m.office in (select b.office from redress_below() b) and m.on_day > today - weeks * 7 and m.on_day <= today
    group by 1, 2
$$;
-- As `percentile_cont(0.5)` would give them, of each number of days with how many decisions took it.
create or replace function redress_medians(first date, last date)
returns table (office text, median double precision, decided bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with taken as (
        select d.office, d.days, sum(d.many)::bigint as many
        from decided_on_day d
        where d.office in (select b.office from redress_below() b) and d.on_day between first and last
        group by grouping sets ((d.office, d.days), (d.days))
    ), ranked as (
        select t.office, t.days, (sum(t.many) over (partition by t.office order by t.days))::bigint as upto,
            (sum(t.many) over (partition by t.office))::bigint as decided
        from taken t
    )
    select r.office,
        (min(r.days) filter (where r.upto > (r.decided - 1) / 2) + min(r.days) filter (where r.upto > r.decided / 2)) / 2.0,
        r.decided
    from ranked r group by r.office, r.decided
$$;
create or replace function redress_seen(today date, week date, most bigint)
returns table (open bigint, late bigint, due_in_week bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*), count(*) filter (where t.due_on < today and not t.stopped),
        count(*) filter (where t.due_on between today and week and not t.stopped)
    from (select distinct a.id, a.due_on, a.stopped from sight i join appeal a on a.id = i.appeal
        where i.office = any ((select redress_offices())::text[]) and not i.closed limit most) as t
$$;
create or replace function redress_tabs(wanted text[], people bigint[], most bigint)
returns table (mine bigint, office bigint, unassigned bigint, stopped bigint, done bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with mine as materialized (select w.code from unnest(wanted) as w (code) where w.code = any (redress_offices()))
    select
        (select count(*) from (select from assignment s join appeal a on a.id = s.appeal
            where s.person = any (people) and s.until is null and s.office in (select code from mine)
                and a.holder = s.office and not a.closed limit most) as t),
        (select count(*) from (select from mine m join appeal a on a.holder = m.code
            where not a.closed limit most) as t),
        (select count(*) from (select from mine m join appeal a on a.holder = m.code
            where not a.closed and not exists (
                select from assignment s where s.appeal = a.id and s.office = m.code and s.until is null)
            limit most) as t),
        (select count(*) from (select from mine m join appeal a on a.holder = m.code
            where not a.closed and a.stopped limit most) as t),
        (select count(*) from (select from mine m join sight i on i.office = m.code where i.closed limit most) as t)
$$;

-- Searching. Each word as it is written, with its stem in Russian, or as a beginning; one or two letters begin half of
-- all words.
create function redress_sought(wanted text[]) returns tsquery
language sql immutable set search_path = public, pg_temp as $$
    select string_agg('(' || (
            to_tsquery('simple', quote_literal(w.word) || case when length(w.word) > 2 then ':*' else '' end)
            || plainto_tsquery('russian', w.word))::text || ')', ' & ')::tsquery
    from unnest(wanted) as w (word)
$$;
-- The appeals that an office of this person has seen and in which these words stand, the newest first, up to `most`; null
-- where each word stands in so many that the index is no help: then a list goes along its own order and asks each appeal.
-- How many that is, the planner knows from its statistics. Row-level security would keep the search from its index; the
-- same predicate stands here instead, asked of each by key: as `exists` Postgres would rather read all that an office has
-- ever seen.
drop function redress_found;
create function redress_found(wanted text[], most int) returns bigint[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    sought tsquery := redress_sought(wanted);
    offices text[] := redress_offices();
    few float8;
    rare tsquery;
    one tsquery;
    word text;
    plan json;
begin
    select greatest(5000, reltuples / 200) into few from pg_class where oid = 'finding'::regclass;
    foreach word in array wanted loop
        one := redress_sought(array[word]);
        execute format('explain (format json) select from finding where words @@ %L::tsquery', one) into plan;
        if (plan #>> '{0,Plan,Plan Rows}')::float8 <= few then
            rare := case when rare is null then one else rare && one end;
        end if;
    end loop;
    if rare is null then
        return null;
    end if;
    return (select coalesce(array_agg(t.appeal), '{}') from (
        select f.appeal
        -- What is rare is looked up; the other words are asked of what was found.
        from (select g.appeal, g.words from finding g where g.words @@ rare offset 0) f
        where f.words @@ sought
            and (select true from sight s where s.appeal = f.appeal and s.office = any (offices) limit 1)
        order by f.appeal desc limit most) t);
end $$;
-- Who appeals, of these appeals as far as this person sees them. The policy of organisations asks whether any appeal of
-- an organisation is seen, and reads all those of others until one is; here it is known which.
create function redress_appellants(appeals bigint[]) returns table (code text, name text, bin text)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct o.code, o.name::text, o.bin
    from unnest(appeals) as k (id) join appeal a on a.id = k.id join organisation o on o.code = a.appellant
    where a.appellant = any ((select redress_organisations())::text[])
        or (select true from sight s where s.appeal = a.id and s.office = any ((select redress_offices())::text[]) limit 1)
$$;
revoke execute on function redress_missed, redress_found, redress_appellants from public;
grant execute on function redress_missed, redress_found, redress_appellants to redress_web;
alter table finding enable row level security;
create policy seen on finding for select to redress_web using (
    (select true from sight s where s.appeal = finding.appeal and s.office = any ((select redress_offices())::text[]) limit 1)
);
grant select on finding to redress_web;
