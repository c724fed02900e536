"""Every shortcut of the window in one table, and how answers are typed.

Plain data, because the window binds it, F1 shows it and the operators' key card prints it. Keys were chosen around the
Vietnamese input methods: nothing with Ctrl+Shift, no Alt+Z (their switches), and Alt only with digits (Alt+Đ cannot be
typed). A test binds the table against the window: an entry nobody answers is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from census_desktop.base.text import N_


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key and what it does.

    Attributes:
        name: what pages bind to.
        keys: in Qt's portable notation; "" when the fields themselves answer it (Enter).
        shown: as printed on the key card.
        label: what it does, a Vietnamese message id.
        room: page it belongs to, "" for everywhere.
    """

    name: str
    keys: str
    shown: str
    label: str
    room: str = ""


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("next_field", "", "Enter", N_("ô kế tiếp"), "entry"),
    Shortcut("previous_field", "", "Shift+Enter", N_("ô trước"), "entry"),
    Shortcut("open_list", "F9", "F9", N_("mở danh sách"), "entry"),
    Shortcut("accept_finding", "F2", "F2", N_("đúng như giấy tờ"), "entry"),
    Shortcut("copy_previous", "F3", "F3", N_("chép từ người trước"), "entry"),
    Shortcut("copy_head", "F4", "F4", N_("chép từ chủ hộ"), "entry"),
    Shortcut("copy_address", "F6", "F6", N_("chép cả địa chỉ"), "entry"),
    Shortcut("refuse_proposal", "F7", "F7", N_("bỏ ô được điền sẵn"), "entry"),
    Shortcut("compare", "F8", "F8", N_("so phiếu có thể trùng"), "entry"),
    Shortcut("evidence", "Ctrl+G", "Ctrl+G", N_("giấy tờ về ô này"), "entry"),
    Shortcut("next_finding", "Ctrl+E", "Ctrl+E", N_("tới lỗi kế tiếp"), "entry"),
    Shortcut("note", "Ctrl+M", "Ctrl+M", N_("ghi chú"), "entry"),
    Shortcut("save", "Ctrl+S", "Ctrl+S", N_("lưu phiếu"), "entry"),
    Shortcut("finish", "F10", "F10", N_("xong, người kế"), "entry"),
    Shortcut("undo", "", "Ctrl+Z", N_("lùi một bước, Ctrl+Y làm lại"), "entry"),
    Shortcut("undo_saved", "Ctrl+U", "Ctrl+U", N_("hoàn tác việc đã lưu"), "entry"),
    Shortcut("household_deeds", "F5", "F5", N_("tách, gộp, chuyển, hủy"), "entry"),
    Shortcut("previous_slip", "PgUp", "PgUp", N_("phiếu trước trong hộ"), "entry"),
    Shortcut("next_slip", "PgDown", "PgDn", N_("phiếu sau trong hộ"), "entry"),
    Shortcut("new_member", "Ctrl+N", "Ctrl+N", N_("thêm người"), "entry"),
    Shortcut("new_household", "Ctrl+H", "Ctrl+H", N_("hộ mới"), "entry"),
    Shortcut("go_back", "", "Esc", N_("trở về nơi đã mở phiếu"), "entry"),
    Shortcut("browse_kind", "F2", "F2", N_("người hoặc hộ"), "browse"),
    Shortcut("browse_unit", "F3", "F3", N_("lọc đơn vị"), "browse"),
    Shortcut("browse_group", "F4", "F4", N_("lọc thôn, tổ"), "browse"),
    Shortcut("browse_state", "F5", "F5", N_("lọc tình trạng phiếu"), "browse"),
    Shortcut("browse_presence", "F6", "F6", N_("lọc có mặt, vắng mặt"), "browse"),
    Shortcut("browse_service", "F7", "F7", N_("lọc quân đội, công an"), "browse"),
    Shortcut("browse_findings", "F8", "F8", N_("lọc lỗi, cảnh báo"), "browse"),
    Shortcut("browse_clear", "F10", "F10", N_("bỏ mọi lọc"), "browse"),
    Shortcut("browse_history", "F9", "F9", N_("lịch sử từng ô"), "browse"),
    Shortcut("progress_back", "", "Backspace", N_("trở ra một bậc"), "progress"),
    Shortcut("edit_goal", "", "F2", N_("chỉ tiêu, khóa sổ"), "progress"),
    Shortcut("take_list", "", "F3", N_("nhập danh sách"), "progress"),
    Shortcut("open_slips", "", "F4", N_("mở phiếu của hộ thiếu"), "progress"),
    Shortcut("count_errors", "", "F5", N_("đếm lỗi"), "progress"),
    Shortcut("progress_excel", "", "F7", N_("ghi ra Excel"), "progress"),
    Shortcut("print_progress", "", "F8", N_("in"), "progress"),
    Shortcut("progress_view_1", "Ctrl+1", "Ctrl+1", N_("đơn vị"), "progress"),
    Shortcut("progress_view_2", "Ctrl+2", "Ctrl+2", N_("tập phiếu"), "progress"),
    Shortcut("progress_view_3", "Ctrl+3", "Ctrl+3", N_("chưa có phiếu"), "progress"),
    Shortcut("progress_view_4", "Ctrl+4", "Ctrl+4", N_("từng tuần"), "progress"),
    Shortcut("progress_view_5", "Ctrl+5", "Ctrl+5", N_("vắng mặt"), "progress"),
    Shortcut("away_list", "", "1 … 5", N_("danh sách nào"), "away"),
    Shortcut("away_answer", "", "F2", N_("ghi kết quả hỏi"), "away"),
    Shortcut("away_other", "", "F4", N_("mở phiếu ở nơi khác"), "away"),
    Shortcut("away_until", "F6", "F6", N_("hỏi đến ngày nào"), "away"),
    Shortcut("away_print", "", "F8", N_("in danh sách"), "away"),
    Shortcut("away_unit", "F9", "F9", N_("lọc đơn vị"), "away"),
    Shortcut("away_group", "F10", "F10", N_("lọc thôn, tổ"), "away"),
    Shortcut("away_collector", "F11", "F11", N_("lọc người thu phiếu"), "away"),
    Shortcut("away_undo", "", "Ctrl+Z", N_("lấy lại kết quả vừa ghi"), "away"),
    Shortcut("find_duplicates", "Ctrl+T", "Ctrl+T", N_("tìm người trùng"), "todo"),
    Shortcut("compare_two", "Ctrl+W", "Ctrl+W", N_("so hai phiếu bất kỳ"), "browse"),
    Shortcut("rates", "F11", "F11", N_("tỷ lệ lỗi (giám sát)"), "todo"),
    Shortcut("follow_up", "Ctrl+P", "Ctrl+P", N_("phúc tra"), "todo"),
    Shortcut("batches", "F12", "F12", N_("tập phiếu, nhịp gõ"), "entry"),
    Shortcut("second_keying", "Ctrl+K", "Ctrl+K", N_("kiểm lần 2"), ""),
    Shortcut("exchange_open", "Ctrl+O", "Ctrl+O", N_("chọn thư mục USB"), "exchange"),
    Shortcut("exchange_send", "Ctrl+J", "Ctrl+J", N_("xuất gói, ghi biên nhận"), "exchange"),
    Shortcut("exchange_news", "Ctrl+R", "Ctrl+R", N_("việc từ thị xã, lời nhắn"), "exchange"),
    Shortcut("exchange_keys", "Ctrl+I", "Ctrl+I", N_("máy và khóa"), "exchange"),
    Shortcut("exchange_codes", "F6", "F6", N_("danh mục thị xã thêm"), "exchange"),
    Shortcut("find", "Ctrl+F", "Ctrl+F", N_("tìm"), ""),
    Shortcut("key_card", "F1", "F1", N_("bảng phím"), ""),
    Shortcut("lock", "Ctrl+L", "Ctrl+L", N_("khóa máy"), ""),
    Shortcut("larger", "Ctrl+=", "Ctrl+=", N_("chữ lớn hơn"), ""),
    Shortcut("smaller", "Ctrl+-", "Ctrl+-", N_("chữ nhỏ hơn"), ""),
    Shortcut("sounds", "Ctrl+B", "Ctrl+B", N_("bật, tắt tiếng báo"), ""),
    Shortcut("dark", "Ctrl+D", "Ctrl+D", N_("nền tối, nền sáng"), ""),
    Shortcut("room_1", "Alt+1", "Alt+1", N_("Nhập phiếu"), ""),
    Shortcut("room_2", "Alt+2", "Alt+2", N_("Tra cứu"), ""),
    Shortcut("room_3", "Alt+3", "Alt+3", N_("Cần xử lý"), ""),
    Shortcut("room_4", "Alt+4", "Alt+4", N_("Tiến độ"), ""),
    Shortcut("room_5", "Alt+5", "Alt+5", N_("Trao đổi"), ""),
    Shortcut("room_6", "Alt+6", "Alt+6", N_("In và Excel"), ""),
    Shortcut("beside", "F11", "F11", N_("vắng mặt, phục vụ, hộ tập thể"), "entry"),
    Shortcut("room_7", "Alt+7", "Alt+7", N_("Địa giới"), ""),
    Shortcut("plan_apply", "", "F10", N_("áp dụng phương án"), "area"),
    Shortcut("share_targets", "", "F6", N_("chia chỉ tiêu đơn vị bị chia"), "area"),
    Shortcut("plan_withdraw", "", "F7", N_("hoàn tác, bỏ lựa chọn"), "area"),
    Shortcut("plan_print", "", "F8", N_("in bảng dự kiến, danh sách"), "area"),
    Shortcut("unit_choice", "", "1 … 9", N_("chọn đơn vị cho hộ"), "area"),
    Shortcut("group_deeds", "", "F2 F3 F4", N_("đổi tên, gộp, tách thôn"), "area"),
)

