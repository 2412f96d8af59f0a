"""Who is who from files to answers: proposed with reasons, answered by the owner, undone without a trace."""

import shutil
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import AmbiguousNameError, NotFoundError, UsageError
from relevance.pipeline import (
    Scores,
    advise,
    all_pairs,
    answer_pair,
    current_scores,
    find_person,
    import_paths,
    link_people,
    links_of,
    merge_people,
    pair_page,
    past_answers,
    past_imports,
    progress_of,
    relink,
    review_queue,
    split_record,
    undo_answer,
    undo_import,
)
from relevance.store import Store
from tests.writers.mail import mail, mbox

SETTINGS = Settings(own_addresses=("ada@own.example",))
ADA = "Ada Example <ada@own.example>"
LOU = "Lou Lark <lou@gmail.com>"
# Ida Inge (née Berg) is a connection; Gus Gray writes from his employer's address; so does another Sam Smith.
IDA = "Ida Berg <ida@gmail.com>"
GUS = "Gus Gray <gus.gray@fenlandwater.example>"
SAM = "Sam Smith <sam@gmail.com>"


def letters(folder: Path, *parties: tuple[str, str], name: str = "box.mbox") -> Path:
    """Write one mail for each pair of sender and recipient."""
    path = folder / name
    listed = [
        mail("Hello.\n", From=sender, To=recipient, Message_ID=f"<{number}.{name}@x.example>")
        for number, (sender, recipient) in enumerate(parties)
    ]
    path.write_bytes(mbox(listed))
    return path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, world_database: Path) -> Path:
    """The world with a mailbox, linked once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("people")
    shutil.copy(world_database, folder / "people.duckdb")
    box = letters(folder, (LOU, ADA), (ADA, LOU), (IDA, ADA), (GUS, ADA), (SAM, ADA))
    with Store.open(folder / "people.duckdb") as opened:
        import_paths(opened, [box], settings=SETTINGS)
        relink(opened, SETTINGS)
    return folder


@pytest.fixture
def store(tmp_path: Path, prepared: Path):
    for name in ("people.duckdb", "box.mbox"):
        shutil.copy(prepared / name, tmp_path / name)
    with Store.open(tmp_path / "people.duckdb") as opened:
        yield opened


@pytest.fixture
def scores(store: Store) -> Scores:
    return current_scores(store, SETTINGS)


def named(pairs, *names: str):
    """The pairs of these two names, in either order."""
    return [one for one in pairs if {one.left_name, one.right_name} == set(names)]


def everything(store: Store) -> tuple:
    """All persons and links, whatever the order."""
    people = store.frame("SELECT * FROM person ORDER BY person_id")
    return people.rows(), store.frame("SELECT * FROM person_link ORDER BY record_id").rows()


def test_an_invite_that_hangs_on_a_pair_comes_first_with_what_it_becomes(store, scores) -> None:
    queue = review_queue(store, SETTINGS, scores)
    first = queue[0]
    assert (first.left_name, first.right_name, first.state) == ("Lou Lark", "Lou Lark", "proposed")
    assert first.change.sentence == "adds 2 mails; the invite becomes: accept"
    assert (first.change.before.decision, first.change.after.decision) == ("decline", "accept")
    assert sum(bar["weight"] for bar in first.evidence) == pytest.approx(first.weight, abs=0.01)
    assert first.evidence[0]["comparison"] == "prior"
    # Lou, Ida by her former name, and one Sam for each of the two connections of the name.
    assert len(queue) == 4
    assert progress_of(store, queue).sentence == "4 left to review, 4 of them matter."


def test_a_yes_makes_the_invite_what_was_foretold(store, scores) -> None:
    first = review_queue(store, SETTINGS, scores)[0]
    done = answer_pair(store, SETTINGS, *first.pair, "yes")
    assert len(done.person_ids) == 1
    rest = review_queue(store, SETTINGS, current_scores(store, SETTINGS))
    assert first.pair not in {one.pair for one in rest}
    advice = {one.name: one for one in advise(store, current_scores(store, SETTINGS), SETTINGS)}
    assert (advice["Lou Lark"].decision, advice["Lou Lark"].rung) == (
        first.change.after.decision,
        first.change.after.rung,
    )


def test_a_former_name_is_never_linked_by_itself_however_probable(store) -> None:
    pair = named(all_pairs(store), "Ida Berg", "Ida Inge (née Berg)")[0]
    assert (pair.state, pair.reason) == ("proposed", "A changed surname is evidence, never proof.")
    assert pair.probability > 0.9
    with pytest.raises(AmbiguousNameError, match="2 people are called 'Ida Berg'"):
        find_person(store, "Ida Berg")
    answer_pair(store, SETTINGS, *pair.pair, "yes")
    assert find_person(store, "Ida Berg") == find_person(store, "Ida Inge")


def test_name_and_employers_address_link_and_say_so(store) -> None:
    links = links_of(store, find_person(store, "Gus Gray"))
    assert [one["source"] for one in links] == ["linkedin.connections", "mail"]
    assert links[1]["how"] == "alike in what is known of both"
    assert links[1]["probability"] >= SETTINGS.link_at
    assert (
        "The e-mail address of one is the employer's of the other: Fenlandwater."
        in links[1]["evidence"]
    )


def test_namesakes_share_the_certainty(store) -> None:
    pairs = named(all_pairs(store), "Sam Smith", "Sam Smith")
    assert [one.state for one in pairs] == ["proposed", "proposed"]
    assert all(one.probability < 0.5 for one in pairs)
    assert "only one can be" in pairs[0].evidence[-1]["words"]


def test_a_no_holds_for_good(store, tmp_path) -> None:
    pair = named(all_pairs(store), "Lou Lark", "Lou Lark")[0]
    answer_pair(store, SETTINGS, *pair.pair, "no")
    again = letters(tmp_path, (LOU, ADA), name="later.mbox")
    import_paths(store, [again], settings=SETTINGS)
    relink(store, SETTINGS)
    held = {one.pair: one.state for one in all_pairs(store)}
    assert held[pair.pair] == "refused"


def test_a_no_survives_that_the_records_go_and_come_back(store, tmp_path) -> None:
    pair = named(all_pairs(store), "Lou Lark", "Lou Lark")[0]
    answer_pair(store, SETTINGS, *pair.pair, "no")
    undo_import(store, past_imports(store)[0].import_id, SETTINGS)
    assert not named(all_pairs(store), "Lou Lark", "Lou Lark")
    import_paths(store, [tmp_path / "box.mbox"], settings=SETTINGS)
    relink(store, SETTINGS)
    assert {one.pair: one.state for one in all_pairs(store)}[pair.pair] == "refused"


def test_undoing_an_answer_leaves_no_trace(store) -> None:
    before = everything(store)
    pair = named(all_pairs(store), "Lou Lark", "Lou Lark")[0]
    done = answer_pair(store, SETTINGS, *pair.pair, "yes")
    assert everything(store) != before
    undo_answer(store, SETTINGS, done.answer_id)
    assert everything(store) == before
    with pytest.raises(NotFoundError, match="no answer 1 that could be undone"):
        undo_answer(store, SETTINGS, done.answer_id)


def test_parting_what_was_linked_by_itself_gives_both_their_own_back(store) -> None:
    gus = find_person(store, "Gus Gray")
    letter = links_of(store, gus)[1]["record_id"]
    done = split_record(store, SETTINGS, letter)
    assert gus in done.person_ids and len(done.person_ids) == 2
    assert [one["source"] for one in links_of(store, gus)] == ["linkedin.connections"]
    relink(store, SETTINGS, force=True)
    assert [one["source"] for one in links_of(store, gus)] == ["linkedin.connections"]
    undo_answer(store, SETTINGS, done.answer_id)
    assert len(links_of(store, gus)) == 2


def test_a_record_held_by_a_certain_key_can_leave(store) -> None:
    bea = find_person(store, "Bea Brook")
    records = links_of(store, bea)
    assert len(records) > 2
    leaving = next(one["record_id"] for one in records if one["source"] == "posts")
    split_record(store, SETTINGS, leaving)
    assert leaving not in {one["record_id"] for one in links_of(store, bea)}
    assert len(links_of(store, bea)) == len(records) - 1


def test_merging_by_name_and_parting_again(store) -> None:
    carl, dina = find_person(store, "Carl Cole"), find_person(store, "Dina Dahl")
    before = everything(store)
    done = merge_people(store, SETTINGS, "Carl Cole", "Dina Dahl")
    assert done.person_ids in {(carl,), (dina,)}
    assert find_person(store, "Carl Cole") == find_person(store, "Dina Dahl")
    with pytest.raises(UsageError, match="one person already"):
        merge_people(store, SETTINGS, *done.person_ids, *done.person_ids)
    undo_answer(store, SETTINGS, done.answer_id)
    assert everything(store) == before


def test_a_yes_after_a_no_joins_and_its_undoing_brings_the_no_back(store) -> None:
    pair = named(all_pairs(store), "Lou Lark", "Lou Lark")[0]
    answer_pair(store, SETTINGS, *pair.pair, "no")
    done = answer_pair(store, SETTINGS, *pair.pair, "yes")
    assert len(done.person_ids) == 1
    undo_answer(store, SETTINGS, done.answer_id)
    assert {one.pair: one.state for one in all_pairs(store)}[pair.pair] == "refused"
    assert [one["answer"] for one in past_answers(store)] == ["no"]


def test_what_is_put_off_comes_last(store, scores) -> None:
    first = review_queue(store, SETTINGS, scores)[0]
    answer_pair(store, SETTINGS, *first.pair, "later")
    queue = review_queue(store, SETTINGS, scores)
    assert queue[-1].pair == first.pair
    assert progress_of(store, queue).sentence == ("3 left to review, 3 of them matter; 1 put off.")


def test_one_pair_shows_both_sides_and_what_changes(store, scores) -> None:
    first = review_queue(store, SETTINGS, scores)[0]
    page = pair_page(store, SETTINGS, *first.pair, scores)
    sources = {one["source"] for one in page.left}, {one["source"] for one in page.right}
    assert {"mail"} in sources
    assert page.change.sentence == first.change.sentence
    with pytest.raises(NotFoundError, match="no pair of the records 'r1' and 'r2'"):
        pair_page(store, SETTINGS, "r1", "r2", scores)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_does_at_once_what_linking_everybody_does(store, answer) -> None:
    for pair in all_pairs(store):
        answer_pair(store, SETTINGS, *pair.pair, answer)
        at_once = everything(store)
        link_people(store, SETTINGS)
        assert everything(store) == at_once


def test_an_answer_that_is_none_changes_nothing(store) -> None:
    before = everything(store)
    pair = all_pairs(store)[0]
    with pytest.raises(UsageError, match="one of yes, no, later, got 'perhaps'"):
        answer_pair(store, SETTINGS, *pair.pair, "perhaps")
    with pytest.raises(NotFoundError, match="no record 'nobody'"):
        answer_pair(store, SETTINGS, "nobody", pair.pair[0], "yes")
    assert everything(store) == before
    assert past_answers(store) == []
