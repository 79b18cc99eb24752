"""Clauses in the manner of public filings, supplier terms and leases: read as their words say, or never guessed."""

from datetime import date

import pytest

from analysis.contract_page import contract_page
from analysis.errors import InputError
from analysis.language import Language
from analysis.rules.clause import read_clause
from analysis.rules.notice import Notice, Period

NAMES = {
    "start": "starts_on",
    "first": "initial_term",
    "until": "bound_until",
    "goes on": "renewal",
    "by": "renewal_term",
    "notice": "notice",
    "later": "notice_when_open_ended",
    "theirs": "vendor_notice",
}


def meaning(text: str) -> str:
    """What a clause says, one `name value` after the other."""
    clause = read_clause(text)
    assert not clause.ambiguous, clause.ambiguous
    said = {short: getattr(clause, name) for short, name in NAMES.items()}
    return ", ".join(f"{short} {_said(value)}" for short, value in said.items() if value)


def _said(value: object) -> str:
    if isinstance(value, Period):
        return f"{value.count} {value.unit}"
    if isinstance(value, Notice):
        anchor = (
            value.anchor
            if isinstance(value.anchor, str)
            else "/".join(f"{d.day}.{d.month}." for d in value.anchor or ())
        )
        return f"{value.period.count} {value.period.unit} to {anchor or 'any end'}"
    return str(value)


