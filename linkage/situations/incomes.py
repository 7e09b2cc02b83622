"""Incomes by month and kind, each from the file that states it.

Belongs here: turning what the files state into rows a month. Does not: choosing between two statements (`households`),
means over a reference period (the law's business).
"""

from data_contracts.facts import Income
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation

MONTHS_LOOKED_BACK = 24
"""The law looks back at most on twelve months up to M-13 (M-2 since 2021); what a file says of before is left."""


def list_incomes(con: Connection, period: Period) -> Relation:
    """Rows of contract Income, from `allowances`, `pensioners` and `dossiers`."""
    first, last = f"DATE '{period.shift(-MONTHS_LOOKED_BACK).first_day}'", f"DATE '{period.last_day}'"
    stated = [_stated(f"{kind}_{ago}_eur_month", kind, ago) for ago in (1, 2, 3) for kind in _QUARTER]
    stated += [_stated(amount, kind, 0, f"AND {paid}") for kind, (amount, paid) in _PAID_BY_CAF.items()]
    received = [_pension(f"{kind}_eur_month", _code("kind", kind)) for kind in _PENSIONS]
    minimum = _pension("minimum_eur_month", f"lower(minimum_kind)::{Income.written_type('kind')}")
    received.append(f"{minimum} AND minimum_kind <> 'NONE'")
    return con.sql(f"""
        SELECT {_PERSON} AS holder, person_no AS holder_no, month, kind, {_code("source", "pole_emploi")} AS source,
            amount_eur_month, last_paid AS fact_date
        FROM allowances
        UNION ALL
        SELECT {_PERSON}, person_no, DATE '{period.first_day}', kind, {_code("source", "cnav")}, amount, effective_date
        FROM ({" UNION ALL ".join(received)}) WHERE effective_date <= {last}
        UNION ALL
        SELECT {_HOUSEHOLD}, record_no, month, kind, {_code("source", "caf")}, amount, reference_month
        FROM ({" UNION ALL ".join(stated)}) WHERE month BETWEEN {first} AND {last}
    """)


_QUARTER = ("earnings", "unemployment", "total")
_PENSIONS = ("own_pension", "survivor_pension", "supplements")
_PAID_BY_CAF = {
    "rsa": ("rsa_eur_month", "rsa_eur_month > 0"),
    "activity_bonus": ("activity_bonus_eur_month", "activity_bonus_state = '1'"),
    "aah": ("aah_eur_month", "aah_state = '1'"),
    "housing_benefit": ("housing_benefit_eur_month", "'1' IN (apl_state, alf_state, als_state)"),
}
"""kind -> column of the dossier, and where it is paid."""


def _stated(amount: str, kind: str, ago: int, where: str = "") -> str:
    return f"""
        SELECT record_no, month_{ago} AS month, {_code("kind", kind)} AS kind, {amount} AS amount, reference_month
        FROM dossiers WHERE {amount} IS NOT NULL {where}"""


def _pension(amount: str, kind: str) -> str:
    return f"SELECT person_no, {kind} AS kind, {amount} AS amount, effective_date FROM pensioners WHERE {amount} > 0"


def _code(column: str, value: str) -> str:
    return Income.code(column, value)


_PERSON, _HOUSEHOLD = _code("holder", "person"), _code("holder", "household")
