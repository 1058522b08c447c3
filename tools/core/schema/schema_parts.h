// schema_parts: what the files of a schema's check know of each other.

#ifndef SCHEMA_SCHEMA_PARTS_H
#define SCHEMA_SCHEMA_PARTS_H

#include "schema/fingerprints.h"
#include "schema/schema_check.h"
#include "schema/sightings.h"
#include "schema/value_print.h"
#include "stats/hash.h"

#include <stdatomic.h>

// A value or a key that must be unique, and its row.
typedef struct SeenValue {
    ValuePrint print;
    int64_t row;
    Cell bytes;     // of the row
    size_t frame;   // position of its batch among those of the slot
    bool missing;   // of a key: not all of its fields have a value
    uint64_t label; // the hash of what must be the same where the value is
} SeenValue;

typedef struct SeenValues {
    SeenValue *items;
    size_t count;
    size_t room;
} SeenValues;

// What was found in the batches of a slot.
typedef struct FieldFound {
    Breach breaches[FIELD_RULES];
    int64_t too_hard;
    SeenValues seen;
} FieldFound;

typedef struct SchemaFound {
    Arena *arena; // of the places; NULL while there are none
    FieldFound *fields;
    SeenValues *keys;
    Breach *foreign;
    LIST(Batch) frames; // where the rows of the seen values stand
    Arena *frame_arena;
} SchemaFound;

typedef struct FieldCheck {
    size_t column;
    int64_t too_hard;
    Sightings *seen; // NULL: nothing must be unique
    Breach breaches[FIELD_RULES];
    // Whether the places of all breaches to come are behind those that are kept.
    atomic_bool full[FIELD_RULES];
} FieldCheck;

typedef struct KeyCheck {
    Sightings *seen;
    Breach breach;
} KeyCheck;

typedef struct ForeignCheck {
    Fingerprints known; // the keys of the other table
    Breach breach;
    atomic_bool full;
} ForeignCheck;

// A worker's own copies of what matching and casting write to.
typedef struct SchemaWorker {
    Arena *arena;
    Field *fields;
    FieldValues *values;
} SchemaWorker;

struct SchemaCheck {
    const TableSchema *schema;
    const Kernel *kernel;
    Arena *arena;
    FieldCheck *fields;
    KeyCheck *keys;
    ForeignCheck *foreign;
    SchemaWorker *workers;
    size_t worker_count;
    SchemaFound *slots;
    size_t slot_count;
    bool wants_frames; // there is something that must be unique
};

// The memory of the slot's breaches.
Arena *schema_found_arena(SchemaFound *found);

// The value of a cell that was read as the field's, whatever its spelling.
ValuePrint field_value_print(const Field *field, const Cell *cell, const FieldValues *values,
                             size_t row);
uint64_t field_value_hash(const Field *field, const Cell *cell, const FieldValues *values,
                          size_t row);

// The values of some columns together, started at 0.
static inline uint64_t key_hash(uint64_t hash, uint64_t value)
{
    return hash_mix(hash + value);
}

// Keeps a place whose value lies in memory that goes, unless there are enough.
void breach_keep(Breach *breach, Place place, Arena *arena);

// Adds what was found further behind, and empties it.
void breach_take(Breach *breach, Breach *found, Arena *arena);

void seen_values_add(SeenValues *values, SeenValue value);

// Adds the values of a slot to those before them, and empties it; the frames are those of the slot.
void seen_values_fold(SeenValues *values, Sightings *seen, const Batch *frames, size_t column);

#endif
