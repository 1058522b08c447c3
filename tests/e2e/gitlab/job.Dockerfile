# Images that stand in for those of a hosted GitLab: `helper` carries artifacts between jobs, `python`
# is what users name as `image:`. Jobs have no network: `pip install` finds wheels in /opt/wheels.

ARG BASE=debian:bookworm-slim

FROM ${BASE} AS helper
RUN apt-get update \
    && apt-get install -y --no-install-recommends rsync \
    && rm -rf /var/lib/apt/lists/*

FROM ${BASE} AS python
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && python3 -m venv /opt/python
ENV PATH=/opt/python/bin:/usr/local/bin:/usr/bin:/bin \
    PIP_NO_INDEX=1 PIP_FIND_LINKS=/opt/wheels PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_COMPILE=1
COPY wheels /opt/wheels
