"""The dictionary says what the contract says, and every row of it is a well-formed Markdown row."""

import re
from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Sensitivity, Table, column, identity
from data_contracts.described import PersonSituation
from data_contracts.dictionary import HEADINGS, describe, markdown
from data_contracts.received import DATASETS


class Person(Table):
    """Someone, in a table of tests.

    A second paragraph.
    """

    table_name: ClassVar[str] = "persons"
    key: ClassVar[tuple[str, ...]] = ("line",)
    not_after: ClassVar[tuple[tuple[str, str], ...]] = (("birth_date", "seen_on"),)

    line: int = column("line", minimum=1, sensitivity=Sensitivity.OPEN)
    birth_date: date = identity("birth date", minimum=date(1890, 1, 1), maximum=date(2100, 12, 31))
    seen_on: date | None = column("day seen")
    sex: str | None = column("sex", codes={"1": "homme", "2": "femme"}, max_null_share=0.125)
    name: str = identity("name,\nas | written", pattern="A|B", max_length=50)
    rsa_eur_month: Decimal | None = column("RSA", unit="EUR/month", minimum=0)


def test_each_column_says_what_its_contract_says() -> None:
    rows = {row["Colonne"]: row for row in describe(Person)}
    assert list(rows) == Person.column_names()
    assert all(tuple(row) == HEADINGS and row["Table"] == "persons" for row in rows.values())
    assert rows["line"]["Type"] == "nombre entier"
    assert rows["line"]["Sensibilité"] == "libre"
    assert rows["birth_date"]["Bornes"] == "au moins 1890-01-01 ; au plus 2100-12-31"
    assert rows["birth_date"]["Sensibilité"] == "identité"
    assert rows["sex"]["Type"] == "texte, facultatif"
    assert rows["sex"]["Codes"] == "1 = homme ; 2 = femme"
    assert rows["sex"]["Bornes"] == "12,5 % de valeurs manquantes tolérées"
    assert rows["name"]["Bornes"] == "au plus 50 caractères ; forme `A|B`"
    assert rows["rsa_eur_month"] == {
        "Table": "persons",
        "Colonne": "rsa_eur_month",
        "Type": "nombre décimal, facultatif",
        "Unité": "EUR/month",
        "Codes": "",
        "Bornes": "au moins 0",
        "Sensibilité": "pseudonyme",
        "Description": "RSA",
    }


def test_a_section_names_its_key_and_what_holds_between_columns() -> None:
    text = markdown([Person])
    assert text.startswith("# Dictionnaire des données\n\n## persons\n\nSomeone, in a table of tests.\n")
    assert "Clé : `line`\n" in text
    assert "`birth_date` ≤ `seen_on`" in text
    assert "| name,\\nas" not in text
    assert "| name, as \\| written |" in text


def test_every_row_of_every_contract_is_well_formed() -> None:
    models: list[type[Table]] = [*DATASETS.values(), PersonSituation]
    rows = [line for line in markdown(models).splitlines() if line.startswith("|")]
    assert len(rows) == sum(len(model.column_names()) + 2 for model in models)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {len(HEADINGS) + 1}
