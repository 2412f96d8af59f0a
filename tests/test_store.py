"""The database: facts come in once, nothing is half written, one process has the file."""

import os
import random
import stat
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevance.errors import DataError, NotFoundError, StoreBusyError, StoreError
from relevance.identity import resolve
from relevance.schema import FACTS, fact_frame, text_key
from relevance.sources.people import person_record
from relevance.store import (
    Store,
    TakenIn,
    connecting,
    imported_files,
    knows_file,
    next_file,
    origins,
    remember_file,
)

ROOT = Path(__file__).resolve().parent.parent
OLD, MIDDLE, NEW = date(2020, 1, 1), date(2023, 1, 1), date(2026, 1, 1)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "net.duckdb") as opened:
        yield opened


def record(name: str, as_of: date | None = None, **more) -> dict:
    return {"record_id": "r1", "source": "posts", "name": name, "as_of": as_of, **more}


def take(store: Store, table: str, *rows: dict) -> TakenIn:
    return store.take_in({table: fact_frame(table, rows)})[table]


def only(store: Store, *columns: str) -> tuple:
    return store.facts("record").select(columns).row(0)


def post(n: int, **more) -> dict:
    text = f"text {n}"
    return {
        "post_id": f"post{n}",
        "author_record_id": "r1",
        "kind": "post",
        "text": text,
        "text_key": text_key(text),
        "created_at": datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC),
        **more,
    }


# -- facts ---------------------------------------------------------------------------------------


def test_taking_in_twice_adds_nothing(store: Store) -> None:
    posts = [post(n) for n in range(3)]
    assert take(store, "post", *posts) == TakenIn(added=3)
    before = store.facts("post")
    assert take(store, "post", *posts) == TakenIn()
    assert store.facts("post").equals(before)
    assert take(store, "post", *posts, post(3, url="https://example.org/3")) == TakenIn(added=1)
    assert take(store, "post", post(0, url="https://example.org/0")) == TakenIn(updated=1)
    assert store.count("post") == 4


@pytest.mark.parametrize("at_once", [1, 7, 100])
def test_counts_are_exact_however_the_rows_are_cut(store: Store, monkeypatch, at_once) -> None:
    monkeypatch.setattr(origins, "_ROWS_AT_ONCE", at_once)
    first = [post(n) for n in range(20)]
    then = [post(n, url="https://example.org/1") if n % 2 else post(n) for n in range(5, 30)]
    assert take(store, "post", *first) == TakenIn(added=20)
    # Of 5 to 29 ten are new; of the fifteen known ones 5, 7, ... 19 have an address now.
    assert take(store, "post", *then) == TakenIn(added=10, updated=8)
    assert take(store, "post", *first, *then) == TakenIn()
    with_address = store.frame("SELECT post_id FROM post WHERE url IS NOT NULL ORDER BY ALL")
    assert set(with_address["post_id"]) == {post(n)["post_id"] for n in range(5, 30, 2)}
    assert store.count("origin") == 20 + 25 + 30


def test_a_query_that_fails_on_its_last_row_is_told_and_the_next_one_works(store: Store) -> None:
    sql = "SELECT CAST(CASE range WHEN 999999 THEN 'abc' ELSE '1' END AS INT) FROM range(1000000)"
    with pytest.raises(StoreError, match=r"Reading from the database failed: .*abc"):
        store.frame(sql)
    assert store.frame("SELECT 1 AS one").rows() == [(1,)]


def test_a_column_of_nulls_without_a_type_can_be_written(store: Store) -> None:
    store.insert("follow", pl.DataFrame({"record_id": ["r1"], "since": [None], "active": [None]}))
    assert store.facts("follow").rows() == [("r1", None, None, None)]


