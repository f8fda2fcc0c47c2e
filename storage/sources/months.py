"""Days whose month is a name, or a sign between numbers, in the languages of people's exports."""

import re
from datetime import date

# From January on. What means another month in another language of the neighbourhood is left out.
_NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jän febr mrz apr mai jun jul aug sept okt nov dez",
    "jänner feber maerz apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sept oct nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค",
)
_MONTHS = {name: number for names in _NAMES for number, name in enumerate(names.split(), start=1)}
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    "|sun(?:day)?|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    "|lun(?:di|es)?|mar(?:di|tes)|mer(?:credi)?|mi[eé]rcoles|jeu(?:di)?|jueves|ven(?:dredi)?"
    "|viernes|samedi|s[aá]bado|dimanche|domingo"
)
_NAME = r"(?P<m>[^\W\d_][^\d\s,/-]{1,13})"
_FIRST = rf"(?:(?:{_WEEKDAYS})\.?,? )?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FIRST}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:[ /-]| ?de )(?:of )?{_NAME},?"
        r"(?:[ /-]| de )(?P<y>\d{4}|(?<=[/-])\d{2})",
        rf"{_FIRST}{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})",
    )
)
_SIGNED = (
    re.compile(r"(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日일号號]?"),
    re.compile(r"(?P<y>\d{4})\. ?(?P<m>\d{1,2})\. ?(?P<d>\d{1,2})\.?"),
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])")
_PIVOT = 70  # two digits below are years of this century
_BUDDHIST, _AHEAD = range(2400, 2700), 543
USUAL_YEARS = range(1900, 2400)


def named_day(plain: str) -> date | None:
    """The day that a text names in a way that can be read only so; None for all others.

    Raises ValueError for what is no day of the calendar.
    """
    week = _WEEK.fullmatch(plain)
    if week is not None:
        return date.fromisocalendar(*map(int, week.groups()))
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        month = _MONTHS.get(match["m"].casefold().rstrip(".")) if match else None
        if match is not None and month is not None:
            return date(full_year(match["y"]), month, int(match["d"]))
    for pattern in _SIGNED:
        match = pattern.fullmatch(plain)
        if match is not None:
            return date(full_year(match["y"]), int(match["m"]), int(match["d"]))
    return None


def full_year(digits: str) -> int:
    """The year of two or four digits; those of the Buddhist era, 543 ahead, as ours.

    Raises ValueError for a year of another calendar, or that no data are of.
    """
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < _PIVOT else 1900)
    if year in _BUDDHIST:
        return year - _AHEAD
    if year not in USUAL_YEARS:
        raise ValueError(f"The year {year} is of another calendar.")
    return year
