"""Payloads are converted alike wherever they belong to, so nobody has to ask a workflow for their context."""

import pytest
from temporalio.converter import DataConverter, WorkflowSerializationContext

from gateway.keyring import Keyring
from gateway.sealing import converter

KEY = "a=" + "QUFB" * 10 + "QUE="
CONTEXT = WorkflowSerializationContext(namespace="default", workflow_id="kl/x")


@pytest.fixture(params=["without keys", "with keys"])
def ours(request: pytest.FixtureRequest) -> DataConverter:
    return converter(Keyring() if request.param == "without keys" else Keyring.of_text(KEY))


def test_no_part_of_the_converter_knows_a_context(ours: DataConverter) -> None:
    """What `bootstrap.sandbox` answers for every workflow: the converter with a context is the converter."""
    assert ours.with_context(CONTEXT) is ours


def test_nothing_is_stored_outside_the_engine(ours: DataConverter) -> None:
    """So no payload asks where it is stored."""
    assert ours.external_storage is None
