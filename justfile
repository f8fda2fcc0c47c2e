# Everything that a developer types; `just` alone lists it.

bin := ".venv/bin"

# Show this list.
default:
    @just --list

# Make the environment with all tools.
setup:
    python3 -m venv --without-pip .venv
    python3 -m pip --python {{bin}}/python install -q -e '.[dev]'

# All that CI runs: style, types, rooms, tests.
check: lint types rooms test

# Style and format.
lint:
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .

# Strict types, tests included.
types:
    {{bin}}/mypy

# Imports point one way.
rooms:
    {{bin}}/lint-imports

# The whole suite; `just test -k remember` runs a part of it.
test *args:
    {{bin}}/python -m pytest {{args}}

# The quick part: everything that needs neither Slack nor a browser, half a minute.
quick:
    {{bin}}/python -m pytest -q tests/reports tests/commands tests/storage tests/bot/slack

# Ratios beside what one would pick instead.
bench:
    {{bin}}/python -m benchmarks

# Deliveries under fire: kills, lost answers, a Slack that fails; each stands once at the end.
chaos *args:
    {{bin}}/python -m benchmarks.chaos {{args}}

# Write anew what is generated: tables, schema, pictures.
docs:
    {{bin}}/python -m docs.generate
    {{bin}}/python -m docs.pictures

# The playground on this checkout.
play:
    {{bin}}/rapport playground
