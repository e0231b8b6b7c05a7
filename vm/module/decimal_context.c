/* SPDX-License-Identifier: MIT
 *
 * decimal_context.c: contexts of _decimal: the type, its flags and traps as mappings, the current context (a context variable), and what
 * becomes of conditions.
 * Always holds: env of a context is within the limits of the specification, so that no exponent arithmetic overflows.
 */
#include "vm/interp/interp.h"
#include "vm/module/contextvars.h"
#include "vm/module/decimal.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define CONTEXT(v) RG_AS(RgDecContext, v)

static const char *const rounding_names[RG_DEC_ROUNDINGS] = {"ROUND_UP",      "ROUND_DOWN",      "ROUND_CEILING",   "ROUND_FLOOR",
                                                            "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"};

/* The signals in the order of mappings and lists; then the conditions that InvalidOperation stands for. bases: rows above; -1: none. */
static const struct {
    const char *name;
    uint32_t bits;
    int8_t bases[3]; /* rows, or DECIMAL, ZERO_DIVISION, TYPE_ERROR */
    int8_t shown;    /* place in the repr of a context */
} signals[] = {
#define DECIMAL 20
#define ZERO_DIVISION 21
#define TYPE_ERROR 22
    {"InvalidOperation", RG_DEC_ANY_INVALID, {DECIMAL, -1, -1}, 1},
    {"FloatOperation", RG_DEC_FLOAT_OPERATION, {DECIMAL, TYPE_ERROR, -1}, 4},
    {"DivisionByZero", RG_DEC_DIVISION_BY_ZERO, {DECIMAL, ZERO_DIVISION, -1}, 2},
    {"Overflow", RG_DEC_OVERFLOW, {6, 7, -1}, 5},
    {"Underflow", RG_DEC_UNDERFLOW, {6, 7, 5}, 8},
    {"Subnormal", RG_DEC_SUBNORMAL, {DECIMAL, -1, -1}, 7},
    {"Inexact", RG_DEC_INEXACT, {DECIMAL, -1, -1}, 3},
    {"Rounded", RG_DEC_ROUNDED, {DECIMAL, -1, -1}, 6},
    {"Clamped", RG_DEC_CLAMPED, {DECIMAL, -1, -1}, 0},
    {"ConversionSyntax", RG_DEC_CONVERSION_SYNTAX, {0, -1, -1}, -1},
    {"DivisionImpossible", RG_DEC_DIVISION_IMPOSSIBLE, {0, -1, -1}, -1},
    {"DivisionUndefined", RG_DEC_DIVISION_UNDEFINED, {0, ZERO_DIVISION, -1}, -1},
    {"InvalidContext", RG_DEC_INVALID_CONTEXT, {0, -1, -1}, -1},
};
enum { SIGNALS = 9, ROWS = RG_COUNT_OF(signals) };

static RgValue signal_class(RgThread *th, size_t row) { return rg_decimal_item(th, RG_DEC_SIGNAL_CLASSES + (int)row); }

/* ---- conditions ---- */

static bool add_class(RgThread *th, RgList *l, size_t row) { return rg_list_append(th, l, signal_class(th, row)); }

/* Classes of the conditions met, InvalidOperation's told apart. */
static RgValue condition_list(RgThread *th, uint32_t status)
{
    static const uint8_t details[] = {10, 11, 9, 12};
    RgList *l = rg_list_new(th, 4);
    bool ok = l && (!(status & RG_DEC_INVALID_OPERATION) || add_class(th, l, 0));
    for (size_t i = 0; ok && i < RG_COUNT_OF(details); i++)
        if (status & signals[details[i]].bits) ok = add_class(th, l, details[i]);
    for (size_t i = 1; ok && i < SIGNALS; i++)
        if (status & signals[i].bits) ok = add_class(th, l, i);
    return ok ? rg_from_ptr(l) : RG_ERROR;
}

bool rg_decimal_signal(RgThread *th, RgDecContext *c, uint32_t status)
{
    c->env.status |= status;
    uint32_t raised = status & c->traps;
    if (!raised) return true;
    RgValue list = condition_list(th, raised);
    if (!list) return false;
    size_t row = 0;
    while (!(raised & signals[row].bits)) row++;
    rg_raise_call(th, RG_AS(RgType, signal_class(th, row)), &list, 1);
    return false;
}

