/* SPDX-License-Identifier: MIT
 *
 * locale_module.c: _locale. A locale is a name per category, kept in the module's state; the C library's locale of the process is
 * never changed (numbers of the runtime are read and written by it), so a locale object is made for each question that needs one.
 */
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

static const struct {
    const char *name;
    int category, mask;
} categories[] = {{"LC_CTYPE", LC_CTYPE, LC_CTYPE_MASK},          {"LC_NUMERIC", LC_NUMERIC, LC_NUMERIC_MASK},
                  {"LC_TIME", LC_TIME, LC_TIME_MASK},             {"LC_COLLATE", LC_COLLATE, LC_COLLATE_MASK},
                  {"LC_MONETARY", LC_MONETARY, LC_MONETARY_MASK}, {"LC_MESSAGES", LC_MESSAGES, LC_MESSAGES_MASK},
                  {"LC_PAPER", LC_PAPER, LC_PAPER_MASK},          {"LC_NAME", LC_NAME, LC_NAME_MASK},
                  {"LC_ADDRESS", LC_ADDRESS, LC_ADDRESS_MASK},    {"LC_TELEPHONE", LC_TELEPHONE, LC_TELEPHONE_MASK},
                  {"LC_MEASUREMENT", LC_MEASUREMENT, LC_MEASUREMENT_MASK}, {"LC_IDENTIFICATION", LC_IDENTIFICATION, LC_IDENTIFICATION_MASK}};
enum { CATEGORIES = RG_COUNT_OF(categories), ERROR = CATEGORIES, STATE_ITEMS };

#define STATE(th) (((RgArray *)RG_MODULE_STATE(th, locale))->items)

static RgValue unsupported(RgThread *th)
{
    return rg_raise_type(th, RG_AS(RgType, STATE(th)[ERROR]), "unsupported locale setting");
}

static bool known(const char *name, int mask)
{
    locale_t l = newlocale(mask, name, (locale_t)0);
    if (l) freelocale(l);
    return l != (locale_t)0;
}

/* What the environment says for a category. Where it says C for characters, and not by LC_ALL, Python takes C.UTF-8 (PEP 538). */
static const char *from_environment(const char *category)
{
    const char *const names[] = {"LC_ALL", category, "LANG"};
    const char *found = NULL;
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        found = getenv(names[i]);
        if (found && *found && i == 0) return found;
        if (found && *found) break;
    }
    if (!found || !*found) found = "C";
    bool plain = !strcmp(found, "C") || !strcmp(found, "POSIX");
    return plain && !strcmp(category, "LC_CTYPE") && known("C.UTF-8", LC_CTYPE_MASK) ? "C.UTF-8" : found;
}

/* The locale of all categories, for freelocale; 0: raised. */
static locale_t current(RgThread *th)
{
    locale_t all = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    for (int i = 0; all && i < CATEGORIES; i++) {
        const char *name = rg_str_utf8(th, RG_STR(STATE(th)[i]), NULL);
        locale_t next = name ? newlocale(categories[i].mask, name, all) : (locale_t)0;
        if (!next) freelocale(all);
        all = next;
    }
    if (!all && !rg_raised(th)) (void)unsupported(th);
    return all;
}

/* ---- setting ---- */

/* The name of one category, or of all: one name, or NAME=value; pairs. */
static RgValue query(RgThread *th, int64_t category)
{
    bool same = true;
    for (int i = 0; i < CATEGORIES; i++) {
        if (categories[i].category == category) return STATE(th)[i];
        same = same && rg_str_equal(RG_STR(STATE(th)[i]), RG_STR(STATE(th)[0]));
    }
    if (category != LC_ALL) return unsupported(th);
    if (same) return STATE(th)[0];
    RgStrBuilder b;
    rg_builder_init(&b, th, 0);
    for (int i = 0; i < CATEGORIES; i++) {
        rg_builder_printf(&b, "%s%s=", i ? ";" : "", categories[i].name);
        rg_builder_str(&b, RG_STR(STATE(th)[i]));
    }
    return rg_from_ptr(rg_builder_finish(&b));
}

/* The value of category i in a list of NAME=value; pairs, copied to out; false: not there. */
static bool from_list(const char *list, int i, char *out, size_t room)
{
    size_t n = strlen(categories[i].name);
    for (const char *p = list; *p;) {
        size_t length = strcspn(p, ";");
        if (length > n && !strncmp(p, categories[i].name, n) && p[n] == '=' && length - n - 1 < room) {
            memcpy(out, p + n + 1, length - n - 1);
            out[length - n - 1] = 0;
            return true;
        }
        p += length + (p[length] == ';');
    }
    return false;
}

