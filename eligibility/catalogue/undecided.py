"""What the files cannot decide, or that no rule here covers: declared, with the reason and where to go.

Belongs here: that list, in French; an article is given only where it is sure. Does not: anything that a rule decides.
"""

from datetime import date

from eligibility.catalogue.form import Undecided

MDPH = "la maison départementale des personnes handicapées (MDPH)"

UNDECIDED = (
    Undecided(
        name="Chèque énergie",
        article="Code de l'énergie L124-1, R124-1",
        start=date(2018, 1, 1),
        reason="Il dépend du revenu fiscal de référence, pris deux ans plus tôt et rapporté à la composition du foyer "
        "au sens de l'impôt (unités de consommation) : aucun des fichiers lus ne les donne.",
        where_to_go="le site et le numéro vert du chèque énergie, ou un espace France services",
    ),
    Undecided(
        name="Bourses de collège et de lycée",
        article="Code de l'éducation L531-1, L531-4",
        start=None,
        reason="Elles dépendent de l'avis d'imposition, de l'établissement et de la classe de l'enfant, que les "
        "fichiers ne donnent pas.",
        where_to_go="l'établissement scolaire, ou le rectorat",
    ),
    Undecided(
        name="Bourses de l'enseignement supérieur",
        article="Code de l'éducation L821-1",
        start=None,
        reason="Elles dépendent de l'avis d'imposition des parents, de l'éloignement du domicile et des études "
        "suivies, que les fichiers ne donnent pas.",
        where_to_go="le Crous",
    ),
    Undecided(
        name="Aides locales des communes et des CCAS",
        article="CASF L123-5",
        start=None,
        reason="Chaque commune décide des siennes, de leurs conditions et de leurs montants ; beaucoup dépendent de "
        "l'examen d'une situation.",
        where_to_go="le centre communal d'action sociale (CCAS) ou la mairie",
    ),
    Undecided(
        name="Aides propres au département",
        article="CASF L121-3, L121-4",
        start=None,
        reason="Chaque département fixe les siennes dans son règlement d'aide sociale.",
        where_to_go="les services sociaux du département",
    ),
    Undecided(
        name="Allocation aux adultes handicapés (AAH)",
        article="CSS L821-1, L821-2",
        start=None,
        reason="Elle suppose une décision sur le handicap, prise après un examen médical. Une AAH déjà versée est "
        "connue et comptée dans les ressources ; aucun droit nouveau n'est déduit.",
        where_to_go=MDPH,
    ),
    Undecided(
        name="Prestation de compensation du handicap (PCH)",
        article="CASF L245-1",
        start=None,
        reason="Elle suppose l'évaluation des besoins de la personne.",
        where_to_go=MDPH,
    ),
    Undecided(
        name="Allocation d'éducation de l'enfant handicapé (AEEH)",
        article="CSS L541-1",
        start=None,
        reason="Elle suppose une décision sur le handicap de l'enfant.",
        where_to_go=MDPH,
    ),
    Undecided(
        name="Allocation supplémentaire d'invalidité (ASI)",
        article="CSS L815-24",
        start=None,
        reason="Elle suppose une invalidité reconnue par un médecin. Une ASI déjà versée est connue et comptée dans "
        "les ressources ; aucun droit nouveau n'est déduit.",
        where_to_go="l'organisme qui verse la pension d'invalidité ou de retraite (CPAM, MSA, Carsat)",
    ),
    Undecided(
        name="Allocation personnalisée d'autonomie (APA)",
        article="CASF L232-1, L232-2",
        start=None,
        reason="Elle suppose l'évaluation de la perte d'autonomie, à domicile ou en établissement.",
        where_to_go="les services du département, ou le CCAS",
    ),
    Undecided(
        name="Prestations familiales (allocations familiales, complément familial, ASF, PAJE…)",
        article="CSS L521-1, L522-1, L523-1, L531-1",
        start=None,
        reason="Celles qui sont versées sont connues et comptées dans les ressources là où la loi le veut ; le droit à "
        "ces prestations n'est pas étudié.",
        where_to_go="la CAF ou la MSA",
    ),
    Undecided(
        name="Allocation d'aide au retour à l'emploi (ARE, assurance chômage)",
        article="Code du travail L5422-1",
        start=None,
        reason="Elle dépend des périodes de travail et de la fin de chaque contrat. Celle qui est versée est connue et "
        "comptée dans les ressources.",
        where_to_go="France Travail (Pôle emploi jusqu'en 2023)",
    ),
    Undecided(
        name="Pensions de retraite et de réversion",
        article="CSS L351-1, L353-1",
        start=None,
        reason="Elles dépendent de la carrière, de la personne ou de son conjoint décédé. Celles qui sont versées sont "
        "connues et comptées dans les ressources.",
        where_to_go="la caisse de retraite (Carsat, MSA…)",
    ),
    Undecided(
        name="Toutes les prestations outre-mer",
        article="",
        start=None,
        reason="En Guadeloupe, en Guyane, en Martinique, à La Réunion, à Mayotte, à Saint-Barthélemy, à Saint-Martin "
        "et à Saint-Pierre-et-Miquelon, des montants, des conditions et certaines prestations sont différents. Les "
        "règles de ce catalogue n'y sont pas appliquées : il y est répondu « non couvert », ce qui ne veut pas dire « "
        "sans droit ».",
        where_to_go="la CAF ou la caisse de sécurité sociale du territoire",
    ),
    Undecided(
        name="Complémentaire santé des assurés du régime local d'Alsace-Moselle",
        article="CSS L325-1",
        start=None,
        reason="Dans le Bas-Rhin, le Haut-Rhin et la Moselle, le régime local rembourse déjà une partie des soins : "
        "qui en relève peut payer moins pour sa complémentaire santé solidaire. Les fichiers ne disent pas qui en "
        "relève.",
        where_to_go="la CPAM du département",
    ),
)
