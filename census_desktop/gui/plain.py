"""Words of people and files where Qt would look for HTML by itself."""

from __future__ import annotations

import html


def plain_tip(text: str | None) -> str:
    """`text` for a tool tip: signs that would be read as HTML, a picture to be loaded among them, stay signs."""
    if not text or not {"<", "&"} & set(text):
        return text or ""
    return f"<span>{html.escape(text)}</span>"
