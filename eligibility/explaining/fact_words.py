"""Facts as one speaks of them to the person: what would have to be checked, what was supposed.

Belongs here: words for every fact that a rule may ask for (`eligibility.facts`). Does not: the agent's labels.
"""

from collections.abc import Iterable, Mapping

from data_contracts.french import Months, in_months
from eligibility.facts import INCOMES

TO_CHECK: Mapping[str, str] = {
    "couple": "si vous vivez en couple, ou non",
    "isolated_since": "si vous ne vivez pas en couple, depuis quand",
    "territory": "dans quel département vous habitez",
    "housing_zone": "dans quelle commune vous habitez",
    "tenure": "si vous louez votre logement, s'il est à vous, ou si l'on vous loge",
    "rent_eur_month": "le montant de votre loyer",
    "flat_share": "si vous vivez en colocation",
    "birth_date": "l'âge de chacun dans votre foyer",
    "sex": "l'état civil de chacun dans votre foyer",
    "nationality": "la nationalité de chacun",
    "permit_since": "la date du premier titre de séjour",
    "student": "si vous faites des études",
    "scholarship": "si vous avez une bourse",
    "apprentice": "si vous êtes en apprentissage",
    "independent": "si vous êtes à la charge de vos parents",
    "pregnancy_month": "si vous attendez un enfant",
    "disability_rate": "si un handicap a été reconnu",
    "unfit_for_work": "si une inaptitude au travail a été reconnue",
    "marital_state": "votre situation de famille (célibat, mariage, pacs, divorce, veuvage)",
    "alternating_custody": "si vos enfants vivent en garde alternée",
    "work_state": "si vous travaillez, cherchez un emploi, ou êtes à la retraite",
    "jobseeker_since": "depuis quand vous cherchez un emploi",
    "years_worked_of_10": "combien d'années vous avez travaillé avant votre dernier arrêt",
    "hours_worked_of_3_years": "combien vous avez travaillé ces trois dernières années",
}
RECEIVED: Mapping[str, str] = {
    "wages": "les salaires",
    "self_employment": "les revenus d'un travail à son compte",
    "unemployment": "les allocations chômage",
    "sickness": "les indemnités d'arrêt maladie",
    "own_pension": "les pensions de retraite",
    "survivor_pension": "les pensions de réversion",
    "invalidity_pension": "les pensions d'invalidité",
    "alimony_received": "les pensions alimentaires reçues",
    "alimony_paid": "les pensions alimentaires versées",
    "capital": "les revenus d'épargne et les loyers reçus",
    "other": "les autres ressources",
    "ass": "l'allocation de solidarité spécifique (ASS)",
    "aah": "l'allocation aux adultes handicapés (AAH)",
    "aspa": "l'allocation de solidarité aux personnes âgées (ASPA)",
    "asi": "l'allocation supplémentaire d'invalidité (ASI)",
    "rsa": "le RSA",
    "prime_activite": "la prime d'activité",
    "housing_benefit": "l'aide au logement",
    "af": "les allocations familiales",
    "af_age": "le supplément d'allocations familiales pour les grands enfants",
    "cf": "le complément familial",
    "cf_increase": "le supplément du complément familial",
    "asf": "l'allocation de soutien familial",
    "paje_base": "l'allocation de base pour un jeune enfant",
    "prepare": "l'allocation de congé parental",
}
"""Kinds of income."""
SUPPOSED: Mapping[str, str] = {
    "territory": "vous habitez en France métropolitaine",
    "flat_share": "vous ne vivez pas en colocation",
    "nationality": "vous avez la nationalité française, ou un titre de séjour depuis assez longtemps",
    "student": "vous ne faites pas d'études",
    "scholarship": "vous n'avez pas de bourse",
    "apprentice": "vous n'êtes pas en apprentissage",
    "independent": "vous n'êtes pas à la charge de vos parents",
    "pregnancy_month": "vous n'attendez pas d'enfant",
    "disability_rate": "aucun handicap n'a été reconnu",
    "unfit_for_work": "aucune inaptitude au travail n'a été reconnue",
    "alternating_custody": "vos enfants ne sont pas en garde alternée",
    "hours_worked_of_3_years": "vous avez travaillé moins de deux ans sur les trois derniers",
    "incomes.capital": "vous ne touchez ni loyers ni revenus d'une épargne",
    "incomes.alimony_received": "vous ne recevez pas de pension alimentaire",
    "incomes.alimony_paid": "vous ne versez pas de pension alimentaire",
    "incomes.self_employment": "vous ne travaillez pas à votre compte",
    "incomes.other": "vous n'avez aucune autre sorte de ressources",
}
OF_THE_YOUNG = frozenset({"student", "scholarship", "apprentice", "independent", "hours_worked_of_3_years"})
YOUNG, OLD_FOR_A_CHILD = 30, 55
MANY = 4
"""Kinds of income that are listed one by one; more of them are said together."""


def to_check(facts: Iterable[str], months_of: Mapping[str, Months], months: Months | None) -> list[str]:
    """What is missing, in the order of the foyer, its people, their incomes; incomes with the months that count."""
    missing = set(facts)
    said = [words for fact, words in TO_CHECK.items() if fact in missing]
    kinds = [kind for kind in RECEIVED if f"{INCOMES}{kind}" in missing]
    if len(kinds) > MANY:
        when = f", {in_months(months)}" if months else ""
        return [*said, f"toutes les ressources de votre foyer{when} (salaires, allocations, pensions…)"]
    for kind in kinds:
        span = _months_that_count(months_of.get(kind), months)
        said.append(f"{RECEIVED[kind]}, {in_months(span)}" if span else RECEIVED[kind])
    return said


def _months_that_count(of_kind: Months | None, months: Months | None) -> Months | None:
    if of_kind and months and of_kind[0] <= months[0] and months[1] <= of_kind[1]:
        return months
    return of_kind


def supposed(facts: Iterable[str], ages: Iterable[int | None]) -> list[str]:
    """What was presumed, without what makes no sense at the adults' ages."""
    known, presumed = list(ages), set(facts)
    if all(age is not None and age >= YOUNG for age in known):
        presumed -= OF_THE_YOUNG
    if all(age is not None and age >= OLD_FOR_A_CHILD for age in known):
        presumed -= {"pregnancy_month"}
    return [words for fact, words in SUPPOSED.items() if fact in presumed]
