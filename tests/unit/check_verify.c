/* SPDX-License-Identifier: MIT
 *
 * check_verify.c: what the verifier must refuse, and by what name; and what it must not.
 */
#include <check.h>
#include <stdio.h>

#include "vm/base/status.h"
#include "vm/code/asm.h"
#include "vm/code/op.h"
#include "vm/code/verify.h"

/* Five registers, of which r0 "a" is a parameter and r1 "c" a cell; k0 None, k1 1, k2 ("x",), k3 code; s0 a name, s1
 * none. */
#define HEAD                                                                                                           \
    ".code @0\n .name \"f\"\n .flags 0x3\n .params 1\n .registers 5\n .local \"a\"\n .local cell \"c\"\n"              \
    " .const None\n .const 1\n .const (\"x\")\n .const @1\n .sym \"x\"\n .site 0\n .site -\n"
#define TAIL "\n.end\n.code @1\n .const None\n .registers 0\n RETURN_CONST k0\n.end\n"

static RgStatus verify(const char *body, char *message, size_t size)
{
    char text[4000];
    RgCodeUnit *unit;
    RgError error = {0};
    snprintf(text, sizeof text, "%s%s%s", HEAD, body, TAIL);
    RgStatus status = rg_asm_unit(text, strlen(text), &unit, &error);
    rg_error_format(&error, message, size);
    ck_assert_msg(!status, "%s: %s", body, message);
    status = rg_verify_unit(unit, &error);
    rg_error_format(&error, message, size);
    rg_code_unit_release(unit);
    return status;
}

START_TEST(good_code_is_accepted)
{
    static const char *const good[] = {
        " RETURN r0",
        " LOAD_CONST r4, k0\n RETURN r4",
        "again: JUMP again",
        " MAKE_CELL r1\n STORE_DEREF r1, r0\n LOAD_DEREF r2, r1\n RETURN r2",
        " BUILD_LIST r2, ()\nl: FOR_ITER r3, r0, out\n LIST_APPEND r2, r3\n JUMP l\nout: RETURN r2",
        " BUILD_LIST r2, ()\n MOVE r3, r2\n LIST_EXTEND r3, k2\n LIST_TO_TUPLE r4, r3\n RETURN r4",
        " CALL_KW r2, r0, s1, k2, (k1)\n RETURN r2",
        " MAKE_FUNCTION r2, #0, k3, ()\n RETURN r2",
        "a: LOAD_GLOBAL r2, s0\nb: RETURN r2\nh: RERAISE r3\n .handler a b h r3 r4",
        " LOAD_METHOD r2, r0, r3, s0\n CALL_LOADED r2, r2, s1, (r3, r0)\n RETURN r2",
        " LOAD_UNBOUND r3\n JUMP_TRUE r0, l\n MOVE r3, r0\nl: CHECK_BOUND r3, l0\n RETURN r3",
        " MOVE r2, r1\n MAKE_CELL r2\n RETURN r2",
        "l: FOR_ITER r3, r0, out\nm: GET_LEN r4, r3\n FOR_LOOP r3, r0, m\nout: RETURN r0",
        " FORMAT_VALUE r2, r0, #1\n BUILD_STRING r2, (r2, r2)\n RETURN r2",
        "a: LOAD_GLOBAL r2, s0\nb: RETURN r2\nh: PUSH_EXC_INFO r2, r3\n POP_EXCEPT r2\n RERAISE_AT r3, r4\n"
        " .handler a b h r3 r4",
        "a: LOAD_GLOBAL r2, s0\n MOVE r3, r2\nb: RETURN r2\nh: RETURN r0\n .handler a b h",
        "l: FOR_ITER r3, r0, out\nm: UNPACK r3, #1, (r2, r3)\n GET_LEN r4, r3\n FOR_LOOP r3, r0, m\nout: RETURN r0",
        " BUILD_MAP r2, ()\nl: MAP_ADD r2, k1, r0\n JUMP_TRUE r0, l\n DICT_MERGE r2, r0, r0, k0\n RETURN r2",
    };
    for (size_t i = 0; i < RG_COUNT_OF(good); i++) {
        char message[300];
        RgStatus status = verify(good[i], message, sizeof message);
        ck_assert_msg(!status, "%s: %s", good[i], message);
    }
}
END_TEST

