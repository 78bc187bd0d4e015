"""What we tell a user in the app and by mail."""
