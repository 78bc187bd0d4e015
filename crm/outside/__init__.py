"""The one way out: how this machine asks a server of others, under an address that somebody else typed."""
