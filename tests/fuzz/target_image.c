/* SPDX-License-Identifier: MIT
 *
 * target_image.c: the reader of images and the verifier. Input: an image, whose checksum is made right. What is accepted is the same
 * image again after writing, reading and writing it, and can be disassembled.
 */
#include "tests/fuzz/rgc.h"
#include "vm/code/disasm.h"
#include "vm/code/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RgCodeUnit *unit, *again = NULL;
    RgStrBuf first, second, text;
    RgError error;
    if (rg_fuzz_read_image(data, size, &unit, &error) != RG_OK) return 0;
    rg_strbuf_init(&first);
    rg_strbuf_init(&second);
    rg_strbuf_init(&text);
    if (rg_image_write(&first, unit, &error) == RG_OK) {
        RgStatus status = rg_image_from_memory(first.data, first.len, &again, &error);
        if (status && status != ERR_NO_MEMORY) rg_fuzz_found("an accepted image is refused after writing it again", &error);
        if (status == RG_OK && rg_image_write(&second, again, &error) == RG_OK &&
            (first.len != second.len || memcmp(first.data, second.data, first.len)))
            rg_fuzz_found("an image changes when it is read and written", NULL);
    }
    rg_disasm_unit(&text, unit, RG_DISASM_COMMENTS);
    rg_strbuf_fini(&first);
    rg_strbuf_fini(&second);
    rg_strbuf_fini(&text);
    rg_code_unit_release(unit);
    if (again) rg_code_unit_release(again);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return rg_fuzz_mutate_image(data, size, max, seed);
}
