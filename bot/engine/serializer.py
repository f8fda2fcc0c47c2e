"""What the engine keeps, as JSON: it is read again after an upgrade, and never run."""

import json
from typing import Any

from dbos import Serializer


class JsonSerializer(Serializer):
    """JSON alone; an exception is kept as its words."""

    def serialize(self, data: Any) -> str:  # noqa: ANN401
        """As text; raises TypeError for what is no JSON."""
        return json.dumps({"error": f"{data!r}"} if isinstance(data, BaseException) else data)

    def deserialize(self, serialized_data: str) -> Any:  # noqa: ANN401
        """As it was."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """What stands beside the text."""
        return "rapport_json"
