-- Lines and their hashes, what lies beside them, and the end of each log. Numbers, hashes and lines are of accordant_record.
CREATE TABLE log (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE
);

CREATE TABLE head (
    log BIGINT PRIMARY KEY REFERENCES log (number),
    size BIGINT NOT NULL,
    frontier BYTEA NOT NULL,
    last_at BIGINT,
    last_hash BYTEA NOT NULL,
    closed BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE event (
    log BIGINT NOT NULL REFERENCES log (number),
    place BIGINT NOT NULL,
    line BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (log, place)
);

-- Erased: neither ciphertext nor blob. The name of the key stays, so that erasing can be repeated.
CREATE TABLE part (
    log BIGINT NOT NULL,
    place BIGINT NOT NULL,
    part BIGINT NOT NULL,
    key BYTEA NOT NULL,
    ciphertext BYTEA,
    blob BYTEA,
    PRIMARY KEY (log, place, part),
    FOREIGN KEY (log, place) REFERENCES event (log, place)
);

-- Long ciphertexts in pieces, by the hash of the whole.
CREATE TABLE blob (
    sha256 BYTEA NOT NULL,
    chunk BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (sha256, chunk)
);

CREATE TABLE stream (
    log BIGINT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (log, stream, version),
    FOREIGN KEY (log, place) REFERENCES event (log, place)
);

-- The roots of complete subtrees above the leaves: 2 to the power of `level` leaves, from `number` times that.
CREATE TABLE node (
    log BIGINT NOT NULL REFERENCES log (number),
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (log, level, number)
);

CREATE TABLE request (
    log BIGINT NOT NULL REFERENCES log (number),
    request BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    first BIGINT NOT NULL,
    past BIGINT NOT NULL,
    answer BYTEA NOT NULL,
    PRIMARY KEY (log, request)
);

CREATE TABLE checkpoint (
    log BIGINT NOT NULL REFERENCES log (number),
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    frontier BYTEA NOT NULL,
    PRIMARY KEY (log, size)
);

CREATE TABLE cosignature (
    log BIGINT NOT NULL,
    size BIGINT NOT NULL,
    number BIGINT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (log, size, number),
    FOREIGN KEY (log, size) REFERENCES checkpoint (log, size)
);

-- Encrypted bytes do not become shorter, so nothing is lost by not trying.
ALTER TABLE part ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('an event is never changed or deleted');
CREATE TRIGGER stream_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON stream
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a version is never changed or deleted');
CREATE TRIGGER request_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON request
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('an answer is never changed or deleted');
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a checkpoint is never changed or deleted');
CREATE TRIGGER cosignature_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a cosignature is never changed or deleted');
CREATE TRIGGER part_is_only_erased BEFORE UPDATE ON part FOR EACH ROW
    WHEN (NEW.ciphertext IS NOT NULL OR NEW.blob IS NOT NULL OR (NEW.log, NEW.place, NEW.part, NEW.key)
        IS DISTINCT FROM (OLD.log, OLD.place, OLD.part, OLD.key))
    EXECUTE FUNCTION refuse('a part is only ever erased');
CREATE TRIGGER part_is_not_deleted BEFORE DELETE OR TRUNCATE ON part
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a part is only ever erased');
