#!/usr/bin/env python3
"""Makes the small bundles on which both verifiers are tested, with no code of theirs.

    python3 make_fixture_bundle.py FOLDER

It has its own writer of headers, its own tree and its own signer, so that a verifier is not only shown what the
program wrote that it was written with. Everything invented here happens in an invented alliance, and every random
thing is drawn from a fixed word: the same call gives the same bytes. FOLDER gets one folder for each bundle, the
auditor's files beside them, and `cases.json`, which says how each is to be checked and what must be found.

Start with `CASES`.
"""

import base64
import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "records.harbour.example/log/1"
BEGIN = 1_777_800_000  # 3 May 2026, in the morning


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def base64_of(content):
    return base64.b64encode(content).decode()


def in_one_line(value):
    """JSON as the format wants it: keys in byte order, nothing between."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


# Keys and signatures.

class Signer:
    """A key that signs notes: kind 1 for a log, kind 4 for a witness."""

    def __init__(self, name, kind, word):
        self.name, self.kind = name, kind
        self.private = Ed25519PrivateKey.from_private_bytes(sha256(b"seed of ", word.encode()))
        public = self.private.public_key()
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.material = bytes([kind]) + raw
        self.id = sha256(name.encode(), b"\n", self.material)[:4]

    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{base64_of(self.material)}"

    def line(self, text, time):
        message, stamp = text.encode(), b""
        if self.kind == 4:
            message, stamp = f"cosignature/v1\ntime {time}\n".encode() + message, time.to_bytes(8, "big")
        return f"\u2014 {self.name} {base64_of(self.id + stamp + self.private.sign(message))}\n"


HOST = Signer(ORIGIN, 1, "host")
COMMISSIONER = Signer("witness.icb.example", 4, "commissioner")
PROVIDER = Signer("witness.hospitals.example", 4, "provider")
STRANGER = Signer(ORIGIN, 1, "stranger")
PARTIES = (COMMISSIONER, PROVIDER)


def note(text, signers, time=BEGIN + 3600):
    return text + "\n" + "".join(signer.line(text, time) for signer in signers)


# The record.

def root_of(leaves):
    """RFC 6962, by its definition: split at the largest power of two below the size."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while 2 * left < len(leaves):
        left *= 2
    return sha256(b"\1", root_of(leaves[:left]), root_of(leaves[left:]))


class Record:
    """The events of a log, as the host writes them."""

    def __init__(self, origin=ORIGIN):
        self.origin, self.lines, self.parts, self.versions = origin, [], [], {}

    def event(self, kind, stream, parts=(), change=None, as_written=in_one_line, **more):
        """Adds an event; `change` alters its header, and `as_written` how it is put on its line."""
        index = len(self.lines)
        self.versions[stream] = self.versions.get(stream, 0) + 1
        drawn = sha256(f"{self.origin} {index} {kind}".encode()).hex()
        header = {
            "actor": f"person/{sha256(b'a person').hex()[:32]}", "assurance": "operating-system",
            "at": f"2026-05-03T09:{index // 60:02}:{index % 60:02}.{index:06}Z", "authority": 0, "format": 1,
            "index": index, "kind": kind, "kind_version": 1, "log": self.origin,
            "previous": self.leaves()[-1].hex() if index else "0" * 64, "request": drawn, "rules": 0,
            "seat": "harbour_icb", "software": "fixture 1", "stream": stream,
            "version": self.versions[stream], **more,
        }
        listed = []
        for name, compartment, content in parts:
            salt = sha256(f"salt {self.origin} {index} {name}".encode())
            commitment = sha256(b"accordant/part/1\n", salt, content).hex()
            listed.append({"commitment": commitment, "compartment": compartment, "name": name})
            self.parts.append((index, name, salt, content))
        if listed:
            header["parts"] = listed
        if header["actor"].startswith("system/"):
            del header["seat"]
        if change:
            change(header)
        self.lines.append(as_written(header))
        return index

    def leaves(self):
        return [sha256(b"\0", line) for line in self.lines]

    def text(self, size):
        return f"{self.origin}\n{size}\n{base64_of(root_of(self.leaves()[:size]))}\n"


