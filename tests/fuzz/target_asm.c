/* SPDX-License-Identifier: MIT
 *
 * target_asm.c: the assembler's language. Input: text. What assembles and is accepted by the verifier must be the same text again
 * after disassembling, assembling and disassembling it.
 */
#include <stdio.h>

#include "tests/fuzz/target.h"
#include "vm/code/asm.h"
#include "vm/code/disasm.h"
#include "vm/code/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RgCodeUnit *unit = NULL, *again = NULL;
    RgStrBuf first, second;
    RgError error;
    if (rg_asm_unit((const char *)data, size, &unit, &error) != RG_OK) return 0;
    rg_strbuf_init(&first);
    rg_strbuf_init(&second);
    if (rg_verify_unit(unit, &error) == RG_OK) {
        rg_disasm_unit(&first, unit, 0);
        RgStatus status = rg_asm_unit(first.data, first.len, &again, &error);
        if (status && status != ERR_NO_MEMORY) rg_fuzz_found("the disassembler's text does not assemble", &error);
        if (status == RG_OK && rg_verify_unit(again, &error)) rg_fuzz_found("refused after a round trip", &error);
        if (status == RG_OK) rg_disasm_unit(&second, again, 0);
        if (status == RG_OK && !first.failed && !second.failed &&
            (first.len != second.len || memcmp(first.data, second.data, first.len))) {
            fprintf(stderr, "%.*s\n=====\n%.*s\n", (int)first.len, first.data, (int)second.len, second.data);
            rg_fuzz_found("a round trip through the assembler changes the text", NULL);
        }
    }
    rg_strbuf_fini(&first);
    rg_strbuf_fini(&second);
    rg_code_unit_release(unit);
    if (again) rg_code_unit_release(again);
    return 0;
}
