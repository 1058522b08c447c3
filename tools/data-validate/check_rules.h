// check_rules: what the checks of a schema or a suite can find: rows in the midst of the table of
// rules.c, which is the only one to include them.

{
    .name = "check/columns-disagree",
    .severity = SEVERITY_ERROR,
    .summary = "columns of a row do not fit each other",
    .explanation = "A check says how the values of one row relate: which is greater, which are "
                   "equal, what they sum up to, which combinations there are.",
    .remedy = "correct the row; one of its values is wrong though each may look right",
},
    {
        .name = "check/predicate",
        .severity = SEVERITY_ERROR,
        .summary = "a condition on a row is false",
        .explanation = "A condition in the words of SQL relates the values of one row, such as "
                       "`end_date >= start_date`. A row of which it is unknown, for a value is "
                       "missing, does not break it.",
        .remedy = "correct the row, or the condition if it says too much",
    },
    {
        .name = "check/unknown-value",
        .severity = SEVERITY_ERROR,
        .summary = "a value is not in the file that lists them",
        .explanation = "A check (`in-file`) names a file, such as the training data: a category or "
                       "a label that is not in it is one the model has never seen.",
        .remedy = "add the value to the file and train anew, or correct it",
    },
    {
        .name = "check/overlap",
        .severity = SEVERITY_ERROR,
        .summary = "rows are also in another file, or from its time, which they should not be",
        .explanation = "Rows or identifiers that are in the training data as well as in the test "
                       "data make a model look better than it is.",
        .remedy = "split the data anew, by identifier and not by row",
    },
    {
        .name = "check/order",
        .severity = SEVERITY_ERROR,
        .summary = "values are not in the order that a check wants",
        .explanation = "A counter or a time that goes back means rows that were mixed up or put "
                       "together from several runs.",
        .remedy = "sort the data, or look at where the row comes from",
    },
    {
        .name = "check/gap",
        .severity = SEVERITY_ERROR,
        .summary = "between two neighbouring values there is a longer gap than a check allows",
        .explanation = "Sorted by time, rows should follow each other: a day without any is an "
                       "export that failed or a part that was not joined.",
        .remedy = "fetch what is missing, or move the bound",
    },
    {
        .name = "check/columns-related",
        .severity = SEVERITY_WARNING,
        .summary = "two columns tell more of each other than a check allows, or less",
        .explanation =
            "Two features that go together tell the same twice. A feature that tells the "
            "label nearly all by itself has often been made from it, and is not there "
            "when the model is asked.",
        .remedy = "look at where the column comes from: leave it out if it knows the label",
    },
    {
        .name = "check/duplicate-rows",
        .severity = SEVERITY_ERROR,
        .summary = "more rows are repeated than a check allows",
        .explanation = "Repeated rows count twice in training and leak from training into "
                       "evaluation.",
        .remedy = "remove the repeated rows",
    },
    {
        .name = "check/conflicting-labels",
        .severity = SEVERITY_ERROR,
        .summary = "rows with the same features have different labels",
        .explanation = "No model can learn both; labels that contradict each other are labelling "
                       "errors, or a feature is missing that tells the rows apart.",
        .remedy = "look at the rows and decide which label is right",
    },
    {
        .name = "check/figure",
        .severity = SEVERITY_ERROR,
        .summary = "a figure of a column is out of its bounds",
        .explanation =
            "A check bounds a mean, a quantile, a number of different values or the like; "
            "the figure is that of the whole column, so no single row is wrong.",
        .remedy = "look at how the column is distributed, or move the bound",
    },
    {
        .name = "check/too-coarse",
        .severity = SEVERITY_WARNING,
        .summary = "a figure is not known well enough to be judged",
        .explanation =
            "With very many different values a profile keeps counts of bins or estimates; "
            "the bound lies between what the figure is at least and at most.",
        .remedy = "move the bound away from the figure, or check a part of the data",
    },
    {
        .name = "check/constant-column",
        .severity = SEVERITY_WARNING,
        .summary = "one value makes up more of a column than a check allows",
        .explanation = "A column that hardly varies teaches a model nothing; a default that was "
                       "filled in everywhere looks like this.",
        .remedy = "leave the column out, or look at where the other values went",
    },
    {
        .name = "check/outliers",
        .severity = SEVERITY_WARNING,
        .summary = "values lie far beyond the others",
        .explanation =
            "Fences at a multiple of the distance between the quartiles (`outliers`) move "
            "little with the outliers themselves; a standard score (`z-scores`) moves "
            "with them.",
        .remedy = "look at the values: other units, codes for 'unknown', typing errors",
    },
    {
        .name = "check/class-balance",
        .severity = SEVERITY_WARNING,
        .summary = "classes are more unequal than a check allows",
        .explanation = "A model can ignore a class that is rare, and still be right nearly always.",
        .remedy = "collect or weigh the rare class, and measure each class by itself",
    },
    {
        .name = "check/stale",
        .severity = SEVERITY_ERROR,
        .summary = "the latest value is older than a check allows",
        .explanation = "A feed that stopped delivers yesterday's file again and again, and every "
                       "other check passes.",
        .remedy = "look at the step that fetches the data",
    },
    {
        .name = "check/table-size",
        .severity = SEVERITY_ERROR,
        .summary = "there are fewer or more rows or columns than a check wants",
        .explanation = "An export that was cut, or a join that multiplied rows, shows here first.",
        .remedy = "look at the step that wrote the file, or move the bound",
    },
    {
        .name = "check/row-count-change",
        .severity = SEVERITY_ERROR,
        .summary = "the number of rows differs more from earlier data than a check allows",
        .explanation = "The check bounds how many times the rows of the baseline or the reference "
                       "there are.",
        .remedy =
            "look at the step that wrote the file; if the change is real, commit a new profile",
    },
    {
        .name = "check/columns-alike",
        .severity = SEVERITY_WARNING,
        .summary = "two columns are equal, or have names that look alike",
        .explanation =
            "A column that is there twice counts twice; `Order ID` and `order_id` side by "
            "side mean that two exports were joined and one of them is stale.",
        .remedy = "leave one of the columns out",
    },
    {
        .name = "check/text-form",
        .severity = SEVERITY_WARNING,
        .summary = "texts have spaces around them, or neither letter nor digit",
        .explanation = "'Berlin' and 'Berlin ' are two categories to a model, and nobody sees it.",
        .remedy = "trim the texts where they are written",
    },
    {
        .name = "check/text-variants",
        .severity = SEVERITY_WARNING,
        .summary = "one text is spelled in several ways",
        .explanation =
            "Texts that differ only in case, spaces or marks are most often one category "
            "which several people typed.",
        .remedy = "choose one spelling, and an `enum` that keeps it",
    },
    {
        .name = "check/mixed-types",
        .severity = SEVERITY_WARNING,
        .summary = "a column mixes texts with numbers, words for nothing, or decimal marks",
        .explanation =
            "A few texts among numbers turn the whole column into texts in most readers; "
            "two words for nothing make one of them a category; 1,5 beside 1.5 is 15 or "
            "nothing.",
        .remedy = "correct the values; list the words for nothing in `missingValues`",
    },
    {
        .name = "check/lost-digits",
        .severity = SEVERITY_WARNING,
        .summary = "digits or characters of values have been lost",
        .explanation =
            "Spreadsheets take the zeros from the front of codes; databases cut texts at "
            "255 characters and numbers at 2147483647.",
        .remedy = "export the column again as text, and wide enough",
    },
    {
        .name = "check/mojibake",
        .severity = SEVERITY_WARNING,
        .summary = "texts were decoded in the wrong encoding",
        .explanation =
            "UTF-8 that was read as Latin-1 and written again: 'Zürich' became 'ZÃ¼rich', "
            "and is a second category.",
        .remedy = "decode the source as UTF-8 and write it again",
    },
    {
        .name = "check/personal-data",
        .severity = SEVERITY_WARNING,
        .summary = "values look like personal data",
        .explanation =
            "Mail addresses, card numbers with a valid check digit, account numbers (IBAN) "
            "and social security numbers do not belong into training data that is not "
            "meant to hold them.",
        .remedy = "leave the column out, or replace the values by a hash with a secret",
    },
