"""Expected failures: each one's docstring is the sentence people see."""

import inspect


class Expected(Exception):  # noqa: N818 - named for what it is: a failure that was expected
    """Something expected went wrong."""

    def __init__(self, **fields: object) -> None:
        """Keep the fields that the sentence names."""
        super().__init__(*fields.values())
        self.fields = fields

    def __str__(self) -> str:
        """The sentence: the class's docstring with its fields filled in, on one line."""
        sentence = " ".join(inspect.cleandoc(type(self).__doc__ or "").split())
        return sentence.format(**self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes."""
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[Expected], fields: dict[str, object]) -> Expected:
    return kind(**fields)
