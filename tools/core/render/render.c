#include "render/render.h"

#include "render/formats.h"

const Renderer renderers[] = {
    {"console", ".txt", "text for people, coloured on a terminal", render_console},
    {"github", ".github.txt", "annotations on lines, as workflow commands of GitHub",
     render_github},
    {"summary", ".summary.md", "the summary of a GitHub step", render_summary},
    {"junit", ".junit.xml", "test cases for GitLab, Jenkins and others", render_junit},
    {"sarif", ".sarif.json", "SARIF 2.1.0 for code scanning and editors", render_sarif},
    {"codequality", ".codequality.json", "GitLab's code quality widget", render_codequality},
    {"checkstyle", ".checkstyle.xml", "Checkstyle's XML for Jenkins, editors and review bots",
     render_checkstyle},
    {"openmetrics", ".metrics.txt", "the figures as OpenMetrics, for GitLab's metrics report",
     render_openmetrics},
    {"json", ".json", "the whole report, which `sluice report` reads", render_json},
    {"html", ".html", "a page with charts that needs nothing else", render_html},
    {"markdown", ".md", "a comment on a pull or merge request", render_markdown},
    {"azure", ".azure.txt", "issues on lines, as logging commands of Azure", render_azure},
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
