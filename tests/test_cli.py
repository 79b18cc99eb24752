"""The command line: what it prints, where, and with which exit status."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import lines

from analysis import cli
from analysis.errors import InputError
from analysis.language import Language
from analysis.register.tables import TABLES
from analysis.warehouse import build

SALE = "A1,1,2026-01-05,web,tea,1,EUR,10.00,,,completed"


def vda(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_figures_prints_the_figures_and_nothing_else_on_standard_output(make_shop):
    run = vda("figures", make_shop({"exports/a.csv": lines(SALE)}).folder, "--month", "2026-01")
    assert run.returncode == 0 and json.loads(run.stdout)["month"] == "2026-01"
    assert "exports/a.csv: Order lines (canonical export), 1 row, 0 rejected" in run.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--mnth", "2026-01"], 2, "--mnth"),
        (["--month", "2026-13"], 2, "write YYYY-MM"),
        (["--as-of", "soon"], 2, "as-of"),
    ],
)
def test_a_wrong_parameter_stops_with_status_2(make_shop, words, status, said):
    run = vda("figures", make_shop({"exports/a.csv": lines(SALE)}).folder, *words)
    assert (run.returncode, run.stdout) == (status, "") or said in run.stdout + run.stderr
    assert run.returncode == status and said in run.stdout + run.stderr


@pytest.mark.parametrize("currency", ["EUO", "Euro", "XXX"])
def test_a_currency_that_does_not_exist_is_refused_with_the_remedy(make_shop, currency):
    text = f'[shop]\nname = "T"\ncurrency = "{currency}"\n'
    with pytest.raises(InputError, match=f'"{currency}" is not a currency code; write three capital letters like EUR'):
        make_shop({"shop.toml": text})


def test_figures_takes_a_window_by_day_and_a_month_to_compare_with(make_shop):
    sales = lines(
        SALE,
        "A2,1,2026-01-20,shop,tea,1,EUR,30.00,,,completed",
        SALE.replace("A1", "A0").replace("01-05", "12-05").replace("2026", "2025"),
    )
    window = ("--from", "2026-01-06", "--to", "2026-01-31", "--reference", "2025-12")
    run = vda("figures", make_shop({"exports/a.csv": sales}).folder, "--month", "2026-01", *window)
    found = json.loads(run.stdout)
    chosen = [row for row in found["concentration"] if row["window"] == "chosen" and row["grain"] == "channel"]
    assert chosen[0]["shares"] == {"shop": 1.0}
    assert "reference" in {row["against"] for row in found["moved"]}


@pytest.mark.parametrize(
    "words", [("--from", "2026-01-06"), ("--from", "2026-02-01", "--to", "2026-01-01"), ("--reference", "2025-13")]
)
def test_a_window_that_is_none_stops_with_status_2_before_anything_is_read(tmp_path, words):
    run = vda("figures", tmp_path / "nowhere", *words)
    assert run.returncode == 2 and "Traceback" not in run.stderr


def test_a_folder_that_is_no_shop_stops_with_status_1_and_the_remedy(tmp_path):
    run = vda("check", tmp_path)
    assert run.returncode == 1 and "vda init" in run.stderr and "Traceback" not in run.stderr


def test_init_makes_a_folder_that_check_accepts(tmp_path):
    assert vda("init", tmp_path / "my").returncode == 0
    (tmp_path / "my" / "exports" / "a.csv").write_text(lines(SALE, "A2,1,never,web,tea,1,EUR,10.00,,,completed"))
    explained = (tmp_path / "my" / "register" / "COLUMNS.md").read_text()
    assert "Functions: order_intake" in explained and "`3 Monate zum Quartalsende`" in explained
    listed = re.findall(r"^- `(\w+)`\*?: \w+", explained, re.M)
    assert listed == [column for table in TABLES.values() for column in table.model_fields]
    run = vda("check", tmp_path / "my")
    assert run.returncode == 0
    assert "2 rows = 1 loaded + 1 rejected + 0 duplicates" in run.stdout
    assert "exports/a.csv line 3: a text of 5 characters is not a date or time in column ordered_at" in run.stdout
    assert vda("init", tmp_path / "my").returncode == 1


def test_check_names_strangers_and_what_cannot_be_known(make_shop):
    files = {
        "exports/a.csv": lines(SALE, SALE.replace("web", "webshp").replace("A1", "A2")),
        "register/channels.csv": "channel_id,name,kind,vendor_id\nwebshop,Web,own_shop,host\n",
    }
    run = vda("check", make_shop(files).folder)
    assert "channel webshp; did you mean webshop?" in run.stdout
    assert "how long the shop is bound: the register has no contracts" in run.stdout
    assert "register/contracts.csv: until when you are bound" in run.stdout


def test_a_place_that_cannot_be_made_is_told_without_a_traceback(make_shop):
    run = vda("build", make_shop({"exports/a.csv": lines(SALE)}).folder, "--out", "/proc/nowhere/x")
    assert run.returncode == 1 and "Traceback" not in run.stderr


def test_a_folder_that_cannot_be_written_to_is_read_and_told_where_the_rest_goes(
    make_shop, tmp_path, monkeypatch, capsys
):
    folder = make_shop({"exports/a.csv": lines(SALE)}).folder
    monkeypatch.setattr(cli.os, "access", lambda *_: False)
    monkeypatch.chdir(tmp_path)
    shop = cli._shop(folder, None, Language("en"))
    assert build(shop) == Path("generated/shop/warehouse.duckdb") and shop.warehouse.exists()
    assert not (folder / "warehouse.duckdb").exists()
    assert "cannot be written to; what is generated goes to generated/shop" in capsys.readouterr().err


def test_contract_reads_a_pasted_sentence_dates_it_and_writes_a_register_row():
    clause = "Der Vertrag läuft 24 Monate und verlängert sich um 12 Monate, wenn er nicht 6 Wochen vor Ablauf gekündigt wird."
    run = vda("contract", clause, "--starts-on", "2025-01-01", "--as-of", "2026-10-31")
    # 42 days before 31 December 2026 is 19 November
    assert run.returncode == 0 and "must arrive by 19 November 2026 (BGB § 188 II)" in run.stdout
    row = next(csv.DictReader(run.stdout.splitlines()[-2:]))
    assert list(row) == list(TABLES["contracts"].model_fields)
    assert [row[name] for name in ("starts_on", "initial_term", "renewal")] == ["2025-01-01", "24 months", "tacit"]
    nonsense = vda("contract", "Wir freuen uns auf die Zusammenarbeit.")
    assert nonsense.returncode == 1 and "No term, renewal or notice was understood" in nonsense.stderr


def test_a_reader_that_has_seen_enough_ends_a_command_quietly():
    with subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "formats"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout and run.stderr
        run.stdout.close()
        assert (run.stderr.read(), run.wait()) == (b"", 0)


def test_a_day_may_be_written_as_germans_write_it(make_shop):
    folder = make_shop({"exports/a.csv": lines(SALE)}).folder
    run = vda("figures", folder, "--as-of", "15.02.2026", "--from", "5. Januar 2026", "--to", "2026-01-31")
    assert run.returncode == 0 and json.loads(run.stdout)["as_of"] == "2026-02-15"


def test_formats_lists_what_can_be_read():
    assert "Etsy statement" in vda("formats").stdout
