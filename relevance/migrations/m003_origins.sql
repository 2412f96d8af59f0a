-- Which file each fact came from, so that an import can be undone; and what the owner's acts on posts mean.
ALTER TABLE import_file ADD COLUMN import_id BIGINT;
ALTER TABLE import_file ADD COLUMN is_as_of_stated BOOLEAN;
UPDATE import_file SET import_id = file_id, is_as_of_stated = false;
-- "row" is what that file said of the fact, kept once two files say different things of it; null means that the file
-- said just what the table holds. File 0 is the owner's own word.
CREATE TABLE origin (table_name VARCHAR NOT NULL, fact_key VARCHAR NOT NULL, file_id BIGINT NOT NULL, "row" JSON);

ALTER TABLE rating ADD COLUMN source VARCHAR;

-- Which of the posts at hand an act of the owner was about; worked out anew after every import.
CREATE TABLE engaged_post (engagement_id VARCHAR NOT NULL, post_id VARCHAR NOT NULL, how VARCHAR NOT NULL);

CREATE OR REPLACE VIEW contact AS
SELECT
    encounter.encounter_id,
    CASE WHEN sender.person_id = 'owner' THEN recipient.person_id ELSE sender.person_id END AS person_id,
    CASE WHEN sender.person_id = 'owner' THEN 'outgoing' ELSE 'incoming' END AS direction,
    encounter.channel,
    encounter."at",
    encounter.conversation,
    encounter.reference,
    encounter.snippet,
    encounter.is_approximate
FROM encounter
JOIN person_link AS sender ON sender.record_id = encounter.sender_record_id AND sender.state = 'linked'
JOIN person_link AS recipient ON recipient.record_id = encounter.recipient_record_id AND recipient.state = 'linked'
WHERE (sender.person_id = 'owner') <> (recipient.person_id = 'owner')
UNION ALL
SELECT
    engagement.engagement_id,
    author.person_id,
    'outgoing',
    CASE
        WHEN post.network = 'x' THEN CASE engagement.kind WHEN 'comment' THEN 'x reply' ELSE 'x like' END
        WHEN post.network = 'linkedin' AND engagement.kind = 'comment' THEN 'linkedin comment'
        WHEN post.network = 'linkedin' THEN 'linkedin reaction'
        ELSE 'other'
    END,
    engagement."at",
    NULL,
    coalesce(engagement.url, post.url),
    CASE engagement.kind WHEN 'comment' THEN substr(engagement.text, 1, 300) END,
    engagement."at" IS NULL
FROM engaged_post
JOIN engagement USING (engagement_id)
JOIN post USING (post_id)
JOIN person_link AS author ON author.record_id = post.author_record_id AND author.state = 'linked'
WHERE author.person_id <> 'owner' AND engagement.kind <> 'save';
