// drift_rules: what can be found about drift: rows in the midst of the table of rules.c, which is
// the only one to include them.

{
    .name = "drift/numbers",
    .severity = SEVERITY_ERROR,
    .summary = "the numbers of a column are distributed otherwise than before",
    .explanation = "A model predicts well on what it was trained on. Drift is found when the "
                   "distributions are far apart (Kolmogorov-Smirnov distance) and chance is no "
                   "explanation (p-value, adjusted for the number of columns).",
    .remedy = "look at how the data was collected; if the change is real, train anew and "
              "commit a new profile, or turn the column off in the schema's `drift:`",
},
    {
        .name = "drift/categories",
        .severity = SEVERITY_ERROR,
        .summary = "the categories of a column are distributed otherwise than before",
        .explanation =
            "Drift is found when a large share of the rows has changed category (total "
            "variation) and chance is no explanation (chi-square, adjusted for the number"
            " of columns). Rare categories are pooled.",
        .remedy = "look at how the data was collected; if the change is real, train anew and "
                  "commit a new profile, or turn the column off in the schema's `drift:`",
    },
    {
        .name = "drift/text-lengths",
        .severity = SEVERITY_ERROR,
        .summary = "the texts of a column have other lengths than before",
        .explanation = "Texts that hardly repeat are compared by their lengths: what was cut, "
                       "translated or encoded twice shows up there.",
        .remedy = "look at how the texts were collected; if the change is real, commit a new "
                  "profile",
    },
    {
        .name = "drift/missing-values",
        .severity = SEVERITY_ERROR,
        .summary = "other shares of a column's values are missing than before",
        .explanation = "A sensor that failed or a question that was dropped leaves gaps, which a "
                       "model fills with its defaults.",
        .remedy = "look at where the values went; if the change is real, train anew and commit "
                  "a new profile",
    },
    {
        .name = "drift/label",
        .severity = SEVERITY_ERROR,
        .summary = "what a model shall predict is distributed otherwise than before",
        .explanation = "Where the label changes, a model that was right is so no longer, whatever "
                       "its features do. The schema's `drift:` says which column is the label.",
        .remedy = "look at how the labels were made; if the change is real, train anew and commit "
                  "a new profile",
    },
    {
        .name = "drift/prediction",
        .severity = SEVERITY_ERROR,
        .summary = "what a model predicts is distributed otherwise than before",
        .explanation = "Predictions move before anybody knows the true answers: the features have "
                       "changed, or another model answers. The schema's `drift:` says which column "
                       "is the prediction.",
        .remedy = "look at the drift of the features; compare the models by `gate`",
    },
    {
        .name = "drift/skew",
        .severity = SEVERITY_ERROR,
        .summary = "the data are distributed otherwise than what is served",
        .explanation = "A model learns from one distribution and answers on another: features are "
                       "computed in two ways, or the training data were selected. The schema's "
                       "`skew:` has the limits.",
        .remedy = "compute the features by the same code, and train on what is served",
    },
    {
        .name = "drift/undefined",
        .severity = SEVERITY_WARNING,
        .summary = "the drift method has no figure for a column's values",
        .explanation = "Some tests want two categories, or values that are not all equal. The "
                       "verdict is inconclusive, never a pass.",
        .remedy = "choose another method for the column in the schema's `drift:`",
    },
    {
        .name = "drift/trend",
        .severity = SEVERITY_WARNING,
        .summary = "values rise or fall along the rows",
        .explanation =
            "Evidence of drift takes rows as drawn one by one. In data that are sorted, or "
            "that were recorded over time, neighbours are alike: there is less in them "
            "than their number says, and any part of the file differs from any other. "
            "Tested by Mann and Kendall on up to 1024 rows.",
        .remedy =
            "compare whole periods, judge by an effect that matters (`drift-effect`), or turn "
            "columns that count or date the rows off in the schema's `drift:`; `trend: false` "
            "there ends this warning",
    },
    {
        .name = "drift/type-changed",
        .severity = SEVERITY_ERROR,
        .summary = "a column has values of another type than before",
        .explanation =
            "A single text among numbers makes a column of texts; nothing else of it can "
            "be compared.",
        .remedy = "find the value (a schema says on which line), or commit a new profile",
    },
    {
        .name = "drift/column-gone",
        .severity = SEVERITY_ERROR,
        .summary = "a column that was there before is not in the data",
        .explanation = "A model which was trained with the column cannot do without.",
        .remedy = "bring the column back, or train without it and commit a new profile",
    },
    {
        .name = "drift/column-new",
        .severity = SEVERITY_WARNING,
        .summary = "the data has a column that was not there before",
        .explanation = "It was not in the data that the baseline describes, so it is compared with "
                       "nothing.",
        .remedy = "commit a new profile when the column is there to stay",
    },
    {
        .name = "drift/too-few-rows",
        .severity = SEVERITY_NOTICE,
        .summary = "there are too few rows to judge drift",
        .explanation = "With a handful of rows, chance makes large differences. The verdict is "
                       "inconclusive, never a pass.",
        .remedy = "collect more rows before judging, or lower `drift-least-rows` knowing what "
                  "it means",
    },
    {
        .name = "drift/uncertain",
        .severity = SEVERITY_WARNING,
        .summary = "the profiles are too coarse to judge drift",
        .explanation =
            "A profile keeps a bounded number of different values; the limit lies between"
            " what the difference is at least and at most, or the method needs every value.",
        .remedy = "compare with the data itself by `--reference`, and keep more of its values by "
                  "`--drift-values`",
    },
