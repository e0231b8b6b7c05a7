/* SPDX-License-Identifier: MIT
 *
 * tbprint.c: the text of an uncaught exception, as CPython 3.11 prints it: traceback with source lines and carets, repeated
 * lines folded, SyntaxError's place, notes, causes and contexts, exception groups as trees, suggestions.
 *
 * The text is built whole and written once. Errors while printing (a __str__ that raises) become part of the text.
 */
#include <stdio.h>
#include <unistd.h>
#include "vm/base/mem.h"
#include "vm/base/strbuf.h"
#include "vm/interp/tbprint.h"

#define REPEAT_CUTOFF 3
#define MAX_GROUP_DEPTH 10
#define MAX_GROUP_WIDTH 15

typedef struct Printer {
    RgThread *th;
    RgStrBuf out;
    RgList *seen;       /* exceptions of this chain already printed */
    int depth;          /* of nested groups */
    bool need_close;
    char *source;       /* text of the file named source_name, or NULL */
    size_t source_len;
    RgStr *source_name;
} Printer;

static void margin(Printer *p)
{
    for (int i = 0; i < 2 * p->depth; i++) rg_strbuf_putc(&p->out, ' ');
    if (p->depth) rg_strbuf_puts(&p->out, "| ");
}

static void put_str(Printer *p, RgStr *s)
{
    size_t len;
    const char *text = s ? rg_str_utf8(p->th, s, &len) : NULL;
    if (text)
        rg_strbuf_add(&p->out, text, len);
    else
        rg_exception_clear(p->th);
}

/* ---- source lines ---- */

static void load_source(Printer *p, RgStr *filename)
{
    if (p->source_name && (p->source_name == filename || rg_str_equal(p->source_name, filename))) return;
    rg_mem_free(p->source);
    p->source = NULL;
    p->source_len = 0;
    p->source_name = filename;
    const char *path = rg_str_fs(p->th, filename);
    if (!path) {
        rg_exception_clear(p->th);
        return;
    }
    FILE *f = fopen(path, "rb");
    if (!f) return;
    RgStrBuf b;
    rg_strbuf_init(&b);
    char chunk[16384];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) rg_strbuf_add(&b, chunk, n);
    fclose(f);
    p->source_len = b.len;
    p->source = rg_strbuf_take(&b);
}

/* Line number `line` without its end; NULL when there is none. */
static const char *source_line(Printer *p, RgStr *filename, int32_t line, size_t *len)
{
    load_source(p, filename);
    if (!p->source || line < 1) return NULL;
    const char *s = p->source, *end = s + p->source_len;
    for (int32_t i = 1; i < line; i++) {
        s = memchr(s, '\n', (size_t)(end - s));
        if (!s) return NULL;
        s++;
    }
    if (s >= end) return NULL;
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    if (!nl) nl = end;
    if (nl > s && nl[-1] == '\r') nl--;
    *len = (size_t)(nl - s);
    return s;
}

static int64_t char_offset(const char *line, size_t len, int64_t byte)
{
    int64_t n = 0;
    for (int64_t i = 0; i < byte && i < (int64_t)len; i++) n += ((unsigned char)line[i] & 0xc0) != 0x80;
    return n;
}

