"""Every mistake in a rulebook is found at once, with its line; what is accepted can be built."""

import json
import re
import tomllib
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    FEW,
    FIRST_RULE,
    QUICK,
    SHIPPED_TEXT,
    TEAM_OUTCOMES,
    TEAM_TEXT,
    call,
    edited,
    moment,
    person,
)

from callq.engine.outcomes import CANONICAL
from callq.engine.ranking import rank_line, ranked
from callq.engine.rulebook import build
from callq.engine.rulebook_check import check
from callq.engine.status import assess


def found(text: str) -> list[str]:
    """The mistakes of a text, by key and name."""
    data, mistakes = check(text)
    assert (data is None) == bool(mistakes)
    assert all(mistake.message.strip() for mistake in mistakes)
    return [f"{mistake.key}: {mistake.name}" for mistake in mistakes]


def line_of(text: str, marker: str) -> int:
    return text.count("\n", 0, text.index(marker)) + 1


@pytest.mark.parametrize("text", [SHIPPED_TEXT, TEAM_TEXT + TEAM_OUTCOMES], ids=["shipped", "team"])
def test_a_sound_rulebook_has_no_mistakes(text: str) -> None:
    data, mistakes = check(text)
    assert mistakes == ()
    assert data == tomllib.loads(text)


def test_all_mistakes_are_reported_at_once_and_in_order() -> None:
    text = edited(
        ("[gap]", "[gapp]"),
        ("max = 10", "max = 0"),
        ('sun = "none"', 'sun = "9-17"'),
        ('outcome = "voicemail"', 'outcome = "vm"'),
    )
    _, mistakes = check(text)
    assert [mistake.key for mistake in mistakes] == [
        "hours.sun",
        "caps[2].max",
        "gapp",
        "rules.voicemail.outcome",
    ]
    assert [mistake.line for mistake in mistakes] == [
        line_of(text, marker) for marker in ('"9-17"', "max = 0", "[gapp]", 'outcome = "vm"')
    ]


MON = 'mon = "08:00-20:00"'
EVENING = 'evening = "16:00-20:00"'
LOST_RULE = '[[rules]]\nid = "lost"\noutcome = "lost"\n'
LOST_MAIL = 'action = "propose"\nafter_email = "6 months"'
REFERRED = 'outcome = "referred"'
AFTER = 'after = "hard-no"'
HARD_NO = '[[rules]]\nid = "hard-no"\noutcome = "hard-no"\nwait = "1 year"\n'
HARD_NO_HEAD = '[[rules]] #!\nid = "hard-no"\noutcome = "hard-no"\n'
SOFT_NO = '[[rules]]\nid = "soft-no"\noutcome = "soft-no"\nwait = "by reason"\n'
CLIMB = 'climb = [1, 3, 6]\ntop = "1 year"'
HUNG_UP = 'ladder = ["30 days", "90 days"]\nrest = "1 year"'
BUSY = 'ladder = ["2h", "4h", "1 day"]\nthen_as = '
BUSY_RULE = BUSY + '"no-answer"'
EMAILED = '[[rules]]\nid = "emailed"'
REST = '[[rules]] #!\nid = "rest"\noutcome = ["busy", "hurried"]\nlist = "x"\nwait = "1 day"\n\n'

