/* SPDX-License-Identifier: MIT
 *
 * diff.c: what changed between two texts, line by line: a longest common subsequence where that is affordable. Texts
 * whose changed middles are too long are shown one after the other.
 */
#include "cli/cli.h"
#include "vm/base/mem.h"

#define MAX_CELLS ((size_t)16 << 20) /* of the table: 32 MB at most */

typedef struct Line {
    const char *data;
    size_t len;
} Line;
typedef RG_VEC(Line) Lines;

static bool split(Lines *lines, const RgStrBuf *text)
{
    for (size_t at = 0; at < text->len;) {
        const char *end = memchr(text->data + at, '\n', text->len - at);
        size_t len = end ? (size_t)(end - (text->data + at)) : text->len - at;
        Line line = {text->data + at, len};
        if (!RG_VEC_PUSH(lines, line)) return false;
        at += len + 1;
    }
    return true;
}

static bool same(Line a, Line b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static void put(RgStrBuf *out, const char *sign, const Line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) rg_strbuf_printf(out, "%s%.*s\n", sign, (int)lines[i].len, lines[i].data);
}

/* Lines a[0..n) against b[0..m). */
static void put_middle(RgStrBuf *out, const Line *a, size_t n, const Line *b, size_t m)
{
    size_t width = m + 1;
    uint16_t *common = n < UINT16_MAX && m < UINT16_MAX && (n + 1) * width <= MAX_CELLS
                           ? rg_mem_calloc((n + 1) * width, sizeof *common)
                           : NULL;
    if (!common) {
        put(out, "- ", a, n);
        put(out, "+ ", b, m);
        return;
    }
    for (size_t i = n; i-- > 0;)
        for (size_t k = m; k-- > 0;)
            common[i * width + k] = same(a[i], b[k]) ? (uint16_t)(common[(i + 1) * width + k + 1] + 1)
                                                     : RG_MAX(common[(i + 1) * width + k], common[i * width + k + 1]);
    size_t i = 0, k = 0;
    while (i < n || k < m) {
        if (i < n && k < m && same(a[i], b[k])) {
            put(out, "  ", &a[i++], 1);
            k++;
        } else if (i < n && (k == m || common[(i + 1) * width + k] >= common[i * width + k + 1])) {
            put(out, "- ", &a[i++], 1);
        } else {
            put(out, "+ ", &b[k++], 1);
        }
    }
    rg_mem_free(common);
}

bool rg_cli_diff(RgStrBuf *out, const RgStrBuf *before, const RgStrBuf *after)
{
    if (before->len == after->len && memcmp(before->data, after->data, after->len) == 0) return false;
    Lines a = {0}, b = {0};
    if (split(&a, before) && split(&b, after)) {
        size_t head = 0, tail = 0, shorter = RG_MIN(a.len, b.len);
        while (head < shorter && same(a.data[head], b.data[head])) head++;
        while (tail < shorter - head && same(a.data[a.len - 1 - tail], b.data[b.len - 1 - tail])) tail++;
        put(out, "  ", a.data, head);
        put_middle(out, a.data + head, a.len - head - tail, b.data + head, b.len - head - tail);
        put(out, "  ", a.data + a.len - tail, tail);
    } else {
        out->failed = true;
    }
    RG_VEC_FINI(&a);
    RG_VEC_FINI(&b);
    return true;
}
