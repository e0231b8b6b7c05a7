/* SPDX-License-Identifier: MIT
 *
 * check_gc.c: the heap by itself: cells come zeroed and aligned, reachable ones survive, dead ones are released, weak
 * references are cleared, finalizers are queued once.
 */
#include <check.h>
#include <sys/resource.h>

#include "vm/gc/finalize.h"
#include "vm/gc/heap.h"
#include "vm/gc/heapcheck.h"
#include "vm/gc/weak.h"

typedef struct Node {
    RgCell head;
    uint64_t left, right;
    uint64_t number;
} Node;

static void trace_node(RgMarker *marker, void *cell)
{
    Node *n = cell;
    rg_mark_value(marker, n->left);
    rg_mark_value(marker, n->right);
}

static const RgCellKind node_kind = {"node", trace_node, NULL};
static RgCellLayout node_layout = {{0}, &node_kind, NULL};
static const RgCellKind plain_kind = {"plain", NULL, NULL};
static RgCellLayout plain_layout = {{0}, &plain_kind, NULL};

static Node *root;
static int released;

static void mark_root(RgMarker *marker, void *data)
{
    rg_mark_cell(marker, *(Node **)data);
}

static void release_cell(RgHeap *heap, void *cell)
{
    released++;
}
static const RgCellKind release_kind = {"release", NULL, release_cell};
static RgCellLayout release_layout = {{0}, &release_kind, NULL};

static RgHeap *heap;

static void setup(void)
{
    heap = rg_heap_new();
    ck_assert_ptr_nonnull(heap);
    root = NULL;
    released = 0;
    node_layout.heap = plain_layout.heap = release_layout.heap = heap;
    ck_assert(rg_heap_add_root(heap, mark_root, &root));
}

static void teardown(void)
{
    ck_assert_uint_eq(rg_heap_check(heap, true), 0);
    rg_heap_free(heap);
}

static Node *new_node(Node *left, Node *right)
{
    Node *n = rg_heap_alloc(heap, sizeof *n, &node_layout);
    ck_assert_ptr_nonnull(n);
    n->left = (uintptr_t)left;
    n->right = (uintptr_t)right;
    return n;
}

START_TEST(sizes_are_zeroed_and_found)
{
    for (size_t size = 16; size < 300000; size += size / 3 + 8) {
        char *p = rg_heap_alloc(heap, size, &plain_layout);
        ck_assert_ptr_nonnull(p);
        ck_assert_uint_eq((uintptr_t)p % 16, 0);
        for (size_t i = sizeof(void *); i < size; i++) ck_assert_int_eq(p[i], 0);
        memset(p + sizeof(RgCell), 0x5a, size - sizeof(RgCell));
        ck_assert(rg_heap_is_cell(heap, p));
        ck_assert_ptr_eq(rg_heap_find_cell(heap, p + size / 2), p);
        ck_assert_uint_ge(rg_heap_cell_size(heap, p), size);
    }
    rg_heap_collect(heap);
    for (int i = 0; i < 1000; i++) { /* reused memory is clean, too */
        Node *n = rg_heap_alloc(heap, 4000, &plain_layout);
        ck_assert_uint_eq(n->left | n->right | n->number, 0);
    }
}
END_TEST

START_TEST(deep_lists_survive)
{
    for (uint64_t i = 0; i < 300000; i++) {
        root = new_node(root, NULL);
        root->number = i;
    }
    rg_heap_collect(heap);
    uint64_t n = 300000;
    for (Node *p = root; p; p = (Node *)(uintptr_t)p->left) ck_assert_uint_eq(p->number, --n);
    ck_assert_uint_eq(n, 0);
    RgHeapStats stats;
    rg_heap_stats(heap, &stats);
    ck_assert_uint_eq(stats.cells_live, 300000);
    root = NULL;
    rg_heap_collect(heap);
    rg_heap_stats(heap, &stats);
    ck_assert_uint_eq(stats.cells_live, 0);
    ck_assert_uint_eq(stats.heap_bytes, 0);
}
END_TEST

START_TEST(large_cells_grow)
{
    root = new_node(NULL, NULL);
    char *big = rg_heap_alloc(heap, 100000, &plain_layout);
    root->left = (uintptr_t)big;
    memset(big + 16, 1, 100000 - 16);
    ck_assert(rg_heap_try_grow(heap, big, 1000000));
    for (size_t i = 100000; i < 1000000; i++) ck_assert_int_eq(big[i], 0);
    rg_heap_collect(heap);
    ck_assert(rg_heap_is_cell(heap, big));
    ck_assert_ptr_eq(rg_heap_find_cell(heap, big + 999999), big);
    root->left = 0;
    rg_heap_collect(heap);
    ck_assert(!rg_heap_is_cell(heap, big));
}
END_TEST

