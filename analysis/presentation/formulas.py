"""What each figure is, in words: the measures of concentration, its verdict's line and the annex of formulas."""

import re

from analysis.language import Language

CLAUSE = re.compile(r"(largest share|effective number) (above|below|of) ([\d.]+)( %)?(?: or more)? \((.+)\)")
CLAUSES = {
    ("largest share", "above"): "largest share above {line} ({source})",
    ("largest share", "of"): "largest share of {line} or more ({source})",
    ("largest share", "below"): "largest share below {line} ({source})",
    ("effective number", "below"): "effective number below {line} ({source})",
}

# key in figures.json, name, formula
MEASURES = (
    ("n", "Number with revenue", "those with net revenue above zero"),
    ("effective_number", "Effective number", "1 ÷ HHI: as many equal ones would be as concentrated"),
    ("hhi", "HHI", "sum of the squared shares"),
    ("hhi_se", "Sampling error of HHI", "spread of HHI if each order were a draw"),
    ("hhi_low", "HHI, lower bound", "known shares alone"),
    ("hhi_high", "HHI, upper bound", "all that is not attributed belongs to one more"),
    ("hhi_if_largest", "HHI at most", "all that is not attributed belongs to the largest one"),
    ("normalised_hhi", "Normalised HHI", "(HHI − 1/n) ÷ (1 − 1/n)"),
    ("cr1", "Largest share", "share of the largest one"),
    ("cr1_if_largest", "Largest share at most", "with all that is not attributed"),
    ("cr3", "Three largest shares", "sum of the three largest shares"),
    ("gini", "Gini coefficient", "0: all equal, near 1: one has it all"),
    ("entropy", "Entropy", "−Σ share × ln share"),
    ("unattributed_share", "Not attributed", "share of revenue without a known channel or currency rate"),
)
SHARES = frozenset({"cr1", "cr1_if_largest", "cr3", "unattributed_share"})

