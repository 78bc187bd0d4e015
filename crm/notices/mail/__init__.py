"""What we tell a user by mail: the morning digest, notices at once where they ask for that, and the check of an address."""
