/* SPDX-License-Identifier: MIT
 *
 * io_module.c: the module _io: its types, open(), the standard streams and the list of open writers.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/base/mem.h"
#include "vm/module/io_state.h"

static RgArray *state(RgThread *th) { return RG_MODULE_STATE(th, io); }

RgType *rg_io_type(RgThread *th, int which)
{
    if (!state(th) && rg_import_module(th, "_io") == RG_ERROR)
        return NULL;
    return RG_AS(RgType, state(th)->items[which]);
}

RgValue rg_io_unsupported(RgThread *th, const char *what)
{
    RgType *t = rg_io_type(th, RG_IO_UNSUPPORTED);
    return t ? rg_raise_type(th, t, "%s", what) : RG_ERROR;
}

RgValue rg_io_bytes(RgThread *th, const void *data, int64_t n)
{
    RgBytes *b = rg_bytes_new(th, data, n);
    return b ? rg_from_ptr(b) : RG_ERROR;
}

bool rg_io_size_argument(RgThread *th, RgValue v, int64_t *n)
{
    *n = -1;
    if (v == RG_UNBOUND || v == RG_NONE)
        return true;
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) {
        rg_raise(th, RG_EXC_TypeError, "argument should be integer or None, not '%T'", v);
        return false;
    }
    return rg_number_as_index(th, v, n, RG_EXC_OverflowError);
}

RgValue rg_io_close_stream(RgThread *th, RgValue self, bool (*close_below)(RgThread *th, RgValue self))
{
    if (rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR && !rg_raised(th))
        return RG_ERROR;
    RgValue error = rg_exception_take(th);
    bool ok = close_below(th, self);
    return rg_io_both_errors(th, error) && ok ? RG_NONE : RG_ERROR;
}

bool rg_io_both_errors(RgThread *th, RgValue first)
{
    if (!first) return true;
    RgValue second = rg_exception_take(th);
    if (second && second != first)
        rg_gc_store(rg_as_object(second), &RG_EXCEPTION(second)->context, first);
    rg_exception_restore(th, second ? second : first);
    return false;
}

bool rg_io_no_finalizer(RgThread *th, RgType *type)
{
    (void)th;
    type->slots.finalize = NULL;
    return true;
}

RgValue rg_io_cannot_pickle(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_raise(th, RG_EXC_TypeError, "cannot pickle '%s' object", rg_type_of(th->rt, self)->cname);
}

int rg_io_closed(RgThread *th, RgValue file)
{
    RgValue v = rg_attr_get_cstr(th, file, "closed");
    return v == RG_ERROR ? -1 : rg_truth(th, v);
}

/* ---- the list of writers ---- */

static RgIoWriter *list_head(RgThread *th)
{
    RgBuffer *cell = RG_AS(RgBuffer, state(th)->items[RG_IO_LIST]);
    RgIoWriter *head;
    memcpy(&head, cell->data, sizeof head);
    return head;
}

bool rg_io_list_add(RgThread *th, RgIoWriter **node, void *cell)
{
    RgIoWriter *n = rg_mem_alloc(sizeof *n);
    if (!n) {
        rg_raise_memory(th);
        return false;
    }
    RgIoWriter *head = list_head(th);
    *n = (RgIoWriter){.prev = head->prev, .next = head, .cell = cell};
    head->prev->next = n;
    head->prev = n;
    *node = n;
    return true;
}

void rg_io_list_remove(RgIoWriter *node)
{
    if (!node)
        return;
    node->prev->next = node->next;
    node->next->prev = node->prev;
    rg_mem_free(node);
}

/* Whether the writer has something to write out; files_only: into a file of the program's own that is closed with it. */
static bool is_dirty(RgThread *th, void *cell, bool text, bool files_only)
{
    RgBuffered *b = text ? NULL : cell;
    bool dirty = text ? rg_io_text_is_dirty(cell, &b) : b->dirty > 0;
    return dirty && (!files_only || (b && b->file && b->file->closefd));
}

