"""What the columns of a file become is shown before, and kept for the next file of its kind."""

from pathlib import Path

from helpers import Callq

FILE = "Visitor,Firm,Ring,Talk\nJoan Bell,Bell & Co,(212) 555-0150,likes it\nRon,Acme,x,\n"


def write(home: Path, text: str = FILE, name: str = "fair.csv") -> Path:
    path = home / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_preview_shows_each_column_and_changes_nothing(bare_callq: Callq) -> None:
    path = write(bare_callq.home)
    shown = bare_callq("import", str(path), "--preview", "--map", "Visitor=name")
    assert shown.code == 0
    assert not list(bare_callq.home.glob("*.db"))
    found = bare_callq("import", str(path), "--preview", "--json").json
    assert [column["field"] for column in found["columns"]] == [
        "custom",
        "company",
        "custom",
        "custom",
    ]
    assert found["columns"][0]["samples"] == ["Joan Bell", "Ron"]


def test_a_map_is_kept_and_used_again(run_callq: Callq) -> None:
    path = write(run_callq.home)
    said = ("--map", "Visitor=name", "--map", "Ring=phone")
    kept = run_callq("import", str(path), "--preview", *said, "--save-map", "the fair")
    assert kept.code == 0
    assert "callq import FILE --map 'the fair'" in kept.err
    took = run_callq("import", str(path), "--map", "the fair", "--json").json
    assert [column["field"] for column in took["columns"]] == ["name", "company", "phone", "custom"]
    more = write(run_callq.home, "VISITOR;Boss;Ring\nZoe;Ann;(312) 555-0101\n", "more.csv")
    took = run_callq("import", str(more), "--map", "the fair", "--map", "Boss=owner", "--json").json
    assert [column["field"] for column in took["columns"]] == ["name", "owner", "phone"]


def test_a_map_that_is_not_there_or_fits_nothing_is_refused(run_callq: Callq) -> None:
    path = write(run_callq.home)
    assert run_callq("import", str(path), "--map", "expo").code == 3
    run_callq("import", str(path), "--preview", "--save-map", "fair")
    assert "fair" in run_callq("import", str(path), "--map", "expo").err
    other = write(run_callq.home, "A,B\n1,2\n", "other.csv")
    assert run_callq("import", str(other), "--map", "fair").code == 2
    assert run_callq("import", str(path), "--save-map", "../x").code == 2
    (run_callq.home / "maps" / "fair.json").write_text("{}", encoding="utf-8")
    assert run_callq("import", str(path), "--map", "fair").code == 5
