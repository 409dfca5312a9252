-- The spine: appeals, their journals, the letters these cause, and the people and rules behind them.
--
-- The journal is the truth; a row of `appeal` is a cache of it that `redress doctor` can compare and
-- rebuild. Only the registry writes appeal, entry and letter, in one transaction, so foreign keys
-- between those three are left to `doctor`: checked row by row they would cost a third of the write path.

create table workflow (
    digest text primary key,
    name text not null,
    version int not null,
    source text not null,
    letters jsonb not null,
    loaded_at timestamptz not null,
    unique (name, version)
);

create table calendar (
    digest text primary key,
    name text not null,
    source text not null,
    loaded_at timestamptz not null
);
create index calendar_newest on calendar (name, loaded_at desc);

create table office (
    code text primary key,
    name jsonb not null,
    kind text not null,
    place text not null,
    above text references office (code) deferrable initially deferred,
    email text not null,
    language text not null check (language in ('en', 'ru', 'kk'))
);

create table organisation (
    code text primary key,
    name jsonb not null,
    bin text,
    email text not null,
    language text not null check (language in ('en', 'ru', 'kk'))
);

-- Raised with every change of offices, so that a process knows when its copy of the ladder is old.
create table ladder_revision (
    one boolean primary key default true check (one),
    revision bigint not null
);
insert into ladder_revision (revision) values (1);

create table appeal (
    id bigint generated always as identity primary key,
    reference text not null unique,
    workflow text not null references workflow (digest),
    appellant text not null references organisation (code),
    issuer text not null references office (code),
    -- the number and hash of the journal's last entry
    seq int not null,
    head bytea not null,
    -- json, not jsonb: the text is kept as it was sealed, and nothing searches in it
    state json not null,
    -- the earliest instant at which time alone asks something; null when the appeal is closed
    wake_at timestamptz,
    step text not null,
    holder text,
    due_on date,
    closed boolean not null,
    -- set when the program could not carry the appeal on; a person must look
    fault text
) with (fillfactor = 85);
create index appeal_wake on appeal (wake_at, id) where wake_at is not null and fault is null;

create table entry (
    appeal bigint not null,
    seq int not null,
    kind text not null,
    -- the very text that was hashed
    actor json not null,
    event json not null,
    legal_at timestamptz not null,
    recorded_at timestamptz not null,
    hash bytea not null,
    primary key (appeal, seq)
);

create table letter (
    id bigint generated always as identity primary key,
    appeal bigint not null,
    seq int not null,
    party text not null,
    recipient text not null,
    address text not null,
    language text not null,
    name text not null,
    legal boolean not null,
    subject text not null,
    body text not null,
    message_id text not null,
    written_at timestamptz not null,
    status text not null default 'queued'
        check (status in ('queued', 'sending', 'accepted', 'deferred', 'failed', 'held')),
    attempts int not null default 0,
    -- when `post` may take it next; the end of its lease while it is being sent
    next_at timestamptz,
    -- the last answer of the mail server, or what went wrong
    answer text,
    settled_at timestamptz
);
-- Letters are longer than Postgres keeps uncompressed; lz4 takes a tenth of the time of its default.
do $$ begin
    alter table letter alter column body set compression lz4;
exception when feature_not_supported then
    raise notice 'this server was built without lz4';
end $$;
create index letter_waiting on letter (next_at, id) where next_at is not null;
create index letter_of_appeal on letter (appeal, seq);

-- The answer given to each command, by the key under which it was sent.
create table receipt (
    key text primary key,
    fingerprint bytea not null,
    answer jsonb,
    at timestamptz not null
);
create index receipt_at on receipt (at);

-- The runs of the schedule that have been taken, so that each is done once by whichever process comes first.
create table schedule_run (
    job text not null,
    due_at timestamptz not null,
    taken_at timestamptz not null,
    primary key (job, due_at)
);
