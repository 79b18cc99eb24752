"""Amazon's date range report in further languages: months, words and currencies of Poland, Sweden, Japan and Mexico."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from conftest import select

from analysis.warehouse import build

# Headings of a language, and rows with a cell for each.
POLISH = """\
data/godzina|identyfikator rozliczenia|typ|identyfikator zamówienia|sku|opis|ilość|rynek|realizacja|sprzedaż produktów\
|noty kredytowe za wysyłkę|rabaty promocyjne|pobrany podatek od sprzedaży|opłaty za sprzedaż|opłaty za fba\
|inne opłaty transakcyjne|inne|suma
1 paź 2024 08:30:00 UTC|P1|Zamówienie|404-1|KUBEK|Kubek|2|amazon.pl|Amazon|1 100,00|0|-10,00|0|-15,00|-12,50|0|0|1 062,50
3 gru 2024 10:00:00 UTC|P1|Zwrot kosztów|404-1|KUBEK|Kubek|1|amazon.pl|Amazon|-550,00|0|0|0|12,00|0|0|0|-538,00
4 gru 2024 10:00:00 UTC|P1|Opłata za usługę|||Koszt reklamy||||0|0|0|0|0|0|-20,00|0|-20,00
5 gru 2024 10:00:00 UTC|P1|Przelew|||Na konto||||0|0|0|0|0|0|0|-504,50|-504,50
"""
SWEDISH = """\
datum/tid|reglerings-id|typ|beställnings-id|sku|beskrivning|antal|marknadsplats|leverans|försäljning av produkter\
|fraktkrediter|kampanjrabatter|Inkasserad moms|Skatt för marknadsplatsförmedlare|försäljningsavgifter|fba-avgifter\
|övriga transaktionsavgifter|Övrigt|totalt
1 maj 2024 08:30:00 UTC|S1|Order|302-1|MUGG|Mugg|2|amazon.se|Amazon|200,00|0|0|50,00|-50,00|-30,00|-20,00|0|0|150,00
2 juni 2024 08:30:00 UTC|S1|Återbetalning|302-1|MUGG|Mugg|1|amazon.se|Amazon|-100,00|0|0|-25,00|25,00|12,00|0|0|0|-88,00
3 aug. 2024 08:30:00 UTC|S1|Överföring|||Till konto||||0|0|0|0|0|0|0|0|-62,00|-62,00
4 aug. 2024 08:30:00 UTC|S1|Skuld|||||||0|0|0|0|0|0|0|0|5,00|5,00
"""
JAPANESE = """\
日付/時間|決済番号|トランザクションの種類|注文番号|SKU|説明|数量|Amazon 出品サービス|フルフィルメント|商品売上|商品の売上税|配送料\
|Amazonポイントの費用|プロモーション割引額|プロモーション割引の税金|手数料|FBA 手数料|トランザクションに関するその他の手数料|その他|合計
2024/05/01 10:03:04 JST|J1|注文|250-1|CUP|カップ|1|amazon.jp|Amazon|1,818|182|0|-20|-100|-10|-200|-434|0|0|1,236
2024/05/02 10:03:04 JST|J1|注文外料金|||広告費用||||0|0|0|0|0|0|0|0|-390|0|-390
2024/05/03 10:03:04 JST|J1|返金|250-1|CUP|カップ|1|amazon.jp|Amazon|-909|-91|0|0|0|0|100|0|0|0|-900
2024/05/15 10:03:04 JST|J1|振込み|||||||0|0|0|0|0|0|0|0|0|54|54
"""
MEXICAN = """\
fecha/hora|Id. de liquidación|tipo|Id. del pedido|sku|descripción|cantidad|marketplace|cumplimiento|ventas de productos\
|créditos de envío|descuentos promocionales|tarifas de venta|tarifas fba|tarifas de otra transacción|otro|total
1 de ene. de 2024 9:08:10 a.m. GMT-8|M1|Pedido|701-1|TAZA|Taza|1|amazon.com.mx|Amazon|100.00|0|0|-15.00|0|0|0|85.00
2 de abr. de 2024 9:08:10 p.m. GMT-8|M1|Reembolso de reversión de cargo|701-1|TAZA|Taza|1|amazon.com.mx|Amazon|-40.00|0|0|6.00|0|0|0|-34.00
3 de abr. de 2024 9:08:10 p.m. GMT-8|M1|Liquidaciones|S01-2|TAZA|Taza|1|amazon.com.mx||7.00|0|0|0|0|0|0|7.00
"""


def written(table: str) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(line.split("|") for line in table.splitlines())
    return '\ufeff"Preamble"\n' + out.getvalue()


# Of each: currency, day of the sale, gross sales, its tax, given back, costs by function, payout.
@pytest.mark.parametrize(
    ("table", "currency", "day", "money", "costs", "payouts"),
    [
        (POLISH, "PLN", date(2024, 10, 1), ("1090.00", "0.00", "550.00"),
         {"advertising": "20.00", "marketplace": "3.00", "shipping": "12.50"}, ["504.50"]),
        (SWEDISH, "SEK", date(2024, 5, 1), ("250.00", "50.00", "125.00"),
         {"marketplace": "18.00", "shipping": "20.00"}, ["62.00"]),
        (JAPANESE, "JPY", date(2024, 5, 1), ("1870.00", "172.00", "1000.00"),
         {"advertising": "390.00", "marketplace": "100.00", "shipping": "434.00"}, ["-54.00"]),
        (MEXICAN, "MXN", date(2024, 1, 1), ("100.00", "0.00", "40.00"),
         {"marketplace": "9.00", "storage": "-7.00"}, []),
    ],
)  # fmt: skip
def test_sales_refunds_costs_and_payouts_are_told_apart(make_shop, table, currency, day, money, costs, payouts):
    toml = f'[shop]\nname = "T"\ncurrency = "{currency}"\ntimezone = "Europe/Berlin"\n'
    shop = make_shop({"shop.toml": toml, "exports/range.csv": written(table)})
    build(shop)
    found = select(
        shop, "select min(ordered_on), sum(gross), sum(tax), sum(refunded), min(currency) from staging.order_lines"
    )
    assert found == [(day, *map(Decimal, money), currency)]
    assert dict(select(shop, "select function, sum(amount) from staging.charges group by all")) == {
        function: Decimal(amount) for function, amount in costs.items()}  # fmt: skip
    assert [amount for (amount,) in select(shop, "select amount from staging.payouts")] == list(map(Decimal, payouts))


def test_gift_wrapping_and_the_tax_that_amazon_keeps_are_known_in_polish_too(make_shop):
    # 1,100.00 less 10.00, 5.00 of wrapping and 20.00 of tax that Amazon takes; the first total is 1,062.50 + 5.00
    names = "noty kredytowe za wysyłkę", "pobrany podatek od sprzedaży"
    added = "środki na pokrycie pakowania na prezent", "podatek od transakcji Marketplace Facilitator"
    table = POLISH.replace(names[0], f"{names[0]}|{added[0]}").replace(names[1], f"{names[1]}|{added[1]}")
    head, sale, *_ = table.splitlines()
    sale = sale.replace("1 100,00|0|-10,00|0|", "1 100,00|0|5,00|-10,00|20,00|-20,00|").replace("1 062,50", "1 067,50")
    shop = make_shop({"exports/range.csv": written(f"{head}\n{sale}\n")})
    build(shop)
    assert select(shop, "select source_amount::decimal(9, 2) from staging.order_lines") == [(Decimal("1115.00"),)]


def test_a_type_in_unknown_words_is_told_by_its_money(make_shop):
    strange = SWEDISH.replace("|Order|", "|Beställt|").replace("|Återbetalning|", "|Krediterat|")
    shop = make_shop({"exports/range.csv": written(strange)})
    build(shop)
    assert select(shop, "select kind, source_amount::integer, currency from staging.order_lines order by line") == [
        ("sale", 250, "SEK"), ("refund", 0, "SEK")]  # fmt: skip
