#!/usr/bin/env python3
# mypy: ignore-errors
"""Does callq make of real files what an independent parse makes of them?

    real_files.py CALLQ FOLDER [--only TEXT] [--write docs/files.md]

Each file with people or calls under FOLDER is imported into a new store, without a flag. Where callq asks
for the region or the encoding, the import is run again with the answer. What came in (people, numbers, calls,
do-not-call) is compared with what `csv`, `json`, `openpyxl`, `phonenumbers` and the small parsers below make of
the same file by a declaration in `real_files.toml`: which column is what. Nothing of callq is imported here.
Exit code 1 if a file came in wrong or none of the declarations fits it.
"""

import argparse
import base64
import csv
import io
import json
import os
import pathlib
import quopri
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers.geodata.locale import LOCALE_DATA

RIGHT, ASKED, REFUSED, WRONG = (
    "right without a flag",
    "one question",
    "refused, with the reason",
    "wrong",
)
NOW = "2026-11-28T15:15:00+00:00"
MARKS = ("<!-- real files -->", "<!-- end of real files -->")
COUNTRIES = {
    name.casefold(): iso for iso, names in LOCALE_DATA.items() for name in [iso, *names.values()]
} | {
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "d": "DE",
    "ch": "CH",
    "a": "AT",
    "korea": "KR",
    "russian federation": "RU",
}


# ---- What the file says ------------------------------------------------------------------------------


def text_of(data, encoding=""):
    for mark, name in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if data.startswith(mark):
            return data.decode(name)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        # One cut letter in UTF-8 doesn't make it another encoding.
        lost = data.decode("utf-8", "replace").count("\ufffd")
        return data.decode(
            "utf-8" if lost * 10 < sum(byte > 127 for byte in data) else "cp1252", "replace"
        )


def table(text, kinds):
    """The rows of a delimited text as dictionaries, and the first declaration whose columns it has."""
    lines = re.split(r"\r\n|\n|\r", text.replace("\0", ""))
    best = (0, None, None)
    for at, line in enumerate(lines[:8]):
        for mark in ",;\t|":
            header = [
                cell.strip()
                for cell in next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
            ]
            for kind in kinds:
                needs = columns_of(kind)
                if needs and needs <= set(header) and len(needs) > best[0]:
                    best = (len(needs), kind, (at, mark, header))
    if best[1]:
        (at, mark, header), kind = best[2], best[1]
        quote = kind.get("quote", '"')
        rest = io.StringIO("\n".join(lines[at + 1 :]), newline="")
        escape = "\\" if quote == "'" else None
        rows = csv.reader(
            rest, delimiter=mark, quotechar=quote, escapechar=escape, skipinitialspace=True
        )
        return kind, [as_dict(header, row) for row in rows if any(cell.strip() for cell in row)]
    for kind in kinds:
        if width := kind.get("no_header"):
            rows = [re.split(kind.get("split_cells", ","), line) for line in lines if line.strip()]
            if rows and all(len(row) >= width for row in rows):
                return kind, [{str(i + 1): cell for i, cell in enumerate(row)} for row in rows]
    return None, []


def as_dict(header, row):
    found = {}
    for name, cell in zip(header, row, strict=False):
        found[name] = found.get(name) or cell.strip()
    return found | {
        "": [cell.strip() for cell in row[len(header) :]],
        "all": [cell.strip() for cell in row],
    }


def columns_of(kind):
    names = [
        kind.get(part) for part in ("company", "country", "outcome", "date", "dnc", "time", "id")
    ]
    return {
        c for c in [*names, *kind.get("needs", []), *kind.get("phones", []), *kind.get("emails", []),
                    *(c for way in kind.get("name", []) for c in way)] if c
    }  # fmt: skip


def people_of_table(kind, rows):
    for row in rows:
        cell = lambda column: row.get(column, "") if column else ""  # noqa: E731
        if any(
            not re.fullmatch(wanted, cell(column))
            for column, wanted in kind.get("only", {}).items()
        ):
            calls = []
        else:
            calls = list(calls_of(kind, cell))
        name = next(
            filter(None, (" ".join(filter(None, map(cell, way))) for way in kind.get("name", []))),
            "",
        )
        phones = [cell(column) for column in kind.get("phones", [])]
        if kind.get("shifted") and row[""]:
            phones = [c for c in row["all"] if re.fullmatch(r"\+\d[\d\s();+-]+", c)]
        yield {
            "name": name, "company": cell(kind.get("company")), "phones": phones,
            "emails": [cell(column) for column in kind.get("emails", [])], "id": cell(kind.get("id")),
            "country": cell(kind.get("country")), "calls": calls,
            "dnc": cell(kind.get("dnc")).casefold() in ("yes", "true", "1", "y"),
            "rest": tuple(row.get("all", row.values())),
        }  # fmt: skip