static RgValue signal_list(RgThread *th, uint32_t bits)
{
    RgList *l = rg_list_new(th, SIGNALS);
    for (size_t i = 0; l && i < SIGNALS; i++)
        if ((bits & signals[i].bits) && !add_class(th, l, i)) return RG_ERROR;
    return l ? rg_from_ptr(l) : RG_ERROR;
}

/* Bits of a signal's class; 0: raised. */
static uint32_t bits_of(RgThread *th, RgValue cls)
{
    for (size_t i = 0; i < SIGNALS; i++)
        if (signal_class(th, i) == cls) return signals[i].bits;
    rg_raise(th, RG_EXC_KeyError, "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, "
                                  "Underflow, Subnormal, Inexact, Rounded,\n   Clamped]");
    return 0;
}

/* ---- mappings of signals: flags or traps (aux8 1) of a context ---- */

typedef struct Signals {
    RgObject head;
    RgValue context; /* 0: of none */
} Signals;

static void signals_trace(RgMarker *marker, void *cell) { rg_mark_value(marker, ((Signals *)cell)->context); }

static uint32_t *signals_bits(RgThread *th, RgValue self)
{
    Signals *s = RG_AS(Signals, self);
    if (s->context) return s->head.aux8 ? &CONTEXT(s->context)->traps : &CONTEXT(s->context)->env.status;
    rg_raise(th, RG_EXC_ValueError, "invalid signal dict");
    return NULL;
}

static bool is_signals(RgThread *th, RgValue v)
{
    return rg_is_object(v) && rg_type_is_subtype(rg_type_of(th->rt, v), rg_decimal_type(th, RG_DEC_TYPE_SIGNALS)->base);
}

static int64_t signals_len(RgThread *th, RgValue self) { return signals_bits(th, self) ? SIGNALS : -1; }

static RgValue signals_iter(RgThread *th, RgValue self)
{
    RgTuple *keys = signals_bits(th, self) ? rg_tuple_new(th, SIGNALS) : NULL;
    for (size_t i = 0; keys && i < SIGNALS; i++) keys->items[i] = signal_class(th, i);
    return keys ? rg_iter(th, rg_from_ptr(keys)) : RG_ERROR;
}

static RgValue signals_getitem(RgThread *th, RgValue self, RgValue key)
{
    uint32_t *all = signals_bits(th, self), bits = all ? bits_of(th, key) : 0;
    return bits ? rg_from_bool(*all & bits) : RG_ERROR;
}

static bool signals_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    if (!signals_bits(th, self)) return false;
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_ValueError, "signal keys cannot be deleted");
        return false;
    }
    uint32_t bits = bits_of(th, key);
    int on = bits ? rg_truth(th, value) : -1;
    if (on < 0) return false;
    uint32_t *all = signals_bits(th, self);
    *all = on ? *all | bits : *all & ~bits;
    return true;
}

static RgValue signals_repr(RgThread *th, RgValue self)
{
    uint32_t *bits = signals_bits(th, self);
    if (!bits) return RG_ERROR;
    RgStrBuilder b;
    rg_builder_init(&b, th, 0);
    for (size_t i = 0; i < SIGNALS; i++) {
        rg_builder_printf(&b, "%s<class 'decimal.%s'>:%s", i ? ", " : "{", signals[i].name, *bits & signals[i].bits ? "True" : "False");
    }
    rg_builder_char(&b, '}');
    return rg_from_ptr(rg_builder_finish(&b));
}

/* The bits of a mapping with every signal for key. */
static bool bits_from_dict(RgThread *th, RgValue v, uint32_t *out)
{
    *out = 0;
    if (!rg_is_dict(v)) {
        rg_raise(th, RG_EXC_TypeError, "argument must be a signal dict");
        return false;
    }
    if (RG_DICT(v)->count != SIGNALS) {
        rg_raise(th, RG_EXC_KeyError, "invalid signal dict");
        return false;
    }
    uint32_t at = 0;
    RgValue key, value;
    while (rg_dict_next(RG_DICT(v), &at, &key, &value)) {
        uint32_t bits = bits_of(th, key);
        int on = bits ? rg_truth(th, value) : -1;
        if (on < 0) return false;
        if (on) *out |= bits;
    }
    return true;
}