# What is replaced, by what (with #! on the line of the mistake, else the first), key and name.
MISTAKES = [
    # Sections.
    ('version = "2026.1"', "", "version", "missing"),
    ('version = "2026.1"', "version = 2026.1 #!", "version", "not-text"),
    ('version = "2026.1"', 'version = " " #!', "version", "not-text"),
    ("[weights]", "[wieghts] #!", "wieghts", "unknown-key"),
    ("[weights]", "[wieghts]", "weights", "missing"),
    ("[queue]", "[xyz] #!", "xyz", "unknown-key"),
    # Hours and parts.
    (MON, 'mon = "20:00-08:00" #!', "hours.mon", "not-hours"),
    (MON, 'mon = "08:00-08:00" #!', "hours.mon", "not-hours"),
    (MON, 'mon = "8-20" #!', "hours.mon", "not-hours"),
    (MON, 'mon = "08:00-24:01" #!', "hours.mon", "not-hours"),
    (MON, "mon = 8 #!", "hours.mon", "not-text"),
    (MON, 'mno = "08:00-20:00" #!', "hours.mno", "unknown-key"),
    (EVENING, 'evening = "15:59-20:00" #!', "parts.evening", "parts-overlap"),
    (EVENING, EVENING + '\ndawn = "05:00-08:00" #!', "parts.dawn", "parts-overlap"),
    (EVENING, 'evening = "none" #!', "parts.evening", "not-hours"),
    (EVENING, 'evening = "late" #!', "parts.evening", "not-hours"),
    (EVENING, '"Late Day" = "16:00-20:00" #!', "parts.Late Day", "bad-name"),
    # Business days.
    ("holidays = []", "holidays = [2026-12-25] #!", "business.holidays[1]",
     "not-a-date"),
    ("holidays = []", 'holidays = ["2026-12-24", #!\n"2026-02-29"]', "business.holidays[2]",
     "not-a-date"),
    ("holidays = []", 'holidays = ["20261224"] #!', "business.holidays[1]", "not-a-date"),
    ("holidays = []", 'holidays = "2026-12-24" #!', "business.holidays", "not-a-list"),
    ("holidays = []", "holiday = [] #!", "business.holiday", "unknown-key"),
    # Caps and the gap.
    ('per = "number"', 'per = "phone" #!', "caps[1].per", "unknown-value"),
    ('per = "number"', 'pre = "number" #!', "caps[1].pre", "unknown-key"),
    ('[[caps]]\nper = "number"\n', "[[caps]] #!\n", "caps[1].per", "missing"),
    ("max = 3\n", "max = 0 #!\n", "caps[1].max", "too-small"),
    ("max = 3\n", "max = true #!\n", "caps[1].max", "not-a-number"),
    ("max = 3\n", "max = 3.0 #!\n", "caps[1].max", "not-a-number"),
    ('within = "24h"', 'within = "0h" #!', "caps[1].within", "span-empty"),
    ('within = "24h"', "within = 24 #!", "caps[1].within", "not-text"),
    ('person = "20min"', 'person = "twenty" #!', "gap.person", "not-a-span"),
    ('person = "20min"', 'number = "20min" #!', "gap.number", "unknown-key"),
    # Weights and the queue.
    ("callback = 4.0 ", "callbck = 4.0 #!", "weights.callbck", "unknown-key"),
    ("callback = 4.0 ", "callback = -1 #!", "weights.callback", "too-small"),
    ("callback = 4.0 ", "callback = inf #!", "weights.callback", "not-a-number"),
    ("callback = 4.0 ", "callback = nan #!", "weights.callback", "not-a-number"),
    ("callback = 4.0 ", 'callback = "4" #!', "weights.callback", "not-a-number"),
    ("callback = 4.0 ", "callback = true #!", "weights.callback", "not-a-number"),
    ('"meeting", "won"]', '"meeting", "wonn"] #!', "chance.wins[3]", "unknown-outcome"),
    ("\ninterested = 3.0", "\ninterested = 0 #!", "chance.after.interested", "too-small"),
    ("\ninterested = 3.0", "\nintrested = 3.0 #!", "chance.after.intrested", "unknown-outcome"),
    ("\n10 = 0.75", "\n4 = 0.75 #!", "chance.tries.4", "unknown-key"),
    ("half_value = 1000 ", "half_value = 0 #!", "queue.half_value", "too-small"),
    ("explore = 0.05 ", "explore = 5 #!", "queue.explore", "too-large"),
    (BUSY, 'ladder = ["30min", "2h"] #!\nthen_as = ', "rules.busy.ladder", "retry-too-soon"),
    ('rest = "60 days"', 'rest = "20min" #!', "rules.gatekeeper.rest", "retry-too-soon"),
    ('[queue]\ncallback_grace = "1h"', "[queue] #!", "queue.callback_grace", "missing"),
    ('callback_grace = "1h" ', 'callback_grace = "1 month" #!', "queue.callback_grace",
     "bad-span"),
    ("\nfresh = 0.2", "\nfreshh = 0.2 #!", "queue.shares.freshh", "unknown-key"),
    ("\nfresh = 0.2", "\nfresh = -0.1 #!", "queue.shares.fresh", "too-small"),
    ("\nfresh = 0.2", "\nfresh = 1.1 #!", "queue.shares.fresh", "too-large"),
    ("\n[queue.shares]\n", "\nshares = { fresh = 0.6, retry = 0.6 } #!\n[x]\n", "queue.shares",
     "too-large"),
    # Reasons.
    ('unknown = "30 days"\n', "", "reasons.unknown", "missing"),
    ('price = "30 days"', 'price = "300 years" #!', "reasons.price", "span-too-long"),
    ('price = "30 days"', "price = 30 #!", "reasons.price", "not-text"),
    ('price = "30 days"', 'Price = "30 days" #!', "reasons.Price", "bad-name"),
    # Which calls a rule fits.
    ('[[rules]]\nid = "lost"\n', "[[rules]] #!\n", "rules[18].id", "missing"),
    ('id = "emailed"\n', 'id = "lost" #!\n', "rules.lost.id", "name-taken"),
    ('id = "lost"\n', 'id = "The lost" #!\n', "rules.The lost.id", "bad-name"),
    (LOST_RULE, '[[rules]] #!\nid = "lost"\n', "rules.lost.outcome", "missing"),
    ('outcome = "lost"', 'outcome = "lots" #!', "rules.lost.outcome",
     "unknown-outcome"),
    ('outcome = "voicemail"\n', 'outcome = "vm" #!\n', "rules.voicemail.outcome",
     "outcome-alias"),
    ('outcome = "lost"', "outcome = [] #!", "rules.lost.outcome", "empty"),
    ('outcome = "lost"', "outcome = [[]] #!", "rules.lost.outcome[1]", "not-text"),
    ('outcome = "lost"', "outcome = 1 #!", "rules.lost.outcome", "not-a-list"),
    (REFERRED, 'outcome = ["referred", "do-not-call"] #!', "rules.referred.outcome[2]",
     "outcome-ends"),
    (REFERRED, 'outcome = ["referred", "won"] #!', "rules.referred.outcome[2]",
     "outcome-ends"),
    (REFERRED, 'outcome = ["referred", "wrong-number"] #!', "rules.referred.outcome[2]",
     "outcome-ends"),
    (SOFT_NO, SOFT_NO + 'channel = "mail" #!\n', "rules.soft-no.channel", "unknown-value"),
    (SOFT_NO, SOFT_NO + 'reason = "prize" #!\n', "rules.soft-no.reason", "unknown-reason"),
    ('permission = "yes"\nwait = "4 months"', "permission = true #!", "rules.hard-no-with-permission.permission",
     "not-text"),
    (AFTER, 'after = "hn" #!', "rules.no-answer-after-hard-no.after", "outcome-alias"),
    (AFTER, 'after = "no-answer" #!', "rules.no-answer-after-hard-no.after",
     "not-a-conversation"),
    (AFTER, "list = [1] #!", "rules.no-answer-after-hard-no.list[1]", "not-text"),
    (HARD_NO, HARD_NO + "from_attempt = 0 #!\n", "rules.hard-no.from_attempt", "too-small"),
    # What a rule says.
    (HARD_NO, HARD_NO + 'wiat = "1 day" #!\n', "rules.hard-no.wiat", "unknown-key"),
    (HARD_NO, HARD_NO_HEAD, "rules.hard-no", "incomplete"),
    (HARD_NO, HARD_NO_HEAD + 'counted_from = "given time"\n', "rules.hard-no",
     "incomplete"),
    (HARD_NO, HARD_NO + 'ladder = ["1 day"] #!\nrest = "1 day"\n', "rules.hard-no.ladder",
     "contradiction"),
    (HARD_NO, HARD_NO + 'rest = "1 day" #!\n', "rules.hard-no.rest", "incomplete"),
    (HARD_NO, HARD_NO + 'counted_from = "now" #!\n', "rules.hard-no.counted_from", "unknown-value"),
    (HARD_NO, HARD_NO + 'part = "same" #!\n', "rules.hard-no.part", "unknown-value"),
    (HARD_NO, HARD_NO + 'action = "none" #!\n', "rules.hard-no.action", "unknown-value"),
    (HARD_NO, HARD_NO_HEAD[:-1].replace(" #!", "") + '\nwait = "1 day" #!\naction = "reply"\n',
     "rules.hard-no.wait", "contradiction"),
    (HARD_NO, HARD_NO + 'after_email = "1 day" #!\n', "rules.hard-no.after_email",
     "incomplete"),
    (HUNG_UP, HUNG_UP.replace("1 year", "soon") + " #!", "rules.hung-up.rest",
     "not-a-span"),
    (CLIMB, CLIMB.replace("1 year", "0 days") + " #!", "rules.soft-no.top",
     "span-empty"),
    ('id = "lost"\n', "id = 3 #!\n", "rules[18].id", "not-text"),
    (LOST_MAIL, LOST_MAIL.replace("6 months", "a while") + " #!", "rules.lost.after_email",
     "not-a-span"),
    (CLIMB, CLIMB.replace("3, 6]", "0] #!"), "rules.soft-no.climb[2]", "too-small"),
    (CLIMB, CLIMB.replace("3, 6]", "6000] #!"), "rules.soft-no.climb[2]", "too-large"),
    (CLIMB, CLIMB.replace("[1, 3, 6]", "[] #!"), "rules.soft-no.climb", "empty"),
    (CLIMB, 'top = "1 year" #!', "rules.soft-no.top", "incomplete"),
    (CLIMB, "climb = [1, 3, 6] #!", "rules.soft-no.climb", "incomplete"),
    (SOFT_NO + CLIMB, SOFT_NO[:-19] + CLIMB.replace("]", "] #!"), "rules.soft-no.climb",
     "incomplete"),
    (HUNG_UP, HUNG_UP + "\nclimb = [1] #!", "rules.hung-up.climb", "contradiction"),
    (HUNG_UP, 'ladder = ["30 days"] #!', "rules.hung-up.ladder", "incomplete"),
    (HUNG_UP, 'ladder = [] #!\nrest = "1 day"', "rules.hung-up.ladder", "empty"),
    (HUNG_UP, 'ladder = ["1 day", 90] #!\nrest = "1 day"', "rules.hung-up.ladder[2]",
     "not-text"),
    (HUNG_UP, 'ladder = ["1 day"]\nthen_as = "busy" #!', "rules.hung-up.then_as",
     "bad-chain"),
    (BUSY_RULE, BUSY_RULE + '\nrest = "1 day" #!', "rules.busy.rest", "contradiction"),
    (BUSY_RULE, BUSY + '"na" #!', "rules.busy.then_as", "outcome-alias"),
    (BUSY_RULE, BUSY + '"hurried" #!', "rules.busy.then_as", "bad-chain"),
    (BUSY_RULE, BUSY + '"busy" #!', "rules.busy.then_as", "bad-chain"),
    (BUSY_RULE, BUSY_RULE + '\naction = "check-in" #!', "rules.busy.action",
     "contradiction"),
    ('counted_from = "given time"\n\n', 'action = "reply" #!\n\n', "rules.callback.action",
     "contradiction"),
    # Their order.
    (HARD_NO, HARD_NO + "\n" + HARD_NO_HEAD.replace('id = "', 'id = "one-') + 'wait = "1 day"\n',
     "rules.one-hard-no", "unreachable"),
    (EMAILED, REST + EMAILED, "rules.rest", "unreachable"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "key", "name"),
    MISTAKES,
    ids=[f"{i}-{row[2]}" for i, row in enumerate(MISTAKES, 1)],
)
def test_each_mistake_has_its_line(old: str, new: str, key: str, name: str) -> None:
    text = edited((old, new))
    _, mistakes = check(text)
    told = [m for m in mistakes if (m.key, m.name) == (key, name)]
    assert told, [str(mistake) for mistake in mistakes]
    if "#!" in text:
        assert told[0].line == line_of(text, "#!")
    elif key == "reasons.unknown":
        assert told[0].line == line_of(text, "\n[reasons]") + 1
    else:
        assert told[0].line == 1