def harbour(change=None, erased=(2, "reason"), **how):
    """Seven events of an invented alliance; `change` and `how` alter event 4 as it is written."""
    record = Record()

    def event(kind, stream, parts=(), **more):
        altered = {"change": change, **how} if len(record.lines) == 4 else {}
        record.event(kind, stream, parts, **altered, **more)

    event("founded", "alliance",
          [("body", "alliance", b'{"name":"Harbour"}'), ("text", "alliance", b"alliance: Harbour\n")])
    event("seat_filled", "seat/harbour_icb", [("body", "alliance", b'{"by":"a person"}')], effective="2026-04-01")
    event("agreed", "decision/1",
          [("body", "alliance", b"{}"), ("reason", "personal", b"because I think so")], cause=1)
    event("ticked", "clock", actor="system/ticks", assurance="none")
    event("costs_given", "facts/2026-04",
          [("facts", "party/harbour_icb", b"actual_cost,100\n"), ("body", "alliance", b"{}")])
    event("part_erased", "erasures", [("body", "alliance", erasing(*erased))])
    event("agreed", "decision/1", [("body", "alliance", b'{"agrees":true}')])
    return record


def small():
    """Three events with every kind of part, for tests that alter every byte."""
    record = Record()
    record.event("founded", "alliance", [("body", "alliance", b"{}")])
    record.event("agreed", "decision/1", [
        ("body", "alliance", b"yes"), ("facts", "party/harbour_icb", b"100\n"), ("reason", "personal", b"because")])
    record.event("part_erased", "erasures", [("body", "alliance", erasing(1, "reason"))])
    return record


def erasing(index, part):
    return in_one_line({"by": 2, "index": index, "part": part})


def costs_otherwise(header):
    """What the host would rather have recorded as event 4."""
    header["kind"] = "costs_given_otherwise"


NOT_SHOWN = ((2, "reason", "erased"), (4, "facts", "withheld"))


def bundle(record, sizes=(3, 7), signers=(HOST, *PARTIES), not_shown=NOT_SHOWN, notes=None):
    """The files of a bundle, without their list."""
    hidden = {(index, name) for index, name, _ in not_shown}
    shown = [{"bytes": base64_of(content), "index": index, "part": name, "salt": salt.hex()}
             for index, name, salt, content in record.parts if (index, name) not in hidden]
    notes = notes or [note(record.text(size), signers, BEGIN + 60 * size) for size in sizes]
    return {
        "headers.jsonl": lines(record.lines),
        "parts.jsonl": lines(map(in_one_line, shown)),
        "withheld.jsonl": lines(in_one_line({"index": index, "part": name, "state": state})
                                for index, name, state in not_shown),
        "checkpoints.txt": "\n----\n".join(notes).encode(),
        "keys.txt": lines(signer.vkey().encode() for signer in (HOST, *PARTIES)),
        "index.html": b"<!doctype html><title>Harbour</title><p>Seven events.\n",
    }


def lines(of):
    return b"".join(line + b"\n" for line in of)


def with_list(files):
    listed = sorted((name.encode(), content) for name, content in files.items())
    listed = (sha256(content).hex().encode() + b"  " + name for name, content in listed)
    return {**files, "manifest.txt": lines(listed)}


# What an attacker does to the files of a bundle.

def in_line(files, name, number, old, new):
    """The same files, with `old` replaced by `new` in one line."""
    content = files[name].split(b"\n")
    assert old in content[number - 1], (name, number, old)
    content[number - 1] = content[number - 1].replace(old, new, 1)
    return {**files, name: b"\n".join(content)}


def in_order(files, name, numbers):
    """The same files, with only these lines of one, in this order."""
    content = files[name].split(b"\n")
    return {**files, name: lines(content[number - 1] for number in numbers)}


def added(files, name, line):
    return {**files, name: files[name] + line + b"\n"}


def transplanted():
    other = Record("records.hill.example/log/1")
    for number in range(4):
        other.event("agreed", f"decision/{number}")
    other.event("agreed", "facts/2026-04")
    record = harbour()
    record.lines[4] = other.lines[4]
    return bundle(record, not_shown=NOT_SHOWN[:1], notes=[note(record.text(7), (HOST,))])


def replaced_part():
    files = bundle(harbour())
    of_2, of_4 = (json.loads(files["parts.jsonl"].split(b"\n")[number]) for number in (3, 4))
    return in_line(files, "parts.jsonl", 4, in_one_line(of_2), in_one_line({**of_4, "index": 2}))


def signed_twice():
    record, other = harbour(), harbour(costs_otherwise)
    return bundle(record, notes=[note(record.text(7), (HOST, *PARTIES)), note(other.text(7), (HOST,))])


def spaced(header):
    return in_one_line(header).replace(b'","assurance', b'", "assurance')


def accented(header):
    return in_one_line(header).replace(b"fixture 1", "fixture \u00e9".encode())


def fractioned(header):
    return in_one_line(header).replace(b'"rules":0', b'"rules":0.0')


