"""The DuckDB connection and the words its SQL is written in: chance, months, names, NIR keys, weighted picks.

Belongs here: macros that several steps share, reference tables. Does not: anything about one step.
Chance is a hash of (seed, purpose, number), never `random()`: the same person meets the same fate in every run.
"""

from dataclasses import asdict
from pathlib import Path

import duckdb

from data_contracts.period import Period
from data_contracts.places import COMMUNES
from rehearsal import legal
from rehearsal.rates import Conduct, FaultRates
from rehearsal.sql import in_list, literal
from rehearsal.territory import Territory

REFERENCE = Path(__file__).parent / "reference"

EPOCH_YEAR = 1700
"""Months are counted from January of this year, early enough for four generations before any period to be positive."""

CHANCE = """
-- xor then hash again: DuckDB's hash of several arguments is correlated from one purpose to another
CREATE MACRO u(purpose, number) AS (hash(xor(hash('{seed}' || purpose), hash(number))) >> 11) / 9007199254740992.0;
CREATE MACRO rate(kind) AS MAP {rates} [kind];
"""

MACROS = """
CREATE MACRO normal(purpose, number) AS
    sqrt(-2 * ln(u(purpose || '1', number) + 1e-12)) * cos(2 * pi() * u(purpose || '2', number));
CREATE MACRO ticket(purpose, number) AS floor(u(purpose, number) * 65536)::INTEGER;
CREATE MACRO this_month() AS {month};
CREATE MACRO month_of(day) AS (year(day) - {epoch}) * 12 + month(day) - 1;
CREATE MACRO month_date(m) AS make_date(({epoch} + m // 12)::BIGINT, (m % 12 + 1)::BIGINT, 1::BIGINT);
CREATE MACRO period_end() AS DATE '{last_day}';
CREATE MACRO department(commune) AS left(commune, CASE WHEN commune LIKE '97%' THEN 3 ELSE 2 END);

-- the producers' norm: upper case, no accent, a space for a hyphen or an apostrophe
CREATE MACRO norm(name) AS replace(replace(translate(upper(strip_accents(name)), '-''’', '   '), 'Œ', 'OE'), 'Æ', 'AE');
CREATE MACRO nir_number(nir) AS TRY_CAST(left(nir, 5) || CASE substr(nir, 6, 2)
    WHEN '2A' THEN '19' WHEN '2B' THEN '18' ELSE substr(nir, 6, 2) END || substr(nir, 8) AS BIGINT);
CREATE MACRO nir_key(nir) AS lpad((97 - nir_number(nir) % 97)::VARCHAR, 2, '0');
CREATE MACRO cents(amount) AS lpad((round(amount * 100))::BIGINT::VARCHAR, 9, '0');
CREATE MACRO euros(amount) AS (amount::DECIMAL(10, 2))::VARCHAR;
CREATE MACRO written_date(d) AS strftime(d, '%d/%m/%Y');
"""

# weighted picks: 65536 numbered tickets are shared in proportion to the weights, a draw is then a join on a number
TICKETS = """
CREATE TABLE {table} AS
WITH shared AS (
    SELECT *, sum(weight) OVER (PARTITION BY grp ORDER BY value) AS upto, sum(weight) OVER (PARTITION BY grp) AS total
    FROM ({source})
)
SELECT grp, value, unnest(range(
    ceil((upto - weight) * 65536.0 / total)::INTEGER, ceil(upto * 65536.0 / total)::INTEGER
))::INTEGER AS ticket
FROM shared
"""

PICKS = {
    "last_names": "SELECT '' AS grp, value, weight::BIGINT AS weight FROM names WHERE kind = 'last'",
    # a first name is worn around its peak year; group: sex and five years of birth
    "first_names": """
        SELECT CASE kind WHEN 'male' THEN '1' ELSE '2' END || five AS grp, value,
               (weight::DOUBLE * 1000 * exp(-pow((five * 5 + 2 - peak_birth_year::INTEGER) / 12.0, 2) / 2))::BIGINT + 1
                   AS weight
        FROM names, range(1900 // 5, 2100 // 5) years(five) WHERE kind <> 'last'""",
    "streets": "SELECT '' AS grp, norm(value) AS value, 1::BIGINT AS weight FROM read_csv({streets}, delim = ';')",
    # group: the whole territory, then each département
    "homes_in": """
        SELECT '' AS grp, commune_code AS value, population AS weight FROM communes WHERE inside
        UNION ALL SELECT department(commune_code), commune_code, population FROM communes WHERE inside""",
    # six births in ten inside the territory, three elsewhere in France, one abroad or overseas
    "birth_places": """
        SELECT '' AS grp, place AS value, greatest(weight, 1) AS weight FROM (
            SELECT commune_code || commune_name AS place,
                   (population * if(inside, 6e6, 3e6) / sum(population) OVER (PARTITION BY inside))::BIGINT AS weight
            FROM communes WHERE inside OR population > 5000
            UNION ALL
            SELECT code || name, (1.2e6 * share / sum(share) OVER ())::BIGINT FROM far_places
        )""",
}

