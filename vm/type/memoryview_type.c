/* SPDX-License-Identifier: MIT
 *
 * memoryview_type.c: memoryview: a window on the bytes of another object, as items of one struct code.
 * One-dimensional views may have any stride; views of more dimensions come from cast() and are C-contiguous. Memory stays valid
 * because the view refers to its owner and points into the owner's storage.
 */
#include <math.h>

#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/type/bytes_methods.h"

#define SELF RG_AS(RgMemoryView, self)
#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static bool usable(RgThread *th, const RgMemoryView *m)
{
    if (m->released)
        rg_raise(th, RG_EXC_ValueError, "operation forbidden on released memoryview object");
    return !m->released;
}

/* ---- items ---- */

static int item_size(char code)
{
    switch (code) {
    case 'b':
    case 'B':
    case 'c':
    case '?':
        return 1;
    case 'h':
    case 'H':
    case 'e':
        return 2;
    case 'i':
    case 'I':
    case 'f':
        return 4;
    case 'l':
    case 'L':
    case 'q':
    case 'Q':
    case 'n':
    case 'N':
    case 'd':
    case 'P':
        return 8;
    default:
        return 0;
    }
}

static char code_of(const RgMemoryView *m)
{
    return m->format[0] == '@' ? m->format[1] : m->format[0];
}

static RgValue get_item(RgThread *th, const RgMemoryView *m, const uint8_t *p)
{
#define READ(T) ({ T x_; memcpy(&x_, p, sizeof x_); x_; })
    switch (code_of(m)) {
    case 'B':
        return rg_from_int(*p);
    case 'b':
        return rg_from_int((int8_t)*p);
    case 'c': {
        RgBytes *b = rg_bytes_new(th, p, 1);
        return b ? rg_from_ptr(b) : RG_ERROR;
    }
    case '?':
        return rg_from_bool(*p != 0);
    case 'h':
        return rg_from_int(READ(int16_t));
    case 'H':
        return rg_from_int(READ(uint16_t));
    case 'i':
        return rg_from_int(READ(int32_t));
    case 'I':
        return rg_from_int(READ(uint32_t));
    case 'l':
    case 'q':
    case 'n':
        return rg_int_from_i64(th, READ(int64_t));
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
        return rg_int_from_u64(th, READ(uint64_t));
    case 'f':
        return rg_from_double((double)READ(float));
    case 'd':
        return rg_from_double(READ(double));
    default:
        return rg_raise(th, RG_EXC_NotImplementedError, "memoryview: format %s not supported", m->format);
    }
#undef READ
}

static bool bad_value(RgThread *th, const RgMemoryView *m)
{
    rg_raise(th, RG_EXC_ValueError, "memoryview: invalid value for format '%s'", m->format);
    return false;
}

static bool bad_type(RgThread *th, const RgMemoryView *m)
{
    rg_raise(th, RG_EXC_TypeError, "memoryview: invalid type for format '%s'", m->format);
    return false;
}

static bool set_integer(RgThread *th, const RgMemoryView *m, uint8_t *p, RgValue v)
{
    char code = code_of(m);
    int size = item_size(code);
    bool is_unsigned = strchr("BHILQNP", code) != NULL;
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index)
        return bad_type(th, m);
    RgValue n = rg_number_index(th, v);
    int64_t i;
    uint64_t u;
    if (n == RG_ERROR)
        return false;
    if (rg_int_as_i64(n, &i)) {
        u = (uint64_t)i;
        if (is_unsigned ? i < 0 || (size < 8 && u >> 8 * size) : size < 8 && (i < -(1ll << (8 * size - 1)) || i >= 1ll << (8 * size - 1)))
            return bad_value(th, m);
    } else {
        if (!is_unsigned || size < 8 || rg_int_sign(n) < 0 || rg_int_bit_length(n) > 64 || !rg_int_as_u64_mask(n, &u))
            return bad_value(th, m);
    }
    if (!usable(th, m))
        return false;
    memcpy(p, &u, (size_t)size);
    return true;
}