OUTCOME_MISTAKES = [
    ('[outcomes.demo]\nlike = "int"', "demo.like", "outcome-alias"),
    ('[outcomes.demo]\nlike = "fun"', "demo.like", "unknown-outcome"),
    ("[outcomes.demo]\nlike = 1", "demo.like", "not-text"),
    ("[outcomes.demo]", "demo.like", "missing"),
    ('[outcomes.demo]\nlike = "won"\nlikes = 1', "demo.likes", "unknown-key"),
    ('[outcomes.Demo]\nlike = "won"', "Demo", "bad-name"),
    ('[outcomes.won]\nlike = "won"', "won", "name-taken"),
    ('[outcomes.vm]\nlike = "won"', "vm", "name-taken"),
    ('[outcomes.unknown]\nlike = "won"', "unknown", "name-taken"),
    ('[outcomes]\ndemo = "won"', "demo", "not-a-table"),
    ('[outcomes.demo]\nlike = "won"\naliases = ["ni"]', "demo.aliases", "name-taken"),
    ('[outcomes.demo]\nlike = "won"\naliases = ["d e"]', "demo.aliases[1]", "bad-name"),
    ('[outcomes.demo]\nlike = "won"\naliases = "de"', "demo.aliases", "not-a-list"),
    ('[outcomes.demo]\nlike = "won"\naliases = ["x", "x"]', "demo.aliases", "name-taken"),
    ('[outcomes.demo]\nlike = "won"\nlabel = ""', "demo.label", "not-text"),
    ('[outcomes.demo]\nlike = "won"\nmeaning = 3', "demo.meaning", "not-text"),
    ('[outcomes.x]\nlike = "won"\n[outcomes.demo]\nlike = "won"\naliases = ["x"]', "demo.aliases",
     "name-taken"),
    ('[outcomes.demo]\nlike = "won"\naliases = ["x"]\n[outcomes.x]\nlike = "won"', "x",
     "name-taken"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "key", "name"),
    OUTCOME_MISTAKES,
    ids=[f"{i}-{row[1]}" for i, row in enumerate(OUTCOME_MISTAKES, 1)],
)
def test_each_mistake_in_an_outcome_of_the_team(own: str, key: str, name: str) -> None:
    _, mistakes = check(f"{SHIPPED_TEXT}\n{own}\n")
    (mistake,) = mistakes
    assert (mistake.key, mistake.name) == (f"outcomes.{key}", name)
    assert mistake.line > SHIPPED_TEXT.count("\n")


