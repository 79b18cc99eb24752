"""The euro reference rates of the European Central Bank: one row per day, one column per currency."""

import io
import re

import polars as pl

HEAD = re.compile(rb"(?:\xef\xbb\xbf)?Date,(?=.*\bUSD\b)(?=.*\bJPY\b)(?=.*\bGBP\b)[A-Z, ]+\r?\n")


def is_rates(content: bytes) -> bool:
    """Whether a file is the bank's table eurofxref-hist.csv or its daily sister."""
    return bool(HEAD.match(content[:1000]))


def long_rates(content: bytes) -> pl.DataFrame:
    """(published_on, currency, per_euro) of the bank's table; 0 marks a day on which it says that there is none."""
    wide = pl.read_csv(io.BytesIO(content), infer_schema_length=0, truncate_ragged_lines=True)
    wide = wide.rename({name: name.strip() for name in wide.columns})
    days = wide.select(pl.col("Date").str.strip_chars().str.to_date(strict=False).alias("published_on"))
    named = [name for name in wide.columns if re.fullmatch("[A-Z]{3}", name)]
    long = wide.select(named).with_columns(days["published_on"]).unpivot(index="published_on", variable_name="currency")
    rates = long.select(
        "published_on",
        "currency",
        pl.col("value").str.strip_chars().cast(pl.Decimal(18, 6), strict=False).fill_null(0).alias("per_euro"),
    )
    euro = days.with_columns(pl.lit("EUR").alias("currency"), pl.lit(1).cast(pl.Decimal(18, 6)).alias("per_euro"))
    return pl.concat([rates, euro]).drop_nulls("published_on")
