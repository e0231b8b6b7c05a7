/* SPDX-License-Identifier: MIT
 *
 * target_lift.c: decoding and lifting of one function of any version. Input: see stackcode.h; its first byte is the version.
 */
#include "convert/convert.h"
#include "convert/irverify.h"
#include "tests/fuzz/stackcode.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RgConvertOptions options = {.opt = 0, .verify_ir = true};
    RgStrBuf file;
    RgConvert cx;
    RgError error = {0};
    rg_strbuf_init(&file);
    rg_fuzz_unpack(&file, data, size);
    RgStatus status = rg_convert_begin(&cx, file.data, file.len, &options, &error);
    for (uint32_t i = 0; status == RG_OK && i < cx.module->ncodes; i++) {
        status = rg_convert_lift(&cx, cx.module->codes[i]);
        if (status == RG_OK) status = rg_irverify(&cx, cx.ir, "lift");
    }
    rg_fuzz_check_converted(status, NULL, &error);
    rg_convert_end(&cx);
    rg_strbuf_fini(&file);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return rg_fuzz_mutate_stack(data, size, max, seed);
}
