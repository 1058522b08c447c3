// Requests to a real server: what is sent again, what is followed, what is given up.

#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "http/http.h"
#include "http/http_url.h"
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_MS 20000

// Two listeners on ports of their own: "here" and "elsewhere".
typedef struct Listener {
    pid_t process;
    const char *url;
    const char *folder; // of what it was sent
} Listener;

typedef struct World {
    Arena *arena;
    const char *folder;
    Listener here;
    Listener elsewhere;
} World;

static Listener listener_start(World *world, const char *name)
{
    const char *folder = path_join(world->arena, world->folder, name);
    const char *port_file = arena_format(world->arena, "%s.port", folder);
    pid_t process = fork();
    if (process == 0) {
        execlp("python3", "python3", "../support/listener.py", "--requests", folder, "--port-file",
               port_file, (char *)NULL);
        _exit(127);
    }
    for (int64_t waited_ms = 0; !file_exists(port_file) && waited_ms < START_MS; waited_ms += 20)
        time_sleep_ms(20);
    scoped_buf port = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    assert_true(file_read("port", port_file, &port, &err));
    return (Listener){
        process,
        arena_format(world->arena, "http://127.0.0.1:%s", text_trim(world->arena, buf_text(&port))),
        folder};
}

static int world_open(void **state)
{
    World *world = calloc(1, sizeof *world);
    Error err = ERROR_EMPTY;
    world->arena = arena_open();
    assert_true(folder_make_temporary(world->arena, &world->folder, &err));
    world->here = listener_start(world, "here");
    world->elsewhere = listener_start(world, "elsewhere");
    *state = world;
    return 0;
}

static int world_close(void **state)
{
    World *world = *state;
    kill(world->here.process, SIGKILL);
    kill(world->elsewhere.process, SIGKILL);
    waitpid(world->here.process, NULL, 0);
    waitpid(world->elsewhere.process, NULL, 0);
    folder_remove(world->folder);
    arena_close(world->arena);
    free(world);
    return 0;
}

// Sends to a path of "here"; `{elsewhere}` in it is where the other one's /ok is.
static bool send_to(World *world, HttpRequest request, const char *path, HttpReply *ret_reply,
                    Error *err)
{
    scoped_http client = NULL;
    const char *mark = strstr(path, "{elsewhere}");
    if (mark)
        path =
            arena_format(world->arena, "%.*s%s/ok", (int)(mark - path), path, world->elsewhere.url);
    request.url = http_url_join(world->arena, world->here.url, path);
    if (request.deadline_ms == 0)
        request.deadline_ms = 20000;
    assert_true(http_open(&(HttpClientOptions){.seed = 1}, &client, err));
    return http_send(client, &request, world->arena, ret_reply, err);
}

static size_t requests_of(World *world, const Listener *listener)
{
    const char *const *names = NULL;
    size_t count = 0;
    Error err = ERROR_EMPTY;
    if (file_is_folder(listener->folder))
        assert_true(folder_list(world->arena, listener->folder, &names, &count, &err));
    return count;
}

static const char *request_text(World *world, const Listener *listener, size_t number)
{
    scoped_buf text = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    const char *name = arena_format(world->arena, "%s/%zu.json", listener->folder, number);
    assert_true(file_read("request", name, &text, &err));
    return buf_keep(&text, world->arena);
}

static const HttpHeader headers[] = {{.name = "X-Plain", .value = "plain-value"},
                                     {.name = "Authorization", .value = "hush", .secret = true}};

static void takes_no_secret_to_another_origin(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const HttpRequest request = {
        .headers = headers, .header_count = array_count(headers), .redirects = 3};
    assert_true(send_to(world, request, "redirect/302/{elsewhere}", &reply, &err));
    assert_int_equal(reply.status, 200);
    const char *first = request_text(world, &world->here, requests_of(world, &world->here));
    const char *second =
        request_text(world, &world->elsewhere, requests_of(world, &world->elsewhere));
    assert_non_null(strstr(first, "hush"));
    assert_non_null(strstr(second, "plain-value"));
    assert_null(strstr(second, "hush"));
}

