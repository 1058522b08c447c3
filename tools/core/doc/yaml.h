// yaml: YAML 1.2 core schema documents as values with places (libyaml underneath).
//
// `no`, `on` and `0777` are what YAML 1.2 says (texts and 777). Duplicate keys, merge keys, tags of
// others, several documents, keys that are not texts, and more than YAML_MOST_NODES values after
// aliases are expanded are errors.

#ifndef DOC_YAML_H
#define DOC_YAML_H

#include "doc/value.h"

#define YAML_MOST_NODES ((size_t)1000000)
#define YAML_DEEPEST    128

// As json_parse(); an empty document is VALUE_NULL.
bool yaml_parse(const char *name, const char *bytes, size_t size, Arena *arena,
                const Value **ret_value, Error *err) MUST_USE;

bool yaml_load(const char *what, const char *path, Arena *arena, const Value **ret_value,
               Error *err) MUST_USE;

// Reads JSON if the file's name ends in `.json`, else YAML.
bool document_load(const char *what, const char *path, Arena *arena, const Value **ret_value,
                   Error *err) MUST_USE;

#endif
