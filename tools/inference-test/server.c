#include "server.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "http/http_certificates.h"
#include "http/http_url.h"
#include "process/withheld.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEALTH_TRY_MS   ((int64_t)5000)
#define HEALTH_PAUSE_MS ((int64_t)50)
#define HEALTH_MOST_MS  ((int64_t)500)

// A port that nobody listens on now. The server binds it a moment later; the kernel gives such
// ports out in turn, so hardly anybody else gets it meanwhile.
static bool server_free_port(int64_t *ret_port, Error *err)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    bool found = fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0 &&
                 getsockname(fd, (struct sockaddr *)&address, &size) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    if (!found)
        return error_set(err, ERROR_SYSTEM, "found no free port: %s", strerror(reason));
    *ret_port = ntohs(address.sin_port);
    return true;
}

static const char *server_fill(const char *text, const char *port, Arena *arena)
{
    static const char mark[] = "{PORT}";
    scoped_buf filled = BUF_EMPTY;
    const char *from = text;
    for (const char *at; (at = strstr(from, mark)); from = at + strlen(mark)) {
        buf_append(&filled, from, (size_t)(at - from));
        buf_add(&filled, port);
    }
    buf_add(&filled, from);
    return buf_keep(&filled, arena);
}

// A token travels encrypted, or not at all; on this machine nobody listens.
static bool server_set_token(Server *server, const char *token, Arena *arena, Error *err)
{
    if (!token)
        return true;
    if (!http_url_is_https(server->url) && !http_url_is_loopback(server->url))
        return error_set(err, ERROR_CONFIG,
                         "'%s' is no https URL: the token is sent over https or to this machine "
                         "only",
                         http_url_masked(arena, server->url, false));
    HttpHeader *header = arena_new(arena, HttpHeader);
    *header = (HttpHeader){
        .name = "Authorization", .value = arena_format(arena, "Bearer %s", token), .secret = true};
    server->headers = header;
    server->header_count = 1;
    return true;
}

bool server_start(const ServerPlan *plan, Arena *arena, Server *ret_server, Error *err)
{
    int64_t number = plan->port;
    if (number == 0 && !server_free_port(&number, err))
        return false;
    const char *port = arena_format(arena, "%d", (int)number);
    Server server = {
        .url = server_fill(plan->url ? plan->url : "http://127.0.0.1:{PORT}", port, arena)};
    if (!http_url_check("URL of the server", server.url, err) ||
        !server_set_token(&server, plan->token, arena, err))
        return false;
    // A bundle that cannot be read is our mistake, not an unhealthy server.
    const char *certificates = NULL;
    if (http_url_is_https(server.url) && !http_certificates_find(&certificates, err))
        return false;
    if (plan->command.count) {
        ProcessPlan start = {
            .folder = plan->folder, .grace_ms = SERVER_GRACE_MS, .merge_errors = true};
        for (size_t i = 0; i < plan->command.count; i++)
            *list_push(arena, &start.command) = server_fill(plan->command.items[i], port, arena);
        withheld_add(&start.env, &plan->passed, arena);
        *list_push(arena, &start.env) = arena_format(arena, "PORT=%s", port);
        if (!process_start(&start, &server.process, err))
            return false;
    }
    *ret_server = server;
    return true;
}

bool server_runs(const Server *server, int64_t wait_ms)
{
    return !server->process || !process_wait(server->process, wait_ms);
}

ServerHealth server_wait(const Server *server, const ServerPlan *plan, HttpClient *client,
                         Arena *arena, const char **ret_why, int64_t *ret_ms)
{
    const int64_t start_ms = time_monotonic_ms();
    const HttpRequest request = {
        .url = http_url_join(arena, server->url, plan->health),
        .headers = server->headers,
        .header_count = server->header_count,
        .timeout_ms = MIN(HEALTH_TRY_MS, plan->startup_ms),
    };
    for (int64_t pause_ms = HEALTH_PAUSE_MS;; pause_ms = MIN(pause_ms * 2, HEALTH_MOST_MS)) {
        scoped_arena turn = arena_open();
        HttpReply reply = {0};
        Error why = ERROR_EMPTY;
        bool replied = http_send(client, &request, turn, &reply, &why);
        *ret_ms = time_monotonic_ms() - start_ms;
        // Somebody else may answer on the port that our server could not open.
        if (!server_runs(server, 0))
            return SERVER_ENDED;
        if (replied && reply.status >= 200 && reply.status <= 299)
            return SERVER_HEALTHY;
        if (replied)
            http_refuse_status(&why, &request, &reply);
        *ret_why = arena_text(arena, why.message);
        if (*ret_ms + pause_ms >= plan->startup_ms)
            return SERVER_SILENT;
        if (!server_runs(server, pause_ms))
            return SERVER_ENDED;
        if (!server->process)
            time_sleep_ms(pause_ms);
    }
}

void server_close(Server *server)
{
    if (server->process)
        process_close(take(server->process));
}
