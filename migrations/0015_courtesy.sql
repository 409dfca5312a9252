-- What an organisation wants of the letters that are courtesy. Legal notices are no choice.
alter table organisation add column courtesy text not null default 'at-once'
    check (courtesy in ('at-once', 'together', 'never'));
