"""Every mistake in a table of jurisdictions is said, where it is and with what to write instead."""

import pytest

from callq.engine.calling_check import check

HEAD = 'version = "1"\n[rows.US]\nname = "United States"\nsource = "there"\ngrade = "P"\n'
SPAN = 'is no span of time; write e.g. "4h", "3 business days", "1 year"'
HOURS = 'must be hours by day, e.g. { mon-fri = "08:00-20:00" }'
CALENDARS = 'must be a list, e.g. ["US-AL"] or ["own"]'


def said(text: str) -> list[str]:
    data, mistakes = check(text)
    assert (data is None) is bool(mistakes)
    return [str(mistake) for mistake in mistakes]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("", ["line 1, rows: is missing", "line 1, version: is missing"]),
        ("version = ''\nrows = 3", ["line 1, version: must be a text in quotes", "line 2, rows: must be a table: [rows]"]),
        ("version = '1'\nrow = 1", ["line 1, rows: is missing", 'line 2, row: unknown section; did you mean "rows"?']),
        ("version = '1'\n[rows]\nUS = 3", ["line 3, rows.US: must be a table: [rows.US]"]),
        ("version = '1'\n[rows.US]", [f"line 2, rows.US.{key}: is missing" for key in ("grade", "name", "source")]),
        ("version = '1'\n[rows.Usa]", ["line 2, rows.Usa: is no country or state; write e.g. US, or US-FL"]),
        ("x = [", ["line 1: this is not TOML: invalid value"]),
    ],
)  # fmt: skip
def test_a_mistake_around_the_rows(text: str, mistakes: list[str]) -> None:
    assert said(text) == mistakes


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ("nam = 1", "nam", 'unknown key; did you mean "name"?'),
        ("note = ' '", "note", "must be a text in quotes"),
        ("silence = '0h'", "silence", '"0h" is no time at all'),
        ("refusal = 'x'", "refusal", f'"x" {SPAN}'),
        ("customer = '0 days'", "customer", '"0 days" is no time at all'),
        ("holidays = 'non'", "holidays", '"non" is not known; did you mean "none"?'),
        ("consent = 'all'", "consent", '"all" is not known'),
        ("business = 'exempted'", "business", '"exempted" is not known; did you mean "exempt"?'),
        ("only = 'busines'", "only", '"busines" is not known; did you mean "business"?'),
        ("lists = 3", "lists", "must be a table: { ... }"),
        ("lists = { honor = 'x' }", "lists.honor", 'unknown key; did you mean "honour"?'),
        ("lists = { honour = 3, age = '31 days' }", "lists.honour", "must be a text in quotes"),
        ("lists = { age = '0h' }", "lists.age", '"0h" is no time at all'),
        ("relationship = { sale = '1 day' }", "relationship.sale", "unknown key"),
        ("relationship = { purchase = '0h' }", "relationship.purchase", '"0h" is no time at all'),
        ("grades = { hour = 'P' }", "grades.hour", 'unknown key; did you mean "hours"?'),
        ("grades = { hours = 'own' }", "grades.hours", '"own" is not known'),
        ("hours = 3", "hours", HOURS),
        ("hours = { mon = 3 }", "hours", HOURS),
        ("hours = { mon-fry = '08:00-20:00' }", "hours", '"mon-fry" names no days; write e.g. mon-fri'),
        ("hours = { fri-mon = '08:00-20:00' }", "hours", '"fri-mon" runs backwards'),
        ("hours = { mon-fri = 'none', fri = 'none' }", "hours", '"fri" names fri twice'),
        ("hours = { mon = '8' }", "hours", '"8" is no time of day; write e.g. "08:00"'),
        ("hours = { mon = 'none' }\nclock = 3", "clock", "must be a text in quotes"),
        ("hours = { mon = 'none' }\nclock = '../US'", "clock", '"../US" is no time zone; write e.g. "America/Chicago"'),
        ("hours = { mon = 'none' }\nclock = 'America'", "clock", '"America" is no time zone; write e.g. "America/Chicago"'),
        ("clock = 'America/Chicago'", "clock", "is of no use without hours"),
        ("calendars = 'own'", "calendars", CALENDARS),
        ("calendars = [3]", "calendars", CALENDARS),
        ("calendars = ['own', 'us']", "calendars", CALENDARS),
        ("caps = 3", "caps", 'must be a list: [{ max = 3, within = "24h" }]'),
        ("caps = [{ max = 1, within = '1 day' }, 3]", "caps[2]", 'must be a table: { max = 3, within = "24h" }'),
        ("caps = [{ within = '1 day' }]", "caps[1].max", "is missing"),
        ("caps = [{ max = 1 }]", "caps[1].within", "is missing"),
        ("caps = [{ max = 1, within = '0h' }]", "caps[1].within", '"0h" is no time at all'),
        ("caps = [{ max = 0, within = '1h' }]", "caps[1].max", "must be a whole number, 1 or more"),
        ("caps = [{ max = 1, within = '1h', per = 'x' }]", "caps[1].per", "unknown key"),
        ("only = 'business'\nbusiness = 'exempt'", "business", "a row only for business applies to it"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row(line: str, key: str, message: str) -> None:
    where = HEAD.count("\n") + line.count("\n") + 1
    assert said(HEAD + line) == [f"line {where}, rows.US.{key}: {message}"]


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("caps = [3, { max = 0, within = '1h' }]", ["caps[1]", "caps[2].max"]),
        ("lists = 3\ngrades = { hour = 'P' }", ["lists", "grades.hour"]),
    ],
)
def test_after_what_is_no_table_the_others_are_looked_at(line: str, keys: list[str]) -> None:
    assert [each.split(": ")[0].split("US.")[1] for each in said(HEAD + line)] == keys


@pytest.mark.parametrize(
    "lines",
    [
        "calendars = ['own', 'US-AL', 'GB']",
        "only = 'business'",
        "only = 'business'\nbusiness = 'applies'",
        "only = 'consumer'\nbusiness = 'exempt'",
        "hours = { mon-sat = '08:00-20:00', sun = 'none' }\nclock = 'America/Chicago'",
        "lists = { honour = 'ftc', keep = 'x', age = '31 days' }",
        "relationship = { purchase = '18 months', inquiry = '3 months' }",
        "grades = { hours = 'S' }\nnote = 'x'\nconsent = 'consumer'\nholidays = 'avoid'",
        "silence = '1 day'\nrefusal = '1 day'\ncustomer = '1 year'",
    ],
)
def test_what_a_row_may_say(lines: str) -> None:
    assert said(HEAD + lines) == []
