# syntax=docker/dockerfile:1
# The wheel with its bundled browser code and compiled catalogues, and what it needs, are made in one stage and
# copied to another, which holds neither compiler, Node nor pip. See docs/deploy.md.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore BEREIK_NODE_FROM_WHEEL=1
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Node from its wheel is linked against this library.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libatomic1 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY requirements/run.txt requirements/node.txt requirements/
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes -r requirements/run.txt -r requirements/node.txt
RUN python -m venv /opt/bereik \
 && /opt/bereik/bin/pip install --require-hashes -r requirements/run.txt
COPY . .
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/bereik/bin/pip install --no-deps --no-index --find-links /wheels bereik \
 && /opt/bereik/bin/pip uninstall -y editables hatchling setuptools pip

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Bereik" \
      org.opencontainers.image.description="The CRM of a city's network consultants" \
      org.opencontainers.image.licenses="EUPL-1.2"
# A user without a name on the host: files of a volume belong to this number.
RUN groupadd --gid 10001 bereik \
 && useradd --uid 10001 --gid bereik --no-create-home --home-dir /tmp --shell /usr/sbin/nologin bereik \
 && install -d -o bereik -g bereik -m 0700 /var/lib/bereik
COPY --from=build /opt/bereik /opt/bereik
ENV PATH=/opt/bereik/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BEREIK_HOST=0.0.0.0
WORKDIR /var/lib/bereik
VOLUME /var/lib/bereik
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["bereik"]
CMD ["serve"]