/* The value's conversion may run Python code that releases m: it comes before the check. */
static bool set_item(RgThread *th, const RgMemoryView *m, uint8_t *p, RgValue v)
{
    double d;
    float f;
    int yes;
    switch (code_of(m)) {
    case 'c':
        if (!rg_is_bytes(v))
            return bad_type(th, m);
        if (RG_BYTES(v)->length != 1)
            return bad_value(th, m);
        *p = RG_BYTES(v)->data[0];
        return true;
    case '?':
        yes = rg_truth(th, v);
        if (yes < 0 || !usable(th, m))
            return false;
        *p = yes > 0;
        return true;
    case 'f':
    case 'd':
        if (!rg_number_as_double(th, v, &d)) {
            if (!rg_raised_is(th, RG_EXC_TypeError))
                return false;
            rg_exception_clear(th);
            return bad_type(th, m);
        }
        if (!usable(th, m))
            return false;
        f = (float)d;
        memcpy(p, code_of(m) == 'f' ? (void *)&f : (void *)&d, (size_t)m->itemsize);
        return true;
    default:
        if (!item_size(code_of(m)) || code_of(m) == 'e') {
            rg_raise(th, RG_EXC_NotImplementedError, "memoryview: format %s not supported", m->format);
            return false;
        }
        return set_integer(th, m, p, v);
    }
}

/* ---- construction ---- */

/* A new view of the same memory; the export of the root owner is counted. */
static RgMemoryView *derive(RgThread *th, RgMemoryView *from)
{
    RgMemoryView *m = rg_object_new(th, RG_KIND_memoryview, sizeof *m);
    if (!m)
        return NULL;
    RgObject head = m->head;
    *m = *from;
    m->head = head;
    m->own = NULL;
    m->hash = -1;
    m->weaklist = 0;
    if (m->exports_of) {
        m->exports_of->users++;
        m->exports_of->count++;
    }
    return m;
}

RgValue rg_memoryview_new(RgThread *th, RgValue v)
{
    if (rg_is_kind(v, RG_KIND_memoryview)) {
        if (!usable(th, RG_AS(RgMemoryView, v)))
            return RG_ERROR;
        RgMemoryView *m = derive(th, RG_AS(RgMemoryView, v));
        return m ? rg_from_ptr(m) : RG_ERROR;
    }
    RgBufferView view;
    if (!rg_buffer_supported(v))
        return rg_raise(th, RG_EXC_TypeError, "memoryview: a bytes-like object is required, not '%T'", v);
    if (!rg_buffer_get(th, v, &view, false))
        return RG_ERROR;
    RgMemoryView *m = rg_object_new(th, RG_KIND_memoryview, sizeof *m);
    if (!m) {
        rg_buffer_release(&view);
        return RG_ERROR;
    }
    rg_gc_store(m, &m->owner, view.owner);
    m->data = view.data;
    m->itemsize = m->stride = view.itemsize;
    m->length = view.itemsize ? view.len / view.itemsize : 0;
    m->ndim = 1;
    m->shape[0] = m->length;
    m->readonly = view.readonly;
    memcpy(m->format, view.format, sizeof m->format);
    m->hash = -1;
    if (view.counted) { /* the count taken by rg_buffer_get stays until release; RgExports begins with it */
        m->exports_of = (RgExports *)(void *)view.exports;
        m->exports_of->users++;
    }
    return rg_from_ptr(m);
}

static RgValue view_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[1];
    if (!rg_args_parse(th, "memoryview", "(object)", args, nargs, kwnames, a))
        return RG_ERROR;
    return rg_memoryview_new(th, a[0]);
}

static void view_trace(RgMarker *marker, void *cell)
{
    RgMemoryView *m = cell;
    rg_mark_value(marker, m->owner);
    if (!m->released && m->data)
        rg_mark_conservative(marker, &m->data, &m->data + 1); /* the storage may no longer be the owner's */
}

static void give_back(RgMemoryView *m)
{
    if (m->exports_of) {
        m->exports_of->count--;
        rg_exports_drop(m->exports_of);
        m->exports_of = NULL;
    }
}

static void view_release(RgHeap *heap, void *cell)
{
    RgMemoryView *m = cell;
    give_back(m);
    rg_exports_drop(m->own);
}

/* ---- slots ---- */

static int64_t count_items(const RgMemoryView *m)
{
    int64_t n = 1;
    for (int i = 0; i < m->ndim; i++)
        n *= m->shape[i];
    return n;
}

