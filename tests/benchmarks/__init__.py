"""Speed, printed as a table by `make bench`; nothing here is a test, and no test asserts a time."""
