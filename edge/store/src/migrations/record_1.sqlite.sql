-- Lines and their hashes, what lies beside them, and the end of each log. Numbers, hashes and lines are of accordant_record.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE head (
    log INTEGER PRIMARY KEY REFERENCES log (number),
    size INTEGER NOT NULL,
    frontier BLOB NOT NULL,
    last_at INTEGER,
    last_hash BLOB NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE event (
    log INTEGER NOT NULL REFERENCES log (number),
    place INTEGER NOT NULL,
    line BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (log, place)
) STRICT;

-- Erased: neither ciphertext nor blob. The name of the key stays, so that erasing can be repeated.
CREATE TABLE part (
    log INTEGER NOT NULL,
    place INTEGER NOT NULL,
    part INTEGER NOT NULL,
    key BLOB NOT NULL,
    ciphertext BLOB,
    blob BLOB,
    PRIMARY KEY (log, place, part),
    FOREIGN KEY (log, place) REFERENCES event (log, place)
) STRICT;

-- Long ciphertexts in pieces, by the hash of the whole.
CREATE TABLE blob (
    sha256 BLOB NOT NULL,
    chunk INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sha256, chunk)
) STRICT;

CREATE TABLE stream (
    log INTEGER NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (log, stream, version),
    FOREIGN KEY (log, place) REFERENCES event (log, place)
) STRICT, WITHOUT ROWID;

-- The roots of complete subtrees above the leaves: 2 to the power of `level` leaves, from `number` times that.
CREATE TABLE node (
    log INTEGER NOT NULL REFERENCES log (number),
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (log, level, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
    log INTEGER NOT NULL REFERENCES log (number),
    request BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    first INTEGER NOT NULL,
    past INTEGER NOT NULL,
    answer BLOB NOT NULL,
    PRIMARY KEY (log, request)
) STRICT;

CREATE TABLE checkpoint (
    log INTEGER NOT NULL REFERENCES log (number),
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    frontier BLOB NOT NULL,
    PRIMARY KEY (log, size)
) STRICT;

CREATE TABLE cosignature (
    log INTEGER NOT NULL,
    size INTEGER NOT NULL,
    number INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (log, size, number),
    FOREIGN KEY (log, size) REFERENCES checkpoint (log, size)
) STRICT;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER part_is_only_erased BEFORE UPDATE ON part
WHEN NEW.ciphertext IS NOT NULL OR NEW.blob IS NOT NULL OR NEW.log <> OLD.log OR NEW.place <> OLD.place
    OR NEW.part <> OLD.part OR NEW.key <> OLD.key
BEGIN SELECT RAISE(ABORT, 'a part is only ever erased'); END;
CREATE TRIGGER part_is_not_deleted BEFORE DELETE ON part
BEGIN SELECT RAISE(ABORT, 'a part is only ever erased'); END;
CREATE TRIGGER stream_is_not_changed BEFORE UPDATE ON stream
BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
CREATE TRIGGER stream_is_not_deleted BEFORE DELETE ON stream
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TRIGGER request_is_not_changed BEFORE UPDATE ON request
BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
CREATE TRIGGER request_is_not_deleted BEFORE DELETE ON request
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_is_not_deleted BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
CREATE TRIGGER cosignature_is_not_changed BEFORE UPDATE ON cosignature
BEGIN SELECT RAISE(ABORT, 'a cosignature is never changed'); END;
CREATE TRIGGER cosignature_is_not_deleted BEFORE DELETE ON cosignature
BEGIN SELECT RAISE(ABORT, 'a cosignature is never deleted'); END;
