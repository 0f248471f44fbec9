#!/usr/bin/env python3
# mypy: ignore-errors
"""Does an importer make of each file what a salesperson needs?

    import_cases.py CALLQ CASES.json FOLDER [--only ID]

Every case: a new store in a folder of its own, the file imported as a newcomer would (under a neutral
name), then read back through the product's JSON. One line a case, `ok` or `FAIL` with the first fact
that does not hold. Exit code 1 if any failed. A case has `id`, `file`, `kind` and `expect`, the facts of which stand below in `of_file` and
`of_person`; and may have `options`, `again` (options of further imports) and `roundtrip`.
"""

import argparse, json, os, pathlib, shutil, subprocess, sys, tempfile, unicodedata
from datetime import datetime, timedelta, timezone


# ---- The adapter: every name that belongs to the product stands here and nowhere below ----------------


class Product:
    ENVIRONMENT = {
        "CALLQ_NOW": "2026-11-28T15:15:00+00:00",
        "CALLQ_AGENT": "ann",
        "NO_COLOR": "1",
        "TZ": "UTC",
    }
    NO_STORE = 7  # the exit code where nothing was ever imported
    STATES = {"callback": "promised", "do-not-call": "never"}  # ours, and what the cases say
    NOT_TO_BE_CALLED = {"do-not-call", "closed", "needs-number"}

    def __init__(self, callq, home):
        self.callq, self.home = callq, home
        home.mkdir(parents=True)
        self.env = {
            k: os.environ[k]
            for k in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
            if k in os.environ
        }
        self.env |= self.ENVIRONMENT | {
            "HOME": str(home),
            "CALLQ_HOME": str(home),
            "CALLQ_DB": str(home / "s.db"),
        }

    def run(self, *args):
        p = subprocess.run(
            [self.callq, *args],
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
        )
        if "Traceback (most recent call last)" in p.stderr:
            raise Broken(f"a traceback from {args[0]}: {p.stderr.strip().splitlines()[-1]}")
        return p

    def json(self, *args):
        p = self.run(*args, "--json")
        if p.returncode == self.NO_STORE:
            return {}
        if p.returncode:
            raise Broken(f"{' '.join(args)} ended with {p.returncode}: {p.stderr.strip()}")
        return json.loads(p.stdout)

    def take_in(self, path, options):
        p = self.run("import", str(path), *options)
        return p.returncode, p.stdout + p.stderr

    def export_csv(self, path):
        self.run("export", str(path), "--format", "csv")

    def do_not_call(self):
        return {
            e["number"] for e in self.json("dnc", "list").get("entries", []) if not e["lifted_at"]
        }

    def greeting(self, id):
        return (self.json("script", str(id))["script"] or {"open": ""})["open"]

    def people(self):
        return [self.person(item) for item in self.json("list", "--all").get("items", [])]

    def person(self, item):
        p = self.json("show", str(item["id"]))
        numbers = [(n["phone"], n["written"], n["do_not_call"]) for n in p["phones"]]
        calls = [
            {
                "outcome": c["outcome"],
                "at": c["at"],
                "dated": not c["imported"],
                "note": c["note"] or "",
            }
            for c in p["calls"]
            if not c["voided_at"]
        ]
        dialed = {phone for phone, _, blocked in numbers if phone and not blocked}
        notes = [p["note"] or "", *(c["note"] for c in calls), *(n["text"] for n in p["research"])]
        own = (
            [f"{k}: {v}" for k, v in p["custom"].items()]
            + p["tags"]
            + [p["title"], p["external_id"] or ""]
        )
        return {
            "id": p["id"],
            "name": p["name"],
            "company": p["company"],
            "owner": p["owner"],
            "phones": dialed,
            "written": [w for _, w, _ in numbers],
            "emails": set(p["emails"]),
            "note": p["note"] or "",
            "notes": notes,
            "fields": notes + own,
            "calls": calls,
            "due": p["due_at"],
            "state": self.STATES.get(p["state"], p["state"]),
            "held": item["hold"] is not None,
            "all": json.dumps(p, ensure_ascii=False).replace('\\"', '"'),
            "callable": bool(dialed)
            and item["hold"] is None
            and p["state"] not in self.NOT_TO_BE_CALLED,
        }


