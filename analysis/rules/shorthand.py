"""Abbreviations and turns of phrase, written out as wording reads them, and what has several readings."""

from analysis.message import Message
from analysis.rules.lexicon import FIRST_EXIT, MONTHS, NUMBERS
from analysis.rules.spelling import phrase

UNIT_WORD = r"days?|weeks?|months?|years?|tag(?:en?)?|wochen?|monat(?:en?|s)?|jahr(?:en?|es)?"
DOT = r"(?:\.(?!\s+(?-i:[A-ZÄÖÜ])))?"  # of an abbreviation; before a capital letter it ends the sentence as well
MORE_MONTHS = rf"(?:,| ?/|,? (?:oder|und|or|and)) ?(?:{'|'.join(MONTHS)})\b"  # the end of each in a list is not said
LAST_DAYS = {  # but of February, which has two of them
    day: "|".join(name for name, month in MONTHS.items() if month in months)
    for day, months in {31: (1, 3, 5, 7, 8, 10, 12), 30: (4, 6, 9, 11)}.items()
}
ABBREVIATIONS = [
    (r"(?<=\d)[ -]?(?:wo|wk|wks)\b\.?", " weeks"),
    (r"(?<=\d)[ -]?(?:mon|mo|mos|mt|mte|mth|mths)\b\.?", " months"),
    (r"(?<=\d)[ -]?(?:tg|tge)\b\.?", " days"),
    (r"(?<=\d)[ -]?(?:yr|yrs|jhr)\b\.?", " years"),
    (r"\bbzw\.", "oder"),
    (r"\bautom\. ?(?=\w*verlängerung)", "automatische "),
    (r"\bautom\.", "automatisch"),
    (r"\bmv?lz\b", "Mindestlaufzeit"),
    (r"\bkf(?=:? \d)", "Kündigungsfrist"),
    (r"\bmind?\.(?= \d)", "mindestens"),
    (r"\b(day|week|month|year)\(s\)", r"\1s"),
    # a period named by its length alone: "mit Monatsfrist"
    (r"\b(?:mit|unter einhaltung)(?: einer?)? (?=(?:wochen|monats|jahres)frist\b)", "mit einer Frist von 1 "),
    (rf"\b({'|'.join(NUMBERS)}|\d+)-?(tag|woche|monat|jahr)(?:e|n|e?s)?-?frist\b", r"\1 \2 Frist"),
    (r"\b(?:1 )?(woche|monat|jahr)(?:e?n|s|es)frist\b", r"1 \1"),
    # a number in figures beside its words; what a bracket defines
    (r"\b\w+ hundred (?:and )?(?:[\w-]+ )?(?=\(\d+\))", ""),
    (r"\s?\([^()]*[\"“”„][^()]*\)", ""),
    (r"\s?\((?:nachfolgend |im folgenden |hereinafter )?(?:die |der |the )?\w*(?:laufzeit|zeitraum|term|period)\)", ""),
    (r"\bz\. ?(?!b\b)", "zum "),
    (rf"\bzum (?:qu?|quart|(?:kalender)?(?:quartal|vierteljahr))\b(?!\.?-){DOT}", "zum Quartalsende"),
    (rf"\bzum m\b(?!\.?-){DOT}", "zum Monatsende"),
    (rf"\bzum je?\b(?!\.?-){DOT}", "zum Jahresende"),
    (r"\b(?:quartals|qu?\.?)-ende\b|\bqe\b", "Quartalsende"),
    (r"\b(?:monats|m\.?)-ende\b|\bme\b(?!-)", "Monatsende"),
    (r"\b(?:jahres|j\.?)-ende\b", "Jahresende"),
    (r"\be\.?o\.?m\b\.?", "to month_end"),
    (r"\bto be (?=effective (?:on|at|as of))", ""),
    # the last day of a span is its end
    (r"\b(monats|quartals|jahres|halbjahres)letzten\b", r"\1ende"),
    (r"\b(?:zum|per) (quartals|jahres|halbjahres)ultimo\b", r"zum \1ende"),
    (r"\b(?:zum|per) (?:monats)?ultimo\b", "zum Monatsende"),
    (
        r"\b(?:expiring|ending|effective|to expire|to end|to take effect)? ?(?:on|to|at|with|as of) (?:the )?last day"
        r" of\b",
        " to the end of",
    ),
    (
        r"\b(?:expiring|ending|effective|to expire|to end|to take effect) (?:on|at|as of|with) (?=the end"
        r"|\w+[ -]end\b|\d\d? [a-z]+\b(?! \d{4})|[a-z]+ \d\d?(?!,? ?\d))",
        "to ",
    ),
    (r"(?<=days|eeks|week|nths|onth),? end of (?:the )?(?=month|quarter|year)", " to the end of the "),
    (r"\b(?:ende|end of)(?: (?:des jahres|the year))? (\d{4})\b", r"31.12.\1"),
    *(
        (rf"\b(?:ende|(?:the )?end of) ({names})\b(?! ?\d\d?\b|{MORE_MONTHS})", rf"{day}. \1")
        for day, names in LAST_DAYS.items()
    ),
    (r"\bmonatlich (?:kündbar )?zum (\d\d?)\.(?! ?\d)", r"zum \1. eines monats"),
    (r"\bmit ablauf\b", "zum Ablauf"),
    (r"\bmit wirkung zum\b", "zum"),
    (r"\bwith effect (?:from|as of|on|at|to) (?=the end)", "to "),
    (r"\bzum (?:jeweiligen )?(?:vertrags)?ablauf(?=$|[,.;]| kündi| gekündi)", "vor ablauf"),
    (r"\bfolge(monats|quartals|jahres)\b", r"nächsten \1"),
]
WRITTEN_OUT = [
    *ABBREVIATIONS,
    # the end before the length: "zum Quartalsende mit 6 Wochen Frist"
    (r"^(?:jederzeit |monatlich |at any ?time )?(?:kündbar )?((?:zum|zu|auf|vor|to|at|before) [^,]+?),? (?:mit"
     r"|unter einhaltung|bei|with|on|upon|by) (?:giving )?(?=.*(?:\b(?:" + UNIT_WORD + r")\b|\wige[rn]? ))(.+)$",
     r"\2 \1"),
    (r"^(?:monatlich|monthly),? (?:kündbar,? )?(?=.*\b(?:" + UNIT_WORD + r")\b.*(?:monatsende|month[ _-]end"
     r"|end (?:of )?(?:the|a|each) month|ende (?:des|eines) (?:kalender)?monats))", ""),
    (r"^(?:jederzeit (?:fristlos|ohne (?:einhaltung )?(?:einer |von )?(?:kündigungs)?frist(?:en)?)|(?:at )?any"
     r" ?time,? without (?:prior )?notice)$", "jederzeit"),
    (r"^p(?=\d+[dwmy]$)", ""),  # ISO 8601
    (r"(?<=\d)[ -]?w\b\.?", " weeks"),
    (r"(?<=\d)[ -]?m\b\.?", " months"),
    (r"(?<=\d)[ -]?[dt]\b\.?", " days"),
    (r"(?<=\d)[ -]?[yj]\b\.?", " years"),
    # fractions of years and numbers inside of words
    (r"\bhalf a year\b|^0[,.]5 (?:jahre?|years?)\b", "6 months"),
    (r"^1[,.]5 (?:jahre?n?|years?)\b", "18 months"),
    (r"^2[,.]5 (?:jahre?n?|years?)\b", "30 months"),
    (r"^(?:ein(?:em|es)? )?(?:1[/⁄]4 jahr|vierteljahr)(?:es)?\b", "3 monate"),
    (r"^(?:1[/⁄]2 jahr|halbes jahr)\b", "6 monate"),
    (r"^(?:3[/⁄]4 jahr|drei ?viertel ?jahr)\b", "9 monate"),
    (r"^(?:anderthalb|eineinhalb) jahren?\b", "18 monate"),
    (r"\b(\d+|[a-zäöüß]+?)-?monatige?[nrms]?\b", r"\1 monate"),
    (r"\b(\d+|[a-zäöüß]+?)-?wöchige?[nrms]?\b", r"\1 wochen"),
    (r"\b(\d+|[a-zäöüß]+?)[- ]?tägige?[nrms]?\b", r"\1 tage"),
    (r"\b(\d+|[a-zäöüß]+?)-?jährige?[nrms]\b", r"\1 jahre"),
    (r"\b(?:a|one) fortnight\b|^fortnight\b", "2 weeks"),
    (r"\b(?:full|volle[nrms]?|weitere[nrms]?|zusätzliche[nrms]?|further|additional|more) (?=(?:kalender|calendar )?(?:"
     + UNIT_WORD + r"|quarters?|quartal\w*)\b)", ""),
    (r"^(?:an?|another) (?=(?:calendar )?(?:day|week|month|quarter|year)\b)", "1 "),
    # a renewal begins on the day after the end of a term: the term's end is the earlier and safe reading
    (
        r"\b(?:before|prior to) (?:the |any |each |an? )?(?:automatic |next |scheduled )?(?:auto-)?"
        r"renewal(?: date| of the (?:term|contract|agreement|subscription))?$",
        "before the end of the term",
    ),
    (r"\bvor (?:der |dem |jeder )?(?:automatischen |nächsten )?(?:vertrags)?verlängerung(?:s?datum)?$",
     "vor vertragsende"),
    (r"\b(?:before|prior to) (?:the )?(?:contract |term )?(?:end|expiry|expiration)[ -]date$", "before the end of the"
     " term"),
    (r"\bvor (?:dem )?(?:vertragsablauf|ablaufdatum|laufzeitablauf)$", "vor vertragsende"),
    (r"\b(?:before|prior to) (?:the )?(?:expiration|expiry|lapse)$", "before expiry"),
    (r"\bby the (?:15th|fifteenth) (?:to|for) (?:month[ _-]?end|(?:the )?end of (?:the|a) month)$",
     "by the 15th of a month to the end of that month"),
    (r"\b((?:am|zum) (?:15\.|fünfzehnten)) (?:zum|für den) monatsende$", r"\1 eines monats zum monatsende"),
    (r"\b(?:before|prior to) (?:the )?(?:contract|agreement|term|subscription) (?:ends|expires|expiry|expiration)$",
     "before the end of the term"),
    # words that every notice has
    (r"\b(?:kf|kündigungsfr\.)(?=:? |$)", "kündigungsfrist"),
    (r" \((zum|to|vor|before) ([^()]+)\)", r" \1 \2"),
    (r" \((?:schriftlich|in schriftform|in textform|in writing|by e-?mail)\)", ""),
    (r"\b(tage?n?|wochen?|monate?n?|jahre?n?|days|weeks|months|years)"
     r"(?:,| ?/| -)? \(?((?:monats|quartals|halbjahres|jahres|vertrags|laufzeit)"
     r"(?:ende|schluss))\)?$", r"\1 zum \2"),
    (r" (?:ab|nach) (?:zugang|erhalt|eingang)(?: der kündigung)?(?=$| zum )"
     r"|,? (?:from|after) (?:the )?receipt(?: of (?:the )?notice)?$", ""),
    (r",? (?:zum|auf den) nächstmöglichen (?:termin|zeitpunkt)$", ""),
    (r",? (?:schriftlich|in schriftform|in textform|per (?:e-?mail|brief|einschreiben)|in writing|by e-?mail)\b", ""),
    (r"^(?:monat|quartal|jahr)?(?:kündigungs)?frist:? (?=\d|[a-zäöü]+ (?:" + UNIT_WORD + "))", ""),
    (r"^(?:cancellation|termination|notice)(?: period| notice)?: ?", ""),
    (r"(?<=[a-z]) (?:kündigungs)?frist(?= (?:zu[mr]|vor|bis)\b|$)", ""),
    (r"^(?:kündigung |kündbar |jeweils )+(?!zu[mr]|bis)", ""),
    (r"\bjeweils (?=zum|zur|auf)", ""),
    (
        r"^(?:either|each) party may (?:terminate|cancel)(?: (?:this|the) (?:agreement|contract))?,? "
        r"(?=(?:at )?any ?time|with|upon|on|by)",
        "",
    ),
    (r"\b(?:with|upon|on|by)(?: giving)? (?=(?:at least |not less than |no less than )?[\w()-]+(?: \(\d+\))? [a-z']+"
     r" .*notice\b)", ""),
    (r"^(?:cancel(?:l?able|led)? )?((?:at )?any ?time|jederzeit),? (?=zum |to |vor |before )", "0 days "),
    (r"^(?:cancel(?:l?able|led)? )?((?:at )?any ?time|jederzeit),? (?:kündbar,? )?(?:(?:mit(?! einer| frist)|with"
     r"|upon|on|by giving) )?(.*\d.*|.*\b(?:" + UNIT_WORD + ").*)$",
     r"\2 at any time"),
    (r",? (?:ohne angabe von gründen|for any(?: or no)? reason)\b", ""),
    (r"^mit (?=(?:\d+|[a-zäöü]+) (?:" + UNIT_WORD + r")\b)", ""),
    (r"(?<=[a-z]) (?:in advance|ahead|beforehand|before|prior|im voraus|(?:im )?vorher|zuvor)$"
     r"|(?<=[a-z]) (?:in advance|beforehand|im voraus|vorher|zuvor)(?= zu[mr]\b| to\b)", ""),
    (rf"(?<=[a-z]),? (?:{FIRST_EXIT})$", ""),
    (rf"^(?:spätestens|not? later than)(?= (?:the )?(?:\d\d?\.? ?)?(?:{'|'.join(MONTHS)})\b| \d\d?\. ?\d\d?\.)", "by"),
    (r"^(?:spätestens|mindestens|wenigstens|at least|no(?:t)? (?:less|later) than|(?:a )?minimum(?: of)?|min\.) (?!am"
     r"|zum|bis)", ""),
    (r"\badvance (?=(?:written )?notice)", ""),
    (r"(?<=[a-z0-9.]) kündbar$", ""),
    (r"\b(?:desselben|des (?:jeweiligen|gleichen)) (?=jahres\b)", "eines "),
    (r"\bbzw\b", "oder"),
    (r"\b(?:ein(?:es|er) )?jede[nrs] (?=(?:kalender)?(?:jahres|halbjahres|quartals|vierteljahre?s|monats|woche)\b)",
     "eines "),
    (r"^cancel(?:l?able|led)? (?=(?:at )?any ?time$)", ""),
]  # fmt: skip
NOTHING = '"at any time" (no notice is needed) or an empty cell (no rule is known)'
NONE_BEFORE_AN_END = (
    '"0 days to {anchor}" (notice on the last day is enough) or a notice before it, as "1 month to {anchor}"'
)
CONTRACT_YEAR = '"to term_end" where terms are a year long, or the day of the year, as in "3 months to 31 March"'
WORKING_DAY = r"(?:werktage?n?|arbeitstage?n?|bankarbeitstage?n?|(?:business|working) days?)"
# The most that Sundays and holidays of any Land add, with Easter and May Day or Christmas and New Year.
WORKING_DAYS = (
    'working days are not counted here; calendar days that are never too few are "20 days" for 10 working days '
    '(Monday to Friday) and "17 days" for 10 Werktage (Monday to Saturday)'
)
SEVERAL_READINGS = [
    (r"(?:keine?|none|no)(?: (?:kündigungsfrist|notice|frist)(?: period)?)?(?: required)?", NOTHING),
    (r"without notice|ohne (?:einhaltung einer )?(?:kündigungs)?frist|fristlos|sofort", NOTHING),
    (r"immediate(?:ly)?|with immediate effect|at will|mit sofortiger wirkung|on demand|0", NOTHING),
    (r"t(?:ä|ae)glich(?: kündbar)?|daily", '"at any time" or "1 day" (to any day)'),
    (r"evergreen|auto(?:matic)?[- ]?renew(?:al|ing|s)?|rolling",
     'renewal "tacit" with its renewal_term, or renewal "open_ended"; the notice is then still to be written'),
    (r".*\b(?:anniversary|jahrestag|contract year|(?:vertrags|versicherungs)jahr(?:e?s)?|vertragsjahresende)\b.*",
     CONTRACT_YEAR),
    (r".+ (?:zum|to(?: the)?) (?:29|3[01])(?:\.|st|nd|rd|th)? .*(?:monats|month)",
     '"to month_end", or a day that every month has, as in "to the 28th of a month"'),
    (r".*\bquarter days?\b.*",
     '"to quarter_end", or the days themselves, as in "3 months to 25 March, 24 June, 29 September and 25 December"'),
    (r".*\b(?:geschäfts|wirtschafts)jahr.*|.*\b(?:fiscal|financial|business) year.*",
     '"to year_end" or the day on which that year ends, as in "3 months to 30 June"'),
    (r".*\b(?:vertragsmonat|abrechnungs(?:zeitraum|monat|periode)|billing (?:period|cycle|month)).*",
     '"to month_end" (calendar months) or "to term_end" (terms counted from the start, as initial_term "1 month")'),
    (r".+ (?:zum|to(?: the)?) (?:kalender|calendar )?(?:halbjahr|quarter|half[ -]year)",
     '"to quarter_end" or "to half_year_end" (it ends with the last day), or a day as in "to 1 April" for its first'),
    (r"(?:immer |kündbar |monatlich |jährlich |einmal jährlich )*(?:zum monatsende|zum ende (?:de[rs]|eines)"
     r" (?:laufenden )?(?:kalender)?monats)|to (?:the )?(?:end of (?:the |a )?month|month[ _-]end)|monthly to"
     r" month[ _-]end",
     Message(NONE_BEFORE_AN_END, anchor=Message("month_end"))),
    (r"zum quartalsende|zum ende (?:des|eines) (?:kalender)?(?:quartals|vierteljahre?s)|to quarter[ _-]end",
     Message(NONE_BEFORE_AN_END, anchor=Message("quarter_end"))),
    (r"zum jahresende|zum ende (?:des|eines) (?:kalender)?jahres|to year[ _-]end",
     Message(NONE_BEFORE_AN_END, anchor=Message("year_end"))),
    (r"(?:frühestens |erstmals )?zum (?:ende|ablauf) (?:der|des) (?:jeweiligen )?"
     r"(?:vertrags|mindest|mindestvertrags)?(?:laufzeit|vertrage?s)"
     r"|zum (?:vertrags|laufzeit)ende|to (?:the )?(?:term[ _-]end|end of the term)",
     Message(NONE_BEFORE_AN_END, anchor=Message("term_end"))),
    (r"(?:spätestens )?(?:(?:einmal )?jährlich |jedes jahr )?(?:bis )?zum \d\d?\. ?(?:\d\d?\.?|[a-zä]+)(?: eines"
     r" jahres| jährlich)?|(?:by|on|to) (?:the )?(?:\d\d? [a-z]+|[a-z]+ \d\d?)(?: (?:of )?(?:each|every) year)?",
     '"0 days to 31.12." (that day is the last for notice and the end) or a notice before an end, as "3 months to'
     ' 31.12."'),
    (r"(?:monthly|quarterly|yearly|annually|monatlich|quartalsweise|vierteljährlich|halbjährlich|jährlich)\b.*\d.*"
     r"|(?:monthly|quarterly|yearly|monatlich|vierteljährlich|halbjährlich|jährlich)\b.* (?:mit|with|zum)\b.*",
     '"30 days to month_end", "30 days to term_end" or "30 days" (to any day), with the length that is meant'),
    (r"(?:spätestens )?(?:bis|by)(?: spätestens)?(?: zum| the)? \d\d?\.? ?(?:\d\d?\.?|[a-zä]+),? (?:zum|für|to|for) .+",
     '"3 months to year_end" for notice by 30 September: the length between the last day for notice and the end'),
    (r"halbjährlich(?: kündbar)?|half[- ]yearly", '"6 months" (to any day), "6 months to half_year_end" or "6 months'
     ' to term_end"'),
    (r".+,? (?:danach|dann|thereafter|afterwards?|then) .+"
     r"|(?:.+ )?nach (?:(?:dem )?ablauf der )?(?:mindest|erst)\w+(?: .+)?",
     "the first notice belongs into the column notice, the later one into notice_when_open_ended"),
    (r"(?:.*\b)?(?:anderthalb|eineinhalb|1[,.]5|one and a half) (?:monate?n?|months?)\b.*",
     '"46 days", which is never less: a month and then 15 days (BGB § 189 II)'),
    (r"\d+ ?(?:-|–|bis|to|oder|or) ?\d+ [a-zäöü]+", "the shorter or the longer of the two"),
    (rf".+ {WORKING_DAY}(?:'? .*)?",
     WORKING_DAYS),
    (r"\d+ ?(?:stunden?|std|hours?|h)\b.*", "hours are not counted here: write days, rather too many, as \"2 days\" for"
     " 48 hours"),
    (r"-+|–|n/?a|k\. ?a|unbekannt|unknown|\?+|tbd|(?:siehe|gemäß|lt|laut) (?:vertrag|agb)|individuell|see contract"
     r"|nach vereinbarung|as agreed",
     "an empty cell (unknown, and counted as such)"),
    (r"gesetzlich(?:e(?:n)? (?:kündigungs)?frist)?|statutory(?: notice)?(?: period)?",
     "an empty cell (the statute is then named beside it), or the length that the statute gives"),
]  # fmt: skip
OPTIONS = r"\d+ ?[x×] ?\d.*|.*\d.* ?(?:\+|\bplus\b) ?.*\d.*"
NO_TERM = (
    r"unbefristet|unbegrenzt|auf unbestimmte zeit|indefinite(?:ly)?|open[- ]ended|unlimited|evergreen"
    r"|none|keine?|-+|n/?a"
)


def without_abbreviations(text: str) -> str:
    """A text in which the abbreviations that only lengths and their ends have are written out."""
    for pattern, full in ABBREVIATIONS:
        text = phrase(pattern).sub(full, text)
    return " ".join(text.split())


def written_out(wording: str) -> str:
    """A plain wording with its abbreviations and turns of phrase written out."""
    for pattern, full in WRITTEN_OUT:
        wording = " ".join(phrase(pattern).sub(full, wording).split())
    return wording.strip(" ,")


def readings_of(wording: str) -> Message | None:
    """The readings between which a plain wording leaves the choice; None where it is not known to have several."""
    found = (readings for pattern, readings in SEVERAL_READINGS if phrase(pattern).fullmatch(wording))
    return next(map(Message, found), None)
