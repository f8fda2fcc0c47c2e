"""Options among the words of a report."""

from datetime import UTC, date, datetime

import pytest

from commands.options import Options, UnknownAudience, UnreadableDate, read_options
from reports.model import Audience


def test_options_are_taken_out_of_the_words() -> None:
    given = read_options("acme --audience client last week --as-of=2026-11-20")
    assert given == Options("acme  last week", Audience.CLIENT, date(2026, 11, 20))
    assert read_options("acme") == Options("acme")


def test_as_of_a_day_means_until_its_end_in_the_zone() -> None:
    given = read_options("acme --as-of 2026-11-20")
    assert given.known_at("Asia/Bangkok") == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert read_options("acme").known_at("UTC") is None


def test_options_are_written_as_they_are_read() -> None:
    given = read_options("acme --as-of=2026-11-20 --audience client")
    assert given.written() == "--audience client --as-of 2026-11-20"
    assert read_options(f"acme {given.written()}") == given
    assert read_options("acme --audience internal").written() == ""


def test_wrong_options_are_named() -> None:
    with pytest.raises(UnknownAudience, match="“boss” is no audience"):
        read_options("acme --audience boss")
    with pytest.raises(UnreadableDate, match="“yesterday” is no date"):
        read_options("acme --as-of yesterday")
