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
