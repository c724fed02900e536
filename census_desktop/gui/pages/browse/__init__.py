"""Looking things up: filters, pages of people and households, the history of every box."""
