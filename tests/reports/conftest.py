"""The sample's papers, made once."""

import io

import openpyxl
import pytest

from reports.dossier import Dossier
from reports.workbook import build_workbook


@pytest.fixture(scope="session")
def dossier(sample_outcome):
    return Dossier(outcome=sample_outcome, version=3, is_compared=True)


@pytest.fixture(scope="session")
def data(sample_outcome):
    return build_workbook(Dossier(outcome=sample_outcome))


@pytest.fixture(scope="session")
def book(data):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)
