"""The register's tables: one typed model each, which is its check, its documentation and its template."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, get_args

import polars as pl
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from analysis.wording import parse_notice, parse_period

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


def _day(cell: Any, info: ValidationInfo) -> Any:
    """ISO and DD.MM.YYYY as they are; with slashes only in the order that shop.toml declares, never guessed."""
    if not isinstance(cell, str):
        return cell
    text, order = cell.split(" ")[0], (info.context or {}).get("date_order")
    try:
        if "." in text:
            day, month, year = map(int, text.split("."))
            return date(year, month, day)
        if "/" not in text:
            return date.fromisoformat(text)
        first, second, year = map(int, text.split("/"))
        year += 2000 if year < 100 else 0
        if order is None:
            raise ValueError(
                f'"{cell}" may be day or month first; write date_order = "day_first" or "month_first" '
                "under [register] in shop.toml"
            )
        return date(year, first, second) if order == "month_first" else date(year, second, first)
    except (ValueError, TypeError) as problem:
        if "date_order" in str(problem):
            raise
        raise ValueError(f'"{cell}" is not a date; write 2026-10-31 or 31.10.2026') from None


def _end(day: date | None) -> date | None:
    """Registers write 2099-12-31 and the like where a contract has no end."""
    return None if day and day.year >= 2099 else day


def _number(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = cell.replace(" ", "").replace(" ", "")
    if "," in text:
        text = text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f'"{cell}" is not a number; write 1234.50') from None


def _share(cell: Any) -> Any:
    if isinstance(cell, str) and cell.rstrip().endswith("%"):
        return _number(cell.rstrip().rstrip("%")) / 100
    return _number(cell)


def _list(cell: Any) -> Any:
    return tuple(part.strip() for part in cell.split(";") if part.strip()) if isinstance(cell, str) else cell


def _functions(cell: Any) -> Any:
    functions = _list(cell)
    for function in functions or ():
        if function not in FUNCTIONS:
            raise ValueError(f'"{function}" is not a function; the functions are {", ".join(FUNCTIONS)}')
    return functions


def _one_function(cell: Any) -> Any:
    return _functions(cell)[0] if cell else cell


def _period(cell: Any) -> Any:
    parse_period(cell)
    return cell


def _notice(cell: Any) -> Any:
    parse_notice(cell)
    return cell


def _word(cell: Any) -> Any:
    return cell.strip().lower() if isinstance(cell, str) else cell


Day = Annotated[date, BeforeValidator(_day)]
End = Annotated[date | None, BeforeValidator(_day), AfterValidator(_end)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Share = Annotated[Decimal, BeforeValidator(_share), Field(ge=0, le=1)]
Names = Annotated[tuple[str, ...], BeforeValidator(_list)]
Functions = Annotated[tuple[str, ...], BeforeValidator(_functions)]
Function = Annotated[str, BeforeValidator(_one_function)]
Period = Annotated[str, BeforeValidator(_period)]
Notice = Annotated[str, BeforeValidator(_notice)]
YesNo = Annotated[Literal["yes", "no"], BeforeValidator(_word)]


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
        Literal["marketplace", "own_shop", "social", "wholesale", "retail", "other"], BeforeValidator(_word)
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
    renewal: Annotated[Literal["tacit", "express", "open_ended", "none"], BeforeValidator(_word)]
    renewal_term: Period | None = None
    notice: Notice | None = None
    notice_when_open_ended: Notice | None = None
    vendor_notice: Notice | None = None
    notice_form: Annotated[Literal["text", "written", "portal"], BeforeValidator(_word)] | None = None
    send_buffer_days: int | None = Field(default=None, ge=0, le=250)
    minimum_per_month: Number | None = None
    exit_fee: Number | None = None
    price_change_notice: Period | None = None
    special_termination: YesNo | None = None
    noticed_on: Day | None = None
    ends_on: End = None
    evidence_on: Day | None = None


class Alternatives(Row):
    """Who could take over a function of a vendor, how fast and at what cost."""

    vendor_id: str
    function: Function
    alternative: str
    lead_time_days: Annotated[int, Field(ge=0)]
    switch_cost: Number | None = None
    recapture_share: Share | None = None
    tested_on: Day | None = None


class Products(Row):
    """An article with its unit cost and VAT rate (0–1)."""

    sku: str
    name: str | None = None
    category: str | None = None
    unit_cost: Number | None = None
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
    kind: Annotated[Literal["balance", "reserve", "stock", "deposit"], BeforeValidator(_word)]
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
