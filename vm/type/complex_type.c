/* SPDX-License-Identifier: MIT
 *
 * complex_type.c: what Python sees of complex: slots and methods.
 */
#include <math.h>

#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/str_methods.h"

static bool is_complex(RgValue v)
{
    return rg_is_kind(v, RG_KIND_complex);
}

/* Operand of a mixed operation: 1 converted, 0 not a number of ours, -1 raised. */
static int operand(RgThread *th, RgValue v, RgComplexValue *out)
{
    out->imag = 0;
    if (is_complex(v)) {
        *out = (RgComplexValue){RG_AS(RgComplex, v)->real, RG_AS(RgComplex, v)->imag};
        return 1;
    }
    if (rg_is_float(v)) {
        out->real = rg_float_value(v);
        return 1;
    }
    if (rg_is_integer(v)) return rg_int_to_double(th, v, &out->real) ? 1 : -1;
    return 0;
}

#define OPERANDS(a, b)                          \
    RgComplexValue x, y;                        \
    int state = operand(th, a, &x);             \
    if (state == 1) state = operand(th, b, &y); \
    if (state != 1) return state ? RG_ERROR : RG_NOT_IMPLEMENTED

static RgValue complex_add(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return rg_complex_new(th, x.real + y.real, x.imag + y.imag);
}

static RgValue complex_sub(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return rg_complex_new(th, x.real - y.real, x.imag - y.imag);
}

static RgValue complex_mul(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    RgComplexValue p = rg_complex_product(x, y);
    return rg_complex_new(th, p.real, p.imag);
}

static RgValue complex_truediv(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    RgComplexValue q;
    if (!rg_complex_quotient(x, y, &q)) return rg_raise(th, RG_EXC_ZeroDivisionError, "complex division by zero");
    return rg_complex_new(th, q.real, q.imag);
}

static RgValue complex_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    OPERANDS(a, b);
    if (mod != RG_NONE) return rg_raise(th, RG_EXC_ValueError, "complex modulo");
    return rg_complex_pow(th, x.real, x.imag, y.real, y.imag);
}

static RgValue complex_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (op != RG_EQ && op != RG_NE) return RG_NOT_IMPLEMENTED;
    RgComplex *x = RG_AS(RgComplex, a);
    bool equal;
    if (is_complex(b)) {
        equal = x->real == RG_AS(RgComplex, b)->real && x->imag == RG_AS(RgComplex, b)->imag;
    } else if (rg_is_float(b)) {
        equal = x->imag == 0 && x->real == rg_float_value(b);
    } else if (rg_is_integer(b)) {
        equal = x->imag == 0 && !isnan(x->real) && rg_int_compare_double(b, x->real) == 0;
    } else {
        return RG_NOT_IMPLEMENTED;
    }
    return rg_from_bool(equal == (op == RG_EQ));
}

static RgValue complex_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_complex_repr(th, RG_AS(RgComplex, self)->real, RG_AS(RgComplex, self)->imag));
}

static bool complex_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgComplex *z = RG_AS(RgComplex, self);
    uint64_t h = (uint64_t)rg_float_hash(z->real, self) + 1000003 * (uint64_t)rg_float_hash(z->imag, self);
    *out = (int64_t)h == -1 ? -2 : (int64_t)h;
    return true;
}

static int complex_truth(RgThread *th, RgValue self)
{
    return RG_AS(RgComplex, self)->real != 0 || RG_AS(RgComplex, self)->imag != 0;
}

static RgValue complex_neg(RgThread *th, RgValue self)
{
    return rg_complex_new(th, -RG_AS(RgComplex, self)->real, -RG_AS(RgComplex, self)->imag);
}

static RgValue complex_pos(RgThread *th, RgValue self)
{
    if (rg_is_exact(self, RG_KIND_complex)) return self;
    return rg_complex_new(th, RG_AS(RgComplex, self)->real, RG_AS(RgComplex, self)->imag);
}

static RgValue complex_abs(RgThread *th, RgValue self)
{
    RgComplex *z = RG_AS(RgComplex, self);
    double r = hypot(z->real, z->imag);
    if (isinf(r) && isfinite(z->real) && isfinite(z->imag)) {
        return rg_raise(th, RG_EXC_OverflowError, "absolute value too large");
    }
    return rg_from_double(r);
}

static RgValue make(RgThread *th, RgType *type, double real, double imag)
{
    if (type == RG_TYPE(th, complex)) return rg_complex_new(th, real, imag);
    RgComplex *z = rg_object_new_of(th, type, 0);
    if (!z) return RG_ERROR;
    z->real = real;
    z->imag = imag;
    return rg_from_ptr(z);
}

