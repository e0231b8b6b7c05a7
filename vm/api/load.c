/* SPDX-License-Identifier: MIT
 *
 * load.c: the module loader and compiler that import, exec and compile use: the one place where conversion meets the
 * runtime. .pyc -> convert -> verify -> link; .rgc -> map -> verify -> link; source -> its .pyc in __pycache__ if that is
 * valid, else the compile service. Converted code is cached by the hash of what it was made from.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "vm/api/state.h"
#include "vm/base/mem.h"
#include "vm/base/strbuf.h"
#include "vm/code/image.h"
#include "vm/code/verify.h"

/* Kinds of cache entry: part of the key. */
enum { KEY_PYC = 1, KEY_SOURCE = 2 };

static RgHash128 make_key(Regius *r, uint32_t kind, const void *data, size_t size, const char *name, size_t name_len,
                          uint32_t more)
{
    struct { RgHash128 data, name; uint32_t words[4]; } parts;
    memset(&parts, 0, sizeof parts);
    parts.data = rg_hash128(data, size);
    parts.name = rg_hash128(name, name_len);
    parts.words[0] = kind;
    parts.words[1] = more;
    parts.words[2] = (uint32_t)r->convert.opt;
    parts.words[3] = r->convert.assume;
    return rg_hash128(&parts, sizeof parts);
}

char *rg_api_read_file(RgThread *th, const char *path, size_t *size)
{
    struct stat st;
    char *data = NULL;
    size_t at = 0, cap;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st)) goto fail;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        goto fail;
    }
    cap = (size_t)st.st_size + 1;
    if (!(data = rg_mem_alloc(cap))) goto no_memory;
    for (;;) {
        ssize_t n = read(fd, data + at, cap - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) goto fail;
        if (n == 0) break;
        at += (size_t)n;
        if (at < cap) continue;
        char *more = rg_mem_realloc(data, cap * 2);
        if (!more) goto no_memory;
        data = more;
        cap *= 2;
    }
    close(fd);
    *size = at;
    return data;
no_memory:
    errno = ENOMEM;
fail:
    if (fd >= 0) close(fd);
    rg_mem_free(data);
    RgStr *name = rg_str_from_fs(th, path, strlen(path));
    if (name) rg_raise_errno(th, rg_from_ptr(name));
    return NULL;
}

static bool is_usable(RgStatus status, RgCodeUnit **unit)
{
    if (status == RG_OK) return true;
    if (*unit) rg_code_unit_release(*unit);
    *unit = NULL;
    return false;
}

static bool load_cached(Regius *r, RgHash128 key, const char *path, size_t len, RgCodeUnit **unit)
{
    if (!rg_cache_load(r, key, unit)) return false;
    r->stats.cached++;
    rg_api_trace_code(r, "from the cache", path, len);
    return true;
}

/* Converts without looking at the cache. */
static RgCodeUnit *convert(RgThread *th, const char *path, const void *data, size_t size)
{
    RgCodeUnit *unit = NULL;
    RgError error = {0};
    RgStatus status = rg_convert_pyc(data, size, &rg_api_of(th)->convert, &unit, &error);
    if (status == RG_OK) status = rg_verify_unit(unit, &error);
    if (is_usable(status, &unit)) {
        rg_api_of(th)->stats.converted++;
        rg_api_trace_code(rg_api_of(th), "converted", path, strlen(path));
        return unit;
    }
    char text[320];
    rg_error_format(&error, text, sizeof text);
    rg_raise(th, RG_EXC_ImportError, "%s: %s", path, text);
    return NULL;
}

RgCodeUnit *rg_api_convert(RgThread *th, const char *path, const void *data, size_t size)
{
    Regius *r = rg_api_of(th);
    RgCodeUnit *unit = NULL;
    /* The header's time stamp says nothing about the code. */
    size_t skip = size > 16 ? 16 : 0;
    RgHash128 key = make_key(r, KEY_PYC, (const char *)data + skip, size - skip, data, skip ? 4 : 0, 0);
    if (load_cached(r, key, path, strlen(path), &unit)) return unit;
    unit = convert(th, path, data, size);
    if (unit) rg_cache_store(r, key, unit);
    return unit;
}

