/* SPDX-License-Identifier: MIT
 *
 * check_modules.c: native modules where programs cannot see them: interpreters in one process import the same module and share
 * nothing of it, a module that is imported again has the state of the first one, errors of bad data come as exceptions.
 */
#include <check.h>

#include "vm/api/state.h"
#include "vm/module/registry.h"
#include "vm/object/raise.h"

static Regius *make(void)
{
    RegiusConfig config;
    regius_config_init(&config);
    config.ignore_environment = config.isolated = config.no_site = true;
    Regius *r = regius_new(&config);
    ck_assert_ptr_nonnull(r);
    return r;
}

static RegiusValue attr_of(Regius *r, const char *module, const char *name)
{
    RegiusValue m = regius_import(r, module), v = m ? regius_getattr(r, m, name) : 0;
    ck_assert_uint_ne(v, 0);
    return v;
}

/* The exception of module.function(argument...) is an instance of module.error. */
static void expect_error(Regius *r, const char *module, const char *function, const char *error, const RegiusValue *args, size_t n)
{
    RegiusValue type = attr_of(r, module, error);
    ck_assert_uint_eq(regius_call(r, attr_of(r, module, function), args, n), 0);
    ck_assert(regius_error_pending(r));
    RegiusValue e = regius_error_take(r);
    ck_assert_ptr_eq(rg_type_of(r->rt, e), RG_AS(RgType, type));
}

START_TEST(state_of_its_own)
{
    static const char *const names[][2] = {{"_struct", "error"}, {"zlib", "error"}, {"_csv", "Error"}, {"array", "array"},
                                           {"_collections", "deque"}, {"itertools", "chain"}};
    Regius *a = make(), *b = make();
    for (size_t i = 0; i < RG_COUNT_OF(names); i++)
        ck_assert_uint_ne(attr_of(a, names[i][0], names[i][1]), attr_of(b, names[i][0], names[i][1]));
    ck_assert_ptr_ne(RG_MODULE_STATE(a->th, zlib), RG_MODULE_STATE(b->th, zlib));
    ck_assert_ptr_ne(RG_MODULE_STATE(a->th, struct), RG_MODULE_STATE(b->th, struct));
    /* Each raises its own exception, also after the other one has gone. */
    RegiusValue args[2] = {regius_bytes(b, "nonsense", 8)};
    expect_error(b, "zlib", "decompress", "error", args, 1);
    regius_free(a);
    expect_error(b, "zlib", "decompress", "error", args, 1);
    regius_free(b);
}
END_TEST

START_TEST(imported_again)
{
    Regius *r = make();
    RegiusValue first = regius_import(r, "_struct"), error = attr_of(r, "_struct", "error");
    void *state = RG_MODULE_STATE(r->th, struct);
    ck_assert_ptr_nonnull(state);
    ck_assert_uint_eq(regius_import(r, "_struct"), first); /* sys.modules has it */
    ck_assert(regius_setattr(r, first, "error", regius_none()));
    RegiusValue pop = regius_getattr(r, attr_of(r, "sys", "modules"), "pop"), name = regius_str(r, "_struct");
    ck_assert_uint_eq(regius_call(r, pop, &name, 1), first);
    ck_assert_uint_ne(regius_import(r, "_struct"), first);
    ck_assert_ptr_eq(RG_MODULE_STATE(r->th, struct), state);
    ck_assert_uint_eq(attr_of(r, "_struct", "error"), error); /* as it was at first, not what was made of it */
    RegiusValue args[2] = {regius_str(r, "B"), regius_int(r, 256)};
    expect_error(r, "_struct", "pack", "error", args, 2);
    regius_free(r);
}
END_TEST

START_TEST(bad_data)
{
    Regius *r = make();
    RegiusValue format = regius_str(r, "<hh"), bytes = regius_bytes(r, "abc", 3), args[2] = {format, bytes};
    expect_error(r, "_struct", "unpack", "error", args, 2);
    args[0] = regius_str(r, "99999999999999999999i");
    expect_error(r, "_struct", "calcsize", "error", args, 1);
    args[0] = regius_bytes(r, "x\x9c", 2); /* ends in the header */
    expect_error(r, "zlib", "decompress", "error", args, 1);
    args[0] = regius_str(r, "b"), args[1] = regius_bytes(r, "\x01\xff", 2);
    RegiusValue made = regius_call(r, attr_of(r, "array", "array"), args, 2);
    int64_t item = 0;
    ck_assert(made && regius_as_int(r, regius_getitem(r, made, regius_int(r, 1)), &item));
    ck_assert_int_eq(item, -1);
    ck_assert(!regius_setitem(r, made, regius_int(r, 0), regius_int(r, 128)));
    ck_assert(rg_raised_is(r->th, RG_EXC_OverflowError));
    regius_error_take(r);
    ck_assert_uint_eq(regius_getitem(r, made, regius_int(r, 2)), 0);
    ck_assert(rg_raised_is(r->th, RG_EXC_IndexError));
    regius_error_take(r);
    regius_free(r);
}
END_TEST

Suite *suite_modules(void);
Suite *suite_modules(void)
{
    Suite *s = suite_create("modules");
    TCase *t = tcase_create("modules");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, state_of_its_own);
    tcase_add_test(t, imported_again);
    tcase_add_test(t, bad_data);
    suite_add_tcase(s, t);
    return s;
}
