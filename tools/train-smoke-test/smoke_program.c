// The executable of train-smoke-test, which stands alone: it runs foreign code and has no network.

#include "cli/tool.h"

extern const Tool tool_train_smoke_test;

int main(int argc, char **argv)
{
    return tool_main(&tool_train_smoke_test, argc, argv);
}