def of_another():
    """The text of one state with a signature that was made for an earlier one."""
    return harbour().text(7) + "\n" + HOST.line(harbour().text(3), BEGIN)


def strangers(count):
    return [Signer(f"stranger{number}.example", 1, f"stranger {number}") for number in range(count)]


def long_signature():
    return f"\u2014 stranger.example {base64_of(bytes(60_000))}\n"


def listed(name):
    return {"commitment": "0" * 64, "compartment": "alliance", "name": name}


def altered(**values):
    return lambda: bundle(harbour(change=lambda header: header.update(values)))


def cut_off(files, name):
    return {**files, name: files[name][:-1]}


def withheld(index, part):
    return in_one_line({"index": index, "part": part, "state": "withheld"})


def without(files, name):
    return {held: content for held, content in files.items() if held != name}


CHECKPOINTS, HEADERS, LIST = "checkpoints.txt", "headers.jsonl", "manifest.txt"
PARTS, WITHHELD = "parts.jsonl", "withheld.jsonl"
EVENT_4 = (HEADERS, 5)


def case(name, make, *named, held=(), require_witnesses=False, exit_code=None):
    """A bundle, how it is checked, and every place that must be named: a file and a line, or a file as a whole."""
    if exit_code is None:
        exit_code = 1 if named else 0
    named = [[place, None] if isinstance(place, str) else list(place) for place in named]
    return make, {"bundle": name, "held": list(held), "require_witnesses": require_witnesses, "exit": exit_code,
                  "named": named}


def again(name, *named, **how):
    """The same bundle, checked in another way."""
    return case(name, None, *named, **how)


