-- The language of a post's text as the text tells it ("en", or "und" where it tells none); worked out after every import
-- for texts that are new.
CREATE TABLE text_language (text_key VARCHAR PRIMARY KEY, language VARCHAR NOT NULL);

CREATE OR REPLACE VIEW feed_post AS
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
    post.network,
    text_language.language
FROM post
JOIN person_link AS author ON author.record_id = post.author_record_id AND author.state = 'linked'
LEFT JOIN person_link AS surfacer ON surfacer.record_id = post.surfacer_record_id AND surfacer.state = 'linked'
LEFT JOIN text_language ON text_language.text_key = post.text_key;
