-- Of somebody who was forgotten nothing stays but marks: HMAC-SHA-256, under a random key of this database (in meta, as
-- forget.salt), of what would tell them again in an import. A mark names nobody.
CREATE TABLE forgotten (mark VARCHAR PRIMARY KEY);