# A note with three signatures takes seven lines, and is followed by an empty one and `----`.
CASES = [
    case("good", lambda: bundle(harbour())),
    again("good", require_witnesses=True),
    again("good", held=["held_0.txt", "held_3.txt", "held_7.txt", "held_on_paper.txt"]),
    again("good", ("held_signed_by_a_stranger.txt", 1), held=["held_signed_by_a_stranger.txt"]),
    case("good_and_small",
         lambda: bundle(small(), sizes=(3,), not_shown=((1, "facts", "withheld"), (1, "reason", "erased")))),
    case("good_from_size_0", lambda: bundle(harbour(), sizes=range(8))),
    case("good_with_unsigned_end", lambda: bundle(harbour(), sizes=(3, 6))),
    again("good_with_unsigned_end", held=["held_7.txt"]),
    case("good_signed_by_the_host_alone", lambda: bundle(harbour(), signers=(HOST,))),
    again("good_signed_by_the_host_alone", (CHECKPOINTS, 8), require_witnesses=True),
    case("good_confirmed_by_a_provider_alone", lambda: bundle(harbour(), signers=(HOST, PROVIDER))),
    again("good_confirmed_by_a_provider_alone", (CHECKPOINTS, 9), require_witnesses=True),
    case("good_with_a_strange_signature", lambda: bundle(harbour(), signers=(HOST, STRANGER, *PARTIES))),
    case("good_without_events", lambda: bundle(Record(), sizes=(0,), not_shown=())),
    again("good_without_events", ("held_7.txt", 1), held=["held_7.txt"]),
    case("good_with_a_page_in_a_folder", lambda: {**bundle(harbour()), "pages/one.html": b"<p>One\n"}),
    # What the host does who holds the key of the log.
    case("rewritten_by_the_host", lambda: bundle(harbour(costs_otherwise), signers=(HOST,))),
    again("rewritten_by_the_host", held=["held_3.txt"]),
    again("rewritten_by_the_host", ("held_7.txt", 1), held=["held_3.txt", "held_7.txt"]),
    again("rewritten_by_the_host", ("held_on_paper.txt", 1), held=["held_on_paper.txt"]),
    again("rewritten_by_the_host", (CHECKPOINTS, 8), require_witnesses=True),
    case("event_from_another_log", transplanted, EVENT_4, (HEADERS, 6), (PARTS, 5), (PARTS, 6)),
    case("two_roots_for_one_size", signed_twice, (CHECKPOINTS, 10)),
    case("header_not_canonical", lambda: bundle(harbour(as_written=spaced)), EVENT_4),
    case("header_of_an_unknown_format", altered(format=2), EVENT_4),
    case("header_with_an_unknown_key", altered(note="hello"), EVENT_4),
    case("time_that_stands_still", altered(at="2026-05-03T09:00:03.000003Z"), EVENT_4),
    case("time_that_never_was", altered(at="2026-02-30T09:00:04.000004Z"), EVENT_4),
    case("stream_with_a_gap", altered(version=2), EVENT_4),
    case("event_that_names_another_log", altered(log="records.hill.example/log/1"), EVENT_4),
    case("header_that_is_too_long", altered(software="x" * 16_384), EVENT_4),
    case("header_with_a_letter_beyond_ascii", lambda: bundle(harbour(as_written=accented)), EVENT_4),
    case("header_with_a_fraction", lambda: bundle(harbour(as_written=fractioned)), EVENT_4),
    case("number_below_zero", altered(authority=-1), EVENT_4),
    case("number_beyond_the_largest", altered(kind_version=2**53), EVENT_4),
    case("actor_by_name", altered(actor="person/alice"), EVENT_4),
    case("time_beyond_the_years", altered(at="2256-05-03T09:00:04.000004Z"), EVENT_4),
    case("previous_of_nothing", altered(previous="0" * 64), EVENT_4),
    case("index_of_another", altered(index=5), EVENT_4),
    case("first_event_with_one_before", altered(index=0), EVENT_4),
    case("authority_to_come", altered(authority=5), EVENT_4),
    case("rules_to_come", altered(rules=5), EVENT_4),
    case("two_parts_of_one_name", altered(parts=[listed("body"), listed("facts"), listed("body")]),
         EVENT_4, (PARTS, 5)),
    case("job_with_a_seat", altered(actor="system/ticks"), EVENT_4),
    case("cause_to_come", altered(cause=5), EVENT_4),
    # What anyone does who holds the bundle.
    case("last_event_dropped", lambda: in_order(bundle(harbour()), HEADERS, range(1, 7)),
         (CHECKPOINTS, 10), (PARTS, 7)),
    case("two_events_swapped", lambda: in_order(bundle(harbour()), HEADERS, (1, 2, 3, 5, 4, 6, 7)),
         (HEADERS, 4), (HEADERS, 5), (HEADERS, 6), (CHECKPOINTS, 10), (PARTS, 5), (WITHHELD, 2)),
    case("header_without_a_line_feed", lambda: cut_off(bundle(harbour()), HEADERS), (HEADERS, 7)),
    case("root_that_nobody_signed", lambda: bundle(harbour(), notes=[harbour().text(7)]), (CHECKPOINTS, 1)),
    case("root_signed_by_parties_alone", lambda: bundle(harbour(), signers=PARTIES),
         (CHECKPOINTS, 1), (CHECKPOINTS, 9)),
    case("root_signed_by_a_key_of_the_bundle",
         lambda: added(bundle(harbour(), signers=(STRANGER,)), "keys.txt", STRANGER.vkey().encode()),
         (CHECKPOINTS, 1), (CHECKPOINTS, 8)),
    case("root_of_another_log", lambda: bundle(harbour(), notes=[note("x" + harbour().text(7), (HOST,))]),
         (CHECKPOINTS, 1)),
    case("signed_text_altered", lambda: in_line(bundle(harbour()), CHECKPOINTS, 11, b"7", b"6"), (CHECKPOINTS, 10)),
    case("checkpoint_with_a_fourth_line",
         lambda: bundle(harbour(), notes=[note(harbour().text(7) + "more\n", (HOST,))]),
         (CHECKPOINTS, 1)),
    case("checkpoints_out_of_order", lambda: bundle(harbour(), sizes=(7, 3)), (CHECKPOINTS, 10)),
    case("checkpoint_with_a_short_root",
         lambda: bundle(harbour(), notes=[note(f"{ORIGIN}\n7\n{base64_of(bytes(31))}\n", (HOST,))]),
         (CHECKPOINTS, 1)),
    case("checkpoint_signed_as_of_another", lambda: bundle(harbour(), notes=[of_another()]), (CHECKPOINTS, 1)),
    case("good_with_16_signatures", lambda: bundle(harbour(), signers=(HOST, *PARTIES, *strangers(13)))),
    case("checkpoint_with_17_signatures",
         lambda: bundle(harbour(), sizes=(7,), signers=(HOST, *PARTIES, *strangers(14))),
         (CHECKPOINTS, 1)),
    case("checkpoint_that_is_too_long",
         lambda: bundle(harbour(), notes=[note(harbour().text(7), (HOST,)) + long_signature()]), (CHECKPOINTS, 1)),
    case("checkpoint_with_a_control_character",
         lambda: bundle(harbour(), notes=[note(harbour().text(7), (HOST, Signer("a\1b", 1, "control")))]),
         (CHECKPOINTS, 1)),
    case("checkpoint_without_a_line_feed", lambda: cut_off(bundle(harbour()), CHECKPOINTS), (CHECKPOINTS, 10)),
    case("confirmed_at_an_impossible_time",
         lambda: bundle(harbour(), notes=[note(harbour().text(7), (HOST, PROVIDER), 2**63)]), (CHECKPOINTS, 1)),
    case("no_checkpoint", lambda: {**bundle(harbour()), CHECKPOINTS: b""}, (CHECKPOINTS, 1)),
    case("signature_given_twice", lambda: bundle(harbour(), signers=(HOST, PROVIDER, PROVIDER)),
         (CHECKPOINTS, 1), (CHECKPOINTS, 10)),
    case("part_of_another_event", replaced_part, (PARTS, 4)),
    case("part_shown_and_withheld", lambda: added(bundle(harbour()), WITHHELD, withheld(6, "body")), (WITHHELD, 3)),
    case("part_withheld_twice", lambda: added(bundle(harbour()), WITHHELD, withheld(4, "facts")), (WITHHELD, 3)),
    case("part_that_no_event_has", lambda: added(bundle(harbour()), WITHHELD, withheld(3, "body")), (WITHHELD, 3)),
    case("part_of_no_event", lambda: added(bundle(harbour()), WITHHELD, withheld(7, "body")), (WITHHELD, 3)),
    case("part_not_mentioned", lambda: in_order(bundle(harbour()), WITHHELD, (1,)), EVENT_4),
    case("parts_out_of_order", lambda: in_order(bundle(harbour()), PARTS, (2, 1, 3, 4, 5, 6, 7)), (PARTS, 2)),
    case("part_shown_twice", lambda: in_order(bundle(harbour()), PARTS, (1, 1, 2, 3, 4, 5, 6, 7)), (PARTS, 2)),
    case("erasure_that_nobody_recorded", lambda: bundle(harbour(), not_shown=(NOT_SHOWN[0], (4, "facts", "erased"))),
         (WITHHELD, 2)),
    case("erasure_before_the_event",
         lambda: bundle(harbour(erased=(6, "body")), not_shown=(*NOT_SHOWN, (6, "body", "erased"))),
         (WITHHELD, 1), (WITHHELD, 3)),
    case("erasure_that_is_not_shown", lambda: bundle(harbour(), not_shown=(*NOT_SHOWN, (5, "body", "withheld"))),
         (WITHHELD, 1)),
    case("page_put_in", lambda: {**with_list(bundle(harbour())), "more.html": b"<p>More\n"}, "more.html"),
    case("page_altered", lambda: {**with_list(bundle(harbour())), "index.html": b"<p>Eight events.\n"}, "index.html"),
    case("list_out_of_order", lambda: in_order(with_list(bundle(harbour())), LIST, (2, 1, 3, 4, 5, 6)),
         (LIST, 2), "checkpoints.txt"),
    case("list_that_lists_itself", lambda: added(with_list(bundle(harbour())), LIST, b"0" * 64 + b"  manifest.txt"),
         (LIST, 7)),
    case("list_with_another_line", lambda: added(with_list(bundle(harbour())), LIST, b"and more"), (LIST, 7)),
    case("page_missing", lambda: without(with_list(bundle(harbour())), "index.html"), "index.html"),
    case("keys_missing", lambda: without(bundle(harbour()), "keys.txt"), "keys.txt"),
    case("headers_missing", lambda: without(bundle(harbour()), HEADERS), exit_code=3),
]

HELD = {
    "held_0.txt": note(harbour().text(0), (HOST,)),
    "held_3.txt": note(harbour().text(3), (HOST, PROVIDER)),
    "held_7.txt": note(harbour().text(7), (HOST, PROVIDER)),
    "held_on_paper.txt": harbour().text(7),
    "held_signed_by_a_stranger.txt": note(harbour().text(7), (STRANGER,)),
}

PINNED = "\n".join((
    "# What the auditor of these tests relies on; all of it is invented.", f"origin {ORIGIN}", f"log {HOST.vkey()}",
    f"commissioner {COMMISSIONER.vkey()} Harbour Integrated Care Board",
    f"provider {PROVIDER.vkey()} Harbour University Hospitals", ""))


def main():
    if len(sys.argv) != 2:
        print("say into which folder the bundles go", file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    for make, how in CASES:
        files = make() if make else {}
        for name, content in (files if not files or "manifest.txt" in files else with_list(files)).items():
            write(folder / how["bundle"] / name, content)
    for name, text in {**HELD, "pinned.txt": PINNED}.items():
        write(folder / name, text.encode())
    write(folder / "cases.json", b"[\n" + b",\n".join(in_one_line(how) for _, how in CASES) + b"\n]\n")
    return 0


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
