/* SPDX-License-Identifier: MIT
 *
 * check_dict.c: dicts from C: order, deletion, versions, moving entries, copies; and the same under stress.
 */
#include <check.h>
#include <stdio.h>

#include "tests/unit/stack.h"
#include "vm/gc/heapcheck.h"
#include "vm/object/dict.h"
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
}

static void teardown(void)
{
    ck_assert_uint_eq(rg_heap_check(rt->heap, true), 0);
    rg_runtime_dealloc(rt);
}

static RgDict *numbers(int64_t n)
{
    RgDict *d = rg_dict_new(th);
    for (int64_t i = 0; i < n; i++) ck_assert(rg_dict_set(th, d, rg_from_int(i * 3), rg_from_int(i)));
    return d;
}

/* The keys are from, from + step, ... in order. */
static void check_keys(RgDict *d, int64_t from, int64_t step, int64_t count)
{
    RgValue key, value;
    int64_t n = 0;
    for (uint32_t i = 0; rg_dict_next(d, &i, &key, &value); n++) ck_assert_int_eq(rg_as_int(key), from + n * step);
    ck_assert_int_eq(n, count);
    ck_assert_int_eq(d->count, count);
}

START_TEST(order_is_that_of_insertion)
{
    RgDict *d = numbers(1000);
    check_keys(d, 0, 3, 1000);
    for (int64_t i = 0; i < 1000; i++) ck_assert_uint_eq(rg_dict_get(th, d, rg_from_int(i * 3)), rg_from_int(i));
    ck_assert_uint_eq(rg_dict_get(th, d, rg_from_int(1)), RG_UNBOUND);
    for (int64_t i = 1; i < 1000; i += 2) ck_assert_int_eq(rg_dict_delete(th, d, rg_from_int(i * 3)), 1);
    ck_assert_int_eq(rg_dict_delete(th, d, rg_from_int(3)), 0);
    check_keys(d, 0, 6, 500);
    check_keys(rg_dict_copy(th, d), 0, 6, 500);
    rg_dict_clear(th, d);
    check_keys(d, 0, 0, 0);
}
END_TEST

START_TEST(queues_stay_linear)
{
    RgDict *d = rg_dict_new(th);
    for (int64_t i = 0; i < 200000; i++) {
        ck_assert(rg_dict_set(th, d, rg_from_int(i), RG_NONE));
        RgValue key, value;
        if (i >= 100) {
            ck_assert(rg_dict_pop_end(th, d, false, &key, &value));
            ck_assert_int_eq(rg_as_int(key), i - 100);
        }
    }
    ck_assert_int_eq(d->count, 100);
    ck_assert_uint_lt(d->table->entry_cap, 2000);
    for (int64_t i = 0; i < 100; i++) {
        RgValue key, value;
        ck_assert(rg_dict_pop_end(th, d, true, &key, &value));
        ck_assert_int_eq(rg_as_int(key), 199999 - i);
    }
}
END_TEST

START_TEST(entries_move_to_both_ends)
{
    RgDict *d = numbers(50);
    for (int64_t i = 49; i >= 0; i--)
        ck_assert(rg_dict_move_to_end(th, d, rg_dict_find(th, d, rg_from_int(i * 3), i * 3), false));
    check_keys(d, 0, 3, 50);
    for (int64_t i = 49; i >= 0; i--)
        ck_assert(rg_dict_move_to_end(th, d, rg_dict_find(th, d, rg_from_int(i * 3), i * 3), true));
    check_keys(d, 147, -3, 50);
}
END_TEST

START_TEST(versions_follow_the_keys)
{
    RgDict *d = rg_dict_new(th);
    RgStr *a = rg_intern_cstr(th, "a"), *b = rg_intern_cstr(th, "b");
    ck_assert(rg_dict_set_str(th, d, a, rg_from_int(1)));
    ck_assert_int_eq(rg_dict_find_str(th, d, a), 0);
    uint32_t version = d->version;
    ck_assert_uint_ne(version, 0);
    ck_assert(rg_dict_set_str(th, d, a, rg_from_int(2)));
    ck_assert_uint_eq(d->version, version);
    ck_assert(rg_dict_set_str(th, d, b, rg_from_int(3)));
    ck_assert_int_eq(rg_dict_find_str(th, d, b), 1);
    ck_assert_uint_ne(d->version, version);
    ck_assert_uint_eq(rg_dict_get_str(th, d, a), rg_from_int(2));
    ck_assert_uint_eq(rg_dict_get_cstr(th, d, "c"), 0);
}
END_TEST

START_TEST(strings_survive_stress)
{
    rg_heap_set_stress(rt->heap, 3);
    RgDict *d = rg_dict_new(th);
    for (int i = 0; i < 300; i++) {
        RgStr *key = rg_str_printf(th, "key %d", i), *value = rg_str_printf(th, "value %d", i);
        ck_assert(rg_dict_set(th, d, rg_from_ptr(key), rg_from_ptr(value)));
    }
    ck_assert(d->only_str);
    for (int i = 0; i < 300; i++) {
        char text[32];
        snprintf(text, sizeof text, "value %d", i);
        RgValue v = rg_dict_get(th, d, rg_from_ptr(rg_str_printf(th, "key %d", i)));
        ck_assert(v != RG_UNBOUND && rg_str_equal_cstr(RG_STR(v), text));
    }
}
END_TEST

Suite *suite_dict(void);
Suite *suite_dict(void)
{
    Suite *s = suite_create("dict");
    TCase *t = tcase_create("dict");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, order_is_that_of_insertion);
    tcase_add_test(t, queues_stay_linear);
    tcase_add_test(t, entries_move_to_both_ends);
    tcase_add_test(t, versions_follow_the_keys);
    tcase_add_test(t, strings_survive_stress);
    suite_add_tcase(s, t);
    return s;
}
