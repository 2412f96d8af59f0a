"""What a large file of posts costs in memory, measured in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURED = """
import resource, sys
from pathlib import Path
from relevance.sources.reader import read_path
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
(found,) = read_path(Path(sys.argv[1]))
assert found.error is None, found.error
print(found.result.read, found.result.accepted["post"].height, peak() - before)
"""
MEBIBYTE = 2**20


def page(start: int) -> dict:
    """Fifty posts with what collectors put beside them: pictures, reactions, comments."""
    return {
        "paging": {"start": start},
        "elements": [
            {
                "urn": f"urn:li:activity:{((1775864353942 - number * 1000) << 22) + 7}",
                "text": f"Post {number}: " + "what we learned about practice and feedback " * 12,
                "author": {
                    "name": f"Person {number % 3000}",
                    "publicIdentifier": f"p{number % 3000}",
                },
                "posted_at": {"timestamp": 1775864353942 - number * 1000},
                "images": [{"url": "https://media.example.org/" + "y" * 300}] * 2,
                "comments": [{"text": "Well said " * 20, "actor": {"name": "Dora Ek"}}] * 10,
            }
            for number in range(start, start + 50)
        ],
    }


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["pages", "lines"])
def test_two_hundred_megabytes_of_pages_need_far_less_memory(shape: str, tmp_path: Path) -> None:
    path = tmp_path / ("posts.json" if shape == "pages" else "posts.jsonl")
    rows = 0
    with path.open("w") as out:
        out.write("[" if shape == "pages" else "")
        while out.tell() < 200 * MEBIBYTE:
            between = ("," if shape == "pages" else "\n") if rows else ""
            out.write(between + json.dumps(page(rows)))
            rows += 50
        out.write("]" if shape == "pages" else "\n")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    read, kept, grown = map(int, done.stdout.split())
    assert (read, kept) == (rows, rows)
    # Their texts, ids and people alone are some 60 MiB.
    assert grown < 300
