#!/usr/bin/env python3
"""Checks a bundle of an alliance's record, in a second language.

    python3 verify_bundle.py BUNDLE --keys PINNED [--checkpoint FILE]... [--require-witnesses] [--json]

It is written from docs/decisions/0009 and the published formats alone (RFC 6962, RFC 8032, C2SP signed notes,
checkpoints and cosignatures), so that a mistake in `accordant-verify` would have to be made twice. It needs
Python 3.11 and the package `cryptography`, of which it uses one call: to verify an Ed25519 signature.

PINNED is the auditor's own file, never one of the bundle. Empty lines and lines that begin with `#` say nothing:

    origin <origin>                   the log that is to be checked; first, and once
    log <vkey>                        a key with which the host signs; one at least
    commissioner <vkey> [<party>]     a key with which a commissioner confirms its copy
    provider <vkey> [<party>]         a key with which a provider other than the host confirms its copy

A FILE after `--checkpoint` holds states that the auditor has kept: signed notes as in `checkpoints.txt`, or the
three lines alone, as they stand on paper, which are then taken at the auditor's word.

It ends with 0 (verified), 1 (not verified), 2 (wrong use) or 3 (the folder cannot be read as a bundle). It will
never know what an event means for the alliance. Start with `verify`.
"""

import argparse
import base64
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NEEDED = HEADERS, PARTS, WITHHELD, CHECKPOINTS, MANIFEST = (
    "headers.jsonl", "parts.jsonl", "withheld.jsonl", "checkpoints.txt", "manifest.txt")
PROMISED = ("keys.txt", "index.html")
HEADER_BYTES_MAX, NOTE_BYTES_MAX, SIGNATURES_MAX, WHOLE_MAX = 16_384, 64 * 1024, 16, 2**53 - 1
LOG_KEY, WITNESS_KEY = 0x01, 0x04

HASH, TEXT = re.compile("[0-9a-f]{64}"), re.compile(".+")
# What each key holds: a whole number, a list, or a text of this form. Those of `MAY_MISS` may be left out.
HEADER = {
    "actor": re.compile("person/[0-9a-f]{32}|system/.+"), "assurance": TEXT,
    "at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"),
    "authority": int, "cause": int, "effective": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "format": int,
    "index": int, "kind": TEXT, "kind_version": int, "log": re.compile("[!-*,-~]+"), "parts": list, "previous": HASH,
    "request": HASH, "rules": int, "seat": TEXT, "software": TEXT, "stream": TEXT, "version": int,
}
MAY_MISS = {"cause", "effective", "parts", "seat"}
LISTED = {"commitment": HASH, "compartment": re.compile("alliance|personal|party/.+"), "name": TEXT}
SHOWN = {"bytes": re.compile(".*"), "index": int, "part": TEXT, "salt": HASH}
NOT_SHOWN = {"index": int, "part": TEXT, "state": re.compile("withheld|erased")}

class Stop(Exception):
    """Nothing can be checked: the exit code and why."""

class Wrong(Exception):
    """What is wrong with one line, one note or one key."""

@contextlib.contextmanager
def told(report, file, line):
    """What turns out to be wrong is reported at its place, and the check goes on."""
    try:
        yield
    except Wrong as wrong:
        report.problem(file, line, str(wrong))
    except UnicodeDecodeError:
        report.problem(file, line, "is no text in UTF-8")

class Report:
    """What was found: problems, what is told without being one, and the counts."""
    def __init__(self):
        self.problems, self.notes = [], []
        self.counts = {"events": 0, "disclosed": 0, "withheld": 0, "erased": 0}
        self.checkpoint_size = self.witnessed_size = None

    def problem(self, file, line, says):
        self.problems.append({"file": file, "line": line, "says": says})

    def note(self, file, line, says):
        self.notes.append({"file": file, "line": line, "says": says})

    def as_json(self):
        in_order = {"key": lambda found: (found["file"], found["line"] or 0, found["says"])}
        return {"verified": not self.problems, "problems": sorted(self.problems, **in_order),
                "notes": sorted(self.notes, **in_order), **self.counts,
                "checkpoint_size": self.checkpoint_size, "witnessed_size": self.witnessed_size}

