"""Letters: what they say, what they must not, and where it is printed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from campaigns.outputs import typesetting
from campaigns.outputs.letters import GENERAL_WHY, write_letters
from campaigns.outputs.notice import ALGORITHM_MENTION, data_mention
from data_contracts.campaign import Campaign
from data_contracts.campaign_parts import Sender
from data_contracts.errors import InputError
from tests.campaigns.conftest import Territory
from tests.campaigns.outputs.conftest import LONGEST, MISSING, SENDER, with_every_right
from tests.campaigns.outputs.pages import A4, assert_drawn_whole, assert_within_margins, boxes, texts
from tests.campaigns.outputs.reaching import reference

ON = date(2014, 6, 10)
Reached = Callable[[Campaign], pl.DataFrame]

# Envelopes that the sheet, folded in three, goes into: width and height; the window is 100 x 45 mm, 20 mm from the
# right and from the bottom (see templates/letter.typ).
ENVELOPES = {"DL": (220, 110), "C5/6": (229, 114)}
FOLDED = (210, 99)


def windows(envelope: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What is always seen, and what may be seen, of the sheet as it slides: left, top, right, bottom."""
    width, height = ENVELOPES[envelope]
    window = (width - 120, height - 65, width - 20, height - 20)
    slides = [(x, y) for x in (0, width - FOLDED[0]) for y in (0, height - FOLDED[1])]
    seen = [(window[0] - x, window[1] - y, window[2] - x, window[3] - y) for x, y in slides]
    lows, highs = (min, max), (max, min)
    return tuple(
        tuple(pick(rectangle[side] for rectangle in seen) for side, pick in enumerate((a, a, b, b)))
        for a, b in ((highs[0], lows[0]), (lows[0], highs[0]))
    )  # type: ignore[return-value]


def write(people: pl.DataFrame, campaign: Campaign, folder: Path) -> Path:
    (path,) = write_letters(people, campaign, ON, folder / "letters.pdf")
    return path


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("said", [{}, LONGEST, {"address_4": None, "address_5": "LA HAUTE FORET"}])
def test_the_address_and_nothing_else_is_in_the_window(
    territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path, envelope: str, said: dict[str, str]
) -> None:
    territory.add(1, **said)
    people = reached(letters)
    path = write(people, letters, tmp_path)
    always, ever = windows(envelope)
    printed = list(boxes(path, 0))
    shown = [b for b in printed if b.x1 > ever[0] and b.x0 < ever[2] and b.y1 > ever[1] and b.y0 < ever[3]]
    assert "".join(b.text for b in shown) == "".join(people["lines"][0]).replace(" ", "")
    for b in shown:
        assert always[0] <= b.x0 <= b.x1 <= always[2], b
        assert always[1] <= b.y0 <= b.y1 <= always[3], b


def test_windows_are_those_of_the_envelopes() -> None:
    assert windows("DL") == ((100, 45, 190, 79), (90, 34, 200, 90))
    assert windows("C5/6") == ((109, 49, 190, 79), (90, 34, 209, 94))


def test_what_a_letter_says(territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path) -> None:
    territory.add(1)
    path = write(reached(letters), letters, tmp_path)
    pages = texts(path)
    assert len(pages) == 2
    whole = " ".join(pages).replace("’", "'")
    for said in (
        reference(1), "10 juin 2014", "Caisse d'allocations familiales de Loire-Atlantique", "02 40 00 00 00",
        "de 14 h à 16 h 30", "Vous avez peut-être droit au RSA", letters.why_sent,
        "entre 120 € et 240 € par mois", "C'est une estimation", "logement et résidence stable",
        "Une pièce d'identité", "Faire une demande est gratuit", "n'est pas une arnaque", "Vous pouvez refuser",
        "Revenu de solidarité active (RSA) : un complément", ALGORITHM_MENTION, data_mention(letters),
    ):  # fmt: skip
        assert said in whole, said
    assert "RSA socle" not in whole
    assert "0000000000" not in whole
    assert letters.next_step not in whole, "it is said to those who write, not to whom they write"
    assert reference(1) in pages[1]
    assert_within_margins(path)
    assert_drawn_whole(path)


