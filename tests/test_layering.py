"""Who may import whom: read from the source, so that nothing has to be imported."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "relevance"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)
LONGEST = 400
LONGEST_PAGE = 120

# The steps between files and advice, and what each may know of the others: downward only.
BASE = {"errors", "schema", "names", "unseen"}
NAMED = {*BASE, "organisations"}
STEPS = {
    "errors": set(),
    "cleaning": set(),
    "unseen": set(),
    "schema": {"errors", "cleaning", "unseen"},
    "names": {"errors"},
    "organisations": {"errors"},
    "activity_ids": {"errors"},
    "near_duplicates": {"errors"},
    "languages": {"errors"},
    "config": {"errors"},
    "sources": {*BASE, "activity_ids", "texts"},
    "identity": {*NAMED, "texts"},
    "embedding": {"errors", "schema", "texts"},
    "cluster": {"errors", "schema", "embedding", "texts"},
    "interests": {"errors", "schema", "unseen", "texts"},
    "scoring": {"errors", "schema", "interests"},
    "feed": {"errors", "schema", "scoring"},
    "feedback": {"errors", "schema", "interests", "scoring"},
    "evaluating": {"errors"},
    "lexical": set(),
    "sentences": set(),
    "invites": {*NAMED, "feed", "identity", "texts"},
    "topics": {"errors"},
    "drafts": {*BASE, "invites", "texts"},
    "reporting": {"texts"},
    "store": {*BASE, "migrations", "texts"},
    "ties": {"texts"},
    "collecting": set(),
    "pace": {"texts"},
    "jobs": {"errors", "pace", "texts"},
    "texts": {"config", "errors"},
    "charts": {"errors", "texts"},
}
OUTER = {
    "cli": {"texts", "pipeline", "config", "errors", "interests", "pace", "sources", "unseen"},
    "ui": {
        "texts",
        "pipeline",
        "charts",
        "jobs",
        "config",
        "errors",
        "interests",
        "pace",
        "sources",
        "unseen",
    },
}
PURE = sorted(set(STEPS) - {"store", "config", "texts"})


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    nodes = _outside_functions(tree) if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield node
        # What only a type checker reads is not imported.
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield from _outside_functions(node)


def parts_imported(path: Path) -> set[str]:
    """Return which parts of the package a module imports, its own left out."""
    names = [name.split(".") for name in imports(path)]
    found = {name[1] for name in names if name[0] == "relevance"}
    return found - {part_of(path)}


def libraries(path: Path, *, top_level_only: bool = False) -> set[str]:
    return {name.split(".")[0] for name in imports(path, top_level_only=top_level_only)}


def who_imports(library: str) -> set[str]:
    return {part_of(path) for path in MODULES if library in libraries(path)}


def test_the_reader_of_imports_sees_them(tmp_path) -> None:
    file = tmp_path / "one.py"
    file.write_text(
        "import a.b\nfrom c import d\nif True:\n    import e\n"
        "class F:\n    import g\n    def h(self):\n        import i\ndef j():\n    import k\n"
    )
    assert set(imports(file)) == {"a.b", "c.d", "e", "g", "i", "k"}
    assert set(imports(file, top_level_only=True)) == {"a.b", "c.d", "e", "g"}


def test_only_the_store_knows_duckdb() -> None:
    assert who_imports("duckdb") == {"store"}


def test_only_pages_know_streamlit() -> None:
    assert who_imports("streamlit") == {"ui"}


@pytest.mark.parametrize("library", ["torch", "sentence_transformers", "transformers"])
def test_only_embedding_knows_models_and_only_inside_functions(library: str) -> None:
    assert who_imports(library) <= {"embedding"}
    at_once = [path for path in MODULES if library in libraries(path, top_level_only=True)]
    assert at_once == []


def test_embedding_uses_sentence_transformers() -> None:
    assert who_imports("sentence_transformers") == {"embedding"}


def test_only_identity_knows_splink_and_only_inside_functions() -> None:
    assert who_imports("splink") == {"identity"}
    assert [path for path in MODULES if "splink" in libraries(path, top_level_only=True)] == []


def test_only_one_module_knows_ray_and_only_inside_functions() -> None:
    assert [path.name for path in MODULES if "ray" in libraries(path)] == ["on_ray.py"]
    assert who_imports("ray") == {"cluster"}
    assert [path for path in MODULES if "ray" in libraries(path, top_level_only=True)] == []


def test_scikit_learn_is_loaded_only_when_it_is_needed() -> None:
    assert who_imports("sklearn") == {"evaluating", "topics"}
    assert [path for path in MODULES if "sklearn" in libraries(path, top_level_only=True)] == []


@pytest.mark.parametrize("part", sorted(STEPS))
def test_steps_know_only_what_lies_below_them(part: str) -> None:
    for path in MODULES:
        if part_of(path) == part:
            assert parts_imported(path) <= STEPS[part], path


@pytest.mark.parametrize("part", PURE)
def test_pure_steps_know_neither_the_store_nor_the_screen(part: str) -> None:
    outer = {"store", "pipeline", "cli", "ui", "config"}
    assert not STEPS[part] & outer


@pytest.mark.parametrize("part", sorted(OUTER))
def test_the_outside_knows_the_pipeline_and_not_its_steps(part: str) -> None:
    for path in MODULES:
        if part_of(path) == part:
            assert parts_imported(path) <= OUTER[part], path


def test_the_pipeline_knows_no_command_and_no_page() -> None:
    for path in MODULES:
        if part_of(path) == "pipeline":
            assert not parts_imported(path) & {"cli", "ui", "charts", "jobs"}, path


def test_the_entry_of_the_dashboard_knows_only_pages() -> None:
    names = [name.split(".") for name in imports(ROOT / "app.py")]
    assert {name[1] for name in names if name[0] == "relevance"} == {"ui"}


def test_every_part_has_its_rule() -> None:
    ruled = {*STEPS, *OUTER, "pipeline", "migrations", "__init__", "__main__"}
    assert {part_of(path) for path in MODULES} == ruled


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in MODULES
    }
    assert {path: n for path, n in lengths.items() if n > LONGEST} == {}
    pages = {path: n for path, n in lengths.items() if path.startswith("relevance/ui/pages/")}
    assert len(pages) == 12
    assert {path: n for path, n in pages.items() if n > LONGEST_PAGE} == {}
