-- Who gave a role in the pages and who ended it, so that nobody becomes a reader of appeals unseen; null where it
-- was done at the terminal.
alter table membership add column given_by bigint references person (id);
alter table membership add column ended_by bigint references person (id);
