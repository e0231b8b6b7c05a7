/* SPDX-License-Identifier: MIT
 *
 * progress.c: the bar that commands draw on a terminal while they go through many files.
 */
#include "cli/cli.h"

#define BAR_WIDTH 30

double rg_cli_seconds_between(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) + (double)(b->tv_nsec - a->tv_nsec) * 1e-9;
}

void rg_cli_progress_draw(RgCliProgress *p, size_t done, size_t total, bool last)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!p->on || (!last && rg_cli_seconds_between(&p->drawn, &now) < 0.05)) return;
    p->drawn = now;
    size_t filled = done * BAR_WIDTH / (total ? total : 1);
    char bar[BAR_WIDTH + 1];
    memset(bar, ' ', BAR_WIDTH);
    memset(bar, '#', filled);
    bar[BAR_WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %zu/%zu files%s", bar, done, total, last ? "\n" : "");
    fflush(stderr);
}

void rg_cli_progress_clear(const RgCliProgress *p)
{
    if (p->on) fputs("\r\033[K", stderr);
}
