/* SPDX-License-Identifier: MIT
 *
 * cache.c: register code on disk: <folder>/<2 hex>/<rest of the key>-<stamp>.rgc, one image each. The folder is made with mode
 * 0700 and used only when it is a folder of the user's own that nobody else may write; the stamp is that of the build and of
 * the opcode tables, so that what another converter made is never found. Images are verified whenever they are loaded.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "vm/api/cache.h"
#include "vm/api/state.h"
#include "vm/base/build.h"
#include "vm/base/mem.h"
#include "vm/base/strbuf.h"
#include "vm/code/image.h"
#include "vm/code/op.h"

char *rg_cache_place(void)
{
    const char *dir = getenv("REGIUS_CACHE_DIR"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    RgStrBuf b;
    rg_strbuf_init(&b);
    if (dir && *dir)
        rg_strbuf_puts(&b, dir);
    else if (xdg && *xdg == '/')
        rg_strbuf_printf(&b, "%s/regius", xdg);
    else if (home && *home == '/')
        rg_strbuf_printf(&b, "%s/.cache/regius", home);
    if (b.len) return rg_strbuf_take(&b);
    rg_strbuf_fini(&b);
    return NULL;
}

char *rg_cache_choose_dir(void)
{
    const char *off = getenv("REGIUS_CACHE");
    return off && !strcmp(off, "off") ? NULL : rg_cache_place();
}

/* Makes the folders of path; what exists is left alone. */
static void make_folders(const char *path)
{
    char *copy = rg_mem_strdup(path);
    if (!copy) return;
    for (char *p = copy + 1; *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        mkdir(copy, 0700);
        *p = '/';
    }
    mkdir(copy, 0700);
    rg_mem_free(copy);
}

static bool is_private(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH));
}

/* The folder if it can be used; made when `make` says so. */
static const char *folder(Regius *r, bool make)
{
    if (!r->cache_tried) {
        r->cache_tried = true;
        r->cache_dir = rg_cache_choose_dir();
    }
    if (!r->cache_dir) return NULL;
    if (is_private(r->cache_dir)) return r->cache_dir;
    if (!make || access(r->cache_dir, F_OK) == 0) return NULL;
    make_folders(r->cache_dir);
    return is_private(r->cache_dir) ? r->cache_dir : NULL;
}

static bool entry_path(Regius *r, RgHash128 key, bool make, RgStrBuf *out)
{
    const char *dir = folder(r, make);
    if (!dir) return false;
    rg_strbuf_printf(out, "%s/%02x", dir, (unsigned)(key.hi >> 56));
    if (make && !out->failed) mkdir(out->data, 0700);
    rg_strbuf_printf(out, "/%014llx%016llx-%016llx.rgc", (unsigned long long)(key.hi & 0xffffffffffffffull),
                     (unsigned long long)key.lo, (unsigned long long)(rg_op_table_stamp() ^ rg_build_stamp()));
    return !out->failed;
}

bool rg_cache_load(Regius *r, RgHash128 key, RgCodeUnit **unit)
{
    RgStrBuf path;
    RgError error;
    rg_strbuf_init(&path);
    bool ok = entry_path(r, key, false, &path) && access(path.data, R_OK) == 0 &&
              rg_image_load(path.data, unit, &error) == RG_OK;
    rg_strbuf_fini(&path);
    return ok;
}

void rg_cache_store(Regius *r, RgHash128 key, const RgCodeUnit *unit)
{
    RgStrBuf path;
    RgError error;
    rg_strbuf_init(&path);
    if (entry_path(r, key, true, &path)) (void)!rg_image_save(path.data, unit, &error);
    rg_strbuf_fini(&path);
}
