/* SPDX-License-Identifier: MIT
 *
 * ucd.h: the Unicode character database behind the unicodedata module: version 14.0, and 3.2.0 beside it. Static tables in the
 * program's read-only part, which nothing touches before they are asked for: no state, no start-up cost. Only what the
 * database has and str does not need is here; the properties that str needs are in vm/object/unicode.h.
 */
#ifndef RG_MODULE_UCD_H
#define RG_MODULE_UCD_H

#include "vm/base/vec.h"

enum { /* RgUcdRecord.flags; the same numbers are in gen_unicodedata.py */
    RG_UCD_MIRRORED = 1, RG_UCD_OLD_MIRRORED = 2,
    RG_UCD_DECOMPOSES = 4,
    RG_UCD_OLD_DECIMAL = 8 /* its digit was a decimal in 3.2.0 */
};

/* The properties of a character. The names of category, bidirectional class and width are rg_ucd_*_name. */
typedef struct RgUcdRecord {
    uint8_t combining; /* canonical combining class */
    uint8_t quick;     /* two bits a form, in RgUcdForm's order: 1: never in that form, 2: perhaps not */
    uint8_t flags;
    struct RgUcdClasses {
        uint8_t category, bidirectional, width;
    } now, old;
} RgUcdRecord;

typedef enum RgUcdForm { RG_UCD_NFD, RG_UCD_NFKD, RG_UCD_NFC, RG_UCD_NFKC } RgUcdForm;
typedef RG_VEC(uint32_t) RgUcdText;

/* ucd_properties.c */
const RgUcdRecord *rg_ucd_record(uint32_t c);
const char *rg_ucd_category(const struct RgUcdClasses *classes);
const char *rg_ucd_bidirectional(const struct RgUcdClasses *classes);
const char *rg_ucd_width(const struct RgUcdClasses *classes);
bool rg_ucd_old_assigned(const RgUcdRecord *r); /* in 3.2.0 */
bool rg_ucd_numeric(uint32_t c, double *out);
/* The characters that c is decomposed to in one step, and how many; 0: none. *tag: "" for canonical ones, else "<font>" etc. */
uint32_t rg_ucd_decomposition(uint32_t c, const uint32_t **out, const char **tag);
uint32_t rg_ucd_compose(uint32_t first, uint32_t second); /* or 0 */
uint32_t rg_ucd_old_decomposition(uint32_t c);            /* what 3.2.0 had instead, corrected later; or 0 */

/* ucd_normal.c: text in that form, appended to out. False: memory is short. */
bool rg_ucd_normalize(const void *data, int width, int64_t n, RgUcdForm form, bool old, RgUcdText *out) RG_CHECK_RESULT;
/* 1: text is in that form, 0: it is not, -1: that is to be found out by normalizing. */
int rg_ucd_quick_check(const void *data, int width, int64_t n, RgUcdForm form);

/* ucd_names.c */
enum { RG_UCD_NAME_MAX = 256 };
/* The name of c without aliases, its length; 0: none. Not terminated. */
size_t rg_ucd_name(uint32_t c, char out[RG_UCD_NAME_MAX]);
/* The characters of that name, up to 4; 0: there is none. Aliases and named sequences only with `all`. */
size_t rg_ucd_lookup(const char *name, size_t len, bool all, uint32_t out[4]);

#endif
