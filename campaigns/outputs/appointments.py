"""The list of appointments: a row a person, by place, with the rights to examine and cells left to fill in.

Belongs here: its columns, and which place is whose. Does not: writing it, the sheet that each person gets (`bilans`).
No file tells a phone number: that cell is for the service that makes the appointment.
"""

from collections.abc import Callable

from campaigns.exclusions import sql_list
from campaigns.outputs.list_columns import ListColumn, address_columns, data_date, if_sure, labels, quoted, reference
from campaigns.targeting import Targeting
from data_contracts.campaign import Campaign
from data_contracts.campaign_parts import Place
from data_contracts.decided import BENEFITS, VERDICTS

NO_PLACE = "lieu à convenir"


def people(campaign: Campaign) -> str:
    """SQL over `listed`: one row a person, with `place`, `place_address`, and the rights in one text, likely first."""
    verdict = if_sure(f"{quoted(' : ')} || {labels('verdict', VERDICTS)}", quoted(""))
    said = f"{labels('benefit', BENEFITS)} || {verdict}"
    order = f"{if_sure('verdict', quoted(''))} <> 'likely', benefit"
    return f"""
        SELECT reference, person_id, commune_code, '' AS benefit, string_agg({said}, ' ; ' ORDER BY {order}) AS rights,
            {_nearest(campaign, lambda place: place.name, NO_PLACE)} AS place,
            {_nearest(campaign, _where, "")} AS place_address
        FROM listed GROUP BY reference, person_id, commune_code, department
    """


def appointment_columns(targeting: Targeting) -> list[ListColumn]:
    """The columns of the list; rows follow the place."""
    return [
        ListColumn("Lieu", "place", "Lieu de rendez-vous le plus proche, d'après la campagne.", width=24),
        ListColumn("Adresse du lieu", "place_address", "Adresse, téléphone et heures du lieu.", width=28),
        reference(),
        *address_columns(),
        ListColumn("Code commune", "commune_code", "Code Insee de la commune de résidence.", width=10),
        ListColumn("Droits à examiner", "rights", "Droits probables, puis possibles ; le nom seul quand le "
                   "rapprochement n'est pas certain. Le bilan des droits de la personne en dit plus.", width=50),
        ListColumn("Téléphone", "NULL::VARCHAR", "À compléter : aucun fichier ne le donne.", width=14),
        ListColumn("Date du rendez-vous", "NULL::VARCHAR", "À compléter.", width=14),
        ListColumn("Heure", "NULL::VARCHAR", "À compléter.", width=9),
        ListColumn("Venu", "NULL::VARCHAR", "À compléter : oui ou non.", width=8),
        data_date(targeting),
    ]  # fmt: skip


def _where(place: Place) -> str:
    return ", ".join(part for part in (place.address, place.phone, place.hours) if part)


def _nearest(campaign: Campaign, said: Callable[[Place], str], otherwise: str) -> str:
    """SQL: what is said of the first place of the commune, else of the département, else of one for everybody."""
    cases = [
        *(f"WHEN list_contains({sql_list(p.communes)}, commune_code) THEN {quoted(said(p))}"
          for p in campaign.places if p.communes),
        *(f"WHEN list_contains({sql_list(p.departments)}, department) THEN {quoted(said(p))}"
          for p in campaign.places if p.departments),
        *(f"WHEN true THEN {quoted(said(p))}" for p in campaign.places if not (p.communes or p.departments)),
    ]  # fmt: skip
    return f"CASE {' '.join(cases)} ELSE {quoted(otherwise)} END" if cases else quoted(otherwise)
