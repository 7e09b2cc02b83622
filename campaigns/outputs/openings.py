"""The rights to open without an application: who, which right, on what evidence. A row a person and right.

Belongs here: the columns of the file, and the guard that lets nothing unsure into it. Does not: writing it. `why` is
the evidence: each condition with its value, its article, the months it comes from, and what is presumed.
"""

from campaigns.outputs.list_columns import ListColumn, address_columns, data_date, labels, reference
from campaigns.targeting import Targeting
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.errors import InternalError
from data_contracts.known import REVEALING_TIERS, TIERS
from data_contracts.relations import Relation


def refuse_unsure(listed: Relation) -> None:
    """Raise InternalError if any row is not surely of this person, or not a likely right with its evidence.

    Campaign files and targeting already see to it; a right opened by mistake must be paid back, so it is asked again.
    """
    unsure = listed.filter(f"""NOT coalesce(
        verdict = 'likely' AND tier IN {REVEALING_TIERS} AND coalesce(trim(why), '') <> '', false)""")
    if unsure.limit(1).fetchone():
        raise InternalError(AssertionError(), "droits à ouvrir : une ligne n'est pas assez sûre, rien n'est écrit")


def opening_columns(targeting: Targeting) -> list[ListColumn]:
    """The columns of the file: who, which right, from when, and on what evidence."""
    number = "replace(replace(identity.nir, '2A', '19'), '2B', '18')::BIGINT"
    nir = [
        ListColumn("NIR", "identity.nir", "Numéro de sécurité sociale, 13 caractères."),
        ListColumn("Clé", f"lpad((97 - {number} % 97)::VARCHAR, 2, '0')", "Clé du NIR, calculée."),
    ]
    opens = f"DATE '{targeting.period.shift(1).first_day}'"
    return [
        reference(),
        # Strict necessity (CNIL 2022-101): the NIR goes out only where the campaign says it is needed.
        *(nir if targeting.campaign.needs_nir else []),
        ListColumn("Nom", "identity.last_name", "Nom d'usage."),
        ListColumn("Nom de naissance", "identity.birth_name", "Nom de naissance, s'il est connu."),
        ListColumn("Prénom", "identity.first_name", "Prénom."),
        ListColumn("Date de naissance", "identity.birth_date", "Les parties inconnues sont écrites 01.", "date"),
        ListColumn("Droit à ouvrir", labels("benefit", BENEFITS), "Droit à ouvrir sans démarche."),
        ListColumn("À compter du", opens, "Premier jour du mois qui suit les données.", "date"),
        ListColumn("Éléments retenus", "why", "Conditions, valeurs et articles retenus."),
        ListColumn("Probabilité", labels("verdict", VERDICTS), "Seuls des droits probables sont à ouvrir."),
        ListColumn("Sûreté du rapprochement", labels("tier", TIERS), "Comment les fichiers ont été rapprochés."),
        *address_columns(),
        data_date(targeting),
    ]
