#include "render/render.h"

#include "render/formats.h"

const Renderer renderers[] = {
    {"console", ".txt",  "text for people, coloured on a terminal",       render_console},
    {"json",    ".json", "the whole report, which `sluice report` reads", render_json   },
};

const size_t renderer_count = array_count(renderers);

const Renderer *renderer_find(const char *name)
{
    for (size_t i = 0; i < renderer_count; i++) {
        if (text_equal(renderers[i].name, name))
            return &renderers[i];
    }
    return NULL;
}
