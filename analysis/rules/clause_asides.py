"""What a clause says beside its terms and what changes nothing of them: it is left out before the terms are read."""

from analysis.rules.clause_words import SENT_BY, UNIT, P
from analysis.rules.lexicon import TERM
from analysis.rules.renewal_words import RENEWS

UPPER_BOUND = (
    rf"(?<=\d),?(?: (?:und|and|but|aber))? (?:höchstens|maximal|(?:not|no) more than|at most) \d+(?= (?:{UNIT}))|"
    r"(?:,? ?(?:und |and |but )?)(?:höchstens|maximal|frühestens|(?:not|no) (?:more|earlier) than|at most)"
    rf" {P.replace('period', 'most')}(?! (?:nach|ab|after|from)\b)(?:,? (?:und|and|but))?"
)
# Said beside every clause, or said again in other words: it changes nothing.
OTHERWISE = (
    r",? ?(?:(?:soweit|sofern|wenn|falls) )?(?:nicht|nichts) ander(?:e?s|weitig\w*|slautend\w*)"
    r" (?:festgelegt|vereinbart|geregelt|angegeben|bestimmt)(?: ist| wird| wurde)?,?"
    r"|(?:unless|except as|except where) otherwise (?:expressly )?(?:specified|agreed|stated|provided"
    r"|set (?:forth|out))"
    r"(?: herein| in writing| by the parties| between the parties)*"
    r"(?:(?: (?:in|by|on|under) )(?:(?!\b(?:term|renew\w*|terminat\w*|is|shall|will|may)\b)[^,.;|\d]){1,60}(?=,)"
    r"| in (?:the|an|this) (?:applicable |relevant )?(?:order form|order|appendix|schedule|agreement|contract))?,?"
)
SECTION = r"\d[\d.]*(?:\([a-z\d]+\))*"
PLACE = (
    r"(?: (?:the|this|any|other|express|applicable|its))*"
    r" (?:terms?(?: of)?|(?:termination )?provisions?(?: of| set out| contained)*|agreement|contract|herein(?:after)?"
    r"|hereof|hereunder|hereto|below|above"
    rf"|(?:section|clause|article|paragraph)s? ?{SECTION}(?:(?:,| and| or)+ (?:section |clause )?{SECTION})*)"
)
# A reference to rights to end the contract early that stand elsewhere: it grants none.
ENDED_EARLIER = (
    r",? ?(?:(?:unless|or until|and|but)(?: (?:this agreement|the agreement|it) is)? (?:(?:sooner|earlier|otherwise"
    r"|previously) (?:terminated|cancelled)|(?:terminated|cancelled) (?:sooner|earlier))"
    r"|subject to (?:any |the )?(?:earlier|prior) termination)(?: by (?:either|any) party)?"
    r"(?: (?:as (?:expressly )?(?:provided|set forth|set out|specified|permitted)(?: for)?(?: in)?|in accordance with"
    rf"|pursuant to|under)(?:{PLACE})*)*,?"
    r"|,? ?(?:vorbehaltlich|unbeschadet) (?:einer |der )?(?:vorzeitigen|außerordentlichen|fristlosen) kündigung,?"
)
NO_TERM = r"\b(?:hat |es (?:besteht|gibt) )?keine (?:feste |bestimmte )?(?:mindest)?(?:vertrags)?laufzeit\b"
NO_TERM_EN = r"\b(?:there is )?no (?:minimum|fixed|initial) (?:contract )?(?:term|period)\b"
ONLY_SO = (
    r"\b(?:nur|ausschließlich|only) (?=(?:jeweils )?(?:zum|zu|auf|mit|unter|schriftlich|in|at|to|with|upon|by|on)\b)"
)
IN_TIME = (
    r"nicht (?:fristgerecht|rechtzeitig|fristgemäß)(?= gekündigt| (?:zum|vor) (?:ende"
    rf"|ablauf) de[rs] (?:{TERM}) gekündigt)"
    rf"(?: (?:zum|vor) (?:ende|ablauf) de[rs] (?:{TERM}))?"
    r"|erfolgt (?:eine|keine)(?: fristgerechte| rechtzeitige)? kündigung(?: (?:zum|vor) (?:ende"
    rf"|ablauf) de[rs] (?:{TERM}))?"
    r"(?: nicht(?: oder nicht)?(?: rechtzeitig| fristgerecht)?)?,"
)
TO_THE_OTHER = (
    r"(?: to|(?<=notifies)) the other(?: part(?:y|ies))?(?: (?:hereto|to this agreement))?"
    r"| (?:of|'s|of (?:its|their|such party's)) (?:intent(?:ion)?|desire|election|decision)"
    r" (?:not to (?:renew|extend)|to terminate)(?: (?:this|the) (?:agreement|contract|term))?"
    r"| (?:der|einer|dieser) (?:automatischen )?verlängerung(?= widerspr)"
)
THEN_RENEWS = (
    rf"\b(?:at|upon|on|following|after) (?:the )?(?:end|expiry|expiration) of (?:the |each |any )*(?:{TERM}),?"
    rf" (?=(?:\w+ ){{0,3}}(?:shall |will )?(?:automatically )?(?:be )?(?:{RENEWS})\b)"
)
# A way of sending is read as the form of notice from the whole sentence; it parts no notice from its end.
BY_POST = rf",? (?:{SENT_BY})\b,?"
WHICHEVER = r" \((?:as applicable|as the case may be)\)"
SAID_ASIDE = "|".join(
    (
        THEN_RENEWS,
        UPPER_BOUND,
        OTHERWISE,
        ENDED_EARLIER,
        ONLY_SO,
        NO_TERM,
        NO_TERM_EN,
        TO_THE_OTHER,
        IN_TIME,
        BY_POST,
        WHICHEVER,
    )
)
