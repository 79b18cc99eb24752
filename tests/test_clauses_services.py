"""Clauses of hosting, fulfilment, software, leasing, agency and marketplace contracts; what each says was written first."""

from datetime import date

import pytest
from test_clauses_outside import meaning, rows

from analysis.contract_page import contract_page
from analysis.errors import InputError
from analysis.language import Language
from analysis.rules.notice import Notice, Period
from analysis.rules.wording import parse_notice

# Each clause, and by hand what it says.
READ = """
Der Hosting-Vertrag hat eine Mindestlaufzeit von 12 Monaten und verlängert sich automatisch um jeweils weitere 12 Monate, sofern er nicht mit einer Frist von 4 Wochen vor Ablauf der jeweiligen Laufzeit schriftlich gekündigt wird. = first 12 month, goes on tacit, by 12 month, notice 4 week to term_end
Webhosting-Paket M: Vertragslaufzeit 1 Monat, Verlängerung um jeweils 1 Monat, Kündigungsfrist 14 Tage zum Laufzeitende. = first 1 month, goes on tacit, by 1 month, notice 14 day to term_end
Die Domain wird für ein Jahr registriert und verlängert sich jeweils um ein weiteres Jahr, wenn nicht spätestens 30 Tage vor Ablauf gekündigt wird. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
Der Vertrag läuft auf unbestimmte Zeit und kann von beiden Parteien mit einer Frist von 30 Tagen zum Monatsende gekündigt werden. = goes on open_ended, notice 30 day to month_end, theirs 30 day to month_end
Dedizierte Server: Mindestvertragslaufzeit 3 Monate, anschließend unbefristet, Kündigungsfrist ein Monat zum Monatsende. = first 3 month, goes on open_ended, later 1 month to month_end
Das Nutzungsverhältnis wird auf unbestimmte Zeit geschlossen. Die Kündigungsfrist beträgt zwei Wochen zum Ende eines Kalendermonats. = goes on open_ended, notice 2 week to month_end
Der SaaS-Vertrag beginnt am 01.03.2025, hat eine Laufzeit von 36 Monaten und verlängert sich danach um jeweils 12 Monate, wenn er nicht mit einer Frist von 6 Monaten zum Ende der Laufzeit gekündigt wird. = start 2025-03-01, first 36 month, goes on tacit, by 12 month, notice 6 month to term_end
Die Subskription hat eine Erstlaufzeit von 24 Monaten. Danach kann sie jederzeit mit einer Frist von drei Monaten gekündigt werden. = first 24 month, goes on open_ended, later 3 month to any_day
Der Lagervertrag kann von jeder Partei unter Einhaltung einer Frist von 3 Monaten zum Ende eines Kalenderhalbjahres gekündigt werden. = goes on open_ended, notice 3 month to half_year_end, theirs 3 month to half_year_end
Der Fulfillmentvertrag wird zunächst für zwei Jahre fest geschlossen und verlängert sich jeweils um ein Jahr, wenn er nicht sechs Monate vor Ablauf von einer Vertragspartei schriftlich gekündigt wird. = first 24 month, goes on tacit, by 12 month, notice 6 month to term_end, theirs 6 month to term_end
Der Logistikdienstleister kann den Vertrag mit einer Frist von 6 Monaten zum Quartalsende kündigen, der Auftraggeber mit einer Frist von 3 Monaten zum Quartalsende. = goes on open_ended, notice 3 month to quarter_end, theirs 6 month to quarter_end
Die Mietzeit für die Lagerfläche beträgt 5 Jahre. Wird das Mietverhältnis nicht spätestens 12 Monate vor Ablauf gekündigt, verlängert es sich um jeweils 1 Jahr. = first 60 month, goes on tacit, by 12 month, notice 12 month to term_end
Die Leasingzeit beträgt 36 Monate. Eine ordentliche Kündigung ist während der Leasingzeit ausgeschlossen. = first 36 month, goes on none
Leasingvertrag: Laufzeit 48 Monate, unkündbar, endet automatisch nach Ablauf der Laufzeit. = first 48 month, goes on none
Der Agenturvertrag ist mit einer Frist von vier Wochen zum Quartalsende kündbar. = goes on open_ended, notice 4 week to quarter_end
Die Zusammenarbeit beginnt am 1. Juni 2025 und läuft auf unbestimmte Zeit. Sie kann mit einer Frist von 6 Wochen zum Monatsende gekündigt werden. = start 2025-06-01, goes on open_ended, notice 6 week to month_end
Retainer-Vereinbarung: Mindestlaufzeit 6 Monate, danach kündbar mit einer Frist von einem Monat zum Monatsende. = first 6 month, goes on open_ended, later 1 month to month_end
Der Händler kann den Marktplatzvertrag jederzeit mit einer Frist von 30 Tagen kündigen; der Betreiber mit einer Frist von 60 Tagen. = goes on open_ended, notice 30 day to any_day, theirs 60 day to any end
Verkäufer können ihr Konto jederzeit ohne Einhaltung einer Frist kündigen. = goes on open_ended, notice 0 day to any_day
Der Anbieter kann den Nutzungsvertrag mit einer Frist von 15 Tagen kündigen, der Verkäufer jederzeit. = goes on open_ended, notice 0 day to any_day, theirs 15 day to any end
Die Lizenz wird für 12 Monate erteilt und verlängert sich automatisch um weitere 12 Monate, falls sie nicht 60 Tage vor Ablauf gekündigt wird. = first 12 month, goes on tacit, by 12 month, notice 60 day to term_end
Wartungsvertrag: Laufzeit ein Jahr, stillschweigende Verlängerung um jeweils ein Jahr, Kündigung drei Monate vor Ablauf. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Der Wartungsvertrag kann mit einer Frist von drei Monaten zum Ende des Kalenderjahres gekündigt werden. = goes on open_ended, notice 3 month to year_end
Das Vertragsverhältnis kann mit einer Frist von 6 Wochen zum 30.06. oder 31.12. eines Jahres gekündigt werden. = goes on open_ended, notice 6 week to 30.6./31.12.
Dieser Vertrag tritt am 01.01.2025 in Kraft und gilt bis zum 31.12.2026. Er verlängert sich um jeweils ein Jahr, sofern er nicht mit einer Frist von drei Monaten zum Jahresende gekündigt wird. = start 2025-01-01, until 2026-12-31, goes on tacit, by 12 month, notice 3 month to year_end
Kündigungsfrist: 1 Monat zum Monatsende, frühestens zum 30.06.2026. = until 2026-06-30, goes on open_ended, notice 1 month to month_end
Mindestlaufzeit bis 31.12.2026, danach Kündigung mit 3 Monaten Frist zum Quartalsende. = until 2026-12-31, goes on open_ended, later 3 month to quarter_end
Laufzeit: unbefristet, Kündigungsfrist: 3 Monate zum Quartalsende = goes on open_ended, notice 3 month to quarter_end
Laufzeit: 24 Monate / Verlängerung: 12 Monate / Kündigungsfrist: 3 Monate = first 24 month, goes on tacit, by 12 month, notice 3 month to any end
24 Monate, verlängert sich um 12 Monate, Kündigungsfrist 3 Monate = first 24 month, goes on tacit, by 12 month, notice 3 month to any end
24 months, then renews automatically for 12 months each, 3 months' notice to the end of the term = first 24 month, goes on tacit, by 12 month, notice 3 month to term_end
Laufzeit 24 Monate, Verlängerung 12 Monate, Frist 3 Monate = first 24 month, goes on tacit, by 12 month, notice 3 month to any end
3 Monate zum Quartalsende, unbefristet = goes on open_ended, notice 3 month to quarter_end
unbefristet, 3 Monate zum Quartalsende = goes on open_ended, notice 3 month to quarter_end
Unbefristet; 6 Wochen zum Monatsende. = goes on open_ended, notice 6 week to month_end
Laufzeit 12 Monate, Verlängerung 12 Monate, 90 Tage im Voraus zum Laufzeitende = first 12 month, goes on tacit, by 12 month, notice 90 day to term_end
Vertragsdauer 1 Jahr, automatische Verlängerung, wenn nicht 90 Tage im Voraus gekündigt wird = first 12 month, goes on tacit, by 12 month, notice 90 day to any end
Laufzeit 12 Monate. Der Vertrag verlängert sich automatisch, wenn er nicht 3 Monate vor Ablauf gekündigt wird. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Laufzeit 12 Monate. Eine automatische Verlängerung findet nicht statt. = first 12 month, goes on none
Laufzeit 12 Monate. Eine automatische Verlängerung ist ausgeschlossen. = first 12 month, goes on none
Die Laufzeit beträgt 12 Monate; eine stillschweigende Verlängerung erfolgt nicht. = first 12 month, goes on none
Die Kündigung muss spätestens am dritten Werktag eines Monats zum Ende des übernächsten Monats erfolgen. = goes on open_ended, notice 0 day to month_end
Die Kündigung ist spätestens bis zum 15. eines Monats zum Monatsende zulässig. = goes on open_ended, notice 0 day to month_end
30 Tage zum Monatsende per Einschreiben = goes on open_ended, notice 30 day to month_end
Kündigungsfrist 3 Monate zum Jahresende, per Einschreiben mit Rückschein. = goes on open_ended, notice 3 month to year_end
Kündigung per E-Mail mit einer Frist von 14 Tagen zum Monatsende. = goes on open_ended, notice 14 day to month_end
Die Mitgliedschaft läuft 12 Monate und wird um 12 Monate verlängert, wenn das Mitglied nicht einen Monat vor Ablauf kündigt. = first 12 month, goes on tacit, by 12 month, notice 1 month to term_end
Der Vertrag hat eine Laufzeit von 24 Monaten und kann erstmals zum Ablauf dieser Laufzeit mit einer Frist von 3 Monaten gekündigt werden, danach mit einer Frist von 1 Monat zum Monatsende. = first 24 month, goes on open_ended, notice 3 month to any end, later 1 month to month_end
Nach Ablauf der Mindestlaufzeit von 12 Monaten kann der Vertrag mit einer Frist von 1 Monat zum Monatsende gekündigt werden. = first 12 month, goes on open_ended, notice 1 month to month_end
Zahlungsdienst: Der Händler kann den Vertrag jederzeit kündigen. Der Zahlungsdienstleister kann mit einer Frist von zwei Monaten kündigen. = goes on open_ended, notice 0 day to any_day, theirs 2 month to any end
Der Werbevertrag läuft 6 Monate und endet, ohne dass es einer Kündigung bedarf. = first 6 month, goes on none
Der Vertrag verlängert sich um weitere 24 Monate, wenn er nicht spätestens 3 Monate vor seinem Ablauf gekündigt wird; die Erstlaufzeit beträgt 60 Monate. = first 60 month, goes on tacit, by 24 month, notice 3 month to term_end
Die Vertragslaufzeit beträgt 2 Jahre mit einer Verlängerungsoption von 1 Jahr. = first 24 month, goes on express, by 12 month
This Agreement commences on 1 April 2025 and continues for an initial term of 36 months. It renews automatically for successive 12 month terms unless either party gives at least 90 days' written notice prior to the end of the then-current term. = start 2025-04-01, first 36 month, goes on tacit, by 12 month, notice 90 day to term_end, theirs 90 day to term_end
The subscription term is one year and renews automatically unless cancelled 30 days before the end of the term. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
Initial term 12 months, auto-renewal, 60 days' notice before the end of the term. = first 12 month, goes on tacit, by 12 month, notice 60 day to term_end
Auto-renews unless cancelled 30 days before the end of the term. Term: 12 months. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
The agreement does not renew automatically and expires after 24 months. = first 24 month, goes on none
Automatic renewal is excluded. The term is 24 months. = first 24 month, goes on none
Either party may terminate this Agreement for any reason on 60 days' prior written notice. = goes on open_ended, notice 60 day to any_day, theirs 60 day to any_day
Client may terminate at any time upon 30 days' written notice to Agency. = goes on open_ended, notice 30 day to any_day
The warehouse agreement is for an initial period of two years and thereafter continues until terminated by either party on six months' notice. = first 24 month, goes on open_ended, later 6 month to any end, theirs 6 month to any end
The Fulfilment Provider may terminate on 180 days' notice; the Client may terminate on 90 days' notice. = goes on open_ended, notice 90 day to any end, theirs 180 day to any end
You may close your seller account at any time. We may terminate your account with 30 days' notice. = goes on open_ended, notice 0 day to any_day, theirs 30 day to any end
Sellers may end this contract at any time with one month's notice to the end of a calendar month. = goes on open_ended, notice 1 month to month_end
The merchant may terminate this Agreement on 30 days' notice to the end of a calendar quarter. = goes on open_ended, notice 30 day to quarter_end
Term: 2 years from 1 May 2025. Renewal: 1 year, automatic. Notice: 3 months before the end of the term. = start 2025-05-01, first 24 month, goes on tacit, by 12 month, notice 3 month to term_end
The initial term ends on 31 December 2026. Thereafter it renews for one-year periods unless notice is given three months before expiry. = until 2026-12-31, goes on tacit, by 12 month, notice 3 month to term_end
This Order Form has a 12-month term, and will renew for additional 12-month terms unless notice of non-renewal is given at least 45 days before the renewal date. = first 12 month, goes on tacit, by 12 month, notice 45 day to term_end
Subscriptions are monthly and renew each month until cancelled. You can cancel any time before the next renewal. = goes on tacit, by 1 month, notice 0 day to term_end
Month-to-month, 30 days' notice. = first 1 month, goes on tacit, by 1 month, notice 30 day to any end
Minimum term 6 months, then 1 month's notice to the end of any month. = first 6 month, goes on open_ended, notice 1 month to month_end
Fixed term until 30 June 2027 with no automatic renewal. = until 2027-06-30, goes on none
90 days' notice by registered mail before the end of the term; term 24 months; renews for 12 months. = first 24 month, goes on tacit, by 12 month, notice 90 day to term_end
The services agreement may be terminated by the Customer with effect from the end of any calendar month on not less than two months' notice. = goes on open_ended, notice 2 month to month_end
The agreement runs for three years from the effective date and may then be terminated by either party with 6 months' notice to 31 December. = first 36 month, goes on open_ended, later 6 month to 31.12., theirs 6 month to 31.12.
Neither party may terminate during the first 12 months; thereafter either party may terminate on 3 months' notice. = first 12 month, goes on open_ended, later 3 month to any end, theirs 3 month to any end
Commitment of 24 months; afterwards cancellable at any time with 30 days' notice. = first 24 month, goes on open_ended, later 30 day to any_day
The contract term is 12 months. Renewal requires written agreement of both parties. = first 12 month, goes on express
Kündigungsfrist 3 Monate, bei Zahlungsverzug 14 Tage. = goes on open_ended, notice 3 month to any end
Der Vertrag ist auf ein Jahr befristet. Eine Verlängerung bedarf einer schriftlichen Vereinbarung. = first 12 month, goes on express
Preisgarantie 12 Monate, Kündigungsfrist 1 Monat zum Monatsende. = goes on open_ended, notice 1 month to month_end
Zahlungsziel 30 Tage netto, Kündigungsfrist 3 Monate zum Quartalsende, unbefristet. = goes on open_ended, notice 3 month to quarter_end
Abrechnung quartalsweise, 3 Monate zum Quartalsende kündbar. = goes on open_ended, notice 3 month to quarter_end
Vertragsbeginn: 15.02.2025, Laufzeit 12 Monate, Verlängerung je 12 Monate, KF 3 Monate z. Vertragsende = start 2025-02-15, first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Der Vertrag kann frühestens nach 12 Monaten mit einer Frist von 3 Monaten zum Monatsende gekündigt werden. = first 12 month, goes on open_ended, notice 3 month to month_end
Kündigung nur schriftlich, Frist sechs Wochen zum Quartalsende. = goes on open_ended, notice 6 week to quarter_end
Die Versicherung läuft ein Jahr und verlängert sich von Jahr zu Jahr, wenn sie nicht drei Monate vor Ablauf gekündigt wird. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Der Telefonvertrag hat eine Laufzeit von 24 Monaten. Danach verlängert er sich auf unbestimmte Zeit und ist mit einer Frist von einem Monat kündbar. = first 24 month, goes on open_ended, later 1 month to any end
Laufzeit 12 Monate = first 12 month, goes on none
Der Kunde ist berechtigt, den Vertrag mit einer Frist von 14 Tagen zum Ende eines jeden Kalendermonats zu kündigen. = goes on open_ended, notice 14 day to month_end
Der Vertrag kann mit Wirkung zum Ende eines Quartals mit einer Frist von 30 Tagen gekündigt werden. = goes on open_ended, notice 30 day to quarter_end
Die Kündigung muss uns mindestens 6 Wochen vor Quartalsende zugehen. = goes on open_ended, notice 6 week to quarter_end
Der Stellplatzvertrag ist halbjährlich zum 30.6. und 31.12. mit einer Frist von einem Monat kündbar. = goes on open_ended, notice 1 month to 30.6./31.12.
Term 12 months, no auto-renewal. = first 12 month, goes on none
Term 12 months, non-renewing. = first 12 month, goes on none
Laufzeit 12 Monate, keine stillschweigende Verlängerung. = first 12 month, goes on none
Laufzeit 12 Monate. Der Vertrag verlängert sich nicht stillschweigend. = first 12 month, goes on none
Term: 12 months. Auto-renewal: off. = first 12 month, goes on none
Term: 12 months. Auto-renewal: yes. Notice: 30 days before the end of the term. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
Laufzeit 24 Monate, der Vertrag verlängert sich automatisch auf unbestimmte Zeit, Kündigungsfrist 1 Monat zum Monatsende. = first 24 month, goes on open_ended, notice 1 month to month_end
Unbefristet, Zahlungsziel 14 Tage zum Monatsende = goes on open_ended
Term 12 months; will auto-renew for one month; notice 30 days before the end of the term. = first 12 month, goes on tacit, by 1 month, notice 30 day to term_end
Die Laufzeit beträgt 12 Monate. Eine Verlängerung erfolgt automatisch. Kündigung 1 Monat vor Ablauf. = first 12 month, goes on tacit, by 12 month, notice 1 month to term_end
Der Vertrag ist auf unbestimmte Zeit geschlossen und nach Ablauf einer Mindestvertragslaufzeit von 6 Monaten mit einer Frist von 4 Wochen zum Monatsende kündbar. = first 6 month, goes on open_ended, notice 4 week to month_end
Laufzeit 36 Monate; danach jährliche Verlängerung; kündbar zum Vertragsende mit 8 Wochen Frist. = first 36 month, goes on tacit, by 12 month, notice 8 week to term_end
Contract length: 18 months. It renews for 12 months unless cancelled 30 days before expiry. = first 18 month, goes on tacit, by 12 month, notice 30 day to term_end
Contract length: 1 year, auto-renewing unless cancelled 30 days before the end of the term. = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
The order renews for one-year terms unless either the Customer or the Provider gives 30 days' notice that it has elected not to renew such order form. = goes on tacit, by 12 month, notice 30 day to any end, theirs 30 day to any end
Laufzeit 24 Monate. Kündbar mit 3 Monaten Frist zum Laufzeitende, sonst automatische Verlängerung. = first 24 month, goes on tacit, by 24 month, notice 3 month to term_end
Der Kunde kann den Vertrag jährlich zum 31.12. mit einer Frist von drei Monaten kündigen. = goes on open_ended, notice 3 month to 31.12.
Kündigung jährlich mit 3 Monaten Frist zum Vertragsende, Laufzeit 12 Monate, Verlängerung 12 Monate. = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
The contract can be terminated yearly with 30 days' notice to the end of the calendar year. = goes on open_ended, notice 30 day to year_end
Laufzeit 12 Monate, Verlängerung um 1 Monat, Kündigungsfrist 1 Monat zum Monatsende. = first 12 month, goes on tacit, by 1 month, notice 1 month to month_end
Mindestlaufzeit: 12 Monate. Kündigungsfrist: 1 Monat. = first 12 month, goes on open_ended, notice 1 month to any end
Die Laufzeit beträgt 24 Monate. Sie verlängert sich automatisch. Kündigung: 3 Monate vor Ablauf, per Einschreiben. = first 24 month, goes on tacit, by 24 month, notice 3 month to term_end
Kündigungsfrist zwei Wochen, per Einschreiben, zum Monatsende = goes on open_ended, notice 2 week to month_end
Miete: 500 Euro, 3 Monate zum Quartalsende, unbefristet = goes on open_ended, notice 3 month to quarter_end
Unbefristet, Rabatt, 3 Monate zum Quartalsende, Anzahlung 10 % = goes on open_ended, notice 3 month to quarter_end
Kündigungsfrist: 3 Monate zum Quartalsende (erstmals zum 31.12.2026) = until 2026-12-31, goes on open_ended, notice 3 month to quarter_end
Vertragslaufzeit: 12 Monate (automatische Verlängerung), Kündigungsfrist: 30 Tage vor Ablauf = first 12 month, goes on tacit, by 12 month, notice 30 day to term_end
Laufzeit 1 Jahr, autom. Verlängerung, Kündigung 3 Monate vor Ablauf = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
12 Monate Laufzeit, 3 Monate Kündigungsfrist zum Laufzeitende, Verlängerung 12 Monate = first 12 month, goes on tacit, by 12 month, notice 3 month to term_end
Jederzeit mit 14 Tagen Frist kündbar, keine Mindestlaufzeit = goes on open_ended, notice 14 day to any_day
Keine Mindestvertragslaufzeit, Kündigungsfrist 14 Tage zum Monatsende = goes on open_ended, notice 14 day to month_end
No minimum term, 30 days' notice = goes on open_ended, notice 30 day to any end
No fixed term; cancel anytime = goes on open_ended, notice 0 day to any_day
2 Jahre fest, danach 3 Monate zum Monatsende = first 24 month, goes on open_ended, later 3 month to month_end
3 Jahre fest, dann jährliche Verlängerung, 6 Monate Kündigungsfrist = first 36 month, goes on tacit, by 12 month, notice 6 month to any end
Vertragsbeginn 01.01.2025, Vertragsende 31.12.2026, Verlängerung 12 Monate, Kündigungsfrist 3 Monate zum Vertragsende = start 2025-01-01, until 2026-12-31, goes on tacit, by 12 month, notice 3 month to term_end
Monthly plan, renews monthly, cancel any time = goes on tacit, by 1 month, notice 0 day to term_end
Annual plan, renews yearly unless cancelled 30 days before renewal = goes on tacit, by 12 month, notice 30 day to term_end
Initial term 1 year, renewal 1 year, notice 3 months = first 12 month, goes on tacit, by 12 month, notice 3 month to any end
Initial term 1 year; thereafter indefinite; notice 3 months to the end of a quarter = first 12 month, goes on open_ended, notice 3 month to quarter_end
36 month lease, no renewal = first 36 month, goes on none
36 month lease with an option to renew for 12 months = first 36 month, goes on express, by 12 month
Der Leasingvertrag hat eine unkündbare Grundmietzeit von 36 Monaten und läuft danach auf unbestimmte Zeit; Kündigungsfrist 3 Monate zum Monatsende. = first 36 month, goes on open_ended, notice 3 month to month_end
Die Grundmietzeit beträgt 54 Monate. Nach Ablauf der Grundmietzeit verlängert sich der Vertrag jeweils um 6 Monate, wenn er nicht 3 Monate vor Ablauf gekündigt wird. = first 54 month, goes on tacit, by 6 month, notice 3 month to term_end
"""
# Each clause that leaves a choice, or has words that may change its terms.
REFUSED = """
24 Monate, danach 12 Monate, 3 Monate Kündigungsfrist
Abo monatlich, jederzeit zum Ende des Abrechnungsmonats kündbar.
Kündigungsfrist 10 Werktage
Kündigungsfrist: 10 Arbeitstage zum Monatsende
Der Vertrag kann mit einer Frist von fünf Werktagen zum Monatsende gekündigt werden.
Mindestvertragslaufzeit 24 Monate; danach monatlich kündbar mit einer Frist von einem Monat
Der Rahmenvertrag endet am 31.12.2027. Er kann vorher von jeder Partei mit einer Frist von 3 Monaten zum Quartalsende gekündigt werden.
Das Vertragsjahr beginnt am 1. April. Der Vertrag ist mit einer Frist von 3 Monaten zum Ende eines Vertragsjahres kündbar.
Either party may terminate this lease by giving three months' notice expiring on a quarter day.
Plan: annual, paid monthly. Cancel 14 days before the renewal date.
Notice period: 10 business days.
Either party may terminate by giving 5 working days' notice.
The agency agreement may be terminated with one month's notice in the first year, two months' notice in the second year.
Der Handelsvertretervertrag kann im ersten Jahr mit einer Frist von einem Monat, danach mit einer Frist von drei Monaten zum Monatsende gekündigt werden.
Kündbar mit 3-monatiger Frist zum Ende des Geschäftsjahres.
Vertragslaufzeit 24 Monate, Kündigungsfrist 3 Monate
Ab dem 13. Monat ist der Vertrag mit einer Frist von einem Monat kündbar.
Mindestabnahme 24 Monate, danach Kündigungsfrist 3 Monate.
Laufzeit 12 Monate, verlängert sich automatisch um die Hälfte, Kündigung 1 Monat vor Ablauf.
Laufzeit 12 Monate; der Vertrag verlängert sich automatisch höchstens zweimal, Kündigung 1 Monat vor Ablauf.
Term 12 months. The agreement automatically renews once. Notice 30 days before the end of the term.
Term 12 months. Automatic renewal may be switched off. Notice 30 days before the end of the term.
Laufzeit 12 Monate. Eine automatische Verlängerung des Vertrages um 12 Monate ist ausgeschlossen.
Laufzeit 12 Monate. Eine stillschweigende Verlängerung um jeweils 12 Monate findet nicht statt.
Der Vertrag läuft bis 31.12.2026 und verlängert sich automatisch, wenn nicht 3 Monate vor Ablauf gekündigt wird.
Der Vertrag verlängert sich automatisch, wenn nicht gekündigt wird. Kündigungsfrist 1 Monat zum Monatsende.
Laufzeit 12 Monate. Der Vertrag verlängert sich automatisch. Die Verlängerung beträgt 3 Monate. Kündigung 1 Monat vor Ablauf.
Laufzeit 24 Monate, verlängert sich automatisch nach Zustimmung des Anbieters, Kündigung 1 Monat vor Ablauf.
Laufzeit 24 Monate, automatische Verlängerung nur bei Prime-Kunden, Kündigung 1 Monat vor Ablauf.
Laufzeit 24 Monate. Verlängert sich automatisch bis zum 31.12.2027. Kündigung 1 Monat vor Ablauf.
Zahlungen sind fristgerecht zu leisten. Die Frist beträgt 2 Wochen zum Monatsende.
unbefristet, Rechnung 14 Tage zum Monatsende
Laufzeit 24 Monate. Der Händler kann jederzeit mit einer Frist von 30 Tagen kündigen, der Anbieter mit einer Frist von 60 Tagen zum Ende der Laufzeit.
unbefristet, 3 Monate zum Quartalsende, im ersten Jahr 6 Monate zum Jahresende
unbefristet, 3 Monate zum Quartalsende, für Zusatzmodule 1 Monat zum Monatsende
Der Preis gilt 3 Monate zum Quartalsende, unbefristet.
Laufzeit 12 Monate, Verlängerung 12 Monate, 90 Tage im Voraus zum Laufzeitende, bei Vorauszahlung 30 Tage zum Laufzeitende
Term 12 months. It renews automatically if Customer pays. Notice 30 days before the end of the term.
Term 12 months; renewal automatic only upon consent; notice 30 days before the end of the term.
Laufzeit 12 Monate, fällt automatische Verlängerung weg, endet der Vertrag.
Der Kunde kann der automatischen Verlängerung widersprechen. Laufzeit 12 Monate, Kündigung 1 Monat vor Ablauf.
Kündigungsfrist 3 Monate zum Quartalsende, nicht aber im Dezember.
Kündigungsfrist 3 Monate zum Quartalsende, Zahlungsziel 30 Tage, Mindestlaufzeit offen.
10 Werktage vor Quartalsende kündbar, unbefristet
Der Vertrag verlängert sich um ein Jahr, wird aber um zwei Jahre verlängert, wenn der Kunde bestellt. Laufzeit 12 Monate, Kündigung 1 Monat vor Ablauf.
Der Vertrag kann quartalsweise mit einer Frist von 6 Wochen gekündigt werden.
Die Vereinbarung ist monatlich unter Einhaltung einer Frist von 10 Tagen kündbar.
Lizenz: 1 Jahr, verlängert sich automatisch um jeweils 1 Jahr, Kündigung 1 Monat vor Ende der Laufzeit.
Der Kunde kann monatlich zum Monatsende kündigen, der Anbieter mit einer Frist von 3 Monaten zum Quartalsende.
The contract can be terminated quarterly with 30 days' notice.
Unbefristet, Gebühr 3 Monate zum Quartalsende
Neither renewal nor extension is automatic. Term 12 months.
Automatic renewal for 12 months does not apply. Term 12 months.
12 Monate, danach monatlich kündbar
Laufzeit 24 Monate, danach monatlich zum Monatsende kündbar
Keine Mindestvertragslaufzeit, monatlich zum Monatsende kündbar
"""


