/* SPDX-License-Identifier: MIT
 *
 * unicodedata_module.c: unicodedata: the character database (ucd.h) for Python. Each function is a method of unicodedata.UCD too, whose
 * one instance, ucd_3_2_0, answers as Unicode 3.2.0 did: a self that is no module is that one.
 */
#include "vm/module/registry.h"
#include "vm/module/ucd.h"
#include "vm/object/bytes.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/unicode.h"
#include "vm/type/codec.h"

#define U(NAME) static RgValue u_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static bool is_old(RgThread *th, RgValue self)
{
    return rg_type_of(th->rt, self) != RG_TYPE(th, module);
}

static bool char_arg(RgThread *th, RgValue v, const char *what, uint32_t *c)
{
    if (!rg_is_str(v) || RG_STR(v)->length != 1) {
        rg_raise(th, RG_EXC_TypeError, "%s must be a unicode character, not %T", what, v);
        return false;
    }
    *c = rg_str_at(RG_STR(v), 0);
    return true;
}

static const struct RgUcdClasses *classes(RgThread *th, const RgUcdRecord *r, RgValue self)
{
    return is_old(th, self) ? &r->old : &r->now;
}

/* Whether the database that self stands for has the character. */
static bool assigned(RgThread *th, RgValue self, const RgUcdRecord *r)
{
    return !is_old(th, self) || rg_ucd_old_assigned(r);
}

static RgValue text(RgThread *th, const char *s)
{
    return rg_from_ptr(rg_intern_cstr(th, s));
}

static RgValue value_or(RgThread *th, RgValue instead, const char *what)
{
    return instead != RG_UNBOUND ? instead : rg_raise(th, RG_EXC_ValueError, "%s", what);
}

/* ---- properties ---- */

U(decimal)
{
    uint32_t c;
    if (!char_arg(th, args[0], "decimal() argument 1", &c)) return RG_ERROR;
    const RgUcdRecord *r = rg_ucd_record(c);
    int d = !assigned(th, self, r) ? -1 : is_old(th, self) && r->flags & RG_UCD_OLD_DECIMAL ? rg_unicode_digit(c) : rg_unicode_decimal(c);
    return d >= 0 ? rg_from_int(d) : value_or(th, args[1], "not a decimal");
}

U(digit)
{
    uint32_t c;
    if (!char_arg(th, args[0], "digit() argument 1", &c)) return RG_ERROR;
    int d = rg_unicode_digit(c);
    return d >= 0 ? rg_from_int(d) : value_or(th, args[1], "not a digit");
}

U(numeric)
{
    uint32_t c;
    double d;
    if (!char_arg(th, args[0], "numeric() argument 1", &c)) return RG_ERROR;
    if (assigned(th, self, rg_ucd_record(c)) && rg_ucd_numeric(c, &d)) return rg_from_double(d);
    return value_or(th, args[1], "not a numeric character");
}

U(category)
{
    uint32_t c;
    if (!char_arg(th, args[0], "category() argument", &c)) return RG_ERROR;
    return text(th, rg_ucd_category(classes(th, rg_ucd_record(c), self)));
}

U(bidirectional)
{
    uint32_t c;
    if (!char_arg(th, args[0], "bidirectional() argument", &c)) return RG_ERROR;
    return text(th, rg_ucd_bidirectional(classes(th, rg_ucd_record(c), self)));
}

U(east_asian_width)
{
    uint32_t c;
    if (!char_arg(th, args[0], "east_asian_width() argument", &c)) return RG_ERROR;
    return text(th, rg_ucd_width(classes(th, rg_ucd_record(c), self)));
}

U(combining)
{
    uint32_t c;
    if (!char_arg(th, args[0], "combining() argument", &c)) return RG_ERROR;
    const RgUcdRecord *r = rg_ucd_record(c);
    return rg_from_int(assigned(th, self, r) ? r->combining : 0);
}

U(mirrored)
{
    uint32_t c;
    if (!char_arg(th, args[0], "mirrored() argument", &c)) return RG_ERROR;
    return rg_from_int((rg_ucd_record(c)->flags & (is_old(th, self) ? RG_UCD_OLD_MIRRORED : RG_UCD_MIRRORED)) != 0);
}

