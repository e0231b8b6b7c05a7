/* SPDX-License-Identifier: MIT
 *
 * pack.c: makes inputs of all targets from .pyc files: fuzz_pack OUT FILE.pyc... writes OUT/marshal/N, OUT/pyc/N, OUT/lift/N,
 * OUT/alloc/N, OUT/image/N and OUT/asm/N. Inputs that are the same are written once; large files are left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "convert/convert.h"
#include "convert/pyc.h"
#include "tests/fuzz/stackcode.h"
#include "tests/fuzz/target.h"
#include "vm/base/hash.h"
#include "vm/code/disasm.h"
#include "vm/code/image.h"

static bool write_input(const char *out, const char *target, const char *prefix, size_t nprefix, const char *data, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", out, target);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/%016llx", out, target, (unsigned long long)rg_hash64(data, size, nprefix ? (uint8_t)prefix[0] : 0));
    FILE *f = fopen(path, "wb");
    if (!f) return false;
    bool ok = (!nprefix || fwrite(prefix, 1, nprefix, f) == nprefix) && fwrite(data, 1, size, f) == size;
    return fclose(f) == 0 && ok;
}

/* The register code, as image and as text. */
static bool pack_converted(const char *out, const char *data, size_t size)
{
    RgConvertOptions options = {.opt = size % 4 != 0};
    RgCodeUnit *unit = NULL;
    RgStrBuf text, image;
    RgError error;
    if (rg_convert_pyc(data, size, &options, &unit, &error) != RG_OK) return false;
    rg_strbuf_init(&text);
    rg_strbuf_init(&image);
    rg_disasm_unit(&text, unit, 0);
    bool ok = rg_image_write(&image, unit, &error) == RG_OK && write_input(out, "image", NULL, 0, image.data, image.len);
    if (text.len < 8000) ok = ok && write_input(out, "asm", NULL, 0, text.data, text.len);
    rg_strbuf_fini(&text);
    rg_strbuf_fini(&image);
    rg_code_unit_release(unit);
    return ok;
}

static bool pack(const char *out, const char *path)
{
    static char data[1 << 22];
    RgArena arena;
    RgPyModule *module;
    RgError error;
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    size_t size = fread(data, 1, sizeof data, f);
    fclose(f);
    rg_arena_init(&arena);
    bool ok = rg_pyc_read(&arena, data, size, &module, &error) == RG_OK;
    if (ok && size < 6000) {
        char version = (char)(module->version->minor - 6);
        ok = write_input(out, "marshal", &version, 1, data + module->version->header_size, size - module->version->header_size) &&
             write_input(out, "pyc", NULL, 0, data, size);
        if (module->version->minor == 11) ok = ok && pack_converted(out, data, size);
    }
    for (uint32_t i = 0; ok && i < module->ncodes; i++) {
        RgStrBuf input;
        rg_strbuf_init(&input);
        if (rg_fuzz_pack(&input, module->codes[i]) && input.len < 2000) {
            char options = (char)(rg_hash64(input.data, input.len, 1) & 0x7f);
            if (i % 3) options = 1;
            ok = write_input(out, "lift", NULL, 0, input.data, input.len) && write_input(out, "alloc", &options, 1, input.data, input.len);
        }
        rg_strbuf_fini(&input);
    }
    rg_arena_fini(&arena);
    return ok;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: fuzz_pack OUT FILE.pyc...\n");
        return 2;
    }
    mkdir(argv[1], 0777);
    for (int i = 2; i < argc; i++) {
        if (pack(argv[1], argv[i])) continue;
        fprintf(stderr, "fuzz_pack: %s\n", argv[i]);
        return 1;
    }
    return 0;
}

/* Nobody changes anything here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
{
    return size;
}
