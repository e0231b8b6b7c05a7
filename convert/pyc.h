/* SPDX-License-Identifier: MIT
 *
 * pyc.h: the header of .pyc files, and reading a whole file.
 */
#ifndef RG_CONVERT_PYC_H
#define RG_CONVERT_PYC_H

#include "convert/pycode.h"
#include "vm/base/status.h"

#define RG_PYC_HEADER_SIZE 16u /* since 3.7: magic, flags, two words of source stamp */

/* Reads a file's bytes. They are copied into arena first: what is built points into the copy. */
RgStatus rg_pyc_read(RgArena *arena, const void *data, size_t size, RgPyModule **out, RgError *error) RG_CHECK_RESULT;
/* The same without a copy: the bytes must live as long as what is built. */
RgStatus rg_pyc_read_lent(RgArena *arena, const void *data, size_t size, RgPyModule **out,
                          RgError *error) RG_CHECK_RESULT;

#endif
