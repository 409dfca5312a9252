-- For organisations: receipts that were handed out, withdrawals that can still be undone, who added a colleague.

-- The text of each receipt that was handed out, by its hash, so that it proves genuine also when its words have changed.
create table handed_out (
    appeal bigint not null,
    text_hash bytea not null,
    -- the entry that it certifies
    seq int not null,
    first_at timestamptz not null,
    primary key (appeal, text_hash)
);

-- A withdrawal that an organisation has asked for. It is entered when its time to think again is over; until then
-- only the organisation knows of it.
create table withdrawal (
    id bigint generated always as identity primary key,
    -- of the form, so that a double press asks once
    key text not null unique,
    appeal bigint not null,
    person bigint not null references person (id),
    -- what is submitted then
    deed json not null,
    asked_at timestamptz not null,
    -- when it is entered
    due_at timestamptz not null,
    undone_at timestamptz,
    undone_by bigint references person (id),
    -- from here on it cannot be undone
    begun_at timestamptz,
    settled_at timestamptz,
    -- whether the appeal could not be withdrawn any more
    refused boolean not null default false
);
create unique index withdrawal_open on withdrawal (appeal) where undone_at is null and settled_at is null;
create index withdrawal_due on withdrawal (due_at) where undone_at is null and settled_at is null;

alter table membership add column added_by bigint references person (id);
alter table membership add column ended_by bigint references person (id);
create index membership_of_organisation on membership (organisation) where organisation is not null;
