-- Filings among the milestones: more against one office under one article than its own past explains are a pattern.
alter table milestone drop constraint milestone_kind_check;
alter table milestone add constraint milestone_kind_check check (kind in ('filed', 'decided', 'missed'));
alter table milestone add column article text;
create index milestone_filed on milestone (on_day, office) include (article) where kind = 'filed';
insert into milestone (appeal, seq, office, kind, on_day, article)
    select appeal, seq, event -> 'decision' ->> 'issuer', 'filed', (event ->> 'filed_on')::date, event -> 'decision' ->> 'article'
    from entry where kind = 'filed' on conflict do nothing;

create function redress_filed(recent date, earlier date, today date)
returns table (office text, article text, recent bigint, before bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.office, m.article, count(*) filter (where m.on_day >= $1), count(*) filter (where m.on_day < $1)
    from milestone m
    where m.kind = 'filed' and m.on_day between $2 and $3 and m.office in (select b.office from redress_below() b)
    group by 1, 2
$$;
revoke execute on function redress_filed from public;
grant execute on function redress_filed to redress_web;
