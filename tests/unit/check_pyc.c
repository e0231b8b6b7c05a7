/* SPDX-License-Identifier: MIT
 *
 * check_pyc.c: .pyc files that are read and written again: every committed file of every version, each type and form of
 * the format by hand, damaged files, and a decoded form that was changed, which must be found.
 */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include "convert/convert.h"
#include "convert/encode.h"
#include "convert/marshal.h"
#include "convert/pyc.h"
#include "convert/pyc_write.h"
#include "vm/base/mem.h"

/* ---- files made by hand ---- */

static void u8(RgStrBuf *b, unsigned v)
{
    rg_strbuf_putc(b, (char)v);
}

static void u32(RgStrBuf *b, uint32_t v)
{
    for (int i = 0; i < 4; i++, v >>= 8)
        u8(b, v & 0xff);
}

static void raw(RgStrBuf *b, const char *bytes, size_t size)
{
    rg_strbuf_add(b, bytes, size);
}
#define RAW(b, text) raw(b, text, sizeof(text) - 1)

static void counted(RgStrBuf *b, char type, const char *bytes, size_t size)
{
    rg_strbuf_putc(b, type);
    u32(b, (uint32_t)size);
    raw(b, bytes, size);
}

static void header(RgStrBuf *b, unsigned magic, uint32_t flags)
{
    u8(b, magic & 0xff);
    u8(b, magic >> 8);
    RAW(b, "\r\n");
    if (magic >= 3390) u32(b, flags);
    RAW(b, "12345678");
}

/* A function of 3.8 without arguments, up to its constants, with the given code. */
static void begin_38(RgStrBuf *b, const char *code, size_t size)
{
    rg_strbuf_init(b);
    header(b, 3413, 0);
    RAW(b, "\xe3");
    for (int i = 0; i < 4; i++)
        u32(b, 0);
    u32(b, 2);
    u32(b, 64);
    counted(b, 's', code, size);
}

static void end_38(RgStrBuf *b)
{
    RAW(b, ")\0)\0)\0)\0\xda\1f\xda\1g");
    u32(b, 7);
    counted(b, 's', "\2\1\0\177\0\x80", 6); /* steps that come to no instruction of their own, and back */
}

static RgStatus write_again(const void *data, size_t size, RgError *error)
{
    RgArena arena;
    RgPyModule *module;
    RgStrBuf out;
    RgWriteFigures figures;
    rg_arena_init(&arena);
    rg_strbuf_init(&out);
    RgStatus status = rg_pyc_read(&arena, data, size, &module, error);
    if (status == RG_OK) {
        status = rg_pyc_write(module, &out, &figures, error);
        if (status == RG_OK) {
            ck_assert_uint_eq(out.len, size);
            ck_assert_mem_eq(out.data, data, size);
        }
    }
    rg_strbuf_fini(&out);
    rg_arena_fini(&arena);
    return status;
}

static void check_same(const RgStrBuf *b)
{
    RgError error = {0};
    char text[300] = "";
    RgStatus status = write_again(b->data, b->len, &error);
    if (status) rg_error_format(&error, text, sizeof text);
    ck_assert_msg(status == RG_OK, "%s", text);
}

static const char plain_code[] = "d\0S\0";

typedef struct Object {
    const char *bytes;
    size_t size;
} Object;
#define OBJECT(text)                                                                                                   \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }

