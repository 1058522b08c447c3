#include "http/http_load.h"

#include "base/time.h"
#include "http/http_transfer.h"

#include <stdlib.h>

// One of the clients that send at the same time.
typedef struct Worker {
    HttpTransfer transfer;
    HttpTry try;
    size_t request;
} Worker;

typedef struct Loading {
    const HttpLoad *load;
    CURLM *multi;
    Worker *workers;
    int64_t sent;
    int64_t end_ms; // no request starts afterwards; 0 for no limit
    Arena *arena;   // of the samples
    HttpLoadResult result;
} Loading;

static void loading_close(Loading *loading)
{
    for (int64_t i = 0; loading->workers && i < loading->load->concurrency; i++) {
        Worker *worker = &loading->workers[i];
        if (worker->transfer.easy)
            curl_multi_remove_handle(loading->multi, worker->transfer.easy);
        http_transfer_close(&worker->transfer);
    }
    if (loading->multi)
        curl_multi_cleanup(loading->multi);
    curl_global_cleanup();
}
#define scoped_loading CLEANUP(loading_close) Loading

static bool loading_check(const HttpLoad *load, Error *err)
{
    if (load->total < 1 || load->total > HTTP_LOAD_MOST_REQUESTS)
        return error_set(err, ERROR_CONFIG, "requests must be 1 to %lld, got %lld",
                         (long long)HTTP_LOAD_MOST_REQUESTS, (long long)load->total);
    if (load->concurrency < 1 || load->concurrency > HTTP_LOAD_MOST_CONCURRENCY)
        return error_set(err, ERROR_CONFIG, "concurrency must be 1 to %lld, got %lld",
                         (long long)HTTP_LOAD_MOST_CONCURRENCY, (long long)load->concurrency);
    for (size_t i = 0; i < load->request_count; i++) {
        if (!http_request_check(&load->requests[i], err))
            return false;
    }
    return true;
}

// Gives the worker its next request, unless all were sent or time is up.
static bool worker_start(Loading *loading, Worker *worker, Error *err)
{
    const HttpLoad *load = loading->load;
    if (loading->sent == load->total || (loading->end_ms && time_monotonic_ms() >= loading->end_ms))
        return true;
    worker->request = (size_t)loading->sent++ % load->request_count;
    const HttpRequest *request = &load->requests[worker->request];
    worker->try = (HttpTry){
        .request = request,
        .url = request->url,
        .timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : HTTP_TIMEOUT_MS,
    };
    if (!http_transfer_prepare(&worker->transfer, &worker->try, err))
        return false;
    curl_easy_setopt(worker->transfer.easy, CURLOPT_PRIVATE, worker);
    curl_multi_add_handle(loading->multi, worker->transfer.easy);
    return true;
}

static void worker_finish(Loading *loading, Worker *worker, CURLcode code)
{
    scoped_arena arena = arena_open();
    HttpReply reply = {0};
    http_transfer_reply(&worker->transfer, arena, &reply);
    HttpSample sample = {.request = worker->request, .latency_us = reply.latency_us};
    if (code == CURLE_OK) {
        sample.status = reply.status;
        sample.right = loading->load->judge(loading->load->what, worker->request, &reply);
    } else {
        Error why = ERROR_EMPTY;
        http_transfer_refuse(&worker->transfer, &worker->try, code, &why);
        sample.failure = arena_text(loading->arena, why.message);
    }
    *list_push(loading->arena, &loading->result.samples) = sample;
    curl_multi_remove_handle(loading->multi, worker->transfer.easy);
}

// Takes in what has ended and starts what comes next.
static bool loading_turn(Loading *loading, Error *err)
{
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(loading->multi, &left));) {
        if (message->msg != CURLMSG_DONE)
            continue;
        Worker *worker = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &worker);
        worker_finish(loading, worker, code);
        if (!worker_start(loading, worker, err))
            return false;
    }
    return true;
}

static bool loading_run(Loading *loading, Error *err)
{
    for (int64_t i = 0; i < loading->load->concurrency; i++) {
        Worker *worker = &loading->workers[i];
        if (!http_transfer_open(&worker->transfer, err) || !worker_start(loading, worker, err))
            return false;
    }
    while ((int64_t)loading->result.samples.count < loading->sent) {
        int running = 0;
        CURLMcode code = curl_multi_perform(loading->multi, &running);
        if (code == CURLM_OK && running > 0)
            code = curl_multi_poll(loading->multi, NULL, 0, 1000, NULL);
        if (code != CURLM_OK)
            return error_set(err, ERROR_SYSTEM, "the load could not go on: %s",
                             curl_multi_strerror(code));
        if (!loading_turn(loading, err))
            return false;
    }
    return true;
}

bool http_load(const HttpLoad *load, Arena *arena, HttpLoadResult *ret_result, Error *err)
{
    if (!loading_check(load, err))
        return false;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    scoped_arena own = arena_open();
    int64_t start_ms = time_monotonic_ms();
    scoped_loading loading = {
        .load = load,
        .arena = arena,
        .multi = curl_multi_init(),
        .workers = arena_array(own, Worker, (size_t)load->concurrency),
        .end_ms = load->deadline_ms > 0 ? start_ms + load->deadline_ms : 0,
    };
    if (!loading.multi)
        return error_set(err, ERROR_SYSTEM, "libcurl has no memory left");
    // A worker is a client with a connection of its own, also where HTTP/2 could share one.
    curl_multi_setopt(loading.multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    curl_multi_setopt(loading.multi, CURLMOPT_MAXCONNECTS, (long)load->concurrency);
    if (!loading_run(&loading, err))
        return false;
    loading.result.elapsed_ms = time_monotonic_ms() - start_ms;
    *ret_result = loading.result;
    return true;
}
