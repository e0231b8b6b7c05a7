/* SPDX-License-Identifier: MIT
 *
 * sre_object.c: match objects.
 */
#include "vm/module/sre.h"

#include "vm/interp/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static void match_trace(RgMarker *marker, void *cell)
{
    RgMatchObject *m = cell;
    rg_mark_cell(marker, m->pattern);
    rg_mark_value(marker, m->string);
}

RgValue rg_sre_match_new(RgThread *th, RgPattern *p, RgSreState *s, RgValue string, int64_t pos, int64_t endpos)
{
    size_t n = 2 * ((size_t)p->groups + 1);
    RgMatchObject *m = rg_object_new_of(th, rg_sre_type(th, RG_SRE_TYPE_MATCH), n * sizeof(int64_t));
    if (!m) return RG_ERROR;
    m->head.aux = (uint32_t)n;
    m->pattern = p;
    m->string = string;
    m->pos = pos;
    m->endpos = endpos;
    m->marks[0] = s->start;
    m->marks[1] = s->ptr;
    for (size_t i = 2; i < n; i += 2) {
        int64_t from = s->cells.data[RG_SRE_MARKS + i - 2], to = s->cells.data[RG_SRE_MARKS + i - 1];
        bool set = from >= 0 && to >= from;
        m->marks[i] = set ? from : -1;
        m->marks[i + 1] = set ? to : -1;
    }
    m->lastindex = s->cells.data[RG_SRE_CELL_LASTINDEX];
    return rg_from_ptr(m);
}

RgValue rg_sre_slice(RgThread *th, RgValue string, int64_t from, int64_t to)
{
    if (rg_is_exact(string, RG_KIND_str)) return rg_from_ptr(rg_str_slice(th, RG_STR(string), from, to));
    if (rg_is_str(string)) {
        RgStr *s = RG_STR(string);
        return rg_from_ptr(rg_str_slice(th, s, from, to));
    }
    if (rg_is_exact(string, RG_KIND_bytes)) {
        RgBytes *b = RG_BYTES(string);
        return from == 0 && to == b->length ? string : rg_from_ptr(rg_bytes_new(th, b->data + from, to - from));
    }
    RgBufferView view;
    if (!rg_buffer_get(th, string, &view, false)) return RG_ERROR;
    if (to > view.len) to = view.len;
    if (from > to) from = to;
    RgBytes *b = rg_bytes_new(th, view.data + from, to - from);
    rg_buffer_release(&view);
    return rg_from_ptr(b);
}

RgValue rg_sre_group(RgThread *th, RgMatchObject *m, int64_t i, RgValue absent)
{
    if (m->marks[2 * i] < 0) return absent;
    return rg_sre_slice(th, m->string, m->marks[2 * i], m->marks[2 * i + 1]);
}

/* Number of a group given by index or name; -1 raised. */
static int64_t group_index(RgThread *th, RgMatchObject *m, RgValue v)
{
    int64_t i = -1;
    if (rg_is_int(v)) {
        i = rg_as_int(v);
    } else if (rg_type_of(th->rt, v)->slots.index) {
        if (!rg_number_as_i64(th, v, &i)) {
            if (!rg_raised_is(th, RG_EXC_OverflowError)) return -1;
            rg_exception_clear(th);
        }
    } else {
        RgValue found = rg_dict_get(th, RG_DICT(m->pattern->groupindex), v);
        if (found == RG_ERROR) rg_exception_clear(th);
        else if (found != RG_UNBOUND && rg_is_int(found)) i = rg_as_int(found);
    }
    if (i >= 0 && i <= (int64_t)m->pattern->groups) return i;
    rg_raise(th, RG_EXC_IndexError, "no such group");
    return -1;
}

#define MATCH(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define SELF RG_AS(RgMatchObject, self)

MATCH(group)
{
    if (nargs == 0) return rg_sre_group(th, SELF, 0, RG_NONE);
    if (nargs == 1) {
        int64_t i = group_index(th, SELF, args[0]);
        return i < 0 ? RG_ERROR : rg_sre_group(th, SELF, i, RG_NONE);
    }
    RgTuple *t = rg_tuple_new(th, nargs);
    for (size_t k = 0; t && k < nargs; k++) {
        int64_t i = group_index(th, SELF, args[k]);
        RgValue v = i < 0 ? RG_ERROR : rg_sre_group(th, SELF, i, RG_NONE);
        if (!v) return RG_ERROR;
        rg_gc_store(t, &t->items[k], v);
    }
    return rg_from_ptr(t);
}

static RgValue match_getitem(RgThread *th, RgValue self, RgValue key)
{
    int64_t i = group_index(th, SELF, key);
    return i < 0 ? RG_ERROR : rg_sre_group(th, SELF, i, RG_NONE);
}

MATCH(groups)
{
    RgValue absent = args[0] == RG_UNBOUND ? RG_NONE : args[0];
    size_t n = SELF->pattern->groups;
    RgTuple *t = rg_tuple_new(th, n);
    for (size_t i = 0; t && i < n; i++) {
        RgValue v = rg_sre_group(th, SELF, (int64_t)i + 1, absent);
        if (!v) return RG_ERROR;
        rg_gc_store(t, &t->items[i], v);
    }
    return rg_from_ptr(t);
}

MATCH(groupdict)
{
    RgValue absent = args[0] == RG_UNBOUND ? RG_NONE : args[0], key, index;
    RgDict *d = rg_dict_new(th), *groups = RG_DICT(SELF->pattern->groupindex);
    for (uint32_t i = 0; d && rg_dict_next(groups, &i, &key, &index);) {
        int64_t g = group_index(th, SELF, index);
        RgValue v = g < 0 ? RG_ERROR : rg_sre_group(th, SELF, g, absent);
        if (!v || !rg_dict_set(th, d, key, v)) return RG_ERROR;
    }
    return rg_from_ptr(d);
}

