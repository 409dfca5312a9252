-- Mail: what became of each letter, the addresses that answers come to, and what came in.
--
-- Columns of `letter` that only `post` fills are null when the registry writes a letter, and the index on
-- what was sent is partial, so that writing one costs what it did.

alter table letter drop constraint letter_status_check;
alter table letter add constraint letter_status_check check
    (status in ('queued', 'sending', 'accepted', 'deferred', 'failed', 'held', 'withdrawn', 'bounced'));
-- why a courtesy letter waits: for the end of the quiet hours, or for the digest of the next morning
alter table letter add column waits text check (waits in ('quiet', 'digest'));
-- the Message-ID of the digest in which it went
alter table letter add column digest text;
create index letter_of_digest on letter (digest) where digest is not null;
create index letter_courtesy_sent on letter (address, settled_at) where status = 'accepted' and not legal;

-- The address to which a participant answers: appeals+r<token>@…, known by the SHA-256 of its token only.
create table reply_address (
    token_hash bytea primary key,
    appeal bigint not null,
    recipient text not null,
    party text not null,
    made_at timestamptz not null,
    revoked_at timestamptz
);

-- Every mail that came in, as it came. What it was taken for stands in `verdict`.
create table incoming (
    id bigint generated always as identity primary key,
    received_at timestamptz not null,
    -- SHA-256 of what identifies it: its Message-ID and body
    fingerprint bytea not null unique,
    message_id text,
    sender text,
    subject text,
    verdict text not null check (verdict in ('message', 'bounce', 'delay', 'delivered', 'automatic', 'held')),
    -- why it was taken for that, a reason a line
    reasons text not null,
    appeal bigint,
    letter bigint,
    -- the participant it came from
    participant text,
    body text,
    raw bytea not null,
    -- when a person dealt with what was held, and how
    settled_at timestamptz,
    settled_how text
);
create index incoming_of_appeal on incoming (appeal, id) where appeal is not null;
create index incoming_of_letter on incoming (letter, id) where letter is not null;
create index incoming_held on incoming (id) where verdict = 'held' and settled_at is null;

-- Files that came with mail, each content once.
create table attachment (
    digest bytea primary key,
    content bytea not null
);
create table incoming_attachment (
    incoming bigint not null references incoming (id),
    place int not null,
    name text not null,
    kind text not null,
    size bigint not null,
    digest bytea not null references attachment (digest),
    primary key (incoming, place)
);