# Each clause, and by hand what it says.
READ = """
Der Vertrag verlängert sich stillschweigend für denselben Zeitraum, sofern er nicht 3 Monate vor Ablauf gekündigt wird. Laufzeit: 2 Jahre. = first 24 month, goes on tacit, by 24 month, notice 3 month to term_end
The agreement renews automatically for periods of the same duration unless cancelled 60 days before the end of the then-current term. Initial term: 12 months. = first 12 month, goes on tacit, by 12 month, notice 60 day to term_end
The contract renews on its anniversary date for a further 12 months unless 90 days' notice is given. The first term is 12 months. = first 12 month, goes on tacit, by 12 month, notice 90 day to any end
Die Mindestmietzeit beträgt 6 Monate. Danach kann mit einer Frist von 4 Wochen zum Monatsende gekündigt werden. = first 6 month, goes on open_ended, later 4 week to month_end
Die Grundmietzeit des Kassenterminals beträgt 48 Monate. Sie verlängert sich um jeweils 12 Monate, wenn nicht 3 Monate vor Ablauf gekündigt wird. = first 48 month, goes on tacit, by 12 month, notice 3 month to term_end
Der Vertrag wird für die Zeit vom 01.01.2026 bis 31.12.2027 geschlossen. Er endet, ohne dass es einer Kündigung bedarf. = start 2026-01-01, until 2027-12-31, goes on none
Vertragslaufzeit: 01.03.2025–28.02.2027, danach unbefristet, kündbar mit 3 Monaten zum Monatsende = start 2025-03-01, until 2027-02-28, goes on open_ended, later 3 month to month_end
Der Vertrag endet mit Ablauf des 31.12.2026. = until 2026-12-31, goes on none
Feste Laufzeit bis 31.12.2027, danach jährliche Verlängerung, Kündigung 6 Monate vor Ablauf. = until 2027-12-31, goes on tacit, by 12 month, notice 6 month to term_end
Vertragsbeginn ist der 01.02.2025. Die Laufzeit beträgt 2 Jahre und verlängert sich um jeweils 1 Jahr, wenn nicht mit Monatsfrist zum Laufzeitende gekündigt wird. = start 2025-02-01, first 24 month, goes on tacit, by 12 month, notice 1 month to term_end
Der Vertrag ist unbefristet und mit Monatsfrist zum Quartalsende kündbar. = goes on open_ended, notice 1 month to quarter_end
Die Laufzeit beginnt mit der Freischaltung und beträgt zwölf (12) Monate (Erstlaufzeit). Wird der Vertrag nicht drei Monate vor dem Ende der Erstlaufzeit oder der jeweiligen Verlängerungslaufzeit gekündigt, verlängert er sich um weitere zwölf (12) Monate (Verlängerungslaufzeit). = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Aufträge verlängern sich stets um jeweils 12 Monate, wenn sie nicht drei Monate vor Ablauf der Laufzeit oder eines je 12-monatigen Verlängerungszeitraums gekündigt worden sind. = goes on tacit, by 12 month, notice 3 month to term_end
Eine ordentliche Kündigung ist während der Mindestlaufzeit von 12 Monaten ausgeschlossen. Danach gilt eine Kündigungsfrist von 3 Monaten zum Monatsende. = first 12 month, goes on open_ended, later 3 month to month_end
Die Kündigung ist nur zum Ende eines Kalendervierteljahres unter Einhaltung einer Frist von sechs Wochen zulässig. = goes on open_ended, notice 6 week to quarter_end
Dieser Vertrag ist unbefristet und kann von beiden Vertragspartnern mit einer Frist von einem Monat zum Monatsende gekündigt werden. = goes on open_ended, notice 1 month to month_end, theirs 1 month to month_end
Die Kündigungsfrist für beide Seiten beträgt 8 Wochen. = goes on open_ended, notice 8 week to any end, theirs 8 week to any end
Wir sind berechtigt, den Vertrag mit einer Frist von 2 Monaten zu kündigen. Du kannst mit einer Frist von 14 Tagen kündigen. = goes on open_ended, notice 14 day to any end, theirs 2 month to any end
Der Frachtvertrag gilt auf unbestimmte Zeit und ist mit einer Frist von 4 Wochen zum 15. eines Monats oder zum Monatsende kündbar. = goes on open_ended, notice 4 week to half_month_end
Laufzeit 12 Monate. Der Vertrag verlängert sich um 12 Monate zu den dann gültigen, angepassten Preisen, wenn er nicht 3 Monate vor Ablauf gekündigt wird. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Der Mieter kann durch Erklärung die Verlängerung um weitere fünf Jahre verlangen (Option). Die Erklärung muss zwölf Monate vor Ablauf zugehen. Die Mietzeit beträgt fünf Jahre. = first 60 month, goes on express, by 60 month
Der Auftraggeber hat das Recht, den Vertrag um ein Jahr zu verlängern. Die Laufzeit beträgt zwei Jahre. = first 24 month, goes on express, by 12 month
Initial term of three years with two options to extend for one year each. = first 36 month, goes on express, by 12 month
The contract runs from 1 April 2024 to 31 March 2027 with an option to extend for a further 24 months. = start 2024-04-01, until 2027-03-31, goes on express, by 24 month
Unless otherwise agreed the term is 12 months and renews for 12 months unless cancelled 60 days before the end of the term. = first 12 month, goes on tacit, by 12 month, notice 60 day to term_end
Unless earlier terminated, the term of this agreement is 12 months and renews for 12 months unless cancelled 60 days before the end of the term. = first 12 month, goes on tacit, by 12 month, notice 60 day to term_end
This contract is for an initial period of 2 years, unless sooner terminated under Section 7.2(b) or 8, and renews for annual terms unless a party notifies the other of its intention not to renew no later than 90 days before the renewal date. = first 24 month, goes on tacit, by 12 month, notice 90 day to term_end, theirs 90 day to term_end
The initial term will be for two (2) year(s). It then renews from year to year unless either party cancels in writing at least 60 days in advance of the end of the initial or any renewal term. = first 24 month, goes on tacit, by 12 month, notice 60 day to term_end, theirs 60 day to term_end
The term shall commence on the date of signature and end on November 30, 2027. It renews for monthly periods unless either party gives 30 days' notice before the current term ends. = until 2027-11-30, goes on tacit, by 1 month, notice 30 day to term_end, theirs 30 day to term_end
The term of this agreement is three (3) years. If the customer does not give notice of non-renewal at least 60 days before such term expires, it shall be extended for another 12 months. = first 36 month, goes on tacit, by 12 month, notice 60 day to term_end
Fees may be adjusted: the licence renews for one-year terms at the adjusted fee unless thirty (30) days prior to the end of the term the licensee gives notice. The initial term is one year. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
We may change these terms on 15 days' notice. Either of us may end the agreement with 30 days' notice. = goes on open_ended, notice 30 day to any end, theirs 30 day to any end
The agreement runs until terminated by either party giving 6 months' notice expiring on 31 March in any year. = goes on open_ended, notice 6 month to 31.3., theirs 6 month to 31.3.
Duration: 24 months. Otherwise renewal by one year. Notice: 3 months before expiry. = first 24 month, goes on tacit, by 12 month, notice 3 month to term_end
Initial term 3 years, auto renew 1 year, 90 days' notice = first 36 month, goes on tacit, by 12 month, notice 90 day to any end
Der Vertrag läuft 36 Monate und verlängert sich um jeweils 1 Jahr, falls er nicht mit einer Frist von 3 Monaten zum jeweiligen Laufzeitende gekündigt wird. = first 36 month, goes on tacit, by 12 month, notice 3 month to term_end
Dieser Vertrag hat keine feste Laufzeit und kann mit einer Frist von 30 Tagen zum Monatsende gekündigt werden. = goes on open_ended, notice 30 day to month_end
Kündigungsfrist 3 Monate zum Quartalsende, Mindestlaufzeit bis 30.06.2027. = until 2027-06-30, goes on open_ended, notice 3 month to quarter_end
Laufzeit 2 Jahre mit Verlängerungsoption um 1 Jahr. = first 24 month, goes on express, by 12 month
The plan renews every month. Cancel any time. = goes on tacit, by 1 month, notice 0 day to term_end
Die Box wird für mindestens 12 Monate gemietet. Kündigungsfrist: 14 Tage zum Monatsende. = first 12 month, goes on open_ended, notice 14 day to month_end
Die Laufzeit dieses Vertrages beträgt 1 Jahr. Der Vertrag verlängert sich um jeweils 3 Monate, sofern keine Kündigung mit einer Frist von sechs Wochen zum Laufzeitende erfolgt. = first 12 month, goes on tacit, by 3 month, notice 6 week to term_end
The carrier agreement is valid for 12 months and is tacitly renewed for periods of 12 months unless terminated with three months' notice before expiry. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
This policy is for 12 months and renews annually unless the policyholder gives notice one month before the renewal date. = first 12 month, goes on tacit, by 12 month, notice 1 month to term_end
Equipment is rented for at least 18 months. 30 days' notice to month end. = first 18 month, goes on open_ended, notice 30 day to month_end
Kündigungen sind bis spätestens 3 Monate vor Ende der Laufzeit schriftlich einzureichen. Die Laufzeit ist 3 Jahre, danach verlängert sich der Vertrag von Jahr zu Jahr. = first 36 month, goes on tacit, by 12 month, notice 3 month to term_end
Mindestlaufzeit 12 Monate, Kündigungsfrist 1 Monat zum Ende der Mindestlaufzeit, danach jederzeit kündbar. = first 12 month, goes on open_ended, notice 1 month to term_end, later 0 day to any_day
Verträge ohne Mindestvertragslaufzeit können jederzeit mit einer Frist von 30 Tagen zum Monatsende gekündigt werden. = goes on open_ended, notice 30 day to month_end
Die Mindestvertragslaufzeit beträgt 24 Monate. Der Vertrag ist erstmals zum Ablauf der Mindestvertragslaufzeit mit einer Frist von einem Monat kündbar. Soweit keine Kündigung erfolgt, verlängert sich der Vertrag auf unbestimmte Zeit und kann jederzeit mit einer Frist von zwei Wochen gekündigt werden. = first 24 month, goes on open_ended, notice 1 month to any end, later 2 week to any_day
Der Vertrag wird für 2 Jahre fest geschlossen. Erfolgt keine Kündigung 6 Monate vor Ablauf, so läuft der Vertrag auf unbestimmte Zeit weiter und ist mit 3 Monaten zum Quartalsende kündbar. = first 24 month, goes on open_ended, notice 6 month to term_end, later 3 month to quarter_end
Der Mietvertrag ist auf fünf Jahre befristet. Er verlängert sich jeweils um ein Jahr, wenn er nicht spätestens sechs Monate vor Ablauf gekündigt wird. = first 60 month, goes on tacit, by 12 month, notice 6 month to term_end
Subscription Start Date: March 1, 2025; Subscription Term: 36 months; Auto-renewal: 12 months; Notice of non-renewal: 90 days. = start 2025-03-01, first 36 month, goes on tacit, by 12 month, notice 90 day to any end
The minimum contract duration is 24 months; notice: 1 month to month end. = first 24 month, goes on open_ended, notice 1 month to month_end
Your annual subscription renews for 12 months unless you cancel 30 days before the end of the term. = goes on tacit, by 12 month, notice 30 day to term_end
Kündigungsfrist mind. 3 Monate zum Quartalsende = goes on open_ended, notice 3 month to quarter_end
Kündigungsfrist eine Woche zum Ende einer Kalenderwoche. = goes on open_ended, notice 1 week to week_end
Kündigungsfrist 6 Wo. z. Q., unbefristet = goes on open_ended, notice 6 week to quarter_end
Kündigung: 3 Monate z.Q. Der Vertrag ist unbefristet. = goes on open_ended, notice 3 month to quarter_end
Der Vertrag läuft unbefristet und ist mit 3-Monats-Frist zum Jahresende kündbar. = goes on open_ended, notice 3 month to year_end
Kündbar mit einer Frist von 3 Monaten, frühestens zum Ablauf der Mindestlaufzeit von 24 Monaten. = first 24 month, goes on open_ended, notice 3 month to any end
Der Vertrag kann frühestens zum Ablauf der Mindestlaufzeit mit einer Frist von 3 Monaten gekündigt werden. Die Mindestlaufzeit beträgt 12 Monate. = first 12 month, goes on open_ended, notice 3 month to any end
Laufzeit 12 Monate. Automatische Verlängerung: ja, 12 Monate. Kündigungsfrist: 3 Monate zum Laufzeitende. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Laufzeit 12 Monate. Automatische Verlängerung: nein. = first 12 month, goes on none
Term: 2 years. Renewal: auto, 1 year. Notice period: 90 days. = first 24 month, goes on tacit, by 12 month, notice 90 day to any end
Der Vertrag kann jederzeit zum Monatsende gekündigt werden. = goes on open_ended, notice 0 day to month_end
Der Vertrag verlängert sich um jeweils einen Monat, sofern er nicht mit einer Frist von 14 Tagen zum Ablauf des jeweiligen Monats gekündigt wird. = goes on tacit, by 1 month, notice 14 day to month_end
Während der Mindestlaufzeit von 12 Monaten ist die ordentliche Kündigung ausgeschlossen. Danach beträgt die Kündigungsfrist 4 Wochen zum Monatsende. = first 12 month, goes on open_ended, later 4 week to month_end
Eine ordentliche Kündigung ist während der ersten 24 Monate ausgeschlossen. Danach kann der Vertrag mit einer Frist von 3 Monaten zum Quartalsende gekündigt werden. = first 24 month, goes on open_ended, later 3 month to quarter_end
Neither party may terminate this agreement during the first 12 months. Thereafter either party may terminate on 3 months' notice. = first 12 month, goes on open_ended, later 3 month to any end, theirs 3 month to any end
Die Kündigung ist spätestens am 15. eines Monats für den Schluss des Kalendermonats zulässig. = goes on open_ended, notice 0 day to month_end
Die Lizenz wird für einen Zeitraum von 12 Monaten erteilt und verlängert sich automatisch um weitere 12 Monate, es sei denn, sie wird mit einer Frist von 30 Tagen vor Ablauf gekündigt. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
Das Abonnement läuft 12 Monate und kann mit einer Frist von 4 Wochen zum Ende des Abonnementzeitraums gekündigt werden. Ohne Kündigung verlängert es sich um weitere 12 Monate. = first 12 month, goes on tacit, by 12 month, notice 4 week to term_end
Der Vertrag ist befristet auf 24 Monate. = first 24 month, goes on none
Der Vertrag ist für ein Jahr abgeschlossen und verlängert sich um jeweils ein Jahr, wenn nicht spätestens drei Monate vor dem Ablauf des jeweiligen Versicherungsjahres eine Kündigung zugegangen ist. = first 12 month, goes on tacit, by 12 month, notice 3 month to contract_year_end
The contract has a term of 3 years. The term is extended for another year at a time, unless it is terminated with a notice period of 3 months before the end of the respective contract year. = first 36 month, goes on tacit, by 12 month, notice 3 month to contract_year_end
Der Händler kann diesen Vertrag mit einer Frist von einem Monat zum Monatsende kündigen; der Anbieter mit einer Frist von zwei Monaten zum Monatsende. = goes on open_ended, notice 1 month to month_end, theirs 2 month to month_end
Der Versender kann den Rahmenvertrag mit einer Frist von vier Wochen zum Monatsende kündigen, DHL mit einer Frist von drei Monaten zum Quartalsende. = goes on open_ended, notice 4 week to month_end, theirs 3 month to quarter_end
Die Vereinbarung läuft unbefristet. Jede Partei kann sie mit einer Frist von sechs Monaten zum Jahresende kündigen. = goes on open_ended, notice 6 month to year_end, theirs 6 month to year_end
Sie können Ihr Konto jederzeit schließen. Wir können den Vertrag mit einer Frist von 2 Monaten kündigen. = goes on open_ended, notice 0 day to any_day, theirs 2 month to any end
The initial term is 12 months and renews for 12 months. Either party may terminate this Agreement for convenience upon 90 days' written notice. = first 12 month, goes on tacit, by 12 month, notice 90 day to any_day, theirs 90 day to any_day
The Agreement will automatically renew for successive renewal terms of equal length unless either party provides written notice of non-renewal at least thirty (30) days prior to the end of the then-current term. The initial term is 12 months. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end, theirs 30 day to term_end
This Agreement is effective from 1 July 2024 until 30 June 2027 and shall thereafter be automatically extended for periods of one year unless terminated with six months' notice. = start 2024-07-01, until 2027-06-30, goes on tacit, by 12 month, notice 6 month to any end
The contract period is 1 January 2025 to 31 December 2026. It is extended by 12 months unless terminated 3 months before. = start 2025-01-01, until 2026-12-31, goes on tacit, by 12 month, notice 3 month to any end
Lease: 60 month term. At the end of the term, lease renews for successive 12 month periods unless Lessee gives 90 days written notice prior to expiration. = first 60 month, goes on tacit, by 12 month, notice 90 day to term_end
Die Kündigung ist nur zum 30. Juni oder 31. Dezember mit dreimonatiger Frist möglich. = goes on open_ended, notice 3 month to 30.6./31.12.
Der Verkäufer kann diese Vereinbarung jederzeit ohne Angabe von Gründen kündigen. Kaufland kann den Vertrag mit einer Frist von 30 Tagen kündigen. = goes on open_ended, notice 0 day to any_day, theirs 30 day to any end
Der Vertrag wird zunächst auf 12 Monate befristet. Er verlängert sich um weitere 12 Monate, falls keine der Parteien drei Monate vor Ablauf der Befristung widerspricht. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end, theirs 3 month to term_end
Das Vertragsverhältnis endet mit Ablauf von 36 Monaten. Einer Kündigung bedarf es nicht. = first 36 month, goes on none
This agreement shall be renewed annually upon mutual agreement. The initial term is 12 months. = first 12 month, goes on express
The agreement renews for 12 months by mutual written agreement. Initial term 24 months. = first 24 month, goes on express, by 12 month
Der Vertrag verlängert sich um 12 Monate, wenn beide Parteien zustimmen. Laufzeit 24 Monate. = first 24 month, goes on express, by 12 month
Der Vertrag verlängert sich auf Antrag des Kunden um 12 Monate. Laufzeit 24 Monate. = first 24 month, goes on express, by 12 month
The agreement renews for 12 months unless terminated by mutual agreement or by 60 days' notice. Initial term 24 months. = first 24 month, goes on tacit, by 12 month, notice 60 day to any end
Der Lagerhalter kann mit einer Frist von einem Monat zum Monatsende kündigen, der Einlagerer jederzeit. = goes on open_ended, notice 0 day to any_day, theirs 1 month to month_end
This agreement continues until 31 December 2026 and thereafter from year to year unless terminated by 3 months' notice prior to the end of any year. = until 2026-12-31, goes on tacit, by 12 month, notice 3 month to year_end
The agreement is for 12 months and then rolls over month to month until cancelled with 30 days notice. = first 12 month, goes on tacit, by 1 month, notice 30 day to any end
Laufzeit bis Ende 2026, Verlängerung um 1 Jahr, Kündigungsfrist 3 Monate = until 2026-12-31, goes on tacit, by 12 month, notice 3 month to any end
The contract runs for 24 months with automatic extension by 12 months and 3 months notice period before end of term. = first 24 month, goes on tacit, by 12 month, notice 3 month to term_end
Gültig ab 01.01.2026 bis 31.12.2026. Verlängert sich um ein Jahr, wenn nicht 6 Wochen vorher gekündigt wird. = start 2026-01-01, until 2026-12-31, goes on tacit, by 12 month, notice 6 week to any end
Preisliste gültig ab 01.01.2026. Der Rahmenvertrag ist mit einer Frist von 1 Monat kündbar. = goes on open_ended, notice 1 month to any end
"""
# Each clause, and words of the refusal that say why.
REFUSED = """
Der Vertrag läuft 12 Monate, verlängert sich um 12 Monate und ist jederzeit kündbar. = on any day, or by notice of 0 days
Laufzeit 24 Monate, Verlängerung um 12 Monate, wenn nicht innerhalb von 3 Monaten vor Ablauf gekündigt wird. = in the days before that end
The term is 12 months and renews for 12 months unless terminated within sixty (60) days prior to the expiration of the term. = in the days before that end
The agreement can be terminated by Nordwind with 180 days' notice. = "Nordwind"
The initial term is three years. It extends for two years provided the reseller buys for more than 12 million euros. = provided
Der Vertrag endet am 31.12.2026. Er kann mit einer Frist von 4 Wochen gekündigt werden. = ends it by itself
Der Vertrag ist befristet bis zum 31.12.2026 und kann vorher mit einer Frist von 3 Monaten zum Quartalsende gekündigt werden. = ends it by itself
Laufzeit 24 Monate, Verlängerung um 12 Monate, Kündigungsfrist 3 Monate; im ersten Jahr 6 Monate. = im ersten Jahr 6 Monate
Die Mindestbindung beträgt 24 Monate. Kündigungsfrist 3 Monate zum Monatsende. = Mindestbindung
Der Kunde ist 12 Monate an den Vertrag gebunden. Die Kündigungsfrist beträgt 1 Monat zum Monatsende. = gebunden
Notice: 30 days. The first 12 months are committed. = first 12 months
The notice period is 60 days. Notice may not be given in December. = in December
Laufzeit 24 Monate oder bis zum Erreichen von 10.000 Paketen. = 10.000 Paketen
Laufzeit 2 Jahre ab Übergabe der Lagerfläche, spätestens ab 01.07.2026. Kündigungsfrist 3 Monate zum Laufzeitende, sonst Verlängerung um 1 Jahr. = 01.07.2026
Notice of 3 months can be given from 1 January 2027. = 1 January 2027
Kündigungsfrist 12 Monate zum Jahresende, erstmals nach Ablauf von 3 vollen Kalenderjahren. = Kalenderjahren
Notice may be given at any time but must expire on a quarter day. = quarter day
Die Kündigung ist frühestens sechs Monate nach Vertragsbeginn mit einer Frist von 4 Wochen zum Monatsende möglich. = sechs Monate nach Vertragsbeginn
Kündigungsfrist 3 Monate zum Quartalsende, jedoch nicht zum 31.12. = nicht
Der Vertrag verlängert sich einmalig um 12 Monate, wenn er nicht 3 Monate vor Ablauf gekündigt wird. Laufzeit 24 Monate. = einmalig
Die Kündigung wird erst zum Ende des auf den Zugang folgenden Monats wirksam; Kündigungsfrist 1 Monat. = erst
Kündigungsfrist 1,5 Monate zum Quartalsende. = "1,5 Monate" is not one length
Kündigungsfrist: 4-6 Wochen zum Monatsende. = "4-6 Wochen" is not one length
Kündigungsfrist: vier bis sechs Wochen. = "vier bis sechs Wochen" is not one length
Notice: 1 1/2 months to quarter end. = "1 1/2 months" is not one length
Kündigungsfrist anderthalb Monate zum Quartalsende. = "46 days", which is never less
Der Vertrag verlängert sich um ein (2) Jahr, wenn nicht 3 Monate vor Ablauf gekündigt wird. = ein (2) Jahr
Preisänderungen werden drei (2) Monate vorher angekündigt. Kündigungsfrist 3 Monate. = drei (2) Monate
The contract renews for 1000 years unless cancelled 30 days before the end of the term. = 1000 years
The agreement renews once for 12 months unless cancelled 60 days before the end of the term. The term is 24 months. = into ends_on
Die Software wird für 36 Monate lizenziert. Kündigung mit 3 Monaten Frist zum Quartalsende. = what follows
Wir überlassen Ihnen das Terminal auf 48 Monate. Es gilt eine Kündigungsfrist von drei Monaten zum Monatsende. = 48 Monate
Die Leasingdauer beträgt 36 Monate. Kündigungsfrist 3 Monate. = what follows
There is a lock-in of 12 months. After that, 1 month's notice. = lock-in
Beide Parteien verzichten für die Dauer von zwei Jahren auf das Kündigungsrecht. Danach gilt eine Frist von 6 Monaten zum Jahresende. = 6 Monaten zum Jahresende
Kündigung mit Wochenfrist zum Freitag. = Freitag
Laufzeit bis 31.12.9999, Verlängerung 1 Jahr, Kündigungsfrist 1 Monat vor Ablauf = 31 December 9999, which stands for no end
anderthalb Monate zum Monatsende = "46 days"
zum Quartalsende = "0 days to quarter_end"
Kündigungsfrist 1 Monat zum Monatsende. Bei Rahmenverträgen 6 Monate zum Jahresende. = Rahmenverträgen
Kündigungsfrist 1 Monat zum Monatsende. Für Zusatzmodule 3 Monate. = Zusatzmodule
Die Kündigungsfrist beträgt einen Monat; für den Auftraggeber beträgt die Frist drei Monate zum Monatsende. = drei Monate zum Monatsende
Customer must use the service for a minimum of one year. 30 days notice to cancel. = one year
You agree to stay with us for 18 months. Thereafter 30 days' notice. = 18 months
Abnahmeverpflichtung für 24 Monate; Kündigungsfrist 3 Monate zum Quartalsende. = 24 Monate
A 12-month contract. 30 days' notice. = what follows
Annual contract, 3 months notice = "Annual contract"
Zweijahresvertrag mit 3 Monaten Kündigungsfrist zum Quartalsende. = "Zweijahresvertrag"
Der Mietvertrag ist befristet. Kündigungsfrist 3 Monate zum Monatsende. = how long "befristet" is
Term: 36 months. Non-renewal: 90 days. = 90 days
Kündigungsfrist 3 Monate zum 31.12.2026 = zum 31.12.2026
Es gilt eine Mindestlaufzeit. Kündigungsfrist 1 Monat zum Monatsende. = how long "Mindestlaufzeit" is
Kündigungsfrist 1 Monat zum Monatsende nach Ablauf der Mindestlaufzeit. = how long "Mindestlaufzeit" is
After the initial term either party may terminate on 30 days' notice. = how long "initial term" is
Der Vertrag kann ab dem 13. Monat mit einer Frist von 4 Wochen gekündigt werden. = 13. Monat
Der Vertrag endet nicht vor dem 31.12.2027. Kündigungsfrist 6 Monate zum Jahresende. = nicht vor dem 31.12.2027
The contract can only be ended at the end of a calendar year. Notice period: 3 months. = end of a calendar year
Mindestlaufzeit 12 Monate, Kündigungsfrist 1 Monat zum Ende der Mindestlaufzeit, danach monatlich kündbar. = "1 month to month_end"
Subscriptions renew for periods of the same duration or one year, whichever is shorter, unless cancelled 30 days before the end of the term. = whichever
Services are provided until 31 March 2027. Either party may terminate earlier by giving 3 months' notice at any time. = until 31 March 2027
Die Leistungen werden bis zum 31.12.2027 erbracht. Die Kündigungsfrist beträgt 3 Monate. = bis zum 31.12.2027
Kündigung frühestens zum Ablauf der Mindestlaufzeit mit einer Frist von 4 Wochen. = how long "frühestens zum Ablauf der Mindestlaufzeit" is
Der Vertrag ist unbefristet. Die Kündigungsfrist beträgt 14 Tage. Er kann jederzeit zum Monatsende gekündigt werden. = two notice periods
Der Vertrag ist monatlich kündbar mit einer Frist von 14 Tagen. = "30 days to month_end"
Laufzeit 24 Monate, danach monatlich kündbar mit einer Frist von 30 Tagen. = "30 days to month_end"
This Agreement will renew automatically for one additional year, and thereafter will expire. Initial term: 12 months. 30 days' notice before expiry. = will expire
Either party may terminate upon 30 days' notice given on or before the first day of a month. = first day
Die Kündigungsfrist beträgt 3 Monate. Sie beginnt mit dem Ersten des auf den Zugang folgenden Monats. = mit dem Ersten
Die Kündigungsfrist beträgt drei Monate, gerechnet ab dem Monatsersten nach Zugang. = Monatsersten
Laufzeit bis Mitte Juni 2026, Verlängerung um 1 Jahr, Kündigungsfrist 3 Monate = Mitte Juni 2026
"""


