# The image of all tools: static binaries, a CA bundle and a shell.
#
#   docker build -t sluice .
#   docker run --rm -v "$PWD:/job" -w /job sluice gate --candidate metrics.json
#
# GitHub builds or pulls it for every action, GitLab runs the jobs' scripts in it. It runs as root
# and from whatever folder it is told, because both platforms mount the job's folder as root.

ARG BASE=debian:bookworm-slim

# The compiler and the libraries: rebuilt only when the script changes.
FROM ${BASE} AS libraries
WORKDIR /src
COPY tools/cmake/static-* tools/cmake/
RUN apt-get update \
    && apt-get install -y --no-install-recommends $(tools/cmake/static-libraries --packages) \
    && rm -rf /var/lib/apt/lists/*
RUN tools/cmake/static-libraries build/static-libraries

FROM libraries AS build
COPY . .
RUN cmake --preset static \
    && cmake --build --preset static \
    && cmake --install build/static --strip --prefix /installed \
    && .github/release/image-root /installed/bin build/static-libraries /image

FROM scratch
LABEL org.opencontainers.image.title="sluice" \
    org.opencontainers.image.description="Small static tools that stand in the way of bad data and bad models" \
    org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image/ /
# The binary itself, never a shell: some shells drop variables such as INPUT_MIN-ROWS.
ENTRYPOINT ["/usr/local/bin/sluice"]