def verify(bundle, pinned, held=(), require_witnesses=False):
    """Checks the folder `bundle` against the keys that are `pinned` and the states (name, bytes) that are `held`."""
    report = Report()
    files = files_of(bundle, report)
    check_manifest(files, report)
    # Signatures come first: no root is compared before a key that is relied on has vouched for it.
    signed = trusted(CHECKPOINTS, files[CHECKPOINTS], pinned, report)
    kept = [found for name, content in held for found in trusted(name, content, pinned, report, may_be_paper=True)]
    headers, leaves = check_headers(files[HEADERS], pinned.origin, report)
    check_roots(signed + kept, leaves, report)
    if signed:
        check_signed(signed, len(leaves), report, require_witnesses)
    check_parts(files, headers, report)
    return report

# The files and their list.

def files_of(bundle, report):
    """Every file of the folder by its name, and a problem for whatever is no plain file."""
    root, files = os.fsencode(bundle), {}
    try:
        for folder, folders, names in os.walk(root):
            for path in (os.path.join(folder, name) for name in [*folders, *names]):
                shown = os.path.relpath(path, root).decode("utf-8", "replace").replace(os.sep, "/")
                if os.path.islink(path) or not (os.path.isfile(path) or os.path.isdir(path)):
                    report.problem(shown, None, "is neither a file nor a folder, and was not followed")
                elif os.path.isfile(path):
                    files[shown] = pathlib.Path(os.fsdecode(path)).read_bytes()
    except OSError as error:
        raise Stop(3, f"`{bundle}` cannot be read: {error}") from error
    if missing := [name for name in NEEDED if name not in files]:
        raise Stop(3, f"a bundle has {', '.join(NEEDED)}, and these are missing: {', '.join(missing)}")
    return files

def lines_of(name, content, report):
    """The lines of a file with their numbers; each must end with a line feed."""
    *lines, last = content.split(b"\n")
    if last:
        lines.append(last)
        report.problem(name, len(lines), "the last line does not end with a line feed: the file was cut off")
    return enumerate(lines, 1)

def check_manifest(files, report):
    """Every file is listed with its hash, and every listed file is there."""
    listed, before = {}, b""
    for number, line in lines_of(MANIFEST, files[MANIFEST], report):
        with told(report, MANIFEST, number):
            found = re.fullmatch(rb"([0-9a-f]{64})  (.+)", line, re.DOTALL)
            if not found or found[2] == MANIFEST.encode():
                raise Wrong("is no hash, two spaces and the name of another file")
            name = found[2].decode("utf-8")
            if found[2] <= before:
                raise Wrong("stands twice or out of order")
            before, listed[name] = found[2], number
            if name not in files:
                report.problem(name, None, f"is missing, though line {number} of {MANIFEST} lists it")
            elif hashlib.sha256(files[name]).hexdigest().encode() != found[1]:
                report.problem(name, None, f"was altered: line {number} of {MANIFEST} lists another content")
    for name in sorted({*files, *PROMISED} - {MANIFEST, *listed}):
        says = f"is not listed in {MANIFEST}: it was put in afterwards" if name in files else "is missing"
        report.problem(name, None, says)

# Keys, signed notes and checkpoints.

