# What stands for a hosted runner: the programs that workflows take for granted, the node that the
# runner brings along, and Python packages for jobs that have no network: `pip install` finds them
# in /opt/wheels. The context holds the node and the wheels. /opt/sluice is what a team with
# runners of its own would put there.

ARG BASE=debian:bookworm-slim
ARG SLUICE=sluice

FROM ${SLUICE} AS sluice

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git jq python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/opt/wheels PIP_DISABLE_PIP_VERSION_CHECK=1
COPY wheels /opt/wheels
# The Python that actions/setup-python would bring, with the packages in its cache.
RUN python3 -m venv /opt/python && /opt/python/bin/pip install -q /opt/wheels/*.whl
COPY node /usr/local/bin/node
COPY --from=sluice /usr/local/bin/ /opt/sluice/
