#include "stats/drift_suite.h"

#include "base/text.h"

#include <math.h>

const DriftSuite drift_suites[] = {
    {"evidently-default", "Evidently 0.7: by the rows before and the different values", NULL, NULL,
     NAN, NAN},
    {"deepchecks-default", "deepchecks: 0.2, labels and predictions 0.15", "ks:deepchecks",
     "cramers-v:deepchecks", 0.2, 0.15},
    {"nannyml-default", "NannyML's method with a fixed threshold of 0.1", "js:nannyml",
     "js:nannyml", NAN, NAN},
    {"tfdv-default", "TensorFlow Data Validation with the threshold of its guide, 0.01", "js:tfdv",
     "linf:tfdv", NAN, NAN},
    {"bigquery-default", "BigQuery and Vertex AI: TFDV's methods at 0.3", "js:tfdv", "linf:tfdv",
     0.3, NAN},
    {"sagemaker-default", "SageMaker Model Monitor and Deequ: the robust distance at 0.1",
     "ks:deequ", "linf:deequ", NAN, NAN},
};
const size_t drift_suite_count = array_count(drift_suites);

const DriftSuite *drift_suite_find(const char *name)
{
    for (size_t i = 0; i < drift_suite_count; i++) {
        if (text_equal(drift_suites[i].name, name))
            return &drift_suites[i];
    }
    return NULL;
}

const DriftMethod *drift_suite_method(const DriftSuite *suite, const DriftSides *sides)
{
    if (!suite->numbers)
        return drift_method_of_evidently(sides);
    return drift_method_find(sides->numbers ? suite->numbers : suite->categories);
}