class Key:
    """A verifier key in the form `name+id+base64`."""
    def __init__(self, text, role):
        name, _, rest = text.partition("+")
        key_id, _, material = rest.partition("+")
        material = from_base64(material)
        if not re.fullmatch(r"[^\s+]+", name) or len(material) != 33:
            raise Wrong(f"`{text}` is no Ed25519 key: name, eight hexadecimal digits and base64, joined by +")
        self.name, self.kind, self.public, self.role = name, material[0], material[1:], role
        self.id = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
        if self.id.hex() != key_id or self.kind != (LOG_KEY if role == "log" else WITNESS_KEY):
            raise Wrong(f"`{text}` was mistyped, or is not the kind of key that a `{role}` has")

    def check(self, text, signature):
        """A witness signs the time too, which stands before its signature."""
        message = text.encode()
        if self.kind == WITNESS_KEY:
            time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = f"cosignature/v1\ntime {time}\n".encode() + message
            if time >= 2**63:
                raise Wrong(f"the signature by `{self.name}` has an impossible time")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise Wrong(f"the signature by `{self.name}` does not belong to this text: one was altered") from error

class Pinned:
    """What the auditor relies on."""
    def __init__(self, text):
        self.origin, self.keys = None, []
        for number, line in enumerate(text.split("\n"), 1):
            role, value = (line.split() + ["", ""])[:2]
            try:
                if role and not role.startswith("#"):
                    self.take(role, value)
            except Wrong as wrong:
                raise Stop(2, f"line {number} of the file of keys: {wrong}") from wrong
        if not any(key.role == "log" for key in self.keys):
            raise Stop(2, "the file of keys names no key of the log: add `origin <origin>` and `log <vkey>`")

    def take(self, role, value):
        if role not in ("origin", "log", "commissioner", "provider") or not value:
            raise Wrong(f"`{role}` is neither origin, log, commissioner nor provider with its value")
        if (role == "origin") != (self.origin is None):
            raise Wrong("the origin stands first, and once")
        if role == "origin":
            self.origin = value
        else:
            self.keys.append(Key(value, role))
        if len({key.public for key in self.keys}) < len(self.keys):
            raise Wrong(f"the key of `{self.keys[-1].name}` stands twice: one holder would count as two")

def from_base64(text):
    """Bytes from base64, in the one way in which it is written."""
    with contextlib.suppress(ValueError):
        content = base64.b64decode(text, validate=True)
        if base64.b64encode(content).decode() == text:
            return content
    raise Wrong("is not base64, or not as it is written")

class Checkpoint:
    """A state of the record that a key on which the auditor relies has signed, or that the auditor has on paper."""
    def __init__(self, file, line, text, origin):
        self.file, self.line, self.is_witnessed = file, line, False
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]):
            raise Wrong("is not three lines: origin, number of events and root")
        if lines[0] != origin:
            raise Wrong(f"speaks of `{lines[0]}`, not of `{origin}`")
        self.size, self.root = int(lines[1]), from_base64(lines[2])
        if len(self.root) != 32:
            raise Wrong("its root is not 32 bytes long")

def trusted(name, content, pinned, report, may_be_paper=False):
    """The checkpoints of a file that may be used; what is wrong with the others is reported."""
    found, line = [], 1
    pieces = content.split(b"\n\n----\n")
    for piece in [*(piece + b"\n" for piece in pieces[:-1]), pieces[-1]]:
        with told(report, name, line):
            found.append(read_checkpoint(name, line, piece, pinned, report, may_be_paper))
        line += piece.count(b"\n") + 2
    return found

def read_checkpoint(file, line, note, pinned, report, may_be_paper):
    text, signatures = read_note(note)
    checkpoint = Checkpoint(file, line, text, pinned.origin)
    if may_be_paper and not signatures:
        report.note(file, line, "bears no signature, and is taken at your word")
        return checkpoint
    known, signers = {(key.name, key.id): key for key in pinned.keys}, set()
    for name, content in signatures:
        key = known.get((name, content[:4]))
        if key is None:
            report.note(file, line, f"a signature by `{name}` is left aside: you do not rely on that key")
            continue
        if key in signers:
            raise Wrong(f"`{name}` has signed twice")
        key.check(text, content[4:])
        signers.add(key)
    roles = {key.role for key in signers}
    if "log" not in roles:
        raise Wrong("is not signed by any key of the log on which you rely")
    checkpoint.is_witnessed = {"commissioner", "provider"} <= roles
    return checkpoint

