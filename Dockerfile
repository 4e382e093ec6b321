# Two stages: the first builds, the second holds what runs, as a user of its own. Pin the base image by its
# digest with --build-arg PYTHON_IMAGE=python:3.13-slim@sha256:…; docs/operate.md says where to read it.
ARG PYTHON_IMAGE=python:3.13-slim
FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
RUN python3 -m venv /opt/onrecord
COPY requirements/ requirements/
RUN /opt/onrecord/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/dev.txt \
    --target /opt/build && \
    /opt/onrecord/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements/run.txt -r requirements/postgres.txt
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY bot/ bot/
COPY prompts/ prompts/
COPY config/ config/
COPY docs/onrecord.1 docs/onrecord.1
RUN PYTHONPATH=/opt/build /opt/onrecord/bin/pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --no-build-isolation .

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 999 --create-home --home-dir /var/lib/onrecord --shell /usr/sbin/nologin onrecord
COPY --from=build /opt/onrecord /opt/onrecord
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ONRECORD_DATABASE=sqlite:////var/lib/onrecord/onrecord.db \
    ONRECORD_LOG_FORMAT=json
# by number, so that an orchestrator sees that it is not root
USER 999
WORKDIR /var/lib/onrecord
# all that it writes, beside 140 MB of temporary files: run it with --read-only --tmpfs /tmp:size=256m
VOLUME /var/lib/onrecord
EXPOSE 8765
# beyond loopback the page wants a password: pass ONRECORD_WEB_PASSWORD or ONRECORD_WEB_PASSWORD_FILE
ENV ONRECORD_WEB_HOST=0.0.0.0
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8765/readyz', timeout=4)"]
CMD ["onrecord", "run"]
