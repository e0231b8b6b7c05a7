/* SPDX-License-Identifier: MIT
 *
 * bytes_methods.h: the methods that bytes and bytearray share (bytes_methods.c, bytes_search.c): results have the kind of self.
 */
#ifndef RG_TYPE_BYTES_METHODS_H
#define RG_TYPE_BYTES_METHODS_H

#include "vm/type/str_methods.h"

#define RG_BYTES_METHOD(NAME) RgValue rg_bytes_m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
RG_BYTES_METHOD(capitalize);
RG_BYTES_METHOD(center);
RG_BYTES_METHOD(count);
RG_BYTES_METHOD(decode);
RG_BYTES_METHOD(endswith);
RG_BYTES_METHOD(expandtabs);
RG_BYTES_METHOD(find);
RG_BYTES_METHOD(fromhex);
RG_BYTES_METHOD(hex);
RG_BYTES_METHOD(index);
RG_BYTES_METHOD(isalnum);
RG_BYTES_METHOD(isalpha);
RG_BYTES_METHOD(isascii);
RG_BYTES_METHOD(isdigit);
RG_BYTES_METHOD(islower);
RG_BYTES_METHOD(isspace);
RG_BYTES_METHOD(istitle);
RG_BYTES_METHOD(isupper);
RG_BYTES_METHOD(join);
RG_BYTES_METHOD(ljust);
RG_BYTES_METHOD(lower);
RG_BYTES_METHOD(lstrip);
RG_BYTES_METHOD(maketrans);
RG_BYTES_METHOD(partition);
RG_BYTES_METHOD(removeprefix);
RG_BYTES_METHOD(removesuffix);
RG_BYTES_METHOD(replace);
RG_BYTES_METHOD(rfind);
RG_BYTES_METHOD(rindex);
RG_BYTES_METHOD(rjust);
RG_BYTES_METHOD(rpartition);
RG_BYTES_METHOD(rsplit);
RG_BYTES_METHOD(rstrip);
RG_BYTES_METHOD(split);
RG_BYTES_METHOD(splitlines);
RG_BYTES_METHOD(startswith);
RG_BYTES_METHOD(strip);
RG_BYTES_METHOD(swapcase);
RG_BYTES_METHOD(title);
RG_BYTES_METHOD(translate);
RG_BYTES_METHOD(upper);
RG_BYTES_METHOD(zfill);

