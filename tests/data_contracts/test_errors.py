"""A fault says the same in another process."""

import pickle

import pytest

from data_contracts.errors import InputError, JusteDroitError, StoreError


@pytest.mark.parametrize("kind", [InputError, StoreError])
def test_a_fault_goes_from_a_process_to_another(kind: type[JusteDroitError]) -> None:
    error = kind(what="Rien.", expected="tout", where="ici", remedy="chercher")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (str(again), again.remedy) == (str(error), "chercher")
