-- The door: how often strangers knock, sign-ins that have gone over to a provider, second factors.

-- Knocks lately, by network (or by person) and door. Lost with a crash, and no harm done.
create unlogged table knock (
    door text not null,
    who text not null,
    -- when the bucket of this network will be empty (store/knock.rs)
    empty_at timestamptz not null,
    primary key (door, who)
);
create index knock_empty on knock (empty_at);

-- A sign-in that has gone over to the provider of officials. Only hashes are kept: of the state that travels with it
-- and of the cookie of the browser, from which all else about it follows.
create table crossing (
    state_hash bytea primary key,
    browser_hash bytea not null,
    -- the path that the reader wanted to see
    back_to text not null,
    begun_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index crossing_over on crossing (expires_at);

-- The app whose codes a person shows as her second factor.
create table second_factor (
    person bigint primary key references person (id),
    -- sealed with a key that is not in the database, and for this person (web/factor.rs)
    secret bytea not null,
    -- since when it is asked for; null while it is being set up
    since timestamptz,
    -- the step of the last code that was used: neither it nor an earlier one works again
    last_step bigint not null default 0
);
create table recovery_code (
    person bigint not null references second_factor (person) on delete cascade,
    code_hash bytea not null,
    used_at timestamptz,
    primary key (person, code_hash)
);

-- A sign-in that has shown the first factor and waits for the second.
create table halfway (
    token_hash bytea primary key,
    person bigint not null references person (id),
    -- the path that the reader wanted to see
    back_to text not null,
    begun_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index halfway_over on halfway (expires_at);
