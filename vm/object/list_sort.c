/* SPDX-License-Identifier: MIT
 *
 * list_sort.c: list.sort: a stable merge sort of natural runs (method: Tim Peters' timsort with galloping, merge order by
 * node power as in Munro and Wild's powersort). Keys are computed once, beforehand. When all keys are inline ints, floats,
 * exact strs or exact tuples, they are compared without going through the types' slots; see also sort_records.c.
 * Which items are compared, and in which order, is CPython's: programs see it in their __lt__ methods.
 * While it works the list is empty; what Python code does to it meanwhile is refused at the end.
 */
#include "vm/object/sort_records.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { MIN_GALLOP = 7, MAX_RUNS = 85 };

typedef enum SortMode { SORT_INT, SORT_FLOAT, SORT_LATIN1, SORT_STR, SORT_TUPLE, SORT_ANY } SortMode;

typedef struct Run { int64_t base, length; int power; } Run;

typedef struct Sorter {
    RgThread *th;
    SortMode mode;
    RgValue *keys;   /* compared and moved */
    RgValue *values; /* moved along, or NULL: the keys are the values */
    int64_t length, min_gallop;
    RgArray *temp;   /* keys, then values, of the run that a merge moved away */
    RgValue *temp_keys, *temp_values;
    int64_t temp_cap;
    Run runs[MAX_RUNS];
    int nruns;
} Sorter;

static int less_any(RgThread *th, RgValue a, RgValue b)
{
    RgValue v = rg_compare(th, a, b, RG_LT);
    if (!v) return -1;
    return rg_is_bool(v) ? v == RG_TRUE : rg_truth(th, v);
}

/* Tuples that need more than rg_tuple_order. */
static RG_NOINLINE int less_tuple_slow(RgThread *th, RgTuple *a, RgTuple *b)
{
    size_t n = RG_MIN(rg_tuple_len(a), rg_tuple_len(b));
    for (size_t i = 0; i < n; i++) {
        RgValue x = a->items[i], y = b->items[i];
        int equal = rg_compare_bool(th, x, y, RG_EQ);
        if (equal < 0) return -1;
        if (!equal) return less_any(th, x, y);
    }
    return rg_tuple_len(a) < rg_tuple_len(b);
}

static inline int less_tuple(RgThread *th, RgTuple *a, RgTuple *b)
{
    int order;
    return RG_LIKELY(rg_tuple_order(a, b, 4, &order)) ? order < 0 : less_tuple_slow(th, a, b);
}

/* Strings of one byte a character. */
static inline int less_latin1(const RgStr *a, const RgStr *b)
{
    int64_t n = RG_MIN(a->length, b->length);
    int order = memcmp(a->data, b->data, (size_t)n);
    return order ? order < 0 : a->length < b->length;
}

/* a < b: 1, 0, or -1 raised (modes other than SORT_TUPLE and SORT_ANY cannot raise). */
static inline int less(Sorter *s, RgValue a, RgValue b)
{
    switch (s->mode) {
    case SORT_INT: return (int64_t)(a << 16) < (int64_t)(b << 16);
    case SORT_FLOAT: return rg_as_double(a) < rg_as_double(b);
    case SORT_LATIN1: return less_latin1(RG_STR(a), RG_STR(b));
    case SORT_STR: return rg_str_compare(RG_STR(a), RG_STR(b)) < 0;
    case SORT_TUPLE: return less_tuple(s->th, RG_TUPLE(a), RG_TUPLE(b));
    default: return less_any(s->th, a, b);
    }
}

