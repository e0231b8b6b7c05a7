/* SPDX-License-Identifier: MIT
 *
 * check_set.c: sets from C: members, and the order of iteration, which is that of CPython 3.11; sorting of lists.
 */
#include <check.h>

#include "tests/unit/stack.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
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
    rg_runtime_dealloc(rt);
}

static RgSet *set_of(size_t n, const int64_t *items)
{
    RgSet *s = rg_set_new(th, RG_KIND_set);
    for (size_t i = 0; i < n; i++) ck_assert(rg_set_add(th, s, rg_from_int(items[i])));
    return s;
}

static void check_order(RgSet *s, size_t n, const int64_t *items)
{
    RgValue key;
    size_t k = 0;
    for (int64_t i = 0; rg_set_next(s, &i, &key); k++) {
        ck_assert_uint_lt(k, n);
        ck_assert_int_eq(rg_as_int(key), items[k]);
    }
    ck_assert_uint_eq(k, n);
    ck_assert_int_eq(s->used, (int64_t)n);
}
#define ITEMS(...) sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t), (const int64_t[]){__VA_ARGS__}

START_TEST(order_is_that_of_cpython)
{
    check_order(set_of(ITEMS(9, 1, 17)), ITEMS(9, 1, 17));
    check_order(set_of(ITEMS(-1, -2, 5)), ITEMS(5, -1, -2));
    RgSet *s = set_of(ITEMS(1, 2));
    ck_assert_int_eq(rg_set_discard(th, s, rg_from_int(1)), 1);
    ck_assert(rg_set_add(th, s, rg_from_int(9))); /* takes the deleted entry */
    check_order(s, ITEMS(9, 2));
}
END_TEST

START_TEST(members_come_and_go)
{
    RgSet *s = rg_set_new(th, RG_KIND_set);
    for (int64_t i = 0; i < 5000; i++) ck_assert(rg_set_add(th, s, rg_from_int(i * 7)));
    for (int64_t i = 0; i < 5000; i += 2) ck_assert_int_eq(rg_set_discard(th, s, rg_from_int(i * 7)), 1);
    ck_assert_int_eq(s->used, 2500);
    for (int64_t i = 0; i < 35000; i++) ck_assert_int_eq(rg_set_contains(th, s, rg_from_int(i)), i % 14 == 7);
    while (s->used) ck_assert_uint_ne(rg_set_pop(s), RG_UNBOUND);
    ck_assert_uint_eq(rg_set_pop(s), RG_UNBOUND);
}
END_TEST

START_TEST(algebra)
{
    RgSet *a = set_of(ITEMS(1, 2, 3, 4)), *b = set_of(ITEMS(3, 4, 5));
    check_order(rg_set_intersection(th, a, rg_from_ptr(b)), ITEMS(3, 4));
    check_order(rg_set_difference(th, a, rg_from_ptr(b)), ITEMS(1, 2));
    check_order(rg_set_symmetric_difference(th, a, rg_from_ptr(b)), ITEMS(1, 2, 5));
    ck_assert_int_eq(rg_set_is_subset(th, set_of(ITEMS(3)), a), 1);
    ck_assert_int_eq(rg_set_is_subset(th, b, a), 0);
}
END_TEST

START_TEST(sorting_is_stable_and_adaptive)
{
    for (int64_t n = 0; n < 3000; n = n * 2 + 1) {
        RgList *l = rg_list_new(th, n);
        uint64_t x = 12345;
        for (int64_t i = 0; i < n; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            int64_t v = i % 100 < 50 ? i : (int64_t)(x >> 40);
            ck_assert(rg_list_append(th, l, rg_from_int(v)));
        }
        ck_assert(rg_list_sort(th, l, RG_NONE, false));
        for (int64_t i = 1; i < n; i++) ck_assert_int_le(rg_as_int(l->items[i - 1]), rg_as_int(l->items[i]));
        ck_assert(rg_list_sort(th, l, RG_NONE, true));
        for (int64_t i = 1; i < n; i++) ck_assert_int_ge(rg_as_int(l->items[i - 1]), rg_as_int(l->items[i]));
    }
}
END_TEST
#undef ITEMS

Suite *suite_set(void);
Suite *suite_set(void)
{
    Suite *s = suite_create("set");
    TCase *t = tcase_create("set");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, order_is_that_of_cpython);
    tcase_add_test(t, members_come_and_go);
    tcase_add_test(t, algebra);
    tcase_add_test(t, sorting_is_stable_and_adaptive);
    suite_add_tcase(s, t);
    return s;
}
