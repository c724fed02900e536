"""Census Desktop: data entry, merging, tracking and printing of DC01 slips for one town, without a network."""

__version__ = "0.1.0"