static void carets(Printer *p, const RgPosition *pos, const char *line, size_t len, size_t stripped)
{
    if (pos->line <= 0 || pos->end_line <= 0 || pos->col < 0 || pos->end_col < 0) return;
    int64_t chars = char_offset(line, len, (int64_t)len);
    int64_t start = char_offset(line, len, pos->col), end = char_offset(line, len, pos->end_col);
    int64_t left = -1, right = -1;
    if (pos->line == pos->end_line) {
        size_t a, b;
        if (pos->end_col > pos->col && (size_t)pos->end_col <= len &&
            rg_tb_anchors(line + pos->col, (size_t)(pos->end_col - pos->col), &a, &b)) {
            left = start + char_offset(line + pos->col, len - (size_t)pos->col, (int64_t)a);
            right = start + char_offset(line + pos->col, len - (size_t)pos->col, (int64_t)b);
        }
    } else {
        size_t n = len;
        while (n && strchr(" \t\f\v\r", line[n - 1])) n--;
        end = char_offset(line, len, (int64_t)n);
    }
    if (end - start == chars - (int64_t)stripped && left < 0) return;
    margin(p);
    for (int64_t at = (int64_t)stripped - 4 + 1; at <= end; at++)
        rg_strbuf_putc(&p->out, at <= start ? ' ' : left >= 0 && !(left < at && at <= right) ? '~' : '^');
    rg_strbuf_putc(&p->out, '\n');
}

static void traceback_entry(Printer *p, RgTraceback *tb)
{
    RgCodeObject *co = tb->code;
    margin(p);
    rg_strbuf_puts(&p->out, "  File \"");
    put_str(p, co->filename);
    rg_strbuf_printf(&p->out, "\", line %d, in ", tb->lineno);
    put_str(p, co->name);
    rg_strbuf_putc(&p->out, '\n');
    size_t len, strip = 0;
    const char *line = source_line(p, co->filename, tb->lineno, &len);
    if (!line) return;
    while (strip < len && strchr(" \t\f", line[strip])) strip++;
    margin(p);
    rg_strbuf_puts(&p->out, "    ");
    rg_strbuf_add(&p->out, line + strip, len - strip);
    rg_strbuf_putc(&p->out, '\n');
    RgPosition pos = rg_code_position(co->code, tb->word);
    if (pos.line == tb->lineno) carets(p, &pos, line, len, strip);
}

static void repeated(Printer *p, long count)
{
    count -= REPEAT_CUTOFF;
    margin(p);
    rg_strbuf_printf(&p->out, "  [Previous line repeated %ld more time%s]\n", count, count > 1 ? "s" : "");
}

static int64_t traceback_limit(RgThread *th)
{
    RgValue v = th->rt->sys_dict ? rg_dict_get_cstr(th, th->rt->sys_dict, "tracebacklimit") : 0;
    return v && rg_is_int(v) ? rg_as_int(v) : 1000;
}

static void traceback_entries(Printer *p, RgValue tb)
{
    int64_t depth = 0, limit = traceback_limit(p->th);
    for (RgValue t = tb; rg_is_kind(t, RG_KIND_traceback); t = RG_AS(RgTraceback, t)->next) depth++;
    for (; depth > limit; depth--) tb = RG_AS(RgTraceback, tb)->next;
    RgStr *file = NULL, *name = NULL;
    int32_t line = -1;
    long count = 0;
    for (; rg_is_kind(tb, RG_KIND_traceback); tb = RG_AS(RgTraceback, tb)->next) {
        RgTraceback *t = RG_AS(RgTraceback, tb);
        if (t->code->filename != file || t->lineno != line || t->code->name != name) {
            if (count > REPEAT_CUTOFF) repeated(p, count);
            file = t->code->filename;
            line = t->lineno;
            name = t->code->name;
            count = 0;
        }
        if (++count <= REPEAT_CUTOFF) traceback_entry(p, t);
    }
    if (count > REPEAT_CUTOFF) repeated(p, count);
}

/* ---- SyntaxError ---- */

static int64_t int_attr(RgThread *th, RgValue exc, const char *name, int64_t fallback)
{
    RgValue v = rg_attr_get_cstr(th, exc, name);
    if (!v) rg_exception_clear(th);
    return v && rg_is_int(v) ? rg_as_int(v) : fallback;
}

