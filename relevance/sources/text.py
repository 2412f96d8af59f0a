"""Bytes of unknown make into text, and text into rows of cells.

Exports come as UTF-8, UTF-16 or cp1252, with or without a byte order mark, separated by commas,
semicolons, tabs or bars, and now and then as an Excel workbook under the name of a CSV file.
Nothing here knows what the columns mean.
"""

import codecs
import csv
import io
import re
import warnings
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from relevance.errors import UnreadableFileError
from relevance.texts import _, marked, number

if TYPE_CHECKING:
    import _csv

__all__ = ["csv_rows", "decode", "excel_rows", "is_excel", "normalise", "sniff_delimiter"]

_DELIMITERS = ",;\t|"
# One cell never honestly holds more; what does is a quote that was never closed.
_LONGEST_CELL = 2**20
_MOST_REPAIRS = 1000
_MOST_REREAD = 8 * 2**20
_STRETCH = 2**20
_EXCEL_ROWS = 1_048_576
_EXCEL_CELLS = (
    40_000_000  # empty ones included: a cell in the last column takes 16,383 of them along
)
_EXCEL_UNPACKED = 2**30

csv.field_size_limit(_LONGEST_CELL)

_BINARY = {
    b"PK\x03\x04": marked("a zip archive or an office document"),
    b"PK\x05\x06": marked("an empty zip archive"),
    b"\xd0\xcf\x11\xe0": marked("an old Excel or Word file (save it as CSV)"),
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": marked("a gzip archive"),
    b"SQLite format 3": marked("an SQLite database"),
    b"PAR1": marked("a Parquet file"),
    b"\x7fELF": "a program",
}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_LOOKED_AT = 2**18  # bytes at once, as many as a core keeps at hand
_LINE_ENDS = re.compile("\r\n?")
_SEPARATORS = re.compile(r"[\s_.\-]+")


def decode(data: bytes) -> str:
    r"""Return `data` as text with `\n` as line end, without byte order marks and control codes.

    UTF-16 is known by its mark or by its zero bytes; what is not valid UTF-8 is read as cp1252,
    byte by byte where a file mixes both.

    Raises:
        UnreadableFileError: the bytes are a picture, an archive or something else that is no text.
    """
    text = _decoded(data)
    if _may_hold_controls(data):
        text = _CONTROLS.sub("", text)
    return _LINE_ENDS.sub("\n", text) if "\r" in text else text


def _may_hold_controls(data: bytes) -> bool:
    """Return whether there can be control codes or marks in the text of `data`, from its bytes alone.

    Text is searched for them many times more slowly, and hardly any holds one.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    is_plain = data.isascii()
    if b"\x7f" in data or (not is_plain and data.find(b"\xef\xbb\xbf", 1) > 0):
        return True
    every = np.frombuffer(data, np.uint8)
    for start in range(0, len(data), _LOOKED_AT):
        some = every[start : start + _LOOKED_AT]
        low = np.count_nonzero(some < 32) - np.count_nonzero(some == 10)
        if low and low > np.count_nonzero((some == 9) | (some == 13)):
            return True
        if is_plain:
            continue
        # Codes from 128 on are two bytes, of which this is the first.
        firsts = start + np.flatnonzero(some == 0xC2)
        if np.any(every[firsts[firsts < len(data) - 1] + 1] < 0xA0):
            return True
    return False


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    _refuse_binary(data)
    encoding = _utf16_without_mark(data)
    if encoding:
        return data.decode(encoding, "replace")
    _refuse_noise(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed(data)


def _refuse_binary(data: bytes) -> None:
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            msg = _("This is {what}, not a text file with rows and columns.", what=what)
            raise UnreadableFileError(msg)


def _utf16_without_mark(data: bytes) -> str | None:
    # Headers are ASCII, so in UTF-16 every second byte of the beginning is zero.
    head = data[:512]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _refuse_noise(data: bytes) -> None:
    head = data[:65536]
    controls = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\v\x1b")
    if controls > max(8, len(head) // 10):
        msg = _(
            "This is no text: {controls} of its first {head} bytes are control codes.",
            controls=controls,
            head=len(head),
        )
        raise UnreadableFileError(msg)


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    # One byte at a time, so that a single bad byte does not take its neighbours with it.
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("relevance.cp1252", _cp1252)


def _mixed(data: bytes) -> str:
    good = sum(char > "\x7f" for char in data.decode("utf-8", "ignore"))
    bad = data.decode("utf-8", "replace").count("\ufffd")
    if bad > good:
        return data.decode("cp1252", "replace")
    return data.decode("utf-8", "relevance.cp1252")


def normalise(header: str) -> str:
    """Return a column name as it is compared: lower case, without spaces, `_`, `-` and `.`."""
    return _SEPARATORS.sub("", header).casefold()


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first rows of `text` most evenly: one of `,` `;` tab `|`.

    A first line such as `sep=;`, which Excel writes, decides. Where nothing is cut the answer is a
    comma.
    """
    named = _named_delimiter(text)
    if named:
        return named
    sample = text[: 64 * 1024]
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        if delimiter in sample:
            score = _evenness(sample, delimiter)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _named_delimiter(text: str) -> str | None:
    found = re.match(r'"?sep=([,;\t|])"?[ \t]*(?:\n|$)', text, re.IGNORECASE)
    return found.group(1) if found else None


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row in islice(csv_rows(sample, delimiter=delimiter), 40)]
    return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))