/* Object 0 of the file's references is the function itself; the first one here that is flagged is number 1. */
static const Object objects[] = {
    OBJECT("N"),
    OBJECT("T"),
    OBJECT("F"),
    OBJECT("."),
    OBJECT("S"),
    OBJECT("\xce"),
    OBJECT("\xd4"),
    OBJECT("\xc6"),
    OBJECT("\xae"),
    OBJECT("\xd3"), /* flagged, referred to or not */
    OBJECT("r\1\0\0\0"),
    OBJECT("r\2\0\0\0"),
    OBJECT("i\xff\xff\xff\xff"),
    OBJECT("\xe9\1\0\0\0"),
    OBJECT("I\0\0\0\0\0\0\0\x80"),
    OBJECT("I\5\0\0\0\0\0\0\0"),
    OBJECT("l\0\0\0\0"),
    OBJECT("l\1\0\0\0\1\0"),
    OBJECT("l\xff\xff\xff\xff\2\0"),
    OBJECT("l\3\0\0\0\0\0\0\0\1\0"),
    OBJECT("l\xfb\xff\xff\xff\0\0\0\0\0\0\0\0\x08\0"),                   /* -2**63 */
    OBJECT("l\5\0\0\0\0\0\0\0\0\0\0\0\x08\0"),                           /* 2**63 */
    OBJECT("l\6\0\0\0\xff\x7f\xff\x7f\xff\x7f\xff\x7f\xff\x7f\xff\x7f"), /* 2**90 - 1 */
    OBJECT("l\xf9\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\1\0"),             /* -2**90 */
    OBJECT("g\0\0\0\0\0\0\xf8\x7f"),
    OBJECT("g\1\0\0\0\0\0\xf0\xff"), /* two NaNs */
    OBJECT("g\0\0\0\0\0\0\0\x80"),
    OBJECT("f\0041.50"),
    OBJECT("f\0031.5"),
    OBJECT("y\0\0\0\0\0\0\0\x80\0\0\0\0\0\0\0\0"),
    OBJECT("x\0011\0042e+1"),
    OBJECT("\xf3\3\0\0\0a\0b"),
    OBJECT("s\0\0\0\0"),
    OBJECT("z\2hi"),
    OBJECT("\xda\3int"),
    OBJECT("Z\0"),
    OBJECT("a\2\0\0\0hi"),
    OBJECT("A\2\0\0\0hi"),
    OBJECT("u\2\0\0\0\xc3\xa9"),
    OBJECT("t\2\0\0\0\xc3\xa9"),
    OBJECT("u\2\0\0\0hi"),
    OBJECT("u\3\0\0\0\xed\xb3\xbf"),
    OBJECT(")\0"),
    OBJECT("(\0\0\0\0"),
    OBJECT("\xa9\2r\1\0\0\0r\1\0\0\0"),
    OBJECT("(\1\0\0\0N"),
    OBJECT(">\3\0\0\0i\3\0\0\0i\1\0\0\0i\2\0\0\0"),
    OBJECT(">\0\0\0\0"),
    OBJECT("\xbe\1\0\0\0)\1N"),
};

START_TEST(test_every_type)
{
    RgStrBuf b;
    begin_38(&b, plain_code, 4);
    RAW(&b, "(");
    u32(&b, RG_COUNT_OF(objects));
    for (size_t i = 0; i < RG_COUNT_OF(objects); i++)
        raw(&b, objects[i].bytes, objects[i].size);
    end_38(&b);
    check_same(&b);
    RAW(&b, "what follows is nobody's");
    check_same(&b);
    rg_strbuf_fini(&b);
}
END_TEST

/* Prefixes that are not needed, arguments of instructions that have none, jumps to a prefix, half a unit. */
START_TEST(test_odd_code)
{
    static const Object codes[] = {
        OBJECT("\x90\0d\0S\0"),
        OBJECT("\x90\0\x90\0\x90\0d\0S\7"),
        OBJECT("d\0\x90\0S\0"),
        OBJECT("\x90\0q\4d\0S\0"),
        OBJECT("\x90\0n\0d\0S\0"),
        OBJECT("q\6d\0S\0\x90\0d\0S\0"),
        OBJECT("\x90\0\x90\0q\7\x09\0d\0S\0"),
    };
    for (size_t i = 0; i < RG_COUNT_OF(codes); i++) {
        RgStrBuf b;
        begin_38(&b, codes[i].bytes, codes[i].size);
        RAW(&b, ")\1N");
        end_38(&b);
        check_same(&b);
        rg_strbuf_fini(&b);
    }
}
END_TEST

