# syntax=docker/dockerfile:1

# The service and its worker. Built from what is locked, hashes checked; runs without root, without a shell, and with a
# file system that cannot be written but for /var/lib/trichluc and /tmp.
#
#     docker build --tag trichluc .
#     docker compose --file deploy/compose.yaml up

ARG PYTHON=3.12-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /build
RUN ["python", "-m", "venv", "/opt/trichluc"]
COPY requirements-server.lock ./
RUN ["/opt/trichluc/bin/python", "-m", "pip", "install", "--only-binary=:all:", "--require-hashes", "--requirement", "requirements-server.lock"]
# What builds the project's wheel stays in this stage.
COPY requirements-build.lock ./
RUN ["python", "-m", "pip", "install", "--only-binary=:all:", "--require-hashes", "--requirement", "requirements-build.lock"]
COPY . .
RUN ["python", "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
RUN ["/opt/trichluc/bin/python", "-m", "pip", "install", "--no-deps", "--no-index", "--find-links", "dist", "trichluc"]
# Nothing is written beside the code when it runs.
RUN ["/opt/trichluc/bin/python", "-m", "compileall", "-q", "/opt/trichluc/lib"]

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="Trích Lục" \
      org.opencontainers.image.description="Reads Vietnamese administrative reports into normalised JSON" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
RUN ["groupadd", "--system", "--gid", "10001", "trichluc"]
RUN ["useradd", "--system", "--uid", "10001", "--gid", "10001", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "trichluc"]
RUN ["install", "--directory", "--owner=10001", "--group=10001", "--mode=0700", "/var/lib/trichluc"]
COPY --from=build /opt/trichluc /opt/trichluc
ENV PATH=/opt/trichluc/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TRICHLUC_HOME=/var/lib/trichluc
USER 10001:10001
WORKDIR /var/lib/trichluc
VOLUME ["/var/lib/trichluc"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/opt/trichluc/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["/opt/trichluc/bin/trichluc"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