static RgValue signals_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    uint32_t *x = signals_bits(th, a), other;
    if (!x) return RG_ERROR;
    if (op != RG_EQ && op != RG_NE) return RG_NOT_IMPLEMENTED;
    uint32_t mine = 0, theirs = 0;
    if (is_signals(th, b)) {
        uint32_t *y = signals_bits(th, b);
        if (!y) return RG_ERROR;
        other = *y;
    } else if (rg_is_dict(b)) {
        if (!bits_from_dict(th, b, &other)) {
            if (!rg_raised_is(th, RG_EXC_KeyError)) return RG_ERROR;
            rg_exception_clear(th);
            return RG_NOT_IMPLEMENTED;
        }
    } else {
        return RG_NOT_IMPLEMENTED;
    }
    for (size_t i = 0; i < SIGNALS; i++) {
        mine |= (uint32_t)((*x & signals[i].bits) != 0) << i;
        theirs |= (uint32_t)((other & signals[i].bits) != 0) << i;
    }
    return rg_from_bool((mine == theirs) == (op == RG_EQ));
}

static RgValue signals_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    uint32_t *bits = signals_bits(th, self);
    RgDict *d = bits ? rg_dict_new(th) : NULL;
    for (size_t i = 0; d && i < SIGNALS; i++)
        if (!rg_dict_set(th, d, signal_class(th, i), rg_from_bool(*bits & signals[i].bits))) return RG_ERROR;
    return d ? rg_from_ptr(d) : RG_ERROR;
}

static const RgMethodDef signals_methods[] = {
    RG_METHOD_F("copy", "($self, /)", NULL, signals_copy, RG_MF_NO_SIGNATURE), RG_METHOD_END};
static const RgTypeSpec signals_spec = {.flags = RG_TF_BASETYPE, .basicsize = sizeof(Signals), .cell = {"signals", signals_trace, NULL},
                                        .slots = {.len = signals_len, .iter = signals_iter, .getitem = signals_getitem,
                                                  .setitem = signals_setitem, .repr = signals_repr, .compare = signals_compare,
                                                  .hash = rg_hash_unhashable},
                                        .methods = signals_methods};

/* ---- settings ---- */

bool rg_decimal_rounding_arg(RgThread *th, RgValue v, RgDecRounding *out)
{
    if (v == RG_UNBOUND || v == RG_NONE) return true;
    for (int i = 0; rg_is_str(v) && i < RG_DEC_ROUNDINGS; i++) {
        if (!rg_str_equal_cstr(RG_STR(v), rounding_names[i])) continue;
        *out = (RgDecRounding)i;
        return true;
    }
    rg_raise(th, RG_EXC_TypeError, "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   "
                                   "ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]");
    return false;
}

static bool deleted(RgThread *th, RgValue v)
{
    if (v == RG_UNBOUND) rg_raise(th, RG_EXC_AttributeError, "context attributes cannot be deleted");
    return v == RG_UNBOUND;
}

/* An int within bounds. */
static bool setting(RgThread *th, RgValue v, int64_t low, int64_t high, const char *message, int64_t *out)
{
    if (deleted(th, v)) return false;
    if (!rg_is_integer(v)) {
        rg_raise(th, RG_EXC_TypeError, "an integer is required");
        return false;
    }
    int64_t i;
    if (!rg_int_as_i64(v, &i)) {
        rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
        return false;
    }
    if (i < low || i > high) {
        rg_raise(th, RG_EXC_ValueError, "%s", message);
        return false;
    }
    *out = i;
    return true;
}

#define SETTER(NAME) static bool set_##NAME(RgThread *th, RgValue self, RgValue v)
#define GETTER(NAME) static RgValue get_##NAME(RgThread *th, RgValue self)

