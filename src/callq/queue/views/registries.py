"""Says that numbers aren't checked against a registry, and how to settle it."""

from collections.abc import Sequence

from callq.engine.registries import BY_SERIES


def unchecked_words(series: Sequence[str]) -> str:
    """The notice for registries that no one has settled; empty for none."""
    if not series:
        return ""
    if len(series) == 1:
        what = f"the {BY_SERIES[series[0]].name}"
    else:
        countries = ", ".join(dict.fromkeys(BY_SERIES[one].region for one in series))
        what = f"do-not-call registries ({countries})"
    return f"Not checked against {what}: callq rules registries"
