// server: the server under test: started by us on a free port, or somewhere at a URL.
//
// A server that we started is ended with its whole tree when its scope ends, whatever happens.

#ifndef INFERENCE_TEST_SERVER_H
#define INFERENCE_TEST_SERVER_H

#include "http/http.h"
#include "process/process.h"

// How long a server that was asked to end may take.
#define SERVER_GRACE_MS 5000

// How long it takes until the end of a process that broke a connection is known.
#define SERVER_SETTLE_MS 250

typedef struct ServerPlan {
    TextList command;   // {PORT} in its words becomes the port; empty for a server that runs
    const char *folder; // where it runs; NULL for the working folder
    TextList passed;    // variables that the command gets although they are withheld
    const char *url;    // {PORT} as well; NULL is http://127.0.0.1:{PORT}
    int64_t port;       // 0 takes a free one
    const char *health; // path
    const char *token;  // sent as `Authorization: Bearer`; NULL for none
    int64_t startup_ms; // how long the health check may fail
} ServerPlan;

typedef struct Server {
    Process *process; // NULL if it is not ours
    const char *url;
    const HttpHeader *headers; // that every request carries
    size_t header_count;
} Server;

typedef enum ServerHealth {
    SERVER_HEALTHY, // the health check answered with a 2xx
    SERVER_ENDED,   // the command ended before
    SERVER_SILENT,  // it did not within the time
} ServerHealth;

// Fails for a URL or token that cannot be used and a command that does not exist.
bool server_start(const ServerPlan *plan, Arena *arena, Server *ret_server, Error *err) MUST_USE;

// Asks until it is healthy. `ret_why` is what was answered last; `ret_ms` how long it took.
ServerHealth server_wait(const Server *server, const ServerPlan *plan, HttpClient *client,
                         Arena *arena, const char **ret_why, int64_t *ret_ms);

// True unless it was ours and has ended, or ends within `wait_ms`.
bool server_runs(const Server *server, int64_t wait_ms);

void server_close(Server *server);
#define scoped_server CLEANUP(server_close) Server

#endif