@pytest.mark.parametrize(("text", "expected"), rows(READ))
def test_a_clause_means_what_its_words_say(text: str, expected: str) -> None:
    assert meaning(text) == expected


@pytest.mark.parametrize("text", REFUSED.strip().splitlines())
def test_a_clause_that_leaves_a_choice_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        page(text)


def page(text: str, language: str = "en") -> str:
    return contract_page(text, date(2025, 1, 1), as_of=date(2026, 11, 28), language=Language(language))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        (
            "Laufzeit 12 Monate",
            'what follows on "Laufzeit 12 Monate" is not said: it ends then by itself (renewal none)',
        ),
        (
            "3 Monate zum Quartalsende",
            'no term stands beside "3 Monate zum Quartalsende": it runs on until notice ends it',
        ),
        (
            "Vertragsdauer 1 Jahr, automatische Verlängerung, wenn nicht 90 Tage im Voraus gekündigt wird",
            '"automatische Verlängerung" names no length: it renews by the length of the first term',
        ),
    ],
)
def test_what_no_word_of_a_clause_says_is_told_as_an_assumption(text: str, assumed: str) -> None:
    assert f"  assumed: {assumed}" in page(text)
    assert "  angenommen: " in page(text, "de")


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("Der Vertrag ist jederzeit kündbar, bei Jahreszahlung 6 Monate zum Jahresende.", "bei Jahreszahlung"),
        ("Die Kündigungsfrist beträgt bei Servern drei Monate zum Quartalsende.", "bei Servern"),
        (
            "Laufzeit 12 Monate, Verlängerung 12 Monate, bei Pauschalen Kündigung 6 Monate zum Laufzeitende.",
            "bei Pauschalen",
        ),
        ("The term is 12 months and renews for 12 months; for large pallets 90 days' notice.", "for large pallets"),
    ],
)
def test_a_notice_for_some_case_alone_is_refused(text: str, case: str) -> None:
    with pytest.raises(InputError) as refused:
        page(text)
    assert f'"{case}' in str(refused.value) and "paste the notice of your own case alone" in str(refused.value)
    assert "nur die Frist des eigenen Falls" in Language("de").told(refused.value.message)


