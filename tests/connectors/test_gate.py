"""The gate: nothing is lost, nothing is misread, and every refusal says its line and its reasons."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.gate import EMPTY_LINE, FORBIDDEN_CHARACTER, INCOMPLETE_LINE
from data_contracts.layout import Layout
from data_contracts.received import record_base

Gate = Any  # tests/connectors/conftest.py
OBJECTIONS, PAYMENTS, PENSIONS, DEATHS = (
    "objections_2013", "unemployment_payments_2013", "pensions_2013", "deaths_insee",
)  # fmt: skip
DEFINED_IN_1252 = [code for code in range(256) if bytes([code]).decode("cp1252", "ignore")]
QUIET = settings(
    max_examples=25, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def objections(layout_of: Callable[..., Layout]) -> Layout:
    return layout_of(OBJECTIONS)


@pytest.fixture
def objector(sound: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return sound[OBJECTIONS][0]


def line_of(name: str, layout: Layout, birth: str = "1980-01-17") -> str:
    cells = ["2800199000101", name, "ONDÉLINE", birth, "2014-02-03"]
    if layout.quoted:
        return ";".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    return ";".join(cells)


# Nothing is lost

NAMES = st.text(st.sampled_from("AZÉœ€’Š\"; '-,\t#\\"), min_size=1, max_size=12).filter(
    lambda name: name.strip() and name.strip() == name and '";' not in name
)
"""`";` inside a quoted value is the one thing that cannot be told from the end of a value."""

LINES = st.one_of(
    st.tuples(st.just("good"), NAMES),
    st.tuples(st.just("cut"), st.integers(0, 12)),
    st.tuples(st.just("empty"), st.just("")),
    st.tuples(st.just("badly typed"), st.sampled_from(["1980-02-30", "17/01/1980", "né en 80", "1780-01-01"])),
    st.tuples(st.just("forbidden"), st.sampled_from(["A\0B", "A\rB"])),
)


@pytest.mark.parametrize("quoted", [False, True], ids=["bare", "quoted"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
@QUIET
@given(
    lines=st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n"])), max_size=25),
    heading_end=st.sampled_from(["\n", "\r\n"]),
    last_end=st.booleans(),
)
def test_received_is_accepted_plus_rejected_and_every_line_is_itself(
    gate: Gate,
    layout_of: Callable[..., Layout],
    quoted: bool,
    encoding: str,
    lines: list[tuple[tuple[str, Any], str]],
    heading_end: str,
    last_end: bool,
) -> None:
    layout = layout_of(OBJECTIONS, quoted=quoted, encoding=encoding)
    texts, accepted, ends = [], {}, [end for _, end in lines]
    for number, ((kind, value), _) in enumerate(lines, start=2):
        whole = line_of("ZYVARDEC", layout)
        made = {
            "good": lambda v: line_of(v, layout),
            "cut": lambda v, whole=whole: whole[:v],
            "empty": lambda v: v,
            "badly typed": lambda v: line_of("ZYVARDEC", layout, birth=v),
            "forbidden": lambda v: line_of(v, layout),
        }[kind](value)
        texts.append(made)
        if kind == "good" and (quoted or ";" not in value):
            accepted[number] = value
    if not last_end and texts:
        if texts[-1] == "":
            texts, ends = texts[:-1], ends[:-1]
        else:
            ends[-1] = ""
    heading = ";".join(f'"{column.name}"' if quoted else column.name for column in layout.columns)
    judged = gate.judge(layout, heading + heading_end + "".join(map("".join, zip(texts, ends, strict=True))))

    assert judged.received == len(texts) == judged.accepted + judged.rejected
    assert {row["line"]: row["last_name"] for row in gate.accepted} == accepted
    expected = {number: text or None for number, text in enumerate(texts, start=2) if number not in accepted}
    assert {row["line"]: row["raw"] for row in gate.rejected} == expected
    assert all(row["reasons"] and row["file"] == "FILE.csv" for row in gate.rejected)


def test_a_refused_line_keeps_every_reason(gate: Gate, objections: Layout) -> None:
    bad = f";{'Z' * 51};;1980-13-01;2014-02-03"
    lines = ["nir;nom;prenom;date_naissance;date_opposition", bad, "", "ZYVARDEC;ONDÉLINE"]
    judged = gate.judge(objections, "\n".join(lines))
    assert [(row["dataset"], row["file"], row["line"], row["raw"], row["reasons"]) for row in gate.rejected] == [
        ("objections", "FILE.csv", 2, bad, [
            "date_naissance : date AAAA-MM-JJ, 00 pour une partie inconnue", "nom : au plus 50 caractères",
            "prenom : valeur obligatoire",
        ]),
        ("objections", "FILE.csv", 3, None, [EMPTY_LINE]),
        ("objections", "FILE.csv", 4, "ZYVARDEC;ONDÉLINE", [INCOMPLETE_LINE]),
    ]  # fmt: skip
    assert judged.reasons[EMPTY_LINE] == 1
    assert judged.last_line_rejected


def test_a_missing_mandatory_date_has_one_reason(gate: Gate, objections: Layout, objector: Any, write: Any) -> None:
    gate.judge(objections, write(objections, [objector | {"date_naissance": ""}]))
    assert [row["reasons"] for row in gate.rejected] == [["date_naissance : valeur obligatoire"]]


@pytest.mark.parametrize("read_by", ["duckdb", "python"])
def test_line_numbers_are_right_in_a_long_file_read_by_several_threads(
    gate: Gate, layout_of: Callable[..., Layout], read_by: str
) -> None:
    layout = layout_of(OBJECTIONS, encoding="windows-1252")
    size, cut, empty = 300_000, range(5, 300_000, 997), range(7, 300_000, 1009)
    lines = [f";Z{number};ONDELINE;1980-01-17;2014-02-03" for number in range(size + 1)]
    for number in cut:
        lines[number] = lines[number][:20]
    for number in empty:
        lines[number] = ""
    lines[0], lines[1] = "", "nir;nom;prenom;date_naissance;date_opposition"
    if read_by == "python":
        lines[150_001] = ";Zœ;ONDELINE;1980-01-17;2014-02-03"
    judged = gate.judge(layout, "".join(line + ("\r\n", "\n")[n % 2] for n, line in enumerate(lines[1:])))
    assert judged.received == size - 1
    assert {row["line"] for row in gate.rejected} == {*cut, *empty}
    assert all(row["raw"] == (lines[row["line"]] or None) for row in gate.rejected)
    assert judged.accepted == len(gate.accepted)
    assert all(row["last_name"] == lines[row["line"]].split(";")[1] for row in gate.accepted)
    base = record_base("objections", 0)
    assert all(row["record_no"] == base + row["line"] for row in gate.accepted)


# Columns and quotes


def test_columns_are_read_by_name_in_any_order(gate: Gate, objections: Layout, objector: Any, write: Any) -> None:
    gate.judge(objections, write(objections, [objector]))
    in_order = gate.accepted
    gate.judge(objections, write(objections, [objector], sorted(objector, reverse=True)))
    assert len(in_order) == 1
    assert gate.accepted == in_order


@pytest.mark.parametrize("value", ['DIT "ZYV"', '"', '""', "Z;Y", ";", ";;;", 'Z"'])
def test_quotes_and_separators_inside_quoted_values_are_the_value(
    gate: Gate, layout_of: Callable[..., Layout], objector: Any, write: Any, value: str
) -> None:
    layout = layout_of(OBJECTIONS, quoted=True)
    gate.judge(layout, write(layout, [objector | {"nom": value}]))
    (row,) = gate.accepted or gate.rejected
    assert row.get("last_name", value) == value
    assert gate.accepted or row["reasons"] == [INCOMPLETE_LINE]


@pytest.mark.parametrize("quoted", [False, True], ids=["bare", "quoted"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u3000"], ids=["common", "no-break", "thin", "wide"])
@pytest.mark.parametrize("column", ["nir", "nom", "date_opposition"], ids=["first", "middle", "last"])
def test_spaces_around_a_value_are_no_part_of_it(
    gate: Gate, layout_of: Callable[..., Layout], objector: Any, write: Any, quoted: bool, space: str, column: str
) -> None:
    layout = layout_of(OBJECTIONS, quoted=quoted, encoding="utf-8")
    gate.judge(layout, write(layout, [objector]))
    tidy = gate.accepted
    for spaced in (space + objector[column], objector[column] + space):
        gate.judge(layout, write(layout, [objector | {column: spaced}]))
        assert gate.accepted == tidy


def test_quotes_in_an_unquoted_layout_are_the_value(gate: Gate, objections: Layout, objector: Any, write: Any) -> None:
    gate.judge(objections, write(objections, [objector | {"nom": '"ZYV"'}]))
    assert gate.accepted[0]["last_name"] == '"ZYV"'


# Encodings


def test_windows_1252_is_what_python_decodes(gate: Gate, layout_of: Callable[..., Layout]) -> None:
    layout = layout_of(OBJECTIONS, encoding="windows-1252")
    codes = [code for code in DEFINED_IN_1252 if code not in b"\0\n\r;"]
    lines = [b";Z" + bytes([code]) + b"Y;P;1980-01-17;2014-02-03\n" for code in codes]
    gate.judge(layout, b"nir;nom;prenom;date_naissance;date_opposition\n" + b"".join(lines))
    assert [row["last_name"] for row in gate.accepted] == [f"Z{bytes([code]).decode('cp1252')}Y" for code in codes]


def test_every_character_of_windows_1252_in_one_line(gate: Gate, layout_of: Callable[..., Layout]) -> None:
    layout = layout_of(OBJECTIONS, encoding="windows-1252")
    line = bytes(code for code in DEFINED_IN_1252 if code not in b"\n")
    gate.judge(layout, b"nir;nom;prenom;date_naissance;date_opposition\n" + line + b"\n")
    assert gate.rejected[0]["raw"] == line.decode("cp1252")
    assert gate.rejected[0]["reasons"] == [FORBIDDEN_CHARACTER]


def test_a_byte_order_mark_is_no_part_of_the_first_name(
    gate: Gate, objections: Layout, objector: Any, write: Any
) -> None:
    assert gate.judge(objections, b"\xef\xbb\xbf" + write(objections, [objector]).encode()).accepted == 1


def test_fixed_width_is_cut_by_character_not_by_byte(
    gate: Gate, layout_of: Callable[..., Layout], write: Any, sound: Any
) -> None:
    layout = layout_of(DEATHS, encoding="utf-8")
    gate.judge(layout, write(layout, [sound[DEATHS][0] | {"NOM_PRENOMS": "ÉÈÀŒ*ÇÏ/"}]))
    assert [(row["names"], row["sex"], row["death_date"]) for row in gate.accepted] == [
        ("ÉÈÀŒ*ÇÏ/", "2", date(2014, 5, 2))
    ]


def test_a_fixed_width_line_too_short_is_incomplete(gate: Gate, layout_of: Any, write: Any, sound: Any) -> None:
    layout = layout_of(DEATHS)
    gate.judge(layout, write(layout, sound[DEATHS])[:170] + "\n")
    assert gate.rejected[0]["reasons"] == [INCOMPLETE_LINE]


# Values

UNKNOWN = "date_naissance : date AAAA-MM-JJ, 00 pour une partie inconnue"
MANDATORY = "date_naissance : valeur obligatoire"


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("1980-01-17", (date(1980, 1, 17), "day")),
        ("1980-01-00", (date(1980, 1, 1), "month")),
        ("1980-00-00", (date(1980, 1, 1), "year")),
        (" 1980-01-17 ", (date(1980, 1, 17), "day")),
        ("2000-02-29", (date(2000, 2, 29), "day")),
        ("1900-02-29", [UNKNOWN]),
        ("1980-02-31", [UNKNOWN]),
        ("1980-00-17", [UNKNOWN]),
        ("1980-13-00", [UNKNOWN]),
        ("1980-01", [UNKNOWN]),
        ("1980", [UNKNOWN]),
        ("1980-1-17", [UNKNOWN]),
        ("1980-01-001", [UNKNOWN]),
        ("1980-01-00x", [UNKNOWN]),
        ("1980x01x00", [UNKNOWN]),
        ("17/01/1980", [UNKNOWN]),
        ("0000", [UNKNOWN]),
        ("0000-xx-yy", [UNKNOWN]),
        ("0000-00-00", [MANDATORY]),
        ("", [MANDATORY]),
        ("1780-01-17", ["date_naissance : au moins 1890-01-01"]),
    ],
)
def test_a_partial_date_says_which_parts_are_known(
    gate: Gate, objections: Layout, objector: Any, write: Any, text: str, came: Any
) -> None:
    gate.judge(objections, write(objections, [objector | {"date_naissance": text}]))
    if isinstance(came, list):
        assert [row["reasons"] for row in gate.rejected] == [came]
    else:
        assert [(row["birth_date"], row["birth_precision"]) for row in gate.accepted] == [came]


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("00000000", (None, None)),
        ("        ", (None, None)),
        ("19800100", (date(1980, 1, 1), "month")),
        ("0000    ", None),
    ],
)
def test_an_optional_birth_date_may_be_unknown(
    gate: Gate, layout_of: Any, write: Any, sound: Any, text: str, came: Any
) -> None:
    layout = layout_of(DEATHS)
    gate.judge(layout, write(layout, [sound[DEATHS][0] | {"DATE_NAISSANCE": text}]))
    assert [(row["birth_date"], row["birth_precision"]) for row in gate.accepted] == ([came] if came else [])


@settings(QUIET, max_examples=12)
@given(texts=st.lists(st.from_regex(r"[0-9 +\-/x]{3}[0-9 /-]{2}[0-9]{2}[0-9 ]{3}|[0-3][0-9]/[01][0-9]/[12][0-9]{3}", fullmatch=True), min_size=20, max_size=60))  # fmt: skip # noqa: E501
def test_a_full_date_is_read_only_where_it_is_written_as_said(
    gate: Gate, layout_of: Any, objector: Any, write: Any, texts: list[str]
) -> None:
    layout = layout_of(OBJECTIONS)
    columns = [
        c.model_dump() | ({"pattern": "%d/%m/%Y"} if c.name == "date_opposition" else {}) for c in layout.columns
    ]
    layout = layout_of(OBJECTIONS, columns=columns)
    gate.judge(layout, write(layout, [objector | {"date_opposition": text} for text in texts]))
    expected = {number: _as_written(text.strip(" ")) for number, text in enumerate(texts, start=2)}
    came = {row["line"]: row["objected_on"] for row in gate.accepted}
    assert came == {n: day for n, day in expected.items() if day and day >= date(1950, 1, 1)}


def _as_written(text: str) -> date | None:
    day, month, year = (*text.split("/"), "", "")[:3]
    if [len(day), len(month), len(year)] != [2, 2, 4] or text.count("/") != 2 or not (day + month + year).isdigit():
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("31,42", Decimal("31.42")),
        ("0,00", Decimal("0.00")),
        ("31", Decimal("31.00")),
        ("31,4", Decimal("31.40")),
        ("-1,00", "KQBPJP : au moins 0"),
        ("300,01", "KQBPJP : au plus 300"),
        ("", "KQBPJP : valeur obligatoire"),
        ("1.234", "KQBPJP : montant, séparateur décimal « , »"),
        ("1.234,56", "KQBPJP : montant, séparateur décimal « , »"),
        ("12 €", "KQBPJP : montant, séparateur décimal « , »"),
        ("99999999999,99", "KQBPJP : montant, séparateur décimal « , »"),
    ],
)
def test_a_decimal_with_a_comma(gate: Gate, layout_of: Any, write: Any, sound: Any, text: str, came: Any) -> None:
    layout = layout_of(PAYMENTS)
    gate.judge(layout, write(layout, [sound[PAYMENTS][0] | {"KQBPJP": text}]))
    read = [row["daily_gross_eur_day"] for row in gate.accepted] + [row["reasons"] for row in gate.rejected]
    assert read == [[came] if isinstance(came, str) else came]


PENSIONER = {
    "NOM_NAISSANCE": "ZYVARDEC", "PRENOM": "ONDÉLINE", "SEXE": "2", "DATE_NAISSANCE": "19400117",
    "AVANTAGE_PRINCIPAL": "000062426", "REVERSION": "000000000", "COMPLEMENTS": "000000000",
    "MONTANT_MINIMUM": "000000000", "DATE_EFFET": "20100401",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("000062426", Decimal("624.26")),
        ("       5", Decimal("0.05")),
        ("000000000", Decimal("0.00")),
        ("-00000001", ["AVANTAGE_PRINCIPAL : au moins 0"]),
        ("         ", ["AVANTAGE_PRINCIPAL : valeur obligatoire"]),
        ("001000001", ["AVANTAGE_PRINCIPAL : au plus 10000"]),
        ("   624.26", ["AVANTAGE_PRINCIPAL : montant en centimes"]),
        ("   624,26", ["AVANTAGE_PRINCIPAL : montant en centimes"]),
        ("      1e3", ["AVANTAGE_PRINCIPAL : montant en centimes"]),
        ("     0x1F", ["AVANTAGE_PRINCIPAL : montant en centimes"]),
        ("    1_000", ["AVANTAGE_PRINCIPAL : montant en centimes"]),
    ],
)
def test_an_amount_in_cents(gate: Gate, layout_of: Any, write: Any, text: str, came: Any) -> None:
    layout = layout_of(PENSIONS)
    gate.judge(layout, write(layout, [PENSIONER | {"AVANTAGE_PRINCIPAL": text}]))
    read = [row["own_pension_eur_month"] for row in gate.accepted] + [row["reasons"] for row in gate.rejected]
    assert read == [came]


def test_a_blank_optional_amount_is_missing_not_zero(gate: Gate, layout_of: Any, write: Any) -> None:
    layout = layout_of(PENSIONS)
    gate.judge(layout, write(layout, [PENSIONER, PENSIONER | {"RESSOURCES_CONJOINT": "000000000"}]))
    assert [row["spouse_resources_eur_month"] for row in gate.accepted] == [None, Decimal("0.00")]


@pytest.mark.parametrize(
    ("text", "came"),
    [("99999.99", None), ("", None), ("0.00", Decimal("0.00")), ("812.5", Decimal("812.50")), ("99999.98", "au plus")],
)
def test_the_mark_of_a_missing_amount_is_missing(
    gate: Gate, layout_of: Any, write: Any, sound: Any, text: str, came: Any
) -> None:
    layout = layout_of("caf_dossiers_2013")
    gate.judge(layout, write(layout, [sound["caf_dossiers_2013"][0] | {"MTACFOY1": text}]))
    if isinstance(came, str):
        assert gate.rejected[0]["reasons"] == ["MTACFOY1 : au plus 50000"]
    else:
        assert [row["earnings_1_eur_month"] for row in gate.accepted] == [came]


@pytest.mark.parametrize(("pattern", "text"), [("%Y%m", "201405"), ("%Y-%m", "2014-05"), ("%m/%Y", "05/2014")])
def test_a_month_may_be_written_with_any_separator(
    gate: Gate, layout_of: Any, write: Any, sound: Any, pattern: str, text: str
) -> None:
    layout = layout_of("caf_dossiers_2013")
    columns = [c.model_dump() | ({"pattern": pattern} if c.name == "DTREFFRE" else {}) for c in layout.columns]
    layout = layout_of("caf_dossiers_2013", columns=columns)
    gate.judge(layout, write(layout, [sound["caf_dossiers_2013"][0] | {"DTREFFRE": text}]))
    assert [row["reference_month"] for row in gate.accepted] == [date(2014, 5, 1)]