def read_note(note):
    """The text of a note, and its signatures as name and content."""
    letters = note.decode("utf-8")
    if len(note) > NOTE_BYTES_MAX or not letters.endswith("\n"):
        raise Wrong(f"is empty, cut off or longer than {NOTE_BYTES_MAX} bytes")
    if any(letter < " " and letter != "\n" for letter in letters):
        raise Wrong("holds letters that a signed note cannot have")
    text, blank, rest = letters.rpartition("\n\n")
    if not blank:
        return letters, []
    signatures = []
    for line in rest.split("\n")[:-1]:
        found = re.fullmatch(r"\N{EM DASH} ([^\s+]+) ([^ ]+)", line)
        if not found or len(from_base64(found[2])) < 5:
            raise Wrong(f"`{line}` is no signature")
        signatures.append((found[1], from_base64(found[2])))
    if not 1 <= len(signatures) <= SIGNATURES_MAX:
        raise Wrong(f"should have 1 to {SIGNATURES_MAX} signatures after an empty line")
    return text + "\n", signatures

# Events in their order, and the tree over them.

def check_headers(content, origin, report):
    """The headers, none where one cannot be read, and the leaf hash of every line."""
    headers, leaves, versions, at = [], [], {}, ""
    for number, line in lines_of(HEADERS, content, report):
        header, previous = None, leaves[-1].hex() if leaves else "0" * 64
        leaves.append(hashlib.sha256(b"\0" + line).digest())
        with told(report, HEADERS, number):
            header = read_header(line)
            version = versions.get(header["stream"], 0)
            for says in out_of_order(header, number - 1, origin, previous, at, version):
                report.problem(HEADERS, number, says)
            # What follows is judged by what stands here, so that one break is told once.
            at, versions[header["stream"]] = header["at"], header["version"]
        headers.append(header)
    report.counts["events"] = len(leaves)
    return headers, leaves

def out_of_order(header, index, origin, previous, at, version):
    """Everything that does not follow from the events before."""
    if header["log"] != origin:
        yield f"belongs to `{header['log']}`: it was moved here from another record"
    if header["index"] != index:
        yield f"says that it is event {header['index']}, and is event {index}: events were moved, added or taken out"
    if header["previous"] != previous:
        yield "was not written after the event that stands before it: one of the two was altered or moved"
    if header["at"] <= at:
        yield f"was recorded at {header['at']}, not after the event before"
    if header["version"] != version + 1:
        yield f"is number {header['version']} of `{header['stream']}`, where {version + 1} should stand"
    for key in ("authority", "rules", "cause"):
        if header.get(key, 0) > index:
            yield f"its `{key}` is event {header[key]}, which did not yet exist"
    if len({part["name"] for part in header.get("parts", [])}) < len(header.get("parts", [])):
        yield "lists two parts under one name"

def read_header(line):
    if len(line) > HEADER_BYTES_MAX:
        raise Wrong(f"is longer than {HEADER_BYTES_MAX} bytes")
    header = read_canonical(line)
    if type(header.get("format")) is int and header["format"] != 1:
        raise Wrong(f"is written in format {header['format']}, and this program reads format 1: install the verifier"
                    " that came with the program that wrote it")
    check_form(header, HEADER)
    try:
        at = datetime.datetime.fromisoformat(header["at"][:19])
        # Python's calendar begins with the year 1; the year 0 of the format has the same days as 2000.
        datetime.date.fromisoformat(re.sub("^0000", "2000", header.get("effective", "2000-01-01")))
    except ValueError as error:
        raise Wrong("names a day or time that does not exist") from error
    if not 1970 <= at.year <= 2255 or header["version"] < 1 or header["index"] == 0 < int(header["previous"], 16):
        raise Wrong("is not of the years 1970 to 2255, counts versions from 0, or is first and names one before it")
    for part in header.get("parts", []):
        check_form(part, LISTED)
    if header.get("parts") == [] or "seat" in header and header["actor"].startswith("system/"):
        raise Wrong("holds an empty `parts`, or the `seat` of a job, and should leave it out")
    return header

