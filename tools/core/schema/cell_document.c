#include "schema/cell_document.h"

#include "base/text.h"
#include "doc/json.h"
#include "schema/scalar.h"

#include <math.h>
#include <string.h>

// Deeper ones of GeoJSON's collections are refused.
#define GEOMETRY_DEEPEST 16

const Value *cell_json(const char *bytes, size_t size, bool accept_nan, Arena *arena)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    JsonOptions options = {.accept_nan = accept_nan};
    return json_parse("cell", bytes, size, options, arena, &value, &err) ? value : NULL;
}

static bool document_count(ValueKind kind, const char *bytes, size_t size, int64_t *ret_members)
{
    scoped_arena arena = arena_open();
    const Value *value = cell_json(bytes, size, false, arena);
    if (!value || value->kind != kind)
        return false;
    *ret_members = (int64_t)value->count;
    return true;
}

bool cell_object(const char *bytes, size_t size, int64_t *ret_members)
{
    return document_count(VALUE_MAP, bytes, size, ret_members);
}

bool cell_array(const char *bytes, size_t size, int64_t *ret_members)
{
    return document_count(VALUE_LIST, bytes, size, ret_members);
}

static bool on_globe(double longitude, double latitude)
{
    return fabs(longitude) <= 180 && fabs(latitude) <= 90;
}

// A number with blanks around it.
static bool read_degrees(const char *bytes, size_t size, double *ret_degrees)
{
    while (size && bytes[0] == ' ') {
        bytes++;
        size--;
    }
    while (size && bytes[size - 1] == ' ')
        size--;
    Scalar scalar;
    if (!scalar_number(bytes, size, &scalar) || !isfinite(scalar.real))
        return false;
    *ret_degrees = scalar.real;
    return true;
}

static bool text_point(const char *bytes, size_t size)
{
    const char *comma = size ? memchr(bytes, ',', size) : NULL;
    double longitude = 0;
    double latitude = 0;
    return comma && read_degrees(bytes, (size_t)(comma - bytes), &longitude) &&
           read_degrees(comma + 1, size - (size_t)(comma - bytes) - 1, &latitude) &&
           on_globe(longitude, latitude);
}

// Degrees as a number, or as the text of one.
static bool value_degrees(const Value *value, double *ret_degrees)
{
    if (value && value->kind == VALUE_TEXT)
        return read_degrees(value->text, value->size, ret_degrees);
    return value && value_to_real(value, ret_degrees);
}

bool cell_point(PointForm form, const char *bytes, size_t size)
{
    if (form == POINT_TEXT)
        return text_point(bytes, size);
    scoped_arena arena = arena_open();
    const Value *value = cell_json(bytes, size, false, arena);
    ValueKind kind = form == POINT_ARRAY ? VALUE_LIST : VALUE_MAP;
    double longitude = 0;
    double latitude = 0;
    if (!value || value->kind != kind || value->count != 2)
        return false;
    const Value *first = form == POINT_ARRAY ? &value->items[0] : value_get(value, "lon");
    const Value *second = form == POINT_ARRAY ? &value->items[1] : value_get(value, "lat");
    return value_degrees(first, &longitude) && value_degrees(second, &latitude) &&
           on_globe(longitude, latitude);
}

// Lists of lists, `depth` of them, around positions of two numbers at least.
static bool is_coordinates(const Value *value, int depth)
{
    if (!value || value->kind != VALUE_LIST || (depth == 0 && value->count < 2))
        return false;
    for (size_t i = 0; i < value->count; i++) {
        double number = 0;
        if (depth == 0 ? !value_to_real(&value->items[i], &number)
                       : !is_coordinates(&value->items[i], depth - 1))
            return false;
    }
    return true;
}

static const struct {
    const char *type;
    int depth; // of its coordinates
} geometries[] = {
    {"Point", 0},           {"MultiPoint", 1}, {"LineString", 1},
    {"MultiLineString", 2}, {"Polygon", 2},    {"MultiPolygon", 3},
};

static bool has_type(const Value *value, const char *type)
{
    const Value *name = value_get(value, "type");
    return name && name->kind == VALUE_TEXT && text_equal(name->text, type);
}

static bool is_geometry(const Value *value, int deeper)
{
    for (size_t i = 0; i < array_count(geometries); i++) {
        if (has_type(value, geometries[i].type))
            return is_coordinates(value_get(value, "coordinates"), geometries[i].depth);
    }
    const Value *parts = value_get(value, "geometries");
    if (!has_type(value, "GeometryCollection") || !parts || parts->kind != VALUE_LIST || !deeper)
        return false;
    for (size_t i = 0; i < parts->count; i++) {
        if (!is_geometry(&parts->items[i], deeper - 1))
            return false;
    }
    return true;
}

static bool is_feature(const Value *value)
{
    const Value *geometry = value_get(value, "geometry");
    const Value *properties = value_get(value, "properties");
    return has_type(value, "Feature") && geometry && properties &&
           (geometry->kind == VALUE_NULL || is_geometry(geometry, GEOMETRY_DEEPEST)) &&
           (properties->kind == VALUE_NULL || properties->kind == VALUE_MAP);
}

bool cell_geojson(const char *bytes, size_t size)
{
    scoped_arena arena = arena_open();
    const Value *value = cell_json(bytes, size, false, arena);
    const Value *features = value_get(value, "features");
    if (!value)
        return false;
    if (!has_type(value, "FeatureCollection"))
        return is_feature(value) || is_geometry(value, GEOMETRY_DEEPEST);
    for (size_t i = 0; features && i < features->count; i++) {
        if (!is_feature(&features->items[i]))
            return false;
    }
    return features && features->kind == VALUE_LIST;
}

bool cell_topojson(const char *bytes, size_t size)
{
    scoped_arena arena = arena_open();
    const Value *value = cell_json(bytes, size, false, arena);
    const Value *objects = value_get(value, "objects");
    const Value *arcs = value_get(value, "arcs");
    return has_type(value, "Topology") && objects && objects->kind == VALUE_MAP && arcs &&
           arcs->kind == VALUE_LIST;
}
