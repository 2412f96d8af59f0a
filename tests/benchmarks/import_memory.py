"""How much memory the largest files take: a 1 GB mailbox, and 200 MB of one's own posts on X.

Run as a module it prints a table and writes it to `results/import_memory.md`. Each import runs in a process of its own,
whose peak of resident memory is taken, libraries included.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.benchmarks.table import Table

RESULTS = Path(__file__).parent / "results" / "import_memory.md"
MOST_MEGABYTES = 500

_START = datetime(2016, 1, 1, tzinfo=UTC)
_LINE = "The plan works better than last week, and we could meet about the course on Thursday.\n"
_WORDS = [
    first + second
    for first in "belakomusirota"
    for second in ("an", "er", "il", "on", "ut", "ey", "st", "mp")
]
_IMPORT = """
import json, resource, sys, time
from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.store import Store
from tests.benchmarks.table import Table
began = time.perf_counter()
with Store.open(sys.argv[1]) as store:
    import_paths(store, [sys.argv[2]], settings=Settings(), owner=["maren@example.org"])
    told = {table: store.count(table) for table in ("encounter", "post", "record")}
told["seconds"] = time.perf_counter() - began
told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(told))
"""


def mailbox(folder: Path, megabytes: int = 1_000) -> Path:
    """Write a mailbox of `megabytes`: letters of a few kilobytes, one in twenty with an attachment."""
    file = folder / "All mail.mbox"
    attached = "QUJD" * 19 + "\n"
    with file.open("w", encoding="ascii", newline="\n") as out:
        number = 0
        while out.tell() < megabytes * 10**6:
            at = _START + timedelta(minutes=17 * number)
            other = f"Person {number % 4_000} <p{number % 4_000}@example.com>"
            sender, recipient = other, "Maren Example <maren@example.org>"
            if number % 2:
                sender, recipient = recipient, sender
            body = _LINE * (20 + number % 60)
            out.write(
                f"From {number}@xxx {at:%a %b %d %H:%M:%S +0000 %Y}\nFrom: {sender}\nTo: {recipient}\n"
                f"Date: {at:%a, %d %b %Y %H:%M:%S +0000}\nMessage-ID: <{number}@example.com>\n"
                f"Subject: Course {number}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
            )
            out.write(attached * (2_000 if number % 20 == 0 else 0) + "\n")
            number += 1
    return file


def tweets(folder: Path, megabytes: int = 200) -> Path:
    """Write a `tweets.js` of `megabytes`: every second one mentions or answers somebody."""
    data = folder / "data"
    data.mkdir()
    account = {"email": "maren@example.org", "username": "maren", "accountId": "1"}
    _script(data / "account.js", "account", [{"account": account}])
    file = data / "tweets.js"
    with file.open("w", encoding="utf-8") as out:
        out.write("window.YTD.tweets.part0 = [\n")
        number = 0
        while out.tell() < megabytes * 10**6:
            out.write(",\n" if number else "")
            json.dump({"tweet": _tweet(number)}, out, indent=1)
            number += 1
        out.write("\n]")
    return folder


def _tweet(number: int) -> dict[str, object]:
    at = _START + timedelta(minutes=13 * number)
    other = {
        "name": f"Person {number % 4_000}",
        "screen_name": f"p{number % 4_000}",
        "id_str": f"{5_000 + number % 4_000}",
    }
    named = [other | {"id": other["id_str"], "indices": ["0", "8"]}] if number % 2 else []
    said = " ".join(random.Random(number).choices(_WORDS, k=32))
    text = f"@{other['screen_name']} {said}" if named else said
    number_of_tweet = str(700_000_000_000_000_000 + number * 3_276_800_000)
    told: dict[str, object] = {
        "id": number_of_tweet,
        "id_str": number_of_tweet,
        "created_at": f"{at:%a %b %d %H:%M:%S +0000 %Y}",
        "full_text": text,
        "display_text_range": ["0", str(len(text))],
        "entities": {"user_mentions": named, "hashtags": [], "symbols": [], "urls": []},
        "edit_info": {"initial": {"editTweetIds": [number_of_tweet], "isEditEligible": False}},
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "favorite_count": "0",
        "retweet_count": "0",
        "favorited": False,
        "truncated": False,
        "lang": "en",
    }
    if number % 4 == 1:
        told |= {
            "in_reply_to_user_id_str": other["id_str"],
            "in_reply_to_screen_name": other["screen_name"],
        }
        told["in_reply_to_status_id_str"] = str(int(number_of_tweet) - 4_194_304_000)
    return told


def _script(file: Path, name: str, items: list[object]) -> None:
    file.write_text(f"window.YTD.{name}.part0 = {json.dumps(items)}", "utf-8")


FILES: dict[str, Callable[[Path], Path]] = {
    "1 GB mailbox (mbox)": mailbox,
    "200 MB of posts on X (tweets.js)": tweets,
}


def measured(write: Callable[[Path], Path]) -> dict[str, float]:
    """Return what an import of the file that `write` writes takes in, its seconds and its peak of megabytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "export"
        folder.mkdir()
        command = [sys.executable, "-c", _IMPORT, f"{name}/own.duckdb", str(write(folder))]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def report(found: dict[str, dict[str, float]]) -> str:
    """Return the table."""
    rows = "".join(
        f"| {what} | {one['encounter']:,.0f} | {one['post']:,.0f} | {one['seconds']:.0f} | {one['megabytes']:.0f} |\n"
        for what, one in found.items()
    )
    return (
        "# Memory that the largest files take\n\n"
        "Each import in a process of its own, by `python -m tests.benchmarks.import_memory`; the peak of resident\n"
        f"memory includes all libraries. The limit is {MOST_MEGABYTES} MB.\n\n"
        "| file | encounters | posts | seconds | peak, MB |\n| --- | --- | --- | --- | --- |\n"
        + rows
    )


@pytest.mark.bench
@pytest.mark.parametrize("what", FILES)
def test_the_largest_files_are_imported_in_little_memory(what: str, bench: Table) -> None:
    found = measured(FILES[what])
    assert found["encounter"] > 10_000
    bench.hold(f"{what} imported, memory", found["megabytes"], unit="MB", at_most=MOST_MEGABYTES)


if __name__ == "__main__":
    text = report({what: measured(write) for what, write in FILES.items()})
    RESULTS.write_text(text, "utf-8")
    print(text)
