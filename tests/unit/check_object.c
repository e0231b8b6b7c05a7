/* SPDX-License-Identifier: MIT
 *
 * check_object.c: shapes, type lookup and its cache, MRO, native signatures, exceptions: the object core without the
 * interpreter running.
 */
#include <check.h>
#include <stdio.h>
#include "tests/unit/stack.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/exception.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/shape.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

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

static RgType *make_class(const char *name, RgType *const *bases, size_t n)
{
    RgTuple *t = rg_tuple_new(th, n);
    for (size_t i = 0; i < n; i++) t->items[i] = rg_from_ptr(bases[i]);
    RgDict *d = rg_dict_new(th);
    return rg_type_new_class(th, RG_TYPE(th, type), rg_intern_cstr(th, name), t, d);
}

START_TEST(shapes_are_shared)
{
    RgType *c = make_class("C", NULL, 0);
    RgObject *a = rg_object_new_of(th, c, 0), *b = rg_object_new_of(th, c, 0);
    ck_assert_ptr_eq(a->shape, b->shape);
    RgStr *x = rg_intern_cstr(th, "x"), *y = rg_intern_cstr(th, "y");
    ck_assert(rg_attr_set(th, rg_from_ptr(a), x, rg_from_int(1)) && rg_attr_set(th, rg_from_ptr(a), y, rg_from_int(2)));
    ck_assert(rg_attr_set(th, rg_from_ptr(b), x, rg_from_int(3)));
    ck_assert_ptr_ne(a->shape, b->shape);
    ck_assert(rg_attr_set(th, rg_from_ptr(b), y, rg_from_int(4)));
    ck_assert_ptr_eq(a->shape, b->shape);
    ck_assert_int_eq(rg_shape_find(a->shape, y), 1);
    ck_assert_uint_eq(rg_attr_get(th, rg_from_ptr(b), x), rg_from_int(3));
    /* Deleting moves to the dict shape; the other instance stays. */
    ck_assert(rg_attr_delete(th, rg_from_ptr(a), x));
    ck_assert(a->shape->flags & RG_SHAPE_DICT);
    ck_assert_uint_eq(rg_attr_lookup(th, rg_from_ptr(a), x), RG_UNBOUND);
    ck_assert_uint_eq(rg_attr_get(th, rg_from_ptr(a), y), rg_from_int(2));
    ck_assert_uint_eq(rg_attr_get(th, rg_from_ptr(b), y), rg_from_int(4));
}
END_TEST

START_TEST(many_attributes)
{
    RgType *c = make_class("C", NULL, 0);
    for (int round = 0; round < 4; round++) { /* later instances have more room inside */
        RgObject *o = rg_object_new_of(th, c, 0);
        char name[16];
        for (int i = 0; i < 100; i++) {
            snprintf(name, sizeof name, "a%d", i);
            ck_assert(rg_attr_set(th, rg_from_ptr(o), rg_intern_cstr(th, name), rg_from_int(i)));
        }
        for (int i = 0; i < 100; i++) {
            snprintf(name, sizeof name, "a%d", i);
            ck_assert_uint_eq(rg_attr_get_cstr(th, rg_from_ptr(o), name), rg_from_int(i));
        }
        ck_assert_int_eq(rg_attr_dict(th, rg_from_ptr(o))->count, 100);
    }
    ck_assert_uint_eq(c->inline_slots, 16);
}
END_TEST

START_TEST(lookup_follows_changes)
{
    RgType *base = make_class("B", NULL, 0), *derived = make_class("D", &base, 1);
    RgStr *x = rg_intern_cstr(th, "x");
    ck_assert_uint_eq(rg_type_lookup(th, derived, x), 0);
    ck_assert(rg_type_set_attr(th, base, x, rg_from_int(1)));
    ck_assert_uint_eq(rg_type_lookup(th, derived, x), rg_from_int(1));
    ck_assert(rg_type_set_attr(th, derived, x, rg_from_int(2)));
    ck_assert_uint_eq(rg_type_lookup(th, derived, x), rg_from_int(2));
    ck_assert_uint_eq(rg_type_lookup(th, base, x), rg_from_int(1));
    ck_assert(rg_type_set_attr(th, derived, x, RG_UNBOUND));
    ck_assert_uint_eq(rg_type_lookup(th, derived, x), rg_from_int(1));
    ck_assert(!rg_type_set_attr(th, RG_TYPE(th, int), x, rg_from_int(1)));
    ck_assert(rg_raised_is(th, RG_EXC_TypeError));
    rg_exception_clear(th);
}
END_TEST

