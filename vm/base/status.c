/* SPDX-License-Identifier: MIT
 *
 * status.c: texts of the errors of errors.def and their positions.
 */
#include "vm/base/status.h"

#include <stdarg.h>
#include <stdio.h>

const char *rg_status_text(RgStatus status)
{
    static const char *const texts[RG_STATUS_COUNT] = {
        [RG_OK] = "no error",
#define ERR(name, text) [ERR_##name] = text,
#include "vm/base/errors.def"
#undef ERR
    };
    if ((unsigned)status >= RG_STATUS_COUNT) return "unknown error";
    return texts[status];
}

RgStatus rg_error_set(RgError *error, RgStatus status, uint64_t offset, const char *fmt, ...)
{
    if (error) {
        error->status = status;
        error->offset = offset;
        error->detail[0] = '\0';
        if (fmt && *fmt) {
            va_list args;
            va_start(args, fmt);
            vsnprintf(error->detail, sizeof error->detail, fmt, args);
            va_end(args);
        }
    }
    return status;
}

void rg_error_format(const RgError *error, char *buf, size_t size)
{
    const char *text = rg_status_text(error->status);
    const char *colon = error->detail[0] ? ": " : "";
    if (error->offset == UINT64_MAX)
        snprintf(buf, size, "%s%s%s", text, colon, error->detail);
    else
        snprintf(buf, size, "%s%s%s (offset 0x%llx)", text, colon, error->detail, (unsigned long long)error->offset);
}
