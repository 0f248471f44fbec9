"""The report page: the key figures first, then the details."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta, tzinfo
from importlib.resources import files

from callq import __version__
from callq.engine.words import SHORT_DAYS, SHORT_MONTHS, day, day_and_time, plural, time_of_day
from callq.metrics.counting import Figures
from callq.metrics.report import Report
from callq.metrics.views.figures import (
    TOO_LITTLE,
    calls,
    calls_words,
    came_back,
    percent,
    share_words,
)
from callq.metrics.views.forecast import capacity_words, due_words, lines_of, verdict
from callq.metrics.views.heat import heat_of
from callq.metrics.views.ranking import summary
from callq.metrics.views.report import charts
from callq.metrics.views.report.charts import Bar
from callq.metrics.views.report.svg import words
from callq.metrics.views.stats import KIND_DAYS, groups, kind_words

_MOST_ROWS = 20
_NONE = "\N{EN DASH}"
_DAYS_BY_WEEK, _DAYS_BY_MONTH = 45, 500
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(report: Report, home: tzinfo) -> str:
    """The whole page as HTML, without any external resource.

    Args:
        report: The content.
        home: The rep's zone, for its dates.
    """
    style = (files("callq") / "data" / "report.css").read_text(encoding="utf-8")
    title = f"Calls, {report.stats.period.in_words(home)}"
    parts = [
        _head(report, home, title), _tiles(report), _worth(report), _recovery(report, home),
        _by_kind(report), _when(report), _p(summary(report.ranking)),
        _trend(report), _who(report), _to_come(report), _foot(report, home),
    ]  # fmt: skip
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{words(title)}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{''.join(parts)}</body>\n</html>\n"
    )


def _head(report: Report, home: tzinfo, title: str) -> str:
    scope = report.stats.scope
    whose = [f"list {scope.list_name}"] if scope.list_name else []
    whose += [f"people of {scope.owner}"] if scope.owner else []
    said = ", ".join(whose) or "Everyone, all lists"
    at = day_and_time(report.stats.now, home)
    return f"<header><h1>{words(title)}</h1><p>{words(said)} · as of {words(at)}</p></header>\n"


def _tiles(report: Report) -> str:
    stats = report.stats
    total, found = stats.total, stats.recovered
    to_next = total.to_next_win
    each = calls(to_next.expected) if to_next.tells and to_next.expected else _NONE
    share = total.contact.share
    answered = percent(share) if share is not None and total.contact.tells else _NONE
    tiles = [
        (f"{total.wins:,}", plural(total.wins, "win").partition(" ")[2], "first"),
        (each, f"calls per win (most likely {_reach_words(total)})", ""),
        (f"{total.dials:,}", f"dials to {plural(stats.people, 'person', 'people')}", ""),
        (answered, f"answered: {total.conversations:,} conversations", ""),
        (f"{found.said_yes:,}", f"said yes later, out of {found.people:,} who said no", ""),
    ]
    cells = "".join(
        f'<div class="tile {kind}"><b>{words(figure)}</b><span>{words(said)}</span></div>'
        for figure, said, kind in tiles
    )
    return f'<div class="tiles">{cells}</div>\n'


def _reach_words(total: Figures) -> str:
    found = total.to_next_win
    if not found.tells or found.high is None:
        return TOO_LITTLE
    return f"{calls(found.low)}-{calls(found.high)}"


def _worth(report: Report) -> str:
    total = report.stats.total
    found = total.to_next_win
    if not total.dials:
        return ""
    if not found.tells:
        return _section("What a win takes", _p(
            f"{plural(found.wins, 'win')} in {plural(found.trials, 'call')}: {TOO_LITTLE}. "
            f"A win takes more than {calls(found.low)} calls."))  # fmt: skip
    rows = [
        ("Calls", calls_words(found)),
        ("Conversations", calls_words(total.conversations_to_next_win)),
        ("Refusals", calls_words(total.answers_to_next_win, 1)),
    ]
    return _section(
        "What a win takes",
        _p("What each win took so far is the best guess for the next one."),
        _table(("Per win", "How many"), [[words(what), words(n)] for what, n in rows]),
        _p(f"Your next win: a 50% chance within {found.half_within:,} calls, 90% within "
           f"{found.most_within:,}. Every refusal is one of those calls."),
    )  # fmt: skip


def _recovery(report: Report, home: tzinfo) -> str:
    found = report.stats.recovered
    if not found.people:
        return ""
    intro = (
        f"{plural(found.people, 'person', 'people')} said no since "
        f"{day(report.stats.refusals_since, home)}. {found.said_yes:,} said yes later; "
        f"{plural(found.won, 'win')}. Most of the others are still open."
    )
    if not found.by_days.tells_at(1):
        return _section("Who said no, then yes", _p(intro), _p(f"{TOO_LITTLE.capitalize()}."))
    by_days = charts.came_back(
        found.by_days, "days", "Share who said yes, by days after the refusal"
    )
    by_calls = charts.came_back(found.by_calls, "calls", "Share who said yes, by more calls")
    pair = _figure(by_days, "By days after the first refusal; the band is the most likely range.")
    if found.by_calls.tells_at(1):
        pair += _figure(by_calls, "By more calls, of people called that often.")
    half = ""
    if found.said_yes:
        half = _p(f"Half of them said yes within {plural(found.days_to_yes or 0, 'day')} and "
                  f"{plural(found.calls_to_yes or 0, 'more call')}.")  # fmt: skip
    return _section("Who said no, then yes", _p(intro), f'<div class="pair">{pair}</div>', half)


def _by_kind(report: Report) -> str:
    kinds = report.stats.recovered_by_kind[:_MOST_ROWS]
    if not kinds:
        return ""
    reliable = [k.recovered.by_days for k in kinds if k.recovered.by_days.tells_at(KIND_DAYS)]
    most = max((1 - curve.at(KIND_DAYS).low for curve in reliable), default=0.0)
    rows = []
    for kind, found in kinds:
        point, tells = found.by_days.at(KIND_DAYS), found.by_days.tells_at(KIND_DAYS)
        drawn = charts.reach(1 - point.left, 1 - point.high, 1 - point.low, most) if tells else ""
        half = "" if found.days_to_yes is None else plural(found.days_to_yes, "day")
        rows.append([
            words(kind_words(kind)), f"{found.people:,}", f"{found.said_yes:,}", f"{found.won:,}",
            half, "" if found.calls_to_yes is None else f"{found.calls_to_yes:,}",
            words(came_back(found.by_days, KIND_DAYS)), drawn,
        ])  # fmt: skip
    heads = ("First refusal", "People", "Yes later", "Won", "Half within", "Calls",
             f"Yes within {KIND_DAYS} days", "")  # fmt: skip
    return _section("By kind of refusal", _table(heads, rows))


def _when(report: Report) -> str:
    stats = report.stats
    if not stats.total.contact.tells:
        return ""
    heat = heat_of(stats.by_hour_of_week)
    shares = [c.rate.share or 0.0 for c in heat.cells.values() if c.rate.tells]
    low, high = min(shares, default=0.0), max(shares, default=1.0)
    head = "".join(f"<th>{hour:02}</th>" for hour in heat.hours)
    body = []
    for weekday in heat.days:
        cells = []
        for hour in heat.hours:
            cell = heat.cells.get((weekday, hour))
            if cell is None or cell.rate.share is None:
                cells.append("<td></td>")
                continue
            at = f"{SHORT_DAYS[weekday]} {time_of_day(hour * 60)}"
            said = f"{at}: {cell.rate.hits:,} of {cell.rate.trials:,} answered, "
            said += share_words(cell.rate)
            if not cell.rate.tells:
                cells.append(f'<td class="less" title="{words(said)}">·</td>')
                continue
            deep = 0.06 + 0.6 * ((cell.rate.share - low) / (high - low) if high > low else 0)
            kind = ' class="more"' if cell.stands_out > 0 else ""
            cells.append(
                f'<td{kind} style="background:rgba(var(--heat),{deep:.2f})" title="{words(said)}">'
                f"{cell.rate.share * 100:.0f}</td>"
            )
        body.append(f"<tr><th>{SHORT_DAYS[weekday]}</th>{''.join(cells)}</tr>")
    best = [cell for cell in heat.cells.values() if cell.stands_out > 0]
    remark = (
        "Framed hours are clearly better than average."
        if best
        else "No hour is clearly better than average: differences may be chance."
    )
    return _section(
        "When people answer",
        _p(f"Percent of dials answered, by the prospect's local time; "
           f"{percent(heat.whole.share or 0)} overall. {remark} A dot: {TOO_LITTLE}."),
        f'<div class="wide"><table class="heat"><tr><th></th>{head}</tr>{"".join(body)}</table>'
        "</div>",
    )  # fmt: skip


def _trend(report: Report) -> str:
    bars = list(_bars(report.stats.by_day))
    if not bars:
        return ""
    drawing = charts.columns(bars, "Dials over time")
    key = _key(("main", "conversations"), ("second", "other dials"), ("win", "wins, as numbers"))
    return _section("Over time", f"<figure>{drawing}<figcaption>{key}</figcaption></figure>")


def _bars(by_day: dict[date, Figures]) -> Iterator[Bar]:
    if not by_day:
        return
    first, last = min(by_day), max(by_day)
    length = (last - first).days
    unit = 1 if length <= _DAYS_BY_WEEK else 7 if length <= _DAYS_BY_MONTH else 31
    for start in _starts(first, last, unit):
        end = _next(start, unit)
        some = Figures()
        for each in (start + timedelta(days=n) for n in range((end - start).days)):
            some = some.plus(by_day.get(each, Figures()))
        name = f"{SHORT_MONTHS[start.month - 1]} {start.day}"
        if unit == 31:
            name = f"{SHORT_MONTHS[start.month - 1]} {start.year % 100:02}"
        counts = ((some.dials, "dial"), (some.conversations, "conversation"), (some.wins, "win"))
        said = f"from {name}: " + ", ".join(plural(n, what) for n, what in counts)
        yield Bar(name, some.conversations, some.dials - some.conversations, said, some.wins)


def _starts(first: date, last: date, unit: int) -> Iterator[date]:
    at = first
    if unit == 7:
        at -= timedelta(days=at.weekday())
    elif unit > 7:
        at = at.replace(day=1)
    while at <= last:
        yield at
        at = _next(at, unit)


def _next(start: date, unit: int) -> date:
    if unit <= 7:
        return start + timedelta(days=unit)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)


def _who(report: Report) -> str:
    stats = report.stats
    parts = []
    for by, title in (("rep", "By rep"), ("list", "By list")):
        rows = groups(stats, by)
        if rows:
            parts += [f"<h2>{title}</h2>", _figures_table(by.title(), rows[:_MOST_ROWS])]
    return f"<section>{''.join(parts)}</section>\n" if parts else ""


def _figures_table(name: str, rows: Sequence[tuple[str, Figures]]) -> str:
    cells = []
    most = max((one.contact.high for _, one in rows if one.contact.tells), default=0.0)
    for key, one in rows:
        rate = one.contact
        drawn = charts.reach(rate.share, rate.low, rate.high, most) if rate.tells else ""
        cells.append([
            words(key), f"{one.wins:,}", f"{one.dials:,}", f"{one.conversations:,}",
            f"{one.refusals:,}", words(share_words(rate)), drawn,
            words(calls_words(one.to_next_win)),
        ])  # fmt: skip
    heads = (name, "Wins", "Dials", "Conversations", "Refusals", "Answered", "", "Calls per win")
    return _table(heads, cells)


def _to_come(report: Report) -> str:
    found = report.forecast
    bars = [
        Bar(
            line.name.rpartition(", ")[2], line.done, line.waiting,
            f"{line.name}: {line.due.calls:,} due, {line.done:,} to call, {line.waiting:,} wait",
        )
        for line in lines_of(found.days, weeks=False)
    ]  # fmt: skip
    drawing = charts.columns(
        bars, "Calls to come", found.capacity.calls, f"room for {found.capacity.calls:,}"
    )
    key = _key(("main", "called that day"), ("second", "wait for a later day"))
    return _section(
        "Calls to come",
        _p(f"{due_words(found)} {capacity_words(found.capacity)} {verdict(found)}"),
        f"<figure>{drawing}<figcaption>{key}</figcaption></figure>",
        _p("Counts people in the queue now, not those future calls will bring back."),
    )


def _foot(report: Report, home: tzinfo) -> str:
    stats = report.stats
    apart = [plural(n, channel) for channel, n in sorted(stats.touches.items())]
    if stats.imported:
        apart.append(f"{plural(stats.imported, 'outcome')} imported without a call")
    not_dials = f" Not counted as dials: {', '.join(apart)}." if apart else ""
    return (
        "<footer><p>A dial is a phone call you made; a conversation is a dial on which the "
        "prospect spoke. Voided calls don't count."
        + words(not_dials)
        + " Most likely ranges are 95% "
        f"intervals (Wilson for shares, Jeffreys for calls per win, Kaplan-Meier for curves); a "
        f"share with a range over 30 points wide is {TOO_LITTLE}.</p>"
        f"<p>callq {words(__version__)}, {words(day_and_time(stats.now, home))}. This page "
        "loads nothing from the network.</p></footer>\n"
    )


def _section(title: str, *parts: str) -> str:
    return f"<section><h2>{words(title)}</h2>{''.join(parts)}</section>\n"


def _p(text: str) -> str:
    return f"<p>{words(text)}</p>"


def _figure(drawing: str, caption: str) -> str:
    return f"<figure>{drawing}<figcaption>{words(caption)}</figcaption></figure>"


def _key(*colors: tuple[str, str]) -> str:
    return "".join(
        f'<span class="key" style="background:var(--{color})"></span>{words(what)}'
        for color, what in colors
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; cells are HTML already."""
    head = "".join(f"<th>{words(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'