def rows(table: str) -> list[list[str]]:
    return [line.split(" = ") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), rows(READ))
def test_a_clause_means_what_its_words_say(text: str, expected: str) -> None:
    assert meaning(text) == expected


@pytest.mark.parametrize(("text", "words"), rows(REFUSED))
def test_a_clause_with_two_readings_is_refused_with_what_is_open(text: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        contract_page(text, date(2026, 1, 1), as_of=date(2026, 1, 1), language=Language("en"))
    assert words in str(refused.value)


@pytest.mark.parametrize("text", [text for text, _ in rows(REFUSED)])
def test_a_refusal_is_german_in_german(text: str) -> None:
    with pytest.raises(InputError) as refused:
        contract_page(text, date(2026, 1, 1), as_of=date(2026, 1, 1), language=Language("de"))
    told = Language("de").told(refused.value.message)
    assert not any(word in told for word in ("paste ", " may be ", "understood", "itself"))


def test_a_deadline_that_has_just_passed_is_told() -> None:
    # 1 March 2024 and a year: 28 February 2025, then 28 February 2026; six weeks before that is 17 January 2026.
    text = "verlängert sich jeweils um weitere 12 Monate, wenn er nicht 6 Wochen vor Ablauf gekündigt wird"
    passed = "For the end of the running term on 28 February 2026 it had to arrive by 17 January 2026"
    page = contract_page(text, date(2024, 3, 1), as_of=date(2026, 2, 20), language=Language("en"))
    assert passed in page and "on 28 February 2027 must arrive by 17 January 2027" in page
    in_time = contract_page(text, date(2024, 3, 1), as_of=date(2026, 1, 17), language=Language("en"))
    assert "that day has passed" not in in_time and "must arrive by 17 January 2026" in in_time


def test_a_right_to_leave_when_prices_rise_has_a_length_of_its_own_that_is_no_time_of_announcing() -> None:
    leaves = read_clause(
        "Der Kunde hat das Recht, bei einer Preiserhöhung mit einer Frist von vier Wochen zu kündigen."
    )
    assert (leaves.special_termination, leaves.price_change_notice) == ("yes", None)
    told = read_clause("Preiserhöhungen müssen 6 Wochen vorher angekündigt werden.")
    assert (told.special_termination, told.price_change_notice) == (None, Period(6, "week"))
