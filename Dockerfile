# The image for CI: kamal, and the programs that a deploy calls.
ARG BASE=programs

FROM alpine:3.22 AS programs
RUN apk add --no-cache ca-certificates docker-cli docker-cli-buildx git openssh-client

FROM ${BASE}
ARG TARGETPLATFORM
COPY ${TARGETPLATFORM}/kamal /usr/local/bin/kamal
# A job's folder belongs to another account than the one in here; git would not read it.
ENV GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=*
WORKDIR /work
ENTRYPOINT ["kamal"]
