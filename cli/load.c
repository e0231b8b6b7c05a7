/* SPDX-License-Identifier: MIT
 *
 * load.c: a file's register code for the commands that study it.
 */
#include "cli/cli.h"
#include "vm/base/mem.h"
#include "vm/code/image.h"
#include "vm/code/op.h"
#include "vm/code/verify.h"

RgStatus rg_cli_load_unit(const char *path, const RgConvertOptions *opts, RgCodeUnit **unit, RgError *error)
{
    char *data;
    size_t size;
    *unit = NULL;
    RgStatus status = rg_cli_read_file(path, &data, &size, error);
    if (status) return status;
    status = rg_cli_load_bytes(data, size, opts, unit, error);
    rg_mem_free(data);
    return status;
}

RgStatus rg_cli_load_bytes(const char *data, size_t size, const RgConvertOptions *opts, RgCodeUnit **unit,
                           RgError *error)
{
    RgStatus status;
    *unit = NULL;
    if (rg_image_is(data, size)) {
        status = rg_image_from_memory(data, size, unit, error);
    } else {
        status = rg_convert_pyc(data, size, opts, unit, error);
        if (!status) status = rg_verify_unit(*unit, error);
    }
    if (status && *unit) {
        rg_code_unit_release(*unit);
        *unit = NULL;
    }
    return status;
}

uint32_t rg_cli_count_instructions(const RgCode *code)
{
    uint32_t n = 0;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at]))
        n++;
    return n;
}
