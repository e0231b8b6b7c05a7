/* SPDX-License-Identifier: MIT
 *
 * raise.c: raising from C, formatted messages, and looking at the pending exception.
 * Always holds: th->pending is 0 or an exception object; whoever raises while another exception is being handled links the
 * two by __context__, and no chain of contexts is a cycle.
 */
#include <errno.h>
#include <stdio.h>
#include "vm/base/strbuf.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/exception.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

/* ---- formatted text ---- */

typedef struct Directive {
    char flags[8];
    int width, precision; /* -1: none */
    char length[3];       /* "", l, ll, z, t, h */
    char conv;
} Directive;

static const char *parse_directive(const char *p, Directive *d, va_list *args)
{
    size_t nflags = 0, nlength = 0;
    *d = (Directive){.width = -1, .precision = -1};
    while (*p && strchr("-+ #0", *p) && nflags < sizeof d->flags - 1) d->flags[nflags++] = *p++;
    if (*p == '*') {
        d->width = va_arg(*args, int);
        p++;
    } else if (*p >= '0' && *p <= '9') {
        d->width = 0;
        while (*p >= '0' && *p <= '9') d->width = d->width * 10 + *p++ - '0';
    }
    if (*p == '.') {
        p++;
        d->precision = 0;
        if (*p == '*') {
            d->precision = va_arg(*args, int);
            p++;
        } else {
            while (*p >= '0' && *p <= '9') d->precision = d->precision * 10 + *p++ - '0';
        }
    }
    while (*p && strchr("lzthj", *p) && nlength < sizeof d->length - 1) d->length[nlength++] = *p++;
    d->conv = *p;
    return *p ? p + 1 : p;
}

/* %d, %u, %x, %p without flags or widths: what most messages have. */
static bool add_plain_number(RgStrBuilder *b, const Directive *d, va_list *args)
{
    if (d->flags[0] || d->width >= 0 || d->precision >= 0 || !strchr("diuxp", d->conv)) return false;
    char text[32], *p = text + sizeof text;
    bool wide = d->length[0] && d->length[0] != 'h', hex = d->conv == 'x' || d->conv == 'p', is_signed = d->conv == 'd' || d->conv == 'i';
    int64_t n;
    if (d->conv == 'p') n = (int64_t)(uintptr_t)va_arg(*args, void *);
    else if (wide) n = va_arg(*args, long long);
    else n = is_signed ? va_arg(*args, int) : (int64_t)va_arg(*args, unsigned);
    uint64_t u = is_signed && n < 0 ? -(uint64_t)n : (uint64_t)n;
    do *--p = "0123456789abcdef"[hex ? u & 15 : u % 10];
    while ((u = hex ? u >> 4 : u / 10) != 0);
    if (d->conv == 'p') {
        *--p = 'x';
        *--p = '0';
    } else if (is_signed && n < 0) {
        *--p = '-';
    }
    rg_builder_ascii(b, p, (size_t)(text + sizeof text - p));
    return true;
}

static void add_number(RgStrBuilder *b, const Directive *d, va_list *args)
{
    if (add_plain_number(b, d, args)) return;
    char fmt[48], text[512], width[16] = "", precision[16] = "";
    if (d->width >= 0) snprintf(width, sizeof width, "%d", d->width);
    if (d->precision >= 0) snprintf(precision, sizeof precision, ".%d", d->precision);
    bool real = strchr("eEfFgG", d->conv) != NULL;
    snprintf(fmt, sizeof fmt, "%%%s%s%s%s%c", d->flags, width, precision, real || d->conv == 'p' ? "" : "ll", d->conv);
    if (real) {
        snprintf(text, sizeof text, fmt, va_arg(*args, double));
    } else if (d->conv == 'p') {
        snprintf(text, sizeof text, fmt, va_arg(*args, void *));
    } else {
        bool wide = d->length[0] == 'l' || d->length[0] == 'z' || d->length[0] == 't' || d->length[0] == 'j';
        long long n;
        if (wide) n = va_arg(*args, long long);
        else if (d->conv == 'd' || d->conv == 'i') n = va_arg(*args, int);
        else n = (long long)va_arg(*args, unsigned);
        snprintf(text, sizeof text, fmt, n);
    }
    rg_builder_cstr(b, text);
}

