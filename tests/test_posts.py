"""Tables of posts in the shape of every producer, nested and flattened, with values worked out by hand."""

import csv
import io
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.schema import stable_id, text_key
from relevance.sources.archive import SourceFile
from relevance.sources.posts import read, recognises
from tests.linkedin_export import rows_csv, workbook

ID = str((1775864353942 << 22) + 7)  # 2026-04-10T23:39:13.942Z
INNER_ID = str((1775000000000 << 22) + 7)  # 2026-03-31T23:33:20Z
MADE = datetime(2026, 4, 10, 23, 39, 13, 942000, tzinfo=UTC)
POST_URL = f"https://www.linkedin.com/posts/ana-silva_learning-activity-{ID}-AbCd"
AS_OF = date(2026, 6, 30)
# Words such as "3w" are measured back from the noon of that day.
THREE_WEEKS = datetime(2026, 6, 9, 12, tzinfo=UTC)


def source(name, data):
    if isinstance(data, list | dict):
        data = json.dumps(data)
    return SourceFile.from_bytes(name, data if isinstance(data, bytes) else data.encode())


def load(data, name="posts.json", **more):
    return read(source(name, data), **{"as_of": AS_OF, **more})


def flat(rows, mark):
    """Rows as tools flatten them into CSV files: `author/name` or `author.name`."""

    def walk(value, prefix):
        if isinstance(value, dict):
            for key, one in value.items():
                yield from walk(one, f"{prefix}{mark}{key}" if prefix else key)
        elif isinstance(value, list):
            for place, one in enumerate(value):
                yield from walk(one, f"{prefix}{mark}{place}")
        else:
            yield prefix, "" if value is None else value

    cells = [dict(walk(row, "")) for row in rows]
    names = list(dict.fromkeys(name for row in cells for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(cells)
    return out.getvalue()


def posts(result):
    """Every post with the names of its people instead of their ids, by text."""
    if "post" not in result.accepted:
        return {}
    people = {row["record_id"]: row["name"] for row in result.accepted["record"].to_dicts()}
    return {
        row["text"]: {
            **row,
            "author": people[row["author_record_id"]],
            "surfacer": people.get(row["surfacer_record_id"]),
        }
        for row in result.accepted["post"].to_dicts()
    }


def person(result, name):
    (row,) = [row for row in result.accepted["record"].to_dicts() if row["name"] == name]
    return row


def one(data, name="posts.json", **more):
    (found,) = posts(load(data, name, **more)).values()
    return found


def in_three_shapes(*rows):
    rows = list(rows)
    return [
        pytest.param(rows, "posts.json", id="json"),
        pytest.param("\n".join(map(json.dumps, rows)) + "\n", "posts.jsonl", id="jsonl"),
        pytest.param(flat(rows, "/"), "slashes.csv", id="slashes"),
        pytest.param(flat(rows, "."), "dots.csv", id="dots"),
    ]


HARVEST = {
    "type": "post",
    "id": ID,
    "linkedinUrl": POST_URL,
    "content": "Short practice beats long courses.",
    "contentAttributes": [],
    "author": {
        "id": "ACoAAB1234xyz",
        "universalName": None,
        "publicIdentifier": "ana-silva",
        "type": "profile",
        "name": "Ana Silva",
        "linkedinUrl": "https://www.linkedin.com/in/Ana-Silva?miniProfileUrn=urn%3Ali%3Afsd_profile%3AACoAAB1234xyz",
        "info": "Learning designer",
        "urn": "urn:li:fsd_profile:ACoAAB1234xyz",
    },
    "postedAt": {
        "timestamp": 1775864353942,
        "date": "2026-04-10T23:39:13.942Z",
        "postedAgoShort": "3w",
    },
    "postImages": [{"url": "https://media.example.org/1.png"}],
    "engagement": {
        "likes": 3,
        "comments": 1,
        "shares": 0,
        "reactions": [{"type": "LIKE", "count": 3}],
    },
    "comments": [{"commentary": "Well said", "actor": {"name": "Dora Ek"}}],
    "query": {"targetUrl": "https://www.linkedin.com/in/bo-berg"},
}
HARVEST_QUOTE = {
    **HARVEST,
    "id": str(int(ID) + 1),
    "linkedinUrl": "",
    "content": "I could not agree more.",
    "repostId": INNER_ID,
    "repost": {"content": "The inner words.", "author": {"name": "Cy Dahl"}},
}
HARVEST_REPOST = {
    "type": "post",
    "id": str(int(ID) + 2),
    "content": "Written by Cy, passed on by Ana.",
    "author": {
        "name": "Cy Dahl",
        "linkedinUrl": "https://www.linkedin.com/in/cy-dahl",
        "info": "Coach",
    },
    "postedAt": {"timestamp": 1775864353942},
    "repostedBy": {"name": "Ana Silva", "linkedinUrl": "https://www.linkedin.com/in/ana-silva"},
    "header": {"text": "Ana Silva reposted this"},
}
HARVEST_COMMENT = {
    "type": "comment",
    "commentary": "Well said",
    "createdAt": "2026-04-11T00:00:00.000Z",
    "actor": {
        "name": "Dora Ek",
        "linkedinUrl": "https://www.linkedin.com/in/dora",
        "position": "Head",
    },
    "postId": ID,
}
HARVEST_REACTION = {"type": "reaction", "actor": {"name": "Dora Ek"}, "postId": ID}


@pytest.mark.parametrize(
    ("data", "name"),
    in_three_shapes(HARVEST, HARVEST_QUOTE, HARVEST_REPOST, HARVEST_COMMENT, HARVEST_REACTION),
)
def test_harvest(data, name):
    result = load(data, name)
    assert (result.kind, result.read) == ("posts", 5)
    assert result.reasons == {"a comment, not a post": 1, "a reaction, not a post": 1}
    assert [rejection.row for rejection in result.rejected] == [4, 5]
    assert result.rejected[0].excerpt == "Well said"
    found = posts(result)
    assert sorted(found) == [
        "I could not agree more.",
        "Short practice beats long courses.",
        "Written by Cy, passed on by Ana.",
    ]
    plain = found["Short practice beats long courses."]
    assert plain == {
        "post_id": stable_id("t", ID, None),
        "author_record_id": stable_id("r", "posts", "in:ana-silva"),
        "surfacer_record_id": None,
        "kind": "post",
        "text": "Short practice beats long courses.",
        "text_key": text_key("Short practice beats long courses."),
        "created_at": MADE,
        "is_approximate": False,
        "url": POST_URL,
        "network": "linkedin",
        "duplicate_group": None,
        "author": "Ana Silva",
        "surfacer": None,
    }
    assert found["I could not agree more."]["kind"] == "reshare"
    assert found["I could not agree more."]["author"] == "Ana Silva"
    passed_on = found["Written by Cy, passed on by Ana."]
    assert (passed_on["kind"], passed_on["author"], passed_on["surfacer"]) == (
        "bare_reshare",
        "Cy Dahl",
        "Ana Silva",
    )
    ana = person(result, "Ana Silva")
    assert ana["url"] == "https://www.linkedin.com/in/ana-silva"
    assert ana["account_id"] == "linkedin:ACoAAB1234xyz"
    assert ana["headline"] == "Learning designer"
    assert ana["is_company"] is False
    assert result.accepted["record"].height == 2


def test_harvest_passed_on_without_words_of_its_own():
    row = {**HARVEST_QUOTE, "content": "", "postedAt": "3w"}
    row["repost"] = {
        "content": "The inner words.",
        "author": {"name": "Cy Dahl", "publicIdentifier": "cy-dahl", "info": "Coach"},
    }
    result = load([row])
    found = posts(result)["The inner words."]
    assert (found["kind"], found["author"], found["surfacer"]) == (
        "bare_reshare",
        "Cy Dahl",
        "Ana Silva",
    )
    assert (found["created_at"], found["is_approximate"]) == (THREE_WEEKS, True)
    assert person(result, "Cy Dahl")["headline"] == "Coach"
    assert person(result, "Cy Dahl")["url"] == "https://www.linkedin.com/in/cy-dahl"
    assert person(result, "Ana Silva")["headline"] == "Learning designer"


def test_a_share_without_any_words_is_rejected():
    result = load([{**HARVEST, "content": " \n", "repostId": INNER_ID}])
    assert (result.reasons, result.usable) == ({"no text": 1}, False)


def test_posted_at_may_change_its_type_from_row_to_row():
    shapes = [
        {"timestamp": 1775864353942},
        {"date": "2026-04-10T23:39:13.942Z"},
        "2026-04-10T23:39:13.942Z",
        1775864353942,
        "3w",
        None,
    ]
    rows = [
        {"content": f"text {place}", "author": {"name": "Ana Silva"}, "postedAt": shape}
        for place, shape in enumerate(shapes)
    ]
    found = posts(load(rows))
    assert [found[f"text {place}"]["created_at"] for place in range(6)] == [
        *[MADE] * 4,
        THREE_WEEKS,
        None,
    ]
    assert [found[f"text {place}"]["is_approximate"] for place in range(6)] == [
        *[False] * 4,
        True,
        False,
    ]


def test_harvest_flat_of_old():
    row = {
        "content": "Old and flat",
        "authorName": "Ana Silva",
        "authorPublicIdentifier": "ana-silva",
        "authorLinkedinUrl": "https://de.linkedin.com/in/ana-silva/",
        "authorInfo": "Coach",
        "postedAgo": "2 mo",
    }
    result = load(flat([row], "/"), "old.csv")
    assert posts(result)["Old and flat"]["created_at"] == datetime(2026, 4, 30, 12, tzinfo=UTC)
    assert person(result, "Ana Silva")["url"] == "https://www.linkedin.com/in/ana-silva"
    assert person(result, "Ana Silva")["headline"] == "Coach"


def test_a_company_is_known_by_its_type():
    row = {
        "content": "We are hiring",
        "author": {
            "type": "company",
            "name": "Nordhav Learning",
            "universalName": "nordhav-learning",
        },
    }
    nordhav = person(load([row]), "Nordhav Learning")
    assert nordhav["url"] == "https://www.linkedin.com/company/nordhav-learning"
    assert nordhav["is_company"] is True


APIMAESTRO = {
    "activity_urn": ID,
    "full_urn": f"urn:li:activity:{ID}",
    "post_url": POST_URL,
    "text": "What we measured this term.",
    "posted_at": {
        "relative": "3w",
        "is_edited": False,
        "date": "2026-04-10 23:39:13",
        "timestamp": 1775864353942,
    },
    "post_type": "regular",
    "author": {
        "first_name": "Ana",
        "last_name": "Silva",
        "headline": "Learning designer",
        "username": "ana-silva",
        "profile_url": "https://www.linkedin.com/in/ana-silva?miniProfileUrn=x",
    },
    "stats": {"total_reactions": 12, "like": 10, "comments": 1, "reposts": 0},
    "is_reshared": False,
    "source_company": "nordhav",
}
APIMAESTRO_QUOTE = {
    **APIMAESTRO,
    "activity_urn": INNER_ID,
    "full_urn": None,
    "post_url": None,
    "text": "My view on it.",
    "post_type": "quote",
    "reshared_post": {"text": "Inside", "author": {"name": "Cy Dahl"}},
}
APIMAESTRO_COMPANY = {
    "activity_urn": str(int(INNER_ID) + 5),
    "text": "Our new course is out.",
    "posted_at": {"date": "2026-04-10 23:39:13"},
    "author": {
        "name": "Nordhav Learning",
        "company_url": "https://www.linkedin.com/company/nordhav/posts",
        "follower_count": 9,
    },
}


@pytest.mark.parametrize(
    ("data", "name"), in_three_shapes(APIMAESTRO, APIMAESTRO_QUOTE, APIMAESTRO_COMPANY)
)
def test_apimaestro(data, name):
    result = load(data, name)
    assert (result.read, result.reasons) == (3, {})
    found = posts(result)
    plain = found["What we measured this term."]
    assert (plain["post_id"], plain["kind"], plain["author"]) == (
        stable_id("t", ID, None),
        "post",
        "Ana Silva",
    )
    assert (plain["created_at"], plain["url"]) == (MADE, POST_URL)
    assert found["My view on it."]["kind"] == "reshare"
    assert found["Our new course is out."]["created_at"] == MADE.replace(microsecond=0)
    ana = person(result, "Ana Silva")
    assert (ana["given_name"], ana["family_name"]) == ("Ana", "Silva")
    nordhav = person(result, "Nordhav Learning")
    assert (nordhav["url"], nordhav["is_company"], nordhav["headline"]) == (
        "https://www.linkedin.com/company/nordhav",
        True,
        None,
    )


def test_apimaestro_search():
    row = {
        "text": "Found by a search",
        "created_at": "2026-04-10 23:39:13",
        "url": POST_URL,
        "author": {"name": "Ana Silva", "profile_url": "https://www.linkedin.com/in/ana-silva"},
        "stats": {"reactions": 3},
    }
    found = one({"data": {"posts": [row]}})
    assert (found["post_id"], found["created_at"]) == (
        stable_id("t", ID, None),
        MADE.replace(microsecond=0),
    )


CURIOUS = {
    "inputUrl": "https://www.linkedin.com/in/bo-berg/recent-activity/all/",
    "url": POST_URL,
    "urn": f"urn:li:activity:{ID}",
    "type": "text",
    "text": "Feedback is a skill.",
    "isRepost": False,
    "isActivity": True,
    "activityDescription": "Bo Berg likes this",
    "authorType": "Person",
    "authorName": "Ana Silva",
    "authorProfileUrl": "https://www.linkedin.com/in/ana-silva?x=1",
    "authorProfileId": "ACoAAB1234xyz",
    "authorHeadline": "Learning designer",
    "authorUrn": "urn:li:member:99",
    "postedAtTimestamp": 1775864353942,
    "postedAtISO": "2026-04-10T23:39:13.942Z",
    "timeSincePosted": "3w",
    "numLikes": 5,
}
CURIOUS_REPOST = {
    "inputUrl": "https://www.linkedin.com/in/bo-berg/",
    "urn": f"urn:li:activity:{INNER_ID}",
    "text": "",
    "isRepost": True,
    "authorName": "Bo Berg",
    "authorProfileUrl": "https://www.linkedin.com/in/bo-berg",
    "postedAtISO": "2026-04-10T23:39:13.942Z",
    "resharedPost": {
        "text": "Words inside",
        "authorName": "Ana Silva",
        "authorProfileUrl": "https://www.linkedin.com/in/ana-silva",
    },
}


@pytest.mark.parametrize(("data", "name"), in_three_shapes(CURIOUS, CURIOUS_REPOST))
def test_curious_coder(data, name):
    result = load(data, name)
    assert (result.read, result.reasons) == (2, {})
    found = posts(result)
    liked = found["Feedback is a skill."]
    assert (liked["kind"], liked["author"], liked["surfacer"]) == ("like", "Ana Silva", "Bo Berg")
    # The profile whose activity was read is the one who liked it, and the reposter below.
    bo = stable_id("r", "posts", "in:bo-berg")
    assert liked["surfacer_record_id"] == bo
    assert liked["post_id"] == stable_id("t", ID, bo)
    assert liked["created_at"] == MADE
    shared = found["Words inside"]
    assert (shared["kind"], shared["author"], shared["surfacer_record_id"]) == (
        "bare_reshare",
        "Ana Silva",
        bo,
    )
    assert person(result, "Ana Silva")["account_id"] == "linkedin:ACoAAB1234xyz"
    assert result.accepted["record"].height == 2


RAPID = {
    "text": "Coaching notes",
    "totalReactionCount": 4,
    "shareUrl": POST_URL,
    "postUrl": f"https://www.linkedin.com/feed/update/urn:li:activity:{ID}/",
    "postedAt": "3w",
    "postedDate": "2026-04-10 23:39:13.942 +0000 UTC",
    "postedDateTimestamp": 1775864353942,
    "reposted": False,
    "urn": ID,
    "author": {
        "firstName": "Ana",
        "lastName": "Silva",
        "username": "ana-silva",
        "url": "https://www.linkedin.com/in/ana-silva",
    },
    "company": {},
}
RAPID_COMPANY = {
    "text": "Company news",
    "postedDate": "2026-04-10 23:39:13.942 +0000 UTC",
    "urn": INNER_ID,
    "author": {},
    "company": {"name": "Nordhav Learning", "url": "https://www.linkedin.com/company/nordhav/"},
}


@pytest.mark.parametrize(("data", "name"), in_three_shapes(RAPID, RAPID_COMPANY))
def test_rapid(data, name):
    result = load(data, name)
    assert (result.read, result.reasons) == (2, {})
    found = posts(result)
    assert (found["Coaching notes"]["author"], found["Coaching notes"]["created_at"]) == (
        "Ana Silva",
        MADE,
    )
    assert found["Coaching notes"]["kind"] == "post"
    assert (found["Company news"]["author"], found["Company news"]["created_at"]) == (
        "Nordhav Learning",
        MADE,
    )
    assert person(result, "Nordhav Learning")["is_company"] is True


PHANTOM_HEADER = (
    "postUrl,imgUrl,type,postContent,likeCount,commentCount,repostCount,postDate,action,author,"
    "authorUrl,profileUrl,timestamp,viewCount,postTimestamp,videoUrl,sharedPostUrl"
)


def test_phantombuster():
    bo = "https://www.linkedin.com/in/bo-berg/"
    ana = "https://www.linkedin.com/in/ana-silva/"
    read_at = "2026-06-20T08:00:00.000Z"
    table = "\n".join(
        [
            PHANTOM_HEADER,
            f"{POST_URL},,Text,My own,1,0,0,3w,Post,Bo Berg,{bo},{bo},{read_at},,2026-04-10T23:39:13.942Z,,",
            f"https://x.example/2,,Text,Anas,1,0,0,3w,Bo Berg liked this,Ana Silva,{ana},{bo},{read_at},,,,",
            f"https://x.example/3,,Text,Ana2,1,0,0,1mo,Bo Berg reposted this,Ana Silva,{ana},{bo},{read_at},,,,",
            f"https://x.example/4,,Text,Quote,1,0,0,3d,Post,Bo Berg,{bo},{bo},{read_at},,,,https://x.example/5",
            f"https://x.example/6,,Image,,1,0,0,3d,Post,Bo Berg,{bo},{bo},{read_at},,,,",
        ]
    )
    result = load(table, "result.csv")
    assert (result.read, result.reasons) == (5, {"no text": 1})
    assert result.as_of == date(2026, 6, 20)
    found = posts(result)
    bo_id = stable_id("r", "posts", "in:bo-berg")
    shown = {
        text: (
            row["kind"],
            row["author"],
            row["surfacer_record_id"],
            row["created_at"],
            row["is_approximate"],
        )
        for text, row in found.items()
    }
    # "3w" is measured back from when the page was read, not from the day of the snapshot.
    assert shown == {
        "My own": ("post", "Bo Berg", None, MADE, False),
        "Anas": ("like", "Ana Silva", bo_id, datetime(2026, 5, 30, 8, tzinfo=UTC), True),
        "Ana2": ("bare_reshare", "Ana Silva", bo_id, datetime(2026, 5, 20, 8, tzinfo=UTC), True),
        "Quote": ("reshare", "Bo Berg", None, datetime(2026, 6, 17, 8, tzinfo=UTC), True),
    }
    assert person(result, "Bo Berg")["as_of"] == date(2026, 6, 20)


def test_bright_data():
    row = {
        "url": f"https://www.linkedin.com/posts/ana-silva_x-activity-{ID}-AbCd",
        "id": ID,
        "user_id": "ana-silva",
        "use_url": "https://www.linkedin.com/in/ana-silva",
        "title": "A title",
        "headline": "A line",
        "post_text": "What the data say",
        "date_posted": "2026-04-10T23:39:13.942Z",
        "num_likes": 3,
    }
    for data, name in (([row], "b.json"), (flat([row], "/"), "b.csv")):
        found = one(data, name)
        # There is no name of the author, so the name in the address stands in for it.
        assert (found["text"], found["author"], found["created_at"]) == (
            "What the data say",
            "ana-silva",
            MADE,
        )


def test_voyager():
    document = {
        "data": {"*elements": ["urn:li:fs_updateV2:(1)"]},
        "included": [
            {
                "$type": "com.example.MiniProfile",
                "entityUrn": "urn:li:fs_miniProfile:1",
                "firstName": "Ana",
            },
            {
                "entityUrn": f"urn:li:fs_updateV2:(urn:li:activity:{ID},MAIN_FEED,EMPTY,DEFAULT,false)",
                "updateMetadata": {"urn": f"urn:li:activity:{ID}"},
                "actor": {
                    "name": {"text": "Ana Silva"},
                    "description": {"text": "Learning designer"},
                    "subDescription": {"text": "2 mo • "},
                    "urn": "urn:li:fs_miniProfile:ACoAAB1234xyz",
                    "navigationContext": {
                        "actionTarget": "https://www.linkedin.com/in/ana-silva?x=1"
                    },
                },
                "commentary": {"text": {"text": "From the feed"}},
                "header": {"text": {"text": "Bo Berg commented on this"}},
            },
            {
                "entityUrn": f"urn:li:fs_updateV2:(urn:li:activity:{INNER_ID},MAIN_FEED)",
                "actor": {
                    "name": {"text": "Bo Berg"},
                    "navigationUrl": "https://www.linkedin.com/in/bo-berg",
                },
                "*resharedUpdate": "urn:li:fs_updateV2:(inner)",
            },
            {
                "entityUrn": "urn:li:fs_updateV2:(inner)",
                "actor": {"name": {"text": "Cy Dahl"}},
                "commentary": {"text": {"text": "Inside"}},
            },
        ],
    }
    result = load(document)
    assert (result.read, result.reasons) == (2, {})
    found = posts(result)
    feed = found["From the feed"]
    assert (feed["author"], feed["surfacer"], feed["kind"]) == ("Ana Silva", "Bo Berg", "like")
    assert (feed["created_at"], feed["is_approximate"]) == (
        datetime(2026, 4, 30, 12, tzinfo=UTC),
        True,
    )
    inside = found["Inside"]
    assert (inside["author"], inside["surfacer"], inside["kind"]) == (
        "Cy Dahl",
        "Bo Berg",
        "bare_reshare",
    )
    # Without any date the id of the post tells it.
    assert (inside["created_at"], inside["is_approximate"]) == (
        datetime(2026, 3, 31, 23, 33, 20, tzinfo=UTC),
        False,
    )
    assert person(result, "Ana Silva")["account_id"] == "linkedin:ACoAAB1234xyz"


def test_linkedin_api():
    row = {
        "author_name": "Ana Silva",
        "author_profile": "https://www.linkedin.com/in/ana-silva",
        "old": "1mo • ",
        "content": "From the library",
        "url": f"https://www.linkedin.com/feed/update/urn:li:activity:{ID}",
    }
    found = one([row])
    assert (found["author"], found["created_at"], found["is_approximate"]) == (
        "Ana Silva",
        datetime(2026, 5, 30, 12, tzinfo=UTC),
        True,
    )


OWN = """author,author_url,text,created_at,headline,kind,surfaced_by,surfaced_by_url,url,network
Ana Silva,ana-silva,An own post,2026-04-10,Coach,post,,,https://example.org/1,
Ana Silva,ana-silva,Shared with words,2026-04-11T10:00:00Z,Trainer,reshare,,,https://example.org/2,LinkedIn
Cy Dahl,,Passed on,2026-04-12 10:00:00,,repost,Ana Silva,https://www.linkedin.com/in/ana-silva,https://example.org/3,
Cy Dahl,,Liked,2026-04-13,,liked,Ana Silva,,https://example.org/4,
Cy Dahl,,Commented,2026-04-14,,comment,Ana Silva,ana-silva,https://example.org/5,
Cy Dahl,,No kind,2026-04-15,,,Ana Silva,ana-silva,https://example.org/6,
Cy Dahl,,Own surfacer,2026-04-16,,,cy dahl,,https://example.org/7,Mastodon
Cy Dahl,,Odd kind,,,haiku,,,,
,,Nobody wrote this,2026-04-16,,,,,,
Cy Dahl,, ,2026-04-16,,,,,,
Cy Dahl,,Long ago,1970-01-01,,,,,,
Cy Dahl,,Far ahead,2190-01-01,,,,,,
Cy Dahl,,Odd kind,,,,,,,
Cy Dahl,,Too many,2026-04-16,,,,,,,extra
"""


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (OWN, "own.csv"),
        (OWN.replace(",", "\t"), "own.tsv"),
        (OWN.replace(",", ";"), "semicolons.csv"),
    ],
)
def test_the_documented_table(table, name):
    result = load(table, name)
    assert result.read == 14
    assert result.reasons == {
        "no author": 1,
        "no text": 1,
        "date before 1995": 1,
        "date after 2100": 1,
        "same post twice in this file": 1,
        "more cells than columns": 1,
    }
    assert [rejection.row for rejection in result.rejected] == [9, 10, 11, 12, 13, 14]
    found = posts(result)
    shown = {
        text: (row["kind"], row["author"], row["surfacer"], row["network"])
        for text, row in found.items()
    }
    assert shown == {
        "An own post": ("post", "Ana Silva", None, "linkedin"),
        "Shared with words": ("reshare", "Ana Silva", None, "linkedin"),
        "Passed on": ("bare_reshare", "Cy Dahl", "Ana Silva", "linkedin"),
        "Liked": ("like", "Cy Dahl", "Ana Silva", "linkedin"),
        "Commented": ("like", "Cy Dahl", "Ana Silva", "linkedin"),
        "No kind": ("like", "Cy Dahl", "Ana Silva", "linkedin"),
        "Own surfacer": ("post", "Cy Dahl", None, "mastodon"),
        "Odd kind": ("post", "Cy Dahl", None, "linkedin"),
    }
    assert found["Passed on"]["created_at"] == datetime(2026, 4, 12, 10, tzinfo=UTC)
    assert found["Odd kind"]["created_at"] is None
    assert found["An own post"]["post_id"] == stable_id("t", "example.org/1", None)
    cy = stable_id("r", "posts", "cy dahl|")
    assert found["Odd kind"]["post_id"] == stable_id("t", cy, "Odd kind", None)
    # Ana with an address and Ana by name only are two records; the newest headline stays.
    anas = [row for row in result.accepted["record"].to_dicts() if row["name"] == "Ana Silva"]
    assert sorted((row["url"] or "", row["headline"]) for row in anas) == [
        ("", None),
        ("https://www.linkedin.com/in/ana-silva", "Trainer"),
    ]


