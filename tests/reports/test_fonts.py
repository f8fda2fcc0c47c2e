"""Names in every script are drawn, or named otherwise; never a box in the place of a sign."""

import logging
import warnings
from collections.abc import Iterator

import pytest

from reports.chart import draw, figure, font_files, fonts
from reports.chart.drawable import _tell, drawable
from reports.model import ClientCard, Report
from tests.reports.pictures import assert_apart, metric, report, trend

WEEKS: list[float | None] = [float(week) for week in range(13)]
PACKED = {
    "Thai": "ร้านกาแฟเชียงใหม่ ที่นี่",
    "Lao": "ຮ້ານກາເຟ ວຽງຈັນ",
    "Chinese": "上海咖啡有限公司",
    "Japanese": "株式会社さくらコーヒー",
    "Korean": "서울 커피 주식회사",
    "Arabic": "شركة النور للقهوة",
    "Hindi": "हिन्दी कॉफ़ी क्षेत्र",
    "Bengali": "ঢাকা কফি",
    "Tamil": "தமிழ் காபி",
    "Burmese": "မြန်မာ ကော်ဖီ",
    "Khmer": "ក្រុមហ៊ុន កាហ្វេ",
    "Thai with low vowels": "ญูฎุฏ ผู้ใหญ่",
    "Hebrew": "קפה תל אביב",
    "Greek and Cyrillic": "Καφές Кофе",
}


@pytest.fixture
def without_packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As installed without extras, on a machine without fonts."""
    monkeypatch.setattr(font_files, "others", lambda **_: ())
    _forget()
    yield
    _forget()


def _forget() -> None:
    for kept in (fonts._files, fonts.width, _tell):
        kept.cache_clear()


def drawn(name: str) -> Report:
    """A report whose client and metrics are all called ``name``."""
    shown = [metric(key=f"m{n}", label=name, trend=trend(WEEKS, WEEKS)) for n in range(4)]
    return report(*shown).model_copy(update={"client": ClientCard(slug="acme", name=name)})


def missing_glyphs(name: str) -> list[str]:
    """What matplotlib says about signs it had no glyph for, while it drew."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        draw(drawn(name))
    return [str(one.message) for one in caught if "Glyph" in str(one.message)]


def test_the_count_of_missing_glyphs_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.chart.content.drawable", lambda *texts: texts[0])
    assert missing_glyphs("ꯃꯅꯤꯄꯨꯔ")  # Meetei Mayek, for which no font is here


@pytest.mark.parametrize("script", PACKED)
def test_a_name_in_any_of_the_scripts_is_drawn_whole(script: str) -> None:
    assert drawable(PACKED[script], "slug") == PACKED[script]
    assert missing_glyphs(PACKED[script]) == []
    assert_apart(figure(drawn(PACKED[script])))


@pytest.mark.parametrize("name", ["Acme 😀 Coffee", "☕ Acme ♥", "Zoë ✓ → №"])
def test_signs_that_every_machine_has_are_drawn(name: str, without_packages: None) -> None:
    assert drawable(name, "slug") == name
    assert missing_glyphs(name) == []


def test_letters_are_shaped_and_not_set_side_by_side() -> None:
    word = PACKED["Arabic"]
    apart = sum(fonts.width(letter, 30) for letter in word if letter != " ")
    assert fonts.width(word, 30) < 0.85 * apart
    assert fonts.width("ที่", 30) == pytest.approx(fonts.width("ท", 30), rel=0.1)


def test_marks_that_make_the_word_stay_and_piled_up_accents_go() -> None:
    assert drawable("ที่นี่") == "ที่นี่"
    assert drawable("Z" + "\u0301\u0302\u0303" * 9 + "algo") == "Źalgo"
    assert drawable("مُنَاقَشَةُ سُبُلِ اِسْتِخْدَامِ") == "مناقشة سبل استخدام"
    assert drawable("نام‌ها") == "نام‌ها"  # the joiner between its halves is no letter


@pytest.mark.parametrize("script", ["Thai", "Chinese", "Korean", "Hindi"])
def test_without_its_font_the_slug_stands_there_and_the_log_says_why(
    script: str, without_packages: None, caplog: pytest.LogCaptureFixture
) -> None:
    name = PACKED[script]
    with caplog.at_level(logging.WARNING):
        assert drawable(name, "acme") == "acme"
        assert drawable(name, "acme") == "acme"
    [said] = [record.getMessage() for record in caplog.records]
    assert f"of “{name}”: the chart shows “acme”" in said
    assert "rapport-bot[fonts]" in said
    assert missing_glyphs(name) == []


def test_an_emoji_without_a_font_is_left_out_and_the_name_stays(
    without_packages: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert drawable("Acme 🚀 & co 👩‍👩‍👧‍👦", "acme") == "Acme & co"
        assert drawable("🚀🚀", "acme") == "acme"
    assert "🚀" in caplog.records[0].getMessage()
    assert missing_glyphs("Acme 🚀") == []


def test_an_emoji_is_drawn_where_a_font_of_the_machine_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched = font_files.FontFile(font_files.own(bold=False).path)
    paths = ["/fonts/Arial.ttf", str(searched.path.with_name("Symbola.ttf"))]
    monkeypatch.setattr(font_files, "findSystemFonts", lambda: paths)
    assert [one.path.name for one in font_files._emoji()] == ["Symbola.ttf"]


def test_most_texts_are_drawn_by_one_font_alone() -> None:
    assert len(fonts._files("Acme & Söhne", bold=True)) == 1
    assert len(fonts._files(PACKED["Thai"], bold=True)) > 10
