/* SPDX-License-Identifier: MIT
 *
 * cmd_cache.c: `regius cache`: where the cache of converted code is, how much is in it, and emptying it. Always holds:
 * nothing is removed unless the folder is the user's own, and only regular files in it are.
 */
#include <errno.h>
#include <fts.h>
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "vm/api/cache.h"
#include "vm/base/mem.h"

#define COMMAND "cache"

/* A folder that is ours and no link. absent: there is none, which is no failure. */
static bool is_own_folder(const char *path, bool *absent)
{
    struct stat st;
    *absent = false;
    if (lstat(path, &st) != 0) {
        *absent = errno == ENOENT;
        if (!*absent) fprintf(stderr, "regius: %s: error: %s\n", path, strerror(errno));
        return false;
    }
    if (!S_ISDIR(st.st_mode) || st.st_uid != getuid()) {
        fprintf(stderr, "regius: %s: error: not a folder of this user\n", path);
        return false;
    }
    return true;
}

/* Counts the files below path, or removes them and the folders between. */
static bool visit(const char *path, bool remove_them, size_t *nfiles, uint64_t *bytes)
{
    char *paths[] = {(char *)path, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, NULL);
    bool done = tree != NULL;
    for (FTSENT *e; tree && (e = fts_read(tree));) {
        if (e->fts_info == FTS_F) {
            ++*nfiles;
            *bytes += (uint64_t)e->fts_statp->st_size;
            if (remove_them && unlink(e->fts_path) != 0) done = false;
        } else if (e->fts_info == FTS_DP && e->fts_level > 0 && remove_them) {
            rmdir(e->fts_path);
        } else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS) {
            done = false;
        }
    }
    if (!done) fprintf(stderr, "regius: %s: error: %s\n", path, strerror(errno));
    if (tree) fts_close(tree);
    return done;
}

int rg_cmd_cache(int argc, char **argv)
{
    static const struct option longs[] = {{"path", no_argument, NULL, 'p'},
                                          {"stats", no_argument, NULL, 's'},
                                          {"clear", no_argument, NULL, 'c'},
                                          {NULL, 0, NULL, 0}};
    int what = 's';
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        if (c == '?') return rg_cli_usage_error(COMMAND, "unknown option '%s'", argv[optind - 1]);
        what = c;
    }
    if (optind != argc) return rg_cli_usage_error(COMMAND, "unexpected '%s'", argv[optind]);
    char *path = rg_cache_place();
    if (!path) {
        fputs("regius: cache: error: no place for a cache: none of REGIUS_CACHE_DIR, XDG_CACHE_HOME and HOME is set\n",
              stderr);
        return RG_EXIT_FAILED;
    }
    size_t nfiles = 0;
    uint64_t bytes = 0;
    bool absent = false, done = true;
    if (what == 'p') {
        puts(path);
    } else {
        done = is_own_folder(path, &absent) ? visit(path, what == 'c', &nfiles, &bytes) : absent;
        if (done)
            printf("%s%zu file%s, %llu bytes in %s\n", what == 'c' ? "removed " : "", nfiles, nfiles == 1 ? "" : "s",
                   (unsigned long long)bytes, path);
    }
    rg_mem_free(path);
    return done ? RG_EXIT_DONE : RG_EXIT_FAILED;
}
