"""Export files on their way into the raw tables: recognised, split, typed and counted, file by file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

import duckdb
import polars as pl

from analysis.exports import bulk, date_order, landing, meaning, recognition, sources
from analysis.exports.declarations import Declaration
from analysis.exports.landing import Dialect, quoted
from analysis.exports.rates import is_rates, long_rates
from analysis.exports.resaved import saved_again
from analysis.exports.sources import Reject, Source
from analysis.frames import store
from analysis.message import Message
from analysis.shop import Shop

Say = Callable[[Message], None]

UNDATED = Message(
    "has dates that fit day/month and month/day alike, like 05/06/2026; "
    'write date_order = "day_first" or "month_first" under [exports] in shop.toml'
)
TURNED = Message(
    "has days like 01/31/26 beside days like 02.01.2026: a spreadsheet has exchanged day and month of the second kind; "
    "download the file again and put it here as it is"
)
CUT = (
    "{file}: in column {column} numbers that a spreadsheet has cut (like 1,23457E+12) are unknown: {count}; download "
    "the file again and put it here as it is"
)
ORDERS = {
    "day_first": "{file}: dates are read with the day first",
    "month_first": "{file}: dates are read with the month first",
}


@dataclass(frozen=True)
class Intake:
    """Where files land, in which formats they may be, and whom to tell."""

    con: duckdb.DuckDBPyConnection
    shop: Shop
    formats: list[Declaration]
    say: Say

    def land_all(self) -> list[Reject]:
        """Lands every file of exports/ and ranks them by newness; returns all rows and files that were refused."""
        rejects: list[Reject] = []
        folder = self.shop.exports
        for file_id, source in enumerate(sources.sources(folder) if folder.is_dir() else [], 1):
            rejects += self.land(source, file_id)
        self._rank_by_newness()
        return rejects

    def land(self, source: Source | Reject, file_id: int) -> list[Reject]:
        """Lands one file; its refused rows, or itself when no row of it can be read."""
        if isinstance(source, Source) and is_rates(source.content):
            return self._land_rates(source, file_id)
        found = recognition.recognise(source, self.formats) if isinstance(source, Source) else source
        if isinstance(found, Reject) or isinstance(source, Reject):
            return self._refuse(source, found, file_id)
        if source.path:
            size = round(source.path.stat().st_size / 1e6)
            self.say(Message("{file}: {title}, {size} MB …", file=source.file, title=_title(found), size=size))
        in_bulk = self._in_bulk(source, found, file_id)
        rejects = self._by_row(source, found, file_id) if in_bulk is None else in_bulk
        if isinstance(rejects, Reject):
            return self._refuse(source, rejects, file_id)
        self._count(source, found, rejects, file_id=file_id)
        return rejects

    def _land_rates(self, source: Source, file_id: int) -> list[Reject]:
        """Reference rates that the merchant brings win over those that came with the program."""
        try:
            rates = long_rates(source.in_full().content)
        except pl.exceptions.PolarsError:
            damaged = "is not the table of reference rates as the European Central Bank publishes it; download it again"
            return self._refuse(source, Reject(source.file, 0, "", Message(damaged)), file_id)
        days = rates["published_on"].n_unique()
        store(self.con, "reference.brought_rates", rates)
        self.con.execute(
            "delete from reference.ecb_rates where (published_on, currency) in "
            "(select (published_on, currency) from reference.brought_rates)"
        )
        self.con.execute("insert into reference.ecb_rates select * from reference.brought_rates")
        self.con.execute("drop table reference.brought_rates")
        self._note(file_id, source.file, sha=source.sha256, format_="ecb_rates", counts=(days, 0, days))
        brought = "{file}: euro reference rates of the European Central Bank, {days} {days:day|days}"
        self.say(Message(brought, file=source.file, days=days))
        return []

    def _in_bulk(self, source: Source, declaration: Declaration, file_id: int) -> list[Reject] | None:
        """None when the file is small, or not so regular that it can be read as a whole."""
        if not bulk.may_scan(source, declaration):
            return None
        try:
            rejects = self._as_a_whole(source, declaration, file_id)
        except duckdb.InvalidInputException:
            rejects = None
        if rejects is None:
            self._clear(declaration, file_id)
            irregular = "{file}: not regular, so it is read row by row, which takes longer …"
            self.say(Message(irregular, file=source.file))
        return rejects

    def _as_a_whole(self, source: Source, declaration: Declaration, file_id: int) -> list[Reject] | None:
        """Lands a file by several threads when each of its lines is a row that fits and stays in its place, else by one
        that counts lines; None when a line is not a row, or most rows do not fit."""
        lines = bulk.lines_of(source, declaration)
        landing.raw_table(self.con, declaration)
        bulk.scan(self.con, source, declaration, numbered=False)
        dialect = landing.fitting(self.con, declaration, self._dialects(declaration))
        landed = landing.fill(self.con, declaration, dialect, file_id=file_id)
        if landed == lines and landing.keeps_order(self.con, declaration, dialect):
            bulk.number(self.con, source, declaration, file_id=file_id)
            return []
        self._clear(declaration, file_id)
        if 2 * landed < lines or landing.arrived(self.con) != lines or bulk.repeats_header(self.con, declaration):
            return None
        bulk.scan(self.con, source, declaration, numbered=True)
        return landing.land(self.con, source.file, declaration, file_id=file_id, tried=[dialect])

    def _by_row(self, source: Source, declaration: Declaration, file_id: int) -> list[Reject] | Reject:
        whole = source.in_full()
        found = recognition.recognise(whole, [declaration]) if source.path else declaration
        export = recognition.read(whole, declaration) if not isinstance(found, Reject) else found
        if isinstance(export, Reject):
            return export
        landing.arrive(self.con, export)
        for heading, count in landing.shortened(self.con, declaration).items():
            self.say(Message(CUT, file=source.file, count=count, column=heading))
        rejects = self._typed(source, declaration, file_id)
        return rejects if isinstance(rejects, Reject) else [*export.rejects, *rejects]

    def _typed(self, source: Source, declaration: Declaration, file_id: int) -> list[Reject] | Reject:
        """Lands the cut rows as the format writes them or, where more fit so, as a spreadsheet writes them."""
        rejects, again = self._dated(source, declaration, file_id), saved_again(declaration)
        if isinstance(rejects, Reject) or again is None or not rejects:
            return rejects
        landed = self._rows(declaration, file_id)
        most_fit = len({reject.line for reject in rejects}) <= landed
        self._clear(declaration, file_id)
        others = self._dated(source, again, file_id)
        if self._rows(declaration, file_id) > landed or (isinstance(others, Reject) and not most_fit):
            return others
        self._clear(declaration, file_id)
        return self._dated(source, declaration, file_id)

    def _dated(self, source: Source, declaration: Declaration, file_id: int) -> list[Reject] | Reject:
        if not declaration.file.exact and date_order.are_turned(self.con, declaration):
            return Reject(source.file, 0, "", TURNED)
        possible = self._dialects(declaration)
        tried = date_order.borne_out(self.con, declaration, tried=possible, told=self.shop.settings.exports.date_order)
        if not tried:
            return Reject(source.file, 0, "", UNDATED)
        if len({d.order for d in tried}) < len({d.order for d in possible}):
            self.say(Message(ORDERS[tried[0].order], file=source.file))
        return landing.land(self.con, source.file, declaration, file_id=file_id, tried=tried)

    def _clear(self, declaration: Declaration, file_id: int) -> None:
        self.con.execute(f"delete from raw.{quoted(declaration.name)} where file_id = $id", {"id": file_id})

    def _dialects(self, declaration: Declaration) -> list[Dialect]:
        return landing.dialects(declaration, str(self.shop.zone), self.shop.secret())

    def _rows(self, declaration: Declaration, file_id: int) -> int:
        query = f"select count(*) from raw.{quoted(declaration.name)} where file_id = $id"
        (count,) = self.con.execute(query, {"id": file_id}).fetchall()[0]
        return count

    def _refuse(self, source: Source | Reject, reason: Declaration | Reject, file_id: int) -> list[Reject]:
        assert isinstance(reason, Reject)
        sha = source.sha256 if isinstance(source, Source) else ""
        self._note(file_id, reason.file, sha=sha, format_=None, counts=(0, 0, 0))
        self.say(Message("{file} {reason}", file=reason.file, reason=reason.reason))
        return [reason]

    def _count(self, source: Source, declaration: Declaration, rejects: list[Reject], *, file_id: int) -> None:
        rejected, landed = len({reject.line for reject in rejects}), self._rows(declaration, file_id)
        counts = (landed + rejected, rejected, landed)
        self._note(file_id, source.file, sha=source.sha256, format_=declaration.name, counts=counts)
        landed_so = "{file}: {title}, {rows} {rows:row|rows}, {rejected} rejected"
        told = {"file": source.file, "title": _title(declaration), "rows": counts[0], "rejected": rejected}
        self.say(Message(landed_so, **told))

    def _note(self, file_id: int, file: str, *, sha: str, format_: str | None, counts: tuple[int, int, int]) -> None:
        rows, rejected, landed = counts
        self.con.execute(
            "insert into landing.files values ($id, $file, $sha, $format, $rows, $rejected, $landed, 0)",
            {
                "id": file_id,
                "file": file,
                "sha": sha,
                "format": format_,
                "rows": rows,
                "rejected": rejected,
                "landed": landed,
            },
        )

    def _rank_by_newness(self) -> None:
        """By the latest day a file tells of, then by its name: what is downloaded again gets a later one."""
        latest: list[tuple] = []
        for declaration in meaning.landed_formats(self.con, self.formats):
            latest += meaning.latest_days(self.con, declaration)
        ordered = sorted((day or date.min, _numbered(file), file, id_) for id_, day, file in latest)
        self.con.executemany(
            "update landing.files set newness = $rank where file_id = $id",
            [{"rank": rank, "id": id_} for rank, (*_, id_) in enumerate(ordered, 1)] or [{"rank": 0, "id": 0}],
        )


def _numbered(file: str) -> list[str | int]:
    """A file's name for sorting: "orders (2)" after "orders", "orders (10)" after that."""
    parts = re.split(r"(\d+)", str(PurePath(file).with_suffix("")).casefold())
    return [int(part) if part.isdecimal() else part for part in parts]


def _title(declaration: Declaration) -> Message:
    return Message.fixed(declaration.title)
