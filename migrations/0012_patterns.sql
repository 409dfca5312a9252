-- Filings among the milestones: more against one office under one article than its own past explains are a pattern.
alter table milestone drop constraint milestone_kind_check;
alter table milestone add constraint milestone_kind_check check (kind in ('filed', 'decided', 'missed'));
alter table milestone add column article text;

-- How many a day, counted as they are written: a year of filings is too much to count for each look at an overview.
create table filed_on_day (
    on_day date not null,
    office text not null,
    article text not null,
    many bigint not null,
    primary key (on_day, office, article)
);
create function redress_count_filed() returns trigger language plpgsql as $$
begin
    -- In one order, so that two batches wait for each other and never in a circle.
    insert into filed_on_day as f (on_day, office, article, many)
        select n.on_day, n.office, coalesce(n.article, ''), count(*) from new_milestones n
        where n.kind = 'filed' group by 1, 2, 3 order by 1, 2, 3
        on conflict (on_day, office, article) do update set many = f.many + excluded.many;
    return null;
end $$;
create trigger count_filed after insert on milestone referencing new table as new_milestones
    for each statement execute function redress_count_filed();

insert into milestone (appeal, seq, office, kind, on_day, article)
    select appeal, seq, event -> 'decision' ->> 'issuer', 'filed', (event ->> 'filed_on')::date, event -> 'decision' ->> 'article'
    from entry where kind = 'filed' on conflict do nothing;

create function redress_filed(recent date, earlier date, today date)
returns table (office text, article text, recent bigint, before bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.office, nullif(f.article, ''), (sum(f.many) filter (where f.on_day >= $1))::bigint,
        coalesce(sum(f.many) filter (where f.on_day < $1), 0)::bigint
    from filed_on_day f
    where f.on_day between $2 and $3 and f.office in (select b.office from redress_below() b)
    group by 1, 2
$$;
revoke execute on function redress_filed from public;
grant execute on function redress_filed to redress_web;

-- Deadlines let pass are few among milestones; the course of twelve weeks reads nothing else.
create index milestone_missed on milestone (office, on_day) where kind = 'missed';
create or replace function redress_course(today date, weeks int)
returns table (office text, week int, decided bigint, missed bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.office, ((today - m.on_day) / 7)::int, 0::bigint, count(*)
    from milestone m
    where m.kind = 'missed' and m.office in (select b.office from redress_below() b)
        and m.on_day > today - weeks * 7 and m.on_day <= today
    group by 1, 2
$$;

-- Searching. Words as they are written come first; only where these are no more than some thousands are words that begin
-- so looked for as well, because the index reads each of those through. Of a word that stands almost everywhere the index
-- gives a sample, which ends with -1, so the table itself is never read through. Whether an appeal is the reader's is asked of each by key: as `exists` Postgres would rather read all
-- that her office has ever seen.
create or replace function redress_found(wanted text[], most int) returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp set gin_fuzzy_search_limit = 500
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
    exact tsquery;
    begun tsquery;
    one tsquery;
    word text;
    offices text[] := redress_offices();
    organisations text[] := redress_organisations();
    found bigint[];
    seen bigint;
begin
    foreach word in array wanted loop
        one := to_tsquery('simple', quote_literal(word)) || plainto_tsquery('russian', word);
        exact := case when exact is null then one else exact && one end;
        -- One or two letters begin half of all words.
        if length(word) > 2 then
            one := to_tsquery('simple', quote_literal(word) || ':*') || one;
        end if;
        begun := case when begun is null then one else begun && one end;
    end loop;
    select array_agg(c.appeal) filter (where c.hers), count(*) into found, seen from (
        select f.appeal, coalesce(
            (select true from sight s where s.appeal = f.appeal and s.office = any (offices) limit 1),
            (select a.appellant = any (organisations) from appeal a where a.id = f.appeal and cardinality(organisations) > 0)
        ) as hers
        from finding f where f.words @@ exact) c;
    if seen >= 500 then
        return query select * from (select unnest(found) limit most - 1) t union all select -1;
        return;
    end if;
    return query
        select f.appeal from finding f
        where f.words @@ begun and coalesce(
            (select true from sight s where s.appeal = f.appeal and s.office = any (offices) limit 1),
            (select a.appellant = any (organisations) from appeal a where a.id = f.appeal and cardinality(organisations) > 0))
        limit most;
end $$;
