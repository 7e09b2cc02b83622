"""A campaign: the small YAML file a territory edits to say whom it wants to reach, why, and who answers the phone.

Belongs here: what a campaign file may say. Does not: its groups of keys (`campaign_parts`), reading it and telling its
faults (`campaign_file`), choosing people (`campaigns/`).
The description of each key is in French: it is the "attendu" shown to whoever wrote that key wrongly.
"""

import re
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo
from pydantic import field_validator as check

from data_contracts.campaign_parts import MEANS, PRIORITIES, Control, Costs, Outcome, Perimeter, Place, Sender, Wave
from data_contracts.campaign_values import SOME, AgeKey, Part, Text, among, either, refuse, values
from data_contracts.decided import BENEFITS, SIGNALS, VERDICTS
from data_contracts.known import TIERS
from data_contracts.received import DATASETS

ACTIONS = {
    "inform": "informer par courrier",
    "orient": "proposer un rendez-vous des droits",
    "simplify": "ouvrir le droit sans démarche",
}
CONTACTABLE = {code: VERDICTS[code] for code in ("likely", "possible")}
"""Nobody is contacted about a right that is already open, or improbable."""


INVENTED = r"service fictif|ville-fictive|exemple\.invalid|n'existe pas|01 99 00 00 00"
"""What the sender of the ready-made files is made of."""


