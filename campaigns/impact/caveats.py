"""What must be said beside the figures of a campaign, in French, so that nobody reads more in them than there is.

Belongs here: the conditions and the sentences. Does not: the figures.
"""

import math
from collections.abc import Iterator, Sequence

from campaigns.impact.answers import Precision
from campaigns.impact.measuring import FEW, Cost, Effect
from campaigns.impact.outcomes import Outcomes
from campaigns.impact.power import smallest_effect
from campaigns.impact.wording import decimal, month_name, of_month, percent
from data_contracts.decided import BENEFITS

REQUESTS_KNOWN = frozenset({"rsa_socle", "rsa_activite", "prime_activite"})
"""Benefits of which a file tells requests and refusals (see contract BenefitReceived)."""


def caveats(
    outcomes: Outcomes, opened: Effect, found_again: Effect, precision: Sequence[Precision], cost: Cost | None
) -> Iterator[str]:
    """Sentences, the most serious first."""
    if not outcomes.observed:
        yield "Effet pas encore mesurable : aucun fichier des mois suivis n'a été reçu."
        return
    yield from _of_the_effect(opened)
    yield from _of_the_months(outcomes)
    if found_again.demonstrated:
        yield (
            "Les foyers des deux groupes ne sont pas retrouvés aussi souvent dans les derniers fichiers "
            f"({percent(found_again.arms.share_contacted)} des contactés, {percent(found_again.arms.share_control)} "
            "des témoins) : une partie de l'écart mesuré peut venir de là."
        )
    if not REQUESTS_KNOWN & set(outcomes.benefits):
        yield "Aucun fichier ne dit qui demande ces aides : seuls les droits ouverts sont comptés comme demandes."
    waiting = sum(found.awarded.among - found.decided for found in precision if found.by == "all")
    if waiting:
        yield (
            f"Parmi les personnes qui ont répondu, {waiting} droits attendent encore une décision : "
            "la précision du ciblage est un minimum."
        )
    if cost is not None and opened.measured and cost.per_right_eur is None:
        yield "Coût par droit ouvert non défini : l'effet mesuré n'est pas supérieur à zéro."
    elif cost is not None and cost.per_right_eur is not None and cost.high_eur is None:
        yield "Coût par droit ouvert sans maximum : l'intervalle de l'effet descend jusqu'à zéro."
    yield (
        "Les effets par groupe sont donnés à titre indicatif : sur vingt groupes sans effet, un en moyenne paraîtrait "
        "en avoir un."
    )


def _of_the_months(outcomes: Outcomes) -> Iterator[str]:
    """Months to come, then months that nobody delivered, together where they miss the same benefits."""
    last = outcomes.observed[-1]
    if last != outcomes.window[-1]:
        yield (
            f"Mesure provisoire : les derniers fichiers reçus sont ceux {of_month(last)}, et le suivi va jusqu'à "
            f"{month_name(outcomes.window[-1])}."
        )
    missing: dict[tuple[str, ...], list[str]] = {}
    for month, benefits in outcomes.missing.items():
        if month < last:
            missing.setdefault(benefits, []).append(of_month(month))
    for benefits, months in missing.items():
        names = ", ".join(BENEFITS[benefit] for benefit in benefits)
        yield (
            f"Mois manquant : aucun fichier {', '.join(months)} ne dit qui reçoit : {names}. "
            "Un droit ouvert un mois manquant n'est vu que s'il dure encore un mois suivant."
        )


def _of_the_effect(opened: Effect) -> Iterator[str]:
    arms = opened.arms
    if not opened.measured:
        who = "contacté" if not arms.contacted else "témoin"
        yield f"Effet non mesurable : aucun foyer {who} n'a été tiré au sort."
        return
    if not opened.demonstrated:
        detectable = smallest_effect(arms.contacted, arms.control, arms.share_control or 0.0)
        yield "Effet non démontré : l'intervalle contient zéro, le hasard peut suffire à l'expliquer." + (
            ""
            if math.isnan(detectable)
            else f" Avec ces effectifs, seul un effet d'au moins {decimal(detectable)} points avait quatre chances sur "
            "cinq d'être vu."
        )
    elif opened.points is not None and opened.points < 0:
        yield "Effet défavorable : les foyers contactés ont moins souvent ouvert le droit que les témoins."
    if arms.few:
        yield f"Un des deux groupes compte moins de {FEW} foyers : le résultat est très incertain."
