# Two stages: the first builds, the second holds what runs, as a user of its own.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python3 -m venv /opt/onrecord
COPY requirements/ requirements/
RUN /opt/onrecord/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/dev.txt \
    --target /opt/build && \
    /opt/onrecord/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY bot/ bot/
COPY prompts/ prompts/
COPY config/ config/
RUN PYTHONPATH=/opt/build /opt/onrecord/bin/pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /var/lib/onrecord --shell /usr/sbin/nologin onrecord
COPY --from=build /opt/onrecord /opt/onrecord
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ONRECORD_DATABASE=sqlite:////var/lib/onrecord/onrecord.db \
    ONRECORD_LOG_FORMAT=json
USER onrecord
WORKDIR /var/lib/onrecord
VOLUME /var/lib/onrecord
EXPOSE 8765
# beyond loopback the page wants a password: pass ONRECORD_WEB_PASSWORD or ONRECORD_WEB_PASSWORD_FILE
ENV ONRECORD_WEB_HOST=0.0.0.0
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8765/healthz', timeout=4)"]
CMD ["onrecord", "run"]