@pytest.mark.parametrize("like", ["do-not-call", "won", "disconnected"])
def test_a_rule_for_an_outcome_that_ends_everything_is_refused(like: str) -> None:
    """Under a word of the team's own too."""
    rule = '[[rules]]\nid = "gone"\noutcome = "gone"\nwait = "1 day"\n\n'
    text = edited((FIRST_RULE, rule + FIRST_RULE)) + f'\n[outcomes.gone]\nlike = "{like}"\n'
    (mistake,) = check(text)[1]
    assert (mistake.key, mistake.name) == ("rules.gone.outcome", "outcome-ends")


@pytest.mark.parametrize(
    "condition",
    [
        "from_attempt = 2",
        'permission = "no"',
        'reason = "price"',
        'channel = "call"',
        'list = "fair"',
        'after = "soft-no"',
    ],
)
def test_a_rule_with_a_condition_leaves_calls_without_any(condition: str) -> None:
    """It is told where the rules begin."""
    text = edited((LOST_RULE, LOST_RULE + condition + "\n"))
    (mistake,) = check(text)[1]
    assert (mistake.line, mistake.name) == (line_of(text, FIRST_RULE), "uncovered")
    assert '"lost"' in mistake.message


@pytest.mark.parametrize("outcome", CANONICAL, ids=lambda o: o.word)
def test_every_outcome_that_rests_needs_a_rule(outcome: Any) -> None:
    """Unless its number is dead, the matter closed, they opted out, or they always name a day."""
    data = tomllib.loads(SHIPPED_TEXT)
    for rule in data["rules"]:
        words = [rule["outcome"]] if isinstance(rule["outcome"], str) else rule["outcome"]
        rule["outcome"] = [word for word in words if word != outcome.word]
    data["rules"] = [rule for rule in data["rules"] if rule["outcome"]]
    is_dated = outcome.miss and outcome.needs_time
    needed = not (outcome.kills_number or outcome.closes or outcome.opts_out or is_dated)
    told = [m for m in check(toml(data))[1] if f'every "{outcome.word}"' in m.message]
    assert bool(told) is needed


