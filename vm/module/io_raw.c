/* SPDX-License-Identifier: MIT
 *
 * io_raw.c: FileIO: a file descriptor as a raw stream.
 * Always holds: a descriptor it owns is closed when the object dies, after everything above it was flushed.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/module/io_state.h"
#include "vm/object/weakref.h"

#define SELF RG_AS(RgFileIO, self)

/* ---- on the C level ---- */

/* After an interrupted call: run signal handlers; false: an exception is pending. */
static bool interrupted(RgThread *th) { return rg_poll(th); }

int64_t rg_io_file_read(RgThread *th, RgFileIO *f, void *out, int64_t n)
{
    for (;;) {
        ssize_t got = read(f->fd, out, (size_t)n);
        if (got >= 0)
            return got;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return -2;
        if (errno != EINTR) {
            rg_raise_errno(th, 0);
            return -1;
        }
        if (!interrupted(th))
            return -1;
    }
}

int64_t rg_io_file_write(RgThread *th, RgFileIO *f, const void *data, int64_t n)
{
    for (;;) {
        ssize_t put = write(f->fd, data, (size_t)n);
        if (put >= 0)
            return put;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return -2;
        if (errno != EINTR) {
            rg_raise_errno(th, 0);
            return -1;
        }
        if (!interrupted(th))
            return -1;
    }
}

int64_t rg_io_file_seek(RgThread *th, RgFileIO *f, int64_t offset, int whence)
{
    off_t at = lseek(f->fd, offset, whence);
    if (f->seekable < 0)
        f->seekable = at >= 0;
    if (at < 0)
        rg_raise_errno(th, 0);
    return at;
}

bool rg_io_file_close(RgThread *th, RgFileIO *f)
{
    int fd = f->fd;
    f->fd = -1;
    if (fd >= 0 && f->closefd && close(fd) < 0 && errno != EINTR) {
        rg_raise_errno(th, 0);
        return false;
    }
    return true;
}

/* ---- construction ---- */

static RgValue file_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgFileIO *f = rg_object_new_of(th, type, 0);
    if (!f)
        return RG_ERROR;
    f->fd = -1;
    f->seekable = -1;
    f->closefd = true;
    return rg_from_ptr(f);
}