static const uint8_t *item_at(const RgMemoryView *m, int64_t i) /* flat index */
{
    return m->data + i * (m->ndim == 1 ? m->stride : m->itemsize);
}

static RgValue view_repr(RgThread *th, RgValue self)
{
    return rg_str_result(rg_format(th, SELF->released ? "<released memory at %p>" : "<memory at %p>", (void *)SELF));
}

static bool view_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgMemoryView *m = SELF;
    if (m->hash == -1) {
        if (!usable(th, m))
            return false;
        if (!m->readonly) {
            rg_raise(th, RG_EXC_ValueError, "cannot hash writable memoryview object");
            return false;
        }
        if (!strchr("Bbc", code_of(m))) {
            rg_raise(th, RG_EXC_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
            return false;
        }
        int64_t n = count_items(m);
        RgBytes *b = rg_bytes_new(th, NULL, n);
        if (!b)
            return false;
        for (int64_t i = 0; i < n; i++)
            b->data[i] = *item_at(m, i);
        m->hash = (int64_t)rg_bytes_hash(th->rt, n == 1 ? rg_bytes_new(th, b->data, 1) : b);
    }
    *out = m->hash;
    return true;
}

static int64_t view_len(RgThread *th, RgValue self)
{
    if (!usable(th, SELF))
        return -1;
    return SELF->ndim ? SELF->shape[0] : 1;
}

/* Flat index of an index or tuple of indices; -1 raised. */
static int64_t flat_index(RgThread *th, RgMemoryView *m, RgValue key)
{
    bool many = rg_is_tuple(key);
    int n = many ? (int)rg_tuple_len(RG_TUPLE(key)) : 1;
    if (m->ndim != n) {
        rg_raise(th, n < m->ndim && many ? RG_EXC_NotImplementedError : n < m->ndim ? RG_EXC_NotImplementedError : RG_EXC_TypeError,
                 m->ndim == 0 ? "invalid indexing of 0-dim memory"
                 : n < m->ndim ? many ? "sub-views are not implemented" : "multi-dimensional sub-views are not implemented"
                               : "cannot index %d-dimension view with %d-element tuple", m->ndim, n);
        return -1;
    }
    int64_t at = 0;
    for (int d = 0; d < n; d++) {
        int64_t i;
        if (!rg_number_as_index(th, many ? RG_TUPLE(key)->items[d] : key, &i, RG_EXC_IndexError))
            return -1;
        if (i < 0)
            i += m->shape[d];
        if (i < 0 || i >= m->shape[d]) {
            rg_raise(th, RG_EXC_IndexError, "index out of bounds on dimension %d", d + 1);
            return -1;
        }
        at = at * m->shape[d] + i;
    }
    return at;
}

static bool is_index_key(RgThread *th, RgValue key)
{
    if (!rg_is_tuple(key))
        return rg_is_integer(key) || rg_type_of(th->rt, key)->slots.index;
    for (size_t i = 0; i < rg_tuple_len(RG_TUPLE(key)); i++) {
        RgValue v = RG_TUPLE(key)->items[i];
        if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index)
            return false;
    }
    return true;
}

static RgMemoryView *slice(RgThread *th, RgMemoryView *m, RgValue key)
{
    int64_t start, stop, step;
    if (m->ndim != 1) {
        rg_raise(th, RG_EXC_NotImplementedError, "multi-dimensional slicing is not implemented");
        return NULL;
    }
    RgMemoryView *r = derive(th, m); /* first: the bounds' __index__ may release m */
    if (!r)
        return NULL;
    if (!rg_slice_unpack(th, key, &start, &stop, &step)) {
        give_back(r);
        return NULL;
    }
    int64_t n = rg_slice_adjust(r->length, &start, &stop, step);
    r->data += (n > 0 ? start : 0) * r->stride;
    r->length = r->shape[0] = RG_MAX(n, 0);
    r->stride *= step;
    return r;
}

