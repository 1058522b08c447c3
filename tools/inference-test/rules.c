#include "rules.h"

const Rule inference_test_rules[] = {
    {
        .name = "serve/start",
        .severity = SEVERITY_ERROR,
        .summary = "the server ended before it answered its health check",
        .explanation = "A server that cannot start in CI will not start in production: a missing "
                       "package, a model file it cannot read, a port it may not open.",
        .remedy = "read the last lines of the server in the report, and start it by hand with the "
                  "same command",
    },
    {
        .name = "serve/unhealthy",
        .severity = SEVERITY_ERROR,
        .summary = "the health check did not answer with a 2xx in time",
        .explanation = "Whoever deploys the model asks the same question: a server that never says "
                       "that it is ready gets no traffic.",
        .remedy = "check the path (--health) and the port ({PORT} in the command, or the variable "
                  "PORT); give a slow model more time with --startup-timeout",
    },
    {
        .name = "serve/crash",
        .severity = SEVERITY_ERROR,
        .summary = "the server ended while it was being tested",
        .explanation = "One request must never take down the server for all others.",
        .remedy = "read the last lines of the server in the report; the request before it is the "
                  "first suspect",
    },
    {
        .name = "serve/no-reply",
        .severity = SEVERITY_ERROR,
        .summary = "a case got no reply",
        .explanation = "The connection broke, the reply took too long, or it was larger than what "
                       "is read.",
        .remedy = "send the case by hand; --timeout says how long a reply may take",
    },
    {
        .name = "serve/status",
        .severity = SEVERITY_ERROR,
        .summary = "a reply has another status than expected",
        .explanation = "Clients decide by the status whether a prediction may be used.",
        .remedy = "correct the server, or the case if the status is right",
    },
    {
        .name = "serve/accepts-nonsense",
        .severity = SEVERITY_ERROR,
        .summary = "the server answered a request that it should have refused",
        .explanation = "A prediction made of nonsense looks like any other prediction and is "
                       "acted upon. Input that the model was not trained on must be refused.",
        .remedy = "check the input before it reaches the model and answer with a 4xx",
    },
    {
        .name = "serve/not-json",
        .severity = SEVERITY_ERROR,
        .summary = "a reply should be JSON and is not",
        .explanation = "NaN and Infinity are no JSON either, although some libraries write them: "
                       "strict clients fail on them.",
        .remedy = "answer with JSON, errors as well; replace NaN by null or refuse the request",
    },
    {
        .name = "serve/mismatch",
        .severity = SEVERITY_ERROR,
        .summary = "a reply differs from what the case expects",
        .explanation = "The contract that clients rely on is broken, or the model predicts "
                       "something else than before.",
        .remedy = "correct the server; if the new reply is right, change the case in the same "
                  "commit",
    },
    {
        .name = "serve/range",
        .severity = SEVERITY_ERROR,
        .summary = "a number in a reply lies outside its range",
        .explanation = "A prediction far from what the input allows shows a broken feature, a unit "
                       "mixed up, or the wrong model.",
        .remedy = "compare the input with what the model was trained on, or widen the range",
    },
    {
        .name = "serve/missing",
        .severity = SEVERITY_ERROR,
        .summary = "a reply lacks a member that it must have",
        .explanation = "Clients read this member; a renamed one breaks them all at once.",
        .remedy = "put the member back, or change the case with its clients",
    },
    {
        .name = "serve/error-rate",
        .severity = SEVERITY_ERROR,
        .summary = "too many requests failed under load",
        .explanation = "A server that answers one request at a time correctly may still fail when "
                       "several arrive together.",
        .remedy = "look at the first failure in the message; --max-error-rate says how many may",
    },
    {
        .name = "serve/latency",
        .severity = SEVERITY_ERROR,
        .summary = "replies take longer than allowed",
        .explanation = "The quantiles are exact ones of the measured replies: the smallest latency "
                       "that at least that share of the replies did not exceed.",
        .remedy = "profile the server, or allow more with --max-p50, --max-p95, --max-p99",
    },
    {0},
};