def csv_rows(
    text: str, *, delimiter: str | None = None, escapechar: str | None = None, start: int = 0
) -> Iterator[list[str]]:
    """Yield the rows of `text` as lists of cells; blank lines are left out.

    A quote that is never closed spoils its own line only: that line is cut as well as can be, and
    reading goes on with the next one.

    Args:
        text: what `decode` gives.
        delimiter: found by `sniff_delimiter` unless given.
        escapechar: the character that takes the next one literally; most exports have none.
        start: where to begin, at the beginning of a line.
    """
    cut = _Cut(delimiter or sniff_delimiter(text), escapechar)
    if not start and _named_delimiter(text):
        start = text.find("\n") + 1 or len(text)
    lines = text.count("\n", start) + (not text.endswith("\n"))
    repairs = reread = 0
    while repairs <= _MOST_REPAIRS and reread <= len(text) + _MOST_REREAD:
        broken = yield from _sound_rows(text, start, lines, cut)
        if broken is None:
            return
        sound, spoilt = broken
        start = _line_start(text, start, sound)
        after = _line_start(text, start, 1)
        yield from filter(None, [cut.line(text[start:after])])
        repairs += 1
        reread += _line_start(text, start, spoilt) - start
        start, lines = after, lines - sound - 1
    # Reading on to the end again for each open quote would take hours on a file made to do so.
    yield from filter(None, map(cut.line, _lines(text, start)))


@dataclass(frozen=True)
class _Cut:
    delimiter: str
    escapechar: str | None

    def rows(self, lines: Iterable[str], *, strict: bool = False) -> "_csv.Reader":
        return csv.reader(
            lines, delimiter=self.delimiter, escapechar=self.escapechar, strict=strict
        )

    def line(self, line: str) -> list[str]:
        """Return one line as a row of its own, whatever its quotes say."""
        try:
            rows = list(self.rows([line]))
        except csv.Error:
            return [line[:200].rstrip("\n")]
        return [cell.rstrip("\n") for cell in rows[0]] if rows else []

    def is_sound(self, chunk: str) -> bool:
        """Return whether `chunk` is exactly one row with all quotes in their places."""
        try:
            return len(list(self.rows(_lines(chunk, 0), strict=True))) == 1
        except csv.Error:
            return False


def _sound_rows(
    text: str, start: int, lines: int, cut: _Cut
) -> Generator[list[str], None, tuple[int, int] | None]:
    """Yield rows from `start` on, up to one with an open quote; `lines` is how many lines follow.

    Returns null at the end, else how many lines the rows before the broken one take, and how many
    that one has swallowed. Only a row of several lines can be broken, and only one that is not as
    wide as the row before it, or that runs to the very end, is looked at closely.
    """
    reader = cut.rows(_lines(text, start))
    width = before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            return before, reader.line_num - before
        after = reader.line_num
        if after - before > 1 and (len(row) != width or after >= lines):
            first = _line_start(text, start, before)
            if not cut.is_sound(text[first : _line_start(text, first, after - before)]):
                return before, after - before
        before = after
        if row:
            width = len(row)
            yield row


def _lines(text: str, start: int) -> Iterator[str]:
    """Return the lines of `text` from `start` on, with their ends."""
    return chain.from_iterable(map(partial(io.StringIO, newline="\n"), _stretches(text, start)))


def _stretches(text: str, start: int) -> Iterator[str]:
    # One `StringIO` of the whole would need four bytes for each character.
    while start < len(text):
        end = text.find("\n", start + _STRETCH) + 1 or len(text)
        yield text[start:end]
        start = end


def _line_start(text: str, start: int, lines: int) -> int:
    """Return where the line begins that is `lines` after the one at `start`."""
    for _again in range(lines):
        start = text.find("\n", start) + 1 or len(text)
    return start


def is_excel(data: bytes) -> bool:
    """Return whether `data` is an Excel workbook (xlsx), whatever its file is called."""
    return data.startswith(b"PK\x03\x04") and b"xl/workbook" in data


def excel_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a workbook's first sheet as text, all of one width, without empty rows.

    Raises:
        UnreadableFileError: the workbook is damaged, has no sheet, or unpacks to more than 1 GiB.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know
            rows = list(_sheet(data))
    except UnreadableFileError:
        raise
    except Exception as error:
        # openpyxl has no error of its own for damage: whatever its parser meets comes through.
        msg = _(
            "This Excel workbook cannot be read ({error}); save its sheet as CSV and import that.",
            error=error,
        )
        raise UnreadableFileError(msg) from error
    width = max(map(len, rows), default=0)
    yield from (row + [""] * (width - len(row)) for row in rows)


def _sheet(data: bytes) -> Iterator[list[str]]:
    import zipfile

    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(info.file_size for info in packed.infolist()) > _EXCEL_UNPACKED:
            msg = _(
                "This Excel workbook unpacks to more than 1 GiB; import its sheet as CSV instead."
            )
            raise UnreadableFileError(msg)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        if not book.worksheets:
            msg = _("This Excel workbook has no sheet with cells; import the table as CSV instead.")
            raise UnreadableFileError(msg)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the size that a workbook states of itself is not to be trusted
        width = 0
        for count, row in enumerate(islice(sheet.iter_rows(values_only=True), _EXCEL_ROWS), 1):
            cells = [_cell_text(value) for value in row]
            width = max(width, len(cells))
            if count * width > _EXCEL_CELLS:
                msg = _(
                    "This Excel workbook has more than {excel_cells} cells; import its sheet as "
                    "CSV instead.",
                    excel_cells=number(_EXCEL_CELLS),
                )
                raise UnreadableFileError(msg)
            if any(cells):
                yield cells
    finally:
        book.close()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        )
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = str(value)
    return _CONTROLS.sub("", text)
