"""Who may do what, and who a signed-in person is."""

import ast
import datetime as dt
from pathlib import Path

import pytest

import planning
from planning.claims import RoleRow, RoleTableError, is_stale, person_of, read_role_table, role_rows
from planning.people import NotAllowedError, Person
from planning.store import open_store
from tests.builders import notebook, request

KIM = Person("Ada Kim", "CMIO")
FOLDER = Path(planning.__file__).parent
CHECKS = {"check_may", "check_recorder", "check_approver"}
# Only builds the answer for the others.
BUILDER = "recorded"
TABLE = role_rows("claim,value,role\nemail,ada@example.org,CMIO\ngroups,rounds-office,portfolio office\n")
ADA = {"sub": "1", "name": "Ada Kim", "email": "ADA@example.org", "groups": ["rounds-office"]}


def called(function):
    return {c.func.id for c in ast.walk(function) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)}


def test_every_function_that_records_asks_who_may():
    found = [
        node
        for path in sorted(FOLDER.glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or ast.Constant(0)) == "Recorded"
    ]
    asking = {f.name for f in found if called(f) & CHECKS}
    silent = {f.name for f in found if not (f.name.startswith("_") or called(f) & (CHECKS | asking))} - {BUILDER}
    assert len(asking) > 15
    assert silent == set()


def test_a_table_of_roles_is_read_once_for_each_state_of_the_file(tmp_path):
    table = tmp_path / "roles.csv"
    table.write_text("claim,value,role\ngroups,staff,CIO\n", encoding="utf-8")
    first = read_role_table(tmp_path)
    assert read_role_table(tmp_path) is first
    table.write_text("claim,value,role\ngroups,staff,viewer\n", encoding="utf-8")
    assert [row.role for row in read_role_table(tmp_path)] == ["viewer"]
    table.unlink()
    assert read_role_table(tmp_path) == ()


def test_a_viewer_opens_no_file_as_a_notebook(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/rounds.sqlite")
    with pytest.raises(NotAllowedError, match="The role viewer may not open a file"):
        store.create(notebook([request("A")]), by=Person("Vi", "viewer"), at=dt.datetime.now(dt.UTC))
    assert store.listing(by=KIM) == ()
    store.close()


def test_an_address_nobody_verified_stands_beside_no_name_and_is_none():
    unverified = {**ADA, "email_verified": False}
    assert person_of(unverified, ()).name == "Ada Kim"
    assert person_of({"sub": "1", "email": ADA["email"], "email_verified": False}, ()).name == "1"
    assert person_of(ADA, ()).name == "Ada Kim <ADA@example.org>"


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        (ADA, "CMIO"),
        ({**ADA, "email_verified": False}, "portfolio office"),
        ({**ADA, "email": "bo@example.org", "groups": "rounds-office"}, "portfolio office"),
        ({**ADA, "email": "bo@example.org", "groups": ["others"]}, "viewer"),
        ({"sub": "1"}, "viewer"),
    ],
)
def test_the_first_row_that_fits_gives_the_role_and_without_one_a_person_looks_on(claims, role):
    assert person_of(claims, TABLE).role == role


def test_the_address_stands_beside_the_name_where_it_is_recorded_and_not_in_the_header():
    person = person_of(ADA, TABLE)
    assert (str(person), person.known_as) == ("Ada Kim <ADA@example.org> (CMIO)", "Ada Kim")
    assert person_of({"email": "bo@example.org"}, ()).name == "bo@example.org"
    with pytest.raises(RoleTableError, match="neither a name nor an address"):
        person_of({"name": " "}, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "row 1: write the headers claim,value,role"),
        ("claim,value\nemail,a", "row 1: write the headers"),
        ("claim,value,role\nemail,a@b.c,king\n", "row 2: a row takes a claim, a value and one of the roles viewer"),
        ("claim,value,role\nemail,a@b.c,CMIO\n,x,CMIO\n", "row 3: a row takes"),
        ("claim,value,role\nemail,a@b.c,CMIO,CIO\n", "row 2: a row takes"),
        ('claim,value,role\nemail,"a@b.c,CMIO\n', "Check its quotation marks"),
    ],
)
def test_a_table_of_roles_that_can_t_be_used_says_which_row(text, words):
    with pytest.raises(RoleTableError, match=words):
        role_rows(text)


def test_the_table_of_roles_lies_in_the_data_folder(tmp_path):
    assert read_role_table(tmp_path) == ()
    (tmp_path / "roles.csv").write_bytes(b"\xef\xbb\xbfclaim,value,role\r\ngroups,x,CIO\r\n")
    assert read_role_table(tmp_path) == (RoleRow("groups", "x", "CIO"),)
    (tmp_path / "roles.csv").write_bytes(b"claim,value,role\ngroups,\xff,CIO\n")
    with pytest.raises(RoleTableError, match="Save it as UTF-8 text"):
        read_role_table(tmp_path)


def test_a_sign_in_counts_for_a_working_day():
    now = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)
    assert not is_stale({"iat": now.timestamp() - 11 * 3600}, now)
    assert is_stale({"iat": now.timestamp() - 13 * 3600}, now)
    assert not is_stale({}, now)