/* A function of a version with one table of locals; `magic` is its number. */
static void with_localsplus(RgStrBuf *b, unsigned minor, const char *code, size_t size, const char *consts,
                            size_t consts_size, const char *lines, size_t lines_size)
{
    rg_strbuf_init(b);
    header(b, rg_pyver_lookup(3, minor)->final_magic, 1);
    RAW(b, "c");
    for (int i = 0; i < 3; i++)
        u32(b, 0);
    u32(b, 2);
    u32(b, 64);
    counted(b, 's', code, size);
    raw(b, consts, consts_size);
    RAW(b, ")\0)\0s\0\0\0\0\xda\1fr\0\0\0\0r\0\0\0\0");
    u32(b, 7);
    counted(b, 's', lines, lines_size);
    RAW(b, "s\0\0\0\0");
}

static unsigned number(unsigned minor, const char *name)
{
    const RgPyVersion *v = rg_pyver_lookup(3, minor);
    for (unsigned n = 0; n < 256; n++)
        if (v->number_names[n] && strcmp(v->number_names[n], name) == 0) return n;
    ck_abort_msg("%s", name);
    return 0;
}

START_TEST(test_slices)
{
    const char code[] = {(char)number(14, "RESUME"),       0, (char)number(14, "LOAD_CONST"), 0,
                         (char)number(14, "RETURN_VALUE"), 0};
    const char lines[] = "\x82\0"; /* column 0, three units */
    RgStrBuf b;
    const char consts[] = ")\3:NNN:i\1\0\0\0)\1Ni\2\0\0\0:Ni\1\0\0\0N";
    with_localsplus(&b, 14, code, sizeof code, consts, sizeof consts - 1, lines, sizeof lines - 1);
    check_same(&b);
    rg_strbuf_fini(&b);
}
END_TEST

/* Every form of a row of locations, words in the caches. */
START_TEST(test_locations)
{
    const char load = (char)number(11, "LOAD_GLOBAL"), nop = (char)number(11, "NOP");
    const char code[] = {(char)number(11, "RESUME"),
                         0,
                         nop,
                         0,
                         nop,
                         0,
                         nop,
                         0,
                         nop,
                         0,
                         nop,
                         9,
                         load,
                         0,
                         1,
                         2,
                         3,
                         4,
                         5,
                         6,
                         7,
                         8,
                         9,
                         10,
                         (char)number(11, "POP_TOP"),
                         0,
                         (char)number(11, "LOAD_CONST"),
                         0,
                         (char)number(11, "RETURN_VALUE"),
                         0};
    const char lines[] = "\xf8"         /* none */
                         "\xe8\3"       /* no columns, line 7 - 1 */
                         "\xf0\2\1\5\7" /* lines 7 to 8, columns 4 and 6 */
                         "\xd0\4\5"
                         "\xd8\6\7"
                         "\xe0\1\2"             /* the same line, the next, the one after it */
                         "\xf3\0\0\x48\1\x49\1" /* columns 71 and 72, over three of five caches */
                         "\xf1\0\0\x48\1\x49\1" /* the same again for the rest */
                         "\x85\x3f" /* POP_TOP and the rest */;
    RgStrBuf b;
    with_localsplus(&b, 11, code, sizeof code, ")\1N", 3, lines, sizeof lines - 1);
    check_same(&b);
    rg_strbuf_fini(&b);
}
END_TEST

START_TEST(test_deep)
{
    for (unsigned depth = 1900; depth <= 2100; depth += 200) {
        RgStrBuf b;
        RgError error;
        begin_38(&b, plain_code, 4);
        RAW(&b, ")\1");
        for (unsigned i = 0; i < depth; i++)
            RAW(&b, "(\1\0\0\0");
        RAW(&b, "N");
        end_38(&b);
        ck_assert_int_eq(write_again(b.data, b.len, &error), depth < 2000 ? RG_OK : ERR_PYC_CORRUPT);
        rg_strbuf_fini(&b);
    }
}
END_TEST

