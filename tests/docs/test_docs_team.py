"""docs/team.md, step by step, on a server with a certificate, by users of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs_page import DOCS
from servers import PASSWORD, Installed, programs

REPS = ("ann", "bob", "cy", "dee")
WHO = {"everyone": ("maria", *REPS), "reps": REPS, "maria": ("maria",), "boss": ("boss",)}
STEP = re.compile(r"<!-- (\w+) -->\n```(\w+)\n(.*?)```", re.DOTALL)
LEADS = "Name,Company,Phone,Email\n" + "".join(
    f"Person {i},Company {i},+1 212 556 {i:04},p{i}@example.com\n" for i in range(12)
)


def test_the_page_leads_from_an_empty_server_to_four_reps_calling(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: psycopg is not installed")
    folder = tmp_path / "pg"
    folder.mkdir()
    server = Installed(folder)
    try:
        certificate = server.use_tls().read_bytes()
        steps = STEP.findall((DOCS / "team.md").read_text(encoding="utf-8"))
        assert len(steps) == 7
        said = {}
        for who, kind, text in steps:
            for user in WHO[who]:
                home = tmp_path / user
                if not home.exists():
                    (home / ".postgresql").mkdir(parents=True)
                    (home / ".postgresql" / "root.crt").write_bytes(certificate)
                    (home / "leads.csv").write_text(LEADS)
                said[user, text] = run(server, home, user, kind, text)
        taken = [re.findall(r"Person \d+", said[rep, steps[3][2]])[0] for rep in REPS]
        assert len(set(taken)) == len(REPS), taken
        refused = "callq people erase 1 --yes && exit 1; test $? = 8"
        assert "Ask maria" in run(server, tmp_path / "ann", "ann", "bash", refused)
    finally:
        server.stop()


def run(server: Installed, home: Path, user: str, kind: str, text: str) -> str:
    """Runs a block of the page as a user; what it says."""
    found = programs()
    assert found is not None
    env = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), str(found), os.environ["PATH"])),
        "HOME": str(home), "USER": user, "LANG": "C.UTF-8", "CALLQ_AGENT": user,
        "CALLQ_NOW": "2026-03-11T10:15:00-04:00", "CALLQ_ZONE": "America/New_York",
    }  # fmt: skip
    words = ["bash", "-e", "-c", text.replace("db.example.com:5432", f"localhost:{server.port}")]
    if kind == "sql":
        env |= {"PGHOST": "localhost", "PGPORT": str(server.port), "PGPASSWORD": PASSWORD}
        words = ["psql", "-X", "-U", user, "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
    done = subprocess.run(
        words, input=text if kind == "sql" else "", env=env, cwd=home, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (user, text, done.stdout, done.stderr)
    return done.stdout + done.stderr
