"""The turns of phrase in which contracts, English and German, renew: by themselves, by agreement, or not at all."""

from typing import Literal

from analysis.rules.clause_words import FILL, ON_ANNIVERSARY, P

Renewal = Literal["tacit", "express", "open_ended", "none"]

RENEWS = r"renew(?:s|ing)?|extend(?:s|ing)?|prolong(?:s|ing)?|rolls? over|renewed|extended|prolonged"
MAY = r"may|can|(?:options?|rights?|entitled) to"
BY_CHOICE = r"also|then|annually|(?:elect|choose|agree(?: in writing)?|mutually agree) to|by (?:mutual )?agreement"
SAME = (
    r"(?:(?:the|an?|of|successive|additional|further|subsequent|renewal) )*"
    r"(?:(?:same|equal|identical) (?:term|period|duration|length)"
    r"|(?:terms?|periods?) (?:of (?:the same|equal|identical) (?:duration|length|term)"
    r"|equal to the initial (?:\w+ )?(?:term|period)))"
)
SAME_TERM = (
    r"(?:die|den|denselben|eine|einen) ?(?:gleiche|selbe|dieselbe|ursprüngliche)?n?"
    r" ?(?:laufzeit|zeitraum|dauer|vertragslaufzeit)"
)
# Renewed when both sides agree or one of them asks, not by itself; what comes after "unless" is about its end.
AGREED = (
    r"(?:by|upon|on|subject to|with)(?: the| a)?(?: prior| mutual| written| further)* (?:agreement|consent|request)"
    r"|(?:if|when|where) (?:both|the) parties (?:so )?agree|im (?:gegenseitigen |beiderseitigen )?einvernehmen"
    r"|einvernehmlich|durch (?:schriftliche |gesonderte |neue |ausdrückliche )*vereinbarung|auf (?:antrag|wunsch)"
    r"|(?:wenn|sofern|falls) (?:beide|die) (?:vertrags)?(?:parteien|seiten)(?: dem| schriftlich)* zustimm\w*"
)
ON = r"(?:(?!\b(?:unless|sofern er nicht|es sei denn|terminat|cancel|kündig))[^|])*?"
BY_AGREEMENT = (
    rf"\b(?:{RENEWS}|verlänger\w+)\b{ON}\b(?:{AGREED})[^|]*"
    rf"|\b(?:{AGREED})\b{ON}\b(?:renewed|extended|verlänger\w+)\b[^|]*"
)
# "… ist ausgeschlossen": said of a renewal, it is denied.
OF_ITSELF = r"(?:automati\w+ |stillschweigende |auto-)"
DENIED_DE = (
    r"(?:(?:ist|wird) ausgeschlossen|findet nicht statt|erfolgt nicht|gibt es nicht"
    r"|ist nicht (?:vorgesehen|vereinbart))"
)
DENIED_EN = r"(?:is (?:excluded|not (?:intended|agreed|provided for))|does not (?:apply|occur|take place))"
DENIED = f"{DENIED_DE}|{DENIED_EN}"
# What may follow on a renewal and gives it a length, an end or a denial of its own.
TO_A_LENGTH = (
    rf"(?:(?:um|für|auf|bis|for|by|until|to|of|nur|only|weg|ausgeschlossen|excluded)\b|{DENIED}"
    r"|(?:ist|sind|kann|können|wird|may|can|is|shall|will|must)\b)"
)
BY = rf"\b(?:um|for|by){FILL} {P}(?!'| (?:prior |written )*notice)"
RENEWALS: list[tuple[Renewal, str]] = [
    ("express", BY_AGREEMENT),
    ("none", r"verlängert sich nicht(?: automatisch)?"),
    ("none", r"(?<!that it )(?:shall|does|will) not (?:automatically )?(?:renew|be renewed)"),
    ("none", r"(?:ohne|keine) (?:automatische |stillschweigende )?(?:vertrags)?verlängerung"
     r"|(?:no|without) (?:any )?(?:automatic |auto[- ]?)?renewal|\bnon-renewing\b"),
    ("none", rf"(?:eine |die )?{OF_ITSELF}verlängerung (?:des vertrag(?:e?s)? )?(?:{DENIED_DE}|ausgeschlossen)"),
    ("none", rf"(?:the )?{OF_ITSELF}(?:renewal|extension) (?:of (?:this|the) (?:agreement|contract) )?"
     rf"(?:{DENIED_EN}|excluded)"),
    ("express", r"(?:eine |die |jede )?verlängerung (?:des vertrag(?:e?s)? )?(?:bedarf|erfordert|setzt)\b[^|,]*"),
    ("express", r"(?:any |the )?(?:renewal|extension) (?:of (?:this|the) (?:agreement|contract) )?requires\b[^|,]*"),
    ("none", r",? ohne dass es einer kündigung bedarf|(?:expires|ends) automatically(?! after)"),
    ("open_ended", rf"(?:(?:{OF_ITSELF})?(?:vertrags)?verläng(?:ert|erung){FILL} )?auf unbestimmte zeit"
     r"|unbefristet|indefinite(?:ly)?(?: term| period)?"),
    (
        "express",
        r"(?:may|can|option to) (?:be )?(?:extend(?:ed)?|renew(?:ed)?)(?: the (?:term|agreement))?"
        rf" (?:for|by){FILL} {P}",
    ),
    ("express", rf"verlängerungsoption(?:en)?(?: von| um)?{FILL} {P}"),
    ("express", rf"kann{FILL} um{FILL} {P} verlängert werden|verlängerungsoption(?:en)?(?: von| um)? ?"),
    ("express", rf"option(?:en)?(?: \w+){{0,3}} verlängerung(?: \w+)? ?(?:um|von){FILL} {P}"),
    ("express", rf"(?:{MAY})(?: {BY_CHOICE})* (?:be )?(?:extend(?:ed)?|renew(?:ed)?)\b[^|]*"),
    ("express", r"\boptions? (?:\(\w+\) )?(?:to|of|for)\b[^|]{0,40}?(?:exten|renew)[^|]*|(?:extension"
    r"|renewal) options?"),
    ("express", r"[^|]*\boption(?:srecht|en)?\b[^|]*verlänger[^|]*"),
    ("express", r"[^|]*verlänger[^|]*(?:\boption(?:srecht|en)?\b|verlangen|beantragen)[^|]*"),
    ("express", rf"(?:berechtigt|recht|möglichkeit|kann|können|darf|dürfen)\b[^|]*? um{FILL} {P} (?:zu )?verlängern"),
    (
        "tacit",
        rf"verlänger(?:t|n|ung){FILL} (?:um|für|auf) (?:jeweils )?{SAME_TERM}(?: von {P})?",
    ),
    ("tacit", rf"(?:{RENEWS}){FILL} (?:for|by) {SAME}"),
    ("tacit", rf"(?:{RENEWS}|verlängert sich)(?: automatically| automatisch| stillschweigend)? (?:every|alle) {P}"),
    ("tacit", rf"\bautomatic (?:extension|prolongation) (?:by|of|for) {P}"),
    ("tacit", r"(?<!non-)(?:automatic |auto[- ])?\brenewal(?: term| period)?:?"
     rf"(?: auto(?:matic(?:ally)?)?,?| yes,?)? {P}"),
    ("tacit", rf"(?:automatic|auto|otherwise)[- ]renew(?:al|s)?(?: of| by| for)? {P}"),
    ("tacit", rf"(?:automatische )?(?:vertrags)?verlängerung:? (?:ja,? |automatisch )?(?:um )?(?:je(?:weils)? )?"
     rf"(?:weitere )?{P}"),
    ("none", r"(?:automatische |auto(?:matic)?[- ])?(?:vertrags)?(?:verlängerung|renewal):?"
     r" (?:nein|no|none|keine|off|aus|disabled|deaktiviert)\b"),
    ("tacit", rf"verlänger(?:t|n) sich{FILL} jeweils (?:für|auf) {P}"),
    ("tacit", rf"verlänger(?:t|n|ung){FILL} um{FILL} {P}"),
    ("tacit", rf"(?:renewal:? (?:automatically )?)?(?:{RENEWS}){FILL} (?:for"
     rf"|by){FILL} {P}(?: (?:(?:renewal )?(?:periods?|terms?)|at a time|{ON_ANNIVERSARY})| each)*"),
    ("tacit", rf"\bwird{FILL} um{FILL} {P} (?:automatisch |stillschweigend )?verlängert"),
    # Without a length of its own it is taken to renew by that of the first term, which is told.
    ("tacit", rf"(?:\b(?:automatische|stillschweigende) (?:vertrags)?verlängerung|\bverlängert sich{FILL}"
     rf" (?:automatisch|stillschweigend)|\bverlängerung erfolgt (?:automatisch|stillschweigend))(?! {TO_A_LENGTH})\b"),
    ("tacit", rf"(?:\b(?:will |shall )?(?:auto|automatically)[ -]?renew(?:s|ing)?|\brenews? automatically"
     rf"|\b(?:auto|automatic)[- ]renewal)\b(?! {TO_A_LENGTH})"),
]  # fmt: skip
RECURS = (
    rf"(?:{RENEWS}|verlänger\w+(?: sich)?)(?: automatically| automatisch| stillschweigend| jeweils| er| der vertrag)*"
)
FOR_SPANS = rf"(?:{RENEWS}){FILL} (?:for|by){FILL}"
EVERY = {
    rf"{RECURS} (?:annually|yearly|each year|every year|jedes jahr|(?:from )?year[- ]to[- ]year"
    r"|jährlich|von jahr zu jahr)"
    rf"|{FOR_SPANS} (?:annual|yearly) (?:renewal )?(?:periods?|terms?)"
    r"|(?:thereafter|then|and) (?:continues? )?from year to year"
    r"|(?:automatische )?jährliche (?:automatische )?verlängerung|automatic annual renewals?": 12,
    rf"{RECURS} (?:half[- ]yearly|every six months|halbjährlich)": 6,
    rf"{RECURS} (?:quarterly|each quarter|every quarter|vierteljährlich|quartalsweise)"
    rf"|{FOR_SPANS} quarterly (?:renewal )?(?:periods?|terms?)": 3,
    rf"{RECURS} (?:monthly|each month|every month|jeden monat|from month to month|monatlich|von monat zu monat)"
    rf"|{FOR_SPANS} monthly (?:renewal )?(?:periods?|terms?)": 1,
}
ROLLING = (
    rf"(?:\b(?:{RENEWS}|continues?)(?: automatically)?(?: on an?| as an?)? )?"
    r"\b(?:month[ -]to[ -]month|rolling month(?:ly)?)\b(?![ _-]end)(?: basis)?"
)
