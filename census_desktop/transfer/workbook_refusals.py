"""The sentence for each kind of file that is no workbook we read: what it is, and what to do with it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number

_FORBIDDEN = {"EntitiesForbidden", "DTDForbidden", "ExternalReferenceForbidden", "NotSupportedError"}
_DAMAGES: tuple[type[BaseException], ...] = (zipfile.BadZipFile, zlib.error, EOFError, SyntaxError)
_LOOKED_AT = 4096  # bytes from the front of a file

# By a member only such an archive has.
_OTHER_ARCHIVES = {
    "xl/workbook.bin": N_("Tệp {name} là bảng tính Excel dạng nhị phân (.xlsb)."),
    "content.xml": N_("Tệp {name} là tài liệu LibreOffice (.ods hoặc .odt)."),
    "word/document.xml": N_("Tệp {name} là văn bản Word (.docx)."),
    "ppt/presentation.xml": N_("Tệp {name} là bài trình chiếu PowerPoint (.pptx)."),
}


def not_a_workbook(path: Path) -> CensusError:
    """For a file that is something else."""
    return _refusal(path, N_("Tệp {name} không phải là bảng tính Excel (.xlsx) đọc được."))


def damaged(path: Path) -> CensusError:
    """For a file of which something is missing or changed."""
    return _refusal(
        path,
        N_("Tệp {name} bị hỏng, chép thiếu hoặc không phải bảng tính Excel (.xlsx)."),
        N_("Hãy chép lại tệp từ nơi gửi, hoặc mở bằng Excel và lưu lại dạng .xlsx; chưa có gì thay đổi."),
    )


def unreadable(path: Path, error: BaseException) -> CensusError:
    """For what the library said while reading: a trap in the XML, a damage, or something nobody foresaw."""
    causes = list(_causes(error))
    if any(type(cause).__name__ in _FORBIDDEN for cause in causes):
        return _refusal(
            path,
            N_("Tệp {name} có mã lạ mà bảng tính thật không có (khai báo thực thể XML), nên không được mở."),
            N_("Đừng mở tệp này bằng chương trình khác; hỏi lại người gửi. Chưa có gì thay đổi."),
        )
    if any(isinstance(cause, _DAMAGES) for cause in causes):
        return damaged(path)
    return not_a_workbook(path)


def other_kind(path: Path, data: bytes) -> CensusError:
    """For a file that is no archive: a text or a web page under a name that is not its own."""
    start = data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return _refusal(path, N_("Tệp {name} là trang web hoặc XML, chỉ mang tên bảng tính Excel."))
    if start and b"\0" not in start and any(sign in start for sign in (b",", b";", b"\t", b"\n")):
        return _refusal(path, N_("Tệp {name} là tệp chữ (CSV), chỉ mang tên bảng tính Excel."))
    return not_a_workbook(path)


def other_archive(path: Path, members: Collection[str]) -> CensusError | None:
    """For an archive of another program; None when nothing tells."""
    for member, words in _OTHER_ARCHIVES.items():
        if member in members:
            return _refusal(path, words)
    return None


def old(path: Path) -> CensusError:
    """For a workbook of the time before 2007."""
    return CensusError(
        "OLD_WORKBOOK",
        _("Tệp {name} là bảng tính Excel đời cũ (.xls).").format(name=path.name),
        _("Hãy mở tệp bằng Excel, chọn Lưu thành… dạng .xlsx rồi nhập tệp mới đó."),
    )


def locked(path: Path) -> CensusError:
    """For a workbook behind a password."""
    return CensusError(
        "LOCKED_WORKBOOK",
        _("Tệp {name} đặt mật khẩu nên không đọc được.").format(name=path.name),
        _("Hãy mở tệp bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại rồi thử lại."),
    )


def too_big(path: Path) -> CensusError:
    """For a file that would fill the memory."""
    return CensusError(
        "TOO_BIG",
        _("Tệp {name} lớn bất thường khi giải nén.").format(name=path.name),
        _("Hãy kiểm tra xem có chọn nhầm tệp không; chưa có gì thay đổi."),
    )


def too_many_rows(path: Path, most: int) -> CensusError:
    """For a sheet with more rows than are taken at once; never cut."""
    return CensusError(
        "TOO_MANY_ROWS",
        _("Tệp {name} có hơn {count} dòng.").format(name=path.name, count=number(most)),
        _("Hãy chia tệp theo thôn hoặc tổ dân phố."),
    )


def too_many_columns(path: Path, column_no: int, row_no: int) -> CensusError:
    """For a cell far to the right of all others."""
    return CensusError(
        "TOO_MANY_COLUMNS",
        _("Tệp {name} có dữ liệu ở cột thứ {column}, dòng {row}.").format(
            name=path.name, column=column_no, row=row_no
        ),
        _("Hãy xóa ô lạc đó trong Excel rồi thử lại; chưa có gì thay đổi."),
    )


def _refusal(
    path: Path,
    words: str,
    advice: str = N_("Hãy mở tệp bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu rồi thử lại."),
) -> CensusError:
    return CensusError("NOT_A_WORKBOOK", _(words).format(name=path.name), _(advice))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
