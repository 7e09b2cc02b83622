"""The explanation for the agent: everything that led to the verdict, with articles, values, months and sources.

Belongs here: how it is laid out, in French. Does not: finding it (`evaluating`).
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from data_contracts.decided import BENEFITS
from data_contracts.facts import BENEFIT_STATES, BENEFITS_RECEIVED
from data_contracts.french import capital, counted, day, euros, months, typographic
from data_contracts.situation import NOT_RECEIVED
from eligibility.explaining.benefit_words import WORDS
from eligibility.explaining.explanation import Explanation, InForce, Outcome, Range, Told, Value
from eligibility.explaining.law_asked import PERIODS
from eligibility.facts import FACTS

VERDICTS = {
    "receiving": "droit ouvert",
    "likely": "droit probable",
    "possible": "droit possible",
    "unlikely": "droit improbable",
    "not_covered": "non calculé, car la loi de ce territoire est différente ; le droit y existe peut-être",
}
MEANINGS = {
    "likely": "toutes les conditions sont remplies, quels que soient les faits qui manquent, si ce qui est présumé est "
    "exact",
    "possible": "aucune condition n'est exclue, mais des faits qui manquent décident",
    "unlikely": "une condition au moins n'est pas remplie, quels que soient les faits qui manquent, si ce qui est "
    "présumé est exact",
}
FEW = 4
"""Missing facts that are named beside a condition; more are named once, for all conditions."""
HOLDS = {"yes": "Oui", "no": "Non", "unknown": "Inconnu"}
UNCERTAIN = (
    "Attention : le rapprochement des fichiers n'est que probable. Rien n'assure qu'ils parlent tous de la même "
    "personne, ou du même foyer : des faits ci-dessous, et donc la conclusion, peuvent être ceux de quelqu'un d'autre. "
    "Avant d'en parler, vérifier qui est la personne et lui demander sa situation ; ne rien lui lire de ce qui suit."
)
ENDING = (
    "Ce résultat est un repérage, et non une décision. Il sert à informer d'un droit ou à l'ouvrir ; la loi interdit "
    "de s'en servir pour contrôler ou sanctionner (CRPA L114-8)."
)
CODES = (
    "Sigles des textes cités : CASF, code de l'action sociale et des familles ; CCH, code de la construction et de "
    "l'habitation ; CGI, code général des impôts ; CRPA, code des relations entre le public et l'administration ; CSS, "
    "devant un article, code de la sécurité sociale (ailleurs, Complémentaire santé solidaire) ; CT, code du travail."
)


def for_agent(e: Explanation, *, certain: bool) -> str:
    """The whole text of one benefit; `certain` is False where the facts may be somebody else's, as in `for_person`."""
    return typographic("\n".join(_lines(e, certain))) + "\n"


def _lines(e: Explanation, certain: bool) -> Iterator[str]:
    holder = f"personne {e.person_id}, foyer {e.household_id}" if e.person_id else f"foyer {e.household_id}"
    yield f"{capital(BENEFITS.get(e.benefit, BENEFITS_RECEIVED[e.benefit]))} — {holder}, au {day(e.day)}"
    yield ""
    if not certain:
        yield UNCERTAIN
        yield ""
    yield f"Conclusion : {VERDICTS[e.verdict]}."
    if e.verdict == "receiving":
        yield f"Le calcul, sans tenir compte de ce droit ouvert : {VERDICTS[e.right]}."
    if e.verdict != "not_covered":
        yield f"Ce que cela veut dire : {MEANINGS[e.right]}."
    states = {**BENEFIT_STATES, **NOT_RECEIVED}
    yield f"État du droit dans les fichiers : {states[e.state] if e.state else 'non connu'}."
    if e.verdict != "not_covered":
        yield from _reckoned(e)
    yield from _listed("Faits utilisés", _told(e.told))
    if e.verdict != "not_covered":
        yield from _listed("Ce que la règle ne regarde pas", [f"  - {text}" for text in e.ignores])
        yield from _listed(
            f"Valeurs de la loi au {day(e.day)}, sauf autre jour indiqué",
            [line for law in e.in_force for line in _law(law, e.day)],
        )
    yield ""
    yield ENDING
    yield CODES


def _law(law: InForce, today: date) -> Iterator[str]:
    """On one line, or one more for each zone; with its day where the rule asks for another one's."""
    name = law.description if law.on == today else f"{law.description}, au {day(law.on)}"
    of_zones = law.value.split("\n") if law.value.startswith("zone ") else []
    yield f"  - {name} :{'' if of_zones else f' {law.value}'} ({_texts(law)})".replace(" : (", " (")
    yield from (f"      {zone}" for zone in of_zones)


def _texts(law: InForce) -> str:
    return " ; ".join(filter(None, (law.article, law.source)))


def _reckoned(e: Explanation) -> Iterator[str]:
    if e.amount is not None and e.right != "unlikely":
        name = "Participation du foyer" if WORDS[e.benefit].amount == "cost" else "Montant"
        yield f"{name} : {_range(e.amount, 'EUR/month')}."
    if e.months and e.months_looked_at:
        wider = "" if e.months == e.months_looked_at else f" ; pour certaines, {months(e.months_looked_at)}"
        yield f"Ressources regardées : {months(e.months)}{wider}."
    yield f"Règle : {e.article}."
    yield from _listed("Conditions", [line for outcome in e.conditions for line in _outcome(outcome)])
    said = {value for outcome in e.conditions for value in outcome.values}
    yield from _listed("Calcul du montant", [f"  {_value(value)}" for value in e.values if value not in said])
    yield from _listed("Ce qui manque et décide", [f"  - {FACTS[fact].label}" for fact in e.missing])
    yield from _listed("Ce qui est présumé, faute de le savoir", [f"  - {FACTS[f].presumption}" for f in e.presumed])


def _listed(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *lines] if lines else []


def _outcome(outcome: Outcome) -> Iterator[str]:
    yield f"  {HOLDS[outcome.holds]} — {outcome.label} ({outcome.article})"
    for value in outcome.values:
        yield f"      {_value(value)}"
    if outcome.missing:
        few = len(outcome.missing) <= FEW
        labels = " ; ".join(FACTS[fact].label for fact in outcome.missing)
        yield f"      Dépend de : {labels if few else 'ce qui manque, ci-dessous'}"


def _value(value: Value) -> str:
    article = f" ({value.article})" if value.article else ""
    return f"{value.label} : {_range(value.range, value.unit)}{article}"


def _range(amount: Range, unit: str) -> str:
    period = PERIODS.get(unit, "")

    def said(bound: float, whole: bool = True) -> str:
        if unit in PERIODS:
            return euros(bound) + (period if whole else "")
        return counted(bound, unit) if whole else counted(bound, "").strip()

    if amount.low is not None and amount.exact:
        return said(amount.low)
    if amount.high is None:
        return f"au moins {said(amount.low)}" if amount.low else "non connu"
    if amount.low is None:
        return f"au plus {said(amount.high)}"
    return f"entre {said(amount.low, whole=False)} et {said(amount.high)}"


def _told(facts: tuple[Told, ...]) -> list[str]:
    sources = {fact.source for fact in facts}
    lines = [f"  Source : {next(iter(sources))}."] if len(sources) == 1 else []
    for of, theirs in groupby(facts, key=lambda fact: fact.of):
        lines.append(f"  {capital(of)}")
        for fact in theirs:
            value = f"non dit ; présumé : {fact.value}" if fact.presumed else fact.value or "non connu"
            source = f" [{fact.source}]" if len(sources) > 1 else ""
            lines.append(f"    - {fact.label} : {value}{source}")
    return lines
