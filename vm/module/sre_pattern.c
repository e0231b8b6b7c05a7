/* SPDX-License-Identifier: MIT
 *
 * sre_pattern.c: pattern objects, scanners, and the _sre module.
 */
#include "vm/module/sre.h"

#include "vm/interp/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/unicode.h"

#define PATTERN(NAME) static RgValue p_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define SELF RG_AS(RgPattern, self)

/* A subject in use: its characters stay where they are while the view is held. */
typedef struct Subject {
    RgValue string;
    RgSreState state;
    RgBufferView view;
    bool has_view;
} Subject;

static bool subject_init(RgThread *th, Subject *u, RgPattern *p, RgValue string, int64_t pos, int64_t endpos)
{
    const void *text;
    int width = 1;
    int64_t length;
    u->string = string;
    u->has_view = false;
    bool is_str = rg_is_str(string);
    if (is_str) {
        RgStr *s = RG_STR(string);
        text = s->data;
        width = rg_str_width(s);
        length = s->length;
    } else if (rg_buffer_supported(string)) {
        if (!rg_buffer_get(th, string, &u->view, false)) return false;
        u->has_view = true;
        text = u->view.data;
        length = u->view.len;
    } else {
        rg_raise(th, RG_EXC_TypeError, "expected string or bytes-like object, got '%T'", string);
        return false;
    }
    if (p->pattern != RG_NONE && is_str == p->is_bytes) {
        if (u->has_view) rg_buffer_release(&u->view);
        rg_raise(th, RG_EXC_TypeError, is_str ? "cannot use a bytes pattern on a string-like object"
                                              : "cannot use a string pattern on a bytes-like object");
        return false;
    }
    if (rg_sre_state_init(th, &u->state, (const uint32_t *)(const void *)p->code->data, p->groups, text, width, length, pos, endpos)) {
        return true;
    }
    if (u->has_view) rg_buffer_release(&u->view);
    return false;
}

static void subject_fini(Subject *u)
{
    rg_sre_state_fini(&u->state);
    if (u->has_view) rg_buffer_release(&u->view);
}

static bool bounds(RgThread *th, const RgValue *args, int64_t *pos, int64_t *endpos)
{
    *pos = 0;
    *endpos = INT64_MAX;
    if (args[0] != RG_UNBOUND && !rg_number_as_index(th, args[0], pos, RG_EXC_BaseException)) return false;
    return args[1] == RG_UNBOUND || rg_number_as_index(th, args[1], endpos, RG_EXC_BaseException);
}

static RgValue run_once(RgThread *th, RgPattern *p, const RgValue *args, int (*fn)(RgSreState *), bool whole)
{
    Subject u;
    int64_t pos, endpos;
    if (!bounds(th, args + 1, &pos, &endpos) || !subject_init(th, &u, p, args[0], pos, endpos)) return RG_ERROR;
    u.state.match_all = whole;
    int64_t from = u.state.start, to = u.state.end;
    int r = fn(&u.state);
    RgValue v = r < 0 ? RG_ERROR : r == 0 ? RG_NONE : rg_sre_match_new(th, p, &u.state, args[0], from, to);
    subject_fini(&u);
    return v;
}

PATTERN(match)
{
    return run_once(th, SELF, args, rg_sre_match, false);
}

PATTERN(fullmatch)
{
    return run_once(th, SELF, args, rg_sre_match, true);
}

PATTERN(search)
{
    return run_once(th, SELF, args, rg_sre_search, false);
}

/* After a match: the next one begins at its end, and an empty one there must be another. */
static void step(RgSreState *s)
{
    s->must_advance_ptr = s->ptr == s->start ? s->ptr : -1;
    s->start = s->ptr;
}

static RgValue group_text(RgThread *th, RgPattern *p, RgSreState *s, RgValue string, int64_t i, RgValue absent)
{
    if (i == 0) return rg_sre_slice(th, string, s->start, s->ptr);
    int64_t from = s->cells.data[RG_SRE_MARKS + 2 * (i - 1)], to = s->cells.data[RG_SRE_MARKS + 2 * (i - 1) + 1];
    return from < 0 || to < from ? absent : rg_sre_slice(th, string, from, to);
}