/* v.__complex__() when the type has it: a complex; RG_UNBOUND when not. */
static RgValue try_complex(RgThread *th, RgValue v)
{
    if (rg_is_exact(v, RG_KIND_complex)) return v;
    RgValue method = rg_type_lookup_special(th, v, RG_SYM(th, __complex__));
    if (!method) return rg_raised(th) ? RG_ERROR : RG_UNBOUND;
    RgValue z = rg_call0(th, method);
    if (!z || rg_is_exact(z, RG_KIND_complex)) return z;
    if (is_complex(z))
        return rg_warn(th, RG_EXC_DeprecationWarning, 1,
                       "__complex__ returned non-complex (type %T).  The ability to return an instance of a strict subclass of complex "
                       "is deprecated, and may be removed in a future version of Python.", z) ? z : RG_ERROR;
    return rg_raise(th, RG_EXC_TypeError, "__complex__ returned non-complex (type %T)", z);
}

static bool has_float(RgThread *th, RgValue v)
{
    RgType *type = rg_type_of(th->rt, v);
    return type->slots.float_ || type->slots.index;
}

static RgValue complex_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue bound[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "complex", "(real=0, imag=0)", args, nargs, kwnames, bound)) return RG_ERROR;
    RgValue r = bound[0] == RG_UNBOUND ? rg_from_int(0) : bound[0], i = bound[1];
    if (rg_is_exact(r, RG_KIND_complex) && i == RG_UNBOUND && type == RG_TYPE(th, complex)) return r;
    if (rg_is_str(r)) {
        if (i != RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "complex() can't take second arg if first is a string");
        RgValue z = rg_complex_parse(th, RG_STR(r));
        return z ? make(th, type, RG_AS(RgComplex, z)->real, RG_AS(RgComplex, z)->imag) : RG_ERROR;
    }
    if (i != RG_UNBOUND && rg_is_str(i)) return rg_raise(th, RG_EXC_TypeError, "complex() second arg can't be a string");
    RgValue z = try_complex(th, r);
    if (!z) return RG_ERROR;
    if (z != RG_UNBOUND) r = z;
    if (!is_complex(r) && !has_float(th, r)) {
        return rg_raise(th, RG_EXC_TypeError, "complex() first argument must be a string or a number, not '%T'", r);
    }
    if (i != RG_UNBOUND && !is_complex(i) && !has_float(th, i)) {
        return rg_raise(th, RG_EXC_TypeError, "complex() second argument must be a number, not '%T'", i);
    }
    RgComplexValue a = {0, 0}, b = {0, 0};
    bool a_complex = is_complex(r), b_complex = i != RG_UNBOUND && is_complex(i);
    if (a_complex) a = (RgComplexValue){RG_AS(RgComplex, r)->real, RG_AS(RgComplex, r)->imag};
    else if (!rg_number_as_double(th, r, &a.real)) return RG_ERROR;
    if (b_complex) b = (RgComplexValue){RG_AS(RgComplex, i)->real, RG_AS(RgComplex, i)->imag};
    else if (i != RG_UNBOUND && !rg_number_as_double(th, i, &b.real)) return RG_ERROR;
    if (b_complex) a.real -= b.imag;
    double imag = i == RG_UNBOUND ? a.imag : a_complex ? b.real + a.imag : b.real;
    return make(th, type, a.real, imag);
}

static RgValue m_conjugate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_complex_new(th, RG_AS(RgComplex, self)->real, -RG_AS(RgComplex, self)->imag);
}

static RgValue m_complex(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return complex_pos(th, self);
}

static RgValue m_getnewargs(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgComplex *z = RG_AS(RgComplex, self);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_double(z->real), rg_from_double(z->imag)));
}

static RgValue m_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "__format__() argument must be str, not %T", args[0]);
    return rg_format_complex(th, self, RG_STR(args[0]));
}

static RgValue get_real(RgThread *th, RgValue self)
{
    return rg_from_double(RG_AS(RgComplex, self)->real);
}

static RgValue get_imag(RgThread *th, RgValue self)
{
    return rg_from_double(RG_AS(RgComplex, self)->imag);
}

static const RgMethodDef complex_methods[] = {
    RG_METHOD("conjugate", "($self, /)", "The complex conjugate.", m_conjugate),
    RG_METHOD("__complex__", "($self, /)", "Convert this value to exact type complex.", m_complex),
    RG_METHOD("__getnewargs__", "($self, /)", NULL, m_getnewargs),
    RG_METHOD("__format__", "($self, format_spec, /)", "Format as the specification asks.", m_format),
    RG_METHOD_END,
};

static const RgGetSetDef complex_getset[] = {
    RG_GETSET_END,
};
static const RgGetSetDef complex_members[] = {
    {"real", get_real, NULL, "the real part of a complex number"},
    {"imag", get_imag, NULL, "the imaginary part of a complex number"},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_complex = {
    .doc = "A complex number from a real part and an optional imaginary part, or from a text.",
    .signature = "(real=0, imag=0)",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgComplex),
    .cell = {"complex", NULL, NULL},
    .slots = {.repr = complex_repr,
              .hash = complex_hash,
              .compare = complex_compare,
              .new_ = complex_new,
              .truth = complex_truth,
              .add = complex_add,
              .sub = complex_sub,
              .mul = complex_mul,
              .truediv = complex_truediv,
              .pow = complex_pow,
              .neg = complex_neg,
              .pos = complex_pos,
              .abs = complex_abs},
    .methods = complex_methods,
    .getset = complex_getset,
    .members = complex_members,
};
