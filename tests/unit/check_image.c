/* SPDX-License-Identifier: MIT
 *
 * check_image.c: images keep everything; truncated, altered and foreign ones are refused, altered ones also when their
 * checksum has been put right again.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/code/asm.h"
#include "vm/code/disasm.h"
#include "vm/code/image.h"
#include "vm/code/image_format.h"
#include "vm/code/image_rows.h"

static const char program[] =
    ".version 0x030b\n.code @0\n .name \"<module>\"\n .filename \"x.py\"\n .registers 4\n .const None\n .const -5\n"
    " .const big -0x80ffffffffffffff00\n .const float bits:0x7ff8000000000001\n .const complex -0.0 inf\n"
    " .const ia\"abc\"\n .const \"h\\xc3\\xa9\\xed\\xa0\\x80\"\n .const b\"\\xff\\x00\"\n .const (1, (), (None, {1, "
    "2}), Ellipsis, @1)\n"
    " .const @1\n .sym \"print\"\n .site 0\n .site -\n .source 9 18 1 4\n .pos 1 2 3 4\n"
    "a: MAKE_FUNCTION r0, #0, k9, ()\n .origin 0 3\n STORE_GLOBAL r0, s0\n .origin 3 1 after\n CALL r1, r0, s1, (k1, "
    "r0)\n"
    "b: RETURN_CONST k0\nh: RERAISE r3\n .handler a b h r3 -\n.end\n"
    ".code @1\n .name \"f\"\n .flags 3\n .params 1\n .registers 2\n .local \"x\"\n ADD r1, r0, r0\n RETURN r1\n.end\n";

typedef struct Fixture {
    RgCodeUnit *unit;
    RgStrBuf image, text;
} Fixture;

static void setup(Fixture *x)
{
    RgError error;
    rg_strbuf_init(&x->image);
    rg_strbuf_init(&x->text);
    ck_assert_int_eq(rg_asm_unit(program, strlen(program), &x->unit, &error), RG_OK);
    x->unit->source_hash = (RgHash128){1, 2};
    ck_assert_int_eq(rg_image_write(&x->image, x->unit, &error), RG_OK);
    rg_disasm_unit(&x->text, x->unit, 0);
}

static void teardown(Fixture *x)
{
    rg_strbuf_fini(&x->image);
    rg_strbuf_fini(&x->text);
    rg_code_unit_release(x->unit);
}

static void check_same(const Fixture *x, RgCodeUnit *loaded)
{
    RgStrBuf text;
    rg_strbuf_init(&text);
    rg_disasm_unit(&text, loaded, 0);
    ck_assert_str_eq(text.data, x->text.data);
    ck_assert_uint_eq(loaded->source_version, 0x30b);
    ck_assert_uint_eq(loaded->source_hash.hi, 2);
    rg_strbuf_fini(&text);
    rg_code_unit_release(loaded);
}

START_TEST(images_keep_everything)
{
    Fixture x;
    RgCodeUnit *loaded;
    RgError error;
    char path[] = "/tmp/check_image.XXXXXX";
    setup(&x);
    ck_assert_int_eq(rg_image_from_memory(x.image.data, x.image.len, &loaded, &error), RG_OK);
    check_same(&x, loaded);
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(rg_image_save(path, x.unit, &error), RG_OK);
    ck_assert_int_eq(rg_image_load(path, &loaded, &error), RG_OK);
    unlink(path);
    check_same(&x, loaded);
    ck_assert_int_eq(rg_image_load(path, &loaded, &error), ERR_FILE_READ);
    ck_assert_ptr_null(loaded);
    ck_assert_int_eq(rg_image_save("/nonexistent/folder/x.rgc", x.unit, &error), ERR_FILE_WRITE);
    teardown(&x);
}
END_TEST

START_TEST(damaged_images_are_refused)
{
    Fixture x;
    RgCodeUnit *loaded;
    RgError error;
    setup(&x);
    for (size_t len = 0; len < x.image.len; len++) {
        ck_assert_int_ne(rg_image_from_memory(x.image.data, len, &loaded, &error), RG_OK);
        ck_assert_ptr_null(loaded);
    }
    for (size_t i = 0; i < x.image.len; i++) {
        x.image.data[i] ^= 0x10;
        ck_assert_int_ne(rg_image_from_memory(x.image.data, x.image.len, &loaded, &error), RG_OK);
        x.image.data[i] ^= 0x10;
    }
    RgImageHeader header;
    memcpy(&header, x.image.data, sizeof header);
    header.op_stamp++;
    memcpy(x.image.data, &header, sizeof header);
    ck_assert_int_eq(rg_image_from_memory(x.image.data, x.image.len, &loaded, &error), ERR_IMAGE_VERSION);
    ck_assert_int_eq(rg_image_from_memory("import os\n", 10, &loaded, &error), ERR_IMAGE_MAGIC);
    teardown(&x);
}
END_TEST

START_TEST(forged_images_are_safe)
{
    Fixture x;
    RgCodeUnit *loaded;
    setup(&x);
    uint64_t seed = 99;
    char *copy = malloc(x.image.len);
    for (int round = 0; round < 30000; round++) {
        memcpy(copy, x.image.data, x.image.len);
        for (int flips = 1 + round % 3; flips > 0; flips--) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            size_t at = RG_IMAGE_CHECKED_FROM + (size_t)(seed >> 33) % (x.image.len - RG_IMAGE_CHECKED_FROM);
            copy[at] = (char)(seed >> 24 & 1 ? copy[at] ^ 1 << (seed >> 25 & 7) : (int)(seed >> 25 & 0xff));
        }
        RgHash128 sum = rg_hash128(copy + RG_IMAGE_CHECKED_FROM, x.image.len - RG_IMAGE_CHECKED_FROM);
        memcpy(copy + 8, &sum.lo, 8);
        memcpy(copy + 16, &sum.hi, 8);
        if (rg_image_from_memory(copy, x.image.len, &loaded, NULL) == RG_OK) {
            RgStrBuf text;
            rg_strbuf_init(&text);
            rg_disasm_unit(&text, loaded, RG_DISASM_COMMENTS);
            rg_strbuf_fini(&text);
            rg_code_unit_release(loaded);
        }
    }
    free(copy);
    teardown(&x);
}
END_TEST

/* Numbers around every limit of the coding, and any others. */
static uint32_t some_number(uint64_t *seed)
{
    static const uint32_t odd[] = {0, 1, 6, 7, 8, 14, 15, 16, 127, 128, 255, 256, 32767, 65535, 0x3fffffff, 0x7fffffff};
    *seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
    uint32_t v = odd[*seed >> 60];
    return (*seed >> 40 & 15) == 0 ? (uint32_t)(*seed >> 20) : (*seed >> 44 & 7) == 0 ? 0 - v : v;
}

