/* SPDX-License-Identifier: MIT
 *
 * target_marshal.c: the reader of marshalled code objects. Input: the number of a version, then what follows a .pyc file's header.
 */
#include "convert/pyc.h"
#include "tests/fuzz/stackcode.h"
#include "tests/fuzz/target.h"
#include "vm/base/strbuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RgStrBuf file;
    RgArena arena;
    RgPyModule *module;
    RgError error;
    if (size < 2) return 0;
    rg_strbuf_init(&file);
    rg_arena_init(&arena);
    rg_fuzz_put_header(&file, data[0]);
    rg_strbuf_add(&file, data + 1, size - 1);
    if (!file.failed && rg_pyc_read(&arena, file.data, file.len, &module, &error) == RG_OK && !module->ncodes)
        rg_fuzz_found("a module without code", NULL);
    rg_arena_fini(&arena);
    rg_strbuf_fini(&file);
    return 0;
}
