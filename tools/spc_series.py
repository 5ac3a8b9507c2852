#!/usr/bin/env python3
"""Makes the series on which our control charts are compared with other people's.

    python3 tools/spc_series.py > testing/kept/spc/series.json

Named series come first: each shows one thing that implementations do differently. Drawn series follow, from a
generator of our own with a fixed start, so that the same call gives the same bytes. Values are written as decimals
and never computed as floats: a tie must be a tie.

Start with `NAMED`.
"""

import json

NAMED = [
    # name, values, settings
    ("ordinary", "52 48 51 49 50 53 47 50 51 49 52 48 50 51 49 50", {}),
    ("one point far above", "10 11 9 10 11 10 9 10 11 9 10 10 30 10 9 11", {}),
    ("one point far below", "50 51 49 50 51 50 49 50 51 49 50 50 30 50 49 51", {}),
    ("last point far above", "10 11 9 10 11 10 9 10 11 9 10 10 11 10 9 30", {"target": "11"}),
    ("last point far below", "50 51 49 50 51 50 49 50 51 49 50 50 51 50 49 30", {"target": "45"}),
    ("seven rising at the end", "50 53 48 51 49 52 50 47 45 46 47 48 49 50 51", {}),
    ("six rising at the end", "50 53 48 51 49 52 50 47 46 47 48 49 50 51", {}),
    ("seven falling at the end", "50 47 52 49 51 48 50 53 55 54 53 52 51 50 49", {}),
    ("a rise broken by a tie", "52 47 50 46 47 48 49 49 50 51 52 48 50 47 51", {}),
    ("a peak shared by two trends", "48 52 40 41 42 43 44 45 46 45 44 43 42 41 40 52 48 50 51", {}),
    ("a trough shared by two trends", "52 48 60 59 58 57 56 55 54 55 56 57 58 59 60 48 52 50 49", {}),
    ("a rise that ends in a tie and rises again", "30 31 32 33 34 35 36 36 37 38 39 40 41 42 43 30 41 33", {}),
    ("a rise, a step down, and a rise", "30 31 32 33 34 35 36 30 31 32 33 34 35 36 33 31 34 32", {}),
    ("seven above the mean", "10 12 9 11 8 12 10 9 15 14 16 15 14 16 15 11 10 9 10 8", {}),
    ("six above the mean", "10 12 9 11 8 12 10 9 14 13 15 14 13 15 9 11 10 9 10 8", {}),
    ("a point on the mean within a shift", "4 4 4 4 4 4 4 6 6 6 5 6 6 6 6", {}),
    ("a shift to the end", "10 12 9 11 8 12 10 9 8 11 15 14 16 15 14 16 15", {"target": "12"}),
    ("two of three near the upper limit", "50 52 48 51 49 50 52 48 51 49 55 51 55 50 48 52 49", {}),
    ("two of three near the lower limit", "50 48 52 49 51 50 48 52 49 51 45 49 45 50 52 48 51", {}),
    ("two near at the end after one below", "50 52 48 51 49 50 52 48 51 49 50 52 48 51 47 55 55", {}),
    ("two near at the beginning", "55 55 50 52 48 51 49 50 52 48 51 49 50 52 48 51 49", {}),
    ("near above and near below", "50 52 48 51 49 50 52 48 51 49 55 45 55 50 52 48 51", {}),
    ("one near and one beyond", "50 51 49 50 51 49 50 51 49 50 54 51 52 50 49 51 50 49 50", {}),
    ("beyond and near together", "20 21 19 20 21 19 20 21 19 20 24 23 21 20 19 21 20 19", {}),
    ("flat", "98 98 98 98 98 98 98 98 98 98 98 98 98 98 98", {"target": "95"}),
    ("flat and never reaching", "93 93 93 93 93 93 93 93 93 93 93 93 93 93 93", {"target": "95"}),
    ("flat on the target", "95 95 95 95 95 95 95 95 95 95 95 95 95 95 95", {"target": "95"}),
    ("flat at seven tenths", " ".join(["0.7"] * 20), {"target": "0.95"}),
    ("flat at ninety-eight hundredths", " ".join(["0.98"] * 23), {"target": "0.95"}),
    ("one range that is not nothing", "5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 6 6 6 6 6", {"target": "5"}),
    ("rare events", "0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 2 0 0 0 0 0 0", {"direction": "decrease", "target": "1"}),
    ("flat baseline and then a step", "7 7 7 7 7 7 7 7 7 7 7 7 9 9 9 9 9 9 9 9", {"baseline": 12}),
    ("flat baseline and then a rise", "7 7 7 7 7 7 7 7 7 7 7 7 8 9 10 11 12 13 14", {"baseline": 12}),
    ("mean of three tenths", "0.2 0.4 0.3 0.1 0.5 0.3 0.25 0.35 0.2 0.4 0.28 0.32", {}),
    ("mean in tenths with a run", "0.1 0.2 0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.4 0.5 0.3 0.2 0.4", {}),
    ("a gap", "50 52 48 - 49 50 52 48 51 49 50 52 48 51 49", {}),
    ("a gap within a shift", "10 12 9 11 8 12 10 9 15 14 16 - 15 14 16 15 9 11 10", {}),
    ("a gap within a rise", "50 53 48 51 49 41 43 - 45 47 48 46 52 50 49", {}),
    ("a gap after which all rises", "50 47 52 48 51 49 53 44 45 46 - 48 49 50 51", {}),
    ("a gap at the end", "10 11 9 10 11 10 9 10 11 9 10 10 11 10 30 -", {"target": "9"}),
    ("a gap at the beginning", "- 11 9 10 11 10 9 10 11 9 10 10 11 10 30 10", {}),
    ("a gap within the baseline", "50 52 - 51 49 50 52 48 51 49 50 52 60 61 62 59 60 61 63", {"baseline": 12}),
    ("two gaps together", "50 52 48 51 - - 49 50 52 48 51 49 50 52 48 51", {}),
    ("a rebase", "50 52 48 51 49 50 52 48 51 49 50 52 70 72 68 71 69 70 72 68 71 69 70 72 71", {"rebase": [12]}),
    ("a rebase that cuts a rise", "48 52 49 51 40 41 42 43 44 45 46 47 52 48 49 51 50 52", {"rebase": [8]}),
    ("a rebase that cuts a shift", "40 42 39 41 40 50 51 50 51 50 51 50 51 49 50 52 51 50", {"rebase": [9]}),
    ("a rebase with a short last phase", "50 52 48 51 49 50 52 48 51 49 50 52 48 70 72 68", {"rebase": [13], "target": "60"}),
    ("a rebase one point before the end", "50 52 48 51 49 50 52 48 51 49 50 52 48 70", {"rebase": [13], "target": "60"}),
    ("two rebases", "50 52 48 51 49 50 52 48 51 60 62 58 61 59 60 62 58 61 40 42 38 41 39 40 42 38 41", {"rebase": [9, 18]}),
    ("a rebase and a baseline", " ".join("50 52 48 51 49 50 52 48 51 49 50 52 55 56 70 72 68 71 69 70 72 68 71 69 70 72 80 81".split()),
     {"rebase": [14], "baseline": 12}),
    ("a baseline and a step", "50 52 48 51 49 50 52 48 51 49 50 52 60 61 59 60 61 60 59", {"baseline": 12, "target": "55"}),
    ("a baseline longer than the series", "50 52 48 51 49 50 52 48 51 49 50 52 48", {"baseline": 20}),
    ("twelve points", "50 52 48 51 49 50 52 48 51 49 50 52", {"target": "60"}),
    ("thirteen points", "50 52 48 51 49 50 52 48 51 49 50 52 47", {"target": "60"}),
    ("nine points", "50 52 48 51 49 50 52 48 70", {"target": "60"}),
    ("two points", "50 52", {"target": "60"}),
    ("one point", "50", {"target": "60"}),
    ("low is good and last is high", "10 11 9 10 11 10 9 10 11 9 10 10 11 10 9 30", {"direction": "decrease", "target": "20"}),
    ("low is good and always under", "10 11 9 10 11 10 9 10 11 9 10 10 11 10 9 10", {"direction": "decrease", "target": "20"}),
    ("low is good and never under", "10 11 9 10 11 10 9 10 11 9 10 10 11 10 9 10", {"direction": "decrease", "target": "5"}),
    ("neither is good, high", "10 11 9 10 11 10 9 10 11 9 10 10 11 10 9 30", {"direction": "neutral", "target": "20"}),
    ("neither is good, low", "40 41 39 40 41 40 39 40 41 39 40 40 41 40 39 20", {"direction": "neutral"}),
    ("neither is good, falling", "50 47 52 49 51 48 50 53 55 54 53 52 51 50 49", {"direction": "neutral"}),
    ("falling above the mean", "40 42 38 41 39 40 42 38 41 39 69 66 63 60 57 54 51", {"baseline": 12}),
    ("falling above the mean, low is good", "40 42 38 41 39 40 42 38 41 39 40 41 69 66 63 60 57 54 51",
     {"baseline": 12, "direction": "decrease"}),
    ("a target on the upper limit", "50 54 50 54 50 46 50 54 50 46 50 46 50", {"target": "60.64"}),
    ("percentages near the top", "99.1 98.7 99.4 98.9 99.6 99.2 98.8 99.5 99.0 99.3 98.6 99.7 99.1 99.4", {"target": "98"}),
    ("proportions in thousandths", "0.581 0.578 0.584 0.577 0.590 0.588 0.579 0.573 0.571 0.569 0.566 0.552 0.555 0.561", {"target": "0.92"}),
    ("below and above nothing", "-3 2 -1 4 -2 1 0 -4 3 -1 2 0 -2 1 9", {"target": "0"}),
    ("large counts", "99300 98750 99800 100120 99500 98900 99950 100400 99700 99100 100050 110256 109800", {"direction": "decrease"}),
]