/* Code objects that refer to one long list of names, each of which would need a copy: 60 kB that ask for 100 MB. */
/* What a function of 3.6 becomes that leaves a protected block, with `values` on the stack, `ways` times. */
static RgStatus convert_leaving(uint32_t values, uint32_t ways, RgCodeUnit **unit, RgError *error)
{
    RgStrBuf code, b;
    rg_strbuf_init(&code);
    const uint32_t finally_at = 12 + 8 * ways + 4, end_at = finally_at + 4, loop = end_at - 4, block = finally_at - 8;
    const uint8_t begin[] = {144, (uint8_t)(loop >> 8), 120, (uint8_t)loop, 144, (uint8_t)(block >> 8), 122, (uint8_t)block, 100, 0, 92, (uint8_t)values};
    rg_strbuf_add(&code, begin, sizeof begin); /* SETUP_LOOP, SETUP_FINALLY, LOAD_CONST, UNPACK_SEQUENCE */
    for (uint32_t k = 0; k < ways; k++) {
        const uint32_t to = 12 + 8 * (k + 1);
        const uint8_t way[] = {100, 0, 144, (uint8_t)(to >> 8), 115, (uint8_t)to, 80, 0}; /* LOAD_CONST, POP_JUMP_IF_TRUE over BREAK_LOOP */
        rg_strbuf_add(&code, way, sizeof way);
    }
    const uint8_t end[] = {102, (uint8_t)values, 83, 0, 88, 0, 87, 0, 100, 0, 83, 0};
    rg_strbuf_add(&code, end, sizeof end); /* BUILD_TUPLE, RETURN_VALUE; END_FINALLY, POP_BLOCK; LOAD_CONST, RETURN_VALUE */
    rg_strbuf_init(&b);
    header(&b, 3379, 0);
    RAW(&b, "\xe3");
    for (int i = 0; i < 3; i++)
        u32(&b, 0);
    u32(&b, 300);
    u32(&b, 64);
    counted(&b, 's', code.data, code.len);
    RAW(&b, ")\1N");
    end_38(&b);
    RgConvertOptions options = {.opt = true, .verify_ir = true};
    RgStatus status = rg_convert_pyc(b.data, b.len, &options, unit, error);
    rg_strbuf_fini(&b);
    rg_strbuf_fini(&code);
    return status;
}

/* Expansion is bounded by the size of the code, whatever the stack's depth makes each way out cost. */
START_TEST(test_growth)
{
    RgCodeUnit *unit = NULL;
    RgError error = {0};
    char text[300] = "";
    RgStatus status = convert_leaving(4, 1000, &unit, &error);
    if (status) rg_error_format(&error, text, sizeof text);
    ck_assert_msg(status == RG_OK, "%s", text);
    ck_assert_uint_lt(unit->main->stack_instructions, 16 * (4 * 1000 + 256));
    rg_code_unit_release(unit);
    ck_assert_int_eq(convert_leaving(200, 2, &unit, &error), RG_OK); /* little code may grow more */
    rg_code_unit_release(unit);
    ck_assert_int_eq(convert_leaving(200, 1000, &unit, &error), ERR_PYC_CORRUPT);
    rg_error_format(&error, text, sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "nest and branch too much"));
}
END_TEST

