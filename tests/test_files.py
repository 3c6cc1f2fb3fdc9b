"""Files are written whole or not at all."""

import os
import stat

import pytest

from onrecord.errors import UsageError
from onrecord.files import make_directory, write_bytes, write_text


def test_writes_and_replaces(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_text(path, "one\r\n")
    write_bytes(path, b"two\n")
    assert path.read_bytes() == b"two\n"
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]


def test_keeps_permissions_and_follows_the_mask(tmp_path):
    path = tmp_path / "a"
    mask = os.umask(0o027)
    try:
        write_bytes(path, b"1")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o600)
        write_bytes(path, b"2")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(mask)


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "a"
    write_bytes(path, b"old")

    def no_space(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(UsageError, match="no space left on device"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_unwritable_places_are_usage_errors(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written") as caught:
        write_bytes(tmp_path / "file" / "x", b"")
    assert caught.value.exit_code == 2
    with pytest.raises(UsageError, match="it is a folder"):
        write_bytes(tmp_path, b"")
    with pytest.raises(UsageError, match="cannot be written"):
        make_directory(tmp_path / "file" / "x")
    with pytest.raises(UsageError, match="file: cannot be written: it is a file, no folder; choose another"):
        make_directory(tmp_path / "file")


def test_a_device_is_written_to(tmp_path):
    write_bytes(tmp_path.__class__("/dev/null"), b"gone")
