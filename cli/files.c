/* SPDX-License-Identifier: MIT
 *
 * files.c: reading files and walking folders. Symbolic links are followed on the command line only, so that a walk
 * ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "vm/base/mem.h"

RgStatus rg_cli_read_file(const char *path, char **data, size_t *size, RgError *error)
{
    struct stat st;
    *data = NULL;
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
        rg_error_set(error, ERR_FILE_READ, UINT64_MAX, "%s", strerror(fd >= 0 && S_ISDIR(st.st_mode) ? EISDIR : errno));
        if (fd >= 0) close(fd);
        return ERR_FILE_READ;
    }
    size_t cap = st.st_size > 0 ? (size_t)st.st_size + 1 : 65536;
    char *buf = rg_mem_alloc(cap);
    ssize_t n = 0;
    while (buf) {
        if (*size == cap) {
            char *larger = rg_mem_realloc(buf, cap *= 2);
            if (!larger) rg_mem_free(buf);
            buf = larger;
            continue;
        }
        n = read(fd, buf + *size, cap - *size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        *size += (size_t)n;
    }
    int why = errno;
    close(fd);
    if (!buf) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "reading a file");
    if (n < 0) {
        rg_mem_free(buf);
        return rg_error_set(error, ERR_FILE_READ, UINT64_MAX, "%s", strerror(why));
    }
    *data = buf;
    return RG_OK;
}

int rg_cli_write_text(const RgStrBuf *text, const char *path, FILE *otherwise)
{
    if (text->failed) {
        fputs("regius: out of memory\n", stderr);
        return RG_EXIT_FAILED;
    }
    FILE *f = path ? fopen(path, "w") : otherwise;
    bool done = f && fwrite(text->data, 1, text->len, f) == text->len;
    if (f && (path ? fclose(f) : fflush(f)) != 0) done = false;
    if (done) return RG_EXIT_DONE;
    RgError error;
    rg_error_set(&error, ERR_FILE_WRITE, UINT64_MAX, "%s", strerror(errno));
    rg_cli_print_error(path ? path : "standard output", &error);
    return RG_EXIT_FAILED;
}

bool rg_cli_make_parents(const char *path)
{
    char *copy = rg_mem_strdup(path);
    bool done = copy != NULL;
    char *last = copy ? strrchr(copy, '/') : NULL;
    if (!last || last == copy) {
        rg_mem_free(copy);
        return done;
    }
    *last = '\0'; /* mostly the folder is there, or only itself is missing */
    bool there = mkdir(copy, 0777) == 0 || errno == EEXIST;
    *last = '/';
    for (char *slash = copy; !there && done && (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        done = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    rg_mem_free(copy);
    return done;
}

static bool has_suffix(const char *name, const char *const *suffixes)
{
    size_t len = strlen(name);
    for (; *suffixes; suffixes++) {
        size_t n = strlen(*suffixes);
        if (len > n && strcmp(name + len - n, *suffixes) == 0) return true;
    }
    return false;
}

static bool add_file(RgCliFiles *files, const char *path, const char *relative, bool from_tree)
{
    RgCliFile file = {rg_mem_strdup(path), rg_mem_strdup(relative), from_tree};
    if (file.path && file.relative && RG_VEC_PUSH(files, file)) return true;
    rg_mem_free(file.path);
    rg_mem_free(file.relative);
    fputs("regius: out of memory\n", stderr);
    return false;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool complain(const char *path, int why)
{
    RgError error;
    rg_error_set(&error, ERR_FILE_READ, UINT64_MAX, "%s", strerror(why));
    rg_cli_print_error(path, &error);
    return false;
}

static bool walk(RgCliFiles *files, const char *root, const char *const *suffixes)
{
    char *paths[] = {(char *)root, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    bool done = true;
    if (!tree) return complain(root, errno);
    size_t root_len = strlen(root);
    for (FTSENT *e; (e = fts_read(tree));) {
        if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS) {
            done = complain(e->fts_path, e->fts_errno);
        } else if (e->fts_info == FTS_F && has_suffix(e->fts_name, suffixes)) {
            const char *relative = e->fts_path + root_len;
            while (*relative == '/')
                relative++;
            done &= add_file(files, e->fts_path, relative, true);
        }
    }
    fts_close(tree);
    return done;
}

bool rg_cli_find_files(RgCliFiles *files, const char *path, const char *const *suffixes)
{
    struct stat st;
    if (stat(path, &st) != 0) return complain(path, errno);
    if (S_ISDIR(st.st_mode)) return walk(files, path, suffixes);
    const char *slash = strrchr(path, '/');
    return add_file(files, path, slash ? slash + 1 : path, false);
}

void rg_cli_files_fini(RgCliFiles *files)
{
    for (size_t i = 0; i < files->len; i++) {
        rg_mem_free(files->data[i].path);
        rg_mem_free(files->data[i].relative);
    }
    RG_VEC_FINI(files);
}
