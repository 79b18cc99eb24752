"""Shopify's orders export: what is revenue, what is only money, and what was changed since."""

from conftest import measured, select

from analysis.warehouse import build

HEADER = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Notes,Cancelled at,Payment Method,Refunded Amount,Outstanding Balance,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Duties\n"


def order(number: int, status: str, **given: str) -> str:
    """The first line of an order of one lamp for 100.00 with 19 % VAT in it; `given` replaces fields by heading."""
    fields = {
        "Name": f"#{number}", "Email": "erika@example.org", "Financial Status": status, "Currency": "EUR",
        "Subtotal": "100.00", "Shipping": "0.00", "Taxes": "15.97", "Total": "100.00", "Discount Amount": "0.00",
        "Created at": "2026-03-02 10:00:00 +0100", "Lineitem quantity": "1", "Lineitem name": "Lamp",
        "Lineitem price": "100.00", "Lineitem sku": "L", "Lineitem requires shipping": "true",
        "Payment Method": "Shopify Payments", "Refunded Amount": "0.00", "Outstanding Balance": "0.00", "Source": "web",
        "Lineitem discount": "0.00",
    } | {name.replace("_", " "): value for name, value in given.items()}  # fmt: skip
    return ",".join(f'"{fields[h]}"' if h in fields else "" for h in HEADER.strip().split(",")) + "\n"


def line(number: int, item: str, price: str, **given: str) -> str:
    """A further line of an order."""
    fields = {"Name": f"#{number}", "Lineitem quantity": "1", "Lineitem name": item, "Lineitem price": price,
              "Lineitem sku": item[:1], "Lineitem requires shipping": "true", "Lineitem discount": "0.00"}  # fmt: skip
    fields |= {name.replace("_", " "): value for name, value in given.items()}
    return ",".join(f'"{fields[h]}"' if h in fields else "" for h in HEADER.strip().split(",")) + "\n"


def told(shop) -> dict[str, tuple[str, str, str]]:
    """order → (status, gross, net of tax) of a built shop."""
    query = "select order_id, min(status), sum(gross), sum(gross - tax) from staging.order_lines group by 1 order by 1"
    return {o: (status, f"{gross:.2f}", f"{net:.2f}") for o, status, gross, net in select(shop, query)}


def test_only_what_is_paid_is_revenue(make_shop):
    statuses = ["paid", "voided", "pending", "authorized", "expired", "refunded", "partially_refunded"]
    text = HEADER + "".join(order(i, status) for i, status in enumerate(statuses, 1))
    text += order(8, "paid", Cancelled_at="2026-03-03 10:00:00 +0100")
    text += order(9, "pending", Payment_Method="Cash on Delivery (COD)", Outstanding_Balance="100.00")
    shop = make_shop({"exports/o.csv": text})
    build(shop)
    assert {o: status for o, (status, *_) in told(shop).items()} == {
        "#1": "completed", "#2": "cancelled", "#3": "open", "#4": "open", "#5": "open", "#6": "completed",
        "#7": "completed", "#8": "cancelled", "#9": "open"}  # fmt: skip


def test_of_an_order_paid_in_part_the_paid_part_counts(make_shop):
    text = HEADER + order(1, "partially_paid", Outstanding_Balance="60.00")
    without = "\n".join(",".join(row.split(",")[:22] + row.split(",")[23:]) for row in text.splitlines())
    shop, older = make_shop({"exports/o.csv": text}), make_shop({"exports/o.csv": without}, name="older")
    build(shop), build(older)
    # 40 of 100 are paid, with 40 % of the VAT of 15.97 in them: 6.39
    assert told(shop) == {"#1": ("completed", "40.00", "33.61")}
    assert told(older)["#1"][0] == "open"  # older exports do not say how much is paid


def test_total_holds_the_tax_whether_prices_include_it_or_not(make_shop):
    text = HEADER + order(1, "paid")  # 100.00 with 15.97 VAT in them
    text += order(2, "paid", Taxes="19.00", Total="119.00")  # VAT on top
    text += order(3, "paid", Taxes="19.00", Total="131.00", Duties="12.00")  # and duties
    text += order(4, "paid", Shipping="4.90", Discount_Amount="4.90")  # a code for free shipping
    text += order(5, "paid", Total="105.00") + line(5, "Tip", "5.00", Lineitem_requires_shipping="false")
    shop = make_shop({"exports/o.csv": text})
    build(shop)
    assert told(shop) == {
        "#1": ("completed", "100.00", "84.03"), "#2": ("completed", "119.00", "100.00"),
        "#3": ("completed", "131.00", "100.00"), "#4": ("completed", "100.00", "84.03"),
        "#5": ("completed", "105.00", "89.03")}  # fmt: skip


def test_a_total_that_is_a_cent_off_its_parts_is_a_failed_check_and_counts_as_charged(make_shop):
    shop = make_shop({"exports/o.csv": HEADER + order(1, "paid", Total="100.01")})
    build(shop)
    [(stated,)] = select(shop, "select offending from meta.checks where not ok")
    assert '"stated": "100.01", "found": "100.00"' in stated
    assert told(shop)["#1"][1] == "100.01"


