/* SPDX-License-Identifier: MIT
 *
 * cmd_opcodes.c: `regius opcodes`: the instruction set out of the tables. docs/opcodes.md is what --markdown prints.
 */
#include <getopt.h>

#include "cli/cli.h"
#include "vm/code/op.h"

/* "A B C, words" as the assembler writes them: registers r, constants k, locals l, numbers #. */
static void put_operands(RgStrBuf *out, const RgOpInfo *info)
{
    static const char *const words[RG_ROLE_COUNT_] = {
        [RG_ROLE_D] = "rA", [RG_ROLE_U] = "rA",      [RG_ROLE_X] = "rA",    [RG_ROLE_K] = "kA",
        [RG_ROLE_S] = "#A", [RG_ROLE_R16] = "r/kBC", [RG_ROLE_K16] = "kBC", [RG_ROLE_L16] = "lBC",
        [RG_ROLE_I8] = "sA", [RG_ROLE_I16] = "sBC",
    };
    const char *separator = "";
    for (int i = 0; i < 3; i++) {
        const char *word = words[info->role[i]];
        if (!word) continue;
        rg_strbuf_puts(out, separator);
        if (strlen(word) == 2)
            rg_strbuf_printf(out, "%c%c", word[0], 'A' + i);
        else
            rg_strbuf_puts(out, word);
        separator = ", ";
    }
    for (const char *item = rg_words_items[info->words]; *item; item++) {
        rg_strbuf_puts(out, separator);
        rg_strbuf_puts(out, *item == 'J'   ? "label"
                            : *item == 'I' ? "site"
                            : *item == 'T' ? "two sites"
                            : *item == 'K' ? "k"
                            : *item == 'P' ? "r/k, r/k"
                            : *item == 'L' ? "(r/k...)"
                                           : "(r...)");
        separator = ", ";
    }
}

static void put_effects(RgStrBuf *out, uint32_t effects)
{
    static const struct {
        uint32_t bit;
        const char *word;
    } words[] = {
        {F_RUN_ONLY, "runs"},
        {F_RAISE, "raises"},
        {F_ALLOC, "allocates"},
        {F_RD_LOCALS, "reads cells"},
        {F_WR_LOCALS, "writes cells"},
        {F_RD_GLOBALS, "reads globals"},
        {F_WR_GLOBALS, "writes globals"},
        {F_RD_ATTRS, "reads attributes"},
        {F_WR_ATTRS, "writes attributes"},
        {F_RD_ITEMS, "reads items"},
        {F_WR_ITEMS, "writes items"},
        {F_JUMPS, "jumps"},
        {F_STOP, "stops"},
        {F_COMMUTES, "commutes"},
        {F_PURE_EXACT, "pure on exact builtins"},
        {F_PARTS, "two parts"},
    };
    const char *separator = "";
    if (effects & F_RUN_ONLY) effects &= ~(uint32_t)F_RAISE; /* running code implies raising */
    for (size_t i = 0; i < RG_COUNT_OF(words); i++) {
        if (effects & words[i].bit) {
            rg_strbuf_printf(out, "%s%s", separator, words[i].word);
            separator = ", ";
        }
    }
}

static void put_row(RgStrBuf *out, const RgOpInfo *info, bool markdown)
{
    RgStrBuf operands, effects;
    rg_strbuf_init(&operands);
    rg_strbuf_init(&effects);
    put_operands(&operands, info);
    put_effects(&effects, info->effects);
    if (!markdown) {
        rg_strbuf_printf(out, "%-20s %-28s %s\n", info->name, operands.data, info->doc);
    } else {
        rg_strbuf_printf(out, "| `%s` | `%s` | ", info->name, operands.len ? operands.data : " ");
        for (const char *p = info->doc; *p; p++)
            rg_strbuf_puts(out, *p == '|'   ? "\\|"
                                : *p == '*' ? "\\*"
                                : *p == '_' ? "\\_"
                                : *p == '<' ? "&lt;"
                                            : (char[]){*p, 0});
        rg_strbuf_printf(out, " | %s |\n", effects.data);
    }
    rg_strbuf_fini(&operands);
    rg_strbuf_fini(&effects);
}

static void put_layouts(RgStrBuf *out)
{
    static const char *const roles[] = {
#define ROLE(name, doc) #name,
#include "vm/code/op_format.def"
    };
    static const char *const layouts[] = {
#define WORDS(name, items, doc) #name,
#include "vm/code/op_format.def"
    };
    rg_strbuf_puts(out, "## Fields of the head word\n\n| Role | Meaning |\n|---|---|\n");
    for (size_t i = 0; i < RG_COUNT_OF(roles); i++)
        rg_strbuf_printf(out, "| %s | %s |\n", roles[i], rg_role_doc[i]);
    rg_strbuf_puts(out, "\n## Operand words\n\n| Layout | Items | Meaning |\n|---|---|---|\n");
    for (size_t i = 0; i < RG_COUNT_OF(layouts); i++)
        rg_strbuf_printf(out, "| %s | %s | %s |\n", layouts[i], rg_words_items[i], rg_words_doc[i]);
}

static void put_all(RgStrBuf *out, bool markdown)
{
    if (markdown) {
        rg_strbuf_puts(
            out,
            "# The register instructions\n\n"
            "Made by `regius opcodes --markdown` from vm/code/ops.def and op_format.def; do not edit.\n\n"
            "An instruction is a 32-bit head word, opcode in the lowest byte and fields A, B, C above it, and the\n"
            "operand words of its layout. `r` names a register, `k` a constant, `l` a local, `#` a small number;\n"
            "`r/k` is a 16-bit operand that is either.\n\n");
        put_layouts(out);
        rg_strbuf_puts(out, "\n## Instructions\n\n| Name | Operands | Meaning | Effects |\n|---|---|---|---|\n");
    }
    for (int op = 0; op < RG_OP_COUNT; op++) {
        if (!rg_op_info[op].quick) put_row(out, &rg_op_info[op], markdown);
    }
    rg_strbuf_puts(out, markdown
                            ? "\n## Forms that the interpreter puts in their place\n\n"
                              "Never in files; operands and effects are those of the instruction they stand for.\n\n"
                              "| Name | Stands for | Meaning |\n|---|---|---|\n"
                            : "\nforms that the interpreter puts in their place:\n");
    for (int op = 0; op < RG_OP_COUNT; op++) {
        const RgOpInfo *info = &rg_op_info[op];
        if (info->quick)
            rg_strbuf_printf(out, markdown ? "| `%s` | `%s` | %s |\n" : "%-20s %-28s %s\n", info->name,
                             rg_op_info[info->base].name, info->doc);
    }
}

int rg_cmd_opcodes(int argc, char **argv)
{
    static const struct option longs[] = {{"markdown", no_argument, NULL, 'm'}, {NULL, 0, NULL, 0}};
    bool markdown = false;
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        if (c != 'm') return rg_cli_usage_error("opcodes", "unknown option '%s'", argv[optind - 1]);
        markdown = true;
    }
    if (optind != argc) return rg_cli_usage_error("opcodes", "unexpected '%s'", argv[optind]);
    RgStrBuf out;
    rg_strbuf_init(&out);
    put_all(&out, markdown);
    fwrite(out.data, 1, out.len, stdout);
    rg_strbuf_fini(&out);
    return RG_EXIT_DONE;
}