@pytest.mark.parametrize(
    ("rule", "reached"),
    [
        ('outcome = "soft-no"\nreason = "price"', False),
        ('outcome = ["soft-no", "lost"]\nreason = "price"', False),
        ('outcome = "price-no"', False),
        ('outcome = "soft-no"\nlist = "fair"\nafter = "interested"', False),
    ],
)
def test_a_rule_after_one_that_always_fits_is_never_reached(rule: str, reached: bool) -> None:
    text = SHIPPED_TEXT + f'\n[[rules]]\nid = "late"\n{rule}\nwait = "1 day"\n' + TEAM_OUTCOMES
    assert ("rules.late: unreachable" in found(text)) is not reached


@pytest.mark.parametrize(
    ("first", "second", "reached"),
    [
        ('reason = "price"', 'reason = "price"', False),
        ('reason = ["price", "trust"]', 'reason = "price"\nchannel = "text"', False),
        ('reason = "price"', 'reason = ["price", "trust"]', True),
        ('reason = "price"', 'channel = "text"', True),
        ("from_attempt = 2", "from_attempt = 3", False),
        ("from_attempt = 3", "from_attempt = 2", True),
        ('permission = "yes"', 'permission = "no"', True),
        ('permission = "no"', 'permission = "no"\nlist = "fair"', False),
        ('list = "fair"', 'list = ["fair"]', False),
        ('after = "interested"', 'after = "sample-sent"', False),
        ('after = "sample-sent"', 'after = "interested"', True),
    ],
)
def test_a_rule_is_reached_unless_all_that_fits_it_is_taken(
    first: str, second: str, reached: bool
) -> None:
    rules = "".join(
        f'[[rules]]\nid = "{name}"\noutcome = "soft-no"\nwait = "1 day"\n{said}\n\n'
        for name, said in (("first", first), ("second", second))
    )
    lines = found(edited((FIRST_RULE, rules + FIRST_RULE)) + TEAM_OUTCOMES)
    assert lines == ([] if reached else ["rules.second: unreachable"])


def test_a_rule_is_reached_if_one_of_its_outcomes_is_free() -> None:
    hurried = '[[rules]]\nid = "hurried"'
    assert found(edited((hurried, REST.replace(" #!", "") + hurried))) == []


