-- Who is who beyond certain keys. What the owner said of pairs of records is never rewritten by linking; of several
-- answers on one pair the newest that was not undone counts. One act of the owner may answer several pairs.
CREATE TABLE link_answer (
    answer_id BIGINT NOT NULL,
    left_record_id VARCHAR NOT NULL,
    right_record_id VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ,
    PRIMARY KEY (answer_id, left_record_id, right_record_id)
);
-- Pairs that may be one person, worked out anew by every linking; each side is named by one of its records.
CREATE TABLE link_pair (
    left_record_id VARCHAR NOT NULL,
    right_record_id VARCHAR NOT NULL,
    probability DOUBLE NOT NULL,
    weight DOUBLE NOT NULL,
    state VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    evidence JSON NOT NULL
);
-- The person that a record belongs to by certain keys alone: who it is again once a link is undone.
ALTER TABLE person_link ADD COLUMN home_id VARCHAR;
UPDATE person_link SET home_id = person_id;
-- Where somebody lives or works, as far as address books say.
ALTER TABLE record ADD COLUMN location VARCHAR;