static SortMode choose_mode(const RgValue *keys, int64_t n)
{
    bool ints = true, floats = true, strs = true, tuples = true, latin1 = true;
    for (int64_t i = 0; i < n && (ints || floats || strs || tuples); i++) {
        ints = ints && rg_is_int(keys[i]);
        floats = floats && rg_is_double(keys[i]);
        strs = strs && rg_is_exact(keys[i], RG_KIND_str);
        latin1 = latin1 && strs && rg_str_width(RG_STR(keys[i])) == 1;
        tuples = tuples && rg_is_exact(keys[i], RG_KIND_tuple);
    }
    return ints ? SORT_INT : floats ? SORT_FLOAT : latin1 ? SORT_LATIN1 : strs ? SORT_STR : tuples ? SORT_TUPLE : SORT_ANY;
}

/* ---- runs ---- */

static void reverse(RgValue *v, int64_t n)
{
    for (int64_t i = 0, k = n - 1; i < k; i++, k--) {
        RgValue t = v[i];
        v[i] = v[k];
        v[k] = t;
    }
}

/* Length of the run that begins at lo: not descending, or strictly descending and then reversed. -1: raised. */
static int64_t count_run(Sorter *s, int64_t lo, int64_t hi)
{
    RgValue *k = s->keys;
    int64_t i = lo + 1;
    if (i == hi) return 1;
    int down = less(s, k[i], k[lo]);
    if (down < 0) return -1;
    for (i++; i < hi; i++) {
        int r = less(s, k[i], k[i - 1]);
        if (r < 0) return -1;
        if (r != down) break;
    }
    if (down) {
        reverse(k + lo, i - lo);
        if (s->values) reverse(s->values + lo, i - lo);
    }
    return i - lo;
}

/* Sorts [lo, hi), of which [lo, start) is sorted. */
static bool insertion_sort(Sorter *s, int64_t lo, int64_t start, int64_t hi)
{
    RgValue *k = s->keys;
    for (; start < hi; start++) {
        RgValue pivot = k[start];
        int64_t l = lo, r = start;
        while (l < r) {
            int64_t mid = l + (r - l) / 2;
            int c = less(s, pivot, k[mid]);
            if (c < 0) return false;
            if (c) r = mid;
            else l = mid + 1;
        }
        memmove(k + l + 1, k + l, (size_t)(start - l) * sizeof *k);
        k[l] = pivot;
        if (s->values) {
            RgValue v = s->values[start];
            memmove(s->values + l + 1, s->values + l, (size_t)(start - l) * sizeof v);
            s->values[l] = v;
        }
    }
    return true;
}

/* Where key belongs in the sorted a[0..n): before equals (left) or behind them (right). Begins at hint. -1: raised. */
static int64_t gallop(Sorter *s, RgValue key, const RgValue *a, int64_t n, int64_t hint, bool right)
{
    int64_t last = 0, ofs = 1;
    /* goes_up: key belongs behind a[i]. */
#define GOES_UP(i, out)                                              \
    do {                                                             \
        int c_ = right ? less(s, key, a[i]) : less(s, a[i], key);    \
        if (c_ < 0) return -1;                                       \
        (out) = right ? !c_ : c_;                                    \
    } while (0)
    bool up;
    GOES_UP(hint, up);
    int64_t most = up ? n - hint : hint + 1;
    while (ofs < most) {
        bool more;
        GOES_UP(up ? hint + ofs : hint - ofs, more);
        if (more != up) break;
        last = ofs;
        ofs = ofs > INT64_MAX / 2 - 1 ? most : ofs * 2 + 1;
    }
    if (ofs > most) ofs = most;
    int64_t lo = up ? hint + last + 1 : hint - ofs + 1, hi = up ? hint + ofs : hint - last;
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        bool behind;
        GOES_UP(mid, behind);
        if (behind) lo = mid + 1;
        else hi = mid;
    }
#undef GOES_UP
    return lo;
}

/* ---- merging ---- */

static bool need_temp(Sorter *s, int64_t n)
{
    if (n <= s->temp_cap) return true;
    s->temp = rg_array_new(s->th, (size_t)n * (s->values ? 2 : 1));
    if (!s->temp) return false;
    s->temp_cap = n;
    s->temp_keys = s->temp->items;
    s->temp_values = s->values ? s->temp->items + n : NULL;
    return true;
}

