"""What every process of the tests' own root imports: libraries, and parts of the product that hold no times."""

import crm.db
import crm.domain_events
import crm.logs
import crm.settings  # noqa: F401