RgCodeObject *rg_api_link(RgThread *th, RgCodeUnit *unit)
{
    RgCodeObject *co = rg_link_code(th, unit, unit->main);
    rg_code_unit_release(unit);
    return co;
}

/* ---- source ---- */

static RgCodeUnit *compile_unit(RgThread *th, RgCompileRequest *q)
{
    Regius *r = rg_api_of(th);
    RgCodeUnit *unit = NULL;
    uint32_t more = (uint32_t)q->flags ^ (uint32_t)q->optimize << 28 ^ (uint32_t)(unsigned char)q->mode[0] << 20 ^
                    (q->is_bytes ? 1u << 19 : 0);
    RgHash128 key = make_key(r, KEY_SOURCE, q->source, q->source_len, q->filename, q->filename_len, more);
    bool keep = q->mode[0] != 's'; /* what is typed at a prompt is not seen again */
    if (keep && load_cached(r, key, q->filename, q->filename_len, &unit)) return unit;
    size_t size;
    char *pyc = rg_compile_source(th, q, &size);
    if (!pyc) return NULL;
    r->stats.compiled++;
    rg_api_trace_code(r, "compiled by CPython", q->filename, q->filename_len);
    unit = convert(th, q->filename, pyc, size);
    rg_mem_free(pyc);
    /* What was warned of is warned of each time; but for modules, which CPython too compiles once only. */
    bool module = q->is_bytes && th->frame;
    if (unit && keep && (!q->warned || module)) rg_cache_store(r, key, unit);
    return unit;
}

/* The bytes of the .pyc that CPython keeps for source file path, if it is up to date; NULL, nothing raised, otherwise. */
static char *valid_pycache(RgThread *th, const char *path, size_t *size)
{
    struct stat st;
    RgStrBuf b;
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t stem = strlen(base) - 3;
    int optimize = rg_api_of(th)->optimize;
    if (stat(path, &st)) return NULL;
    rg_strbuf_init(&b);
    rg_strbuf_add(&b, path, (size_t)(base - path));
    rg_strbuf_puts(&b, "__pycache__/");
    rg_strbuf_add(&b, base, stem);
    rg_strbuf_puts(&b, ".cpython-311");
    if (optimize) rg_strbuf_printf(&b, ".opt-%d", optimize);
    rg_strbuf_puts(&b, ".pyc");
    char *data = b.failed || access(b.data, R_OK) ? NULL : rg_api_read_file(th, b.data, size);
    rg_strbuf_fini(&b);
    if (!data) {
        rg_exception_clear(th);
        return NULL;
    }
    uint32_t words[4];
    bool valid = *size > 16;
    if (valid) {
        memcpy(words, data, sizeof words);
        valid = words[0] == 0x0a0d0da7u && (words[1] == 0 ? words[2] == (uint32_t)st.st_mtime && words[3] == (uint32_t)st.st_size
                                                          : words[1] == 1);
    }
    if (valid) return data;
    rg_mem_free(data);
    return NULL;
}

char *rg_api_source_to_pyc(RgThread *th, const char *path, size_t *size)
{
    char *pyc = valid_pycache(th, path, size);
    if (pyc) return pyc;
    char *source = rg_api_read_file(th, path, size);
    if (!source) return NULL;
    RgCompileRequest q = {.filename = path, .filename_len = strlen(path), .source = source, .source_len = *size, .is_bytes = true,
                          .mode = "exec", .optimize = rg_api_of(th)->optimize};
    pyc = rg_compile_source(th, &q, size);
    rg_mem_free(source);
    return pyc;
}

