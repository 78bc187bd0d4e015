"""Commands of `bereik` that look after a store; the others are in `crm/cli.py` and `crm/__main__.py`."""