static inline void move(Sorter *s, RgValue *to_k, RgValue *to_v, const RgValue *from_k, const RgValue *from_v, int64_t n)
{
    memmove(to_k, from_k, (size_t)n * sizeof *to_k);
    if (s->values) memmove(to_v, from_v, (size_t)n * sizeof *to_v);
}

/* Merges [a, a+na) with [b, b+nb) where b = a + na; the left run, the shorter one, goes to temp. The first item of the
 * right run is known to come before all of the left one, the last one of the left run behind all of the right one. */
static bool merge_low(Sorter *s, int64_t a, int64_t na, int64_t b, int64_t nb)
{
    if (!need_temp(s, na)) return false;
    RgValue *k = s->keys, *v = s->values, *tk = s->temp_keys, *tv = s->temp_values;
    move(s, tk, tv, k + a, v ? v + a : NULL, na);
    int64_t i = 0, j = b, end = b + nb, dest = a, min_gallop = s->min_gallop;
    bool ok = true;
#define TAKE_LEFT(n)                                                            \
    do {                                                                        \
        move(s, k + dest, v ? v + dest : NULL, tk + i, tv ? tv + i : NULL, n);  \
        dest += (n);                                                            \
        i += (n);                                                               \
    } while (0)
#define TAKE_RIGHT(n)                                                           \
    do {                                                                        \
        move(s, k + dest, v ? v + dest : NULL, k + j, v ? v + j : NULL, n);     \
        dest += (n);                                                            \
        j += (n);                                                               \
    } while (0)
    TAKE_RIGHT(1);
    while (j < end && na - i > 1) {
        int64_t left = 0, right = 0;
        do { /* one by one, until one run wins all the time */
            int c = less(s, k[j], tk[i]);
            if (c < 0) goto failed;
            if (c) {
                k[dest] = k[j];
                if (v) v[dest] = v[j];
                dest++, j++, right++;
                left = 0;
            } else {
                k[dest] = tk[i];
                if (v) v[dest] = tv[i];
                dest++, i++, left++;
                right = 0;
            }
        } while (j < end && na - i > 1 && (left | right) < min_gallop);
        if (j == end || na - i <= 1) break;
        min_gallop++;
        do { /* in stretches, while they are long; behind each comes an item of the other run */
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            if ((left = gallop(s, k[j], tk + i, na - i, 0, true)) < 0) goto failed;
            TAKE_LEFT(left);
            if (left && na - i <= 1) break;
            TAKE_RIGHT(1);
            if (j == end) break;
            if ((right = gallop(s, tk[i], k + j, end - j, 0, false)) < 0) goto failed;
            TAKE_RIGHT(right);
            if (j == end) break;
            TAKE_LEFT(1);
        } while (na - i > 1 && (left >= MIN_GALLOP || right >= MIN_GALLOP));
        if (j == end || na - i <= 1) break;
        s->min_gallop = ++min_gallop;
    }
    int64_t rest = end - j;
    if (rest > 0 && na - i == 1) TAKE_RIGHT(rest);
    goto done;
failed:
    ok = false;
done:
    move(s, k + dest, v ? v + dest : NULL, tk + i, tv ? tv + i : NULL, na - i);
#undef TAKE_LEFT
#undef TAKE_RIGHT
    return ok;
}

