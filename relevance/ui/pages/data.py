"""Data: bring files in, see what was read and what was not, follow the reading, turn the demo on and off."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import import_paths
from relevance.sources import FileReport
from relevance.ui.data import Workspace, job, own_workspace, show_demo, start_embedding, workspace
from relevance.ui.widgets import plain

_REPORT = "import_report"
_SWITCH = "demo_switch"
_CANNOT = (
    (
        "Posts by others",
        "not in the LinkedIn export",
        "a table of posts: CSV, JSON, JSONL or Parquet",
    ),
    ("Who brought a post in", "not in the export", "the columns surfaced_by and surfaced_by_url"),
    ("Pending or ignored", "the export cannot tell", "an as-of date and an age limit decide"),
    ("An inviter's employer", "not in Invitations.csv", "their headline in a table of posts"),
    ("Groups, followers, views", "not in the export", "nothing yet"),
)


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title("Data")
    st.write("Everything stays in one file on this machine. Nothing is sent anywhere.")
    _demo_switch(space)
    _import()
    _report()
    _reading(space)
    _held(space)
    _limits()


def _demo_switch(space: Workspace) -> None:
    # What the session looks at decides, so that an import can turn the switch as well.
    st.session_state[_SWITCH] = space.is_demo
    st.toggle(
        "Show the demo network",
        key=_SWITCH,
        help="An invented network in a database file of its own; your data is never mixed with it.",
        on_change=_turn,
    )


def _turn() -> None:
    show_demo(on=bool(st.session_state[_SWITCH]))


def _import() -> None:
    st.subheader("Bring your data in")
    st.write(
        "Ask LinkedIn for it under *Settings → Data privacy → Get a copy of your data*. It may come as two zips: "
        "bring both, in any order. Add a table of posts with at least an author and a text."
    )
    uploads = st.file_uploader(
        "LinkedIn zip or single files, and tables of posts",
        accept_multiple_files=True,
        type=["zip", "csv", "tsv", "json", "jsonl", "ndjson", "parquet", "gz"],
        key="uploads",
    )
    path = st.text_input(
        "or the path of a file or folder on this machine",
        key="import_path",
        placeholder="~/Downloads/export.zip",
    )
    if st.button("Import", type="primary", icon=":material/upload:"):
        if uploads or path.strip():
            _run_import(uploads or [], path.strip())
        else:
            st.warning("Choose a file, or write the path of one.")


def _run_import(uploads: Sequence[Any], path: str) -> None:
    space = own_workspace()
    with tempfile.TemporaryDirectory() as folder, st.status("Importing ...") as status:
        paths = [Path(path).expanduser()] if path else []
        for number, upload in enumerate(uploads):
            # The name decides the kind of file, so it is kept, without any folder that it may claim.
            target = Path(folder) / str(number) / (Path(upload.name).name or "upload")
            target.parent.mkdir()
            target.write_bytes(upload.getbuffer())
            paths.append(target)
        try:
            reports = import_paths(
                space.store,
                paths,
                settings=space.settings,
                progress=lambda one: status.update(label=Path(one).name),
            )
        except RelevanceError as error:
            status.update(label="Nothing was changed", state="error")
            st.error(plain(str(error)))
            return
        reports = [_named_by_owner(report, folder) for report in reports]
        status.update(label="Imported", state="complete")
    st.session_state[_REPORT] = reports
    if any(report.usable or report.known for report in reports):
        show_demo(on=False)
    if any(report.kind == "posts" and report.added for report in reports):
        start_embedding(space)
    st.rerun()


def _named_by_owner(report: FileReport, folder: str) -> FileReport:
    """Return the report with the names the owner knows, not those of the temporary folder."""
    inside = re.compile(rf"{re.escape(folder)}/\d+/")
    error = inside.sub("", report.error) if report.error else None
    return replace(report, path=inside.sub("", report.path), error=error)


def _report() -> None:
    reports: list[FileReport] = st.session_state.get(_REPORT, [])
    if not reports:
        return
    st.subheader("What the import did")
    for report in reports:
        if report.error:
            st.error(plain(report.error), icon=":material/error:")
    st.dataframe(
        pl.DataFrame(
            [
                {
                    "file": Path(report.path).name,
                    "kind": report.kind,
                    "read": report.read,
                    "added": report.added,
                    "updated": report.updated,
                    "skipped": report.skipped,
                    "why": "imported before" if report.known else _reasons(report),
                }
                for report in reports
            ],
            infer_schema_length=None,
        ),
        hide_index=True,
        alt="One row for each file: rows read, facts added and updated, rows skipped and why",
    )
    rejected = [
        {"file": Path(report.path).name, "row": one.row, "why": one.reason, "excerpt": one.excerpt}
        for report in reports
        for one in report.rejected
    ]
    if rejected:
        with st.expander(f"Rows that were skipped ({len(rejected)})"):
            st.dataframe(pl.DataFrame(rejected), hide_index=True, alt="Skipped rows with reasons")


def _reasons(report: FileReport) -> str:
    return "; ".join(f"{reason}: {count}" for reason, count in report.reasons.items())


def _reading(space: Workspace) -> None:
    corpus = space.corpus
    if not corpus.total_posts:
        return
    st.subheader("Reading posts")
    done, there = int(corpus.embedded.sum()), corpus.posts.height
    state = job(space, "embed")
    st.progress(
        done / there if there else 0.0, text=f"{done:,} of {there:,} posts in the window are read"
    )
    if state is not None and state.state == "failed":
        st.error(plain(state.error or ""), icon=":material/error:")
    if state is not None and not state.finished:
        st.caption(
            "Reading goes on in the background; stop it in the side bar. What is read stays read."
        )
    elif done < there:
        st.button(
            "Read the rest", on_click=start_embedding, args=(space,), icon=":material/play_arrow:"
        )
    else:
        st.caption(f"Model: {plain(corpus.model)}")


def _held(space: Workspace) -> None:
    st.subheader("What is held")
    names = ("connection", "invite", "encounter", "post", "position", "owner_note")
    with st.container(horizontal=True):
        for name in names:
            st.metric(f"{name.replace('_', ' ')}s".capitalize(), f"{space.store.count(name):,}")
    st.caption(f"File: {plain(str(space.store.path))}")


def _limits() -> None:
    st.subheader("What your LinkedIn export cannot tell")
    st.dataframe(
        pl.DataFrame(_CANNOT, schema=["what", "why it is missing", "what tells it"], orient="row"),
        hide_index=True,
        alt="What the export lacks, and which source has it",
    )


main()
