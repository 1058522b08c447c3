// python_text: a program in Python, or TOML, cut into the few kinds of words that say what it
// takes: names, texts, numbers, signs. Comments are skipped.
//
// No parser: whatever the bytes are, they become words, each at least a byte long.

#ifndef SLUICE_PYTHON_TEXT_H
#define SLUICE_PYTHON_TEXT_H

#include "base/arena.h"

typedef enum PythonKind {
    PYTHON_END,
    PYTHON_NAME,
    PYTHON_TEXT, // between quotes of any kind; `text` is what stands between them
    PYTHON_NUMBER,
    PYTHON_SIGN, // one byte
} PythonKind;

typedef struct PythonWord {
    PythonKind kind;
    const char *text; // lives in the arena
} PythonWord;

typedef LIST(PythonWord) PythonWords;

// At most PYTHON_MOST_WORDS; the last is PYTHON_END.
#define PYTHON_MOST_WORDS ((size_t)500000)

void python_words(const char *text, Arena *arena, PythonWords *ret_words);

// The word is this name, or this sign.
bool python_is(const PythonWord *word, const char *text);

#endif
