"""Every mistake in a table of jurisdictions is said, where it is and with what to write instead."""

import pytest

from callq.engine.calling_check import check

HEAD = 'version = "1"\n[rows.US]\nname = "United States"\nsource = "there"\ngrade = "P"\n'


def said(text: str) -> list[str]:
    data, mistakes = check(text)
    assert (data is None) is bool(mistakes)
    return [f"{mistake.line} {mistake.key}: {mistake.name}" for mistake in mistakes]


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("", ["1 rows: missing", "1 version: missing"]),
        ("version = ''\nrows = 3", ["1 version: not-text", "2 rows: not-a-table"]),
        ("version = '1'\nrow = 1", ["1 rows: missing", "2 row: unknown-key"]),
        ("version = '1'\n[rows]\nUS = 3", ["3 rows.US: not-a-table"]),
        ("version = '1'\n[rows.US]", ["2 rows.US.grade: missing", "2 rows.US.name: missing", "2 rows.US.source: missing"]),
        ("version = '1'\n[rows.Usa]", ["2 rows.Usa: bad-name", "2 rows.Usa.grade: missing", "2 rows.Usa.name: missing", "2 rows.Usa.source: missing"]),
        ("x = [", ["1 : not-toml"]),
    ],
)  # fmt: skip
def test_a_mistake_around_the_rows(text: str, mistakes: list[str]) -> None:
    assert said(text) == mistakes


@pytest.mark.parametrize(
    ("line", "key", "name"),
    [
        ("nam = 1", "nam", "unknown-key"),
        ("note = ' '", "note", "not-text"),
        ("after_conversation = '0h'", "after_conversation", "span-empty"),
        ("after_refusal = 'x'", "after_refusal", "not-a-span"),
        ("customer = '0 days'", "customer", "span-empty"),
        ("holidays = 'non'", "holidays", "unknown-value"),
        ("consent = 'all'", "consent", "unknown-value"),
        ("business = 'exempted'", "business", "unknown-value"),
        ("only = 'busines'", "only", "unknown-value"),
        ("lists = 3", "lists", "not-a-table"),
        ("lists = { honor = 'x' }", "lists.honor", "unknown-key"),
        ("lists = { honour = 3, age = '31 days' }", "lists.honour", "not-text"),
        ("lists = { age = '0h' }", "lists.age", "span-empty"),
        ("relationship = { sale = '1 day' }", "relationship.sale", "unknown-key"),
        ("relationship = { purchase = '0h' }", "relationship.purchase", "span-empty"),
        ("grades = { hour = 'P' }", "grades.hour", "unknown-key"),
        ("grades = { hours = 'own' }", "grades.hours", "unknown-value"),
        ("hours = 3", "hours", "not-a-table"),
        ("hours = { mon = 3 }", "hours.mon", "not-text"),
        ("hours = { mon-fry = '08:00-20:00' }", "hours", "not-hours"),
        ("hours = { fri-mon = '08:00-20:00' }", "hours", "not-hours"),
        ("hours = { mon-fri = 'none', fri = 'none' }", "hours", "not-hours"),
        ("hours = { mon = '8' }", "hours", "not-hours"),
        ("hours = { mon = 'none' }\nclock = 3", "clock", "not-text"),
        ("hours = { mon = 'none' }\nclock = '../US'", "clock", "unknown-zone"),
        ("hours = { mon = 'none' }\nclock = 'America'", "clock", "unknown-zone"),
        ("clock = 'America/Chicago'", "clock", "contradiction"),
        ("calendars = 'own'", "calendars", "not-a-list"),
        ("calendars = [3]", "calendars[1]", "not-text"),
        ("calendars = ['own', 'us']", "calendars[2]", "bad-name"),
        ("caps = 3", "caps", "not-a-list"),
        ("caps = [{ max = 1, within = '1 day' }, 3]", "caps[2]", "not-a-table"),
        ("caps = [{ within = '1 day' }]", "caps[1].max", "missing"),
        ("caps = [{ max = 1 }]", "caps[1].within", "missing"),
        ("caps = [{ max = 1, within = '0h' }]", "caps[1].within", "span-empty"),
        ("caps = [{ max = 0, within = '1h' }]", "caps[1].max", "too-small"),
        ("caps = [{ max = 1, within = '1h', per = 'x' }]", "caps[1].per", "unknown-key"),
        ("only = 'business'\nbusiness = 'exempt'", "business", "contradiction"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row(line: str, key: str, name: str) -> None:
    where = HEAD.count("\n") + line.count("\n") + 1
    assert said(HEAD + line) == [f"{where} rows.US.{key}: {name}"]


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("caps = [3, { max = 0, within = '1h' }]", ["caps[1]", "caps[2].max"]),
        ("lists = 3\ngrades = { hour = 'P' }", ["lists", "grades.hour"]),
    ],
)
def test_after_what_isnt_a_table_the_others_are_looked_at(line: str, keys: list[str]) -> None:
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
        "after_conversation = '1 day'\nafter_refusal = '1 day'\ncustomer = '1 year'",
    ],
)
def test_what_a_row_may_say(lines: str) -> None:
    assert said(HEAD + lines) == []