def test_documented_names_win():
    row = {
        "author": "Ana Silva",
        "text": "Mine",
        "created_at": "2026-04-10",
        "postedAt": "2020-01-01",
    }
    assert one([row])["created_at"] == datetime(2026, 4, 10, tzinfo=UTC)
    row = {
        "author": "Ana Silva",
        "text": "Mine",
        "url": "https://example.org/a",
        "postUrl": "https://b.example/b",
    }
    assert one([row])["url"] == "https://example.org/a"


TEXT_NAMES = [
    "text",
    "content",
    "postText",
    "post_text",
    "postContent",
    "commentary",
    "ShareCommentary",
]
TEXT_NAMES += ["description", "message", "Post Text", "POST-TEXT"]
AUTHOR_NAMES = [
    "authorName",
    "author_name",
    "authorFullName",
    "author",
    "author/name",
    "actor.name",
]
URL_NAMES = ["authorProfileUrl", "authorLinkedinUrl", "authorUrl", "author_profile", "author_url"]
URL_NAMES += [
    "author/linkedinUrl",
    "author.profile_url",
    "author/url",
    "actor/linkedinUrl",
    "actor.navigationUrl",
]
HEADLINES = [
    "authorHeadline",
    "authorInfo",
    "author/info",
    "author.occupation",
    "actor/position",
    "headline",
]
HEADLINES += ["author/headline", "actor.description.text"]
DATES = [
    "postedAt/timestamp",
    "postedAt.date",
    "posted_at.timestamp",
    "posted_at/date",
    "postedAtTimestamp",
]
DATES += [
    "postedAtISO",
    "postTimestamp",
    "postedDateTimestamp",
    "date_posted",
    "created_at",
    "createdAt",
]
DATES += ["createdAtTimestamp", "postedDate", "postedAt", "Date"]
AGES = ["timeSincePosted", "postDate", "postedAgo", "posted_at.relative", "postedAt", "old"]
LINKS = ["linkedinUrl", "postUrl", "post_url", "url", "shareUrl", "shareLinkedinUrl", "ShareLink"]
LINKS += ["socialContent/shareUrl"]
URNS = [
    "full_urn",
    "activity_urn",
    "urn",
    "shareUrn",
    "entityUrn",
    "updateMetadata.urn",
    "entityId",
    "id",
]
PROOFS = ["header/text", "activityDescription", "action", "header.text.text"]
RESHARES = [
    "repostId",
    "is_reshared",
    "isRepost",
    "reposted",
    "sharedPostUrl",
    "reshared_post",
    "repost",
]


