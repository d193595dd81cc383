"""Refuse archives that are none, are locked, or unpack to more than anyone would write."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0"  # the container of old Office files, and of locked new ones
_ENTRIES = 5000
_RATIO = 200  # a part packed tighter than this, and larger than a megabyte, is a bomb


def check_archive(path: Path, limits: Limits) -> None:
    """Check a .docx or .xlsx before a parser unpacks it.

    Raises:
        DocumentError: with what is wrong.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        raise DocumentError("文件已加密，或是改了扩展名的旧版 Office 文件；请去掉密码或另存为新格式")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError("文件已损坏或不完整，无法解压；请重新获取") from error
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("文件已加密；请去掉密码后再导入")
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked_megabytes * 1e6 or len(parts) > _ENTRIES:
        raise DocumentError(
            f"解压后有 {size / 1e6:.0f} MB，超过 {limits.unpacked_megabytes:.0f} MB 的上限；请拆分后再导入"
        )
    for part in parts:
        if part.file_size > 1e6 and part.file_size > _RATIO * max(1, part.compress_size):
            raise DocumentError(f"压缩比异常（{part.filename}），可能是压缩炸弹，没有打开")
