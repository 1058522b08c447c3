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
COPY tools/cmake/static-libraries tools/cmake/
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        busybox-static $(tools/cmake/static-libraries --packages) \
    && rm -rf /var/lib/apt/lists/*
RUN tools/cmake/static-libraries build/static-libraries

FROM libraries AS build
COPY . .
RUN cmake --preset static \
    && cmake --build --preset static \
    && cmake --install build/static --strip --prefix /image/usr/local

# GitLab needs `sh` and `grep`; the rest is what a job's script uses in passing. The CA bundle holds
# the distribution's authorities only, never those of the machine that builds the image.
RUN cd /image \
    && install -d bin etc/ssl/certs root usr/local/share/doc/sluice/licences \
    && install -d -m 1777 tmp \
    && install -m 755 /bin/busybox bin/ \
    && for applet in [ awk basename cat chmod cp cut date dirname echo env expr false find grep \
        gzip head id ls mkdir mktemp mv printf pwd rm sed sh sleep sort tail tar tee test touch tr \
        true uname wc xargs; do ln -s busybox "bin/$applet"; done \
    && cat /usr/share/ca-certificates/mozilla/*.crt > etc/ssl/certs/ca-certificates.crt \
    && echo 'root:x:0:0:root:/root:/bin/sh' > etc/passwd \
    && echo 'root:x:0:' > etc/group \
    && cp /src/LICENSE /src/build/static-libraries/manifest.json usr/local/share/doc/sluice/ \
    && cp /src/build/static-libraries/licences/* usr/local/share/doc/sluice/licences/ \
    && cp /usr/share/doc/busybox-static/copyright usr/local/share/doc/sluice/licences/busybox \
    && echo "the image holds $(du -sk . | cut -f1) KiB (at most 25600)"

FROM scratch
LABEL org.opencontainers.image.title="sluice" \
    org.opencontainers.image.description="Small static tools that stand in the way of bad data and bad models" \
    org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image/ /
# The binary itself, never a shell: some shells drop variables such as INPUT_MIN-ROWS.
ENTRYPOINT ["/usr/local/bin/sluice"]
