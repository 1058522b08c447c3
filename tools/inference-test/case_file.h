// case_file: requests with what is expected of their replies, from JSON Lines, JSON or YAML.
//
// A case is {name, request: {method, path, headers, json | body}, expect: {status, json, has,
// ranges, tolerance, relative}, load}. JSON Lines hold one a line; JSON and YAML a list of them, or
// {version: 1, cases: [...]}.

#ifndef INFERENCE_TEST_CASE_FILE_H
#define INFERENCE_TEST_CASE_FILE_H

#include "doc/value_match.h"
#include "http/http.h"

#define CASE_FILE_MOST ((size_t)10000)

typedef struct CaseStatus {
    int64_t low;
    int64_t high;
} CaseStatus;

typedef struct CaseRange {
    const char *path; // "predictions[0]"
    const Value *at;  // for its place
    double low;
    double high;
} CaseRange;

typedef struct CaseExpectation {
    const Value *value;        // for its place; the case where nothing is said
    LIST(CaseStatus) statuses; // any of them; 200 to 299 unless the case says otherwise
    const Value *json;         // what the reply must contain; NULL for anything
    const Value *has;          // a list of paths; NULL for none
    LIST(CaseRange) ranges;
    ValueTolerance tolerance;
} CaseExpectation;

typedef struct Case {
    const char *name;
    const char *method;
    const char *path;
    const char *body; // NULL for none
    size_t body_size;
    LIST(HttpHeader) headers;
    CaseExpectation expect;
    bool in_load; // the load repeats it, because it says so
    bool load_said;
} Case;

typedef struct CaseFile {
    LIST(Case) items;
} CaseFile;

// `shown` is the file's name in places. Errors are ERROR_CONFIG with the place.
bool case_file_load(const char *path, const char *shown, Arena *arena, CaseFile *ret_file,
                    Error *err) MUST_USE;

// The same from memory; the form follows the ending of `shown`.
bool case_file_parse(const char *shown, const char *bytes, size_t size, Arena *arena,
                     CaseFile *ret_file, Error *err) MUST_USE;

// True if a reply of that status is expected.
bool case_expects_status(const Case *item, int64_t status);

// True if only refusals (4xx) are expected.
bool case_expects_refusal(const Case *item);

#endif
