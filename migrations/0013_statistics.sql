-- What the public's numbers are made from, beside the appeal itself: they are counted over all appeals at once.
alter table appeal add column decided_in int;
alter table appeal add column annulled boolean not null default false;
comment on column appeal.decided_in is 'the calendar days from the filing to the decision, once there is one';
comment on column appeal.annulled is 'whether that decision annulled all that was appealed';
update appeal
    set decided_in = (state -> 'decided' ->> 1)::date - (state ->> 'filed_on')::date,
        annulled = state -> 'decided' ->> 0 = 'annulled'
    where state -> 'decided' is not null;
create index appeal_decided on appeal (issuer, annulled, decided_in) where decided_in is not null;
