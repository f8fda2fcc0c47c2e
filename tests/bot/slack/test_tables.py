"""Tables, within Slack's limits and readable in fixed width."""

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack.limits import block_problems, characters
from bot.slack.tables import plain_table, table_block
from commands.answer import Channel, Table


def cells(table: Table) -> list[list[str]]:
    return [[cell.get("text", "#") for cell in row] for row in table_block(table)["rows"]]


def wide(rows: int, text: str = "x") -> Table:
    return Table("Many", ("Name", "Value"), tuple((f"{text}{n}", str(n)) for n in range(rows)))


def test_what_is_left_out_is_counted() -> None:
    assert len(cells(wide(99))) == 100
    assert cells(wide(99))[-1] == ["x98", "98"]
    shown = cells(wide(150))
    assert len(shown) == 100
    assert shown[-2:] == [["x97", "97"], ["… and 52 more", " "]]


def test_long_cells_leave_room_for_fewer_rows() -> None:
    table = wide(90, "y" * 300)
    shown = cells(table)
    assert shown[-1][0] == f"… and {90 - (len(shown) - 2)} more"
    assert characters(table_block(table)) <= 10_000


@given(
    st.lists(
        st.tuples(st.text(max_size=400), st.one_of(st.text(max_size=9), st.just(Channel("C1")))),
        max_size=130,
    )
)
def test_any_words_make_a_table_that_slack_takes(rows: list[tuple[str, str | Channel]]) -> None:
    table = Table("Any", ("Name", "Value"), tuple(rows))
    assert block_problems([table_block(table, numbers_from=1)], "message") == []
    assert block_problems([plain_table(table)], "message") == []


def test_fixed_width_columns_stand_below_each_other() -> None:
    rows = (("東京", "1"), ("e\u0301cole", "22"), ("Leads", "333"))
    block = plain_table(Table("Wide", ("Metric", "Value"), rows))
    text = block["elements"][0]["elements"][0]["text"]
    assert text.splitlines() == [
        "Metric  Value",
        "東京    1",
        "e\u0301cole   22",
        "Leads   333",
    ]


def test_channels_stay_links() -> None:
    table = Table("Schedules", ("Channel",), ((Channel("C1"),),))
    link = {"type": "channel", "channel_id": "C1"}
    assert table_block(table)["rows"][1][0]["elements"][0]["elements"] == [link]
    (bullets,) = plain_table(table)["elements"]
    assert bullets["elements"][0]["elements"] == [link]


def test_long_words_are_listed_whole_where_there_are_no_tables() -> None:
    long = "Publish a client's report on its own, every week or month, in local time."
    (bullets,) = plain_table(Table("Help", ("Command", "Does"), (("/schedule", long),)))["elements"]
    (line,) = bullets["elements"]
    assert [part["text"] for part in line["elements"]] == ["/schedule", " · ", long]
