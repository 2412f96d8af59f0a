-- Sources beyond LinkedIn: what the owner did to posts, and which file each fact came from.
ALTER TABLE encounter ADD COLUMN is_approximate BOOLEAN;
ALTER TABLE invite ADD COLUMN is_approximate BOOLEAN;
CREATE TABLE engagement (
    engagement_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    detail VARCHAR,
    "at" TIMESTAMPTZ,
    url VARCHAR,
    post_key VARCHAR,
    posted_at TIMESTAMPTZ,
    text VARCHAR
);