static bool parse_mode(RgThread *th, RgFileIO *f, RgStr *mode, int *flags)
{
    int kinds = 0, plus = 0;
    *flags = O_CLOEXEC;
    f->created = f->writable = f->readable = f->appending = false;
    for (int64_t i = 0; i < mode->length; i++) {
        switch (rg_str_at(mode, i)) {
        case 'x':
            kinds++;
            f->created = f->writable = true;
            *flags |= O_EXCL | O_CREAT;
            break;
        case 'r':
            kinds++;
            f->readable = true;
            break;
        case 'w':
            kinds++;
            f->writable = true;
            *flags |= O_CREAT | O_TRUNC;
            break;
        case 'a':
            kinds++;
            f->writable = f->appending = true;
            *flags |= O_APPEND | O_CREAT;
            break;
        case 'b':
            break;
        case '+':
            if (plus++)
                kinds = 2;
            f->readable = f->writable = true;
            break;
        default:
            rg_raise(th, RG_EXC_ValueError, "invalid mode: %U", mode);
            return false;
        }
    }
    if (kinds != 1) {
        rg_raise(th, RG_EXC_ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
        return false;
    }
    *flags |= f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY;
    return true;
}

/* A file name argument as bytes for the system: str, bytes, or os.PathLike. */
static const char *path_text(RgThread *th, RgValue v)
{
    if (!rg_is_str(v) && !rg_is_bytes(v)) {
        RgValue fn = rg_type_lookup_special(th, v, RG_SYM(th, __fspath__));
        if (!fn) {
            if (!rg_raised(th))
                rg_raise(th, RG_EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", v);
            return NULL;
        }
        RgValue r = rg_call0(th, fn);
        if (r == RG_ERROR)
            return NULL;
        if (!rg_is_str(r) && !rg_is_bytes(r)) {
            rg_raise(th, RG_EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", v, r);
            return NULL;
        }
        v = r;
    }
    if (rg_is_str(v))
        return rg_str_fs(th, RG_STR(v));
    RgBytes *b = RG_BYTES(v);
    if (memchr(b->data, 0, (size_t)b->length)) {
        rg_raise(th, RG_EXC_ValueError, "embedded null byte");
        return NULL;
    }
    RgBuffer *copy = rg_buffer_new(th, (size_t)b->length + 1);
    return copy ? memcpy(copy->data, b->data, (size_t)b->length) : NULL;
}

static void ignore_cell(void *cell, void *data)
{
}

void rg_io_reclaim_descriptors(RgThread *th)
{
    for (int i = 0; i < 3; i++) {
        rg_heap_collect(th->heap);
        rg_finalizers_run(th);
    }
    rg_heap_collect(th->heap);
    rg_heap_walk(th->heap, ignore_cell, NULL); /* ends the sweep, which closes them */
}

static int open_path(RgThread *th, RgValue name, int flags)
{
    const char *path = path_text(th, name);
    if (!path)
        return -1;
    bool collected = false;
    for (;;) {
        int fd = open(path, flags, 0666);
        if (fd >= 0)
            return fd;
        if (errno == EINTR && interrupted(th))
            continue;
        if (!rg_raised(th) && (errno == EMFILE || errno == ENFILE) && !collected) {
            rg_io_reclaim_descriptors(th);
            collected = true;
            continue;
        }
        if (!rg_raised(th))
            rg_raise_errno(th, name);
        return -1;
    }
}

static int open_with(RgThread *th, RgValue opener, RgValue name, int flags)
{
    RgValue r = rg_call2(th, opener, name, rg_from_int(flags));
    if (r == RG_ERROR)
        return -1;
    int64_t fd;
    if (!rg_is_integer(r)) {
        rg_raise(th, RG_EXC_TypeError, "expected integer from opener");
        return -1;
    }
    if (!rg_number_as_i64(th, r, &fd))
        return -1;
    if (fd < 0) {
        rg_raise(th, RG_EXC_ValueError, "opener returned %lld", (long long)fd);
        return -1;
    }
    return (int)fd;
}

static bool file_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgFileIO *f = SELF;
    RgValue a[4];
    int flags, closefd = 1;
    int64_t given = -1;
    if (f->fd >= 0 && !rg_io_file_close(th, f))
        return false;
    if (!rg_args_parse(th, "FileIO", "(file, mode='r', closefd=True, opener=None)", args, nargs, kwnames, a))
        return false;
    if (a[1] != RG_UNBOUND && !rg_is_str(a[1])) {
        rg_raise(th, RG_EXC_TypeError, "FileIO() argument 'mode' must be str, not %T", a[1]);
        return false;
    }
    if (a[2] != RG_UNBOUND && (closefd = rg_truth(th, a[2])) < 0)
        return false;
    if (rg_is_integer(a[0])) {
        if (!rg_number_as_i64(th, a[0], &given))
            return false;
        if (given < 0) {
            rg_raise(th, RG_EXC_ValueError, "negative file descriptor");
            return false;
        }
    }
    if (!parse_mode(th, f, a[1] == RG_UNBOUND ? th->rt->latin1['r'] : RG_STR(a[1]), &flags))
        return false;
    if (given >= 0) {
        f->fd = (int)given;
        f->closefd = closefd;
    } else {
        if (!closefd) {
            rg_raise(th, RG_EXC_ValueError, "Cannot use closefd=False with file name");
            return false;
        }
        bool opener = a[3] != RG_UNBOUND && a[3] != RG_NONE;
        int fd = opener ? open_with(th, a[3], a[0], flags) : open_path(th, a[0], flags);
        if (fd < 0)
            return false;
        f->fd = fd;
        f->closefd = true;
    }
    struct stat st;
    f->seekable = -1;
    f->block_size = RG_IO_BUFFER_SIZE;
    if (fstat(f->fd, &st) == 0) {
        if (S_ISDIR(st.st_mode)) {
            if (given < 0)
                close(f->fd);
            f->fd = -1;
            errno = EISDIR;
            rg_raise_errno(th, a[0]);
            return false;
        }
        if (st.st_blksize > 1)
            f->block_size = (int32_t)st.st_blksize;
    } else if (errno == EBADF) {
        if (given >= 0)
            f->fd = -1;
        rg_raise_errno(th, 0);
        return false;
    }
    if (f->appending)
        lseek(f->fd, 0, SEEK_END);
    return rg_attr_set(th, self, RG_SYM(th, name), a[0]);
}

static void file_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgFileIO *)cell)->attrs.extra);
}

static void file_release(RgHeap *heap, void *cell)
{
    RgFileIO *f = cell;
    if (f->fd > 2 && f->closefd)
        close(f->fd);
}

/* ---- methods ---- */

static bool usable(RgThread *th, RgFileIO *f)
{
    if (f->fd < 0)
        rg_raise(th, RG_EXC_ValueError, "I/O operation on closed file");
    return f->fd >= 0;
}

