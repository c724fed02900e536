"""Every sentence the program says about a package, in one table.

A refused package changes nothing. Codes are stable (tests, logs and `--json` read them); two reasons may share a
code where the advice differs but the meaning is the same (a damaged head and a damaged body are both DAMAGED).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _


class PackageRefused(CensusError):
    """The package is not taken; the store is as it was."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to refuse a package, or one remark about a package that is taken.

    Attributes:
        code: the stable short name.
        message: what is the matter (message id, may hold placeholders).
        advice: what to do (message id).
    """

    code: str
    message: str
    advice: str


REFUSALS: Mapping[str, Reason] = MappingProxyType(
    {
        "NO_FILE": Reason(
            "NO_FILE",
            N_("Không đọc được tệp này."),
            N_("Hãy kiểm tra USB còn cắm không và chọn lại tệp."),
        ),
        "NOT_PKG": Reason(
            "NOT_PKG",
            N_("Đây không phải là gói dữ liệu của phần mềm."),
            N_("Hãy chọn tệp có đuôi .dcpkg do phần mềm xuất ra."),
        ),
        "TOO_BIG": Reason(
            "TOO_BIG",
            N_("Tệp quá lớn, không thể là gói dữ liệu của một đơn vị."),
            N_("Hãy kiểm tra xem có chọn nhầm tệp không."),
        ),
        "NEWER_PACKAGE": Reason(
            "NEWER_PACKAGE",
            N_("Gói do phiên bản phần mềm mới hơn tạo ra."),
            N_("Hãy cập nhật phần mềm trên máy này rồi nhập lại."),
        ),
        "DAMAGED_HEAD": Reason(
            "DAMAGED",
            N_("Gói bị hỏng phần đầu."),
            N_("Hãy chép lại gói từ máy gửi, tốt nhất bằng USB khác."),
        ),
        "UNKNOWN_DEVICE": Reason(
            "UNKNOWN_DEVICE",
            N_("Máy gửi {device} chưa được đăng ký ở đây."),
            N_("Hãy đăng ký tệp khóa công khai của máy đó, đối chiếu dấu vân tay, rồi nhập lại."),
        ),
        "REVOKED": Reason(
            "REVOKED",
            N_("Máy gửi {device} đã bị thu hồi."),
            N_("Hãy liên hệ đơn vị để lấy gói từ máy thay thế."),
        ),
        "BAD_SIGNATURE": Reason(
            "BAD_SIGNATURE",
            N_("Chữ ký không đúng: gói có thể đã bị sửa."),
            N_("Hãy chép lại gói từ máy gửi; nếu vẫn vậy, báo cho người phụ trách."),
        ),
        "BAD_TOWN_SIGNATURE": Reason(
            "BAD_SIGNATURE",
            N_("Chữ ký không đúng: gói có thể đã bị sửa, hoặc thị xã đã đổi khóa."),
            N_(
                "Nếu thị xã báo đã đổi khóa, hãy nhập tệp town.pub mới rồi nhập lại gói; nếu không, chép lại gói."
            ),
        ),
        "WRONG_WARD": Reason(
            "WRONG_WARD",
            N_("Máy {device} không được gửi dữ liệu của đơn vị {unit}."),
            N_("Hãy kiểm tra đăng ký của máy đó."),
        ),
        "NOT_FOR_US": Reason(
            "NOT_FOR_US",
            N_("Gói này gửi cho máy khác ({receiver})."),
            N_("Hãy nhập gói ở đúng nơi nhận, hoặc xuất lại cho máy này."),
        ),
        "DAMAGED": Reason(
            "DAMAGED",
            N_("Gói bị hỏng hoặc chép thiếu."),
            N_("Hãy chép lại gói từ máy gửi, tốt nhất bằng USB khác."),
        ),
        "CUT": Reason(
            "DAMAGED",
            N_("Nội dung gói bị cắt: thiếu dòng kết thúc hoặc sai số dòng."),
            N_("Hãy xuất lại gói ở máy gửi."),
        ),
        "WRONG_KEY": Reason(
            "WRONG_KEY",
            N_("Gói mã hóa cho khóa khác, máy này không mở được."),
            N_("Hãy gửi lại tệp khóa công khai hiện nay của máy này cho đơn vị rồi xuất lại."),
        ),
        "MISMATCH": Reason(
            "MISMATCH",
            N_("Nội dung không khớp phong bì: gói giả."),
            N_("Không nhập gói này; hãy báo cho người phụ trách."),
        ),
        "BOMB": Reason(
            "BOMB",
            N_("Nội dung gói lớn bất thường."),
            N_("Không nhập gói này; hãy báo cho người phụ trách."),
        ),
        "MALFORMED": Reason(
            "MALFORMED",
            N_("Gói có dòng dữ liệu không hiểu được ({where})."),
            N_("Hãy kiểm tra phiên bản phần mềm ở máy gửi rồi xuất lại."),
        ),
        "UNKNOWN_PARENT": Reason(
            "UNKNOWN_PARENT",
            N_("Gói có thay đổi dựa trên một thay đổi không có trong gói và máy này cũng không biết."),
            N_(
                "Gói đúng luôn mang đủ lịch sử từng hồ sơ: không nhập gói này, hãy xuất lại ở máy gửi và báo cho"
                " người phụ trách."
            ),
        ),
        "CYCLE": Reason(
            "CYCLE",
            N_("Gói có thay đổi tự nhận là có trước điều mà nó thay thế: lịch sử đi vòng."),
            N_("Không nhập gói này; hãy báo cho người phụ trách."),
        ),
    }
)

NOTICES: Mapping[str, Reason] = MappingProxyType(
    {
        "OK": Reason("OK", N_("Gói hợp lệ."), ""),
        "ALREADY": Reason("ALREADY", N_("Gói này đã nhập rồi."), ""),
        "OLD": Reason(
            "OLD",
            N_("Gói cũ hơn gói đã nhập (số {last}); vẫn gộp được, không mất gì."),
            "",
        ),
        "FORK": Reason(
            "FORK",
            N_("Hai gói khác nhau cùng số {sequence} từ một máy: máy đó có thể đã khôi phục từ bản sao."),
            N_("Dữ liệu vẫn gộp đúng; hãy đăng ký lại máy đó với mã máy mới."),
        ),
        "RECEIPT": Reason("RECEIPT", N_("Biên nhận của thị xã: xác nhận thêm {count} gói của máy này."), ""),
        "GAP_OF_ONE": Reason(
            "GAP",
            N_("Chưa nhận gói số {first} của máy này."),
            N_("Gói sau thường đã gồm cả dữ liệu của gói trước; hãy hỏi lại đơn vị nếu thấy thiếu."),
        ),
        "GAP": Reason(
            "GAP",
            N_("Chưa nhận các gói từ số {first} đến số {last} của máy này."),
            N_("Gói sau thường đã gồm cả dữ liệu của gói trước; hãy hỏi lại đơn vị nếu thấy thiếu."),
        ),
    }
)


def refuse(reason: str, **params: str) -> PackageRefused:
    """The error for one reason of `REFUSALS`, its sentence filled in."""
    known = REFUSALS[reason]
    return PackageRefused(
        known.code, _(known.message).format(**params), _(known.advice) if known.advice else ""
    )


def notice(code: str, **params: str) -> str:
    """The whole remark of `NOTICES` in the user's language."""
    known = NOTICES[code]
    advice = _(known.advice) if known.advice else ""
    return f"{_(known.message).format(**params)} {advice}".strip()
