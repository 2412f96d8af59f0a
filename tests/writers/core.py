"""Samples of the LinkedIn export's main files and of tables of posts, for suites that damage them."""

import json
from datetime import UTC, datetime

from tests.linkedin_export import (
    Contact,
    Invitation,
    Message,
    connections_csv,
    invitations_csv,
    messages_csv,
    profile_csv,
    rows_csv,
    table_csv,
)

ANA = Contact("Ana", "Silva, PhD", "ana-silva", "ana@example.org", "Fenland Water", "Trainer")
HIDDEN = Contact()
SENT = datetime(2026, 6, 7, 9, 7, tzinfo=UTC)
MESSAGE = Message(
    "Ana Silva, PhD",
    "Maren Example, Ben Okafor",
    SENT,
    "Hello,\nshall we talk about “job aids”?",
    sender_url=ANA.url,
    urls="https://www.linkedin.com/in/maren,https://www.linkedin.com/in/ben-okafor",
)
ADVERT = Message("Ben Okafor", "Maren Example", SENT, "<p>Dear %FIRSTNAME%</p>", urls=ANA.url)
POSTS = [
    {
        "author": "Ana Silva",
        "author_url": ANA.url,
        "text": "What a checklist taught us about inductions.\n\n#learning",
        "created_at": "2026-06-07T09:07:00Z",
        "url": "https://www.linkedin.com/feed/update/urn:li:activity:7448514963196346375",
        "surfaced_by": "Ben Okafor",
        "surfaced_by_url": "https://www.linkedin.com/in/ben-okafor",
        "kind": "like",
    },
    {"author": "Cleo Dahl", "author_url": "", "text": "Good morning", "created_at": "3w"},
]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    invitation = Invitation(
        "Ana Silva", "Maren Example", SENT, "I liked your talk, may I ask about it?"
    )
    found = {
        f"{era}/{name}.csv": data
        for era in ("2018", "2023", "2026")
        for name, data in (
            ("Connections", connections_csv([ANA, HIDDEN], era)),
            ("Invitations", invitations_csv([invitation], era)),
            ("messages", messages_csv([MESSAGE, ADVERT], era)),
        )
    }
    return {
        **found,
        "Profile.csv": profile_csv(
            first_name="Maren", last_name="Example", twitter_handles="[maren]"
        ),
        "Positions.csv": table_csv(
            "Company Name,Title,Description,Location,Started On,Finished On",
            ("Northrail", "Lead", "", "", "Mar 2019", ""),
        ),
        "Education.csv": table_csv(
            "School Name,Start Date,End Date,Notes,Degree Name,Activities",
            ("Ashbourne", "2001", "2004", "", "BA", ""),
        ),
        "Skills.csv": table_csv("Name", ("Job aids",)),
        "Hashtag_Follows.csv": table_csv(
            "HashTag,CreatedTime,LastModifiedTime,State", ("#learning", "", "", "Follow")
        ),
        "Company Follows.csv": table_csv(
            "Organization,Followed On", ("Lindby", "Sat Sep 05 08:12:14 UTC 2026")
        ),
        "Member_Follows.csv": table_csv(
            "Date,Status,FullName", ("2026-06-07 09:07:00", "Active", "Ben Okafor")
        ),
        "Notes.csv": table_csv(
            "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On",
            ("Ana", "Silva", ANA.url, "met in Leeds", "2026-06-07 09:07:00", ""),
        ),
        "Email Addresses.csv": table_csv(
            "Email Address,Confirmed,Primary,Updated On",
            ("maren@own.example", "Yes", "Yes", "Not Available"),
        ),
        "posts.csv": rows_csv(
            list(POSTS[0]), [[row.get(name, "") for name in POSTS[0]] for row in POSTS]
        ).encode(),
        "posts.json": json.dumps(POSTS).encode(),
        "posts.jsonl": "\n".join(map(json.dumps, POSTS)).encode(),
    }