/* UTF-8 text, at most `limit` bytes of it when limit >= 0. */
static bool add_text(RgStrBuilder *b, const char *s, int limit, int width)
{
    if (!s) s = "(null)";
    size_t len = limit >= 0 ? strnlen(s, (size_t)limit) : strlen(s);
    bool ascii = true;
    for (size_t i = 0; i < len && ascii; i++) ascii = (unsigned char)s[i] < 0x80;
    if (width > 0 && (size_t)width > len) rg_builder_fill(b, ' ', width - (int)len);
    if (ascii) {
        rg_builder_ascii(b, s, len);
        return true;
    }
    RgStr *text = rg_str_from_utf8(b->th, s, len);
    if (!text) return false;
    rg_builder_str(b, text);
    return true;
}

static bool add_object(RgThread *th, RgStrBuilder *b, const Directive *d, va_list *args)
{
    RgStr *s = NULL;
    switch (d->conv) {
    case 'R': s = rg_repr(th, va_arg(*args, RgValue)); break;
    case 'S': s = rg_str_of(th, va_arg(*args, RgValue)); break;
    case 'A': s = rg_ascii(th, va_arg(*args, RgValue)); break;
    case 'T': return add_text(b, rg_type_of(th->rt, va_arg(*args, RgValue))->cname, d->precision, 0);
    case 'N': return add_text(b, va_arg(*args, RgType *)->cname, d->precision, 0);
    default: s = va_arg(*args, RgStr *); break;
    }
    if (!s) return false;
    if (d->precision >= 0 && s->length > d->precision) rg_builder_sub(b, s, 0, d->precision);
    else rg_builder_str(b, s);
    return true;
}

RgStr *rg_vformat(RgThread *th, const char *fmt, va_list list)
{
    RgStrBuilder b;
    va_list args;
    va_copy(args, list);
    rg_builder_init(&b, th, (int64_t)strlen(fmt) + 32);
    bool ok = true;
    while (*fmt && ok) {
        const char *percent = strchr(fmt, '%');
        size_t plain = percent ? (size_t)(percent - fmt) : strlen(fmt);
        if (plain) ok = add_text(&b, fmt, (int)plain, 0);
        if (!percent || !ok) break;
        Directive d;
        fmt = parse_directive(percent + 1, &d, &args);
        switch (d.conv) {
        case '%': rg_builder_char(&b, '%'); break;
        case 'c': rg_builder_char(&b, (uint32_t)va_arg(args, int)); break;
        case 's': ok = add_text(&b, va_arg(args, const char *), d.precision, d.width); break;
        case 'R': case 'S': case 'A': case 'T': case 'N': case 'U': ok = add_object(th, &b, &d, &args); break;
        default: add_number(&b, &d, &args); break;
        }
    }
    va_end(args);
    if (!ok) return NULL;
    return rg_builder_finish(&b);
}

RgStr *rg_format(RgThread *th, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    RgStr *s = rg_vformat(th, fmt, args);
    va_end(args);
    return s;
}

/* ---- raising ---- */

RgValue rg_raise_object(RgThread *th, RgValue exception)
{
    RG_ASSERT(rg_is_exception(exception), "%llx", (unsigned long long)exception);
    RgValue handled = th->handled;
    if (handled != RG_NONE && handled != exception && handled) {
        /* The handled exception's chain must not come back to the new one. The chain may be a cycle made by a program:
         * the second, slower walker meets the first then. */
        RgValue o = handled, slow = handled;
        bool move_slow = false;
        for (;;) {
            RgValue next = RG_EXCEPTION(o)->context;
            if (next == RG_NONE) break;
            if (next == exception) {
                rg_gc_store(rg_as_object(o), &RG_EXCEPTION(o)->context, RG_NONE);
                break;
            }
            o = next;
            if (o == slow) break;
            if (move_slow) slow = RG_EXCEPTION(slow)->context;
            move_slow = !move_slow;
        }
        rg_gc_store(rg_as_object(exception), &RG_EXCEPTION(exception)->context, handled);
    }
    th->pending = exception;
    return RG_ERROR;
}

