-- Facts as the sources give them. A fact names a record; which person a record belongs to stands in person_link.
CREATE TABLE import_file (
    file_id BIGINT PRIMARY KEY,
    path VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    read BIGINT NOT NULL,
    added BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    as_of DATE,
    imported_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE import_reject (
    file_id BIGINT NOT NULL,
    row_number BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    excerpt VARCHAR NOT NULL
);
CREATE TABLE record (
    record_id VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    given_name VARCHAR,
    family_name VARCHAR,
    former_names VARCHAR[],
    headline VARCHAR,
    company VARCHAR,
    position VARCHAR,
    url VARCHAR,
    account_id VARCHAR,
    handles VARCHAR[],
    emails VARCHAR[],
    is_company BOOLEAN,
    is_owner BOOLEAN,
    since DATE,
    as_of DATE
);
CREATE TABLE connection (record_id VARCHAR PRIMARY KEY, connected_on DATE, as_of DATE);
CREATE TABLE follow (record_id VARCHAR PRIMARY KEY, since DATE, active BOOLEAN, as_of DATE);
CREATE TABLE invite (
    invite_id VARCHAR PRIMARY KEY,
    record_id VARCHAR NOT NULL,
    owner_record_id VARCHAR,
    direction VARCHAR NOT NULL,
    sent_at TIMESTAMPTZ,
    note VARCHAR,
    mutual_connections BIGINT,
    as_of DATE
);
CREATE TABLE encounter (
    encounter_id VARCHAR PRIMARY KEY,
    sender_record_id VARCHAR NOT NULL,
    recipient_record_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    "at" TIMESTAMPTZ,
    conversation VARCHAR,
    reference VARCHAR,
    snippet VARCHAR
);
CREATE TABLE position (
    position_id VARCHAR PRIMARY KEY,
    record_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL,
    title VARCHAR,
    started_on DATE,
    finished_on DATE,
    is_current BOOLEAN
);
CREATE TABLE post (
    post_id VARCHAR PRIMARY KEY,
    author_record_id VARCHAR NOT NULL,
    surfacer_record_id VARCHAR,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_key VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    is_approximate BOOLEAN,
    url VARCHAR,
    network VARCHAR,
    duplicate_group VARCHAR
);
CREATE TABLE owner_note (
    record_id VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    PRIMARY KEY (record_id, text)
);
CREATE TABLE owner_fact (
    kind VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    detail VARCHAR,
    "at" TIMESTAMPTZ,
    PRIMARY KEY (kind, value)
);

-- Persons, worked out from the records; rewritten whole by every linking, so without unique indexes.
CREATE TABLE person (
    person_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    comparable_name VARCHAR NOT NULL,
    former_names VARCHAR[],
    headline VARCHAR,
    company VARCHAR,
    position VARCHAR,
    url VARCHAR,
    is_company BOOLEAN NOT NULL,
    is_owner BOOLEAN NOT NULL
);
CREATE TABLE person_link (
    record_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    probability DOUBLE NOT NULL,
    evidence VARCHAR NOT NULL,
    state VARCHAR NOT NULL
);

-- Vectors: one for each text and model. A model of another width gets a table of its own, embedding_<width>.
CREATE TABLE embedding (
    text_key VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    vector FLOAT[384] NOT NULL,
    PRIMARY KEY (text_key, model)
);

-- What the owner said. Interests are kept by version: the highest one holds, and undoing removes it.
CREATE TABLE interest (
    version BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    labels VARCHAR[],
    PRIMARY KEY (version, ordinal)
);
CREATE TABLE keyword (
    version BIGINT NOT NULL,
    interest_ordinal BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    phrase VARCHAR NOT NULL,
    PRIMARY KEY (version, interest_ordinal, ordinal)
);
CREATE TABLE interest_version (
    version BIGINT PRIMARY KEY,
    made_at TIMESTAMPTZ NOT NULL,
    reason VARCHAR NOT NULL
);
CREATE TABLE rating (
    rating_id BIGINT PRIMARY KEY,
    subject VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE decision (
    decision_id BIGINT PRIMARY KEY,
    invite_id VARCHAR NOT NULL,
    person_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    suggested VARCHAR,
    rung BIGINT,
    relevance DOUBLE,
    effect DOUBLE,
    effect_low DOUBLE,
    effect_high DOUBLE,
    model VARCHAR,
    reasons VARCHAR[],
    revisit_on DATE,
    undone_at TIMESTAMPTZ
);
CREATE TABLE job (
    job_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    message VARCHAR NOT NULL,
    error VARCHAR,
    started_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ
);
CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- A contact seen from the owner's side: between the owner and one person, with its direction.
CREATE VIEW contact AS
SELECT
    encounter.encounter_id,
    CASE WHEN sender.person_id = 'owner' THEN recipient.person_id ELSE sender.person_id END AS person_id,
    CASE WHEN sender.person_id = 'owner' THEN 'outgoing' ELSE 'incoming' END AS direction,
    encounter.channel,
    encounter."at",
    encounter.conversation,
    encounter.reference,
    encounter.snippet
FROM encounter
JOIN person_link AS sender ON sender.record_id = encounter.sender_record_id AND sender.state = 'linked'
JOIN person_link AS recipient ON recipient.record_id = encounter.recipient_record_id AND recipient.state = 'linked'
WHERE (sender.person_id = 'owner') <> (recipient.person_id = 'owner');

-- A post seen from the feed: who wrote it, who is accountable for it, and whether it can be in the feed at all.
CREATE VIEW feed_post AS
SELECT
    post.post_id,
    post.text_key,
    author.person_id AS author_id,
    surfacer.person_id AS surfacer_id,
    coalesce(surfacer.person_id, author.person_id) AS person_id,
    post.kind,
    post.created_at,
    post.is_approximate,
    post.duplicate_group,
    post.url,
    post.network
FROM post
JOIN person_link AS author ON author.record_id = post.author_record_id AND author.state = 'linked'
LEFT JOIN person_link AS surfacer ON surfacer.record_id = post.surfacer_record_id AND surfacer.state = 'linked';
