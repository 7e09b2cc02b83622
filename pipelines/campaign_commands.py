"""What `justedroit campaign check` and `preview` show, in French. Belongs here: tables and sentences. Does not: reading
campaign files (`data_contracts`), choosing and drawing (`campaigns`), reading the store (`previewing`)."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data_contracts.campaign import ACTIONS, CONTACTABLE, Campaign
from data_contracts.campaign_file import load_campaign, load_ready
from data_contracts.campaign_parts import PEOPLE_SOURCES, PRIORITIES, REACHED_AGAIN, STRATA
from data_contracts.decided import BENEFITS, SIGNALS, VERDICTS
from data_contracts.described import PROFILES
from data_contracts.known import TIERS
from data_contracts.period import Period
from data_contracts.received import SOURCES
from data_contracts.settings import read_settings
from pipelines.showing import as_count, progress

SOURCE_LABELS = PEOPLE_SOURCES | {"deaths": "décès", "objections": "oppositions"}

FICTITIOUS = (
    "Le service qui écrit est fictif : ne rien envoyer. Pour de vraies personnes, écrire le vôtre dans le fichier de "
    "la campagne (clé sender) avant de tirer au sort."
)


def check_and_show(console: Console, file: Path) -> None:
    """Read a campaign file and say what it asks for; raises InputError with every fault at once."""
    campaign = load_ready(file)
    table = Table(title=f"« {escape(campaign.title)} » : le fichier est correct", title_justify="left")
    table.add_column("Réglage")
    table.add_column("Ce que dit le fichier", overflow="fold")
    for name, said in _said(campaign).items():
        table.add_row(name, escape(said))
    console.print(table)
    for remark in _remarks(campaign):
        console.print(f"[yellow]À noter[/] {escape(remark)}")


def preview_and_show(console: Console, file: Path, period: str) -> None:
    """Show whom a campaign would reach at a month, and what its draw could prove; nothing is written."""
    campaign, wanted, settings = load_campaign(file), Period.parse(period), read_settings()
    with progress(console, f"Aperçu de {campaign.name}") as tell:
        tell("lecture du mois")
        from pipelines.previewing import preview_campaign, undelivered

        with preview_campaign(settings, campaign, wanted) as seen:
            counts = seen.targeting.counts
    table = Table(title=f"{escape(campaign.title)}, {wanted}", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("Situations étudiées (une par personne et par droit)", as_count(counts.assessed))
    for verdict, count in counts.by_verdict.items():
        table.add_row(f"  {VERDICTS[verdict]}", as_count(count))
    table.add_row("Candidats (une ligne par personne et par droit)", as_count(counts.candidates))
    for excluded in counts.excluded:
        if excluded.count:
            table.add_row(f"  écartés : {excluded.label}", as_count(excluded.count))
    table.add_row("[bold]Retenus[/]", f"[bold]{as_count(counts.listed)}[/]")
    table.add_row("  soit, en personnes", as_count(counts.people))
    table.add_row("  soit, en foyers", as_count(counts.households))
    console.print(table)
    arms = Table(title="Tirage au sort", title_justify="left")
    for heading in ("", "Contactés", "Témoins"):
        arms.add_column(heading, justify="right" if heading else "left")
    for group in (seen.households, seen.people):
        arms.add_row(f"[bold]{group.label.capitalize()}[/]", as_count(group.contacted), as_count(group.control))
    for heading, groups in seen.splits.items():
        arms.add_section()
        arms.add_row(f"[bold]{heading}[/] (personnes)", "", "")
        for group in groups:
            arms.add_row(f"  {group.label}", as_count(group.contacted), as_count(group.control))
    console.print(arms)
    console.print(_provable(campaign, seen.households.control, seen.smallest_effect_points))
    for source in undelivered(settings, wanted):
        console.print(
            f"[yellow]À noter[/] {SOURCE_LABELS[source]} : rien de livré ce mois-ci, ce que cette source sait est "
            "inconnu ; des droits probables deviennent possibles."
            + (" La campagne compte sur elle." if set(SOURCES[source]) & set(campaign.sources_needed) else "")
        )
    console.print("Rien n'a été écrit.")


def _provable(campaign: Campaign, control: int, points: float | None) -> str:
    without = _number(campaign.expected_without_percent)
    if not control:
        return "Aucun foyer témoin : l'effet de la campagne ne pourra pas être mesuré."
    if points is None:
        return "Trop peu de foyers pour montrer un effet, quel qu'il soit."
    return (
        f"Si {without} % des foyers ouvrent le droit sans la campagne, ce tirage peut montrer une hausse d'au moins "
        f"{_number(round(points, 1))} points (il la montrera quatre fois sur cinq)."
    )


def _said(campaign: Campaign) -> dict[str, str]:
    """The settings of a campaign, in words."""
    perimeter, ages = campaign.perimeter, f"{campaign.minimum_age} ans et plus"
    if campaign.maximum_age is not None:
        ages = f"de {campaign.minimum_age} à {campaign.maximum_age} ans"
    several = f", au moins {campaign.minimum_rights} par personne" if campaign.minimum_rights > 1 else ""
    return {
        "Action": ACTIONS[campaign.action],
        "Droits": _listed(campaign.benefits, BENEFITS) + several,
        "Probabilité": _listed(campaign.verdicts, CONTACTABLE),
        "Signaux exigés": _listed(campaign.signals, SIGNALS, " ; ") or "aucun",
        "Rapprochements acceptés": _listed(campaign.tiers, TIERS, " ; "),
        "Départements": ", ".join(perimeter.departments or []) or "tous",
        "Communes": ", ".join(perimeter.communes or []) or "toutes",
        "Niveaux de densité": ", ".join(map(str, perimeter.density_levels or [])) or "tous",
        "Profils": _listed(perimeter.profiles or [], PROFILES) or "tous",
        "Fichiers utilisés": _listed(perimeter.sources or [], PEOPLE_SOURCES) or "tous",
        "Âge": ages + (", demandeurs d'emploi seulement" if campaign.jobseekers_only else ""),
        "Priorité": _listed(campaign.priority, PRIORITIES, " ; puis ") or "aucune, au hasard",
        "Foyers contactés au plus": "sans limite" if campaign.capacity is None else as_count(campaign.capacity),
        "Vagues": " ; ".join(
            f"{campaign.means(number)} {f'{wave.after_days} jours après' if wave.after_days else 'dès le tirage'}, "
            f"{REACHED_AGAIN[wave.to] if wave.after_days else 'à tous'}"
            for number, wave in enumerate(campaign.waves, start=1)
        ),
        "Groupe témoin": f"{_number(round(campaign.control.share * 100, 2))} % des foyers, tirés par "
        + (_listed(campaign.control.strata, STRATA) or "simple hasard")
        + f" (tirage numéro {campaign.seed})"
        if campaign.control.share
        else "aucun",
        "Repos du foyer": f"{campaign.rest_months} mois",
        "Résultat attendu": f"{_listed(campaign.outcome_benefits, BENEFITS)}, "
        f"en {campaign.outcome.within_months} mois au plus",
        "Qui répond": campaign.contact,
        "Lieux de rendez-vous": ", ".join(place.name for place in campaign.places) or "aucun",
        "Listes chiffrées": "oui" if campaign.recipient else "non",
    }


def _remarks(campaign: Campaign) -> list[str]:
    """What is allowed, and may not be meant."""
    remarks = []
    if not campaign.control.share:
        remarks.append("Sans groupe témoin, l'effet de la campagne ne pourra pas être mesuré.")
    if campaign.fictitious:
        remarks.append(FICTITIOUS)
    if "distance_from_services" in campaign.priority:
        remarks.append(
            "Aucun fichier ne dit où sont les services : la densité de la commune tient lieu de distance, des moins "
            "denses aux plus denses."
        )
    if campaign.action == "orient" and not campaign.places:
        remarks.append("Aucun lieu de rendez-vous n'est donné (clé places).")
    if not any(campaign.costs.model_dump().values()):
        remarks.append("Aucun coût n'est donné : le coût d'un droit ouvert ne sera pas calculé (clé costs).")
    return remarks


def _listed(codes: list[str], labels: dict[str, str], between: str = ", ") -> str:
    return between.join(labels[code] for code in codes)


def _number(value: float) -> str:
    """`12,5`, and `12` of 12.0."""
    return f"{value:g}".replace(".", ",")
