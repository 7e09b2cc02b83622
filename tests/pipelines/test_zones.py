"""The two zones, in the files themselves: names, NIR, births and addresses stay in one of them."""

from data_contracts.columns import Sensitivity
from data_contracts.tables import ANALYSIS_ZONE, TABLES, zone_of
from tests.pipelines.conftest import Run

IDENTITIES = {
    column.name for model in TABLES.values() for column in model.columns() if column.sensitivity is Sensitivity.IDENTITY
}
NIR = r"(?:^|[^0-9A-Za-z])[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?(?:$|[^0-9A-Za-z])"


def test_no_file_of_the_analysis_zone_has_an_identity_column(month_2014: Run) -> None:
    found = {}
    with month_2014.connect() as con:
        for path in sorted((month_2014.settings.store_folder / ANALYSIS_ZONE).glob("*/*.parquet")):
            relation = month_2014.store.read(con, path.parent.name, month_2014.period)
            found[path.parent.name] = set(relation.columns)
    assert {table: columns & IDENTITIES for table, columns in found.items() if columns & IDENTITIES} == {}
    assert found == {name: set(TABLES[name].column_names()) for name in TABLES if zone_of(name) == ANALYSIS_ZONE}


def test_no_text_of_the_analysis_zone_holds_a_nir_or_a_name_of_the_files(month_2014: Run) -> None:
    texts = 0
    with month_2014.connect() as con:
        month_2014.store.read(con, "records", month_2014.period).create_view("records")
        con.execute("CREATE TEMP TABLE names AS SELECT DISTINCT unnest([used_name, first_name]) AS name FROM records")
        for table in (name for name in TABLES if zone_of(name) == ANALYSIS_ZONE):
            relation = month_2014.store.read(con, table, month_2014.period)
            relation.create_view("analysed", replace=True)
            for column in TABLES[table].columns():
                if column.python_type is str and not column.codes:
                    query = f"""
                        SELECT count(*), count(*) FILTER (
                            regexp_matches("{column.name}", '{NIR}') OR "{column.name}" IN (SELECT name FROM names)
                            ) FROM analysed"""
                    rows, leaks = con.execute(query).fetchone() or (0, 0)
                    assert (table, column.name, leaks) == (table, column.name, 0)
                    texts += rows
    assert texts > 10_000, "there was something to look at"
