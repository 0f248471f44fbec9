"""What a person reads from `callq rules`."""

from syrupy.assertion import SnapshotAssertion

from callq.records.rulebooks import shipped_text
from helpers import IN_NEW_YORK, Callq, Office, transcript


def test_rules(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    office.add("Ron Smith", IN_NEW_YORK, now="2026-03-01T10:00:00-04:00")
    office.log("ron", "ni", reason="price", now="2026-03-01T11:00:00-04:00")
    price = 'price = "30 days"'
    for name, text in (
        ("mine.toml", shipped_text().replace(price, 'price = "1 day"')),
        ("typo.toml", shipped_text().replace(price, 'price = "1 dya"').replace("max = 3\n", "")),
    ):
        (office.home / name).write_text(text)
    (office.home / "latin.toml").write_bytes(b"\xff")
    commands = [
        "rules --help", "rules check", "rules check typo.toml", "rules check latin.toml",
        "rules check none.toml", "rules diff mine.toml",
        "rules apply mine.toml --dry-run", "rules apply mine.toml", "rules apply typo.toml",
    ]  # fmt: skip
    assert transcript(run_callq, *commands) == snapshot
    (office.home / "rulebook.toml").write_text(shipped_text().replace(price, 'price = "x"'))
    assert transcript(run_callq, "today") == snapshot
