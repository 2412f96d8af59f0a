-- What the owner decided about connections, one row for each person of an act; a later word counts, until it is undone.
CREATE TABLE verdict (
    batch BIGINT NOT NULL,
    person_id VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    relevance DOUBLE,
    effect DOUBLE,
    model VARCHAR,
    undone_at TIMESTAMPTZ,
    PRIMARY KEY (batch, person_id)
);
-- Views of the page Connections that the owner named: the parameters of its address, each with its values.
CREATE TABLE saved_view (
    view_id BIGINT PRIMARY KEY,
    name VARCHAR NOT NULL,
    parameters JSON NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ
);