static RgValue view_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgMemoryView *m = SELF;
    if (!usable(th, m))
        return RG_ERROR;
    if (m->ndim == 0 && ((rg_is_tuple(key) && rg_tuple_len(RG_TUPLE(key)) == 0) || key == RG_ELLIPSIS))
        return key == RG_ELLIPSIS ? self : get_item(th, m, m->data);
    if (is_index_key(th, key)) {
        int64_t i = flat_index(th, m, key);
        return i < 0 || !usable(th, m) ? RG_ERROR : get_item(th, m, item_at(m, i));
    }
    if (rg_is_kind(key, RG_KIND_slice)) {
        RgMemoryView *r = slice(th, m, key);
        return r ? rg_from_ptr(r) : RG_ERROR;
    }
    return rg_raise(th, RG_EXC_TypeError, "memoryview: invalid slice key");
}

static bool set_slice(RgThread *th, RgMemoryView *m, RgValue key, RgValue value)
{
    RgMemoryView *to = slice(th, m, key);
    RgValue v = to ? rg_memoryview_new(th, value) : RG_ERROR;
    if (v == RG_ERROR)
        return false;
    RgMemoryView *from = RG_AS(RgMemoryView, v);
    if (!usable(th, m)) { /* released by the bounds' __index__ */
        give_back(to);
        give_back(from);
        return false;
    }
    bool ok = from->ndim == 1 && from->length == to->length && code_of(from) == code_of(to);
    if (!ok) {
        rg_raise(th, RG_EXC_ValueError, "memoryview assignment: lvalue and rvalue have different structures");
    } else {
        RgBuffer *copy = rg_buffer_new(th, (size_t)(from->length * from->itemsize) + 1); /* the two may overlap */
        ok = copy != NULL;
        for (int64_t i = 0; ok && i < from->length; i++)
            memcpy(copy->data + i * from->itemsize, item_at(from, i), (size_t)from->itemsize);
        for (int64_t i = 0; ok && i < to->length; i++)
            memcpy((uint8_t *)item_at(to, i), copy->data + i * to->itemsize, (size_t)to->itemsize);
    }
    give_back(to);
    give_back(from);
    return ok;
}

static bool view_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    RgMemoryView *m = SELF;
    if (!usable(th, m))
        return false;
    if (m->readonly) {
        rg_raise(th, RG_EXC_TypeError, "cannot modify read-only memory");
        return false;
    }
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "cannot delete memory");
        return false;
    }
    if (m->ndim == 0 && (key == RG_ELLIPSIS || (rg_is_tuple(key) && rg_tuple_len(RG_TUPLE(key)) == 0)))
        return set_item(th, m, m->data, value);
    if (is_index_key(th, key)) {
        int64_t i = flat_index(th, m, key);
        return i >= 0 && usable(th, m) && set_item(th, m, (uint8_t *)item_at(m, i), value);
    }
    if (rg_is_kind(key, RG_KIND_slice))
        return set_slice(th, m, key, value);
    rg_raise(th, RG_EXC_TypeError, "memoryview: invalid slice key");
    return false;
}

static RgValue view_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_memoryview) || !rg_buffer_supported(b))
        return RG_NOT_IMPLEMENTED;
    RgMemoryView *x = RG_AS(RgMemoryView, a);
    bool equal = a == b;
    if (!equal && !x->released && !(rg_is_kind(b, RG_KIND_memoryview) && RG_AS(RgMemoryView, b)->released)) {
        RgValue v = rg_memoryview_new(th, b);
        if (v == RG_ERROR)
            return RG_ERROR;
        RgMemoryView *y = RG_AS(RgMemoryView, v);
        int64_t n = count_items(x);
        equal = x->ndim == y->ndim && memcmp(x->shape, y->shape, (size_t)x->ndim * sizeof x->shape[0]) == 0;
        bool same_code = code_of(x) == code_of(y) && code_of(x) != 'f' && code_of(x) != 'd';
        for (int64_t i = 0; equal && i < n; i++) {
            if (same_code) {
                equal = memcmp(item_at(x, i), item_at(y, i), (size_t)x->itemsize) == 0;
                continue;
            }
            RgValue p = get_item(th, x, item_at(x, i)), q = p == RG_ERROR ? RG_ERROR : get_item(th, y, item_at(y, i));
            int r = q == RG_ERROR ? -1 : p == q && rg_is_double(p) && isnan(rg_as_double(p)) ? 0 : rg_compare_bool(th, p, q, RG_EQ);
            if (r < 0) {
                give_back(y);
                return RG_ERROR;
            }
            equal = r;
        }
        give_back(y);
    }
    return rg_from_bool(equal == (op == RG_EQ));
}