static bool usable_for(RgThread *th, RgFileIO *f, bool can, const char *what)
{
    if (!usable(th, f))
        return false;
    if (!can)
        rg_io_unsupported(th, what);
    return can;
}

RG_IO_METHOD(file_readall)
{
    RgFileIO *f = SELF;
    if (!usable(th, f))
        return RG_ERROR;
    struct stat st;
    off_t at = lseek(f->fd, 0, SEEK_CUR);
    int64_t size = fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode) && at >= 0 && st.st_size > at ? st.st_size - at + 1 : RG_IO_BUFFER_SIZE;
    RgBuffer *b = rg_buffer_new(th, (size_t)size);
    int64_t n = 0;
    while (b) {
        if ((uint64_t)n == b->cap) {
            RgBuffer *more = rg_buffer_new(th, b->cap * 2);
            if (!more)
                return RG_ERROR;
            memcpy(more->data, b->data, (size_t)n);
            b = more;
        }
        int64_t got = rg_io_file_read(th, f, b->data + n, (int64_t)b->cap - n);
        if (got == -1)
            return RG_ERROR;
        if (got == -2 && n == 0)
            return RG_NONE;
        if (got <= 0)
            break;
        n += got;
    }
    return b ? rg_io_bytes(th, b->data, n) : RG_ERROR;
}

