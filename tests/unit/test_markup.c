// Escaping for XML, HTML and Markdown.

#include "doc/markup.h"
#include "unit.h"

typedef void Escape(Buf *out, const char *text);

static const struct {
    const char *name;
    Escape *escape;
    const char *text;
    const char *escaped;
} rows[] = {
    {"XML loses its tags and quotes", markup_xml, "<a b='c' d=\"e\">&",
     "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;"},
    {"XML keeps lines, tabs and characters", markup_xml, "a\tb\nh\xc3\xa9", "a\tb\nh\xc3\xa9"},
    {"XML gets no forbidden characters", markup_xml, "\x01|\xef\xbf\xbf|\xff",
     "\xef\xbf\xbd|\xef\xbf\xbd|\xef\xbf\xbd"},
    {"XML keeps carriage returns", markup_xml, "a\r\n", "a&#13;\n"},
    {"Markdown loses its emphasis", markup_markdown, "*a* _b_ ~~c~~ `d`",
     "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`"},
    {"Markdown loses its links and images", markup_markdown, "![a](b)", "!\\[a\\](b)"},
    {"Markdown gets no HTML", markup_markdown, "<img src=x> &lt;", "&lt;img src=x&gt; &amp;lt;"},
    {"a table cell stays one cell", markup_markdown, "a|b\r\nc", "a\\|b<br>c"},
    {"a backslash does not escape the escape", markup_markdown, "\\|", "\\\\\\|"},
    {"nobody is mentioned", markup_markdown, "@octocat, me@host, @_x",
     "@&#8203;octocat, me@&#8203;host, @&#8203;\\_x"},
    {"no issue is linked", markup_markdown, "#12 !3", "#&#8203;12 !&#8203;3"},
    {"no address is a link", markup_markdown, "https://x.y www.x.y WWW.x.y",
     "https&#8203;://x.y www&#8203;.x.y WWW&#8203;.x.y"},
    {"other dots and colons stay", markup_markdown, "a.b ww.c d: /e f:/g", "a.b ww.c d: /e f:/g"},
    {"signs on their own stay", markup_markdown, "@ # ! a#b 5@", "@ # ! a#b 5@"},
    {"money is not mathematics", markup_markdown, "$5$", "&#36;5&#36;"},
};

static void check_row(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_buf out = BUF_EMPTY;
    row->escape(&out, row->text);
    assert_string_equal(buf_text(&out), row->escaped);
}

int main(void)
{
    return unit_run_table("markup", rows, check_row);
}
