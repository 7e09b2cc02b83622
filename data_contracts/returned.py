"""What comes back of a campaign: the kinds of returns, and the file that services fill in.

Belongs here: the vocabulary and the columns. Does not: reading and recording the file (`campaigns/ledger`).
"""

RETURN_KINDS = {
    "undelivered": "pli non distribué",
    "refused": "refuse cette aide",
    "objected": "s'oppose à l'utilisation de ses données",
    "answered": "a répondu",
    "appointment_kept": "rendez-vous honoré",
    "applied": "a déposé une demande",
    "awarded": "droit accordé",
    "rejected": "droit refusé",
}
"""By code, the label that a service chooses in the sheet; both are read."""

DECISIONS = ("awarded", "rejected")
"""What the administration decided: of one benefit; `rejected` says why."""

OF_A_BENEFIT = ("refused", "applied", *DECISIONS)
"""Kinds that may name one benefit; without it, `refused` and `applied` are of every right the person was told of."""

SETTLING = ("refused", "objected", "applied", *DECISIONS)
"""Kinds after which a next wave has nothing to say to the person."""

OPPOSED = {"answered", "appointment_kept", "applied", "awarded", "rejected"}
"""What a person reached by the letter may do: contradicts `undelivered` of the same wave on the same day."""

REFERENCE, KIND, DAY, REASON, BENEFIT = "Référence", "Retour", "Date", "Motif", "Droit"
COLUMNS = {
    REFERENCE: "Repère imprimé sur le courrier ou la liste, par exemple 7K3M-92QX-C.",
    KIND: "Ce qui est revenu, à choisir dans la liste ; laisser vide s'il n'y a rien à dire.",
    DAY: "Jour du retour, jj/mm/aaaa.",
    REASON: "Pourquoi, en quelques mots et sans nommer personne ; obligatoire pour « droit refusé ».",
    BENEFIT: "L'aide concernée ; nécessaire quand plusieurs aides ont été proposées à la personne.",
}
"""The columns of a returns file, in order, with what they mean; the last two may be missing from a file."""
NEEDED = (REFERENCE, KIND, DAY)
LONGEST_REASON = 200
SHEET = "Retours"
