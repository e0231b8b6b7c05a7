/* SPDX-License-Identifier: MIT
 *
 * posix_dir.c: listdir and scandir.
 */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/module/posix.h"

#include "vm/object/list.h"
#include "vm/type/repr.h"

static DIR *open_dir(RgThread *th, const RgPosixPath *path)
{
    if (path->text) {
        DIR *d = opendir(path->text);
        if (!d) rg_posix_error(th, path);
        return d;
    }
    int fd = fcntl(path->fd, F_DUPFD_CLOEXEC, 0);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d) {
        rg_posix_error(th, path);
        if (fd >= 0) close(fd);
        return NULL;
    }
    rewinddir(d);
    return d;
}

static bool is_dot(const char *name)
{
    return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

RG_POSIX(listdir)
{
    RgPosixPath path;
    if (!rg_posix_path(th, "listdir", "path", args[0], RG_PATH_FD | RG_PATH_NONE, &path)) return RG_ERROR;
    RgList *l = rg_list_new(th, 0);
    DIR *dir = l ? open_dir(th, &path) : NULL;
    if (!dir) return RG_ERROR;
    bool ok = true;
    struct dirent *e;
    while (ok && (errno = 0, e = readdir(dir))) {
        if (is_dot(e->d_name)) continue;
        RgValue name = rg_posix_text(th, e->d_name, strlen(e->d_name), path.is_bytes);
        ok = name && rg_list_append(th, l, name);
    }
    if (ok && errno) {
        rg_posix_error(th, &path);
        ok = false;
    }
    closedir(dir);
    return ok ? rg_from_ptr(l) : RG_ERROR;
}

/* ---- DirEntry ---- */

typedef struct DirEntry {
    RgObject head; /* aux8: d_type; aux: 1 when the directory is a descriptor */
    RgValue name, path, stat, lstat;
    int dir_fd;
    uint64_t inode;
} DirEntry;

static void entry_trace(RgMarker *marker, void *cell)
{
    DirEntry *e = cell;
    rg_mark_values(marker, &e->name, 4);
}

static RgValue entry_stat(RgThread *th, DirEntry *e, bool follow)
{
    RgValue *slot = follow && e->head.aux8 == DT_LNK ? &e->stat : &e->lstat;
    if (follow && e->head.aux8 == DT_UNKNOWN) slot = &e->stat;
    if (*slot) return *slot;
    RgPosixPath path;
    struct stat st;
    if (!rg_posix_path(th, "DirEntry.stat", "path", e->dir_fd >= 0 ? e->name : e->path, 0, &path)) return RG_ERROR;
    path.object = e->path;
    int r = fstatat(e->dir_fd >= 0 ? e->dir_fd : AT_FDCWD, path.text, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    if (r < 0) return rg_posix_error(th, &path);
    RgValue v = rg_posix_stat_result(th, &st);
    if (v) rg_gc_store(e, slot, v);
    return v;
}

/* 1, 0, -1 raised. */
static int entry_is(RgThread *th, DirEntry *e, bool follow, mode_t type, int dtype)
{
    if (e->head.aux8 != DT_UNKNOWN && !(follow && e->head.aux8 == DT_LNK)) return e->head.aux8 == dtype;
    RgValue st = entry_stat(th, e, follow);
    if (!st) {
        if (!rg_raised_is(th, RG_EXC_FileNotFoundError)) return -1;
        rg_exception_clear(th);
        return 0;
    }
    return ((mode_t)rg_as_int(RG_TUPLE(st)->items[0]) & S_IFMT) == type;
}

static RgValue e_is_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    bool follow;
    int r = rg_posix_flag(th, args[0], true, &follow) ? entry_is(th, RG_AS(DirEntry, self), follow, S_IFDIR, DT_DIR) : -1;
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue e_is_file(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    bool follow;
    int r = rg_posix_flag(th, args[0], true, &follow) ? entry_is(th, RG_AS(DirEntry, self), follow, S_IFREG, DT_REG) : -1;
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue e_is_symlink(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int r = entry_is(th, RG_AS(DirEntry, self), false, S_IFLNK, DT_LNK);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue e_stat(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    bool follow;
    return rg_posix_flag(th, args[0], true, &follow) ? entry_stat(th, RG_AS(DirEntry, self), follow) : RG_ERROR;
}

static RgValue e_inode(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_int_from_u64(th, RG_AS(DirEntry, self)->inode);
}

static RgValue e_fspath(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return RG_AS(DirEntry, self)->path;
}

static RgValue e_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<DirEntry %R>", RG_AS(DirEntry, self)->name));
}

static RgValue get_name(RgThread *th, RgValue self)
{
    return RG_AS(DirEntry, self)->name;
}

static RgValue get_path(RgThread *th, RgValue self)
{
    return RG_AS(DirEntry, self)->path;
}

static const RgMethodDef entry_methods[] = {
    RG_METHOD("is_dir", "($self, /, *, follow_symlinks=True)", "Whether the entry is a directory.", e_is_dir),
    RG_METHOD("is_file", "($self, /, *, follow_symlinks=True)", "Whether the entry is a file.", e_is_file),
    RG_METHOD("is_symlink", "($self, /)", "Whether the entry is a symbolic link.", e_is_symlink),
    RG_METHOD("stat", "($self, /, *, follow_symlinks=True)", "Status of the entry.", e_stat),
    RG_METHOD("inode", "($self, /)", "Inode number.", e_inode),
    RG_METHOD("__fspath__", "($self, /)", "Path of the entry.", e_fspath),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};
static const RgGetSetDef entry_getset[] = {
    {"name", get_name, NULL, "the entry's base filename"},
    {"path", get_path, NULL, "the entry's full path name"},
    RG_GETSET_END,
};
static const RgTypeSpec entry_spec = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(DirEntry),
    .cell = {"DirEntry", entry_trace, NULL},
    .slots = {.repr = e_repr},
    .methods = entry_methods,
    .getset = entry_getset,
};

/* ---- scandir ---- */

typedef struct ScanDir {
    RgObject head; /* aux8: names are bytes */
    DIR *dir;
    RgValue path; /* prefix of the entries' paths; 0: a descriptor */
    int fd;
} ScanDir;

static void scan_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((ScanDir *)cell)->path);
}

