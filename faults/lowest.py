"""Prints the lowest versions that pyproject.toml allows, as constraints for pip; `make lowest`."""

import re
import tomllib
from pathlib import Path

_NAMED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?>=([0-9a-z.]+)")


def lowest(project: dict[str, list[str]]) -> list[str]:
    """A pin for each requirement of ours that names a lowest version."""
    found = (_NAMED.match(requirement) for requirement in project["dependencies"])
    return [f"{match[1]}=={match[2]}" for match in found if match]


if __name__ == "__main__":
    text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    print("\n".join(lowest(tomllib.loads(text)["project"])))
