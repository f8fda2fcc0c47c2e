"""Known tables, and the many ways in which programs and people write them down."""

import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.storage.workbooks import workbook

Table = list[list[str]]


@dataclass(frozen=True)
class Variant:
    """A file's name and content, and the table that it holds."""

    name: str
    content: bytes
    table: Table


PLACES = {
    "en": ("North", "South", "East", "Head office", "Harbour"),
    "de": ("München", "Köln", "Düsseldorf", "Straße 5", "Größe"),
    "fr": ("Montréal", "Orléans", "Besançon", "Île", "Noël"),
    "es": ("Málaga", "Córdoba", "España", "señor", "acción"),
    "pl": ("Łódź", "Kraków", "święta", "źródło", "Wrocław"),
    "ru": ("Москва", "Самара", "клиент", "ответ", "время"),
    "el": ("Αθήνα", "πελάτης", "απάντηση", "χρόνος", "ερώτηση"),
    "th": ("กรุงเทพ", "เชียงใหม่", "ลูกค้า", "ตอบกลับ", "ภูเก็ต"),
    "zh": ("北京", "客户回复", "时间很短", "上海问题", "满意有限公司"),
    "tw": ("台北", "客戶回覆", "時間很短", "高雄問題", "滿意有限公司"),
    "ja": ("東京の", "お客様", "返信まで", "カタカナ", "株式会社です"),
    "ko": ("서울특별시", "고객센터", "답변시간", "부산질문", "만족스러운회사"),
}
ENCODINGS = {
    "en": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"),
    "de": ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "iso8859-15", "mac_roman"),
    "fr": ("utf-8", "cp1252", "latin-1", "utf-16"),
    "es": ("utf-8", "cp1252", "latin-1", "utf-8-sig"),
    "pl": ("utf-8", "cp1250", "iso8859-2"),
    "ru": ("utf-8", "cp1251", "koi8-r"),
    "el": ("utf-8", "cp1253"),
    "th": ("utf-8", "cp874", "utf-8-sig"),
    "zh": ("utf-8", "gb18030", "gbk", "utf-16-be"),
    "tw": ("utf-8", "big5"),
    "ja": ("utf-8", "shift_jis", "euc_jp", "utf-16", "iso2022_jp"),
    "ko": ("utf-8", "euc_kr"),
}
PREAMBLES = (
    (),
    ("Report for May",),
    ("# exported 2026-11-19", "# by Sam"),
    ("Report for May", "", ""),
    ("Weekly figures: North", "Created 19 Nov 2026", ""),
    ("# -----", "# Acme, all pages, all users", "# 20261101-20261130", "# -----", ""),
    (*(f"Filter {number}: all" for number in range(25)), ""),
)


def decimal_of(mark: str, group: str) -> Callable[[float], str]:
    """How a number is written with these marks."""

    def written(value: float) -> str:
        text = f"{value:,.2f}"
        return text.replace(",", "\0").replace(".", mark).replace("\0", group)

    return written


LOCALES: tuple[tuple[Callable[[float], str], str], ...] = (
    (lambda value: f"{value:.2f}", "{y:04}-{m:02}-{d:02}"),
    (decimal_of(",", "."), "{d:02}.{m:02}.{y:04}"),
    (decimal_of(".", ","), "{m:02}/{d:02}/{y:04}"),
    (decimal_of(",", " "), "{d:02}/{m:02}/{y:04}"),
    (decimal_of(".", "'"), "{d}.{m}.{y}"),
)


def table(language: str, locale: int, seed: int, rows: int = 12) -> Table:
    """A table of days, places, remarks with awkward marks, and numbers."""
    chance, (number, day) = random.Random(seed), LOCALES[locale]
    remarks = ("fine", "", 'he said "no"', "a, b; c", "two\nlines", "x | y", "it's ok", "0012")
    found = [["date", "place", "remark", "count", "amount"]]
    for at in range(rows):
        when = day.format(y=2026, m=at % 12 + 1, d=(at * 7) % 28 + 1)
        place = PLACES[language][at % 5]
        amount = number(chance.choice([1, 20, 3000]) * chance.random() + 0.01)
        found.append([when, place, remarks[at % 8], str(chance.randrange(900)), amount])
    return found


def texts() -> Iterator[Variant]:
    """Tables as text: each delimiter, encoding, quoting, line end, preamble and locale."""
    seed = 0
    for language, encodings in ENCODINGS.items():
        for encoding in encodings:
            for delimiter in ",;\t|^":
                seed += 1
                yield _text(seed, language, encoding, delimiter)
    for delimiter in ",;\t|^":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
            for ends in ("\n", "\r\n", "\r"):
                for above in range(len(PREAMBLES)):
                    seed += 1
                    yield _text(seed, "en", "utf-8", delimiter, quoting, ends, above)


def closed() -> Iterator[Variant]:
    """Tables whose lines end with a delimiter: the rows, the names, or both."""
    for seed, language in enumerate(PLACES):
        for at, delimiter in enumerate(",;\t|"):
            known = table(language, at, seed)
            for which in ("rows", "names", "both"):
                lines = written(known, delimiter, "doubled", csv.QUOTE_ALL, "\r\n").split("\r\n")
                ends = [which != "names"] * (len(lines) - 1)
                ends[0] = which != "rows"
                text = "\r\n".join(
                    line + delimiter * end for line, end in zip(lines, [*ends, False], strict=True)
                )
                want = [[*row, ""] for row in known] if which == "both" else known
                yield Variant(f"{seed}-{language}-{at}-{which}-closed.csv", text.encode(), want)