/* ---- methods ---- */

/* The items' bytes in C order. */
static RgBytes *gather(RgThread *th, RgMemoryView *m)
{
    int64_t n = count_items(m);
    RgBytes *b = rg_bytes_new(th, NULL, n * m->itemsize);
    if (b && (m->ndim != 1 || m->stride == m->itemsize)) {
        memcpy(b->data, m->data, (size_t)b->length);
        return b;
    }
    for (int64_t i = 0; b && i < n; i++)
        memcpy(b->data + i * m->itemsize, item_at(m, i), (size_t)m->itemsize);
    return b;
}

METHOD(view_tobytes)
{
    RgBytes *b = usable(th, SELF) ? gather(th, SELF) : NULL;
    return b ? rg_from_ptr(b) : RG_ERROR;
}

METHOD(view_hex)
{
    RgBytes *b = usable(th, SELF) ? gather(th, SELF) : NULL;
    return b ? rg_bytes_hex_text(th, b->data, b->length, args[0], args[1]) : RG_ERROR;
}

static RgValue to_list(RgThread *th, RgMemoryView *m, int dim, int64_t *at)
{
    if (dim == m->ndim)
        return get_item(th, m, item_at(m, (*at)++));
    RgList *l = rg_list_new(th, m->shape[dim]);
    for (int64_t i = 0; l && i < m->shape[dim]; i++) {
        RgValue v = to_list(th, m, dim + 1, at);
        if (v == RG_ERROR || !rg_list_append(th, l, v))
            return RG_ERROR;
    }
    return l ? rg_from_ptr(l) : RG_ERROR;
}

METHOD(view_tolist)
{
    int64_t at = 0;
    return usable(th, SELF) ? to_list(th, SELF, 0, &at) : RG_ERROR;
}

METHOD(view_release_method)
{
    RgMemoryView *m = SELF;
    if (m->released)
        return RG_NONE;
    if (m->own && m->own->count > 0)
        return rg_raise(th, RG_EXC_BufferError, "memoryview has %lld exported buffer%s", (long long)m->own->count,
                        m->own->count == 1 ? "" : "s");
    give_back(m);
    m->released = true;
    m->owner = RG_NONE;
    m->data = NULL;
    return RG_NONE;
}

METHOD(view_enter)
{
    return usable(th, SELF) ? self : RG_ERROR;
}

METHOD(view_toreadonly)
{
    RgMemoryView *m = usable(th, SELF) ? derive(th, SELF) : NULL;
    if (!m)
        return RG_ERROR;
    m->readonly = true;
    return rg_from_ptr(m);
}

static bool cast_shape(RgThread *th, RgMemoryView *m, RgValue shape, int64_t total)
{
    if (!rg_is_list(shape) && !rg_is_tuple(shape)) {
        rg_raise(th, RG_EXC_TypeError, "shape must be a list or a tuple");
        return false;
    }
    RgTuple *t = rg_to_tuple(th, shape);
    if (!t)
        return false;
    if (rg_tuple_len(t) > RG_COUNT_OF(m->shape)) {
        rg_raise(th, RG_EXC_ValueError, "memoryview: number of dimensions must not exceed 64");
        return false;
    }
    int64_t product = m->itemsize;
    for (size_t i = 0; i < rg_tuple_len(t); i++) {
        if (!rg_is_integer(t->items[i])) {
            rg_raise(th, RG_EXC_TypeError, "memoryview.cast(): elements of shape must be integers");
            return false;
        }
        if (!rg_int_as_i64(t->items[i], &m->shape[i]) || m->shape[i] <= 0) {
            rg_raise(th, RG_EXC_ValueError, "memoryview.cast(): elements of shape must be integers > 0");
            return false;
        }
        if (__builtin_mul_overflow(product, m->shape[i], &product)) {
            rg_raise(th, RG_EXC_ValueError, "memoryview.cast(): product(shape) > SSIZE_MAX");
            return false;
        }
    }
    m->ndim = (int32_t)rg_tuple_len(t);
    if (product != total) {
        rg_raise(th, RG_EXC_TypeError, "memoryview: product(shape) * itemsize != buffer size");
        return false;
    }
    m->length = m->ndim ? m->shape[0] : 1;
    return true;
}