static bool flush_writers(RgThread *th, bool files_only)
{
    bool ok = true;
    if (!state(th))
        return true;
    RgIoWriter *head = list_head(th);
    /* Text first: it writes into the buffers. Flushing may run Python and change the list: take a copy. */
    for (int pass = 0; pass < 2; pass++) {
        RgList *cells = NULL;
        for (RgIoWriter *n = head->next; n != head; n = n->next) {
            bool text = rg_type_is_subtype(rg_object_type(n->cell), rg_io_type(th, RG_IO_TEXT));
            if (text != (pass == 0) || !is_dirty(th, n->cell, text, files_only))
                continue;
            if ((!cells && !(cells = rg_list_new(th, 1))) || !rg_list_append(th, cells, rg_from_ptr(n->cell)))
                return false;
        }
        for (int64_t i = 0; cells && i < cells->length; i++) {
            RgValue v = cells->items[i];
            if (pass == 0 ? rg_io_text_flush(th, v) : rg_io_buffered_flush(th, RG_AS(RgBuffered, v)))
                continue;
            if (!ok)
                rg_exception_clear(th);
            ok = false;
        }
    }
    return ok;
}

bool rg_io_flush_writers(RgThread *th)
{
    return flush_writers(th, false);
}

void rg_io_settle(RgThread *th)
{
    RgValue pending = rg_exception_take(th);
    if (!flush_writers(th, true))
        rg_exception_clear(th); /* the file itself still has the data, and tells when it is closed */
    th->pending = pending;
}

/* ---- open ---- */

typedef struct Mode {
    bool create, read, write, append, update, text, binary;
    char raw[8];
} Mode;

static bool parse_mode(RgThread *th, RgStr *s, Mode *m)
{
    *m = (Mode){0};
    bool bad = false;
    for (int64_t i = 0; i < s->length && !bad; i++) {
        uint32_t c = rg_str_at(s, i);
        bool *flag = c == 'x' ? &m->create : c == 'r' ? &m->read : c == 'w' ? &m->write : c == 'a' ? &m->append
                     : c == '+' ? &m->update : c == 't' ? &m->text : c == 'b' ? &m->binary : NULL;
        bad = !flag || *flag;
        if (flag)
            *flag = true;
    }
    int kinds = m->create + m->read + m->write + m->append;
    if (bad)
        rg_raise(th, RG_EXC_ValueError, "invalid mode: '%U'", s);
    else if (m->text && m->binary)
        rg_raise(th, RG_EXC_ValueError, "can't have text and binary mode at once");
    else if (kinds > 1)
        rg_raise(th, RG_EXC_ValueError, "must have exactly one of create/read/write/append mode");
    else if (kinds == 0)
        rg_raise(th, RG_EXC_ValueError, "Must have exactly one of create/read/write/append mode and at most one plus");
    char *p = m->raw;
    *p++ = m->create ? 'x' : m->read ? 'r' : m->write ? 'w' : 'a';
    if (m->update)
        *p++ = '+';
    return !rg_raised(th);
}

enum { A_FILE, A_MODE, A_BUFFERING, A_ENCODING, A_ERRORS, A_NEWLINE, A_CLOSEFD, A_OPENER, A_COUNT };

static RgValue absent_or(RgValue v, RgValue other) { return v == RG_UNBOUND ? other : v; }

/* The buffered object over raw, or raw itself when unbuffered. */
static RgValue add_buffer(RgThread *th, RgValue raw, const Mode *m, int64_t buffering, bool *line_buffering)
{
    RgFileIO *f = RG_AS(RgFileIO, raw);
    if (buffering < 0 && isatty(f->fd))
        *line_buffering = true;
    if (buffering == 1 && m->binary) {
        if (!rg_warn(th, RG_EXC_RuntimeWarning, 1,
                     "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"))
            return RG_ERROR;
        buffering = -1;
    }
    if (buffering == 1) {
        *line_buffering = true;
        buffering = -1;
    }
    if (buffering == 0)
        return m->binary ? raw : rg_raise(th, RG_EXC_ValueError, "can't have unbuffered text I/O");
    if (buffering < 0)
        buffering = RG_MAX(f->block_size, RG_IO_BUFFER_SIZE);
    int which = m->update ? RG_IO_RANDOM : m->read ? RG_IO_READER : RG_IO_WRITER;
    return rg_io_buffered_make(th, which, raw, buffering);
}

