"""Users, roles, sessions, and which rows a viewer may see."""
