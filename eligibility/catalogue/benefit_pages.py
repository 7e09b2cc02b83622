"""The page of one benefit: each of its rules, what it asks for and what it leaves out, in French.

Belongs here: that page. Does not: the dated values that a rule reads, which it links to (`value_pages`).
"""

from collections.abc import Mapping, Sequence

from data_contracts.french import MONTHS
from data_contracts.situation import TERRITORIES_OF_LAW
from eligibility.catalogue.form import Benefit, Catalogue, Fact, Income, Parameter, Quantity, Reform, Rule, Wording
from eligibility.catalogue.markdown import bullets, table
from eligibility.catalogue.value_pages import anchor_of, family_of, in_force, newest
from eligibility.catalogue.words import in_words, months, of_unit, period

OF = {
    "foyer": "le foyer, c'est-à-dire une personne seule ou un couple, avec les enfants à charge",
    "person": "la personne, et non le foyer",
}
UNKNOWN = (
    "Une information qui manque et dont rien n'est présumé reste inconnue : le droit est alors « possible » si elle en "
    "décide."
)
FORMS = {"net": "net", "taxable": "imposable", "gross": "brut"}
MEANINGS = "Net : ce qui est reçu. Imposable : ce qui est déclaré à l'impôt. Brut : avant cotisations."


def benefit_page(benefit: Benefit, catalogue: Catalogue) -> list[str]:
    """Lines of the page; the latest rule comes first."""
    known = {parameter.name: parameter for parameter in catalogue.parameters}
    lines = [f"# {benefit.name}", "", *([benefit.purpose, ""] if benefit.purpose else [])]
    lines += ["[Retour au catalogue](../catalogue.md)", ""]
    for rule in reversed(benefit.rules):
        lines += _rule(rule, known)
    return lines


def _rule(rule: Rule, known: Mapping[str, Parameter]) -> list[str]:
    where = " ; ".join(TERRITORIES_OF_LAW.get(code, code) for code in rule.territories)
    lines = [
        f"## {period(rule.start, rule.end)}",
        "",
        *bullets(
            [
                f"Qui a droit : {OF[rule.of]}.",
                f"Textes : {rule.article}.",
                f"Où la règle s'applique : {where}. Ailleurs, la réponse est « non couvert ».",
                f"Code qui l'applique : `{rule.function}`.",
            ]
        ),
    ]
    for wording in reversed(rule.wordings):
        lines += _wording(wording, of_all=len(rule.wordings) == 1)
    return [*lines, *_asked(rule), *_left_out(rule), *_reforms(rule), *_values(rule, known)]


def _wording(wording: Wording, *, of_all: bool) -> list[str]:
    when = "" if of_all else f", {period(wording.start, wording.end).lower()}"
    lines = [f"### Conditions{when}", "", "Toutes doivent être remplies.", ""]
    numbered = list(enumerate(wording.conditions, start=1))
    lines += table(
        ("N°", "Condition", "En clair", "Textes"),
        [(str(n), condition.label, condition.plain, condition.article) for n, condition in numbered],
        right=(0,),
    )
    reckoned = [(str(n), one) for n, condition in numbered for one in condition.reckoned]
    if reckoned:
        lines += ["Ce qui est calculé pour en juger :", "", *_quantities("N°", reckoned)]
    lines += [f"### Montant{when}", ""]
    if not wording.has_amount:
        return [*lines, "Aucun montant n'est calculé : le droit est ouvert ou ne l'est pas.", ""]
    steps = [(str(n), one) for n, one in enumerate(wording.amount, start=1)]
    if not steps:
        return [*lines, "Il se déduit de ce qui est calculé pour juger des conditions.", ""]
    return [*lines, "Il se déduit de ce qui précède, et de :", "", *_quantities("Étape", steps)]


def _quantities(heading: str, numbered: Sequence[tuple[str, Quantity]]) -> list[str]:
    rows = [(n, one.label, of_unit(one.unit), one.article) for n, one in numbered]
    return table((heading, "Grandeur", "Unité", "Textes"), rows, right=(0,))


def _asked(rule: Rule) -> list[str]:
    lines = ["### Informations demandées", "", f"{UNKNOWN}", ""]
    lines += table(
        ("Information", "De qui", "Si elle manque"),
        [(fact.label, _whose(fact), _if_missing(fact)) for fact in rule.facts],
    )
    if rule.incomes:
        month = f"{MONTHS[rule.read_on.month - 1]} {rule.read_on.year}"
        lines += [f"Revenus, et mois lus pour un droit étudié en {month} (M est ce mois, M-1 le mois d'avant) :", ""]
        lines += table(
            ("Revenu", "Forme", "Mois lus", "S'il manque"),
            [
                (one.label, ", ".join(FORMS.get(of, of) for of in one.forms), _months(one), _if_missing(one))
                for one in rule.incomes
            ],
        )
        lines += [MEANINGS, ""]
    if rule.received:
        held = ", ".join(one.label for one in rule.received)
        lines += [f"Prestations dont l'état est regardé (versée, demandée, refusée, suspendue) : {held}.", ""]
    return lines


def _whose(fact: Fact) -> str:
    if fact.of == "foyer":
        return "foyer"
    return "adultes et enfants" if fact.of_children else "adultes"


def _if_missing(fact: Fact) -> str:
    return "rien n'est présumé" if fact.presumed is None else f"présumé : {fact.presumed}"


def _months(income: Income) -> str:
    until = f", jusqu'au {in_words(income.until)}" if income.until else ""
    return f"{months(income.months)}{until}"


def _left_out(rule: Rule) -> list[str]:
    if not rule.ignores:
        return []
    return ["### Ce que la règle ne regarde pas", "", "La loi en parle, la règle non :", "", *bullets(rule.ignores)]


def _reforms(rule: Rule) -> list[str]:
    if not rule.reforms:
        return []
    english = any(reform.language == "en" for reform in rule.reforms)
    return [
        "### Réformes",
        "",
        *table(
            ("Depuis le", "Dans le code", "Ce qui change"),
            [(in_words(one.day), f"`{one.quantity}`", _change(one)) for one in rule.reforms],
        ),
        *(["En italique, la note du code, en anglais.", ""] if english else []),
    ]


def _change(reform: Reform) -> str:
    return reform.change if reform.language == "fr" else f"*{reform.change}*"


def _values(rule: Rule, known: Mapping[str, Parameter]) -> list[str]:
    read = [known[name] for name in rule.parameters if name in known]
    if not read:
        return []
    during = " tant que la règle était en vigueur" if rule.end else ""
    return [
        "### Valeurs de la loi",
        "",
        f"La dernière valeur de chacune{during} ; le lien mène à toutes celles depuis 2009, avec leurs textes.",
        "",
        *table(
            ("Valeur", "Dernière", "Unité", "Depuis le", "Textes"),
            [
                (
                    f"[{parameter.description}](../valeurs/{family_of(parameter.name)}.md#{anchor_of(parameter.name)})",
                    newest(parameter, rule.end),
                    of_unit(parameter.unit),
                    in_words(in_force(parameter, rule.end).start),
                    parameter.article,
                )
                for parameter in read
            ],
            right=(1,),
        ),
    ]
