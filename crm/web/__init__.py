"""Pages: rendering, forms, headers, assets."""
