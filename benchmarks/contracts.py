"""Seconds of CPU that contracts take, stage by stage and end to end, for a register of 100 and of 10,000.

`python benchmarks/contracts.py`. The goal is two seconds for 10,000 beyond start-up. The contracts read row by row with
their messages take 0.8 to 1.0 s, with the dates of both sides 1.5 to 1.7 s; the 12,000 rows of vendors and alternatives
beside them, read here as well, another 0.5 s. All that figures.json tells of contracts takes more: `vda figures` took 3
to 7 s longer for 10,000 than for 100, with derivations in two languages, a ladder of law and money, 76 MB in all.
"""

import contextlib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from analysis.measures import agenda, commitments, figures, stress
from analysis.measures.context import Context
from analysis.measures.dependence import dependence
from analysis.measures.windows import Asked
from analysis.register.reading import read_register
from analysis.rules.exposure import Mix
from analysis.rules.lock_in import contract_state, vendor_state
from analysis.shop import Shop
from analysis.warehouse import build, opened

SIZES = (100, 10_000)
RUNS = 3  # of the whole command; the middle one counts
CHANNELS = 20
FUNCTIONS = ("storage", "shipping", "payment", "marketplace", "software", "supply", "advertising")
TERMS = (
    "24 Monate,tacit,12 Monate,3 Monate zum Vertragsende,",
    "12 months,tacit,1 month,1 month,",
    ",open_ended,,6 Wochen zum Quartalsende,",
    "36 months,open_ended,,6 months to term_end,3 months to month_end",
    ",open_ended,,30 days,",
    "12 months,none,,,",
    "24 months,tacit,12 months,,",
)
SHOP = '[shop]\nname = "Benchmark"\ncurrency = "EUR"\nholidays = "DE-BY"\n'

Stages = dict[str, float]


def write_shop(folder: Path, size: int) -> Shop:
    """A shop of 20 channels with a register of so many contracts, the same for the same size."""
    chance, vendors = Random(size), range(max(1, size // 5))
    contracts = (_contract(number, chance, len(vendors)) for number in range(size))
    leads = (f"v{vendor},{function},other,{chance.randint(1, 200)}" for vendor in vendors for function in FUNCTIONS[:5])
    channels = (f"c{number},Channel {number},other,v{number % len(vendors)}" for number in range(CHANNELS))
    sales = (f"{n},2026-{1 + n % 12:02}-15,c{n % CHANNELS},EUR,{10 + n % 90},0,completed" for n in range(2000))
    tables = {
        "register/contracts": "contract_id,vendor_id,functions,channel_ids,starts_on,initial_term,renewal,renewal_term,"
        "notice,notice_when_open_ended,vendor_notice,notice_form,minimum_per_month,price_change_notice",
        "register/vendors": "vendor_id,name,group",
        "register/channels": "channel_id,name,kind,vendor_id",
        "register/alternatives": "vendor_id,function,alternative,lead_time_days",
        "exports/orders": "order_id,ordered_at,channel_id,currency,gross_amount,tax_amount,status",
    }
    named = (f"v{vendor},Vendor {vendor},g{vendor // 3}" for vendor in vendors)
    (folder / "shop.toml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "shop.toml").write_text(SHOP)
    for (name, header), rows in zip(tables.items(), (contracts, named, channels, leads, sales), strict=True):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
    return Shop(folder)


def _contract(number: int, chance: Random, vendors: int) -> str:
    functions = ";".join(chance.sample(FUNCTIONS, chance.randint(1, 2)))
    channels = ";".join(f"c{channel}" for channel in chance.sample(range(CHANNELS), chance.randint(0, 2)))
    start = f"{chance.randint(2015, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    head = f"k{number},v{chance.randrange(vendors)},{functions},{channels},{start},{chance.choice(TERMS)}"
    return (
        f"{head},{chance.choice(['', '30 days', '3 months to quarter_end'])},written,{chance.randint(0, 900)},30 days"
    )


def stages(size: int) -> Stages:
    """Seconds of CPU of every stage that reads or reckons contracts."""
    found: Stages = {}

    @contextlib.contextmanager
    def stage(name: str) -> Iterator[None]:
        begun = process_time()
        yield
        found[name] = process_time() - begun

    with tempfile.TemporaryDirectory() as place:
        shop = write_shop(Path(place), size)
        with stage("register: read"):
            read_register(shop.folder / "register", shop.settings.register_conventions)
        with stage("warehouse: build"):
            build(shop)
        with opened(shop.warehouse) as con, figures._uncollected():
            context = Context(con, shop, figures._window(con, "2026-12", None))
            context.names = figures._names(context)
            mixes, shares = figures._mixes(context), dependence(context, Asked()).rows[0]["shares"]
            with stage("contracts: dates of both sides"):
                _dates(context, mixes)
            with stage("figures: commitments"):
                committed = commitments.commitments(context, mixes, shares)
            with stage("figures: agenda"):
                asked = agenda.agenda(context, mixes, committed, shares=shares)
            with stage("figures: scenarios and stress"):
                stress.scenario_figures(context, mixes, committed)
            with stage("figures: as JSON"):
                figures.as_json({**committed.figures, **asked})
        found["register and dates together"] = found["register: read"] + found["contracts: dates of both sides"]
        found["vda figures, warehouse fresh (CPU)"] = median(_whole(shop.folder) for _ in range(RUNS))
    return found


def _dates(context: Context, mixes: list[Mix]) -> None:
    as_of, holidays = context.window.as_of, context.shop.working_holidays(2025, 2038)
    for contract in commitments.contracts(context, mixes):
        contract_state(contract, as_of, holidays=holidays)
        vendor_state(contract, as_of, holidays=holidays)


def _whole(folder: Path) -> float:
    """Seconds of CPU of the command in a process of its own, start-up included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "analysis.cli", "figures", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the seconds per stage and how they grow with the register."""
    small, large = (stages(size) for size in SIZES)
    head = "".join(f"{f'{size:,} contracts':>20}" for size in SIZES)
    sys.stdout.write(f"{'seconds of CPU':40}{head}{'ratio':>10}\n")
    for name in large:
        sys.stdout.write(f"{name:40}{small[name]:20.3f}{large[name]:20.3f}{large[name] / small[name]:10.1f}\n")


if __name__ == "__main__":
    main()
