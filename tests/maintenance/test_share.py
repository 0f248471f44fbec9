"""Several reps on one file: its folder's group can use it, and no one else."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from callq.config import read_settings
from callq.errors import CallqError
from callq.maintenance import check
from callq.maintenance.share import share
from callq.storage.sharing import network_disk
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office

pytestmark = pytest.mark.skipif(os.name == "nt", reason="file modes are a matter of POSIX")


def modes(home: Path) -> dict[str, int]:
    found = [*home.glob("callq*"), *(home / "callq-backups").glob("*")]
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in found}


def test_all_that_belongs_to_the_store_is_the_groups(office: Office, run_callq: Callq) -> None:
    """What was there, and what comes later, whatever the mask of the shell."""
    office.add("Ann Lee", IN_NEW_YORK)
    office.add("Zed Gone", IN_CHICAGO)
    run_callq.ok("store", "backup")
    run_callq.ok("setup", "--shared-folder")
    before = os.umask(0o077)
    try:
        run_callq.ok("people", "erase", "zed", "--yes")
        made = run_callq.ok("store", "backup", "--json").json["path"]
        with office.workspace() as ws, ws.db.write():
            ws.db.run("UPDATE prospect SET note = 'x'")
            open_ones = modes(office.home)
        office.path.unlink()
        run_callq.ok("store", "restore", made, "--yes")
    finally:
        os.umask(before)
    assert {"callq.db-wal", "callq.db.key"} <= open_ones.keys()
    assert open_ones.pop("callq-backups") == 0o2770
    assert set(open_ones.values()) == {0o660}
    assert stat.S_IMODE(office.home.stat().st_mode) == 0o2770
    assert run_callq("store", "check").code == 0


def test_a_store_of_ones_own_stays_ones_own(office: Office, run_callq: Callq) -> None:
    office.add("Zed Gone", IN_CHICAGO)
    before = os.umask(0)
    try:
        run_callq.ok("people", "erase", "zed", "--yes")
        run_callq.ok("store", "backup")
    finally:
        os.umask(before)
    found = modes(office.home)
    assert found.pop("callq-backups") & 0o077 == 0
    assert set(found.values()) == {0o600}


@pytest.fixture
def folder(template: Path) -> Iterator[Path]:
    """One that other users can reach."""
    made = Path(tempfile.mkdtemp())
    shutil.copy(template, made / "callq.db")
    yield made
    shutil.rmtree(made)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only the super-user can be two others"
)
def test_two_users_of_the_group_log_and_a_third_can_not(folder: Path) -> None:
    group, office = 54_321, Office(folder)
    ann = office.add("Ann Lee", IN_NEW_YORK)
    os.chown(folder, 61_001, group)
    share(read_settings({"CALLQ_HOME": str(folder)}))
    ended = [_as_user(user, of, office, ann) for user, of in
             ((61_001, group), (61_002, group), (61_001, group), (61_003, 61_003))]  # fmt: skip
    assert ended == [0, 0, 0, 1]
    assert len(office.rows("SELECT 1 FROM call")) == 3


def _as_user(user: int, group: int, office: Office, who: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.umask(0o077)
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
        office.log(who, "no-answer")
        os._exit(0)
    except BaseException:  # noqa: BLE001 - this process is a copy of the tests'
        os._exit(1)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /far/team\\040files nfs4 rw 0 0
//nas/share /far/nas cifs rw 0 0
ann@host:/ /far/home/far fuse.sshfs rw 0 0
tmpfs /far/nas/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/far/home/callq.db", ""), ("/far/team files/callq.db", "nfs4"),
        ("/far/nas/deep/er/callq.db", "cifs"), ("/far/home/far/callq.db", "fuse.sshfs"),
        ("/far/nas/local/callq.db", ""), ("/far/nasty/callq.db", ""),
    ],
)  # fmt: skip
def test_a_network_disk_is_known(tmp_path: Path, path: str, kind: str) -> None:
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert network_disk(Path(path), table) == kind
    assert network_disk(Path(path), tmp_path / "none") == ""


def test_a_network_disk_is_found_by_the_check(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "network_disk", lambda _: "nfs4")
    report = check.examine(read_settings({"CALLQ_HOME": str(office.home)}))
    assert [each.name for each in report.checks if each.state == "found"] == ["disk"]


def test_a_server_has_no_folder() -> None:
    with pytest.raises(CallqError) as caught:
        share(read_settings({"CALLQ_DB": "postgresql://host/name"}))
    assert caught.value.name == "store-on-a-server"
