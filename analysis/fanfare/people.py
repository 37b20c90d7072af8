"""A comparison as a table for people: three significant figures, arms by what they are called."""
import numpy as np
import pandas

from fanfare.numbers import people_number, percent


def span(low: float, high: float) -> str:
    return "–" if np.isnan(low) else f"{people_number(low)} … {people_number(high)}"


def people_table(table: pandas.DataFrame, baseline: str) -> pandas.DataFrame:
    words = pandas.DataFrame(
        {
            "measure": [f"{m} ({x})" if x else m for m, x in zip(table["measure"], table["label"])],
            "unit": table["unit"],
            "arm": table["title"],
            "mean": table["mean"].map(people_number),
            "interval": [*map(span, table["low"], table["high"])],
            "n": table["n"],
        }
    )
    if table["difference"].notna().any():
        called = dict(zip(table["arm"], table["title"]))
        words[f"against {called.get(baseline, baseline)}"] = table["difference"].map(people_number)
        words["its interval"] = [*map(span, table["difference_low"], table["difference_high"])]
    if table["chance_best"].notna().any():
        words["best in"] = table["chance_best"].map(percent)
    return words