U(decomposition)
{
    uint32_t c;
    const uint32_t *parts;
    const char *tag;
    if (!char_arg(th, args[0], "decomposition() argument", &c)) return RG_ERROR;
    uint32_t n = assigned(th, self, rg_ucd_record(c)) ? rg_ucd_decomposition(c, &parts, &tag) : 0;
    RgStrBuilder b;
    rg_builder_init(&b, th, 0);
    if (n && *tag) rg_builder_cstr(&b, tag);
    for (uint32_t i = 0; i < n; i++) rg_builder_printf(&b, "%s%04X", i || *tag ? " " : "", parts[i]);
    return rg_from_ptr(rg_builder_finish(&b));
}

/* ---- normalization ---- */

/* False: raised. */
static bool form_arg(RgThread *th, RgStr *s, RgUcdForm *form)
{
    static const char names[][5] = {[RG_UCD_NFD] = "NFD", [RG_UCD_NFKD] = "NFKD", [RG_UCD_NFC] = "NFC", [RG_UCD_NFKC] = "NFKC"};
    for (size_t i = 0; i < RG_COUNT_OF(names); i++)
        if (rg_str_equal_cstr(s, names[i])) {
            *form = (RgUcdForm)i;
            return true;
        }
    rg_raise(th, RG_EXC_ValueError, "invalid normalization form");
    return false;
}

static bool text_args(RgThread *th, const char *name, const RgValue *args)
{
    for (int i = 0; i < 2; i++)
        if (!rg_is_str(args[i])) {
            rg_raise(th, RG_EXC_TypeError, "%s() argument %d must be str, not %T", name, i + 1, args[i]);
            return false;
        }
    return true;
}

/* Whether a look at the text answers the question: 1 and 0 as rg_ucd_quick_check. The older database has no data for that. */
static int quick_check(RgThread *th, RgValue self, RgStr *s, RgUcdForm form)
{
    if (rg_str_is_ascii(s)) return 1;
    return is_old(th, self) ? -1 : rg_ucd_quick_check(s->data, rg_str_width(s), s->length, form);
}

static RgStr *normalized(RgThread *th, RgValue self, RgStr *s, RgUcdForm form)
{
    RgUcdText out = {0};
    RgStr *result = NULL;
    if (rg_ucd_normalize(s->data, rg_str_width(s), s->length, form, is_old(th, self), &out))
        result = rg_str_from_ucs4(th, out.data, (int64_t)out.len);
    else
        rg_raise_memory(th);
    RG_VEC_FINI(&out);
    return result;
}

U(normalize)
{
    RgUcdForm form;
    if (!text_args(th, "normalize", args)) return RG_ERROR;
    RgStr *s = RG_STR(args[1]);
    if (!s->length) return args[1];
    if (!form_arg(th, RG_STR(args[0]), &form)) return RG_ERROR;
    if (quick_check(th, self, s, form) == 1) return args[1];
    return rg_from_ptr(normalized(th, self, s, form));
}

U(is_normalized)
{
    RgUcdForm form;
    if (!text_args(th, "is_normalized", args)) return RG_ERROR;
    RgStr *s = RG_STR(args[1]);
    if (!s->length) return RG_TRUE;
    if (!form_arg(th, RG_STR(args[0]), &form)) return RG_ERROR;
    int known = quick_check(th, self, s, form);
    if (known >= 0) return rg_from_bool(known);
    RgStr *other = normalized(th, self, s, form);
    return other ? rg_from_bool(rg_str_equal(s, other)) : RG_ERROR;
}

/* ---- names ---- */

U(name)
{
    uint32_t c;
    char name[RG_UCD_NAME_MAX];
    if (!char_arg(th, args[0], "name() argument 1", &c)) return RG_ERROR;
    size_t len = assigned(th, self, rg_ucd_record(c)) ? rg_ucd_name(c, name) : 0;
    return len ? rg_from_ptr(rg_str_from_ascii(th, name, len)) : value_or(th, args[1], "no such name");
}