START_TEST(test_shared_names)
{
    for (unsigned n = 10; n <= 1000; n += 990) {
        RgStrBuf b;
        RgError error;
        const unsigned names = n * 10;
        begin_38(&b, plain_code, 4);
        RAW(&b, "(");
        u32(&b, n + 1);
        RAW(&b, "\xa8"); /* reference 1; reference 2 is its string */
        u32(&b, names);
        RAW(&b, "\xda\1x");
        for (unsigned i = 1; i < names; i++)
            RAW(&b, "r\2\0\0\0");
        for (unsigned i = 0; i < n; i++) {
            RAW(&b, "c");
            for (int k = 0; k < 4; k++)
                u32(&b, 0);
            u32(&b, 2);
            u32(&b, 64);
            counted(&b, 's', plain_code, 4);
            RAW(&b, ")\1Nr\1\0\0\0)\0)\0)\0Z\1fZ\1f");
            u32(&b, 7);
            counted(&b, 's', "", 0);
        }
        end_38(&b);
        RgStatus status = write_again(b.data, b.len, &error);
        ck_assert_int_eq(status, n == 10 ? RG_OK : ERR_PYC_CORRUPT);
        if (n > 10) ck_assert_str_eq(error.detail, "names or code repeat too much");
        rg_strbuf_fini(&b);
    }
}
END_TEST

/* ---- files of CPython's ---- */

static char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s", path);
    fseek(f, 0, SEEK_END);
    *size = (size_t)ftell(f);
    rewind(f);
    char *data = malloc(*size + 1);
    ck_assert_uint_eq(fread(data, 1, *size, f), *size);
    fclose(f);
    return data;
}

static void find_fixtures(const char *pattern, glob_t *found)
{
    const char *source = getenv("SOURCE");
    char path[3000];
    snprintf(path, sizeof path, "%s/tests/data/pyc/%s", source ? source : ".", pattern);
    ck_assert_msg(glob(path, 0, NULL, found) == 0, "%s", path);
}

START_TEST(test_fixtures)
{
    glob_t found;
    find_fixtures("3.*/*.pyc", &found);
    ck_assert_uint_gt(found.gl_pathc, 400);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        RgError error = {0};
        char text[300] = "";
        size_t size;
        char *data = read_file(found.gl_pathv[i], &size);
        RgStatus status = write_again(data, size, &error);
        if (status) rg_error_format(&error, text, sizeof text);
        ck_assert_msg(status == RG_OK, "%s: %s", found.gl_pathv[i], text);
        free(data);
    }
    globfree(&found);
}
END_TEST

static void check_damaged(const char *data, size_t size)
{
    RgError error;
    RgStatus status = write_again(data, size, &error);
    ck_assert_msg(status == RG_OK || status == ERR_PYC_CORRUPT || status == ERR_PYC_TRUNCATED ||
                      status == ERR_PYC_DIFFERS || status == ERR_PYC_MAGIC || status == ERR_PYC_VERSION,
                  "%s", rg_status_text(status));
}

/* One file of each version: cut at every place, every bit turned. Copies are exact in size, for the sanitizers. */
START_TEST(test_damaged)
{
    glob_t found;
    find_fixtures("3.*/closures.pyc", &found);
    ck_assert_uint_ge(found.gl_pathc, 9);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        size_t size;
        char *data = read_file(found.gl_pathv[i], &size);
        for (size_t n = 0; n < size; n += 3) {
            char *cut = malloc(n ? n : 1);
            memcpy(cut, data, n);
            RgError error;
            ck_assert_int_ne(write_again(cut, n, &error), RG_OK);
            free(cut);
        }
        char *copy = malloc(size);
        memcpy(copy, data, size);
        for (size_t n = 0; n < size; n++) {
            copy[n] ^= (char)(1 << (n + i) % 8);
            check_damaged(copy, size);
            copy[n] = data[n];
        }
        free(copy);
        free(data);
    }
    globfree(&found);
}
END_TEST

/* ---- a decoded form that is not the file's is found ---- */

typedef struct Subject {
    RgArena arena;
    char *data;
    RgPyModule *module;
    RgPyCode *code; /* of a function with a bit of everything */
} Subject;

