/* SPDX-License-Identifier: MIT
 *
 * check_interp.c: what a program cannot see of its own code: which inline caches are filled and with what, when they are
 * forgotten, which instructions take a form for the types they meet, and that deep recursion leaves the thread as it was.
 */
#include <check.h>

#include "vm/api/state.h"
#include "vm/code/op.h"
#include "vm/interp/rt.h"

static Regius *r;

static void setup(void)
{
    RegiusConfig config;
    regius_config_init(&config);
    config.ignore_environment = config.isolated = config.no_site = true;
    r = regius_new(&config);
    ck_assert_ptr_nonnull(r);
}

static void teardown(void)
{
    regius_free(r);
}

static RgCodeObject *code_of(const char *function)
{
    RgValue v = regius_eval(r, function);
    ck_assert_uint_ne(v, 0);
    return RG_AS(RgFunction, v)->code;
}

static const RgInlineCache *only_cache(const RgCodeObject *co)
{
    ck_assert_uint_eq(co->code->nsites, 1);
    return RG_CACHE(co, 0);
}

static int64_t number(const char *expression)
{
    int64_t n = 0;
    RgValue v = regius_eval(r, expression);
    if (!v) regius_error_print(r);
    ck_assert(v && regius_as_int(r, v, &n));
    return n;
}

static unsigned quick_instructions(const RgCodeObject *co)
{
    unsigned n = 0;
    for (uint32_t at = 0; at < co->code->nwords; at += rg_op_length(&co->code->words[at]))
        n += rg_op_info[rg_code_opcode(co, &co->words[at])].quick;
    return n;
}

START_TEST(attribute_cache)
{
    ck_assert(regius_exec(r, "class P:\n    pass\np = P()\np.x = 5\ndef get(p):\n    return p.x\n"));
    const RgInlineCache *ic = only_cache(code_of("get"));
    ck_assert_uint_eq(ic->kind, RG_IC_COLD);
    ck_assert_int_eq(number("sum(get(p) for i in range(50))"), 250);
    ck_assert_uint_eq(ic->kind, RG_IC_SLOT);
    ck_assert_ptr_eq(ic->key.shape, rg_as_object(regius_eval(r, "p"))->shape);
    /* A data descriptor on the type comes before the instance: the cache must not answer any more. */
    ck_assert(regius_exec(r, "P.x = property(lambda self: 7)\n"));
    ck_assert_uint_ne(ic->kind, RG_IC_SLOT);
    ck_assert_int_eq(number("get(p)"), 7);
    ck_assert(regius_exec(r, "del P.x\n"));
    ck_assert_int_eq(number("get(p)"), 5);
}
END_TEST

START_TEST(attribute_cache_gives_up)
{
    ck_assert(regius_exec(r, "def make(i):\n    class P:\n        pass\n    p = P()\n    p.x = i\n    return p\n"
                             "many = [make(i) for i in range(40)]\ndef get(p):\n    return p.x\n"));
    const RgInlineCache *ic = only_cache(code_of("get"));
    ck_assert_int_eq(number("sum(get(p) for k in range(5) for p in many)"), 5 * 780);
    ck_assert_uint_le(ic->counter, RG_IC_LIMIT); /* it does not refill for ever */
    ck_assert_int_eq(number("get(many[39])"), 39);
}
END_TEST

START_TEST(quickening)
{
    ck_assert(regius_exec(r, "def get(d, k):\n    return d[k]\nitems = list(range(50))\n"));
    RgCodeObject *co = code_of("get");
    ck_assert_uint_eq(quick_instructions(co), 0);
    ck_assert_int_eq(number("sum(get(items, i) for i in items)"), 1225);
    ck_assert_uint_eq(quick_instructions(co), 1); /* a list and an inline integer */
    ck_assert_int_eq(number("get({'a': 5}, 'a') + len(get('abc', 1)) + get((1, 2), -1) + get(items, -1) + len(get(items, slice(3)))"), 60);
    ck_assert_int_eq(number("sum(get({i: 1}, i) for i in items)"), 50);
    ck_assert_uint_eq(regius_eval(r, "get(items, 50)"), 0);
    ck_assert(rg_raised_is(r->th, RG_EXC_IndexError));
    regius_error_take(r);
    /* The code itself, which other code objects are linked from, keeps the plain form. */
    for (uint32_t at = 0; at < co->code->nwords; at += rg_op_length(&co->code->words[at]))
        ck_assert(!rg_op_info[RG_INSN_OP(co->code->words[at])].quick);
}
END_TEST

START_TEST(recursion)
{
    ck_assert(regius_exec(r, "def down(n):\n    return down(n + 1)\n"
                             "def depth(n):\n    return n if n == 500 else depth(n + 1)\n"));
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(regius_eval(r, "down(0)"), 0);
        ck_assert(rg_raised_is(r->th, RG_EXC_RecursionError));
        regius_error_take(r);
        ck_assert_int_eq(number("depth(0)"), 500); /* nothing of the limit was used up */
    }
}
END_TEST

Suite *suite_interp(void);
Suite *suite_interp(void)
{
    Suite *s = suite_create("interp");
    TCase *t = tcase_create("interp");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, attribute_cache);
    tcase_add_test(t, attribute_cache_gives_up);
    tcase_add_test(t, quickening);
    tcase_add_test(t, recursion);
    suite_add_tcase(s, t);
    return s;
}
