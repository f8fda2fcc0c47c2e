"""The report as JSON, the contract with scripts and other tools."""

from typing import Any

from reports.model import Report


def to_json(report: Report, indent: int | None = 2) -> str:
    """The report by its field names; what is not known is ``null``, never 0."""
    return report.model_dump_json(by_alias=True, indent=indent)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that ``to_json`` keeps."""
    return Report.model_json_schema(by_alias=True, mode="serialization")
