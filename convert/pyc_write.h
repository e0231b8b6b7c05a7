/* SPDX-License-Identifier: MIT
 *
 * pyc_write.h: a .pyc file that was read, written again.
 */
#ifndef RG_CONVERT_PYC_WRITE_H
#define RG_CONVERT_PYC_WRITE_H

#include "convert/marshal_write.h"

/* Appends the whole file that module was read from to out, which is empty. RG_OK means that the bytes are the same;
 * ERR_PYC_DIFFERS that they are not, with the first offset and what is there. */
RgStatus rg_pyc_write(const RgPyModule *module, RgStrBuf *out, RgWriteFigures *figures, RgError *error) RG_CHECK_RESULT;

#endif