# Where keys work, in the order of the key card; "" is everywhere.
ROOM_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "entry": N_("Khi nhập phiếu"),
        "": N_("Ở mọi nơi"),
        "browse": N_("Ở phòng Tra cứu"),
        "todo": N_("Ở phòng Cần xử lý"),
        "progress": N_("Ở phòng Tiến độ"),
        "away": N_("Ở thẻ Vắng mặt"),
        "exchange": N_("Ở phòng Trao đổi"),
        "area": N_("Ở phòng Địa giới"),
    }
)

# How answers are typed, Vietnamese message ids.
TYPING_HINTS: tuple[str, ...] = (
    N_("Tab cũng như Enter. Trong ô danh mục, mũi tên lên xuống chọn dòng."),
    N_("Ngày: 14/02/1990, 14021990, 2/1990 hoặc 1990 khi giấy chỉ ghi tháng hay năm."),
    N_("Ô danh mục: gõ số mã hoặc vài chữ đầu không cần dấu, Enter nhận dòng đầu. F9 mở cả danh sách."),
    N_("Ô chữ ký: 1 hoặc X để đánh dấu, 0 để bỏ."),
    N_("Ô viền nét đứt là máy chép sẵn: Enter để nhận, gõ để thay."),
)

_BY_NAME = {shortcut.name: shortcut for shortcut in SHORTCUTS}


def shortcut(name: str) -> Shortcut:
    """The entry of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]
