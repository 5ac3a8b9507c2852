-- What stands behind references, and states that were worked out: neither is of the log, and both are encrypted.
CREATE TABLE directory (
    reference TEXT PRIMARY KEY,
    key BLOB NOT NULL,
    ciphertext BLOB NOT NULL
) STRICT;

CREATE TABLE snapshot (
    log INTEGER NOT NULL REFERENCES log (number),
    name TEXT NOT NULL,
    code_version TEXT NOT NULL,
    size INTEGER NOT NULL,
    leaf_hash BLOB NOT NULL,
    state_hash BLOB NOT NULL,
    key BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (log, name)
) STRICT;
