"""Which rows a viewer may see: the conditions that every query adds.

Consultants see the team's network. Managers and administrators see organisations and communities, and roles
instead of persons. Organisers see their own events, and organisations and communities to invite.
"""

from uuid import UUID

from crm.viewer import Role, Viewer

_WHOLE_NETWORK = (Role.CONSULTANT, Role.SYSTEM)
CONFIRMERS = (Role.CONSULTANT, Role.ADMINISTRATOR)
"""Who enters announced dates of observances, and is asked to."""


def may_see_persons(viewer: Viewer) -> bool:
    """Whether names of persons may be shown; otherwise their roles are."""
    return viewer.has_role(*_WHOLE_NETWORK)


def may_read_notes(viewer: Viewer) -> bool:
    """Whether what was noted at a contact may be shown."""
    return viewer.has_role(*_WHOLE_NETWORK)


def may_see_all_events(viewer: Viewer) -> bool:
    """Whether events of other organisers may be shown."""
    return not viewer.has_role(Role.ORGANISER)


def may_log(viewer: Viewer) -> bool:
    """Whether the viewer logs contacts, and so sees the button for it."""
    return viewer.has_role(Role.CONSULTANT)


def may_read_signals(viewer: Viewer) -> bool:
    """Whether signals may be shown: coded fields and answers. Their text is a note: see `may_read_notes`."""
    return not viewer.has_role(Role.ORGANISER)


def may_read_contacts(viewer: Viewer) -> bool:
    """Whether contact moments may be shown at all: date, channel, colleagues and topics."""
    return not viewer.has_role(Role.ORGANISER)


def may_list_network(viewer: Viewer) -> bool:
    """Whether organisations and communities may be listed and opened; an organiser only picks whom to invite."""
    return not viewer.has_role(Role.ORGANISER)


def may_keep_calendars(viewer: Viewer) -> bool:
    """Whether the viewer imports calendars of others, whose days weigh on every event."""
    return viewer.has_role(Role.ADMINISTRATOR, Role.SYSTEM)


def may_confirm_dates(viewer: Viewer) -> bool:
    """Whether the viewer enters announced dates of observances, which concern every event around them."""
    return viewer.has_role(*CONFIRMERS)


def may_note_attendance(viewer: Viewer, organiser_id: UUID) -> bool:
    """Whether the viewer notes who came to an event, and so reads the counts as they were noted."""
    is_own = viewer.has_role(Role.ORGANISER) and viewer.user_id == organiser_id
    return is_own or viewer.has_role(*_WHOLE_NETWORK)


def is_outside_team(viewer: Viewer) -> bool:
    """Whether counts of groups are coarser for the viewer: organisers work in other services (TRUST 1.5, 1.8)."""
    return viewer.has_role(Role.ORGANISER)


def may_set_policies(viewer: Viewer) -> bool:
    """Whether the viewer decides what holds for everybody."""
    return viewer.has_role(Role.ADMINISTRATOR)


def may_keep_webhooks(viewer: Viewer) -> bool:
    """Whether the viewer decides which other systems are told what, and sees how that goes."""
    return viewer.has_role(Role.ADMINISTRATOR, Role.SYSTEM)


def may_change_weights(viewer: Viewer) -> bool:
    """Whether the viewer sets how much each part of an observance weighs, for the whole city."""
    return viewer.has_role(Role.ADMINISTRATOR)


def may_note_leaving(viewer: Viewer) -> bool:
    """Whether the viewer notes on which date a colleague leaves."""
    return viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR)


def may_look_after_queue(viewer: Viewer) -> bool:
    """Whether the viewer sees what runs behind the scenes, and decides about work that was given up."""
    return viewer.has_role(Role.ADMINISTRATOR, Role.SYSTEM)
