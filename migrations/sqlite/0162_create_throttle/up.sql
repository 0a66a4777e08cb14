CREATE TABLE throttle (
    subject TEXT NOT NULL PRIMARY KEY,
    since INTEGER NOT NULL,
    tries INTEGER NOT NULL
);
