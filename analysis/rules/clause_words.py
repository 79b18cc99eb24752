"""The turns of phrase in which contracts, English and German, speak of term, renewal, notice and price."""

from typing import Literal

from analysis.rules.notice import Period
from analysis.rules.wording import NUMBERS, SPANS, TERM, TO, UNITS

Renewal = Literal["tacit", "express", "open_ended", "none"]
Form = Literal["text", "written", "portal"]

UNIT = "|".join(UNITS)
# "eines Jahres" is no length where it tells whose day or end is meant.
WORDS = "|".join(sorted(NUMBERS.keys() - {"eines"}, key=len, reverse=True))
P = rf"(?P<period>(?:(?:[a-zäöüß-]+ )?\(\d{{1,4}}\)|\d{{1,4}}|{WORDS})[ -](?:{UNIT}))\b"
DATE = (
    r"(?P<date>\d\d?\. ?\d\d?\. ?\d{4}|\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}|\d\d?\.? [a-zä]+ \d{4}|[a-z]+ \d\d?,? \d{4})"
)
FILL = (
    r"(?: (?:jeweils|weitere[nrs]?|ein|eine[nms]?|automatisch|stillschweigend|dann|danach|anschließend|sodann|der"
    r"|vertrag|dieser|das|abonnement|es|er|sich|automatically|shall|will|be|successive|additional|further|another"
    r"|subsequent|consecutive|renewal|terms?|periods?|of|a|each|thereafter|then))*?"
)
INITIAL = [
    r"\b(?:mindest|erst|grund)?(?:vertrags)?laufzeit(?: des vertrage?s)?:?"
    rf"(?: von| beträgt| ist)?(?: zunächst| mindestens)? {P}",
    rf"(?:für die dauer von|fest auf|für zunächst|zunächst für|zunächst auf) {P}",
    rf"(?:(?:vertrag|er) läuft|läuft (?:der|dieser) vertrag) (?:zunächst )?(?:für )?{P}",
    rf"(?:fest |zunächst )?(?:ab)?geschlossen (?:für|auf) {P}",
    rf"auf {P} (?:fest )?(?:ab)?geschlossen",
    rf"(?:is effective|runs|shall run|remains? in (?:force|effect)) (?:initially )?for (?:a (?:period|term) of )?{P}",
    rf"(?:(?:initial|minimum|fixed|contract|subscription) (?:term|period)|(?<!payment )\bterm|for a period)"
    rf" (?:of|is|shall be) {P}",
    rf"(?:minimum|initial)? ?term:? {P}",
    rf"{P} (?:initial |minimum |fixed |contract )?(?:term\b|(?<=[a-z] )period)",
    rf"{P} (?:mindest|erst|grund)?(?:vertrags)?laufzeit",
    rf"(?:contract period|vertragsdauer):? {P}",
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)? (?:nach|zum)(?: dem)? (?:ende|ablauf) von {P}",
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)? nach {P}",
]
START = (
    rf"(?:tritt(?= am)|beginnt|beginn:?|läuft ab|ab|commences|begins|starts|effective|from)(?: am| ab| dem| on| as of)*"
    rf" {DATE}"
)
UNTIL = DATE.replace("date", "until")
FROM_TO = rf"(?:laufzeit|vertragslaufzeit|term):?(?: vom| from)? {DATE} (?:bis(?: zum)?|to|until|through|[-–]) {UNTIL}"
ENDS_ON = rf"(?:endet|ends|expires|terminates)(?: automatisch| automatically)?(?: am| mit ablauf des| zum| on)? {DATE}"
FIRST_END = [
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)?(?: jedoch)?(?: zum| am)(?: ablauf des| ende des)? {DATE}(?:"
    rf" kündbar)?",
    rf"(?:fest|läuft|gilt)(?: zunächst| mindestens| fest)* bis(?: zum)? {DATE}",
    rf"bis(?: zum)? {DATE} fest(?: geschlossen)?",
    rf"unkündbar bis(?: zum)? {DATE}",
    rf"(?:initial |minimum )?term (?:ends|expires|runs until|runs through) (?:on )?{DATE}",
    rf"(?:runs|remains in (?:force|effect)|is fixed|continues) (?:until|through) {DATE}",
    rf"(?:not before|no earlier than|first on|earliest on|earliest to) {DATE}",
]
RENEWALS: list[tuple[Renewal, str]] = [
    ("none", r"verlängert sich nicht(?: automatisch)?|(?:shall|does|will) not (?:automatically )?(?:renew|be renewed)"),
    ("none", r"ohne (?:automatische )?verlängerung|(?:no|without) (?:automatic )?renewal"),
    ("none", r"endet(?: automatisch)?,? ohne dass es einer kündigung bedarf|(?:expires|ends) automatically"),
    ("open_ended", rf"(?:verlängert{FILL} )?auf unbestimmte zeit|unbefristet|indefinite(?:ly)?(?: term| period)?"),
    (
        "express",
        r"(?:may|can|option to) (?:be )?(?:extend(?:ed)?|renew(?:ed)?)(?: the (?:term|agreement))?"
        rf" (?:for|by){FILL} {P}",
    ),
    ("express", rf"kann{FILL} um{FILL} {P} verlängert werden|verlängerungsoption(?:en)?(?: von| um)? ?"),
    ("express", r"(?:may|option to) (?:be )?(?:extend|renew)[^|]*"),
    (
        "tacit",
        rf"verlänger(?:t|ung){FILL} (?:um|für) (?:jeweils )?(?:die|den|eine|einen) (?:gleiche|selbe|dieselbe"
        rf"|ursprüngliche)n?"
        r" (?:laufzeit|zeitraum|dauer|vertragslaufzeit)",
    ),
    ("tacit", rf"(?:renews?|extends?|renewed|extended){FILL} (?:for|by) (?:the|an) (?:same|equal|identical) (?:term"
     rf"|period)"),
    ("tacit", rf"(?:automatic |auto-)?renewal(?: term| period)?:? {P}"),
    ("tacit", rf"(?:automatische )?(?:vertrags)?verlängerung:? (?:automatisch )?(?:um )?(?:jeweils )?(?:weitere )?{P}"),
    ("tacit", rf"verlänger(?:t|n) sich{FILL} jeweils (?:für|auf) {P}"),
    ("tacit", rf"verlänger(?:t|ung){FILL} um{FILL} {P}"),
    ("tacit", rf"(?:renews?|extends?|renewed|extended){FILL} (?:for|by){FILL} {P}(?: (?:periods?|terms?)| each)*"),
]  # fmt: skip
AT_LEAST = r"mindest|minimum|erstmal|frühest|unkündbar|earlie|not before|first"
EVERY = {
    r"(?:renews?|extends?|renewed|extended|verlänger\w+(?: sich)?)(?: automatically| automatisch| stillschweigend|"
    r" jeweils)*"
    r" (?:annually|yearly|each year|every year|(?:from )?year to year|jährlich|von jahr zu jahr)": Period(12, "month"),
    r"(?:renews?|extends?|renewed|extended|verlänger\w+(?: sich)?)(?: automatically| automatisch| stillschweigend|"
    r" jeweils)*"
    r" (?:monthly|each month|every month|from month to month|monatlich|von monat zu monat)": Period(1, "month"),
}  # fmt: skip
ROLLING = r"month[ -]to[ -]month"
LATER = (
    r"(?:danach|anschließend|sodann|thereafter|afterwards|nach ablauf der mindestlaufzeit"
    r"|after the (?:initial|minimum) term)"
)
ANCHOR_SPAN = "|".join(SPANS.values())
END_OF = (
    r"(?:the |a |each |jedem )?(?:end|ende|ablauf|schluss|expiry|expiration)"
    r"(?: (?:of|der|des|einer|eines|the|a|an|any|each|every|jeder|jedes))*"
    rf"(?: (?:{TERM}|{ANCHOR_SPAN}|(?:vertrags|geschäfts|wirtschafts)jahre?s|(?:contract|fiscal|financial) year))?"
)
YEAR_DAY = (
    r"\d\d?\. ?(?:\d\d?\.|[a-zä]+)(?: eines (?:jeden )?jahres)?"
    r"|\d\d? [a-z]+(?: (?:each|of each|of every) year)?"
)
ANCHOR = (
    rf"{TO} (?:{END_OF}|(?:monats|quartals|jahres|halbjahres|wochen|vertrags|laufzeit)ende"
    rf"|15\. oder zum (?:monatsende|ende eines (?:kalender)?monats)|(?:{YEAR_DAY})(?:,? (?:oder|und|or|and)(?: zum|"
    rf" to)? (?:{YEAR_DAY}))*)(?![a-zäöüß])"
    r"|vor (?:vertrags)?ablauf|(?:vor|zum|vor dem) vertragsende|vor (?:der )?(?:automatischen |jeweiligen"
    r" )?(?:vertrags)?verlängerung"
    r"|(?:before|prior to) (?:the |each |any )?(?:automatic |next )?(?:expiry|expiration|renewal)(?: date)?"
)
ANY = r"jederzeit|at any ?time|any ?time"
LEAD = (
    r"(?:mit|unter einhaltung|bei) (?:einer |der )?(?:kündigungs)?frist von|kündigungsfrist(?: für (?:den|die|das)"
    r" \w+)?:?(?: von| beträgt)?"
    r"|(?:upon|with|on|by giving|gives?|giving)(?: the other party)?(?: a)?(?: written)?"
    r"(?: notice of(?: non-renewal)?)?|spätestens|mindestens|notice (?:of|period of|period is|period shall be)"
    r"|notice(?: period)?:"
)
NOTICE = (
    rf"(?:(?P<any>{ANY})(?: kündbar)?,? )?(?:monatlich )?(?:(?P<before>{ANCHOR}),? )?(?:kündbar,?"
    rf" )?(?P<lead>\b(?:{LEAD}))?"
    rf" ?(?:mindestens |at least |not less than |a minimum of )?{P}"
    r"(?P<word>(?:'s|')?(?: prior| advance)?(?: written)? notice| (?:kündigungs)frist)?"
    rf"(?: (?P<form>schriftlich|in textform))?(?: kündbar)?(?: (?P<after>{ANCHOR}))?(?: (?P<late_any>{ANY}))?"
)
BY_DAY = (
    r"(?:(?:spätestens )?bis(?: spätestens)? zum|spätestens am|by the) [\w.]+(?: working day| werktag)?"
    rf" (?:of a|of the|eines|des|of each|jedes) (?:{ANCHOR_SPAN}) (?:zum|to|für) (?:monatsende|quartalsende"
    rf"|(?:the )?(?:end|ablauf|ende)(?: of)? (?:[a-zäöü]+ )+?(?:{ANCHOR_SPAN}))"
)
FORMS: list[tuple[Form, str]] = [
    ("text", r"(?:in )?(?:textform|text form)|(?:per|by) e-?mail"),
    ("written", r"schriftlich|schriftform|in writing|written"),
    ("portal", r"(?:über das |im |via the |in the )?(?:kundenkonto|kundenportal|online[- ]portal|customer portal)"),
]
BARE = (
    r"\b(?:monatlich|quartalsweise|jährlich|wöchentlich) (?:kündbar|gekündigt)"
    r"|\b(?:monthly|quarterly|yearly) (?:cancel|terminat)\w*"
)
BOTH = (
    r"either party|each party|both parties|jede[rn]? (?:vertrags)?partei|beide[nr]? (?:vertrags)?parteien|beiderseits"
    r"|(?:die|the) (?:vertrags)?part(?:eien|ies) (?:können|may)|jede[rn]? seite|beide[nr]? (?:vertrags)?seiten|beide"
    r" (?:vertrags)?partner|jede[rmn]? (?:der )?(?:vertrags)?partner|beid(?:er)?seitig\w*"
)
# Whose notice it is: a clause speaks of the merchant as customer or seller, and of the vendor by its trade or as "we".
VENDOR = (
    r"\w*(?:anbieter|betreiber|dienstleister)(?:in|s)?"
    r"|auftragnehmer(?:in|s)?|vermieter(?:in|s)?|lieferant(?:en)?|lagerhalter(?:in|s)?|spediteur(?:s)?"
    r"|frachtführer(?:s)?"
    r"|marktplatz(?:es)?|plattform|agentur|lizenzgeber(?:s)?|wir|provider|supplier|vendor|licensor|landlord|lessor"
    r"|warehouse(?: ?keeper| operator)?|carrier|processor|marketplace|platform|operator|we|amazon|ebay|shopify|etsy"
    r"|paypal|stripe|kaufland|otto|zalando|klarna|mollie|adyen"
)
MERCHANT = (
    r"kunde(?:n)?|auftraggeber(?:in|s)?|händler(?:in|s)?|verkäufer(?:in|s)?|mieter(?:in|s)?|einlagerer(?:s)?"
    r"|lizenznehmer(?:s)?|nutzer(?:in|s)?|besteller(?:s)?|sie|du|customer|client|subscriber|merchant|seller|tenant"
    r"|lessee"
    r"|licensee|user|you"
)
PARTY = (
    rf"\b(?:(?P<vendor>{VENDOR})|(?P<merchant>{MERCHANT}))\b"
    r"(?=:| (?:kann|können|darf|may|can|shall be entitled|is entitled|ist berechtigt|hat das recht|must|muss|gives?"
    r"|with|mit)\b)"
    rf"|\b(?:kann|können|darf|durch|by|seitens|für|for|may)(?: der| den| des| die| the)? (?:(?P<vendor_>{VENDOR})"
    rf"|(?P<merchant_>{MERCHANT}))\b"
)
UPPER_BOUND = (
    r"(?:,? ?(?:und |and |but )?)(?:höchstens|maximal|frühestens|(?:not|no) (?:more|earlier) than|at most)"
    rf" {P.replace('period', 'most')}(?:,? (?:und|and|but))?"
)
OTHER_TIME = (
    rf"{P.replace('period', 'some')}|{DATE}|\b\d\d?\. ?\d\d?\b|probezeit|testphase|trial"
    r"|\b(?:erste[nrms]?|zweite[nrms]?|dritte[nrms]?|vierte[nrms]?|fünfte[nrms]?|first|second|third|fourth|fifth) "
    r"(?:\w+ )?\w*(?:jahr|year|monat|month|term|laufzeit)"
    r"|\b(?:end|ende|ablauf|schluss|expiry) (?:of|de[rs]|eine[rs])\b|\b(?:zum|für den|to|at|expiring"
    r"|ending)\b.*(?:quart|monat|jahr|month|year|woche|week|werktag)"
)
EXTRAORDINARY = (
    r"wichtigem grund|außerordentlich|fristlos|verstoß|vertragsverletzung|zahlungsverzug|breach|\bcure|insolven|cause"
    r"|default\b|einvernehmlich|mutual"
)
# A sentence ends at a dot after a word, a year, a day of the year or a bracket, not after an ordinal number.
SENTENCE_END = (
    r"(?<=[^\W\d]{2})[.;](?:\s+|$)|(?<=[\d)]);(?:\s+|$)|(?<=\d{4})\.(?:\s+|$)|(?<=\))\.(?:\s+|$)"
    r"|(?<=\.\d\d\.)\s+(?=[A-ZÄÖÜ])"
)
OTHER_ACT = (
    r"suspend|aussetz|sperr|erinner|remind|inform|hinweis|amend|modif|inspect|audit|wartung|mainten|relocat|besichtig"
)
ENDING = r"künd|terminat|cancel|non-renew|unless|es sei denn|(?:wenn|sofern|falls|soweit) [^|]*nicht"
PART = r"[,|]|\b(?:or|oder|sowie)\b"
SPECIAL = r"sonderkündigung\w*|special (?:right of )?termination(?: right)?"
PRICE_EXIT = r"gekündigt werden|kann [^.]*kündigen|kündigungsrecht|terminate|cancel"
PRICE = r"\b(?:preis|entgelt|gebühren|price|fee|charge)\w*"
PRICE_MOVES = r"anpass|änder|erhöh|chang|increas|adjust|rais|preisanpassung"
ENDS = (
    r"künd|beend|zugehen|terminat|cancel|close|notice|verlänger|renew|extend|erstmals|frühestens|laufzeit|ablauf"
    r"|before the end"
)
SILENT = (
    r"(?:der|die|das|des|dieser|vertrag(?:e?s)?|vertragsverhältnis|hat|eine[nr]?|und|oder|wenn|er|es|sie|nicht|sofern"
    r"|falls|soweit|kann"
    r"|mit|wird|werden|ist|gekündigt|kündigung|kündbar|kündigen|durch|von|zu|zum|im|in|vor|sich|jeweils|läuft|gilt|dann"
    r"|beträgt|vertragslaufzeit|mindestens|spätestens|automatisch|automatically|monatlich|this|the|an?|agreement"
    r"|contract|has|have"
    r"|shall|is|are|be|and|or|may|terminated?|termination|unless|gives?|given|notice|non-renewal|of|with|by|to|for|its?"
    r"|until|continues?|will|party|parties|cancell?(?:ed)?|term|at|any|least|prior|before|not|less|than)"
)
