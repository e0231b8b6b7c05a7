/* SPDX-License-Identifier: MIT
 *
 * string_module.c: the module _string: the syntax of format strings, for string.Formatter.
 */
#include "vm/module/registry.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/str_format.h"

#define FUNCTION(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue slice(RgThread *th, RgStr *s, int64_t from, int64_t to)
{
    RgStr *r = rg_str_slice(th, s, from, to);
    return r ? rg_from_ptr(r) : RG_ERROR;
}

/* Iterator of (literal text, field name, format specification, conversion). */
FUNCTION(formatter_parser)
{
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "expected str, got %T", args[0]);
    RgStr *s = RG_STR(args[0]);
    RgList *list = rg_list_new(th, 0);
    RgFormatPiece p;
    int r = list ? 1 : -1;
    for (int64_t at = 0; r > 0 && (r = rg_format_next_piece(th, s, &at, s->length, &p)) > 0;) {
        RgValue v[4] = {slice(th, s, p.text_from, p.text_to), RG_NONE, RG_NONE, RG_NONE};
        if (p.field) {
            v[1] = slice(th, s, p.name_from, p.name_to);
            v[2] = slice(th, s, p.spec_from, p.spec_to);
            RgStr *c = p.conversion ? rg_str_from_char(th, p.conversion) : NULL;
            if (p.conversion)
                v[3] = c ? rg_from_ptr(c) : RG_ERROR;
        }
        RgTuple *t = v[0] && v[1] && v[2] && v[3] ? rg_tuple_from(th, v, 4) : NULL;
        if (!t || !rg_list_append(th, list, rg_from_ptr(t)))
            return RG_ERROR;
    }
    return r < 0 ? RG_ERROR : rg_iter(th, rg_from_ptr(list));
}

/* (first, iterator of (is_attr, name)); names that are numbers are ints. */
FUNCTION(formatter_field_name_split)
{
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "expected str, got %T", args[0]);
    RgStr *s = RG_STR(args[0]);
    RgList *rest = rg_list_new(th, 0);
    int64_t end = rg_format_first_end(s, 0, s->length), index = rg_format_integer_of(th, s, 0, end), from, to;
    if (!rest || index == -2)
        return RG_ERROR;
    RgValue first = index >= 0 ? rg_int_from_i64(th, index) : slice(th, s, 0, end);
    bool is_attr;
    int r = first == RG_ERROR ? -1 : 1;
    for (int64_t at = end; r > 0 && (r = rg_format_next_accessor(th, s, &at, s->length, &is_attr, &index, &from, &to)) > 0;) {
        RgValue name = !is_attr && index >= 0 ? rg_int_from_i64(th, index) : slice(th, s, from, to);
        RgTuple *t = name == RG_ERROR ? NULL : rg_tuple_pack(th, 2, rg_from_bool(is_attr), name);
        if (!t || !rg_list_append(th, rest, rg_from_ptr(t)))
            return RG_ERROR;
    }
    RgValue it = r < 0 ? RG_ERROR : rg_iter(th, rg_from_ptr(rest));
    RgTuple *t = it == RG_ERROR ? NULL : rg_tuple_pack(th, 2, first, it);
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD_F("formatter_parser", "($module, format, /)", "Parses a format string.", formatter_parser, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("formatter_field_name_split", "($module, name, /)", "Splits a field name.", formatter_field_name_split, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

bool rg_module_init_string(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions);
}
