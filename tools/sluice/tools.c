#include "tools.h"

const FrontTool front_tools[] = {
    {"data-validate", NULL, true},    {"train-smoke-test", NULL, true},
    {"gate", &tool_gate, true},       {"inference-test", &tool_inference_test, true},
    {"package", &tool_package, true}, {"deploy-notify", &tool_deploy_notify, true},
    {"report", &tool_report, true},   {"run", &tool_run, false},
    {"config", &tool_config, false},
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