static const char *text_or_null(RgThread *th, const char *name, RgValue v, bool *failed)
{
    return v == RG_NONE ? (*failed = false, NULL) : rg_args_cstr(th, "open", name, v, failed);
}

static RgValue open_file(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[A_COUNT];
    Mode m;
    bool failed = false, line_buffering = false;
    int64_t buffering = -1;
    if (!rg_args_parse(th, "open", "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
                       args, nargs, kwnames, a))
        return RG_ERROR;
    RgStr *mode = th->rt->latin1['r'];
    if (a[A_MODE] != RG_UNBOUND && !rg_is_str(a[A_MODE]))
        return rg_raise(th, RG_EXC_TypeError, "open() argument 'mode' must be str, not %T", a[A_MODE]);
    if (a[A_MODE] != RG_UNBOUND)
        mode = RG_STR(a[A_MODE]);
    if (!parse_mode(th, mode, &m) || !rg_args_index(th, a[A_BUFFERING], -1, &buffering))
        return RG_ERROR;
    RgValue encoding = absent_or(a[A_ENCODING], RG_NONE), errors = absent_or(a[A_ERRORS], RG_NONE);
    RgValue newline = absent_or(a[A_NEWLINE], RG_NONE);
    if (m.binary && (encoding != RG_NONE || errors != RG_NONE || newline != RG_NONE))
        return rg_raise(th, RG_EXC_ValueError, "binary mode doesn't take %s argument",
                        encoding != RG_NONE ? "an encoding" : errors != RG_NONE ? "an errors" : "a newline");
    const char *enc = text_or_null(th, "encoding", encoding, &failed);
    const char *err = failed ? NULL : text_or_null(th, "errors", errors, &failed);
    const char *nl = failed ? NULL : text_or_null(th, "newline", newline, &failed);
    if (failed)
        return RG_ERROR;
    rg_io_settle(th);
    RgStr *raw_mode = rg_str_from_cstr(th, m.raw);
    RgType *type = rg_io_type(th, RG_IO_FILE);
    if (!raw_mode || !type)
        return RG_ERROR;
    RgValue raw_args[4] = {a[A_FILE], rg_from_ptr(raw_mode), absent_or(a[A_CLOSEFD], RG_TRUE), absent_or(a[A_OPENER], RG_NONE)};
    RgValue raw = rg_call(th, rg_from_ptr(type), raw_args, 4, NULL);
    if (raw == RG_ERROR)
        return RG_ERROR;
    RgValue result = add_buffer(th, raw, &m, buffering, &line_buffering);
    if (result != RG_ERROR && !m.binary) {
        result = rg_io_text_make(th, result, enc, err, nl, line_buffering, false);
        if (result != RG_ERROR && !rg_attr_set(th, result, RG_SYM(th, mode), rg_from_ptr(rg_str_exact(th, mode))))
            result = RG_ERROR;
    }
    if (result == RG_ERROR) {
        RgValue error = rg_exception_take(th);
        if (!rg_io_file_close(th, RG_AS(RgFileIO, raw)))
            rg_exception_clear(th);
        rg_exception_restore(th, error);
    }
    return result;
}

RG_IO_METHOD(open_code)
{
    RgStr *mode = rg_str_from_cstr(th, "rb");
    RgValue a[2] = {args[0], mode ? rg_from_ptr(mode) : 0};
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "open_code() argument 'path' must be str, not %T", args[0]);
    return mode ? open_file(th, RG_NONE, a, 2, NULL) : RG_ERROR;
}

RG_IO_METHOD(text_encoding)
{
    if (args[0] != RG_NONE)
        return args[0];
    return rg_str_result(rg_intern_cstr(th, "locale"));
}

/* ---- standard streams ---- */

