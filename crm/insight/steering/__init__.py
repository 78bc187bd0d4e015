"""The report for the steering group: the same rows as a page, PDF, XLSX, CSV and JSON, and notes beside the figures."""
