// base: what every file may use without asking: attributes, scopes and small macros.
//
// A handle that must be given back is declared with `scoped_x`; take() hands it on.

#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE                 __attribute__((warn_unused_result))
#define NORETURN                 __attribute__((noreturn))
#define CLEANUP(function)        __attribute__((cleanup(function)))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

// Writes close_scoped(), which a scope calls with the address of its variable.
#define SCOPED_CLOSE(type, close)                                                                  \
    static inline void close##_scoped(type *handle)                                                \
    {                                                                                              \
        if (*handle)                                                                               \
            close(*handle);                                                                        \
    }

// Moves a handle out of a scoped variable, which is then empty.
#define take(handle)                                                                               \
    ({                                                                                             \
        typeof(handle) *from_ = &(handle);                                                         \
        typeof(handle) taken_ = *from_;                                                            \
        *from_ = NULL;                                                                             \
        taken_;                                                                                    \
    })

#define array_count(array) (sizeof(array) / sizeof(array)[0])

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

#endif
