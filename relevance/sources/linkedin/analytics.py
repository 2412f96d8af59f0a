"""Creator analytics: the workbook of figures that LinkedIn gives about the owner's own posts."""

import io
import re
import zipfile
import zlib

__all__ = ["is_analytics"]

# Its sheets, of which two that no other workbook has tell it.
_SHEETS = frozenset({"DISCOVERY", "TOP POSTS"})
_INDEX = "xl/workbook.xml"
_LONGEST = 1_000_000


def is_analytics(data: bytes) -> bool:
    """Return whether `data` (a whole workbook) is LinkedIn's content analytics, whatever its file is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(_INDEX) as index:
            text = index.read(_LONGEST).decode("utf-8", "replace")
    except (
        zipfile.BadZipFile,
        KeyError,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ):
        return False
    return {name.upper() for name in re.findall(r'<sheet\b[^>]*\bname="([^"]*)"', text)} >= _SHEETS
