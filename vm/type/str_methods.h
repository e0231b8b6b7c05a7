/* SPDX-License-Identifier: MIT
 *
 * str_methods.h: the methods of str, spread over str_type.c, str_search.c, str_case.c, str_format.c and str_percent.c, and what
 * they share with the methods of bytes.
 */
#ifndef RG_TYPE_STR_METHODS_H
#define RG_TYPE_STR_METHODS_H

#include "vm/object/bytes.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/unicode.h"

#define RG_STR_METHOD(NAME) RgValue rg_str_m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
/* str_search.c */
RG_STR_METHOD(find);
RG_STR_METHOD(rfind);
RG_STR_METHOD(index);
RG_STR_METHOD(rindex);
RG_STR_METHOD(count);
RG_STR_METHOD(replace);
RG_STR_METHOD(split);
RG_STR_METHOD(rsplit);
RG_STR_METHOD(splitlines);
RG_STR_METHOD(partition);
RG_STR_METHOD(rpartition);
RG_STR_METHOD(startswith);
RG_STR_METHOD(endswith);
RG_STR_METHOD(strip);
RG_STR_METHOD(lstrip);
RG_STR_METHOD(rstrip);
RG_STR_METHOD(removeprefix);
RG_STR_METHOD(removesuffix);
RG_STR_METHOD(join);
/* str_case.c */
RG_STR_METHOD(upper);
RG_STR_METHOD(lower);
RG_STR_METHOD(title);
RG_STR_METHOD(capitalize);
RG_STR_METHOD(swapcase);
RG_STR_METHOD(casefold);
RG_STR_METHOD(isalpha);
RG_STR_METHOD(isalnum);
RG_STR_METHOD(isdecimal);
RG_STR_METHOD(isdigit);
RG_STR_METHOD(isnumeric);
RG_STR_METHOD(islower);
RG_STR_METHOD(isupper);
RG_STR_METHOD(istitle);
RG_STR_METHOD(isspace);
RG_STR_METHOD(isprintable);
RG_STR_METHOD(isidentifier);
RG_STR_METHOD(isascii);
/* str_layout.c */
RG_STR_METHOD(center);
RG_STR_METHOD(ljust);
RG_STR_METHOD(rjust);
RG_STR_METHOD(zfill);
RG_STR_METHOD(expandtabs);
RG_STR_METHOD(translate);
RG_STR_METHOD(maketrans);
/* str_format.c */
RgValue rg_str_m_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
RG_STR_METHOD(format_map);
RG_STR_METHOD(__format__);

/* str_percent.c: `format % args` for str, bytes and bytearray (result of the same kind). */
RgValue rg_str_percent(RgThread *th, RgStr *format, RgValue args);
RgValue rg_bytes_percent(RgThread *th, const uint8_t *format, int64_t len, RgValue args, bool to_bytearray);

/* str_format.c: the format-specification mini-language; value is of that type or a subclass; spec as given to __format__. */
RgValue rg_format_int(RgThread *th, RgValue value, RgStr *spec);
RgValue rg_format_float(RgThread *th, RgValue value, RgStr *spec);
RgValue rg_format_complex(RgThread *th, RgValue value, RgStr *spec);
RgValue rg_format_str(RgThread *th, RgValue value, RgStr *spec);

/* Start and end arguments of find, count, ... (None or absent: whole), clipped to length. *start may exceed length. */
bool rg_args_range(RgThread *th, RgValue start, RgValue end, int64_t length, int64_t *from, int64_t *to) RG_CHECK_RESULT;
/* Optional index argument with a default. */
bool rg_args_index(RgThread *th, RgValue v, int64_t absent, int64_t *out) RG_CHECK_RESULT;
/* Must be str: TypeError "fname() argument N must be str, not T" (position 0: no number). */
bool rg_args_str(RgThread *th, const char *fname, int position, RgValue v, RgStr **out) RG_CHECK_RESULT;
/* Text of an optional str argument ("s" of CPython's parser): NULL when absent and *failed false. */
const char *rg_args_cstr(RgThread *th, const char *fname, const char *name, RgValue v, bool *failed);

/* Repr of str and of bytes text. */
RgValue rg_str_repr(RgThread *th, RgValue self);
RgStr *rg_str_ascii_repr(RgThread *th, RgStr *repr); /* escapes what is not ASCII in a repr */
RgStr *rg_bytes_repr_of(RgThread *th, const uint8_t *data, int64_t len, const char *before, const char *after);

static inline RgValue rg_str_result(RgStr *s) { return s ? rg_from_ptr(s) : RG_ERROR; }

#endif
