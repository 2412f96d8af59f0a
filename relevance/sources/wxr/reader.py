"""The door to WordPress exports: does a file look like one, and what does it hold?"""

import re
from datetime import UTC, date, tzinfo

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import in_words
from relevance.sources.result import ImportResult
from relevance.sources.wxr.elements import NotAnExportError, parts_of
from relevance.sources.wxr.stream import text_of_head
from relevance.sources.wxr.taking import WxrTaking
from relevance.texts import _

__all__ = ["read", "recognises"]

_HEAD = 32768
_NAMESPACE = re.compile(
    r"<rss\b[^>]{0,4000}?xmlns:\w+\s*=\s*[\"']https?://(?:www\.)?wordpress\.org/export/\d"
)


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a WordPress export of any version: its root says so."""
    del path
    return bool(_NAMESPACE.search(text_of_head(head[:_HEAD])))


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return articles as posts, and encounters for each comment: its writer with whom it speaks to.

    A comment speaks to the author of the article, and an answer to whoever wrote the comment that it
    answers as well. Rows are the articles and comments, in the order of the file.

    Args:
        file: the export, or one part of it.
        as_of: day of the export, where the owner states it and the file does not.
        zone: zone of local times, where an article or a comment carries no other.

    Raises:
        UnreadableFileError: it is no such export, damaged as a whole, or breaks a limit.
        NothingUsableError: it holds neither an article nor a comment.
    """
    taking = WxrTaking(zone)
    try:
        with file.open() as stream, in_words(file.path):
            for part in parts_of(stream):
                taking.take(part)
    except NotAnExportError as error:
        msg = _(
            "{path} is no WordPress export: {error}. Export all content under Tools, Export.",
            path=file.path,
            error=error,
        )
        raise UnreadableFileError(msg) from error
    if not taking.read:
        msg = _(
            "{path} holds no article and no comment. Export all content under Tools, Export.",
            path=file.path,
        )
        raise NothingUsableError(msg)
    return taking.result(as_of)