static RgValue empty_like(RgThread *th, RgValue string)
{
    return rg_is_str(string) ? rg_from_ptr(th->rt->empty_str) : rg_from_ptr(rg_bytes_new(th, NULL, 0));
}

PATTERN(findall)
{
    Subject u;
    int64_t pos, endpos;
    RgPattern *p = SELF;
    if (!bounds(th, args + 1, &pos, &endpos) || !subject_init(th, &u, p, args[0], pos, endpos)) return RG_ERROR;
    RgList *list = rg_list_new(th, 0);
    RgValue empty = list ? empty_like(th, args[0]) : RG_ERROR;
    bool ok = empty != RG_ERROR;
    while (ok && u.state.start <= u.state.end) {
        int r = rg_sre_search(&u.state);
        ok = r >= 0;
        if (r <= 0) break;
        RgValue item;
        if (p->groups <= 1) {
            item = group_text(th, p, &u.state, args[0], p->groups, empty);
        } else {
            RgTuple *t = rg_tuple_new(th, p->groups);
            for (uint32_t i = 0; t && i < p->groups; i++) {
                RgValue v = group_text(th, p, &u.state, args[0], i + 1, empty);
                if (!v) t = NULL;
                else rg_gc_store(t, &t->items[i], v);
            }
            item = rg_from_ptr(t);
        }
        ok = item && rg_list_append(th, list, item);
        step(&u.state);
    }
    subject_fini(&u);
    return ok ? rg_from_ptr(list) : RG_ERROR;
}

PATTERN(split)
{
    Subject u;
    int64_t max = 0, last = 0, n = 0;
    RgPattern *p = SELF;
    if (args[1] != RG_UNBOUND && !rg_number_as_index(th, args[1], &max, RG_EXC_OverflowError)) return RG_ERROR;
    if (!subject_init(th, &u, p, args[0], 0, INT64_MAX)) return RG_ERROR;
    RgList *list = rg_list_new(th, 0);
    bool ok = list != NULL;
    while (ok && (max == 0 || n < max)) {
        int r = rg_sre_search(&u.state);
        ok = r >= 0;
        if (r <= 0) break;
        RgValue item = rg_sre_slice(th, args[0], last, u.state.start);
        ok = item && rg_list_append(th, list, item);
        for (uint32_t i = 1; ok && i <= p->groups; i++) {
            item = group_text(th, p, &u.state, args[0], i, RG_NONE);
            ok = item && rg_list_append(th, list, item);
        }
        n++;
        last = u.state.ptr;
        step(&u.state);
    }
    if (ok) {
        RgValue rest = rg_sre_slice(th, args[0], last, u.state.end);
        ok = rest && rg_list_append(th, list, rest);
    }
    subject_fini(&u);
    return ok ? rg_from_ptr(list) : RG_ERROR;
}

/* ---- sub ---- */

/* What to put in place of a match: a fixed text, a callable, or a template of literals and groups. */
typedef struct Replacement {
    RgValue literal, callable;
    RgValue groups;    /* sequence of (index, group) */
    RgList *literals;
} Replacement;

static bool has_backslash(RgThread *th, RgValue v)
{
    if (rg_is_str(v)) {
        RgStr *s = RG_STR(v);
        if (rg_str_width(s) == 1) return memchr(s->data, '\\', (size_t)s->length) != NULL;
        for (int64_t i = 0; i < s->length; i++) {
            if (rg_str_at(s, i) == '\\') return true;
        }
        return false;
    }
    RgBufferView view;
    if (!rg_buffer_get(th, v, &view, false)) {
        rg_exception_clear(th);
        return true;
    }
    bool found = memchr(view.data, '\\', (size_t)view.len) != NULL;
    rg_buffer_release(&view);
    return found;
}