/* The same from the high end; the right run goes to temp. */
static bool merge_high(Sorter *s, int64_t a, int64_t na, int64_t b, int64_t nb)
{
    if (!need_temp(s, nb)) return false;
    RgValue *k = s->keys, *v = s->values, *tk = s->temp_keys, *tv = s->temp_values;
    move(s, tk, tv, k + b, v ? v + b : NULL, nb);
    int64_t i = a + na - 1, j = nb - 1, dest = b + nb - 1, min_gallop = s->min_gallop, at;
    bool ok = true;
#define TAKE_LEFT(n)                                                                                          \
    do {                                                                                                      \
        dest -= (n);                                                                                          \
        i -= (n);                                                                                             \
        move(s, k + dest + 1, v ? v + dest + 1 : NULL, k + i + 1, v ? v + i + 1 : NULL, n);                   \
    } while (0)
#define TAKE_RIGHT(n)                                                                                         \
    do {                                                                                                      \
        dest -= (n);                                                                                          \
        j -= (n);                                                                                             \
        move(s, k + dest + 1, v ? v + dest + 1 : NULL, tk + j + 1, tv ? tv + j + 1 : NULL, n);                \
    } while (0)
    TAKE_LEFT(1);
    while (i >= a && j > 0) {
        int64_t left = 0, right = 0;
        do {
            int c = less(s, tk[j], k[i]);
            if (c < 0) goto failed;
            if (c) {
                k[dest] = k[i];
                if (v) v[dest] = v[i];
                dest--, i--, left++;
                right = 0;
            } else {
                k[dest] = tk[j];
                if (v) v[dest] = tv[j];
                dest--, j--, right++;
                left = 0;
            }
        } while (i >= a && j > 0 && (left | right) < min_gallop);
        if (i < a || j <= 0) break;
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            if ((at = gallop(s, tk[j], k + a, i - a + 1, i - a, true)) < 0) goto failed;
            left = i - a + 1 - at;
            TAKE_LEFT(left);
            if (i < a) break;
            TAKE_RIGHT(1);
            if (j <= 0) break;
            if ((at = gallop(s, k[i], tk, j + 1, j, false)) < 0) goto failed;
            right = j + 1 - at;
            TAKE_RIGHT(right);
            if (j < 0 || (right && j == 0)) break;
            TAKE_LEFT(1);
        } while (i >= a && (left >= MIN_GALLOP || right >= MIN_GALLOP));
        if (i < a || j <= 0) break;
        s->min_gallop = ++min_gallop;
    }
    int64_t rest = i - a + 1;
    if (rest > 0 && j == 0) TAKE_LEFT(rest);
    goto done;
failed:
    ok = false;
done:
    move(s, k + dest - j, v ? v + dest - j : NULL, tk, tv, j + 1);
#undef TAKE_LEFT
#undef TAKE_RIGHT
    return ok;
}

/* Merges run `at` with the one behind it: one of the last two pairs. */
static bool merge_at(Sorter *s, int at)
{
    Run *left = &s->runs[at], *right = &s->runs[at + 1];
    int64_t a = left->base, na = left->length, b = right->base, nb = right->length;
    left->length = na + nb;
    if (at + 2 < s->nruns) *right = right[1];
    s->nruns--;
    int64_t skip = gallop(s, s->keys[b], s->keys + a, na, 0, true);
    if (skip < 0) return false;
    a += skip;
    na -= skip;
    if (na == 0) return true;
    nb = gallop(s, s->keys[a + na - 1], s->keys + b, nb, nb - 1, false);
    if (nb <= 0) return nb == 0;
    return na <= nb ? merge_low(s, a, na, b, nb) : merge_high(s, a, na, b, nb);
}

/* Depth in the ideal merge tree of the boundary between two neighbouring runs of a list of n items. */
static int power(int64_t base, int64_t na, int64_t nb, int64_t n)
{
    uint64_t a = 2 * (uint64_t)base + (uint64_t)na, b = a + (uint64_t)na + (uint64_t)nb, whole = (uint64_t)n;
    for (int result = 1;; result++) {
        if (a >= whole) {
            a -= whole;
            b -= whole;
        } else if (b >= whole) {
            return result;
        }
        a *= 2;
        b *= 2;
    }
}

