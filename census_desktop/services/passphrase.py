"""Four-word phrases for accounts whose password the program makes up.

The words are Vietnamese syllables without tone or letter marks, so they type alike with UniKey on (Telex or VNI) and
off: no doubled vowel, no w, no final s, f, r, x, j. About 1,650 words, four of them: 43 bits, for Argon2id behind.
"""

from __future__ import annotations

import secrets
from functools import cache

WORDS = 4

_ONSETS = "b c ch d g gi h kh l m n ng nh ph qu r s t th tr v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ich ich iec iem ien ieng iet ieu im in "
    "inh ip it iu o oa oac oai oan oang oat oay oc oe oen oi om on ong op ot u ua uan uat uay uc ue uen ui um "
    "un ung uo uoc uoi uom uon uong uot up ut uu uy uyen uyet"
)


@cache
def words() -> tuple[str, ...]:
    """All words, without repeats, each typed alike with the input method on or off."""
    found = {onset + rhyme for onset in _ONSETS.split() for rhyme in _RHYMES.split()}
    return tuple(sorted(word for word in found if _is_plain(word)))


def _is_plain(word: str) -> bool:
    return not any(word.count(letter) > 1 for letter in "aeodu") and "w" not in word


def new_passphrase() -> str:
    """Four words joined by hyphens, from the operating system's randomness."""
    return "-".join(secrets.choice(words()) for _number in range(WORDS))