def calls_of(kind, cell):
    outcome = kind.get("outcomes", {}).get(
        cell(kind.get("outcome")), kind.get("outcomes", {}).get("*")
    )
    written = " ".join(filter(None, (cell(kind.get("date")), cell(kind.get("time")))))
    day = ""
    if written and outcome:
        for form in kind.get("dates", ["%Y-%m-%d", "%Y-%m-%d %H:%M"]):
            try:
                day = datetime.strptime(written, form).date().isoformat()
            except ValueError:
                continue
    count = cell(kind.get("attempts"))
    if outcome:
        yield outcome, day
    if cell(kind.get("callback")):
        yield "callback", ""
    for _ in range(int(count or 0) - bool(outcome)):
        yield kind.get("attempted", "no-answer"), ""


def cards(text):
    text = re.sub(r"=\r?\n(?=[^\r\n])", "", text) if "QUOTED-PRINTABLE" in text.upper() else text
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    card = None
    for line in lines:
        head, _, value = line.partition(":")
        parts = [p.strip() for p in head.upper().split(";")]
        what, kinds = parts[0].rpartition(".")[2], ",".join(parts[1:])
        if what == "BEGIN" and value.upper().strip() == "VCARD":
            card = defaultdict(list)
        if card is None:
            continue
        if "QUOTED-PRINTABLE" in kinds:
            value = decoded(quopri.decodestring(value.encode("latin-1", "replace")))
        card[what].append((kinds, value.strip()))
        if what == "END":
            yield card
            card = None
    if card:
        yield card