static void syntax_text(Printer *p, const char *text, size_t len, int64_t offset, int64_t end_offset)
{
    int64_t reps = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    offset--;
    while (len && strchr(" \t\f", *text)) text++, len--, offset--;
    if (len && text[len - 1] == '\n') len--;
    for (;;) {
        const char *nl = memchr(text, '\n', len);
        if (!nl) break;
        int64_t inl = nl - text;
        if (inl >= offset) {
            len = (size_t)inl;
            break;
        }
        len -= (size_t)inl + 1;
        text += inl + 1;
        offset -= inl + 1;
    }
    margin(p);
    rg_strbuf_puts(&p->out, "    ");
    rg_strbuf_add(&p->out, text, len);
    rg_strbuf_putc(&p->out, '\n');
    if (offset < 0) return;
    margin(p);
    rg_strbuf_puts(&p->out, "    ");
    for (int64_t i = 0; i < offset; i++) rg_strbuf_putc(&p->out, ' ');
    for (int64_t i = 0; i < reps; i++) rg_strbuf_putc(&p->out, '^');
    rg_strbuf_putc(&p->out, '\n');
}

/* Prints where a SyntaxError is; its message (a str) in *message. */
static bool syntax_error(Printer *p, RgValue exc, RgValue *message)
{
    RgThread *th = p->th;
    *message = rg_attr_get_cstr(th, exc, "msg");
    RgValue filename = *message ? rg_attr_get_cstr(th, exc, "filename") : 0;
    RgValue lineno = filename ? rg_attr_get_cstr(th, exc, "lineno") : 0;
    if (!lineno || !rg_is_int(lineno)) {
        rg_exception_clear(th);
        return false;
    }
    RgValue text = rg_attr_get_cstr(th, exc, "text");
    if (!text) rg_exception_clear(th);
    margin(p);
    rg_strbuf_puts(&p->out, "  File \"");
    if (rg_is_str(filename))
        put_str(p, RG_STR(filename));
    else
        rg_strbuf_puts(&p->out, "<string>");
    rg_strbuf_printf(&p->out, "\", line %lld\n", (long long)rg_as_int(lineno));
    if (!text || !rg_is_str(text)) return true;
    size_t len;
    const char *s = rg_str_utf8(th, RG_STR(text), &len);
    int64_t offset = int_attr(th, exc, "offset", -1), end_offset = int_attr(th, exc, "end_offset", -1);
    if (int_attr(th, exc, "end_lineno", rg_as_int(lineno)) > rg_as_int(lineno)) end_offset = (int64_t)len;
    if (s) syntax_text(p, s, len, offset, end_offset);
    return true;
}

/* ---- one exception ---- */

static void type_name(Printer *p, RgValue exc)
{
    RgThread *th = p->th;
    RgType *type = rg_type_of(th->rt, exc);
    RgValue module = rg_attr_get(th, rg_from_ptr(type), RG_SYM(th, __module__));
    if (!module || !rg_is_str(module)) {
        rg_exception_clear(th);
        rg_strbuf_puts(&p->out, "<unknown>.");
    } else if (!rg_str_equal_cstr(RG_STR(module), "builtins") && !rg_str_equal_cstr(RG_STR(module), "__main__")) {
        put_str(p, RG_STR(module));
        rg_strbuf_putc(&p->out, '.');
    }
    if (type->qualname)
        put_str(p, type->qualname);
    else
        put_str(p, type->name);
}

static void put_lines(Printer *p, RgStr *s)
{
    size_t len;
    const char *text = rg_str_utf8(p->th, s, &len);
    if (!text) {
        rg_exception_clear(p->th);
        return;
    }
    const char *end = text + len;
    do {
        const char *nl = memchr(text, '\n', (size_t)(end - text));
        const char *stop = nl ? nl : end;
        margin(p);
        rg_strbuf_add(&p->out, text, (size_t)(stop - text));
        rg_strbuf_putc(&p->out, '\n');
        text = nl ? nl + 1 : end;
    } while (text < end);
}