static bool replacement_init(RgThread *th, Replacement *r, RgPattern *p, RgValue repl)
{
    memset(r, 0, sizeof *r);
    if (rg_is_callable(th, repl)) {
        r->callable = repl;
        return true;
    }
    if ((rg_is_str(repl) || rg_buffer_supported(repl)) && !has_backslash(th, repl)) {
        r->literal = repl;
        return true;
    }
    RgValue re = rg_import_module(th, "re");
    RgValue fn = re ? rg_attr_get_cstr(th, re, "_compile_repl") : RG_ERROR;
    RgValue parsed = fn ? rg_call2(th, fn, repl, rg_from_ptr(p)) : RG_ERROR;
    if (!parsed) return false;
    if (!rg_is_tuple(parsed) || rg_tuple_len(RG_TUPLE(parsed)) != 2 || !rg_is_list(RG_TUPLE(parsed)->items[1])) {
        rg_raise(th, RG_EXC_TypeError, "re._compile_repl() returned an invalid template");
        return false;
    }
    r->groups = rg_from_ptr(rg_to_tuple(th, RG_TUPLE(parsed)->items[0]));
    r->literals = RG_LIST(RG_TUPLE(parsed)->items[1]);
    if (!r->groups) return false;
    if (rg_tuple_len(RG_TUPLE(r->groups)) == 0 && r->literals->length == 1) r->literal = r->literals->items[0];
    return true;
}

/* Appends the filled template to the pieces. */
static bool expand(RgThread *th, const Replacement *r, RgPattern *p, RgSreState *s, RgValue string, RgList *out)
{
    RgTuple *groups = RG_TUPLE(r->groups);
    size_t next = 0;
    for (int64_t i = 0; i < r->literals->length; i++) {
        RgValue piece = r->literals->items[i];
        if (piece == RG_NONE) {
            while (next < rg_tuple_len(groups)) {
                RgTuple *pair = RG_TUPLE(groups->items[next]);
                if (rg_as_int(pair->items[0]) >= i) break;
                next++;
            }
            if (next == rg_tuple_len(groups)) continue;
            int64_t g = rg_as_int(RG_TUPLE(groups->items[next++])->items[1]);
            if (g < 0 || g > (int64_t)p->groups) {
                rg_raise(th, RG_EXC_IndexError, "no such group");
                return false;
            }
            piece = group_text(th, p, s, string, g, RG_UNBOUND);
            if (piece == RG_UNBOUND) continue;
            if (!piece) return false;
        }
        if (!rg_list_append(th, out, piece)) return false;
    }
    return true;
}

static RgValue join_pieces(RgThread *th, RgValue string, RgList *pieces)
{
    if (rg_is_str(string)) return rg_from_ptr(rg_str_join(th, th->rt->empty_str, pieces->items, (size_t)pieces->length));
    RgValue empty = rg_from_ptr(rg_bytes_new(th, NULL, 0));
    return empty ? rg_call_method1(th, empty, RG_SYM(th, join), rg_from_ptr(pieces)) : RG_ERROR;
}

static bool sub_one(RgThread *th, const Replacement *r, RgPattern *p, Subject *u, int64_t end, RgList *pieces)
{
    if (r->literal) return rg_list_append(th, pieces, r->literal);
    if (!r->callable) return expand(th, r, p, &u->state, u->string, pieces);
    RgValue m = rg_sre_match_new(th, p, &u->state, u->string, 0, end);
    RgValue item = m ? rg_call1(th, r->callable, m) : RG_ERROR;
    return item && (item == RG_NONE || rg_list_append(th, pieces, item));
}

