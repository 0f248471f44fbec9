"""Finds out how the lines of a list are written, and reads a block of them at a time."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NoReturn

from callq.compliance.lists.dialing import Dialing
from callq.compliance.lists.unread import Unread
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

_NEARLY_ALL = 0.9
_AREA_LOCAL = re.compile(r'\s*"?([2-9]\d\d)"?\s*,\s*"?(\d{7})"?\s*', re.ASCII)
_FTC_BLOCK = re.compile(r"^(?![2-9]\d\d,\d{7}$)", re.ASCII | re.MULTILINE)
_TEN_BLOCK = re.compile(r"^(?![2-9]\d{9}$)", re.ASCII | re.MULTILINE)
_E164_BLOCK = re.compile(r"^(?!\+(?:1[2-9]\d{9}|[2-9]\d{6,14})$)", re.ASCII | re.MULTILINE)
_DELIMITERS = "\t;,|"
_FIXED_WIDTH = 12
_ADDED = frozenset({"a", "add", "added", "insert", "new", "block", "+"})
_DELETED = frozenset({"d", "del", "delete", "deleted", "remove", "removed", "unblock", "-"})
_YES = frozenset({"y", "yes", "true"})
_ANSWERS = _YES | {"n", "no", "false", "nodata", "no data", "no_data"}
"""What the Reassigned Numbers Database says of each number: only a yes puts it on the list."""
_HEADERS = {
    "number": (
        "number", "phone", "phonenumber", "phoneno", "telephone", "telephonenumber", "tel",
        "msisdn", "mobile", "e164", "dncnumber", "dnc",
    ),
    "action": ("action", "adddelete", "operation", "op", "change", "changetype", "type"),
    "answer": (
        "result", "results", "response", "status", "answer", "disconnected", "reassigned",
        "permanentlydisconnected", "rndresult", "rndresponse", "flag", "queryresult",
    ),
    "date": (
        "date", "datetime", "timestamp", "added", "dateadded", "adddate", "changedate", "datecode",
        "since", "createdat",
    ),
}  # fmt: skip


class Form(StrEnum):
    """What kind of list a file is."""

    FTC = "FTC full list"
    FTC_CHANGES = "FTC change list"
    XML = "FTC full list, XML"
    FIXED = "fixed width, 12 characters"
    NUMBERS = "one number a line"
    DATED = "numbers with a date"
    DIALER = "a dialer's list"


class Change(NamedTuple):
    """That a number was put on a list or taken off."""

    number: int
    at: str
    """When, so that texts sort as moments do; empty when the list does not say."""
    added: bool


class Layout(NamedTuple):
    """How the lines are written."""

    form: Form
    header: bool = False
    delimiter: str = ""
    number: int = 0
    """The column of the number."""
    action: int | None = None
    date: int | None = None
    answer: int | None = None
    """The column that says yes or no of each number, as the Reassigned Numbers Database does."""

    @property
    def has_changes(self) -> bool:
        """Whether numbers are put on and taken off, instead of only listed."""
        return self.action is not None


def find_layout(name: str, sample: Sequence[str], dialing: Dialing) -> Layout:
    """How a list is written.

    Args:
        name: What to call the file in messages.
        sample: Its first lines.
        dialing: How its country writes numbers.

    Raises:
        CallqError: It holds no number, as far as one can see.
    """
    lines = [line for line in sample if line.strip()]
    header = bool(lines) and _is_header(lines[0], dialing)
    body = lines[header:]
    if not body:
        _refuse(name)
    if _share(body, lambda line: _AREA_LOCAL.fullmatch(line) is not None) >= _NEARLY_ALL:
        return Layout(Form.FTC, header)
    delimiter = next((d for d in _DELIMITERS if _share(body, lambda t: d in t) >= _NEARLY_ALL), "")  # noqa: B023
    if not delimiter:
        if _share(body, lambda line: dialing.read(line) is not None) == 0:
            _refuse(name)
        fixed = all(len(line.rstrip("\n")) == _FIXED_WIDTH for line in body)
        return Layout(Form.FIXED if fixed and dialing.code == "44" else Form.NUMBERS, header)
    return _columns(name, lines, delimiter, dialing, header=header)


def read_numbers(
    layout: Layout, dialing: Dialing, block: str, first_line: int, unread: Unread
) -> list[int]:
    """The numbers of a block of whole lines; blank lines are none, bad ones are noted.

    Raises:
        CallqError: Too many lines are bad.
    """
    fast = _whole_block(layout, dialing, block)
    if fast is not None:
        return fast
    found = []
    read = _reader(layout, dialing)
    for line, text in enumerate(block.split("\n"), first_line):
        if not text.strip():
            continue
        number, answer = read(text), _answer(layout, text)
        if number is None or answer not in _ANSWERS:
            unread.note(line, text)
        elif answer in _YES:
            found.append(number)
    return found


def read_changes(
    layout: Layout, dialing: Dialing, block: str, first_line: int, unread: Unread
) -> list[Change]:
    """The changes of a block of whole lines, in their order; bad lines are noted.

    Raises:
        CallqError: Too many lines are bad.
    """
    found = []
    for line, text in enumerate(block.split("\n"), first_line):
        if not text.strip():
            continue
        cells = next(csv.reader([text], delimiter=layout.delimiter), [])
        change = _change(layout, dialing, cells)
        if change is None:
            unread.note(line, text)
        else:
            found.append(change)
    return found


def read_moment(text: str) -> str | None:
    """A date or date and time, ISO or `20260829`, as a text that sorts as moments do."""
    text = text.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    return at.isoformat(timespec="seconds")


def _whole_block(layout: Layout, dialing: Dialing, block: str) -> list[int] | None:
    """A block in which every line is written in the plainest way, all at once."""
    text = block.strip("\n")
    if layout.delimiter or not text:
        return None
    if layout.form is Form.FTC:
        if _FTC_BLOCK.search(text):
            return None
        return list(map(int, ("1" + text.replace(",", "").replace("\n", "\n1")).split()))
    if dialing.code == "1" and not _TEN_BLOCK.search(text):
        return list(map(int, ("1" + text.replace("\n", "\n1")).split()))
    return None if _E164_BLOCK.search(text) else list(map(int, text.split()))


def _reader(layout: Layout, dialing: Dialing) -> Callable[[str], int | None]:
    if layout.form is Form.FTC:

        def area_local(text: str) -> int | None:
            found = _AREA_LOCAL.fullmatch(text)
            return int(f"1{found[1]}{found[2]}") if found else None

        return area_local
    if not layout.delimiter:
        return dialing.read

    def of_column(text: str) -> int | None:
        cells = next(csv.reader([text], delimiter=layout.delimiter), [])
        return dialing.read(cells[layout.number]) if layout.number < len(cells) else None

    return of_column


def _answer(layout: Layout, text: str) -> str:
    """What a line answers; yes where the list has no such column."""
    if layout.answer is None:
        return "yes"
    cells = next(csv.reader([text], delimiter=layout.delimiter), [])
    return cells[layout.answer].strip().lower() if layout.answer < len(cells) else ""


def _change(layout: Layout, dialing: Dialing, cells: Sequence[str]) -> Change | None:
    action = layout.action or 0
    if len(cells) <= max(layout.number, action, layout.date or 0):
        return None
    number = dialing.read(cells[layout.number])
    word = cells[action].strip().lower()
    at = "" if layout.date is None else read_moment(cells[layout.date])
    if number is None or at is None or word not in _ADDED | _DELETED:
        return None
    return Change(number, at, word in _ADDED)


def _columns(
    name: str, lines: Sequence[str], delimiter: str, dialing: Dialing, *, header: bool
) -> Layout:
    rows = list(csv.reader(lines, delimiter=delimiter))
    body = [row for row in rows[header:] if any(cell.strip() for cell in row)]
    width = Counter(map(len, body)).most_common(1)[0][0]
    columns = [[row[i].strip() for row in body if i < len(row)] for i in range(width)]
    titles = [_plain(cell) for cell in rows[0]] if header else []
    dates = _where(columns, lambda cell: read_moment(cell) is not None)
    actions = _where(columns, lambda cell: cell.lower() in _ADDED | _DELETED)
    numbers = _where(columns, lambda cell: dialing.read(cell) is not None)
    number = _titled(titles, "number", numbers)
    if number is None:
        # Eight digits are a number in Hong Kong and a day everywhere.
        number = next((i for i in numbers if i not in dates), next(iter(numbers), None))
    if number is None:
        _refuse(name)
    action = _titled(titles, "action", actions)
    action = action if action is not None else next(iter(actions), None)
    others = [i for i in dates if i != number]
    date = _titled(titles, "date", others)
    date = date if date is not None else next(iter(others), None)
    answers = _where(columns, lambda cell: cell.lower() in _ANSWERS)
    answer = _titled(titles, "answer", answers)
    if answer is None and action is None and len(answers) == 1:
        answer = answers[0]
    form = Form.DATED if action is None and date is not None and width == 2 else Form.DIALER
    if not header and action is not None and (number, date, action, width) == (0, 1, 2, 3):
        letters = {cell.lower() for cell in columns[action]} <= {"a", "d"}
        form = Form.FTC_CHANGES if letters and dialing.code == "1" else form
    return Layout(form, header, delimiter, number, action, date, answer)


def _titled(titles: Sequence[str], kind: str, possible: Sequence[int]) -> int | None:
    named = [i for i in possible if i < len(titles) and titles[i] in _HEADERS[kind]]
    return named[0] if named else None


def _is_header(line: str, dialing: Dialing) -> bool:
    if not any(char.isalpha() for char in line):
        return False
    cells = re.split(f"[{re.escape(_DELIMITERS)}]", line)
    return all(dialing.read(cell) is None for cell in cells)


def _where(columns: Sequence[Sequence[str]], holds: Callable[[str], bool]) -> list[int]:
    """The columns of which nearly every cell is something."""
    return [i for i, cells in enumerate(columns) if _share(cells, holds) >= _NEARLY_ALL]


def _share(items: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, items)) / len(items) if items else 0.0


def _plain(title: str) -> str:
    return "".join(char for char in title.lower() if char.isalnum())


def _refuse(name: str) -> NoReturn:
    raise CallqError(
        f"callq can't find phone numbers in {name}. Nothing imported.",
        hint="Is it a do-not-call list? Is --region right?",
        code=Exit.BAD_FILE,
        name="no-numbers",
    )
