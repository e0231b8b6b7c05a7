/* SPDX-License-Identifier: MIT
 *
 * load.c: a file's register code for the commands that study it.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "vm/api/state.h"
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

static bool is_source(const char *path)
{
    size_t n = strlen(path);
    return n > 3 && strcmp(path + n - 3, ".py") == 0;
}

static char *from_root(const char *path)
{
    RgStrBuf b;
    rg_strbuf_init(&b);
    if (path[0] != '/') {
        char *folder = getcwd(NULL, 0);
        if (folder) rg_strbuf_printf(&b, "%s/", folder[1] ? folder : "");
        free(folder);
    }
    rg_strbuf_puts(&b, path[0] == '.' && path[1] == '/' ? path + 2 : path);
    return rg_strbuf_take(&b);
}

/* The bytes that CPython's compiler makes of a source file. An interpreter is needed to ask it and to show its errors. */
static int compile_source(const char *path, char **data, size_t *size)
{
    RegiusConfig config;
    regius_config_init(&config);
    Regius *r = regius_new(&config);
    if (!r) {
        fputs("regius: the interpreter could not be started\n", stderr);
        return RG_EXIT_FAILED;
    }
    char *full = from_root(path);
    *data = full ? rg_api_source_to_pyc(r->th, full, size) : NULL;
    rg_mem_free(full);
    if (!*data) regius_error_print(r);
    regius_free(r);
    return *data ? RG_EXIT_DONE : RG_EXIT_USAGE;
}

int rg_cli_load_program(const char *path, const RgConvertOptions *opts, RgCodeUnit **unit)
{
    RgError error;
    RgStatus status;
    *unit = NULL;
    if (is_source(path) && access(path, R_OK) == 0) {
        char *data = NULL;
        size_t size;
        int result = compile_source(path, &data, &size);
        if (result) return result;
        status = rg_cli_load_bytes(data, size, opts, unit, &error);
        rg_mem_free(data);
    } else {
        status = rg_cli_load_unit(path, opts, unit, &error);
    }
    if (!status) return RG_EXIT_DONE;
    rg_cli_print_error(path, &error);
    return RG_EXIT_USAGE;
}

uint32_t rg_cli_count_instructions(const RgCode *code)
{
    uint32_t n = 0;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at]))
        n++;
    return n;
}
