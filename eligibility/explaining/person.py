"""The explanation for the person: short, plain and kind; no article, no jargon, nothing that could frighten.

Belongs here: the sentences, by verdict and state of the benefit. Does not: what benefits and facts are called
(`benefit_words`, `fact_words`); where to go, which is the campaign's (`contact`). Below the certain tier the text is
the same for everybody: a doubtful match reveals nothing.
"""

from collections.abc import Iterable, Sequence

from data_contracts.french import day, in_months, to, typographic
from eligibility.explaining.amounts import about as about_amount
from eligibility.explaining.benefit_words import WORDS, Words
from eligibility.explaining.explanation import Explanation, Outcome
from eligibility.explaining.fact_words import supposed, to_check

REASONS = 3
FIRST_TOLD = ("ressources", "montant", "famille", "age", "activite", "chomage", "logement", "etudes", "sejour")
"""Conditions in the order in which they matter to people; others come after."""

CLOSING = (
    "À savoir",
    "Ce message n'est pas une décision. Seul l'organisme qui verse l'aide décide, si vous la demandez.",
    "Ces informations servent à vous faire connaître vos droits, et à rien d'autre. Elles ne peuvent servir ni à vous "
    "contrôler, ni à vous réclamer de l'argent : la loi l'interdit.",
    "Vous êtes libre. Vous pouvez ne pas donner suite, sans dire pourquoi. "
    "Vous pouvez aussi demander à ne plus recevoir de message comme celui-ci.",
)
HELP = "Le service qui vous écrit peut vous aider, gratuitement."


def for_person(explanations: Explanation | Sequence[Explanation], *, certain: bool, contact: str = "") -> str:
    """The text of one benefit or several; `certain` is False where the person may be somebody else's match.

    `contact` says where to go, in the campaign's words.
    """
    several = [explanations] if isinstance(explanations, Explanation) else list(explanations)
    parts = [_certain(each) if certain else _general(WORDS[each.benefit]) for each in several]
    ending = [*([contact] if contact else []), *CLOSING]
    return typographic("\n".join(_spaced([line for part in parts for line in part] + ending))) + "\n"


def _spaced(lines: Iterable[str]) -> Iterable[str]:
    """An empty line before each, but inside lists."""
    before = ""
    for line in lines:
        if before and not line.startswith("- "):
            yield ""
        yield line
        before = line


def _general(words: Words) -> list[str]:
    return [
        words.full_name,
        words.what,
        "Beaucoup de personnes y ont droit sans le savoir. C'est peut-être votre cas.",
        "Nous ne pouvons pas vous en dire plus dans ce message. Vous pouvez faire le point sur vos droits.",
        HELP,
        "Si vous avez déjà cette aide, vous n'avez rien à faire.",
    ]


def _certain(e: Explanation) -> list[str]:
    words = WORDS[e.benefit]
    if e.verdict == "receiving" or e.state == "live":
        body = [
            f"{_known_on(e)}, vous avez déjà {words.name}. Vous n'avez rien à faire.",
            f"Si vous ne l'avez pas, dites-le-nous : nous regarderons pourquoi avec vous. {HELP}",
        ]
    elif e.state == "pending":
        body = [
            f"{_known_on(e)}, votre demande est à l'étude, ou votre droit va commencer. Vous n'avez rien à refaire.",
            "Sans nouvelles, vous pouvez demander où en est votre dossier.",
        ]
    elif e.verdict == "not_covered":
        body = [
            "Là où vous habitez, les règles de cette aide sont en partie différentes. Nous ne savons pas encore les "
            "appliquer.",
            "Vous y avez peut-être droit. Vous pouvez poser la question, ou faire une demande.",
            HELP,
        ]
    else:
        body = [*_of_state(e), *VERDICTS[e.verdict](e, words)]
        if words.good_to_know and e.verdict != "unlikely":
            body.append(words.good_to_know)
    return [words.full_name, words.what, *body]


def _known_on(e: Explanation) -> str:
    return f"D'après nos informations au {day(e.day)}"


def _of_state(e: Explanation) -> list[str]:
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
        f"{_known_on(e)}, vous avez sans doute{still} droit {to(words.name)}.",
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
        f"{_known_on(e)}, vous avez peut-être droit {to(words.name)}. Il nous manque des informations pour le savoir.",
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
        f"{_known_on(e)}, vous n'avez sans doute pas droit {to(words.name)} en ce moment.",
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
