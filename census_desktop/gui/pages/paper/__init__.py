"""Papers and spreadsheets out of the store."""
