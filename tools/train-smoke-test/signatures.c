#include "signatures.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

// clang-format off

static const Signature disasters[] = {
    {"smoke/shared-memory", NULL, "killed by signal: Bus error", NULL,
     "run the container with a larger --shm-size, or load data with num_workers=0"},
    {"smoke/shared-memory", NULL, "insufficient shared memory (shm)", NULL,
     "run the container with a larger --shm-size, or load data with num_workers=0"},
    {"smoke/out-of-memory", NULL, "CUDA out of memory", NULL, "a smaller batch fits sooner"},
    {"smoke/out-of-memory", NULL, "RESOURCE_EXHAUSTED: Out of memory", NULL, NULL},
};

// Narrow rows come before wide ones: the first that fits wins.
static const Signature exceptions[] = {
    // tiny data, not a broken program
    {"smoke/smoke-size", NULL, "Expected more than 1 value per channel when training", NULL,
     "the last batch has one row; another number of --rows or drop_last=True avoids it"},
    {"smoke/smoke-size", NULL, "least populated class* only 1 member", NULL, NULL},
    {"smoke/smoke-size", NULL, "n_splits=* cannot be greater than the number of", NULL, NULL},
    {"smoke/smoke-size", NULL, "Cannot have number of splits n_splits=* greater than", NULL, NULL},
    {"smoke/smoke-size", NULL, "needs samples of at least 2 classes", NULL, NULL},
    {"smoke/smoke-size", NULL, "class must be greater than* got 1 class", NULL, NULL},
    {"smoke/smoke-size", NULL, "y contains 1 class", NULL, NULL},
    {"smoke/smoke-size", NULL, "number of classes has to be greater than one", NULL, NULL},
    {"smoke/smoke-size", NULL, "Only one class present in y_true", NULL, NULL},
    {"smoke/smoke-size", NULL, "Expected n_neighbors <= n_samples", NULL, NULL},
    {"smoke/smoke-size", NULL, "n_components=* must be between 0 and min(n_samples, n_features)", NULL, NULL},
    {"smoke/smoke-size", NULL, "should be greater or equal to the number of classes", NULL, NULL},
    {"smoke/smoke-size", NULL, "n_samples=* should be >= n_clusters", NULL, NULL},
    {"smoke/smoke-size", NULL, "the resulting train set will be empty", NULL, NULL},

    // memory, devices, disks
    {"smoke/out-of-memory", NULL, "DefaultCPUAllocator: *t allocate memory", NULL, NULL},
    {"smoke/out-of-memory", NULL, "DefaultCPUAllocator: not enough memory", NULL, NULL},
    {"smoke/out-of-memory", NULL, "Unable to allocate * for an array with shape", NULL, NULL},
    {"smoke/out-of-memory", NULL, "OOM when allocating tensor", NULL, NULL},
    {"smoke/out-of-memory", NULL, "CUBLAS_STATUS_ALLOC_FAILED", NULL, NULL},
    {"smoke/out-of-memory", NULL, "Cannot allocate memory", NULL, NULL},
    {"smoke/out-of-memory", NULL, "bad_alloc", NULL, NULL},
    {"smoke/out-of-memory", "MemoryError", NULL, NULL, NULL},
    {"smoke/out-of-memory", "_ArrayMemoryError", NULL, NULL, NULL},
    {"smoke/out-of-memory", "OutOfMemoryError", NULL, NULL, NULL},
    {"smoke/out-of-memory", "ResourceExhaustedError", NULL, NULL, NULL},
    {"smoke/index-error", NULL, "device-side assert triggered", NULL,
     "on a GPU this is often a label outside of the classes; the CPU tells which"},
    {"smoke/device-error", NULL, "Torch not compiled with CUDA enabled", NULL, NULL},
    {"smoke/device-error", NULL, "Found no NVIDIA driver", NULL, NULL},
    {"smoke/device-error", NULL, "CUDA driver version is insufficient", NULL, NULL},
    {"smoke/device-error", NULL, "no kernel image is available", NULL, NULL},
    {"smoke/device-error", NULL, "deserialize object on a CUDA device", NULL,
     "torch.load(…, map_location='cpu') reads it without a GPU"},
    {"smoke/device-error", NULL, "Expected all tensors to be on the same device", NULL,
     "model and data must be moved to one device"},
    {"smoke/device-error", NULL, "but got * on cpu", NULL, NULL},
    {"smoke/device-error", NULL, "Input type (torch.cuda.*) and weight type (torch.FloatTensor)", NULL,
     "the data was moved to the GPU, the model was not"},
    {"smoke/device-error", NULL, "No CUDA GPUs are available", NULL, NULL},
    {"smoke/device-error", NULL, "CUDA error", NULL, NULL},
    {"smoke/disk-full", NULL, "No space left on device", NULL, NULL},
    {"smoke/disk-full", NULL, "Disk quota exceeded", NULL, NULL},

    // saved weights
    {"smoke/checkpoint-mismatch", NULL, "in loading state_dict for", NULL, NULL},
    {"smoke/checkpoint-mismatch", NULL, "size mismatch for *copying a param with shape", NULL, NULL},

    // numbers that are none
    {"smoke/nan-loss", NULL, "returned nan values in its", NULL, NULL},
    {"smoke/nan-loss", NULL, "Invalid loss, terminating training", NULL, NULL},
    {"smoke/nan-loss", NULL, "loss returned in * is nan", NULL, NULL},
    {"smoke/nan-loss", NULL, "loss* nan", NULL, NULL},
    {"smoke/nan-loss", NULL, "nan* loss", NULL, NULL},
    {"smoke/nan-loss", NULL, "loss* not finite", NULL, NULL},
    {"smoke/nan-loss", NULL, "non-finite loss", NULL, NULL},
    {"smoke/nan-input", NULL, "Input * contains NaN", NULL, NULL},
    {"smoke/nan-input", NULL, "Input * contains infinity", NULL, NULL},
    {"smoke/nan-input", NULL, "Input contains NaN", NULL, NULL},
    {"smoke/nan-input", NULL, "contains NaN, infinity or a value too large", NULL, NULL},
    {"smoke/nan-input", NULL, "Cannot convert non-finite values", NULL, NULL},
    {"smoke/nan-input", NULL, "cannot convert float NaN to integer", NULL, NULL},

    // element types
    {"smoke/dtype-mismatch", NULL, "expected scalar type * but found", NULL, NULL},
    {"smoke/dtype-mismatch", NULL, "must have the same dtype", NULL, NULL},
    {"smoke/dtype-mismatch", NULL, "Found dtype * but expected", NULL, NULL},
    {"smoke/dtype-mismatch", NULL, "Input type * and * type * should be the same", NULL, NULL},
    {"smoke/dtype-mismatch", NULL, "not implemented for 'Int'", NULL, "class labels must be int64"},
    {"smoke/dtype-mismatch", NULL, "not implemented for '*'", NULL, NULL},
    {"smoke/dtype-mismatch", NULL, "can't convert np.ndarray of type numpy.object_", NULL,
     "a column of the table holds texts"},
    {"smoke/dtype-mismatch", NULL, "Cannot cast * from dtype", NULL, NULL},
    {"smoke/dtype-mismatch", NULL, "DataFrame.dtypes for data must be int, float", NULL, NULL},

    // labels and tokens outside of what the model knows
    {"smoke/index-error", "IndexError", "Target * is out of bounds", NULL,
     "a label is not below the number of classes"},
    {"smoke/index-error", NULL, "index out of range in self", NULL,
     "an id is not below the size of the embedding"},

    // shapes
    {"smoke/shape-mismatch", NULL, "mat1 and mat2 shapes cannot be multiplied", NULL,
     "the layer expects another number of features than it gets"},
    {"smoke/shape-mismatch", NULL, "expected input*to have * channels, but got", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "The size of tensor a * must match the size of tensor b", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "is invalid for input of size", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "stack expects each tensor to be equal size", NULL,
     "the samples of one batch have different lengths: pad them"},
    {"smoke/shape-mismatch", NULL, "Expected size for first two dimensions of batch", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Sizes of tensors must match", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "size mismatch", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "too many indices for", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Dimension out of range", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "target size * different to the input size", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Target size * must be the same as input size", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Expected input batch_size * to match target batch_size", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "could not be broadcast", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Incompatible shapes", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "mismatch in its core dimension", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "not aligned: * (dim", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "array dimensions * must match exactly", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "all the input arrays must have same number of dimensions", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "inhomogeneous", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "setting an array element with a sequence", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "cannot reshape array of size", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "is incompatible with the layer", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "must have the same rank", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "must have the same shape", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "must have the same first dimension", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Matrix size-incompatible", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "contracting dimensions to have equal shapes", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "features, but * is expecting * features", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "inconsistent numbers of samples", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Number of labels=* does not match number of samples", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Expected 2D array, got", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Length of values * does not match length of index", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "All arrays must be of the same length", NULL, NULL},
    {"smoke/shape-mismatch", NULL, "Shape of passed values is", NULL, NULL},

    // models and their data
    {"smoke/unseen-category", NULL, "previously unseen labels", NULL, NULL},
    {"smoke/unseen-category", NULL, "Found unknown categories", NULL,
     "OneHotEncoder(handle_unknown='ignore') accepts them"},
    {"smoke/not-fitted", "NotFittedError", NULL, NULL, NULL},
    {"smoke/not-fitted", NULL, "is not fitted yet", NULL, NULL},
    {"smoke/missing-column", NULL, "not found in axis", NULL, NULL},
    {"smoke/missing-column", NULL, "Usecols do not match columns", NULL, NULL},
    {"smoke/missing-column", NULL, "feature names should match those that were passed during fit", NULL, NULL},
    {"smoke/missing-column", NULL, "are in the [columns]", NULL, NULL},
    {"smoke/missing-column", NULL, "Missing column provided to 'parse_dates'", NULL, NULL},
    {"smoke/missing-column", "KeyError", "not in index", "pandas", NULL},
    {"smoke/missing-column", "KeyError", NULL, "pandas", NULL},
    {"smoke/missing-column", "ColumnNotFoundError", NULL, NULL, NULL},
    {"smoke/not-numeric", NULL, "could not convert string to float", NULL, NULL},
    {"smoke/not-numeric", NULL, "invalid literal for int()", NULL, NULL},
    {"smoke/not-numeric", NULL, "Unable to parse string", NULL, NULL},
    {"smoke/autograd-error", NULL, "does not require grad", NULL, NULL},
    {"smoke/autograd-error", NULL, "backward through the graph a second time", NULL, NULL},
    {"smoke/autograd-error", NULL, "modified by an inplace operation", NULL, NULL},
    {"smoke/autograd-error", NULL, "grad can be implicitly created only for scalar outputs", NULL, NULL},

    // files
    {"smoke/empty-data", "EmptyDataError", NULL, NULL, NULL},
    {"smoke/empty-data", NULL, "num_samples should be a positive integer value, but got num_samples=0", NULL, NULL},
    {"smoke/empty-data", NULL, "Found array with 0 sample", NULL, NULL},
    {"smoke/empty-data", NULL, "zero-size array to reduction operation", NULL, NULL},
    {"smoke/data-parse", NULL, "Error tokenizing data", NULL, NULL},
    {"smoke/data-parse", "ParserError", NULL, NULL, NULL},
    {"smoke/data-parse", "JSONDecodeError", NULL, NULL, NULL},
    {"smoke/data-parse", "UnicodeDecodeError", NULL, NULL, NULL},
    {"smoke/data-parse", "UnpicklingError", NULL, NULL, NULL},
    {"smoke/data-parse", "BadZipFile", NULL, NULL, NULL},
    {"smoke/data-parse", "BadGzipFile", NULL, NULL, NULL},
    {"smoke/data-parse", "ArrowInvalid", NULL, NULL, NULL},
    {"smoke/data-parse", "UnidentifiedImageError", NULL, NULL, NULL},
    {"smoke/missing-file", "FileNotFoundError", NULL, NULL, NULL},
    {"smoke/missing-file", NULL, "No such file or directory", NULL, NULL},
    {"smoke/permission", "PermissionError", NULL, NULL, NULL},

    // settings: argparse, hydra, pydantic, omegaconf
    {"smoke/config-error", "ConfigAttributeError", NULL, NULL, NULL},
    {"smoke/config-error", "MissingMandatoryValue", NULL, NULL, NULL},
    {"smoke/config-error", "ValidationError", NULL, NULL, NULL},

    // workers
    {"smoke/worker-failed", "TerminatedWorkerError", NULL, NULL, NULL},
    {"smoke/worker-failed", "BrokenProcessPool", NULL, NULL, NULL},
    {"smoke/worker-failed", "ChildFailedError", NULL, NULL, NULL},
    {"smoke/worker-failed", NULL, "DataLoader worker (pid*", NULL, NULL},

    // Python's own
    {"smoke/syntax-error", "SyntaxError", NULL, NULL, NULL},
    {"smoke/syntax-error", "IndentationError", NULL, NULL, NULL},
    {"smoke/syntax-error", "TabError", NULL, NULL, NULL},
    {"smoke/import-error", "ModuleNotFoundError", NULL, NULL,
     "the job's environment lacks it: install the project's requirements first"},
    {"smoke/import-error", "ImportError", NULL, NULL, NULL},
    {"smoke/import-error", NULL, "may indicate binary incompatibility", NULL,
     "packages were built for different versions of NumPy"},
    {"smoke/name-error", "NameError", NULL, NULL, NULL},
    {"smoke/name-error", "UnboundLocalError", NULL, NULL, NULL},
    {"smoke/recursion", "RecursionError", NULL, NULL, NULL},
    {"smoke/floating-point", "ZeroDivisionError", NULL, NULL, NULL},
    {"smoke/floating-point", "FloatingPointError", NULL, NULL, NULL},
    {"smoke/floating-point", "OverflowError", NULL, NULL, NULL},
    {"smoke/key-error", "KeyError", NULL, NULL, NULL},
    {"smoke/index-error", "IndexError", NULL, NULL, NULL},
    {"smoke/attribute-error", "AttributeError", NULL, NULL, NULL},
    {"smoke/type-error", "TypeError", NULL, NULL, NULL},
    {"smoke/value-error", "ValueError", NULL, NULL, NULL},
    {"smoke/assertion", "AssertionError", NULL, NULL, NULL},

    // the fault handler's
    {"smoke/segfault", "Segmentation fault", NULL, NULL, NULL},
    {"smoke/abort", "Aborted", NULL, NULL, NULL},
    {"smoke/shared-memory", "Bus error", NULL, NULL, NULL},
    {"smoke/floating-point", "Floating point exception", NULL, NULL, NULL},
    {"smoke/segfault", "Illegal instruction", NULL, NULL, NULL},
};

static const Signature outputs[] = {
    {"smoke/out-of-memory", NULL, "bad_alloc", NULL, NULL},
    {"smoke/nan-loss", NULL, "Invalid loss, terminating training", NULL, NULL},
    {"smoke/missing-file", NULL, "can't open file", NULL, NULL},
    {"smoke/import-error", NULL, "No module named", NULL, NULL},
    {"smoke/disk-full", NULL, "No space left on device", NULL, NULL},
    {"smoke/missing-file", NULL, "No such file or directory", NULL, NULL},
    {"smoke/permission", NULL, "Permission denied", NULL, NULL},
    {"smoke/config-error", NULL, "unrecognized arguments", NULL, NULL},
    {"smoke/config-error", NULL, "the following arguments are required", NULL, NULL},
    {"smoke/config-error", NULL, "error: argument ", NULL, NULL},
    {"smoke/config-error", NULL, "usage: ", NULL, NULL},
    {"smoke/config-error", NULL, "no such option", NULL, NULL},
    {"smoke/config-error", NULL, "config error", NULL, NULL},
    {"smoke/config-error", NULL, "invalid config", NULL, NULL},
    {"smoke/config-error", NULL, "Could not override ", NULL, NULL},
};

// clang-format on

// Where `part`, of `length` letters, stands in `text`; NULL if it does not.
static const char *signature_find(const char *text, const char *part, size_t length)
{
    for (; *text; text++) {
        if (tolower((unsigned char)*text) == tolower((unsigned char)*part) &&
            strncasecmp(text, part, length) == 0)
            return text;
    }
    return NULL;
}

bool signature_matches(const char *pattern, const char *text)
{
    while (*pattern) {
        size_t length = strcspn(pattern, "*");
        if (length) {
            text = signature_find(text, pattern, length);
            if (!text)
                return false;
            text += length;
        }
        pattern += length + (pattern[length] == '*');
    }
    return true;
}

static bool signature_fits(const Signature *signature, const SignatureQuery *query)
{
    return (!signature->type || text_equal(signature->type, query->type)) &&
           (!signature->text || signature_matches(signature->text, query->message)) &&
           (!signature->frame || query->has_frame(query->what, signature->frame));
}

static const Signature *signature_first(const Signature *rows, size_t count,
                                        const SignatureQuery *query)
{
    for (size_t i = 0; i < count; i++) {
        if (signature_fits(&rows[i], query))
            return &rows[i];
    }
    return NULL;
}

const Signature *signature_of_exception(const SignatureQuery *query)
{
    return signature_first(exceptions, array_count(exceptions), query);
}

const Signature *signature_of_output(const char *text)
{
    return signature_first(outputs, array_count(outputs), &(SignatureQuery){.message = text});
}

const Signature *signature_of_disaster(const char *text)
{
    return signature_first(disasters, array_count(disasters), &(SignatureQuery){.message = text});
}
