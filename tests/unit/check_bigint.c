/* SPDX-License-Identifier: MIT
 *
 * check_bigint.c: large integers when memory is short: every operation either has its result or raises MemoryError, and
 * works again afterwards.
 */
#include <check.h>
#include "tests/unit/stack.h"
#include "vm/base/mem.h"
#include "vm/object/bigint.h"
#include "vm/object/exception.h"
#include "vm/object/int.h"
#include "vm/object/raise.h"
#include "vm/object/type.h"

static RgRuntime *rt;
static RgThread *th;

static void setup(void)
{
    rt = rg_runtime_alloc();
    ck_assert_ptr_nonnull(rt);
    th = rt->main_thread;
    rg_heap_set_stack_base(rt->heap, stack_top());
    ck_assert(rg_types_init(th));
    rg_heap_set_enabled(rt->heap, false); /* the tests' static pointers are no roots */
}

static void teardown(void)
{
    rg_runtime_dealloc(rt);
    rt = NULL;
}

enum { MUL, SQUARE, TRUEDIV, POW, POWMOD, INVERT, AND, GCD, ISQRT, FACTORIAL, COMB, DIGITS, OPERATIONS };

static RgValue operate(int op, RgValue a, RgValue b)
{
    size_t len = 0;
    char *text;
    switch (op) {
    case MUL: return rg_big_mul(th, a, b);
    case SQUARE: return rg_big_mul(th, a, a);
    case TRUEDIV: return rg_big_truediv(th, a, b);
    case POW: return rg_big_pow(th, rg_from_int(-7), 9000);
    case POWMOD: return rg_big_powmod(th, a, rg_from_int(65537), b);
    case INVERT: return rg_big_invert_mod(th, rg_from_int(3), rg_big_add(th, a, rg_from_int(1), false));
    case AND: return rg_big_bitop(th, a, rg_big_add(th, rg_from_int(0), b, true), '&');
    case GCD: return rg_big_gcd(th, a, b);
    case ISQRT: return rg_big_isqrt(th, a);
    case FACTORIAL: return rg_big_factorial(th, 3000);
    case COMB: return rg_big_comb(th, a, 20);
    default:
        text = rg_big_digits(th, a, 10, &len);
        rg_mem_free(text);
        return text ? rg_from_int((int64_t)len) : RG_ERROR;
    }
}

static bool same(RgValue x, RgValue y)
{
    if (rg_is_double(x) || rg_is_double(y)) return x == y;
    return rg_big_compare(x, y) == 0;
}

START_TEST(short_memory)
{
    RgValue a = rg_big_pow(th, rg_from_int(3), 20000), b = rg_big_pow(th, rg_from_int(5), 13500);
    for (int op = 0; op < OPERATIONS; op++) {
        RgValue right = operate(op, a, b);
        ck_assert_uint_ne(right, RG_ERROR);
        for (uint64_t n = 1; n < 60; n++) {
            rg_mem_fail_at(n);
            RgValue v = operate(op, a, b);
            rg_mem_fail_at(0);
            if (v) {
                ck_assert_msg(same(v, right), "operation %d, allocation %d", op, (int)n);
                continue;
            }
            ck_assert(rg_raised_is(th, RG_EXC_MemoryError));
            rg_exception_clear(th);
        }
        ck_assert(same(operate(op, a, b), right));
    }
}
END_TEST

Suite *suite_bigint(void);
Suite *suite_bigint(void)
{
    Suite *s = suite_create("bigint");
    TCase *t = tcase_create("bigint");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, short_memory);
    suite_add_tcase(s, t);
    return s;
}
