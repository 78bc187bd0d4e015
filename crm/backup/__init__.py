"""Backup and restore: every table in one encrypted file, alike for both stores. It knows tables, never a subject."""
