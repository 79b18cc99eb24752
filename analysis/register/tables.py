"""The register's tables: one typed model each, which is its check, its documentation and its template."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, get_args

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from analysis.message import Message
from analysis.register import cells
from analysis.rules.wording import parse_notice, parse_period, says_no_term

FUNCTIONS = (
    "order_intake",
    "goods_in",
    "storage",
    "shipping",
    "returns",
    "invoicing",
    "dunning",
    "collection",
    "payment",
    "marketplace",
    "shop_system",
    "customer_service",
    "advertising",
    "software",
    "supply",
)


def _functions(cell: Any) -> Any:
    return _named(cell) if isinstance(cell, str) else cell


@cache
def _named(cell: str) -> tuple[str, ...]:
    """The functions that a cell names, of which there are few; ValueError says which are known."""
    functions = tuple(cells.word(name) for name in cells.names(cell))
    if not functions:
        none = '"{cell}" names no function; the functions are {functions}'
        raise ValueError(Message(none, cell=cell, functions=", ".join(FUNCTIONS)))
    for function in functions:
        if function not in FUNCTIONS:
            strange = '"{cell}" is not a function; the functions are {functions}'
            raise ValueError(Message(strange, cell=function, functions=", ".join(FUNCTIONS)))
    return functions


def _one_function(cell: Any) -> Any:
    functions = _functions(cell)
    if isinstance(cell, str) and len(functions) > 1:
        raise ValueError(Message('"{cell}" names several functions; write one row for each', cell=cell))
    return functions[0] if functions else cell


def _period(cell: Any) -> Any:
    parse_period(cell)
    return cell


def _notice(cell: Any) -> Any:
    parse_notice(cell)
    return cell


Day = Annotated[date, BeforeValidator(cells.day)]
End = Annotated[date | None, BeforeValidator(cells.end)]
Number = Annotated[Decimal, BeforeValidator(cells.number)]
Amount = Annotated[Decimal, BeforeValidator(cells.amount)]
UnitCost = Annotated[Decimal, BeforeValidator(cells.unit_cost)]
Share = Annotated[Decimal, BeforeValidator(cells.share), Field(ge=0, le=1)]
Names = Annotated[tuple[str, ...], BeforeValidator(cells.names)]
Functions = Annotated[tuple[str, ...], BeforeValidator(_functions)]
Function = Annotated[str, BeforeValidator(_one_function)]
Period = Annotated[str, BeforeValidator(_period)]
Notice = Annotated[str, BeforeValidator(_notice)]
YesNo = Annotated[Literal["yes", "no"], BeforeValidator(cells.yes_no)]


class Row(BaseModel):
    """One row of a register table; columns it does not know are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Vendors(Row):
    """A partner; group is its ultimate owner (blank = itself), aliases are the names that exports use."""

    vendor_id: str
    name: str
    group: str | None = None
    country: str | None = None
    aliases: Names | None = None


class Channels(Row):
    """A way to sell; vendor_id runs it."""

    channel_id: str
    name: str
    kind: Annotated[
        Literal["marketplace", "own_shop", "social", "wholesale", "retail", "other"], BeforeValidator(cells.word)
    ]
    vendor_id: str
    aliases: Names | None = None


class Services(Row):
    """What a vendor performs for us, for one channel or (blank) for all."""

    vendor_id: str
    function: Function
    channel_id: str | None = None
    share: Share | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class Contracts(Row):
    """A contract with its terms as people write them, English or German."""

    contract_id: str
    vendor_id: str
    functions: Functions
    channel_ids: Names | None = None
    starts_on: Day
    initial_term: Period | None = None
    renewal: Annotated[Literal["tacit", "express", "open_ended", "none"], BeforeValidator(cells.renewal)]
    renewal_term: Period | None = None
    notice: Notice | None = None
    notice_when_open_ended: Notice | None = None
    vendor_notice: Notice | None = None
    notice_form: Annotated[Literal["text", "written", "portal"], BeforeValidator(cells.notice_form)] | None = None
    send_buffer_days: int | None = Field(default=None, ge=0, le=250)
    minimum_per_month: Amount | None = None
    exit_fee: Amount | None = None
    price_change_notice: Period | None = None
    special_termination: YesNo | None = None
    noticed_on: Day | None = None
    ends_on: End = None
    evidence_on: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_terms(cls, given: Any) -> Any:
        """Beside a renewal that has no terms, words for no term are a blank cell."""
        kind = cells.renewal(given.get("renewal"))
        blank = {"open_ended": ("initial_term", "renewal_term"), "none": ("renewal_term",)}.get(kind, ())
        return {name: cell for name, cell in given.items() if not (name in blank and says_no_term(str(cell)))}


class Alternatives(Row):
    """Who could take over a function of a vendor, how fast and at what cost."""

    vendor_id: str
    function: Function
    alternative: str
    lead_time_days: Annotated[int, Field(ge=0)]
    switch_cost: Amount | None = None
    recapture_share: Share | None = None
    tested_on: Day | None = None


class Products(Row):
    """An article with its unit cost and VAT rate (0–1)."""

    sku: str
    name: str | None = None
    category: str | None = None
    unit_cost: UnitCost | None = None
    currency: str | None = None
    tax_rate: Share | None = None
    requirements: Names | None = None
    origin_country: str | None = None
    supplier_id: str | None = None
    responsible_person: str | None = None
    safety_evidence_on: Day | None = None


class Balances(Row):
    """Money or stock held at a vendor."""

    vendor_id: str
    kind: Annotated[Literal["balance", "reserve", "stock", "deposit"], BeforeValidator(cells.word)]
    amount: Number
    currency: str | None = None
    as_on: Day


class Relations(Row):
    """One vendor depends on another for a function."""

    vendor_id: str
    depends_on: str
    function: Function
    share: Share | None = None


TABLES: dict[str, type[Row]] = {
    "vendors": Vendors,
    "channels": Channels,
    "services": Services,
    "contracts": Contracts,
    "alternatives": Alternatives,
    "products": Products,
    "balances": Balances,
    "relations": Relations,
}
LATER = ("fees", "capabilities", "promises", "data_access", "data_protection", "reviews", "incidents")
# One contract number may stand for several vendors: each of them is a contract of its own.
IDENTITY = {
    "vendors": ("vendor_id",),
    "channels": ("channel_id",),
    "contracts": ("contract_id", "vendor_id"),
    "products": ("sku",),
    "relations": ("vendor_id", "depends_on", "function"),
}


def template(name: str) -> str:
    """The empty CSV of a table: a comment-free header, ready to fill in."""
    return ",".join(TABLES[name].model_fields) + "\n"


def schema(name: str) -> dict[str, Any]:
    """Polars types of a table's columns, line and problems included."""
    kinds = {date: pl.Date, Decimal: pl.Decimal(18, 6), int: pl.Int64}
    columns = {column: _polars(info.annotation, kinds) for column, info in TABLES[name].model_fields.items()}
    return {**columns, "line": pl.Int64, "problems": pl.List(pl.String)}


def _polars(annotation: Any, kinds: dict[type, Any]) -> Any:
    text = str(annotation)
    if "tuple" in text:
        return pl.List(pl.String)
    inner = [a for a in (annotation, *get_args(annotation)) if a in kinds]
    nested = [a for a in (b for arg in get_args(annotation) for b in get_args(arg)) if a in kinds]
    return kinds[(inner or nested)[0]] if inner or nested else pl.String
