"""Why a backup or a restore is refused: one line for the person at the command line."""


class BackupRefused(Exception):
    """Nothing was changed. Its text is one line, without any value of a row."""


class DamagedBackup(BackupRefused):
    """The file was altered or cut short, or is no backup at all."""
