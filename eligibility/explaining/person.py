"""The explanation for the person: short, plain and kind; no article, no jargon, nothing that could frighten.

Belongs here: the text as a whole, by verdict and state of the benefit. Does not: the sentences of a verdict
(`verdicts`), what benefits and facts are called (`benefit_words`, `fact_words`); where to go, which is the campaign's
(`contact`). Below the certain tier the text is the same for everybody: a doubtful match reveals nothing.
"""

from collections.abc import Iterable, Sequence

from data_contracts.french import typographic
from eligibility.explaining.benefit_words import WORDS, Words
from eligibility.explaining.explanation import Explanation
from eligibility.explaining.verdicts import HELP, VERDICTS, known_on, of_state

CLOSING = (
    "À savoir",
    "Ce message n'est pas une décision. Seul l'organisme qui verse l'aide peut décider.",
    "Ces informations servent à vous faire connaître vos droits, et à rien d'autre. Elles ne peuvent servir ni à vous "
    "contrôler, ni à vous réclamer de l'argent : la loi l'interdit.",
    "Vous êtes libre. Vous pouvez ne pas donner suite, sans dire pourquoi. "
    "Vous pouvez aussi demander à ne plus recevoir de message comme celui-ci.",
)


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
            f"{known_on(e)}, vous avez déjà {words.name}. Vous n'avez rien à faire.",
            f"Si vous ne l'avez pas, dites-le-nous : nous regarderons pourquoi avec vous. {HELP}",
        ]
    elif e.state == "pending":
        body = [
            f"{known_on(e)}, votre demande est à l'étude, ou votre droit va commencer. Vous n'avez rien à refaire.",
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
        body = [*of_state(e), *VERDICTS[e.verdict](e, words)]
        if words.good_to_know and e.verdict != "unlikely":
            body.append(words.good_to_know)
    return [words.full_name, words.what, *body]
