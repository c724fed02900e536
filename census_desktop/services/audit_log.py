"""The audit chain as people read it: what was done on this machine, when and by whom. No answers stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from census_desktop.base.text import N_, _
from census_desktop.store.actions import Action
from census_desktop.store.audit import AuditEntry, newest_entries
from census_desktop.store.store import Store

MOST_ENTRIES = 2000  # shown at once, the newest

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        Action.SET_UP: N_("thiết lập máy"),
        Action.LOG_IN: N_("đăng nhập"),
        Action.NEW_HOUSEHOLD: N_("thêm hộ"),
        Action.SAVE_SLIP: N_("lưu phiếu"),
        Action.EDIT: N_("sửa phiếu"),
        Action.VOID: N_("hủy phiếu"),
        Action.MOVE: N_("chuyển hộ"),
        Action.SPLIT: N_("tách hộ"),
        Action.COMBINE: N_("gộp hộ"),
        Action.CHANGE_HEAD: N_("đổi chủ hộ"),
        Action.SECOND_KEYING: N_("nhập lần hai"),
        Action.BATCH: N_("lập tập phiếu"),
        Action.UNDO: N_("hoàn tác"),
        Action.ACCEPT: N_("ghi đúng như giấy tờ"),
        Action.EVIDENCE: N_("ghi giấy tờ đối chiếu"),
        Action.FOLLOW_UP: N_("phúc tra"),
        Action.DECIDE: N_("quyết định xung đột"),
        Action.IMPORT: N_("nhập từ Excel"),
        Action.EXPORT: N_("xuất gói, biên nhận"),
        Action.REGISTER: N_("đăng ký, thu hồi máy"),
        Action.MERGE: N_("gộp gói"),
        Action.REVERSE_MERGE: N_("hoàn tác lần gộp"),
        Action.PRINT: N_("in"),
        Action.EXCEL: N_("xuất Excel"),
        Action.BACKUP: N_("sao lưu"),
        Action.RESTORE: N_("khôi phục"),
        Action.LOOK: N_("xem dữ liệu"),
        Action.PASSWORD: N_("đổi mật khẩu"),
        Action.RECOVER: N_("mở khóa máy quên mật khẩu"),
        Action.NEW_KEYS: N_("đổi khóa thị xã"),
        Action.SETTING: N_("cài đặt"),
        Action.GOAL: N_("chỉ tiêu, khóa sổ"),
        Action.BOUNDARY: N_("địa giới"),
        Action.REGISTER_LIST: N_("danh sách hộ đăng ký"),
        Action.VISIT: N_("lần đến nhà"),
        Action.NOTICE: N_("lời nhắn"),
    }
)
# Facts of an entry that people can use; the others are hashes and numbers of operations.
_TOLD: Mapping[str, str] = MappingProxyType(
    {
        "added": N_("mới: {value}"),
        "changed": N_("đổi: {value}"),
        "confirmed": N_("gói được xác nhận: {value}"),
        "sequence": N_("gói số {value}"),
        "registered": N_("máy {value}"),
        "revoked": N_("thu hồi máy {value}"),
        "login": N_("tài khoản {value}"),
        "from": N_("từ {value}"),
        "fingerprint": N_("dấu vân khóa {value}"),
        "reverses": N_("lần gộp số {value}"),
    }
)


def action_name(action: str) -> str:
    """What a deed is called; the name in the program for one this version does not know."""
    return _(_NAMES[action]) if action in _NAMES else action


def entry_detail(entry: AuditEntry) -> str:
    """The facts of an entry in words."""
    return ", ".join(
        _(words).format(value=entry.detail[name]) for name, words in _TOLD.items() if entry.detail.get(name)
    )


def audit_entries(store: Store, most: int = MOST_ENTRIES) -> tuple[AuditEntry, ...]:
    """The newest entries, newest first."""
    with store.read() as connection:
        return newest_entries(connection, most)
