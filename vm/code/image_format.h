/* SPDX-License-Identifier: MIT
 *
 * image_format.h: layout of the .rgc file, shared by its writer and its reader only. All numbers are little-endian;
 * every section begins at a multiple of 8; offsets count bytes from the beginning of the file.
 *
 *   header | data | code records | constant records | items (constant indices of tuples) | string records | text
 *
 * Data holds each code object's arrays one after the other, then pairs of doubles; text the bytes of strings, bytes and
 * big integers.
 */
#ifndef RG_CODE_IMAGE_FORMAT_H
#define RG_CODE_IMAGE_FORMAT_H

#include "vm/code/code.h"

#define RG_IMAGE_MAGIC  "\x93RGC\r\n\x1a\n"
#define RG_IMAGE_FORMAT 4u

/* Arrays are used in place. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "images are little-endian");

typedef struct RgImageHeader {
    char magic[8];
    uint64_t checksum_lo, checksum_hi; /* XXH3-128 of everything behind these two */
    uint64_t size;                     /* of the file */
    uint64_t op_stamp;                 /* rg_op_table_stamp */
    uint32_t format, source_version;
    uint64_t source_lo, source_hi; /* hash of the source file */
    uint32_t ncodes, nconsts, nitems, nstrings;
    uint32_t data, codes, consts, items, strings, text; /* offsets of the sections; the last one ends the file */
} RgImageHeader;
#define RG_IMAGE_CHECKED_FROM 24

typedef struct RgImageString {
    uint32_t offset, len; /* in text */
} RgImageString;

typedef struct RgImageConst {
    uint8_t kind, flags;
    uint16_t zero;
    uint32_t len;     /* bytes or items; zero for other kinds */
    uint64_t payload; /* INT the integer, FLOAT its bits, COMPLEX an offset in data, STR a string's index, BYTES and
                         BIGINT an offset in text, TUPLE and FROZENSET an index in items, CODE a code object's index */
} RgImageConst;

/* Counts and scalars of a code object, and where its arrays begin in data. The arrays follow one another in this order:
 * words, handlers, mirrors, load points, sites, constants' indices, names' string indices, local names' string indices,
 * local kinds; then the rows of positions and origins as image_rows.c codes them. */
typedef struct RgImageCode {
    uint32_t name, qualname, filename; /* string indices */
    uint32_t flags, argcount, posonlyargcount, kwonlyargcount;
    int32_t firstlineno;
    uint32_t nlocals, nfree, nregs, nwords, nconsts, nconsts_source, nnames, nsites, nhandlers, npositions, norigins,
        nmirrors, npoints, nentry;
    uint32_t stack_instructions, stack_bytes, stack_extended_args, stack_size;
    uint32_t arrays; /* offset in data, a multiple of 8 */
    uint32_t zero;
} RgImageCode;

_Static_assert(sizeof(RgImageHeader) == 104, "no padding");
_Static_assert(sizeof(RgImageConst) == 16 && sizeof(RgImageCode) == 112, "no padding");
_Static_assert(sizeof(RgHandler) == 20 && sizeof(RgMirror) == 16 && sizeof(RgLoadPoint) == 24 && sizeof(RgSite) == 4,
               "tables are used in place");

#endif
