"""The grammar of typed times: a phrase in, its pieces (a day, a clock, a span) out.

A reader looks at the tokens under the cursor and returns the piece it read, or None; then the
cursor goes back. What no reader takes is refused, so nothing typed is ever dropped.
"""

from callq.engine.times import words
from callq.engine.times.clocks import (
    clock_of_dotted,
    clock_of_hours,
    range_start,
    read_clock,
    read_hours,
    read_spoken,
)
from callq.engine.times.dates import read_moment, read_month, read_quarter
from callq.engine.times.names import DAY_READERS
from callq.engine.times.pieces import (
    Clock,
    Cursor,
    Dotted,
    Hours,
    PhraseContext,
    PhraseError,
    Piece,
    Reader,
    Span,
    ordinal,
)
from callq.engine.times.spans import read_span
from callq.engine.times.words import Part

_MOST_SIGNS = 200
_MOST_TOKENS = 30


def read_pieces(context: PhraseContext) -> list[Piece]:
    """Reads the whole phrase.

    Raises:
        PhraseError: A part of it is not understood, or impossible.
    """
    cursor = Cursor(context) if len(context.text) <= _MOST_SIGNS else None
    if cursor is None or cursor.length > _MOST_TOKENS:
        raise context.refuse("it is too long to be a time")
    while cursor.one_of(words.LEADS):
        pass
    if cursor.peek() is words.END:
        raise context.refuse("there is no time in it")
    pieces = []
    while cursor.peek() is not words.END:
        pieces.append(_read_piece(cursor))
    return pieces


def _read_piece(c: Cursor) -> Piece:
    piece = c.piece(_READERS)
    if piece is None:
        raise c.not_understood()
    return piece


def _introduced(c: Cursor) -> Piece | None:
    word = c.one_of(words.AT)
    if word:
        return _at(c, word)
    word = c.one_of(words.ON)
    if word:
        return _on(c, word)
    if c.one_of({"in"}):
        return _in(c)
    if c.one_of({"after"}):
        return _after(c)
    return _between(c)


def _at(c: Cursor, word: str) -> Piece:
    piece = _read_piece(c)
    # "by" and "around" also stand before dates, years and spans; "at" only before a clock.
    sure = word in ("at", "@")
    if isinstance(piece, Clock):
        return piece._replace(bare=False, number=0 if sure else piece.number)
    if isinstance(piece, Dotted) and sure:
        return clock_of_dotted(c.context, piece)
    if isinstance(piece, Hours) and sure:
        return clock_of_hours(c.context, piece)
    if isinstance(piece, Span | Hours) and word not in words.NEAR:
        raise _length_after(c, word)
    return piece


def _length_after(c: Cursor, word: str) -> PhraseError:
    return c.context.refuse(f'a length of time does not follow "{word}"', "in 2 weeks", "at 15h")


def _on(c: Cursor, word: str) -> Piece:
    piece = _read_piece(c)
    if isinstance(piece, Clock) and piece.bare:
        shown = f"{piece.at.hour}:{piece.at.minute:02}"
        instead = [f"the {ordinal(piece.number)}"] if piece.number else []
        raise c.context.refuse("it may be a day or an hour", f"at {shown}", *instead)
    if isinstance(piece, Span | Hours):
        raise _length_after(c, word)
    return piece


def _in(c: Cursor) -> Piece | None:
    if c.these("the"):
        return c.look(words.PARTS)
    c.one_of(words.NEAR)
    if c.peek().kind == "sign":
        return None
    span = c.piece((read_span,))
    if span is not None:
        return span._replace(ahead=True) if isinstance(span, Span) else span
    return c.piece((read_month, read_quarter))


def _after(c: Cursor) -> Piece:
    if c.one_of({"lunch", "lunchtime"}):
        return words.AFTER_LUNCH
    piece = c.attempt(read_clock)
    if piece is None and {c.peek().text, c.peek(1).text} & set(words.REFUSALS):
        raise c.not_understood()
    if piece is None:
        raise c.context.refuse('"after" needs a clock time behind it', "after 5pm", "after lunch")
    return piece._replace(bare=False, number=0)


def _between(c: Cursor) -> Clock | None:
    joint = {"between": "and", "from": "to"}.get(c.one_of({"between", "from"}), "")
    first = c.attempt(read_spoken) if joint else None
    if first is None or not (c.one_of({joint, "-", "until", "till"})):
        return None
    last = c.attempt(read_spoken)
    if last is None:
        return None
    return range_start(c.context, first, last)._replace(bare=False)


def _read_part(c: Cursor) -> Part | None:
    return c.look(words.PARTS)


_READERS: tuple[Reader, ...] = (
    _introduced,
    read_moment,
    *DAY_READERS,
    read_hours,
    read_span,
    read_clock,
    _read_part,
)
