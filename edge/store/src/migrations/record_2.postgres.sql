-- What stands behind references, and states that were worked out: neither is of the log, and both are encrypted.
CREATE TABLE directory (
    reference TEXT PRIMARY KEY,
    key BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL
);

CREATE TABLE snapshot (
    log BIGINT NOT NULL REFERENCES log (number),
    name TEXT NOT NULL,
    code_version TEXT NOT NULL,
    size BIGINT NOT NULL,
    leaf_hash BYTEA NOT NULL,
    state_hash BYTEA NOT NULL,
    key BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    PRIMARY KEY (log, name)
);
