"""Bringing data in: upload or path, progress with a way to stop, the report, and undoing an import."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from relevance.pipeline import ImportRun, defused, past_imports
from relevance.sources import FileReport
from relevance.sources.catalogue import source_note
from relevance.texts import _, moment, number
from relevance.ui.data import (
    Workspace,
    cancel_job,
    import_run,
    job,
    own_workspace,
    show_demo,
    start_import,
    undo_import_of,
    wait_for_job,
)
from relevance.ui.fact_cards import fact_cards
from relevance.ui.widgets import accented, plain

__all__ = ["import_form", "import_history", "import_report"]

_SEEN = "import_seen"
# A small import is over before the owner could look away.
_SHORT_SECONDS = 4.0


def import_form() -> None:
    """Draw the upload, or the progress of the import that runs."""
    st.subheader(_("Bring your data in"))
    st.write(
        _(
            "Ask LinkedIn for it under *Settings → Data privacy → Get a copy of your data*. It may come as two zips: "
            "bring both, in any order. It holds no posts by others and little about inviters, so add "
            "whatever else shows "
            "whom you read and meet: saved LinkedIn pages, tables of posts, mail, calendars, chats, other networks."
        )
    )
    state = job(own_workspace(), "import")
    if state is not None and not state.finished:
        st.info(
            _("Importing {message} ...", message=plain(state.message)), icon=":material/hourglass:"
        )
        st.button(_("Stop the import"), on_click=cancel_job, args=(state.job_id,))
        return
    if state is not None and state.state == "failed":
        st.error(plain(state.error or ""), icon=":material/error:")
    elif state is not None and state.state == "cancelled":
        st.warning(_("The import was stopped; nothing was changed."))
    uploads = st.file_uploader(
        _("Files of any source, or archives of them; what each is shows from its content"),
        accept_multiple_files=True,
        key="uploads",
    )
    path = st.text_input(
        _("or the path of a file or folder on this machine"),
        key="import_path",
        placeholder=_("~/Downloads/export.zip"),
    )
    if st.button(accented(_("Import"), icon="upload"), type="primary"):
        if uploads or path.strip():
            _start(uploads or [], path.strip())
        else:
            st.warning(_("Choose a file, or write the path of one."))


def _start(uploads: Sequence[Any], path: str) -> None:
    folder = tempfile.TemporaryDirectory()
    paths = [Path(path).expanduser()] if path else []
    for place, upload in enumerate(uploads):
        # The name may decide the kind of file, so it is kept, without any folder that it may claim.
        target = Path(folder.name) / str(place) / (Path(upload.name).name or "upload")
        target.parent.mkdir()
        target.write_bytes(upload.getbuffer())
        paths.append(target)
    job_id = start_import(own_workspace(), paths, folder)
    st.session_state.pop(_SEEN, None)
    wait_for_job(job_id, _SHORT_SECONDS)
    st.rerun()


def import_report() -> None:
    """Draw what the last import did; the first time, turn the session to the owner's own data."""
    run = import_run(own_workspace())
    if run is None:
        return
    is_new = st.session_state.get(_SEEN) is not run
    if is_new:
        st.session_state[_SEEN] = run
        if any(report.usable or report.known for report in run.reports):
            show_demo(on=False)
            st.rerun()
    _draw_report(run)


def _draw_report(run: ImportRun) -> None:
    st.subheader(_("What the import did"))
    st.write(plain(run.changes.sentence))
    for report in run.reports:
        if report.error:
            st.error(plain(report.error), icon=":material/error:")
    table = _report_table(run.reports)
    st.dataframe(
        table,
        hide_index=True,
        alt=_("One row for each file: rows read, facts added and updated, rows skipped and why"),
    )
    _rejected(run.reports)
    _can_and_cannot(run)
    st.download_button(
        _("Save this report as CSV"), defused(table).write_csv(), "import-report.csv", "text/csv"
    )


def _report_table(reports: Sequence[FileReport]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "file": Path(report.path).name,
                "kind": report.kind,
                "read": report.read,
                "added": report.added,
                "updated": report.updated,
                "skipped": report.skipped,
                "why": _("imported before") if report.known else report.why,
            }
            for report in reports
        ],
        infer_schema_length=None,
    )


def _rejected(reports: Sequence[FileReport]) -> None:
    rejected = [
        {
            "file": Path(report.path).name,
            "row": one.row,
            "why": _(one.reason),
            "excerpt": one.excerpt,
        }
        for report in reports
        for one in report.rejected
    ]
    if rejected:
        with st.expander(_("Rows that were skipped ({rejected})", rejected=number(len(rejected)))):
            st.dataframe(
                pl.DataFrame(rejected), hide_index=True, alt=_("Skipped rows with reasons")
            )


def _can_and_cannot(run: ImportRun) -> None:
    kinds = dict.fromkeys(report.kind for report in run.reports if report.usable)
    notes = {note.title: note for kind in kinds if (note := source_note(kind))}
    if notes:
        with st.expander(_("What these sources can and cannot tell")):
            fact_cards(
                (_(one.title), {_("Tells"): _(one.tells), _("Cannot"): _(one.cannot)})
                for one in notes.values()
            )


def import_history(space: Workspace) -> None:
    """Draw the imports whose facts are held, each with a way to undo it."""
    imports = past_imports(space.store)
    if not imports:
        return
    with st.expander(_("Imports so far ({imports})", imports=len(imports))):
        for one in imports:
            names = ", ".join(dict.fromkeys(Path(file).name for file in one.files[:4]))
            more = (
                _(" and {files} more files", files=len(one.files) - 4) if len(one.files) > 4 else ""
            )
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(
                    _(
                        "{imported_at} · {names}{more} · {added} added",
                        imported_at=moment(one.imported_at),
                        names=names,
                        more=more,
                        added=number(one.added),
                    )
                )
                if not space.is_demo:
                    st.button(
                        _("Undo"),
                        key=f"undo import {one.import_id}",
                        icon=":material/undo:",
                        help=_("Takes back what came only from this import, and nothing else."),
                        on_click=undo_import_of,
                        args=(space, one.import_id),
                    )
