/* SPDX-License-Identifier: MIT
 *
 * mmap_module.c: mmap: files and anonymous memory mapped into the process, as a buffer that can be read, written and searched.
 * Whatever runs Python may close the map: the address is looked at again after it (`usable`). A map with views is neither closed nor
 * resized; the collector unmaps what nobody refers to.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/int.h"

enum { ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY };
enum { TYPE, ITER_TYPE, STATE_ITEMS };

typedef struct Map {
    RgObject head;
    uint8_t *data; /* NULL: closed */
    int64_t size, pos, offset;
    int fd, access; /* fd -1: anonymous memory */
    RgExports *exports;
} Map;

typedef struct MapIter {
    RgObject head;
    Map *map;
    int64_t index;
} MapIter;

#define SELF RG_AS(Map, self)
#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static void unmap(Map *m)
{
    if (m->data) munmap(m->data, (size_t)m->size);
    if (m->data && m->fd >= 0) close(m->fd);
    m->data = NULL;
}

static void release(RgHeap *heap, void *cell)
{
    unmap(cell);
    rg_exports_drop(((Map *)cell)->exports);
}

static void iter_trace(RgMarker *marker, void *cell) { rg_mark_cell(marker, ((MapIter *)cell)->map); }

static bool usable(RgThread *th, const Map *m)
{
    if (!m->data) (void)rg_raise(th, RG_EXC_ValueError, "mmap closed or invalid");
    return m->data != NULL;
}

static bool writable(RgThread *th, const Map *m)
{
    if (!usable(th, m)) return false;
    if (m->access == ACCESS_READ) (void)rg_raise(th, RG_EXC_TypeError, "mmap can't modify a readonly memory map.");
    return m->access != ACCESS_READ;
}

/* ---- making one ---- */

static bool int_of(RgThread *th, RgValue v, int64_t absent, int64_t *out)
{
    *out = absent;
    return v == RG_UNBOUND || rg_number_as_i64(th, v, out);
}

/* Flags and protection that an access stands for; false: raised. */
static bool resolve_access(RgThread *th, int64_t *access, int64_t *flags, int64_t *prot)
{
    int both = PROT_READ | PROT_WRITE;
    if (*access != ACCESS_DEFAULT && (*flags != MAP_SHARED || *prot != both)) {
        (void)rg_raise(th, RG_EXC_ValueError, "mmap can't specify both access and flags, prot.");
        return false;
    }
    switch (*access) {
    case ACCESS_READ: *prot = PROT_READ; break;
    case ACCESS_WRITE: break;
    case ACCESS_COPY: *flags = MAP_PRIVATE; break;
    case ACCESS_DEFAULT:
        if ((*prot & both) != both) *access = *prot & PROT_WRITE ? ACCESS_WRITE : ACCESS_READ;
        break;
    default: (void)rg_raise(th, RG_EXC_ValueError, "mmap invalid access parameter."); return false;
    }
    return true;
}

/* The length of a regular file's map, checked against the file. */
static bool fit_file(RgThread *th, int fd, int64_t offset, int64_t *length)
{
    struct stat st;
    const char *why = NULL;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) return true;
    if (*length == 0) {
        if (st.st_size == 0) why = "cannot mmap an empty file";
        else if (offset >= st.st_size) why = "mmap offset is greater than file size";
        else *length = st.st_size - offset;
    } else if (offset > st.st_size || st.st_size - offset < *length) {
        why = "mmap length is greater than file size";
    }
    if (why) (void)rg_raise(th, RG_EXC_ValueError, "%s", why);
    return !why;
}

