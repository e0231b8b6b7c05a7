/* SPDX-License-Identifier: MIT
 *
 * float.h: floats are unboxed values; float subclasses are RgFloatObject cells (kind float, exact 0). Complex numbers are cells.
 */
#ifndef RG_OBJECT_FLOAT_H
#define RG_OBJECT_FLOAT_H

#include "vm/object/protocol.h"

typedef struct RgFloatObject { RgObject head; double value; } RgFloatObject;
typedef struct RgComplex { RgObject head; double real, imag; } RgComplex;

static inline bool rg_is_float(RgValue v) { return rg_is_double(v) || rg_is_kind(v, RG_KIND_float); }
static inline double rg_float_value(RgValue v) { return rg_is_double(v) ? rg_as_double(v) : RG_AS(RgFloatObject, v)->value; }
RgStr *rg_float_repr(RgThread *th, double d);
/* format code 'e','f','g','r' (and upper case), precision, flags: 1 always sign, 2 add ".0", 4 alternate; as PyOS_double_to_string. */
RgStr *rg_float_format(RgThread *th, double d, char code, int precision, int flags);
RgValue rg_float_parse(RgThread *th, RgStr *s);          /* float(str) */
int64_t rg_float_hash(double d, RgValue identity);        /* CPython's; NaN hashes by identity word */
RgValue rg_complex_new(RgThread *th, double real, double imag);
double rg_float_mod(double a, double b);      /* Python's %; b != 0 */
double rg_float_floordiv(double a, double b); /* Python's //; b != 0 */
RgValue rg_float_pow(RgThread *th, double a, double b); /* may give complex; ZeroDivisionError, OverflowError */
/* A whole text (ASCII, blanks around it and underscores between digits allowed) as a double; false when it is none. */
bool rg_float_parse_text(const char *s, size_t len, double *out);

/* complex.c */
typedef struct RgComplexValue { double real, imag; } RgComplexValue;
RgComplexValue rg_complex_product(RgComplexValue a, RgComplexValue b);
bool rg_complex_quotient(RgComplexValue a, RgComplexValue b, RgComplexValue *out); /* false: division by zero */
RgValue rg_complex_pow(RgThread *th, double areal, double aimag, double breal, double bimag);
RgStr *rg_complex_repr(RgThread *th, double real, double imag);
RgValue rg_complex_parse(RgThread *th, RgStr *s); /* complex(str) */

#endif