static void keeps_a_secret_within_its_origin(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const HttpRequest request = {
        .headers = headers, .header_count = array_count(headers), .redirects = 3};
    assert_true(send_to(world, request, "redirect/307/%2Fok", &reply, &err));
    assert_int_equal(reply.status, 200);
    assert_non_null(
        strstr(request_text(world, &world->here, requests_of(world, &world->here)), "hush"));
}

static void takes_no_body_to_another_origin(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const size_t before = requests_of(world, &world->elsewhere);
    const HttpRequest request = {.body = "{}", .body_size = 2, .redirects = 3};
    assert_false(send_to(world, request, "redirect/307/{elsewhere}", &reply, &err));
    assert_non_null(strstr(err.message, "goes to no other address"));
    assert_int_equal(requests_of(world, &world->elsewhere), before);
}

static void follows_no_file(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const HttpRequest request = {.redirects = 3};
    assert_false(
        send_to(world, request, "redirect/302/file%3A%2F%2F%2Fetc%2Fpasswd", &reply, &err));
    assert_int_equal(err.kind, ERROR_NETWORK);
}

static void follows_no_circle_for_ever(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const size_t before = requests_of(world, &world->here);
    const HttpRequest request = {.redirects = 4};
    assert_true(send_to(world, request, "circle", &reply, &err));
    assert_int_equal(reply.status, 302);
    assert_int_equal(requests_of(world, &world->here) - before, 5);
}

static void sends_again_what_may_arrive_twice(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const HttpRequest request = {.body = "{}", .body_size = 2, .repeatable = true, .retries = 3};
    assert_true(send_to(world, request, "fail/2/500?twice", &reply, &err));
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.tries, 3);
}

static void sends_once_what_may_not(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const HttpRequest request = {.body = "{}", .body_size = 2, .retries = 3};
    assert_true(send_to(world, request, "fail/2/500?once", &reply, &err));
    assert_int_equal(reply.status, 500);
    assert_int_equal(reply.tries, 1);
}

static void gives_up_rather_than_wait_past_its_deadline(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const int64_t start_ms = time_monotonic_ms();
    const HttpRequest request = {.retries = 3, .deadline_ms = 3000};
    assert_true(send_to(world, request, "wait/3600", &reply, &err));
    assert_int_equal(reply.status, 429);
    assert_true(time_monotonic_ms() - start_ms < 3000);
}

static void gives_up_a_reply_above_its_limit(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    const HttpRequest request = {.reply_limit = 1000, .retries = 3};
    assert_false(send_to(world, request, "huge", &reply, &err));
    assert_non_null(strstr(err.message, "larger than"));
}

static void connects_again_and_says_how_often(void **state)
{
    World *world = *state;
    HttpReply reply;
    Error err = ERROR_EMPTY;
    scoped_http client = NULL;
    const HttpRequest request = {
        .url = "http://127.0.0.1:1/token?key=hush", .retries = 1, .url_secret = true};
    assert_true(http_open(&(HttpClientOptions){.seed = 1}, &client, &err));
    assert_false(http_send(client, &request, world->arena, &reply, &err));
    assert_non_null(strstr(err.message, "after 2 tries"));
    assert_non_null(strstr(err.message, "http://127.0.0.1:1/***"));
    assert_null(strstr(err.message, "hush"));
    assert_null(strstr(err.message, "token"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_no_secret_to_another_origin),
        cmocka_unit_test(keeps_a_secret_within_its_origin),
        cmocka_unit_test(takes_no_body_to_another_origin),
        cmocka_unit_test(follows_no_file),
        cmocka_unit_test(follows_no_circle_for_ever),
        cmocka_unit_test(sends_again_what_may_arrive_twice),
        cmocka_unit_test(sends_once_what_may_not),
        cmocka_unit_test(gives_up_rather_than_wait_past_its_deadline),
        cmocka_unit_test(gives_up_a_reply_above_its_limit),
        cmocka_unit_test(connects_again_and_says_how_often),
    };
    return cmocka_run_group_tests_name("requests to a server", tests, world_open, world_close);
}
