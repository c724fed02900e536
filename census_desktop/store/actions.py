"""What transactions are for."""

from __future__ import annotations

import enum


class Action(enum.StrEnum):
    """What a transaction does, for the audit chain and for undo by name."""

    SET_UP = "set_up"
    LOG_IN = "log_in"
    NEW_HOUSEHOLD = "new_household"
    SAVE_SLIP = "save_slip"
    EDIT = "edit"
    VOID = "void"
    MOVE = "move"
    SPLIT = "split"
    COMBINE = "combine"
    CHANGE_HEAD = "change_head"
    SECOND_KEYING = "second_keying"
    UNDO = "undo"
    ACCEPT = "accept"
    EVIDENCE = "evidence"
    FOLLOW_UP = "follow_up"
    DECIDE = "decide"
    IMPORT = "import"
    EXPORT = "export"
    REGISTER = "register"
    MERGE = "merge"
    REVERSE_MERGE = "reverse_merge"
    PRINT = "print"
    EXCEL = "excel"
    BACKUP = "backup"
    RESTORE = "restore"
    LOOK = "look"
    PASSWORD = "password"  # noqa: S105  the name of a deed
    RECOVER = "recover"
    NEW_KEYS = "new_keys"
    SETTING = "setting"
    GOAL = "goal"
    BOUNDARY = "boundary"
    REGISTER_LIST = "register_list"
    VISIT = "visit"
    NOTICE = "notice"
    BATCH = "batch"


# What people do to slips by hand; refused where a place is closed. What comes from outside is never refused.
BY_HAND = frozenset(
    {
        Action.NEW_HOUSEHOLD,
        Action.SAVE_SLIP,
        Action.EDIT,
        Action.VOID,
        Action.MOVE,
        Action.SPLIT,
        Action.COMBINE,
        Action.CHANGE_HEAD,
        Action.IMPORT,
        Action.SECOND_KEYING,
    }
)