def test_a_gift_card_is_revenue_when_it_is_redeemed_not_when_it_is_sold(make_shop):
    sold = order(1, "paid", Subtotal="150.00", Total="150.00")
    sold += line(1, "Gift Card - 50", "50.00", Lineitem_requires_shipping="false")
    redeemed = order(2, "paid", Payment_Method="Gift Card + PayPal Express Checkout")
    shop = make_shop({"exports/o.csv": HEADER + sold + redeemed})
    build(shop)
    assert {o: gross for o, (_, gross, _) in told(shop).items()} == {"#1": "100.00", "#2": "100.00"}
    assert select(shop, "select reason from landed.set_aside") == [
        ("gift card: money for a later order, which counts when the card is redeemed",)
    ]
    vendors = select(shop, "select order_id, payment_vendor_id from staging.order_lines order by 1")
    assert vendors == [("#1", "shopify"), ("#2", "paypal")]  # Shopify Payments is Shopify's, with Stripe behind it


def test_tax_shipping_and_discount_of_an_order_with_a_gift_card_are_the_goods(make_shop):
    # lamp 100.00 less 10.00, card 50.00, shipping 4.90, VAT on top 18.03: the lamp brings 112.93, 94.90 without VAT
    text = HEADER + order(1, "paid", Subtotal="140.00", Discount_Amount="10.00", Shipping="4.90", Taxes="18.03",
                          Total="162.93", Refunded_Amount="11.29")  # fmt: skip
    text += line(1, "Gift Card", "50.00", Lineitem_requires_shipping="false")
    shop = make_shop({"exports/o.csv": text})
    build(shop)
    assert told(shop) == {"#1": ("completed", "112.93", "94.90")}
    assert select(shop, "select sum(refunded)::double from staging.order_lines") == [(11.29,)]


def test_of_an_order_exported_again_the_newest_export_tells_all(make_shop):
    # Exported unpaid with a lamp and a shade (60 + 40); later the shade was taken out and the lamp paid.
    before = order(1, "pending", Lineitem_price="60.00", Outstanding_Balance="100.00") + line(1, "Shade", "40.00")
    after = order(1, "paid", Lineitem_price="60.00", Subtotal="60.00", Taxes="9.58", Total="60.00",
                  Paid_at="2026-03-09 10:00:00 +0100")  # fmt: skip
    shop = make_shop({"exports/b.csv": HEADER + before, "exports/a.csv": HEADER + after})
    build(shop)
    assert told(shop) == {"#1": ("completed", "60.00", "50.42")}
    assert select(shop, "select file, loaded, duplicates from marts.inputs order by file") == [
        ("exports/a.csv", 1, 0), ("exports/b.csv", 0, 2)]  # fmt: skip
    reasons = select(shop, "select line, of_file, reason from landing.duplicates order by line")
    assert reasons == [(line, "exports/a.csv", "told anew in a newer file") for line in (2, 3)]


def test_every_way_of_selling_is_one_channel_and_line_breaks_in_cells_are_read(make_shop):
    sources = ["web", "pos", "shopify_draft_order", "5690175", ""]
    text = HEADER + "".join(order(i, "paid", Source=s, Notes="ring\ntwice") for i, s in enumerate(sources, 1))
    text += order(6, "paid", Currency="USD")
    found = measured(make_shop({"exports/o.csv": text}))
    assert {row["channel_id"] for row in found["revenue"]} == {"shopify"}
    assert [row["orders"] for row in found["revenue"]] == [6]


def test_refunds_of_an_order_reduce_it_once(make_shop):
    text = HEADER + order(1, "partially_refunded", Refunded_Amount="25.00")
    row = measured(make_shop({"exports/o.csv": text}))["revenue"][0]
    # 25.00 of 100.00 with its share of the VAT: 84.03 × 0.75
    assert (row["gross_sales"], row["net_sales"], row["net_revenue"]) == ("100.00", "84.03", "63.02")


def test_an_order_of_more_than_a_million_is_read(make_shop):
    rupiah = order(1, "paid", Currency="IDR", Subtotal="2400000.00", Total="2400000.00", Taxes="0.00",
                   Lineitem_quantity="2", Lineitem_price="1200000.00")  # fmt: skip
    shop = make_shop({"exports/o.csv": HEADER + rupiah})
    build(shop)
    assert select(shop, "select gross_amount::varchar from landed.sales") == [("2400000.000000",)]


def test_orders_of_two_shops_with_one_number_are_a_failed_check_that_names_them(make_shop):
    here, there = (HEADER.strip() + ",Id\n" + order(1, "paid").strip() + f",{number}\n" for number in (501, 901))
    shop = make_shop({"exports/a.csv": here, "exports/b.csv": there})
    build(shop)
    [(name, offending)] = select(shop, "select name, offending from meta.checks where not ok")
    assert "one Id (exports of two shops need a folder each)" in name
    assert "exports/a.csv" in offending and "exports/b.csv" in offending and "#1" in offending
