"""Says that numbers aren't checked against a registry, and how to settle it."""

from collections.abc import Sequence

from callq.records.registries import known


def unchecked_words(series: Sequence[str]) -> str:
    """The notice for registries that no one has settled; empty for none."""
    if not series:
        return ""
    registries = [known()[one] for one in series]
    national = [one for one in registries if one.region == one.country]
    if len(registries) == 1:
        what = f"the {registries[0].name}"
    elif len(national) == 1 and {one.country for one in registries} == {national[0].country}:
        what = f"the {national[0].name} and state lists"
    else:
        countries = ", ".join(dict.fromkeys(one.country for one in registries))
        what = f"do-not-call registries ({countries})"
    return f"Not checked against {what}: callq rules registries"
