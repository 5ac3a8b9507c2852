#!/usr/bin/env python3
"""Checks many bundles in one process, for the tests that alter a bundle in thousands of ways.

Each line of standard input is a JSON object with `bundle`, `keys`, `held` (a list of files) and
`require_witnesses`; each line of the answer is what `verify_bundle.py --json` prints, with `exit` beside it.
Start with `verify_bundle.py`.
"""

import json
import pathlib
import sys

import verify_bundle


def checked(asked):
    try:
        pinned = verify_bundle.Pinned(pathlib.Path(asked["keys"]).read_text(encoding="utf-8"))
        held = [(pathlib.Path(name).name, pathlib.Path(name).read_bytes()) for name in asked["held"]]
        report = verify_bundle.verify(asked["bundle"], pinned, held, asked["require_witnesses"])
    except verify_bundle.Stop as stop:
        return {"exit": stop.args[0], "verified": False, "problems": [], "says": stop.args[1]}
    found = report.as_json()
    return {**found, "exit": 0 if found["verified"] else 1}


for line in sys.stdin:
    print(json.dumps(checked(json.loads(line))), flush=True)