def cells(**row):
    names = list(row)
    return "\n".join([",".join(names), ",".join(row[name] for name in names)])


@pytest.mark.parametrize("name", TEXT_NAMES)
def test_every_name_of_the_text(name):
    assert one(cells(**{name: "Words", "author": "Ana Silva"}), "x.csv")["text"] == "Words"


@pytest.mark.parametrize("name", AUTHOR_NAMES)
def test_every_name_of_the_author(name):
    assert one(cells(**{name: "Ana Silva", "text": "Words"}), "x.csv")["author"] == "Ana Silva"


@pytest.mark.parametrize("name", URL_NAMES)
@pytest.mark.parametrize(
    "url", ["https://de.linkedin.com/in/Ana-Silva/?x=1", "ana-silva", "/in/ana-silva"]
)
def test_every_name_and_form_of_the_author_url(name, url):
    found = one(cells(**{name: url, "text": "Words", "authorName": "Ana Silva"}), "x.csv")
    assert found["author_record_id"] == stable_id("r", "posts", "in:ana-silva")


def test_a_member_id_is_no_name_in_an_address():
    row = {
        "author": "Ana Silva",
        "author_url": "https://www.linkedin.com/in/ACoAAB1234xyz",
        "text": "Words",
    }
    ana = person(load([row]), "Ana Silva")
    assert (ana["url"], ana["account_id"]) == (None, "linkedin:ACoAAB1234xyz")


