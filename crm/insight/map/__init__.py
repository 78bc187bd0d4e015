"""The network map of the team: who has a line with whom, drawn and as a list. No group stands beside a person."""
