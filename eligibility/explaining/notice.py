"""The notice that goes with any decision, list or message made with an algorithm.

CRPA L311-3-1 asks for an explicit mention: the purpose, the right to have the main rules and the main features of how
they are applied communicated, and how to exercise it (R311-3-1-1). R311-3-1-2 says what is communicated on request.
Belongs here: that text. Does not: who the organisation is, which its own settings say.
"""

from dataclasses import dataclass

from data_contracts.french import typographic

TEXT = """\
Ce message a été préparé à l'aide d'un traitement algorithmique

{organisation} utilise un programme informatique, Juste Droit. Il compare des informations que les administrations
ont déjà. Il sert à repérer les personnes qui ont peut-être droit à une aide sans la recevoir, pour les en informer
ou leur ouvrir ce droit. Il ne sert à rien d'autre : la loi interdit d'utiliser ces informations pour contrôler ou
sanctionner (code des relations entre le public et l'administration, article L114-8).

Votre droit de savoir
Vous avez le droit d'obtenir les règles qui définissent ce traitement, et les principales caractéristiques de sa mise
en œuvre (même code, articles L311-3-1 et R311-3-1-1). Si une décision vous concerne, nous vous dirons aussi, sous une
forme que vous pourrez comprendre (article R311-3-1-2) :
- jusqu'à quel point, et de quelle façon, le programme a contribué à la décision ;
- quelles informations ont été utilisées, et d'où elles viennent ;
- quelles règles, quelles valeurs et quel poids de chacune ont été appliqués à votre situation ;
- quelles opérations ont été faites.

Comment le demander
Écrivez à : {organisation}, {address}.
Sans réponse au bout d'un mois, ou en cas de refus, vous pouvez saisir la Commission d'accès aux documents
administratifs (CADA).

Vos informations
Le délégué à la protection des données répond à vos questions sur vos informations : les voir, les faire corriger,
vous opposer à leur utilisation. Pour le joindre : {data_protection_officer}.
Vous pouvez aussi adresser une réclamation à la CNIL.
"""


@dataclass(frozen=True)
class Organisation:
    """Who answers; what is not said stays a placeholder that nobody can overlook."""

    name: str = "[NOM DE L'ORGANISME]"
    address: str = "[ADRESSE DE L'ORGANISME]"
    data_protection_officer: str = "[COORDONNÉES DU DÉLÉGUÉ À LA PROTECTION DES DONNÉES]"


def algorithm_notice(organisation: Organisation | None = None) -> str:
    """The notice, with the organisation's name and addresses in their places."""
    said = organisation or Organisation()
    return typographic(
        TEXT.format(
            organisation=said.name,
            address=said.address,
            data_protection_officer=said.data_protection_officer,
        )
    )
