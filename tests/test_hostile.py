"""Broken and hostile files: each is named with what is wrong and what to do, the files beside it are read."""

import io
import os
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from conftest import HEADER, SHOP, lines, measured, select

from analysis.cli import main
from analysis.exports import sources
from analysis.exports.sources import Reject
from analysis.shop import Shop


def row(order: str, amount: str = "5.00", day: str = "2026-01-05") -> str:
    return f"{order},1,{day},web,tea,1,EUR,{amount},0.50,,completed"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(*cells: tuple[int, int, object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for at, column, value in cells:
            sheet.write(at, column, value)
    return buffer.getvalue()


def locked(content: bytes) -> bytes:
    """An archive whose members say that they are encrypted (bit 0 of their flags, in both headers)."""
    found = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found[found.index(mark) + offset] |= 1
    return bytes(found)


def bomb() -> bytes:
    """Archives say how much they unpack to: here 2 GiB of 1 MiB."""
    content = bytearray(zipped(a=b"0" * (1 << 20)))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1 << 31).to_bytes(4, "little")
    return bytes(content)


ENTITIES = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{of};" * 10}">' for of, name in zip("abcdefgh", "bcdefghi", strict=True)
)
XML_FORMAT = """title = "Bookings"\nfound_at = "bank"\nrole = "bank"\n[file]\nrecord = "//e"\n[columns.text]
vendor = "v"\n[columns.timestamp]\npaid_on = "d"\n[columns.number]\namount = "a"\n[[payouts]]\npaid_at = "paid_on"
vendor = "vendor"\namount = "amount"\n"""
PAYOUTS = "paid_on,vendor_id,amount,currency,period_from,period_to\n2026-01-05,dhl,5.00,EUR,,\n"
GOOD = lines(row("G1"))
SHIFTED = "ordered_at,order_id,line_id,channel_id,sku,quantity,currency,gross_amount,tax_amount,refunded_amount,status"
DOUBLED = f"{HEADER},gross_amount\n{row('D1')},7.00\n"
WIDE = ",".join([HEADER, *(f"c{i}" for i in range(5000))]) + "\n" + row("W1") + "," * 5000 + "\n"

# Whole files that are not read: name → (content, what is said of it).
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\xef\xbb\xbf\r\n \r\n", "is not a known export"),
    "one_line.csv": (b"a" * (17 << 20), "has a line 1 of more than 65,536 characters, so it is no table"),
    "huge_line.csv": (GOOD.encode() + b"x" * (17 << 20), "has a line 3 of more than 16 million characters, so it is no table"),
    "noise.bin": (bytes(range(256)) * 40, "holds neither text nor a workbook nor a zip archive"),
    "document.csv": (b"%PDF-1.7 ...", "is a document; download its table as CSV"),
    "stacked.csv": (f"{GOOD}\n{GOOD}".encode(), "repeats its header in line 4: a second table in one file"),
    "stacked_kinds.csv": (f"{PAYOUTS}\n{GOOD}".encode(), "and that of Payouts (canonical export) in line 1: two tables in one file"),
    "stacked_otherwise.csv": (f"{GOOD}\n{SHIFTED}\n2026-01-05,X,1,web,tea,1,EUR,5.00,,,\n".encode(), "repeats its header in line 4"),
    "doubled.csv": (DOUBLED.encode(), "has the column gross_amount twice"),
    "bomb.zip": (bomb(), "would unpack to more than 1,073,741,824 bytes"),
    "cut.zip": (zipped(a=GOOD.encode())[:60], "is not a readable zip archive"),
    "up.zip/../../evil.csv": (b"", "has a path that leads out of the archive"),
    "nested.zip/inner.zip": (b"", "is an archive inside an archive; unpack the outer one"),
    "quine.zip/again.xlsx": (b"", "is an archive inside an archive; unpack the outer one"),
    "locked.zip/a": (b"", "is locked with a password"),
    "text.xlsx": (b"PK\x03\x04 but no workbook", "is not a readable zip archive"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is not a readable workbook"),
    "far.xlsx": (workbook((0, 0, "a"), (1048575, 16383, "z")), "has cells far away from its table"),
    "formulas.xlsx": (workbook((0, 0, "=1+1")), "is not a known export"),
    "cut.xlsx": (workbook((0, 0, "a"))[:-40], "is not a readable workbook (File is not a zip file): it is cut off or damaged"),
    "torn.xlsx": (b"\0\0\0\0" + workbook((0, 0, "a"))[4:], "holds neither text nor a workbook nor a zip archive"),
    "bomb.xml": (f"{ENTITIES}]><r><e>&i;</e></r>".encode(), "is not readable as XML (in line 1: Maximum entity amplification"),
    "cut.xml": (b"<r><e><v>x</v>", "is not readable as XML (in line 1: Premature end of data in tag e line 1), so it is cut off or damaged"),
    "amp.xml": (b"<r><e><v>R & D</v></e></r>", "is not readable as XML (in line 1"),
    "camt052.xml": (b"<Document><BkToCstmrAcctRpt/></Document>", "bank statements are read as CAMT.053"),
    "html.xls": (b"<html><table><tr><td>order_id</td></tr></table></html>", "is a web page, not an export"),
    "pipe": (b"", "is no regular file and was not opened"),
    "link.csv": (b"", "is a link out of the folder and was not followed"),
    "loop.csv": (b"", "it links to itself"),
    "gone.csv": (b"", "is no regular file and was not opened"),
}  # fmt: skip
ARCHIVES = {
    "up.zip": zipped(**{"../../evil.csv": GOOD.encode()}),
    "nested.zip": zipped(**{"inner.zip": zipped(a=GOOD.encode())}),
    "quine.zip": zipped(**{"again.xlsx": zipped(**{"again.xlsx": zipped(a=b"x")})}),
    "locked.zip": locked(zipped(a=GOOD.encode())),
}
REFUSED_BYTES = {name: content for name, (content, _) in REFUSED.items() if "/" not in name and content} | {
    "empty.csv": b""
}