START_TEST(c3)
{
    RgType *a = make_class("A", NULL, 0), *b = make_class("B", &a, 1), *c = make_class("C", &a, 1);
    RgType *both[2] = {b, c};
    RgType *d = make_class("D", both, 2);
    ck_assert_ptr_nonnull(d);
    RgType *want[] = {d, b, c, a, RG_TYPE(th, object)};
    ck_assert_uint_eq(rg_tuple_len(d->mro), 5);
    for (size_t i = 0; i < 5; i++) ck_assert_uint_eq(d->mro->items[i], rg_from_ptr(want[i]));
    RgType *wrong[2] = {a, b};
    ck_assert_ptr_null(make_class("E", wrong, 2));
    ck_assert(rg_raised_is(th, RG_EXC_TypeError));
    rg_exception_clear(th);
}
END_TEST

START_TEST(signatures)
{
    static const RgMethodDef def = {"f", "($module, a, b=')', /, c=(1, 2), *args, d, e=0)", NULL, NULL, 0};
    RgNativeSig sig;
    rg_native_parse(&def, &sig);
    ck_assert_int_eq(sig.min, 1);
    ck_assert_int_eq(sig.max, 255);
    ck_assert_int_eq(sig.params, 5);
    ck_assert_int_eq(sig.posonly, 2);
    ck_assert_int_eq(sig.kwonly, 2);
    ck_assert(sig.varargs && !sig.simple);
    RgValue args[3] = {rg_from_int(1), rg_from_int(2), rg_from_int(3)}, out[3];
    RgTuple *names = rg_tuple_pack(th, 1, rg_from_ptr(rg_intern_cstr(th, "z")));
    ck_assert(rg_args_parse(th, "g", "(x, y=1, z=2)", args, 1, names, out));
    ck_assert_uint_eq(out[0], rg_from_int(1));
    ck_assert_uint_eq(out[1], RG_UNBOUND);
    ck_assert_uint_eq(out[2], rg_from_int(2));
    ck_assert(!rg_args_parse(th, "g", "(x, y=1)", args, 3, NULL, out));
    ck_assert(rg_raised_is(th, RG_EXC_TypeError));
    rg_exception_clear(th);
}
END_TEST

START_TEST(raising)
{
    rg_raise(th, RG_EXC_ValueError, "%d %s %U %R %T", -5, "text", rg_intern_cstr(th, "name"), rg_from_int(7), RG_NONE);
    RgValue first = rg_exception_take(th);
    ck_assert(rg_is_exception(first));
    RgStr *text = rg_str_of(th, first);
    ck_assert(rg_str_equal_cstr(text, "-5 text name 7 NoneType"));
    th->handled = first;
    rg_raise(th, RG_EXC_KeyError, "k");
    RgValue second = rg_exception_take(th);
    ck_assert_uint_eq(RG_EXCEPTION(second)->context, first);
    /* Raising the first again while the second is handled must not make a ring. */
    th->handled = second;
    rg_raise_object(th, first);
    ck_assert_uint_eq(RG_EXCEPTION(first)->context, second);
    ck_assert_uint_eq(RG_EXCEPTION(second)->context, RG_NONE);
    ck_assert(rg_exception_matches(th, first, rg_from_ptr(RG_EXC(th, Exception))));
    th->handled = RG_NONE;
    rg_exception_clear(th);
}
END_TEST

Suite *suite_object(void)
{
    Suite *s = suite_create("object");
    TCase *t = tcase_create("core");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, shapes_are_shared);
    tcase_add_test(t, many_attributes);
    tcase_add_test(t, lookup_follows_changes);
    tcase_add_test(t, c3);
    tcase_add_test(t, signatures);
    tcase_add_test(t, raising);
    suite_add_tcase(s, t);
    return s;
}
