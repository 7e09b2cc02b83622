"""Who has complementary health cover whatever their resources, for what else they receive (CSS L861-2).

Belongs here: the rights that follow from the RSA, and since 2022 from holding a minimum without working. Does not: the
ceilings (`sante_foyer`), resources (`sante_resources`).
"""

from datetime import date

from eligibility.benefits.rsa_due import rsa_socle_due
from eligibility.benefits.sante_foyer import sante_ceiling, sante_persons
from eligibility.benefits.sante_resources import sante_resources
from eligibility.bounds import Truth, always, any_of
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import Window


@quantity
def sante_free(foyer: Foyer) -> Truth:
    """Under the ceiling, or receiving or entitled to the RSA socle (CSS L861-2)."""
    rsa = foyer.received("rsa_socle").isin("live") | rsa_socle_due(foyer)
    return (sante_resources(foyer) <= sante_ceiling(foyer)) | rsa


@quantity
def sante_deemed(foyer: Foyer) -> Truth:
    """Whose resources the CSS with participation does not look at (CSS L861-2): nobody's until April 2022."""
    return always(False)


@sante_deemed.since(
    date(2022, 4, 1),
    "Les titulaires de l'ASPA qui ne travaillent pas sont dispensés de la condition de ressources (décret 2022-565).",
)
def _(foyer: Foyer) -> Truth:
    """Holders of the ASPA who do not work (décret 2022-565)."""
    return _idle(foyer, "aspa")


@sante_deemed.since(date(2024, 7, 1), "Les titulaires de l'ASI aussi (loi 2023-1250, art. 45).")
def _(foyer: Foyer) -> Truth:
    """Of the ASI too (loi 2023-1250, art. 45)."""
    return _idle(foyer, "aspa", "asi")


@sante_deemed.since(
    date(2025, 7, 1),
    "Les titulaires de l'AAH aussi, s'ils vivent seuls et sans enfant (loi 2023-1250, art. 45).",
)
def _(foyer: Foyer) -> Truth:
    """Of the AAH, alone and without children (the same)."""
    return _idle(foyer, "aspa", "asi") | ((sante_persons(foyer) <= 1.0) & _idle(foyer, "aah"))


@sante_deemed.since(date(2026, 7, 1), "Les titulaires de l'ASS aussi, aux conditions de l'AAH pour autant qu'on sache.")
def _(foyer: Foyer) -> Truth:
    """Of the ASS: under the conditions of the AAH, as far as is known (the decree was not read)."""
    return _idle(foyer, "aspa", "asi") | ((sante_persons(foyer) <= 1.0) & _idle(foyer, "aah", "ass"))


def _idle(foyer: Foyer, *benefits: str) -> Truth:
    return any_of(*(foyer.any(idle_holder, benefit, among=adult) for benefit in benefits))


@quantity
def idle_holder(person: Person, benefit: str) -> Truth:
    """Holds a benefit, and did not work in the three months before (CSS R861-11)."""
    worked = person.income(("wages", "self_employment"), Window(3, 1))
    return person.received(benefit).isin("live") & (worked <= 0.0)
