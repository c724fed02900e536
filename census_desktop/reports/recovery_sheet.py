"""The town's recovery key on paper, one sheet for each of two sealed envelopes.

The key stands on no machine: these sheets are the only copy, so they say what they open, how to keep them and how to
type the key again. The document holds the key; whoever makes it prints it and drops it, and never writes it to a file.
"""

from __future__ import annotations

from datetime import date

from census_desktop.base.text import _, in_vietnamese
from census_desktop.reports.document import (
    Document,
    Header,
    Heading,
    KeyValues,
    LargePrint,
    Pair,
    Paragraph,
    Signature,
    Signatures,
    Title,
)
from census_desktop.reports.wording import name_without_type, place_and_date, police_of, short_date

ENVELOPES = 2
_GROUP = 4  # letters between two gaps, as eyes copy them
_GROUPS_IN_LINE = 5
_END_OF_BEGINNING = "-1"  # of an age key, "AGE-SECRET-KEY-1…"


@in_vietnamese()
def recovery_sheets(
    key: str, *, body_name: str, printed_on: date, parent_name: str = ""
) -> tuple[Document, ...]:
    """Two sheets with the same key.

    Args:
        key: the private text of the recovery key, as shown once at set-up.
        body_name: "Thị xã Kỳ Anh".
        printed_on: local day.
        parent_name: the body above, "Tỉnh Hà Tĩnh"; no line when "".
    """
    return tuple(
        _sheet(key, number, body_name=body_name, printed_on=printed_on, parent_name=parent_name)
        for number in range(1, ENVELOPES + 1)
    )


def grouped(key: str) -> tuple[str, ...]:
    """The key as eyes copy it: its fixed beginning on a line, the rest in groups of four, five groups to a line."""
    beginning, mark, rest = key.rpartition(_END_OF_BEGINNING)
    groups = [rest[start : start + _GROUP] for start in range(0, len(rest), _GROUP)]
    lines = [
        " ".join(groups[start : start + _GROUPS_IN_LINE]) for start in range(0, len(groups), _GROUPS_IN_LINE)
    ]
    return (beginning + mark, *lines) if beginning else tuple(lines)


def typed_again(text: str) -> str:
    """What somebody typed from the sheet, as the key is written: no gaps, capitals."""
    return "".join(text.split()).upper()


def _sheet(key: str, number: int, *, body_name: str, printed_on: date, parent_name: str) -> Document:
    envelope = _("Phong bì số {number}/{count}").format(number=number, count=ENVELOPES)
    return Document(
        title=_("Khóa khôi phục, phong bì {number}").format(number=number),
        blocks=(
            Header(
                police_of(parent_name) if parent_name else "",
                police_of(body_name),
                place_and_date(name_without_type(body_name), printed_on),
            ),
            Title(_("KHÓA KHÔI PHỤC DỮ LIỆU DÂN CƯ"), f"({envelope})"),
            LargePrint(grouped(key)),
            Paragraph(
                _(
                    "Khóa này mở được mọi gói dữ liệu gửi về và đặt lại mật khẩu khi không ai còn nhớ. "
                    "Không máy nào giữ khóa này."
                )
            ),
            Heading(_("Cách giữ")),
            Paragraph(
                _("1. Gấp mặt chữ vào trong, cho vào phong bì dày, dán kín, ký và đóng dấu lên mép dán.")
            ),
            Paragraph(_("2. Hai phong bì cất ở hai nơi khác nhau, mỗi nơi một người chịu trách nhiệm.")),
            Paragraph(_("3. Không chụp ảnh, không sao chép, không gửi qua mạng hay điện thoại.")),
            Paragraph(
                _("4. Mỗi lần mở phong bì phải lập biên bản; dùng xong in lại và niêm phong phong bì mới.")
            ),
            Heading(_("Cách gõ lại")),
            Paragraph(
                _(
                    "Gõ liền các nhóm chữ từ trái sang phải, từ trên xuống; khoảng trống và chữ hoa, chữ thường "
                    "không quan trọng. Gõ sai một chữ máy sẽ báo ngay."
                )
            ),
            KeyValues(
                (
                    (Pair(_("Nơi cất"), None),),
                    (Pair(_("Người giữ"), None), Pair(_("Ngày niêm phong"), None)),
                )
            ),
            Signatures(
                (
                    Signature(_("NGƯỜI NIÊM PHONG"), _("(Ký, ghi rõ họ tên)")),
                    Signature(_("NGƯỜI CHỨNG KIẾN"), _("(Ký, ghi rõ họ tên)")),
                )
            ),
        ),
        footer=envelope,
        footer_right=_("In {stamp}").format(stamp=short_date(printed_on)),
    )
