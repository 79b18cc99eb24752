"""The turns of phrase in which contracts, English and German, give notice, and whose notice it is."""

from analysis.rules.clause_words import MONTH, UNIT, P
from analysis.rules.lexicon import ANNIVERSARY, ENDING, OWN_END, SPANS, TERM, TO

ANCHOR_SPAN = "|".join((*SPANS.values(), ENDING["week_end"]))
END_OF = (
    r"(?:the |a |each |jedem )?(?:end|ende|ablauf|schluss|(?:expiry|expiration)(?: date)?)"
    r"(?: (?:of|der|des|einer|eines|the|a|an|any|each|every|jede[nrs]|jeweiligen|laufenden|current|respective))*"
    rf"(?: (?:{ENDING['term_end']}|{ANCHOR_SPAN}|{ENDING['contract_year_end']}|(?:geschäfts|wirtschafts)jahre?s"
    r"|(?:fiscal|financial) year"
    r"|abrechnungs(?:zeitraum(?:e?s)?|monats|periode)|billing (?:period|cycle|month)))?"
)
YEAR_DAY = (
    r"\d\d?\. ?(?:\d\d?\.|[a-zä]+)(?: (?:eines (?:jeden )?|jedes |desselben |des (?:jeweiligen|gleichen) )jahres)?"
    r"|\d\d? [a-z]+(?: (?:each|(?:of|in) (?:each|every|any)) year)?"
    rf"|(?:{MONTH}) \d\d?(?: (?:each|(?:of|in) (?:each|every|any)) year)?"
)
ANCHOR = (
    rf"(?:jeweils )?{TO} (?:{END_OF}|(?:jeweiligen )?(?:monats|quartals|jahres|halbjahres|wochen|vertrags"
    rf"|laufzeit)(?:ende|schluss)"
    r"|(?:month|quarter|half[ -]year|year|term)[ _-]end"
    rf"|(?:the )?(?:\d\d?(?:\.|st|nd|rd|th)|fünfzehnten)(?: day)? (?:of )?(?:an?|the|each|every|any|eines|jede[ns])"
    rf" (?:jeden )?(?:{SPANS['month_end']})(?! oder)"
    rf"|(?:15\.|fünfzehnten)(?: eines (?:kalender)?monats)? oder zum (?:monatsende|ende eines (?:kalender)?monats)"
    rf"|(?:{YEAR_DAY})(?:(?:,|,? (?:oder|und|or|and))(?: zum| to)? (?:{YEAR_DAY}))*)(?![a-zäöüß]| ?\d{{4}})"
    rf"|(?:before|prior to) (?:the |any |each )?(?:{TERM}) (?:ends|expires)"
    rf"|{ANNIVERSARY}|{OWN_END}|vor vertragsablauf|(?:vor|zum|vor dem) vertragsende"
    r"|vor (?:der )?(?:automatischen |jeweiligen )?(?:vertrags)?verlängerung"
    r"|(?:before|prior to) (?:the |each |any )?(?:automatic |next )?(?:expiry|expiration|renewal)(?: date)?"
    r"|(?:before|beforehand|in advance|zuvor|vorher|im voraus)(?=$| ?[,.;|]| gekündigt| kündigt| schriftlich)"
)
# What may be done for convenience may be done on any day, where a length beside it says so.
AT_WILL = r"for convenience|without cause|for any(?: or no)? reason"
ANY = (
    r"(?:jederzeit|at any ?time|any ?time)(?:,? (?:for any reason|for any or no reason|ohne angabe von gründen"
    r"|(?:und )?ohne (?:einhaltung )?(?:einer |von )?(?:kündigungs)?frist(?:en)?|without (?:prior |any )*notice"
    r"|no notice (?:is )?(?:required|needed|necessary)|without cause|for convenience"
    r"|with immediate effect|mit sofortiger wirkung))?"
)
EVERY = (
    r"\b(?:monatlich|quartalsweise|jährlich|wöchentlich|monthly|quarterly|yearly)"
    r"(?= (?:kündbar|gekündigt|kündigen|cancel|terminat|(?:mit|unter|with|on|upon)\b))"
)
# After a right to leave for a reason.
OTHERWISE = r"im übrigen:?(?: (?:gilt|beträgt) (?:eine|die) frist von)?"
LEAD = (
    rf"{OTHERWISE}|"
    r"mit(?: einer)?(?= \w+(?:monatig|wöchig|tägig)er (?:kündigungs)?frist)|mit(?= \w+ \w+ (?:kündigungs)?frist\b)"
    r"|(?:mit|unter (?:einhaltung|wahrung)|bei) (?:einer |der )?(?:kündigungs)?frist von"
    r"|kündigungsfrist(?: für (?:den|die|das"
    r"|beide) \w+)?:?(?: von| beträgt)?"
    r"|(?:upon|with|on|by (?:giving|providing)|gives?|giving|provides?|providing)(?: the other(?: party)?)?"
    r"(?: with)?(?: a)?(?: written)?(?: notice of(?: non-renewal| (?:its"
    r"|their) intent(?:ion)? not to renew)?)?|(?:bis )?spätestens|\bbis"
    r"|mindestens|notice of (?:non-renewal|termination|cancellation):|notice (?:of|period of|period is|period shall be)"
    r"|notice(?: period)?(?::|(?= \d))|(?<=[|,;] )frist:?(?= \d)|\bkündigung:?(?= \d+ \w+ ?(?:$|[,.;|]))"
)
NOT_RENEWING = (
    r"that it (?:will not|shall not|(?:does not|doesn't) (?:wish|intend|want) to|(?:elects|has elected) not to)"
    r" (?:renew|extend)(?: (?:this|the|such) (?:agreement|contract|term|order form|subscription))?"
)
AHEAD = r"(?:im voraus|vorher|zuvor|in advance|beforehand)"
NOTICE = (
    rf"(?:(?P<any>{ANY})(?: kündbar)?,? )?(?:monatlich )?(?:(?P<before>{ANCHOR}),? )?(?:kündbar,?"
    rf" )?(?P<lead>\b(?:{LEAD}))?"
    rf" ?(?:mindestens |at least |(?:not|no) (?:less|fewer|later) than |a minimum of )?{P}"
    r"(?P<word>(?:'s|')?(?: prior| advance| rolling)?(?: written)? notice(?: period)?"
    r"(?: of (?:non-renewal|termination|cancellation"
    rf"|(?:its |their |the )?intent(?:ion)? (?:not to renew|to terminate)(?: this agreement)?))?(?: {NOT_RENEWING})?"
    rf"| (?:kündigungs)?frist| {AHEAD}(?= zu[mr]\b| to\b))?"
    rf"(?: (?P<form>schriftlich|in textform))?(?: kündbar)?(?:,? (?P<after>{ANCHOR}))?(?: (?P<late_any>{ANY}))?"
    rf"(?: {NOT_RENEWING})?"
)
# A notice to an end as a part of its own, without a word for notice: "unbefristet, 3 Monate zum Quartalsende".
PART_OF_ITS_OWN = (
    rf"(?:^|[|,;])[ |,;]*(?:(?:danach|anschließend|thereafter|then|{OTHERWISE}) )?(?:mit )?{P}(?: {AHEAD})?,?"
    rf" (?:{ANCHOR})(?=\s*(?:$|[|,;.]))"
)
BY = (
    r"(?:(?:spätestens )?(?:bis|am)(?: spätestens)?(?: zum)?|spätestens(?: zum)?|(?:by|(?:no|not) later than)(?: the)?)"
)
A_YEAR_DAY = rf"(?!\d+ (?:{UNIT})\b)(?:{YEAR_DAY})"
BY_DAY = (
    r"(?:(?:spätestens )?bis(?: spätestens)? zum|(?:spätestens )?am|by the) [\w.]+(?: working day| werktag)?"
    rf" (?:of a|of the|eines|des|of each|jedes) (?:{ANCHOR_SPAN}) (?:zum|to|für) (?:monatsende|quartalsende"
    rf"|(?:the |den )?(?:end|ablauf|ende|schluss)(?: of)? (?:[a-zäöü]+ )+?(?:{ANCHOR_SPAN}))"
    rf"|{BY} {A_YEAR_DAY},? (?:{ANCHOR})"
    # Without an end of its own it is for the end of a term, where the sentence tells of one.
    rf"|(?P<bare_day>{BY} {A_YEAR_DAY})(?= (?:schriftlich )?(?:ge)?kündigt)"
)
BARE = (
    rf"(?P<when>{ANY}|\b(?:monatlich|quartalsweise|jährlich|wöchentlich)(?= (?:kündbar|gekündigt|kündigen|zum))"
    r"|\b(?:monthly|quarterly|yearly)(?= (?:cancel|terminat)))"
    r"(?: (?:kündbar|gekündigt|(?:cancel|terminat)\w*))?"
    rf"(?: ohne (?:einhaltung )?(?:einer |von )?(?:kündigungs)?frist(?:en)?)?(?:,? (?P<end>{ANCHOR}))?"
)
BOTH = (
    r"sowohl [^,.;|]{3,60}? als auch (?:vom |von |durch |der |die |das |dem |den )*\w+|"
    r"\bany party|\b(?:a|one) party(?= (?:gives|provides|terminates|cancels|notifies))"
    r"|either the \w+ or the \w+(?= (?:gives|provides|notifies|terminates|cancels|may)\b)"
    r"|either party|(?:any|one) of the parties|either of (?:us|them|the parties)|each party|both parties"
    r"|jede[rn]? (?:vertrags)?partei|beide[nr]? (?:vertrags)?parteien|beiderseits"
    r"|(?:die|the) (?:vertrags)?part(?:eien|ner|ies) (?:können|haben|may)|jede[rn]? seite"
    r"|beide[nr]? (?:vertrags)?seiten|beide[nr]?"
    r" (?:vertrags)?partnern?|jede[rmn]? (?:der )?(?:vertrags)?partner|beid(?:er)?seitig\w*"
    r"|beide[rn]? (?:vertrags)?teilen?"
    r"|\b(?:eine[rs]?|keine[rs]?)(?: der)?(?: beiden)? (?:vertrags)?(?:partei(?:en)?|seiten?|partners?)"
)
# Whose notice it is: a clause speaks of the merchant as customer or seller, and of the vendor by its trade or as "we".
VENDOR = (
    r"\w*(?:anbieter|betreiber|dienstleister)(?:in|s)?"
    r"|auftragnehmer(?:in|s)?|vermieter(?:in|s)?|lieferant(?:en)?|lagerhalter(?:in|s)?|spediteur(?:s)?"
    r"|frachtführer(?:s)?|versicherer(?:s)?|vermittler(?:s)?|makler(?:s)?|hoster(?:s)?"
    r"|leasinggeber(?:s)?|verpächter(?:s)?"
    r"|marktplatz(?:es)?|plattform|agentur|lizenzgeber(?:s)?|wir|provider|supplier|vendor|licensor"
    r"|landlord|lessor|consultant|contractor|insurer|agency"
    r"|warehouse(?: ?keeper| operator)?|carrier|processor|marketplace|platform|operator|we|amazon|ebay|shopify|etsy"
    r"|dhl|dpd|gls|ups|hermes|fedex|paypal|stripe|kaufland|otto|zalando|klarna|mollie|adyen|psp|acquirer|bank|reseller|distributor|3pl"
)
MERCHANT = (
    r"kunde(?:n)?|mitglied(?:s|er)?|teilnehmer(?:s)?|abonnent(?:en)?|versicherungsnehmer(?:s)?"
    r"|leasingnehmer(?:s)?|pächter(?:s)?|auftraggeber(?:in|s)?|händler(?:in|s)?|verkäufer(?:in|s)?"
    r"|mieter(?:in|s)?|einlagerer(?:s)?|versender(?:in|s)?"
    r"|lizenznehmer(?:s)?|nutzer(?:in|s)?|besteller(?:s)?|sie|du|you"
    r"|(?:customer|client|subscriber|merchant|seller|tenant|lessee|depositor|shipper|member|policyholder|licensee|user)s?"
)
KNOWN = (
    rf"{VENDOR}|{MERCHANT}|party|parties|(?:vertrags)?partei(?:en)?|seiten?|teile?"
    r"|(?:vertrags)?partners?|us|them|one|it|they"
    r"|er|es|man|\w*(?:vertrag|vereinbarung|verhältnis|mitgliedschaft|tarif|paket)|\w*abo(?:nnement)?"
)
PARTY = (
    # "kann sie mit" and "kann sie" speak of the contract, "können Sie" to the customer
    rf"\b(?!(?-i:sie) mit)(?:(?P<vendor>{VENDOR})|(?P<merchant>{MERCHANT}))\b"
    r"(?=:| (?:kann|können|darf|may|can|shall be entitled|is entitled|ist berechtigt|hat das recht"
    r"|must|muss|will|shall|gives?|sind berechtigt|haben das recht|are entitled"
    r"|with|mit|jederzeit|at any time)\b)"
    rf"|\b(?:kann|können|darf|durch|vom|by|seitens|für|for|may)(?: der| den| des| die| the)? (?:(?P<vendor_>{VENDOR})"
    rf"|(?P<merchant_>{MERCHANT.replace('|sie|', '|(?-i:Sie)|')}))\b"
)
DENIED = (
    r"\b(?:kann|können|darf|dürfen|may|can|shall|must)\b"
    r"(?:(?!\b(?:wenn|sofern|falls|soweit|unless|if)\b)[^,.;|])*?\b(?:nicht|kein\w*|not(?! (?:less|more|later)))\b"
    r"|\b(?:neither|niemals|never|cannot)\b"
)
WHO_ENDS = (
    r"(?P<who>[\w-]+) (?:(?:may|can)(?: \w+)? (?:terminate|cancel|end|close)\b"
    r"|(?:kann|darf)\b(?=[^.;|]*\bkündigen))"
    r"|\b(?:terminated|cancell?ed|ended) by (?:the )?(?!(?:\d+|the|contract(?:ual|ing)? part(?:y|ner)"
    r"|either|any|an?|one|each|both|mutual|notice|written"
    r"|e-?mail|law"
    r"|operation)\b)(?P<who_>[\w-]+(?<!ing))\b"
)
# "bei Jahreszahlung 6 Monate": a case that may not be ours, unless it names one of the sides.
IN_A_CASE = (
    r"(?:^|[,;|]|\bbeträgt) *(?P<case>(?:bei|im falle?|in case of|for) (?!nicht)"
    rf"(?:(?!\b(?:{KNOWN})\b)[^|,;:.]){{3,40}})$"
)
# Within a time before the end: in its last days, or before they begin.
WITHIN = rf"\b(?:within|innerhalb|binnen)(?: von| einer frist von)?(?: a period of)? {P} (?:{ANCHOR})"
OTHER_ACT = (
    r"auszuüben|ausüb|die erklärung muss|exercis|\bchang|\bänder|\bupdat|suspend|aussetz|sperr|erinner|remind"
    r"|inform|hinweis|amend|modif|inspect"
    r"|audit|wartung|mainten|relocat|besichtig"
)
ENDS_IT = r"kündig|kündb|terminat|cancel|non-renew|unless|es sei denn|(?:wenn|sofern|falls|soweit) [^|]*nicht"
PART = r"[,|]|\b(?:or|oder|sowie)\b"