METHOD(view_cast)
{
    RgMemoryView *m = SELF;
    if (!usable(th, m))
        return RG_ERROR;
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "cast() argument 'format' must be str, not %T", args[0]);
    if (m->ndim == 1 && m->length > 1 && m->stride != m->itemsize)
        return rg_raise(th, RG_EXC_TypeError, "memoryview: casts are restricted to C-contiguous views");
    RgStr *f = RG_STR(args[0]);
    char code = f->length == 1 ? (char)rg_str_at(f, 0) : f->length == 2 && rg_str_at(f, 0) == '@' ? (char)rg_str_at(f, 1) : 0;
    int size = code ? item_size(code) : 0;
    if (!size || code == 'e')
        return rg_raise(th, RG_EXC_ValueError, "memoryview: destination format must be a native single character format prefixed with an optional '@'");
    if (!strchr("Bbc", code_of(m)) && !strchr("Bbc", code))
        return rg_raise(th, RG_EXC_TypeError, "memoryview: cannot cast between two non-byte formats");
    int64_t total = count_items(m) * m->itemsize;
    if (total % size)
        return rg_raise(th, RG_EXC_TypeError, "memoryview: length is not a multiple of itemsize");
    RgMemoryView *r = derive(th, m);
    if (!r)
        return RG_ERROR;
    memset(r->format, 0, sizeof r->format);
    for (int64_t i = 0; i < f->length; i++)
        r->format[i] = (char)rg_str_at(f, i);
    r->itemsize = r->stride = size;
    r->ndim = 1;
    r->length = r->shape[0] = total / size;
    if (args[1] != RG_UNBOUND && args[1] != RG_NONE && !cast_shape(th, r, args[1], total)) {
        give_back(r);
        return RG_ERROR;
    }
    return rg_from_ptr(r);
}

