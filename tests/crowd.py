"""A crowd of invented inviters beside the small world: notes, headlines and posts."""

import random
import zipfile
from datetime import timedelta
from pathlib import Path

from relevance.pipeline import embed, import_paths, save_interests
from relevance.store import Store
from tests import world
from tests.benchmarks.pitch_training import read_notes

GIVEN = (
    "Ana",
    "Ben",
    "Cleo",
    "Dev",
    "Edda",
    "Finn",
    "Greta",
    "Hugo",
    "Ines",
    "Jan",
    "Kira",
    "Liam",
    "Mona",
    "Olga",
)
FAMILY = (
    "Abel",
    "Brandt",
    "Cole",
    "Diaz",
    "Faber",
    "Grant",
    "Holm",
    "Iqbal",
    "Kovac",
    "Lund",
    "Moreau",
    "Okoye",
)
TRADES = (
    "Baker",
    "Head of learning",
    "Nurse educator",
    "Growth partner",
    "Archivist",
    "Consultant in crypto",
)


def crowd(
    count: int, seed: int = 5
) -> tuple[list[tuple[str, str, str, str]], list[dict[str, str]]]:
    """Return invitations (slug, name, sent, note) and posts of `count` inviters."""
    dice = random.Random(seed)
    notes = [note.text for note in read_notes()]
    invites, posts = [], []
    for number in range(count):
        name = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}-{dice.choice(FAMILY)}"
        slug = f"crowd-{number}"
        note = f"{dice.choice(notes)} {dice.choice(GIVEN)} {number}" if dice.random() < 0.7 else ""
        day = world.NEWEST - timedelta(days=dice.randrange(1, 100))
        invites.append((slug, name, f"{day.month}/{day.day}/{day:%y}, 9:05 AM", note))
        for post in range(dice.choice((0, 0, 0, 1, 4))):
            subject = dice.choice(("learning", "crypto", "bread"))
            posts.append(
                {
                    "author": name,
                    "author_url": f"https://www.linkedin.com/in/{slug}",
                    "headline": f"{dice.choice(TRADES)} at Firm {dice.randrange(40)}",
                    "text": f"Post {post} of {number}: all about {subject}.",
                    "created_at": (world.NEWEST - timedelta(days=post)).isoformat(),
                }
            )
    return invites, posts


def fill_with_crowd(store: Store, folder: Path, count: int):
    """Import the small world with `count` more inviters, embed it, and return the settings."""
    settings = world.Settings(database=store.path)
    invites, posts = crowd(count)
    files = world.export_files()
    header, *rest = files["Invitations.csv"].splitlines()
    own = "https://www.linkedin.com/in/ada-example"
    rows = [
        (name, "Ada Example", sent, note, "INCOMING", f"https://www.linkedin.com/in/{slug}", own)
        for slug, name, sent, note in invites
    ]
    added = world.table(header.split(","), rows).splitlines()[1:]
    files["Invitations.csv"] = "\n".join([header, *rest, *added]) + "\n"
    path = folder / "Basic_LinkedInDataExport_11-01-2026.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 12, 0, 0)), text)
    table = world.write_posts(
        folder, [*({**row, "headline": ""} for row in world.post_rows()), *posts]
    )
    import_paths(store, [path, table], settings=settings)
    save_interests(store, world.INTERESTS, reason="crowd")
    embed(store, encoder=world.WordEncoder())
    return settings
