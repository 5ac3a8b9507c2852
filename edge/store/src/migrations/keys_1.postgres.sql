-- A key that was destroyed leaves its name, so that it can be told from one that is missing.
CREATE TABLE key (
    name BYTEA PRIMARY KEY,
    bytes BYTEA
);
