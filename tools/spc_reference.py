#!/usr/bin/env python3
"""Runs mdcspc 0.2 over the series on which our control charts are compared with it.

    python3 tools/spc_reference.py FOLDER testing/kept/spc/series.json > testing/kept/spc/mdcspc.json

FOLDER holds the package `mdcspc` (its metadata says MIT), which is not kept here; it needs pandas. Its analysis and its
reading of the last point are called as its own summary calls them. Numbers are written with twelve places.
"""

import json
import math
import sys
import warnings

import pandas

sys.path.insert(0, sys.argv[1])
from mdcspc import summary, xmr  # noqa: E402

DIRECTIONS = {"increase": "higher_is_better", "decrease": "lower_is_better", "neutral": "neutral"}
RULES = ["trend", "shift", "2of3", "astronomical"]


def figure(number):
    return None if math.isnan(number) else f"{number:.12f}"


def judged(series):
    rows = pandas.DataFrame(
        {
            "date": pandas.to_datetime([point["date"] for point in series["points"]]),
            "value": [math.nan if point["value"] is None else float(point["value"]) for point in series["points"]],
        }
    )
    baseline = series["baseline"]
    result = xmr.analyse_xmr(
        data=rows,
        value_col="value",
        index_col="date",
        phase_starts=series["rebase"] or None,
        baseline_mode="first_n" if baseline else "all",
        baseline_points=baseline,
    ).data
    direction = DIRECTIONS[series["direction"]]
    targets = None if series["target"] is None else pandas.Series(float(series["target"]), index=result.index)
    variation = summary._classify_variation_for_last_point(result, "value", direction)
    assurance = summary._classify_assurance_for_last_point(result, "value", direction, targets)
    return {
        "name": series["name"],
        "variation": variation["variation_key"],
        "rests_on": None if pandas.isna(variation["last_date"]) else str(variation["last_date"].date()),
        "assurance": assurance["assurance_key"],
        "phases": [
            {
                "from": str(date.date()),
                "mean": figure(row["mean"]),
                "lower": figure(row["lcl"]),
                "upper": figure(row["ucl"]),
            }
            for date, row in result[~result["phase"].duplicated()].iterrows()
        ],
        "labels": list(result["special_cause_label"]),
        "rules": [[rule for rule in RULES if row[f"rule_{rule}"]] for _, row in result.iterrows()],
    }


def attempted(series):
    try:
        return judged(series)
    except Exception as problem:
        print(f"{series['name']}: {problem!r}", file=sys.stderr)
        return {"name": series["name"], "stopped": True}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with open(sys.argv[2]) as file:
        results = [attempted(series) for series in json.load(file)]
    head = {"program": "mdcspc", "version": "0.2.0", "licence": "MIT in its metadata"}
    head["run_with"] = f"Python {sys.version.split()[0]}, pandas {pandas.__version__}"
    print(json.dumps({**head, "series": results}, separators=(",", ":")))