def test_reading_and_writing_do_without_pyarrow(tmp_path) -> None:
    code = """
    import sys
    from relevance.schema import fact_frame
    from relevance.store import Store
    with Store.open(sys.argv[1]) as store:
        row = {"record_id": "r1", "source": "posts", "name": "Ana", "emails": ["ana@example.org"]}
        store.take_in({"record": fact_frame("record", [row])})
        assert store.facts("record")["emails"].to_list() == [["ana@example.org"]]
    print("pyarrow" in sys.modules)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "own.duckdb")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_what_went_in_comes_out(store: Store) -> None:
    row = {
        "record_id": "r1",
        "source": "linkedin.connections",
        "name": "Ana 'Ω' \"Silva\"; DROP TABLE record --\n🚀\x00\u202e",
        "former_names": ["Berg"],
        "handles": ["x:ana", "x:zoe"],
        "emails": [],
        "is_company": False,
        "is_owner": True,
        "since": date(1999, 12, 31),
        "as_of": NEW,
    }
    frame = fact_frame("record", [row])
    store.take_in({"record": frame})
    assert store.facts("record").equals(frame)
    posts = fact_frame("post", [post(1, is_approximate=True), post(2, created_at=None)])
    store.take_in({"post": posts})
    assert store.facts("post").equals(posts)


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_the_newer_snapshot_wins_whatever_comes_first(store: Store, order) -> None:
    rows = {
        OLD: record("Ana Berg", OLD, company="Acme", headline="I write", emails=["b@one.example"]),
        NEW: record("Ana Silva", NEW, company="Open School", emails=["a@one.example"]),
    }
    for day in order:
        take(store, "record", rows[day])
    assert only(store, "name", "company", "headline", "as_of") == (
        "Ana Silva",
        "Open School",
        "I write",
        NEW,
    )
    assert only(store, "former_names", "emails") == (
        ["Ana Berg"],
        ["a@one.example", "b@one.example"],
    )


def test_a_snapshot_that_only_confirms_still_outdates_older_ones(store: Store) -> None:
    take(store, "record", record("Ana", OLD, company="Acme"))
    assert take(store, "record", record("Ana", NEW, company="Acme")) == TakenIn()
    assert only(store, "as_of") == (NEW,)
    take(store, "record", record("Ana", MIDDLE, company="Elsewhere"))
    assert only(store, "company", "as_of") == ("Acme", NEW)


def test_a_snapshot_without_a_date_gives_way_to_one_with(store: Store) -> None:
    take(store, "record", record("Ana", NEW, company="Acme"))
    take(store, "record", record("Ana", None, company="Elsewhere", headline="I write"))
    assert only(store, "company", "headline") == ("Acme", "I write")


def test_without_dates_the_later_import_wins(store: Store) -> None:
    take(store, "record", record("Ana", company="Acme", position="Clerk"))
    assert take(store, "record", record("Ana", company="Open School")) == TakenIn(updated=1)
    assert only(store, "company", "position") == ("Open School", "Clerk")


def test_former_names_are_kept_through_two_changes(store: Store) -> None:
    for name, day in (("Ana Berg", OLD), ("Ana Lund", MIDDLE), ("Ana Silva", NEW)):
        take(store, "record", record(name, day))
    assert only(store, "name", "former_names") == ("Ana Silva", ["Ana Berg", "Ana Lund"])
    take(store, "record", record("Ana Berg", date(2027, 1, 1)))
    assert only(store, "name", "former_names") == ("Ana Berg", ["Ana Lund", "Ana Silva"])


def test_who_was_once_the_owner_or_a_company_stays_so(store: Store) -> None:
    take(store, "record", record("Ana", NEW, is_owner=True))
    take(store, "record", record("Ana", NEW, is_owner=False, is_company=True))
    assert only(store, "is_owner", "is_company") == (True, True)


def test_an_unfollowed_page_stays_unfollowed_by_the_newer_file(store: Store) -> None:
    for day, active in ((NEW, False), (OLD, True)):
        take(store, "follow", {"record_id": "r1", "active": active, "as_of": day})
    assert store.facts("follow")["active"].to_list() == [False]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["Ana", "Bo"]), st.integers(2000, 2004)),
        unique_by=lambda row: (row[0], row[2]),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_snapshots_changes_nothing(rows: list, chance: random.Random) -> None:
    found = []
    for order in (rows, chance.sample(rows, len(rows))):
        with Store(duckdb.connect(":memory:"), Path("none.duckdb")) as store:
            connecting.migrate(store._connection, Path("none.duckdb"))
            for record_id, name, year in order:
                row = record(name, date(year, 1, 1), company=f"{name} {year}")
                take(store, "record", {**row, "record_id": record_id})
            found.append(store.facts("record").drop("former_names"))
    assert found[0].equals(found[1])


def test_an_unknown_table_of_facts_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no table of facts 'person'"):
        store.facts("person")


# -- transactions --------------------------------------------------------------------------------


def test_a_failure_leaves_nothing(store: Store) -> None:
    take(store, "record", record("Ana"))
    bad = pl.DataFrame({"record_id": ["r2"], "unknown": [1]})
    with pytest.raises(DataError, match="no column"):
        store.take_in({"post": fact_frame("post", [post(1)]), "connection": bad})
    assert {name: store.count(name) for name in FACTS} == {**dict.fromkeys(FACTS, 0), "record": 1}


def test_any_exception_rolls_back_the_outermost_transaction(store: Store) -> None:
    class StoppedError(BaseException):
        pass

    with pytest.raises(StoppedError), store.transaction():
        take(store, "record", record("Ana"))
        store.bump("data")
        with store.transaction():
            take(store, "post", post(1))
        raise StoppedError
    assert (store.count("record"), store.count("post"), store.version()) == (0, 0, 0)
    take(store, "record", record("Bo"))
    assert store.count("record") == 1


def test_a_failed_write_that_was_caught_is_not_lost_in_silence(store: Store) -> None:
    with pytest.raises(StoreError, match="Keeping what was written failed"), store.transaction():
        take(store, "record", record("Ana"))
        with pytest.raises(StoreError, match="Writing to the database failed"):
            store.execute("INSERT INTO meta VALUES ('schema', 'again')")
    assert store.count("record") == 0
    take(store, "record", record("Ana"))
    assert store.count("record") == 1


def test_an_insert_that_breaks_a_key_is_told(store: Store) -> None:
    frame = fact_frame("record", [record("Ana")])
    store.insert("record", frame)
    with pytest.raises(StoreError, match="Writing to record failed: Constraint Error"):
        store.insert("record", frame)
    with pytest.raises(StoreError, match="Writing to record failed: Binder Error"):
        store.insert("record", frame.with_columns(unknown=1))
    with pytest.raises(StoreError, match="Reading from the database failed"):
        store.frame("SELECT nothing FROM nowhere")


def test_update_changes_named_rows_and_columns_only(store: Store) -> None:
    take(store, "post", post(1), post(2, url="https://example.org/2"))
    store.update(
        "post",
        pl.DataFrame({"post_id": ["post1", "post9"], "duplicate_group": ["g", "g"]}),
        key="post_id",
    )
    assert store.facts("post").select("post_id", "url", "duplicate_group").rows() == [
        ("post1", None, "g"),
        ("post2", "https://example.org/2", None),
    ]


# -- threads and processes -----------------------------------------------------------------------


def test_eight_threads_get_their_own_answers(store: Store) -> None:
    def ask(thread: int) -> list[tuple[int, int]]:
        sql = "SELECT ? AS mine, sum(range) AS total FROM range(?)"
        answers = []
        for n in range(60):
            frame = store.frame(sql, [thread * 1000 + n, thread * 100 + n])
            answers.append((frame["mine"][0], int(frame["total"][0] or 0)))
        return answers

    with ThreadPoolExecutor(8) as pool:
        for thread, answers in enumerate(pool.map(ask, range(8))):
            sizes = [thread * 100 + n for n in range(60)]
            assert answers == [
                (thread * 1000 + n, size * (size - 1) // 2) for n, size in enumerate(sizes)
            ]


def test_readers_see_whole_transactions_while_one_writes(store: Store) -> None:
    stop = threading.Event()
    seen: set[tuple[int, int]] = set()

    def read() -> None:
        while not stop.is_set():
            counts = store.frame(
                "SELECT (SELECT count(*) FROM record) AS r, (SELECT count(*) FROM connection) AS c"
            )
            seen.add(counts.row(0))

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for n in range(20):
            with store.transaction():
                take(store, "record", {**record("Ana"), "record_id": f"r{n}"})
                time.sleep(0.002)
                take(store, "connection", {"record_id": f"r{n}"})
        stop.set()
        for reader in readers:
            reader.result()
    assert all(records == connections for records, connections in seen)
    assert store.count("connection") == 20


def test_writers_in_threads_wait_for_each_other(store: Store) -> None:
    def write(thread: int) -> None:
        for n in range(10):
            with store.transaction():
                store.bump("data")
                take(store, "record", {**record("Ana"), "record_id": f"r{thread}-{n}"})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert (store.version("data"), store.count("record")) == (60, 60)


def in_another_process(path: Path, code: str) -> str:
    script = f"from relevance.store import Store\npath = {str(path)!r}\n{textwrap.dedent(code)}"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip()


TRY = """
    from relevance.errors import StoreBusyError
    try:
        Store.open(path).close()
        print("opened")
    except StoreBusyError as error:
        print(error)
    """


def test_a_second_process_is_told_who_has_the_file_and_what_to_do(tmp_path) -> None:
    path = tmp_path / "net.duckdb"
    with Store.open(path) as store, ThreadPoolExecutor(1) as pool:
        # The cursor of a thread that is still alive does not keep the file either.
        assert pool.submit(store.count, "post").result() == 0
        assert in_another_process(path, TRY) == (
            f"The database {path} is in use by process {os.getpid()}. One process at a time can have it: "
            "close the dashboard or the command that uses it and try again, or name another file with --db."
        )
        store.close()
        assert in_another_process(path, TRY) == "opened"


def test_a_process_that_was_killed_leaves_the_last_complete_state(tmp_path) -> None:
    path = tmp_path / "net.duckdb"
    code = """
        import os, signal
        store = Store.open(path)
        store.execute("INSERT INTO meta VALUES ('kept', 'yes')")
        with store.transaction():
            store.execute("INSERT INTO meta VALUES ('lost', 'yes')")
            print("writing", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        """
    with pytest.raises(subprocess.CalledProcessError) as caught:
        in_another_process(path, code)
    assert (caught.value.returncode, caught.value.stdout) == (-9, "writing\n")
    with Store.open(path) as store:
        names = store.frame("SELECT name FROM meta ORDER BY name")["name"].to_list()
        assert names == ["kept", "schema"]


def test_a_closed_store_says_so(tmp_path) -> None:
    store = Store.open(tmp_path / "net.duckdb")
    store.count("post")
    store.close()
    with pytest.raises(StoreError, match=r"Reading from the database failed: .*closed"):
        store.count("post")
    with pytest.raises(StoreError, match=r"Starting to write failed: .*closed"):
        store.bump()


# -- the file ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_closing_cuts_off_what_another_thread_asks(tmp_path) -> None:
    store = Store.open(tmp_path / "net.duckdb")
    begun, said = threading.Event(), []

    def ask() -> None:
        store.frame("SELECT 1")
        begun.set()
        try:
            store.frame(
                "SELECT count(*) AS n FROM range(10_000_000_000_000) AS t(k) WHERE k % 7 = 3"
            )
        except StoreError as error:
            said.append(str(error))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    assert begun.wait(10)
    time.sleep(0.2)
    store.close()
    asking.join(10)
    assert not asking.is_alive()
    assert len(said) == 1
    # Somebody else can have the file now.
    with Store.open(tmp_path / "net.duckdb") as opened:
        assert opened.count("post") == 0


def test_only_the_owner_of_the_file_can_read_it(tmp_path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "folder" / "net.duckdb"
        with Store.open(path) as store:
            take(store, "record", record("Ana"))
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
            assert modes == {"net.duckdb": 0o600, "net.duckdb.wal": 0o600}
    finally:
        os.umask(before)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" * 5000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content: bytes) -> None:
    folder = tmp_path / "locked"  # the name of a folder is no sign of another process
    folder.mkdir()
    path = folder / "net.duckdb"
    path.write_bytes(content)
    with pytest.raises(
        StoreError, match=r"is damaged, or no database of this tool.*--db"
    ) as caught:
        Store.open(path)
    assert not isinstance(caught.value, StoreBusyError)
    assert "relevance backup" in str(caught.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_damaged_file_is_recognised_and_the_copy_is_named(tmp_path, share: float) -> None:
    path = tmp_path / "net.duckdb"
    Store.open(path).close()
    copy = tmp_path / "net.duckdb.before-002"
    copy.write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes()[: int(copy.stat().st_size * share)])
    with pytest.raises(StoreError, match="is damaged") as caught:
        Store.open(path)
    assert f"newest good copy is {copy}: take it with `relevance restore" in str(caught.value)


def test_a_folder_or_a_place_that_cannot_be_is_told(tmp_path) -> None:
    with pytest.raises(StoreError, match=r"is a folder. Name a file with --db"):
        Store.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"cannot be opened: .*Name another file"):
        Store.open(tmp_path / "file" / "net.duckdb")


@pytest.mark.parametrize("table", ["mine", "meta"])
def test_a_database_of_something_else_is_left_alone(tmp_path, table: str) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
    with pytest.raises(StoreError, match=rf"of something else, with the tables .'{table}'"):
        Store.open(path)
    with duckdb.connect(str(path)) as other:
        tables = other.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert tables == [(table,)]


# -- migrations ----------------------------------------------------------------------------------


@pytest.fixture
def further_step(monkeypatch: pytest.MonkeyPatch):
    """Let a later version of the tool have one more step."""
    now = connecting._steps()

    def pretend(sql: str) -> int:
        number = max(now) + 1
        monkeypatch.setattr(connecting, "_steps", lambda: {**now, number: sql})
        return number

    return pretend


def test_a_migration_copies_the_file_first(tmp_path, further_step) -> None:
    path = tmp_path / "net.duckdb"
    with Store.open(path) as store:
        take(store, "record", record("Ana"))
    assert [file.name for file in tmp_path.iterdir()] == ["net.duckdb"]
    number = further_step("CREATE TABLE extra (a BIGINT); DELETE FROM record;")
    with Store.open(path) as store:
        assert (store.count("extra"), store.count("record")) == (0, 0)
        assert store.frame("SELECT value FROM meta WHERE name = 'schema'").item() == str(number)
    copy = tmp_path / f"net.duckdb.before-{number:03d}"
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with duckdb.connect(str(copy)) as before:
        assert before.execute("SELECT name FROM record").fetchall() == [("Ana",)]
        assert before.execute("SELECT value FROM meta").fetchall() == [(str(number - 1),)]


def test_a_migration_that_fails_changes_nothing(tmp_path, further_step, monkeypatch) -> None:
    path = tmp_path / "net.duckdb"
    with Store.open(path) as store:
        take(store, "record", record("Ana"))
    number = further_step("DELETE FROM record; INSERT INTO nowhere VALUES (1);")
    with pytest.raises(StoreError, match=rf"Migration {number} of .*nowhere"):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.facts("record")["name"].to_list() == ["Ana"]


def test_a_database_of_a_newer_version_is_refused(tmp_path, further_step, monkeypatch) -> None:
    path = tmp_path / "net.duckdb"
    number = further_step("CREATE TABLE extra (a BIGINT)")
    Store.open(path).close()
    monkeypatch.undo()
    expected = f"newer version .schema {number}, this one knows {number - 1}.*Update Feed Relevance"
    with pytest.raises(StoreError, match=expected):
        Store.open(path)


def test_steps_are_numbered_without_gaps() -> None:
    steps = list(connecting._steps())
    assert sorted(steps) == list(range(1, len(steps) + 1))
    files = [one.name for one in (ROOT / "relevance" / "migrations").glob("m*.sql")]
    assert len(files) == len(steps), "two steps have one number, and one of them would never run"


def test_positions_of_an_older_database_get_their_new_columns(tmp_path, monkeypatch) -> None:
    path = tmp_path / "net.duckdb"
    steps = connecting._steps()
    monkeypatch.setattr(connecting, "_steps", lambda: {n: s for n, s in steps.items() if n < 5})
    with Store.open(path) as store:
        store.execute(
            "INSERT INTO position VALUES ('s1', 'r1', 'employer', 'Lindby', NULL, NULL, NULL, NULL)"
        )
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.facts("position").schema == FACTS["position"].schema
        assert store.facts("position").row(0)[:4] == ("s1", "r1", "employer", "Lindby")
        assert set(store.facts("position").row(0)[4:]) == {None}


def test_encounters_of_an_older_database_stay_without_an_index(tmp_path, monkeypatch) -> None:
    path = tmp_path / "net.duckdb"
    steps = connecting._steps()
    late = next(n for n, sql in steps.items() if "encounter_without_index" in sql)
    monkeypatch.setattr(connecting, "_steps", lambda: {n: s for n, s in steps.items() if n < late})
    encounters = fact_frame(
        "encounter",
        [
            {
                "encounter_id": f"e{n}",
                "sender_record_id": "r1",
                "recipient_record_id": "r2",
                "channel": "mail",
                "at": datetime(2026, 1, 1 + n, tzinfo=UTC),
                "is_approximate": n == 0,
            }
            for n in range(3)
        ],
    )
    with Store.open(path) as store:
        store.take_in({"encounter": encounters.head(2)}, file_id=1)
        store.execute(
            "INSERT INTO person_link BY NAME SELECT unnest(['r1', 'r2']) AS record_id, "
            "unnest(['owner', 'p1']) AS person_id, '' AS how, 1 AS probability, '' AS evidence, 'linked' AS state"
        )
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.facts("encounter").equals(encounters.head(2))
        assert store.frame("SELECT person_id FROM contact")["person_id"].to_list() == ["p1", "p1"]
        taken = store.take_in({"encounter": encounters}, file_id=2)["encounter"]
        assert (taken.added, taken.updated) == (1, 0)
        assert store.facts("encounter").equals(encounters)
        assert not store.frame(
            "SELECT 1 FROM duckdb_constraints() WHERE table_name = 'encounter' AND constraint_type = 'PRIMARY KEY'"
        ).height


def test_opening_again_runs_no_step(tmp_path) -> None:
    path = tmp_path / "net.duckdb"
    for _ in range(2):
        with Store.open(path) as store:
            assert store.frame("SELECT value FROM meta").item() == str(max(connecting._steps()))
    assert [file.name for file in tmp_path.iterdir()] == ["net.duckdb"]


# -- vectors -------------------------------------------------------------------------------------


def unit(n: int, width: int, seed: int = 1) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, width)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("width", [384, 768, 3])
def test_vectors_come_back_in_the_order_asked_for(store: Store, width: int) -> None:
    vectors = unit(4, width)
    store.save_vectors("m", ["a", "b", "c", "d"], vectors)
    found, there = store.vectors("m", ["d", "none", "a", "d"])
    assert found.dtype == np.float32
    assert there.tolist() == [True, False, True, True]
    np.testing.assert_array_equal(found[[0, 2, 3]], vectors[[3, 0, 3]])
    np.testing.assert_array_equal(found[1], np.zeros(width, dtype=np.float32))
    assert store.vector_keys("m") == {"a", "b", "c", "d"}


def test_a_text_keeps_its_first_vector(store: Store) -> None:
    first, second = unit(2, 384), unit(3, 384, seed=2)
    store.save_vectors("m", ["a", "b"], first)
    store.save_vectors("m", ["b", "c", "c"], second)
    found, there = store.vectors("m", ["a", "b", "c"])
    assert there.all()
    np.testing.assert_array_equal(found, np.stack([first[0], first[1], second[1]]))


def test_vectors_that_are_there_spoil_nothing_of_what_is_written_with_new_ones(
    store: Store,
) -> None:
    first, second = unit(2, 384), unit(2, 384, seed=2)
    store.save_vectors("m", ["a", "b"], first)
    with store.transaction():
        store.execute("INSERT INTO meta VALUES ('before', '1')")
        assert store.is_writing
        store.save_vectors("m", ["b", "c"], second)
    assert not store.is_writing
    assert store.frame("SELECT value FROM meta WHERE name = 'before'").height == 1
    found, there = store.vectors("m", ["b", "c"])
    assert there.all()
    np.testing.assert_array_equal(found, np.stack([first[1], second[1]]))


def test_models_of_all_widths_stay_apart(store: Store) -> None:
    store.save_vectors("small", ["a"], unit(1, 3))
    store.save_vectors("usual", ["a", "b"], unit(2, 384))
    store.save_vectors("other", ["c"], unit(1, 384))
    assert store.vector_keys("small") == {"a"}
    assert store.vector_keys("usual") == {"a", "b"}
    assert store.vectors("other", ["a"])[1].tolist() == [False]
    assert store.vectors("small", ["a"])[0].shape == (1, 3)


def test_no_vectors_are_no_trouble(store: Store) -> None:
    store.save_vectors("m", [], np.zeros((0, 384), dtype=np.float32))
    assert store.vector_keys("m") == set()
    found, there = store.vectors("m", [])
    assert (found.shape, there.shape) == ((0, 384), (0,))
    assert store.vectors("never seen", ["a"])[1].tolist() == [False]


def test_vectors_outlive_the_process(tmp_path) -> None:
    vectors = unit(2, 5)
    with Store.open(tmp_path / "net.duckdb") as store:
        store.save_vectors("m", ["a", "b"], vectors)
    with Store.open(tmp_path / "net.duckdb") as store:
        np.testing.assert_array_equal(store.vectors("m", ["a", "b"])[0], vectors)


# -- people, files, versions ---------------------------------------------------------------------


def test_people_are_replaced_whole(store: Store) -> None:
    ana = person_record("linkedin.connections", "Ana Silva", url="ana")
    bo = person_record("posts", "Bo Berg", url="bo")
    both = resolve(fact_frame("record", [ana, bo]))
    store.save_people(both.people, both.links)
    one = resolve(fact_frame("record", [bo]))
    store.save_people(one.people, one.links)
    assert store.people()["name"].to_list() == ["Bo Berg"]
    assert store.count("person_link") == 1
    assert store.version() == 2


def test_a_contact_is_seen_from_the_owners_side(store: Store) -> None:
    mia = {**person_record("linkedin.profile", "Mia Holm"), "is_owner": True}
    ana = person_record("linkedin.messages", "Ana Silva", url="ana")
    bo = person_record("linkedin.messages", "Bo Berg", url="bo")
    found = resolve(fact_frame("record", [mia, ana, bo]))
    store.save_people(found.people, found.links)
    sides = [(mia, ana), (ana, mia), (ana, bo), (mia, mia)]
    rows = [
        {
            "encounter_id": f"e{n}",
            "sender_record_id": sender["record_id"],
            "recipient_record_id": recipient["record_id"],
            "channel": "mail",
        }
        for n, (sender, recipient) in enumerate(sides)
    ]
    take(store, "encounter", *rows)
    contacts = store.frame("SELECT * FROM contact ORDER BY encounter_id")
    person_id = dict(found.links.select("record_id", "person_id").rows())[ana["record_id"]]
    assert contacts.select("encounter_id", "person_id", "direction").rows() == [
        ("e0", person_id, "outgoing"),
        ("e1", person_id, "incoming"),
    ]


def test_a_file_is_known_by_its_bytes_and_kind(store: Store) -> None:
    row = {
        "path": "posts.csv",
        "kind": "posts",
        "sha256": "ab",
        "read": 2,
        "added": 1,
        "updated": 0,
        "skipped": 1,
        "import_id": 1,
        "is_as_of_stated": False,
        "as_of": NEW,
        "imported_at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    rejected = pl.DataFrame({"row_number": [2], "reason": ["no text"], "excerpt": ["x"]})
    remember_file(store, {**row, "file_id": next_file(store)}, rejected)
    second = {**row, "file_id": next_file(store), "sha256": "cd", "as_of": None}
    remember_file(store, second, rejected.clear())
    assert knows_file(store, "ab", "posts")
    assert not knows_file(store, "ab", "mail")
    assert not knows_file(store, "ef", "posts")
    assert imported_files(store)["file_id"].to_list() == [1, 2]
    assert store.newest_snapshot() == NEW
    assert store.frame("SELECT * FROM import_reject").rows() == [(1, 2, "no text", "x")]


def test_versions_grow_one_by_one_and_apart(store: Store) -> None:
    assert (store.version("data"), store.version("vectors")) == (0, 0)
    store.bump("data")
    store.bump("data")
    store.bump("vectors")
    assert (store.version("data"), store.version("vectors"), store.version("interests")) == (
        2,
        1,
        0,
    )


def test_what_the_exports_say_of_the_owner_is_read_by_kind(store: Store) -> None:
    assert store.newest_snapshot() is None
    rows = [{"kind": "skill", "value": one} for one in ("Writing", "Teaching")]
    take(store, "owner_fact", *rows, {"kind": "name", "value": "Mia Holm"})
    assert store.owner_facts("skill") == ["Teaching", "Writing"]
    assert store.owner_facts("url") == []


def test_a_hundred_thousand_posts_come_in_within_seconds(store: Store) -> None:
    numbers = pl.int_range(100_000, eager=True)
    frame = pl.select(
        post_id=pl.format("post{}", numbers),
        author_record_id=pl.format("r{}", numbers % 3_000),
        kind=pl.lit("post"),
        text=pl.format("a text of some length, number {}", numbers),
        text_key=pl.format("key of {}", numbers),
    )
    started = time.process_time()
    assert store.take_in({"post": frame}) == {"post": TakenIn(added=100_000)}
    assert store.take_in({"post": frame}) == {"post": TakenIn()}
    assert time.process_time() - started < 30