static RgValue size_tuple(RgThread *th, RgMemoryView *m, bool strides)
{
    RgTuple *t = usable(th, m) ? rg_tuple_new(th, (size_t)m->ndim) : NULL;
    int64_t stride = m->ndim == 1 ? m->stride : m->itemsize;
    for (int i = m->ndim - 1; t && i >= 0; i--) {
        t->items[i] = rg_from_int(strides ? stride : m->shape[i]);
        stride *= m->shape[i];
    }
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static RgValue view_obj(RgThread *th, RgValue self) { return usable(th, SELF) ? SELF->owner : RG_ERROR; }
static RgValue view_nbytes(RgThread *th, RgValue self) { return usable(th, SELF) ? rg_from_int(count_items(SELF) * SELF->itemsize) : RG_ERROR; }
static RgValue view_readonly(RgThread *th, RgValue self) { return usable(th, SELF) ? rg_from_bool(SELF->readonly) : RG_ERROR; }
static RgValue view_itemsize(RgThread *th, RgValue self) { return usable(th, SELF) ? rg_from_int(SELF->itemsize) : RG_ERROR; }
static RgValue view_format(RgThread *th, RgValue self) { return usable(th, SELF) ? rg_str_result(rg_str_from_cstr(th, SELF->format)) : RG_ERROR; }
static RgValue view_ndim(RgThread *th, RgValue self) { return usable(th, SELF) ? rg_from_int(SELF->ndim) : RG_ERROR; }
static RgValue view_shape(RgThread *th, RgValue self) { return size_tuple(th, SELF, false); }
static RgValue view_strides(RgThread *th, RgValue self) { return size_tuple(th, SELF, true); }
static RgValue view_suboffsets(RgThread *th, RgValue self) { return usable(th, SELF) ? rg_from_ptr(th->rt->empty_tuple) : RG_ERROR; }

static RgValue view_contiguous(RgThread *th, RgValue self)
{
    if (!usable(th, SELF))
        return RG_ERROR;
    return rg_from_bool(SELF->ndim != 1 || SELF->length <= 1 || SELF->stride == SELF->itemsize);
}

static RgValue view_f_contiguous(RgThread *th, RgValue self)
{
    return SELF->ndim > 1 ? RG_FALSE : view_contiguous(th, self);
}

static const RgMethodDef view_methods[] = {
    RG_METHOD("release", "($self, /)", "Gives the memory back.", view_release_method),
    RG_METHOD("tobytes", "($self, /, order='C')", "The bytes of all items.", view_tobytes),
    RG_METHOD("hex", "($self, /, sep=None, bytes_per_sep=1)", "Two hexadecimal digits for each byte.", view_hex),
    RG_METHOD("tolist", "($self, /)", "A list of the items.", view_tolist),
    RG_METHOD("cast", "($self, /, format, shape=None)", "The memory as other items.", view_cast),
    RG_METHOD("toreadonly", "($self, /)", "A view that cannot be written.", view_toreadonly),
    RG_METHOD_F("__enter__", "($self, /)", NULL, view_enter, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__exit__", "($self, *args)", NULL, view_release_method, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgGetSetDef view_getset[] = {
    {"obj", view_obj, NULL, "The object that the memory belongs to."},
    {"nbytes", view_nbytes, NULL, "Size in bytes."},
    {"readonly", view_readonly, NULL, "Whether it cannot be written."},
    {"itemsize", view_itemsize, NULL, "Bytes of an item."},
    {"format", view_format, NULL, "Struct code of the items."},
    {"ndim", view_ndim, NULL, "Number of dimensions."},
    {"shape", view_shape, NULL, "Length of each dimension."},
    {"strides", view_strides, NULL, "Bytes from item to item in each dimension."},
    {"suboffsets", view_suboffsets, NULL, "Always empty."},
    {"c_contiguous", view_contiguous, NULL, NULL},
    {"f_contiguous", view_f_contiguous, NULL, NULL},
    {"contiguous", view_contiguous, NULL, NULL},
    RG_GETSET_END,
};

/* ---- iterator ---- */

typedef struct ViewIterator {
    RgObject head;
    RgMemoryView *view; /* NULL: exhausted */
    int64_t index;
} ViewIterator;

static RgValue view_iter(RgThread *th, RgValue self)
{
    if (!usable(th, SELF))
        return RG_ERROR;
    if (SELF->ndim != 1)
        return rg_raise(th, SELF->ndim ? RG_EXC_NotImplementedError : RG_EXC_TypeError,
                        SELF->ndim ? "multi-dimensional sub-views are not implemented" : "invalid indexing of 0-dim memory");
    ViewIterator *it = rg_object_new(th, RG_KIND_memory_iterator, sizeof *it);
    if (!it)
        return RG_ERROR;
    rg_gc_store_ptr(it, &it->view, SELF);
    return rg_from_ptr(it);
}

static void iterator_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((ViewIterator *)cell)->view);
}

static RgValue iterator_self(RgThread *th, RgValue self)
{
    return self;
}

static RgValue iterator_next(RgThread *th, RgValue self)
{
    ViewIterator *it = RG_AS(ViewIterator, self);
    if (!it->view)
        return RG_STOP;
    if (it->index >= it->view->length) {
        it->view = NULL;
        return RG_STOP;
    }
    if (!usable(th, it->view))
        return RG_ERROR;
    return get_item(th, it->view, item_at(it->view, it->index++));
}

const RgTypeSpec rg_spec_memory_iterator = {
    .flags = RG_TF_HIDDEN | RG_TF_NO_NEW,
    .basicsize = sizeof(ViewIterator),
    .cell = {"memory_iterator", iterator_trace, NULL},
    .slots = {.iter = iterator_self, .next = iterator_next},
};

const RgTypeSpec rg_spec_memoryview = {
    .doc = "A window on the memory of another object.",
    .signature = "(object)",
    .flags = RG_TF_SEQUENCE | RG_TF_WEAKREF,
    .basicsize = sizeof(RgMemoryView),
    .cell = {"memoryview", view_trace, view_release},
    .slots = {
        .repr = view_repr,
        .hash = view_hash,
        .compare = view_compare,
        .iter = view_iter,
        .new_ = view_new,
        .len = view_len,
        .getitem = view_getitem,
        .setitem = view_setitem,
    },
    .methods = view_methods,
    .getset = view_getset,
};
#undef SELF
#undef METHOD
