"""What a page says after a command. The address carries only a key, never what was typed."""

from crm.text import mark

FLASHES = {
    "saved": mark("Saved."),
    "added": mark("Added."),
    "archived": mark("Archived. You can bring it back at any time."),
    "restored": mark("Brought back."),
    "done": mark("Done. Well done."),
    "moved": mark("Moved to another day."),
    "handed_over": mark("Handed over. Your colleague gets a notice."),
    "dropped": mark("Dropped. It is no longer on the list."),
    "planned": mark("Planned."),
    "asked": mark("Asked. It is a follow-up now, and you read here what came of it."),
    "answer_kept": mark("Saved. Who asked it can read it now."),
    "invited": mark("Invited. Their feast days count as well from now on."),
    "cancelled": mark("Cancelled. It stays in the agenda as cancelled."),
    "overruled": mark("Your reason is kept. We will not ask again until something changes."),
    "confirmed": mark("Date confirmed. We check every event around it again."),
    "calendar_read": mark("Stored. We check every event on its days again."),
    "calendar_asked": mark("We read it now. Look again in a moment."),
    "feed_revoked": mark("The address no longer answers."),
    "date_withdrawn": mark("Taken back. We check every event around it again."),
    "weighed": mark("Saved. We check every coming event again."),
    "answered": mark("The answer is saved. Now tell it to the people who raised it."),
    "told_back": mark("The circle is closed: they know what became of it."),
    "joined": mark("Joined into one matter."),
    "withdrawn": mark("Undone. The contact no longer counts."),
    "signed_out": mark("You are signed out."),
    "removed": mark("Removed."),
}