def check_form(value, form):
    """An object has the keys of this form, and each holds what it should."""
    if type(value) is not dict or set(form) - MAY_MISS - set(value) or set(value) - set(form):
        raise Wrong(f"should have the keys {', '.join(form)}")
    for key, held in value.items():
        kind = form[key] if type(form[key]) is type else str
        if type(held) is not kind or kind is str and not form[key].fullmatch(held):
            raise Wrong(f"`{key}` is not written as it should be")
        if kind is int and not 0 <= held <= WHOLE_MAX:
            raise Wrong(f"`{key}` is negative or too large")

def read_canonical(line):
    """A JSON object that stands there in the one way in which it may be written."""
    if any(not 0x20 <= byte <= 0x7E for byte in line):
        raise Wrong("holds a letter outside ASCII from space to tilde")
    try:
        value = json.loads(line, parse_float=refused, parse_constant=refused)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    except (ValueError, RecursionError) as error:
        raise Wrong("is no JSON of text and whole numbers") from error
    if type(value) is not dict or again != line.decode():
        raise Wrong("is not written in the one way in which it may be")
    return value

def refused(text):
    raise ValueError(f"{text} is no whole number")

def roots_at(leaves, sizes):
    """The RFC 6962 root of the first `size` leaves, for each of the sizes."""
    roots, peaks = {}, []
    for size in range(len(leaves) + 1):
        if size:
            peaks.append((1, leaves[size - 1]))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (width, right), (_, left) = peaks.pop(), peaks.pop()
            peaks.append((2 * width, hashlib.sha256(b"\1" + left + right).digest()))
        if size in sizes:
            roots[size] = peaks[-1][1] if peaks else hashlib.sha256(b"").digest()
            for _, left in reversed(peaks[:-1]):
                roots[size] = hashlib.sha256(b"\1" + left + roots[size]).digest()
    return roots

def check_roots(checkpoints, leaves, report):
    """Every signed state is the beginning of these events; so any two of them agree with each other too."""
    roots = roots_at(leaves, {checkpoint.size for checkpoint in checkpoints})
    for checkpoint in checkpoints:
        with told(report, checkpoint.file, checkpoint.line):
            size = checkpoint.size
            if size > len(leaves):
                raise Wrong(f"has {size} events, and the bundle {len(leaves)}: the end was cut off")
            if roots[size] != checkpoint.root:
                raise Wrong(f"is not the state of the first {size} events: one was altered, added or taken out")

def check_signed(signed, events, report, require_witnesses):
    """The states of the bundle rise; what they leave open is said."""
    for before, after in zip(signed, signed[1:]):
        if after.size <= before.size:
            report.problem(CHECKPOINTS, after.line, f"has {after.size} events, and the one before {before.size}")
    largest = max(signed, key=lambda checkpoint: checkpoint.size)
    report.checkpoint_size = largest.size
    report.witnessed_size = max((found.size for found in signed if found.is_witnessed), default=None)
    if largest.size < events:
        report.note(HEADERS, largest.size + 1, f"{events - largest.size} events are recorded, not yet signed")
    if not largest.is_witnessed:
        tell = report.problem if require_witnesses else report.note
        tell(CHECKPOINTS, largest.line, "is not confirmed by a commissioner and a provider on whose keys you rely")

# What the events speak of.