static void read_subject(Subject *s, const char *pattern)
{
    glob_t found;
    size_t size;
    RgError error;
    find_fixtures(pattern, &found);
    s->data = read_file(found.gl_pathv[0], &size);
    globfree(&found);
    rg_arena_init(&s->arena);
    ck_assert_int_eq(rg_pyc_read(&s->arena, s->data, size, &s->module, &error), RG_OK);
    s->code = s->module->codes[0];
    for (uint32_t i = 1; i < s->module->ncodes; i++)
        if (s->module->codes[i]->nlocals && s->module->codes[i]->nnames && s->module->codes[i]->nconsts)
            s->code = s->module->codes[i];
    ck_assert_uint_gt(s->code->nlocals, 0);
}

static void end_subject(Subject *s)
{
    rg_arena_fini(&s->arena);
    free(s->data);
}

static void other_const(RgPyCode *code, RgConst *changed, uint32_t i)
{
    RgConst **items = (RgConst **)code->consts;
    *changed = *items[i];
    if (changed->kind == RG_CONST_INT)
        changed->u.i++;
    else if (changed->kind == RG_CONST_STR)
        changed->u.bytes = "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~";
    else
        changed->kind = changed->kind == RG_CONST_NONE ? RG_CONST_TRUE : RG_CONST_NONE;
    items[i] = changed;
}

static void change(Subject *s, int how, RgConst *changed, RgStrRef *name)
{
    RgPyCode *code = s->code;
    switch (how) {
    case 0: code->argcount ^= 1; break;
    case 1: code->kwonlyargcount ^= 4; break;
    case 2: code->stack_size++; break;
    case 3: code->flags ^= 0x100; break;
    case 4: code->firstlineno++; break;
    case 5: code->name = *name; break;
    case 6: code->filename = *name; break;
    case 7: ((RgStrRef *)code->names)[0] = *name; break;
    case 8: ((RgStrRef *)code->local_names)[0] = *name; break;
    case 9: s->module->source_stamp ^= 1ull << 40; break;
    case 10:
        code->local_kinds = memcpy(rg_arena_alloc(&s->arena, code->nlocals), code->local_kinds, code->nlocals);
        ((uint8_t *)code->local_kinds)[0] ^= RG_LOCAL_PLAIN;
        break;
    case 11: code->nnames--; break;
    default: other_const(code, changed, code->const_shift + (uint32_t)(how - 12));
    }
}

START_TEST(test_changed_form)
{
    static const char *const versions[] = {"3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"};
    char pattern[100];
    snprintf(pattern, sizeof pattern, "%s/calls.pyc", versions[_i]);
    for (int how = 0; how < 13; how++) {
        Subject s;
        RgConst changed;
        RgStrRef name = {"~~", 2};
        RgStrBuf out;
        RgWriteFigures figures;
        RgError error;
        read_subject(&s, pattern);
        change(&s, how, &changed, &name);
        rg_strbuf_init(&out);
        ck_assert_msg(rg_pyc_write(s.module, &out, &figures, &error) == ERR_PYC_DIFFERS, "%s: change %d is not found",
                      pattern, how);
        rg_strbuf_fini(&out);
        end_subject(&s);
    }
}
END_TEST

/* The instructions of a function written with one of them changed: never the file's bytes. */
static unsigned changed_instructions(const RgStackCode *sc, const RgEncodeTable *table, RgArena *scratch)
{
    unsigned found = 0;
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        RgStackInsn *in = &sc->insns[i], saved = *in;
        const bool jump = rg_pyop_info[in->op].flags & PF_JUMP;
        RgStrBuf out;
        RgError error;
        if (jump)
            in->target = in->target ? in->target - 1 : 1;
        else
            in->arg ^= 1;
        rg_strbuf_init(&out);
        RgStatus status = rg_encode_code(table, scratch, sc, &out, &error);
        ck_assert(status != RG_OK || out.len != sc->code->code.size ||
                  memcmp(out.data, sc->code->code.data, out.len) != 0);
        found++;
        rg_strbuf_fini(&out);
        *in = saved;
    }
    return found;
}