@pytest.mark.parametrize("name", HEADLINES)
def test_every_name_of_the_headline(name):
    result = load(cells(**{name: "Coach", "text": "Words", "author_name": "Ana Silva"}), "x.csv")
    assert person(result, "Ana Silva")["headline"] == "Coach"


@pytest.mark.parametrize("name", DATES)
@pytest.mark.parametrize("value", ["1775864353", "1775864353000", "2026-04-10T23:39:13Z"])
def test_every_name_of_the_date(name, value):
    found = one(cells(**{name: value, "text": "Words", "author": "Ana Silva"}), "x.csv")
    assert (found["created_at"], found["is_approximate"]) == (MADE.replace(microsecond=0), False)


@pytest.mark.parametrize("name", AGES)
def test_every_name_of_an_age(name):
    found = one(cells(**{name: "3w", "text": "Words", "author": "Ana Silva"}), "x.csv")
    assert (found["created_at"], found["is_approximate"]) == (THREE_WEEKS, True)


@pytest.mark.parametrize("name", LINKS)
def test_every_name_of_the_address(name):
    found = one(cells(**{name: POST_URL, "text": "Words", "author": "Ana Silva"}), "x.csv")
    assert (found["url"], found["post_id"], found["created_at"]) == (
        POST_URL,
        stable_id("t", ID, None),
        MADE,
    )


@pytest.mark.parametrize("name", URNS)
@pytest.mark.parametrize("urn", [ID, f"urn:li:activity:{ID}", f"urn:li:ugcPost:{ID}"])
def test_every_name_of_the_id(name, urn):
    found = one(cells(**{name: urn, "text": "Words", "author": "Ana Silva"}), "x.csv")
    assert (found["post_id"], found["created_at"]) == (stable_id("t", ID, None), MADE)


@pytest.mark.parametrize("name", PROOFS)
def test_every_name_of_the_words_over_a_post(name):
    found = one(
        cells(**{name: "Bo Berg likes this", "text": "Words", "author": "Ana Silva"}), "x.csv"
    )
    assert (found["kind"], found["surfacer"]) == ("like", "Bo Berg")