# ---- The facts ---------------------------------------------------------------------------------------


class Broken(Exception):
    """The product did what no file may make it do."""


def plain(text):
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def several(value):
    return value if isinstance(value, list) else [value]


def within(moment, date, before, after):
    """Whether a moment is on a date (or before, or after it) in some zone on earth."""
    at = datetime.fromisoformat(moment)
    day = datetime.fromisoformat(date).replace(tzinfo=timezone.utc)
    return (before or at >= day - timedelta(hours=14)) and (after or at < day + timedelta(hours=36))


def number(what, want, actual):
    low, high = (
        (want.get("at_least", 0), want.get("at_most", actual))
        if isinstance(want, dict)
        else (want, want)
    )
    return None if low <= actual <= high else f"{what}: expected {want}, there are {actual}"


def missing(what, texts, where):
    lost = [t for t in several(texts) if not any(plain(t) in plain(w) for w in where)]
    return f"{what}: {lost[0]!r} is nowhere" if lost else None


def first(wrongs):
    return next(filter(None, wrongs), None)


def any_of(tried):
    return None if None in tried else "none of: " + " | ".join(tried)


def calls(want, actual):
    told = [(c["outcome"], c["at"][:10] if c["dated"] else "undated") for c in actual]
    if wrong := number("calls", want.get("count", {}), len(actual)):
        return f"{wrong}: {told}"
    left = list(actual)
    for one in want.get("list", []):
        for c in left:
            if (
                ("outcome" not in one or c["outcome"] in several(one["outcome"]))
                and ("date" not in one or c["dated"] and within(c["at"], one["date"], False, False))
                and (not one.get("undated") or not c["dated"])
                and plain(one.get("note", "")) in plain(c["note"])
            ):
                left.remove(c)
                break
        else:
            return f"calls: expected {one}, there are {told}"
    return None


def of_person(fact, want, p, product):
    """What is wrong with one fact of one person, or None."""
    texts = {
        "name_contains": [p["name"]],
        "note_contains": p["notes"],
        "field_contains": p["fields"],
        "keeps": [p["all"]],
    }
    if fact == "any_of":
        return any_of([first(of_person(f, w, p, product) for f, w in one.items()) for one in want])
    if fact in ("phones", "emails"):
        right, actual = sorted(want) == sorted(p[fact]), sorted(p[fact])
    elif fact in ("phones_include", "not_phones"):
        right = (
            set(want).isdisjoint(p["phones"]) if fact == "not_phones" else set(want) <= p["phones"]
        )
        actual = sorted(p["phones"])
    elif fact in ("company", "owner", "note", "state", "held", "callable"):
        right, actual = plain(p[fact]) in map(plain, several(want)), p[fact]
    elif fact in texts:
        return missing(fact, want, texts[fact])
    elif fact == "calls":
        return calls(want, p["calls"])
    elif fact in ("due_on_or_after", "due_on_or_before"):
        actual = p["due"]
        right = actual and within(
            actual, want, fact == "due_on_or_before", fact == "due_on_or_after"
        )
    elif fact in ("greets", "greets_not"):
        actual = product.greeting(p["id"])[:50]
        right = any(plain(w) in plain(actual) for w in several(want)) == (fact == "greets")
    else:
        raise SystemExit(f"no fact is called {fact!r}")
    return None if right else f"{fact}: expected {want}, actual {actual}"


