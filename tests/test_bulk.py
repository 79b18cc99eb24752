"""A big file read as a whole gives the same rows and refusals as one read row by row."""

import pytest
from conftest import HEADER, lines, select

from analysis.exports import sources
from analysis.warehouse import build

GOOD = "A1,1,2026-01-05,web,tea,1,EUR,11.90,1.90,,completed"
FILES = {
    "regular": lines(GOOD, " A2 ,1,2026-01-06T10:00:00Z,web,\u00a0tea ,1,EUR,5.00,,,", 'A3,"1, or 2",2026-01-07,web,,1,EUR,5,,,'),
    "kept from Excel": lines(GOOD, '"=""A2""",1,2026-01-06,web,="tea",1,EUR,5.00,,,'),
    "bad cells": lines(GOOD, 'A2,1,2026-13-06,web,tea,1,EUR,"12,50",,,gone', ",1,2026-01-06,web,=1+1,1,Euro,5,,,"),
    "lines inside a cell": lines(GOOD, 'A2,"1\n2",2026-01-06,web,tea,1,EUR,5.00,,,', "A3,1,x,web,tea,1,EUR,5.00,,,"),
    "blank lines": lines(GOOD, "", "A2,1,2026-01-06,web,tea,1,EUR,x,,,", ""),
    "short row": lines(GOOD, "A2,1,2026-01-06"),
    "cut off": lines(GOOD) + 'A2,"1,2026-01-06,web',
    "second table": lines(GOOD) + HEADER + "\n" + GOOD.replace("A1", "A2") + "\n",
    "no last line end": lines(GOOD)[:-1],
    "CRLF and BOM": "\ufeff" + lines(GOOD, GOOD.replace("A1", "A2")).replace("\n", "\r\n"),
    "CR only": lines(GOOD, GOOD.replace("A1", "A2")).replace("\n", "\r"),
    "preamble": "Report of January\n\n" + lines(GOOD, "A2,1,x,web,tea,1,EUR,5.00,,,"),
    "cp1252": lines(GOOD.replace("tea", "Öl")).encode("cp1252"),
    "UTF-16": lines(GOOD.replace("tea", "Öl")).encode("utf-16"),
    "NUL": lines(GOOD, GOOD.replace("tea", "t\0a")),
}  # fmt: skip


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_reading_as_a_whole_and_row_by_row_are_the_same(make_shop, monkeypatch, content):
    found = []
    for limit in (0, 1 << 30):
        monkeypatch.setattr(sources, "BIG", limit)
        shop = make_shop({"exports/a.csv": content}, name=f"shop{limit}")
        build(shop)
        found.append([
            select(shop, query)
            for query in (
                "select * from raw.order_lines order by line" if content != FILES["second table"] else "select 1",
                "select * from landing.rejects order by all",
                "select row_count, loaded, rejected, duplicates from marts.inputs",
            )
        ])  # fmt: skip
    assert found[0] == found[1]
    assert found[0][2] != [(0, 0, 0, 0)] or found[0][1]


def test_a_file_that_several_threads_read_keeps_its_lines(make_shop):
    # 18 MB, so that there is a part for each of two threads; the order number of a row is its line.
    rows = (f"A{line},1,2026-01-05,web,tea,1,EUR,11.90,1.90,,open" for line in range(2, 400_002))
    shop = make_shop({"exports/a.csv": lines(*rows)})
    build(shop)
    found = select(shop, "select count(*), count(*) filter (where order_id = 'A' || line) from raw.order_lines")
    assert found == [(400_000, 400_000)]


def test_lines_are_right_where_reading_a_column_takes_a_join(make_shop):
    declared = (
        'title = "Own"\nrole = "orders"\n[columns.text]\norder_id = "Nr"\n[columns.payer]\npayer = "From"\n'
        '[columns.timestamp]\nday = "Day"\n[columns.number]\ngross = "Paid"\n[[sales]]\norder_id = "order_id"\n'
        'ordered_at = "day"\nchannel = "\'own\'"\ngross_amount = "gross"\n'
    )
    rows = "".join(f"A{line},PayPal Europe,2026-01-05,{line:033}.00\n" for line in range(2, 300_002))
    shop = make_shop({"formats/own.toml": declared, "exports/a.csv": "Nr,From,Day,Paid\n" + rows})
    build(shop)
    found = select(shop, "select count(*), count(*) filter (where order_id = 'A' || line), min(payer) from raw.own")
    assert found == [(300_000, 300_000, "paypal")]