U(lookup)
{
    const char *name;
    size_t len;
    uint32_t chars[4];
    if (rg_is_str(args[0])) {
        name = rg_str_utf8_strict(th, RG_STR(args[0]), &len);
        if (!name) return RG_ERROR;
    } else if (rg_is_bytes(args[0])) {
        name = (const char *)RG_BYTES(args[0])->data;
        len = (size_t)RG_BYTES(args[0])->length;
    } else if (rg_buffer_supported(args[0])) {
        return rg_raise(th, RG_EXC_TypeError, "lookup() argument must be read-only bytes-like object, not %T", args[0]);
    } else {
        return rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not '%T'", args[0]);
    }
    if (len > RG_UCD_NAME_MAX) return rg_raise(th, RG_EXC_KeyError, "name too long");
    size_t n = rg_ucd_lookup(name, len, !is_old(th, self), chars);
    if (n && assigned(th, self, rg_ucd_record(chars[0]))) return rg_from_ptr(rg_str_from_ucs4(th, chars, (int64_t)n));
    if (!rg_is_str(args[0])) {
        RgStr *shown = rg_codec_decode_with(th, (const uint8_t *)name, (int64_t)len, RG_CODEC_UTF8, "replace", NULL, NULL);
        return shown ? rg_raise(th, RG_EXC_KeyError, "undefined character name '%U'", shown) : RG_ERROR;
    }
    return rg_raise(th, RG_EXC_KeyError, "undefined character name '%S'", args[0]);
}

/* ---- the module ---- */

static const RgMethodDef functions[] = {
    RG_METHOD("decimal", "($self, chr, default=<unrepresentable>, /)", "Decimal value of a character.", u_decimal),
    RG_METHOD("digit", "($self, chr, default=<unrepresentable>, /)", "Digit value of a character.", u_digit),
    RG_METHOD("numeric", "($self, chr, default=<unrepresentable>, /)", "Numeric value of a character.", u_numeric),
    RG_METHOD("category", "($self, chr, /)", "General category of a character.", u_category),
    RG_METHOD("bidirectional", "($self, chr, /)", "Bidirectional class of a character.", u_bidirectional),
    RG_METHOD("combining", "($self, chr, /)", "Canonical combining class of a character.", u_combining),
    RG_METHOD("mirrored", "($self, chr, /)", "1 if a character is mirrored in right-to-left text.", u_mirrored),
    RG_METHOD("east_asian_width", "($self, chr, /)", "East Asian width of a character.", u_east_asian_width),
    RG_METHOD("decomposition", "($self, chr, /)", "What a character is decomposed to in one step.", u_decomposition),
    RG_METHOD("name", "($self, chr, default=<unrepresentable>, /)", "Name of a character.", u_name),
    RG_METHOD("lookup", "($self, name, /)", "Character, or named sequence, of that name.", u_lookup),
    RG_METHOD("is_normalized", "($self, form, unistr, /)", "Whether text is in a normalization form.", u_is_normalized),
    RG_METHOD("normalize", "($self, form, unistr, /)", "Text in a normalization form: NFC, NFKC, NFD or NFKD.", u_normalize),
    RG_METHOD_END};

static RgValue get_version(RgThread *th, RgValue self)
{
    return text(th, "3.2.0");
}

static const RgGetSetDef ucd_getset[] = {{"unidata_version", get_version, NULL, NULL}, RG_GETSET_END};
static const RgTypeSpec ucd_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(RgObject), .methods = functions, .getset = ucd_getset};

bool rg_module_init_unicodedata(RgThread *th, RgModule *m)
{
    RgType *type = rg_type_new_native(th, "unicodedata", "UCD", RG_TYPE(th, object), &ucd_spec);
    void *old = type ? rg_object_new_of(th, type, 0) : NULL;
    return old && rg_module_add_type(th, m, type) && rg_module_set(th, m, "ucd_3_2_0", rg_from_ptr(old)) &&
           rg_module_set_str(th, m, "unidata_version", "14.0.0") && rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "The Unicode character database, version 14.0.0.");
}
