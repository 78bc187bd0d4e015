"""What comes in from elsewhere and goes out: calendars as ICS files and feeds."""