def test_reasons_of_a_team_may_be_named_in_rules() -> None:
    text = edited(
        ('price = "30 days"', 'price = "30 days"\nbudget-freeze = "4 months"'),
        (
            SOFT_NO,
            SOFT_NO.replace('"soft-no"\no', '"freeze"\nreason = "budget-freeze"\no') + SOFT_NO,
        ),
        ("climb = [1, 3, 6]", "climb = [1, 3, 6]"),
    )
    assert found(text) == []


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("parts = 3", ["parts: not-a-table"]),
        ("[parts]", ["parts: empty"]),
        ("hours = 3", ["hours: not-a-table"]),
        ("[hours]", ["hours: no-hours"]),
        ("[hours]\nmon = 'none'", ["hours: no-hours"]),
        ("[hours]\nsun = '10:00-12:00'", []),
        ("calling = 3", ["calling: not-a-table"]),
        ("[calling]\nprese = 'x'", ["calling.prese: unknown-key"]),
        ("[calling]\npreset = 'x'", ["calling.preset: unknown-value"]),
        ("[calling]\npreset = 'business'", []),
        ("[calling]\nlists = 3", ["calling.lists: not-a-table"]),
        ("[calling.lists]\nfair = 'deb'", ["calling.lists.fair: unknown-value"]),
        ("[calling.lists]\nfair = 'debt'", []),
        ("[calling]\nstop_early = '61min'", ["calling.stop_early: bad-span"]),
        ("[calling]\nstop_early = '1h'", ["calling.stop_early: bad-span"]),
        ("[calling]\nstop_early = 3", ["calling.stop_early: not-text"]),
        ("[calling]\nstop_early = '60min'\nclosed = ['2026-12-25']\nopen = []", []),
        ("[calling]\nclosed = 3", ["calling.closed: not-a-list"]),
        ("[calling]\nopen = ['x']", ["calling.open[1]: not-a-date"]),
        ("[[caps]]\nper = 'person'", ["caps[1].max: missing", "caps[1].within: missing"]),
        ("caps = [3]", ["caps[1]: not-a-table"]),
        ("caps = 3", ["caps: not-a-list"]),
        ("[gap]\nperson = '0min'", []),
        ("jurisdictions = 3", ["jurisdictions: not-a-table"]),
        ("[jurisdictions.us]", ["jurisdictions.us: bad-name", "jurisdictions.us.name: missing", "jurisdictions.us.source: missing"]),
        ("[jurisdictions]\nUS = 3", ["jurisdictions.US: not-a-table"]),
        ("[jurisdictions.US]\nname = 'x'", ["jurisdictions.US.source: missing"]),
        ("[jurisdictions.US]\nname = 'x'\nsource = 'y'", []),
        ("lists = 3", ["lists: not-a-table"]),
        ("[lists]\nfair = 3", ["lists.fair: not-a-table"]),
        ("[lists.fair]\nstage = 3\n[lists.fair.stages.a]", ["lists.fair.stage: unknown-key"]),
        ("[lists.fair]\nweight = -1.5", []),
        ("[lists.fair]\nweight = 1001", ["lists.fair.weight: too-large"]),
        ("[lists.fair]\nweight = 'high'", ["lists.fair.weight: not-a-number"]),
        ("[lists.fair.stages]\na = 3", ["lists.fair.stages.a: not-a-table"]),
        ("[lists.fair.stages]\na = 3\nb = { busy = 'c' }\n[lists.x]", ["lists.fair.stages.a: not-a-table", "lists.x: empty"]),
        ("[lists.fair.stages.a]\ndo-not-call = 'a'", ["lists.fair.stages.a.do-not-call: outcome-ends"]),
        ("[lists.fair.stages.a]\nbusy = 'a'\nhurried = 'b'\n[lists.fair.stages.b]\nbusy = 'a'", []),
    ],
)  # fmt: skip
def test_what_a_section_may_say(section: str, told: list[str]) -> None:
    assert found(with_section(section)) == told


def with_section(section: str) -> str:
    """The shipped rulebook with one section written anew."""
    key = re.sub(r"\W*(\w+).*", r"\1", section, flags=re.DOTALL)
    rest = re.sub(rf"(?ms)^\[+{key}[\].].*?(?=^\[|\Z)", "", SHIPPED_TEXT)
    return f"{rest}\n{section}\n" if section.startswith("[") else f"{section}\n{rest}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (BUSY_RULE, BUSY_RULE + '\naction = "call"'),
        ("callback = 4.0 ", "callback = 1000000 "),
        ('price = "30 days"', 'price = "100 years"'),
    ],
)
def test_what_a_rulebook_may_say(old: str, new: str) -> None:
    assert found(edited((old, new))) == []


def test_one_mistake_is_reported_once() -> None:
    """Rules without a name are not each other's double; an odd outcome does not lack a rule."""
    nameless = edited(('id = "lost"\n', ""), ('id = "emailed"\n', ""))
    assert [line.split(": ")[1] for line in found(nameless)] == ["missing", "missing"]
    assert len(found(edited(('outcome = "lost"', 'outcome = "lots"')))) == 1


def test_no_one_could_ever_be_called() -> None:
    data = tomllib.loads(SHIPPED_TEXT)
    data["hours"] = dict.fromkeys(data["hours"], "none")
    assert found(toml(data)) == ["hours: no-hours"]


@pytest.mark.parametrize(
    "section", ["hours", "parts", "weights", "queue", "reasons", "rules", "caps", "gap", "outcomes"]
)
@pytest.mark.parametrize("value", [5, "x", [1], True, date(2026, 1, 1)], ids=str)
def test_a_section_of_the_wrong_kind_is_one_mistake(section: str, value: object) -> None:
    data = tomllib.loads(SHIPPED_TEXT)
    data[section] = value
    names = [line.split(": ")[1] for line in found(toml(data))]
    assert len([name for name in names if name in ("not-a-table", "not-a-list")]) == 1


# Where things are ---------------------------------------------------------------------------------


def lines_in(text: str) -> dict[str, int]:
    """The line told for each key."""
    return {mistake.key: mistake.line for mistake in check(text)[1]}


