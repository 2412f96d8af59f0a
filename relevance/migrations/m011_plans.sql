-- Who must stay, by the id that the person had that day; the newest word on someone counts.
CREATE TABLE protection (
    person_id VARCHAR PRIMARY KEY,
    reason VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);
-- What-ifs that the owner named. A later one of the same name takes the place of an earlier one, which stays for undoing.
CREATE TABLE scenario (
    scenario_id BIGINT PRIMARY KEY,
    name VARCHAR NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ
);
-- Whom it lets come, or go.
CREATE TABLE scenario_change (scenario_id BIGINT NOT NULL, person_id VARCHAR NOT NULL, comes BOOLEAN NOT NULL);
-- A plan that became a checklist, with the feed's figures of that day and what they depended on.
CREATE TABLE plan (
    plan_id BIGINT PRIMARY KEY,
    made_at TIMESTAMPTZ NOT NULL,
    feed_before DOUBLE NOT NULL,
    feed_after DOUBLE NOT NULL,
    model VARCHAR NOT NULL,
    interests_version BIGINT NOT NULL,
    ratings_version BIGINT NOT NULL,
    newest_post TIMESTAMPTZ,
    undone_at TIMESTAMPTZ
);
CREATE TABLE plan_step (
    plan_id BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    person_id VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    harder VARCHAR,
    worth DOUBLE NOT NULL,
    done_at TIMESTAMPTZ,
    PRIMARY KEY (plan_id, ordinal)
);