static void notes(Printer *p, RgValue exc)
{
    RgThread *th = p->th;
    RgValue list = rg_attr_lookup(th, exc, RG_SYM(th, __notes__));
    if (!list) rg_exception_clear(th);
    if (!list || list == RG_UNBOUND) return;
    if (!rg_is_list(list) && !rg_is_tuple(list)) {
        RgStr *s = rg_repr(th, list);
        if (s)
            put_lines(p, s);
        else
            rg_exception_clear(th);
        return;
    }
    RgTuple *items = rg_to_tuple(th, list);
    if (!items) rg_exception_clear(th);
    for (size_t i = 0; items && i < rg_tuple_len(items); i++) {
        RgStr *s = rg_is_str(items->items[i]) ? RG_STR(items->items[i]) : rg_str_of(th, items->items[i]);
        if (s) {
            put_lines(p, s);
        } else {
            rg_exception_clear(th);
            margin(p);
            rg_strbuf_puts(&p->out, "<note str() failed>\n");
        }
    }
}

static bool is_group(RgThread *th, RgValue exc)
{
    return rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, BaseExceptionGroup)));
}

static void one_exception(Printer *p, RgValue exc)
{
    RgThread *th = p->th;
    RgException *e = RG_EXCEPTION(exc);
    if (e->traceback && rg_is_kind(e->traceback, RG_KIND_traceback)) {
        bool group = is_group(th, exc);
        for (int i = 0; i < 2 * p->depth; i++) rg_strbuf_putc(&p->out, ' ');
        if (p->depth) rg_strbuf_puts(&p->out, group && p->depth == 1 ? "+ " : "| ");
        rg_strbuf_puts(&p->out, group ? "Exception Group Traceback (most recent call last):\n"
                                      : "Traceback (most recent call last):\n");
        traceback_entries(p, e->traceback);
    }
    RgValue message = exc;
    if (rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, SyntaxError)))) {
        RgValue msg;
        if (syntax_error(p, exc, &msg)) message = msg;
    }
    margin(p);
    type_name(p, exc);
    RgStr *s = message == RG_NONE ? rg_str_from_cstr(th, "None") : rg_str_of(th, message);
    if (!s) {
        rg_exception_clear(th);
        rg_strbuf_puts(&p->out, ": <exception str() failed>");
    } else if (s->length) {
        rg_strbuf_puts(&p->out, ": ");
        put_str(p, s);
    }
    RgStr *meant = rg_tb_suggestion(th, exc);
    if (meant) {
        rg_strbuf_puts(&p->out, ". Did you mean: '");
        put_str(p, meant);
        rg_strbuf_puts(&p->out, "'?");
    }
    rg_strbuf_putc(&p->out, '\n');
    notes(p, exc);
}

/* ---- chains and groups ---- */

static void chain(Printer *p, RgValue exc);

static bool seen(Printer *p, RgValue exc)
{
    for (int64_t i = 0; p->seen && i < p->seen->length; i++)
        if (p->seen->items[i] == exc) return true;
    return false;
}

static void chained(Printer *p, RgValue exc, const char *message)
{
    bool need_close = p->need_close;
    p->need_close = false;
    chain(p, exc);
    p->need_close |= need_close;
    margin(p);
    rg_strbuf_putc(&p->out, '\n');
    margin(p);
    rg_strbuf_puts(&p->out, message);
    margin(p);
    rg_strbuf_putc(&p->out, '\n');
}