static RgValue map_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue bound[6];
    int64_t fd, length, flags, prot, access, offset;
    if (!rg_args_parse(th, "mmap", "(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0)", args,
                       nargs, kwnames, bound))
        return RG_ERROR;
    if (!int_of(th, bound[0], -1, &fd) || !int_of(th, bound[1], 0, &length) || !int_of(th, bound[2], MAP_SHARED, &flags) ||
        !int_of(th, bound[3], PROT_READ | PROT_WRITE, &prot) || !int_of(th, bound[4], ACCESS_DEFAULT, &access) ||
        !int_of(th, bound[5], 0, &offset))
        return RG_ERROR;
    if (length < 0) return rg_raise(th, RG_EXC_OverflowError, "memory mapped length must be positive");
    if (offset < 0) return rg_raise(th, RG_EXC_OverflowError, "memory mapped offset must be positive");
    if (fd != (int)fd || flags != (int)flags || prot != (int)prot)
        return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
    if (!resolve_access(th, &access, &flags, &prot) || (fd != -1 && !fit_file(th, (int)fd, offset, &length))) return RG_ERROR;
    Map *m = rg_object_new_of(th, type, 0);
    if (!m) return RG_ERROR;
    m->size = length, m->offset = offset, m->access = (int)access, m->fd = -1;
    if (fd != -1 && (m->fd = fcntl((int)fd, F_DUPFD_CLOEXEC, 0)) < 0) return rg_raise_errno(th, 0);
    void *data = mmap(NULL, (size_t)length, (int)prot, (int)flags | (fd == -1 ? MAP_ANONYMOUS : 0), m->fd, offset);
    if (data == MAP_FAILED) {
        int why = errno;
        if (m->fd >= 0) close(m->fd);
        errno = why;
        return rg_raise_errno(th, 0);
    }
    m->data = data;
    return rg_from_ptr(m);
}

/* ---- the object as a buffer and a sequence ---- */

static bool map_buffer(RgThread *th, RgValue self, RgBufferView *out, bool want_write)
{
    if (!usable(th, SELF)) return false;
    out->data = SELF->data;
    out->len = SELF->size;
    out->readonly = SELF->access == ACCESS_READ;
    out->itemsize = 1;
    out->format[0] = 'B';
    out->format[1] = 0;
    if (want_write && out->readonly) return rg_raise(th, RG_EXC_BufferError, "Object is not writable.") != RG_ERROR;
    if (!SELF->exports && !(SELF->exports = rg_exports_new(th))) return false;
    SELF->exports->count++;
    out->exports = &SELF->exports->count;
    out->counted = true;
    return true;
}

static int64_t map_len(RgThread *th, RgValue self) { return usable(th, SELF) ? SELF->size : -1; }

/* Index of a subscript in range, or -1: raised. */
static int64_t index_of(RgThread *th, Map *m, RgValue key)
{
    int64_t i;
    if (!rg_number_as_index(th, key, &i, RG_EXC_IndexError) || !usable(th, m)) return -1;
    if (i < 0) i += m->size;
    if (i >= 0 && i < m->size) return i;
    (void)rg_raise(th, RG_EXC_IndexError, "mmap index out of range");
    return -1;
}

static bool is_index(RgThread *th, RgValue key) { return rg_is_integer(key) || rg_type_of(th->rt, key)->slots.index; }

/* The items of a slice: how many from *start on, *step apart; -1: raised. */
static int64_t slice_of(RgThread *th, Map *m, RgValue key, int64_t *start, int64_t *step)
{
    int64_t stop;
    if (!rg_slice_unpack(th, key, start, &stop, step) || !usable(th, m)) return -1;
    return rg_slice_adjust(m->size, start, &stop, *step);
}

static RgValue map_getitem(RgThread *th, RgValue self, RgValue key)
{
    if (!usable(th, SELF)) return RG_ERROR;
    if (is_index(th, key)) {
        int64_t i = index_of(th, SELF, key);
        return i < 0 ? RG_ERROR : rg_from_int(SELF->data[i]);
    }
    if (!rg_is_kind(key, RG_KIND_slice)) return rg_raise(th, RG_EXC_TypeError, "mmap indices must be integers");
    int64_t start, step, n = slice_of(th, SELF, key, &start, &step);
    if (n < 0) return RG_ERROR;
    if (step == 1) return rg_from_ptr(rg_bytes_new(th, SELF->data + start, n));
    RgBytes *b = rg_bytes_new(th, NULL, n);
    for (int64_t i = 0; b && i < n; i++) b->data[i] = SELF->data[start + i * step];
    return rg_from_ptr(b);
}

