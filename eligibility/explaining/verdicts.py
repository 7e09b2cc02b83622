"""What a verdict says to the person: the amount, why, what would have to be made sure of, what can be done.

Belongs here: the sentences made from one explanation. Does not: the text around them (`person`), what the agent reads
(`agent`).
"""

from data_contracts.french import day, in_months, to
from eligibility.explaining.amounts import about as about_amount
from eligibility.explaining.benefit_words import Words
from eligibility.explaining.explanation import Explanation, Outcome
from eligibility.explaining.fact_words import supposed, to_check

REASONS = 3
FIRST_TOLD = ("ressources", "montant", "famille", "age", "activite", "chomage", "logement", "etudes", "sejour")
"""Conditions in the order in which they matter to people; others come after."""
HELP = "Le service qui vous écrit peut vous aider, gratuitement."


def known_on(e: Explanation) -> str:
    return f"D'après nos informations au {day(e.day)}"


def of_state(e: Explanation) -> list[str]:
    """What is known of a right that was asked for; said first, for the person knows it."""
    return {
        "refused": [
            "D'après nos informations, cette aide vous a été refusée par le passé. Ce refus ne vaut pas pour toujours, "
            "car votre situation a pu changer."
        ],
        "suspended": [
            "D'après nos informations, cette aide vous a été accordée, mais elle est suspendue. Cela peut tenir à peu "
            "de chose, par exemple à un document qui manque."
        ],
        "under_minimum": [
            "D'après nos informations, vous avez déjà fait la demande. Le montant trouvé était trop petit pour être "
            "versé."
        ],
    }.get(e.state or "", [])


def _likely(e: Explanation, words: Words) -> list[str]:
    still = " toujours" if e.state == "suspended" else ""
    return [
        f"{known_on(e)}, vous avez probablement{still} droit {to(words.name)}.",
        *_amount(e, words),
        "Pourquoi ?",
        " ".join([*_reasons(e, "yes", REASONS), *_dated(e, "yes")]),
        *_suppositions(e),
        "Que pouvez-vous faire ?",
        f"{_step(e, words)} {HELP}",
    ]


def _possible(e: Explanation, words: Words) -> list[str]:
    missing = to_check(e.missing, e.months_of, e.months)
    whose = "pour chaque personne de votre foyer" if e.adults > 1 else "avec vous"
    asked = (
        [f"Ce qu'il faudrait préciser {whose} :", *(f"- {what} ;" for what in missing[:-1]), f"- {missing[-1]}."]
        if missing
        else ["Il faudrait regarder votre situation avec vous."]
    )
    reasons = _reasons(e, "yes", REASONS - 1)
    return [
        f"{known_on(e)}, vous avez peut-être droit {to(words.name)}. Il nous manque des informations pour le savoir.",
        *_amount(e, words),
        *(["Ce que nous savons", " ".join([*reasons, *_dated(e, "yes")])] if reasons else []),
        *asked,
        *_suppositions(e),
        "Que pouvez-vous faire ?",
        f"{_step(e, words)} {HELP}",
    ]


def _unlikely(e: Explanation, words: Words) -> list[str]:
    reasons = _reasons(e, "no", REASONS) or ["Une des conditions de cette aide ne semble pas remplie."]
    return [
        f"{known_on(e)}, vous n'avez probablement pas droit {to(words.name)} en ce moment.",
        "Pourquoi ?",
        " ".join([*reasons, *_dated(e, "no")]),
        *_suppositions(e),
        "Que pouvez-vous faire ?",
        "Si votre situation est différente, ou si elle change, vous pouvez refaire le point : vos droits peuvent "
        f"changer. Vous pouvez faire une demande dans tous les cas. Vous avez peut-être droit à d'autres aides. {HELP}",
    ]


VERDICTS = {"likely": _likely, "possible": _possible, "unlikely": _unlikely}


def _reasons(e: Explanation, holds: str, most: int) -> list[str]:
    """Sentences of the conditions that matter most."""

    def place(outcome: Outcome) -> int:
        return FIRST_TOLD.index(outcome.name) if outcome.name in FIRST_TOLD else len(FIRST_TOLD)

    told = [c.plain for c in sorted(e.conditions, key=place) if c.holds == holds and c.plain and not c.supposed]
    return [f"{text.removesuffix('.')}." for text in told[:most]]


def _dated(e: Explanation, holds: str) -> list[str]:
    """Which months were looked at, where resources are among the reasons."""
    looked_at = any(c.holds == holds and c.plain and c.name in ("ressources", "montant") for c in e.conditions)
    return [f"Nous avons regardé vos ressources {in_months(e.months)}."] if e.months and looked_at else []


def _suppositions(e: Explanation) -> list[str]:
    points = supposed(e.presumed, e.ages)
    if not points:
        return []
    head = "Nous avons supposé, pour vous deux, que :" if e.adults > 1 else "Nous avons supposé que :"
    return [
        head,
        *(f"- {point} ;" for point in points[:-1]),
        f"- {points[-1]}.",
        "Si ce n'est pas exact, dites-le : le résultat peut changer, en plus ou en moins.",
    ]


def _step(e: Explanation, words: Words) -> str:
    if e.state == "suspended":
        return "Vous pouvez demander pourquoi l'aide est suspendue, et ce qu'il faut pour la retrouver."
    if e.verdict == "possible":
        return "Vous pouvez faire le point sur ces informations, ou faire une demande dès maintenant."
    again = " de nouveau" if e.state in ("refused", "under_minimum") else ""
    return f"Vous pouvez demander{again} {words.name}. La demande est gratuite."


def _amount(e: Explanation, words: Words) -> list[str]:
    times = 12 if words.amount == "year" else 1
    about = e.amount and about_amount(e.amount, times)
    if not about:
        return [] if e.amount is None else ["Nous ne savons pas encore pour quel montant."]
    who = "Votre foyer pourrait" if e.adults > 1 and e.person_id is None else "Vous pourriez"
    of_about = about if about.startswith("d") else f"d'{about}"
    sentence = {
        "month": f"{who} recevoir {about} par mois",
        "year": f"Le chèque serait {of_about} pour un an",
        "cost": f"Elle vous coûterait {about} par mois, pour tout votre foyer",
    }[words.amount]
    return [f"{sentence}{', si les conditions sont remplies' if e.verdict == 'possible' else ''}."]