RgValue rg_raise_call(RgThread *th, RgType *type, const RgValue *args, size_t nargs)
{
    RgValue e = rg_exception_new(th, type, args, nargs);
    if (!e) return RG_ERROR;
    if (!rg_is_exception(e))
        return rg_raise(th, RG_EXC_TypeError, "calling %R should have returned an instance of BaseException, not %T",
                        rg_from_ptr(type), e);
    return rg_raise_object(th, e);
}

static RgValue raise_text(RgThread *th, RgType *type, const char *fmt, va_list args)
{
    RgValue arg;
    th->pending = 0;
    if (!fmt) return rg_raise_call(th, type, NULL, 0);
    RgStr *text = rg_vformat(th, fmt, args);
    if (!text) return RG_ERROR;
    arg = rg_from_ptr(text);
    return rg_raise_call(th, type, &arg, 1);
}

RgValue rg_raise(RgThread *th, RgExc exc, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    raise_text(th, th->rt->exceptions[exc], fmt, args);
    va_end(args);
    return RG_ERROR;
}

RgValue rg_raise_type(RgThread *th, RgType *type, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    raise_text(th, type, fmt, args);
    va_end(args);
    return RG_ERROR;
}

RgValue rg_raise_bad_args(RgThread *th, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    raise_text(th, RG_EXC(th, TypeError), fmt, args);
    va_end(args);
    return RG_ERROR;
}

RgValue rg_raise_value(RgThread *th, RgExc exc, RgValue arg) { return rg_raise_call(th, th->rt->exceptions[exc], &arg, 1); }

RgValue rg_raise_memory(RgThread *th)
{
    RgValue e = rg_exception_no_memory(th);
    th->pending = e;
    return RG_ERROR;
}

RgValue rg_raise_errno(RgThread *th, RgValue filename)
{
    int number = errno;
    if (number == EINTR && th->poll) {
        /* A signal handler may have something to raise; the poll after the call tells. */
    }
    RgStr *text = rg_str_from_cstr(th, number ? strerror(number) : "Error");
    if (!text) return RG_ERROR;
    RgValue args[3] = {rg_from_int(number), rg_from_ptr(text), filename};
    return rg_raise_call(th, RG_EXC(th, OSError), args, filename ? 3 : 2);
}

RgValue rg_raise_from(RgThread *th, RgValue exception, RgValue cause)
{
    RgException *e = RG_EXCEPTION(exception);
    rg_gc_store(e, &e->cause, cause);
    e->suppress_context = true;
    return rg_raise_object(th, exception);
}

/* ---- the pending exception ---- */

bool rg_raised_is(RgThread *th, RgExc exc)
{
    return th->pending && rg_type_is_subtype(rg_type_of(th->rt, th->pending), th->rt->exceptions[exc]);
}

bool rg_exception_matches(RgThread *th, RgValue exception, RgValue type_or_tuple)
{
    if (rg_is_tuple(type_or_tuple)) {
        RgTuple *t = RG_TUPLE(type_or_tuple);
        for (size_t i = 0; i < rg_tuple_len(t); i++)
            if (rg_exception_matches(th, exception, t->items[i])) return true;
        return false;
    }
    if (!rg_is_type(type_or_tuple)) return false;
    RgType *have = rg_is_type(exception) ? RG_AS(RgType, exception) : rg_type_of(th->rt, exception);
    return rg_type_is_subtype(have, RG_AS(RgType, type_or_tuple));
}

