"""The CRM: its subjects in slices, and the two doors (pages and API) to them."""
