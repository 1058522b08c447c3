// The program sluice-data-validate: reads foreign data, so it stands alone and has no network code.

#include "cli/tool.h"

extern const Tool tool_data_validate;

int main(int argc, char **argv)
{
    return tool_main(&tool_data_validate, argc, argv);
}
