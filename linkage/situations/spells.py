"""Spells of compensation: whose they are, and the one allowance that pays a day.

Belongs here: making one sure account of the lines of Pôle emploi. Does not: the person's other facts (`facts`), what
other files say of the same money (`households`).

- Nobody is paid two allowances for one day, whatever the rights and the numbers they are known by: a right is used up
  before the next begins, and the ASS follows the ARE (general knowledge of the règlement d'assurance chômage, to be
  checked). Of the spells of a day, a paid one is believed first, then the one that began last, then the one sent last.
- A spell sent again, of the same right and first day, is a correction: the last line sent replaces the others.
- A number borne by two people may be a misread one, or one person not seen as one: what is paid under it is given to
  neither, and what they are paid is missing, never zero.
"""

from datetime import date

from data_contracts.facts import Income
from data_contracts.period import Period
from data_contracts.relations import Connection, keep

ARE = ("01", "21", "22", "27", "40", "43", "47", "54", "64", "67", "82", "AC", "BB", "BK")
ASS = ("25", "30", "44", "56", "BD")
"""Codes KCALF of the two main allocations (Dares MiDAS, FNA)."""


def gather_spells(con: Connection, last_day: date) -> None:
    """Fill `spells` (person_no, record_no, kind, paid, start_date, end_date, daily_gross_eur_day) and `unsure_payees`
    (person_no: people of a number that is another's too), from the views of Pôle emploi; `last_day` is the period's."""
    kinds = Income.written_type("kind")
    keep(con, "numbers", _NUMBERS)
    keep(con, "unsure_payees", _UNSURE_PAYEES)
    keep(con, "sent_spells", _SENT.format(last_day=f"DATE '{last_day}'", are=ARE, ass=ASS, kinds=kinds))
    keep(con, "spells", _SPELLS)


def find_allowances(con: Connection, first_month: Period, period: Period) -> None:
    """Fill `allowances` (person_no, month, kind, amount_eur_month, last_paid): days paid, from `spells`."""
    keep(con, "paid_months", _PAID_MONTHS.format(first=first_month.first_day, last=period.last_day))
    keep(con, "allowances", _ALLOWANCES)


_NUMBERS = """
    SELECT agency_id, min(person_no) AS person_no, min(person_no) <> max(person_no) AS shared
    FROM (SELECT record_no, agency_id FROM registrations)
    JOIN (SELECT record_no, person_no FROM person_records) USING (record_no)
    GROUP BY agency_id
"""

_UNSURE_PAYEES = """
    SELECT DISTINCT person_no FROM person_records SEMI JOIN (
        SELECT record_no FROM registrations WHERE agency_id IN (
            SELECT agency_id FROM unemployment_payments SEMI JOIN (FROM numbers WHERE shared) USING (agency_id))
    ) USING (record_no)
"""

_SENT = """
    SELECT person_no, record_no, hash(right_id) AS right_no, start_date, end_date, daily_gross_eur_day,
        CAST(CASE WHEN allowance_code IN {are} THEN 'are' WHEN allowance_code IN {ass} THEN 'ass'
             ELSE 'other_allowance' END AS {kinds}) AS kind,
        payment_code IN ('1', '4') AS paid
    FROM unemployment_payments JOIN (SELECT agency_id, person_no FROM numbers ANTI JOIN unsure_payees USING (person_no))
        USING (agency_id)
    WHERE start_date <= {last_day}
"""

_SPELLS = """
    SELECT * EXCLUDE right_no FROM sent_spells ANTI JOIN (
        SELECT record_no FROM sent_spells JOIN (
            SELECT person_no, right_no, start_date, max(record_no) AS last_sent
            FROM sent_spells GROUP BY person_no, right_no, start_date HAVING count(*) > 1
        ) USING (person_no, right_no, start_date) WHERE record_no < last_sent
    ) USING (record_no)
"""

# Both ends of a spell are paid. `days_of_month` has a bit a day, so that counting bits tells a day that two spells pay.
_PAID_MONTHS = """
    WITH bounds AS (
        SELECT *, greatest(start_date, DATE '{first}') AS starts, least(end_date, DATE '{last}') AS ends
        FROM spells WHERE paid AND end_date >= DATE '{first}'
    ), months AS (
        SELECT *, unnest(generate_series(date_trunc('month', starts), date_trunc('month', ends), INTERVAL 1 MONTH))
            ::DATE AS month
        FROM bounds
    ), days AS (
        SELECT *, greatest(starts, month) AS first_paid, least(ends, last_day(month)) AS last_paid,
            last_paid - first_paid + 1 AS days, ((1::BIGINT << days) - 1) << (day(first_paid) - 1) AS days_of_month
        FROM months
    )
    SELECT person_no, month, min(kind) AS kind, sum(daily_gross_eur_day * days)::DECIMAL(12,2) AS amount_eur_month,
        max(last_paid) AS last_paid, min(kind) = max(kind) AND bit_count(bit_or(days_of_month)) = sum(days) AS plain
    FROM days GROUP BY person_no, month
"""

# The few months of two allowances, or of a day in two spells, are gone through day by day.
_ALLOWANCES = """
    WITH days AS (
        SELECT person_no, month, record_no, kind, start_date, daily_gross_eur_day,
            unnest(generate_series(greatest(start_date, month), least(end_date, last_paid), INTERVAL 1 DAY))
                ::DATE AS day
        FROM spells JOIN (SELECT person_no, month, last_paid FROM paid_months WHERE NOT plain) USING (person_no)
        WHERE paid AND start_date <= last_paid AND end_date >= month
    ), believed AS (
        SELECT person_no, month, day,
            unnest(arg_max(struct_pack(kind, daily_gross_eur_day), (start_date, record_no)))
        FROM days GROUP BY person_no, month, day
    )
    SELECT person_no, month, kind, amount_eur_month, last_paid FROM paid_months WHERE plain AND amount_eur_month > 0
    UNION ALL
    SELECT person_no, month, kind, sum(daily_gross_eur_day)::DECIMAL(12,2) AS amount_eur_month, max(day)
    FROM believed GROUP BY person_no, month, kind HAVING amount_eur_month > 0
"""
