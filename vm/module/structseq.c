/* SPDX-License-Identifier: MIT
 *
 * structseq.c: tuples with named fields (os.stat_result, sys.version_info, time.struct_time). The fields are member descriptors over
 * the tuple's items; those beyond the visible length follow in the same cell (head.aux8 of them).
 */
#include "vm/module/registry.h"

#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static const RgStructSeq *desc_of(const RgType *type)
{
    while (!type->spec) type = type->base;
    return (const RgStructSeq *)(const void *)type->spec;
}

void rg_structseq_trace(RgMarker *marker, void *cell)
{
    RgTuple *t = cell;
    rg_mark_values(marker, t->items, (size_t)t->head.aux + t->head.aux8);
}

RgValue rg_structseq_repr(RgThread *th, RgValue self)
{
    RgType *type = rg_type_of(th->rt, self);
    const RgStructSeq *desc = desc_of(type);
    if (!rg_recursion_enter(th, " while getting the repr of an object")) return RG_ERROR;
    RgStrBuilder b;
    rg_builder_init(&b, th, 64);
    rg_builder_cstr(&b, type->cname);
    rg_builder_char(&b, '(');
    size_t name = 0; /* names go with positions in order: fields without a name are skipped */
    RgTuple *t = RG_TUPLE(self);
    bool ok = true;
    for (size_t i = 0; ok && i < desc->visible; i++, name++) {
        while (name < desc->count && !desc->fields[name]) name++;
        if (i > 0) rg_builder_cstr(&b, ", ");
        if (name < desc->count) rg_builder_cstr(&b, desc->fields[name]);
        rg_builder_char(&b, '=');
        RgStr *s = rg_repr(th, t->items[i]);
        ok = s != NULL;
        if (ok) rg_builder_str(&b, s);
    }
    rg_builder_char(&b, ')');
    rg_recursion_leave(th);
    return ok ? rg_from_ptr(rg_builder_finish(&b)) : RG_ERROR;
}

RgValue rg_structseq_new(RgThread *th, RgType *type, const RgValue *values)
{
    const RgStructSeq *desc = desc_of(type);
    RgTuple *t = rg_object_new_of(th, type, desc->count * sizeof(RgValue));
    if (!t) return RG_ERROR;
    t->head.aux = desc->visible;
    t->head.aux8 = (uint8_t)(desc->count - desc->visible);
    memcpy(t->items, values, desc->count * sizeof(RgValue));
    return rg_from_ptr(t);
}

RgValue rg_structseq_make(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    const RgStructSeq *desc = desc_of(type);
    RgValue bound[2] = {RG_UNBOUND, RG_UNBOUND}, values[64];
    if (!rg_args_parse(th, type->name ? type->cname : "structseq", "(sequence, dict={})", args, nargs, kwnames, bound)) return RG_ERROR;
    RgTuple *t = rg_to_tuple(th, bound[0]);
    if (!t) return rg_raised_is(th, RG_EXC_TypeError) ? rg_raise(th, RG_EXC_TypeError, "constructor requires a sequence") : RG_ERROR;
    bool has_dict = bound[1] != RG_UNBOUND;
    if (has_dict && !rg_is_dict(bound[1])) {
        return rg_raise(th, RG_EXC_TypeError, "%s() takes a dict as second arg, if any", type->cname);
    }
    size_t n = rg_tuple_len(t);
    bool exact = desc->count == desc->visible;
    if (n < desc->visible || n > desc->count) {
        return rg_raise(th, RG_EXC_TypeError, "%s() takes an %s%d-sequence (%zu-sequence given)", type->cname,
                        exact ? "" : n < desc->visible ? "at least " : "at most ",
                        n < desc->visible ? desc->visible : desc->count, n);
    }
    for (size_t i = 0; i < desc->count; i++) {
        values[i] = RG_NONE;
        if (i < n) {
            values[i] = t->items[i];
        } else if (has_dict && desc->fields[i]) {
            RgValue v = rg_dict_get_cstr(th, RG_DICT(bound[1]), desc->fields[i]);
            if (v) values[i] = v;
        }
    }
    return rg_structseq_new(th, type, values);
}

static RgValue m_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgType *type = rg_type_of(th->rt, self);
    const RgStructSeq *desc = desc_of(type);
    RgTuple *t = RG_TUPLE(self), *plain = rg_tuple_from(th, t->items, desc->visible);
    RgDict *rest = plain ? rg_dict_new(th) : NULL;
    if (!rest) return RG_ERROR;
    for (size_t i = desc->visible; i < desc->count; i++) {
        if (desc->fields[i] && !rg_dict_set_cstr(th, rest, desc->fields[i], t->items[i])) return RG_ERROR;
    }
    RgTuple *args_tuple = rg_tuple_pack(th, 2, rg_from_ptr(plain), rg_from_ptr(rest));
    return args_tuple ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(type), rg_from_ptr(args_tuple))) : RG_ERROR;
}

const RgMethodDef rg_structseq_methods[] = {
    RG_METHOD("__reduce__", "($self, /)", NULL, m_reduce),
    RG_METHOD_END,
};

RgType *rg_structseq_type(RgThread *th, const char *module, const char *name, const RgStructSeq *desc)
{
    RgType *type = rg_type_new_native(th, module, name, RG_TYPE(th, tuple), &desc->spec);
    if (!type) return NULL;
    RgValue visible_names[64];
    size_t named = 0, unnamed = 0;
    for (size_t i = 0; i < desc->count; i++) {
        if (!desc->fields[i]) {
            unnamed++;
            continue;
        }
        RgStr *field = rg_intern_cstr(th, desc->fields[i]);
        RgMember *member = field ? rg_object_new(th, RG_KIND_member_descriptor, sizeof *member) : NULL;
        if (!member) return NULL;
        member->name = field;
        member->type = type;
        member->offset = (uint32_t)(offsetof(RgTuple, items) + i * sizeof(RgValue));
        if (!rg_dict_set_str(th, type->dict, field, rg_from_ptr(member))) return NULL;
        if (i < desc->visible) visible_names[named++] = rg_from_ptr(field);
    }
    RgTuple *match = rg_tuple_from(th, visible_names, named);
    if (!match || !rg_dict_set_cstr(th, type->dict, "n_fields", rg_from_int(desc->count)) ||
        !rg_dict_set_cstr(th, type->dict, "n_sequence_fields", rg_from_int(desc->visible)) ||
        !rg_dict_set_cstr(th, type->dict, "n_unnamed_fields", rg_from_int((int64_t)unnamed)) ||
        !rg_dict_set_str(th, type->dict, RG_SYM(th, __match_args__), rg_from_ptr(match))) {
        return NULL;
    }
    return type;
}