@pytest.mark.parametrize("name", RESHARES)
def test_every_mark_of_a_reshare(name):
    set_to = "https://example.org/1" if name == "sharedPostUrl" else "true"
    table = {"text": "Words", "author": "Ana Silva"}
    assert one(cells(**{name: set_to, **table}), "x.csv")["kind"] == "reshare"
    assert one(cells(**{name: "false", **table}), "x.csv")["kind"] == "post"
    assert one(cells(**{name: "", **table}), "x.csv")["kind"] == "post"


def test_the_scraped_profile_is_never_the_author():
    row = {
        "profileUrl": "https://www.linkedin.com/in/bo-berg",
        "inputUrl": "bo-berg",
        "text": "Words",
    }
    assert load([{**row, "author": ""}]).reasons == {"no author": 1}
    # Where the words over the post name a third person, the scraped author is not that person.
    row = {
        **row,
        "author": "Bo Berg",
        "authorUrl": "https://www.linkedin.com/in/bo-berg/",
        "action": "Cy Dahl commented on this",
    }
    found = one([row])
    assert (found["author"], found["surfacer"]) == ("Bo Berg", "Cy Dahl")
    assert found["surfacer_record_id"] == stable_id("r", "posts", "cy dahl|")


def test_the_words_over_a_post_may_name_its_author():
    row = {"text": "Words", "author": "Ana Silva", "action": "Ana Silva commented on this"}
    found = one([row])
    assert (found["kind"], found["surfacer_record_id"]) == ("post", None)


def test_cells_that_hold_objects_are_opened():
    table = (
        "text,author,postedAt\n"
        "\"Words\",\"{'name': 'Ana Silva', 'linkedinUrl': 'https://www.linkedin.com/in/ana-silva', 'info': None}\","
        '"{""timestamp"": 1775864353942}"\n'
        "More words,Bo Berg,2026-04-10\n"
    )
    found = posts(load(table, "pandas.csv"))
    assert (found["Words"]["author"], found["Words"]["created_at"]) == ("Ana Silva", MADE)
    assert found["Words"]["author_record_id"] == stable_id("r", "posts", "in:ana-silva")
    assert found["More words"]["author"] == "Bo Berg"


def test_text_stays_as_written_but_for_what_cannot_be_seen():
    written = "  Caf\u00e9 \U0001f469\u200d\U0001f3eb\r\nnext\u202e line\u2028and\x07 more\ud83d  "
    found = one([{"text": written, "author": "Ana\x00 \u202eSilva\n"}])
    assert found["text"] == "  Caf\u00e9 \U0001f469\u200d\U0001f3eb\nnext line\nand more\ufffd  "
    assert found["author"] == "Ana Silva"


def test_line_breaks_of_the_export_lose_their_quotes():
    table = 'author,ShareCommentary,ShareLink\nAna Silva,"One""\n""two ""quoted"" words",\n'
    assert one(table, "x.csv")["text"] == 'One\ntwo "quoted" words'


def test_large_tables_are_read_in_stretches(monkeypatch):
    rows = [
        {"author": f"Ana {place % 7}", "text": f'{place} "said"\nline two, é\n' + "word " * 120}
        for place in range(4000)
    ]
    table = flat(rows, "/")
    whole = load(table, "x.csv")
    assert (whole.read, len(table) > 2 * 2**20) == (4000, True)
    monkeypatch.setattr("relevance.sources.posts.flat._BLOCK", 2**19)
    parts = load(table, "x.csv")
    assert (parts.read, parts.reasons) == (4000, {})
    assert parts.accepted["post"].equals(whole.accepted["post"])


def test_the_address_of_the_words_over_a_post_is_the_surfacers():
    row = {
        "commentary": {"text": {"text": "Words"}},
        "actor": {"name": {"text": "Ana Silva"}},
        "header": {
            "text": {"text": "Bo Berg likes this"},
            "navigationContext": {"actionTarget": "https://www.linkedin.com/in/bo-berg"},
        },
    }
    found = one([row])
    assert (found["surfacer"], found["surfacer_record_id"], found["kind"]) == (
        "Bo Berg",
        stable_id("r", "posts", "in:bo-berg"),
        "like",
    )


def test_overlong_texts_are_cut():
    assert one([{"text": "a" * 20_001, "author": "Ana Silva"}])["text"] == "a" * 20_000
    assert one([{"text": "a" * 20_000, "author": "Ana Silva"}])["text"] == "a" * 20_000


def test_the_same_post_from_two_files_has_one_id():
    nested = one([HARVEST])
    own = one(cells(author="Ana Silva", text="Other words", url=f"urn:li:activity:{ID}"), "own.csv")
    assert nested["post_id"] == own["post_id"]


def test_an_address_that_many_posts_share_does_not_join_them():
    rows = [
        {"author": "Ana Silva", "text": text, "url": url}
        for text, url in [
            ("One", "https://social.example/@ana"),
            ("Two", "https://social.example/@ana"),
            ("Three", "https://www.linkedin.com/in/ana-silva"),
            ("Four", "https://www.linkedin.com/feed/"),
            ("Five", "https://www.linkedin.com/feed/"),
        ]
    ]
    result = load(rows)
    assert (result.reasons, result.accepted["post"].height) == ({}, 5)


def test_one_address_in_two_forms_is_one_post():
    rows = [
        {
            "author": "Ana Silva",
            "text": "One",
            "url": "https://www.linkedin.com/pulse/on-practice-ana/?trk=1",
        },
        {
            "author": "Ana Silva",
            "text": "One",
            "url": "http://de.linkedin.com/pulse/on-practice-ana#top",
        },
    ]
    assert load(rows).reasons == {"same post twice in this file": 1}


def test_of_two_rows_the_dated_one_stays():
    rows = [
        {"author": "Ana Silva", "text": "One", "postedAt": "3w"},
        {"author": "Ana Silva", "text": "One", "postedAt": "2026-04-10"},
    ]
    for table in (rows, rows[::-1]):
        result = load(table)
        assert posts(result)["One"]["created_at"] == datetime(2026, 4, 10, tzinfo=UTC)
        assert len(result.rejected) == 1


def test_ages_are_measured_from_the_file_where_nothing_else_is_known():
    file = SourceFile.from_bytes("x.csv", b"author,text,postedAgo\nAna,Words,3w\n", modified=AS_OF)
    (row,) = read(file).accepted["post"].to_dicts()
    assert (row["created_at"], row["is_approximate"]) == (THREE_WEEKS, True)
    file = SourceFile.from_bytes("x.csv", b"author,text,postedAgo\nAna,Words,3w\n")
    (row,) = read(file).accepted["post"].to_dicts()
    assert (row["created_at"], row["is_approximate"]) == (None, False)


def test_json_lines_with_blank_and_broken_lines():
    good = json.dumps({"author": "Ana Silva", "text": "Words"})
    result = load(
        f'{good}\n\n{{"author": "Bo", "te\n[1]\n{good.replace("Words", "More")}\n', "x.jsonl"
    )
    assert (result.read, result.reasons) == (
        4,
        {"a broken line": 1, "not an object with fields": 1},
    )
    assert [(one.row, one.excerpt) for one in result.rejected] == [
        (2, '{"author": "Bo", "te'),
        (3, "[1]"),
    ]
    assert sorted(posts(result)) == ["More", "Words"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: rows,
        lambda rows: {"items": rows},
        lambda rows: {"data": rows, "total": 2},
        lambda rows: {"success": True, "data": {"posts": rows, "cursor": None}},
        lambda rows: [{"items": rows[:1]}, {"items": rows[1:]}],
    ],
)
def test_arrays_are_found_in_what_wraps_them(wrap):
    rows = [{"author": "Ana Silva", "text": "One"}, {"author": "Ana Silva", "text": "Two"}]
    document = json.dumps(wrap(rows), indent=1).encode()
    assert recognises("x.json", document) is True
    assert sorted(posts(load(document))) == ["One", "Two"]


def test_a_single_object_is_one_row():
    assert load({"author": "Ana Silva", "text": "One"}).read == 1