def test_a_start_that_neither_clause_nor_command_names_is_told_as_an_assumption() -> None:
    told = contract_page("Laufzeit 12 Monate", None, as_of=date(2026, 11, 28), language=Language("en"))
    # 12 months from 28 November 2026 end on 27 November 2027.
    assert "  assumed: it begins on 28 November 2026; --starts-on says another day" in told
    assert "ends on 27 November 2027" in told
    named = contract_page(
        "Beginn 01.01.2026, Laufzeit 12 Monate", None, as_of=date(2026, 1, 1), language=Language("en")
    )
    assert "it begins on" not in named


@pytest.mark.parametrize("text", ["Der Vertrag endet nach 12 Monaten.", "Der Vertrag ist auf 12 Monate befristet."])
def test_a_clause_that_says_that_it_ends_assumes_nothing(text: str) -> None:
    assert "assumed" not in page(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("30 Tage zum Monatsende per Einschreiben", "per Einschreiben"),
        (
            "Kündigungsfrist 3 Monate zum Jahresende, per Einschreiben mit Rückschein.",
            "per Einschreiben mit Rückschein",
        ),
        ("90 days' notice by registered mail to the end of a month.", "by registered mail"),
    ],
)
def test_a_letter_by_registered_mail_is_the_written_form(text: str, form: str) -> None:
    assert f"notice_form: {form}\n" in page(text) and ",written," in page(text)


