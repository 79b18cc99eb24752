"""Nothing of a buyer is kept: not in the warehouse, not in the figures, not in the report, not in a message."""

import re

import pytest
from conftest import SHOP, lines
from constructed import cells, written

from analysis.checking import check_page
from analysis.errors import InputError
from analysis.exports.declarations import Declaration, declarations
from analysis.measures.figures import as_json, figures
from analysis.report import make_report
from analysis.shop import Shop
from analysis.warehouse import build, opened

FORMATS = [declaration for declaration in declarations() if not declaration.file.record]
PERSONAL = (
    "Full Name", "First Name", "Last Name", "Buyer Name", "buyer-name", "recipient-name", "Billing Name", "Shipping Name",
    "Billing Street", "Ship Address1", "ship-address-1", "Shipping Zip", "Ship City", "ship-postal-code", "Phone",
    "Shipping Phone", "buyer-phone-number", "buyer-email", "E-Mail-Adresse", "Lieferadresse", "Telefon", "Notes", "Note Attributes",
    "customer-comments", "Käufername", "Straße", "PLZ", "Buyer Username", "Verwendungszweck",
)  # fmt: skip
NAME = "Zerlinde Quastenflosser"  # letters that stand nowhere else, so that a single hit is a leak
STRINGS = {"name": NAME, "mail": "zq.flosser@quasten.example", "phone": "+49 170 5550199", "street": "Quastenweg 77b",
           "postcode": "ZQ9 7QF", "note": "please ring twice, Quasten"}  # fmt: skip
LEAKS = re.compile("quasten|flosser|zerlinde|5550199|zq9|ring twice", re.IGNORECASE)
# Headings that sound like a person and are none, each looked at: the number of an order, an article, a marketplace.
LOOKED_AT = {"Name", "Product Name", "Lineitem name", "Item Name", "marketplace-name", "Info", "Title"}
SOUNDS_PERSONAL = re.compile(
    r"\b(name|buyer|customer|käufer|kunde|address|adresse|street|straße|city|ort|zip|plz|post|e-?mail|phone|telefon|note|comment|kommentar|username|nutzername)\b",
    re.IGNORECASE,
)


def _file(declaration: Declaration) -> bytes:
    """A good row, and one for each cell of a kind in which a person's string stands where it does not belong."""
    further = tuple(heading for heading in PERSONAL if not _declares(declaration, heading))
    beside = {heading: list(STRINGS.values())[i % len(STRINGS)] for i, heading in enumerate(further)}
    people = {name: STRINGS["mail"] for name, kind in declaration.kinds.items() if kind == "buyer"}
    people |= {name: STRINGS["street"] for name, kind in declaration.kinds.items() if kind == "country"}
    misplaced = [
        {name: text}
        for i, (name, kind) in enumerate(declaration.kinds.items())
        if kind in ("number", "date", "timestamp", "currency")
        for text in (list(STRINGS.values())[i % len(STRINGS)], STRINGS["phone"])
    ]
    rows = [{**cells(declaration, **people, **wrong), **beside} for wrong in [{}, *misplaced]]
    return written(declaration, rows, further=further)


def _declares(declaration: Declaration, heading: str) -> bool:
    return any(heading in headings for headings in declaration.headings.values())


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> tuple[Shop, list[str]]:
    """A shop with a file of every format full of buyers' strings, built; and everything said on the way."""
    folder = tmp_path_factory.mktemp("privacy")
    (folder / "exports").mkdir()
    (folder / "shop.toml").write_text(SHOP)
    for declaration in FORMATS:
        (folder / "exports" / f"{declaration.name}.csv").write_bytes(_file(declaration))
    rows = [f"A{m},1,2026-{m:02}-05,<img src=x onerror=alert(1)>,tea,1,EUR,100.00,,,completed" for m in range(1, 5)]
    (folder / "exports" / "<script>alert(1).csv").write_text(
        lines(*rows, "B1,1,2026-04-30,web,tea,1,EUR,9,,,completed")
    )
    said: list[str] = []
    made = Shop(folder)
    build(made, said.append)
    return made, said


def test_every_format_is_there_and_loaded(shop):
    with opened(shop[0].warehouse) as con:
        found = dict(con.execute("select format, sum(loaded + duplicates) from marts.inputs group by all").fetchall())
        rejected = con.execute("select count(*) from landing.rejects").fetchall()[0][0]
    assert {d.name for d in FORMATS} <= {name for name, loaded in found.items() if loaded}
    assert rejected > len(FORMATS)


def test_no_text_of_any_table_and_no_byte_of_the_warehouse_names_a_buyer(shop):
    made, _ = shop
    assert not LEAKS.search(made.warehouse.read_bytes().decode("latin-1"))
    with opened(made.warehouse) as con:
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where not internal and data_type in ('VARCHAR', 'VARCHAR[]')"
        ).fetchall()
        for schema, table, column in columns:
            found = con.execute(f'select "{column}"::varchar from "{schema}"."{table}"').fetchall()
            assert not [text for (text,) in found if text and LEAKS.search(text)], (schema, table, column)
    assert len(columns) > 100


def test_no_message_and_no_page_names_a_buyer(shop):
    made, said = shop
    page, _ = check_page(made)
    assert not LEAKS.search(page + "\n".join(said) + as_json(figures(made)).decode())
    assert "Not read" in page


def test_a_failed_check_names_no_buyer(make_shop):
    etsy = f'Date,Type,Title,Info,Currency,Amount,"Fees & Taxes",Net\n"January 5, 2026",Fee,"{NAME}","",EUR,--,-€1.00,-€1.01\n'
    with pytest.raises(InputError) as problem:
        build(make_shop({"exports/a.csv": etsy}))
    assert not LEAKS.search(str(problem.value))


def test_no_part_of_the_report_names_a_buyer_or_runs_what_a_file_is_called(shop):
    report = make_report(shop[0], lambda _: None)
    files = [path for path in report.index.parent.rglob("*") if path.is_file()]
    assert {"index.html", "figures.json", "monthly_report.ipynb"} <= {path.name for path in files}
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not LEAKS.search(text), path.name
    page = report.index.read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page and "<img src=x" not in page
    assert "&lt;img src=x" in page  # the channel's name is there, as text


@pytest.mark.parametrize("declaration", declarations(), ids=lambda declaration: declaration.name)
def test_no_declared_text_column_sounds_like_a_person(declaration):
    texts = [h for name, kind in declaration.kinds.items() if kind == "text" for h in declaration.headings[name]]
    assert [h for h in texts if SOUNDS_PERSONAL.search(h) and h not in LOOKED_AT] == []


def test_of_a_postcode_nothing_is_kept():
    kept = [h for d in declarations() for headings in d.headings.values() for h in headings]
    assert [h for h in kept if re.search(r"zip|postal|postcode|plz|postleitzahl", h, re.IGNORECASE)] == []