FAR_PLACES = """
CREATE TABLE far_places AS FROM (VALUES
    ('2A004', 'AJACCIO', 12), ('2B033', 'BASTIA', 12), ('97105', 'BASSE TERRE', 10), ('97120', 'POINTE A PITRE', 20),
    ('97209', 'FORT DE FRANCE', 25), ('97302', 'CAYENNE', 12), ('97411', 'SAINT DENIS', 20),
    ('97416', 'SAINT PIERRE', 15),
    ('99352', 'ALGERIE', 190), ('99350', 'MAROC', 170), ('99351', 'TUNISIE', 80), ('99139', 'PORTUGAL', 120),
    ('99134', 'ESPAGNE', 45), ('99127', 'ITALIE', 50), ('99208', 'TURQUIE', 45), ('99341', 'SENEGAL', 40),
    ('99335', 'MALI', 35), ('99326', 'COTE D IVOIRE', 35), ('99312', 'CONGO RD', 30), ('99322', 'CAMEROUN', 25),
    ('99131', 'BELGIQUE', 25), ('99109', 'ALLEMAGNE', 30), ('99132', 'ROYAUME UNI', 20), ('99122', 'POLOGNE', 20),
    ('99114', 'ROUMANIE', 30), ('99216', 'CHINE', 25), ('99243', 'VIET NAM', 20), ('99235', 'SRI LANKA', 15),
    ('99333', 'MADAGASCAR', 20), ('99410', 'HAITI', 20), ('99246', 'GEORGIE', 5), ('99404', 'ETATS UNIS', 8)
) places(code, name, share);
"""


def open_engine(territory: Territory, period: Period, rates: FaultRates) -> duckdb.DuckDBPyConnection:
    """An in-memory connection with the macros, the dated values and the picks of this rehearsal."""
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    con.execute("SET enable_progress_bar = false")
    draw_with(con, territory.seed, rates)
    con.execute(MACROS.format(month=month_number(period), epoch=EPOCH_YEAR, last_day=period.last_day))
    con.execute(legal_macros(period))
    con.execute(
        f"""CREATE TABLE communes AS
        SELECT commune_code, norm(commune_name) AS commune_name, postcode, population::BIGINT AS population,
               density_level::INTEGER AS density_level,
               department(commune_code) IN {in_list(territory.departments)} AS inside
        FROM read_csv({literal(COMMUNES)}, delim = ';', header = true, all_varchar = true)
        WHERE population::BIGINT > 0;
        CREATE TABLE names AS
        FROM read_csv({literal(REFERENCE / "names.csv")}, delim = ';', header = true, all_varchar = true);
        {FAR_PLACES}"""
    )
    for table, source in PICKS.items():
        con.execute(TICKETS.format(table=table, source=source.replace("{streets}", literal(REFERENCE / "streets.csv"))))
    return con


def draw_with(con: duckdb.DuckDBPyConnection, seed: int, rates: FaultRates) -> None:
    """Give a connection the macros of chance: `u(purpose, number)`, uniform from 0 to 1, and `rate(kind)`."""
    con.execute(CHANCE.format(seed=seed, rates=asdict(rates) | asdict(Conduct())))


def month_number(period: Period) -> int:
    """Months since January of the epoch year."""
    return (period.year - EPOCH_YEAR) * 12 + period.month - 1


def legal_macros(period: Period) -> str:
    """The dated values of the period as macros, and those of the months looked back on as a table."""
    values = {
        "rsa_base": legal.RSA_BASE_EUR_MONTH,
        "cmuc_ceiling": legal.CMUC_CEILING_EUR_YEAR,
        "aspa_single": legal.ASPA_SINGLE_EUR_MONTH,
        "wage_index": legal.WAGE_INDEX,
    }
    macros = [f"CREATE MACRO {name}() AS {legal.value_at(series, period)}::DOUBLE;" for name, series in values.items()]
    switches = {
        "has_activity_bonus": period >= legal.ACTIVITY_BONUS_FROM,
        "has_css": period >= legal.CSS_FROM,
        "css_is_automatic": period >= legal.CSS_AUTOMATIC_FROM,
        "aspa_is_deemed": period >= legal.ASPA_DEEMED_FROM,
        "asi_is_deemed": period >= legal.ASI_DEEMED_FROM,
    }
    macros += [f"CREATE MACRO {name}() AS {value};" for name, value in switches.items()]
    months = [period.shift(-ago) for ago in range(4)]
    rows = ", ".join(
        f"({ago}, {month_number(month)}, DATE '{month.first_day}', {month.last_day.day},"
        f" {legal.value_at(legal.WAGE_INDEX, month)}::DOUBLE, {legal.value_at(legal.ASS_EUR_DAY, month)}::DOUBLE,"
        f" {legal.value_at(legal.AAH_EUR_MONTH, month)}::DOUBLE)"
        for ago, month in enumerate(months)
    )
    return "\n".join(macros) + (
        f"CREATE TABLE calendar AS FROM (VALUES {rows})"
        " months(ago, m, first_day, days, wage_index, ass_eur_day, aah_eur_month);"
    )
