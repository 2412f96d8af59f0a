"""Gives posts their vectors: on this machine, on a cluster, or from files that a cluster wrote."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from relevance.cli.progress import reading_notes
from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    ClusterReport,
    EmbedReport,
    Store,
    TakenFile,
    choose_model,
    chosen_model,
    embed,
    embed_on_cluster,
    precisions_of,
    take_in_vectors,
)
from relevance.pipeline.current import prepare_start
from relevance.pipeline.urgency import reading_urgency
from relevance.texts import _, number

__all__ = ["register"]

_ENGINES = ("local", "ray")


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("embed")(_embed)


def _embed(
    context: typer.Context,
    model: Annotated[
        str | None, typer.Option("--model", help="Local path or cached name of another model.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help="Embed at most this many posts now.")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine", help="local, or ray: the texts of posts go to the machines of a cluster."
        ),
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option("--address", help="host:port of a Ray cluster; none is this machine alone."),
    ] = None,
    posts: Annotated[
        str | None,
        typer.Option(
            "--posts", help="Posts in Parquet (file, folder or s3://...) for the cluster."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Keep the cluster's vectors in this folder of Parquet files."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Most workers of the cluster to use.")
    ] = None,
    take_in: Annotated[
        Path | None,
        typer.Option("--take-in", help="Take in a folder of vectors that a cluster wrote."),
    ] = None,
) -> int:
    """Give posts their vectors; can be stopped and taken up again."""
    session = session_of(context)
    of_ray = {"--address": address, "--posts": posts, "--out": out, "--workers": workers}
    _require_fitting(engine, take_in, limit, of_ray)
    with session.store() as store:
        if model is not None:
            choose_model(store, model)
        wanted = chosen_model(store, session.settings) if model is None else model
        if take_in is not None:
            taken = take_in_vectors(store, take_in, model=wanted)
            prepare_start(store, session.settings)
            return _say_taken(session, taken)
        notes = reading_notes(session.output)
        if engine == "local":
            urgency = partial(reading_urgency, store, session.settings)
            report = embed(store, model=wanted, limit=limit, urgency=urgency, progress=notes)
            prepare_start(store, session.settings)
            return _say_embedded(session, store, report)
        found = embed_on_cluster(
            store,
            model=wanted,
            address=address,
            posts=posts,
            out=out,
            workers=workers,
            limit=limit,
            progress=notes,
        )
        prepare_start(store, session.settings)
        return _say_cluster(session, store, found)


def _require_fitting(
    engine: str, take_in: Path | None, limit: int | None, of_ray: Mapping[str, object]
) -> None:
    if engine not in _ENGINES:
        msg = _(
            "`--engine` must be one of {engines}, got {engine!r}.",
            engines=", ".join(_ENGINES),
            engine=engine,
        )
        raise UsageError(msg)
    given = [name for name, value in of_ray.items() if value is not None]
    if take_in is not None:
        given += ["--limit"] * (limit is not None) + ["--engine"] * (engine != "local")
        if given:
            msg = _(
                "`--take-in` embeds nothing, so `{given}` does not go with it. Leave one of them "
                "out.",
                given=given[0],
            )
            raise UsageError(msg)
    if engine == "local" and given:
        msg = _(
            "`{given}` is for `--engine ray` only, got `--engine local`. Add `--engine ray`, or "
            "leave it out.",
            given=given[0],
        )
        raise UsageError(msg)


def _say_report(
    session: Session, store: Store, report: EmbedReport, more: Mapping[str, Any]
) -> None:
    precisions = precisions_of(store, report.model)
    session.output.document(
        {
            "embedded": report.embedded,
            "reused": report.reused,
            "total": report.total,
            "model": report.model,
            "posts_per_second": report.posts_per_second,
            "precisions": precisions,
            **more,
        }
    )
    if len(precisions) > 1:
        session.output.note(
            _(
                "The vectors of this model were computed in {precisions}. They may stand side by "
                "side, since those of one text agree to a cosine of 0.999.",
                precisions=" and in ".join(precisions),
            )
        )
    session.output.say(
        _(
            "{embedded} posts embedded ({posts_per_second} a second), {reused} had a vector, "
            "{total} in all; model {model}.",
            embedded=report.embedded,
            posts_per_second=number(report.posts_per_second),
            reused=report.reused,
            total=report.total,
            model=report.model,
        )
    )


def _say_embedded(session: Session, store: Store, report: EmbedReport) -> int:
    _say_report(session, store, report, {"engine": "local", "workers": 1, "retried": 0})
    return 0


def _say_cluster(session: Session, store: Store, report: ClusterReport) -> int:
    run, taken = report.run, _counts(report.files)
    more = {
        "engine": "ray",
        "workers": run.workers,
        "nodes": run.nodes,
        "retried": run.retried,
        "worker_bytes": run.worker_bytes,
        "folder": str(report.folder),
        **taken,
    }
    _say_report(session, store, report.embedding, more)
    session.output.say(
        _(
            "{workers} workers on {nodes} nodes; {retried} blocks were begun again because a "
            "worker was lost.",
            workers=run.workers,
            nodes=run.nodes,
            retried=run.retried,
        )
    )
    return _say_files(session, report.files, taken)


def _say_taken(session: Session, files: list[TakenFile]) -> int:
    taken = _counts(files)
    session.output.document({**taken, "files": [_entry(one) for one in files]})
    if not files:
        session.output.note(
            _("The folder has no Parquet file. Name the one that a run on a cluster wrote to.")
        )
        return 1
    return _say_files(session, files, taken)


def _say_files(session: Session, files: list[TakenFile], taken: dict[str, int]) -> int:
    session.output.say(
        _(
            "{taken_in} vectors taken in, {known} were there, {unused} are of texts that no post "
            "here has.",
            taken_in=taken["taken_in"],
            known=taken["known"],
            unused=taken["unused"],
        )
    )
    refused = [one.error for one in files if one.error]
    for why in refused:
        session.output.note(why)
    return 1 if refused else 0


def _counts(files: list[TakenFile]) -> dict[str, int]:
    return {
        "taken_in": sum(one.taken for one in files),
        "known": sum(one.known for one in files),
        "unused": sum(one.unused for one in files),
    }


def _entry(one: TakenFile) -> dict[str, Any]:
    return {
        "path": str(one.file),
        "taken_in": one.taken,
        "known": one.known,
        "unused": one.unused,
        "error": one.error,
    }
