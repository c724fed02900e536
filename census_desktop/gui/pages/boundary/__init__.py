"""Changed units and groups: plans, choices, groups."""
