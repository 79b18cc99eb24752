"""Shop folders made for one test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.measures.figures import figures
from analysis.shop import Shop
from analysis.warehouse import build, opened

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"

SHOP = '[shop]\nname = "Test"\ncurrency = "EUR"\ntimezone = "Europe/Berlin"\nholidays = "DE"\n'
HEADER = "order_id,line_id,ordered_at,channel_id,sku,quantity,currency,gross_amount,tax_amount,refunded_amount,status"

MakeShop = Callable[..., Shop]


@pytest.fixture
def make_shop(tmp_path: Path) -> MakeShop:
    """Writes a shop folder from {path: text or bytes} and returns its Shop; shop.toml is there unless given."""

    def write(files: dict[str, str | bytes], name: str = "shop") -> Shop:
        for path, content in {"shop.toml": SHOP, **files}.items():
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return Shop(tmp_path / name)

    return write


def lines(*rows: str) -> str:
    """A canonical order_lines file."""
    return "\n".join([HEADER, *rows]) + "\n"


def measured(shop: Shop, **options: Any) -> dict[str, Any]:
    """Builds a shop and returns its figures."""
    build(shop)
    return figures(shop, options.pop("month", None), **options)


def select(shop: Shop, query: str) -> list[tuple]:
    """Rows of a query on a built warehouse."""
    with opened(shop.warehouse) as con:
        return con.execute(query).fetchall()