RgValue rg_exception_take(RgThread *th)
{
    RgValue e = th->pending;
    th->pending = 0;
    return e;
}

void rg_exception_restore(RgThread *th, RgValue exception) { th->pending = exception; }

/* ---- reports that go to sys.stderr ---- */

static RgValue sys_object(RgThread *th, const char *name)
{
    if (!th->rt->sys_dict) return 0;
    return rg_dict_get_cstr(th, th->rt->sys_dict, name);
}

static void write_error_text(RgThread *th, const char *text)
{
    RgValue file = sys_object(th, "stderr");
    if (file && file != RG_NONE) {
        RgStr *s = rg_str_from_cstr(th, text);
        if (s && rg_call_method1(th, file, RG_SYM(th, write), rg_from_ptr(s))) return;
        rg_exception_clear(th);
    }
    fputs(text, stderr);
}

static RgValue call_unraisable_hook(RgThread *th, RgValue hook, RgValue exception, RgValue where, RgValue message)
{
    RgException *e = RG_EXCEPTION(exception);
    RgDict *fields = rg_dict_new(th);
    if (!fields || !rg_dict_set_cstr(th, fields, "exc_type", rg_from_ptr(rg_type_of(th->rt, exception))) ||
        !rg_dict_set_cstr(th, fields, "exc_value", exception) ||
        !rg_dict_set_cstr(th, fields, "exc_traceback", e->traceback) ||
        !rg_dict_set_cstr(th, fields, "err_msg", message ? message : RG_NONE) ||
        !rg_dict_set_cstr(th, fields, "object", where ? where : RG_NONE))
        return RG_ERROR;
    RgValue arg = rg_call_tuple(th, rg_from_ptr(RG_TYPE(th, simple_namespace)), th->rt->empty_tuple, fields);
    return arg ? rg_call1(th, hook, arg) : RG_ERROR;
}

void rg_write_unraisable(RgThread *th, RgValue where, const char *what)
{
    RgValue exception = rg_exception_take(th);
    if (!exception) return;
    RgStr *message = NULL;
    if (what) {
        message = rg_format(th, "Exception ignored %s", what);
        rg_exception_clear(th);
    }
    RgValue hook = sys_object(th, "unraisablehook");
    if (hook && hook != RG_NONE && hook != sys_object(th, "__unraisablehook__")) {
        if (call_unraisable_hook(th, hook, exception, where, message ? rg_from_ptr(message) : 0)) return;
        rg_exception_clear(th);
    }
    RgStr *head = NULL;
    if (where && message) head = rg_format(th, "%U: %R\n", message, where);
    else if (where) head = rg_format(th, "Exception ignored in: %R\n", where);
    else if (message) head = rg_format(th, "%U:\n", message);
    rg_exception_clear(th);
    const char *text = head ? rg_str_utf8(th, head, NULL) : NULL;
    if (text) write_error_text(th, text);
    RgValue file = sys_object(th, "stderr");
    if (!rg_traceback_print(th, exception, file && file != RG_NONE ? file : 0)) rg_exception_clear(th);
    rg_exception_clear(th);
}

bool rg_warn(RgThread *th, RgExc category, int stacklevel, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    RgStr *text = rg_vformat(th, fmt, args);
    va_end(args);
    if (!text) return false;
    RgValue module = th->rt->sys_modules ? rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, warnings)) : 0;
    if (!module && th->rt->builtins) {
        RgValue import = rg_dict_get_str(th, th->rt->builtins, RG_SYM(th, __import__));
        module = import ? rg_call1(th, import, rg_from_ptr(RG_SYM(th, warnings))) : 0;
        if (!module) rg_exception_clear(th);
    }
    if (!module) return true;
    RgValue warn = rg_attr_get(th, module, RG_SYM(th, warn));
    if (!warn) return false;
    return rg_call3(th, warn, rg_from_ptr(text), rg_from_ptr(th->rt->exceptions[category]), rg_from_int(stacklevel)) != RG_ERROR;
}
