/* SPDX-License-Identifier: MIT
 *
 * json_module.c: _json: the scanner and the encoder of the json package, whose other parts are Python.
 */
#include "vm/module/json.h"

static RgValue j_scanstring(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t at, end;
    if (!rg_number_as_index(th, args[1], &at, RG_EXC_OverflowError)) return RG_ERROR;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "first argument must be a string, not %T", args[0]);
    int strict = args[2] == RG_UNBOUND ? 1 : rg_truth(th, args[2]);
    if (strict < 0) return RG_ERROR;
    RgStr *s = RG_STR(args[0]);
    if (at < 0 || at > s->length) return rg_raise(th, RG_EXC_ValueError, "end is out of bounds");
    RgStr *text = rg_json_scan_string(th, s, at, strict, &end);
    return text ? rg_from_ptr(rg_tuple_pair(th, rg_from_ptr(text), rg_from_int(end))) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("scanstring", "($module, string, end, strict=True, /)", "A JSON string and where it ends.", j_scanstring),
    RG_METHOD("encode_basestring", "($module, string, /)", "A JSON string.", rg_json_encode),
    RG_METHOD("encode_basestring_ascii", "($module, string, /)", "A JSON string in ASCII.", rg_json_encode_ascii), RG_METHOD_END};

bool rg_module_init_json(RgThread *th, RgModule *m)
{
    RgType *object = RG_TYPE(th, object);
    RgType *scanner = rg_type_new_native(th, "_json", "Scanner", object, &rg_json_scanner_spec);
    RgType *encoder = scanner ? rg_type_new_native(th, "_json", "Encoder", object, &rg_json_encoder_spec) : NULL;
    return encoder && rg_module_set(th, m, "make_scanner", rg_from_ptr(scanner)) &&
           rg_module_set(th, m, "make_encoder", rg_from_ptr(encoder)) && rg_module_add_functions(th, m, functions);
}
