"""Ids made from content: records that are about the same thing have the same id on every machine."""

from __future__ import annotations

import hashlib
import uuid


def made_id(purpose: str, *parts: bytes) -> uuid.UUID:
    """A UUID of version 8 (RFC 9562) from a hash of the parts.

    Args:
        purpose: what the id is of, at most 16 letters; the same parts for another purpose give another id.
        parts: what the record is about, in a fixed order.
    """
    hashed = hashlib.blake2b(digest_size=16, person=purpose.encode())
    for part in parts:
        hashed.update(len(part).to_bytes(4, "big") + part)
    number = int.from_bytes(hashed.digest(), "big")
    number = (
        number & ~(0xF << 76) | 8 << 76
    )  # version and variant; the module uuid learns this in Python 3.14
    number = number & ~(0b11 << 62) | 0b10 << 62
    return uuid.UUID(int=number)
