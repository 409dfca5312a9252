-- The people who use the pages: how they sign in, what they may see, what they have begun.
--
-- The pages read as the role `redress_web`. What of appeals, entries and letters it sees is decided here, by
-- row-level security, from the person that each transaction names: a list, a search or an export that forgot to
-- ask could show nothing.

do $$ begin
    create role redress_web nologin;
exception
    -- Roles belong to the whole server: another database of it may have made this one, or be making it.
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise exception 'the role redress_web is missing and this account may not make it'
            using hint = 'As an administrator: create role redress_web nologin; grant redress_web to the account of redress.';
end $$;
do $$ begin
    -- A superuser needs no grant, and the account that the administrator prepared has it.
    if not pg_has_role(current_user, 'redress_web', 'member') then
        execute format('grant redress_web to %I', current_user);
    end if;
end $$;

create table person (
    id bigint generated always as identity primary key,
    -- the name by which journals and signatures know the person
    name text not null unique,
    email text not null,
    language text not null check (language in ('en', 'ru', 'kk')),
    -- keeps the house, and can read no appeal
    administrator boolean not null default false
);
create unique index person_email on person (lower(email));

-- In which office or organisation a person serves, as what, and from when to when.
create table membership (
    id bigint generated always as identity primary key,
    person bigint not null references person (id),
    office text references office (code),
    organisation text references organisation (code),
    role text not null check (role in ('official', 'minister', 'member', 'representative')),
    since timestamptz not null,
    until timestamptz,
    check (num_nonnulls(office, organisation) = 1),
    check ((role in ('official', 'minister')) = (office is not null))
);
create index membership_of_person on membership (person);
create index membership_of_office on membership (office) where office is not null;

-- A request to sign in. Only hashes are kept: of the token in the link, of the six digits for another device,
-- and of the cookie of the browser that asked.
create table sign_in (
    token_hash bytea primary key,
    code_hash bytea not null,
    browser_hash bytea not null,
    person bigint not null references person (id),
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    attempts int not null default 0,
    used_at timestamptz
);
create index sign_in_of_person on sign_in (person, asked_at);
create index sign_in_of_browser on sign_in (browser_hash);

create table session (
    id bigint generated always as identity primary key,
    token_hash bytea not null unique,
    person bigint not null references person (id),
    started_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    -- what the browser says it is
    agent text not null,
    ended_at timestamptz
);
create index session_of_person on session (person) where ended_at is null;

-- The offices that have, or have had, an appeal on their desk or were written to about it. The registry adds to it;
-- a table of its own, since each index on `appeal` makes every step of every appeal dearer.
create table sight (
    office text not null,
    appeal bigint not null,
    primary key (appeal, office)
);
insert into sight (office, appeal)
    select issuer, id from appeal
    union select recipient, appeal from letter where recipient in (select code from office)
    union select holder, id from appeal where holder in (select code from office);
create index sight_of_office on sight (office, appeal);
create index appeal_queue on appeal (holder, due_on, id) where not closed;
create index appeal_of_organisation on appeal (appellant, id);

-- The person of this transaction, and what follows for her. They read memberships with the owner's rights; the role
-- of the pages cannot.
create function redress_person() returns bigint language sql stable as
    $$ select nullif(current_setting('redress.person', true), '')::bigint $$;
create function redress_offices() returns text[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(office), '{}') from membership
    where person = nullif(current_setting('redress.person', true), '')::bigint and office is not null
        and since <= current_setting('redress.now')::timestamptz
        and (until is null or until > current_setting('redress.now')::timestamptz)
$$;
create function redress_organisations() returns text[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(organisation), '{}') from membership
    where person = nullif(current_setting('redress.person', true), '')::bigint and organisation is not null
        and since <= current_setting('redress.now')::timestamptz
        and (until is null or until > current_setting('redress.now')::timestamptz)
$$;

alter table appeal enable row level security;
create policy seen on appeal for select to redress_web using (
    appellant = any ((select redress_organisations())::text[])
    or exists (select from sight s where s.appeal = appeal.id and s.office = any ((select redress_offices())::text[]))
);
alter table sight enable row level security;
create policy seen on sight for select to redress_web using (office = any ((select redress_offices())::text[]));
alter table entry enable row level security;
create policy seen on entry for select to redress_web using (exists (select from appeal a where a.id = entry.appeal));
-- A letter is read by the one it was written to.
alter table letter enable row level security;
create policy seen on letter for select to redress_web using (
    (recipient = any ((select redress_organisations())::text[]) or recipient = any ((select redress_offices())::text[]))
    and exists (select from appeal a where a.id = letter.appeal)
);
alter table organisation enable row level security;
create policy seen on organisation for select to redress_web using (
    code = any ((select redress_organisations())::text[]) or exists (select from appeal a where a.appellant = organisation.code)
);

-- What a person has begun to file; before she signed in, known by the cookie of her browser.
create table draft (
    id bigint generated always as identity primary key,
    -- how pages name it: nobody can guess it
    name text not null unique,
    person bigint references person (id),
    browser_hash bytea,
    organisation text references organisation (code),
    answers json not null,
    -- raised with each change, so that an older page cannot undo a newer one
    version int not null default 1,
    changed_at timestamptz not null,
    filed_as text,
    check (num_nonnulls(person, browser_hash) > 0)
);
create index draft_of_person on draft (person) where filed_as is null;
create index draft_of_browser on draft (browser_hash) where filed_as is null;

-- Papers, each content once in `attachment`; of a draft until it is filed, then of the appeal.
create table paper (
    id bigint generated always as identity primary key,
    draft bigint references draft (id) on delete cascade,
    appeal bigint,
    digest bytea not null,
    name text not null,
    kind text not null,
    size bigint not null,
    added_by bigint references person (id),
    added_at timestamptz not null,
    -- what the check for viruses said
    checked text not null check (checked in ('not checked', 'waits', 'clean', 'infected')),
    check (num_nonnulls(draft, appeal) > 0)
);
create index paper_of_draft on paper (draft) where draft is not null;
create index paper_of_appeal on paper (appeal) where appeal is not null;
alter table paper enable row level security;
create policy seen on paper for select to redress_web using (
    appeal is not null and exists (select from appeal a where a.id = paper.appeal)
);

-- Who looked at which appeal, for its parties to see.
create table look (
    appeal bigint not null,
    person bigint not null references person (id),
    -- the office or organisation as a member of which
    side text not null,
    day date not null,
    first_at timestamptz not null,
    times int not null default 1,
    primary key (appeal, person, side, day)
);
alter table look enable row level security;
create policy seen on look for select to redress_web using (exists (select from appeal a where a.id = look.appeal));

-- Which official works on an appeal, from when to when. It never changes a date.
create table assignment (
    id bigint generated always as identity primary key,
    appeal bigint not null,
    office text not null references office (code),
    person bigint not null references person (id),
    by_person bigint references person (id),
    reason text,
    since timestamptz not null,
    until timestamptz
);
create unique index assignment_now on assignment (appeal, office) where until is null;
create index assignment_of_person on assignment (person) where until is null;
alter table assignment enable row level security;
create policy seen on assignment for select to redress_web using (office = any ((select redress_offices())::text[]));

-- By which secret the public page finds an appeal; the secret itself stands on the receipt alone.
create table tracking (
    appeal bigint primary key,
    secret_hash bytea not null
);

grant usage on schema public to redress_web;
grant select on sight, appeal, entry, letter, paper, look, assignment, office, workflow, calendar to redress_web;
grant select (code, name, bin) on organisation to redress_web;
grant select (id, name) on person to redress_web;
