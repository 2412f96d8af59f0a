"""A dozen invented people whose figures can be worked out by hand, as real files on disk.

The owner is Ada Example. Every post of the world is about exactly one of four subjects, and
`WordEncoder` gives each subject an axis of its own, so that a match is near 1 or near 0.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from relevance.config import Settings
from relevance.embedding import DEFAULT_MODEL, Encoder
from relevance.interests import Interest
from relevance.pipeline import embed, import_paths, save_interests
from relevance.store import Store

NEWEST = datetime(2026, 11, 1, 12, tzinfo=UTC)
SUBJECTS = {"design": 0, "crypto": 1, "trains": 2, "weather": 3}
INTERESTS = (
    Interest("Learning design", 100, ("design",)),
    Interest("Trains", 50, ("trains",)),
    Interest("Crypto", -100, ("crypto",)),
)

# slug, given name, family name, company, position, connected on
CONNECTIONS = (
    ("bea-brook", "Bea", "Brook", "Fenland Water", "Trainer", "03 Jan 2020"),
    ("carl-cole", "Carl", "Cole", "Coinhouse", "Trader", "04 Feb 2021"),
    ("dina-dahl", "Dina", "Dahl", "Northrail", "Engineer", "05 Mar 2019"),
    ("eli-east", "Eli", "East", "Weatherly", "Forecaster", "06 Apr 2018"),
    ("fay-ford", "Fay", "Ford, PhD", "Open School", "Lecturer", "07 May 2022"),
    ("gus-gray", "Gus", "Gray", "Fenland Water", "Plumber", "08 Jun 2022"),
    ("hana-holm", "Hana", "Holm", "Lindby", "Facilitator", "09 Jul 2023"),
    ("sam-smith-1", "Sam", "Smith", "Alpha", "Clerk", "10 Aug 2023"),
    ("sam-smith-2", "Sam", "Smith", "Beta", "Clerk", "11 Sep 2023"),
    ("ida-inge", "Ida", "Inge (née Berg)", "Gamma", "Author", "12 Oct 2024"),
)
# person, subject, number of posts: one a day, going back from NEWEST
POSTED = (
    ("bea-brook", "Bea Brook", "design", 6),
    ("carl-cole", "Carl Cole", "crypto", 8),
    ("dina-dahl", "Dina Dahl", "trains", 4),
    ("eli-east", "Eli East", "weather", 5),
    ("fay-ford", "Fay Ford", "design", 1),
)
INVITES = (
    # slug, name, sent, note
    (
        "jo-june",
        "Jo June",
        "10/20/26, 9:15 AM",
        "I liked your talk on course design in Leeds, may I ask about it?",
    ),
    ("kim-kane", "Kim Kane", "10/25/26, 2:40 PM", ""),
    (
        "lou-lark",
        "Lou Lark",
        "10/28/26, 8:05 AM",
        "I'd like to add you to my professional network on LinkedIn.",
    ),
    ("max-moor", "Max Moor", "1/2/25, 7:00 PM", ""),
    ("bea-brook", "Bea Brook", "1/1/20, 7:00 PM", ""),
)


class WordEncoder:
    """Gives each text the axis of the subject it names; a text of none gets the last axis."""

    model_id = DEFAULT_MODEL
    dimensions = 384

    def __init__(self) -> None:
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors, (n, 384)."""
        self.calls += 1
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            found = [axis for word, axis in SUBJECTS.items() if word in text.casefold()]
            out[row, found or [self.dimensions - 1]] = 1.0
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as LinkedIn writes them today: commas, quotes where needed, line feeds."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def export_files() -> dict[str, str]:
    """Return the files of Ada's export of 1 November 2026."""
    preamble = (
        'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
    )
    own = "https://www.linkedin.com/in/ada-example"
    conversation = ("CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO")
    rest = ("RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER")
    return {
        "Connections.csv": preamble
        + table(
            ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
            [
                (given, family, f"https://www.linkedin.com/in/{slug}", "", company, position, day)
                for slug, given, family, company, position, day in CONNECTIONS
            ]
            + [("", "", "", "", "", "", "13 Nov 2024")],
        ),
        "Invitations.csv": table(
            ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"),
            [
                (name, "Ada Example", sent, note, "INCOMING", f"https://www.linkedin.com/in/{slug}", own)
                for slug, name, sent, note in INVITES
            ],
        ),
        "messages.csv": table(
            (*conversation, *rest),
            [
                ("2-a", "", "Kim Kane", "https://www.linkedin.com/in/kim-kane", "Ada Example", own,
                 "2023-05-01 10:00:00 UTC", "", "Thanks for the slides!", "INBOX"),
                ("2-b", "", "Ada Example", own, "Bea Brook", "https://www.linkedin.com/in/bea-brook",
                 "2024-05-01 10:00:00 UTC", "", "Shall we meet?", "INBOX"),
                ("2-b", "", "Bea Brook", "https://www.linkedin.com/in/bea-brook", "Ada Example", own,
                 "2024-05-02 10:00:00 UTC", "", "Yes, on Friday.", "INBOX"),
            ],
        ),
        "Profile.csv": table(
            ("First Name", "Last Name", "Maiden Name", "Headline", "Summary", "Industry"),
            [("Ada", "Example", "Muster", "Head of learning", "", "E-learning")],
        ),
        "Skills.csv": table(("Name",), [("Instructional Design",), ("Facilitation",)]),
        "SavedJobAlerts.csv": table(("ALERT_PARAMETERS", "QUERY_CONTEXT"), [("a", "b")]),
    }  # fmt: skip


def write_export(folder: Path) -> Path:
    """Write Ada's export zip into `folder` and return its path."""
    path = folder / "Basic_LinkedInDataExport_11-01-2026.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in export_files().items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 12, 0, 0)), text)
    return path


def post_rows() -> list[dict[str, str]]:
    """Return the rows of the posts table: own posts, and one of an inviter."""
    rows = [
        {
            "author": name,
            "author_url": f"https://www.linkedin.com/in/{slug}",
            "text": f"Post {number} of {name}: all about {subject}.",
            "created_at": (NEWEST - timedelta(days=number)).isoformat(),
        }
        for slug, name, subject, count in POSTED
        for number in range(count)
    ]
    stranger = {
        "author": "Lou Lark",
        "author_url": "https://www.linkedin.com/in/lou-lark",
        "text": "Lou writes about crypto.",
        "created_at": NEWEST.isoformat(),
    }
    return [*rows, stranger]


def write_posts(folder: Path, rows: Sequence[dict[str, str]] | None = None) -> Path:
    """Write the posts table into `folder` and return its path."""
    path = folder / "posts.csv"
    listed = list(post_rows() if rows is None else rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path


def fill(store: Store, folder: Path, *, encoder: Encoder | None = None) -> Settings:
    """Import the world, embed it and state Ada's interests; return the settings used."""
    settings = Settings(database=store.path)
    import_paths(store, [write_export(folder), write_posts(folder)], settings=settings)
    save_interests(store, INTERESTS, reason="world")
    embed(store, encoder=encoder or WordEncoder())
    return settings
