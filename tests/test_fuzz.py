"""Files of every format, mutated: whatever is in them, only InputError reaches the user and every row is accounted for."""

import os
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from conftest import SHARED, SHOP, select
from constructed import cells, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import warehouse
from analysis.errors import InputError
from analysis.exports.declarations import declarations
from analysis.shop import Shop

EXAMPLES = int(os.environ.get("FUZZ", "2"))  # folders; `make fuzz` tries many more
FILES_IN_A_FOLDER = 8
REAL_BYTES = 4000  # of a real file: enough for its header and some rows
ODD = [
    "",
    '"',
    "=1+1",
    "-",
    "1e999",
    "\x00",
    "9999-99-99",
    "٣",
    "\u202e",
    "x" * 3000,
    "1.234,56",
    "N/A",
    "\r",
    ";",
    "'",
    "{}",
    "%s",
]


def _seeds() -> list[bytes]:
    """One constructed file per format, and the heads of the real ones where they are at hand."""
    made = []
    for declaration in declarations():
        if not declaration.file.record:
            numbered = {name: str(i) for i, name in enumerate(declaration.kinds)}
            rows = [
                cells(declaration),
                cells(declaration),
                cells(declaration, **dict.fromkeys(declaration.identity, "7")),
            ]
            made.append(written(declaration, [*rows, cells(declaration, **numbered)]))
    real = sorted((SHARED / "exports").glob("*/*")) if (SHARED / "exports").exists() else []
    return made + [path.read_bytes()[:REAL_BYTES] for path in real if path.suffix.lower() in (".csv", ".txt", ".zip")]


SEEDS = _seeds()
Mutation = Callable[[bytes, int, int], bytes]


def _flipped(content: bytes, at: int, what: int) -> bytes:
    place = at % max(len(content), 1)
    return content[:place] + bytes([what % 256]) + content[place + 1 :]


def _by_lines(change: Callable[[list[bytes], int, int], list[bytes]]) -> Mutation:
    return lambda content, at, what: b"\n".join(change(content.split(b"\n"), at, what))


def _with_cell(rows: list[bytes], at: int, what: int) -> list[bytes]:
    """One cell of one line is another one."""
    place = at % len(rows)
    mark = max((b",", b";", b"\t"), key=rows[place].count)
    found = rows[place].split(mark)
    found[what % len(found)] = ODD[at % len(ODD)].encode()
    return [*rows[:place], mark.join(found), *rows[place + 1 :]]


def _swapped(rows: list[bytes], at: int, what: int) -> list[bytes]:
    place = at % len(rows)
    found = rows[place].split(b",")
    one, other = what % len(found), (what // 7) % len(found)
    found[one], found[other] = found[other], found[one]
    return [*rows[:place], b",".join(found), *rows[place + 1 :]]


def _archived(content: bytes, at: int, what: int) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{at}.csv", content)
    return _flipped(buffer.getvalue(), at, what) if what % 2 else buffer.getvalue()


MUTATIONS: list[Mutation] = [
    _flipped,
    _by_lines(_with_cell),
    _by_lines(_swapped),
    _by_lines(lambda rows, at, what: rows[: at % len(rows)] + rows[at % len(rows) + 1 :]),  # a line is gone
    _by_lines(lambda rows, at, what: [*rows, *rows[at % len(rows) :]]),  # lines are there twice
    _by_lines(lambda rows, at, what: [*rows[: what % len(rows)], rows[at % len(rows)], *rows[what % len(rows) :]]),
    lambda content, at, what: content[: at % (len(content) + 1)],
    lambda content, at, what: content + SEEDS[what % len(SEEDS)],
    lambda content, at, what: content.decode("utf-8", "replace").encode(("utf-16", "utf-16-le", "cp1252")[what % 3], "replace"),
    lambda content, at, what: content.replace(b"\n", (b"\r", b"\r\n", b"\n\n")[what % 3]),
    lambda content, at, what: content.replace(b",", b";") if what % 2 else content.replace(b".", b","),
    _archived,
]  # fmt: skip
STEP = st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 1 << 16), st.integers(0, 1 << 16))
MUTATED = st.tuples(st.integers(0, len(SEEDS) - 1), st.lists(STEP, max_size=4))


def _content(seed: int, steps: list[tuple[Mutation, int, int]]) -> bytes:
    content = SEEDS[seed]
    for change, at, what in steps:
        content = change(content, at, what)
    return content


@pytest.fixture(scope="module")
def unstopped():
    """Failed control totals are kept as they are found, so that what was loaded can be looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse, "_stop_at_failures", lambda checks: None)
        yield


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 10)
@given(st.lists(MUTATED, min_size=FILES_IN_A_FOLDER, max_size=FILES_IN_A_FOLDER))
def test_no_mutation_of_a_file_breaks_a_build_and_its_rows_add_up(unstopped, tmp_path_factory, mutated):
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "exports").mkdir()
    (folder / "shop.toml").write_text(SHOP)
    for i, (seed, steps) in enumerate(mutated):
        (folder / "exports" / f"{i}.dat").write_bytes(_content(seed, steps))
    shop = Shop(folder)
    try:
        warehouse.build(shop)
    except InputError:
        return
    wrong = "select * from marts.inputs where row_count <> loaded + rejected + duplicates or least(loaded, rejected, duplicates) < 0"
    assert not select(shop, wrong)
    assert select(shop, "select count(distinct file) >= 8 from marts.inputs") == [(True,)]


def test_every_seed_is_a_file_of_its_format(make_shop, unstopped):
    """Otherwise the mutations would test nothing but the message for unknown files."""
    known = [d for d in declarations() if not d.file.record]
    shop = make_shop({f"exports/{d.name}": SEEDS[i] for i, d in enumerate(known)})
    warehouse.build(shop)
    found = dict(select(shop, "select file, format from marts.inputs"))
    assert found == {f"exports/{d.name}": d.name for d in known}
