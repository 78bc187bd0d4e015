"""Readings of the backups that were made."""

from sqlmodel import Session, col, select

from crm.backup.models import BackupRun
from crm.viewer import Role, Viewer


def newest_backup(session: Session, viewer: Viewer) -> BackupRun | None:
    """The backup with the newest state; None where none was made yet, or the viewer does not look after the system."""
    if not viewer.has_role(Role.ADMINISTRATOR, Role.SYSTEM):
        return None
    return session.exec(select(BackupRun).order_by(col(BackupRun.taken_at).desc()).limit(1)).first()
