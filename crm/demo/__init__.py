"""The demo city: Mechelen with its real programme of 2022-2023, ten stories and an invented network."""
