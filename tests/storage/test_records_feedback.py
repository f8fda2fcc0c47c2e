"""Feedback: NPS and CSAT by their scales, in three languages, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import FieldUnclear, MappingUnreadable, ScaleUnclear
from storage.records.feedback import Feedback, observed
from storage.records.kind import Known
from storage.store import Store
from storage.tables import feedback
from tests.storage.records_house import House

_KNOWN = Known(frozenset({"recommend", "rating"}), 20_000)
NPS = (
    "response id,date,score,comment,channel,author\n"
    "1,2026-11-09,10,Great,mail,Ann\n"
    "2,2026-11-09,9,,mail,Bob\n"
    "3,2026-11-09,7,,web,\n"
    "4,2026-11-11,0,Slow,web,Cy\n"
)


@pytest.fixture
def survey(store: Store, tmp_path: Path) -> House:
    """Surveys of acme, which does not exist yet."""
    return House(store, tmp_path, "feedback")


def test_recommendations_give_nps_that_adds_up_over_days(survey: House) -> None:
    done = survey.bring(NPS)
    assert (done.taken, done.new, done.refused, done.new_clients) == (4, 4, [], ["acme"])
    assert (done.gives, done.lacks) == (["nps", "feedback_count"], ["csat", "csat_mean"])
    assert done.parts == {"channel": 2}
    assert survey.days("nps") == {
        "2026-11-09": pytest.approx(200 / 3),
        "2026-11-10": 0,  # it weighs nothing
        "2026-11-11": -100,
    }
    assert survey.weighted("nps") == pytest.approx(100 * (2 - 1) / 4)
    assert survey.days("feedback_count") == {"2026-11-09": 3, "2026-11-10": 0, "2026-11-11": 1}


def test_what_people_wrote_is_kept(survey: House) -> None:
    survey.bring(NPS)
    rows = survey.records(feedback)
    assert [(row["text"], row["author"], row["recommend"]) for row in rows] == [
        ("Great", "Ann", 10), (None, "Bob", 9), (None, None, 7), ("Slow", "Cy", 0),
    ]  # fmt: skip


def test_figures_by_channel(survey: House) -> None:
    survey.bring(NPS)
    parts = survey.frame(kind="channel")
    nps = parts[parts["metric"] == "nps"]
    assert dict(zip(nps["part"] + nps["day"].dt.strftime(" %d"), nps["value"], strict=True)) == {
        "mail 09": 100,
        "web 09": 0,
        "web 11": -100,
    }


def test_ratings_give_csat(survey: House) -> None:
    rows = "".join(f"2026-11-09,{one}\n" for one in (5, 4, 3, 4.5, 1))
    survey.bring("date,CSAT\n" + rows)
    assert survey.days("csat") == {"2026-11-09": 0.6}
    assert survey.days("csat_mean") == {"2026-11-09": 3.5}


def test_a_file_may_have_both(survey: House) -> None:
    done = survey.bring("date,nps,satisfaction\n2026-11-09,10,2\n2026-11-09,,4\n")
    assert done.gives == ["csat", "nps", "csat_mean", "feedback_count"]
    assert (survey.days("nps"), survey.days("csat")) == ({"2026-11-09": 100}, {"2026-11-09": 0.5})


def test_words_alone_are_feedback(survey: House) -> None:
    done = survey.bring("date,comment\n2026-11-09,Lovely\n")
    assert (done.taken, done.gives) == (1, ["feedback_count"])


@pytest.mark.parametrize(
    ("scores", "field"),
    [((8, 3), "recommend"), ((0, 5), "recommend"), ((1, 2, 3, 4, 5) * 2, "rating")],
)
def test_the_values_tell_the_scale(survey: House, scores: tuple[int, ...], field: str) -> None:
    plan = survey.plan("date,score\n" + "".join(f"2026-11-09,{one}\n" for one in scores))
    assert plan.mapping.columns[field] == "score"


@pytest.mark.parametrize(
    ("column", "scores", "reason"),
    [
        ("score", (5, 4), "its few values are all from 1 to 5"),
        ("score", (90, 4), "some of its values are outside 0–10"),
        ("score", (), "it has no value in sight"),
        ("CSAT", (9, 4), "it is called a rating from 1 to 5, but holds 9"),
    ],
)
def test_what_scale_it_is_is_never_guessed(
    survey: House, column: str, scores: tuple[int, ...], reason: str
) -> None:
    content = f"date,{column}\n" + "".join(f"2026-11-09,{one}\n" for one in scores)
    with pytest.raises(ScaleUnclear, match=f"“{column}”.*{reason}.*--map scale=nps"):
        survey.plan(content)
    told = survey.plan(content, "scale=nps")
    assert dict(told.mapping.columns) == {"at": "date", "recommend": column}
    assert survey.store.clients.find("acme") is None


def test_the_scale_that_was_told_is_kept(survey: House) -> None:
    content = "date,score\n2026-11-09,5\n2026-11-09,4\n"
    survey.bring(content, "scale=csat")
    assert survey.plan(content).saved
    assert survey.days("csat") == {"2026-11-09": 1}


@pytest.mark.parametrize(
    ("maps", "sentence"),
    [
        (("scale=stars",), "a scale is nps or csat"),
        (("mood=score",), "the fields are ref, at, recommend, rating, score, text"),
        (("at=",), "cannot be left out"),
        (("text=Words",), "the columns are “date”, “score”"),
        (("score",), "write it as FIELD=COLUMN"),
    ],
)
def test_what_is_told_must_make_sense(survey: House, maps: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(MappingUnreadable, match=sentence):
        survey.plan("date,score\n2026-11-09,9\n", *maps)


def test_a_scale_needs_its_column(survey: House) -> None:
    with pytest.raises(MappingUnreadable, match="--map recommend=COLUMN"):
        survey.plan("date,comment\n2026-11-09,Hi\n", "scale=nps")
    with pytest.raises(FieldUnclear, match="when it was given: both “date”, “day” may be"):
        survey.plan("date,day,score\n2026-11-09,2026-11-10,9\n")


def test_thai_and_chinese_columns_are_known(survey: House) -> None:
    thai = survey.plan("วันที่ตอบ,คะแนน,ความคิดเห็น,ช่องทาง,ชื่อ\n2026-11-09,9,ดี,line,ก\n")
    assert dict(thai.mapping.columns) == {
        "at": "วันที่ตอบ", "recommend": "คะแนน", "text": "ความคิดเห็น", "author": "ชื่อ",
        "channel": "ช่องทาง",
    }  # fmt: skip
    chinese = survey.plan("评价时间,满意度评分,评论,渠道,门店,客户\n2026-11-09,5,好,web,一店,王\n")
    assert dict(chinese.mapping.columns) == {
        "at": "评价时间", "rating": "满意度评分", "text": "评论", "author": "客户",
        "channel": "渠道", "location": "门店",
    }  # fmt: skip
    english = survey.plan("Submitted At,Likelihood to recommend,Verbatim,Respondent,Via\n"
                          "2026-11-09T10:00:00Z,9,ok,Ann,web\n")  # fmt: skip
    assert list(english.mapping.columns) == ["at", "recommend", "text", "author", "channel"]


def test_what_is_refused_is_named_with_its_line(survey: House) -> None:
    done = survey.bring(
        "id,date,nps,comment\n"
        "1,2026-11-09,11,\n"
        "2,2026-11-09,,\n"
        "3,9 November,9,\n"
        ",2026-11-09,9,\n"
        "6,2026-11-09,9,\n"
        "6,2026-11-09,8,\n"
        "7,,9,\n"
        "8,2026-11-09,9,ok\n"
    )
    assert {one.line: one.reason for one in done.refused} == {
        2: "nps: “11” is outside 0–10",
        3: "it has neither a score nor a text",
        4: "date: “9 November” is not a date such as 2026-01-31 or 2026-01-31 09:30",
        5: "id is empty",
        6: "feedback entry 6 is told differently on lines 6, 7",
        7: "feedback entry 6 is told differently on lines 6, 7",
        8: "date is empty",
    }
    assert (done.taken, done.refused_count) == (1, 7)


@pytest.mark.parametrize(
    ("score", "nps"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)]
)
def test_who_promotes_and_who_detracts(score: float, nps: float) -> None:
    one = Feedback("1", 20_000, recommend=score)
    found = [one.value for one in observed([one], _KNOWN) if one.metric == "nps"]
    assert found == [nps]


@given(st.lists(st.integers(10, 50), min_size=1).flatmap(lambda one: st.permutations(one * 2)))
def test_the_order_of_feedback_changes_no_figure(ratings: list[int]) -> None:
    made = [Feedback(str(place), 20_000, rating=one / 10) for place, one in enumerate(ratings)]
    assert list(observed(made, _KNOWN)) == list(observed(made[::-1], _KNOWN))
    mean = next(one.value for one in observed(made, _KNOWN) if one.metric == "csat_mean")
    assert mean == pytest.approx(sum(ratings) / len(ratings) / 10)
