/* SPDX-License-Identifier: MIT
 *
 * target_pyc.c: all of a conversion. Input: a .pyc file. What is converted must pass every check of the converter's own; what the
 * verifier then accepts must be the same after it was written as an image and read.
 */
#include "convert/convert.h"
#include "tests/fuzz/target.h"
#include "vm/base/strbuf.h"
#include "vm/code/image.h"

static void check_image(const RgCodeUnit *unit)
{
    RgStrBuf image, again;
    RgCodeUnit *copy = NULL;
    RgError error;
    rg_strbuf_init(&image);
    rg_strbuf_init(&again);
    if (rg_image_write(&image, unit, &error) == RG_OK) {
        RgStatus status = rg_image_from_memory(image.data, image.len, &copy, &error);
        if (status && status != ERR_NO_MEMORY) rg_fuzz_found("the image of converted code is refused", &error);
        if (copy && rg_image_write(&again, copy, &error) == RG_OK &&
            (again.len != image.len || memcmp(again.data, image.data, image.len)))
            rg_fuzz_found("an image changes when it is read and written", NULL);
        if (copy) rg_code_unit_release(copy);
    }
    rg_strbuf_fini(&image);
    rg_strbuf_fini(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RgConvertOptions options = {.opt = 1, .verify_ir = true};
    RgCodeUnit *unit = NULL;
    RgError error = {0};
    RgStatus status = rg_convert_pyc(data, size, &options, &unit, &error);
    if (rg_fuzz_check_converted(status, unit, &error)) check_image(unit);
    if (unit) rg_code_unit_release(unit);
    return 0;
}