@pytest.mark.parametrize("unsure", [{"tier": "probable"}, {"household_inferred": True}])
def test_a_doubtful_match_reveals_nothing(
    territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path, unsure: dict[str, object]
) -> None:
    """Whatever the files say of two doubtful people, their letters differ by name, address and reference only."""
    territory.add(1, **unsure)
    territory.add(2, **unsure, verdict="possible", amount_max_eur_month=999, missing=["patrimoine"], why="Autre.")
    pages = texts(write(reached(letters), letters, tmp_path))
    whole = " ".join(pages).replace("’", "'")
    assert GENERAL_WHY in whole
    for secret in (letters.why_sent, "€", "probablement", "résidence stable", "patrimoine", "12,00"):
        assert secret not in whole
    for page in (0, 1):
        assert pages[page].replace(reference(1), "") == pages[2 + page].replace(reference(2), "")


def test_never_more_than_two_pages(territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path) -> None:
    territory.add(1, missing=MISSING, **LONGEST)
    path = write(with_every_right(reached(letters)), letters, tmp_path)
    assert len(texts(path)) == 2
    assert_within_margins(path)


def test_texts_that_do_not_fit_are_refused(
    territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path
) -> None:
    territory.add(1)
    long = letters.model_copy(update={"why_sent": "Un texte bien trop long pour un courrier. " * 200})
    with pytest.raises(InputError, match="2 pages au plus"):
        write(reached(long), long, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sender", "officer"),
    [
        (SENDER, "protection des données : dpo@caf44.exemple.fr ou"),
        (SENDER.model_copy(update={"data_protection_officer": None}), "protection des données du service indiqué dans"),
        (None, "protection des données du service indiqué dans"),
    ],
)
def test_people_know_whom_to_ask_about_their_data(letters: Campaign, sender: Sender | None, officer: str) -> None:
    said = data_mention(letters.model_copy(update={"sender": sender}))
    assert officer in said
    assert "CNIL" in said


def test_a_name_is_never_markup(territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path) -> None:
    markup = letters.model_copy(update={"why_sent": '#panic("x") *gras* $x$ <a> \\ "'})
    territory.add(1)
    assert '#panic("x") *gras* $x$ <a> \\ "' in texts(write(reached(markup), markup, tmp_path))[0]


def test_the_same_bytes_again(territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path) -> None:
    territory.add(1)
    first = write(reached(letters), letters, tmp_path).read_bytes()
    assert write(reached(letters), letters, tmp_path).read_bytes() == first
    for said in (b"/Lang(fr-FR)", b"/MarkInfo", b"/StructTreeRoot", b"D:20140610000000"):
        assert said in first, said


def test_many_letters_are_several_files(
    territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "PEOPLE_A_FILE", 2)
    for number in range(1, 6):
        territory.add(number)
    told: list[tuple[int, int]] = []
    files = write_letters(
        reached(letters), letters, ON, tmp_path / "letters.pdf", lambda done, total: told.append((done, total))
    )
    assert [path.name for path in files] == ["letters-01.pdf", "letters-02.pdf", "letters-03.pdf"]
    assert sorted(tmp_path.iterdir()) == files
    assert told == [(2, 5), (4, 5), (5, 5)]
    pages = [page for path in files for page in texts(path)]
    assert [reference(n) in pages[2 * (n - 1)] for n in range(1, 6)] == [True] * 5


def test_nobody_gives_no_file(letters: Campaign, reached: Reached, tmp_path: Path) -> None:
    assert write_letters(reached(letters), letters, ON, tmp_path / "letters.pdf") == []
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_is_a4(territory: Territory, letters: Campaign, reached: Reached, tmp_path: Path) -> None:
    import pypdfium2

    territory.add(1)
    size = pypdfium2.PdfDocument(write(reached(letters), letters, tmp_path))[0].get_size()
    assert [round(side * 25.4 / 72) for side in size] == list(A4)
