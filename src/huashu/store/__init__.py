"""The database: what calls leave, kept. SQLite by default, PostgreSQL by URL. Floor 4."""
