#include "tools.h"

const FrontTool front_tools[] = {
    {"data-validate", NULL, true, true},    {"train-smoke-test", NULL, true, false},
    {"gate", &tool_gate, true, true},       {"inference-test", &tool_inference_test, true, false},
    {"package", &tool_package, true, true}, {"deploy-notify", &tool_deploy_notify, true, false},
    {"report", &tool_report, true, true},   {"run", &tool_run, false, false},
    {"config", &tool_config, false, false}, {"init", &tool_init, false, false},
};

const size_t front_tool_count = array_count(front_tools);

const FrontTool *front_find(const char *name)
{
    for (size_t i = 0; i < front_tool_count; i++) {
        if (text_equal(front_tools[i].name, name))
            return &front_tools[i];
    }
    return NULL;
}

const char *front_nearest(const char *name)
{
    const char *names[array_count(front_tools)];
    for (size_t i = 0; i < front_tool_count; i++)
        names[i] = front_tools[i].name;
    return text_nearest(name, names, front_tool_count);
}