static void group_members(Printer *p, RgValue exc)
{
    RgValue members = RG_EXCEPTION(exc)->fields[RG_XF_EG_EXCEPTIONS];
    if (!members || !rg_is_tuple(members)) return;
    RgTuple *t = RG_TUPLE(members);
    size_t total = rg_tuple_len(t), n = total <= MAX_GROUP_WIDTH ? total : MAX_GROUP_WIDTH + 1;
    p->need_close = false;
    for (size_t i = 0; i < n; i++) {
        bool last = i == n - 1, truncated = i >= MAX_GROUP_WIDTH;
        if (last) p->need_close = true;
        for (int j = 0; j < 2 * p->depth; j++) rg_strbuf_putc(&p->out, ' ');
        rg_strbuf_puts(&p->out, i == 0 ? "+-" : "  ");
        if (truncated)
            rg_strbuf_puts(&p->out, "+---------------- ... ----------------\n");
        else
            rg_strbuf_printf(&p->out, "+---------------- %zu ----------------\n", i + 1);
        p->depth++;
        if (truncated) {
            size_t more = total - MAX_GROUP_WIDTH;
            margin(p);
            rg_strbuf_printf(&p->out, "and %zu more exception%s\n", more, more > 1 ? "s" : "");
        } else {
            chain(p, t->items[i]);
        }
        if (last && p->need_close) {
            for (int j = 0; j < 2 * p->depth; j++) rg_strbuf_putc(&p->out, ' ');
            rg_strbuf_puts(&p->out, "+------------------------------------\n");
            p->need_close = false;
        }
        p->depth--;
    }
}

static void chain(Printer *p, RgValue exc)
{
    RgThread *th = p->th;
    if (!rg_recursion_enter(th, " while printing an exception")) {
        rg_exception_clear(th);
        return;
    }
    if (p->seen && !rg_list_append(th, p->seen, exc)) rg_exception_clear(th);
    RgException *e = RG_EXCEPTION(exc);
    if (e->cause && e->cause != RG_NONE) {
        if (!seen(p, e->cause))
            chained(p, e->cause, "The above exception was the direct cause of the following exception:\n");
    } else if (e->context && e->context != RG_NONE && !e->suppress_context && !seen(p, e->context)) {
        chained(p, e->context, "During handling of the above exception, another exception occurred:\n");
    }
    if (!is_group(th, exc)) {
        one_exception(p, exc);
    } else if (p->depth > MAX_GROUP_DEPTH) {
        margin(p);
        rg_strbuf_printf(&p->out, "... (max_group_depth is %d)\n", MAX_GROUP_DEPTH);
    } else {
        bool top = p->depth == 0;
        if (top) p->depth = 1;
        one_exception(p, exc);
        group_members(p, exc);
        if (top) p->depth = 0;
    }
    rg_recursion_leave(th);
}

/* The text in out; pending exceptions are kept. */
static void print_all(Printer *p, RgThread *th, RgValue exception)
{
    memset(p, 0, sizeof *p);
    p->th = th;
    rg_strbuf_init(&p->out);
    p->seen = rg_list_new(th, 4);
    if (!p->seen) rg_exception_clear(th);
    if (rg_is_exception(exception))
        chain(p, exception);
    else
        rg_strbuf_puts(&p->out, "TypeError: print_exception(): Exception expected for value\n");
    rg_mem_free(p->source);
}

RgStr *rg_traceback_format(RgThread *th, RgValue exception)
{
    Printer p;
    RgValue pending = rg_exception_take(th);
    print_all(&p, th, exception);
    th->pending = pending;
    RgStr *s = p.out.failed ? NULL : rg_str_from_utf8(th, p.out.data ? p.out.data : "", p.out.len);
    if (p.out.failed) rg_raise_memory(th);
    rg_strbuf_fini(&p.out);
    return s;
}

bool rg_traceback_print(RgThread *th, RgValue exception, RgValue file)
{
    if (!file && th->rt->sys_dict) file = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, stderr));
    if (!file || file == RG_NONE) {
        Printer p;
        print_all(&p, th, exception);
        for (size_t at = 0; at < p.out.len;) {
            ssize_t n = write(2, p.out.data + at, p.out.len - at);
            if (n <= 0) break;
            at += (size_t)n;
        }
        rg_strbuf_fini(&p.out);
        return true;
    }
    RgStr *s = rg_traceback_format(th, exception);
    return s && rg_call_method1(th, file, RG_SYM(th, write), rg_from_ptr(s)) != 0;
}
