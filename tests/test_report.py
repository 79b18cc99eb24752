"""The report: one file that shows everything, needs nothing, and is replaced only by a better one."""

import re
import shutil
from datetime import date

import icalendar
import nbformat
import pytest
from conftest import lines

from analysis import report
from analysis.errors import InputError, UsageError
from analysis.measures.windows import Asked
from analysis.notebook import begin, in_words

HOSTILE = "<script>alert(1)</script>"
SALES = [f"{n},1,2026-0{m}-15,{c},,1,EUR,{g},0,,completed" for m in (1, 2, 3) for n, c, g in
         [(f"a{m}", "web", 60), (f"b{m}", "market", 40)]]  # fmt: skip
FILES = {
    "exports/a.csv": lines(*SALES, "x,1,2026-03-16,web,,1,EUR,oops,0,,completed"),
    "register/vendors.csv": f"vendor_id,name\nhost,{HOSTILE}\n",
    "register/channels.csv": f"channel_id,name,kind,vendor_id\nweb,{HOSTILE},own_shop,host\n",
    "register/contracts.csv": "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice,notice_form,minimum_per_month\n"
    f"{HOSTILE},host,shop_system,2025-07-01,12 Monate,tacit,12 Monate,4 Wochen zum Vertragsende,text,50\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from analysis.shop import Shop

    folder = tmp_path_factory.mktemp("shop")
    for path, content in {"shop.toml": f'[shop]\nname = "{HOSTILE}"\ncurrency = "EUR"\n', **FILES}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    said: list[str] = []
    return Shop(folder), report.make_report(Shop(folder), said.append, language="de"), said


def test_a_report_has_its_parts_and_tells_its_progress(made):
    shop, done, said = made
    place = shop.folder / "reports" / "2026-03"
    assert done.index == place / "index.html"
    assert sorted(p.name for p in place.iterdir()) == [
        "figures.json",
        "index.html",
        "letters",
        "notebooks",
        "notice-deadlines.ics",
    ]
    assert len(list((place / "notebooks").glob("*.ipynb"))) == 5
    assert "Running monthly_report …" in said and len(done.headlines) == 3


def test_the_page_runs_nothing_fetches_nothing_and_shows_a_hostile_name_as_text(made):
    page = made[1].index.read_text()
    assert "<script" not in page.lower() and "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)\s*=\s*"(?!data:|#)[^"]*"', page)
    assert page.count("<h1") == 1 and '<html lang="de"' in page


def test_the_page_speaks_german_and_names_the_rejected_row(made):
    page = made[1].index.read_text()
    assert "Die fünf wichtigsten Punkte" in page
    assert "The five most important points" not in page


def test_the_calendar_opens_in_an_independent_reader(made):
    calendar = icalendar.Calendar.from_ical((made[1].index.parent / "notice-deadlines.ics").read_bytes())
    event = calendar.walk("VEVENT")[0]
    # 4 weeks before 30 June 2026 is 2 June, a Tuesday; text form needs no days in hand
    assert str(event.decoded("dtstart")) == "2026-06-02"


def test_a_failing_notebook_leaves_the_last_good_report_and_names_cell_and_reason(made, tmp_path, monkeypatch):
    shop, done, _ = made
    before = done.index.read_bytes()
    good = nbformat.read(report.NOTEBOOKS / "monthly_report.ipynb", as_version=4)
    good.cells = [*good.cells[:2], nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(good, tmp_path / "monthly_report.ipynb")
    monkeypatch.setattr(report, "NOTEBOOKS", tmp_path)
    with pytest.raises(InputError, match=r"monthly_report.ipynb stopped at cell \d+: ZeroDivisionError"):
        report.make_report(shop, lambda _: None)
    assert done.index.read_bytes() == before
    assert [p.name for p in (shop.folder / "reports").iterdir()] == ["2026-03"]


def test_a_run_killed_between_the_two_renames_is_recovered(tmp_path):
    place = tmp_path / "2026-03"
    (tmp_path / ".old-2026-03").mkdir()
    (tmp_path / ".old-2026-03" / "index.html").write_text("last good")
    (tmp_path / ".making-2026-03-999999999").mkdir()
    report._recover(place)
    assert (place / "index.html").read_text() == "last good" and [p.name for p in tmp_path.iterdir()] == ["2026-03"]
    shutil.rmtree(place)


def test_a_mistyped_notebook_parameter_stops_before_anything_runs():
    with pytest.raises(UsageError, match="unknown parameter mnth; known are shop, month"):
        begin({"shop": "nowhere", "month": "", "as_of": "", "language": "", "out": "", "mnth": "2026-01", "_": 1})


def test_what_the_user_asks_for_reaches_a_notebook_as_its_parameters():
    asked = Asked(date(2026, 3, 1), date(2026, 8, 15), "2025-11")
    words = {"window_from": "2026-03-01", "window_to": "2026-08-15", "reference": "2025-11", "contract": ""}
    assert in_words(asked) == words and in_words(Asked()) == dict.fromkeys(words, "")
    with pytest.raises(UsageError, match='window_to is "15 August", but must be a day like'):
        begin(
            {"shop": "nowhere", "month": "", "as_of": "", "language": "", "out": "", **words, "window_to": "15 August"}
        )
