"""Every error that Feed Relevance raises on purpose.

    RelevanceError                 catch this to catch them all
    ├── UsageError                 an argument or a setting is outside what is allowed
    ├── DataError                  something in a file or a table is not as it must be
    │   ├── UnreadableFileError    a file that cannot be opened, or is not what it claims to be
    │   └── NothingUsableError     a file was read, and no row of it can be used
    ├── NotFoundError              a person, invite, post or table that is not in the database
    ├── AmbiguousNameError         a name that several people carry
    ├── StoreError                 the database cannot be opened, read or written
    │   └── StoreBusyError         another process owns the database file
    ├── ModelError                 the embedding model is missing, damaged or unsafe to load
    ├── CancelledError             the owner stopped the work; nothing of it was kept
    └── JobError                   background work cannot be started or was refused

A message says what is wrong, what is allowed, what came, and what to do next. Pages and commands show it as it is.
"""

import errno
import traceback
from pathlib import Path

__all__ = [
    "AmbiguousNameError",
    "CancelledError",
    "DataError",
    "JobError",
    "ModelError",
    "NotFoundError",
    "NothingUsableError",
    "RelevanceError",
    "StoreBusyError",
    "StoreError",
    "UnreadableFileError",
    "UsageError",
    "no_room",
    "without_words",
]

_FRAMES = 8
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


def no_room(error: BaseException) -> str | None:
    """Return what to do where `error` says that the disk is full; null where it says something else."""
    if not isinstance(error, OSError) or error.errno not in _FULL:
        return None
    return (
        f"There is no room left on the disk ({error.strerror}). Nothing of this was kept, and what was saved before "
        "stays. Make room, also in the folder for temporary files, and try again."
    )


def without_words(error: BaseException) -> str:
    """Return what a log may keep of an error: its kind and where it came from, as file, line and function.

    What it says may quote a name or a text from somebody's message.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(
        f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames)
    )
    return f"{type(error).__name__} at {places or 'no place'}"


class RelevanceError(Exception):
    """Base of all errors that are raised on purpose; its text is written for the person at the screen."""


class UsageError(RelevanceError, ValueError):
    """An argument or a setting is outside what is allowed."""


class DataError(RelevanceError, ValueError):
    """Something in a file or a table is not as it must be."""


class UnreadableFileError(DataError):
    """A file cannot be opened, breaks a limit, or is not what it claims to be."""


class NothingUsableError(DataError):
    """A file was read and no row of it can be used."""


class NotFoundError(RelevanceError, LookupError):
    """A person, invite, post or table is not in the database."""


class AmbiguousNameError(RelevanceError, LookupError):
    """A name is carried by several people; the message lists their ids."""


class StoreError(RelevanceError):
    """The database cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process owns the database file; the message says which, and what to do."""


class ModelError(RelevanceError):
    """The embedding model is missing, damaged or unsafe to load."""


class JobError(RelevanceError):
    """Background work cannot be started."""


class CancelledError(RelevanceError):
    """The owner stopped the work; nothing of it was kept."""
