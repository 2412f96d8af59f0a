"""How long a large LinkedIn export takes, beside what DuckDB alone needs to read the same rows from clean CSV.

Run as a module it prints a table and writes it to `results/import_speed.md`: 30,000 connections and 500,000 messages
in the shape of 2026, invented, with adverts, drafts, spam, rooms of several and line breaks.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.store import Store
from tests.linkedin_export import (
    Contact,
    Message,
    connections_csv,
    export_zip,
    messages_csv,
    rows_csv,
)

CONNECTIONS = 30_000
MESSAGES = 500_000
RESULTS = Path(__file__).parent / "results" / "import_speed.md"
MOST_SECONDS = 30.0
MOST_RATIO = 4.0

_NAMES = "Ana Ben Cleo Dina Eli Fay Gus Hana Ida Jo Kim Lea Max Nia Oto Pia Rui Sam Tea Uma"
_GIVEN = _NAMES.split()
_SENTENCE = (
    "the plan works better than last week and we could meet about the course on Thursday since the trams are late "
    "again so please send me your notes about checklists and job aids before the talk"
)
_WORDS = _SENTENCE.split()
_OWNER = "Maren Example", "https://www.linkedin.com/in/maren-example"


def written(folder: Path, *, connections: int = CONNECTIONS, messages: int = MESSAGES) -> Path:
    """Write the export and return its path."""
    chance = random.Random(7)
    people = [
        Contact(
            _GIVEN[n % 20],
            f"Surname{n:05d}",
            f"{_GIVEN[n % 20].lower()}-{n:05d}",
            company=f"Company {n % 900}",
            position="Trainer",
        )
        for n in range(connections)
    ]
    start = datetime(2020, 1, 1, tzinfo=UTC)
    rows = []
    for n in range(messages):
        person = people[chance.randrange(min(connections, 8_000))]
        name, url = f"{person.given} {person.family}", person.url
        text = " ".join(chance.choices(_WORDS, k=chance.randint(4, 60)))
        text = text.replace(" and ", "\n", 1) if n % 9 == 0 else text
        theirs = n % 2 == 0
        rows.append(
            Message(
                name if theirs else _OWNER[0],
                _OWNER[0] if theirs else name,
                start + timedelta(minutes=6 * n),
                f"<p>Dear %FIRSTNAME%</p>{text}" if n % 40 == 0 else text,
                sender_url=url if theirs else _OWNER[1],
                urls=_OWNER[1] if theirs else url,
                conversation=f"2-{person.slug}==",
                folder="SPAM" if n % 50 == 7 else "INBOX",
                draft=n % 200 == 3,
            )
        )
    files = {"Connections.csv": connections_csv(people), "messages.csv": messages_csv(rows)}
    header = ["conversation", "sender_url", "recipient_url", "at", "content", "folder"]
    plain = [
        [m.conversation, m.sender_url, m.urls, f"{m.sent:%Y-%m-%d %H:%M:%S}", m.content, m.folder]
        for m in rows
    ]
    clean = rows_csv(header, plain, quote_all=True)
    (folder / "messages.csv").write_text(clean, "utf-8")
    people_rows = [[p.given, p.family, p.url, p.company, p.position, str(p.since)] for p in people]
    header = ["given", "family", "url", "company", "position", "since"]
    (folder / "people.csv").write_text(rows_csv(header, people_rows), "utf-8")
    return export_zip(folder / "Basic_LinkedInDataExport_06-08-2026.zip", files)


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


_ALONE = """
CREATE TABLE person (
    url VARCHAR PRIMARY KEY, given VARCHAR, family VARCHAR, company VARCHAR, position VARCHAR, since VARCHAR
);
INSERT INTO person SELECT url, given, family, company, position, since
FROM read_csv('{folder}/people.csv', all_varchar = true);
CREATE TABLE message (
    id VARCHAR PRIMARY KEY, conversation VARCHAR, sender VARCHAR, recipient VARCHAR, "at" TIMESTAMP, content VARCHAR
);
INSERT INTO message
SELECT sha256(concat_ws('|', conversation, "at", sender_url, content)), conversation, sender_url, recipient_url,
       "at"::TIMESTAMP, content
FROM read_csv('{folder}/messages.csv', all_varchar = true, quote = '"', escape = '"');
"""


def duckdb_alone(folder: Path, name: str) -> None:
    """Read the same rows from clean CSV into tables with the same keys."""
    with duckdb.connect(str(folder / f"{name}.duckdb")) as alone:
        alone.execute(_ALONE.format(folder=folder))


def measured(runs: int = 3, **size: int) -> tuple[float, float, int]:
    """Return the median seconds of importing, those of DuckDB alone, and the encounters taken in."""
    ours, theirs, taken = [], [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = written(folder, **size)
        for run in range(runs):
            with Store.open(folder / f"ours{run}.duckdb") as store:
                ours.append(seconds(lambda: import_paths(store, [export], settings=Settings())))
                taken = store.count("encounter")
            theirs.append(seconds(lambda: duckdb_alone(folder, f"theirs{run}")))  # noqa: B023 - run at once
    return statistics.median(ours), statistics.median(theirs), taken


def report(ours: float, theirs: float, taken: int) -> str:
    """Return the table."""
    return (
        "# Importing a large LinkedIn export\n\n"
        f"{CONNECTIONS:,} connections and {MESSAGES:,} messages ({taken:,} encounters), median of three runs, both in\n"
        "one run of `python -m tests.benchmarks.import_speed` on 2 cores.\n\n"
        "| what | seconds | limit |\n| --- | --- | --- |\n"
        f"| import: read, judge, take in with origins, link people | {ours:.1f} | {MOST_SECONDS:.0f} |\n"
        f"| DuckDB alone: clean CSV into tables with keys, ids by SHA-256 | {theirs:.1f} | |\n"
        f"| ratio | {ours / theirs:.1f} | {MOST_RATIO:.0f} |\n"
    )


@pytest.mark.bench
def test_a_large_export_is_in_within_its_limits() -> None:
    ours, theirs, _ = measured()
    assert ours < MOST_SECONDS
    assert ours / theirs < MOST_RATIO


if __name__ == "__main__":
    text = report(*measured())
    RESULTS.write_text(text, "utf-8")
    print(text)