/* In the C locale, which CPython 3.11 takes for UTF-8, undecodable bytes pass through the standard streams. */
static bool in_c_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        const char *v = getenv(names[i]);
        if (v && *v)
            return !strcmp(v, "C") || !strcmp(v, "POSIX") || !strcmp(v, "C.UTF-8") || !strcmp(v, "C.utf8");
    }
    return true;
}

RgValue rg_io_std_stream(RgThread *th, int fd, const RgIoStdOptions *options)
{
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
        return RG_NONE;
    RgType *type = rg_io_type(th, RG_IO_FILE);
    if (!type)
        return RG_ERROR;
    RgStr *mode = th->rt->latin1[fd == 0 ? 'r' : 'w'];
    RgValue raw_args[3] = {rg_from_int(fd), rg_from_ptr(mode), RG_FALSE};
    RgValue raw = rg_call(th, rg_from_ptr(type), raw_args, 3, NULL);
    if (raw == RG_ERROR)
        return RG_ERROR;
    RgStr *name = rg_str_from_cstr(th, fd == 0 ? "<stdin>" : fd == 1 ? "<stdout>" : "<stderr>");
    if (!name || !rg_attr_set(th, raw, RG_SYM(th, name), rg_from_ptr(name)))
        return RG_ERROR;
    bool through = options->unbuffered && fd != 0;
    RgValue buffer = through ? raw : rg_io_buffered_make(th, fd == 0 ? RG_IO_READER : RG_IO_WRITER, raw, RG_IO_BUFFER_SIZE);
    if (buffer == RG_ERROR)
        return RG_ERROR;
    const char *option = options->ignore_environment ? NULL : getenv("PYTHONIOENCODING");
    const char *errors = fd == 2 ? "backslashreplace" : in_c_locale() ? "surrogateescape" : "strict";
    char encoding[64] = "utf-8", handler[64];
    if (option && *option && strlen(option) < sizeof encoding) {
        const char *colon = strchr(option, ':');
        size_t n = colon ? (size_t)(colon - option) : strlen(option);
        if (n) {
            memcpy(encoding, option, n);
            encoding[n] = '\0';
        }
        if (fd != 2) {
            strcpy(handler, colon ? colon + 1 : "strict");
            errors = handler;
        }
    }
    RgValue text = rg_io_text_make(th, buffer, encoding, errors, fd == 0 ? NULL : "\n", !options->unbuffered && (fd == 2 || isatty(fd)),
                                   through);
    if (text == RG_ERROR || !rg_attr_set(th, text, RG_SYM(th, mode), rg_from_ptr(mode)))
        return RG_ERROR;
    return text;
}

bool rg_io_flush_std(RgThread *th)
{
    return rg_io_flush_writers(th);
}

/* ---- module ---- */

static const RgMethodDef functions[] = {
    RG_METHOD_F("open", "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
                "Opens a file and returns a stream over it.", open_file, RG_MF_RAW),
    RG_METHOD("open_code", "($module, /, path)", "Opens a file with the intent to run it.", open_code),
    RG_METHOD("text_encoding", "($module, encoding, stacklevel=2, /)", "The encoding given, or the default's name.", text_encoding),
    RG_METHOD_END,
};

static const struct TypeRow {
    int which, base;
    const char *name;
    const RgTypeSpec *spec;
} type_rows[] = {
    {RG_IO_BASE, -1, "_IOBase", &rg_io_base_spec},
    {RG_IO_RAW_BASE, RG_IO_BASE, "_RawIOBase", &rg_io_raw_base_spec},
    {RG_IO_BUFFERED_BASE, RG_IO_BASE, "_BufferedIOBase", &rg_io_buffered_base_spec},
    {RG_IO_TEXT_BASE, RG_IO_BASE, "_TextIOBase", &rg_io_text_base_spec},
    {RG_IO_FILE, RG_IO_RAW_BASE, "FileIO", &rg_io_file_spec},
    {RG_IO_BYTES, RG_IO_BUFFERED_BASE, "BytesIO", &rg_io_bytes_spec},
    {RG_IO_READER, RG_IO_BUFFERED_BASE, "BufferedReader", &rg_io_reader_spec},
    {RG_IO_WRITER, RG_IO_BUFFERED_BASE, "BufferedWriter", &rg_io_writer_spec},
    {RG_IO_RANDOM, RG_IO_BUFFERED_BASE, "BufferedRandom", &rg_io_random_spec},
    {RG_IO_PAIR, RG_IO_BUFFERED_BASE, "BufferedRWPair", &rg_io_pair_spec},
    {RG_IO_TEXT, RG_IO_TEXT_BASE, "TextIOWrapper", &rg_io_text_spec},
    {RG_IO_STRING, RG_IO_TEXT_BASE, "StringIO", &rg_io_string_spec},
    {RG_IO_NEWLINE, -1, "IncrementalNewlineDecoder", &rg_io_newline_spec},
};

