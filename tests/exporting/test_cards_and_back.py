"""An address book that callq wrote brings back who is in it: opt-outs, lists, fields, the last call."""

from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office

BEFORE = "2026-03-10T10:00:00-04:00"
_PEOPLE = (
    "SELECT name, company, owner, list_name, note, custom, external_id, state FROM prospect "
    "WHERE removed_at IS NULL ORDER BY name"
)
_LOG = (
    "SELECT p.name, c.outcome, c.at FROM call c JOIN prospect p ON p.id = c.prospect_id ORDER BY 1"
)


def test_cards_come_back_with_what_no_standard_property_holds(
    office: Office, run_callq: Callq, tmp_path_factory: object
) -> None:
    office.file(
        "Name,Company,Phone,Owner,Colour,Notes\n"
        f'"=Ann; Lee",Acme,{IN_NEW_YORK},dana,"=1;2, red",two words\n'
        f"Bob Ray,,{IN_CHICAGO},,,\nCy Poe,,{IN_CHICAGO},,'tis,\n"
    )
    run_callq.here("import", "people.csv", "--list", "May, 1")
    office.log("cy", "do-not-call", now=BEFORE)
    office.log("ann", "no-answer", now=BEFORE)
    run_callq.here("export", "book.vcf")
    before, log = office.rows(_PEOPLE), office.rows(_LOG)

    empty = office.home / "empty"
    empty.mkdir()
    there, run = Office(empty), Callq(empty)
    assert run.here("import", "../book.vcf").code == 0
    after = there.rows(_PEOPLE)
    ann, _, cy = after
    assert [row[:6] for row in (ann, cy)] == [row[:6] for row in (before[0], before[2])]
    # Bob never asked himself: that he shares a blocked number is told by the number's own record.
    assert [row[7] for row in before] == ["retry", "do-not-call", "do-not-call"]
    assert [row[7] for row in after] == ["retry", "needs-number", "do-not-call"]
    assert there.rows(_LOG) == log
    assert "+13125550100" in there.rows("SELECT custom FROM prospect WHERE name = 'Bob Ray'")[0][0]
    assert there.rows("SELECT number FROM dnc") == [("+13125550100",)]
    assert run.here("import", "../book.vcf").out.count("2 people added") == 0
    assert [row[0] for row in there.rows(_PEOPLE)] == ["=Ann; Lee", "Bob Ray", "Cy Poe"]
