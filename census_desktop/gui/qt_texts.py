"""Qt's own words in Vietnamese: Qt ships no Vietnamese catalogue, so its menus and dialogs would stay English."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

from census_desktop.base.text import language

# Source words as Qt writes them, keyboard marks ("&") included where Qt has them.
WORDS: dict[str, str] = {
    "OK": "Đồng ý", "&OK": "Đồng ý", "Save": "Lưu", "&Save": "Lưu", "Save All": "Lưu tất cả", "Open": "Mở",
    "&Open": "Mở", "&Yes": "Có", "Yes to &All": "Có tất cả", "&No": "Không", "N&o to All": "Không tất cả",
    "Abort": "Dừng", "Retry": "Thử lại", "Ignore": "Bỏ qua", "Close": "Đóng", "&Close": "Đóng", "Cancel": "Hủy",
    "&Cancel": "Hủy", "Discard": "Bỏ", "Help": "Trợ giúp", "Apply": "Áp dụng", "Reset": "Đặt lại",
    "Don't Save": "Không lưu",
    "&Undo": "Hoàn tác", "&Redo": "Làm lại", "Cu&t": "Cắt", "&Copy": "Chép", "&Paste": "Dán", "Delete": "Xóa",
    "&Delete": "Xóa", "Select All": "Chọn hết",
    "Look in:": "Tìm trong:", "&Look in:": "Tìm trong:", "Files of &type:": "Loại tệp:", "Directories": "Thư mục",
    "Files": "Tệp", "Sidebar": "Nơi hay dùng", "Show ": "Hiện ", "List of places and bookmarks": "Nơi hay dùng",
    "%1 already exists.\nDo you want to replace it?": "Đã có %1.\nThay tệp này bằng tệp mới?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": "Không thấy tệp %1.\nHãy xem lại tên tệp.",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
        "Không thấy thư mục %1.\nHãy xem lại tên thư mục.",
    "Go back": "Quay lại", "Go forward": "Đi tới", "Go to the parent directory": "Lên thư mục cha",
    "Create a New Folder": "Tạo thư mục mới", "Change to detail view mode": "Dạng chi tiết",
    "Change to list view mode": "Dạng danh sách",
    "File &name:": "Tên tệp:", "Files of type:": "Loại tệp:", "&Choose": "Chọn",
    "Directory:": "Thư mục:", "Back": "Quay lại", "Forward": "Đi tới", "Parent Directory": "Thư mục cha",
    "Create New Folder": "Tạo thư mục mới", "List View": "Dạng danh sách", "Detail View": "Dạng chi tiết",
    "Name": "Tên", "Size": "Cỡ", "Kind": "Loại", "Type": "Loại", "Date Modified": "Ngày sửa", "Computer": "Máy tính",
    "My Computer": "Máy tính", "Drive": "Ổ đĩa", "File Folder": "Thư mục", "Folder": "Thư mục",
    "New Folder": "Thư mục mới", "&Rename": "Đổi tên", "Show &hidden files": "Hiện tệp ẩn",
    "&New Folder": "Thư mục mới", "All Files (*)": "Mọi tệp (*)", "Save As": "Lưu thành",
    "Print": "In", "&Print": "In", "Print Preview": "Xem trước khi in", "Copies": "Số bản", "Copies:": "Số bản:",
    "Print range": "Phạm vi in", "Print all": "In tất cả", "Pages from": "Từ trang", "to": "đến",
    "Print current page": "In trang này", "Printer": "Máy in", "&Name:": "Tên:", "Location:": "Nơi đặt:",
    "P&roperties": "Thuộc tính", "Output &file:": "Ra tệp:", "Paper size": "Khổ giấy", "Portrait": "Dọc",
    "Landscape": "Ngang", "Collate": "Xếp bộ", "Reverse": "Ngược thứ tự", "Options": "Tùy chọn",
    "&Options >>": "Tùy chọn >>", "&Options <<": "Tùy chọn <<", "Color Mode": "Màu", "Color": "Màu",
    "Grayscale": "Đen trắng", "None": "Không", "Long side": "Cạnh dài", "Short side": "Cạnh ngắn",
}  # fmt: skip


class VietnameseQtTexts(QTranslator):
    """Translates what Qt itself shows, whatever widget asks; English stays when the program speaks English."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def translate(
        self, _context: str, source: str, _disambiguation: str | None = None, _count: int = -1
    ) -> str | None:
        """The Vietnamese words, None to leave them as they are."""
        return WORDS.get(source) if language() == "vi" else None

    def isEmpty(self) -> bool:
        """Never empty: Qt throws empty catalogues away."""
        return False
