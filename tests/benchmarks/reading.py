"""Measures what the order of reading is worth on a network of 100,000 invented posts, and writes the table.

python -m tests.benchmarks.reading
"""

from pathlib import Path

import numpy as np

from tests.reading_world import ReadingWorld, reading_world

RESULTS = Path(__file__).parent / "results" / "reading.md"
PEOPLE, POSTS = 2_000, 100_000
READ = (256, 512, 1_024, 2_000, 4_000, 10_000, 20_000, 50_000)


def rows(there: ReadingWorld) -> list[str]:
    """Return one row of the table for each number of posts read."""
    turns, urgent = there.read(by_turns=True), there.read(by_turns=False)
    everyone = np.ones(PEOPLE, dtype=bool)
    share = there.share
    groups = (
        there.asking,
        share >= np.quantile(share, 0.9),
        there.in_doubt() & (share >= np.median(share)),
        everyone,
    )
    lines = []
    for read in READ:
        known = len(np.unique(there.person[urgent[:read]]))
        cells = [f"{read:,}", f"{known:,}"]
        cells += [f"{there.agreement(order[:read]):.3f}" for order in (turns, urgent)]
        for who in groups:
            before, after = (there.widths(order[:read], who) for order in (turns, urgent))
            cells.append("" if np.isnan(before) else f"{before:.3f} → {after:.3f}")
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Write the results page."""
    page = _HEADING.format(people=PEOPLE, posts=POSTS) + "\n".join(
        rows(reading_world(8, PEOPLE, POSTS))
    )
    RESULTS.write_text(page + "\n", "utf-8")
    print(page)


_HEADING = """# Which posts are read first

Written by `python -m tests.benchmarks.reading`; change nothing by hand. {people:,} invented people wrote {posts:,}
posts, some far more than others; one in ten has an open invitation. Agreement: rank correlation of the people known so
far with the ranking once all is read, when authors take turns to the end, and as shipped: two turns for all, then what
narrows the intervals that matter. The rest is the mean width of 80 % intervals, turns → as shipped.

| read | people | agreement, turns | agreement, shipped | open invitation | loudest tenth | in doubt, loud half | all |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


if __name__ == "__main__":
    main()
