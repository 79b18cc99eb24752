"""Figures of four shops, written out by hand: full, sold through Amazon, Etsy alone, empty."""

from typing import Any

SOURCE = "largest share above 60 % (card)"
Figures = dict[str, Any]


def shares_row(first: str, last: str, *, grain: str = "channel", **shares: float) -> Figures:
    """A concentration row whose indices follow from the shares by hand-checkable arithmetic."""
    index = sum(share**2 for share in shares.values())
    verdict = "red" if max(shares.values()) > 0.6 else "amber"
    return {
        "grain": grain,
        "basis": "net_revenue",
        "from": first,
        "to": last,
        "shares": shares,
        "hhi": index,
        "hhi_se": 0.01,
        "effective_number": 1 / index,
        "verdict": verdict,
        "threshold_source": SOURCE,
    }


def empty_shop() -> Figures:
    return {
        "schema": 1,
        "shop": "Empty",
        "month": "2026-10",
        "as_of": "2026-10-31",
        "currency": "EUR",
        "names": {"vendors": {}, "channels": {}, "groups": {}},
        "inputs": [],
        "revenue": [],
        "concentration": [],
        "exposure": {"groups": [], "functions": [], "hidden": [], "channels": []},
        "lock_in": {
            "contracts": [],
            "duration_days": None,
            "mean_days_until_free": None,
            "half_free_on": None,
            "curve": [],
            "asymmetry": [],
        },
        "scenarios": [],
        "stress": {"break_even_points": {}, "break_even_loss": {}, "survival": []},
        "checks": [],
        "unknowns": [],
    }


def demo_shop() -> Figures:
    lock_in = {
        "contracts": [
            {
                "contract_id": "lagerhaus-nord",
                "vendor_id": "lagerhaus_nord",
                "functions": ["storage", "shipping"],
                "status": "bound",
                "earliest_exit": "2027-02-28",
                "last_receipt": "2026-11-30",
                "safe_receipt": "2026-11-28",
                "send_by": "2026-11-20",
                "exit_if_missed": "2028-02-28",
                "cost_of_missing": "4800.00",
            }
        ],
        "duration_days": 74.0,
        "mean_days_until_free": 84.1,
        "half_free_on": "2027-03-22",
        "never_free_share": 0.12,
        "unknown_share": 0.0,
        "asymmetry": [
            {
                "vendor_id": "amazon",
                "function": "marketplace",
                "their_notice_days": 30,
                "our_replacement_days": 120,
                "uncovered_days": 90,
                "contribution_at_risk": "41250.40",
            }
        ],
    }
    fee = {
        "scenario_id": "amazon-fee-4",
        "name": "Amazon fee",
        "lever": "fee_points",
        "vendor_id": "amazon",
        "amount": "4",
        "contribution_loss": "20000.00",
        "loss_until_exit": "9534.25",
        "loss_until_free": "9534.25",
        "free_on": "2027-06-30",
        "price_of_missing": "7561.64",
        "extra_working_capital": "0.00",
        "lowest_cash": "1200.00",
        "lowest_cash_on": "2027-05-02",
        "binds_from": "2027-03-07",
        "exit_on": "2027-06-30",
        "last_receipt": "2027-03-31",
    }
    delay = {
        "scenario_id": "paypal-delay",
        "name": "PayPal delay",
        "lever": "payout_delay_days",
        "vendor_id": "paypal",
        "amount": "14",
        "contribution_loss": "0.00",
        "loss_until_exit": "0.00",
        "extra_working_capital": "3200.00",
        "binds_from": "2026-12-30",
    }
    return empty_shop() | {
        "names": {
            "vendors": {"amazon": "Amazon", "lagerhaus_nord": "Lagerhaus Nord", "paypal": "PayPal"},
            "channels": {"amazon_de": "Amazon.de", "own_shop": "Shopify shop", "wholesale": "Wholesale"},
            "groups": {"amazon": "Amazon"},
        },
        "inputs": [{"file": "a.csv", "rows": 110, "loaded": 100, "rejected": 4, "duplicates": 6}],
        "concentration": [
            shares_row("2025-11-01", "2026-10-31", amazon_de=0.7, own_shop=0.2, wholesale=0.1),
            shares_row("2025-10-01", "2025-10-31", amazon_de=0.64, own_shop=0.36),
            shares_row("2026-10-01", "2026-10-31", amazon_de=0.72, own_shop=0.28),
            shares_row("2025-11-01", "2026-10-31", grain="channel_group", amazon=0.75, shopify=0.25),
        ],
        "exposure": {
            "hidden": [{"vendor_id": "lagerhaus_nord", "revenue_share": 0.9}],
            "channels": [
                used("amazon_de", "storage", "lagerhaus_nord", 900, revenue_share=0.7),
                used("own_shop", "storage", "lagerhaus_nord", 300, revenue_share=0.2),
            ],
        },
        "lock_in": lock_in,
        "scenarios": [fee, delay],
        "stress": {"survival": [{"id": "amazon", "survive_months": 5.0, "exit_months": 8.0, "gap_months": 3.0}]},
        "checks": [{"check": "shares_sum_to_one", "ok": True, "offending": []}],
        "unknowns": [{"what": "unit cost of 3 products", "why": "blank", "how_to_fix": "fill in products.csv."}],
    }


def used(channel: str, function: str, vendor: str, orders: int, *, revenue_share: float | None) -> Figures:
    return {
        "channel_id": channel,
        "function": function,
        "vendor_id": vendor,
        "orders": orders,
        "orders_share": 1.0,
        "revenue_share": revenue_share,
    }


def amazon_shop() -> Figures:
    unknown_exit = {"vendor_id": "amazon", "status": "unknown", "reason": "no notice rule"}
    unnamed = {
        "vendor_id": "amazon",
        "their_notice_days": 30,
        "our_replacement_days": None,
        "uncovered_days": None,
    }
    return empty_shop() | {
        "currency": "CAD",
        "names": {
            "vendors": {"amazon": "Amazon"},
            "channels": {"amazon_ca": "Amazon.ca", "own_shop": "Own shop"},
        },
        "concentration": [shares_row("2026-06-01", "2026-10-31", amazon_ca=1.0)],
        "exposure": {
            "channels": [
                used("amazon_ca", "marketplace", "amazon", 90, revenue_share=1.0),
                used("own_shop", "storage", "amazon", 2, revenue_share=None),
                used("own_shop", "shipping", "amazon", 2, revenue_share=None),
            ]
        },
        "lock_in": {
            "contracts": [unknown_exit | {"contract_id": "bsa", "functions": ["marketplace"], "last_receipt": None}],
            "asymmetry": [unnamed | {"function": "storage"}, unnamed | {"function": "shipping"}],
        },
        "scenarios": [{"scenario_id": "fee", "name": "Fee", "lever": None, "contribution_loss": None}],
        "unknowns": [{"what": f"exit {n}", "why": "no notice", "how_to_fix": "add notice"} for n in range(3)],
    }


def etsy_shop() -> Figures:
    return empty_shop() | {
        "concentration": [shares_row("2026-10-01", "2026-10-31", etsy=1.0)],
        "lock_in": None,
    }


SHOPS = {"demo": demo_shop, "amazon": amazon_shop, "etsy": etsy_shop, "empty": empty_shop}
