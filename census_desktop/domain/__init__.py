"""The census itself: pure functions and frozen dataclasses.

No Qt, no SQL, no files but packaged code lists, no clock.
"""