def check_parts(files, headers, report):
    """Every part that a header lists is shown, or stands in the list of the others, once."""
    places = {}
    for index, header in enumerate(headers):
        for place, part in enumerate(header.get("parts", []) if header else []):
            places.setdefault((index, part["name"]), (index, place))
    seen, erasures = set(), {}
    check_shown(files[PARTS], headers, places, seen, erasures, report)
    for number, line in lines_of(WITHHELD, files[WITHHELD], report):
        with told(report, WITHHELD, number):
            entry = read_canonical(line)
            check_form(entry, NOT_SHOWN)
            key = entry["index"], entry["part"]
            if not is_listed(key, headers, places):
                continue
            if key in seen:
                raise Wrong(f"part `{key[1]}` of event {key[0]} is shown, or stands here twice")
            seen.add(key)
            if entry["state"] == "erased" and erasures.get(key, -1) <= key[0]:
                raise Wrong(f"part `{key[1]}` of event {key[0]} is said to be erased, and no later event shows it")
            report.counts[entry["state"]] += 1
    for key, (index, _) in places.items():
        if key not in seen:
            report.problem(HEADERS, index + 1, f"its part `{key[1]}` is neither shown nor said to be withheld")

def check_shown(content, headers, places, seen, erasures, report):
    """Every part that is shown is what its header committed to."""
    last = (-1, -1)
    for number, line in lines_of(PARTS, content, report):
        with told(report, PARTS, number):
            part = read_canonical(line)
            check_form(part, SHOWN)
            shown, key = from_base64(part["bytes"]), (part["index"], part["part"])
            if not is_listed(key, headers, places):
                continue
            seen.add(key)
            if places[key] <= last:
                raise Wrong(f"part `{key[1]}` of event {key[0]} stands twice or out of order")
            last, header = places[key], headers[key[0]]
            commitment = hashlib.sha256(b"accordant/part/1\n" + bytes.fromhex(part["salt"]) + shown).hexdigest()
            if commitment != header["parts"][last[1]]["commitment"]:
                raise Wrong(f"part `{key[1]}` of event {key[0]} is not what was recorded: it was altered or replaced")
            report.counts["disclosed"] += 1
            if header["kind"] == "part_erased" and key[1] == "body":
                erasures[named_by(shown)] = key[0]

def is_listed(key, headers, places):
    """Whether the event lists this part; what an unreadable event lists is not known, and that was told already."""
    if key[0] < len(headers) and headers[key[0]] is None:
        return False
    if key not in places:
        raise Wrong(f"event {key[0]} has no part `{key[1]}`")
    return True

def named_by(body):
    """Which part the body of an erasure names; none if it does not say so clearly."""
    try:
        pairs = json.loads(body.decode("utf-8"), object_pairs_hook=tuple, parse_constant=refused)
    except (ValueError, RecursionError):
        return None
    named = [held for name in ("index", "part") for key, held in pairs if key == name] if type(pairs) is tuple else []
    return tuple(named) if [type(held) for held in named] == [int, str] else None

def main():
    parser = argparse.ArgumentParser(description="checks a bundle of an alliance's record")
    parser.add_argument("bundle")
    parser.add_argument("--keys", required=True, help="the auditor's own file of keys")
    parser.add_argument("--checkpoint", action="append", default=[], help="states that the auditor has kept")
    for flag in ("--require-witnesses", "--json"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    try:
        pinned = Pinned(pathlib.Path(asked.keys).read_text(encoding="utf-8"))
        held = [(name, pathlib.Path(name).read_bytes()) for name in asked.checkpoint]
        report = verify(asked.bundle, pinned, held, asked.require_witnesses)
    except (OSError, UnicodeDecodeError, Stop) as error:
        code, says = error.args if isinstance(error, Stop) else (2, f"wrong use: {error}")
        print(says, file=sys.stderr)
        return code
    if asked.json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        for one in report.problems + report.notes:
            print(ascii(f"{one['file']}:{one['line'] or ''}: {one['says']}")[1:-1])
        print(", ".join(f"{count} {what}" for what, count in report.counts.items()))
        print("NOT verified" if report.problems else "verified; a record cannot show what was never entered in it")
    return 1 if report.problems else 0

if __name__ == "__main__":
    sys.exit(main())
