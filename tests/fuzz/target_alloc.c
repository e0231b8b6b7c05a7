/* SPDX-License-Identifier: MIT
 *
 * target_alloc.c: passes and register allocation, each result proved by racheck and by the verifier. Input: a byte of options (passes
 * or none, usual or shuffled order, usual or few short registers), then a function as stackcode.h says.
 */
#include "convert/convert.h"
#include "tests/fuzz/stackcode.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    static const uint8_t limits[8] = {0, 0, 0, 6, 9, 16, 40, 100};
    RgConvertOptions options = {.opt = data[0] & 1, .verify_ir = true, .ra_seed = data[0] >> 1 & 7, .ra_limit = limits[data[0] >> 4 & 7],
                                .assume = data[0] >> 7 ? RG_ASSUME_STABLE_GLOBALS | RG_ASSUME_STABLE_ATTRIBUTES : 0};
    RgStrBuf file;
    RgCodeUnit *unit = NULL;
    RgError error = {0};
    rg_strbuf_init(&file);
    rg_fuzz_unpack(&file, data + 1, size - 1);
    RgStatus status = rg_convert_pyc(file.data, file.len, &options, &unit, &error);
    rg_fuzz_check_converted(status, unit, &error);
    if (unit) rg_code_unit_release(unit);
    rg_strbuf_fini(&file);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    if (size < 2 || max < 2 || seed % 16 == 0) return LLVMFuzzerMutate(data, size, max);
    return 1 + rg_fuzz_mutate_stack(data + 1, size - 1, max - 1, seed);
}
