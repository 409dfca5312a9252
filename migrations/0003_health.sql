-- What waits for a person is counted whenever somebody asks how the program is, so it must cost as little as there is of it.
create index letter_stuck on letter (status) where status in ('held', 'failed');
create index appeal_faulty on appeal (id) where fault is not null;
