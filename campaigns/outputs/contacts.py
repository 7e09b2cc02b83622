"""The list of people to contact in a wave: a row a person and benefit.

Belongs here: its columns. Does not: writing it (`lists`, `workbook`).
"""

from campaigns.outputs.list_columns import ListColumn, address_columns, data_date, if_sure, labels, quoted, reference
from campaigns.targeting import Targeting
from data_contracts.campaign import Campaign
from data_contracts.campaign_parts import MEANS
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.known import TIERS
from data_contracts.places import TERRITORIES

GENERAL_REASON = (
    "Cette personne a peut-être droit à cette aide. Le rapprochement des fichiers n'est pas certain : "
    "aucun détail n'est donné ici."
)
GENERAL_CHECK = "l'identité de la personne, puis sa situation"


def means(campaign: Campaign, wave: int) -> str:
    """`courrier`, `appel` or `visite`."""
    return MEANS[campaign.waves[wave - 1].by]


def contact_columns(targeting: Targeting, wave: int) -> list[ListColumn]:
    """The columns of the list of a wave (1, 2…)."""
    territories = {code: label for code, (label, _) in TERRITORIES.items()}
    amount = "Estimation ; vide quand le rapprochement n'est pas certain ou que l'estimation est impossible."
    return [
        reference(),
        ListColumn("Vague", quoted(str(wave)), "Numéro de la vague : la première, puis les relances.", width=10),
        ListColumn("Moyen", quoted(means(targeting.campaign, wave)), "Courrier, appel ou visite.", width=10),
        *address_columns(),
        ListColumn("Code commune", "commune_code", "Code Insee de la commune de résidence.", width=10),
        ListColumn(
            "Type de territoire",
            labels("territory", territories),
            "Grille de densité de l'Insee, 3 niveaux.",
            width=15,
        ),
        ListColumn("Droit", labels("benefit", BENEFITS), "Droit auquel la personne peut prétendre.", width=13),
        ListColumn(
            "Probabilité",
            labels("verdict", VERDICTS),
            "Droit probable : rien de connu ne s'y oppose. Droit possible : cela dépend de ce qui reste à vérifier.",
            width=14,
        ),
        ListColumn("Montant mensuel minimum estimé (EUR)", if_sure("amount_min_eur_month", "NULL"), amount, "eur", 14),
        ListColumn("Montant mensuel maximum estimé (EUR)", if_sure("amount_max_eur_month", "NULL"), amount, "eur", 14),
        ListColumn(
            "Pourquoi cette personne",
            if_sure("why", quoted(GENERAL_REASON)),
            "Conditions, valeurs et articles retenus ; une phrase générale quand le rapprochement n'est pas certain.",
            width=55,
        ),
        ListColumn(
            "Ce qui reste à vérifier",
            if_sure("array_to_string(missing, ' ; ')", quoted(GENERAL_CHECK)),
            "Ce que les fichiers ne disent pas et qui décide du droit.",
            width=26,
        ),
        ListColumn("Prochaine étape", quoted(targeting.campaign.next_step), "Ce que prévoit la campagne.", width=30),
        ListColumn(
            "Sûreté du rapprochement", labels("tier", TIERS), "Comment les fichiers ont été rapprochés.", width=20
        ),
        data_date(targeting),
    ]