OWN = "own definition"
# key in figures.json, name, formula, unit, source
FORMULAS = (
    ("gross_sales", "Gross sales", "what customers paid with VAT, without cancelled lines", "amount", OWN),
    ("net_sales", "Net sales", "gross sales − VAT", "amount", OWN),
    ("net_revenue", "Net revenue", "net sales − refunds without their VAT, in the month of the order", "amount", OWN),
    ("contribution", "Contribution", "net revenue − unit costs − charges of vendors", "amount", OWN),
    ("payout", "Payouts", "money that arrived, on the day it was paid", "amount", OWN),
    ("hhi", "HHI", "H = Σ s²", "0 to 1", "Herfindahl and Hirschman"),
    (
        "hhi_se",
        "Sampling error of HHI",
        "√( Σ_c (2 (s_c − H) ÷ X)² × Σ_o x_o² ), o: orders of channel c",
        "0 to 1",
        "delta method",
    ),
    (
        "hhi_low, hhi_high",
        "HHI, lower and upper bound",
        "Σ k² and Σ k² + r², k: known shares, r: the rest",
        "0 to 1",
        OWN,
    ),
    ("hhi_if_largest", "HHI at most", "Σ k² + 2 r × the largest k + r²", "0 to 1", OWN),
    ("effective_number", "Effective number", "1 ÷ H", "number", "Hannah and Kay 1977"),
    ("normalised_hhi", "Normalised HHI", "(H − 1/n) ÷ (1 − 1/n)", "0 to 1", "Herfindahl and Hirschman"),
    (
        "cr1, cr3",
        "Largest and three largest shares",
        "sum of the largest share, of the three largest shares",
        "0 to 1",
        "concentration ratio",
    ),
    ("gini", "Gini coefficient", "2 Σ i x_i ÷ (n X) − (n + 1) ÷ n, x ascending", "0 to 1", "Gini"),
    ("entropy", "Entropy", "−Σ s ln s", "number", "Shannon 1948"),
    (
        "verdict",
        "Verdict",
        "the worse of largest share and effective number against their lines",
        "word",
        "own proposal",
    ),
    (
        "agreement_share",
        "Ways of counting that agree",
        "mean over bases and grains of the share of order draws with the same verdict",
        "0 to 1",
        "Poisson bootstrap, first two moments",
    ),
    (
        "moved.contributions",
        "Part in the change of HHI",
        "(s' − s)(s' + s): they sum to the change of HHI",
        "0 to 1",
        OWN,
    ),
    (
        "slope_per_month",
        "Drift of the largest share",
        "median of the slopes between all pairs of months",
        "share per month",
        "Theil 1950, Sen 1968",
    ),
    (
        "crosses_on",
        "Day on which the drift meets a line",
        "day on which that line meets the next line of the verdict, if the slope is sure",
        "day",
        OWN,
    ),
    (
        "revenue_share",
        "Share of revenue",
        "net revenue of lines that any vendor of the group touches, each line once",
        "0 to 1",
        OWN,
    ),
    (
        "without_alternative_share",
        "Share without an alternative",
        "revenue whose vendor has no named alternative",
        "0 to 1",
        OWN,
    ),
    (
        "second_order",
        "Vendors behind our vendors",
        "Σ revenue × product of shares along the largest way to the vendor behind",
        "0 to 1",
        OWN,
    ),
    (
        "smallest_sets",
        "Smallest sets of vendors",
        "one vendor, or two of whom neither is enough alone, above the line",
        "0 to 1",
        OWN,
    ),
    ("fee_rates", "Charges by gross sales", "charges of all vendors of the channel ÷ gross sales", "0 to 1", OWN),
    (
        "costs",
        "Share of costs",
        "charges per vendor ÷ charges of all vendors that charged more than they gave back",
        "0 to 1",
        OWN,
    ),
    (
        "last_receipt",
        "Must arrive by",
        "latest day of receipt from which the notice ends by the end of the term",
        "day",
        "BGB §§ 187, 188",
    ),
    ("safe_receipt", "Arrives safely by", "the earlier of last receipt and plain subtraction", "day", OWN),
    ("send_by", "Send by", "last working day by then, minus the days for sending", "day", OWN),
    ("cost_of_missing", "Cost if missed", "what the contract costs from its exit to the exit if missed", "amount", OWN),
    (
        "duration_days",
        "Weighted days bound",
        "weighted days bound: Σ share × days until free; what is never free adds none",
        "days",
        OWN,
    ),
    ("mean_days_until_free", "Mean days until free", "duration_days ÷ share that can become free", "days", OWN),
    ("half_free_on", "Half free on", "first day on which half of the revenue is free", "day", OWN),
    ("curve", "Curve of freedom", "share of revenue whose vendors are all free by that day", "0 to 1", OWN),
    ("uncovered_days", "Uncovered days", "days we need to replace − days of their notice, at least zero", "days", OWN),
    (
        "worst_uncovered_days",
        "Uncovered days at worst",
        "the same for notice on the last day that still reaches the same end",
        "days",
        OWN,
    ),
    (
        "contribution_at_risk",
        "Contribution at risk",
        "uncovered days × daily contribution through the vendor",
        "amount",
        OWN,
    ),
    (
        "loss_until_exit",
        "Lost until the contract ends",
        "sum of the daily loss from the binding day to the exit, both included; in scenarios by season, in leaving and "
        "groups five points of gross sales on the mean month",
        "amount",
        OWN,
    ),
    (
        "loss_until_free",
        "Lost until we are out",
        "the same up to the day on which the contract is over and an alternative works",
        "amount",
        OWN,
    ),
    (
        "price_of_missing",
        "Price of missing the notice",
        "loss until the exit if missed − loss until exit",
        "amount",
        OWN,
    ),
    ("exit_cost", "Leaving costs", "exit fee + minimum still owed until the exit + cost of the switch", "amount", OWN),
    (
        "transition_loss",
        "Loss of the transition",
        "contribution a year × (1 − share of sales that comes along) × horizon",
        "amount",
        OWN,
    ),
    ("horizon_years", "Horizon", "years of higher fees that leaving is weighed against: two", "years", "own proposal"),
    (
        "walk_away_points",
        "Leaving pays from",
        "(exit cost + transition loss) ÷ (net revenue a year × horizon) × 100",
        "points of net revenue",
        OWN,
    ),
    (
        "break_even_points",
        "Fee that we can bear",
        "(contribution − fixed costs) ÷ gross sales × 100, per month",
        "points of gross sales",
        OWN,
    ),
    (
        "break_even_loss",
        "Loss that we can bear",
        "(M − F) ÷ (M × m), m: the vendor's share of contribution M",
        "0 to 1",
        OWN,
    ),
    (
        "months_of_cash",
        "How long cash lasts as it is",
        "(cash + credit − minimum) ÷ (fixed costs − contribution), while that is a loss",
        "months",
        OWN,
    ),
    (
        "survive_months",
        "How long cash lasts without the vendor",
        "(cash + credit − minimum) ÷ (fixed costs − contribution left)",
        "months",
        OWN,
    ),
    ("gap_months", "Months not covered", "the longer of exit and replacement − months we survive", "months", OWN),
)


def threshold_clause(text: str, language: Language) -> str:
    """The line that decided a verdict in the reader's language, as it stands where its form is not known."""
    found = CLAUSE.fullmatch(text)
    message = CLAUSES.get((found[1], found[2])) if found else None
    if found is None or message is None:
        return language.term(text)
    number = found[3]
    decimals = len(number.partition(".")[2])
    line = language.percent(float(number) / 100, decimals) if found[4] else language.number(number, decimals)
    return language.text(message, line=line, source=language.term(found[5]))