static RgCodeUnit *load_source(RgThread *th, const char *path)
{
    size_t size;
    char *pyc = valid_pycache(th, path, &size);
    if (pyc) {
        RgCodeUnit *unit = rg_api_convert(th, path, pyc, size);
        rg_mem_free(pyc);
        return unit;
    }
    char *source = rg_api_read_file(th, path, &size);
    if (!source) return NULL;
    RgCompileRequest q = {.filename = path, .filename_len = strlen(path), .source = source, .source_len = size, .is_bytes = true,
                          .mode = "exec", .optimize = rg_api_of(th)->optimize};
    RgCodeUnit *unit = compile_unit(th, &q);
    rg_mem_free(source);
    return unit;
}

static bool ends_with(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && !strcmp(s + n - m, suffix);
}

static RgCodeObject *load_file(RgThread *th, const char *path)
{
    RgCodeUnit *unit = NULL;
    RgError error = {0};
    if (ends_with(path, ".rgc")) {
        if (!is_usable(rg_image_load(path, &unit, &error), &unit)) {
            char text[320];
            rg_error_format(&error, text, sizeof text);
            rg_raise(th, RG_EXC_ImportError, "%s: %s", path, text);
            return NULL;
        }
        rg_api_of(th)->stats.images++;
        rg_api_trace_code(rg_api_of(th), "image", path, strlen(path));
    } else if (ends_with(path, ".pyc")) {
        size_t size;
        char *data = rg_api_read_file(th, path, &size);
        if (!data) return NULL;
        unit = rg_api_convert(th, path, data, size);
        rg_mem_free(data);
    } else {
        unit = load_source(th, path);
    }
    return unit ? rg_api_link(th, unit) : NULL;
}

/* Fills the source part of a request. view is to be released when q->is_bytes. */
static bool request_source(RgThread *th, RgValue source, RgStr *filename, RgCompileRequest *q, RgBufferView *view)
{
    q->filename = rg_str_utf8(th, filename, &q->filename_len);
    if (!q->filename) return false;
    if (rg_is_str(source)) {
        q->source = rg_str_utf8(th, RG_STR(source), &q->source_len);
        return q->source != NULL;
    }
    if (!rg_buffer_get(th, source, view, false)) return false;
    q->source = (const char *)view->data;
    q->source_len = (size_t)view->len;
    q->is_bytes = true;
    return true;
}

static RgCodeObject *compile(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags, int optimize)
{
    RgCompileRequest q = {.mode = mode, .flags = flags, .optimize = optimize < 0 ? rg_api_of(th)->optimize : optimize};
    RgBufferView view = {0};
    if (!request_source(th, source, filename, &q, &view)) return NULL;
    RgCodeUnit *unit = compile_unit(th, &q);
    if (q.is_bytes) rg_buffer_release(&view);
    return unit ? rg_api_link(th, unit) : NULL;
}

static RgValue parse(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags)
{
    RgCompileRequest q = {.mode = mode, .flags = flags, .optimize = 0};
    RgBufferView view = {0};
    if (!request_source(th, source, filename, &q, &view)) return RG_ERROR;
    RgValue tree = rg_compile_tree(th, &q);
    if (q.is_bytes) rg_buffer_release(&view);
    return tree;
}

static RgCodeObject *from_marshal(RgThread *th, const uint8_t *data, size_t size)
{
    static const uint8_t header[16] = {0xa7, 0x0d, 0x0d, 0x0a};
    char *pyc = rg_mem_alloc(size + sizeof header);
    if (!pyc) {
        rg_raise_memory(th);
        return NULL;
    }
    memcpy(pyc, header, sizeof header);
    memcpy(pyc + sizeof header, data, size);
    RgCodeUnit *unit = convert(th, "<marshal>", pyc, size + sizeof header);
    rg_mem_free(pyc);
    return unit ? rg_api_link(th, unit) : NULL;
}

void rg_api_loader_init(Regius *r)
{
    r->loader = (RgLoader){.load_file = load_file, .compile = compile, .parse = parse, .from_marshal = from_marshal};
    r->rt->loader = &r->loader;
}
