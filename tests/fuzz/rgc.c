/* SPDX-License-Identifier: MIT
 *
 * rgc.c: images made right where being wrong is not interesting, and changed where it is.
 */
#include "tests/fuzz/rgc.h"

#include <stdlib.h>

#include "tests/fuzz/mutate.h"
#include "vm/base/hash.h"
#include "vm/code/image.h"
#include "vm/code/image_format.h"
#include "vm/code/op.h"

bool rg_fuzz_seal(uint8_t *data, size_t size)
{
    RgImageHeader header;
    if (size < sizeof header) return false;
    memcpy(&header, data, sizeof header);
    memcpy(header.magic, RG_IMAGE_MAGIC, sizeof header.magic);
    header.size = size;
    header.op_stamp = rg_op_table_stamp();
    header.format = RG_IMAGE_FORMAT;
    memcpy(data, &header, sizeof header);
    RgHash128 sum = rg_hash128(data + RG_IMAGE_CHECKED_FROM, size - RG_IMAGE_CHECKED_FROM);
    header.checksum_lo = sum.lo;
    header.checksum_hi = sum.hi;
    memcpy(data, &header, sizeof header);
    return true;
}

RgStatus rg_fuzz_read_image(const uint8_t *data, size_t size, RgCodeUnit **unit, RgError *error)
{
    *unit = NULL;
    uint8_t *copy = malloc(size + 1);
    if (!copy) return ERR_NO_MEMORY;
    memcpy(copy, data, size);
    RgStatus status = ERR_IMAGE_TRUNCATED;
    if (rg_fuzz_seal(copy, size)) status = rg_image_from_memory(copy, size, unit, error);
    free(copy);
    return status;
}

size_t rg_fuzz_mutate_image(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    RgFuzzRandom random = {seed * 0x9e3779b97f4a7c15ull | 1};
    RgCodeUnit *unit = NULL;
    RgError error;
    for (int i = 0; i < 4; i++)
        rg_fuzz_below(&random, 1);
    if (rg_fuzz_below(&random, 8) == 0 || rg_fuzz_read_image(data, size, &unit, &error) != RG_OK) {
        size = LLVMFuzzerMutate(data, size, max);
        rg_fuzz_seal(data, size);
        return size;
    }
    RgStrBuf image;
    rg_strbuf_init(&image);
    if (rg_fuzz_thaw(unit)) {
        rg_fuzz_mutate(unit, &random);
        if (rg_image_write(&image, unit, &error) == RG_OK && image.len <= max) {
            memcpy(data, image.data, image.len);
            size = image.len;
        }
    }
    rg_strbuf_fini(&image);
    rg_code_unit_release(unit);
    return size;
}
