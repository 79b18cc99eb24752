"""Numbers, months, lengths and the ends of calendar spans and terms, in the words of contracts in two languages."""

from analysis.rules.notice import NamedAnchor, SpanEnd, Unit
from analysis.rules.spelling import spelled

NUMBERS = spelled({
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24,
    "thirty": 30, "thirty-six": 36, "forty-five": 45, "sixty": 60, "ninety": 90,
    "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eines": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "vierzehn": 14, "fünfzehn": 15, "achtzehn": 18, "vierundzwanzig": 24, "dreißig": 30,
    "sechsunddreißig": 36, "sechzig": 60, "neunzig": 90, "achtundvierzig": 48, "forty-eight": 48, "hundertachtzig": 180,
    "hundertzwanzig": 120, "fünfundvierzig": 45,
})  # fmt: skip
ORDINALS = spelled({
    "first": 1, "second": 2, "third": 3, "tenth": 10, "fifteenth": 15,
    "ersten": 1, "zweiten": 2, "dritten": 3, "zehnten": 10, "fünfzehnten": 15,
})  # fmt: skip
MONTHS = spelled({
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12, "januar": 1, "februar": 2, "märz": 3,
    "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
})  # fmt: skip
UNITS: dict[str, tuple[int, Unit]] = {
    r"(?:calendar )?days?|(?:kalender)?tag(?:en?)?": (1, "day"),
    r"weeks?|wochen?": (1, "week"),
    r"(?:calendar )?months?|(?:kalender)?monat(?:en?|s)?": (1, "month"),
    r"quarters?|quartal(?:en?|s)?|vierteljahr(?:en?)?": (3, "month"),
    r"half[ -]years?|halbjahr(?:en?)?|halbe[sn]? jahre?": (6, "month"),
    r"(?:contract )?years?|(?:vertrags)?jahr(?:en?|es)?": (12, "month"),
}
SPANS: dict[SpanEnd, str] = {
    "month_end": r"(?:calendar )?month|(?:kalender)?monats?",
    "quarter_end": r"(?:calendar )?quarter|(?:kalender)?(?:quartals?|vierteljahr(?:e?s)?)",
    "half_year_end": r"(?:calendar )?half[ _-]year|(?:kalender)?halbjahr(?:e?s)?",
    "year_end": r"(?:calendar )?year|(?:kalender)?jahr(?:e?s)?",
}
OF_A_TERM = (
    r"(?:(?:(?:(?:then[ -]*)?current|then[ -]*applicable|initial|original|first|minimum|contract|services?|subscription"
    r"|renewal|renewed|extended|extension|fixed|order|successive|subsequent|respective|relevant|applicable"
    r"|then in[ -]effect|said|such) )"
    r"|(?:initial|original) (?:or|and) (?:any |each |the )?(?=(?:subsequent |then[ -]*current )?(?:renew|exten)))"
)
TERM = (
    rf"(?:{OF_A_TERM}*(?:term|contract|agreement|subscription)(?! (?:year|month)|n)|{OF_A_TERM}+period)"
    r"(?: (?:of this (?:agreement|contract)|thereof|hereof|then in effect))?"
    r"|(?:jeweiligen |laufenden |vereinbarten |festen |aktuellen |ersten |ursprünglichen |je (?:\w+-?(?:monat"
    r"|jähr)igen|\d+ (?:monate|jahre)) )*"
    r"(?:(?:vertrags|mindest|erst|grund|fest|abo)*laufzeit|vertrage?s"
    r"|(?:mindest)?vertragsdauer|vertragsperiode|verlängerung(?:s(?:zeitraum(?:e?s)?|periode|laufzeit|dauer))?"
    r"|befristung|abonnements|(?:vertrags|abo|abonnement-?|lizenz)(?:zeitraum(?:e?s)?|periode)"
    r"|(?:mindest)?(?:miet|pacht|vertrags)zeit|(?:abonnement|abo-|lizenz)laufzeit|mietdauer)"
)
ENDING: dict[NamedAnchor, str] = {
    "week_end": r"(?:calendar )?week|(?:kalender)?wochen?",
    "month_end": SPANS["month_end"],
    "quarter_end": SPANS["quarter_end"],
    "half_year_end": SPANS["half_year_end"],
    "year_end": SPANS["year_end"],
    "contract_year_end": r"(?:vertrags|versicherungs)jahre?s?|(?:service )?(?:contract|policy) year",
    "term_end": rf"(?:{TERM})(?:,? (?:oder|or) (?:of )?(?:de[rs] |eine[rs] |the |any |each )?(?:{TERM}))*",
}
TO = r"(?:to|at|before|prior to|in advance of|zum|für den|vor(?: dem)?|auf(?: das| den)?|per)"
OF = (
    r"(?:of |in |der |des |einer |eines |jeder |jedes |laufenden |jeweiligen |the |a |an |any |each |every |current"
    r" |respective )*"
)
OWN_END = r"vor (?:(?:dem )?jeweilige[nm] )?ablauf|vor (?:seinem|ihrem) (?:jeweiligen )?(?:ablauf|ende)"
# The contract year that an anniversary of the start begins has ended the day before.
ANNIVERSARY = (
    rf"{TO}(?: the| an?| each| any| its| every)? (?:contract )?anniversary(?: date)?"
    r"(?: of (?:the |this )?(?:contract|agreement|subscription|effective date|commencement date|start(?: date)?))?"
    rf"|{TO}(?: jeweilige[nm]| jedem)? jahrestag(?: (?:des|eines) (?:(?:vertrags)?beginns|vertrage?s)\b)?"
)
# From when on notice may end a contract, in words that name no day: an end not before that of its first term.
FIRST_EXIT = (
    r"(?:jedoch |aber |but )?(?:erstmals|erstmalig|frühestens|not before|(?:no|not) earlier than|at the earliest)"
    r"(?: kündbar| jedoch)*(?: (?:zum|nach|mit|at|on|upon)(?: dem)?)?(?: the)? (?:ende|ablauf|end|expiry|expiration)"
    rf" (?:der|des|dieser|dieses|of)(?: the| this)? (?:{TERM})"
)