def test_lines_are_found_in_any_way_of_writing() -> None:
    """Comments, strings and lists over several lines, quoted and dotted keys, tables in a line."""
    text = "\n".join(text for _, text in NUMBERED)
    assert [number for number, _ in NUMBERED] == list(range(1, len(NUMBERED) + 1))
    told = lines_in(text)
    assert {key: told[key] for key in told if key in WANTED} == WANTED


NUMBERED = [
    (1, "# version = 1"),
    (2, 'version = """'),
    (3, "[hours] mon = 1 # no comment"),
    (4, '"" """   # [[rules]]'),
    (5, "queue.callback_grace = 1"),
    (6, ' "queue" . "half_value" = \'x\''),
    (7, "caps = ["),
    (8, "  # ]"),
    (9, '  { per = "person", max = 0, within = "]" },'),
    (10, "]"),
    (11, ""),
    (12, "[ 'hours' ]  # days"),
    (13, "mon = '''"),
    (14, "tue = 1'''"),
    (15, '"t\\u0075e" = 2'),
    (16, "[weights]"),
    (17, "callback = ["),
    (18, "  1,"),
    (19, "]"),
    (20, "age = -1"),
    (21, "[[ rules ]]"),
    (22, 'id = "one"'),
    (23, "[[rules]]"),
    (24, 'ladder = [ "1 day", # "]"'),
    (25, '  "x" ]'),
    (26, "wait = 1"),
    (27, "[outcomes.a.b]"),
    (28, "c = 1"),
]
WANTED = {
    "queue.callback_grace": 5,
    "queue.half_value": 6,
    "caps[1].max": 7,
    "caps[1].within": 7,
    "hours.mon": 13,
    "hours.tue": 15,
    "weights.callback": 17,
    "weights.age": 20,
    "rules.one.outcome": 21,
    "rules[2].id": 23,
    "rules[2].ladder[2]": 24,
    "rules[2].wait": 26,
    "outcomes.a.b": 27,
    "outcomes.a.like": 27,
}


def test_lines_are_counted_alike_with_windows_line_ends_and_a_byte_order_mark() -> None:
    text = edited(("max = 10", "max = 0"))
    assert check(text.replace("\n", "\r\n"))[1] == check(text)[1]
    assert check("\ufeff" + text)[1] == check(text)[1]
    assert check("\ufeff" + SHIPPED_TEXT)[1] == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version = ", 1), ('a = 1\n\nb = "x', 3), ("a = 1\na = 2\n", 2),
        ("a = 1\nb = !\nc = 2\n", 2), ("a = 1\n[[b]\n", 2), ("a = " + "[" * 5000, 1),
        ("a = " + "9" * 5000, 1), ("a = 2026-13-45", 1), ("\x00", 1),
    ],
)  # fmt: skip
def test_what_is_not_toml_is_one_mistake(text: str, line: int) -> None:
    data, mistakes = check(text)
    assert data is None
    (mistake,) = mistakes
    assert (mistake.line, mistake.key, mistake.name) == (line, "", "not-toml")
    assert str(mistake) == f"line {line}: {mistake.message}"


def test_an_empty_file_lacks_everything() -> None:
    assert {mistake.key for mistake in check("")[1]} == {
        "version", "hours", "parts", "weights", "queue", "reasons", "rules",
    }  # fmt: skip


# Mutants ------------------------------------------------------------------------------------------


def toml(data: dict[str, Any]) -> str:
    """A TOML text for data; the standard library only reads."""
    head, body = [], []
    for key, value in data.items():
        if isinstance(value, dict):
            body += [
                f"[{_inline(key)}]",
                *(f"{_inline(k)} = {_inline(v)}" for k, v in value.items()),
            ]
        elif isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            for table in value:
                body.append(f"[[{key}]]")
                body += _pairs(table)
        else:
            head.append(f"{_inline(key)} = {_inline(value)}")
    return "\n".join([*head, *body, ""])


def _pairs(table: dict[str, Any]) -> list[str]:
    return [f"{_inline(key)} = {_inline(value)}" for key, value in table.items()]


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(_pairs(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return str(value) if isinstance(value, float | date) else json.dumps(value)


def test_the_writer_of_the_tests_writes_what_was_read() -> None:
    for text in (SHIPPED_TEXT, TEAM_TEXT + TEAM_OUTCOMES):
        assert tomllib.loads(toml(tomllib.loads(text))) == tomllib.loads(text)


WORDS = [
    "soft-no", "no-answer", "busy", "ni", "won", "do-not-call", "unknown", "hard-no", "emailed",
    "callback", "sample-sent", "price", "email", "call", "yes", "other", "given time", "by reason",
    "reply", "propose", "check-in", "none", "person", "1 day", "0min", "99 years", "3 bd", "4 dyas",
    "09:00-17:00", "2026-12-25", "fair", "",
]  # fmt: skip
letters = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])
scalars = st.one_of(
    st.sampled_from(WORDS), st.integers(-2, 12), st.booleans(), st.floats(),
    st.text(letters, max_size=5), st.just(date(2026, 12, 25)), st.just(10**30),
)  # fmt: skip
keys = st.one_of(st.sampled_from(WORDS), st.text(letters, max_size=4))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(WORDS), st.text(letters, max_size=4)), inner, max_size=2
        ),
    ),
    max_leaves=4,
)
SPANS = st.sampled_from(["1 day", "3 business days", "2 weeks", "99 years", "0min", "1h", "7 mo"])
KEYS = [
    "id", "outcome", "reason", "channel", "permission", "list", "after", "from_attempt", "wait",
    "ladder", "rest", "climb", "top", "then_as", "counted_from", "part", "action", "after_email",
    "like", "aliases", "max", "sun", "callback", "soft-no", "xyz",
]  # fmt: skip


