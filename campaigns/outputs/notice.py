"""« Lisez-moi »: what a reader must know before using a list.

Belongs here: the words of the first sheet and the legal mentions, in French. Does not: how it is drawn (`workbook`).
Sources: CRPA L114-8, R114-9-7, L311-3-1 and R311-3-1-1; RGPD, articles 13 and 14.
"""

from dataclasses import dataclass
from typing import Literal

from campaigns.outputs.lists import columns
from campaigns.targeting import Count, Targeting
from data_contracts.campaign import ACTIONS, Campaign
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.described import PROFILES
from data_contracts.known import TIERS

ALGORITHM_MENTION = (
    "Ce courrier vous est adressé à la suite d'un traitement algorithmique, dont le but est de repérer les personnes "
    "qui ont peut-être droit à une aide sans la recevoir. Vous avez le droit d'obtenir les règles qui définissent ce "
    "traitement et les principales caractéristiques de sa mise en œuvre, en les demandant au service indiqué dans ce "
    "courrier ; en cas de refus ou sans réponse, vous pouvez saisir la Commission d'accès aux documents administratifs "
    "(CADA). Vous pouvez aussi demander que vos données ne soient plus utilisées ainsi, et renoncer à cette aide."
)
DATA_MENTION = (
    "Les données utilisées viennent de fichiers d'administrations. Vous pouvez demander à les voir, à les faire "
    "corriger ou effacer, à limiter leur utilisation, ou vous y opposer. Pour cela, contactez le délégué à la "
    "protection des données {officer}. Vous pouvez aussi adresser une réclamation à la Commission nationale de "
    "l'informatique et des libertés (CNIL) : www.cnil.fr, ou 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07."
)
USE_MENTION = (
    "Cette liste sert à informer des personnes de leurs droits, et à rien d'autre. La loi interdit de s'en servir pour "
    "contrôler ou sanctionner qui que ce soit (CRPA, article L114-8)."
)
RETENTION_MENTION = (
    "À garder en lieu sûr, sans la transmettre au-delà du service chargé de la campagne, et à supprimer au plus tard "
    "douze mois après la réception des données (CRPA, article R114-9-7)."
)


@dataclass(frozen=True)
class Line:
    """One line of the notice: a heading, or something said, with its name or its number."""

    kind: Literal["title", "heading", "text"]
    left: str
    right: str | int = ""


def data_mention(campaign: Campaign, where: str = "dans ce courrier") -> str:
    """What people may do about their data, and with whom; `where` is the service named (RGPD, articles 13 and 14)."""
    officer = campaign.sender and campaign.sender.data_protection_officer
    return DATA_MENTION.format(officer=f": {officer}" if officer else f"du service indiqué {where}")


def notice(targeting: Targeting) -> list[Line]:
    """The lines of « Lisez-moi »."""
    campaign, counts = targeting.campaign, targeting.counts
    benefits = targeting.benefits_in_force or campaign.benefits
    meanings: dict[str, list[str]] = {}
    for column in columns(targeting):
        meanings.setdefault(column.meaning, []).append(column.header)
    return [
        Line("title", campaign.title),
        Line("text", "Action", ACTIONS[campaign.action]),
        Line("text", "Droit", ", ".join(BENEFITS[code] for code in benefits)),
        Line("text", "Date des données", f"{targeting.period.last_day:%d/%m/%Y}"),
        Line("text", "Pourquoi cette campagne", campaign.why_sent),
        Line("text", "Prochaine étape", campaign.next_step),
        Line("text", "Qui répond aux personnes", campaign.contact),
        Line("heading", "Périmètre"),
        *_perimeter(campaign),
        Line("heading", "De tous à la liste"),
        Line("text", "Situations étudiées", counts.assessed),
        *(Line("text", f"   dont {VERDICTS[code]}", count) for code, count in counts.by_verdict.items()),
        Line("text", "Retenues par leur probabilité et leurs signaux", counts.with_signals),
        Line("text", "Candidats à la campagne", counts.candidates),
        *_counted("   écartés : ", counts.excluded),
        Line("text", "Retenus", counts.listed),
        Line("text", "   personnes tirées au sort comme témoins, sur aucune liste", counts.control),
        Line("text", "   personnes à contacter", counts.contacted),
        Line("heading", "Qui est retenu, témoins compris"),
        *_counted("Département ", counts.by_department),
        *_counted("Territoire ", counts.by_territory),
        *_counted("Profil : ", counts.by_profile),
        Line("heading", "Ce que disent les colonnes"),
        *(Line("text", _span(headers), meaning) for meaning, headers in meanings.items()),
        Line("heading", "Ce que la loi demande"),
        Line("text", "Usage", USE_MENTION),
        Line("text", "Mention à reprendre dans chaque courrier (CRPA, article L311-3-1)", ALGORITHM_MENTION),
        Line("text", "Mention à reprendre dans chaque courrier (RGPD, articles 13 et 14)", data_mention(campaign)),
        Line("text", "Conservation", RETENTION_MENTION),
    ]


def _perimeter(campaign: Campaign) -> list[Line]:
    perimeter = campaign.perimeter
    levels = [str(level) for level in perimeter.density_levels or []]
    profiles = [PROFILES[code] for code in perimeter.profiles or []]
    return [
        Line("text", "Départements", ", ".join(perimeter.departments or []) or "tous"),
        Line("text", "Niveaux de densité (de 1, urbain, à 7, rural)", ", ".join(levels) or "tous"),
        Line("text", "Profils", ", ".join(profiles) or "tous"),
        Line("text", "Âge minimum", f"{campaign.minimum_age} ans"),
        Line("text", "Demandeurs d'emploi seulement", "oui" if campaign.jobseekers_only else "non"),
        Line("text", "Rapprochements acceptés", " ; ".join(TIERS[code] for code in campaign.tiers)),
    ]


def _counted(before: str, counts: list[Count]) -> list[Line]:
    return [Line("text", f"{before}{count.label}", count.count) for count in counts if count.count]


def _span(headers: list[str]) -> str:
    return f"{headers[0]} à {headers[-1]}" if len(headers) > 2 else " et ".join(headers)
