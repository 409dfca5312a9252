-- The official's and the minister's desks: who is away, what is searched, what numbers are made from, saved views.

-- Who is away, and who stands in: days by the calendar of the office, both counted.
create table absence (
    id bigint generated always as identity primary key,
    person bigint not null references person (id),
    deputy bigint references person (id),
    since date not null,
    until date not null,
    entered_at timestamptz not null,
    taken_back_at timestamptz,
    check (until >= since),
    check (deputy <> person)
);
create index absence_of_person on absence (person, until) where taken_back_at is null;
create index absence_by_day on absence (until, since) where taken_back_at is null;

create index assignment_of_appeal on assignment (appeal);

-- Whether the clock of the track that decides stands.
alter table appeal add column stopped boolean not null default false;
update appeal a set stopped = true
    where not closed and a.state -> 'tracks' -> (a.state ->> 'legal_track') -> 'stopped' is not null;

-- The words by which an appeal is found: its reference, who appeals in three languages, what was stated. Stems of
-- Russian and English, and every word as it is for Kazakh, names and numbers. Without positions, which nothing asks for.
create table finding (
    appeal bigint primary key,
    words tsvector not null
);
create index finding_words on finding using gin (words);
create function redress_words(said text) returns tsvector language sql immutable as
    $$ select strip(to_tsvector('simple'::regconfig, said) || to_tsvector('russian'::regconfig, said)) $$;
insert into finding (appeal, words)
    select a.id, redress_words(translate(concat_ws(' ', a.reference, o.name ->> 'en', o.name ->> 'ru', o.name ->> 'kk'), '-.,', '   '))
    from appeal a join organisation o on o.code = a.appellant;

-- What the numbers of offices are made from: a decision, or a deadline that an office let pass.
create table milestone (
    appeal bigint not null,
    seq int not null,
    office text not null,
    kind text not null check (kind in ('decided', 'missed')),
    on_day date not null,
    -- from the filing to the decision, in calendar days
    days int,
    primary key (appeal, seq)
);
create index milestone_of_office on milestone (office, on_day) include (kind, days);
insert into milestone (appeal, seq, office, kind, on_day)
    select appeal, seq, event ->> 'office', 'missed', (event ->> 'due_on')::date
    from entry where kind = 'deadline-missed' and event ->> 'office' is not null;

-- A person's saved view of the queue.
create table saved_view (
    id bigint generated always as identity primary key,
    person bigint not null references person (id),
    name text not null,
    query text not null,
    saved_at timestamptz not null,
    unique (person, name)
);

-- The appeals that a person of this transaction sees and in which these words stand, up to `most` of them. Row-level
-- security would keep the search from its index; the same predicate stands here instead.
create function redress_found(wanted text[], most int) returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp set gin_fuzzy_search_limit = 20000 as $$
declare
    sought tsquery;
    one tsquery;
    word text;
    offices text[] := redress_offices();
    organisations text[] := redress_organisations();
begin
    foreach word in array wanted loop
        one := to_tsquery('simple', quote_literal(word) || ':*') || plainto_tsquery('russian', word);
        sought := case when sought is null then one else sought && one end;
    end loop;
    return query
        select f.appeal from finding f
        where f.words @@ sought and (
            exists (select from sight s where s.appeal = f.appeal and s.office = any (offices))
            or exists (select from appeal a where a.id = f.appeal and a.appellant = any (organisations)))
        limit most;
end $$;

-- How many appeals stand in each tab of the queue of some offices, counted up to `most`. Only of offices in which the
-- person of this transaction serves.
create function redress_tabs(wanted text[], people bigint[], most bigint)
returns table (mine bigint, office bigint, unassigned bigint, stopped bigint, done bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with mine as (select w.code from unnest(wanted) as w (code) where w.code = any (redress_offices()))
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
        -- Each of these costs two looks; more than a thousand need not be told apart.
        (select count(*) from (select from mine m join sight i on i.office = m.code join appeal a on a.id = i.appeal
            where a.closed limit least(most, 1001)) as t)
$$;
-- With what lists are narrowed to beside it, so that a filter that fits little reads the index and not the rows.
drop index appeal_queue;
create index appeal_queue on appeal (holder, due_on, id) include (workflow, stopped, appellant) where not closed;
create index appeal_stopped on appeal (holder, due_on, id) where not closed and stopped;

-- Numbers of the offices below those that the person of this transaction heads: sums alone, never an appeal.
create function redress_below() returns table (office text)
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive heads as (
        select m.office as code from membership m
        where m.person = redress_person() and m.role = 'minister'
            and m.since <= current_setting('redress.now')::timestamptz
            and (m.until is null or m.until > current_setting('redress.now')::timestamptz)
    ), below as (
        select code, 0 as depth from heads
        union select o.code, b.depth + 1 from office o join below b on o.above = b.code where b.depth < 32
    )
    select distinct code from below
$$;
create function redress_standing(today date, week date, fortnight date)
returns table (office text, open bigint, late bigint, due_in_week bigint, due_in_fortnight bigint, stopped bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.office, count(a.id), count(*) filter (where a.due_on < today and not a.stopped),
        count(*) filter (where a.due_on between today and week and not a.stopped),
        count(*) filter (where a.due_on between today and fortnight and not a.stopped),
        count(*) filter (where a.stopped)
    from redress_below() b left join appeal a on a.holder = b.office and not a.closed
    group by b.office
$$;
-- By office and week, counted back from today: decisions, deadlines let pass; and the days that decisions took.
create function redress_course(today date, weeks int)
returns table (office text, week int, decided bigint, missed bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.office, ((today - m.on_day) / 7)::int, count(*) filter (where m.kind = 'decided'),
        count(*) filter (where m.kind = 'missed')
    from milestone m
    where m.office in (select b.office from redress_below() b) and m.on_day > today - weeks * 7 and m.on_day <= today
    group by 1, 2
$$;
-- The median of the days from filing to decision, by office, of decisions between two days; of all together under null.
create function redress_medians(first date, last date)
returns table (office text, median double precision, decided bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.office, percentile_cont(0.5) within group (order by m.days), count(*)
    from milestone m
    where m.office in (select b.office from redress_below() b) and m.kind = 'decided'
        and m.on_day between first and last
    group by grouping sets ((m.office), ())
$$;
revoke execute on function redress_found, redress_tabs, redress_below, redress_standing, redress_course,
    redress_medians from public;
grant execute on function redress_found, redress_tabs, redress_below, redress_standing, redress_course,
    redress_medians to redress_web;
-- How many open appeals the offices headed by the person of this transaction have seen, each counted up to `most`: what
-- she can open of the numbers above.
create function redress_seen(today date, week date, most bigint)
returns table (open bigint, late bigint, due_in_week bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*), count(*) filter (where t.due_on < today and not t.stopped),
        count(*) filter (where t.due_on between today and week and not t.stopped)
    from (select distinct a.id, a.due_on, a.stopped from sight i join appeal a on a.id = i.appeal
        where i.office = any (redress_offices()) and not a.closed limit most) as t
$$;
revoke execute on function redress_seen from public;
grant execute on function redress_seen to redress_web;
