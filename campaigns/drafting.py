"""From a campaign's candidates to its release: drawn and recorded before anything is written, or found as it was.

Belongs here: what a release is made from, when it is drawn, taken up again or corrected. Does not: who is a candidate
(`targeting`), the rule of chance (`drawing`), keeping releases (`ledger`), files (`publishing`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import polars as pl

from campaigns.drawing import draw, seed_of
from campaigns.exclusions import IN_RELEASE, NOT_IN_RELEASE, sql_list
from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import SPLIT, Draft, Release
from campaigns.targeting import BALANCE, Targeting, counted
from data_contracts.relations import Relation, bind, keep

OF_THE_DATA = (
    "deceased", "objected", "minor", "too_old", "outside_perimeter", "protected_address", "already_open",
    "refused_by_administration", "doubtful_match", "homonym", "no_nir", "too_few_rights",
)  # fmt: skip
"""Exclusions that deliveries decide; the others depend on what campaigns did and on what came back since."""

LEFT_BY_CHOICE = ("too_few_rights", "household_listed", "over_capacity")
"""Exclusions that depend on who else is excluded, not on what is known of the person."""

KEEPS_OFF = tuple(sorted({*OF_THE_DATA} - {*LEFT_BY_CHOICE}))
"""What deliveries say of a person since the draw keeps them off any list that is only written now."""


@dataclass(frozen=True)
class Drawn:
    """A campaign's release of a period.

    `targeting.candidates` has `arm` too, and only those of the release have no exclusion. `reached`: person_id and
    reference of those on its list, the only ones whom any output may name. `withdrawn`: reference and reason (an
    exclusion; None: no longer a candidate) of people of former versions who, since the last, should not be contacted
    any more.
    """

    targeting: Targeting
    release: Release
    reached: Relation
    withdrawn: pl.DataFrame


@dataclass(frozen=True)
class Author:
    """Who draws and publishes, and when, for the audit trail; `on`: the day of the release."""

    actor: str
    at: datetime
    on: date


def drawn(ledger: Ledger, targeting: Targeting, author: Author) -> Drawn:
    """The release of this campaign and period: recorded now, or the one there is.

    One that was drawn and not published is taken up with its very arms; one that was published is left alone while what
    it was made from is the same. Otherwise a correction is drawn, a further version: of people who were in none of the
    former, nor in what other campaigns drew meanwhile, with those who should no longer be contacted. Call it within
    `ledger.publishing`.
    """
    campaign, period = targeting.campaign, str(targeting.period)
    versions = versions_of(ledger, campaign.name, period)
    latest, inputs = max(versions, key=lambda release: release.version, default=None), fingerprint(targeting)
    if latest and (latest.state == "drawn" or latest.inputs == inputs):
        return as_released(ledger, targeting, latest)
    # a correction leaves no earlier than what it corrects, and knows what was known by then
    on = max(author.on, latest.published_on) if latest else author.on
    remaining = _without(ledger, targeting, versions, on) if latest else targeting
    number = latest.version + 1 if latest else 1
    withdrawn = _withdrawn(ledger, targeting, versions)
    if latest and not remaining.counts.listed and not withdrawn.height:
        return as_released(ledger, targeting, latest)
    arms = draw(
        targeting.con,
        remaining.households,
        share=campaign.control.share,
        strata=campaign.control.strata,
        balance=BALANCE,
        seed=seed_of(campaign.seed, campaign.name, period, number),
    )
    draft = Draft(
        campaign=campaign.name,
        period=period,
        published_on=on,
        seed=campaign.seed,
        settings=campaign.model_dump(mode="json"),
        inputs=inputs,
        software=_software(),
        version=number,
        corrects=latest.no if latest else None,
    )
    targets, rights = _rows(remaining, arms)
    release = ledger.drawn(draft, targets, rights, withdrawn, actor=author.actor, at=author.at)
    return as_released(ledger, targeting, release)


def _software() -> str:
    try:
        return version("juste-droit")
    except PackageNotFoundError:  # run from its folder, without installation
        return "inconnue"


def fingerprint(targeting: Targeting) -> str:
    """SHA-256 of the campaign and of its candidates, as deliveries make them; what campaigns did changes nothing.

    Nor do refusals: too few rights may be left because of one, and where deliveries are the reason, the rows tell.
    """
    campaign = json.dumps(targeting.campaign.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    candidates = targeting.candidates
    said = [name for name in candidates.columns if name not in ("exclusion", "person_no", "household_no")]
    reason = f"CASE WHEN list_contains({sql_list(KEEPS_OFF)}, exclusion) THEN exclusion END"
    row = f"to_json([{', '.join(f'{name}::VARCHAR' for name in said)}, {reason}])"
    bind(targeting.con, fingerprinted=candidates)
    ((rows,),) = targeting.con.sql(f"""
        SELECT coalesce(sha256(string_agg({row}::VARCHAR, chr(10) ORDER BY benefit, person_id)), '') FROM fingerprinted
    """).fetchall()
    return sha256(f"{campaign}\n{rows}".encode()).hexdigest()


def _rows(targeting: Targeting, arms: Relation) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the ledger keeps of those listed: a row a person, and a row a person and right."""
    con = targeting.con
    bind(con, drawn_rows=targeting.listed, drawn_into=arms)
    columns = ", ".join(f"any_value({name}) AS {name}" for name in SPLIT if name != "stratum")
    targets = con.sql(f"""
        SELECT person_id, any_value(household_id) AS household_id, any_value(arm) AS arm,
            any_value(stratum) AS stratum, {columns}
        FROM drawn_rows JOIN drawn_into USING (household_id) GROUP BY person_id ORDER BY person_id
    """)
    rights = con.sql("SELECT person_id, benefit, verdict FROM drawn_rows ORDER BY ALL")
    return pl.DataFrame(targets), pl.DataFrame(rights)


