"""What goes into a warehouse beside the exports: reference data, the register, and what the formats mean."""

import hashlib
import tomllib
from typing import Any

import duckdb
import polars as pl
from babel import Locale
from babel.core import get_global

from analysis.exports import duplicates, meaning
from analysis.exports.declarations import Declaration
from analysis.exports.rates import long_rates
from analysis.exports.sources import Reject
from analysis.frames import store
from analysis.register import reading
from analysis.register.tables import TABLES, schema
from analysis.shop import REFERENCE, Shop


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    for name, key in (("vendors", "vendor_id"), ("channels", "channel_id")):
        content = tomllib.loads((REFERENCE / f"{name}.toml").read_text(encoding="utf-8"))
        listed = [
            {
                key: id_,
                "name": e["name"],
                "group": e.get("group"),
                "kind": e.get("kind"),
                "vendor": e.get("vendor"),
                "aliases": e["aliases"],
            }
            for id_, e in content.items()
        ]
        kinds: dict[str, Any] = {
            key: pl.String,
            **dict.fromkeys(("name", "group", "kind", "vendor"), pl.String),
            "aliases": pl.List(pl.String),
        }
        store(con, f"reference.{name}", pl.DataFrame(listed, schema=kinds))
    store(con, "reference.ecb_rates", long_rates((REFERENCE / "ecb_rates.csv").read_bytes()))
    for name in ("relations", "bundles"):
        store(con, f"reference.{name}", pl.read_csv(REFERENCE / f"{name}.csv"))


def load_territories(con: duckdb.DuckDBPyConnection) -> None:
    """Country names in English and German, other names and codes that exports use, and the codes themselves."""
    named = [(name, code) for locale in ("en", "de") for code, name in Locale(locale).territories.items()]
    codes = {word.lower(): code for name, code in named if len(code) == 2 and code.isalpha() for word in (name, code)}
    # UK, USA, DEU …: what stands for one country alone today (CLDR).
    aliases = {word.lower(): new[0] for word, new in get_global("territory_aliases").items() if len(new) == 1}
    others = dict(pl.read_csv(REFERENCE / "country_names.csv").iter_rows())
    known = {word: code for word, code in {**aliases, **others, **codes}.items() if code in codes.values()}
    store(con, "reference.territories", pl.DataFrame({"word": list(known), "code": list(known.values())}))


def load_payers(con: duckdb.DuckDBPyConnection) -> None:
    """The names by which a bank tells who paid: those of well-known vendors that pay out, and the register's."""
    con.execute("""
        create table reference.payers as
        with named as (
          select vendor_id, unnest([vendor_id, name] || coalesce(aliases, [])) as name, 1 as preference
          from register.vendors
          union all
          select vendor_id, unnest([name] || aliases) as name, 2 as preference
          from reference.vendors where kind is distinct from 'carrier'
        )
        select company(name) as words, min_by(vendor_id, (preference, vendor_id)) as vendor_id
        from named group by company(name) order by words
    """)


def load_register(con: duckdb.DuckDBPyConnection, shop: Shop) -> list[Reject]:
    tables = {
        table.name: table
        for table in reading.read_register(shop.folder / "register", shop.settings.register_conventions)
    }
    problems = []
    for name in TABLES:
        table = tables.get(name)
        store(con, f"register.{name}", pl.DataFrame(table.rows if table else [], schema=schema(name)))
        if table:
            problems += table.problems
            file_id = -1 - list(TABLES).index(name)
            con.execute(
                "insert into landing.files values ($id, $file, $sha, $format, $rows, $rejected, $landed, 0)",
                {
                    "id": file_id,
                    "file": table.file,
                    "sha": hashlib.sha256(table.content).hexdigest(),
                    "format": f"register.{name}",
                    "rows": table.total,
                    "rejected": len(table.rejects),
                    "landed": len(table.rows) + len(table.duplicates),
                },
            )
            for line, of_line in table.duplicates:
                con.execute(
                    "insert into landing.duplicates values ($id, $line, $file, $of_line, 'same key')",
                    {"id": file_id, "line": line, "file": table.file, "of_line": of_line},
                )
    return problems


def derive_all(con: duckdb.DuckDBPyConnection, formats: list[Declaration]) -> list[Reject]:
    landed = meaning.landed_formats(con, formats)
    for declaration in landed:
        duplicates.mark_duplicates(con, declaration)
    duplicates.mark_documents(con, [d for d in landed if d.document])
    rejects = [reject for declaration in landed for reject in meaning.derive(con, declaration)]
    meaning.name_orders(con)
    listed = [
        {
            "format": d.name,
            "title": d.title,
            "role": d.role,
            "priority": d.priority,
            "channel_kind": d.channel.kind if d.channel else None,
            "channel_vendor": d.channel.vendor if d.channel else None,
            "used": d in landed,
            "adds_up": sum(block.target == "sales" for block in d.blocks) > 1,
            "tells_ids": d.tells_ids,
            "tells_status": any("status" in block.values for block in d.blocks),
        }
        for d in formats
    ]
    store(con, "landed.formats", pl.DataFrame(listed, infer_schema_length=None))
    return rejects
