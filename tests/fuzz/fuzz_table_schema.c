// Whatever document is a schema, its rules can be asked of any text.

#include "doc/yaml.h"
#include "fuzz.h"
#include "schema/table_schema.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const Value *document = NULL;
    const TableSchema *schema = NULL;
    Error err = ERROR_EMPTY;
    if (!yaml_parse("fuzz", (const char *)data, size, arena, &document, &err))
        return 0;
    if (!table_schema_read(document, arena, &schema, &err)) {
        fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && err.place.line >= 1);
        return 0;
    }
    static const char *const texts[] = {"",     "1",          "-1.5e300", "2024-02-29",
                                        "true", "1.234,50 %", "\xff",     "2024-02-29T23:59:59.5Z"};
    for (size_t i = 0; i < schema->fields.count; i++) {
        const Field *field = &schema->fields.items[i];
        for (size_t k = 0; k < array_count(texts); k++) {
            Scalar scalar = {0};
            char padded[32 + BATCH_PADDING] = {0};
            memcpy(padded, texts[k], strlen(texts[k]));
            Cell cell = {padded, strlen(texts[k])};
            uint8_t state = 0;
            double real = 0;
            int64_t integer = 0;
            FieldValues values = {&state, &real, &integer, 1};
            field_cast_column(field, kernel_find(KERNEL_BEST), &cell, 1, &values);
            if (field_cast(field, cell.bytes, cell.size, &scalar))
                field_is_choice(field, &cell, &scalar);
        }
        for (size_t k = 0; k < field->choices.count; k++) {
            const FieldChoice *choice = &field->choices.items[k];
            Cell cell = {choice->text, choice->size};
            fuzz_demand(field_is_choice(field, &cell, &choice->scalar));
        }
    }
    return 0;
}