SETTER(prec) { return setting(th, v, 1, RG_DEC_MAX_PREC, "valid range for prec is [1, MAX_PREC]", &CONTEXT(self)->env.prec); }
SETTER(Emin) { return setting(th, v, -RG_DEC_MAX_PREC, 0, "valid range for Emin is [MIN_EMIN, 0]", &CONTEXT(self)->env.emin); }
SETTER(Emax) { return setting(th, v, 0, RG_DEC_MAX_PREC, "valid range for Emax is [0, MAX_EMAX]", &CONTEXT(self)->env.emax); }
SETTER(rounding)
{
    if (deleted(th, v)) return false;
    return rg_decimal_rounding_arg(th, v == RG_NONE ? rg_from_int(0) : v, &CONTEXT(self)->env.rounding);
}
SETTER(capitals)
{
    int64_t on;
    if (!setting(th, v, 0, 1, "valid values for capitals are 0 or 1", &on)) return false;
    CONTEXT(self)->capitals = on;
    return true;
}
SETTER(clamp)
{
    int64_t on;
    if (!setting(th, v, 0, 1, "valid values for clamp are 0 or 1", &on)) return false;
    CONTEXT(self)->env.clamp = on;
    return true;
}

/* A mapping as CPython takes it, or in a constructor a list of classes. */
static bool set_signals(RgThread *th, RgValue v, bool lists, uint32_t *out)
{
    uint32_t bits = 0;
    if (deleted(th, v)) return false;
    if (is_signals(th, v)) {
        uint32_t *from = signals_bits(th, v);
        if (!from) return false;
        bits = *from;
    } else if (lists && rg_is_list(v)) {
        for (int64_t i = 0; i < RG_LIST(v)->length; i++) {
            uint32_t one = bits_of(th, RG_LIST(v)->items[i]);
            if (!one) return false;
            bits |= one;
        }
    } else if (!bits_from_dict(th, v, &bits)) {
        return false;
    }
    *out = bits;
    return true;
}

SETTER(flags) { return set_signals(th, v, false, &CONTEXT(self)->env.status); }
SETTER(traps) { return set_signals(th, v, false, &CONTEXT(self)->traps); }

GETTER(prec) { return rg_int_from_i64(th, CONTEXT(self)->env.prec); }
GETTER(Emin) { return rg_int_from_i64(th, CONTEXT(self)->env.emin); }
GETTER(Emax) { return rg_int_from_i64(th, CONTEXT(self)->env.emax); }
GETTER(rounding) { return rg_from_ptr(rg_intern_cstr(th, rounding_names[CONTEXT(self)->env.rounding])); }
GETTER(capitals) { return rg_from_int(CONTEXT(self)->capitals); }
GETTER(clamp) { return rg_from_int(CONTEXT(self)->env.clamp); }

static RgValue mapping(RgThread *th, RgValue self, int which)
{
    RgDecContext *c = CONTEXT(self);
    if (c->signals[which]) return c->signals[which];
    Signals *s = rg_object_new_of(th, rg_decimal_type(th, RG_DEC_TYPE_SIGNALS), 0);
    if (!s) return RG_ERROR;
    rg_gc_store(s, &s->context, self);
    s->head.aux8 = (uint8_t)which;
    rg_gc_store(c, &c->signals[which], rg_from_ptr(s));
    return rg_from_ptr(s);
}

GETTER(flags) { return mapping(th, self, 0); }
GETTER(traps) { return mapping(th, self, 1); }
#undef SETTER
#undef GETTER

/* ---- the type ---- */

static void context_trace(RgMarker *marker, void *cell) { rg_mark_values(marker, ((RgDecContext *)cell)->signals, 2); }

static RgDecContext *template_of(RgThread *th, int which)
{
    RgValue v = rg_decimal_item(th, RG_DEC_TEMPLATES + which);
    return v ? CONTEXT(v) : NULL;
}

static void copy_settings(RgDecContext *to, const RgDecContext *from)
{
    to->env = from->env;
    to->traps = from->traps;
    to->capitals = from->capitals;
}

static RgValue context_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgDecContext *c = rg_object_new_of(th, type, 0), *from = template_of(th, 0);
    if (!c) return RG_ERROR;
    c->env = (RgDecEnv){.prec = 28, .emax = 999999, .emin = -999999, .rounding = RG_DEC_HALF_EVEN};
    c->traps = RG_DEC_ANY_INVALID | RG_DEC_DIVISION_BY_ZERO | RG_DEC_OVERFLOW;
    if (from) copy_settings(c, from);
    c->capitals = true;
    return rg_from_ptr(c);
}