# Files that are read, some rows of them not: name → (content, rows loaded, what is said of the others).
READ: dict[str, tuple[bytes, int, list[str]]] = {
    "good.csv": (GOOD.encode(), 1, []),
    "header_only.csv": (f"{HEADER}\n".encode(), 0, []),
    "cut_row.csv": (lines(row("A1"), "A2,1,2026-0")[:-1].encode(), 1, ["has 3 cells where the header has 11"]),
    "cut_quote.csv": (lines(row("B1"), 'B2,"never clo').encode(), 1, ["opens a quoted cell that never closes: the file is cut off"]),
    "nul.csv": (lines(row("C1"), row("C2\0")).encode(), 1, ["holds NUL bytes: the file is damaged"]),
    "formula.csv": (lines(row("E1"), row('"=HYPERLINK(""http://evil"",""x"")"')).encode(), 1, ["column order_id holds a formula; save the file with values"]),
    "numbers.csv": (lines(row("F1"), row("F2", "1e999"), row("F3", "9" * 40), row("F4", "NaN"), row("F5", "--1")).encode(), 1,
        ["a text of 5 characters is not a number", "a text of 40 characters is not a number", "a text of 3 characters is not a number", "is not a number"]),
    "days.csv": (lines(row("H1"), row("H2", day="9999-99-99"), row("H3", day="0000-00-00"), row("H4", day="2026-02-30")).encode(), 1,
        ['"9999-99-99" is not a date', '"0000-00-00" is not a date', '"2026-02-30" is not a date']),
    "minus.csv": (lines(*(row(f"I{i}", f"{m}5.00") for i, m in enumerate("-−–‑")), row("I9", "5.00-")).encode(), 5, []),
    "blanks.csv": (lines(row("J1", "N/A"), row("J2", "--"), row("J3", ""), row("J4", "\u00a05\u202f000.00")).encode(), 1, ["gross_amount is required and blank"] * 3),
    "hidden.csv": (("\u200e" + lines(row("K1\u200b"), row("\u202eK2", "\u200e5.00\u200e"))).encode(), 2, []),
    "narrow.csv": (lines(row("L1", "5.00 €").replace("web", "„Laden“ – €")).encode("cp1252"), 1, []),
    "wide_le.csv": (lines(row("M1").replace("web", "Größe")).encode("utf-16-le"), 1, []),
    "wide_be.csv": (lines(row("N1")).encode("utf-16-be"), 1, []),
    "ends.csv": ((lines(row("O1")) + row("O2") + "\r" + row("O3") + "\r\n" + 'O4,"a\r\nb",2026-01-05,web,tea,1,EUR,5.00,,,completed\n').encode(), 4, []),
    "trailing.csv": (lines(row("P1")).replace("\n", ",,,\n").encode(), 1, []),
    "wide_table.csv": (WIDE.encode(), 1, []),
    "far_umlaut.csv": (("order_id,channel_id,ordered_at,currency,gross_amount,Größe\n" + "Q1,web,2026-01-05,EUR,5.00," + "ü" * 40000 + "\n").encode(), 1, []),
    "one.zip/inside.csv": (lines(row("R1")).encode(), 1, []),
    "<img src=x onerror=alert(1)>.csv": (lines(row("S1")).encode(), 1, []),
    'quote"s and\\x0aline.csv': (lines(row("T1")).encode(), 1, []),
}  # fmt: skip


pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> tuple[Shop, str]:
    """A shop folder with all of it, checked by the command line; and everything that was said."""
    folder = tmp_path_factory.mktemp("hostile")
    place = folder / "exports"
    (place / "deep").mkdir(parents=True)
    (folder / "shop.toml").write_text(SHOP)
    (folder / "formats").mkdir()
    (folder / "formats" / "bookings.toml").write_text(XML_FORMAT)
    for name, content in {**REFUSED_BYTES, **ARCHIVES}.items():
        (place / name).write_bytes(content)
    for name, (content, *_) in READ.items():
        if "/" not in name:
            (place / name.replace("\\x0a", "\n")).write_bytes(content)
    (place / "one.zip").write_bytes(zipped(**{"inside.csv": READ["one.zip/inside.csv"][0]}))
    os.mkfifo(place / "pipe")
    (folder / "secret.csv").write_text(lines(row("SECRET")))
    (place / "link.csv").symlink_to(folder / "secret.csv")
    (place / "loop.csv").symlink_to(place / "loop.csv")
    (place / "gone.csv").symlink_to(place / "nowhere.csv")
    (place / "deep" / os.fsdecode(b"caf\xe9.csv")).write_text(lines(row("U1")))
    return Shop(folder), _checked(folder)


def _checked(folder: Path) -> str:
    """What `vda check` writes, page and messages together."""
    kept, sys.argv = sys.argv, ["vda", "check", str(folder)]
    out, sys.stdout, err, sys.stderr = sys.stdout, io.StringIO(), sys.stderr, io.StringIO()
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, None), sys.stderr.getvalue()
    finally:
        said = sys.stdout.getvalue() + sys.stderr.getvalue()
        sys.argv, sys.stdout, sys.stderr = kept, out, err
    return said


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_named_with_the_reason_and_nothing_of_it_is_loaded(hostile, name):
    shop, said = hostile
    reasons = [r for f, r in select(shop, "select file, reason from landing.rejects") if f == f"exports/{name}"]
    assert len(reasons) == 1 and REFUSED[name][1] in reasons[0]
    assert f"exports/{name} {reasons[0]}" in said
    found = select(shop, "select file, loaded, rejected, duplicates from marts.inputs")
    assert [counts for file, *counts in found if file == f"exports/{name}"] == [[0, 0, 0]]


@pytest.mark.parametrize("name", READ)
def test_of_a_damaged_file_the_good_rows_are_read_and_the_others_named(hostile, name):
    shop, _ = hostile
    found = select(shop, "select file, loaded, rejected, duplicates from marts.inputs")
    _, loaded, expected = READ[name]
    assert [counts for file, *counts in found if file == f"exports/{name}"] == [[loaded, len(expected), 0]]
    reasons = select(shop, "select file, line, reason from landing.rejects order by file, line")
    told = [(line, reason) for file, line, reason in reasons if file == f"exports/{name}"]
    assert all(line > 1 and part in reason for (line, reason), part in zip(told, expected, strict=True))