static RgValue setlocale_(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t category;
    if (!rg_number_as_i64(th, args[0], &category)) return RG_ERROR;
    if (args[1] == RG_UNBOUND || args[1] == RG_NONE) return query(th, category);
    if (!rg_is_str(args[1])) return rg_raise(th, RG_EXC_TypeError, "setlocale() argument 2 must be str or None, not %T", args[1]);
    const char *wanted = rg_str_utf8_strict(th, RG_STR(args[1]), NULL);
    RgValue names[CATEGORIES];
    bool any = false;
    if (!wanted) return RG_ERROR;
    for (int i = 0; i < CATEGORIES; i++) {
        char one[256];
        const char *name = wanted;
        names[i] = STATE(th)[i];
        if (category != LC_ALL && category != categories[i].category) continue;
        if (!*wanted) name = from_environment(categories[i].name);
        else if (category == LC_ALL && strchr(wanted, '=')) name = from_list(wanted, i, one, sizeof one) ? one : NULL;
        if (!name || !known(name, categories[i].mask)) return unsupported(th);
        RgStr *s = rg_str_from_cstr(th, strcmp(name, "POSIX") ? name : "C"); /* the C library's name of it */
        if (!s) return RG_ERROR;
        names[i] = rg_from_ptr(s);
        any = true;
    }
    if (!any) return unsupported(th);
    for (int i = 0; i < CATEGORIES; i++) rg_gc_store(RG_MODULE_STATE(th, locale), &STATE(th)[i], names[i]);
    return query(th, category);
}

/* ---- asking ---- */

static bool put(RgThread *th, RgDict *d, const char *key, RgValue v) { return v && rg_dict_set_cstr(th, d, key, v); }

static RgValue text(RgThread *th, const char *s) { return rg_from_ptr(rg_str_from_fs(th, s, strlen(s))); }

static RgValue grouping(RgThread *th, const char *s)
{
    RgList *l = rg_list_new(th, 0);
    if (!*s) return rg_from_ptr(l);
    for (; l && *s && *s != CHAR_MAX; s++)
        if (!rg_list_append(th, l, rg_from_int(*s))) return RG_ERROR;
    return l && rg_list_append(th, l, rg_from_int(*s)) ? rg_from_ptr(l) : RG_ERROR;
}

static RgValue localeconv_(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDict *d = rg_dict_new(th);
    locale_t l = d ? current(th) : (locale_t)0;
    if (!l) return RG_ERROR;
    locale_t before = uselocale(l);
    const struct lconv *c = localeconv();
#define TEXT(NAME) put(th, d, #NAME, text(th, c->NAME))
#define NUMBER(NAME) put(th, d, #NAME, rg_from_int(c->NAME))
    bool ok = TEXT(int_curr_symbol) && TEXT(currency_symbol) && TEXT(mon_decimal_point) && TEXT(mon_thousands_sep) &&
              put(th, d, "mon_grouping", grouping(th, c->mon_grouping)) && TEXT(positive_sign) && TEXT(negative_sign) &&
              NUMBER(int_frac_digits) && NUMBER(frac_digits) && NUMBER(p_cs_precedes) && NUMBER(p_sep_by_space) && NUMBER(n_cs_precedes) &&
              NUMBER(n_sep_by_space) && NUMBER(p_sign_posn) && NUMBER(n_sign_posn) && TEXT(decimal_point) && TEXT(thousands_sep) &&
              put(th, d, "grouping", grouping(th, c->grouping));
#undef TEXT
#undef NUMBER
    uselocale(before);
    freelocale(l);
    return ok ? rg_from_ptr(d) : RG_ERROR;
}

#define LANGINFO(F)                                                                                                                    \
    F(DAY_1) F(DAY_2) F(DAY_3) F(DAY_4) F(DAY_5) F(DAY_6) F(DAY_7) F(ABDAY_1) F(ABDAY_2) F(ABDAY_3) F(ABDAY_4) F(ABDAY_5) F(ABDAY_6)    \
    F(ABDAY_7) F(MON_1) F(MON_2) F(MON_3) F(MON_4) F(MON_5) F(MON_6) F(MON_7) F(MON_8) F(MON_9) F(MON_10) F(MON_11) F(MON_12)           \
    F(ABMON_1) F(ABMON_2) F(ABMON_3) F(ABMON_4) F(ABMON_5) F(ABMON_6) F(ABMON_7) F(ABMON_8) F(ABMON_9) F(ABMON_10) F(ABMON_11)          \
    F(ABMON_12) F(RADIXCHAR) F(THOUSEP) F(CRNCYSTR) F(D_FMT) F(D_T_FMT) F(T_FMT) F(AM_STR) F(PM_STR) F(CODESET) F(T_FMT_AMPM) F(ERA)    \
    F(ERA_D_FMT) F(ERA_D_T_FMT) F(ERA_T_FMT) F(ALT_DIGITS) F(YESEXPR) F(NOEXPR) F(_DATE_FMT)
#define ROW(NAME) {#NAME, NAME},
static const RgModuleInt langinfo_rows[] = {LANGINFO(ROW)};
#undef ROW

