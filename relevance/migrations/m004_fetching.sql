-- Addresses that the owner asked to be fetched, each for one person or for nobody in particular.
CREATE TABLE fetched (
    address VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    person_id VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    fetched_at TIMESTAMPTZ,
    outcome VARCHAR
);