START_TEST(bad_code_is_refused)
{
    static const struct {
        RgStatus status;
        const char *body;
    } bad[] = {
        {ERR_CODE_LIMIT, ""},
        {ERR_CODE_FALLS_OFF, " NOP"},
        {ERR_CODE_FALLS_OFF, "l: JUMP_TRUE r0, l"},
        {ERR_CODE_REGISTER, " RETURN r5"},
        {ERR_CODE_REGISTER, " STORE_GLOBAL r5, s0\n RETURN r0"},
        {ERR_CODE_REGISTER, " BUILD_LIST r2, (r0, r9)\n RETURN r0"},
        {ERR_CODE_REGISTER, " UNPACK r0, #0, (r1, r9)\n RETURN r0"},
        {ERR_CODE_CONSTANT, " RETURN_CONST k4"},
        {ERR_CODE_CONSTANT, " ADD_K r2, r0, k4\n RETURN r0"},
        {ERR_CODE_CONSTANT, " BUILD_LIST r2, (k4)\n RETURN r0"},
        {ERR_CODE_OPERAND, " UNPACK r0, #0, (k1)\n RETURN r0"},
        {ERR_CODE_OPERAND, " MOVE_WIDE k1, r0\n RETURN r0"},
        {ERR_CODE_OPERAND, " RAISE r1, r0, #0"},
        {ERR_CODE_OPERAND, " FORMAT_VALUE r2, r0, #4\n RETURN r0"},
        {ERR_CODE_OPERAND, " BUILD_MAP r2, (r0)\n RETURN r0"},
        {ERR_CODE_OPERAND, " BUILD_CONST_KEY_MAP r2, k2, ()\n RETURN r0"},
        {ERR_CODE_OPERAND, " CALL_KW r2, r0, s1, k1, (k1)\n RETURN r2"},
        {ERR_CODE_OPERAND, " CALL_KW r2, r0, s1, k2, ()\n RETURN r2"},
        {ERR_CODE_OPERAND, " CALL_LOADED r2, r0, s1, (k1)\n RETURN r2"},
        {ERR_CODE_OPERAND, " CALL_LOADED r2, r0, s1, ()\n RETURN r2"},
        {ERR_CODE_OPERAND, " MAKE_FUNCTION r2, #0, k1, ()\n RETURN r2"},
        {ERR_CODE_OPERAND, " MAKE_FUNCTION r2, #1, k3, ()\n RETURN r2"},
        {ERR_CODE_OPERAND, " MAKE_FUNCTION r2, #8, k3, (r0)\n RETURN r2"},
        {ERR_CODE_OPERAND, " MATCH_CLASS r2, r0, r0, k0, k2\n RETURN r2"},
        {ERR_CODE_OPERAND, " UNPACK_EX r0, #2, (r2, r3)\n RETURN r2"},
        {ERR_CODE_OPERAND, " LOAD_NAME r2, s0\n RETURN r2"},
        {ERR_CODE_OPERAND, " YIELD r2, r0\n RETURN r2"},
        {ERR_CODE_OPERAND, " CHECK_BOUND r0, l2\n RETURN r0"},
        {ERR_CODE_SITE, " LOAD_GLOBAL r2, s1\n RETURN r2"},
        {ERR_CODE_SITE, " LOAD_GLOBAL r2, s2\n RETURN r2"},
        {ERR_CODE_SITE, " CALL r2, r0, s0, ()\n RETURN r2"},
        {ERR_CODE_SITE, " LOAD_GLOBAL r2, s0\n LOAD_GLOBAL r3, s0\n RETURN r2"},
        {ERR_CODE_SITE, " .site 7\n RETURN r0"},
        {ERR_CODE_HANDLER, "a: NOP\nb: RETURN r0\n .handler b a a"},
        {ERR_CODE_HANDLER, "a: NOP\nb: RETURN r0\n .handler a b a r7"},
        {ERR_CODE_TABLE, " .pos 1\n NOP\n .pos +9 2\n RETURN r0"},
        {ERR_CODE_TABLE, " .origin 1 1\n RETURN r0\n .origin 1 1"},
        {ERR_CODE_PROLOGUE, " RETURN_GENERATOR\n RETURN r0"},
        {ERR_CODE_PROLOGUE, " .flags 0x23\n RETURN r0"},
        {ERR_CODE_LOCALS, " .local free \"z\"\n RETURN r0"}, /* of a module */
        {ERR_CODE_JUMP, " .flags 0x23\nl: RETURN_GENERATOR\n JUMP l"},
        {ERR_CODE_LOCALS, " .params 9\n RETURN r0"},
        {ERR_CODE_LOCALS, " .params 1 2 0\n RETURN r0"},
        {ERR_CODE_LOCALS, " .local plain free \"z\"\n RETURN r0"},
        {ERR_CODE_LIMIT, " .registers 1\n RETURN r0"},
        {ERR_CODE_LIMIT, " .registers 40000\n RETURN r0"},
        {ERR_CODE_TYPE, " LOAD_DEREF r2, r1\n RETURN r2"},
        {ERR_CODE_TYPE, " MAKE_CELL r1\n MOVE r1, r0\n LOAD_DEREF r2, r1\n RETURN r2"},
        {ERR_CODE_TYPE, " LIST_APPEND r0, k1\n RETURN r0"},
        {ERR_CODE_TYPE, " BUILD_SET r2, ()\n LIST_APPEND r2, k1\n RETURN r2"},
        {ERR_CODE_TYPE, " BUILD_LIST r2, ()\n JUMP_TRUE r0, l\n MOVE r2, r0\nl: LIST_APPEND r2, k1\n RETURN r2"},
        {ERR_CODE_TYPE, " BUILD_LIST r2, ()\nl: LIST_APPEND r2, k1\n MOVE r2, r0\n JUMP l"},
        {ERR_CODE_TYPE, " BUILD_LIST r2, ()\na: LOAD_GLOBAL r3, s0\nb: RETURN r2\nh: LIST_APPEND r2, k1\n RETURN r2\n"
                        " .handler a b h r2"},
        {ERR_CODE_TYPE, " BUILD_MAP r2, ()\n UNPACK r0, #0, (r3, r2)\n MAP_ADD r2, k1, k1\n RETURN r2"},
        /* a loop unpacks its item and goes on behind the UNPACK, where a signal's exception may be raised */
        {ERR_CODE_TYPE, " BUILD_LIST r2, ()\n MOVE r4, r2\n LOAD_CONST r2, k1\n UNPACK r0, #0, (r3, r3)\na: MOVE r2, r4\n"
                        " LOAD_GLOBAL r3, s0\nb: RETURN r0\nh: LIST_APPEND r2, k1\n RETURN r2\n .handler a b h"},
        {ERR_CODE_UNDEFINED, " UNPACK r0, #1, (r2, r3)\n RETURN r0"}, /* the loop may have left it out */
        {ERR_CODE_UNDEFINED, "l: FOR_ITER r3, r0, out\nm: UNPACK r3, #1, (r2, r4)\n FOR_LOOP r3, r0, m\n RETURN r3\nout: RETURN r0"},
        /* what was never written, and what may be UNBOUND */
        {ERR_CODE_UNDEFINED, " RETURN r2"},
        {ERR_CODE_UNDEFINED, " .flags 0x23\n MOVE_WIDE r2, k1\n RETURN_GENERATOR\n RETURN r2"}, /* it is not copied */
        {ERR_CODE_UNDEFINED, " MOVE r3, r2\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " MAKE_CELL r2\n MAKE_CELL r3\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " CHECK_BOUND r2, l0\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " RETURN r1"},
        {ERR_CODE_UNDEFINED, " MOVE r2, r1\n RETURN r2"},
        {ERR_CODE_UNDEFINED, " LOAD_UNBOUND r0\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " CHECK_BOUND r1, l1\n LOAD_UNBOUND r1\n BUILD_LIST r2, (r0, r1)\n RETURN r2"},
        {ERR_CODE_UNDEFINED, " STORE_GLOBAL r2, s0\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " BUILD_LIST r3, (r2, r2)\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " GET_SLICE r3, r0, k1, r4\n RETURN r0"},
        {ERR_CODE_UNDEFINED, " JUMP_TRUE r0, l\n LOAD_CONST r2, k1\nl: RETURN r2"},
        {ERR_CODE_UNDEFINED, "l: JUMP_TRUE r0, m\n LOAD_CONST r2, k1\n JUMP l\nm: RETURN r2"},
        {ERR_CODE_UNDEFINED, " LOAD_METHOD r2, r0, r3, s0\n RETURN r3"},
        {ERR_CODE_UNDEFINED, " LOAD_METHOD r2, r0, r3, s0\n CALL_LOADED r2, r2, s1, (r3, r3)\n RETURN r2"},
        {ERR_CODE_UNDEFINED, " CALL_LOADED r2, r0, s1, (r3, r0)\n RETURN r2"},
        {ERR_CODE_UNDEFINED, "l: FOR_ITER r3, r0, out\n JUMP l\nout: RETURN r3"},
        {ERR_CODE_UNDEFINED, " LOAD_CONST r2, k0\nm: NOP\n FOR_LOOP r3, r0, m\n RETURN r3"},
        {ERR_CODE_UNDEFINED, "a: LOAD_GLOBAL r2, s0\nb: RETURN r2\nh: RETURN r2\n .handler a b h r3"},
        {ERR_CODE_UNDEFINED, "a: JUMP_TRUE r0, b\nb: LOAD_CONST r2, k0\n LOAD_GLOBAL r3, s0\nc: RETURN r2\n"
                             "h: RETURN r2\n .handler b c h r3"}, /* the jump polls */
        {ERR_CODE_UNDEFINED, "a: LOAD_CONST r2, k0\n RETURN r2\nb: RETURN r0\nh: RETURN r2\n .handler a b h"},
        {ERR_CODE_UNDEFINED, " RAISE r2, r0, #1"},
        {ERR_CODE_TYPE, " BUILD_STRING r2, (r0, r0)\n RETURN r2"},
        {ERR_CODE_TYPE, " FORMAT_VALUE r2, r0, #0\n BUILD_STRING r2, (r2, k1)\n RETURN r2"},
        {ERR_CODE_TYPE, " PUSH_EXC_INFO r2, r0\n RETURN r2"},
        {ERR_CODE_TYPE, " POP_EXCEPT r0\n RETURN r0"},
        {ERR_CODE_TYPE, "a: LOAD_GLOBAL r2, s0\nb: RETURN r2\nh: RERAISE_AT r3, r0\n .handler a b h r3 r4"},
        {ERR_CODE_OPERAND, " MAKE_CELL r1\n MOVE r2, r1\n LOAD_DEREF r3, r2\n RETURN r3"},
    };
    for (size_t i = 0; i < RG_COUNT_OF(bad); i++) {
        char message[300];
        RgStatus status = verify(bad[i].body, message, sizeof message);
        ck_assert_msg(status == bad[i].status, "%s: %s instead of %s", bad[i].body, message,
                      rg_status_text(bad[i].status));
    }
}
END_TEST

/* Any words at all are safe to verify, and what is accepted is safe to print; run under a sanitizer this says more. */
START_TEST(random_words_are_safe)
{
    RgArena arena;
    uint64_t seed = 12345;
    static RgWord words[64];
    static const RgConst none = {.kind = RG_CONST_NONE};
    static const RgConst *const consts[] = {&none};
    static const RgStrRef names[] = {{"x", 1}};
    static const RgSite sites[] = {{0}, {RG_NO_NAME}};
    static const uint8_t kinds[] = {RG_LOCAL_PLAIN, RG_LOCAL_CELL};
    static const RgStrRef locals[] = {{"a", 1}, {"c", 1}};
    static const RgPosition positions[] = {{0, 1, 1, 0, 0}};
    RgCode code = {.name = {"f", 1},
                   .qualname = {"f", 1},
                   .words = words,
                   .nregs = 8,
                   .nlocals = 2,
                   .local_names = locals,
                   .local_kinds = kinds,
                   .consts = consts,
                   .nconsts = 1,
                   .names = names,
                   .nnames = 1,
                   .sites = sites,
                   .nsites = 2,
                   .positions = positions,
                   .npositions = 1};
    rg_arena_init(&arena);
    for (int round = 0; round < 200000; round++) {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        code.nwords = 1 + (uint32_t)(seed >> 59);
        for (uint32_t i = 0; i < code.nwords; i++) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            words[i] = (RgWord)(seed >> 33) & ((seed >> 62) ? 0x030303ffu : 0x80ff00ffu);
        }
        (void)rg_verify_code(&code, &arena, NULL);
        rg_arena_reset(&arena);
    }
    rg_arena_fini(&arena);
}
END_TEST

Suite *suite_verify(void);
Suite *suite_verify(void)
{
    Suite *s = suite_create("verify");
    TCase *t = tcase_create("verify");
    tcase_add_test(t, good_code_is_accepted);
    tcase_add_test(t, bad_code_is_refused);
    tcase_add_test(t, random_words_are_safe);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