START_TEST(dead_cells_are_released)
{
    root = new_node(rg_heap_alloc(heap, 32, &release_layout), rg_heap_alloc(heap, 32, &release_layout));
    ck_assert_ptr_nonnull(rg_heap_alloc(heap, 32, &release_layout));
    rg_heap_collect(heap);
    ck_assert_int_eq(released, 1);
    root->right = 0;
    rg_heap_collect(heap);
    ck_assert_int_eq(released, 2);
}
END_TEST

START_TEST(weak_cells_are_cleared)
{
    RgWeakCell *weak = rg_heap_alloc(heap, sizeof *weak, &plain_layout), *told = rg_heap_alloc(heap, sizeof *told, &plain_layout);
    told->notify = true;
    root = new_node(new_node(NULL, NULL), new_node((Node *)(void *)weak, (Node *)(void *)told));
    void *target = (void *)(uintptr_t)root->left;
    ck_assert(rg_weak_add(heap, weak, target) && rg_weak_add(heap, told, target));
    ck_assert_ptr_eq(rg_weak_first(heap, target), weak);
    ck_assert_ptr_eq(weak->next, told);
    rg_heap_collect(heap);
    ck_assert_ptr_eq(weak->target, target);
    root->left = 0;
    rg_heap_collect(heap);
    ck_assert_ptr_null(weak->target);
    ck_assert_ptr_null(told->target);
    ck_assert_ptr_eq(rg_finalize_next(heap), told);
    ck_assert_ptr_null(rg_finalize_next(heap));
}
END_TEST

START_TEST(finalizers_are_queued_once)
{
    Node *n = new_node(new_node(NULL, NULL), NULL), *child = (Node *)(uintptr_t)n->left;
    child->number = 42;
    ck_assert(rg_finalize_add(heap, n));
    rg_heap_collect(heap);
    ck_assert_ptr_eq(rg_finalize_next(heap), n);
    ck_assert_uint_eq(child->number, 42);
    root = n; /* resurrected */
    rg_heap_collect(heap);
    ck_assert_ptr_null(rg_finalize_next(heap));
    ck_assert(rg_heap_is_cell(heap, n));
    root = NULL;
    rg_heap_collect(heap);
    ck_assert_ptr_null(rg_finalize_next(heap));
    ck_assert(!rg_heap_is_cell(heap, n));
}
END_TEST

START_TEST(small_collections_keep_what_old_cells_were_given)
{
    root = new_node(new_node(NULL, NULL), NULL);
    Node *old = (Node *)(uintptr_t)root->left;
    rg_heap_collect(heap);
    Node *young = new_node(new_node(NULL, NULL), NULL), *garbage = new_node(NULL, NULL);
    rg_gc_store(old, &old->right, (uintptr_t)young);
    rg_heap_collect_young(heap);
    ck_assert(rg_heap_is_cell(heap, young) && rg_heap_is_cell(heap, (void *)(uintptr_t)young->left));
    ck_assert(!rg_heap_is_cell(heap, garbage));
    /* Again, now that both are old; and what became garbage when it was old waits for a full collection. */
    Node *more = new_node(NULL, NULL);
    rg_gc_store(young, &young->right, (uintptr_t)more);
    rg_gc_store(old, &old->left, (uintptr_t)new_node(NULL, NULL));
    rg_heap_collect_young(heap);
    ck_assert(rg_heap_is_cell(heap, more) && rg_heap_is_cell(heap, (void *)(uintptr_t)old->left));
    rg_gc_store(old, &old->right, 0);
    rg_heap_collect_young(heap);
    ck_assert(rg_heap_is_cell(heap, young));
    rg_heap_collect(heap);
    ck_assert(!rg_heap_is_cell(heap, young) && !rg_heap_is_cell(heap, more));
}
END_TEST

static void mark_again(RgMarker *marker, void *data)
{
    rg_mark_again(marker, *(Node **)data);
}

START_TEST(cells_marked_again_need_no_barrier)
{
    Node *running = new_node(NULL, NULL);
    ck_assert(rg_heap_add_root(heap, mark_again, &running));
    for (int i = 0; i < 3; i++) {
        rg_heap_collect_young(heap);
        Node *young = new_node(NULL, NULL);
        running->left = (uintptr_t)young;
        rg_heap_collect_young(heap);
        ck_assert(rg_heap_is_cell(heap, young));
    }
    rg_heap_remove_root(heap, mark_again, &running);
}
END_TEST