static void scan_release(RgHeap *heap, void *cell)
{
    ScanDir *s = cell;
    if (s->dir) closedir(s->dir);
    s->dir = NULL;
}

static RgValue scan_close(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    scan_release(th->heap, RG_AS(ScanDir, self));
    return RG_NONE;
}

static RgValue scan_enter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return self;
}

static RgValue join_path(RgThread *th, ScanDir *s, RgValue name)
{
    if (!s->path) return name;
    if (s->head.aux8) {
        RgBytes *p = RG_BYTES(s->path), *n = RG_BYTES(name);
        bool slash = p->length && p->data[p->length - 1] != '/';
        RgBytes *b = rg_bytes_new(th, NULL, p->length + slash + n->length);
        if (!b) return RG_ERROR;
        memcpy(b->data, p->data, (size_t)p->length);
        if (slash) b->data[p->length] = '/';
        memcpy(b->data + p->length + slash, n->data, (size_t)n->length);
        return rg_from_ptr(b);
    }
    RgStr *p = RG_STR(s->path);
    bool slash = p->length && rg_str_at(p, p->length - 1) != '/';
    RgStrBuilder b;
    rg_builder_init(&b, th, p->length + RG_STR(name)->length + 1);
    rg_builder_str(&b, p);
    if (slash) rg_builder_char(&b, '/');
    rg_builder_str(&b, RG_STR(name));
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue scan_next(RgThread *th, RgValue self)
{
    ScanDir *s = RG_AS(ScanDir, self);
    struct dirent *e;
    do {
        if (!s->dir) return RG_STOP;
        errno = 0;
        e = readdir(s->dir);
        if (!e) {
            int error = errno;
            scan_release(th->heap, s);
            errno = error;
            return error ? rg_raise_errno(th, s->path) : RG_STOP;
        }
    } while (is_dot(e->d_name));
    DirEntry *entry = rg_object_new_of(th, rg_posix_type(th, RG_POSIX_DIRENTRY), 0);
    if (!entry) return RG_ERROR;
    entry->head.aux8 = e->d_type;
    entry->inode = e->d_ino;
    entry->dir_fd = s->fd;
    entry->name = rg_posix_text(th, e->d_name, strlen(e->d_name), s->head.aux8);
    if (!entry->name) return RG_ERROR;
    entry->path = join_path(th, s, entry->name);
    return entry->path ? rg_from_ptr(entry) : RG_ERROR;
}

static RgValue scan_iter(RgThread *th, RgValue self)
{
    return self;
}

static const RgMethodDef scan_methods[] = {
    RG_METHOD("close", "($self, /)", "Close the iterator.", scan_close),
    RG_METHOD("__enter__", "($self, /)", NULL, scan_enter),
    RG_METHOD("__exit__", "($self, *args)", NULL, scan_close),
    RG_METHOD_END,
};
static const RgTypeSpec scan_spec = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(ScanDir),
    .cell = {"ScandirIterator", scan_trace, scan_release},
    .slots = {.iter = scan_iter, .next = scan_next},
    .methods = scan_methods,
};

RG_POSIX(scandir)
{
    RgPosixPath path;
    if (!rg_posix_path(th, "scandir", "path", args[0], RG_PATH_FD | RG_PATH_NONE, &path)) return RG_ERROR;
    ScanDir *s = rg_object_new_of(th, rg_posix_type(th, RG_POSIX_SCANDIR), 0);
    if (!s) return RG_ERROR;
    s->fd = path.text ? -1 : path.fd;
    s->head.aux8 = path.is_bytes;
    if (path.text) {
        s->path = path.object ? path.object : rg_from_ptr(rg_str_from_cstr(th, "."));
        if (!s->path) return RG_ERROR;
    }
    s->dir = open_dir(th, &path);
    return s->dir ? rg_from_ptr(s) : RG_ERROR;
}

const RgMethodDef rg_posix_dir_functions[] = {
    RG_METHOD("listdir", "($module, /, path=None)", "Names of a directory's entries.", p_listdir),
    RG_METHOD("scandir", "($module, /, path=None)", "Iterator of a directory's entries.", p_scandir),
    RG_METHOD_END,
};

bool rg_posix_dir_init(RgThread *th, RgModule *m, RgArray *types)
{
    RgType *entry = rg_type_new_native(th, "posix", "DirEntry", RG_TYPE(th, object), &entry_spec);
    RgType *scan = entry ? rg_type_new_native(th, "posix", "ScandirIterator", RG_TYPE(th, object), &scan_spec) : NULL;
    if (!scan) return false;
    rg_gc_store(types, &types->items[RG_POSIX_DIRENTRY], rg_from_ptr(entry));
    rg_gc_store(types, &types->items[RG_POSIX_SCANDIR], rg_from_ptr(scan));
    return rg_module_set(th, m, "DirEntry", rg_from_ptr(entry));
}
