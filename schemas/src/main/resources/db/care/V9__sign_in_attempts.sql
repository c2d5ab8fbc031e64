-- Who guesses passwords has to wait, longer each time. Also of names that no account has: nobody learns which there are.
create table care.sign_in_attempt (
    username       text        not null primary key,
    failures       integer     not null, -- since it last went well
    last_failed_at timestamptz not null
);
