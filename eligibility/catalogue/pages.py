"""The catalogue as Markdown pages in French: one to begin with, one a benefit, one a family of dated values.

Belongs here: the first page, and which pages there are. Does not: the others (`benefit_pages`, `value_pages`).
"""

from collections.abc import Sequence

from eligibility.catalogue.benefit_pages import benefit_page
from eligibility.catalogue.form import Catalogue, Undecided
from eligibility.catalogue.markdown import bullets, page, table
from eligibility.catalogue.value_pages import FAMILIES, family_of, value_page
from eligibility.catalogue.words import CODES, in_words, period

FIRST_PAGE, DATA = "catalogue.md", "catalogue.json"


def files(catalogue: Catalogue) -> dict[str, str]:
    """Every file of the catalogue, by its path in the folder."""
    families = sorted({family_of(parameter.name) for parameter in catalogue.parameters})
    return {
        FIRST_PAGE: page(_first(catalogue, families)),
        **{f"prestations/{b.code}.md": page(benefit_page(b, catalogue)) for b in catalogue.benefits},
        **{f"valeurs/{family}.md": page(value_page(family, catalogue)) for family in families},
        DATA: catalogue.model_dump_json(indent=1) + "\n",
    }


def _first(catalogue: Catalogue, families: Sequence[str]) -> list[str]:
    day = catalogue.as_of
    held = f"Il dit ce qui était en vigueur le {in_words(day)}, et cela seul." if day else (
        f"Il dit tout ce qui a été en vigueur depuis le {in_words(catalogue.since)}, et ce qui est déjà publié pour "
        "après."
    )  # fmt: skip
    return [
        f"# Catalogue des règles{f' au {in_words(day)}' if day else ''}",
        "",
        "Juste Droit cherche les personnes qui ont sans doute droit à une prestation et ne la reçoivent pas. Ce "
        "catalogue publie les règles qu'il applique pour cela, comme le demande l'article L312-1-3 du code des "
        f"relations entre le public et l'administration. {held}",
        "",
        "Il est écrit par le programme à partir des règles mêmes qu'il applique. Le fichier "
        f"[`{DATA}`]({DATA}) dit la même chose aux machines (forme n° {catalogue.form}).",
        "",
        f"Dans les textes cités, {' ; '.join(f'{short} est le {code}' for short, code in CODES.items())}.",
        "",
        "## Ce que le programme répond",
        "",
        *bullets(
            [
                "**droit ouvert** : la prestation est déjà versée ;",
                "**droit probable** : toutes les conditions sont remplies, quoi que disent les informations qui "
                "manquent ;",
                "**droit possible** : cela dépend d'informations qui manquent ; elles sont nommées ;",
                "**droit improbable** : une condition au moins n'est pas remplie ;",
                "**non couvert** : la personne vit là où une autre loi s'applique.",
            ]
        ),
        "Ce n'est jamais une décision : seul l'organisme qui verse la prestation décide. Une "
        "information qui manque n'est jamais comptée comme un zéro ni comme un non ; quelques-unes sont présumées, et "
        "chaque page dit lesquelles. Rien de cela ne peut servir à rechercher des fraudes ou des trop-perçus.",
        "",
        "## Prestations étudiées",
        "",
        *([] if catalogue.benefits else ["Aucune règle n'est en vigueur ce jour-là.", ""]),
        *table(
            ("Prestation", "En vigueur", "À quoi elle sert"),
            [
                (
                    f"[{benefit.name}](prestations/{benefit.code}.md)",
                    period(benefit.rules[0].start, benefit.rules[-1].end),
                    benefit.purpose,
                )
                for benefit in catalogue.benefits
            ],
        ),
        *_undecided(catalogue.undecided),
        "## Valeurs datées de la loi",
        "",
        "Montants, plafonds, taux et âges, chacun avec le texte qui l'a fixé et le jour de sa dernière vérification.",
        "",
        *table(
            ("Famille", "Valeurs"),
            [
                (
                    f"[{FAMILIES.get(family, family)}](valeurs/{family}.md)",
                    str(sum(family_of(parameter.name) == family for parameter in catalogue.parameters)),
                )
                for family in families
            ],
            right=(1,),
        ),
    ]


def _undecided(undecided: Sequence[Undecided]) -> list[str]:
    lines = [
        "## Ce qui n'est pas étudié",
        "",
        "Les fichiers des administrations ne permettent pas de dire si une personne y a droit, ou aucune règle n'a été "
        "écrite. N'y rien trouver ne veut donc pas dire « sans droit ».",
        "",
    ]
    for one in undecided:
        since = [f"Existe depuis le {in_words(one.start)}."] if one.start else []
        lines += [
            f"### {one.name}",
            "",
            one.reason,
            "",
            *bullets(
                [
                    f"Où s'adresser : {one.where_to_go}.",
                    *([f"Textes : {one.article}."] if one.article else []),
                    *since,
                ]
            ),
        ]
    return lines