def of_somebody(want, people, product):
    who = want["who"]
    if isinstance(who, dict):
        found = [
            p for p in people if who.get("phone") in p["phones"] or who.get("email") in p["emails"]
        ]
    else:
        found = [p for p in people if plain(p["name"]) in map(plain, several(who))]
    tried = [
        first(of_person(f, w, p, product) for f, w in want.items() if f != "who") for p in found
    ]
    if not found:
        return f"nobody is {who}; there are {[p['name'] for p in people][:6]}"
    return None if None in tried else f"{found[0]['name']}: {tried[0]}"


def of_file(fact, want, seen, product):
    """What is wrong with one fact of the whole, or None."""
    people = seen["people"]
    if fact == "people":
        wrong = number("people", want, len(people))
        return wrong and f"{wrong}: {[p['name'] for p in people][:6]}"
    if fact == "persons":
        return first(of_somebody(one, people, product) for one in want)
    if fact == "not_phones":
        return first(of_person(fact, want, p, product) for p in people)
    if fact in ("no_number_written", "no_names"):
        texts = sum(
            (
                p["written"] if fact == "no_number_written" else [p["name"], p["company"]]
                for p in people
            ),
            [],
        )
        found = [t for t in texts if any(plain(w) in plain(t) for w in want)]
        return f"{fact}: expected none of {want}, there is {found[0]!r}" if found else None
    if fact == "keeps":
        return missing("keeps", want, [p["all"] for p in people])
    if fact == "dnc":
        lost = set(want) - seen["dnc"]
        return (
            f"dnc: expected {sorted(lost)}, on do-not-call are {sorted(seen['dnc'])}"
            if lost
            else None
        )
    if fact == "says":
        return (
            None
            if any(plain(w) in plain(seen["said"]) for w in want)
            else f"says: none of {want} was told"
        )
    if fact == "exit_nonzero":
        return (
            None
            if bool(seen["code"]) == want
            else f"exit_nonzero: expected {want}, the code is {seen['code']}"
        )
    if fact == "any_of":
        return any_of([hold(one, seen, product) for one in want])
    raise SystemExit(f"no fact is called {fact!r}")


def hold(facts, seen, product):
    """The first fact that does not hold, or None."""
    wrong = first(of_file(f, w, seen, product) for f, w in facts.items() if f != "asks")
    refused = seen["code"] != 0 and not seen["people"]
    return (
        None
        if wrong and refused and not of_file("says", facts.get("asks", []), seen, product)
        else wrong
    )


def check(case, callq, folder):
    with tempfile.TemporaryDirectory() as there:
        there = pathlib.Path(there)
        file = there / ("people" + pathlib.Path(case["file"]).suffix)
        shutil.copyfile(folder / case["file"], file)
        product = Product(callq, there / "home")
        for options in [case.get("options", []), *case.get("again", [])]:
            code, said = product.take_in(file, options)
        if case.get("roundtrip"):
            product.export_csv(there / "out.csv")
            product = Product(callq, there / "other")
            code, said = product.take_in(there / "out.csv", [])
        said = said.replace(str(there), "")
        seen = {
            "people": product.people(),
            "dnc": product.do_not_call(),
            "code": code,
            "said": said,
        }
        wrong = hold(case["expect"], seen, product)
        return f"{wrong} (exit {code}: {' '.join(said.split())[:120]})" if wrong and code else wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("callq", "cases", "folder"):
        parser.add_argument(name)
    parser.add_argument("--only", metavar="ID")
    args = parser.parse_args()
    cases = json.loads(pathlib.Path(args.cases).read_text(encoding="utf-8"))
    failed, chosen = 0, [c for c in cases if args.only in (None, c["id"])]
    for case in chosen:
        try:
            wrong = check(case, os.path.abspath(args.callq), pathlib.Path(args.folder).resolve())
        except (Broken, subprocess.TimeoutExpired, KeyError, ValueError) as e:
            wrong = f"{type(e).__name__}: {' '.join(str(e).split())}"
        failed += bool(wrong)
        line = (
            f"FAIL {case['id']} {case['kind']} -- {wrong}"
            if wrong
            else f"ok   {case['id']} {case['kind']}"
        )
        print(line, flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