START_TEST(small_collections_see_weak_cells_and_finalizers)
{
    root = new_node(NULL, NULL);
    rg_heap_collect(heap);
    RgWeakCell *weak = rg_heap_alloc(heap, sizeof *weak, &plain_layout);
    rg_gc_store(root, &root->right, (uintptr_t)weak);
    Node *target = new_node(NULL, NULL);
    ck_assert(rg_weak_add(heap, weak, target) && rg_finalize_add(heap, target));
    rg_heap_collect_young(heap);
    ck_assert_ptr_null(weak->target);
    ck_assert_ptr_eq(rg_finalize_next(heap), target);
    ck_assert(rg_heap_alloc(heap, 32, &release_layout) != NULL);
    rg_heap_collect_young(heap);
    ck_assert_int_eq(released, 1);
}
END_TEST

START_TEST(growth_brings_full_collections)
{
    /* Everything survives one small collection and is dropped then. */
    Node *keep[2] = {NULL, NULL};
    for (int i = 0; i < 40; i++) {
        root = NULL;
        for (int k = 0; k < 1000; k++) root = new_node(root, rg_heap_alloc(heap, 8000, &plain_layout));
        keep[i & 1] = root;
    }
    (void)keep;
    RgHeapStats stats;
    rg_heap_stats(heap, &stats);
    ck_assert_uint_gt(stats.full_collections, 0);
    ck_assert_uint_gt(stats.collections, stats.full_collections);
    ck_assert_uint_lt(stats.heap_bytes, 80 << 20);
}
END_TEST

static long faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

START_TEST(idle_memory_is_given_back_once)
{
    for (int i = 0; i < 15000; i++) root = new_node(root, rg_heap_alloc(heap, 8000, &plain_layout));
    root = NULL;
    rg_heap_collect(heap);
    rg_heap_collect(heap); /* what the native stack still named */
    long before = 0;
    for (int round = 0; round < 10; round++) {
        if (round == 2) before = faults();
        for (int i = 0; i < 1000; i++) ck_assert_ptr_nonnull(rg_heap_alloc(heap, 8000, &plain_layout));
        rg_heap_collect_young(heap);
    }
    ck_assert_int_lt(faults() - before, 2000); /* 8 MB, once; were they given back in each round, four times that */
}
END_TEST

START_TEST(stress_collects_every_time)
{
    rg_heap_set_stress(heap, 1);
    for (uint64_t i = 0; i < 200; i++) {
        root = new_node(root, NULL);
        root->number = i;
    }
    uint64_t n = 200;
    for (Node *p = root; p; p = (Node *)(uintptr_t)p->left) ck_assert_uint_eq(p->number, --n);
    RgHeapStats stats;
    rg_heap_stats(heap, &stats);
    ck_assert_uint_ge(stats.collections, 199);
}
END_TEST

START_TEST(the_limit_holds)
{
    rg_heap_set_limit(heap, 4 << 20);
    void *p = NULL;
    int n = 0;
    for (; n < 10000; n++) {
        root = new_node(root, p);
        p = rg_heap_alloc(heap, 8000, &plain_layout);
        if (!p) break;
        root->right = (uintptr_t)p;
    }
    ck_assert_int_gt(n, 100);
    ck_assert_int_lt(n, 1000);
    root = NULL;
    ck_assert_ptr_nonnull(rg_heap_alloc(heap, 8000, &plain_layout));
}
END_TEST

Suite *suite_gc(void);
Suite *suite_gc(void)
{
    Suite *s = suite_create("gc");
    TCase *t = tcase_create("heap");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, sizes_are_zeroed_and_found);
    tcase_add_test(t, deep_lists_survive);
    tcase_add_test(t, large_cells_grow);
    tcase_add_test(t, dead_cells_are_released);
    tcase_add_test(t, weak_cells_are_cleared);
    tcase_add_test(t, finalizers_are_queued_once);
    tcase_add_test(t, small_collections_keep_what_old_cells_were_given);
    tcase_add_test(t, cells_marked_again_need_no_barrier);
    tcase_add_test(t, small_collections_see_weak_cells_and_finalizers);
    tcase_add_test(t, growth_brings_full_collections);
    tcase_add_test(t, idle_memory_is_given_back_once);
    tcase_add_test(t, stress_collects_every_time);
    tcase_add_test(t, the_limit_holds);
    suite_add_tcase(s, t);
    return s;
}
