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