/* The eight settings of constructors and localcontext; None and unbound leave what there is. */
static bool apply_settings(RgThread *th, RgDecContext *c, const RgValue v[8])
{
    static bool (*const setters[])(RgThread *, RgValue, RgValue) = {set_prec, set_rounding, set_Emin, set_Emax, set_capitals, set_clamp};
    for (size_t i = 0; i < RG_COUNT_OF(setters); i++)
        if (v[i] != RG_UNBOUND && v[i] != RG_NONE && !setters[i](th, rg_from_ptr(c), v[i])) return false;
    if (v[7] != RG_UNBOUND && v[7] != RG_NONE && !set_signals(th, v[7], true, &c->traps)) return false;
    return v[6] == RG_UNBOUND || v[6] == RG_NONE || set_signals(th, v[6], true, &c->env.status);
}

#define SETTINGS "prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None"

static bool context_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue v[8];
    return rg_args_parse(th, "Context", "(" SETTINGS ")", args, nargs, kwnames, v) && apply_settings(th, CONTEXT(self), v);
}

static void show_signals(RgStrBuilder *b, const char *title, uint32_t bits)
{
    const char *before = "";
    rg_builder_cstr(b, title);
    for (int place = 0; place < SIGNALS; place++) {
        for (size_t i = 0; i < SIGNALS; i++) {
            if (signals[i].shown != place || !(bits & signals[i].bits)) continue;
            rg_builder_printf(b, "%s%s", before, signals[i].name);
            before = ", ";
        }
    }
    rg_builder_char(b, ']');
}

