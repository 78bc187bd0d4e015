"""What a monitor or a load balancer asks: whether the process answers, and whether it is ready to serve."""

from fastapi import APIRouter, Request, Response

from crm.accounts.guards import ANYONE
from crm.operations.readiness import Probe

router = APIRouter(dependencies=[ANYONE])


@router.get("/healthz")
async def show_health() -> dict[str, str]:
    """Says that the process answers; nothing else: it waits for no thread, however many pages are under way."""
    return {"state": "ok"}


@router.get("/readyz")
def show_readiness(request: Request, response: Response) -> dict[str, object]:
    """Whether requests may be sent here, part by part; 503 where not."""
    probe: Probe = request.app.state.probe
    found = probe.readiness(request.app.state.beside)
    # One that was told to stop answers what comes in still, and asks its proxy to look elsewhere.
    is_ready = found.is_ready and not request.app.state.is_leaving
    response.status_code = 200 if is_ready else 503
    return {
        "state": "leaving" if request.app.state.is_leaving else "ready" if is_ready else "not ready",
        "parts": {"store": found.store, "schema": found.schema, "workers": found.workers},
    }