def test_a_way_of_sending_bills_is_no_form_of_notice() -> None:
    assert "notice_form:" not in page("Rechnungen erhalten Sie per E-Mail. Kündigungsfrist 3 Monate zum Quartalsende.")


@pytest.mark.parametrize(
    "words",
    ["und nach Rückgabe der Geräte", "gegen Zahlung einer Ablöse", "nach Wahl des Anbieters", "es gilt die längere Frist",
     "gerechnet ab Rechnungsdatum"],
)  # fmt: skip
def test_what_could_bear_on_a_notice_is_named(words: str) -> None:
    told = page(f"Der Vertrag ist unbefristet, Kündigungsfrist 3 Monate zum Quartalsende, {words}.")
    assert f"not understood: {words}" in told


def test_words_that_carry_a_sentence_are_not_told_as_not_understood() -> None:
    told = page("Der Agenturvertrag ist mit einer Frist von vier Wochen zum Quartalsende kündbar, bei Verzug fristlos.")
    left = [line for line in told.splitlines() if "not understood" in line]
    assert left == ["  not understood: kündbar, bei Verzug fristlos"]


@pytest.mark.parametrize("text", ["90 Tage im Voraus zum Laufzeitende", "90 days in advance to the end of the term"])
def test_a_notice_in_advance_may_name_its_end(text: str) -> None:
    assert parse_notice(text) == Notice(Period(90, "day"), "term_end")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Die Kündigungsfrist beträgt 3 Monate zum Ende.", '"3 Monate to term_end"'),
        ("Kündigungsfrist 3 Monate zum 1. Januar.", '"to the end of 1. Januar"'),
        (
            "Laufzeit 24 Monate, danach monatlich kündbar mit einer Frist von einem Monat",
            '"monatlich kündbar mit einer Frist von einem Monat" is',
        ),
        ("Kündigungsfrist 10 Werktage", '"10 Werktage": working days are not counted here'),
    ],
)
def test_a_refusal_quotes_the_words_as_they_are_written(text: str, quoted: str) -> None:
    with pytest.raises(InputError) as refused:
        page(text)
    assert quoted in str(refused.value)
