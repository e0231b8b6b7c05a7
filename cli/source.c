/* SPDX-License-Identifier: MIT
 *
 * source.c: the lines of the source file that code says it came from, when it can still be read.
 */
#include "cli/cli.h"
#include "vm/base/mem.h"

static void split_lines(RgCliSource *s, size_t size)
{
    for (char *p = s->text, *end = s->text + size; p < end;) {
        if (!RG_VEC_PUSH(&s->lines, p)) return;
        char *newline = memchr(p, '\n', (size_t)(end - p));
        if (!newline) break;
        *newline = '\0';
        if (newline > p && newline[-1] == '\r') newline[-1] = '\0';
        p = newline + 1;
    }
}

void rg_cli_source_read(RgCliSource *s, RgStrRef filename)
{
    if (s->name.data && s->name.len == filename.len && memcmp(s->name.data, filename.data, filename.len) == 0) return;
    rg_cli_source_fini(s);
    s->name = filename;
    char path[4096];
    size_t size;
    char *data;
    if (filename.len >= sizeof path) return;
    memcpy(path, filename.data, filename.len);
    path[filename.len] = '\0';
    if (rg_cli_read_file(path, &data, &size, NULL)) return;
    s->text = rg_mem_realloc(data, size + 1);
    if (!s->text) {
        rg_mem_free(data);
        return;
    }
    s->text[size] = '\0';
    split_lines(s, size);
}

const char *rg_cli_source_line(const RgCliSource *s, int32_t line)
{
    return line > 0 && (size_t)line <= s->lines.len ? s->lines.data[line - 1] : "";
}

void rg_cli_source_fini(RgCliSource *s)
{
    rg_mem_free(s->text);
    RG_VEC_FINI(&s->lines);
    memset(s, 0, sizeof *s);
}
