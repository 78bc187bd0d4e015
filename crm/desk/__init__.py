"""What crosses subjects for a reader: Today, logging a contact, party pages, search."""
