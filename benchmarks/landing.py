"""Landing and staging a canonical file of order lines beside a bare typed count of it, and beside pandas and polars.

`python benchmarks/landing.py [LINES]`, by default five million; each in a process of its own, with its seconds, its
seconds of CPU and its peak memory. The goal is three times the bare count and less than 2 GiB. The second is met (1.5
GiB), the first is not: on two busy cores five million lines took 20 times the CPU of the count (132 s against 6.4 s).
To keep one typed copy of the lines on disk already costs two and a half to three and a half times the count; a build
keeps three (as they landed, as a sale, as an order line). Four tenths of the time are cleaning, typing and storing
every cell, and hashing the buyer (that alone twice the count), a quarter joining, and a quarter the marts.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

COLUMNS = {
    "order_id": "varchar", "line_id": "varchar", "ordered_at": "timestamp", "channel_id": "varchar", "sku": "varchar",
    "quantity": "decimal(18,6)", "currency": "varchar", "gross_amount": "decimal(18,6)", "tax_amount": "decimal(18,6)",
    "refunded_amount": "decimal(18,6)", "status": "varchar", "country": "varchar", "customer": "varchar",
    "payment_vendor_id": "varchar", "shipping_vendor_id": "varchar", "shipped_on": "date",
}  # fmt: skip
MONEY = ("gross_amount", "tax_amount", "refunded_amount")
SHOP = '[shop]\nname = "Benchmark"\ncurrency = "EUR"\n'


def write_lines(path: Path, lines: int) -> None:
    """A canonical export of so many lines, two to an order, four channels, a sixth of the buyers again and again."""
    with duckdb.connect() as con:
        con.execute(f"""
            copy (
              select 'O' || (i // 2) as order_id, i % 2 + 1 as line_id,
                strftime(timestamp '2025-01-01' + to_seconds(i * 30000000 // {lines}), '%Y-%m-%dT%H:%M:%SZ')
                  as ordered_at,
                ['amazon', 'shop', 'etsy', 'ebay'][(i // 2) % 4 + 1] as channel_id, 'SKU-' || (i * 7919 % 5000) as sku,
                1 + i % 3 as quantity, 'EUR' as currency, printf('%.2f', 5 + (i * 7919 % 10000) / 100) as gross_amount,
                printf('%.2f', (5 + (i * 7919 % 10000) / 100) * 19 / 119) as tax_amount,
                if(i % 20 = 0, '5.00', '') as refunded_amount, if(i % 50 = 0, 'cancelled', 'completed') as status,
                ['DE', 'AT', 'FR'][(i // 2) % 3 + 1] as country,
                'buyer' || (i // 2 * 31 % ({lines} // 6 + 1)) || '@example.org' as customer,
                ['paypal', 'stripe'][(i // 2) % 2 + 1] as payment_vendor_id,
                ['dhl', 'dpd'][(i // 2) % 2 + 1] as shipping_vendor_id, '' as shipped_on
              from range({lines}) as t(i)
            ) to '{path}' (header, delimiter ',')
        """)


def bare(folder: Path) -> None:
    """Every column typed and counted, nothing kept."""
    with duckdb.connect() as con:
        counts = ", ".join(f"count({name})" for name in COLUMNS)
        con.execute(
            f"select count(*), {counts} from read_csv($file, auto_detect = false, header = true, columns = $columns)",
            {"file": str(folder / "exports" / "order_lines.csv"), "columns": COLUMNS},
        ).fetchall()


def ours(folder: Path) -> None:
    """Landing and staging as `vda build` does them, the marts included."""
    from analysis.shop import Shop
    from analysis.warehouse import build

    build(Shop(folder, folder / "out"))


def with_pandas(folder: Path) -> None:
    """Read, typed, and net revenue by channel and month; nothing refused, no duplicate found, no buyer hashed."""
    import pandas as pd

    frame = pd.read_csv(folder / "exports" / "order_lines.csv", parse_dates=["ordered_at"])
    frame = frame[frame.status == "completed"]
    net = frame.gross_amount - frame.tax_amount - frame.refunded_amount.fillna(0)
    net.groupby([frame.channel_id, frame.ordered_at.dt.strftime("%Y-%m")]).sum()


def with_polars(folder: Path) -> None:
    """The same as with pandas, in decimals."""
    import polars as pl

    money = [pl.col(name).cast(pl.Decimal(18, 6), strict=False).fill_null(0) for name in MONEY]
    frame = pl.scan_csv(folder / "exports" / "order_lines.csv", infer_schema_length=0)
    lines = frame.filter(pl.col("status") == "completed").with_columns(
        *money, pl.col("ordered_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ").dt.truncate("1mo").alias("month")
    )
    net = pl.col("gross_amount") - pl.col("tax_amount") - pl.col("refunded_amount")
    lines.group_by("channel_id", "month").agg(net.sum()).collect(engine="streaming")


RUNS = {"bare": bare, "ours": ours, "pandas": with_pandas, "polars": with_polars}


def main(lines: int) -> None:
    """Prints seconds, those of CPU, the ratio of both to the bare count, and the peak memory of each."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "exports").mkdir()
        (folder / "shop.toml").write_text(SHOP)
        write_lines(folder / "exports" / "order_lines.csv", lines)
        size = (folder / "exports" / "order_lines.csv").stat().st_size
        print(f"{lines:,} lines, {size / 1e6:,.0f} MB")
        first: tuple[float, float] | None = None
        for name in RUNS:
            done = subprocess.run([sys.executable, __file__, name, place], check=True, capture_output=True, text=True)
            seconds, cpu, mebibytes = map(float, done.stdout.split()[-3:])
            first = first or (seconds, cpu)
            ratios = f"{seconds / first[0]:7.1f} and {cpu / first[1]:5.1f} × bare"
            print(f"{name:8} {seconds:8.1f} s {cpu:8.1f} s of CPU {ratios} {mebibytes:8,.0f} MiB")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        began, worked = time.perf_counter(), time.process_time()
        RUNS[sys.argv[1]](Path(sys.argv[2]))
        seconds, cpu = time.perf_counter() - began, time.process_time() - worked
        print(seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000)