def _paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Any = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    return [path, *(found for key, v in inner for found in _paths(v, (*path, key)))]


@st.composite
def mutants(draw: st.DrawFn) -> dict[str, Any]:
    """A sound rulebook with a few things deleted, altered or added."""
    data: dict[str, Any] = deepcopy(draw(st.sampled_from(ORIGINALS)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_paths(data)))
        at: Any = data
        for key in path[:-1]:
            at = at[key]
        kind = draw(st.sampled_from(["delete", "alter", "tweak", "tweak", "add"]))
        if not path or kind == "add":
            inner = at[path[-1]] if path else at
            if isinstance(inner, dict):
                inner[draw(st.sampled_from(KEYS))] = draw(values)
            elif isinstance(inner, list):
                inner.append(draw(values))
        elif kind == "delete":
            del at[path[-1]]
        elif kind == "tweak" and isinstance(at[path[-1]], str | int):
            likely = SPANS if isinstance(at[path[-1]], str) else st.integers(1, 9)
            at[path[-1]] = draw(likely)
        else:
            at[path[-1]] = draw(values)
    return data


ORIGINALS = [tomllib.loads(text) for text in (SHIPPED_TEXT, TEAM_TEXT + TEAM_OUTCOMES)]


def sound_or_told(text: str) -> None:
    """Either every mistake has its line, or the rulebook works."""
    data, mistakes = check(text)
    if data is None:
        assert mistakes
        assert list(mistakes) == sorted(mistakes)
        assert all(1 <= each.line <= text.count("\n") + 1 for each in mistakes)
        assert all(each.message.strip() for each in mistakes)
        return
    assert mistakes == ()
    book = build(data)
    who, now = person(value=500.0), moment("2026-03-03 12:00")
    calls = [
        call(f"2026-0{1 + i % 9}-0{1 + i % 7} 10:00", word, id=i, given_at="2027-01-01 10:00")
        for i, word in enumerate([*BY_TURNS, *reversed(BY_TURNS)])
    ]
    for end in range(len(calls)):
        status = assess(who, calls[:end], book, now)
        assert abs(rank_line(ranked(who, status), book, 0.0)) < 1e9
        if status.last and status.due_at and not status.action.is_email:
            assert status.due_at >= status.last.at


BY_TURNS = [*(o.word for o in CANONICAL if not o.opts_out), "sample-sent", "busy", "busy", "busy"]


@QUICK
@given(mutants())
def test_a_mutant_is_reported_or_works(data: dict[str, Any]) -> None:
    sound_or_told(toml(data))


@FEW
@given(
    st.lists(
        st.tuples(
            st.integers(0, SHIPPED_TEXT.count("\n") - 1),
            st.sampled_from(["delete", "twice", "swap", "cut", "insert"]),
            st.text(st.sampled_from("[]{}\"'=.,#\\\n\t x1-"), max_size=3),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_text_with_slips_of_the_pen_is_reported_or_works(
    slips: list[tuple[int, str, str]],
) -> None:
    lines = SHIPPED_TEXT.splitlines()
    for anywhere, kind, piece in slips:
        at = anywhere % len(lines)
        line = lines[at]
        middle = len(line) // 2
        lines[at : at + 1] = {
            "delete": [],
            "twice": [line, line],
            "swap": [lines[at - 1]],
            "cut": [line[:middle]],
            "insert": [line[:middle] + piece + line[middle:]],
        }[kind] or [""]
    sound_or_told("\n".join(lines))


@FEW
@given(st.text())
def test_any_text_is_reported(text: str) -> None:
    data, mistakes = check(text)
    assert data is None
    assert mistakes


def test_a_store_goes_on_by_what_was_allowed_when_it_was_applied() -> None:
    text = edited(('ladder = ["2h", "4h", "1 day"]', 'ladder = ["30min", "4h", "1 day"]'))
    data, mistakes = check(text)
    assert (data, [each.name for each in mistakes]) == (None, ["retry-too-soon"])
    data, mistakes = check(text, stored=True)
    assert data is not None
    assert mistakes == ()