static RgValue substitute(RgThread *th, RgPattern *p, const RgValue *args, bool with_count)
{
    Subject u;
    Replacement r;
    int64_t max = 0, last = 0, n = 0;
    RgValue string = args[1];
    if (args[2] != RG_UNBOUND && !rg_number_as_index(th, args[2], &max, RG_EXC_OverflowError)) return RG_ERROR;
    if (!replacement_init(th, &r, p, args[0]) || !subject_init(th, &u, p, string, 0, INT64_MAX)) return RG_ERROR;
    RgList *pieces = rg_list_new(th, 0);
    bool ok = pieces != NULL;
    int64_t end = u.state.end;
    while (ok && (max == 0 || n < max)) {
        int found = rg_sre_search(&u.state);
        ok = found >= 0;
        if (found <= 0) break;
        if (last < u.state.start) {
            RgValue before = rg_sre_slice(th, string, last, u.state.start);
            ok = before && rg_list_append(th, pieces, before);
        }
        int64_t from = u.state.start, to = u.state.ptr;
        ok = ok && sub_one(th, &r, p, &u, end, pieces);
        last = to;
        n++;
        u.state.start = from;
        u.state.ptr = to;
        step(&u.state);
    }
    RgValue result = RG_ERROR;
    if (ok) {
        RgValue rest = rg_sre_slice(th, string, last, end);
        if (n == 0 && rest && (rg_is_exact(string, RG_KIND_str) || rg_is_exact(string, RG_KIND_bytes))) result = string;
        else if (rest && (last >= end || rg_list_append(th, pieces, rest))) result = join_pieces(th, string, pieces);
    }
    subject_fini(&u);
    if (!result || !with_count) return result;
    return rg_from_ptr(rg_tuple_pack(th, 2, result, rg_from_int(n)));
}

PATTERN(sub)
{
    return substitute(th, SELF, args, false);
}

PATTERN(subn)
{
    return substitute(th, SELF, args, true);
}

/* ---- scanners: also what finditer iterates with ---- */

typedef struct Scanner {
    RgObject head;
    RgPattern *pattern;
    RgValue string;
    int64_t start, end, must_advance, pos;
    bool done;
} Scanner;

static void scanner_trace(RgMarker *marker, void *cell)
{
    Scanner *s = cell;
    rg_mark_cell(marker, s->pattern);
    rg_mark_value(marker, s->string);
}

static RgValue scanner_step(RgThread *th, Scanner *sc, int (*fn)(RgSreState *))
{
    Subject u;
    if (sc->done) return RG_NONE;
    if (!subject_init(th, &u, sc->pattern, sc->string, 0, sc->end)) return RG_ERROR;
    u.state.start = sc->start;
    u.state.must_advance_ptr = sc->must_advance;
    int r = fn(&u.state);
    RgValue v = RG_NONE;
    if (r < 0) {
        v = RG_ERROR;
    } else if (r == 0) {
        sc->done = true;
    } else {
        v = rg_sre_match_new(th, sc->pattern, &u.state, sc->string, sc->pos, sc->end);
        step(&u.state);
        sc->start = u.state.start;
        sc->must_advance = u.state.must_advance_ptr;
    }
    subject_fini(&u);
    return v;
}

static RgValue scanner_match(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return scanner_step(th, RG_AS(Scanner, self), rg_sre_match);
}

static RgValue scanner_search(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return scanner_step(th, RG_AS(Scanner, self), rg_sre_search);
}

static RgValue scanner_next(RgThread *th, RgValue self)
{
    RgValue v = scanner_step(th, RG_AS(Scanner, self), rg_sre_search);
    return v == RG_NONE ? RG_STOP : v;
}

static RgValue scanner_iter(RgThread *th, RgValue self)
{
    return self;
}

static RgValue scanner_pattern(RgThread *th, RgValue self)
{
    return rg_from_ptr(RG_AS(Scanner, self)->pattern);
}

static const RgMethodDef scanner_methods[] = {
    RG_METHOD("match", "($self, /)", "The next match right here.", scanner_match),
    RG_METHOD("search", "($self, /)", "The next match.", scanner_search),
    RG_METHOD_END,
};
static const RgGetSetDef scanner_getset[] = {{"pattern", scanner_pattern, NULL, NULL}, RG_GETSET_END};
const RgTypeSpec rg_sre_scanner_spec = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(Scanner),
    .cell = {"SRE_Scanner", scanner_trace, NULL},
    .slots = {.iter = scanner_iter, .next = scanner_next},
    .methods = scanner_methods,
    .getset = scanner_getset,
};