def test_no_traceback_and_no_secret_reaches_the_user(hostile):
    shop, said = hostile
    assert "Traceback" not in said and "evil" not in said.replace("evil.csv", "")
    assert not select(shop, "select 1 from landed.sales where order_id = 'SECRET'")
    assert "exports/deep/caf\\xdce9.csv" in said and "\nline.csv" not in said


def test_every_row_of_every_file_is_loaded_rejected_or_a_duplicate(hostile):
    shop, _ = hostile
    assert select(shop, "select file from marts.inputs where row_count <> loaded + rejected + duplicates") == []


def test_encodings_marks_and_line_ends_give_the_same_values(hostile):
    shop, _ = hostile
    query = "select order_id, channel, gross_amount::varchar from landed.sales order by order_id"
    found = {order: (channel, amount) for order, channel, amount in select(shop, query)}
    assert found["L1"] == ("„Laden“ – €", "5.000000") and found["M1"][0] == "Größe"
    assert found["K1"] == found["K2"] == ("web", "5.000000")  # without the invisible marks
    assert [found[f"I{i}"][1] for i in (0, 1, 2, 3, 9)] == ["-5.000000"] * 5
    assert found["J4"][1] == "5000.000000" and not {"J1", "J2", "J3"} & set(found)  # blank amounts are rejected


def test_an_xml_document_with_outside_entities_gives_nothing_away(make_shop, tmp_path):
    from analysis.exports.declarations import read_declaration
    from analysis.exports.recognition import Export, read
    from analysis.exports.sources import Source

    (tmp_path / "secret").write_text("TOPSECRET")
    (tmp_path / "bookings.toml").write_text(XML_FORMAT)
    text = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><r><e><v>&x;</v><d>2026-01-05</d><a>1</a></e></r>'
    )
    export = read(Source("b.xml", text.encode()), read_declaration(tmp_path / "bookings.toml"))
    assert isinstance(export, Export) and "TOPSECRET" not in str(export.records)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(make_shop, monkeypatch):
    shop = make_shop({"exports/a.csv": GOOD})
    stat, times = os.stat, iter(range(1000))
    changing = SimpleNamespace(st_size=len(GOOD))
    monkeypatch.setattr(
        sources.os, "stat", lambda path, **how: SimpleNamespace(**vars(changing), st_mtime_ns=next(times))
        if str(path).endswith("a.csv") and not how else stat(path, **how),
    )  # fmt: skip
    (found,) = sources.sources(shop.exports)
    assert isinstance(found, Reject) and found.reason.startswith("changed while it was read; run again")


def test_a_folder_and_a_file_without_permission_are_named(make_shop, monkeypatch):
    shop = make_shop({"exports/a.csv": GOOD, "exports/shut/b.csv": GOOD})
    monkeypatch.setattr(sources.os, "access", lambda path, mode: "shut" not in str(path))

    def refused(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    found = [(s.file, s.reason) for s in sources.sources(shop.exports) if isinstance(s, Reject)]
    assert found[:2] == [
        ("exports/a.csv", "cannot be opened (Permission denied); check its permissions"),
        ("exports/shut", "is a folder that cannot be opened; check its permissions"),
    ]


@pytest.mark.parametrize("order_id, channel", [("Summe", "a"), ("4", "Grand Total")])
def test_a_total_among_the_rows_is_rejected_instead_of_halving_all_shares(make_shop, order_id, channel):
    # 50, 30 and 20 of 100 are shares of .5, .3 and .2; with their own total among them they would be .25, .15 and .1
    text = "order_id,ordered_at,channel_id,currency,gross_amount\n1,2026-01-05,a,EUR,50\n2,2026-01-06,b,EUR,30\n"
    text += f"3,2026-01-31,c,EUR,20\n{order_id},2026-01-31,{channel},EUR,100\n"
    shop = make_shop({"exports/a.csv": text})
    found = measured(shop)
    assert found["concentration"][0]["shares"] == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2})
    assert (found["inputs"][0]["loaded"], found["inputs"][0]["rejected"]) == (3, 1)
    ((line, reason),) = select(shop, "select line, reason from landing.rejects")
    assert line == 5 and "a total of other rows is no row of its own; leave it out" in reason
