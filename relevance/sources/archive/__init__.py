"""Files, folders and archives as one stream of files to read."""

from relevance.sources.archive.files import Limits, SourceFile
from relevance.sources.archive.walk import files_in

__all__ = ["Limits", "SourceFile", "files_in"]