static RgValue new_scanner(RgThread *th, RgPattern *p, const RgValue *args)
{
    Subject u;
    int64_t pos, endpos;
    if (!bounds(th, args + 1, &pos, &endpos) || !subject_init(th, &u, p, args[0], pos, endpos)) return RG_ERROR;
    Scanner *sc = rg_object_new_of(th, rg_sre_type(th, RG_SRE_TYPE_SCANNER), 0);
    if (sc) {
        sc->pattern = p;
        sc->string = args[0];
        sc->pos = sc->start = u.state.start;
        sc->end = u.state.end;
        sc->must_advance = -1;
    }
    subject_fini(&u);
    return rg_from_ptr(sc);
}

PATTERN(scanner)
{
    return new_scanner(th, SELF, args);
}

PATTERN(finditer)
{
    return new_scanner(th, SELF, args);
}

PATTERN(itself)
{
    return self;
}

PATTERN(class_getitem)
{
    return rg_call2(th, rg_from_ptr(RG_TYPE(th, generic_alias)), self, args[0]);
}

/* ---- the pattern type ---- */

static void pattern_trace(RgMarker *marker, void *cell)
{
    RgPattern *p = cell;
    rg_mark_value(marker, p->pattern);
    rg_mark_value(marker, p->groupindex);
    rg_mark_value(marker, p->indexgroup);
    rg_mark_cell(marker, p->code);
}

static RgValue pattern_repr(RgThread *th, RgValue self)
{
    static const struct { int64_t bit; const char *name; } names[] = {
        {1, "re.TEMPLATE"}, {2, "re.IGNORECASE"}, {4, "re.LOCALE"}, {8, "re.MULTILINE"}, {16, "re.DOTALL"}, {32, "re.UNICODE"},
        {64, "re.VERBOSE"}, {128, "re.DEBUG"}, {256, "re.ASCII"}};
    int64_t flags = SELF->flags;
    if (!SELF->is_bytes && (flags & (4 | 256 | 32)) == 32) flags &= ~32;
    RgStr *text = rg_repr(th, SELF->pattern);
    if (!text) return RG_ERROR;
    RgStrBuilder b;
    rg_builder_init(&b, th, 64);
    rg_builder_cstr(&b, "re.compile(");
    rg_builder_sub(&b, text, 0, RG_MIN(text->length, 200));
    bool first = true;
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        if (!(flags & names[i].bit)) continue;
        rg_builder_cstr(&b, first ? ", " : "|");
        rg_builder_cstr(&b, names[i].name);
        flags &= ~names[i].bit;
        first = false;
    }
    if (flags) rg_builder_printf(&b, "%s0x%llx", first ? ", " : "|", (unsigned long long)flags);
    rg_builder_char(&b, ')');
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue pattern_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || rg_type_of(th->rt, a) != rg_type_of(th->rt, b)) return RG_NOT_IMPLEMENTED;
    RgPattern *p = RG_AS(RgPattern, a), *q = RG_AS(RgPattern, b);
    bool equal = p->flags == q->flags && p->is_bytes == q->is_bytes && p->code_len == q->code_len &&
                 memcmp(p->code->data, q->code->data, p->code_len * sizeof(uint32_t)) == 0;
    if (equal && p != q) {
        int r = rg_compare_bool(th, p->pattern, q->pattern, RG_EQ);
        if (r < 0) return RG_ERROR;
        equal = r;
    }
    return rg_from_bool(equal == (op == RG_EQ));
}

static bool pattern_hash(RgThread *th, RgValue self, int64_t *out)
{
    int64_t h;
    if (!rg_hash(th, SELF->pattern, &h)) return false;
    h ^= SELF->flags ^ (SELF->is_bytes ? 1 : 0) ^ SELF->groups;
    *out = h == -1 ? -2 : h;
    return true;
}

