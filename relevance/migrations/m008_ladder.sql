-- The owner's ladder by version: the highest one holds, and undoing removes it. What a document does not name is as the
-- settings say.
CREATE TABLE ladder (
    version BIGINT PRIMARY KEY,
    made_at TIMESTAMPTZ NOT NULL,
    reason VARCHAR NOT NULL,
    document JSON NOT NULL
);
-- What was known when a decision was made: who it was, what each rung found, and what the forecast rested on.
ALTER TABLE decision ADD COLUMN name VARCHAR;
ALTER TABLE decision ADD COLUMN checks JSON;
ALTER TABLE decision ADD COLUMN forecast VARCHAR;
ALTER TABLE decision ADD COLUMN expected DOUBLE;