DIRECTIONS = ["increase", "decrease", "neutral"]


class Draws:
    """A small linear generator; the same everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


def drawn(number):
    """One series of whole numbers, tenths or hundredths, with ties, drifts, steps and sometimes gaps."""
    draws = Draws(number * 7919 + 17)
    length = 8 + draws.below(40)
    places = draws.below(3)
    spread = [3, 6, 12, 40][draws.below(4)]
    level, drift, step_at = 100 + draws.below(200), 0, None
    if draws.below(3) == 0:
        drift = 1 + draws.below(2)
    if draws.below(3) == 0:
        step_at = draws.below(length)
    values = []
    for place in range(length):
        whole = level + drift * place * (1 if number % 2 else -1) + draws.below(spread) + draws.below(spread)
        if step_at is not None and place >= step_at:
            whole += 2 * spread
        if draws.below(25) == 0:
            whole += 4 * spread
        missing = number % 5 == 0 and draws.below(12) == 0
        values.append("-" if missing else decimal(whole, places))
    settings = {"direction": DIRECTIONS[number % 3], "target": decimal(level + spread + draws.below(spread * 3), places)}
    if number % 4 == 1 and length > 24:
        settings["rebase"] = [12 + draws.below(length - 20)]
    if number % 4 == 2:
        settings["baseline"] = 12 + draws.below(6)
    return (f"drawn {number}", " ".join(values), settings)


def decimal(whole, places):
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(places + 1, "0")
    return sign + (digits if places == 0 else digits[:-places] + "." + digits[-places:])


def dated(place):
    """The first of a month, from April 2021 on."""
    month = 3 + place
    return f"{2021 + month // 12}-{month % 12 + 1:02}-01"


def written(name, values, settings):
    points = [{"date": dated(place), "value": None if text == "-" else text} for place, text in enumerate(values.split())]
    return {
        "name": name,
        "direction": settings.get("direction", "increase"),
        "target": settings.get("target"),
        "baseline": settings.get("baseline"),
        "rebase": [dated(place) for place in settings.get("rebase", [])],
        "points": points,
    }


if __name__ == "__main__":
    everything = NAMED + [drawn(number) for number in range(1, 91)]
    lines = ",\n".join(json.dumps(written(*each), separators=(",", ":")) for each in everything)
    print("[\n" + lines + "\n]")