static RgValue get_pattern(RgThread *th, RgValue self) { return SELF->pattern; }
static RgValue get_flags(RgThread *th, RgValue self) { return rg_from_int(SELF->flags); }
static RgValue get_groups(RgThread *th, RgValue self) { return rg_from_int(SELF->groups); }
static RgValue get_groupindex(RgThread *th, RgValue self)
{
    return rg_call1(th, rg_from_ptr(RG_TYPE(th, mappingproxy)), SELF->groupindex);
}

static const RgMethodDef pattern_methods[] = {
    RG_METHOD("match", "($self, /, string, pos=0, endpos=sys.maxsize)", "Match at the beginning.", p_match),
    RG_METHOD("fullmatch", "($self, /, string, pos=0, endpos=sys.maxsize)", "Match the whole string.", p_fullmatch),
    RG_METHOD("search", "($self, /, string, pos=0, endpos=sys.maxsize)", "The first match anywhere.", p_search),
    RG_METHOD("sub", "($self, /, repl, string, count=0)", "Replace matches.", p_sub),
    RG_METHOD("subn", "($self, /, repl, string, count=0)", "Replace matches and count them.", p_subn),
    RG_METHOD("findall", "($self, /, string, pos=0, endpos=sys.maxsize)", "All matches.", p_findall),
    RG_METHOD("finditer", "($self, /, string, pos=0, endpos=sys.maxsize)", "An iterator of matches.", p_finditer),
    RG_METHOD("split", "($self, /, string, maxsplit=0)", "Split by matches.", p_split),
    RG_METHOD("scanner", "($self, /, string, pos=0, endpos=sys.maxsize)", "A scanner.", p_scanner),
    RG_METHOD("__copy__", "($self, /)", NULL, p_itself),
    RG_METHOD("__deepcopy__", "($self, memo, /)", NULL, p_itself),
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, p_class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};
static const RgGetSetDef pattern_getset[] = {
    {"pattern", get_pattern, NULL, "the text of the pattern"},
    {"flags", get_flags, NULL, "the flags"},
    {"groups", get_groups, NULL, "the number of groups"},
    {"groupindex", get_groupindex, NULL, "group names and their numbers"},
    RG_GETSET_END,
};
const RgTypeSpec rg_sre_pattern_spec = {
    .doc = "Compiled regular expression object.",
    .flags = RG_TF_NO_NEW | RG_TF_WEAKREF,
    .basicsize = sizeof(RgPattern),
    .cell = {"Pattern", pattern_trace, NULL},
    .slots = {.repr = pattern_repr, .compare = pattern_compare, .hash = pattern_hash},
    .methods = pattern_methods,
    .getset = pattern_getset,
};

/* ---- module ---- */

#define SRE(NAME) static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

SRE(compile)
{
    int64_t flags, groups;
    if (!rg_number_as_i64(th, args[1], &flags) || !rg_number_as_i64(th, args[3], &groups)) return RG_ERROR;
    if (!rg_is_list(args[2]) || !rg_is_dict(args[4]) || !rg_is_tuple(args[5]) || groups < 0 || groups > INT32_MAX / 2) {
        return rg_raise(th, RG_EXC_TypeError, "compile() got arguments of the wrong type");
    }
    RgList *code = RG_LIST(args[2]);
    RgPattern *p = rg_object_new_of(th, rg_sre_type(th, RG_SRE_TYPE_PATTERN), 0);
    if (!p) return RG_ERROR;
    p->code = rg_buffer_new(th, ((size_t)code->length + 8) * sizeof(uint32_t)); /* zeroed words behind: FAILURE */
    if (!p->code) return RG_ERROR;
    uint32_t *words = (uint32_t *)(void *)p->code->data;
    int64_t n = code->length;
    for (int64_t i = 0; i < n && i < code->length; i++) {
        int64_t w;
        if (!rg_number_as_i64(th, code->items[i], &w)) return RG_ERROR;
        if (w < 0 || w > UINT32_MAX) return rg_raise(th, RG_EXC_OverflowError, "regular expression code size limit exceeded");
        words[i] = (uint32_t)w;
    }
    p->code_len = (uint32_t)n;
    p->groups = (uint32_t)groups;
    p->pattern = args[0];
    p->flags = flags;
    p->groupindex = args[4];
    p->indexgroup = args[5];
    p->is_bytes = args[0] != RG_NONE && !rg_is_str(args[0]);
    if (!rg_sre_validate(words, (size_t)n, p->groups)) return rg_raise(th, RG_EXC_RuntimeError, "invalid SRE code");
    return rg_from_ptr(p);
}

