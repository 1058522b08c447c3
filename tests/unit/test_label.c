// Which column a sample is stratified by if nobody says.

#include "base/file.h"
#include "base/text.h"
#include "label.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *table;
    const char *label; // NULL: none
} tables[] = {
    {"takes the column that is called like a label", "sex,target\nf,1\nm,0\nf,1\n", "target"},
    {"takes the first column with few values", "sex,island\nf,a\nm,b\nf,a\n", "sex"},
    {"takes no column that is always the same", "year,sex\n2007,f\n2007,m\n", "sex"},
    {"takes a label whatever its case", "a,Label\n1,x\n2,y\n", "Label"},
    {"takes no label that is always the same", "a,label\n1,x\n2,x\n", "a"},
    {"takes none where all are the same", "a,b\n1,2\n1,2\n", NULL},
    {"takes no column with many values",
     "id,sex\n1,f\n2,m\n3,f\n4,m\n5,f\n6,m\n7,f\n8,m\n9,f\n10,m\n11,f\n12,m\n13,f\n14,m\n15,f\n"
     "16,m\n17,f\n18,m\n19,f\n20,m\n21,f\n22,m\n",
     "sex"},
    {"tells apart values that begin alike", "a\nx\nxx\n", "a"},
};

static void check_table(void **state)
{
    const typeof(tables[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    assert_true(folder_make_temporary(arena, &folder, &err));
    const char *path = path_join(arena, folder, "table.csv");
    assert_true(file_write(path, row->table, strlen(row->table), &err));
    const char *label = NULL;
    assert_true(label_choose(path, arena, &label, &err));
    folder_remove(folder);
    assert_true(text_equal(label, row->label));
}

static void a_table_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *label = NULL;
    assert_false(label_choose("no/such/table.csv", arena, &label, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest errors[] = {
        cmocka_unit_test(a_table_that_is_not_there_is_an_error),
    };
    return unit_run_table("table", tables, check_table) +
           cmocka_run_group_tests_name("error", errors, NULL, NULL);
}
