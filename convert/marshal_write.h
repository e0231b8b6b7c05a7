/* SPDX-License-Identifier: MIT
 *
 * marshal_write.h: code objects, as marshal.c reads them, back to the marshal format.
 */
#ifndef RG_CONVERT_MARSHAL_WRITE_H
#define RG_CONVERT_MARSHAL_WRITE_H

#include "convert/pycode.h"
#include "vm/base/status.h"
#include "vm/base/strbuf.h"

typedef struct RgWriteFigures {
    uint64_t functions, instructions; /* code objects, and instructions in them without prefixes and caches */
} RgWriteFigures;

/* Appends module's code object to out, which holds the header already. What the format leaves open (an object or a
 * reference to an earlier one, one of several types for the same value) is taken from the file at the place that the
 * object gets; everything else comes from what was read. ERR_PYC_DIFFERS at the first byte that is not the file's. */
RgStatus rg_marshal_write_code(const RgPyModule *module, RgStrBuf *out, RgWriteFigures *figures,
                               RgError *error) RG_CHECK_RESULT;
/* Compares out[from..] with the file's bytes at the same place: ERR_PYC_DIFFERS at the first that differs. */
RgStatus rg_marshal_compare(const RgPyModule *module, const RgStrBuf *out, size_t from, RgError *error) RG_CHECK_RESULT;

#endif
