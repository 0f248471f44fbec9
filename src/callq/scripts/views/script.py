"""Shows a script to read aloud: all of it, or its opening on a card."""

from collections.abc import Sequence
from typing import Any

from callq.records.status_reason import reason_json
from callq.scripts.say import Saying
from callq.terminal.safe import safe
from callq.terminal.styled import Text, hanging, show_text

SCHEMA = "callq.script/1"
KINDS_SCHEMA = "callq.script-kinds/1"
_LABEL = 12
_SETTINGS = {"seller": "seller NAME", "phone": "my_phone NUMBER"}
_ABOUT = ("offer", "benefit", "benefits", "address", "reference")


def show(saying: Saying) -> None:
    """Prints a script."""
    script = saying.script
    head = Text(safe(saying.who.name) if saying.who else "Anyone", style="bold")
    if saying.who and saying.who.company:
        head.append(f" · {safe(saying.who.company)}", style="")
    if saying.explanation:
        head.append(f"  {saying.explanation.words}", style="cyan")
    show_text(head)
    if script is None:
        show_text(hanging("", Text("You can't call them."), 2))
        return
    text = Text(safe(script.title), style="bold")
    text.append(f"  {script.kind}", style="dim")
    if saying.stage:
        text.append(f"  stage {safe(saying.stage)}", style="dim")
    show_text(text, Text(), *lines(saying))
    if saying.mail:
        show_text(Text(f"\nAn email is due: callq mail{_whom(saying)} {saying.mail}", "yellow"))
    not_set = hints(saying.missing)
    if not_set:
        show_text(Text("\n" + "\n".join(not_set), "dim"))


def lines(saying: Saying, width: int | None = None) -> list[Text]:
    """The parts of a script, each with its label.

    Args:
        saying: The script.
        width: In columns; the terminal's when None.
    """
    script = saying.script
    if script is None:
        return []
    parts = [("Start", script.open, ""), ("Answer", script.answer, "")]
    parts += [("Then" if i == 0 else "", line, "") for i, line in enumerate(script.then)]
    parts += [("Ask", script.ask, "bold"), ("Tip", script.tip, "dim italic")]
    return [
        hanging(Text(label, style="bold"), Text(safe(words), style=style), _LABEL, width)
        for label, words, style in parts
        if words
    ]


def _whom(saying: Saying) -> str:
    return f" {saying.who.id}" if saying.who else ""


def hints(missing: Sequence[str]) -> list[str]:
    """How to set the fields that are the same for every call."""
    found = [
        f"Not set yet: callq config {setting}"
        for field, setting in _SETTINGS.items()
        if field in missing
    ]
    about = [field for field in _ABOUT if field in missing]
    if about:
        named = ", ".join("references" if field == "reference" else field for field in about)
        found.append(
            f"Not set yet: {named}. Add them under [about] in your playbook: callq playbook --help"
        )
    return found


def as_json(saying: Saying) -> dict[str, Any]:
    """The documented object."""
    script = saying.script
    return {
        "schema": SCHEMA,
        "id": saying.who.id if saying.who else None,
        "name": saying.who.name if saying.who else None,
        "explanation": reason_json(saying.explanation) if saying.explanation else None,
        "stage": saying.stage or None,
        "email": saying.mail or None,
        "script": script_json(saying),
        "missing": list(saying.missing) if script else [],
    }


def script_json(saying: Saying) -> dict[str, Any] | None:
    """A filled script, for JSON."""
    script = saying.script
    if script is None:
        return None
    return {
        "kind": script.kind,
        "title": script.title,
        "open": script.open or None,
        "answer": script.answer or None,
        "then": list(script.then),
        "ask": script.ask or None,
        "tip": script.tip or None,
    }
