"""Ada's export of some weeks later: who became a connection, who wrote, whose invitation is gone."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests import world

OWN = "https://www.linkedin.com/in/ada-example"


def soon(hours: float = 1) -> datetime:
    """Return a moment after whatever was decided just now."""
    return datetime.now(UTC) + timedelta(hours=hours)


def write_later_export(
    folder: Path,
    *,
    connected: Sequence[str] = (),
    gone: Sequence[str] = (),
    wrote: Sequence[tuple[str, datetime, str]] = (),
    day: str = "11-20-2026",
) -> Path:
    """Write the export zip of `day` (MM-DD-YYYY) and return its path.

    Args:
        folder: where it is written.
        connected: slugs of inviters who are connections now.
        gone: slugs of inviters whose invitation the export no longer names.
        wrote: slug, moment and words of messages to Ada.
        day: the day of the export, as LinkedIn names its files.
    """
    names = {slug: name for slug, name, _, _ in world.INVITES}
    files = world.export_files()
    files["Invitations.csv"] = "".join(
        line
        for line in files["Invitations.csv"].splitlines(keepends=True)
        if not any(f"/in/{slug}" in line for slug in gone)
    )
    for slug in connected:
        given, family = names[slug].split()
        files["Connections.csv"] += (
            f"{given},{family},https://www.linkedin.com/in/{slug},,,,15 Nov 2026\n"
        )
    for number, (slug, at, said) in enumerate(wrote):
        files["messages.csv"] += (
            f"3-{number},,{names[slug]},https://www.linkedin.com/in/{slug},Ada Example,{OWN},"
            f"{at:%Y-%m-%d %H:%M:%S} UTC,,{said},INBOX\n"
        )
    month, date, year = (int(part) for part in day.split("-"))
    path = folder / f"Basic_LinkedInDataExport_{day}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (year, month, date, 12, 0, 0)), text)
    return path
