# Images that stand in for what hosted CIs offer to jobs. Jobs have no network: what `pip install`
# asks for is installed already, or found in /opt/wheels. The context holds the wheels and a node.

ARG BASE=debian:bookworm-slim
ARG SLUICE=sluice

FROM ${SLUICE} AS sluice

FROM ${BASE} AS packages
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/opt/wheels PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
COPY wheels /opt/wheels
RUN python3 -m venv /opt/python && /opt/python/bin/pip install -q /opt/wheels/*.whl

# What users of GitLab name as `image:`. Its Debian is this machine's, and so is its Python.
FROM packages AS python
ENV PATH=/opt/python/bin:/usr/local/bin:/usr/bin:/bin

# What stands for a runner of GitHub: the programs that workflows take for granted, the node that the
# runner brings along, and in /opt/python what actions/setup-python would bring. It also carries
# artifacts between jobs of GitLab, by rsync. /opt/sluice is what a team with runners of its own
# would put there.
FROM packages AS runner
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git jq rsync \
    && rm -rf /var/lib/apt/lists/*
COPY node /usr/local/bin/node
COPY --from=sluice /usr/local/bin/ /opt/sluice/
