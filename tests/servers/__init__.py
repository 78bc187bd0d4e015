"""Real servers for the tests: PostgreSQL and Redis, of the environment, of the system or from wheels, as an ordinary user."""