static void changed_positions(const RgStackCode *sc)
{
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        RgIrPos saved = sc->positions[i];
        RgStrBuf out;
        RgError error;
        sc->positions[i].line++;
        rg_strbuf_init(&out);
        RgStatus status = rg_encode_lines(sc, &out, &error);
        ck_assert(status != RG_OK || out.len != sc->code->lines.size ||
                  memcmp(out.data, sc->code->lines.data, out.len) != 0);
        rg_strbuf_fini(&out);
        sc->positions[i] = saved;
    }
}

static void changed_ranges(const RgStackCode *sc)
{
    for (uint32_t i = 0; i < 4 * sc->nranges; i++) {
        RgStackRange *range = &sc->ranges[i / 4], saved = *range;
        RgStrBuf out;
        RgError error;
        if (i % 4 == 0) range->start++;
        if (i % 4 == 1) range->target += range->target + 1 < sc->ninsns ? 1 : -1;
        if (i % 4 == 2) range->depth++;
        if (i % 4 == 3) range->lasti = !range->lasti;
        rg_strbuf_init(&out);
        RgStatus status = rg_encode_exceptions(sc, &out, &error);
        ck_assert(status != RG_OK || out.len != sc->code->exceptions.size ||
                  memcmp(out.data, sc->code->exceptions.data, out.len) != 0);
        rg_strbuf_fini(&out);
        *range = saved;
    }
}

START_TEST(test_changed_code)
{
    glob_t found;
    unsigned changed = 0;
    find_fixtures("3.*/nested_flow.pyc", &found);
    for (size_t k = 0; k < found.gl_pathc; k++) {
        RgArena arena, scratch;
        RgPyModule *module;
        RgError error;
        RgEncodeTable table;
        size_t size;
        char *data = read_file(found.gl_pathv[k], &size);
        rg_arena_init(&arena);
        rg_arena_init(&scratch);
        ck_assert_int_eq(rg_pyc_read(&arena, data, size, &module, &error), RG_OK);
        rg_encode_table_init(&table, module->version);
        for (uint32_t c = 0; c < module->ncodes; c++) {
            RgStackCode sc;
            ck_assert_int_eq(rg_decode_file(&arena, module->codes[c], &sc, &error), RG_OK);
            changed += changed_instructions(&sc, &table, &scratch);
            changed_positions(&sc);
            changed_ranges(&sc);
        }
        rg_arena_fini(&scratch);
        rg_arena_fini(&arena);
        free(data);
    }
    globfree(&found);
    ck_assert_uint_gt(changed, 500);
}
END_TEST

START_TEST(test_memory_runs_out)
{
    glob_t found;
    size_t size;
    find_fixtures("3.9/closures.pyc", &found);
    char *data = read_file(found.gl_pathv[0], &size);
    globfree(&found);
    RgStatus status = ERR_NO_MEMORY;
    for (uint64_t n = 1; status != RG_OK && n < 100000; n++) {
        RgError error;
        rg_mem_fail_at(n);
        status = write_again(data, size, &error);
        rg_mem_fail_at(0);
        ck_assert_msg(status == RG_OK || status == ERR_NO_MEMORY, "allocation %d: %s", (int)n, rg_status_text(status));
    }
    ck_assert_int_eq(status, RG_OK);
    free(data);
}
END_TEST

Suite *suite_pyc(void);
Suite *suite_pyc(void)
{
    Suite *suite = suite_create("pyc");
    TCase *c = tcase_create("round trip");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, test_every_type);
    tcase_add_test(c, test_odd_code);
    tcase_add_test(c, test_slices);
    tcase_add_test(c, test_locations);
    tcase_add_test(c, test_deep);
    tcase_add_test(c, test_growth);
    tcase_add_test(c, test_shared_names);
    tcase_add_test(c, test_fixtures);
    tcase_add_test(c, test_damaged);
    tcase_add_loop_test(c, test_changed_form, 0, 9);
    tcase_add_test(c, test_changed_code);
    tcase_add_test(c, test_memory_runs_out);
    suite_add_tcase(suite, c);
    return suite;
}