static RgType *make_unsupported(RgThread *th)
{
    RgTuple *bases = rg_tuple_pack(th, 2, rg_from_ptr(RG_EXC(th, OSError)), rg_from_ptr(RG_EXC(th, ValueError)));
    RgDict *dict = rg_dict_new(th);
    RgStr *name = rg_intern_cstr(th, "UnsupportedOperation"), *module = rg_intern_cstr(th, "io");
    if (!bases || !dict || !name || !module || !rg_dict_set_str(th, dict, RG_SYM(th, __module__), rg_from_ptr(module)))
        return NULL;
    return rg_type_new_class(th, RG_TYPE(th, type), name, bases, dict);
}

/* The functions say that they are io's, and the builtin open is io's open. */
static bool publish_functions(RgThread *th, RgModule *m)
{
    RgValue name = rg_from_ptr(rg_intern_cstr(th, "io"));
    for (const RgMethodDef *def = functions; def->name; def++) {
        RgValue f = rg_dict_get_cstr(th, m->dict, def->name);
        if (!f || !name)
            return false;
        RgNative *native = RG_AS(RgNative, f);
        rg_gc_store(native, &native->module, name);
    }
    RgValue open = rg_dict_get_cstr(th, m->dict, "open");
    return !th->rt->builtins || rg_dict_set_cstr(th, th->rt->builtins, "open", open);
}

bool rg_module_init_io(RgThread *th, RgModule *m)
{
    RgArray *st = rg_array_new(th, RG_IO_COUNT);
    RgBuffer *cell = st ? rg_buffer_new(th, sizeof(RgIoWriter *)) : NULL;
    RgIoWriter *head = cell ? rg_mem_alloc(sizeof *head) : NULL;
    if (!head)
        return false;
    *head = (RgIoWriter){.prev = head, .next = head};
    memcpy(cell->data, &head, sizeof head);
    rg_gc_store(st, &st->items[RG_IO_LIST], rg_from_ptr(cell));
    RG_MODULE_STATE(th, io) = st;
    for (size_t i = 0; i < RG_COUNT_OF(type_rows); i++) {
        const struct TypeRow *row = &type_rows[i];
        RgType *base = row->base < 0 ? NULL : RG_AS(RgType, st->items[row->base]);
        RgType *t = rg_type_new_native(th, "_io", row->name, base, row->spec);
        if (!t)
            return false;
        rg_gc_store(st, &st->items[row->which], rg_from_ptr(t));
        if (!rg_module_set(th, m, row->name, rg_from_ptr(t)))
            return false;
    }
    RgType *unsupported = make_unsupported(th);
    if (!unsupported)
        return false;
    rg_gc_store(st, &st->items[RG_IO_UNSUPPORTED], rg_from_ptr(unsupported));
    return rg_module_set(th, m, "UnsupportedOperation", rg_from_ptr(unsupported)) &&
           rg_module_set(th, m, "BlockingIOError", rg_from_ptr(RG_EXC(th, BlockingIOError))) &&
           rg_module_set_int(th, m, "DEFAULT_BUFFER_SIZE", RG_IO_BUFFER_SIZE) && rg_module_add_functions(th, m, functions) &&
           publish_functions(th, m);
}
