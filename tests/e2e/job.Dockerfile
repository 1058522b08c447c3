# What stands for a hosted runner: the programs that workflows take for granted, and the node that
# the runner brings along. The context holds that node and nothing else. /opt/sluice is what a team
# with runners of its own would put there.

ARG BASE=debian:bookworm-slim
ARG SLUICE=sluice

FROM ${SLUICE} AS sluice

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git jq python3 \
    && rm -rf /var/lib/apt/lists/*
COPY node /usr/local/bin/node
COPY --from=sluice /usr/local/bin/ /opt/sluice/
