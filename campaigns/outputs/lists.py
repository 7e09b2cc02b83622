"""What a list says of each person, column by column, and its CSV.

Belongs here: the columns of both lists, what they mean, the order of the rows, the CSV. Does not: choosing people
(`targeting`), the XLSX (`workbook`), putting files in place (`publishing`). It is the one place where pseudonyms meet
identities. Rows follow the commune, then the reference: the same people always come in the same order.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from campaigns.outputs import postal
from campaigns.targeting import UNKNOWN, Targeting
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.known import TIERS
from data_contracts.places import TERRITORIES
from data_contracts.relations import bind

REVEALING_TIERS = ("certain", "alone")
"""Below these, a list says nothing that another file knows (design rule 9): the person may be somebody else."""

GENERAL_REASON = (
    "Cette personne a peut-être droit à cette aide. Le rapprochement des fichiers n'est pas certain : "
    "aucun détail n'est donné ici."
)
GENERAL_CHECK = "l'identité de la personne, puis sa situation"

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet would compute a text that starts so; OWASP's remedy is an apostrophe before it."""


@dataclass(frozen=True)
class ListColumn:
    """A column of a list: heading, meaning (both in French), the SQL that fills it, and how a spreadsheet shows it."""

    header: str
    sql: str
    meaning: str
    kind: Literal["text", "eur", "date"] = "text"
    width: float = 12


def columns(targeting: Targeting) -> list[ListColumn]:
    """The columns of the campaign's list."""
    return _contact_columns(targeting) if targeting.campaign.action == "inform" else _rights_columns(targeting)


@dataclass(frozen=True)
class Listing:
    """A list, filled: its columns, and its rows with the identities, in their order; nothing is left to compute."""

    targeting: Targeting
    columns: list[ListColumn]
    rows: pl.DataFrame = field(repr=False)
    """Headed as the columns; never shown, for it names people."""


def fill(targeting: Targeting) -> Listing:
    """Meet the identities: one row a person listed and benefit."""
    shown = columns(targeting)
    filled = ", ".join(f'{column.sql} AS "{column.header}"' for column in shown)
    bind(targeting.con, campaign_listed=targeting.listed, campaign_identities=targeting.identities)
    rows = targeting.con.sql(f"""
        WITH filled AS MATERIALIZED (
            SELECT {filled}, row_number() OVER (ORDER BY commune_code NULLS LAST, person_id, benefit) AS place
            FROM campaign_listed AS listed JOIN campaign_identities AS identity USING (person_id))
        SELECT * EXCLUDE place FROM filled ORDER BY place
    """)
    return Listing(targeting, shown, pl.DataFrame(rows))


