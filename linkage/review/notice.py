"""« Notice »: what a clerk must know before deciding. Sources: CRPA L114-8, R114-9-7.

Belongs here: the words of the second sheet of a review, in French. Does not: the pairs (`sheet`).
"""

from data_contracts.period import MONTHS_KEPT, Period
from linkage.review.sheet import ALREADY, ANSWERS, DECISION, REFERENCE


def notice(period: Period, pairs: int) -> dict[str, str]:
    """The lines of the notice: what, and what about it."""
    same, different = ANSWERS
    return {
        "À quoi sert ce classeur": (
            f"{pairs} paire{'s' if pairs > 1 else ''} d'enregistrements de {period}, que ni le NIR ni la ressemblance "
            "ne permettent de trancher. Tant que personne n'a décidé, les deux restent séparés : aucun fait d'un "
            "fichier n'est prêté à l'autre."
        ),
        "Ce qu'il faut faire": (
            f"Pour chaque paire (deux lignes d'une même couleur), choisir dans la colonne « {DECISION} » : « {same} », "
            f"« {different} », ou laisser vide pour décider plus tard : rien ne change alors. Un doute qui demeure se "
            "laisse vide : réunir à tort révèle à l'un les affaires de l'autre, séparer à tort prive d'un droit."
        ),
        "Cellules en jaune": "Les deux enregistrements disent chacun quelque chose, et pas la même chose.",
        "Ce qui rapproche, ce qui éloigne": "Ce que le programme a comparé, du plus lourd au plus léger.",
        "Pourquoi": (
            "Ce qui empêche de trancher. « Voir aussi » renvoie aux paires qui ont un enregistrement en commun, "
            "directement ou par d'autres : à examiner ensemble."
        ),
        "Probabilité": (
            "Ce que dit le modèle, compte tenu de toutes les personnes qui conviendraient : une indication, pas une "
            "preuve."
        ),
        "Fichier et ligne": (
            f"Où lire l'enregistrement. « justedroit explain match --period {period} FICHIER:LIGNE FICHIER:LIGNE » "
            "donne le détail de la comparaison."
        ),
        ALREADY: "Une décision que la période n'applique pas encore. Y répondre de nouveau la remplace.",
        REFERENCE: "Sert à relire vos réponses : ne pas la modifier.",
        "Pour rendre le classeur": (
            "L'enregistrer (en XLSX, ou la feuille des paires en CSV) et le remettre à l'exploitant, qui lance "
            "« justedroit review import FICHIER --decided-on AAAA-MM-JJ --by SERVICE ». Tout est vérifié d'abord : si "
            "une seule réponse est fautive, aucune n'est gardée."
        ),
        "Ce que devient une décision": (
            "Elle l'emporte sur le programme, pour ce mois quand il est relancé et pour les suivants, "
            f"{MONTHS_KEPT} mois en tout, tant que les deux enregistrements disent la même chose de la personne. "
            "Pour la corriger, rendre le classeur à nouveau : la réponse la plus récente l'emporte."
        ),
        "Identités": (
            "Ce classeur contient des NIR, des noms et des dates de naissance. Il ne sort pas de la zone des "
            "identités : ni courriel, ni dossier partagé, ni copie. Le supprimer une fois rendu, et au plus tard douze "
            "mois après la réception des données (CRPA, article R114-9-7)."
        ),
        "Usage": (
            "Ces données servent à informer des personnes de leurs droits, jamais à contrôler ou sanctionner qui que "
            "ce soit (CRPA, article L114-8)."
        ),
    }
