-- Bulletins: what the schedule writes to people about many appeals or about none. Digests to ministers and officials,
-- the monthly test of each mailbox on the ladder, findings for the operator. They are mail of courtesy, never notices.

create table bulletin (
    id bigint generated always as identity primary key,
    -- the run that wrote it, what it is about (an office, or the operator) and to whom: each once
    job text not null,
    due_at timestamptz not null,
    about text not null,
    address text not null,
    language text not null check (language in ('en', 'ru', 'kk')),
    subject text not null,
    body text not null,
    message_id text not null,
    written_at timestamptz not null,
    status text not null default 'queued'
        check (status in ('queued', 'sending', 'accepted', 'deferred', 'failed', 'held', 'bounced')),
    attempts int not null default 0,
    -- when `post` may take it next; the end of its lease while it is being sent
    next_at timestamptz,
    answer text,
    settled_at timestamptz,
    unique (job, due_at, about, address)
);
create index bulletin_waiting on bulletin (next_at, id) where next_at is not null;

-- Whether she asked for a digest of her office's desk each working day.
alter table person add column daily_digest boolean not null default false;
