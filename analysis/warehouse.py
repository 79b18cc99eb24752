"""The warehouse: one DuckDB file per shop, written beside the old one and swapped in when every check passes."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl

from analysis import loading
from analysis.checks import check_name, offences
from analysis.errors import InputError
from analysis.exports import landing, meaning
from analysis.exports.declarations import Declaration, declarations
from analysis.exports.intake import Intake, Say
from analysis.exports.sources import Reject
from analysis.exports.targets import TARGETS
from analysis.frames import store
from analysis.language import Language
from analysis.leftovers import leftovers
from analysis.message import Message, joined
from analysis.shop import REFERENCE, Shop

SQL = Path(__file__).parent / "sql"

# The whole way from landed rows to marts, in order; each is one file, sql/<layer>/<table>.sql.
STEPS = (
    "staging.vendor_names",
    "staging.channel_names",
    "staging.channels",
    "staging.vendors",
    "staging.fx_rates",
    "staging.superseded",
    "staging.order_facts",
    "staging.order_taxes",
    "staging.sold_lines",
    "staging.payments",
    "staging.returns",
    "staging.refunds",
    "staging.order_lines",
    "staging.refund_lines",
    "staging.charges",
    "staging.payouts",
    "marts.grain_months",
    "marts.channel_money",
    "marts.channel_months",
    "marts.day_mixes",
    "marts.touches",
    "marts.inputs",
)

MEMORY = "1200MiB"  # of the database: with Python and what is being written five million lines stay below 2 GiB
VIEWS = ("staging.sold_lines",)  # what only the next steps read is not stored
ADDED = {"staging.refund_lines": "staging.order_lines"}  # rows that go into an earlier table, which they are made from


def build(shop: Shop, say: Say = lambda _: None) -> Path:
    """Makes the shop's warehouse from its exports and register; InputError when a check fails (nothing is swapped)."""
    shop.out.mkdir(parents=True, exist_ok=True)
    for left in leftovers(shop.out, "warehouse.duckdb.building-*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    target = shop.out / f"warehouse.duckdb.building-{os.getpid()}"
    try:
        with duckdb.connect(str(target)) as con:
            _fill(con, shop, say)
        os.replace(target, shop.warehouse)
    finally:
        target.unlink(missing_ok=True)
        Path(f"{target}.wal").unlink(missing_ok=True)
        shutil.rmtree(f"{target}.tmp", ignore_errors=True)
    return shop.warehouse


def fresh(shop: Shop, say: Say = lambda _: None) -> Path:
    """The shop's warehouse, built only when an input or the program changed since the last build."""
    if shop.warehouse.exists():
        try:
            with opened(shop.warehouse) as con:
                if con.execute("select fingerprint from meta.build").fetchone() == (fingerprint(shop),):
                    return shop.warehouse
        except duckdb.Error:
            say(Message("The warehouse of an earlier version is made again."))
    return build(shop, say)


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection; any number of them may stay open while a build swaps in a new file."""
    with duckdb.connect(str(path), read_only=True) as con:
        con.execute("set enable_external_access = false")
        _without_progress_bar(con)
        con.execute("set python_enable_replacements = false")
        yield con


def _without_progress_bar(con: duckdb.DuckDBPyConnection) -> None:
    """It would be printed among the figures; a kernel without ipywidgets has none, and refuses the setting."""
    if con.execute("select current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        con.execute("set enable_progress_bar = false")


def fingerprint(shop: Shop) -> str:
    """SHA-256 over everything a build reads: the folder's files, the reference data and the program."""
    digest = hashlib.sha256(version("vendor-dependency-analysis").encode())
    own = [shop.folder / name for name in ("shop.toml", "scenarios.yml", "register.xlsx")]
    roots = [
        shop.exports,
        shop.folder / "register",
        shop.folder / "formats",
        REFERENCE,
        Path(__file__).parent,
    ]
    files = [p for root in roots for p in sorted(root.rglob("*")) if p.is_file() and p.suffix != ".pyc"]
    for path in [*(p for p in own if p.exists()), *files]:
        digest.update(os.fsencode(path.name) + b"\0" + _digest(path))
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    """SHA-256 of a file's bytes; nothing of one that cannot be opened, which landing names."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return b""


def query(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[dict]:
    """The rows of sql/<name>.sql as dictionaries; parameters that it does not use are left out."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    result = con.execute(text, _used(text, parameters))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def frame(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pl.DataFrame:
    """The rows of sql/<name>.sql as a frame, its decimals exact."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    return con.sql(text, params=_used(text, parameters)).pl()


def _used(query: str, parameters: dict) -> dict:
    return {name: parameters[name] for name in set(re.findall(r"\$([a-z_]+)", query)) if name in parameters}


def _fill(con: duckdb.DuckDBPyConnection, shop: Shop, say: Say) -> None:
    settings = settings_of(shop)
    _without_progress_bar(con)
    con.execute("set python_enable_replacements = false")
    con.execute(f"set memory_limit = '{MEMORY}'")
    con.execute(f"set TimeZone = {landing.literal(str(shop.zone))}")
    con.execute(f"set variable shop_currency = {landing.literal(settings['currency'])}")
    # As one text: a list, or a question within the macro, is planned anew for every column of times.
    con.execute("set variable zone_names = (select '|' || string_agg(name, '|') || '|' from pg_timezone_names())")
    _setup(con)
    rejects = loading.load_register(con, shop)
    loading.load_payers(con)
    formats = declarations(shop.folder / "formats")
    rejects += Intake(con, shop, formats, say).land_all()
    rejects += loading.derive_all(con, formats)
    say(Message("Joining sales, charges, payouts and the register …"))
    for step in STEPS:
        _take(con, step, settings)
    store(con, "landing.rejects", _told(rejects, Language(shop.settings.shop.language)))
    checks = _checks(con, formats)
    con.execute(
        "create table meta.build as select $fingerprint as fingerprint, $settings as settings",
        {"fingerprint": fingerprint(shop), "settings": shop.settings.model_dump_json()},
    )
    con.execute("create table meta.checks (name varchar, ok boolean, blocking boolean, offending varchar)")
    con.executemany("insert into meta.checks values ($name, $ok, $blocking, $offending)", checks)
    _stop_at_failures(checks)


def _take(con: duckdb.DuckDBPyConnection, step: str, settings: dict) -> None:
    """One step of the way; a shop so big that it does not fit takes what memory the machine has."""
    query = (SQL / f"{step.replace('.', '/')}.sql").read_text(encoding="utf-8")
    made = f"create {'view' if step in VIEWS else 'table'} {step} as {query}"
    if step in ADDED:
        made = f"insert into {ADDED[step]} by name {query}"
    try:
        con.execute(made, _used(query, settings))
    except duckdb.OutOfMemoryException:
        con.execute("reset memory_limit")
        con.execute(made, _used(query, settings))


def settings_of(shop: Shop) -> dict:
    """The named parameters of the SQL files."""
    return {
        "currency": shop.settings.shop.currency,
        "zone": str(shop.zone),
        "default_rate": shop.settings.tax.default_rate,
        "cost_share": shop.settings.finance.unit_cost_share,
        "first": date.min,
        "last": date.max,
    }


def _told(rejects: list[Reject], language: Language) -> pl.DataFrame:
    """The table of rejects, with reasons in the shop's language and as messages for any other."""
    told = [(r.file, r.line, r.column, language.told(r.reason), r.reason.stored(), r.is_loaded) for r in rejects]
    kinds = {"file": pl.String, "line": pl.Int64, "heading": pl.String, "reason": pl.String, "said": pl.String}
    kinds["is_loaded"] = pl.Boolean
    return pl.DataFrame(told, schema=kinds, orient="row")


def _setup(con: duckdb.DuckDBPyConnection) -> None:
    for schema in ("raw", "landing", "typed", "landed", "register", "reference", "staging", "marts", "meta"):
        con.execute(f"create schema {schema}")
    loading.load_reference(con)
    loading.load_territories(con)  # before the macros, which look countries up in it
    for name in ("landing", "macros"):
        con.execute((SQL / "setup" / f"{name}.sql").read_text(encoding="utf-8"))
    for target, columns in TARGETS.items():
        listed = "".join(f", {column} {kind}" for column, kind in columns.items())
        con.execute(
            f"create table landed.{target} (format varchar, role varchar, file_id integer, line bigint{listed})"
        )


def _checks(con: duckdb.DuckDBPyConnection, formats: list[Declaration]) -> list[dict]:
    """Every check with what offends it; a source's own total may fail without stopping where a reject explains it."""
    found = []
    for path in sorted((SQL / "checks").glob("*.sql")):
        offending = query(con, f"checks/{path.stem}")
        found.append({"name": path.stem, "ok": not offending, "blocking": True, "offending": offending[:20]})
    listed = con.execute("select file_id, file, rejected from landing.files").fetchall()
    files = {file_id: (file, rejected) for file_id, file, rejected in listed}
    for declaration in meaning.landed_formats(con, formats):
        found += _declared_checks(con, declaration, files)
    return [{**check, "offending": json.dumps(check["offending"], default=str)} for check in found]


def _declared_checks(
    con: duckdb.DuckDBPyConnection, declaration: Declaration, files: dict[int, tuple[str, int]]
) -> Iterator[dict]:
    """The checks of one format: its controls, and that every row has a meaning; files: name and rejected rows."""
    failures = meaning.control_failures(con, declaration)
    for control in declaration.controls:
        failed = [failure for failure in failures if failure[0] == control.name]
        explained = all(files[file_id][1] for _, file_id, *_ in failed)
        yield {
            "name": f"{declaration.title}: {control.name}",
            "ok": not failed,
            "blocking": control.stops and not explained,
            "offending": [
                {"file": files[file_id][0], "of": what, "stated": stated, "found": total}
                for _, file_id, what, stated, total in failed
            ],
        }
    loose = [{"file": files[f][0], "line": line} for f, line in meaning.unexplained(con, declaration)]
    name = f"{declaration.title}: every row has a meaning"
    yield {"name": name, "ok": not loose, "blocking": False, "offending": loose[:20]}


def _stop_at_failures(checks: list[dict]) -> None:
    failed = [check for check in checks if not check["ok"] and check["blocking"]]
    if failed:
        lines = [
            line
            for check in failed
            for line in (
                Message("  {check}", check=check_name(check["name"])),
                *(Message("    {offence}", offence=offence) for offence in offences(json.loads(check["offending"]))),
            )
        ]
        raise InputError(
            "These checks failed, so the last good warehouse stays in place:\n{checks}\n"
            "Download the files that are named again, unchanged.",
            checks=joined(lines, "\n"),
        )