def test_parquet_with_objects_and_lists(tmp_path):
    frame = pl.DataFrame(
        {
            "content": ["Words", None],
            "author": [
                {"name": "Ana Silva", "linkedinUrl": "https://www.linkedin.com/in/ana-silva"},
                {"name": "Bo Berg", "linkedinUrl": None},
            ],
            "postedAt": [{"timestamp": 1775864353942.0}, {"timestamp": None}],
            "tags": [["a"], []],
            "id": [int(ID), int(INNER_ID)],
        }
    )
    path = tmp_path / "posts.parquet"
    frame.write_parquet(path)
    on_disk = SourceFile(str(path), path.name, None, path, lambda: path.open("rb"))
    for file in (on_disk, SourceFile.from_bytes("posts.parquet", path.read_bytes())):
        result = read(file)
        assert (result.read, result.reasons) == (2, {"no text": 1})
        (row,) = posts(result).values()
        assert (row["author"], row["created_at"]) == ("Ana Silva", MADE)
        assert row["post_id"] == stable_id("t", ID, None)
    assert recognises("posts.parquet", path.read_bytes()[:65536]) is True


def test_parquet_with_dates():
    frame = pl.DataFrame(
        {"author": ["Ana"], "text": ["One"], "created_at": [datetime(2026, 4, 10, 12, 30)]}  # noqa: DTZ001
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    assert one(out.getvalue(), "x.parquet")["created_at"] == datetime(
        2026, 4, 10, 12, 30, tzinfo=UTC
    )


LINKEDIN_FILES = {
    "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "messages.csv": "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER",
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "Comments.csv": "Date,Link,Message",
    "Shares.csv": "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility",
    "Reactions.csv": "Date,Type,Link",
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Headline,Summary",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On",
}


@pytest.mark.parametrize(("name", "header"), LINKEDIN_FILES.items())
def test_files_of_the_linkedin_export_are_not_claimed(name, header):
    assert recognises(name, f"{header}\na,b,c\n".encode()) is False


OTHER_FILES = {
    "outbox.json": b'{"@context": "x", "orderedItems": [{"actor": "https://m.example", "object": {"content": "a"}}]}',
    "slack.json": b'[{"type": "message", "user": "U1", "text": "hello", "ts": "1.2"}]',
    "feed.json": b'{"version": "1", "description": "d", "author": {"name": "A"}, "items": [{"content_text": "x"}]}',
    "tweets.csv": b"tweet_id,user_id,timestamp,text\n1,2,3,hello\n",
    "page.html": b"<html><body>author,text</body></html>",
    "notes.csv": b"\xff\xd8\xff\xe0author,text\n",
    "empty.csv": b"",
    "empty.json": b"[]",
    "words.txt": b"just some words, nothing else\n",
}


@pytest.mark.parametrize(("name", "head"), OTHER_FILES.items())
def test_other_files_are_not_claimed(name, head):
    assert recognises(name, head) is False


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.json", "x.jsonl", "table"])
def test_post_tables_are_claimed_by_what_they_hold(name):
    table = json.dumps([HARVEST]) if "json" in name else flat([HARVEST], "/")
    assert recognises(name, table.encode()) is True
    assert recognises("picture.png", table.encode()) is False


def test_a_head_that_is_cut_off_is_enough():
    rows = [{**HARVEST, "content": f"{place} " * 300} for place in range(200)]
    for data in (
        json.dumps(rows),
        json.dumps({"items": rows}, indent=2),
        "\n".join(map(json.dumps, rows)),
    ):
        assert recognises("x.json", data.encode()[:65536]) is True
    long_row = [{**HARVEST, "comments": [{"commentary": "x" * 50}] * 2000}]
    assert recognises("x.json", json.dumps(long_row).encode()[:65536]) is True


def test_headers_under_other_lines_are_found():
    assert (
        one("Exported by a tool\n\nauthor,text\nAna Silva,Words\n", "x.csv")["author"]
        == "Ana Silva"
    )


def test_a_file_without_posts_names_what_it_has():
    with pytest.raises(
        NothingUsableError, match=r"the text and the author.*Found in 1 rows: name, age\."
    ):
        load([{"name": "Ana", "age": 40}])
    with pytest.raises(
        NothingUsableError, match=r"No column holds the author of a post.*text, age"
    ):
        load([{"text": "Ana", "age": 40}])
    with pytest.raises(NothingUsableError, match=r"name, age"):
        load("name,age\nAna,40\n", "x.csv")
    for nothing in ("[]", "{}", ""):
        with pytest.raises(NothingUsableError, match="No rows with named columns"):
            load(nothing)


def test_a_header_without_rows_has_read_nothing():
    result = load("author,text\n", "x.csv")
    assert (result.read, result.usable, result.rejected) == (0, False, ())


def test_damaged_files_say_so():
    with pytest.raises(UnreadableFileError, match="no valid JSON"):
        load('[{"author": "Ana", "text": "x"}, {"auth', "x.json")
    with pytest.raises(UnreadableFileError, match="Parquet file cannot be read"):
        load(b"PAR1" + b"\0" * 50 + b"PAR1", "x.parquet")
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        load("[" * 100_000 + "]" * 100_000, "x.json")


def test_a_cell_over_a_mebibyte_is_told_for_what_it_is():
    long = "word " * 300_000
    rows = [["Ana Silva", long, "2026-06-07"], ["Ben Okafor", "Short", "2026-06-07"]]
    data = rows_csv(["author", "text", "created_at"], rows, quote_all=True).encode()
    result = read(SourceFile.from_bytes("p.csv", data))
    assert result.reasons == {"a cell over 1 MiB, or a quote that is never closed": 1}
    assert result.accepted["post"]["text"].to_list() == ["Short"]


PAGES = {
    "array": lambda rows: json.dumps(rows),
    "wrapped": lambda rows: json.dumps({"data": rows, "cursor": 1}),
    "deep": lambda rows: json.dumps({"ok": True, "data": {"cursor": None, "items": rows}}),
    "pages of elements": lambda rows: json.dumps(
        [{"paging": {"start": n}, "elements": rows[n : n + 50]} for n in range(0, len(rows), 50)]
    ),
    "pages of data": lambda rows: json.dumps([{"data": rows[:300]}, {"data": rows[300:]}]),
    "pages in pages": lambda rows: json.dumps(
        {"pages": [{"items": rows[:300]}, {"error": "try later"}, {"items": rows[300:]}]}
    ),
    "by name": lambda rows: json.dumps({"ana": rows[:300], "bo": rows[300:]}),
    "by id": lambda rows: json.dumps({str(n): row for n, row in enumerate(rows)}),
    "arrays in an array": lambda rows: json.dumps([rows[:300], rows[300:]]),
    "beside what others said": lambda rows: json.dumps(
        {
            "posts": rows,
            "comments": [{"text": "Well said", "author": "Dora Ek"}],
            "people": [{"name": "Ana Silva"}],
        }
    ),
    "a long preamble": lambda rows: json.dumps({"meta": ["x" * 900] * 4, "posts": rows}),
    "lines": lambda rows: "\n".join(map(json.dumps, rows)) + "\n{broken\n",
    "pages in lines": lambda rows: "\r\n".join(
        json.dumps({"paging": {}, "elements": rows[n : n + 50]}) for n in range(0, len(rows), 50)
    ),
    "in UTF-16": lambda rows: json.dumps(rows, ensure_ascii=False).encode("utf-16"),
    "lines in UTF-16": lambda rows: "\n".join(map(json.dumps, rows)).encode("utf-16"),
    "with numbers of Python": lambda rows: json.dumps(
        [{**row, "headline": float("nan"), "likes": float("inf")} for row in rows]
    ),
    "answers of the interface": lambda rows: json.dumps(
        [
            {
                "data": {},
                "included": [
                    {"entityUrn": "x", "$type": "MiniProfile"},
                    {
                        "entityUrn": f"urn:li:fs_updateV2:({row['text']})",
                        "actor": {"name": {"text": row["author"]}},
                        "commentary": {"text": {"text": row["text"]}},
                    },
                ],
            }
            for row in rows
        ]
    ),
}


@pytest.mark.parametrize("shape", PAGES)
def test_large_json_is_streamed_and_says_the_same(shape, monkeypatch):
    rows = [
        {"author": f"Person {n}", "text": f"text {n} \U0001f469", "other": {"deep": [n] * 5}}
        for n in range(600)
    ]
    data = PAGES[shape](rows)
    data = data if isinstance(data, bytes) else data.encode()
    whole = load(data, "p.json")
    assert whole.accepted["post"].height == 600
    assert whole.reasons == ({"a broken line": 1} if shape == "lines" else {})
    monkeypatch.setattr("relevance.sources.posts.nested._LARGE", 20_000)
    monkeypatch.setattr("relevance.sources.posts.nested._PROBES", (4_000, 20_000))
    monkeypatch.setattr("relevance.sources.posts.nested._STREAMED_ROWS", 70)
    monkeypatch.setattr("relevance.sources.posts.nested._loaded", None)  # must not be needed
    streamed = load(data, "p.json")
    assert (streamed.read, streamed.rejected) == (whole.read, whole.rejected)
    assert streamed.accepted["post"].equals(whole.accepted["post"])


def test_large_json_that_breaks_off_says_so(monkeypatch):
    monkeypatch.setattr("relevance.sources.posts.nested._LARGE", 20_000)
    for end in (b"", b"[" * 3_000, b'{"id":' + b"9" * 5_000 + b"}]"):
        with pytest.raises(UnreadableFileError, match="cut off"):
            load(b'[{"author":"A","text":"b"},' + b" " * 30_000 + end, "p.json")


def test_a_row_of_millions_of_parts_is_refused(monkeypatch):
    monkeypatch.setattr("relevance.sources.posts.nested._LARGE", 20_000)
    monkeypatch.setattr("relevance.sources.posts.streaming._MOST_PARTS", 10_000)
    bomb = [{"author": "A", "text": "b"}, {"author": "A", "text": "c", "x": [1] * 20_000}]
    with pytest.raises(UnreadableFileError, match="millions of parts"):
        load(bomb)


def test_large_json_without_a_place_for_posts_is_read_as_a_whole(monkeypatch):
    monkeypatch.setattr("relevance.sources.posts.nested._LARGE", 2_000)
    row = {"author": "Ana Silva", "text": "One", "other": ["x" * 50] * 100}
    assert load(row).read == 1
    rows = [{"other": "x" * 3_000}, {"author": "Ana Silva", "text": "One"}]
    assert sorted(posts(load(rows))) == ["One"]


def test_posts_under_several_names_all_count_and_what_others_said_does_not():
    row = {"author": "Ana Silva", "text": "One"}
    said = [{"author": "Bo Berg", "text": f"Said {n}"} for n in range(5)]
    result = load({"ana": [row], "bo": [{**row, "text": "Two"}], "comments": said})
    assert sorted(posts(result)) == ["One", "Two"]
    # Where nothing else is there, it is what the owner meant.
    assert load({"comments": said}).read == 5


# -- authors -------------------------------------------------------------------------------------------

ANA_URL = "https://www.linkedin.com/in/ana-silva"
AUTHORS = [
    ("Ana Silva", ("Ana Silva", None, None, False)),
    ({"name": "Ana Silva", "info": "Coach"}, ("Ana Silva", None, "Coach", False)),
    ({"first_name": "Ana", "last_name": "Silva", "profile_url": ANA_URL + "?x"}, ("Ana Silva", ANA_URL, None, False)),
    ({"firstName": "Ana", "lastName": "Silva", "username": "ana-silva"}, ("Ana Silva", ANA_URL, None, False)),
    ({"name": {"text": "Ana Silva"}, "url": ANA_URL + "/de"}, ("Ana Silva", ANA_URL, None, False)),
    ([{"name": "Ana Silva", "linkedinUrl": "https://de.linkedin.com/in/Ana-Silva/"}],
     ("Ana Silva", ANA_URL, None, False)),
    ({"publicIdentifier": "ana-silva", "occupation": "Coach"}, ("ana-silva", ANA_URL, "Coach", False)),
    ({"name": "Nordhav", "company_url": "https://www.linkedin.com/company/Nordhav/posts", "follower_count": 9},
     ("Nordhav", "https://www.linkedin.com/company/nordhav", None, True)),
    ({"name": "Nordhav", "urn": "urn:li:company:123"}, ("Nordhav", None, None, True)),
    ({"name": "Nordhav", "urn": "urn:li:fsd_company:123"}, ("Nordhav", None, None, True)),
    ({"name": "Nordhav", "type": "COMPANY"}, ("Nordhav", None, None, True)),
    ({"name": "Nordhav", "url": "https://www.linkedin.com/showcase/nordhav"},
     ("Nordhav", "https://www.linkedin.com/showcase/nordhav", None, True)),
]  # fmt: skip


@pytest.mark.parametrize(("author", "expected"), AUTHORS)
def test_every_shape_of_an_author(author, expected):
    result = load([{"text": "Words", "author": author}])
    assert (result.read, result.reasons) == (1, {})
    (row,) = result.accepted["record"].to_dicts()
    assert (row["name"], row["url"], row["headline"], row["is_company"]) == expected


# -- what of a post could not be read --------------------------------------------------------------------


def test_what_could_not_be_read_of_a_post_is_counted_and_the_post_kept():
    table = (
        "author,text,created_at,kind,urn\n"
        "Ana Silva,One,soon,,\n"
        "Ana Silva,Two,3w,,\n"
        "Ana Silva,Three,10.04.2026 23:39,haiku,\n"
        "Ana Silva,Four,2026-04-10T23:39:13Z,quote,7.44851E+18\n"
        "Ana Silva,Five,2026-04-10,Post,\n"
        "Ana Silva,Six,,,\n"
        "Ana Silva,,soon,haiku,\n"
    )
    result = read(source("x.csv", table))
    assert (result.read, result.reasons) == (7, {"no text": 1})
    assert result.notes == {
        "a spreadsheet has rounded its id": 1,
        "its age has no day to be counted from": 1,
        "its date cannot be read": 1,
        "its kind is not known, so it counts as a post": 1,
        "its time names no zone, so that of the settings is taken": 1,
    }
    found = posts(result)
    assert {text: row["is_approximate"] for text, row in found.items()} == {
        "One": False,
        "Two": False,
        "Three": True,
        "Four": False,
        "Five": True,
        "Six": False,
    }
    assert load([HARVEST]).notes == {}


def test_times_without_a_zone_are_taken_in_the_one_that_is_set():
    zone = ZoneInfo("Asia/Tokyo")
    times = {
        "2026-04-10 23:39:13": (datetime(2026, 4, 10, 14, 39, 13, tzinfo=UTC), True),
        "2026-04-10T23:39:13Z": (MADE.replace(microsecond=0), False),
        "2026-04-10T23:39:13-02:00": (datetime(2026, 4, 11, 1, 39, 13, tzinfo=UTC), False),
        "1775864353942": (MADE, False),
        "2026-04-10": (datetime(2026, 4, 10, tzinfo=UTC), True),
    }
    for text, expected in times.items():
        found = one(cells(author="Ana Silva", text="W", created_at=text), "x.csv", zone=zone)
        assert (found["created_at"], found["is_approximate"]) == expected, text


def test_linkedins_own_times_are_in_utc_where_nothing_else_is_set():
    own, other = "2026-04-10 23:39:13", "4/10/26, 11:39 PM"
    for written, network, is_approximate in (
        (own, "", False),
        (own, "LinkedIn", False),
        (own, "mastodon", True),
        (other, "", True),
    ):
        row = cells(author="Ana Silva", text="W", created_at=f'"{written}"', network=network)
        for zone in (UTC, ZoneInfo("UTC")):
            assert one(row, "x.csv", zone=zone)["is_approximate"] is is_approximate
        assert one(row, "x.csv", zone=ZoneInfo("Asia/Tokyo"))["is_approximate"] is True


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-04-10 23:39:13", MADE.replace(microsecond=0)),  # UTC, as LinkedIn writes it
        ("2026-04-11 08:39:13", MADE),  # the collector's own zone, nine hours ahead
        ("2026-04-10 18:09", MADE),
    ],
)
@pytest.mark.parametrize("zone", [UTC, ZoneInfo("America/New_York")])
def test_the_id_of_a_post_tells_which_zone_its_time_is_of(written, expected, zone):
    row = cells(author="Ana Silva", text="W", created_at=written, urn=ID)
    found = one(row, "x.csv", zone=zone)
    assert (found["created_at"], found["is_approximate"]) == (expected, False)