def doubtful() -> Iterator[Variant]:
    """Texts that hold more or less than a table; each must be refused, naming a line."""
    for seed, language in enumerate(PLACES):
        known = table(language, seed % 5, seed)
        head, *rows = known
        padded = ["Source: the CRM", "", "", "", ""]
        spoilt: dict[str, Table] = {
            "note": [*known, padded],
            "parted note": [*known, [""] * 5, ["FOOTNOTE", "", "", "", ""]],
            "names again": [head, *rows[:6], head, *rows[6:]],
            "no names": rows,
            "wide row": [head, *rows[:6], [*rows[6], "x"], *rows[7:]],
            "short row": [head, *rows[:6], rows[6][:3], *rows[7:]],
        }
        for name, cells in spoilt.items():
            for delimiter in ",;\t":
                text = written(cells, delimiter, "doubled", csv.QUOTE_ALL, "\n")
                yield Variant(f"{name} {seed} {ord(delimiter)}.csv", text.encode(), known)
        text = written(known, ",", "doubled", csv.QUOTE_ALL, "\n")
        odd = written([rows[3]], ",", "single", csv.QUOTE_ALL, "\n")
        other = text.replace(written([rows[3]], ",", "doubled", csv.QUOTE_ALL, "\n"), odd)
        yield Variant(f"other quotes {seed}.csv", other.encode(), known)
        marked = text.replace('","', '"~^~"')
        yield Variant(f"long delimiter {seed}.csv", marked.encode(), known)


def _text(
    seed: int,
    language: str,
    encoding: str,
    delimiter: str,
    quoting: int | None = None,
    ends: str | None = None,
    above: int | None = None,
) -> Variant:
    chance = random.Random(seed)
    known = table(language, chance.randrange(len(LOCALES)), seed)
    above = chance.choice([0, 0, 0, 1, 2, 3, 4]) if above is None else above
    style = chance.choice(["doubled", "doubled", "backslash", "single"])
    ends = chance.choice(["\n", "\r\n"]) if ends is None else ends
    lines = "".join(line + ends for line in PREAMBLES[above])
    # Where lines end with a carriage return, Python leaves line feeds within cells without quotes.
    least = csv.QUOTE_NONNUMERIC if ends == "\r" else csv.QUOTE_MINIMAL
    text = lines + written(known, delimiter, style, quoting or least, ends)
    if chance.random() < 0.2:
        text = text.removesuffix(ends)
    content = text.encode(encoding)
    name = f"{seed}-{language}-{encoding}-{delimiter!r}-{style}-{above}.csv"
    if chance.random() < 0.15:
        content, name = gzip.compress(content), name + ".gz"
    return Variant(name, content, known)


def written(known: Table, delimiter: str, style: str, quoting: int, ends: str) -> str:
    """The table as one dialect has it."""
    out = io.StringIO(newline="")
    escaped = style == "backslash"
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quotechar="'" if style == "single" else '"',
        doublequote=not escaped,
        escapechar="\\" if escaped else None,
        quoting=quoting,  # type: ignore[arg-type]
        lineterminator=ends,
    )
    writer.writerows(known)
    return out.getvalue()


def others(folder: Path) -> Iterator[Variant]:
    """The same tables as workbooks, JSON, JSON Lines and Parquet, also gzipped."""
    for seed, language in enumerate(PLACES):
        known = table(language, 0, seed)
        head, *rows = known
        records = [dict(zip(head, row, strict=True)) for row in rows]
        typed = [{**one, "count": int(one["count"])} for one in records]
        lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in typed)
        columns = {name: [one[name] for one in typed] for name in head}
        numbered = {name: dict(enumerate(cells)) for name, cells in columns.items()}
        files = {
            "records.json": json.dumps(records, ensure_ascii=False, indent=1).encode(),
            "rows.json": json.dumps(known).encode(),
            "columns.json": json.dumps(columns).encode(),
            "pandas.json": json.dumps(numbered).encode(),
            "answer.json": json.dumps({"count": 12, "results": typed}).encode("utf-16"),
            "lines.jsonl": lines.encode(),
            "table.xlsx": _excel(folder, known),
            "titled.xlsx": _excel(folder, [["Report for May"], [], *known]),
            "table.ods": ods(known),
            "table.parquet": _parquet(columns),
        }
        for name, content in files.items():
            yield Variant(f"{language}-{name}", content, known)
            yield Variant(f"{language}-{name}.gz", gzip.compress(content), known)


def _excel(folder: Path, known: Table) -> bytes:
    return workbook(folder / "known.xlsx", {"Data": known}).read_bytes()


def ods(known: Table) -> bytes:
    """A small workbook of LibreOffice's kind, with repeated cells and rows around it."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in known
    )
    body = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{rows}<table:table-row '
        'table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="1024"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", body)
        file.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def _cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _parquet(columns: dict[str, list[object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()