START_TEST(rows_come_back)
{
    enum { N = 4000 };
    static RgPosition positions[N], positions_back[N];
    static RgOrigin origins[N], origins_back[N];
    uint64_t seed = 7;
    uint32_t word = 0;
    for (uint32_t i = 0; i < N; i++) {
        uint32_t line = some_number(&seed), lines = some_number(&seed);
        bool none = some_number(&seed) == 6;
        positions[i] = (RgPosition){word += some_number(&seed), (int32_t)line, (int32_t)(line + lines),
                                    (int16_t)some_number(&seed), (int16_t)some_number(&seed)};
        if (none) positions[i] = (RgPosition){word, 0, 0, -1, -1};
        origins[i] = (RgOrigin){word, some_number(&seed), some_number(&seed)};
    }
    RgStrBuf out;
    rg_strbuf_init(&out);
    rg_image_put_positions(&out, positions, N);
    size_t split = out.len;
    rg_image_put_origins(&out, origins, N);
    const uint8_t *p = (const uint8_t *)out.data, *end = p + out.len;
    ck_assert(rg_image_take_positions(&p, end, positions_back, N));
    ck_assert_ptr_eq(p, out.data + split);
    ck_assert(rg_image_take_origins(&p, end, origins_back, N));
    ck_assert_ptr_eq(p, end);
    ck_assert_mem_eq(positions, positions_back, sizeof positions);
    ck_assert_mem_eq(origins, origins_back, sizeof origins);
    for (size_t n = 0; n < split; n += 1 + n / 64) { /* cut off anywhere, and never read beyond */
        uint8_t *cut = malloc(n + 1);
        memcpy(cut, out.data, n);
        p = cut;
        ck_assert(!rg_image_take_positions(&p, cut + n, positions_back, N));
        ck_assert(p <= cut + n);
        free(cut);
    }
    rg_strbuf_fini(&out);
}
END_TEST

Suite *suite_image(void);
Suite *suite_image(void)
{
    Suite *s = suite_create("image");
    TCase *t = tcase_create("image");
    tcase_add_test(t, images_keep_everything);
    tcase_add_test(t, rows_come_back);
    tcase_add_test(t, damaged_images_are_refused);
    tcase_add_test(t, forged_images_are_safe);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
