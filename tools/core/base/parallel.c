#include "base/parallel.h"

#include "base/fatal.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

typedef struct ParallelSlot {
    bool used;
    bool mapped;
    size_t worker; // whose it was last: its memory is in that one's cache
} ParallelSlot;

typedef struct Parallel {
    const ParallelPlan *plan;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    // Items counted at the ordered stations; behind `lock`, as all below.
    size_t taken;
    size_t linked;
    size_t folded;
    bool taking;
    bool folding;
    bool ended;
    ParallelSlot *slots;
    size_t *places; // the slots of the items on their way, by their numbers modulo the slots
} Parallel;

typedef struct ParallelWorker {
    Parallel *parallel;
    size_t number;
    pthread_t thread;
} ParallelWorker;

// A slot that is free, the worker's own if there is one.
static size_t parallel_find_slot(const Parallel *parallel, size_t worker)
{
    size_t found = parallel->plan->slots;
    for (size_t i = parallel->plan->slots; i-- > 0;) {
        const ParallelSlot *slot = &parallel->slots[i];
        bool better = found == parallel->plan->slots || slot->worker == worker ||
                      parallel->slots[found].worker != worker;
        if (!slot->used && better)
            found = i;
    }
    return found;
}

// Takes the next item, when its turn and a slot have come. Called and left with the lock.
static bool parallel_take(Parallel *parallel, size_t worker, size_t *ret_item)
{
    const ParallelPlan *plan = parallel->plan;
    while (!parallel->ended &&
           (parallel->taking || parallel->taken - parallel->folded == plan->slots))
        pthread_cond_wait(&parallel->changed, &parallel->lock);
    if (parallel->ended)
        return false;
    size_t item = parallel->taken;
    size_t slot = parallel_find_slot(parallel, worker);
    parallel->taking = true;
    pthread_mutex_unlock(&parallel->lock);
    bool more = plan->fetch(plan->work, slot);
    pthread_mutex_lock(&parallel->lock);
    parallel->taking = false;
    parallel->ended = !more;
    parallel->taken += more;
    parallel->slots[slot] = (ParallelSlot){.used = more, .worker = worker};
    parallel->places[item % plan->slots] = slot;
    pthread_cond_broadcast(&parallel->changed);
    *ret_item = item;
    return more;
}

static void parallel_link(Parallel *parallel, size_t item, size_t slot)
{
    const ParallelPlan *plan = parallel->plan;
    while (parallel->linked != item)
        pthread_cond_wait(&parallel->changed, &parallel->lock);
    pthread_mutex_unlock(&parallel->lock);
    plan->link(plan->work, slot);
    pthread_mutex_lock(&parallel->lock);
    parallel->linked++;
    pthread_cond_broadcast(&parallel->changed);
}

// Folds all items whose turn has come, unless another worker is at it.
static void parallel_fold(Parallel *parallel)
{
    const ParallelPlan *plan = parallel->plan;
    while (!parallel->folding && parallel->folded < parallel->taken) {
        size_t slot = parallel->places[parallel->folded % plan->slots];
        if (!parallel->slots[slot].mapped)
            return;
        parallel->folding = true;
        pthread_mutex_unlock(&parallel->lock);
        plan->fold(plan->work, slot);
        pthread_mutex_lock(&parallel->lock);
        parallel->folding = false;
        parallel->slots[slot].mapped = false;
        parallel->slots[slot].used = false;
        parallel->folded++;
        pthread_cond_broadcast(&parallel->changed);
    }
}

static void *parallel_work(void *argument)
{
    const ParallelWorker *worker = argument;
    Parallel *parallel = worker->parallel;
    const ParallelPlan *plan = parallel->plan;
    size_t item = 0;
    pthread_mutex_lock(&parallel->lock);
    while (parallel_take(parallel, worker->number, &item)) {
        size_t slot = parallel->places[item % plan->slots];
        pthread_mutex_unlock(&parallel->lock);
        plan->prepare(plan->work, slot);
        pthread_mutex_lock(&parallel->lock);
        parallel_link(parallel, item, slot);
        pthread_mutex_unlock(&parallel->lock);
        plan->map(plan->work, worker->number, slot);
        pthread_mutex_lock(&parallel->lock);
        parallel->slots[slot].mapped = true;
        parallel_fold(parallel);
    }
    pthread_mutex_unlock(&parallel->lock);
    return NULL;
}

// Signals are the first thread's business. Where the machine refuses threads, fewer do the work.
static size_t parallel_start(ParallelWorker *workers, size_t count)
{
    sigset_t all;
    sigset_t before;
    size_t started = 1;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (started < count &&
           pthread_create(&workers[started].thread, NULL, parallel_work, &workers[started]) == 0)
        started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void parallel_run(const ParallelPlan *plan)
{
    assert(plan->threads >= 1 && plan->threads <= PARALLEL_MOST_THREADS &&
           plan->slots >= plan->threads);
    ParallelWorker workers[PARALLEL_MOST_THREADS];
    Parallel parallel = {.plan = plan,
                         .slots = calloc(plan->slots, sizeof *parallel.slots),
                         .places = calloc(plan->slots, sizeof *parallel.places)};
    if (!parallel.slots || !parallel.places)
        fatal_out_of_memory();
    pthread_mutex_init(&parallel.lock, NULL);
    pthread_cond_init(&parallel.changed, NULL);
    for (size_t i = 0; i < plan->threads; i++)
        workers[i] = (ParallelWorker){.parallel = &parallel, .number = i};
    size_t started = parallel_start(workers, plan->threads);
    parallel_work(&workers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    pthread_cond_destroy(&parallel.changed);
    pthread_mutex_destroy(&parallel.lock);
    free(parallel.slots);
    free(parallel.places);
}