def test_a_rounded_id_dates_a_post_and_is_no_key():
    rows = [
        {"author": "Ana Silva", "text": "One", "id": float(ID)},
        {"author": "Bo Berg", "text": "Two", "id": float(ID)},
    ]
    for table, name in (
        (rows, "x.json"),
        ("\n".join(map(json.dumps, rows)), "x.jsonl"),
        (pl.DataFrame(rows), "x.parquet"),
        (
            "author;text;id\nAna Silva;One;7,44851496319635E+18\nBo Berg;Two;7,44851496319635E+18\n",
            "x.csv",
        ),
    ):
        if isinstance(table, pl.DataFrame):
            out = io.BytesIO()
            table.write_parquet(out)
            table = out.getvalue()
        result = load(table, name)
        assert (result.reasons, result.notes) == ({}, {"a spreadsheet has rounded its id": 2})
        found = posts(result)
        assert sorted(found) == ["One", "Two"]
        assert abs((found["One"]["created_at"] - MADE).total_seconds()) < 0.01
        assert found["One"]["is_approximate"] is True


def test_an_id_in_the_address_stands_in_for_a_rounded_one():
    found = load(cells(author="Ana Silva", text="One", urn="7.44851E+18", url=POST_URL), "x.csv")
    assert found.notes == {}
    assert posts(found)["One"]["post_id"] == stable_id("t", ID, None)


