"""Questions as people ask them in passing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.phrases import understood
from reports.metrics import Metric, catalogue


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("how is acme?", ("health", "acme")),
        ("How's Acme Outdoor doing?", ("health", "Acme Outdoor")),
        ("how’s acme doing today", ("health", "acme")),
        ("how are things with acme", ("health", "acme")),
        ("how are things going with acme", ("health", "acme")),
        ("how is it going with acme?", ("health", "acme")),
        ("how's everything at borealis clinics?!", ("health", "borealis clinics")),
        ("why csat", ("report", "why csat")),
        ("Why CSAT?", ("report", "why csat")),
        ("why did csat fall?", ("report", "why csat")),
        ("why did the first response rise", ("report", "why first_response")),
        ("why has CSAT dropped?", ("report", "why csat")),
        ("why first_response", ("report", "why first_response")),
        ("why did our csat mean change", ("report", "why csat_mean")),
        ("why is csat so low?", ("report", "why csat")),
        ("why are requests up", ("report", "why requests")),
    ],
)
def test_a_question_is_understood(text: str, meant: tuple[str, str]) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "why",
        "why not",
        "why did nobody call back",
        "why did the sky fall?",
        "how",
        "how is it going?",
        "how is this possible",
        "how are you?",
        "how is the new agent doing?",
        "how do I schedule a report",
        "how is everybody",
        "csat fell",
        "I wonder how acme is",
        "how is one to explain all of these numbers",
        "how is " + "x" * 200,
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert understood(text) is None


@given(st.sampled_from(catalogue()), st.booleans(), st.sampled_from(["", "?", " ??", "."]))
def test_every_metric_is_known_by_key_and_by_label(metric: Metric, by_key: bool, end: str) -> None:
    name = metric.key if by_key else metric.label.upper()
    for asked in (f"why {name}", f"why did {name} fall", f"why is {name} down"):
        assert understood(asked + end) == ("report", f"why {metric.key}")


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    meant = understood(text)
    assert meant is None or (meant[0] in ("health", "report") and meant[1])
