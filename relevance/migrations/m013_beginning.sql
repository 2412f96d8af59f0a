-- What the last start worked out of all posts: arrays by name, under the digest of everything that they follow from.
CREATE TABLE beginning (
    name VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    content BLOB NOT NULL
);