def test_a_post_without_an_address_gets_that_of_its_id():
    base = {"author": "Ana Silva", "text": "One"}
    page = "https://www.linkedin.com/feed/update/urn:li"
    assert one([{**base, "urn": ID}])["url"] == f"{page}:activity:{ID}"
    assert one([{**base, "urn": int(ID)}])["url"] == f"{page}:activity:{ID}"
    assert one([{**base, "urn": f"urn:li:ugcPost:{ID}"}])["url"] == f"{page}:ugcPost:{ID}"
    assert one([{**base, "urn": f"urn:li:activity:{ID}", "network": "x"}])["url"] is None


def test_dates_as_databases_write_them():
    base = {"author": "Ana Silva", "text": "One"}
    for date_written in (
        {"$date": "2026-04-10T23:39:13.942Z"},
        {"$date": {"$numberLong": "1775864353942"}},
        {"$numberLong": "1775864353942"},
    ):
        assert one([{**base, "postedAt": date_written}])["created_at"] == MADE


# -- texts and tables of every make --------------------------------------------------------------------

TEXTS = {
    "R&amp;D is &lt;3": "R&D is <3",
    "R&amp;amp;D": "R&D",
    "It&#39;s &quot;good&quot;&nbsp;&#x1F642;": 'It\'s "good" \U0001f642',
    "One<br>two<br/>three": "One\ntwo\nthree",
    "<p>One</p><p>Two &amp; three</p>": "One\nTwo & three",
    "&lt;p&gt;One&lt;/p&gt;": "One",
    "<p>I <strong>mean</strong> it</p>": "I mean it",
    "Use <b>bold</b> words": "Use <b>bold</b> words",
    "a < b and c > d": "a < b and c > d",
    "A List<String> & more": "A List<String> & more",
    "The <br> tag?": "The\ntag?",
    "<script>x</script>": "<script>x</script>",
    "AT&T; B&B": "AT&T; B&B",
}


@pytest.mark.parametrize(("written", "expected"), TEXTS.items())
def test_markup_and_entities_are_read_as_a_reader_sees_them(written, expected):
    assert one([{"author": "Ana Silva", "text": written}])["text"] == expected


def test_markup_without_any_words_is_no_text():
    assert load([{"author": "Ana Silva", "text": "<p>&nbsp;</p>"}]).reasons == {"no text": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_of_every_make(encoding, delimiter):
    rows = [["Zoë Ørsted", "Wörds – “quoted”; x, y | z\nline two", "2026-04-10"]]
    table = rows_csv(["author", "text", "created_at"], rows, delimiter=delimiter, end="\r\n")
    found = one(table.encode(encoding), "x.csv")
    assert (found["author"], found["text"]) == (
        "Zoë Ørsted",
        "Wörds – “quoted”; x, y | z\nline two",
    )


@pytest.mark.parametrize("name", ["posts.xlsx", "posts.csv"])
def test_workbooks_are_tables(name):
    book = workbook(
        [
            ["Exported by a tool", "", ""],
            ["author", "text", "created_at"],
            ["Ana Silva", "Words", datetime(2026, 4, 10, 12, 30)],  # noqa: DTZ001
            ["Ana Silva", "", ""],
        ]
    )
    assert recognises(name, book) is True
    result = load(book, name)
    assert (result.read, result.reasons) == (2, {"no text": 1})
    assert posts(result)["Words"]["created_at"] == datetime(2026, 4, 10, 12, 30, tzinfo=UTC)
    other = workbook([["name", "age"], ["Ana", "40"]])
    assert recognises("x.xlsx", other) is False
    with pytest.raises(NothingUsableError, match=r"Found in 0 rows: name, age"):
        load(other, "x.xlsx")


def test_parquet_with_a_list_of_authors_and_zoned_dates():
    frame = pl.DataFrame(
        {
            "text": ["One"],
            "author": [[{"name": "Ana Silva", "linkedinUrl": ANA_URL}]],
            "created_at": [datetime(2026, 4, 10, 12, 30, tzinfo=UTC)],
        }
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    found = one(out.getvalue(), "x.parquet")
    assert (found["author"], found["is_approximate"]) == ("Ana Silva", False)
    assert found["author_record_id"] == stable_id("r", "posts", "in:ana-silva")


def test_one_post_that_two_people_brought_in_is_there_for_each_of_them():
    row = {"author": "Ana Silva", "text": "One", "urn": ID}
    rows = [{**row, "header": {"text": f"{name} likes this"}} for name in ("Bo Berg", "Cy Dahl")]
    result = load([*rows, rows[0], row])
    assert result.reasons == {"same post twice in this file": 1}
    found = result.accepted["post"]
    people = dict(result.accepted["record"].select("record_id", "name").iter_rows())
    assert sorted(
        (people.get(one) or "", kind)
        for one, kind in found.select("surfacer_record_id", "kind").iter_rows()
    ) == [
        ("", "post"),
        ("Bo Berg", "like"),
        ("Cy Dahl", "like"),
    ]


BO = {"name": "Bo Berg", "linkedinUrl": "https://www.linkedin.com/in/bo-berg", "info": "Coach"}
INNER = {
    "id": INNER_ID,
    "content": "Inner",
    "author": {"name": "Ana Silva", "linkedinUrl": ANA_URL},
    "postedAt": {"timestamp": 1775000000000},
}


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("streamed", [False, True])
def test_reposts_alone_in_a_file_keep_who_passed_them_on(lines, streamed, monkeypatch):
    rows = [
        {
            "type": "post",
            "id": str(int(ID) + n),
            "content": None,
            "author": BO,
            "repost": {**INNER, "content": f"Inner {n}"},
        }
        for n in range(3)
    ]
    table = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows)
    if streamed:
        monkeypatch.setattr("relevance.sources.posts.nested._LARGE", len(table) // 2)
    result = load(table)
    assert (result.read, result.reasons) == (3, {})
    shown = {(row["kind"], row["author"], row["surfacer"]) for row in posts(result).values()}
    assert shown == {("bare_reshare", "Ana Silva", "Bo Berg")}
    # It came up when it was passed on, which its own id tells.
    assert posts(result)["Inner 0"]["created_at"] == MADE


def test_a_reshare_with_words_is_of_its_own_day():
    found = one([{"type": "post", "id": ID, "content": "My words", "author": BO, "repost": INNER}])
    assert (found["kind"], found["author"], found["created_at"]) == ("reshare", "Bo Berg", MADE)
    found = one([{"content": "My words", "author": BO, "repost": INNER}])
    assert found["created_at"] == datetime(2026, 3, 31, 23, 33, 20, tzinfo=UTC)


KINDS = {
    "post": "post original regular article Image",
    "reshare": "reshare quote Shared repost-with-thoughts",
    "bare_reshare": "repost Reposted bare_reshare instant_repost",
    "like": "like Liked PRAISE empathy MAYBE commented comment reaction",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_a_kind(kind):
    for word in (
        *KINDS[kind].split(),
        *({"like": ["liked this", "commented on this"]}.get(kind, [])),
    ):
        result = load(cells(author="Ana Silva", text="Words", kind=word), "x.csv")
        assert (posts(result)["Words"]["kind"], result.notes) == (kind, {})