class Campaign(Part):
    """What a territory decided: the action, the right, the people, and the words."""

    name: str = Field(description="le nom du fichier sans .yaml, en minuscules, chiffres et traits d'union")
    title: Text = Field(description="un titre en français")
    action: Literal["inform", "orient", "simplify"] = Field(description=either(ACTIONS))
    benefits: Annotated[list[str], SOME, values(BENEFITS)] = Field(description=among(BENEFITS))
    verdicts: Annotated[list[str], SOME, values(CONTACTABLE)] = Field(
        description=f"{among(CONTACTABLE)} ; likely seul pour l'action simplify"
    )
    signals: Annotated[list[str], values(SIGNALS)] = Field(
        default=[], description=f"{among(SIGNALS)} ; tous sont exigés"
    )
    tiers: Annotated[list[str], SOME, values(TIERS)] = Field(
        description=f"{among(TIERS)} ; sans probable pour l'action simplify"
    )
    minimum_rights: int = Field(
        default=1,
        ge=1,
        le=6,
        description="combien de droits probables ou possibles au moins, de 1 à 6 ; plus d'un pour l'action orient",
    )
    perimeter: Perimeter = Field(
        default=Perimeter(), description="les clés departments, communes, density_levels, profiles et sources"
    )
    minimum_age: int = Field(default=18, ge=18, le=120, description="un âge en années, 18 au moins")
    maximum_age: int | None = Field(
        default=None, ge=18, le=120, description="un âge en années, au moins minimum_age, 120 au plus"
    )
    jobseekers_only: bool = Field(default=False, description="true ou false")
    needs_nir: bool = Field(default=False, description="true ou false ; jamais true pour l'action inform")
    priority: Annotated[list[str], values(PRIORITIES)] = Field(
        default=[], description=f"{among(PRIORITIES)} ; la première compte le plus"
    )
    capacity: int | None = Field(
        default=None, ge=1, description="un nombre de foyers contactés au plus à chaque tirage, 1 ou plus"
    )
    waves: Annotated[list[Wave], SOME] = Field(
        default=[Wave(by="letter", after_days=0)],
        description="une liste de vagues {by, after_days, to}, la première à 0 jour, puis de plus en plus tard",
    )
    control: Control = Field(default=Control(), description="les clés share et strata")
    rest_months: int = Field(
        default=6, ge=0, le=24, description="un nombre de mois sans autre campagne pour le même foyer, de 0 à 24"
    )
    outcome: Outcome = Field(default=Outcome(), description="les clés benefits et within_months")
    costs: Costs = Field(
        default=Costs(), description="les clés fixed_eur, hours, hour_eur, letter_eur, call_eur et visit_eur"
    )
    expected_without_percent: float = Field(
        default=10.0,
        gt=0,
        lt=100,
        description="le pourcentage de droits qui s'ouvriraient sans la campagne, entre 0 et 100",
    )
    seed: int = Field(
        default=1, ge=0, le=2**31 - 1, description="le numéro du tirage au sort, un nombre entier, 0 ou plus"
    )
    recipient: AgeKey | None = Field(
        default=None, description="une clé publique age (age1…, 62 caractères) : les listes sont alors chiffrées"
    )
    why_sent: Text = Field(description="un texte en français : pourquoi cette campagne")
    next_step: Text = Field(
        description="un texte en français : ce que le service fait ensuite, dit sur sa liste et non à la personne"
    )
    sender: Sender | None = Field(
        default=None, description="les clés service, address, phone, hours, web et data_protection_officer"
    )
    contact: Text = Field(
        default=None,
        validate_default=True,
        description="un texte : le service qui répond aux personnes ; inutile avec la clé sender",
    )
    """Who answers, on one line; made from `sender` where the file leaves it out."""
    places: list[Place] = Field(
        default=[], description="une liste de lieux {name, address, communes ou departments} ; pour l'action orient"
    )
    sources_needed: Annotated[list[str], values(DATASETS)] = Field(
        default=[], description=f"une liste, sans répétition, parmi {', '.join(DATASETS)}"
    )

    @property
    def outcome_benefits(self) -> list[str]:
        """The rights that count as opened."""
        return self.outcome.benefits or self.benefits

    @property
    def to_complete(self) -> bool:
        """Whether who writes is still to be filled in, or keeps some of the service that does not exist."""
        to_fill_in = re.search("[àa] compl[ée]ter", self._who_writes, re.IGNORECASE) is not None
        return to_fill_in or (re.search(INVENTED, self._who_writes, re.IGNORECASE) is not None and not self.fictitious)

    @property
    def fictitious(self) -> bool:
        """Whether who writes is the service of the ready-made files, which does not exist: nothing may be sent."""
        return "service fictif" in self._who_writes.lower()

    @property
    def _who_writes(self) -> str:
        return f"{self.contact} {self.sender}"

    def means(self, wave: int) -> str:
        """How a wave, from 1, reaches people, in French; the first of an opening reaches who opens rights."""
        opens = wave == 1 and self.action == "simplify"
        return "liste à qui ouvre le droit" if opens else MEANS[self.waves[wave - 1].by]

    @check("name")
    @classmethod
    def _is_the_file_name(cls, name: str, info: ValidationInfo) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise refuse(f"« {name} » ne peut pas nommer un fichier")
        if info.context and name != info.context["stem"]:
            raise refuse(f"« {name} » n'est pas le nom du fichier, « {info.context['stem']} »")
        return name

    @check("verdicts", "tiers")
    @classmethod
    def _opens_only_sure_rights(cls, given: list[str], info: ValidationInfo) -> list[str]:
        """A right is opened without anybody looking at it: the right and the person must both be sure."""
        unsure = {"possible", "probable"} & set(given)
        if info.data.get("action") == "simplify" and unsure:
            raise refuse(f"« {unsure.pop()} » n'est pas assez sûr pour ouvrir un droit sans démarche")
        return given

    @check("minimum_rights")
    @classmethod
    def _counts_rights_for_an_appointment(cls, value: int, info: ValidationInfo) -> int:
        if value > 1 and info.data.get("action") in ("inform", "simplify"):
            raise refuse(f"« {value} » ne vaut que pour un rendez-vous des droits")
        return value

    @check("maximum_age")
    @classmethod
    def _comes_after_the_least_age(cls, value: int | None, info: ValidationInfo) -> int | None:
        least = info.data.get("minimum_age")
        if value is not None and least is not None and value < least:
            raise refuse(f"« {value} » est plus petit que minimum_age, {least}")
        return value

    @check("needs_nir")
    @classmethod
    def _no_nir_on_a_letter(cls, value: bool, info: ValidationInfo) -> bool:
        """Strict necessity (CNIL 2022-101): a letter does not need the NIR."""
        if value and info.data.get("action") == "inform":
            raise refuse("un courrier n'a pas besoin du NIR")
        return value

    @check("waves")
    @classmethod
    def _begin_with_everyone_and_follow(cls, waves: list[Wave]) -> list[Wave]:
        if waves[0].after_days != 0 or waves[0].to != "everyone":
            raise refuse("la première vague n'est pas à 0 jour et pour toutes les personnes")
        days = [wave.after_days for wave in waves]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise refuse("une vague n'est pas plus tard que celle d'avant")
        return waves

    @check("contact", mode="before")
    @classmethod
    def _is_the_sender(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None:
            return value
        if "sender" not in info.data:
            return "?"  # the fault is the sender's, and told of it
        if info.data["sender"] is None:
            raise refuse("cette clé manque")
        return info.data["sender"].as_line

    @check("places")
    @classmethod
    def _are_where_people_meet(cls, places: list[Place], info: ValidationInfo) -> list[Place]:
        names = [place.name for place in places]
        if len(set(names)) < len(names):
            raise refuse("un même lieu est écrit deux fois")
        if places and info.data.get("action") in ("inform", "simplify"):
            raise refuse("seul un rendez-vous des droits a des lieux")
        return places
