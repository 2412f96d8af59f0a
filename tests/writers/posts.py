"""Samples of tables of posts in the shapes of their producers, for suites that damage them; everyone is invented."""

import json

from tests.linkedin_export import rows_csv, workbook

ID = (1775864353942 << 22) + 7
HARVEST = {
    "type": "post",
    "id": str(ID),
    "linkedinUrl": f"https://www.linkedin.com/posts/ana-silva_x-activity-{ID}-AbCd",
    "content": "Short practice beats &amp; outlasts<br>long courses.",
    "author": {"name": "Ana Silva", "publicIdentifier": "ana-silva", "info": "Coach"},
    "postedAt": {"timestamp": 1775864353942, "postedAgoShort": "3w"},
    "header": {"text": "Bo Berg likes this"},
    "repost": {"content": "Inside", "author": {"name": "Cy Dahl"}, "postedAt": "2mo"},
}
APIMAESTRO = {
    "full_urn": f"urn:li:ugcPost:{ID}",
    "text": "What we measured.",
    "posted_at": {"relative": "3w", "date": "2026-04-10 23:39:13"},
    "author": {"first_name": "Ana", "last_name": "Silva", "username": "ana-silva"},
}
VOYAGER = {
    "data": {},
    "included": [
        {
            "entityUrn": f"urn:li:fs_updateV2:(urn:li:activity:{ID},FEED)",
            "actor": {"name": {"text": "Ana Silva"}, "subDescription": {"text": "2 mo •"}},
            "commentary": {"text": {"text": "From the feed"}},
            "*resharedUpdate": "urn:li:fs_updateV2:(inner)",
        },
        {
            "entityUrn": "urn:li:fs_updateV2:(inner)",
            "actor": {"name": {"text": "Cy Dahl"}},
            "commentary": {"text": {"text": "Inside"}},
        },
    ],
}
PHANTOM = [
    ["postUrl", "postContent", "postDate", "action", "author", "authorUrl", "profileUrl", "timestamp"],
    ["https://x.example/2", "Words", "3w", "Bo Berg liked this", "Ana Silva", "ana-silva", "bo-berg",
     "2026-06-20T08:00:00.000Z"],
]  # fmt: skip
DAMAGED = [["author", "text", "urn", "kind"], ["Ana Silva", "Wörds; more", "7,44851E+18", "haiku"]]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "posts/harvest.json": json.dumps(
            [{"paging": {"start": 0}, "elements": [HARVEST]}, {"elements": []}]
        ).encode(),
        "posts/apimaestro.jsonl": "\n".join(
            json.dumps({"data": [APIMAESTRO, HARVEST]}) for _ in range(2)
        ).encode(),
        "posts/voyager.json": json.dumps([VOYAGER]).encode(),
        "posts/phantombuster.tsv": rows_csv(PHANTOM[0], PHANTOM[1:], delimiter="\t").encode(
            "utf-16"
        ),
        "posts/damaged.csv": rows_csv(DAMAGED[0], DAMAGED[1:], delimiter=";").encode("cp1252"),
        "posts/book.xlsx": workbook(PHANTOM),
    }