static bool set_index(RgThread *th, Map *m, RgValue key, RgValue value)
{
    int64_t i = index_of(th, m, key), byte;
    if (i < 0) return false;
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "mmap doesn't support item deletion") != RG_ERROR;
    if (!is_index(th, value)) return rg_raise(th, RG_EXC_TypeError, "mmap item value must be an int") != RG_ERROR;
    if (!rg_number_as_index(th, value, &byte, RG_EXC_TypeError)) return false;
    if (byte < 0 || byte > 255) return rg_raise(th, RG_EXC_ValueError, "mmap item value must be in range(0, 256)") != RG_ERROR;
    if (!usable(th, m)) return false;
    if (i < m->size) m->data[i] = (uint8_t)byte;
    return true;
}

static bool set_slice(RgThread *th, Map *m, RgValue key, RgValue value)
{
    RgBufferView view;
    int64_t start, step;
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "mmap object doesn't support slice deletion") != RG_ERROR;
    if (!rg_buffer_get(th, value, &view, false)) return false;
    int64_t n = slice_of(th, m, key, &start, &step);
    if (n >= 0 && n != view.len) n = rg_raise(th, RG_EXC_IndexError, "mmap slice assignment is wrong size") ? 0 : -1;
    if (n > 0 && step == 1) memmove(m->data + start, view.data, (size_t)n);
    else for (int64_t i = 0; i < n; i++) m->data[start + i * step] = view.data[i];
    rg_buffer_release(&view);
    return n >= 0;
}

static bool map_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    if (!writable(th, SELF)) return false;
    if (is_index(th, key)) return set_index(th, SELF, key, value);
    if (rg_is_kind(key, RG_KIND_slice)) return set_slice(th, SELF, key, value);
    return rg_raise(th, RG_EXC_TypeError, "mmap indices must be integers") != RG_ERROR;
}

static RgValue map_iter(RgThread *th, RgValue self)
{
    if (!usable(th, SELF)) return RG_ERROR;
    MapIter *it = rg_object_new_of(th, RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, mmap))->items[ITER_TYPE]), 0);
    if (it) rg_gc_store_ptr(it, &it->map, SELF);
    return rg_from_ptr(it);
}

static RgValue iter_self(RgThread *th, RgValue self) { return self; }

static RgValue iter_next(RgThread *th, RgValue self) /* bytes of length 1, unlike what an index gives */
{
    MapIter *it = RG_AS(MapIter, self);
    if (!usable(th, it->map)) return RG_ERROR;
    return it->index < it->map->size ? rg_from_ptr(rg_bytes_new(th, it->map->data + it->index++, 1)) : RG_STOP;
}

static RgValue map_repr(RgThread *th, RgValue self)
{
    static const char *const names[] = {"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"};
    const char *type = rg_type_of(th->rt, self)->cname;
    if (!SELF->data) return rg_from_ptr(rg_format(th, "<%s closed=True>", type));
    return rg_from_ptr(rg_format(th, "<%s closed=False, access=%s, length=%lld, pos=%lld, offset=%lld>", type, names[SELF->access],
                                 (long long)SELF->size, (long long)SELF->pos, (long long)SELF->offset));
}

/* ---- methods like a file's ---- */

METHOD(read)
{
    int64_t n = -1;
    if (args[0] != RG_UNBOUND && args[0] != RG_NONE && !rg_number_as_index(th, args[0], &n, RG_EXC_OverflowError)) return RG_ERROR;
    if (!usable(th, SELF)) return RG_ERROR;
    int64_t left = RG_MAX(SELF->size - SELF->pos, 0);
    if (n < 0 || n > left) n = left;
    RgBytes *b = rg_bytes_new(th, SELF->data + SELF->pos, n);
    if (b) SELF->pos += n;
    return rg_from_ptr(b);
}

METHOD(read_byte)
{
    if (!usable(th, SELF)) return RG_ERROR;
    if (SELF->pos >= SELF->size) return rg_raise(th, RG_EXC_ValueError, "read byte out of range");
    return rg_from_int(SELF->data[SELF->pos++]);
}

