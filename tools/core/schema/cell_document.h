// cell_document: cells that hold more than one value: JSON, lists, points on the globe.
//
// Readers accept the whole text or nothing, as those of scalar.h do.

#ifndef SCHEMA_CELL_DOCUMENT_H
#define SCHEMA_CELL_DOCUMENT_H

#include "doc/value.h"

// The JSON that a cell holds, with NaN and infinities as Python writes them if `accept_nan`; NULL
// if it is none.
const Value *cell_json(const char *bytes, size_t size, bool accept_nan, Arena *arena);

// A JSON object or array, and how many members it has.
bool cell_object(const char *bytes, size_t size, int64_t *ret_members) MUST_USE;
bool cell_array(const char *bytes, size_t size, int64_t *ret_members) MUST_USE;

// What a point looks like: `lon, lat`, `[lon, lat]`, `{"lon": …, "lat": …}`.
typedef enum PointForm {
    POINT_TEXT,
    POINT_ARRAY,
    POINT_OBJECT,
} PointForm;

// A longitude from -180 to 180 and a latitude from -90 to 90, in degrees.
bool cell_point(PointForm form, const char *bytes, size_t size) MUST_USE;

// A GeoJSON object (RFC 7946): its type, and coordinates nested as deep as that type has them.
bool cell_geojson(const char *bytes, size_t size) MUST_USE;

// A TopoJSON topology: objects and arcs.
bool cell_topojson(const char *bytes, size_t size) MUST_USE;

#endif
