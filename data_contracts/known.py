"""What the linkage hands over: records in one form, who is who, doubts, flags, identities.

`records`, `identities` live in the identity zone; everything else is pseudonymous. A missing fact is missing,
never zero: every nullable column below means "the files do not say". Situations are in `described`, single facts in
`facts`.
"""

from datetime import date
from typing import ClassVar

from data_contracts.columns import Table, column, identity, pseudonym
from data_contracts.received import BIRTH_PRECISION, SEX

TIERS = {
    "certain": "NIR et naissance concordants",
    "probable": "nom, prénom et naissance concordants",
    "alone": "un seul fichier connaît la personne",
}
REVEALING_TIERS = ("certain", "alone")
"""Below these, nothing is told that another file knows (design rule 9): the person may be somebody else."""

DOUBTS = {
    "nir_absent": "NIR absent",
    "nir_malforme": "NIR mal formé",
    "nir_cle_fausse": "clé du NIR fausse",
    "nir_incoherent": "NIR incohérent avec le sexe ou la naissance",
    "nir_partage": "NIR porté par des personnes différentes",
    "naissance_incomplete": "jour ou mois de naissance inconnu",
    "naissance_divergente": "naissance différente d'un fichier à l'autre",
    "nom_graphie": "nom écrit hors de la norme (accents, traits d'union, minuscules)",
    "nom_divergent": "nom ou prénom différent d'un fichier à l'autre",
    "nom_prenom_inverses": "nom et prénom inversés",
    "adresse_divergente": "commune différente d'un fichier à l'autre",
    "doublon": "ligne répétée dans le fichier",
    "homonyme": "même nom et même naissance, NIR différents",
    "jumeaux": "même naissance dans le même foyer",
    "decede": "figure au fichier des décès",
}


NIR_STATES = {
    "usable": "bien formé, clé juste, cohérent avec le sexe et la naissance",
    "absent": "absent",
    "malformed": "mal formé",
    "wrong_key": "clé fausse",
    "provisional": "numéro provisoire",
    "incoherent": "incohérent avec le sexe ou la naissance",
}

NIR_PARTS = {
    "sex": "sexe",
    "birth_year": "année de naissance",
    "birth_month": "mois de naissance",
    "birthplace": "lieu de naissance",
}
"""Parts of a NIR that another column of the record can contradict; the place is soft, it changes no state."""


class NormalisedRecord(Table):
    """A record that bears a person, in the form all sources share; names are upper case, without accents or signs."""

    table_name: ClassVar[str] = "records"
    key: ClassVar[tuple[str, ...]] = ("record_no",)

    record_no: int = column("number of the record, see Received", minimum=1)
    dataset: str = column("dataset of the record")
    file: str = column("file of the record")
    line: int = column("line of the record", minimum=1)
    nir: str | None = identity("NIR, 13 characters, upper case, whatever its state")
    nir_state: str = column("what the NIR is worth", codes=NIR_STATES)
    nir_disagreements: list[str] = column(
        f"parts of a well-formed NIR that the record contradicts, among {', '.join(NIR_PARTS)}"
    )
    used_name: str = identity("used name")
    birth_name: str | None = identity("birth name")
    first_name: str = identity("first name")
    unusual_spelling: bool = column("a name is not written as producers do")
    birth_date: date = identity("birth date, unknown parts as 01")
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    birth_place_code: str | None = identity("place of birth, INSEE code, where the source has it")
    sex: str | None = column("sex", codes=SEX)
    commune_code: str | None = column("commune of residence, INSEE code")
    local_id: str = identity("the producer's own number: agency identifier, dossier and rank")


class PersonRecord(Table):
    """Which person a record was given to, and how surely; the file and the line are in `records`."""

    table_name: ClassVar[str] = "person_records"
    key: ClassVar[tuple[str, ...]] = ("record_no",)

    record_no: int = column("number of the record, see Received", minimum=1)
    dataset: str = column("dataset of the record")
    person_no: int = column("the person within the month: the least number of the person's records", minimum=1)
    person_id: str = pseudonym("pseudonym of the person, 20 hexadecimal characters")
    tier: str = column("how sure the match is", codes=TIERS)


class RecordDoubt(Table):
    """A record that was accepted, but of which something must be known before trusting it."""

    table_name: ClassVar[str] = "record_doubts"
    key: ClassVar[tuple[str, ...]] = ("record_no", "doubt")

    record_no: int = column("number of the record, see Received", minimum=1)
    dataset: str = column("dataset of the record")
    file: str = column("file of the record")
    line: int = column("line of the record", minimum=1)
    doubt: str = column("what is doubtful", codes=DOUBTS)


class PersonIdentity(Table):
    """The identity to write to: the best known name and address of a person."""

    table_name: ClassVar[str] = "identities"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
    nir: str | None = identity("NIR, 13 characters, where valid and coherent")
    last_name: str = identity("used name")
    birth_name: str | None = identity("birth name")
    first_name: str = identity("first name")
    birth_date: date = identity("birth date, unknown parts as 01")
    sex: str | None = column("sex", codes=SEX)
    address_2: str | None = identity("address line 2, inside the building", max_length=38)
    address_3: str | None = identity("address line 3, building", max_length=38)
    address_4: str | None = identity("address line 4, number and street", max_length=38)
    address_5: str | None = identity("address line 5, lieu-dit", max_length=38)
    address_6: str | None = identity("address line 6, postcode and locality", max_length=38)


class Deceased(Table):
    """A known person found in the file of deaths."""

    table_name: ClassVar[str] = "deceased"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")


class ProtectedPerson(Table):
    """A known person whose address must not be used."""

    table_name: ClassVar[str] = "protected_people"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")


class Objector(Table):
    """A known person who said no."""

    table_name: ClassVar[str] = "objectors"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
