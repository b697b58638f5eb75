# Remit's pages, worker and commands in one image. It is run as a user without a name, writes to
# /data and /tmp alone, and can have a root file system that is read-only (compose.yaml).

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /opt/remit
COPY requirements.txt requirements-s3.txt ./
RUN python -m venv .venv
RUN .venv/bin/python -m pip install --require-hashes -r requirements.txt -r requirements-s3.txt
COPY . .
# The folder of data that settings make on the way holds secrets: it is no part of the image.
RUN REMIT_DATA=/tmp/build STATIC_FOLDER=/opt/remit/collected \
    .venv/bin/python manage.py collectstatic --noinput \
    && rm -r /tmp/build \
    && .venv/bin/python -m compileall -q -j 0 -x /.venv/ .

FROM python:3.11-slim-bookworm
WORKDIR /opt/remit
COPY --from=build /opt/remit /opt/remit
RUN install -d -o 10001 -g 10001 -m 0700 /data
ENV PATH=/opt/remit/.venv/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
ENV REMIT_DATA=/data STATIC_FOLDER=/opt/remit/collected BIND=0.0.0.0:8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "deploy/ready.py"]
CMD ["python", "-m", "gunicorn", "--config", "python:raci_project.server"]
