"""Documents that cannot lie: what is generated has not drifted."""

import io

import numpy as np
from PIL import Image

from bot.settings import Settings
from docs.generate import drifted
from docs.pictures import PICTURES, chart_report
from reports.chart import draw


def test_generated_documents_are_up_to_date() -> None:
    assert drifted() == [], "run `just docs`"


def test_every_setting_says_what_it_means() -> None:
    unexplained = [name for name, one in Settings.model_fields.items() if not one.description]
    assert unexplained == []


def test_the_golden_chart_is_what_is_drawn() -> None:
    golden = Image.open(PICTURES / "chart.png").convert("RGB")
    drawn = Image.open(io.BytesIO(draw(chart_report()))).convert("RGB")
    difference = np.abs(np.asarray(golden, dtype=float) - np.asarray(drawn, dtype=float))
    # Another release of the font rasteriser may shade an edge differently; nothing else may move.
    assert difference.mean() < 0.5