def _without(ledger: Ledger, targeting: Targeting, versions: Iterable[Release], on: date) -> Targeting:
    """The candidates with those of former versions, and whoever lives with them, excluded; and whom campaigns drawn
    since the first version reached, or keep as control."""
    con = targeting.con
    today = targeting.again(ledger.known(on, targeting.campaign.rest_months))
    con.register("former_targets", _targets(ledger, versions))
    bind(con, former_candidates=targeting.candidates, today_candidates=today.candidates)
    kept = keep(con, "remaining_candidates", f"""
        WITH today AS (
            SELECT benefit, person_id, exclusion AS known FROM today_candidates
            WHERE NOT list_contains({sql_list(LEFT_BY_CHOICE)}, exclusion))
        SELECT former.* REPLACE (CASE
                WHEN exclusion IS NOT NULL THEN exclusion
                WHEN person_id IN (SELECT person_id FROM former_targets)
                    OR household_id IN (SELECT household_id FROM former_targets) THEN '{IN_RELEASE.code}'
                ELSE known END AS exclusion)
        FROM former_candidates AS former LEFT JOIN today USING (benefit, person_id) ORDER BY benefit, person_id
    """)  # fmt: skip
    con.unregister("former_targets")
    return counted(replace(targeting, candidates=kept))


def _withdrawn(ledger: Ledger, targeting: Targeting, former: Iterable[Release]) -> pl.DataFrame:
    """reference, reason: people contacted by former versions, and not withdrawn yet, whom deliveries now keep from
    being contacted."""
    bind(targeting.con, withdrawn_candidates=targeting.candidates)
    targeting.con.register("withdrawn_targets", _to_contact(ledger, former, former))
    found = targeting.con.sql(f"""
        WITH today AS (
            SELECT person_id, min(exclusion) AS reason,
                bool_or(NOT coalesce(list_contains({sql_list(OF_THE_DATA)}, exclusion), false)) AS sound
            FROM withdrawn_candidates GROUP BY person_id)
        SELECT reference, reason FROM withdrawn_targets LEFT JOIN today USING (person_id)
        WHERE NOT coalesce(sound, false) ORDER BY reference
    """)
    rows = pl.DataFrame(found)
    targeting.con.unregister("withdrawn_targets")
    return rows


def _to_contact(ledger: Ledger, releases: Iterable[Release], versions: Iterable[Release]) -> pl.DataFrame:
    """person_id, reference: whom releases reach; of one that is drawn its arm, of one that is published those who were
    on its list; without those whom corrections (among `versions`) withdrew, nor whoever was forgotten."""
    frames = [pl.DataFrame(schema={"person_id": pl.String, "reference": pl.String})]
    for release in releases:
        people = ledger.targets(release).filter(pl.col("arm") == "contacted").select("person_id", "reference")
        if release.state == "published":
            people = people.join(ledger.contacts(release), on="person_id", how="semi")
        frames.append(people.drop_nulls())
    withdrawn = [frames[0], *(ledger.withdrawn(version) for version in versions)]
    return pl.concat(frames).join(pl.concat(withdrawn, how="diagonal"), on="reference", how="anti")


def versions_of(ledger: Ledger, campaign: str, period: str) -> list[Release]:
    """The versions of a release, in their order."""
    return [release for release in ledger.releases(campaign) if release.period == period]


def _targets(ledger: Ledger, versions: Iterable[Release]) -> pl.DataFrame:
    empty = pl.DataFrame(schema=dict.fromkeys(("person_id", "household_id"), pl.String))
    frames = [ledger.targets(release).select(empty.columns) for release in versions]
    return pl.concat([empty, *frames])


def as_released(ledger: Ledger, targeting: Targeting, release: Release) -> Drawn:
    """The candidates as a release of the ledger has them: nobody else is listed, whatever happened since."""
    versions = versions_of(ledger, release.campaign, release.period)
    former = [each for each in versions if each.version < release.version]
    con = targeting.con
    targets = ledger.targets(release)
    rights = ledger.rights(release).join(targets.select("person_id", "arm"), on="person_id")
    con.register("release_rights", rights.select("person_id", "benefit", "arm"))
    con.register("release_former", _targets(ledger, former).select("person_id").unique())
    con.register("release_targets", _to_contact(ledger, [release], versions))
    bind(con, release_candidates=targeting.candidates)
    name = f"released_{targeting.campaign.name.replace('-', '_')}_{targeting.period.compact}_{release.version}"
    kept = keep(con, name, f"""
        SELECT candidate.* REPLACE (CASE
                WHEN arm IS NOT NULL AND NOT coalesce(list_contains({sql_list(KEEPS_OFF)}, exclusion), false)
                    THEN NULL
                WHEN exclusion IS NOT NULL THEN exclusion
                WHEN person_id IN (SELECT person_id FROM release_former) THEN '{IN_RELEASE.code}'
                ELSE '{NOT_IN_RELEASE.code}' END AS exclusion), arm
        FROM release_candidates AS candidate LEFT JOIN release_rights USING (person_id, benefit)
        ORDER BY benefit, person_id
    """)  # fmt: skip
    bind(con, release_listed=kept.filter("exclusion IS NULL"), release_identities=targeting.identities)
    reached = keep(con, f"{name}_reached", """
        FROM release_targets SEMI JOIN release_listed USING (person_id) SEMI JOIN release_identities USING (person_id)
        ORDER BY person_id
    """)  # fmt: skip
    for given in ("release_rights", "release_former", "release_targets"):
        con.unregister(given)
    return Drawn(counted(replace(targeting, candidates=kept)), release, reached, ledger.withdrawn(release))
