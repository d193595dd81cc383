"""Old Office and WPS files (.doc, .wps, .rtf, .xls) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.docx import read_docx
from corpus.readers.limits import Limits
from corpus.readers.reading import Reading
from corpus.readers.xlsx import read_xlsx

SHEETS = (".xls", ".et", ".ods")


def read_office(path: Path, limits: Limits) -> Reading:
    """Convert a file in a folder of its own, then read the result.

    Raises:
        DocumentError: if LibreOffice is missing, cannot read the file, or takes too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DocumentError(
            f"{path.suffix} 是旧格式，要用 LibreOffice 转换，但这台机器没有安装；请安装 LibreOffice，"
            "或把文件另存为 .docx（表格存为 .xlsx）后再导入"
        )
    target = "xlsx" if path.suffix.lower() in SHEETS else "docx"
    with tempfile.TemporaryDirectory(prefix="intake-") as name:
        work = Path(name)
        source = work / f"source{path.suffix.lower()}"
        shutil.copyfile(path, source)
        command = [
            program,
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(work / "out"),
            str(source),
        ]
        try:
            subprocess.run(
                command,
                check=True,
                timeout=limits.seconds,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired as error:
            raise DocumentError(f"LibreOffice 转换超过 {limits.seconds:.0f} 秒，没有读取") from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise DocumentError("LibreOffice 打不开这个文件，可能已损坏") from error
        made = work / "out" / f"source.{target}"
        if not made.exists():
            raise DocumentError("LibreOffice 打不开这个文件，可能已损坏或有密码")
        return read_xlsx(made, limits) if target == "xlsx" else read_docx(made, limits)
