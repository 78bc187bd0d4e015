"""Whom to speak to next, so that most residents come within reach; and whom not now, with a reason."""