RG_IO_METHOD(file_read)
{
    RgFileIO *f = SELF;
    int64_t n;
    if (!usable_for(th, f, f->readable, "File not open for reading") || !rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    if (n < 0)
        return file_readall(th, self, NULL, 0);
    RgBytes *b = rg_bytes_new(th, NULL, n);
    int64_t got = b ? rg_io_file_read(th, f, b->data, n) : -1;
    if (got < 0)
        return got == -2 ? RG_NONE : RG_ERROR;
    if (got == n)
        return rg_from_ptr(b);
    return rg_io_bytes(th, b->data, got);
}

RG_IO_METHOD(file_readinto)
{
    RgFileIO *f = SELF;
    RgBufferView view;
    if (!usable_for(th, f, f->readable, "File not open for reading") || !rg_io_target(th, "readinto", args[0], &view))
        return RG_ERROR;
    int64_t got = rg_io_file_read(th, f, view.data, view.len);
    rg_buffer_release(&view);
    return got == -1 ? RG_ERROR : got == -2 ? RG_NONE : rg_from_int(got);
}

RG_IO_METHOD(file_write)
{
    RgFileIO *f = SELF;
    RgBufferView view;
    if (!usable_for(th, f, f->writable, "File not open for writing") || !rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    int64_t put = rg_io_file_write(th, f, view.data, view.len);
    rg_buffer_release(&view);
    return put == -1 ? RG_ERROR : put == -2 ? RG_NONE : rg_from_int(put);
}

RG_IO_METHOD(file_seek)
{
    int64_t offset, whence;
    if (!usable(th, SELF))
        return RG_ERROR;
    if (rg_is_float(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "an integer is required");
    if (!rg_number_as_i64(th, args[0], &offset) || !rg_args_index(th, args[1], 0, &whence))
        return RG_ERROR;
    int64_t at = rg_io_file_seek(th, SELF, offset, (int)whence);
    return at < 0 ? RG_ERROR : rg_int_from_i64(th, at);
}

RG_IO_METHOD(file_tell)
{
    if (!usable(th, SELF))
        return RG_ERROR;
    int64_t at = rg_io_file_seek(th, SELF, 0, SEEK_CUR);
    return at < 0 ? RG_ERROR : rg_int_from_i64(th, at);
}

RG_IO_METHOD(file_truncate)
{
    RgFileIO *f = SELF;
    int64_t size;
    if (!usable_for(th, f, f->writable, "File not open for writing"))
        return RG_ERROR;
    if (args[0] == RG_UNBOUND || args[0] == RG_NONE) {
        if ((size = rg_io_file_seek(th, f, 0, SEEK_CUR)) < 0)
            return RG_ERROR;
    } else if (!rg_number_as_i64(th, args[0], &size)) {
        return RG_ERROR;
    }
    return ftruncate(f->fd, size) < 0 ? rg_raise_errno(th, 0) : rg_int_from_i64(th, size);
}

RG_IO_METHOD(file_close)
{
    RgValue error = 0;
    if (SELF->fd >= 0 && rg_type_is_heap(rg_type_of(th->rt, self)) && !rg_call_method0(th, self, RG_SYM(th, flush)))
        error = rg_exception_take(th); /* of a class that may have a flush() of its own */
    bool ok = rg_io_file_close(th, SELF);
    return rg_io_both_errors(th, error) && ok ? RG_NONE : RG_ERROR;
}

RG_IO_METHOD(file_seekable)
{
    RgFileIO *f = SELF;
    if (!usable(th, f))
        return RG_ERROR;
    if (f->seekable < 0)
        f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return rg_from_bool(f->seekable > 0);
}

RG_IO_METHOD(file_readable)
{
    return usable(th, SELF) ? rg_from_bool(SELF->readable) : RG_ERROR;
}

RG_IO_METHOD(file_writable)
{
    return usable(th, SELF) ? rg_from_bool(SELF->writable) : RG_ERROR;
}

RG_IO_METHOD(file_fileno)
{
    return usable(th, SELF) ? rg_from_int(SELF->fd) : RG_ERROR;
}

RG_IO_METHOD(file_isatty)
{
    return usable(th, SELF) ? rg_from_bool(isatty(SELF->fd)) : RG_ERROR;
}

static const char *mode_text(const RgFileIO *f)
{
    if (f->created)
        return f->readable ? "xb+" : "xb";
    if (f->appending)
        return f->readable ? "ab+" : "ab";
    return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}

static RgValue file_repr(RgThread *th, RgValue self)
{
    RgFileIO *f = SELF;
    if (f->fd < 0)
        return rg_str_result(rg_str_from_cstr(th, "<_io.FileIO [closed]>"));
    RgValue name = rg_attr_lookup(th, self, RG_SYM(th, name));
    if (name == RG_ERROR)
        return RG_ERROR;
    const char *closefd = f->closefd ? "True" : "False";
    if (name == RG_UNBOUND)
        return rg_str_result(rg_format(th, "<_io.FileIO fd=%d mode='%s' closefd=%s>", f->fd, mode_text(f), closefd));
    return rg_str_result(rg_format(th, "<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_text(f), closefd));
}

static RgValue file_closed(RgThread *th, RgValue self) { return rg_from_bool(SELF->fd < 0); }
static RgValue file_closefd(RgThread *th, RgValue self) { return rg_from_bool(SELF->closefd); }
static RgValue file_mode(RgThread *th, RgValue self) { return rg_str_result(rg_str_from_cstr(th, mode_text(SELF))); }
static RgValue file_block_size(RgThread *th, RgValue self) { return rg_from_int(SELF->block_size); }

static const RgMethodDef file_methods[] = {
    RG_METHOD_F("__getstate__", "($self, /)", NULL, rg_io_cannot_pickle, RG_MF_NO_SIGNATURE),
    RG_METHOD("read", "($self, size=-1, /)", "Up to size bytes, with one system call.", file_read),
    RG_METHOD("readall", "($self, /)", "All bytes up to the end.", file_readall),
    RG_METHOD("readinto", "($self, buffer, /)", "Reads into a buffer.", file_readinto),
    RG_METHOD("write", "($self, b, /)", "Writes bytes; returns how many.", file_write),
    RG_METHOD("seek", "($self, pos, whence=0, /)", "Changes the position.", file_seek),
    RG_METHOD("tell", "($self, /)", "The position.", file_tell),
    RG_METHOD("truncate", "($self, size=None, /)", "Cuts the file at size.", file_truncate),
    RG_METHOD("close", "($self, /)", "Closes the descriptor.", file_close),
    RG_METHOD("seekable", "($self, /)", "Whether the file has a position.", file_seekable),
    RG_METHOD("readable", "($self, /)", "Whether it was opened for reading.", file_readable),
    RG_METHOD("writable", "($self, /)", "Whether it was opened for writing.", file_writable),
    RG_METHOD("fileno", "($self, /)", "The file descriptor.", file_fileno),
    RG_METHOD("isatty", "($self, /)", "Whether it is a terminal.", file_isatty),
    RG_METHOD_END,
};

static const RgGetSetDef file_getset[] = {
    {"closed", file_closed, NULL, "Whether the file is closed."},
    {"closefd", file_closefd, NULL, "Whether the descriptor is closed with the object."},
    {"mode", file_mode, NULL, "How the file was opened."},
    {"_blksize", file_block_size, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_file_spec = {
    .doc = "A file descriptor as a raw stream.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_ATTRS,
    .basicsize = sizeof(RgFileIO),
    .cell = {"FileIO", file_trace, file_release},
    .slots = {.repr = file_repr, .new_ = file_new, .init = file_init},
    .ready = rg_io_no_finalizer,
    .methods = file_methods,
    .getset = file_getset,
};
