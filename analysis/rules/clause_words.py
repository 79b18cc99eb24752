"""The turns of phrase in which contracts, English and German, speak of term, renewal and price."""

from typing import Literal

from analysis.rules.lexicon import MONTHS, NUMBERS, TERM, UNITS

Form = Literal["text", "written", "portal"]

UNIT = "|".join(UNITS)
# "eines Jahres" is no length where it tells whose day or end is meant.
WORDS = "|".join(sorted(NUMBERS.keys() - {"eines"}, key=len, reverse=True))
MONTH = "|".join(MONTHS)
WEEKDAY = (
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
MORE = r"(?:(?:weitere[nrms]?|zusätzliche[nrms]?|volle[nrms]?|further|additional|full|more) )?"
P = (
    rf"(?P<period>(?:(?:[a-zäöüß-]+ )?\(\d{{1,4}}\)|\d{{1,4}}|\b(?:{WORDS}))[ -]{MORE}(?:{UNIT})"
    rf"|(?:\d{{1,3}}|\b(?:{WORDS}))-?(?:monatig|wöchig|tägig|jährig)e?[nrms]?"
    r"|\b(?:a|one) fortnight|\bhalf a year|\b(?:anderthalb|eineinhalb) (?:jahren?|monaten?)"
    r"|\ban? (?:calendar )?(?:week|month|quarter|year)(?=')"
    r"|\b(?:another|an? (?:further|additional)) (?:week|month|quarter|year))\b"
)
# "1,5 Monate", "4-6 weeks", "zwei bis drei Monate": the last number alone is not the length.
NO_ONE_LENGTH = (
    rf"(?:\b(?:\d+ )?\d+(?:[.,/⁄]| ?[-–] ?)|\b(?:\d+|{WORDS}) (?:bis(?: zu)?|to|oder|or|und|and) )"
    rf"{P.replace('period', 'last')}"
)
DATE = (
    r"(?P<date>\d\d?\. ?\d\d?\. ?\d{4}|\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}|\d\d?\.? [a-zä]+ \d{4}|[a-z]+ \d\d?,? \d{4})"
)
ON_ANNIVERSARY = (
    r"on (?:each|every|the|its) (?:anniversary|renewal)(?: date)?"
    r"(?: (?:thereof|of (?:the )?(?:effective|commencement|start) date))?"
)
FILL = (
    r"(?:,? (?:jeweils|stets|immer|grundsätzlich|weitere[nrs]?|ein|eine[nms]?|automatisch|stillschweigend|dann"
    r"|danach|anschließend|sodann"
    r"|der|die|dieser?|das|je|\w*vertrag|abonnement|abo|mitgliedschaft|vereinbarung|\w*(?:verhältnis"
    r"|laufzeit|vertragsdauer)"
    r"|es|er|sie|sich|erfolgt|eine|automatisch\w*|stillschweigend\w*|automatically|shall|will|be|successive|additional"
    r"|further|subsequent|consecutive|renewal|terms?|periods?|of|an?|each|thereafter|then|equal to|another|one or more"
    rf"|{ON_ANNIVERSARY}"
    r"|(?:after|beyond|following|at the end of) (?:the |each )?(?:initial )?(?:term|period)"
    rf"|(?:upon|at|on) (?:the )?(?:expiry|expiration|end) of (?:the |each )?(?:{TERM})"
    rf"|nach (?:(?:dem )?(?:ablauf|ende) )?de[rs] (?:{TERM})))*?"
)
OF_THE_CONTRACT = (
    r"(?: (?:of|for) (?:this|the|any|each) (?:\w+ )?(?:agreement|contract|subscription|lease|licen[cs]e))?"
)
DAY_OF_START = r"(?: (?:beginnt|startet) (?:mit|am|ab|bei) [^|,.;\d]{3,60}? und)?"
ENDED_BY_NOTICE = r"(?:die |eine )?(?:ordentliche )?kündigung"
WITHIN_FIRST = rf"(?:während|innerhalb|in) de[rn] (?:(?:mindest|erst|grund|fest)+(?:vertrags)?laufzeit von|ersten) {P}"
INITIAL = [
    rf"{ENDED_BY_NOTICE} (?:ist )?{WITHIN_FIRST}(?: ist)? ausgeschlossen",
    rf"{WITHIN_FIRST} ist {ENDED_BY_NOTICE} ausgeschlossen",
    rf"neither party may (?:terminate|cancel)(?: (?:this|the) (?:agreement|contract))?(?: for convenience)?"
    rf" (?:during|within|in) the first {P}",
    r"(?:\bnach (?:dem )?ablauf (?:der|einer) )?\b(?:(?:mindest|erst|grund)?(?:vertrags)?(?:laufzeit|dauer)"
    rf"|(?:mindest|erst|grund)?(?:miet|pacht|nutzungs|leasing|bezugs|vertrags)(?:zeit|dauer))"
    rf"(?: (?:de[rs]|diese[rs]) \w+)?:?{DAY_OF_START}"
    rf"(?: von| beträgt| ist)?(?: (?:bei|für)(?: (?:den|die|das))? \w+,?)?(?: beträgt| ist)?"
    rf"(?: zunächst| mindestens| grundsätzlich| immer| jeweils)* {P}",
    r"(?:(?:für|auf) (?:die|eine) (?:dauer|laufzeit|mindestlaufzeit) von|(?:für|auf) einen zeitraum von|fest auf"
    rf"|befristet auf|für zunächst|zunächst für|zunächst auf) {P}",
    rf"(?<!frist )läuft(?: der| dieser)?(?: vertrag)?(?: zunächst| fest| mindestens| immer)*(?: für| auf)? {P}",
    rf"(?:vertrag|tarif|paket|vereinbarung|auftrag|abonnement) gilt(?: zunächst| fest)* für {P}",
    r"(?:endet|ends|expires|terminates)(?: automatisch| automatically)? (?:nach|(?:mit|zum) (?:dem )?ablauf von|after)"
    rf" {P}",
    rf"(?:fest |zunächst )?(?:ab)?geschlossen (?:für|auf) {P}",
    rf"(?:auf|für)(?: mindestens| zunächst)? {P} (?:fest )?(?:(?:ab)?geschlossen|(?:an)?gemietet|vereinbart"
    r"|eingegangen|gebucht|lizenziert|überlassen|bereitgestellt|befristet|registriert|erteilt|eingeräumt|gewährt)",
    r"(?:is (?:effective|valid)|runs|shall run|(?:agreement|contract|policy|lease|subscription|licen[cs]e)"
    r" (?:is|shall be|will be)|(?:continues?|remains?|be)"
    r"(?: (?:valid|in (?:full )?(?:force|effect)(?: and effect)?))?)(?: thereafter)?(?: initially)? for"
    r"(?! an? (?:further|additional|successive)| another)"
    rf"(?: (?:an?|the)(?: (?:initial|primary|minimum|fixed))* (?:period|term) of)? {P}",
    r"(?:(?:(?:initial|minimum|fixed|contract|subscription) )+(?:term|period|duration)"
    rf"|(?<!payment )(?<!renewal )\bterm|for a period){OF_THE_CONTRACT}"
    rf" (?:of|is|shall be|will be)(?: for)?(?: an?(?: initial)? (?:term|period) of)? {P}",
    rf"(?:concluded|entered into|made|rented|leased|hired|licen[cs]ed|granted) for(?: at least)?"
    rf" (?:a (?:minimum )?(?:term|period) of )?{P}",
    rf"commitment (?:of|period:?) {P}",
    rf"commit to (?:a )?{P}(?: minimum)?(?: contract| term)?",
    rf"\b(?:(?:minimum|initial|contract) )*term:? {P}",
    rf"\bduration:? (?:of )?{P}",
    rf"{P} (?:initial |minimum |fixed |contract )?(?:term\b|commitment\b|(?<=[a-z] )period"
    r"|(?:contract|agreement|subscription|lease|licen[cs]e)\b(?! (?:term|period|year|month|notice)))",
    rf"^{P} fest\b",
    rf"^{P}(?=,? (?:und |and |then |danach |dann )*\|)",  # right before a renewal, which is read by then
    rf"{P} (?:mindest|erst|grund)?(?:vertrags)?laufzeit",
    rf"(?:contract (?:period|length)|vertragsdauer):? {P}",
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)?(?: jedoch)? (?:nach|zum)(?: dem)? (?:ende|ablauf) von {P}",
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)?(?: jedoch)? nach {P}",
    rf"\balso {P}",
]
NOT_A_START = (
    r"(?:notice|kündigung|kündbar|kündigen|terminat\w+|\b(?:preis|entgelt|gebühr|price|fee|charge|rate)\w*)\b"
    rf"[^|,;]{{0,40}} (?:ab|from|effective)(?: dem| am| from)? {DATE}"
)
START = (
    rf"(?:tritt(?= am)|beginnt|beginn:?|läuft ab|(?<!testens )ab|commenc(?:es?|ing)|begin(?:s|ning)?|beginnend"
    rf"|vertragsbeginn:?(?: ist(?: der)?)?"
    rf"|(?:start|effective|commencement) date:?(?: is)?|start(?:s|ing|:)|effective|from)(?: am| ab| dem| on| as of)*"
    rf" {DATE}"
)
UNTIL = DATE.replace("date", "until")
FROM_TO = (
    r"(?:(?:laufzeit|vertragslaufzeit|term|contract (?:period|duration)|vertragsdauer|duration):?"
    r"(?: is)?(?: vom| from)?|(?:läuft|gilt|gültig) (?:vom|von|ab)"
    r"|(?:runs|effective|valid|in force) from"
    r"|(?:für|auf) (?:die zeit|die dauer|den zeitraum) (?:vom|von)|for the period from)"
    rf" {DATE}(?: (?:bis(?: zum)?|to|until|through) | ?[-–] ?){UNTIL}(?: (?:ab)?geschlossen)?"
)
ENDS_ON = (
    rf"(?:(?:endet|ends|expires|terminates|(?:shall|will|and) (?:end|expire|terminate))(?: automatisch| automatically)?"
    r"(?: am| (?:mit|zum) ablauf des| zum| mit dem| on)?"
    rf"|befristet bis(?: zum)?|bis(?: zum)?(?=[^,|]* befristet)) {DATE}(?: befristet)?"
)
FIRST_END = [
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)?(?: jedoch)?(?: zum| am)(?: ablauf des| ende des)? {DATE}(?:"
    rf" kündbar)?",
    rf"(?:fest|läuft|gilt|(?:mindest|erst|fest|grund)?(?:vertrags)?laufzeit)(?: zunächst| mindestens"
    rf"| fest)* bis(?: zum)? {DATE}",
    rf"bis(?: zum)? {DATE} fest(?: geschlossen)?",
    rf"unkündbar bis(?: zum)? {DATE}",
    rf"(?:mindestens|zunächst|at least)(?: jedoch| aber| fest)* (?:bis(?: zum)?|until) {DATE}",
    rf"(?:vertrags|laufzeit)ende:?(?: am| ist)?(?: der)? {DATE}",
    rf"contract end(?: date)?:?(?: is| on)? {DATE}",
    rf"(?:initial |minimum |fixed )*term (?:ends|expires|runs until|runs through|until|through)(?: on)? {DATE}",
    r"(?:runs?|is fixed|(?:remains?|continues?)(?: in (?:full )?(?:force|effect)(?: and effect)?)?)"
    rf" (?:until|through) {DATE}",
    rf"(?:not before|no earlier than|first on|earliest on|earliest to) {DATE}",
]
MINIMUM = (
    r"(?<!keine )(?<!ohne )(?<!keiner )\b(?:mindest|erst|grund|fest)(?:vertrags|miet)?(?:laufzeit|dauer)\b"
    r"|(?<!nicht )\bbefristet\b|\b\w*(?:jahres|monats)vertr[aä]g\w*"
    r"|\b(?:annual|yearly) (?:contract|plan|subscription|agreement|licen[cs]e)\b"
    r"|(?<!no )(?<!without )(?<!without a )\b(?:minimum|initial|fixed) (?:contract )?(?:term|period)\b"
)
SAYS_THAT_IT_ENDS = r"\bend(?:et|s)\b|expire|terminate|befrist"
AT_LEAST = r"mindest|minimum|at least|erstmal|frühest|unkündbar|earlie|not before|first"
LATER = (
    r"(?:\b(?:danach|anschließend|sodann|im anschluss|thereafter|afterwards|after (?:this|that)\b)"
    r"|nach (?:ablauf|ende|eintritt) (?:der|des) (?:unbestimmten |vereinbarten |festen )*(?:mindest|erst|grund|fest)*"
    r"(?:vertrags|miet)?(?:laufzeit|dauer|zeit)\b"
    r"|(?<=may )then\b|(?<=kann )dann\b|\bdann (?=jederzeit|mit\b|kündbar|monatlich)"
    r"|(?:(?:up)?on|at|after|following)(?: the)? (?:(?:expiry|expiration|end) of (?:the )?)?(?:initial|minimum|fixed)"
    r" (?:\w+ )?(?:term|period))"
)
SENT_BY = (
    r"per (?:brief|post)|(?:per|mit|durch) (?:einwurf-?)?einschreiben(?: mit rückschein)?"
    r"|by (?:registered|certified) (?:letter|mail|post)(?: with (?:return )?receipt)?"
)
FORMS: list[tuple[Form, str]] = [
    ("text", r"(?:in )?(?:textform|text form)|(?:per|by) e-?mail"),
    ("written", rf"schriftlich|schriftform|in writing|written|{SENT_BY}"),
    ("portal", r"(?:über das |im |via the |in the )?(?:kundenkonto|kundenportal|online[- ]portal|customer portal)"),
]
CONDITION = (
    r"\b(?:sobald|vorbehaltlich|zustimmung|einwilligung|consent|approval|ausgenommen|ausnahme|außer"
    r"|unzeit|zwischen|between"
    r"|ungefähr|circa|ca|etwa|about|approximately)\b|"
    r"\b(?:when|while|during|only|once|twice|provided that|whichever|except|nur|erst|solange|während"
    r"|einmal\w*|zweimal\w*"
    r"|höchstens|maximal|längstens|up to)\b"
    r"|(?<!is )(?<!be )(?<!as )\bprovided\b(?! (?:herein|hereunder|below|above|for|in|by|under)\b)|\b(?:so"
    r"|as) long as\b"
    r"|\boder bis\b|\bor until\b|\b(?:must|shall|will|to) (?:only )?(?:expire|take effect)\b|\bquarter days?\b"
    # "If it is not" ended is the notice itself; if something else is not so, it is a condition.
    r"|\b(?:wenn|falls|sofern|soweit|if)\b(?!.*(?:kündig|widers|ander|schriftlich|sagt|notice|notif|terminat|cancel"
    r"|otherwise|object))(?!.*\b(?:nicht|not)$)(?! (?:(?:er|sie|es|diese[rs]?|it|this|(?:der|das|die"
    r"|the) (?:vertrag\w*|vereinbarung|laufzeit"
    r"|contract|agreement)) )?(?:is )?(?:nicht|kein\w*|not|no|neither)\b)"
    r"|\b(?:wenn|falls|sofern|soweit|if)\b(?!.*\b(?:nicht|kein\w*|not|no)\b)"
)
ONCE = r"\b(?:einmalig|ein einziges mal|only once|once)\b"
# The right to give notice is taken away, whatever for.
TAKEN_AWAY = (
    r"(?:kündigungsrecht|recht zur (?:ordentlichen )?kündigung|right (?:of|to) (?:terminat|cancel)\w*)[^.]*"
    r"(?<!nicht )(?<!not )\b(?:entfäll|erlischt|ausgeschlossen|laps|forfeit|excluded)"
    r"|\b(?:entfällt|erlischt)\b[^.]*(?:kündigungsrecht|recht zur (?:ordentlichen )?kündigung)"
)
# Said of a sentence that tells no renewal: there it is the notice that is denied or bound to something.
DENIAL = r"\b(?:nicht|kein\w*|not|no|unless|es sei denn)\b"
CHANGING = (
    r"verkürz|(?:erhöht|verlängert|reduziert) sich (?:\w+ )?auf|shorten|reduced to|increased to"
    rf"|^(?:für|bei|ab|for|above|over)\b(?:[^:]*:| \S+(?: \S+)?) {P.replace('period', 'instead')}$"
)
# A length of another matter, as a part of its own: it changes no term.
OF_PAYMENT = (
    r"(?:zahlungs(?:ziel|frist)|zahlung(?:en)?|abbuchung|payment(?: terms?)?|skonto|preisgarantie|price guarantee)\b"
    r"[^,;:]*:?[^,;:]*"
)
RENEWING = r"verlänger|erneuer|(?<!non-)\brenew|\bextend|\bextension|prolong|\brolls?\b|rolling|evergreen"
AFTERWARDS = (
    r"\b(?:nach|after|upon|following|on|survives?) (?:der |the |such |any )?(?:\w+ )?(?:kündigung"
    r"|beendigung|vertragsende"
    r"|termination)\b|\b(?:within|innerhalb|binnen)\b|widerruf|withdraw"
)
OTHER_TIME = (
    rf"{P.replace('period', 'some')}|{DATE}|\b\d\d?(?:\.|st|nd|rd|th)? (?:{MONTH})\b|\b(?:{MONTH}) \d\d?\b"
    r"|\b\d\d?\. ?\d\d?\b|\b\d\d?/\d{4}\b|probezeit|testphase|trial"
    rf"|\b(?:in|im) (?:{MONTH})\b|\b(?:zum|to|on)(?: an?y?| einem| jedem)? (?:{WEEKDAY})\b"
    r"|\w*(?:tagen?|wochen|monaten?|jahren?)\b|\b(?:days|weeks|months|years)\b"
    r"|\b(?:erste[nrms]?|zweite[nrms]?|dritte[nrms]?|vierte[nrms]?|fünfte[nrms]?|first|second|third|fourth|fifth) "
    r"(?:\w+ )?\w*(?:jahr|year|monat|month|term|laufzeit)"
    r"|\b(?:end|ende|ablauf|schluss|expiry|expiration) (?:of|de[rs]|eine[rs])\b|\w_end\b|anniversar|jahrestag"
    r"|(?:selbe[nr]?|gleiche[nr]?|same) (?:frist|notice)"
    r"|\b(?:zum|am|to the|on the|by the) \d\d?(?:\.|st|nd|rd|th)?(?![\d.]| ?\w)"
    r"|\bfirst day\b|monatserst|\bersten de[sr]\b"
    r"|(?:folge|nächsten |following |next )(?:monat|quartal|jahr|month|quarter|year)"
    r"|\b(?:ende|end of|mitte|anfang) (?:\w+ )?\d{4}\b"
    r"|\b\d+(?:\.|st|nd|rd|th) \w*(?:woche|monat|quartal|jahr|week|month|quarter|year)"
    r"|\b(?:zum|auf|per) \w+(?:ende|schluss|ablauf)\b"
    r"|\b(?:zum|für den|auf|to|at|expiring|ending)\b(?: [\w.]+){0,3}? (?:\w*quart\w*|\w*(?:monat|jahr)(?:e?s)?(?:ende"
    r"|letzten|ersten)?|months?|years?|weeks?|wochen?\w*|werktag\w*)\b"
)
EXTRAORDINARY = (
    r"wichtigem grund|außerordentlich|fristlos|verstoß|vertragsverletzung|zahlungsverzug|breach|\bcure"
    r"|insolven|(?<!without )\bcause"
    r"|default\b|einvernehmlich|mutual|force majeure|höherer? gewalt"
)
CARRIES = rf"\d|{OTHER_TIME}|{CONDITION}|{DENIAL}|{EXTRAORDINARY}|{RENEWING}|{CHANGING}|\bfrist|ausgeschloss|exclud"
# "… kündigen; der Anbieter mit einer Frist von …" goes on with the verb before it.
NOT_THE_OTHER_SIDE = r"(?!\s+(?:der|die|das|the) \w+ (?:mit|jederzeit|with|on|upon)\b)"
# A sentence ends at a dot after a word, a year, a day of the year or a bracket, not after an ordinal number.
SENTENCE_END = (
    rf"(?<=[^\W\d]{{2}})(?:\.|;{NOT_THE_OTHER_SIDE})(?:\s+|$)|(?<=[\d)]);{NOT_THE_OTHER_SIDE}(?:\s+|$)|"
    r"(?<=\d{4})\.(?:\s+|$)|(?<=\))\.(?:\s+|$)"
    r"|,\s+(?=(?i:im übrigen)\b)"
    r"|(?<=\.\d\d\.)\s+(?=[A-ZÄÖÜ])(?!(?i:und|oder|and|or|mit|zum)\b)"
)
SPECIAL = r"sonderkündigung\w*|special (?:right of )?termination(?: right)?"
PRICE_EXIT = r"\bgekündigt werden|(?:kann|können|darf|zu) (?:[^.]* )?kündigen|\w*kündigungsrecht|terminate|cancel"
PRICE = r"\b(?:preis|entgelt|gebühren|price|fee|charge)\w*"
# How long a price or an offer holds is no term of the contract.
PRICE_HOLDS = (
    r"[^,;]*\b(?:preis|entgelt|gebühr|angebot|price|fee|rate|offer)\w*\b[^,;]*"
    r"\b(?:gilt|gelten|gültig|fest|garantiert|valid|guaranteed|fixed|hold)\w*\b[^,;]*"
)
PRICE_MOVES = r"anpass|änder(?:t|n|u)|erhöh|chang|increas|adjust|rais|preisanpassung"
ENDS = (
    r"kündig|kündb|beend|\bschließen\b|zugehen|terminat|cancel|close|notice|verlänger|renew|extend|erstmals"
    r"|frühestens|laufzeit|ablauf"
    r"|before the end"
)
LASTS = (
    r"\bterm\b|duration|minimum contract|(?:vertrags|miet|pacht|nutzungs|leasing|bezugs)(?:dauer|zeit)|läuft"
    r"|(?:for|für|auf) (?:at least|a minimum of|mindestens|wenigstens)|\bstay\b|verpflicht|vertragsende|mietet|befrist"
    r"|\bfrist\b|überlass|lizenzier|verzicht|\bend(?:et|s|ed)\b|\b(?:rented|leased|hired|licen[cs]ed|granted|lock-?in)\b"
    r"|vertragsbeginn|\b(?:sie|frist) beginnt\b|(?:vertrags|versicherungs)jahr|(?:contract|policy) year|anniversar"
    r"|\b(?:provided|valid|effective|in force|granted|erbracht|bereitgestellt|gültig|gilt)\b[^|]*\b(?:until|bis)\b"
    r"|\bbis\b[^|]*\b(?:erbracht|bereitgestellt|überlassen)\b"
    r"|bind|gebunden|\bbound\b|\bcommit|unkündb|erste[nrs]? (?:\w+ )?(?:monat|jahr)|first (?:\w+ )?(?:month|year)"
    r"|contract end|für die zeit|vertrag\w* [^|]*geschlossen"
)
SILENT = (
    r"(?:der|die|das|des|dieser|vertrag(?:e?s)?|vertragsverhältnis|hat|eine[nr]?|und|oder|wenn|er|es|sie|nicht|sofern"
    r"|falls|soweit|kann"
    r"|mit|wird|werden|ist|gekündigt|kündigung|kündbar|kündigen|durch|von|zu|zum|im|übrigen|in|vor|sich|jeweils|läuft|gilt|dann"
    r"|beträgt|vertragslaufzeit|mindestens|spätestens|automatische?|stillschweigende?|auto-|eingehen|ordentlich(?:e[nrs]?)?|sonst|ansonsten|kraft|automatically|monatlich|this|the|an?|agreement"
    r"|contract|has|have"
    r"|shall|is|are|be|and|or|may|terminated?|termination|unless|gives?|given|notice|non-renewal|of|with|by|to|for|its?"
    r"|until|continues?|will|party|parties|cancell?(?:ed)?|term|at|any|least|prior|before|not|less|than"
    r"|den|dem|ihre?n?|uns|muss|must|which|zwar|bedarf|können|zulässig|möglich|berechtigt|erfolgen|zugehen|(?:ab)?geschlossen|kündigt|then)"
)
# What a sentence begins with, at most three words and the verb, where no preposition makes a circumstance of it.
SUBJECT = (
    r"(?:(?:der|die|das|diese[rs]?|unser|ein|eine|the|this|our|your|an?) )?"
    r"(?!(?:nach|gegen|bei|für|ab|mit|in|im|an|am|auf|aus|ohne|von|vor|zu[mr]?|upon|on|after|for|without|under|with|at"
    r"|from|by|subject)\b)"
    rf"(?:[\w-]+:? ?){{1,3}}?(?: ?\b{SILENT})*"
)
