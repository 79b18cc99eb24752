"""Bank statements: what known vendors paid in, nobody else's name, and balances that add up."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from conftest import SHARED, lines, measured, select

from analysis.checking import check_page
from analysis.warehouse import build

PEOPLE = ("Erika Musterfrau", "Otto Musterfrau", "Otto S.", "Klarna Weber", "Hermes Klein", "Musterbau GmbH")
STRIPE = (
    "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,"
    "description,automatic_payout_id\n"
)


def entry(
    amount: str,
    name: str,
    *,
    day: str = "2026-05-06",
    sign: str = "CRDT",
    status: str = "BOOK",
    new: bool = False,
    more: str = "",
) -> str:
    side, other = ("Dbtr", "Cdtr") if sign == "CRDT" else ("Cdtr", "Dbtr")
    party = f"<Pty><Nm>{name}</Nm></Pty>" if new else f"<Nm>{name}</Nm>"
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        f"<Sts>{f'<Cd>{status}</Cd>' if new else status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>{more}"
        f"<AcctSvcrRef>R{amount}{day}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><{side}>{party}</{side}>"
        f"<{other}><Nm>Musterladen Inhaberin</Nm></{other}></RltdPties>"
        f"<RmtInf><Ustrd>Rechnung {name} DE02120300000000202051</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def balance(code: str, amount: str) -> str:
    sign = "DBIT" if amount.startswith("-") else "CRDT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount.lstrip("-")}</Amt>'
        f"<CdtDbtInd>{sign}</CdtDbtInd></Bal>\n"
    )


def statement(
    entries: str, opening: str, closing: str, *, version: str = "02", number: str = "1", first: str = "OPBD"
) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt>\n<Id>{number}</Id><Acct><Id><IBAN>DE02120300000000202051"
        f"</IBAN></Id></Acct>\n{balance(first, opening)}{balance('CLBD', closing)}{entries}</Stmt></BkToCstmrStmt></Document>"
    )


# 100.00 + 500.00 + 70.00 - 20.00 = 650.00; what is not booked yet does not count.
ENTRIES = [
    ("500.00", "AMAZON PAYMENTS EUROPE S.C.A.", {}),
    ("70.00", PEOPLE[0], {}),
    ("20.00", "PAYPAL EUROPE S.A.R.L. ET CIE S.C.A", {"sign": "DBIT"}),
    ("999.00", "Stripe", {"status": "PDNG"}),
]


def one(version: str = "02", **more: str) -> str:
    new = version == "08"
    return statement(
        "".join(entry(a, n, new=new, **k) for a, n, k in ENTRIES), "100.00", "650.00", version=version, **more
    )


@pytest.mark.parametrize("version", ["02", "08"])
@pytest.mark.parametrize("squeezed", [False, True], ids=["lines", "one line"])
def test_payouts_of_known_vendors_are_read_and_everything_else_is_set_aside(make_shop, version, squeezed):
    text = one(version).replace("\n", " ") if squeezed else one(version)
    shop = make_shop({"exports/auszug.xml": text})
    build(shop)
    assert select(shop, "select vendor, amount, currency from landed.payouts") == [("amazon", Decimal(500), "EUR")]
    assert select(shop, "select reason from landed.set_aside order by 1") == [
        ("an entry of somebody who is no known vendor",), ("an entry that is not booked yet",), ("money that went out",),
        ("the balances of a statement, which its entries are checked against",)]  # fmt: skip
    assert select(shop, "select row_count, loaded, rejected, first_on from marts.inputs") == [
        (5, 5, 0, date(2026, 5, 6))
    ]
    assert select(shop, "select ok from meta.checks where name like 'Bank%balance'") == [(True,)]


def test_a_payout_that_the_bank_takes_back_is_none(make_shop):
    # 20.00 and 30.00 came, 20.00 went back, as did 5.00 of somebody unknown and a payment of ours of 7.00.
    back = "<RvslInd>true</RvslInd>"
    gone = entry("20.00", "STRIPE", day="2026-05-08", more=back).replace("<CdtDbtInd>CRDT", "<CdtDbtInd>DBIT")
    other = entry("5.00", "Jemand", more=back).replace("<CdtDbtInd>CRDT", "<CdtDbtInd>DBIT")
    ours = entry("7.00", "STRIPE", sign="DBIT", more=back).replace("<CdtDbtInd>DBIT", "<CdtDbtInd>CRDT")
    came = entry("20.00", "STRIPE") + entry("30.00", "STRIPE")
    shop = make_shop({"exports/a.xml": statement(came + gone + other + ours, "0.00", "32.00")})
    build(shop)
    assert select(shop, "select amount from staging.payouts order by amount") == [(-20,), (20,), (30,)]
    assert select(shop, "select reason from landed.set_aside where told_at is not null") == [
        ("an entry that the bank took back",), ("an entry that the bank took back",)]  # fmt: skip
    assert select(shop, "select ok from meta.checks where name like 'Bank%balance'") == [(True,)]


def test_what_the_bank_took_back_is_no_arrival_of_another_payout(make_shop):
    # Stripe announces 20 and 50; the 20 came on the 6th and went back on the 8th: 50 are to be had.
    announced = "paid_on,vendor_id,amount,currency\n2026-05-05,stripe,20.00,EUR\n2026-05-09,stripe,50.00,EUR\n"
    back = entry("20.00", "STRIPE", day="2026-05-08", more="<RvslInd>true</RvslInd>").replace("CRDT", "DBIT")
    bank = statement(entry("20.00", "STRIPE") + back, "0.00", "0.00")
    shop = make_shop({"exports/a.xml": bank, "exports/payouts.csv": announced})
    build(shop)
    assert select(shop, "select amount from staging.payouts order by amount") == [(-20,), (20,), (50,)]


PAYERS = [
    ("PAYPAL EUROPE S.A.R.L. ET CIE S.C.A", "paypal"),
    ("PayPal (Europe) S.a.r.l. et Cie., S .C.A.", "paypal"),
    ("AMAZON EU S.A.R.L., NIEDERLASSUNG DEUTSCHLAND", "amazon"),
    ("STRIPE PAYMENTS EUROPE LIMITED", "stripe"),
    ("STRIPE", "stripe"),
    ("Stripe Technology Europe Ltd", "stripe"),
    ("eBay S.a r.l.", "ebay"),
    ("EBAY MARKETPLACES GMBH", "ebay"),
    ("Etsy Ireland UC", "etsy"),
    ("Klarna Bank AB (publ)", "klarna"),
    ("Adyen N.V.", "adyen"),
    ("Mollie B.V.", "mollie"),
    ("Kaufland e-commerce Services GmbH & Co. KG", "kaufland"),
    ("OTTO Payments GmbH", "otto"),
    ("Meine Plattform AG", "platz"),
    *((person, None) for person in PEOPLE),
]


def test_a_payer_is_known_by_the_company_and_never_mistaken_for_a_person(make_shop):
    register = "vendor_id,name,aliases\nplatz,Marktplatz,Meine Plattform\n"
    # The n-th payer paid n euros.
    paid = [entry(f"{n}.00", name.replace("&", "&amp;")) for n, (name, _) in enumerate(PAYERS, 1)]
    text = statement("".join(paid), "0.00", f"{sum(range(len(PAYERS) + 1))}.00")
    shop = make_shop({"exports/a.xml": text, "register/vendors.csv": register})
    build(shop)
    known = [(vendor, n) for n, (_, vendor) in enumerate(PAYERS, 1) if vendor]
    assert select(shop, "select vendor, amount::integer from landed.payouts order by amount") == known


def test_a_year_of_entries_that_is_too_big_for_memory_is_read_too(make_shop):
    blank = " " * 2000
    many = "".join(entry("1.00", PEOPLE[0], more=blank) for _ in range(5000))
    shop = make_shop({"exports/a.xml": statement(many + entry("9.00", "Stripe"), "0.00", "5009.00")})
    build(shop)
    assert select(shop, "select row_count, loaded from marts.inputs") == [(5002, 5002)]
    assert select(shop, "select sum(amount) from landed.payouts") == [(Decimal(9),)]


def test_no_name_text_or_account_is_in_the_warehouse(make_shop):
    shop = make_shop({"exports/a.xml": one(), "exports/b.xml": one("08", number="2")})
    build(shop)
    content = shop.warehouse.read_bytes()
    for word in (b"Musterfrau", b"Inhaberin", b"Rechnung", b"20300000000202051"):
        assert word not in content


def test_a_cent_too_much_is_a_failed_check_that_stops_nothing(make_shop):
    shop = make_shop(
        {
            "exports/a.xml": one().replace("650.00", "650.01"),
            "exports/o.csv": lines("A1,1,2026-05-06,web,,1,EUR,5,0,,completed"),
        }
    )
    found = measured(shop)
    check = next(c for c in found["checks"] if c["check"].startswith("Bank statement (CAMT.053): opening"))
    assert not check["ok"] and [(o["stated"], o["found"]) for o in check["offending"]] == [("650.01", "650.00")]


def test_the_page_of_a_check_tells_what_differs_and_what_can_be_done(make_shop):
    shop = make_shop(
        {
            "exports/a.xml": one().replace("650.00", "650.01"),
            "exports/cut.xml": one()[:-30],
            "exports/o.csv": lines("A1,1,2026-05-06,web,,1,EUR,5,0,,completed"),
        }
    )
    build(shop)
    page, is_usable = check_page(shop)
    sections = {part.splitlines()[0]: part.splitlines()[1:] for part in page.split("\n\n")}
    assert is_usable
    assert "  exports/a.xml: Bank statement (CAMT.053), 6 May 2026 to 6 May 2026: 5 rows = 5 loaded" in page
    failed = sections["Checks"].index("  FAILED Bank statement (CAMT.053): opening balance + entries = closing balance")
    assert sections["Checks"][failed + 1] == "         exports/a.xml, 1: stated 650.01, found 650.00"
    assert "cut off or damaged" in sections["Not read (1)"][0]
    unknown = "\n".join(sections["What cannot be known yet"])
    assert "nothing to do" not in unknown and "cut.xml" not in unknown and "(and 2 alike)" in unknown
    assert next(reversed(sections)) == "What would tell more"


def part(amount: str, name: str, *, new: bool = False) -> str:
    """A payment within an entry, its amount where the version of the standard has it."""
    told = (
        f'<Amt Ccy="EUR">{amount}</Amt>' if new else f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
    )
    party = f"<Pty><Nm>{name}</Nm></Pty>" if new else f"<Nm>{name}</Nm>"
    return f"<TxDtls>{told if amount else ''}<RltdPties><Dbtr>{party}</Dbtr></RltdPties></TxDtls>\n"


@pytest.mark.parametrize("new", [False, True], ids=["version 2", "version 8"])
def test_of_several_payments_in_one_entry_those_of_known_vendors_count(make_shop, new):
    parts = (
        part("40.00", "STRIPE", new=new) + part("25.00", PEOPLE[0], new=new) + part("35.00", "Etsy Ireland UC", new=new)
    )
    head, tail = entry("100.00", "X", new=new).split("<NtryDtls>")[0], "</NtryDtls></Ntry>\n"
    batch = f"{head}<NtryDtls>{parts}{tail}"
    text = statement(batch + entry("9.00", "STRIPE", new=new), "0.00", "109.00", version="08" if new else "02")
    shop = make_shop({"exports/a.xml": text})
    build(shop)
    found = select(shop, "select vendor, amount from landed.payouts order by all")
    assert found == [("etsy", 35), ("stripe", 9), ("stripe", 40)]
    # a statement, two entries and three payments
    assert select(shop, "select row_count, loaded from marts.inputs") == [(6, 6)]
    assert select(shop, "select name from meta.checks where not ok") == []
    assert b"Musterfrau" not in shop.warehouse.read_bytes()


def test_payments_in_an_entry_without_amounts_of_their_own_are_named(make_shop):
    batch = (
        entry("70.00", "X").split("<NtryDtls>")[0]
        + f"<NtryDtls>{part('', 'STRIPE')}{part('', 'STRIPE')}</NtryDtls></Ntry>"
    )
    shop = make_shop({"exports/a.xml": statement(batch, "0.00", "70.00")})
    build(shop)
    assert select(shop, "select count(*) from landed.payouts") == [(0,)]
    reasons = select(shop, "select reason, count(*) from landed.set_aside group by 1 order by 1")
    assert ("a payment in an entry of several of which the bank tells no amount", 2) in reasons


def test_each_statement_of_a_file_adds_up_for_itself(make_shop):
    first = statement(entry("10.00", "STRIPE"), "0.00", "10.00", number="5")
    second = statement(entry("20.00", "STRIPE", day="2026-05-07"), "7.00", "28.00", number="5")
    inner = second[second.index("<Stmt>") : second.index("</BkToCstmrStmt>")].replace(
        "DE02120300000000202051", "DE02500105170137075030"
    )
    shop = make_shop({"exports/a.xml": first.replace("</BkToCstmrStmt>", inner + "</BkToCstmrStmt>")})
    build(shop)
    assert select(shop, "select sum(amount) from landed.payouts") == [(30,)]
    [(told,)] = select(shop, "select offending from meta.checks where not ok")
    assert '"of": "5 (statement 2)", "stated": "28.00", "found": "27.00"' in told


def test_an_overdrawn_account_and_the_previous_balance_of_german_banks_add_up(make_shop):
    text = statement(entry("30.00", "Etsy Ireland UC"), "-50.00", "-20.00", first="PRCD")
    shop = make_shop({"exports/a.xml": text})
    build(shop)
    assert select(shop, "select ok from meta.checks where name like 'Bank%balance'") == [(True,)]


def test_a_day_in_two_statements_of_one_account_counts_once(make_shop):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("day.xml", one(number="7"))
        archive.writestr("month.xml", one(number="8"))
    shop = make_shop({"exports/a.zip": packed.getvalue()})
    build(shop)
    assert select(shop, "select sum(amount) from landed.payouts") == [(Decimal(500),)]
    assert select(shop, "select loaded, duplicates from marts.inputs order by file") == [(1, 4), (5, 0)]


def test_an_announced_payout_and_its_arrival_are_one_and_a_missing_one_is_told(make_shop):
    rows = [
        f"t{n},2026-05-0{n} 09:00:00,2026-05-0{n} 09:00:00,eur,-{a}.00,0.00,-{a}.00,payout,po_{n},STRIPE PAYOUT,\n"
        for n, a in [(1, 100), (4, 200), (6, 300)]
    ]
    arrivals = entry("100.00", "STRIPE", day="2026-05-04") + entry("300.00", "STRIPE", day="2026-05-08")
    later = entry("1.00", PEOPLE[0], day="2026-05-20")
    text = statement(entry("5.00", PEOPLE[1], day="2026-05-01") + arrivals + later, "0.00", "406.00")
    found = measured(make_shop({"exports/s.csv": STRIPE + "".join(rows), "exports/a.xml": text}))
    told = {u["what"]: u["why"] for u in found["unknowns"]}
    assert "where payouts of Stripe arrived (1, 200.00 EUR in all)" in told
    assert "the first on 2026-05-04" in told["where payouts of Stripe arrived (1, 200.00 EUR in all)"]


@pytest.mark.parametrize(("amount", "day"), [("100.00", "2026-06-03"), ("99.00", "2026-05-08")])
def test_a_payout_that_arrives_late_or_less_a_small_fee_counts_once(make_shop, amount, day):
    row = "t1,2026-05-04 09:00:00,2026-05-04 09:00:00,eur,-100.00,0.00,-100.00,payout,po_1,STRIPE PAYOUT,\n"
    text = statement(entry(amount, "STRIPE", day=day), "0.00", amount)
    shop = make_shop({"exports/s.csv": STRIPE + row, "exports/a.xml": text})
    build(shop)
    assert select(shop, "select source_amount from staging.payouts") == [(Decimal(100),)]


def payout(number: int, day: str, amount: str) -> str:
    """A payout as Stripe announces it."""
    return f"t{number},{day} 09:00:00,{day} 09:00:00,eur,-{amount},0.00,-{amount},payout,po_{number},STRIPE PAYOUT,\n"


@pytest.mark.parametrize(
    ("announced", "arrivals", "counted", "said"),
    [
        # of another amount: the announced one counts and the difference is told
        ({"2026-05-04": "100.00"}, {"2026-05-06": "60.00"}, 100, "why 60.00 EUR of Stripe arrived where 100.00"),
        # in two parts, which come to what was announced
        ({"2026-05-04": "300.00"}, {"2026-05-05": "100.00", "2026-05-06": "200.00"}, 300, None),
        # two payouts in one entry
        ({"2026-05-04": "100.00", "2026-05-05": "200.00"}, {"2026-05-06": "300.00"}, 300, "why 300.00 EUR of Stripe arrived where 200.00"),
        # money that a full export does not know of, beside the payout that is nearest in time
        ({"2026-05-04": "100.00", "2026-05-14": "80.00"}, {"2026-05-05": "100.00", "2026-05-11": "50.00", "2026-05-15": "80.00"}, 180, "why 130.00 EUR of Stripe arrived where 80.00"),
        # after the export ends the bank is all there is
        ({"2026-05-04": "100.00"}, {"2026-05-05": "100.00", "2026-05-12": "50.00"}, 150, None),
    ],
)  # fmt: skip
def test_what_arrives_beside_announced_payouts_never_counts_twice_and_a_difference_is_told(
    make_shop, announced, arrivals, counted, said
):
    rows = [payout(n, day, amount) for n, (day, amount) in enumerate(announced.items())]
    entries = "".join(entry(amount, "STRIPE", day=day) for day, amount in arrivals.items())
    text = statement(entries + entry("1.00", PEOPLE[0], day="2026-05-30"), "0.00", "0.00")
    shop = make_shop({"exports/s.csv": STRIPE + "".join(rows), "exports/a.xml": text})
    found = measured(shop)
    assert select(shop, "select sum(source_amount) from staging.payouts") == [(Decimal(counted),)]
    assert [u["what"][: len(said or "")] for u in found["unknowns"] if u["what"].startswith("why")] == [said] * bool(
        said
    )


def test_a_payout_in_a_currency_without_a_rate_leaves_the_payouts_unknown_and_breaks_nothing(make_shop):
    sold = "order_id,ordered_at,channel_id,currency,gross_amount\nA1,2026-05-04,amazon,EUR,100.00\n"
    paid = "paid_on,vendor_id,amount,currency\n2026-05-30,amazon,50.00,AED\n2026-05-31,amazon,10.00,EUR\n"
    found = measured(make_shop({"exports/a.csv": sold, "exports/p.csv": paid}))
    assert [row["gross_sales"] for row in found["revenue"]] == ["100.00"]


def test_without_a_statement_or_after_its_end_nothing_is_said_to_be_missing(make_shop):
    row = "t1,2026-05-14 09:00:00,2026-05-14 09:00:00,eur,-100.00,0.00,-100.00,payout,po_1,STRIPE PAYOUT,\n"
    without = measured(make_shop({"exports/s.csv": STRIPE + row}))
    text = statement(
        entry("5.00", PEOPLE[1], day="2026-05-01") + entry("1.00", PEOPLE[0], day="2026-05-20"), "0.00", "6.00"
    )
    short = measured(make_shop({"exports/s.csv": STRIPE + row, "exports/a.xml": text}, name="short"))
    for found in (without, short):
        assert not any(u["what"].startswith("where payouts") for u in found["unknowns"])


def test_money_of_shopify_payments_arrives_from_stripe(make_shop):
    head = "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency\n"
    shop = make_shop({"exports/p.csv": head + "2026-05-04,paid,100.00,0.00,0.00,0.00,2.00,0.00,98.00,EUR\n",
                      "exports/a.xml": statement(entry("98.00", "STRIPE TECHNOLOGY EUROPE LTD"), "0.00", "98.00")})  # fmt: skip
    build(shop)
    assert select(shop, "select source_amount, paid_on::varchar from staging.payouts") == [(Decimal(98), "2026-05-04")]


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_sample_of_both_versions_is_read_and_keeps_no_name(make_shop):
    shop = make_shop({"exports/test.zip": (SHARED / "exports/bank/test-camt053.zip").read_bytes()})
    build(shop)
    assert select(shop, "select row_count, loaded, rejected from marts.inputs order by file") == [(4, 4, 0), (4, 4, 0)]
    # 15,568.27 - 754.25 - 594.05 + 1,405.31 = 15,625.28; the sample states 15,121.12
    assert select(shop, "select ok from meta.checks where name like 'Bank%balance'") == [(False,)]
    assert b"party Media" not in shop.warehouse.read_bytes() and b"NL77ABNA" not in shop.warehouse.read_bytes()


def test_an_account_report_tells_what_its_statement_tells_and_both_together_count_once(make_shop):
    report = one().replace("Stmt>", "Rpt>")
    for number, exports in enumerate([{"exports/r.xml": report}, {"exports/r.xml": report, "exports/s.xml": one()}]):
        shop = make_shop(exports, name=f"shop{number}")
        build(shop)
        assert select(shop, "select vendor, amount, currency from landed.payouts") == [("amazon", Decimal(500), "EUR")]
