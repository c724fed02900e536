"""The encrypted local store: SQLCipher, operations as the one write path, drafts, search, backups, migrations."""
