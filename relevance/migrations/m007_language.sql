-- The language of a post as its text tells it ("en", or "und" where it tells none), and the text that was looked at;
-- worked out after every import for posts whose text is new.
ALTER TABLE post ADD COLUMN language VARCHAR;
ALTER TABLE post ADD COLUMN language_key VARCHAR;

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
    CASE WHEN post.language_key = post.text_key THEN post.language END AS language
FROM post
JOIN person_link AS author ON author.record_id = post.author_record_id AND author.state = 'linked'
LEFT JOIN person_link AS surfacer ON surfacer.record_id = post.surfacer_record_id AND surfacer.state = 'linked';