def decoded(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def plain_value(text):
    return re.sub(r"\\(.)", lambda m: " " if m[1] in "nN" else m[1], text)


def people_of_cards(text):
    for card in cards(text):
        first = lambda what: next((v for _, v in card[what] if v), "")  # noqa: E731
        family, given, more, *_ = [*map(plain_value, re.split(r"(?<!\\);", first("N"))), "", "", ""]
        phones = [v for kinds, v in card["TEL"] if not re.search("FAX|PAGER", kinds)]
        yield {
            "name": plain_value(first("FN")) or " ".join(filter(None, (given, more, family))),
            "company": plain_value(re.split(r"(?<!\\);", first("ORG"))[0]),
            "phones": [re.sub(r"^tel:", "", v) for v in phones], "emails": [v for _, v in card["EMAIL"]],
            "id": first("UID"), "calls": [], "dnc": False, "rest": (first("UID"),),
            "country": next((v.split(";")[-1] for _, v in card["ADR"] if v.count(";") > 5 and v.split(";")[-1]), ""),
        }  # fmt: skip


def people_of_ldif(text):
    for entry in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\n ", "")):
        said = defaultdict(list)
        for line in entry.splitlines():
            head, _, value = line.partition(":")
            value = base64.b64decode(value[1:]).decode() if value.startswith(":") else value.strip()
            said[head.casefold()].append(value)
        if "dn" not in said or any("group" in v.casefold() for v in said["objectclass"]):
            continue
        one = lambda what: next(iter(said[what]), "")  # noqa: E731
        yield {
            "name": one("cn") or f"{one('givenname')} {one('sn')}".strip(), "company": one("o"),
            "phones": [*said["telephonenumber"], *said["homephone"], *said["mobile"]], "emails": said["mail"],
            "id": one("uid"), "country": one("c"), "calls": [], "dnc": False, "rest": (entry,),
        }  # fmt: skip


def workbook(path):
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    lines = [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def old_workbook(path):
    import xlrd

    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    out = io.StringIO()
    csv.writer(out).writerows(sheet.row_values(at) for at in range(sheet.nrows))
    return out.getvalue()


def people_of_json(text):
    def at(record, path):
        for key in path.split("."):
            record = record.get(key) if isinstance(record, dict) else None
        return str(record or "")

    found = json.loads(text)
    for record in found if isinstance(found, list) else [found]:
        phones = [at(record, f"phone.{kind}") for kind in ("home", "mobile", "work", "other")]
        yield {
            "name": f"{at(record, 'name.first')} {at(record, 'name.last')}".strip(), "company": at(record, "account.name"),
            "phones": phones, "emails": [], "id": at(record, "id"), "calls": [], "dnc": False, "rest": (),
            "country": at(record, "address.primary.country"),
        }  # fmt: skip


def read(path, kinds):
    """The kind of a file and the people that an independent parse finds in it; None if it has no declaration."""
    twin, data = path.parent / "expected-fixed" / path.name, path.read_bytes()
    suffix = path.suffix.casefold()
    named = {kind["format"]: kind for kind in kinds if "format" in kind}
    if suffix == ".vcf":
        return named["vcf"], list(people_of_cards(text_of(data)))
    if suffix == ".ldif":
        return named["ldif"], list(people_of_ldif(text_of(data)))
    if suffix == ".json":
        return named["json"], list(people_of_json(text_of(data)))
    if suffix in (".xlsx", ".xls"):
        text = workbook(path) if suffix == ".xlsx" else old_workbook(path)
    else:
        text = text_of(twin.read_bytes() if twin.exists() else data)
    kind, rows = table(text, kinds)
    if kind and kind.get("encoding"):
        kind, rows = table(text_of(data, kind["encoding"]), kinds)
    return kind, list(people_of_table(kind, rows)) if kind else []


# ---- What that comes to ------------------------------------------------------------------------------


def number_of(text, regions):
    """The E.164 number in a text: valid in one of the regions, else possible in one; or None.

    It's North American if it is written so (3, 3 and 4 digits, set apart) and in use there. Fewer than
    seven digits are no number from afar.
    """
    found, text = [], re.sub(r"^\s*00(?=[1-9])", "+", text)
    if re.match(r"\(?\d{3}[)\s.-]+\d{3}[\s.-]\d{4}(?!\d)", text):
        regions = ["US", *regions]
    for region in regions:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        national = str(number.national_number)
        if number.country_code == 1 and (len(national) != 10 or national[0] in "01"):
            continue
        if phonenumbers.is_possible_number_with_reason(
            number
        ) == phonenumbers.ValidationResult.IS_POSSIBLE and (
            phonenumbers.is_valid_number(number) or len(national) >= 7
        ):
            found.append(
                (phonenumbers.is_valid_number(number), phonenumbers.format_number(number, 1 - 1))
            )
    if not found and re.fullmatch(r"[1-9]\d{10,13}", text):
        return number_of(f"+{text}", regions)
    return next((e for valid, e in found if valid), found[0][1] if found else None)


def numbers_of(person, region):
    country = COUNTRIES.get(person["country"].casefold().strip(), "")
    regions = list(dict.fromkeys(filter(None, (country, region))))
    texts = [
        t
        for cell in person["phones"]
        for t in re.split(r"\s*(?:;(?!ext)|\n|:::|,| or )\s*", cell)
        if t
    ]
    return frozenset(filter(None, (number_of(t, regions) for t in texts)))


def plain(text):
    return " ".join(re.sub(r"[\"'\u2019\u201c\u201d\\]", "", str(text)).casefold().split())


def expected(people, region):
    """Who should be in the store: rows of one person are one, by name and a number, an email, an id or the whole row."""
    named = defaultdict(list)
    for person in people:
        numbers = numbers_of(person, region)
        emails = {e.casefold() for e in person["emails"] if e}
        phones = [p for p in person["phones"] if p]
        name = (
            person["name"]
            or person["company"]
            or next((e.partition("@")[0] for e in person["emails"] if e), "")
        )
        name = name or next(iter(phones), "")
        if not name:
            continue
        keys = {("number", n) for n in numbers} | {("mail", e) for e in emails}
        keys |= {("id", person["id"])} if person["id"] else set()
        for other in named[plain(name)]:
            same = not (other["id"] and person["id"] and person["id"] != other["id"])
            if same and (
                keys & other["keys"] or (person["rest"] and person["rest"] in other["rests"])
            ):
                other["numbers"] |= numbers
                other["keys"] |= keys
                other["calls"] += [c for c in person["calls"] if c not in other["calls"]]
                other["dnc"] |= person["dnc"]
                other["rests"].append(person["rest"])
                break
        else:
            named[plain(name)].append({
                "name": name, "numbers": set(numbers), "keys": keys, "calls": list(person["calls"]),
                "dnc": person["dnc"], "rests": [person["rest"]], "id": person["id"],
            })  # fmt: skip
    whole = (person for found in named.values() for person in found)
    return Counter(fact(p["name"], p["numbers"], p["calls"], p["dnc"]) for p in whole)


def fact(name, numbers, calls, dnc):
    """What is compared. A number in no range in use may be of either country: its last digits count."""
    return plain(name), tuple(sorted(set(map(sure, numbers)))), tuple(sorted(calls)), bool(dnc)


def sure(number):
    valid = phonenumbers.is_valid_number(phonenumbers.parse(number))
    return number if valid else f"possible: {number[-7:]}"


# ---- What callq makes of it --------------------------------------------------------------------------


class Store:
    def __init__(self, callq, home):
        self.callq, self.home = callq, home
        kept = {
            k: os.environ[k]
            for k in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
            if k in os.environ
        }
        self.env = kept | {
            "HOME": str(home), "CALLQ_HOME": str(home), "CALLQ_DB": str(home / "s.db"), "CALLQ_NOW": NOW,
            "CALLQ_AGENT": "ann", "NO_COLOR": "1", "TZ": "UTC",
        }  # fmt: skip

    def run(self, *args):
        return subprocess.run(
            [self.callq, *args], env=self.env, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, encoding="utf-8", errors="replace", timeout=300,
        )  # fmt: skip

    def people(self):
        out = self.home / "out.jsonl"
        if self.run("export", str(out)).returncode:
            return Counter()
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        blocked = {
            e["number"] for line in [self.run("dnc", "list", "--json")] if not line.returncode
            for e in json.loads(line.stdout).get("entries", []) if not e["lifted_at"]
        }  # fmt: skip
        return Counter(
            fact(
                p["name"],
                numbers := {n["e164"] for n in p["phones"] if n["e164"]},
                [
                    (c["outcome"], "" if c["imported"] else day_of(c, p))
                    for c in p["calls"]
                    if not c["voided_at"]
                ],
                p["status"]["state"] == "do-not-call" or (numbers and numbers <= blocked),
            )
            for p in lines
            if p["kind"] == "person"
        )


def day_of(call, person):
    """The day of a call on the person's clock, by the first zone of their numbers."""
    zones = [
        z
        for text in (person["zone"], *(n["zones"] for n in person["phones"]))
        for z in re.split("[, ]+", text)
        if z
    ]
    at = datetime.fromisoformat(call["at"])
    return at.astimezone(ZoneInfo(zones[0] if zones else "UTC")).date().isoformat()


def verdict(callq, path, kind, people):
    """The verdict on a file, and what is wrong or was refused."""
    region = kind.get("region", "US")
    with tempfile.TemporaryDirectory() as home:
        store, options = Store(callq, pathlib.Path(home)), []
        done = store.run("import", str(path), "--no-rejects", "--json")
        asked = done.returncode and next(
            (f for f in ("--region", "--encoding") if f in done.stderr), ""
        )
        if "Traceback" in done.stderr:
            return WRONG, done.stderr.strip().splitlines()[-1]
        if asked:
            answer = region if asked == "--region" else kind.get("encoding", "cp1252")
            options = [asked, answer]
            done = store.run("import", str(path), "--no-rejects", "--json", *options)
        want, got = expected(people, region), store.people()
        if done.returncode and not got and done.stderr.strip():
            return REFUSED, done.stderr.strip().splitlines()[0].replace(str(path), path.name)[:160]
        if want != got:
            return WRONG, "; ".join(
                differences(want, got)
            ) or f"exit {done.returncode}: {done.stderr.strip()[:200]}"
        if done.returncode:
            said = done.stderr.strip() or reason(done.stdout)
            return (
                (REFUSED, said.splitlines()[0][:160])
                if said
                else (WRONG, "refused without a reason")
            )
        return (ASKED, " ".join(options)) if options else (RIGHT, "")


def reason(text):
    report = json.loads(text)
    return "; ".join([*report["remarks"], *(problem["problem"] for problem in report["problems"])])


def differences(want, got):
    for one, sign in ((want - got, "missing"), (got - want, "too many")):
        for person, count in list(one.items())[:3]:
            yield f"{sign} {count} x {person}"


# ---- The table ---------------------------------------------------------------------------------------


def table_of(results):
    verdicts = (RIGHT, ASKED, REFUSED, WRONG)
    rows = [
        f"| kind of file | files | {' | '.join(verdicts)} |",
        "|---|" + "---:|" * (len(verdicts) + 1),
    ]
    groups = sorted({group for group, _ in results})
    for group in [*groups, "all"]:
        found = [v for g, v in results if group in (g, "all")]
        rows.append(
            f"| {group} | {len(found)} | {' | '.join(str(found.count(v) or '') for v in verdicts)} |"
        )
    return "\n".join(rows)


def write(path, text):
    page = path.read_text(encoding="utf-8")
    start, end = (page.index(mark) for mark in MARKS)
    path.write_text(f"{page[: start + len(MARKS[0])]}\n{text}\n{page[end:]}", encoding="utf-8")


def files_under(folder, skipped):
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(path.match(pattern) for pattern in skipped):
            yield path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("callq")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE")
    args = parser.parse_args()
    declared = tomllib.loads(
        pathlib.Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    )
    results, unknown = [], 0
    for path in files_under(args.folder, declared["skipped"]):
        if args.only not in str(path):
            continue
        kind, people = read(path, declared["kinds"])
        if kind is None:
            unknown += 1
            print(f"undeclared {path.relative_to(args.folder)}", flush=True)
            continue
        result, why = verdict(str(pathlib.Path(args.callq).absolute()), path, kind, people)
        results.append((kind["kind"], result))
        print(
            f"{result:24} {path.relative_to(args.folder)} {f'-- {why}' if why else ''}", flush=True
        )
    text = table_of(results)
    print(text)
    if args.write and not args.only:
        write(args.write, text)
    return 1 if unknown or any(v == WRONG for _, v in results) else 0


if __name__ == "__main__":
    sys.exit(main())