#define RG_BYTES_M(NAME, SIG, DOC) RG_METHOD_F(#NAME, SIG, DOC, rg_bytes_m_##NAME, 0)
#define RG_BYTES_P(NAME, SIG, DOC) RG_METHOD_F(#NAME, SIG, DOC, rg_bytes_m_##NAME, RG_MF_NO_SIGNATURE)
#define RG_BYTES_SHARED_METHODS \
    RG_BYTES_P(capitalize, "($self, /)", "First byte in upper case, the rest in lower case."), \
    RG_BYTES_P(center, "($self, width, fillchar=b' ', /)", "Centred in a field of the given width."), \
    RG_BYTES_P(count, "($self, sub, start=None, end=None, /)", "Number of non-overlapping occurrences of sub."), \
    RG_BYTES_M(decode, "($self, /, encoding='utf-8', errors='strict')", "The text that the bytes encode."), \
    RG_BYTES_P(endswith, "($self, suffix, start=None, end=None, /)", "Whether the bytes end with suffix (or one of a tuple)."), \
    RG_BYTES_M(expandtabs, "($self, /, tabsize=8)", "Tabs replaced by spaces up to the next stop."), \
    RG_BYTES_P(find, "($self, sub, start=None, end=None, /)", "Lowest index of sub, or -1."), \
    RG_METHOD_F("fromhex", "($type, string, /)", "From text of two hexadecimal digits a byte.", rg_bytes_m_fromhex, RG_MF_CLASS), \
    RG_BYTES_M(hex, "($self, /, sep=None, bytes_per_sep=1)", "Two hexadecimal digits for each byte."), \
    RG_BYTES_P(index, "($self, sub, start=None, end=None, /)", "Lowest index of sub; ValueError when absent."), \
    RG_BYTES_P(isalnum, "($self, /)", "Whether all bytes are ASCII letters or digits, and there is one."), \
    RG_BYTES_P(isalpha, "($self, /)", "Whether all bytes are ASCII letters, and there is one."), \
    RG_BYTES_P(isascii, "($self, /)", "Whether all bytes are ASCII."), \
    RG_BYTES_P(isdigit, "($self, /)", "Whether all bytes are ASCII digits, and there is one."), \
    RG_BYTES_P(islower, "($self, /)", "Whether the ASCII letters are lower case, and there is one."), \
    RG_BYTES_P(isspace, "($self, /)", "Whether all bytes are ASCII whitespace, and there is one."), \
    RG_BYTES_P(istitle, "($self, /)", "Whether the bytes are in title case."), \
    RG_BYTES_P(isupper, "($self, /)", "Whether the ASCII letters are upper case, and there is one."), \
    RG_BYTES_M(join, "($self, iterable_of_bytes, /)", "The iterable's bytes with these between them."), \
    RG_BYTES_P(ljust, "($self, width, fillchar=b' ', /)", "Left-justified in a field of the given width."), \
    RG_BYTES_P(lower, "($self, /)", "Copy with ASCII letters in lower case."), \
    RG_BYTES_M(lstrip, "($self, bytes=None, /)", "Without leading whitespace or given bytes."), \
    RG_METHOD_F("maketrans", "(frm, to, /)", "A table for translate.", rg_bytes_m_maketrans, RG_MF_STATIC), \
    RG_BYTES_M(partition, "($self, sep, /)", "What is before sep, sep, and what is after it."), \
    RG_BYTES_M(removeprefix, "($self, prefix, /)", "Without the prefix, if it is there."), \
    RG_BYTES_M(removesuffix, "($self, suffix, /)", "Without the suffix, if it is there."), \
    RG_BYTES_M(replace, "($self, old, new, count=-1, /)", "Copy with occurrences of old replaced by new (at most count, -1: all)."), \
    RG_BYTES_P(rfind, "($self, sub, start=None, end=None, /)", "Highest index of sub, or -1."), \
    RG_BYTES_P(rindex, "($self, sub, start=None, end=None, /)", "Highest index of sub; ValueError when absent."), \
    RG_BYTES_P(rjust, "($self, width, fillchar=b' ', /)", "Right-justified in a field of the given width."), \
    RG_BYTES_M(rpartition, "($self, sep, /)", "Like partition, at the last occurrence of sep."), \
    RG_BYTES_M(rsplit, "($self, /, sep=None, maxsplit=-1)", "Like split, but splits from the end."), \
    RG_BYTES_M(rstrip, "($self, bytes=None, /)", "Without trailing whitespace or given bytes."), \
    RG_BYTES_M(split, "($self, /, sep=None, maxsplit=-1)", "List of the parts between separators (None: runs of whitespace)."), \
    RG_BYTES_M(splitlines, "($self, /, keepends=False)", "List of the lines."), \
    RG_BYTES_P(startswith, "($self, prefix, start=None, end=None, /)", "Whether the bytes start with prefix (or one of a tuple)."), \
    RG_BYTES_M(strip, "($self, bytes=None, /)", "Without leading and trailing whitespace or given bytes."), \
    RG_BYTES_P(swapcase, "($self, /)", "ASCII upper case made lower and lower made upper."), \
    RG_BYTES_P(title, "($self, /)", "Every ASCII word with an initial capital."), \
    RG_BYTES_M(translate, "($self, table, /, delete=b'')", "Every byte replaced through a table of 256, after deleting some."), \
    RG_BYTES_P(upper, "($self, /)", "Copy with ASCII letters in upper case."), \
    RG_BYTES_P(zfill, "($self, width, /)", "Padded with zeros on the left, after a sign.")

/* The bytes of a bytes or bytearray object (also subclasses). */
static inline const uint8_t *rg_bytes_data_of(RgValue v, int64_t *len)
{
    if (rg_is_bytes(v)) {
        *len = RG_BYTES(v)->length;
        return RG_BYTES(v)->data;
    }
    *len = RG_AS(RgByteArray, v)->length;
    return rg_bytearray_data(RG_AS(RgByteArray, v));
}
/* New bytes, or bytearray when like is one. */
RgValue rg_bytes_make(RgThread *th, RgValue like, const void *data, int64_t len);
/* self.copy as an exact object of its kind; immutable exact bytes are returned themselves. */
RgValue rg_bytes_whole(RgThread *th, RgValue self);

RgValue rg_bytes_hex_text(RgThread *th, const uint8_t *p, int64_t n, RgValue sep, RgValue group); /* hex() */
RgValue rg_bytes_iter(RgThread *th, RgValue self);

/* Shared slots. */
RgValue rg_bytes_contains_common(RgThread *th, RgValue self, RgValue item, int *result);
/* Contents for bytes(...) and bytearray(...): from int, bytes-like, iterable, or str with an encoding. */
bool rg_bytes_from_arguments(RgThread *th, const char *fname, RgValue source, RgValue encoding, RgValue errors, RgByteArray *out)
    RG_CHECK_RESULT;
int rg_bytes_byte_value(RgThread *th, RgValue v, const char *what); /* 0..255; -1: raised */

#endif