static RgValue nl_langinfo_(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t key;
    if (!rg_number_as_i64(th, args[0], &key)) return RG_ERROR;
    for (size_t i = 0; i < RG_COUNT_OF(langinfo_rows); i++) {
        if (langinfo_rows[i].value != key) continue;
        locale_t l = current(th);
        RgValue v = l ? text(th, nl_langinfo_l((nl_item)key, l)) : RG_ERROR;
        if (l) freelocale(l);
        return v;
    }
    return rg_raise(th, RG_EXC_ValueError, "unsupported langinfo constant");
}

/* The characters of a str as wide ones, NUL at the end; NULL: raised. */
static wchar_t *wide(RgThread *th, const char *fname, int number, RgValue v)
{
    if (!rg_is_str(v)) {
        (void)rg_raise(th, RG_EXC_TypeError, number ? "%s() argument %d must be str, not %T" : "%s() argument must be str, not %T", fname, number, v);
        return NULL;
    }
    RgStr *s = RG_STR(v);
    RgBuffer *b = rg_buffer_new(th, ((size_t)s->length + 1) * sizeof(wchar_t));
    if (!b) return NULL;
    rg_chars_copy(b->data, sizeof(wchar_t), s->data, rg_str_width(s), s->length);
    if (wmemchr((wchar_t *)(void *)b->data, 0, (size_t)s->length)) {
        (void)rg_raise(th, RG_EXC_ValueError, "embedded null character");
        return NULL;
    }
    return (wchar_t *)(void *)b->data;
}

static RgValue strcoll_(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    wchar_t *a = wide(th, "strcoll", 1, args[0]), *b = a ? wide(th, "strcoll", 2, args[1]) : NULL;
    locale_t l = b ? current(th) : (locale_t)0;
    if (!l) return RG_ERROR;
    int order = wcscoll_l(a, b, l);
    freelocale(l);
    return rg_from_int(order);
}

static RgValue strxfrm_(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "strxfrm() argument must be str, not %T", args[0]);
    wchar_t *a = wide(th, "strxfrm", 1, args[0]);
    locale_t l = a ? current(th) : (locale_t)0;
    if (!l) return RG_ERROR;
    size_t n = wcsxfrm_l(NULL, a, 0, l);
    RgBuffer *b = n < SIZE_MAX / 8 ? rg_buffer_new(th, (n + 1) * sizeof(wchar_t)) : NULL;
    if (b) n = wcsxfrm_l((wchar_t *)(void *)b->data, a, n + 1, l);
    freelocale(l);
    return b ? rg_from_ptr(rg_str_from_chars(th, b->data, sizeof(wchar_t), (int64_t)n)) : rg_raised(th) ? RG_ERROR : rg_raise_memory(th);
}

static RgValue getencoding(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(rg_str_from_cstr(th, "UTF-8"));
}

static const RgMethodDef functions[] = {
    RG_METHOD("setlocale", "($module, category, locale=None, /)", "Sets or asks for the name of a category's locale.", setlocale_),
    RG_METHOD("localeconv", "($module, /)", "How numbers and amounts of money are written.", localeconv_),
    RG_METHOD("nl_langinfo", "($module, key, /)", "A text of the locale.", nl_langinfo_),
    RG_METHOD("strcoll", "($module, os1, os2, /)", "Compares two texts by the locale.", strcoll_),
    RG_METHOD("strxfrm", "($module, string, /)", "A text that compares as strcoll() does.", strxfrm_),
    RG_METHOD("getencoding", "($module, /)", "The encoding of texts outside of Python.", getencoding),
    RG_METHOD_END};
static const RgModuleInt constants[] = {{"LC_CTYPE", LC_CTYPE}, {"LC_TIME", LC_TIME}, {"LC_COLLATE", LC_COLLATE}, {"LC_MONETARY", LC_MONETARY},
                                        {"LC_MESSAGES", LC_MESSAGES}, {"LC_NUMERIC", LC_NUMERIC}, {"LC_ALL", LC_ALL}, {"CHAR_MAX", CHAR_MAX}};

bool rg_module_init_locale(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, STATE_ITEMS);
    RgType *error = state ? rg_module_exception(th, "locale", "Error", RG_EXC(th, Exception)) : NULL;
    if (!error) return false;
    rg_gc_store(state, &state->items[ERROR], rg_from_ptr(error));
    for (int i = 0; i < CATEGORIES; i++) { /* as CPython begins: the environment's characters, all else is C */
        const char *name = categories[i].category == LC_CTYPE ? from_environment("LC_CTYPE") : "C";
        RgStr *s = rg_str_from_cstr(th, strcmp(name, "POSIX") && known(name, categories[i].mask) ? name : "C");
        if (!s) return false;
        rg_gc_store(state, &state->items[i], rg_from_ptr(s));
    }
    RG_MODULE_STATE(th, locale) = state;
    return rg_module_set_str(th, m, "__doc__", "Support for POSIX locales.") && rg_module_set(th, m, "Error", rg_from_ptr(error)) &&
           rg_module_add_functions(th, m, functions) && rg_module_set_ints(th, m, constants, RG_COUNT_OF(constants)) &&
           rg_module_set_ints(th, m, langinfo_rows, RG_COUNT_OF(langinfo_rows));
}
