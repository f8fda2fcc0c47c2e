"""Feedback: ratings 1–5, recommendations 0–10, and what people wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.cells import Refused
from storage.records import cells as read
from storage.records.daily import Spread
from storage.records.fields import field
from storage.records.kind import CLIENT, Found, Known, Owner, RecordKind
from storage.records.row import Row
from storage.records.scale import settle
from storage.tables import feedback

SATISFIED = 4  # of 1–5
PROMOTER, DETRACTOR = 9, 6  # of 0–10


@dataclass(frozen=True, slots=True)
class Feedback:
    """One row of the table ``feedback``, without whose it is; None is what is not known."""

    ref: str
    day: int
    at: datetime | None = None
    rating: float | None = None
    recommend: float | None = None
    text: str | None = None
    author: str | None = None
    channel: str | None = None
    location: str | None = None


def read_feedback(row: Row, owner: Owner, ref: str) -> Feedback:
    """The feedback of one row; raises Refused where it says nothing."""
    at = row.needed("at", row.moment("at", owner.zone))
    rating = row.value("rating", lambda cell: read.within(cell, 1, 5))
    recommend = row.value("recommend", lambda cell: read.within(cell, 0, 10))
    text = row.words("text")
    if rating is None and recommend is None and text is None:
        raise Refused("it has neither a score nor a text")
    words = (row.words(key) for key in ("author", "channel", "location"))
    return Feedback(ref, at.day, at.at, rating, recommend, text, *words)


def observed(records: Sequence[Feedback], known: Known) -> Iterator[Found]:
    """NPS, CSAT and how much feedback there was, each day."""
    spread = Spread(records, lambda one: one.day, known.parts)
    yield from spread.count("feedback_count")
    yield from spread.mean("nps", _promotion)
    yield from spread.mean("csat", _satisfied)
    yield from spread.mean("csat_mean", lambda one: one.rating)


def _promotion(one: Feedback) -> float | None:
    """100 for a promoter, -100 for a detractor: their mean is the NPS."""
    if one.recommend is None:
        return None
    return 100.0 * ((one.recommend >= PROMOTER) - (one.recommend <= DETRACTOR))


def _satisfied(one: Feedback) -> float | None:
    return None if one.rating is None else float(one.rating >= SATISFIED)


FEEDBACK = RecordKind(
    key="feedback",
    one="feedback entry",
    many="feedback entries",
    fields=(
        field("ref", "its number", "text",
              "feedback id, response id, survey id, survey response id, review id, answer id, "
              "submission id, รหัสความคิดเห็น, รหัสคำตอบ, 反馈编号, 答卷编号, 评价编号, 回覆編號",
              "ref, reference, id, เลขที่, รหัส, 编号, 編號"),
        field("at", "when it was given", "moment",
              "responded at, response date, answered at, submitted, submitted at, submission date, "
              "survey date, review date, feedback date, created, created at, created date, "
              "วันที่ตอบ, วันที่ให้คะแนน, วันที่ประเมิน, วันที่แสดงความคิดเห็น, "
              "评价时间, 评价日期, 反馈时间, 反馈日期, 提交时间, 提交日期, 填写时间, 評價時間, "
              "回饋日期",
              "date, day, at, timestamp, time, date time, วันที่, วันเวลา, 日期, 时间, 時間",
              required=True),
        field("recommend", "would they recommend you, 0–10", "number",
              "nps, nps score, nps rating, recommend, would recommend, likelihood to recommend, "
              "how likely are you to recommend us, คะแนน nps, คะแนนแนะนำ, โอกาสแนะนำ, "
              "推荐度, 推荐意愿, 推荐分数, nps 评分, nps 分数, 净推荐值, 推薦度, 推薦意願"),
        field("rating", "the rating, 1–5", "number",
              "csat, csat score, csat rating, satisfaction, satisfaction score, "
              "satisfaction rating, customer satisfaction, stars, star rating, "
              "ความพึงพอใจ, คะแนนความพึงพอใจ, ระดับความพึงพอใจ, จำนวนดาว, ดาว, "
              "满意度, 满意度评分, 客户满意度, 星级, 滿意度, 滿意度評分"),
        field("score", "the score", "number",
              "score, rating, grade, points, mark, คะแนน, คะแนนประเมิน, 评分, 分数, 得分, 打分, "
              "評分, 分數"),
        field("text", "what they wrote", "text",
              "comment, comments, feedback, feedback text, text, review, review text, message, "
              "remark, remarks, verbatim, answer, suggestion, suggestions, opinion, "
              "ความคิดเห็น, ข้อเสนอแนะ, ข้อความ, รีวิว, คำติชม, "
              "评论, 评价, 反馈, 意见, 建议, 留言, 内容, 反馈内容, 評論, 意見, 建議, 回饋"),
        field("author", "who gave it", "text",
              "author, respondent, reviewer, customer, customer name, user, user name, name, "
              "submitted by, contact, email, ผู้ตอบ, ผู้ให้คะแนน, ผู้ประเมิน, ชื่อ, ลูกค้า, "
              "作者, 评价人, 填写人, 客户, 用户, 姓名, 受访者, 評價人, 客戶"),
        field("channel", "the way it came", "text",
              "channel, feedback channel, survey channel, source, via, medium, ช่องทาง, 渠道, 来源, "
              "管道, 來源"),
        field("location", "where it comes from", "text",
              "location, site, branch, office, store, city, region, country, สาขา, สถานที่, จังหวัด, "
              "地点, 地区, 城市, 门店, 分店, 地區, 門市"),
        CLIENT,
    ),
    telling=(("at",), ("recommend", "rating", "score"), ("text",)),
    options=("scale",),
    settle=settle,
    table=feedback,
    record=Feedback,
    read=read_feedback,
    observe=observed,
    metrics=frozenset({"feedback_count", "nps", "csat", "csat_mean"}),
    breakdowns=("channel", "location"),
)  # fmt: skip
