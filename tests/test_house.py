"""The house keeps its shape: folders, contracts, one way for the data, and documents that stay true."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from portfolio.constraints import CONSTRAINT_KINDS
from reports.exports import EXPORTS
from scoring.criterion import CRITERIA
from ui.screens import SCREENS

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Folders with Python in them that are run, never imported.
TOOLS = {"tests", "tools", "benchmarks"}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_every_folder_with_code_stands_under_the_import_contract():
    folders = {p.parent.relative_to(ROOT).parts[0] for p in ROOT.glob("*/*.py") if not p.parts[-2].startswith(".")}
    assert folders - TOOLS == set(CONFIG["tool"]["importlinter"]["root_packages"])


def test_the_command_line_knows_no_screen():
    roots = {name.split(".")[0] for name in imports(ROOT / "cli.py")}
    assert not roots & {"ui", "pages", "streamlit", "app"}


def test_app_is_short_and_only_sets_up_the_page():
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 60
    assert {name.split(".")[0] for name in imports(ROOT / "app.py")} <= {"streamlit", "ui"}


def test_no_page_imports_another():
    for page in (ROOT / "pages").glob("*.py"):
        assert not any(name.startswith("pages") for name in imports(page)), page.name


def test_every_page_is_a_screen_and_every_screen_a_page():
    pages = {p.stem for p in (ROOT / "pages").glob("*.py")} - {"__init__"}
    assert pages == {screen.key for screen in SCREENS}
    assert all((ROOT / screen.path).exists() for screen in SCREENS)


@pytest.mark.parametrize(
    "names", [CRITERIA, CONSTRAINT_KINDS, SCREENS, EXPORTS], ids=["criteria", "kinds", "screens", "exports"]
)
def test_keys_are_unique(names):
    keys = [entry.key for entry in names]
    assert len(keys) == len(set(keys))


def test_every_download_is_made_for_somebody_who_may_take_files_home():
    found = [
        path.name
        for folder in ("ui", "pages")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".download_button")
    ]
    assert found == ["downloading.py"]


def test_requirements_are_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][^ ]*", line), f"{name}: {line}"


def test_the_readme_names_what_exists():
    for screen in SCREENS:
        assert screen.title in README, f"README lacks the screen {screen.title}"
    for command in ("make run", "make test", "pip install -r requirements.txt", "streamlit run app.py"):
        assert command in README
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), f"README points to {target}, which is not there"


def test_the_extension_guide_names_the_four_tuples():
    guide = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    for name in ("CRITERIA", "CONSTRAINT_KINDS", "SCREENS", "EXPORTS"):
        assert name in guide


def test_the_model_document_names_every_rule_and_criterion():
    document = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    for entry in (*CRITERIA, *CONSTRAINT_KINDS):
        assert entry.key in document, f"docs/model.md lacks {entry.key}"
