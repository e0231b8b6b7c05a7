/* SPDX-License-Identifier: MIT
 *
 * status.h: result of every function of the conversion column (code, convert, regalloc).
 * 0 is success; otherwise an ERR_x from errors.def. Where a position or detail is known it is in RgError.
 */
#ifndef RG_BASE_STATUS_H
#define RG_BASE_STATUS_H

#include "vm/base/base.h"

typedef enum RgStatus {
    RG_OK = 0,
#define ERR(name, text) ERR_##name,
#include "vm/base/errors.def"
#undef ERR
    RG_STATUS_COUNT
} RgStatus;

typedef struct RgError {
    RgStatus status;
    uint64_t offset;  /* byte offset in the file, or UINT64_MAX */
    char detail[160]; /* extra text, "" when none; always terminated */
} RgError;

const char *rg_status_text(RgStatus status);
/* Fills *error (may be NULL) and returns status, so that callers write: return rg_error_set(...). */
RgStatus rg_error_set(RgError *error, RgStatus status, uint64_t offset, const char *fmt, ...) RG_PRINTF(4, 5);
/* "TEXT: DETAIL (offset 0xNNN)" into buf; always terminated. */
void rg_error_format(const RgError *error, char *buf, size_t size);

#endif