def write_csv(listing: Listing, path: Path) -> int:
    """Write the list as French spreadsheets open it: `;`, BOM, CRLF, decimal comma, days first. Returns the rows."""
    computed = "".join(map(re.escape, FORMULA_STARTS))
    harmless = pl.col(pl.String).str.replace(f"^[{computed}]", "'${0}").replace("", None)
    listing.rows.with_columns(harmless).write_csv(
        path, include_bom=True, separator=";", line_terminator="\r\n", date_format="%d/%m/%Y", decimal_comma=True
    )
    return listing.rows.height


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _labels(column: str, labels: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{code}' THEN {_quoted(label)}" for code, label in labels.items())
    return f"CASE {column} {cases} ELSE {_quoted(UNKNOWN[1])} END"


def _if_sure(sql: str, otherwise: str) -> str:
    """Nothing that another file knows, where it may be somebody else's, or a spouse's whom no file names as such."""
    return f"CASE WHEN tier IN {REVEALING_TIERS} AND NOT household_inferred THEN {sql} ELSE {otherwise} END"


def _reference() -> ListColumn:
    meaning = "Repère de la personne, le même d'un mois à l'autre ; à rappeler dans les retours. Ce n'est pas un NIR."
    return ListColumn("Référence", "person_id", meaning, width=24)


def _address_columns() -> list[ListColumn]:
    widths = (26, 26, 22, 18, 14, 14)
    return [
        ListColumn(
            f"Adresse ligne {number}",
            f"{postal.kept_lines('identity')}[{number}]",
            "Adresse à imprimer telle quelle (norme NF Z10-011), lignes vides retirées.",
            width=width,
        )
        for number, width in enumerate(widths, start=1)
    ]


def _data_date(targeting: Targeting) -> ListColumn:
    sql = f"DATE '{targeting.period.last_day}'"
    return ListColumn("Date des données", sql, "Dernier jour du mois que décrivent les fichiers.", "date", 11)


def _contact_columns(targeting: Targeting) -> list[ListColumn]:
    territories = {code: label for code, (label, _) in TERRITORIES.items()}
    amount = "Estimation ; vide quand le rapprochement n'est pas certain ou que l'estimation est impossible."
    return [
        _reference(),
        *_address_columns(),
        ListColumn("Code commune", "commune_code", "Code Insee de la commune de résidence.", width=10),
        ListColumn(
            "Type de territoire",
            _labels("territory", territories),
            "Grille de densité de l'Insee, 3 niveaux.",
            width=15,
        ),
        ListColumn("Droit", _labels("benefit", BENEFITS), "Droit auquel la personne peut prétendre.", width=13),
        ListColumn(
            "Probabilité",
            _labels("verdict", VERDICTS),
            "Droit probable : rien de connu ne s'y oppose. Droit possible : cela dépend de ce qui reste à vérifier.",
            width=14,
        ),
        ListColumn("Montant mensuel minimum estimé (EUR)", _if_sure("amount_min_eur_month", "NULL"), amount, "eur", 14),
        ListColumn("Montant mensuel maximum estimé (EUR)", _if_sure("amount_max_eur_month", "NULL"), amount, "eur", 14),
        ListColumn(
            "Pourquoi cette personne",
            _if_sure("why", _quoted(GENERAL_REASON)),
            "Conditions, valeurs et articles retenus ; une phrase générale quand le rapprochement n'est pas certain.",
            width=55,
        ),
        ListColumn(
            "Ce qui reste à vérifier",
            _if_sure("array_to_string(missing, ' ; ')", _quoted(GENERAL_CHECK)),
            "Ce que les fichiers ne disent pas et qui décide du droit.",
            width=26,
        ),
        ListColumn("Prochaine étape", _quoted(targeting.campaign.next_step), "Ce que prévoit la campagne.", width=30),
        ListColumn(
            "Sûreté du rapprochement", _labels("tier", TIERS), "Comment les fichiers ont été rapprochés.", width=20
        ),
        _data_date(targeting),
    ]


def _rights_columns(targeting: Targeting) -> list[ListColumn]:
    number = "replace(replace(identity.nir, '2A', '19'), '2B', '18')::BIGINT"
    nir = [
        ListColumn("NIR", "identity.nir", "Numéro de sécurité sociale, 13 caractères."),
        ListColumn("Clé", f"lpad((97 - {number} % 97)::VARCHAR, 2, '0')", "Clé du NIR, calculée."),
    ]
    opens = f"DATE '{targeting.period.shift(1).first_day}'"
    return [
        _reference(),
        # Strict necessity (CNIL 2022-101): the NIR goes out only where the campaign says it is needed.
        *(nir if targeting.campaign.needs_nir else []),
        ListColumn("Nom", "identity.last_name", "Nom d'usage."),
        ListColumn("Nom de naissance", "identity.birth_name", "Nom de naissance, s'il est connu."),
        ListColumn("Prénom", "identity.first_name", "Prénom."),
        ListColumn("Date de naissance", "identity.birth_date", "Les parties inconnues sont écrites 01.", "date"),
        ListColumn("Droit à ouvrir", _labels("benefit", BENEFITS), "Droit à ouvrir sans démarche."),
        ListColumn("À compter du", opens, "Premier jour du mois qui suit les données.", "date"),
        ListColumn("Éléments retenus", "why", "Conditions, valeurs et articles retenus."),
        *_address_columns(),
        _data_date(targeting),
    ]