METHOD(readline)
{
    if (!usable(th, SELF)) return RG_ERROR;
    int64_t left = RG_MAX(SELF->size - SELF->pos, 0);
    const uint8_t *from = SELF->data + SELF->pos, *end = left ? memchr(from, '\n', (size_t)left) : NULL;
    RgBytes *b = rg_bytes_new(th, from, end ? end + 1 - from : left);
    if (b) SELF->pos += b->length;
    return rg_from_ptr(b);
}

METHOD(write)
{
    RgBufferView view;
    if (!usable(th, SELF) || !rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    RgValue result = RG_ERROR;
    if (writable(th, SELF)) {
        if (SELF->pos > SELF->size || SELF->size - SELF->pos < view.len) {
            result = rg_raise(th, RG_EXC_ValueError, "data out of range");
        } else {
            memmove(SELF->data + SELF->pos, view.data, (size_t)view.len);
            SELF->pos += view.len;
            result = rg_from_int(view.len);
        }
    }
    rg_buffer_release(&view);
    return result;
}

METHOD(write_byte)
{
    int64_t byte;
    if (!usable(th, SELF) || !rg_number_as_i64(th, args[0], &byte)) return RG_ERROR;
    if (byte < 0 || byte > 255)
        return rg_raise(th, RG_EXC_OverflowError, "unsigned byte integer is %s", byte < 0 ? "less than minimum" : "greater than maximum");
    if (!writable(th, SELF)) return RG_ERROR;
    if (SELF->pos >= SELF->size) return rg_raise(th, RG_EXC_ValueError, "write byte out of range");
    SELF->data[SELF->pos++] = (uint8_t)byte;
    return RG_NONE;
}

METHOD(seek)
{
    int64_t to, whence;
    if (!usable(th, SELF) || !rg_number_as_index(th, args[0], &to, RG_EXC_OverflowError) || !int_of(th, args[1], 0, &whence)) return RG_ERROR;
    if (whence < 0 || whence > 2) return rg_raise(th, RG_EXC_ValueError, "unknown seek type");
    int64_t from = whence == 0 ? 0 : whence == 1 ? SELF->pos : SELF->size;
    if (to < -from || to > SELF->size - from) return rg_raise(th, RG_EXC_ValueError, "seek out of range");
    SELF->pos = from + to;
    return RG_NONE;
}

METHOD(tell) { return usable(th, SELF) ? rg_int_from_i64(th, SELF->pos) : RG_ERROR; }

METHOD(size)
{
    struct stat st;
    if (!usable(th, SELF)) return RG_ERROR;
    return fstat(SELF->fd, &st) == 0 ? rg_int_from_i64(th, st.st_size) : rg_raise_errno(th, 0);
}

/* ---- searching, and what only maps have ---- */

static RgValue find(RgThread *th, Map *m, const RgValue *args, bool reverse)
{
    RgBufferView view;
    int64_t from = m->pos, to = m->size, at = -1;
    if (!usable(th, m) || (args[1] != RG_UNBOUND && !rg_number_as_index(th, args[1], &from, RG_EXC_BaseException)) ||
        (args[2] != RG_UNBOUND && !rg_number_as_index(th, args[2], &to, RG_EXC_BaseException)) ||
        !rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    bool ok = usable(th, m);
    if (ok) {
        from = RG_MIN(RG_MAX(from < 0 ? from + m->size : from, 0), m->size);
        to = RG_MIN(RG_MAX(to < 0 ? to + m->size : to, 0), m->size);
        if (to - from >= view.len) {
            at = view.len ? rg_chars_find(m->data + from, to - from, view.data, view.len, 1, reverse) : reverse ? to - from : 0;
            if (at >= 0) at += from;
        }
    }
    rg_buffer_release(&view);
    return ok ? rg_int_from_i64(th, at) : RG_ERROR;
}

METHOD(find) { return find(th, SELF, args, false); }
METHOD(rfind) { return find(th, SELF, args, true); }

METHOD(move)
{
    int64_t to, from, n;
    if (!usable(th, SELF) || !rg_number_as_index(th, args[0], &to, RG_EXC_OverflowError) ||
        !rg_number_as_index(th, args[1], &from, RG_EXC_OverflowError) || !rg_number_as_index(th, args[2], &n, RG_EXC_OverflowError) ||
        !writable(th, SELF))
        return RG_ERROR;
    if (to < 0 || from < 0 || n < 0 || SELF->size - to < n || SELF->size - from < n)
        return rg_raise(th, RG_EXC_ValueError, "source, destination, or count out of range");
    memmove(SELF->data + to, SELF->data + from, (size_t)n);
    return RG_NONE;
}

METHOD(flush)
{
    int64_t from, n;
    if (!int_of(th, args[0], 0, &from) || !int_of(th, args[1], SELF->size, &n) || !usable(th, SELF)) return RG_ERROR;
    if (from < 0 || n < 0 || SELF->size - from < n) return rg_raise(th, RG_EXC_ValueError, "flush values out of range");
    if (SELF->access == ACCESS_READ || SELF->access == ACCESS_COPY) return RG_NONE;
    return msync(SELF->data + from, (size_t)n, MS_SYNC) == 0 ? RG_NONE : rg_raise_errno(th, 0);
}

METHOD(madvise)
{
    int64_t option, start, n;
    if (!usable(th, SELF) || !int_of(th, args[0], 0, &option) || !int_of(th, args[1], 0, &start) || !int_of(th, args[2], SELF->size, &n))
        return RG_ERROR;
    if (!usable(th, SELF)) return RG_ERROR;
    if (start < 0 || start >= SELF->size) return rg_raise(th, RG_EXC_ValueError, "madvise start out of bounds");
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "madvise length invalid");
    if (INT64_MAX - start < n) return rg_raise(th, RG_EXC_OverflowError, "madvise length too large");
    n = RG_MIN(n, SELF->size - start);
    return madvise(SELF->data + start, (size_t)n, (int)option) == 0 ? RG_NONE : rg_raise_errno(th, 0);
}

METHOD(resize)
{
    int64_t n;
    if (!usable(th, SELF) || !rg_number_as_index(th, args[0], &n, RG_EXC_OverflowError) || !usable(th, SELF)) return RG_ERROR;
    if (SELF->exports && !rg_exports_settle(th, SELF->exports))
        return rg_raise(th, RG_EXC_BufferError, "mmap can't resize with extant buffers exported.");
    if (SELF->access != ACCESS_WRITE && SELF->access != ACCESS_DEFAULT)
        return rg_raise(th, RG_EXC_TypeError, "mmap can't resize a readonly or copy-on-write memory map.");
    if (n < 0 || INT64_MAX - n < SELF->offset) return rg_raise(th, RG_EXC_ValueError, "new size out of range");
    if (SELF->fd != -1 && ftruncate(SELF->fd, SELF->offset + n) != 0) return rg_raise_errno(th, 0);
    void *data = mremap(SELF->data, (size_t)SELF->size, (size_t)n, MREMAP_MAYMOVE);
    if (data == MAP_FAILED) return rg_raise_errno(th, 0);
    SELF->data = data;
    SELF->size = n;
    return RG_NONE;
}

METHOD(close)
{
    if (SELF->exports && !rg_exports_settle(th, SELF->exports)) return rg_raise(th, RG_EXC_BufferError, "cannot close exported pointers exist");
    unmap(SELF);
    return RG_NONE;
}

METHOD(enter) { return usable(th, SELF) ? self : RG_ERROR; }
METHOD(exit) { return m_close(th, self, NULL, 0); }

static RgValue get_closed(RgThread *th, RgValue self) { return rg_from_bool(!SELF->data); }

static const RgMethodDef methods[] = {
    RG_METHOD_F("close", "($self, /)", NULL, m_close, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("find", "($self, sub, start=0, end=0, /)", NULL, m_find, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("rfind", "($self, sub, start=0, end=0, /)", NULL, m_rfind, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("flush", "($self, offset=0, size=0, /)", NULL, m_flush, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("madvise", "($self, option, start=0, length=0, /)", NULL, m_madvise, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("move", "($self, dest, src, count, /)", NULL, m_move, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("read", "($self, n=None, /)", NULL, m_read, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("read_byte", "($self, /)", NULL, m_read_byte, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("readline", "($self, /)", NULL, m_readline, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("resize", "($self, newsize, /)", NULL, m_resize, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("seek", "($self, pos, whence=0, /)", NULL, m_seek, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("size", "($self, /)", NULL, m_size, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("tell", "($self, /)", NULL, m_tell, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("write", "($self, bytes, /)", NULL, m_write, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("write_byte", "($self, byte, /)", NULL, m_write_byte, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__enter__", "($self, /)", NULL, m_enter, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__exit__", "($self, *args)", NULL, m_exit, RG_MF_NO_SIGNATURE),
    RG_METHOD_END};
static const RgGetSetDef getset[] = {{"closed", get_closed, NULL, NULL}, RG_GETSET_END};
static const RgTypeSpec map_spec = {
    .doc = "mmap(fileno, length[, flags[, prot[, access[, offset]]]])\n\nA file, or memory of its own for fileno -1, mapped into the process.",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF, .basicsize = sizeof(Map), .cell = {"mmap", NULL, release},
    .slots = {.new_ = map_new, .repr = map_repr, .len = map_len, .getitem = map_getitem, .setitem = map_setitem, .iter = map_iter},
    .methods = methods, .getset = getset, .buffer = map_buffer};
static const RgTypeSpec iter_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(MapIter), .cell = {"mmap iterator", iter_trace, NULL},
                                     .slots = {.iter = iter_self, .next = iter_next}};

#define ROW(NAME) {#NAME, NAME}
static const RgModuleInt constants[] = {
    ROW(PROT_EXEC), ROW(PROT_READ), ROW(PROT_WRITE), ROW(MAP_SHARED), ROW(MAP_PRIVATE), ROW(MAP_DENYWRITE), ROW(MAP_EXECUTABLE),
    ROW(MAP_ANON), ROW(MAP_ANONYMOUS), ROW(MAP_POPULATE), ROW(MAP_STACK), ROW(ACCESS_DEFAULT), ROW(ACCESS_READ), ROW(ACCESS_WRITE),
    ROW(ACCESS_COPY), ROW(MADV_NORMAL), ROW(MADV_RANDOM), ROW(MADV_SEQUENTIAL), ROW(MADV_WILLNEED), ROW(MADV_DONTNEED), ROW(MADV_REMOVE),
    ROW(MADV_DONTFORK), ROW(MADV_DOFORK), ROW(MADV_HWPOISON), ROW(MADV_MERGEABLE), ROW(MADV_UNMERGEABLE), ROW(MADV_HUGEPAGE),
    ROW(MADV_NOHUGEPAGE), ROW(MADV_DONTDUMP), ROW(MADV_DODUMP), ROW(MADV_FREE)};
#undef ROW

bool rg_module_init_mmap(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, STATE_ITEMS);
    RgType *map = state ? rg_type_new_native(th, "mmap", "mmap", RG_TYPE(th, object), &map_spec) : NULL;
    RgType *iter = map ? rg_type_new_native(th, "mmap", "mmap_iterator", RG_TYPE(th, object), &iter_spec) : NULL;
    if (!iter) return false;
    rg_gc_store(state, &state->items[TYPE], rg_from_ptr(map));
    rg_gc_store(state, &state->items[ITER_TYPE], rg_from_ptr(iter));
    RG_MODULE_STATE(th, mmap) = state;
    int64_t page = sysconf(_SC_PAGESIZE);
    return rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, OSError))) && rg_module_add_type(th, m, map) &&
           rg_module_set_ints(th, m, constants, RG_COUNT_OF(constants)) && rg_module_set_int(th, m, "PAGESIZE", page) &&
           rg_module_set_int(th, m, "ALLOCATIONGRANULARITY", page);
}