SRE(getcodesize)
{
    return rg_from_int(4);
}

static bool char_arg(RgThread *th, RgValue v, uint32_t *out)
{
    int64_t c;
    if (!rg_number_as_i64(th, v, &c)) return false;
    *out = (uint32_t)c;
    return true;
}

SRE(ascii_iscased)
{
    uint32_t c;
    return char_arg(th, args[0], &c) ? rg_from_bool(c < 128 && rg_sre_lower(c, 'a') != rg_sre_upper(c, 'a')) : RG_ERROR;
}

SRE(unicode_iscased)
{
    uint32_t c;
    if (!char_arg(th, args[0], &c)) return RG_ERROR;
    uint32_t upper[3]; /* of several characters for some: the compiler knows what else they equal */
    rg_unicode_upper(c, upper);
    return rg_from_bool(rg_sre_lower(c, 'u') != c || upper[0] != c);
}

SRE(ascii_tolower)
{
    uint32_t c;
    return char_arg(th, args[0], &c) ? rg_from_int(rg_sre_lower(c, 'a')) : RG_ERROR;
}

SRE(unicode_tolower)
{
    uint32_t c;
    return char_arg(th, args[0], &c) ? rg_from_int(rg_sre_lower(c, 'u')) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("compile", "($module, /, pattern, flags, code, groups, groupindex, indexgroup)", "A pattern from its code.", f_compile),
    RG_METHOD("getcodesize", "($module, /)", NULL, f_getcodesize),
    RG_METHOD("ascii_iscased", "($module, character, /)", NULL, f_ascii_iscased),
    RG_METHOD("unicode_iscased", "($module, character, /)", NULL, f_unicode_iscased),
    RG_METHOD("ascii_tolower", "($module, character, /)", NULL, f_ascii_tolower),
    RG_METHOD("unicode_tolower", "($module, character, /)", NULL, f_unicode_tolower),
    RG_METHOD_END,
};

bool rg_module_init_sre(RgThread *th, RgModule *m)
{
    static const struct {
        const char *module, *name;
        const RgTypeSpec *spec;
    } types[RG_SRE_TYPES] = {{"re", "Pattern", &rg_sre_pattern_spec}, {"re", "Match", &rg_sre_match_spec},
                             {"_sre", "SRE_Scanner", &rg_sre_scanner_spec}};
    RgArray *state = rg_array_new(th, RG_SRE_TYPES);
    if (!state) return false;
    RG_MODULE_STATE(th, sre) = state;
    for (int i = 0; i < RG_SRE_TYPES; i++) {
        RgType *type = rg_type_new_native(th, types[i].module, types[i].name, RG_TYPE(th, object), types[i].spec);
        if (!type) return false;
        rg_gc_store(state, &state->items[i], rg_from_ptr(type));
    }
    return rg_module_add_functions(th, m, functions) && rg_module_set_int(th, m, "MAGIC", RG_SRE_MAGIC) &&
           rg_module_set_int(th, m, "CODESIZE", 4) && rg_module_set_int(th, m, "MAXREPEAT", RG_SRE_MAXREPEAT) &&
           rg_module_set_int(th, m, "MAXGROUPS", 1073741823) &&
           rg_module_set_str(th, m, "__doc__", "The engine of regular expressions.");
}
