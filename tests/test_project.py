"""The house: one list of packages, documented commands, notebooks that show what they ran."""

import json
import re
import subprocess
import tomllib

import pytest
import yaml
from conftest import REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())


def test_environment_yml_lists_the_packages_of_pyproject():
    listed = re.findall(r"^  - ([a-z][^\n]*)$", (REPOSITORY / "environment.yml").read_text(), re.M)
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    assert sorted(set(listed) - {"pip", "pip:"} - {c for c in listed if c.startswith(("conda", "no"))}) == sorted(
        [*wanted, f"python{PROJECT['project']['requires-python']}"]
    )


def test_the_lock_names_every_package_and_no_address():
    lock = (REPOSITORY / "requirements.lock").read_text()
    names = {re.split(r"[=;\[ ]", line)[0] for line in lock.splitlines() if line and line[0].isalpha()}
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    assert {re.split(r"[><=]", package)[0] for package in wanted} <= names
    assert "://" not in lock


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_and_committed_with_its_outputs(path):
    cells = json.loads(path.read_text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(cells) <= 25 and all(cell["execution_count"] for cell in code)
    plain = [cell for cell in code if "parameters" not in cell["metadata"].get("tags", [])]
    assert all(len("".join(cell["source"]).splitlines()) <= 6 for cell in plain)
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1
    assert "/home/" not in path.read_text() and '"stderr"' not in path.read_text()


def test_an_unknown_make_parameter_stops_before_anything_runs():
    run = subprocess.run(
        ["make", "-n", "report", "SHPO=x"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2 and "unknown parameter SHPO" in run.stderr


def test_every_sql_file_begins_with_what_its_rows_are():
    files = sorted((REPOSITORY / "analysis" / "sql").rglob("*.sql"))
    assert files and all(path.read_text().startswith("-- ") for path in files)


def test_every_ready_scenario_rests_on_events_with_a_source():
    reference = REPOSITORY / "data" / "reference"
    events = {event["id"]: event for event in yaml.safe_load((reference / "partner_changes.yml").read_text())}
    for scenario in yaml.safe_load((reference / "scenarios.yml").read_text()):
        assert scenario["evidence"] and all(events[name]["source_title"] for name in scenario["evidence"])
