#include "base/mask.h"
#include "report/report.h"

// What one walk over a report needs.
typedef struct Masker {
    Arena *arena;
    const TextList *secrets;
} Masker;

static void masker_text(const Masker *masker, const char **text)
{
    *text = mask_text(masker->arena, *text, masker->secrets);
}

static void masker_texts(const Masker *masker, const char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        masker_text(masker, &texts[i]);
}

static void masker_finding(const Masker *masker, Finding *finding)
{
    masker_text(masker, &finding->message);
    masker_text(masker, &finding->check);
    for (size_t i = 0; i < finding->places.count; i++) {
        Place *place = &finding->places.items[i];
        masker_text(masker, &place->file);
        masker_text(masker, &place->field);
        masker_text(masker, &place->value);
    }
}

static void masker_check(const Masker *masker, Check *check)
{
    masker_text(masker, &check->name);
    masker_text(masker, &check->value);
    masker_text(masker, &check->threshold);
    masker_text(masker, &check->message);
}

static void masker_section(const Masker *masker, Section *section)
{
    masker_text(masker, &section->title);
    masker_texts(masker, section->columns.items, section->columns.count);
    masker_texts(masker, section->x_labels.items, section->x_labels.count);
    for (size_t i = 0; i < section->rows.count; i++)
        masker_texts(masker, section->rows.items[i].cells.items,
                     section->rows.items[i].cells.count);
    for (size_t i = 0; i < section->series.count; i++)
        masker_text(masker, &section->series.items[i].name);
}

void report_mask(Report *report, const TextList *secrets)
{
    const Masker masker = {report->arena, secrets};
    masker_text(&masker, &report->reproduce);
    for (size_t i = 0; i < report->findings.count; i++)
        masker_finding(&masker, &report->findings.items[i]);
    for (size_t i = 0; i < report->checks.count; i++)
        masker_check(&masker, &report->checks.items[i]);
    for (size_t i = 0; i < report->metrics.count; i++)
        masker_text(&masker, &report->metrics.items[i].name);
    for (size_t i = 0; i < report->sections.count; i++)
        masker_section(&masker, &report->sections.items[i]);
}