static int64_t optional_group(RgThread *th, RgMatchObject *m, RgValue v)
{
    return v == RG_UNBOUND ? 0 : group_index(th, m, v);
}

MATCH(start)
{
    int64_t i = optional_group(th, SELF, args[0]);
    return i < 0 ? RG_ERROR : rg_int_from_i64(th, SELF->marks[2 * i]);
}

MATCH(end)
{
    int64_t i = optional_group(th, SELF, args[0]);
    return i < 0 ? RG_ERROR : rg_int_from_i64(th, SELF->marks[2 * i + 1]);
}

static RgValue span_of(RgThread *th, RgMatchObject *m, int64_t i)
{
    RgValue a = rg_int_from_i64(th, m->marks[2 * i]), b = rg_int_from_i64(th, m->marks[2 * i + 1]);
    return a && b ? rg_from_ptr(rg_tuple_pack(th, 2, a, b)) : RG_ERROR;
}

MATCH(span)
{
    int64_t i = optional_group(th, SELF, args[0]);
    return i < 0 ? RG_ERROR : span_of(th, SELF, i);
}

MATCH(expand)
{
    RgValue re = rg_import_module(th, "re");
    RgValue fn = re ? rg_attr_get_cstr(th, re, "_expand") : RG_ERROR;
    return fn ? rg_call3(th, fn, rg_from_ptr(SELF->pattern), self, args[0]) : RG_ERROR;
}

MATCH(itself)
{
    return self;
}

static RgValue match_repr(RgThread *th, RgValue self)
{
    RgValue group = rg_sre_group(th, SELF, 0, RG_NONE);
    if (!group) return RG_ERROR;
    return rg_from_ptr(rg_format(th, "<%s object; span=(%lld, %lld), match=%R>", rg_type_of(th->rt, self)->cname,
                                 (long long)SELF->marks[0], (long long)SELF->marks[1], group));
}

static RgValue get_pos(RgThread *th, RgValue self) { return rg_int_from_i64(th, SELF->pos); }
static RgValue get_endpos(RgThread *th, RgValue self) { return rg_int_from_i64(th, SELF->endpos); }
static RgValue get_string(RgThread *th, RgValue self) { return SELF->string; }
static RgValue get_re(RgThread *th, RgValue self) { return rg_from_ptr(SELF->pattern); }
static RgValue get_lastindex(RgThread *th, RgValue self)
{
    return SELF->lastindex >= 0 ? rg_from_int(SELF->lastindex) : RG_NONE;
}

static RgValue get_lastgroup(RgThread *th, RgValue self)
{
    RgValue names = SELF->pattern->indexgroup;
    int64_t i = SELF->lastindex;
    if (i < 0 || !rg_is_tuple(names) || i >= (int64_t)rg_tuple_len(RG_TUPLE(names))) return RG_NONE;
    return RG_TUPLE(names)->items[i];
}

static RgValue get_regs(RgThread *th, RgValue self)
{
    size_t n = (size_t)SELF->pattern->groups + 1;
    RgTuple *t = rg_tuple_new(th, n);
    for (size_t i = 0; t && i < n; i++) {
        RgValue v = span_of(th, SELF, (int64_t)i);
        if (!v) return RG_ERROR;
        rg_gc_store(t, &t->items[i], v);
    }
    return rg_from_ptr(t);
}

static RgValue m_class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_call2(th, rg_from_ptr(RG_TYPE(th, generic_alias)), self, args[0]);
}

static const RgMethodDef match_methods[] = {
    RG_METHOD_F("group", "($self, *groups)", "Text of one or more groups.", m_group, RG_MF_NO_SIGNATURE),
    RG_METHOD("groups", "($self, /, default=None)", "Texts of all groups.", m_groups),
    RG_METHOD("groupdict", "($self, /, default=None)", "Texts of the named groups.", m_groupdict),
    RG_METHOD("start", "($self, group=0, /)", "Where a group starts.", m_start),
    RG_METHOD("end", "($self, group=0, /)", "Where a group ends.", m_end),
    RG_METHOD("span", "($self, group=0, /)", "Where a group starts and ends.", m_span),
    RG_METHOD("expand", "($self, /, template)", "Fill in a template.", m_expand),
    RG_METHOD("__copy__", "($self, /)", NULL, m_itself),
    RG_METHOD("__deepcopy__", "($self, memo, /)", NULL, m_itself),
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, m_class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};
static const RgGetSetDef match_getset[] = {
    {"pos", get_pos, NULL, "where the search began"},
    {"endpos", get_endpos, NULL, "where the search ended"},
    {"string", get_string, NULL, "the subject"},
    {"re", get_re, NULL, "the pattern object"},
    {"lastindex", get_lastindex, NULL, "index of the last matched group"},
    {"lastgroup", get_lastgroup, NULL, "name of the last matched group"},
    {"regs", get_regs, NULL, NULL},
    RG_GETSET_END,
};
const RgTypeSpec rg_sre_match_spec = {
    .doc = "The result of re.match() and re.search().",
    .flags = RG_TF_NO_NEW | RG_TF_VAR,
    .basicsize = sizeof(RgMatchObject),
    .itemsize = sizeof(int64_t),
    .cell = {"Match", match_trace, NULL},
    .slots = {.repr = match_repr, .getitem = match_getitem},
    .methods = match_methods,
    .getset = match_getset,
};
