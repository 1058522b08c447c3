#include "git_revision.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/hashing.h"

#include <string.h>

// HEAD, references and lists of packed references are read below this size.
#define GIT_LARGEST_FILE ((size_t)16 << 20)

static bool git_is_commit(const char *text)
{
    return crypto_is_hex(text, 40) || crypto_is_hex(text, 64); // SHA-1 and SHA-256 repositories
}

// The trimmed contents of a small file; NULL if it cannot be read.
static const char *git_read(const char *folder, const char *name, Arena *arena)
{
    Error err = ERROR_EMPTY;
    scoped_buf content = BUF_LIMITED(GIT_LARGEST_FILE);
    if (!file_read("git file", path_join(arena, folder, name), &content, &err))
        return NULL;
    return text_trim(arena, buf_text(&content));
}

// The folder of the repository's files: `.git`, or what a file of that name points to.
static const char *git_folder(const char *folder, Arena *arena)
{
    for (const char *at = path_absolute(arena, folder);; at = path_folder(arena, at)) {
        const char *git = path_join(arena, at, ".git");
        if (file_is_folder(git))
            return git;
        const char *link = file_exists(git) ? git_read(at, ".git", arena) : NULL;
        if (link && text_starts(link, "gitdir: "))
            return path_join(arena, at, link + strlen("gitdir: "));
        if (text_equal(at, "/") || text_equal(at, "."))
            return NULL;
    }
}

static const char *git_packed(const char *folder, const char *reference, Arena *arena)
{
    const char *packed = git_read(folder, "packed-refs", arena);
    TextList lines = {0};
    if (packed)
        text_split(arena, packed, '\n', &lines);
    for (size_t i = 0; i < lines.count; i++) {
        const char *blank = strchr(lines.items[i], ' ');
        if (blank && text_equal(blank + 1, reference))
            return arena_text_sized(arena, lines.items[i], (size_t)(blank - lines.items[i]));
    }
    return NULL;
}

const char *git_revision(const char *folder, Arena *arena)
{
    const char *git = git_folder(folder, arena);
    const char *head = git ? git_read(git, "HEAD", arena) : NULL;
    if (!head || !text_starts(head, "ref: refs/"))
        return head && git_is_commit(head) ? head : NULL;
    const char *reference = head + strlen("ref: ");
    if (strstr(reference, ".."))
        return NULL;
    // A linked working tree keeps its branches in the main repository.
    const char *common = git_read(git, "commondir", arena);
    const char *shared = common ? path_join(arena, git, common) : git;
    const char *commit = git_read(shared, reference, arena);
    if (!commit)
        commit = git_packed(shared, reference, arena);
    return commit && git_is_commit(commit) ? commit : NULL;
}