static bool sort(Sorter *s)
{
    int64_t n = s->length, left = n, lo = 0, r = 0, min_run = n;
    while (min_run >= 64) {
        r |= min_run & 1;
        min_run >>= 1;
    }
    min_run += r;
    while (left) {
        int64_t length = count_run(s, lo, lo + left);
        if (length < 0) return false;
        if (length < min_run) {
            int64_t force = RG_MIN(left, min_run);
            if (!insertion_sort(s, lo, lo + length, lo + force)) return false;
            length = force;
        }
        if (s->nruns) {
            Run *top = &s->runs[s->nruns - 1];
            int p = power(top->base, top->length, length, n);
            while (s->nruns > 1 && s->runs[s->nruns - 2].power > p)
                if (!merge_at(s, s->nruns - 2)) return false;
            s->runs[s->nruns - 1].power = p;
        }
        s->runs[s->nruns++] = (Run){lo, length, 0};
        lo += length;
        left -= length;
    }
    while (s->nruns > 1) {
        int at = s->nruns - 2;
        if (at > 0 && s->runs[at - 1].length < s->runs[at + 1].length) at--;
        if (!merge_at(s, at)) return false;
    }
    return true;
}

/* Is it worth while to look for runs? Asks only what no program can notice. */
static bool begins_with_long_run(const Sorter *s)
{
    int64_t enough = s->length / 8 + 1, i = 1;
    for (bool down = false; i <= enough; i++) {
        RgValue a = s->keys[i], b = s->keys[i - 1];
        int order;
        if (s->mode == SORT_LATIN1) order = less_latin1(RG_STR(a), RG_STR(b)) ? -1 : 1;
        else if (!rg_tuple_order(RG_TUPLE(a), RG_TUPLE(b), 4, &order)) return false;
        if (i == 1) down = order < 0;
        else if (down != (order < 0)) return false;
    }
    return true;
}

/* Sorts by words, or by runs where there are some or words will not do. */
static bool sort_keys(Sorter *s)
{
    if ((s->mode == SORT_LATIN1 || s->mode == SORT_TUPLE) && !begins_with_long_run(s)) {
        RgRecordSort how = rg_sort_records(s->th, s->keys, s->values ? s->values : s->keys, s->length);
        if (how != RG_RECORDS_UNFIT) return how == RG_RECORDS_SORTED;
    }
    return sort(s);
}

static bool compute_keys(RgThread *th, RgValue key, const RgValue *items, int64_t n, RgArray *out)
{
    for (int64_t i = 0; i < n; i++) {
        RgValue k = rg_call1(th, key, items[i]);
        if (!k) return false;
        rg_gc_store(out, &out->items[i], k);
    }
    return true;
}

bool rg_list_sort(RgThread *th, RgList *l, RgValue key, bool reverse_order)
{
    RgArray *array = l->array, *keys = NULL;
    RgValue *items = l->items;
    int64_t n = l->length, cap = l->cap;
    l->array = NULL;
    l->items = NULL;
    l->length = 0;
    l->cap = -1; /* until something is put into the list, even if it is removed again */
    bool ok = true;
    if (n > 0 && key != RG_NONE) {
        keys = rg_array_new(th, (size_t)n);
        ok = keys && compute_keys(th, key, items, n, keys);
    }
    if (ok && n > 1) {
        Sorter s = {.th = th, .keys = keys ? keys->items : items, .values = keys ? items : NULL, .length = n, .min_gallop = MIN_GALLOP};
        s.mode = choose_mode(s.keys, n);
        /* Reversing before and after keeps equal items in order. */
        if (reverse_order) {
            reverse(s.keys, n);
            if (s.values) reverse(s.values, n);
        }
        ok = sort_keys(&s);
        if (reverse_order) reverse(items, n);
    }
    bool touched = l->cap != -1;
    rg_gc_store_ptr(l, &l->array, array);
    if (array) rg_gc_written(array);
    l->items = items;
    l->length = n;
    l->cap = cap;
    if (ok && touched) {
        rg_raise(th, RG_EXC_ValueError, "list modified during sort");
        ok = false;
    }
    return ok;
}