static RgValue context_repr(RgThread *th, RgValue self)
{
    const RgDecContext *c = CONTEXT(self);
    RgStrBuilder b;
    rg_builder_init(&b, th, 0);
    rg_builder_printf(&b, "Context(prec=%lld, rounding=%s, Emin=%lld, Emax=%lld, capitals=%d, clamp=%d, ", (long long)c->env.prec,
                      rounding_names[c->env.rounding], (long long)c->env.emin, (long long)c->env.emax, c->capitals, c->env.clamp);
    show_signals(&b, "flags=[", c->env.status);
    show_signals(&b, ", traps=[", c->traps);
    rg_builder_char(&b, ')');
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgDecContext *copy_context(RgThread *th, const RgDecContext *from)
{
    RgDecContext *c = rg_object_new_of(th, rg_decimal_type(th, RG_DEC_TYPE_CONTEXT), 0);
    if (c) copy_settings(c, from);
    return c;
}

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(copy) { return rg_from_ptr(copy_context(th, CONTEXT(self))); }

METHOD(clear_flags)
{
    CONTEXT(self)->env.status = 0;
    return RG_NONE;
}

METHOD(clear_traps)
{
    CONTEXT(self)->traps = 0;
    return RG_NONE;
}

METHOD(Etiny) { return rg_int_from_i64(th, rg_dec_etiny(&CONTEXT(self)->env)); }
METHOD(Etop) { return rg_int_from_i64(th, rg_dec_etop(&CONTEXT(self)->env)); }

METHOD(reduce)
{
    const RgDecContext *c = CONTEXT(self);
    RgValue flags = signal_list(th, c->env.status), traps = flags ? signal_list(th, c->traps) : RG_ERROR;
    if (!traps) return RG_ERROR;
    RgTuple *t = rg_tuple_pack(th, 8, get_prec(th, self), get_rounding(th, self), get_Emin(th, self), get_Emax(th, self),
                               get_capitals(th, self), get_clamp(th, self), flags, traps);
    for (size_t i = 0; t && i < 8; i++)
        if (!t->items[i]) return RG_ERROR;
    return t ? rg_from_ptr(rg_tuple_pair(th, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(t))) : RG_ERROR;
}

static const RgMethodDef own_methods[] = {
    RG_METHOD("clear_flags", "($self, /)", "No condition was met.", m_clear_flags),
    RG_METHOD("clear_traps", "($self, /)", "No condition raises.", m_clear_traps),
    RG_METHOD_F("__copy__", "($self, /)", NULL, m_copy, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, m_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD("copy", "($self, /)", "A context with the same settings.", m_copy),
    RG_METHOD("Etiny", "($self, /)", "The least exponent of subnormal numbers.", m_Etiny),
    RG_METHOD("Etop", "($self, /)", "The greatest exponent of full-precision numbers.", m_Etop),
    RG_METHOD_END};
static const RgGetSetDef context_getset[] = {{"prec", get_prec, set_prec, NULL},
                                             {"Emax", get_Emax, set_Emax, NULL},
                                             {"Emin", get_Emin, set_Emin, NULL},
                                             {"rounding", get_rounding, set_rounding, NULL},
                                             {"capitals", get_capitals, set_capitals, NULL},
                                             {"clamp", get_clamp, set_clamp, NULL},
                                             {"flags", get_flags, set_flags, NULL},
                                             {"traps", get_traps, set_traps, NULL},
                                             RG_GETSET_END};
static const RgTypeSpec context_spec = {.doc = "Precision, limits, rounding and traps of decimal arithmetic.",
                                        .signature = "(" SETTINGS ")", .flags = RG_TF_BASETYPE, .basicsize = sizeof(RgDecContext),
                                        .cell = {"decimal context", context_trace, NULL},
                                        .slots = {.new_ = context_new, .init = context_init, .repr = context_repr},
                                        .methods = own_methods, .getset = context_getset};

void rg_dec_max_env(RgDecEnv *e)
{
    *e = (RgDecEnv){.prec = RG_DEC_MAX_PREC, .emax = RG_DEC_MAX_PREC, .emin = -RG_DEC_MAX_PREC, .rounding = RG_DEC_HALF_EVEN};
}

/* ---- the current context ---- */

static bool is_context(RgThread *th, RgValue v)
{
    return rg_is_object(v) && rg_type_is_subtype(rg_type_of(th->rt, v), rg_decimal_type(th, RG_DEC_TYPE_CONTEXT));
}

static RgDecContext *find_context(RgThread *th)
{
    RgArray *state = RG_MODULE_STATE(th, decimal);
    RgValue v = rg_contextvar_get(th, state->items[RG_DEC_VARIABLE]);
    if (!v) return NULL;
    if (v == RG_UNBOUND) {
        RgDecContext *c = copy_context(th, template_of(th, 0));
        if (!c) return NULL;
        c->env.status = 0;
        v = rg_from_ptr(c);
        if (!rg_contextvar_set(th, state->items[RG_DEC_VARIABLE], v)) return NULL;
    }
    rg_gc_store(state, &state->items[RG_DEC_CACHED], v);
    rg_gc_store(state, &state->items[RG_DEC_CACHED_VARS], rg_from_ptr(rg_contextvars_current(th)));
    return CONTEXT(v);
}

RgDecContext *rg_decimal_context(RgThread *th)
{
    const RgArray *state = RG_MODULE_STATE(th, decimal);
    RgDict *vars = rg_contextvars_current(th);
    if (vars && state->items[RG_DEC_CACHED_VARS] == rg_from_ptr(vars)) return CONTEXT(state->items[RG_DEC_CACHED]);
    return find_context(th);
}

RgDecContext *rg_decimal_context_arg(RgThread *th, RgValue v)
{
    if (v == RG_UNBOUND || v == RG_NONE) return rg_decimal_context(th);
    if (is_context(th, v)) return CONTEXT(v);
    rg_raise(th, RG_EXC_TypeError, "optional argument must be a context");
    return NULL;
}

static RgValue set_current(RgThread *th, RgValue v)
{
    if (!is_context(th, v)) return rg_raise(th, RG_EXC_TypeError, "argument must be a context");
    for (int i = 0; i < 3; i++) {
        if (v != rg_decimal_item(th, RG_DEC_TEMPLATES + i)) continue;
        RgDecContext *c = copy_context(th, CONTEXT(v));
        if (!c) return RG_ERROR;
        c->env.status = 0;
        v = rg_from_ptr(c);
        break;
    }
    return rg_contextvar_set(th, rg_decimal_item(th, RG_DEC_VARIABLE), v) ? RG_NONE : RG_ERROR;
}

static RgValue f_getcontext(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(rg_decimal_context(th));
}

static RgValue f_setcontext(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return set_current(th, args[0]); }

typedef struct Manager {
    RgObject head;
    RgValue local, outer;
} Manager;

static void manager_trace(RgMarker *marker, void *cell) { rg_mark_values(marker, &((Manager *)cell)->local, 2); }

static RgValue manager_enter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue local = RG_AS(Manager, self)->local;
    return set_current(th, local) ? local : RG_ERROR;
}

static RgValue manager_exit(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return set_current(th, RG_AS(Manager, self)->outer) ? RG_FALSE : RG_ERROR;
}

static const RgMethodDef manager_methods[] = {
    RG_METHOD_F("__enter__", "($self, /)", NULL, manager_enter, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__exit__", "($self, /, *args)", NULL, manager_exit, RG_MF_NO_SIGNATURE), RG_METHOD_END};
static const RgTypeSpec manager_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Manager), .cell = {"context manager", manager_trace, NULL},
                                        .methods = manager_methods};

static RgValue f_localcontext(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue v[9];
    if (!rg_args_parse(th, "localcontext", "(ctx=None, *, " SETTINGS ")", args, nargs, kwnames, v)) return RG_ERROR;
    RgDecContext *outer = rg_decimal_context(th), *from = outer ? rg_decimal_context_arg(th, v[0]) : NULL;
    RgDecContext *local = from ? copy_context(th, from) : NULL;
    if (!local || !apply_settings(th, local, v + 1)) return RG_ERROR;
    Manager *m = rg_object_new_of(th, rg_decimal_type(th, RG_DEC_TYPE_MANAGER), 0);
    if (!m) return RG_ERROR;
    m->local = rg_from_ptr(local);
    m->outer = rg_from_ptr(outer);
    return rg_from_ptr(m);
}

static const RgMethodDef functions[] = {
    RG_METHOD("getcontext", "($module, /)", "The current context.", f_getcontext),
    RG_METHOD("setcontext", "($module, context, /)", "Make another context the current one.", f_setcontext),
    RG_METHOD_F("localcontext", "($module, /, ctx=None, **kwargs)", "A context manager that makes a copy of a context the current one.",
                f_localcontext, RG_MF_RAW),
    RG_METHOD_END};

/* ---- the module's part ---- */

static RgType *make_class(RgThread *th, const char *name, RgType *const *bases, size_t nbases)
{
    RgTuple *t = rg_tuple_new(th, nbases);
    RgStr *n = t ? rg_intern_cstr(th, name) : NULL, *module = n ? rg_intern_cstr(th, "decimal") : NULL;
    RgDict *ns = module ? rg_dict_new(th) : NULL;
    if (!ns || !rg_dict_set_str(th, ns, RG_SYM(th, __module__), rg_from_ptr(module))) return NULL;
    for (size_t i = 0; i < nbases; i++) t->items[i] = rg_from_ptr(bases[i]);
    return rg_type_new_class(th, RG_TYPE(th, type), n, t, ns);
}

static bool add_classes(RgThread *th, RgModule *m, RgArray *state)
{
    /* A class comes after its bases, whatever the order of the rows. */
    static const uint8_t order[ROWS] = {8, 7, 6, 5, 4, 3, 2, 1, 0, 9, 10, 11, 12};
    RgType *arithmetic = RG_EXC(th, ArithmeticError), *decimal = make_class(th, "DecimalException", &arithmetic, 1);
    if (!decimal || !rg_module_add_type(th, m, decimal)) return false;
    for (size_t i = 0; i < ROWS; i++) {
        size_t row = order[i], n = 0;
        RgType *bases[3];
        for (; n < 3 && signals[row].bases[n] >= 0; n++) {
            int base = signals[row].bases[n];
            bases[n] = base == DECIMAL ? decimal : base == ZERO_DIVISION ? RG_EXC(th, ZeroDivisionError)
                     : base == TYPE_ERROR ? RG_EXC(th, TypeError) : RG_AS(RgType, signal_class(th, (size_t)base));
        }
        RgType *type = make_class(th, signals[row].name, bases, n);
        if (!type || !rg_module_add_type(th, m, type)) return false;
        rg_gc_store(state, &state->items[RG_DEC_SIGNAL_CLASSES + row], rg_from_ptr(type));
    }
    return true;
}

static bool add_templates(RgThread *th, RgModule *m, RgArray *state)
{
    static const char *const names[] = {"DefaultContext", "BasicContext", "ExtendedContext"};
    for (int i = 0; i < 3; i++) {
        RgValue v = context_new(th, rg_decimal_type(th, RG_DEC_TYPE_CONTEXT), NULL, 0, NULL);
        if (!v || !rg_module_set(th, m, names[i], v)) return false;
        RgDecContext *c = CONTEXT(v);
        if (i) c->env.prec = 9;
        if (i == 1) {
            c->env.rounding = RG_DEC_HALF_UP;
            c->traps |= RG_DEC_CLAMPED | RG_DEC_UNDERFLOW;
        } else if (i == 2) {
            c->traps = 0;
        }
        rg_gc_store(state, &state->items[RG_DEC_TEMPLATES + i], v);
    }
    return true;
}

/* class SignalDict(<the mapping above>, collections.abc.MutableMapping) */
static RgType *make_signals_type(RgThread *th)
{
    RgType *mixin = rg_type_new_native(th, "decimal", "SignalDictMixin", RG_TYPE(th, object), &signals_spec);
    RgValue abc = mixin ? rg_import_module(th, "collections.abc") : RG_ERROR;
    RgValue mapping_type = abc ? rg_attr_get_cstr(th, abc, "MutableMapping") : RG_ERROR;
    RgDict *ns = mapping_type ? rg_dict_new(th) : NULL;
    RgStr *name = ns ? rg_intern_cstr(th, "SignalDict") : NULL, *module = name ? rg_intern_cstr(th, "abc") : NULL;
    RgTuple *bases = module ? rg_tuple_pair(th, rg_from_ptr(mixin), mapping_type) : NULL;
    if (!bases || !rg_dict_set_str(th, ns, RG_SYM(th, __module__), rg_from_ptr(module))) return NULL;
    RgValue type = rg_call3(th, rg_from_ptr(rg_type_of(th->rt, mapping_type)), rg_from_ptr(name), rg_from_ptr(bases), rg_from_ptr(ns));
    return type ? RG_AS(RgType, type) : NULL;
}

bool rg_decimal_init_contexts(RgThread *th, RgModule *m)
{
    RgArray *state = RG_MODULE_STATE(th, decimal);
    RgValue vars = rg_import_module(th, "_contextvars");
    RgValue variable = vars ? rg_contextvar_new(th, "decimal_context") : RG_ERROR;
    RgType *context = variable ? rg_type_new_native(th, "decimal", "Context", RG_TYPE(th, object), &context_spec) : NULL;
    RgType *manager = context ? rg_type_new_native(th, "decimal", "ContextManager", RG_TYPE(th, object), &manager_spec) : NULL;
    RgType *mappings = manager ? make_signals_type(th) : NULL;
    if (!mappings || !rg_type_add_descriptors(th, context, rg_decimal_context_methods, NULL)) return false;
    rg_gc_store(state, &state->items[RG_DEC_VARIABLE], variable);
    rg_gc_store(state, &state->items[RG_DEC_TYPE_CONTEXT], rg_from_ptr(context));
    rg_gc_store(state, &state->items[RG_DEC_TYPE_MANAGER], rg_from_ptr(manager));
    rg_gc_store(state, &state->items[RG_DEC_TYPE_SIGNALS], rg_from_ptr(mappings));
    for (int i = 0; i < RG_DEC_ROUNDINGS; i++)
        if (!rg_module_set(th, m, rounding_names[i], rg_from_ptr(rg_intern_cstr(th, rounding_names[i])))) return false;
    return rg_module_add_type(th, m, context) && add_classes(th, m, state) && add_templates(th, m, state) &&
           rg_module_add_functions(th, m, functions);
}
#undef CONTEXT
#undef METHOD
#undef SETTINGS
#undef DECIMAL
#undef ZERO_DIVISION
#undef TYPE_ERROR
