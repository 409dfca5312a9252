-- What participants write by mail is read on the pages by whoever sees the appeal, and its files are documents like others.
alter table incoming add column digest bytea not null generated always as (sha256(raw)) stored;
alter table incoming enable row level security;
create policy seen on incoming for select to redress_web using (
    verdict = 'message' and exists (select from appeal a where a.id = incoming.appeal)
);
-- Neither the sender's address nor the mail as it came, in whose headers the keys of addresses stand.
grant select (id, appeal, verdict, digest, body) on incoming to redress_web;
insert into paper (appeal, digest, name, kind, size, added_at, checked)
    select i.appeal, f.digest, f.name, f.kind, f.size, i.received_at, 'not checked'
    from incoming i join incoming_attachment f on f.incoming = i.id
    where i.verdict = 'message' and i.appeal is not null
    order by i.id, f.place;
